"""Speakers invited, what they answer, and who takes the place of one who declines."""

from collections.abc import Sequence
from datetime import date, datetime

from conventions.models import Meeting
from core.audit.workflow import Actor
from core.db import db
from core.errors import RuleViolation
from core.wording import day_in_words
from meetings.letters import speaker_invitation
from meetings.models.calendar import InvitationAnswer, SessionInvitation
from meetings.models.sessions import Session
from meetings.models.timetable import Answer, Speaker
from meetings.queries.invitations import to_be_invited
from meetings.queries.sessions import plan_of
from meetings.rules.hours import when_in_words
from meetings.workflow.answered import AS_INVITED, Asked, add_former, asked_as, asked_by, set_answer
from meetings.workflow.invitations import invite_speakers
from meetings.workflow.speakers import (
    SpeakerFacts,
    added_to,
    check_facts,
    check_one_moderator,
    hold_panel,
    record_of,
)


def invite(
    meeting: Meeting, session: Session, people: Sequence[Speaker], *, inviter: str, note: str, on: date, by: Actor
) -> int:
    """Each person is invited by mail with a calendar file, and their answer is awaited; how many.

    inviter: in whose name, such as "the Committee on Victim Assistance". note: words added for all of them. The mail
    does not leave once the session has begun.
    """
    held = hold_panel(meeting, session)
    for person in people:
        db.session.refresh(person)
    _check_may_be_invited(held, people, on=on)
    if len(note) > 2000:
        raise RuleViolation("Add no more than 2,000 characters.", field="note")
    mails = [(each, speaker_invitation(meeting, held, each, inviter=inviter, note=note)) for each in people]
    mailing = invite_speakers(held, meeting, mails, by=by)
    for person in people:
        set_answer(asked_as(person), InvitationAnswer.AWAITED, when_in_words(plan_of(held)), by=by)
    for person in people:
        record_of("speaker:invited", held, by, person=person.id, mailing=mailing.id)
    return len(people)


def record_answer(
    meeting: Meeting, session: Session, speaker: Speaker, answer: Answer, *, note: str = "", by: Actor
) -> None:
    """The person is awaited, comes, or does not. note: in what words or by which way it was said.

    An answer may change. Whoever answers without an invitation from here was invited in another way.
    """
    held = hold_panel(meeting, session)
    db.session.refresh(speaker)
    if answer is Answer.NOT_INVITED:
        raise RuleViolation(f"Say what {speaker.name} answered.", field="answer")
    if len(note) > 300:
        raise RuleViolation("Tell it in up to 300 characters.", field="note")
    if answer is speaker.answer and note == speaker.answer_note:
        raise RuleViolation(f"It is on record already that {speaker.name} is “{answer.value}”.", field="answer")
    if answer is not Answer.DECLINED:
        check_one_moderator(held, speaker.role, besides=speaker)
    before = speaker.answer
    set_answer(asked_as(speaker), AS_INVITED[answer], when_in_words(plan_of(held)), note=note, by=by)
    record_of("speaker:answered", held, by, person=speaker.id, answer=[before.value, answer.value], note=note or None)


def record_invited(
    meeting: Meeting,
    invitation: SessionInvitation,
    answer: InvitationAnswer,
    *,
    note: str = "",
    comment: str | None = None,
    written_at: datetime | None = None,
    by: Actor,
) -> Asked:
    """What a person invited by mail answers, in their mail or in another way; on the panel it is the same answer.

    note: by which way it was said. comment, written_at: of the mail, where it was one.
    """
    held = hold_panel(meeting, db.session.get_one(Session, invitation.session_id))
    db.session.refresh(invitation)
    person = asked_by(invitation)
    if invitation.withdrawn_at is not None:
        raise RuleViolation(f"The invitation of {person.name} is withdrawn.")
    if person.speaker is not None and answer is not InvitationAnswer.DECLINED:
        check_one_moderator(held, person.speaker.role, besides=person.speaker)
    before = person.answer
    words = when_in_words(plan_of(held))
    set_answer(person, answer, words, note=note, comment=comment, written_at=written_at, by=by)
    told = {"answer": [before.value, answer.value], "note": note or None}
    if person.speaker is not None:
        record_of("speaker:answered", held, by, person=person.speaker.id, **told)
    else:
        record_of("session:answered", held, by, invitation=invitation.id, **told)
    return person


def record_earlier(
    meeting: Meeting, invitation: SessionInvitation, answer: InvitationAnswer, given_for: str, *, note: str, by: Actor
) -> bool:
    """What a person answered for a day or hour that the session has left; whoever was to come is to confirm again.

    False where it is on record already.
    """
    held = hold_panel(meeting, db.session.get_one(Session, invitation.session_id))
    db.session.refresh(invitation)
    person = asked_by(invitation)
    if not add_former(person, answer, given_for, note=note, by=by):
        return False
    if person.answer is InvitationAnswer.AWAITED and answer is not InvitationAnswer.DECLINED:
        set_answer(person, InvitationAnswer.AGAIN, given_for, by=by)
    who = {"person": person.speaker.id} if person.speaker is not None else {"invitation": invitation.id}
    record_of("session:answered-earlier", held, by, answer=answer.value, given_for=given_for, **who)
    return True


def replace_speaker(meeting: Meeting, session: Session, speaker: Speaker, facts: SpeakerFacts, *, by: Actor) -> Speaker:
    """Another person takes the place of one who declined, who stays on record."""
    held = hold_panel(meeting, session)
    db.session.refresh(speaker)
    if speaker.answer is not Answer.DECLINED:
        raise RuleViolation(f"{speaker.name} has not declined: nobody takes the place.")
    check_facts(held, facts)
    taker = added_to(held, facts)
    taker.position, taker.in_place_of = speaker.position, speaker.name
    db.session.flush()
    record_of("speaker:replaced", held, by, person=speaker.id, in_their_place=taker.id)
    return taker


def _check_may_be_invited(session: Session, people: Sequence[Speaker], *, on: date) -> None:
    if session.day < on:
        raise RuleViolation(f"The session was on {day_in_words(session.day, 'EN')}: nobody is invited any more.")
    if not people:
        raise RuleViolation("Choose whom to invite.", field="people")
    able = to_be_invited(people)
    for person in people:
        if person not in able:
            raise RuleViolation(f"{person.name} was invited already.", field="people")
        if not person.email:
            raise RuleViolation(f"{person.name} has no e-mail address on record.", field="people")
