"""Speakers invited, what they answer, and who takes the place of one who declines."""

from collections.abc import Sequence
from datetime import date

from conventions.models import Meeting
from core.audit.workflow import Actor
from core.civil import instant_of
from core.db import db
from core.errors import RuleViolation
from core.outbox.notices import NOTICE, put_out_notice
from core.outbox.workflow.mailings import make_mailing
from core.wording import day_in_words
from meetings.letters import speaker_invitation
from meetings.models.sessions import Session
from meetings.models.timetable import Answer, Speaker
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
    """Each person is written to by mail, and their answer is awaited; how many.

    inviter: in whose name, such as "the Committee on Victim Assistance". note: words added for all of them. The mail
    does not leave once the session has begun.
    """
    held = hold_panel(meeting, session)
    for person in people:
        db.session.refresh(person)
    _check_may_be_invited(held, people, on=on)
    if len(note) > 2000:
        raise RuleViolation("Add no more than 2,000 characters.", field="note")
    title = f"Invitation of speakers: {held.title}"[:200]
    begins_at = instant_of(held.day, held.starts, held.zone, second_time=held.second_time)
    mailing = make_mailing(NOTICE.name, title, meeting.convention, by.at, begins_at, False, by)
    for person in people:
        mail = speaker_invitation(meeting, held, person, inviter=inviter, note=note)
        put_out_notice(mailing, f"speaker-{person.id}", person.email, person.name, subject=mail.subject, text=mail.text)
        _set_answer(person, Answer.AWAITED, note="", by=by)
    db.session.flush()
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
    _set_answer(speaker, answer, note=note, by=by)
    db.session.flush()
    record_of("speaker:answered", held, by, person=speaker.id, answer=[before.value, answer.value], note=note or None)


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
    for person in people:
        if person.invited_at is not None:
            raise RuleViolation(f"{person.name} was invited already.", field="people")
        if not person.email:
            raise RuleViolation(f"{person.name} has no e-mail address on record.", field="people")


def _set_answer(speaker: Speaker, answer: Answer, *, note: str, by: Actor) -> None:
    speaker.answer, speaker.answer_note = answer, note
    speaker.invited_at = speaker.invited_at or by.at
    answered = answer in (Answer.CONFIRMED, Answer.DECLINED)
    speaker.answered_at, speaker.answered_by = (by.at, by.name) if answered else (None, "")
