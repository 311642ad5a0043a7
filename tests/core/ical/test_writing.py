"""What is written is read alike by three programs: times with their zones, texts of strangers, series, changes."""

import contextlib
import itertools
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from time import perf_counter
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.tz import tzical
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.civil import instant_of, is_shown_twice
from core.errors import RuleViolation
from core.ical.entries import CalendarEntry, EntryStatus, Method, Party, Repeats, Times, Unit
from core.ical.writing import write_calendar, write_message
from core.ical.zones import zone_lines
from tests.core.ical.parsers import PARSERS, ReadCalendar, by_icalendar, every_parser

STAMP = datetime(2021, 6, 1, 9, 0, tzinfo=UTC)
ZONES = (
    "Europe/Zurich", "America/New_York", "Asia/Kathmandu", "Asia/Tehran", "Africa/Casablanca", "Australia/Lord_Howe",
    "America/Santiago", "Europe/Dublin", "Asia/Vientiane", "Pacific/Apia", "UTC",
)  # fmt: skip

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def changes_of_clocks(zone: str, year: int) -> list[tuple[datetime, bool]]:
    """The hours in UTC after which clocks in the zone show something else, and whether they were set forward."""
    hours = (datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=each) for each in range(365 * 24))
    offsets = ((at, at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()) for at in hours)
    return [
        (later.astimezone(ZoneInfo(zone)), after > before)
        for (_, before), (later, after) in itertools.pairwise(offsets)
        if before != after
    ]


def session(day: date = date(2021, 6, 24), zone: str = "Europe/Zurich", **more: object) -> CalendarEntry:
    times = Times(time(13), time(15), zone)
    usual = {"title": "Thematic session", "description": "A panel, then the floor", "address": "https://x.example/1"}
    return CalendarEntry(
        **{"uid": "session-1@chancery", "day": day, "times": times, "changed_at": STAMP, **usual, **more}
    )


def written(*entries: CalendarEntry) -> bytes:
    return write_calendar("Meetings", entries, description="What is to come", stamp=STAMP)


@every_parser
def test_a_session_stands_at_its_instant_wherever_it_is_read(parse: object) -> None:
    event = parse(written(session(location="Room XX, Palais", sequence=3))).of("session-1@chancery")
    assert (event.starts, event.ends) == ("2021-06-24T11:00:00Z", "2021-06-24T13:00:00Z")
    assert (event.title, event.location, event.sequence, event.status) == (
        "Thematic session", "Room XX, Palais", 3, "CONFIRMED",
    )  # fmt: skip


@every_parser
def test_a_meeting_of_several_days_is_a_bar_through_its_last_day(parse: object) -> None:
    bar = session(times=None, last_day=date(2021, 6, 26))
    event = parse(written(bar)).of("session-1@chancery")
    assert (event.starts, event.ends) == ("2021-06-24", "2021-06-27")


@every_parser
def test_a_move_keeps_the_name_and_raises_the_number(parse: object) -> None:
    before = parse(written(session())).events
    after = parse(written(session(day=date(2021, 11, 24), sequence=1))).events
    assert ([each.uid for each in before], [each.sequence for each in before]) == (["session-1@chancery"], [0])
    assert ([each.uid for each in after], [each.sequence for each in after]) == (["session-1@chancery"], [1])
    assert after[0].starts == "2021-11-24T12:00:00Z"


@every_parser
def test_what_is_cancelled_stays_in_the_file_as_cancelled(parse: object) -> None:
    event = parse(written(session(status=EntryStatus.CANCELLED, sequence=2))).of("session-1@chancery")
    assert (event.status, event.sequence) == ("CANCELLED", 2)


@every_parser
def test_an_invitation_and_its_cancelling_say_what_they_are(parse: object) -> None:
    entry = session(
        organizer=Party("isu+i1@chancery.example", "ISU"), attendees=(Party("a@state.example", 'Ms. "A"; B'),)
    )
    for method in (Method.REQUEST, Method.CANCEL):
        assert parse(write_message(entry, method, stamp=STAMP)).method == method
    event = icalendar.Calendar.from_ical(write_message(entry, Method.REQUEST, stamp=STAMP)).walk("VEVENT")[0]
    assert str(event["ATTENDEE"]) == "mailto:a@state.example"
    assert event["ATTENDEE"].params["CN"] == "Ms. A ; B"
    assert (event["ATTENDEE"].params["RSVP"], event["ATTENDEE"].params["PARTSTAT"]) == ("TRUE", "NEEDS-ACTION")


SERIES = session(
    day=date(2021, 1, 12),
    times=Times(time(15), time(17), "Europe/Zurich"),
    repeats=Repeats(Unit.MONTH, 1, date(2021, 6, 30), place=2, left_out=(date(2021, 4, 13),)),
)
MOVED = SERIES._replace(
    day=date(2021, 3, 11),
    times=Times(time(10), time(12), "Europe/Zurich"),
    repeats=None,
    instead_of=(date(2021, 3, 9), Times(time(15), time(17), "Europe/Zurich")),
)


@pytest.mark.parametrize("name", ["vobject", "ical.js"])
def test_a_series_has_one_day_moved_and_one_left_out(name: str) -> None:
    """The second Tuesday of each month; the clocks are set forward on 28 March."""
    calendar: ReadCalendar = PARSERS[name](written(MOVED, SERIES))
    assert calendar.of(SERIES.uid).occurrences == (
        "2021-01-12T14:00:00Z", "2021-02-09T14:00:00Z", "2021-03-09T14:00:00Z", "2021-05-11T13:00:00Z",
        "2021-06-08T13:00:00Z",
    )  # fmt: skip
    [moved] = [event for event in calendar.events if event.instead_of]
    assert (moved.uid, moved.instead_of, moved.starts) == (SERIES.uid, "2021-03-09T14:00:00Z", "2021-03-11T09:00:00Z")


@every_parser
@pytest.mark.parametrize(("second", "expected"), [(False, "2021-10-31T00:30:00Z"), (True, "2021-10-31T01:30:00Z")])
def test_an_hour_that_clocks_show_twice_is_told_apart(parse: object, second: bool, expected: str) -> None:
    night = session(day=date(2021, 10, 31), times=Times(time(2, 30), time(4), "Europe/Zurich", second))
    assert parse(written(night)).events[0].starts == expected


@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(date(2019, 1, 1), date(2035, 12, 31)),
    hours=st.tuples(st.integers(0, 23), st.sampled_from([0, 15, 30, 45])),
)
@settings(max_examples=300, deadline=None)
@example(zone="Europe/Zurich", day=date(2021, 3, 28), hours=(3, 15))
@example(zone="America/New_York", day=date(2021, 3, 14), hours=(3, 30))
@example(zone="Africa/Casablanca", day=date(2030, 12, 23), hours=(0, 0))
def test_the_zone_written_beside_a_time_gives_its_instant(zone: str, day: date, hours: tuple[int, int]) -> None:
    """Read by a program that uses the zone of the file instead of a list of its own; not hours shown twice."""
    starts = time(*hours)
    if zone == "UTC" or is_shown_twice(day, starts, zone):
        return
    try:
        expected = instant_of(day, starts, zone)
    except RuleViolation:  # clocks never show it
        return
    of_the_file = tzical(StringIO("\n".join(zone_lines(zone, day.year, day.year)))).get()
    assert datetime.combine(day, starts, of_the_file).astimezone(UTC) == expected


CHANGES = [
    (zone, moment.date(), forward)
    for zone in ZONES
    for year in (2021, 2026, 2027)
    for moment, forward in changes_of_clocks(zone, year)
]


@given(change=st.sampled_from(CHANGES), minutes=st.integers(0, 24 * 60 - 31), second=st.booleans())
@settings(max_examples=300, deadline=None)
def test_on_a_day_when_clocks_change_a_time_is_refused_or_stands_at_its_instant(
    change: tuple[str, date, bool], minutes: int, second: bool
) -> None:
    """A time that clocks leave out is never written; one that they show twice is the one that was meant."""
    zone, day, forward = change
    starts, ends = (time(*divmod(each, 60)) for each in (minutes, minutes + 30))
    try:
        expected = instant_of(day, starts, zone, second_time=second), instant_of(day, ends, zone, second_time=second)
    except RuleViolation:
        assert forward
        return
    second = second and is_shown_twice(day, starts, zone)
    if second and not is_shown_twice(day, ends, zone):
        return  # it would end before it starts; a rule of sessions refuses it
    event = by_icalendar(written(session(day=day, times=Times(starts, ends, zone, second)))).events[0]
    assert event.starts == f"{instant_of(day, starts, zone, second_time=second):%Y-%m-%dT%H:%M:%SZ}"
    assert event.starts == f"{expected[0]:%Y-%m-%dT%H:%M:%SZ}" or not is_shown_twice(day, starts, zone)


@pytest.mark.parametrize("name", list(PARSERS))
def test_every_program_reads_the_nights_when_clocks_change_alike(name: str) -> None:
    """An hour before, within and after each change, both times of an hour that is shown twice."""
    entries, expected = [], {}
    for zone, day, _forward in CHANGES:
        for hour, second in itertools.product((0, 1, 2, 3, 4), (False, True)):
            starts, uid = time(hour, 30), f"{zone}-{day}-{hour}-{second}@chancery"
            with contextlib.suppress(RuleViolation):
                instant = instant_of(day, starts, zone, second_time=second)
                if second and not is_shown_twice(day, starts, zone):
                    continue
                times = Times(starts, time(hour, 45), zone, second)
                entries.append(session(day=day, uid=uid, times=times))
                expected[uid] = f"{instant:%Y-%m-%dT%H:%M:%SZ}"
    found = {event.uid: event.starts for event in PARSERS[name](written(*entries)).events}
    assert found == expected
    assert any("True" in uid for uid in found)


ENTRIES = st.builds(
    session,
    day=st.dates(date(2019, 1, 1), date(2035, 12, 31)),
    zone=st.sampled_from(ZONES),
    uid=st.uuids().map(lambda each: f"session-{each}@chancery"),
    title=texts,
    description=texts,
    location=texts,
    sequence=st.integers(0, 2**20),
    status=st.sampled_from(EntryStatus),
)


@given(entries=st.lists(ENTRIES, min_size=1, max_size=6, unique_by=lambda each: each.uid))
@settings(max_examples=100, deadline=None)
def test_a_calendar_comes_back_as_it_was_written(entries: list[CalendarEntry]) -> None:
    """Of whatever days, zones and texts; by the library that other programs are written with."""
    expected = {
        each.uid: (
            f"{instant_of(each.day, each.times.starts, each.times.zone):%Y-%m-%dT%H:%M:%SZ}",
            plain(each.title),
            plain(each.location),
            each.sequence,
            each.status.value,
        )
        for each in entries
        if each.times is not None
    }
    read = by_icalendar(written(*entries)).events
    assert {each.uid: (each.starts, each.title, each.location, each.sequence, each.status) for each in read} == expected


@every_parser
def test_a_cancellation_names_the_session_and_its_last_number_to_every_program(parse: object) -> None:
    organizer, guest = Party("isu+i1@chancery.example", "ISU"), Party("a@state.example", "Ana")
    asked = session(organizer=organizer, attendees=(guest,), sequence=4)
    gone = asked._replace(sequence=5, status=EntryStatus.CANCELLED)
    first, last = (
        parse(write_message(asked, Method.REQUEST, stamp=STAMP)),
        parse(write_message(gone, Method.CANCEL, stamp=STAMP)),
    )
    assert (first.method, last.method) == ("REQUEST", "CANCEL")
    assert first.events[0].uid == last.events[0].uid
    assert (last.events[0].sequence, last.events[0].status) == (5, "CANCELLED")


def test_a_zone_says_its_yearly_rule_and_not_a_list_of_days() -> None:
    text = "\n".join(zone_lines("Europe/Zurich", 2021, 2021))
    assert "BEGIN:DAYLIGHT\nDTSTART:20200329T020000" in text  # on the clocks of before; RFC 5545 section 3.6.5
    assert "BEGIN:STANDARD\nDTSTART:20201025T030000" in text
    assert "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU" in text
    assert "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU" in text
    assert "RDATE" not in text
    assert "BYDAY=2SU" in "\n".join(zone_lines("America/New_York", 2021, 2021))
    assert "RRULE" not in "\n".join(zone_lines("Asia/Kathmandu", 2021, 2021))


HOSTILE = "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:another@evil.example\r\nDTSTART:20210101T000000Z"


@given(title=texts, description=texts, location=texts)
@settings(max_examples=150, deadline=None)
@example(title=HOSTILE, description="\u2028END:VCALENDAR\x85;,\\n", location="\x00\x0b a")
@example(title="é" * 100, description="漢" * 100, location="a\\nb")
def test_no_text_ever_becomes_a_line_of_the_file(title: str, description: str, location: str) -> None:
    file = written(session(title=title, description=description, location=location))
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    calendar = by_icalendar(file)
    [event] = calendar.events
    assert event.uid == "session-1@chancery"
    assert (event.title, event.description) == (plain(title), plain(description))
    assert event.location == plain(location)


def plain(text: str) -> str:
    """Line breaks of every kind as one kind, other control characters gone."""
    for end in ("\x85", "\u2028", "\u2029"):
        text = text.replace(end, "\n")
    return "".join(each for each in text if each in "\n\t" or not (each < " " or each == "\x7f"))


def test_the_same_entries_give_the_same_bytes_in_whatever_order() -> None:
    entries = [session(), session(uid="session-0@chancery"), SERIES, MOVED]
    assert written(*entries) == written(*reversed(entries))


def test_a_thousand_sessions_are_written_far_faster_than_by_the_library() -> None:
    entries = [
        session(date(2021, 1, 1) + timedelta(days=number), uid=f"session-{number}@chancery") for number in range(1000)
    ]
    began = perf_counter()
    file = written(*entries)
    ours = perf_counter() - began
    calendar = icalendar.Calendar.from_ical(file)
    began = perf_counter()
    calendar.to_ical()
    assert ours < (perf_counter() - began) / 3
