"""What stands in a calendar, as values."""

import enum
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple


class EntryStatus(enum.StrEnum):
    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


class Method(enum.StrEnum):
    """publish: to look at. request: an invitation, or its change. cancel: it does not take place, or not with you."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Unit(enum.StrEnum):
    WEEK = "week"
    MONTH = "month"


class Times(NamedTuple):
    """From and to, on the clocks of the zone on the entry's day. second_time: in an hour shown twice, the later one."""

    starts: time
    ends: time
    zone: str
    second_time: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """A person or an office with an address. sent_by: the address that speaks for it."""

    address: str
    name: str = ""
    sent_by: str = ""


@dataclass(frozen=True, slots=True)
class Repeats:
    """Every so many weeks on the first day's weekday, or so many months on its weekday of that place in the month.

    place: 1 to 4, or -1 for the last; of months only. left_out: days on which it would fall and does not.
    """

    unit: Unit
    every: int
    last_day: date
    place: int = 0
    left_out: tuple[date, ...] = ()


class CalendarEntry(NamedTuple):
    """A tuple, because a calendar has thousands.

    uid: the same whenever the same thing is told again, also on another day. address: the page about it.
    Without times it takes whole days, to last_day where it takes several. sequence: rises with each change that
    calendars must hear of; changed_at: the last one. body: the slug of the committee it concerns, empty for none.
    instead_of: the day of a series in whose place it stands.
    """

    uid: str
    day: date
    title: str
    description: str
    address: str
    last_day: date | None = None
    times: Times | None = None
    status: EntryStatus = EntryStatus.CONFIRMED
    location: str = ""
    categories: tuple[str, ...] = ()
    sequence: int = 0
    changed_at: datetime | None = None
    body: str = ""
    organizer: Party | None = None
    attendees: tuple[Party, ...] = ()
    repeats: Repeats | None = None
    instead_of: tuple[date, Times] | None = None
