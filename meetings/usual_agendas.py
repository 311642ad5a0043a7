"""The usual agenda of a Meeting of the States Parties of each Convention, read from texts/agendas.toml."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from meetings.workflow.agenda import ItemText

_TEXT = Path(__file__).parent / "texts" / "agendas.toml"


def usual_agenda(convention: str) -> Sequence[tuple[ItemText, int]]:
    """Its items from top to bottom, each with its level; empty for a Convention that has none."""
    return [(_item(each), each["level"]) for each in _read().get(convention, ())]


@cache
def _read() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(_TEXT.read_text(encoding="utf-8"))


def _item(plain: dict[str, Any]) -> ItemText:
    return ItemText(
        plain["title"],
        annotation=plain.get("annotation", ""),
        lead=plain.get("lead", ""),
        minutes=plain.get("minutes", 0),
        decision_expected=plain.get("decision", False),
    )
