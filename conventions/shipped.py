"""The calendar of meetings that comes with the product."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from conventions.models import Meeting
from core.registers.loading import Register, Values


def _meeting(row: Mapping[str, str]) -> Values:
    days = {name: date.fromisoformat(row[name]) if row[name] else None for name in ("starts_on", "ends_on")}
    return {**row, **days}


MEETINGS = Register(
    "meetings",
    Path(__file__).parent / "registers" / "meetings.csv",
    Meeting,
    ("convention", "short"),
    _meeting,
)
