"""What time it is. Only the counter (routes, jobs, command line) asks; everything else is told `on=`."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from flask import current_app


class Clock:
    """The real clock of the office; tests pass another one to `create_app`."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True)
class StoppedClock(Clock):
    """A clock that stands still: demonstrations and tests."""

    instant: datetime

    def now(self) -> datetime:
        return self.instant


def now() -> datetime:
    """The present instant of the running application, aware, in UTC."""
    clock: Clock = current_app.extensions["clock"]
    return clock.now()


def today() -> date:
    """The present day where the office is."""
    return day_of(now())


def at_the_office(instant: datetime) -> datetime:
    """The same instant in the office's own time."""
    return instant.astimezone(_zone())


def day_of(instant: datetime) -> date:
    """The day on which something happened, where the office is."""
    return at_the_office(instant).date()


def beginning_of(day: date) -> datetime:
    """The first instant of the day where the office is; what happened before it has a `day_of` before."""
    return datetime.combine(day, time.min, _zone())


def _zone() -> ZoneInfo:
    return ZoneInfo(current_app.config["OFFICE_ZONE"])
