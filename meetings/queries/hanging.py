"""What refers to an item or a slot, in whichever table: papers, decisions, requests for the floor."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import func, select

from core.db import db

NAMES = {"meeting_paper_items": "papers"}  # where a table is not called as what people would say


def hanging_on(model: Any, ids: Collection[int], *, but: Mapping[str, Collection[int]] | None = None) -> dict[str, int]:
    """Table -> how many of its rows refer to these. but: table -> ids of rows that are not counted."""
    found: dict[str, int] = {}
    if not ids:
        return found
    key = model.__table__.c.id
    for table in db.metadata.sorted_tables:
        for foreign in table.foreign_keys:
            if foreign.column is key:
                counted = select(func.count()).select_from(table).where(foreign.parent.in_(ids))
                if passed_over := (but or {}).get(table.name):
                    counted = counted.where(table.c.id.not_in(passed_over))
                if number := db.session.scalar(counted):
                    found[table.name] = found.get(table.name, 0) + number
    return found


def in_words(found: Mapping[str, int]) -> str:
    """ "2 papers and 1 decision"; a table is called as its rows are."""
    told = [f"{number} {_noun(table, number)}" for table, number in found.items()]
    return " and ".join(filter(None, (", ".join(told[:-1]), told[-1])))


def _noun(table: str, number: int) -> str:
    words = NAMES.get(table, table.replace("_", " "))
    if number > 1:
        return words
    return f"{words[:-3]}y" if words.endswith("ies") else words.removesuffix("s")
