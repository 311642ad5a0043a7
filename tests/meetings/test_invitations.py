"""Invitations to a session by mail, what follows when it changes, and the answers that come back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from conventions.models import Meeting
from core.audit.models import AuditEntry
from core.audit.workflow import Actor
from core.db import db, transaction
from core.errors import RuleViolation
from core.outbox.kinds import NotSent, Outgoing, outbox_kind
from core.outbox.models import Mailing, MessageState, OutboxMessage
from core.permissions import Role
from correspondence.models.incoming import Handling, IncomingMail
from correspondence.queries.clues import House
from correspondence.queries.incoming import waiting_count
from correspondence.rules.incoming import IncomingKind
from correspondence.rules.matching import MatchConfidence
from correspondence.workflow.incoming import Arrival, receive_mail
from meetings.models.calendar import FormerAnswer, InvitationAnswer, SessionInvitation
from meetings.models.sessions import Session, SessionKind, SessionState
from meetings.models.timetable import Answer, Speaker, SpeakerRole
from meetings.queries.invitations import SESSION_INVITATION, speakers_to_invite
from meetings.queries.sessions import plan_of
from meetings.workflow.invitations import invite_to_session, tell_of_change, withdraw_invitation
from meetings.workflow.session_standing import cancel_session
from meetings.workflow.sessions import change_session
from tests.conftest import NOW
from tests.core.ical.parsers import PARSERS, ReadCalendar, every_parser
from tests.factories.accounts import make_account, sign_in
from tests.factories.meetings import make_meeting_of_days, make_session
from tests.factories.replies import by_google, by_outlook, by_vobject, reply_mail
from tests.factories.states import added
from tests.states_parties.pages import read, rows, send, signed_in, words

DAY = date(2027, 6, 24)
ISU = Actor("Ada Officer", NOW)
ANA, BEN = ("ana@state.example", "Ana Silva"), ("ben@agency.example", "")
HOUSE = House("isu@chancery.example", "a secret for tests only, 32 characters")


@pytest.fixture
def session(app: Flask) -> Session:
    meeting = make_meeting_of_days("IM2027", date(2027, 6, 22), DAY, full_name="2027 Intersessional Meetings")
    return make_session(
        meeting, DAY, time(13), time(15), title="Thematic session", room="Room XX", body="cooperative-compliance"
    )


@pytest.fixture(autouse=True)
def addresses_can_be_written(app: Flask) -> object:
    with app.test_request_context():
        yield


def meeting_of(session: Session) -> Meeting:
    return db.session.get_one(Meeting, session.meeting_id)


def invite(session: Session, *people: tuple[str, str]) -> list[SessionInvitation]:
    with transaction():
        return invite_to_session(session, meeting_of(session), list(people), by=ISU)


def change(session: Session, **values: object) -> None:
    with transaction():
        change_session("APMBC", "IM2027", session.id, replace(plan_of(session), **values), by=ISU)


def cancel(session: Session) -> None:
    with transaction():
        cancel_session("APMBC", "IM2027", session.id, reason="No quorum", by=ISU)


def tell(session: Session) -> int:
    with transaction():
        return tell_of_change(session, meeting_of(session), by=ISU)


def mails(address: str = "") -> list[Outgoing | NotSent]:
    """What would be handed over of everything put out so far, the oldest first."""
    statement = select(OutboxMessage).order_by(OutboxMessage.id)
    messages = db.session.scalars(statement.where(OutboxMessage.address == address) if address else statement).all()
    prepared = outbox_kind(SESSION_INVITATION).prepare(messages)
    return [prepared[message.id] for message in messages]


def calendars(address: str, parse: Callable[[bytes], ReadCalendar]) -> list[ReadCalendar]:
    """Every file put out for the address, as a program reads it."""
    messages = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.address == address).order_by(OutboxMessage.id)
    )
    return [parse(message.content["file"].encode()) for message in messages]


@every_parser
def test_an_invitation_its_change_and_its_end_are_one_event_in_three_versions(
    session: Session, parse: Callable[[bytes], ReadCalendar]
) -> None:
    invite(session, ANA)
    change(session, starts=time(10), ends=time(12))
    tell(session)
    cancel(session)
    tell(session)
    told = calendars("ana@state.example", parse)
    assert [each.method for each in told] == ["REQUEST", "REQUEST", "CANCEL"]
    events = [event for each in told for event in each.events]
    assert {event.uid for event in events} == {session.uid}
    assert [event.sequence for event in events] == [0, 1, 2]
    assert [event.starts for event in events] == [
        "2027-06-24T11:00:00Z",
        "2027-06-24T08:00:00Z",
        "2027-06-24T08:00:00Z",
    ]
    assert [event.status for event in events] == ["TENTATIVE", "TENTATIVE", "CANCELLED"]  # as in the feed


def test_each_person_is_asked_alone_and_answers_to_an_address_of_their_own(session: Session) -> None:
    invite(session, ANA, BEN)
    ana, ben = mails()
    assert ana.subject == "Invitation: Thematic session, 24 June 2027, 13:00-15:00 CEST"
    assert ana.text.startswith(
        "Ana Silva,\n\nYou are invited to this session:\n\nThematic session\n2027 Intersessional"
    )
    assert ana.calendar.method == "REQUEST"
    assert b"mailto:ana@state.example" in ana.calendar.content.replace(b"\r\n ", b"")
    assert b"ben@agency.example" not in ana.calendar.content
    assert ana.reply_to != ben.reply_to
    assert f"mailto:{ana.reply_to}".encode() in ana.calendar.content.replace(b"\r\n ", b"")
    assert [(each.name, each.content) for each in ana.enclosures] == [("invitation.ics", ana.calendar.content)]
    assert [each.media_type for each in ana.enclosures] == ["text/calendar; charset=utf-8"]


def test_only_those_hear_of_a_change_who_do_not_know_of_it(session: Session) -> None:
    invite(session, ANA)
    change(session, room="Room VII")
    invite(session, BEN)
    assert tell(session) == 1
    assert len(mails("ana@state.example")) == 2
    assert len(mails("ben@agency.example")) == 1
    with pytest.raises(RuleViolation, match="Everybody who is invited knows"):
        tell(session)


def test_a_change_that_calendars_need_not_hear_of_concerns_nobody(session: Session) -> None:
    invite(session, ANA)
    change(session, interpretation=("EN", "FR"))
    with pytest.raises(RuleViolation, match="Everybody who is invited knows"):
        tell(session)


def test_whoever_is_no_longer_expected_is_told_alone_and_hears_nothing_more(session: Session) -> None:
    ana, _ = invite(session, ANA, BEN)
    with transaction():
        withdraw_invitation(ana, session, meeting_of(session), by=ISU)
    assert [each.method for each in calendars("ana@state.example", PARSERS["icalendar"])] == ["REQUEST", "CANCEL"]
    cancel(session)
    assert tell(session) == 1
    assert len(mails("ben@agency.example")) == 2


def test_whoever_is_invited_again_gets_a_higher_number_than_their_cancellation(session: Session) -> None:
    [ana] = invite(session, ANA)
    with transaction():
        withdraw_invitation(ana, session, meeting_of(session), by=ISU)
    invite(session, ANA)
    told = calendars("ana@state.example", PARSERS["icalendar"])
    assert [(each.method, each.events[0].sequence) for each in told] == [("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 2)]
    change(session, starts=time(14), ends=time(16))
    assert tell(session) == 1


def test_a_message_that_has_not_left_when_a_later_one_is_put_out_does_not_leave(session: Session) -> None:
    invite(session, ANA)
    change(session, starts=time(10), ends=time(12))
    tell(session)
    first, second = mails("ana@state.example")
    assert first == NotSent("A later message about the same session replaces it.")
    assert second.subject.startswith("Invitation: Thematic session, 24 June 2027, 10:00-12:00 CEST")


@pytest.mark.parametrize(
    ("spoil", "people", "why"),
    [
        (lambda session: None, [("Ana@State.example", "")], "invited to “Thematic session” already"),
        (lambda session: None, [], "Name at least one person"),
        (lambda session: None, [("not an address", "")], "is not one e-mail address"),
        (lambda session: setattr(session, "state", SessionState.CANCELLED), [BEN], "is cancelled"),
        (lambda session: setattr(session, "day", NOW.date() - timedelta(days=1)), [BEN], "is over"),
    ],
    ids=["twice", "nobody", "no address", "cancelled", "over"],
)
def test_an_invitation_that_cannot_be_sent_is_refused_and_nothing_leaves(
    session: Session, spoil: Callable[[Session], None], people: Sequence[tuple[str, str]], why: str
) -> None:
    invite(session, ANA)
    spoil(session)
    db.session.flush()

    def counts() -> list[int]:
        return [
            db.session.scalar(select(func.count()).select_from(table)) or 0
            for table in (SessionInvitation, OutboxMessage, Mailing, AuditEntry)
        ]

    before = counts()
    with pytest.raises(RuleViolation, match=why):
        invite(session, *people)
    assert counts() == before


# Answers


def arrive(raw: bytes, *, uid: int = 1) -> IncomingMail:
    with transaction():
        row = receive_mail(Arrival("isu@mx/INBOX", 1, uid, raw, NOW), HOUSE, at=NOW)
    assert row is not None
    return row


def answered(invitation: SessionInvitation) -> tuple[InvitationAnswer, str]:
    db.session.refresh(invitation)
    return invitation.answer, invitation.comment


def formers() -> list[tuple[str, str]]:
    rows = db.session.scalars(select(FormerAnswer).order_by(FormerAnswer.id))
    return [(each.answer.value, each.given_for) for each in rows]


def reply_to(address: str) -> str:
    return mails(address)[0].reply_to


@pytest.mark.parametrize("written", [by_google, by_outlook, by_vobject], ids=["google", "outlook", "vobject"])
def test_the_answer_of_a_program_is_recorded_once(session: Session, written: Callable[..., bytes]) -> None:
    [ana] = invite(session, ANA)
    to = reply_to("ana@state.example")
    file = written(session.uid, "ANA@State.example", "ACCEPTED", organizer=to)
    row = arrive(reply_mail(file, sender="ana@state.example", to=to))
    assert answered(ana) == (InvitationAnswer.ACCEPTED, "")
    assert (row.kind, row.handling) == (IncomingKind.REPLY, Handling.MATCHED)
    assert row.matched_by == "The invitation to “Thematic session” is answered: accepted."
    assert (row.settled_by, waiting_count()) == ("Mailbox", 0)
    again = arrive(reply_mail(file, sender="ana@state.example", to=to, header_id="<r2@state.example>"), uid=2)
    assert again.matched_by == "The invitation to “Thematic session” was answered so already: accepted."
    acts = db.session.scalars(select(AuditEntry.act).where(AuditEntry.act == "session:answered")).all()
    assert acts == ["session:answered"]


def test_an_answer_is_changed_by_a_later_one_and_not_by_an_earlier_one(session: Session) -> None:
    [ana] = invite(session, ANA)
    to = reply_to("ana@state.example")
    yes = by_google(session.uid, "ana@state.example", "ACCEPTED", organizer=to)
    no = by_google(session.uid, "ana@state.example", "DECLINED", organizer=to).replace(
        b"20210602T0830", b"20210602T0900"
    )
    arrive(reply_mail(no, sender="ana@state.example", to=to))
    late = arrive(reply_mail(yes, sender="ana@state.example", to=to, header_id="<r2@state.example>"), uid=2)
    assert answered(ana)[0] is InvitationAnswer.DECLINED
    assert "the later answer stands" in late.matched_by


def test_an_answer_to_the_session_as_it_was_is_kept_as_that_and_waits_for_a_person(session: Session) -> None:
    [ana] = invite(session, ANA)
    to = reply_to("ana@state.example")
    change(session, starts=time(10), ends=time(12))
    stale = by_google(session.uid, "ana@state.example", "ACCEPTED", organizer=to, sequence=0)
    row = arrive(reply_mail(stale, sender="ana@state.example", to=to))
    assert answered(ana)[0] is InvitationAnswer.AGAIN
    assert row.handling is Handling.WAITING
    assert row.confidence is MatchConfidence.POSSIBLE
    assert "accepted, for Thursday, 24 June 2027, 13:00-15:00 CEST. The session is not then any more" in row.matched_by
    assert formers() == [("accepted", "Thursday, 24 June 2027, 13:00-15:00 CEST")]
    tell(session)
    late = arrive(reply_mail(stale, sender="ana@state.example", to=to, header_id="<r2@state.example>"), uid=2)
    assert "was kept as an answer to that already" in late.matched_by
    assert answered(ana)[0] is InvitationAnswer.AGAIN
    fresh = by_google(session.uid, "ana@state.example", "ACCEPTED", organizer=to, sequence=1)
    arrive(reply_mail(fresh, sender="ana@state.example", to=to, header_id="<r3@state.example>"), uid=3)
    assert answered(ana)[0] is InvitationAnswer.ACCEPTED
    assert len(formers()) == 1


def test_an_answer_to_a_version_that_was_never_sent_is_settled_by_hand(session: Session) -> None:
    [ana] = invite(session, ANA)
    to = reply_to(ANA[0])
    file = by_google(session.uid, ANA[0], "ACCEPTED", organizer=to, sequence=7)
    row = arrive(reply_mail(file, sender=ANA[0], to=to))
    assert answered(ana)[0] is InvitationAnswer.AWAITED
    assert (row.handling, row.confidence) == (Handling.WAITING, MatchConfidence.POSSIBLE)
    assert "to a version of the invitation to “Thematic session” that was never sent" in row.matched_by


def test_an_answer_to_another_day_is_kept_and_to_be_confirmed_again(session: Session) -> None:
    [ana] = invite(session, ANA)
    to = reply_to("ana@state.example")
    arrive(reply_mail(by_google(session.uid, ANA[0], "ACCEPTED", organizer=to), sender=ANA[0], to=to))
    change(session, day=date(2027, 6, 23))
    assert answered(ana)[0] is InvitationAnswer.AGAIN
    assert formers() == [("accepted", "Thursday, 24 June 2027, 13:00-15:00 CEST")]
    tell(session)
    assert answered(ana)[0] is InvitationAnswer.AGAIN


def test_an_answer_outlives_a_change_that_leaves_day_and_hours_alone(session: Session) -> None:
    """Also one that comes after the change, to the invitation as it was before."""
    ana, ben = invite(session, ANA, BEN)
    first, second = reply_to(ANA[0]), reply_to(BEN[0])
    arrive(reply_mail(by_google(session.uid, ANA[0], "ACCEPTED", organizer=first), sender=ANA[0], to=first))
    change(session, room="Room VII")
    assert tell(session) == 2
    assert answered(ana)[0] is InvitationAnswer.ACCEPTED
    late = by_google(session.uid, BEN[0], "ACCEPTED", organizer=second)
    arrive(reply_mail(late, sender=BEN[0], to=second, header_id="<r2@state.example>"), uid=2)
    assert answered(ben)[0] is InvitationAnswer.ACCEPTED
    assert formers() == []


def test_an_answer_to_an_invitation_that_was_withdrawn_is_noted_and_not_recorded(session: Session) -> None:
    [ana] = invite(session, ANA)
    to = reply_to("ana@state.example")
    with transaction():
        withdraw_invitation(ana, session, meeting_of(session), by=ISU)
    file = by_google(session.uid, "ana@state.example", "ACCEPTED", organizer=to, sequence=1)
    row = arrive(reply_mail(file, sender="ana@state.example", to=to))
    assert "was withdrawn before this answer; it is not recorded." in row.matched_by
    assert answered(ana)[0] is InvitationAnswer.AWAITED


def test_an_answer_dated_in_the_future_does_not_shut_out_the_next(session: Session) -> None:
    [ana] = invite(session, ANA)
    to = reply_to(ANA[0])
    to_come = by_google(session.uid, ANA[0], "ACCEPTED", organizer=to).replace(b"20210602T0830", b"20310102T0830")
    arrive(reply_mail(to_come, sender=ANA[0], to=to))
    now = by_google(session.uid, ANA[0], "DECLINED", organizer=to).replace(
        b"20210602T083000Z", NOW.strftime("%Y%m%dT%H%M%SZ").encode()
    )
    arrive(reply_mail(now, sender=ANA[0], to=to, header_id="<r2@state.example>"), uid=2)
    assert answered(ana)[0] is InvitationAnswer.DECLINED


def test_an_answer_from_another_address_is_not_recorded_and_waits_for_a_person(session: Session) -> None:
    [ana] = invite(session, ANA)
    to = reply_to(ANA[0])
    file = by_google(session.uid, ANA[0], "DECLINED", organizer=to)
    row = arrive(reply_mail(file, sender="mallory@elsewhere.example", to=to))
    assert answered(ana)[0] is InvitationAnswer.AWAITED
    assert row.handling is Handling.WAITING
    assert "in the name of ana@state.example, from another address: mallory@elsewhere.example." in row.matched_by


def test_a_speaker_who_answers_by_calendar_has_answered_on_the_panel_too(session: Session) -> None:
    speaker = added(Speaker(session_id=session.id, role=SpeakerRole.PANELLIST, position=1, name="Ana", email=ANA[0]))
    session.kind = SessionKind.THEMATIC
    invite(session, ANA)
    to = reply_to(ANA[0])
    row = arrive(reply_mail(by_google(session.uid, ANA[0], "DECLINED", organizer=to), sender=ANA[0], to=to))
    db.session.refresh(speaker)
    assert "is answered: declined. The list of speakers says so too of Ana." in row.matched_by
    assert (speaker.answer, speaker.answer_note) == (Answer.DECLINED, "by calendar")


def test_who_was_invited_as_a_speaker_or_declined_is_not_proposed_again(session: Session) -> None:
    for place, answer in enumerate((Answer.NOT_INVITED, Answer.AWAITED, Answer.CONFIRMED, Answer.DECLINED), start=1):
        at = None if answer is Answer.NOT_INVITED else NOW
        about = {"position": place, "name": answer.value, "email": f"p{place}@x.example", "invited_at": at}
        added(Speaker(session_id=session.id, role=SpeakerRole.PANELLIST, answer=answer, **about))
    assert speakers_to_invite(session.id, []) == [("p1@x.example", "not invited")]


def test_a_hostile_answer_is_an_ordinary_mail_and_changes_nothing(session: Session) -> None:
    ana, _ = invite(session, ANA, BEN)
    own, other = (mail.reply_to for mail in mails())
    good = by_google(session.uid, "ana@state.example", "ACCEPTED", organizer=own)
    hostile = {
        "of another person": (by_google(session.uid, "ben@agency.example", "ACCEPTED", organizer=own), own),
        "about another event": (by_google("other@x.example", "ana@state.example", "ACCEPTED", organizer=own), own),
        "to the address of another": (good.replace(own.encode(), other.encode()), other),
        "to an address made up": (good.replace(own.encode(), b"isu+ibabcdef@chancery.example"), "isu@chancery.example"),
        "not a reply": (good.replace(b"METHOD:REPLY", b"METHOD:CANCEL"), own),
        "huge": (good.replace(b"SUMMARY:", b"X-A:" + b"x" * 300_000 + b"\r\nSUMMARY:"), own),
        "nested": (b"BEGIN:VCALENDAR\r\n" * 50 + good, own),
    }
    for number, (what, (file, to)) in enumerate(hostile.items(), start=1):
        mail = reply_mail(file, sender="ana@state.example", to=to, header_id=f"<h{number}@x.example>")
        row = arrive(mail, uid=number)
        assert (what, row.handling) == (what, Handling.WAITING)
    assert answered(ana) == (InvitationAnswer.AWAITED, "")
    assert db.session.scalar(select(func.count()).where(AuditEntry.act == "session:answered")) == 0


# The pages


def test_what_leaves_is_shown_with_its_number_before_it_does(session: Session, app: Flask) -> None:
    added(Speaker(session_id=session.id, role=SpeakerRole.PANELLIST, position=1, name="Ana Silva", email=ANA[0]))
    client = signed_in(app)
    at = f"/apmbc/meetings/IM2027/sessions/{session.id}/invitations"
    asked = send(client, f"{at}/new", {})
    assert "Each of them gets one mail with a calendar file, now." in asked.text
    assert db.session.scalar(select(func.count(OutboxMessage.id))) == 0
    [confirming] = read_text(asked).xpath("//main//form[@method='post']")
    done = client.post(f"{at}/new", data=dict(confirming.form_values()), follow_redirects=True)
    assert "They are invited. 1 mail leaves." in words(read_text(done))
    [line] = rows(read(client, at))
    assert (line["Name"], line["Answer"], line["Last mail"]) == ("Ana Silva", "awaited", "waiting")


def test_a_list_that_grew_after_it_was_shown_is_shown_again(session: Session, app: Flask) -> None:
    client = signed_in(app)
    page = f"/apmbc/meetings/IM2027/sessions/{session.id}/invitations/new"
    answer = send(client, page, {"addresses": "a@x.example\nb@x.example", "confirmed": "1"})
    assert "Each of them gets one mail" in answer.text
    assert db.session.scalar(select(func.count(OutboxMessage.id))) == 0


def test_the_page_says_who_is_still_to_hear_of_a_change(session: Session, app: Flask) -> None:
    invite(session, ANA, BEN)
    change(session, starts=time(10), ends=time(12))
    client = signed_in(app)
    at = f"/apmbc/meetings/IM2027/sessions/{session.id}/invitations"
    assert "2 people do not know of the last change." in words(read(client, at))
    assert "They are told. 2 mails leave." in words(read_text(send(client, f"{at}/tell", {})))
    assert db.session.scalar(select(func.count(OutboxMessage.id))) == 4
    assert "do not know" not in words(read(client, at))


def test_an_answer_from_another_address_is_recorded_by_hand_and_says_how_it_came(session: Session, app: Flask) -> None:
    ana, _ben = invite(session, ANA, BEN)
    client = signed_in(app)
    at = f"/apmbc/meetings/IM2027/sessions/{session.id}/invitations"
    [answering, _other] = [each.get("href") for each in read(client, at).xpath("//a[text()='Answer…']")]
    assert send(client, answering, {"answer": "accepted", "note": ""}).status_code == 422
    assert answered(ana)[0] is InvitationAnswer.AWAITED
    done = send(client, answering, {"answer": "accepted", "note": "by mail from her assistant"})
    assert "The answer is on record." in done.text
    assert answered(ana) == (InvitationAnswer.ACCEPTED, "by mail from her assistant")
    [line, _] = rows(read(client, at))
    assert (line["Answer"], line["What they wrote"]) == ("accepted", "by mail from her assistant")


def test_the_chair_of_another_body_invites_nobody(session: Session, app: Flask) -> None:
    client = app.test_client()
    sign_in(client, account=make_account(Role.CHAIR, convention="APMBC", body="victim-assistance"))
    at = f"/apmbc/meetings/IM2027/sessions/{session.id}/invitations"
    assert client.get(at).status_code == 403
    own = app.test_client()
    sign_in(own, account=make_account(Role.CHAIR, convention="APMBC", body="cooperative-compliance"))
    assert own.get(at).status_code == 200


def test_an_invitation_leads_from_the_outbox_to_its_session(session: Session) -> None:
    invite(session, ANA)
    mailing = db.session.scalars(select(Mailing)).one()
    managed_at = outbox_kind(SESSION_INVITATION).managed_at
    assert managed_at is not None
    assert managed_at(mailing) == f"/apmbc/meetings/IM2027/sessions/{session.id}/invitations"
    assert db.session.scalars(select(OutboxMessage.state)).one() is MessageState.DUE


def read_text(answer: TestResponse) -> html.HtmlElement:
    return html.fromstring(answer.text)
