"""A refused act: its sentence and field, and nothing in the database different from before."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from core.db import Base, db, transaction
from core.errors import RuleViolation


def refused(act: Callable[[], Any], *, field: str) -> str:
    """The sentence with which the act is refused; every row of every table, the audit among them, is as before."""
    with transaction():
        pass  # what the test wrote before stays
    before = everything()
    with pytest.raises(RuleViolation) as refusal, transaction():
        act()
    assert everything() == before
    assert refusal.value.field == field
    return refusal.value.message


def everything() -> dict[str, list[str]]:
    """All rows of all tables as the database has them."""
    return {
        name: sorted(repr(row) for row in db.session.execute(text(f'SELECT * FROM "{name}"')))
        for name in Base.metadata.tables
    }
