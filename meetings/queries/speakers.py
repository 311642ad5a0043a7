"""Who leads and speaks in a session, and where else they are at the same time."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import func, select

from conventions.models import Meeting
from core.db import db
from core.errors import NotFound
from core.seen.guard import seen_of
from meetings.models.sessions import Session, SessionState
from meetings.models.timetable import Answer, Speaker, SpeakerRole
from meetings.queries.sessions import plan_of
from meetings.rules.hours import hours_between
from meetings.rules.sessions import overlap

ON_THE_PANEL = (SpeakerRole.MODERATOR, SpeakerRole.PANELLIST)


class Panel(NamedTuple):
    """moderators, panellists: those who come or may come, in their order. declined: the others."""

    moderators: Sequence[Speaker]
    panellists: Sequence[Speaker]
    declined: Sequence[Speaker]

    @property
    def people(self) -> Sequence[Speaker]:
        """The moderator first."""
        return [*self.moderators, *self.panellists]

    @property
    def everybody(self) -> Sequence[Speaker]:
        return [*self.people, *self.declined]


def panel_of(session_id: int) -> Panel:
    """Moderator and panel of a session; one query."""
    rows = db.session.scalars(
        select(Speaker)
        .where(Speaker.session_id == session_id, Speaker.role.in_(ON_THE_PANEL))
        .order_by(Speaker.position, Speaker.id)
    ).all()
    come = [row for row in rows if row.answer is not Answer.DECLINED]
    return Panel(
        moderators=[row for row in come if row.role is SpeakerRole.MODERATOR],
        panellists=[row for row in come if row.role is SpeakerRole.PANELLIST],
        declined=[row for row in rows if row.answer is Answer.DECLINED],
    )


def names_of(session_id: int) -> Mapping[int, str]:
    """The names of everybody on record of the session, by their number."""
    rows = db.session.execute(select(Speaker.id, Speaker.name).where(Speaker.session_id == session_id))
    return dict(rows.tuples().all())


def get_speaker(session_id: int, speaker_id: int) -> Speaker:
    """NotFound where the session has no such speaker."""
    speaker = db.session.get(Speaker, speaker_id)
    if speaker is None or speaker.session_id != session_id:
        raise NotFound("The session has no such speaker.")
    return speaker


def seen_of_speaker(speaker: Speaker) -> str:
    """The speaker as a form saw them: another once what is on record, or printed, of them is."""
    names = ("role", "title", "name", "function", "organisation", "iso3", "email", "gender", "gender_basis")
    return seen_of(speaker, names)


def elsewhere_at_the_same_time(session: Session, people: Sequence[Speaker]) -> list[tuple[str, str]]:
    """Name and other session of everybody who is named, or led, in another session while this one is held.

    A person is known by the name or the e-mail address. Both Conventions are looked at; one query.
    """
    names = {person.name.casefold() for person in people}
    addresses = {person.email.casefold() for person in people if person.email}
    rows = db.session.execute(
        select(Speaker, Session, Meeting.short)
        .join(Session, Session.id == Speaker.session_id)
        .join(Meeting, Meeting.id == Session.meeting_id)
        .where(
            Session.id != session.id,
            Session.state != SessionState.CANCELLED,
            Session.day.between(session.day - timedelta(days=1), session.day + timedelta(days=1)),
            Speaker.answer != Answer.DECLINED,
            func.lower(Speaker.name).in_(names) | func.lower(Speaker.email).in_(addresses),
        )
        .order_by(Speaker.position, Session.day, Session.starts)
    )
    return [
        (speaker.name, f"{other.title} ({short}, {hours_between(other.starts, other.ends)})")
        for speaker, other, short in rows
        if overlap(plan_of(session), plan_of(other))
    ]
