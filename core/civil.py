"""Planned times: a civil day and time in a zone, and the instant they mean."""

from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from core.errors import RuleViolation


def check_zone(name: str, *, field: str = "zone") -> str:
    """A zone of the IANA database, as it is spelt there."""
    if name not in _zones():
        raise RuleViolation(
            f"“{name[:40]}” is not a time zone. Zones are named like Europe/Zurich or America/New_York.", field=field
        )
    return name


def instant_of(day: date, at: time, zone: str, *, second_time: bool = False, field: str = "starts") -> datetime:
    """The instant, in UTC, of a time that clocks in the zone show on the day.

    second_time: of an hour that clocks show twice, when they are set back, the later one. A time that clocks leave out,
    when they are set forward, is refused.
    """
    local = datetime.combine(day, at, ZoneInfo(zone)).replace(fold=int(second_time))
    instant = local.astimezone(UTC)
    if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise RuleViolation(
            f"On {day.day} {day:%B %Y} the clocks in {zone} are set forward; they never show {at:%H:%M}.", field=field
        )
    return instant


def day_at(instant: datetime, zone: str) -> date:
    """The day that calendars in the zone show at that instant."""
    return instant.astimezone(ZoneInfo(zone)).date()


def is_shown_twice(day: date, at: time, zone: str) -> bool:
    """Whether clocks in the zone show that time twice on the day, because they are set back."""
    local = datetime.combine(day, at, ZoneInfo(zone))
    first, second = local.utcoffset(), local.replace(fold=1).utcoffset()
    return first is not None and second is not None and first > second


def zone_short(day: date, at: time, zone: str, *, second_time: bool = False) -> str:
    """How the zone is called at that time, such as CEST; the offset where it has no letters."""
    return zone_name(instant_of(day, at, zone, second_time=second_time).astimezone(ZoneInfo(zone)))


def zone_name(there: datetime) -> str:
    """The same, of an instant told on the clocks of its zone."""
    name = there.tzname() or ""
    return f"UTC{name}" if name[:1] in "+-" else name


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
