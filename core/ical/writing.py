"""A calendar as an iCalendar file. Written by hand: the library, which tests read it with, takes ten times as long."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from core.civil import instant_of, is_shown_twice
from core.ical.entries import CalendarEntry, EntryStatus, Method, Party, Repeats, Times, Unit
from core.ical.lines import (
    basic_clock,
    basic_day,
    basic_instant,
    basic_time,
    escaped,
    folded,
    joined,
    quoted,
    repeated_line,
    text_line,
)
from core.ical.zones import WEEKDAYS, days_set_back, zone_lines

PRODUCT = "-//Chancery//Offices and meetings//EN"
REFRESHED_EVERY = "PT12H"


def write_calendar(name: str, entries: Sequence[CalendarEntry], *, description: str, stamp: datetime) -> bytes:
    """A calendar to subscribe to, by day and uid. stamp: when what has no instant of its own last changed."""
    ordered = sorted(entries, key=_order)
    lines = [
        *_head(Method.PUBLISH),
        text_line("X-WR-CALNAME", name),
        text_line("X-WR-CALDESC", description),
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESHED_EVERY}",
        f"X-PUBLISHED-TTL:{REFRESHED_EVERY}",
    ]
    return _file(lines, ordered, stamp)


def write_message(entry: CalendarEntry, method: Method, *, stamp: datetime) -> bytes:
    """What is sent to somebody about one entry. stamp: the instant of this message."""
    return _file(_head(method), [entry], stamp, sent_at=stamp)


def _head(method: Method) -> list[str]:
    return ["BEGIN:VCALENDAR", f"PRODID:{PRODUCT}", "VERSION:2.0", "CALSCALE:GREGORIAN", f"METHOD:{method}"]


def _file(
    lines: list[str], entries: Sequence[CalendarEntry], stamp: datetime, sent_at: datetime | None = None
) -> bytes:
    for zone, years in _zones(entries).items():
        lines += map(folded, zone_lines(zone, *years))
    default = basic_instant(stamp)
    for entry in entries:
        _add_event(lines, entry, default, fresh=sent_at is not None)
    lines.append("END:VCALENDAR")
    return joined(lines)


def _order(entry: CalendarEntry) -> tuple[date, str, date]:
    """What a series says of itself comes before what stands instead of one of its days."""
    return entry.day, entry.uid, entry.instead_of[0] if entry.instead_of else date.min


def _zones(entries: Iterable[CalendarEntry]) -> dict[str, tuple[int, int]]:
    """The zones in use by name, each with its first and last year."""
    found: dict[str, tuple[int, int]] = {}
    for entry in entries:
        if entry.times is None:
            continue
        last = entry.repeats.last_day.year if entry.repeats else entry.day.year
        zones = {entry.times.zone, entry.instead_of[1].zone} if entry.instead_of else {entry.times.zone}
        for zone in zones:
            low, high = found.get(zone, (entry.day.year, last))
            found[zone] = min(low, entry.day.year), max(high, last)
    return dict(sorted(found.items()))


def _add_event(lines: list[str], entry: CalendarEntry, stamp: str, *, fresh: bool) -> None:
    """Whole days take no time of anybody's: other appointments may lie on them."""
    changed = basic_instant(entry.changed_at) if entry.changed_at else ""
    lines += ("BEGIN:VEVENT", text_line("UID", entry.uid), f"DTSTAMP:{stamp if fresh or not changed else changed}")
    if changed:
        lines += (f"LAST-MODIFIED:{changed}", f"SEQUENCE:{entry.sequence}")
    if entry.times is None:
        after = (entry.last_day or entry.day) + timedelta(days=1)
        lines += (f"DTSTART;VALUE=DATE:{basic_day(entry.day)}", f"DTEND;VALUE=DATE:{basic_day(after)}")
    else:
        _add_times(lines, entry.day, entry.times)
    if entry.instead_of is not None:
        replaced, then = entry.instead_of
        lines.append(folded("RECURRENCE-ID" + _moment(replaced, then.starts, then)))
    if entry.repeats is not None and entry.times is not None:
        _add_series(lines, entry.repeats, entry.day, entry.times)
    lines += (
        text_line("SUMMARY", entry.title),
        repeated_line("DESCRIPTION", entry.description),
        folded(f"URL:{entry.address}"),
    )
    if entry.location:
        lines.append(repeated_line("LOCATION", entry.location))
    if entry.categories:
        lines.append(_categories(entry.categories))
    if entry.times is not None or entry.status is not EntryStatus.CONFIRMED:
        lines.append(f"STATUS:{entry.status.value}")
    takes_time = entry.times is not None and entry.status is not EntryStatus.CANCELLED
    lines.append("TRANSP:OPAQUE" if takes_time else "TRANSP:TRANSPARENT")
    if entry.organizer is not None:
        lines.append(folded(f"ORGANIZER{_party(entry.organizer)}"))
    for attendee in entry.attendees:
        rest = ";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
        lines.append(folded(f"ATTENDEE{rest}{_party(attendee)}"))
    lines.append("END:VEVENT")


@lru_cache(maxsize=128)
def _categories(names: tuple[str, ...]) -> str:
    return folded("CATEGORIES:" + ",".join(map(escaped, names)))


def _add_times(lines: list[str], day: date, times: Times) -> None:
    if times.zone == "UTC" or day in days_set_back(times.zone, day.year):
        lines += ("DTSTART" + _moment(day, times.starts, times), "DTEND" + _moment(day, times.ends, times))
    else:
        told = f";TZID={times.zone}:{basic_day(day)}T"
        lines += (f"DTSTART{told}{basic_clock(times.starts)}", f"DTEND{told}{basic_clock(times.ends)}")


def _moment(day: date, at: time, times: Times) -> str:
    """On the clocks of the zone; in UTC within an hour that they show twice, of which programs think differently."""
    if times.zone == "UTC":
        return f":{basic_time(day, at)}Z"
    if day in days_set_back(times.zone, day.year) and is_shown_twice(day, at, times.zone):
        return f":{basic_instant(instant_of(day, at, times.zone, second_time=times.second_time))}"
    return f";TZID={times.zone}:{basic_time(day, at)}"


def _add_series(lines: list[str], repeats: Repeats, first: date, times: Times) -> None:
    """UNTIL is written in UTC, as for every series with a zone. Source: RFC 5545 section 3.3.10."""
    until = datetime.combine(repeats.last_day, times.starts, ZoneInfo(times.zone)).astimezone(UTC)
    rule = f"INTERVAL={repeats.every};UNTIL={basic_instant(until)}"
    if repeats.unit is Unit.WEEK:
        lines.append(folded(f"RRULE:FREQ=WEEKLY;{rule}"))
    else:
        lines.append(folded(f"RRULE:FREQ=MONTHLY;{rule};BYDAY={repeats.place}{WEEKDAYS[first.weekday()]}"))
    lines += (folded("EXDATE" + _moment(day, times.starts, times)) for day in repeats.left_out)


def _party(party: Party) -> str:
    name = f";CN={quoted(party.name)}" if party.name else ""
    sent_by = f';SENT-BY="mailto:{party.sent_by}"' if party.sent_by else ""
    return f"{name}{sent_by}:mailto:{party.address}"
