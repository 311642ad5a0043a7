"""Sessions on the clock of a reader: their own, or UTC for who follows from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from core.civil import zone_name
from meetings.rules.sessions import SessionPlan, span_of


@dataclass(frozen=True)
class Shown:
    """A session as clocks show it: its day, "13:00-15:00", "CEST". running: it is held at the instant asked about.

    zone: "CEST to CET" where clocks are set back while it lasts.
    """

    plan: SessionPlan
    day: date
    hours: str
    zone: str
    running: bool = False


def shown(plan: SessionPlan, *, in_utc: bool = False, at: datetime | None = None) -> Shown:
    """in_utc: on the clock of UTC, not on its own. at: an instant, or None for no matter which."""
    first, last = span_of(plan)
    running = at is not None and first <= at < last
    if in_utc:
        return Shown(plan, first.astimezone(UTC).date(), _hours(first, last), "UTC", running)
    there = ZoneInfo(plan.zone)
    begins, over = first.astimezone(there), last.astimezone(there)
    names = dict.fromkeys(zone_name(each) for each in (begins, over))
    return Shown(plan, plan.day, _hours(begins, over), " to ".join(names), running)


def by_day(sessions: Sequence[Shown]) -> list[tuple[date, list[Shown]]]:
    """In the order of days and hours."""
    ordered = sorted(sessions, key=lambda each: (each.day, span_of(each.plan)))
    return [(day, list(those)) for day, those in groupby(ordered, key=lambda each: each.day)]


def _hours(first: datetime, last: datetime) -> str:
    return f"{first:%H:%M}-{last:%H:%M}"
