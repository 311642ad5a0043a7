"""Reading a calendar: what stands in it for the person whose link it is, on the day."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from sqlalchemy import func, select, union

from core.accounts.models import User
from core.db import db
from core.ical.entries import CalendarEntry
from core.ical.writing import write_calendar
from core.periods import Period
from core.permissions import Grant, Role, holds, office_grants_of
from meetings.calendars import CalendarSource, Wanted, calendar_sources
from meetings.models.calendar import Scope, SessionInvitation
from meetings.models.sessions import Session
from meetings.models.timetable import Speaker


@dataclass(frozen=True)
class Reader:
    """Whoever a calendar is for. address: of their mail, by which their own sessions are known."""

    grants: Sequence[Grant]
    address: str = ""


# At the command line whoever runs the house reads all of it.
OFFICE = Reader([Grant(Role.ADMINISTRATOR, Period(date.min))])


def reader_of(account: User) -> Reader:
    """account: with its roles."""
    return Reader([*account.grants, *office_grants_of(account.id)], account.email)


def calendar_file(wanted: Wanted, reader: Reader, *, on: date, stamp: datetime) -> bytes:
    """The file, the same as long as nothing in it is different.

    stamp: the instant of what has none of its own, where nothing in the calendar has one.
    """
    entries = entries_for(wanted, reader, on=on)
    newest = max((entry.changed_at for entry in entries if entry.changed_at), default=stamp)
    return write_calendar(name_of(wanted), entries, description=name_of(wanted), stamp=newest)


def entries_for(wanted: Wanted, reader: Reader, *, on: date) -> list[CalendarEntry]:
    """What the person may read on the day and what was asked for; rights are those of now, not of when it was made."""
    conventions = [wanted.convention] if wanted.convention else current_app.config["CONVENTIONS"]
    uids = own_session_uids(reader.address) if wanted.scope is Scope.OWN else frozenset()
    return [
        entry
        for convention in conventions
        for own in (_own_bodies(reader.grants, convention, on=on),)
        for source in calendar_sources()
        if _may_have(source, wanted)
        for entry in _readable(source, convention, reader.grants, on=on)
        if _is_wanted(entry, wanted, own, uids)
    ]


def own_session_uids(address: str) -> frozenset[str]:
    """Of the sessions at which the person of this address speaks, or to which they are invited."""
    speaking = select(Speaker.session_id).where(func.lower(Speaker.email) == address.lower())
    invited = select(SessionInvitation.session_id).where(
        func.lower(SessionInvitation.address) == address.lower(), SessionInvitation.withdrawn_at.is_(None)
    )
    found = union(speaking, invited).subquery()
    return frozenset(db.session.scalars(select(Session.uid).where(Session.id.in_(select(found)))))


def name_of(wanted: Wanted) -> str:
    """How calendar programs call it."""
    whose = wanted.convention or "APMBC and CCM"
    return {
        Scope.OWN: "My offices and sessions",
        Scope.ALL: f"{whose}: meetings and deadlines",
        Scope.DEADLINES: f"{whose}: deadlines",
        Scope.BODY: f"{whose}: {wanted.body}",
    }[wanted.scope]


def _may_have(source: CalendarSource, wanted: Wanted) -> bool:
    if wanted.scope is Scope.DEADLINES:
        return source.deadlines
    return source.of_bodies or wanted.scope is Scope.ALL


def _readable(source: CalendarSource, convention: str, grants: Sequence[Grant], *, on: date) -> Iterator[CalendarEntry]:
    if not holds(grants, source.right, on=on, convention=convention):
        return
    seen: dict[str, bool] = {}
    for entry in source.entries(convention, on=on):
        if entry.body not in seen:
            seen[entry.body] = holds(grants, source.right, on=on, convention=convention, body=entry.body or None)
        if seen[entry.body]:
            yield entry


def _own_bodies(grants: Sequence[Grant], convention: str, *, on: date) -> frozenset[str]:
    return frozenset(
        grant.body for grant in grants if grant.body and grant.convention == convention and grant.period.contains(on)
    )


def _is_wanted(entry: CalendarEntry, wanted: Wanted, bodies: Collection[str], uids: Collection[str]) -> bool:
    if wanted.scope is Scope.BODY:
        return entry.body == wanted.body
    if wanted.scope is Scope.OWN:
        return entry.uid in uids or (bool(entry.body) and entry.body in bodies)
    return True
