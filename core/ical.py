"""A calendar as an iCalendar file: whole days, each entry with a name that stays the same. Source: RFC 5545."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

PRODUCT = "-//Chancery//Offices and meetings//EN"
REFRESHED_EVERY = timedelta(hours=12)


@dataclass(frozen=True)
class CalendarEntry:
    """uid: the same whenever the same thing is told again, also on another day. address: the page about it."""

    uid: str
    day: date
    title: str
    description: str
    address: str


def write_calendar(name: str, entries: Sequence[CalendarEntry], *, description: str, stamp: datetime) -> bytes:
    """The file, by day and uid. stamp: the instant as of which it is told."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-caldesc", description)
    calendar.add("refresh-interval", REFRESHED_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for entry in sorted(entries, key=lambda each: (each.day, each.uid)):
        calendar.add_component(_event(entry, stamp))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry, stamp: datetime) -> Event:
    """It takes no time of anybody's: other appointments may lie on the day."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamp)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.title)
    event.add("description", entry.description)
    event.add("url", entry.address)
    event.add("transp", "TRANSPARENT")
    return event
