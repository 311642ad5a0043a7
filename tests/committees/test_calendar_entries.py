"""The calendar of offices, read by a parser of our own: folded lines, properties, days."""

from datetime import UTC, date, datetime

from flask import Flask

from committees.calendar_entries import office_entries
from conventions.models import Meeting
from core.db import db, transaction
from core.ical.entries import CalendarEntry
from core.ical.writing import write_calendar
from tests.committees.rotations import make_rotation
from tests.states_parties.pages import signed_in

STAMP = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def parsed(file: bytes) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Properties of the calendar and of each event, parameters kept in the name; strict on the shape of lines."""
    assert file.endswith(b"\r\n")
    raw = file.decode("utf-8").split("\r\n")[:-1]
    assert all(len(line.encode()) <= 75 and "\n" not in line for line in raw)
    lines: list[str] = []
    for line in raw:
        if line.startswith(" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    calendar: dict[str, str] = {}
    events: list[dict[str, str]] = []
    present = calendar
    for line in lines[1:-1]:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            present = {}
            events.append(present)
        elif line == "END:VEVENT":
            present = calendar
        else:
            assert name not in present
            present[name] = value
    return calendar, events


def written(*entries: CalendarEntry) -> bytes:
    return write_calendar("APMBC: offices", entries, description="Terms that end", stamp=STAMP)


def test_an_entry_is_a_whole_day_with_a_lasting_name() -> None:
    text = "Members of the Committee; who leave, who stay: " + "a long line, " * 8
    entry = CalendarEntry("x@chancery", date(2026, 11, 20), "Terms end", text, "https://chancery.example/apmbc/")
    calendar, [event] = parsed(write_calendar("APMBC: offices", [entry], description="Terms that end", stamp=STAMP))
    assert (calendar["METHOD"], calendar["X-WR-CALNAME"], calendar["VERSION"]) == ("PUBLISH", "APMBC: offices", "2.0")
    assert event["UID"] == "x@chancery"
    assert event["DTSTAMP"] == "20261120T090000Z"
    assert (event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"]) == ("20261120", "20261121")
    assert event["DESCRIPTION"].replace("\\,", ",").replace("\\;", ";") == text
    assert written(entry) == written(entry)


def test_the_calendar_has_terms_that_end_and_nominations_that_are_due(app: Flask) -> None:
    rotation = make_rotation()
    file = signed_in(app).get("/apmbc/offices.ics")
    assert file.mimetype == "text/calendar"
    _, events = parsed(file.data)
    told = {event["UID"]: event["DTSTART;VALUE=DATE"] for event in events}
    assert told["terms-end-apmbc-the-committee-23msp@chancery"] == "20261120"
    assert told["nominations-due-apmbc-23msp@chancery"] == "20260816"
    [end] = [event for event in events if event["UID"].startswith("terms-end")]
    names = " and ".join(each.name_en for each in rotation.members[:2])
    assert end["DESCRIPTION"] == f"With the close of the 23MSP: {names}. The new members begin on the day after."
    assert end["URL"] == "http://localhost/apmbc/committees/the-committee"


def test_a_postponed_meeting_moves_its_entries_under_the_same_names(app: Flask) -> None:
    make_rotation()

    def days() -> dict[str, date]:
        with app.test_request_context():
            return {each.uid: each.day for each in office_entries("APMBC", on=date(2026, 1, 1))}

    before = days()
    meeting = db.session.scalars(db.select(Meeting).filter_by(short="23MSP")).one()
    meeting.starts_on, meeting.ends_on = date(2027, 1, 18), date(2027, 1, 22)
    db.session.flush()
    after = days()
    assert before.keys() == after.keys()
    assert after["terms-end-apmbc-the-committee-23msp@chancery"] == date(2027, 1, 22)
    assert after["nominations-due-apmbc-23msp@chancery"] == date(2026, 10, 18)


def test_nominations_to_come_are_listed_as_soon_as_their_meeting_has_days(app: Flask) -> None:
    make_rotation()
    client = signed_in(app)

    def coming() -> tuple[str, list[str]]:
        calendar, events = parsed(client.get("/apmbc/offices.ics").data)
        return calendar["X-WR-CALDESC"].replace("\\,", ","), [
            event["SUMMARY"] for event in events if event["DTSTART;VALUE=DATE"] > "20261120"
        ]

    about = "Terms of office that end and nominations that are due, each once the calendar of meetings shows its day."
    assert coming() == (
        f"{about} No days yet: 24MSP. Its entries follow once the days are fixed.",
        [],
    )
    with transaction():
        meeting = db.session.scalars(db.select(Meeting).filter_by(short="24MSP")).one()
        meeting.starts_on, meeting.ends_on = date(2027, 11, 15), date(2027, 11, 19)
    assert coming() == (about, ["APMBC: nominations due for the 24MSP", "APMBC: terms end\\, The committee"])


def test_the_shipped_calendar_says_of_which_meeting_it_does_not_know_the_days(registers: Flask) -> None:
    """Of the formal meetings to come only the 23MSP of the APMBC is on record, and without days."""
    client = signed_in(registers)
    told = {code: parsed(client.get(f"/{code}/offices.ics").data)[0]["X-WR-CALDESC"] for code in ("apmbc", "ccm")}
    assert ("No days yet: 23MSP." in told["apmbc"], "No days yet" in told["ccm"]) == (True, False)


def test_every_entry_of_the_shipped_registers_is_dated_and_named_once(registers: Flask) -> None:
    with registers.test_request_context():
        entries = office_entries("CCM", on=date(2026, 1, 1))
    assert len({each.uid for each in entries}) == len(entries)
    assert "nominations-due-ccm-3rc@chancery" in {each.uid for each in entries}
