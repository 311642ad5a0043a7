"""How long an extension is, and by when a request of former years was due."""

from datetime import date, timedelta

from conventions.definitions import Convention
from core.periods import whole_months
from extension_requests.rules.consideration import requests_due_on

WORKING_DAY_SINCE = date(2012, 1, 1)  # Source: process of the APMBC since its 12MSP, held in December 2012


def length_in_months(deadline: date, until: date) -> int:
    """Whole months of an extension from one deadline to the next, both last days.

    1 March 2021 to 1 September 2022: 18. 1 January 2020 to 31 December 2025: 72, since the last day counts.
    """
    return whole_months(deadline, until + timedelta(days=1))


def was_due_on(convention: Convention, opens_on: date | None) -> date | None:
    """The day requests to a meeting were due; None where no day applied yet, or the meeting has no days."""
    if opens_on is None or (convention.requests_due.day_of_year and opens_on < WORKING_DAY_SINCE):
        return None
    return requests_due_on(convention, opens_on)
