"""Moving or cancelling a meeting: who speaks, is invited or registered, what was approved: told before and after."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from conventions.days import Days
from conventions.models import Meeting
from conventions.queries import move_of
from conventions.workflow import MeetingDescription
from core.audit.workflow import Actor
from core.db import db, transaction
from core.outbox.models import MessageState, OutboxMessage
from meetings.calendar_entries import meeting_entries, session_entries
from meetings.models.calendar import InvitationAnswer, SessionInvitation
from meetings.models.people import Registration
from meetings.models.sessions import Session, SessionState
from meetings.models.timetable import Answer
from meetings.queries.called_off import cancellations, meeting_called_off
from meetings.queries.invitations import sessions_owed
from meetings.queries.people_moved import people_moved
from meetings.workflow.calling_off import cancel_with_sessions
from meetings.workflow.concept_notes import approve
from meetings.workflow.invitations import invite_to_session, tell_all
from meetings.workflow.moves import change_with_sessions, move_with_sessions
from tests.factories.states import OFFICER, added
from tests.meetings.sessions_of_2021 import address_of, content_of, named, planned, saved
from tests.states_parties.pages import read, signed_in, words
from tests.states_parties.refusals import refused

BY = Actor("Ada Officer", datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
WAS, THEN = Days(date(2027, 6, 21), date(2027, 6, 23)), Days(date(2027, 6, 28), date(2027, 6, 30))
ADDRESS = "/apmbc/meetings/IM2027"
Planned = tuple[Meeting, Session]


@pytest.fixture
def session(registers: Flask) -> Iterator[Planned]:
    """With an approved note, a speaker who confirmed, one who was asked, and a guest whom the mail has reached."""
    with registers.test_request_context():
        meeting, held = planned()
        objectives = ("Hear them", "Learn more", "Review reports", "Strengthen ties", "Take stock")
        saved(meeting, held, replace(content_of(held), objectives=objectives))
        named(meeting, held, "Ada Ek", Answer.CONFIRMED)
        named(meeting, held, "Bo Lind", Answer.AWAITED)
        with transaction():
            approve(meeting, held, based_on=2, pages=1, by=OFFICER)
            guests = [("guest@state.example", "A Guest"), ("later@state.example", "")]
            invite_to_session(held, meeting, guests, by=BY)
            accepted(f"{guest_of('guest@state.example').id}.0")
        yield meeting, held


def guest_of(address: str) -> SessionInvitation:
    return db.session.scalars(select(SessionInvitation).where(SessionInvitation.address == address)).one()


def accepted(subject_id: str) -> None:
    """The mail server took the message."""
    left = {"state": MessageState.ACCEPTED, "accepted_at": BY.at, "began_at": BY.at}
    db.session.execute(update(OutboxMessage).where(OutboxMessage.subject_id == subject_id).values(**left))


def move(shift: bool = True) -> None:
    with transaction():
        move_with_sessions("APMBC", "IM2027", THEN, was=WAS, shift=shift, reason="The room.", by=BY)


def test_everything_that_a_move_concerns_is_named_before_it_happens(session: Planned) -> None:
    meeting, held = session
    added(Registration(meeting_id=meeting.id, notify_by=date(2027, 6, 7), source="Letter"))
    told = people_moved(move_of(meeting, THEN, on=date(2026, 11, 20)))
    assert [(each.what, each.before, each.after) for each in told] == [
        (
            f"The concept note of “{held.title}”",
            "approved for Monday, 21 June 2027, 10:00-12:00 CEST",
            "approved for that day; not for 28 June 2027",
        ),
        (
            f"Speakers of “{held.title}”: Ada Ek",
            "confirmed",
            "each is to confirm again; the earlier answer is kept",
        ),
        (f"Speakers of “{held.title}”: Bo Lind", "asked for 21 June 2027", "asked again, for 28 June 2027"),
        (
            "Invitations mailed to 1 address",
            "with the old days",
            "1 update by mail, which you send after the move",
        ),
        (
            "1 invitation that has not left",
            "with the old days",
            "replaced by the invitation for the new day, which you send after the move; look into the outbox first",
        ),
        (
            "Day until which delegations are notified",
            "7 June 2027, 14 days before it opens",
            "stays: 7 June 2027, 21 days before it opens",
        ),
    ]
    assert all(each.why and each.source for each in told)


def test_sessions_that_stay_concern_nobody(session: Planned) -> None:
    assert people_moved(move_of(session[0], THEN, on=date(2026, 11, 20), with_sessions=False)) == []


def test_after_the_move_it_is_as_it_was_told(session: Planned, registers: Flask) -> None:
    meeting, held = session
    move()
    page = words(read(signed_in(registers), address_of(meeting, held)))
    assert "Approved for Monday, 21 June 2027, 10:00-12:00 CEST; not for the new one" in page
    assert "approved for another day" in page
    assert "to confirm again" in page
    assert "earlier: accepted for Monday, 21 June 2027, 10:00-12:00 CEST" in page
    [(_, those)] = sessions_owed(meeting.id)
    assert len(those) == 2


def test_whoever_moves_a_meeting_comes_to_those_who_must_hear_and_tells_them_once(
    session: Planned, registers: Flask
) -> None:
    client = signed_in(registers)
    page = read(client, f"{ADDRESS}/move?starts_on=2027-06-28&ends_on=2027-06-30")
    [form] = page.xpath("//form[@class='confirmation']")
    done = client.post(f"{ADDRESS}/move", data={**dict(form.form_values()), "reason": "The room."})
    assert done.headers["Location"] == f"{ADDRESS}/invitations/tell"
    page = read(client, done.headers["Location"])
    assert "2 mails" in words(page)
    [form] = page.xpath("//div[@class='confirmation']//form")
    before = db.session.scalar(select(func.count(OutboxMessage.id)))
    told = client.post(f"{ADDRESS}/invitations/tell", data=dict(form.form_values()), follow_redirects=True)
    assert "2 mails leave." in told.text
    again = client.post(f"{ADDRESS}/invitations/tell", data=dict(form.form_values()))
    assert again.status_code == 422
    assert "0 mails would leave now, not 2" in again.text
    assert db.session.scalar(select(func.count(OutboxMessage.id))) == (before or 0) + 2


def test_a_cancelled_meeting_says_whom_it_concerns_and_then_withdraws_and_cancels(session: Planned) -> None:
    meeting, held = session
    told = {each.what: each.after for each in meeting_called_off(meeting)}
    assert told["1 session"] == "cancelled; calendars say so"
    assert told["Invitations mailed to 1 address"].startswith("1 cancellation leaves by mail at once")
    assert told["1 mail that has not left"] == "withdrawn, with those they replace"
    assert f"Speakers of “{held.title}”: Ada Ek" in told
    assert f"The concept note of “{held.title}”" in told
    assert cancellations([held]) == 1
    said = refused(lambda: cancel_with_sessions("APMBC", "IM2027", reason="No money.", by=BY, mails=0), field="")
    assert said.startswith("1 cancellation would leave by mail now, not 0")
    with transaction():
        cancel_with_sessions("APMBC", "IM2027", reason="No money.", by=BY, mails=1)
    rows = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    for row in rows:
        db.session.refresh(row)
    assert [(row.address, row.content["method"], row.state) for row in rows] == [
        ("guest@state.example", "REQUEST", MessageState.ACCEPTED),
        ("later@state.example", "REQUEST", MessageState.WITHDRAWN),
        ("guest@state.example", "CANCEL", MessageState.DUE),
    ]


def test_the_page_that_cancels_names_it_all_and_how_many_mails_leave(session: Planned, registers: Flask) -> None:
    client = signed_in(registers)
    page = read(client, f"{ADDRESS}/cancel")
    assert "Cancel the meeting and send 1 mail" in words(page)
    assert "1 cancellation leaves by mail at once" in words(page)
    one = f"{ADDRESS}/sessions/{session[1].id}/cancel"
    assert "Cancel the session and send 1 mail" in words(read(client, one))
    [form] = read(client, one).xpath("//main//form[@method='post']")
    client.post(one, data={**dict(form.form_values()), "reason": "No quorum."})
    db.session.refresh(session[1])
    assert session[1].state is SessionState.CANCELLED


def described(meeting: Meeting, **values: object) -> MeetingDescription:
    names = MeetingDescription.__dataclass_fields__
    return replace(MeetingDescription(**{name: getattr(meeting, name) for name in names}), **values)


def change(meeting: Meeting, **values: object) -> None:
    with transaction():
        change_with_sessions("APMBC", "IM2027", described(meeting, **values), by=BY)


def test_another_place_is_told_to_calendars_and_those_invited_and_answers_stand(session: Planned) -> None:
    meeting, held = session
    guest = guest_of("guest@state.example")
    guest.answer, guest.answered_at = InvitationAnswer.ACCEPTED, BY.at
    sequence, bar = held.sequence, meeting.sequence
    change(meeting, notes="Nothing that calendars show.")
    assert (held.sequence, meeting.sequence, sessions_owed(meeting.id)) == (sequence, bar, [])
    change(meeting, city="Siem Reap", venue="Hall One")
    assert (held.sequence, meeting.sequence) == (sequence + 1, bar + 1)
    [(_, those)] = sessions_owed(meeting.id)
    assert [each.address for each in those] == ["guest@state.example", "later@state.example"]
    with transaction():
        assert tell_all(meeting, [held], mails=2, by=BY) == 2
    last = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert last is not None
    assert "LOCATION:Hall One\\, Siem Reap" in last.content["file"].replace("\r\n ", "")
    assert guest.answer is InvitationAnswer.ACCEPTED


def test_another_zone_takes_the_sessions_along_at_their_hours_and_answers_do_not_stand(session: Planned) -> None:
    meeting, held = session
    guest = guest_of("guest@state.example")
    guest.answer, guest.answered_at = InvitationAnswer.ACCEPTED, BY.at
    change(meeting, zone="Asia/Bangkok")
    assert (held.zone, held.sequence) == ("Asia/Bangkok", 1)
    assert guest.answer is InvitationAnswer.AGAIN


def test_a_cancelled_meeting_stands_in_calendars_as_cancelled(session: Planned) -> None:
    meeting, held = session
    before = meeting.sequence
    with transaction():
        cancel_with_sessions("APMBC", "IM2027", reason="No money.", by=BY)
    entries = [*meeting_entries("APMBC", on=BY.at.date()), *session_entries("APMBC", on=BY.at.date())]
    own = [each for each in entries if each.uid in ("meeting-apmbc-im2027@chancery", held.uid)]
    assert [(each.status.value, each.title[:11]) for each in own] == [("CANCELLED", "Cancelled: ")] * 2
    assert own[0].sequence == before + 1
