"""What is asked of large tables on nearly every page is found by an index, not by reading all rows."""

import pytest
from sqlalchemy import UniqueConstraint

from core.db import db

ASKED = [
    ("tasks", ("file_id",)),
    ("activities", ("file_id",)),
    ("body_decisions", ("file_id",)),
    ("delegations", ("convention", "body")),
    ("delegations", ("account_id",)),
    ("representatives", ("account_id",)),
    ("recusals", ("file_id",)),
    ("recusals", ("iso3",)),
    ("terms", ("iso3",)),
]


@pytest.mark.parametrize(("table", "columns"), ASKED)
def test_a_column_that_pages_ask_by_leads_an_index(table: str, columns: tuple[str, ...]) -> None:
    found = db.metadata.tables[table]
    unique = [each for each in found.constraints if isinstance(each, UniqueConstraint)]
    leading = {tuple(column.name for column in each.columns)[: len(columns)] for each in (*found.indexes, *unique)}
    assert columns in leading
