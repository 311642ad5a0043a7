"""The past requests that come with the product."""

from pathlib import Path

from core.registers import cells
from core.registers.loading import Register, Values
from extension_requests.models.past import PastRequest

_DAYS = ("submitted_on", "previous_deadline", "requested_until", "granted_until")


def _request(row: cells.Row) -> Values:
    days = {column: cells.day(row, column) for column in _DAYS}
    return {**row, **days, "request_no": cells.needed_number(row, "request_no")}


PAST_REQUESTS = Register(
    "past requests",
    Path(__file__).parent / "registers" / "extension_requests.csv",
    PastRequest,
    ("convention", "article", "iso3", "request_no"),
    _request,
)
