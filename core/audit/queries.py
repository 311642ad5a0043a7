"""Reading the audit log. It may be huge: filters and pages are the database's work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, or_, select

from core.audit.models import AuditEntry
from core.db import Ref, db


@dataclass(frozen=True)
class Sought:
    """What somebody looks for. Days are the office's, both included; None and empty mean everything."""

    person: str = ""
    act: str = ""
    kind: str = ""
    text: str = ""
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class Page:
    """Some entries, newest first; `older_than` continues the list, None at its end."""

    entries: Sequence[AuditEntry]
    older_than: int | None


def history_of(subject: Ref, *, newest: int = 50) -> Sequence[AuditEntry]:
    """The last entries about one object, newest first."""
    return db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.subject_kind == subject.kind, AuditEntry.subject_id == subject.id)
        .order_by(AuditEntry.id.desc())
        .limit(newest)
    ).all()


def found(sought: Sought, *, zone: str, size: int = 100, older_than: int | None = None) -> Page:
    """One page of what was sought; one query, as quick at the end of the log as at its beginning."""
    statement = _matching(sought, zone)
    if older_than is not None:
        statement = statement.where(AuditEntry.id < older_than)
    entries = db.session.scalars(statement.limit(size + 1)).all()
    return Page(entries[:size], entries[size - 1].id if len(entries) > size else None)


def newest_found(sought: Sought, *, zone: str, most: int) -> Sequence[AuditEntry]:
    """Everything that was sought, newest first, up to `most` entries."""
    return db.session.scalars(_matching(sought, zone).limit(most)).all()


def kinds() -> list[str]:
    """The kinds of object the log speaks of: one step in the index per kind, however many entries there are."""
    known: list[str] = []
    after = ""
    while kind := db.session.scalar(select(func.min(AuditEntry.subject_kind)).where(AuditEntry.subject_kind > after)):
        known.append(kind)
        after = kind
    return known


def _matching(sought: Sought, zone: str) -> Select[AuditEntry]:
    conditions: list[ColumnElement[bool]] = []
    if sought.person:
        conditions.append(AuditEntry.actor_name.icontains(sought.person, autoescape=True))
    if sought.act:
        conditions.append(AuditEntry.act == sought.act)
    if sought.kind:
        conditions.append(AuditEntry.subject_kind == sought.kind)
    if sought.text:
        conditions.append(
            or_(
                AuditEntry.subject_name.icontains(sought.text, autoescape=True),
                AuditEntry.subject_id == sought.text,
            )
        )
    if sought.first_day:
        conditions.append(AuditEntry.at >= _midnight(sought.first_day, zone))
    if sought.last_day:
        conditions.append(AuditEntry.at < _midnight(sought.last_day + timedelta(days=1), zone))
    return select(AuditEntry).where(*conditions).order_by(AuditEntry.id.desc())


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(zone))
