"""A mark for tests of what does not depend on the database and is slow for other reasons."""

import pytest

ON_SQLITE_ALONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True, scope="session")
