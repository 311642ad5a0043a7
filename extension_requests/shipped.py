"""The past requests that come with the product."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from core.registers.loading import Register, Values
from extension_requests.models import PastRequest

_DAYS = ("submitted_on", "previous_deadline", "requested_until", "granted_until")


def _request(row: Mapping[str, str]) -> Values:
    days = {name: date.fromisoformat(row[name]) if row[name] else None for name in _DAYS}
    return {**row, **days, "request_no": int(row["request_no"])}


PAST_REQUESTS = Register(
    "past requests",
    Path(__file__).parent / "registers" / "extension_requests.csv",
    PastRequest,
    ("convention", "article", "iso3", "request_no"),
    _request,
)
