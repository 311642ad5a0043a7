"""What people answer to invitations to a session: the answer that stands, and those that stand no more.

A person may be on the panel, invited by mail, or both; an answer is recorded once and stands on both rows.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from core.audit.workflow import Actor
from core.db import db
from meetings.models.calendar import ANSWERED, FormerAnswer, InvitationAnswer, SessionInvitation
from meetings.models.sessions import Session
from meetings.models.timetable import Answer, Speaker

ON_THE_PANEL = {
    InvitationAnswer.AWAITED: Answer.AWAITED,
    InvitationAnswer.ACCEPTED: Answer.CONFIRMED,
    InvitationAnswer.TENTATIVE: Answer.AWAITED,  # whoever says perhaps has confirmed nothing
    InvitationAnswer.DECLINED: Answer.DECLINED,
    InvitationAnswer.AGAIN: Answer.AGAIN,
}
AS_INVITED = {
    Answer.AWAITED: InvitationAnswer.AWAITED,
    Answer.CONFIRMED: InvitationAnswer.ACCEPTED,
    Answer.DECLINED: InvitationAnswer.DECLINED,
    Answer.AGAIN: InvitationAnswer.AGAIN,
}


class Asked(NamedTuple):
    """One person as a speaker, as somebody invited by mail, or both."""

    speaker: Speaker | None
    invitation: SessionInvitation | None

    @property
    def answer(self) -> InvitationAnswer:
        if self.invitation is not None:
            return self.invitation.answer
        assert self.speaker is not None
        return AS_INVITED.get(self.speaker.answer, InvitationAnswer.AWAITED)

    @property
    def name(self) -> str:
        if self.speaker is not None:
            return self.speaker.name
        assert self.invitation is not None
        return self.invitation.name or self.invitation.address


def asked_as(speaker: Speaker) -> Asked:
    """With the invitation that stands, if there is one."""
    found = db.session.scalars(
        select(SessionInvitation)
        .where(SessionInvitation.speaker_id == speaker.id, SessionInvitation.withdrawn_at.is_(None))
        .order_by(SessionInvitation.id.desc())
    ).first()
    return Asked(speaker, found)


def asked_by(invitation: SessionInvitation) -> Asked:
    speaker = db.session.get(Speaker, invitation.speaker_id) if invitation.speaker_id else None
    return Asked(speaker, invitation)


def set_answer(
    person: Asked,
    answer: InvitationAnswer,
    given_for: str,
    *,
    note: str = "",
    comment: str | None = None,
    written_at: datetime | None = None,
    by: Actor,
) -> None:
    """The answer stands from now on; the one that stood is kept as given for that day and hours, in words.

    note: by which way it was said. comment, written_at: of the person's own mail, where it was one.
    """
    keep_former(person, given_for, by)
    speaker, invitation = person
    if speaker is not None:
        speaker.answer, speaker.answer_note = ON_THE_PANEL[answer], note[:300]
        speaker.invited_at = speaker.invited_at or by.at
        answered = speaker.answer in (Answer.CONFIRMED, Answer.DECLINED)
        speaker.answered_at, speaker.answered_by = (by.at, by.name) if answered else (None, "")
    if invitation is not None:
        invitation.answer, invitation.comment = answer, (note if comment is None else comment)[:500]
        invitation.answered_at = by.at if answer in ANSWERED else None
        invitation.answer_written_at = written_at if answer in ANSWERED else None
    db.session.flush()


def keep_former(person: Asked, given_for: str, by: Actor) -> None:
    """What the person answered so far, if anything, is kept among the answers that stand no more."""
    speaker, invitation = person
    if person.answer not in ANSWERED:
        return
    answered_at = invitation.answered_at if invitation else speaker.answered_at if speaker else None
    _add_former(
        person,
        person.answer,
        given_for,
        answered_at=answered_at or by.at,
        told_by=speaker.answered_by if speaker else "",
        note=(invitation.comment if invitation else "") or (speaker.answer_note if speaker else ""),
        by=by,
    )


def add_former(person: Asked, answer: InvitationAnswer, given_for: str, *, note: str, by: Actor) -> bool:
    """An answer that came for a day or hour that the session has left. False where it is on record already."""
    _, invitation = person
    assert invitation is not None
    known = db.session.scalars(
        select(FormerAnswer).where(
            FormerAnswer.invitation_id == invitation.id,
            FormerAnswer.answer == answer,
            FormerAnswer.given_for == given_for,
        )
    ).first()
    if known is None:
        _add_former(person, answer, given_for, answered_at=by.at, told_by=by.name, note=note, by=by)
    return known is None


def ask_again(session: Session, given_for: str, *, by: Actor) -> int:
    """The session has other hours: whoever was to come is to confirm again; how many they are.

    Whoever declined to speak stays declined: another may have taken the place. given_for: when the session was to be.
    """
    count = 0
    for person in _everybody(session.id):
        speaker, invitation = person
        if invitation is not None:
            invitation.hours_since = invitation.sent_sequence + 1
        if person.answer in ANSWERED and not (speaker is not None and speaker.answer is Answer.DECLINED):
            set_answer(person, InvitationAnswer.AGAIN, given_for, by=by)
            count += 1
    return count


def _everybody(session_id: int) -> Iterator[Asked]:
    """Speakers who were invited, then those invited by mail who do not speak."""
    invitations = db.session.scalars(
        select(SessionInvitation)
        .where(SessionInvitation.session_id == session_id, SessionInvitation.withdrawn_at.is_(None))
        .order_by(SessionInvitation.id)
        .execution_options(populate_existing=True)
    ).all()
    speaking = {each.speaker_id: each for each in invitations if each.speaker_id is not None}
    speakers = db.session.scalars(
        select(Speaker)
        .where(Speaker.session_id == session_id, Speaker.answer != Answer.NOT_INVITED)
        .order_by(Speaker.position, Speaker.id)
        .execution_options(populate_existing=True)
    ).all()
    yield from (Asked(each, speaking.pop(each.id, None)) for each in speakers)
    yield from (Asked(None, each) for each in invitations if each.speaker_id is None or each.speaker_id in speaking)


def _add_former(
    person: Asked,
    answer: InvitationAnswer,
    given_for: str,
    *,
    answered_at: datetime,
    told_by: str,
    note: str,
    by: Actor,
) -> None:
    speaker, invitation = person
    either = invitation or speaker
    assert either is not None
    db.session.add(
        FormerAnswer(
            session_id=either.session_id,
            speaker_id=speaker.id if speaker else None,
            invitation_id=invitation.id if invitation else None,
            answer=answer,
            given_for=given_for[:120],
            answered_at=answered_at,
            told_by=told_by,
            note=note[:500],
            ended_at=by.at,
        )
    )
    db.session.flush()
