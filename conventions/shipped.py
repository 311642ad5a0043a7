"""The calendar of meetings that comes with the product."""

from pathlib import Path

from conventions.models import Meeting
from core.registers import cells
from core.registers.loading import Register, Values


def _meeting(row: cells.Row) -> Values:
    return {**row, **{column: cells.day(row, column) for column in ("starts_on", "ends_on")}}


MEETINGS = Register(
    "meetings",
    Path(__file__).parent / "registers" / "meetings.csv",
    Meeting,
    ("convention", "short"),
    _meeting,
)
