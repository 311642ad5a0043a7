"""When a State is reminded of a deadline that comes near. Source: Office practice (24, 18 and 12 months before)."""

from collections.abc import Collection
from datetime import date

from core.periods import add_months
from extension_requests.rules.occasions import HEADS_UP_MONTHS


def heads_up_due(deadline: date, *, on: date, drafted: Collection[int]) -> int | None:
    """Months before the deadline of the heads-up to be drafted on the day; None for none.

    Of several whose day has come only the last is, and none before one that was drafted already.
    """
    if on > deadline:
        return None
    come = [months for months in HEADS_UP_MONTHS if add_months(deadline, -months) <= on]
    if not come:
        return None
    last = min(come)
    return None if any(months <= last for months in drafted) else last
