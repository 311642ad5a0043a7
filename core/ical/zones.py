"""A time zone as programs without a list of zones read it. Source: RFC 5545 section 3.6.5."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from core.ical.lines import basic_time

YEARS_BEFORE, YEARS_AFTER = 1, 12  # so many that a last Sunday is told from a fourth
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_STEP = timedelta(days=7)


@dataclass(frozen=True)
class _Change:
    """onset: on the clocks of before the change, as the format wants it."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool

    @property
    def kind(self) -> tuple[timedelta, timedelta, str, bool]:
        return self.before, self.after, self.name, self.summer


@cache
def zone_lines(zone: str, first_year: int, last_year: int) -> tuple[str, ...]:
    """VTIMEZONE for whatever falls into these years; none for UTC, whose times are written as such."""
    if zone == "UTC":
        return ()
    begin = datetime(first_year - YEARS_BEFORE, 1, 1, tzinfo=UTC)
    changes = list(_changes(ZoneInfo(zone), begin, datetime(last_year + YEARS_AFTER, 12, 31, tzinfo=UTC)))
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}"]
    if not changes or changes[0].onset.year >= first_year:
        lines += _observance([_standing(ZoneInfo(zone), begin)], repeated="")
    kinds: dict[object, list[_Change]] = defaultdict(list)
    for change in changes:
        kinds[change.kind].append(change)
    for alike in kinds.values():
        lines += _observance(alike, _yearly(alike, last_year + YEARS_AFTER))
    return (*lines, "END:VTIMEZONE")


@cache
def days_set_back(zone: str, year: int) -> frozenset[date]:
    """The days of the year on which clocks in the zone show some time twice."""
    begin, end = datetime(year - 1, 12, 31, tzinfo=UTC), datetime(year + 1, 1, 2, tzinfo=UTC)
    changes = [each for each in _changes(ZoneInfo(zone), begin, end) if each.after < each.before]
    return frozenset(
        moment.date() for each in changes for moment in (each.onset, each.onset + each.after - each.before)
    )


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[_Change]:
    """Each instant at which clocks in the zone are set."""
    known, at = begin.astimezone(zone).utcoffset(), begin
    while at < end:
        later = at + _STEP
        if later.astimezone(zone).utcoffset() != known:
            instant = _first_after(zone, at, later)
            yield _change(zone, instant)
            later, known = instant, instant.astimezone(zone).utcoffset()
        at = later


def _first_after(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second with another offset than before; the clocks are set once between the two."""
    offset = before.astimezone(zone).utcoffset()
    low, high = int(before.timestamp()), int(after.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(high, UTC)


def _change(zone: ZoneInfo, instant: datetime) -> _Change:
    there = instant.astimezone(zone)
    before = (instant - timedelta(seconds=1)).astimezone(zone).utcoffset() or timedelta()
    return _Change(
        (instant + before).replace(tzinfo=None),
        before,
        there.utcoffset() or timedelta(),
        there.tzname() or "",
        bool(there.dst()),
    )


def _standing(zone: ZoneInfo, begin: datetime) -> _Change:
    """What holds from the beginning, until the clocks are set for the first time."""
    there = begin.astimezone(zone)
    offset = there.utcoffset() or timedelta()
    return _Change(there.replace(tzinfo=None), offset, offset, there.tzname() or "", bool(there.dst()))


def _yearly(changes: Sequence[_Change], last_year: int) -> str:
    """The rule by which they fall on one weekday of a month each year; empty where there is none."""
    first = changes[0].onset
    years = list(range(first.year, last_year + 1))
    same = {(each.onset.month, each.onset.weekday(), each.onset.time()) for each in changes}
    if len(changes) < YEARS_AFTER or [each.onset.year for each in changes] != years or len(same) != 1:
        return ""
    places = {(each.onset.day - 1) // 7 + 1 for each in changes}
    if all((each.onset + _STEP).month != first.month for each in changes):
        places = {-1}
    if len(places) != 1:
        return ""
    return f"FREQ=YEARLY;BYMONTH={first.month};BYDAY={places.pop()}{WEEKDAYS[first.weekday()]}"


def _observance(changes: Sequence[_Change], repeated: str) -> list[str]:
    first = changes[0]
    name = "DAYLIGHT" if first.summer else "STANDARD"
    lines = [f"BEGIN:{name}", f"DTSTART:{_local(first.onset)}"]
    if repeated:
        lines.append(f"RRULE:{repeated}")
    elif len(changes) > 1:
        # A line for each, the first one too: ical.js reads one day of a line, and no DTSTART beside RDATE.
        lines += (f"RDATE:{_local(each.onset)}" for each in changes)
    lines += [f"TZNAME:{first.name}", f"TZOFFSETFROM:{_offset(first.before)}", f"TZOFFSETTO:{_offset(first.after)}"]
    return [*lines, f"END:{name}"]


def _local(onset: datetime) -> str:
    return basic_time(onset.date(), onset.time())


def _offset(offset: timedelta) -> str:
    minutes, seconds = divmod(abs(int(offset.total_seconds())), 60)
    sign = "-" if offset < timedelta() else "+"
    return f"{sign}{minutes // 60:02}{minutes % 60:02}" + (f"{seconds:02}" if seconds else "")
