"""What the page of a meeting tells: its parts, its sessions by day, what is to be weighed about them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, select

from committees.models.bodies import Body
from conventions.models import Meeting, MeetingMove
from conventions.queries import moves_of
from core.db import db
from meetings.models.decisions import MeetingDecision
from meetings.models.people import Delegate, MeetingDelegation
from meetings.models.releases import Plan, Release
from meetings.models.sessions import Session
from meetings.queries.meetings import parts_of
from meetings.queries.sessions import held, occasion_of, plan_of
from meetings.rules.clocks import Shown, by_day, shown
from meetings.rules.issued import IssuedPiece, breaks_of, is_as_issued, pieces_shown
from meetings.rules.sessions import warnings_of


@dataclass(frozen=True)
class Tallies:
    """How many delegations and persons take part, how many decisions were taken, and of how many something is to do."""

    delegations: int
    persons: int
    decisions: int
    to_do: int


@dataclass(frozen=True)
class Programme:
    """sessions: rows by id, cancelled ones among them. bodies: names of those that lead one, by slug.

    agendas, timetables: versions issued last, by part. pieces: of the timetable issued, by session. warnings: what is
    to be weighed; otherwise: sessions that are not as they were issued any more.
    """

    meeting: Meeting
    parts: Sequence[Meeting]
    moves: Sequence[MeetingMove]
    sessions: Mapping[int, Session]
    bodies: Mapping[str, str]
    days: Sequence[tuple[date, Sequence[Shown]]]
    agendas: Mapping[int, Release]
    timetables: Mapping[int, Release]
    pieces: Mapping[int, Sequence[IssuedPiece]]
    otherwise: Collection[int]
    warnings: Mapping[int, Sequence[str]]
    tallies: Tallies

    @property
    def held(self) -> list[Session]:
        return held(list(self.sessions.values()))


def programme_of(
    meeting: Meeting, shows: Callable[[Session], bool], *, at: datetime | None = None, in_utc: bool = False
) -> Programme:
    """shows: whether a session is for the eyes of the reader. at: the instant of which `running` tells.

    Four queries, one for other parts, and one where decisions are expected.
    """
    parts = parts_of(meeting)
    ids = [part.id for part in parts]
    found, bodies = _sessions(ids, meeting.convention)
    rows = [row for row in found if shows(row)]
    issued = _issued(ids)
    agendas, timetables = issued[Plan.AGENDA], issued[Plan.TIMETABLE]
    entries = _by_session(timetables)
    tallies = _tallies(meeting.id)
    expected = [each["id"] for release in agendas.values() for each in release.entries if each["decision"]]
    decisions = dict.fromkeys(expected, "expected") | dict.fromkeys(_decided(ids) if expected else (), "taken")
    plans = {row.id: plan_of(row) for row in rows}
    standing = [plans[row.id] for row in held(rows)]
    occasions = {part.id: occasion_of(part) for part in parts}
    return Programme(
        meeting=meeting,
        parts=parts,
        moves=moves_of(ids),
        sessions={row.id: row for row in rows},
        bodies=bodies,
        days=by_day([shown(plan, in_utc=in_utc, at=at) for plan in plans.values()]),
        agendas=agendas,
        timetables=timetables,
        pieces={
            id: pieces_shown(those, plans[id], decisions, in_utc=in_utc, at=at)
            for id, those in entries.items()
            if id in plans
        },
        otherwise={id for id, those in entries.items() if id in plans and not is_as_issued(those[0], plans[id])},
        warnings={
            row.id: warnings_of(
                plans[row.id], standing, occasions[row.meeting_id], breaks=breaks_of(entries.get(row.id, ()))
            )
            for row in held(rows)
        },
        tallies=tallies,
    )


def _issued(meeting_ids: Sequence[int]) -> dict[Plan, dict[int, Release]]:
    """The agendas and the timetables issued last, each by meeting; one query."""
    newest = (
        select(Release.meeting_id, Release.plan, func.max(Release.number).label("number"))
        .where(Release.meeting_id.in_(meeting_ids))
        .group_by(Release.meeting_id, Release.plan)
        .subquery()
    )
    columns = ("meeting_id", "plan", "number")
    is_newest = and_(*(getattr(Release, column) == newest.c[column] for column in columns))
    found: dict[Plan, dict[int, Release]] = {plan: {} for plan in Plan}
    for row in db.session.scalars(select(Release).join(newest, is_newest)):
        found[row.plan][row.meeting_id] = row
    return found


def _tallies(meeting_id: int) -> Tallies:
    """One query."""
    taken = select(func.count(MeetingDecision.id)).where(MeetingDecision.meeting_id == meeting_id)
    delegations = select(func.count(MeetingDelegation.id)).where(MeetingDelegation.meeting_id == meeting_id)
    persons = (
        select(func.count(Delegate.id))
        .join(MeetingDelegation, MeetingDelegation.id == Delegate.delegation_id)
        .where(MeetingDelegation.meeting_id == meeting_id)
    )
    to_do = taken.where(MeetingDecision.follow_up != "", MeetingDecision.done_on.is_(None))
    counted = [each.scalar_subquery() for each in (delegations, persons, taken, to_do)]
    return Tallies(*db.session.execute(select(*counted)).one())


def _decided(meeting_ids: Sequence[int]) -> Sequence[int]:
    """The items on which a decision is on record."""
    taken = select(MeetingDecision.item_id).where(MeetingDecision.meeting_id.in_(meeting_ids))
    return db.session.scalars(taken.where(MeetingDecision.item_id.is_not(None)).distinct()).all()  # type: ignore[return-value]


def _by_session(timetables: Mapping[int, Release]) -> dict[int, list[Mapping[str, Any]]]:
    found: dict[int, list[Mapping[str, Any]]] = {}
    for release in timetables.values():
        for entry in release.entries:
            found.setdefault(entry["session_id"], []).append(entry)
    return found


def _sessions(meeting_ids: Sequence[int], convention: str) -> tuple[list[Session], dict[str, str]]:
    """In the order in which they are held, and the names of the bodies that lead them; one query."""
    led = and_(Body.convention == convention, Body.slug == Session.body)
    found = db.session.execute(
        select(Session, Body.name_en)
        .outerjoin(Body, led)
        .where(Session.meeting_id.in_(meeting_ids))
        .order_by(Session.day, Session.starts, Session.id)
    ).all()
    return [session for session, _ in found], {session.body: name for session, name in found if name}
