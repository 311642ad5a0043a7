"""Moderator and panel: named, pasted, invited, answered, replaced; refusals change nothing."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, update

from core.db import db, transaction
from core.errors import Shortcomings
from core.outbox.models import Mailing, MailingState, MessageState, OutboxMessage
from meetings.models.calendar import FormerAnswer, InvitationAnswer, SessionInvitation
from meetings.models.timetable import Answer, Gender, Speaker, SpeakerRole
from meetings.queries.invitations import owed
from meetings.queries.sessions import plan_of
from meetings.queries.speakers import panel_of
from meetings.workflow.answers import invite, record_answer, replace_speaker
from meetings.workflow.invitations import tell_of_change
from meetings.workflow.session_standing import cancel_session
from meetings.workflow.sessions import change_session
from meetings.workflow.speakers import (
    SpeakerFacts,
    add_pasted,
    add_speaker,
    change_speaker,
    move_speaker,
    remove_speaker,
)
from tests.core.ical.parsers import by_icalendar
from tests.factories.states import OFFICER
from tests.meetings.sessions_of_2021 import content_of, named, past, planned, saved
from tests.states_parties.refusals import refused

TODAY = date(2026, 11, 20)
BO = SpeakerFacts(SpeakerRole.PANELLIST, "Bo Lind", "H.E.", "Ambassador", "Mission")


@pytest.fixture
def session(registers: Flask):  # type: ignore[no-untyped-def]
    with registers.test_request_context():  # the calendar file names the address of the session's page
        yield planned()


def moved(session, **plan: object) -> None:  # type: ignore[no-untyped-def]
    meeting, held = session
    with transaction():
        wanted = replace(plan_of(held), **plan)
        change_session(meeting.convention, meeting.short, held.id, wanted, by=OFFICER)


def formers(speaker: Speaker) -> list[tuple[str, str, str]]:
    rows = db.session.scalars(select(FormerAnswer).where(FormerAnswer.speaker_id == speaker.id))
    return [(each.answer.value, each.given_for, each.note) for each in rows]


def names(session) -> list[str]:  # type: ignore[no-untyped-def]
    return [each.name for each in panel_of(session[1].id).people]


def invited(session, *people: Speaker, note: str = "", on: date = TODAY) -> int:  # type: ignore[no-untyped-def]
    with transaction():
        return invite(*session, people, inviter="the Committee", note=note, on=on, by=OFFICER)


def test_a_panel_is_named_in_order_with_one_moderator_first(session) -> None:  # type: ignore[no-untyped-def]
    named(*session, "Ada Ek")
    named(*session, "Cy Oe", role=SpeakerRole.MODERATOR)
    second = named(*session, "Di Po")
    assert names(session) == ["Cy Oe", "Ada Ek", "Di Po"]
    with transaction():
        move_speaker(*session, second, -1, by=OFFICER)
    assert names(session) == ["Cy Oe", "Di Po", "Ada Ek"]
    assert refused(lambda: move_speaker(*session, second, -1, by=OFFICER), field="") == (
        "Di Po cannot be moved any further."
    )
    another = replace(BO, role=SpeakerRole.MODERATOR)
    assert refused(lambda: add_speaker(*session, another, by=OFFICER), field="role") == (
        "Cy Oe moderates the session already."
    )


@pytest.mark.parametrize(
    ("change", "field", "told"),
    [
        ({"name": " "}, "name", "Give the name."),
        ({"name": "ada ek"}, "name", "Ada Ek is on the list already."),
        ({"email": "a@b, c@d"}, "email", "“a@b, c@d” is not an e-mail address."),
        ({"iso3": "XXX"}, "iso3", "“XXX” is not the code of a State."),
        ({"function": "a {{b}}"}, "function", "Function: double braces cannot stand in a paper."),
        ({"gender": Gender.WOMAN}, "gender_basis", "A gender is kept only where the person agreed to it"),
        ({"role": SpeakerRole.SPEAKER}, "role", "A person moderates or is on the panel."),
    ],
)
def test_what_cannot_be_kept_of_a_person_is_refused(session, change, field: str, told: str) -> None:  # type: ignore[no-untyped-def]
    named(*session, "Ada Ek")
    assert refused(lambda: add_speaker(*session, replace(BO, **change), by=OFFICER), field=field).startswith(told)


def test_a_pasted_list_is_taken_over_whole_or_not_at_all(session) -> None:  # type: ignore[no-untyped-def]
    with transaction():
        add_pasted(*session, "Ada Ek, Director, Watch\nH.E. Bo Lind, Ambassador, Mission", by=OFFICER)
    assert names(session) == ["Ada Ek", "Bo Lind"]
    told = refused(lambda: add_pasted(*session, "Cy Oe, Judge\nAda Ek, Director", by=OFFICER), field="")
    assert told == "Nobody was taken over: line 2: Ada Ek is on the list already"
    with pytest.raises(Shortcomings), transaction():
        add_pasted(*session, "", by=OFFICER)


def test_an_invitation_leaves_by_mail_and_the_answer_is_awaited(session) -> None:  # type: ignore[no-untyped-def]
    saved(*session, replace(content_of(session[1]), objectives=("Hear **them**;",), panel_minutes=7))
    ada = named(*session, "Ada Ek", title="Dr.", email="ada@example.org")
    assert invited(session, ada, note="Lunch is at one.") == 1
    assert (ada.answer, ada.invited_at) == (Answer.AWAITED, OFFICER.at)
    [message] = db.session.scalars(select(OutboxMessage)).all()
    mailing = db.session.get_one(Mailing, message.mailing_id)
    assert (message.address, mailing.state, mailing.convention) == ("ada@example.org", MailingState.OPEN, "APMBC")
    assert mailing.not_after is not None
    assert mailing.not_after.isoformat() == "2027-06-21T08:00:00+00:00"  # 10:00 in Geneva, when it begins
    assert message.content["subject"] == "Invitation to speak on the panel: Reporting, 21 June 2027"
    text = message.content["text"]
    for line in (
        "Dear Dr. Ada Ek,",
        "The Committee invites you to speak on the panel in a thematic session of the 2027 Intersessional Meetings.",
        "  Monday, 21 June 2027, 10:00-12:00 CEST",
        "- Hear them",
        "Each person on the panel has 7 minutes; the floor is then open for interventions of 3 to 5 minutes.",
        "Lunch is at one.",
    ):
        assert line in text.splitlines()


def test_an_invitation_that_has_not_left_does_not_leave_once_the_session_is_cancelled(session) -> None:  # type: ignore[no-untyped-def]
    invited(session, named(*session, "Ada Ek", email="ada@mission.example"))
    meeting, held = session
    with transaction():
        cancel_session(meeting.convention, meeting.short, held.id, reason="No quorum.", by=OFFICER)
    [message] = db.session.scalars(select(OutboxMessage)).all()
    db.session.refresh(message)
    assert (message.state, message.reason) == (MessageState.WITHDRAWN, f"“{held.title}” is cancelled.")


def test_a_speaker_is_asked_as_everybody_else_is_and_answers_to_an_address_of_their_own(session) -> None:  # type: ignore[no-untyped-def]
    ada = named(*session, "Ada Ek", email="ada@example.org")
    invited(session, ada)
    message = db.session.scalars(select(OutboxMessage)).one()
    event = by_icalendar(message.content["file"].encode())
    assert (event.method, event.events[0].uid) == ("REQUEST", session[1].uid)
    file = message.content["file"].replace("\r\n ", "")
    assert "mailto:ada@example.org" in file
    assert f"mailto:{message.content['reply_to']}" in file
    invitation = db.session.scalars(select(SessionInvitation)).one()
    assert (invitation.speaker_id, invitation.address) == (ada.id, "ada@example.org")


def test_an_answer_by_hand_stands_on_the_panel_and_among_the_invitations(session) -> None:  # type: ignore[no-untyped-def]
    ada = named(*session, "Ada Ek", email="ada@example.org")
    invited(session, ada)
    with transaction():
        record_answer(*session, ada, Answer.CONFIRMED, note="by telephone", by=OFFICER)
    invitation = db.session.scalars(select(SessionInvitation)).one()
    assert (invitation.answer, invitation.comment) == (InvitationAnswer.ACCEPTED, "by telephone")


def test_whoever_confirmed_is_to_confirm_again_once_the_session_has_other_hours(session) -> None:  # type: ignore[no-untyped-def]
    ada = named(*session, "Ada Ek", Answer.CONFIRMED, email="ada@example.org")
    bo = named(*session, "Bo Lind", Answer.DECLINED)
    moved(session, room="Room VII")
    assert (ada.answer, bo.answer) == (Answer.CONFIRMED, Answer.DECLINED)
    moved(session, day=date(2027, 6, 22))
    assert (ada.answer, ada.answered_at, bo.answer) == (Answer.AGAIN, None, Answer.DECLINED)
    assert formers(ada) == [("accepted", "Monday, 21 June 2027, 10:00-12:00 CEST", "")]
    assert names(session) == ["Ada Ek"]
    assert invited(session, ada) == 1  # in another way than by mail before, so there is nothing to bring up to date
    assert ada.answer is Answer.AWAITED


def test_whom_the_invitation_has_not_reached_before_a_move_gets_it_whole_with_the_new_day(session) -> None:  # type: ignore[no-untyped-def]
    meeting, held = session
    ada, bo = (named(*session, name, email=f"{name[:2].lower()}@example.org") for name in ("Ada Ek", "Bo Lind"))
    invited(session, ada, bo, note="Lunch is at one.")
    left = {"state": MessageState.ACCEPTED, "accepted_at": OFFICER.at, "began_at": OFFICER.at}
    db.session.execute(update(OutboxMessage).where(OutboxMessage.address == "bo@example.org").values(**left))
    moved(session, day=date(2027, 6, 22))
    with transaction():
        assert tell_of_change(held, meeting, by=OFFICER) == 2
    told = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(2))
    by_address = {each.address: each.content for each in told}
    assert by_address["ad@example.org"]["subject"] == "Invitation to speak on the panel: Reporting, 22 June 2027"
    lines = by_address["ad@example.org"]["text"].splitlines()
    assert "  Tuesday, 22 June 2027, 10:00-12:00 CEST" in lines
    assert "Lunch is at one." in lines
    assert by_address["bo@example.org"]["subject"].startswith("Changed: ")


def test_another_address_of_an_invited_speaker_has_still_to_hear_of_the_session(session) -> None:  # type: ignore[no-untyped-def]
    ada = named(*session, "Ada Ek", email="ada@example.org")
    invited(session, ada)
    with transaction():
        change_speaker(*session, ada, SpeakerFacts(SpeakerRole.PANELLIST, "Ada Ek", email="ek@example.org"), by=OFFICER)
    invitation = db.session.scalars(select(SessionInvitation)).one()
    assert owed(session[1], [invitation]) == [invitation]
    assert invitation.address == "ek@example.org"
    nothing = SpeakerFacts(SpeakerRole.PANELLIST, "Ada Ek")
    assert refused(lambda: change_speaker(*session, ada, nothing, by=OFFICER), field="email") == (
        "Ada Ek is invited by mail: an address is needed."
    )


def test_speakers_who_share_an_address_are_not_both_asked_by_it(session) -> None:  # type: ignore[no-untyped-def]
    ada, bo = (named(*session, name, email="mission@state.example") for name in ("Ada Ek", "Bo Lind"))
    told = refused(lambda: invited(session, ada, bo), field="people")
    assert told.startswith("Bo Lind and Ada Ek have one address, mission@state.example")


def test_nobody_is_invited_twice_without_an_address_or_too_late(session) -> None:  # type: ignore[no-untyped-def]
    ada = named(*session, "Ada Ek", email="ada@example.org")
    bo = named(*session, "Bo Lind")
    for people, told in (
        ([], "Choose whom to invite."),
        ([ada, bo], "Bo Lind has no e-mail address on record."),
    ):
        assert refused(lambda people=people: invited(session, *people), field="people") == told
    told = refused(lambda: invited(session, ada, on=date(2027, 6, 22)), field="")
    assert told == "The session was on 21 June 2027: nobody is invited any more."
    invited(session, ada)
    assert refused(lambda: invited(session, ada), field="people") == "Ada Ek was invited already."


def test_whoever_declines_stays_on_record_and_is_replaced_in_the_same_place(session) -> None:  # type: ignore[no-untyped-def]
    ada = named(*session, "Ada Ek", Answer.CONFIRMED)
    named(*session, "Cy Oe")
    told = refused(lambda: replace_speaker(*session, ada, BO, by=OFFICER), field="")
    assert told == "Ada Ek has not declined: nobody takes the place."
    with transaction():
        record_answer(*session, ada, Answer.DECLINED, note="by telephone", by=OFFICER)
        taker = replace_speaker(*session, ada, BO, by=OFFICER)
    panel = panel_of(session[1].id)
    assert names(session) == ["Bo Lind", "Cy Oe"]
    assert [(each.name, each.answer_note, each.answered_by) for each in panel.declined] == [
        ("Ada Ek", "by telephone", "Ada Officer")
    ]
    assert (taker.in_place_of, taker.answer) == ("Ada Ek", Answer.NOT_INVITED)
    told = refused(
        lambda: record_answer(*session, ada, Answer.DECLINED, note="by telephone", by=OFFICER), field="answer"
    )
    assert told == "It is on record already that Ada Ek is “declined”."


def test_a_moderator_who_declined_does_not_come_back_beside_another(session) -> None:  # type: ignore[no-untyped-def]
    ada = named(*session, "Ada Ek", Answer.DECLINED, role=SpeakerRole.MODERATOR)
    named(*session, "Bo Lind", role=SpeakerRole.MODERATOR)
    told = refused(lambda: record_answer(*session, ada, Answer.CONFIRMED, by=OFFICER), field="role")
    assert told == "Bo Lind moderates the session already."


def test_only_whoever_was_never_invited_is_taken_off(session) -> None:  # type: ignore[no-untyped-def]
    ada, bo = named(*session, "Ada Ek", Answer.AWAITED), named(*session, "Bo Lind")
    assert refused(lambda: remove_speaker(*session, ada, by=OFFICER), field="").startswith(
        "Ada Ek was invited and stays"
    )
    with transaction():
        remove_speaker(*session, bo, by=OFFICER)
    assert names(session) == ["Ada Ek"]


def test_what_is_on_record_is_changed_and_the_answer_stays(session) -> None:  # type: ignore[no-untyped-def]
    ada = named(*session, "Ada Ek", Answer.CONFIRMED)
    with transaction():
        change_speaker(*session, ada, replace(BO, gender=Gender.WOMAN, gender_basis="consent"), by=OFFICER)
    assert (ada.name, ada.title, ada.gender, ada.answer) == ("Bo Lind", "H.E.", Gender.WOMAN, Answer.CONFIRMED)
    same = replace(BO, gender=Gender.WOMAN, gender_basis="consent")
    assert refused(lambda: change_speaker(*session, ada, same, by=OFFICER), field="") == (
        "Nothing is different from before."
    )


def test_the_panel_of_2021_is_one_moderator_and_five_panellists(registers: Flask) -> None:
    panel = panel_of(past()[1].id)
    assert (len(panel.moderators), len(panel.panellists), panel.declined) == (1, 5, [])
