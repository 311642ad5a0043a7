"""What would follow for the sessions of a meeting if it had other days."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import func, select

from conventions.moving import Consequence, Move
from core.db import db
from core.wording import counted, day_in_words
from meetings.models.calendar import SessionInvitation
from meetings.models.sessions import Session
from meetings.queries.meetings import get_meeting
from meetings.queries.sessions import held, sessions_of

SOURCE = "Office practice"


def sessions_moved(move: Move) -> list[Consequence]:
    """Each session with its day before and after, and how many calendars must hear of; or how many are left outside."""
    meeting = get_meeting(move.convention, move.short)
    sessions = held(sessions_of([meeting.id]))
    if not sessions:
        return []
    later = move.days_later
    if move.with_sessions and later:
        return [*(_moved(each, later) for each in sessions), _told_to_calendars(sessions), *_invited(sessions)]
    first, last = move.after.starts_on, move.after.ends_on
    outside = [each for each in sessions if first is None or last is None or not first <= each.day <= last]
    return [_outside(outside)] if outside else []


def _moved(session: Session, later: int) -> Consequence:
    hours = f"{session.starts:%H:%M} to {session.ends:%H:%M}"
    return Consequence(
        f"Session “{session.title}”",
        f"{day_in_words(session.day, 'EN')}, {hours}",
        f"{day_in_words(session.day + timedelta(days=later), 'EN')}, {hours}",
        "Its sessions keep their hours and move by as many days as the meeting.",
        SOURCE,
    )


def _told_to_calendars(sessions: list[Session]) -> Consequence:
    return Consequence(
        "Calendars of those who follow the meeting",
        "the old days",
        f"{counted(len(sessions), 'entry is', 'entries are')} brought up to date",
        "An entry keeps its name in calendars, and its sequence rises.",
        "RFC 5545",
    )


def _invited(sessions: Sequence[Session]) -> Iterator[Consequence]:
    """Those who were invited by mail and are still expected."""
    people = db.session.scalar(
        select(func.count(func.distinct(func.lower(SessionInvitation.address)))).where(
            SessionInvitation.session_id.in_([each.id for each in sessions]), SessionInvitation.withdrawn_at.is_(None)
        )
    )
    if people:
        yield Consequence(
            f"Invitations by mail to {counted(people, 'person', 'people')}",
            "with the old days",
            "wait until somebody tells them, on the page of each session",
            "Moving a meeting mails nothing by itself.",
            SOURCE,
        )


def _outside(outside: list[Session]) -> Consequence:
    return Consequence(
        counted(len(outside), "session", "sessions"),
        "on days of the meeting",
        "on days that are not the meeting’s any more",
        "The sessions stay where they are; move or cancel them one by one.",
        SOURCE,
    )
