"""Whom and what a session concerns besides its day: those who speak, those invited, its approved concept note."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from core.db import db
from meetings.models.calendar import SessionInvitation
from meetings.models.concept_notes import ConceptNote, NoteState
from meetings.models.people import Delegate, MeetingDelegation
from meetings.models.sessions import Session
from meetings.models.timetable import Answer, Speaker
from meetings.queries.concept_notes import approved_for
from meetings.queries.invitations import reached, waiting_to_leave


@dataclass(frozen=True)
class Concerned:
    """confirmed, asked: the names of speakers of a session. notes: title of the session, when it was approved for.

    reached: addresses that an invitation to any of the sessions has reached; waiting: mails that have not left;
    pairs: how many mails tell all that were reached, as each session has its own.
    """

    confirmed: Sequence[tuple[Session, Sequence[str]]]
    asked: Sequence[tuple[Session, Sequence[str]]]
    notes: Sequence[tuple[Session, str]]
    reached: int
    pairs: int
    waiting: int


def concerned_by(sessions: Sequence[Session]) -> Concerned:
    invitations = db.session.scalars(
        select(SessionInvitation).where(
            SessionInvitation.session_id.in_([each.id for each in sessions]), SessionInvitation.withdrawn_at.is_(None)
        )
    ).all()
    told = reached(invitations)
    return Concerned(
        confirmed=_speakers(sessions, (Answer.CONFIRMED,)),
        asked=_speakers(sessions, (Answer.AWAITED, Answer.AGAIN)),
        notes=_approved_notes(sessions),
        reached=len({each.address.lower() for each in told}),
        pairs=len(told),
        waiting=waiting_to_leave(invitations),
    )


def registered(meeting_id: int) -> tuple[int, int]:
    """Delegations on the list of the meeting, and persons in them."""
    delegations = select(MeetingDelegation.id).where(MeetingDelegation.meeting_id == meeting_id)
    persons = select(func.count(Delegate.id)).where(Delegate.delegation_id.in_(delegations))
    return (
        db.session.scalar(select(func.count()).select_from(delegations.subquery())) or 0,
        db.session.scalar(persons) or 0,
    )


def _speakers(sessions: Sequence[Session], answers: Sequence[Answer]) -> list[tuple[Session, Sequence[str]]]:
    found: dict[int, list[str]] = {}
    rows = db.session.execute(
        select(Speaker.session_id, Speaker.name)
        .where(Speaker.session_id.in_([each.id for each in sessions]), Speaker.answer.in_(answers))
        .order_by(Speaker.position, Speaker.id)
    )
    for session_id, name in rows:
        found.setdefault(session_id, []).append(name)
    return [(each, found[each.id]) for each in sessions if each.id in found]


def _approved_notes(sessions: Sequence[Session]) -> list[tuple[Session, str]]:
    notes = db.session.scalars(
        select(ConceptNote).where(
            ConceptNote.session_id.in_([each.id for each in sessions]), ConceptNote.state == NoteState.APPROVED
        )
    ).all()
    by_session = {each.session_id: each for each in notes}
    return [(each, approved_for(by_session[each.id])) for each in sessions if each.id in by_session]
