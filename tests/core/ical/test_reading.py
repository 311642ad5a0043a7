"""Answers to invitations, as programs write them and as nobody should."""

import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.ical.reading import NotAReply, Participation, Reply, read_reply
from tests.factories.replies import by_google, by_outlook, by_vobject

UID = "session-1@chancery"
HOUSE = "isu+iabcdefgh@chancery.example"


@pytest.mark.parametrize("written", [by_google, by_outlook, by_vobject], ids=["google", "outlook", "vobject"])
def test_an_answer_is_read_whichever_program_wrote_it(written: object) -> None:
    file = written(UID, "Ana@State.example", "ACCEPTED", organizer=HOUSE, sequence=2)
    assert read_reply(file) == Reply(
        uid=UID,
        sequence=2,
        attendee="ana@state.example",
        answer=Participation.ACCEPTED,
        written_at=datetime(2021, 6, 2, 8, 30, tzinfo=UTC),
        organizer=HOUSE,
        comment="",
    )


def test_what_the_person_added_is_kept_as_text() -> None:
    said = b"COMMENT:Sorry\\, away\\nuntil Monday\r\nSEQUENCE"
    file = by_google(UID, "ana@state.example", "DECLINED").replace(b"SEQUENCE", said)
    assert read_reply(file).comment == "Sorry, away until Monday"


GOOD = by_google(UID, "ana@state.example", "ACCEPTED")
EVENT = GOOD[GOOD.index(b"BEGIN:VEVENT") : GOOD.index(b"END:VCALENDAR")]


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (b"", "not an answer"),
        (b"\x00\xff" * 1000, "not an answer"),
        (GOOD.replace(b"METHOD:REPLY", b"METHOD:REQUEST"), "not an answer"),
        (GOOD.replace(b"METHOD:REPLY\r\n", b""), "not an answer"),
        (GOOD.replace(b"END:VCALENDAR", EVENT + b"END:VCALENDAR"), "speaks of 2 events"),
        (GOOD.replace(EVENT, b""), "speaks of 0 events"),
        (GOOD.replace(b"ATTENDEE", b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:b@x.example\r\nATTENDEE"), "of 2 people"),
        (GOOD.replace(b"PARTSTAT=ACCEPTED", b"PARTSTAT=DELEGATED"), "neither yes"),
        (GOOD.replace(b"PARTSTAT=ACCEPTED;", b""), "neither yes"),
        (GOOD.replace(b"SEQUENCE:0", b"SEQUENCE:-1"), "which version"),
        (GOOD.replace(b"SEQUENCE:0", b"SEQUENCE:" + b"9" * 400), "which version"),
        (GOOD.replace(b"UID:", b"X-UID:"), "needs one UID"),
        (GOOD.replace(b"UID:", b"UID:other@x.example\r\nUID:"), "needs one UID"),
        (GOOD.replace(b"SEQUENCE:0", b"RECURRENCE-ID:20210624T110000Z"), "one day of a series"),
        (GOOD.replace(b"END:VEVENT", b"END:VTODO"), "do not close"),
        (GOOD.replace(b"END:VCALENDAR\r\n", b""), "do not close"),
        (b"BEGIN:VCALENDAR\r\n" * 200 + GOOD, "within each other"),
        (GOOD.replace(b"SUMMARY:", b"SUMMARY:" + b"x" * 300_000), "more than 256 KB"),
        (GOOD.replace(b"SUMMARY:", b"X:1\r\n" * 5000 + b"SUMMARY:"), "more than 4000 lines"),
        (GOOD.replace(b"UID:", b"UID:" + b"x" * 3000), "far too long"),
    ],
)
def test_what_is_no_answer_is_refused_with_a_reason(file: bytes, why: str) -> None:
    with pytest.raises(NotAReply, match=why):
        read_reply(file)


def test_an_alarm_within_the_event_names_nobody() -> None:
    alarm = b"BEGIN:VALARM\r\nATTENDEE:mailto:b@x.example\r\nEND:VALARM\r\nEND:VEVENT"
    assert read_reply(GOOD.replace(b"END:VEVENT", alarm)).attendee == "ana@state.example"


@given(
    st.lists(st.sampled_from([*GOOD.split(b"\r\n"), b"BEGIN:VEVENT", b"END:VEVENT", b" ", b";;:", b"UID"]), max_size=60)
)
@settings(max_examples=200, deadline=None)
def test_whatever_lines_come_they_are_an_answer_or_refused(lines: list[bytes]) -> None:
    with suppress(NotAReply):
        assert read_reply(b"\r\n".join(lines)).attendee in ("ana@state.example", "")


def test_a_file_made_to_be_slow_costs_little() -> None:
    hostile = b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n" + b"ATTENDEE;" + b'A="' * 80_000
    began = time.process_time()
    with pytest.raises(NotAReply):
        read_reply(hostile)
    with pytest.raises(NotAReply):
        read_reply(b"BEGIN:VCALENDAR\r\n" + b"\r\n " * 80_000)
    assert time.process_time() - began < 1
