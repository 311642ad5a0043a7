"""What meetings decided on a request, what was put to silence, the meeting that decides, and the clauses."""

from collections.abc import Sequence

from sqlalchemy import func, select

from conventions.days import Days
from conventions.models import Meeting, MeetingState
from conventions.naming import whole_of
from core.db import db
from core.seen.guard import seen_of
from extension_requests.models.decisions import Clause, RequestDecision, SilenceProcedure
from extension_requests.models.dossiers import Dossier
from extension_requests.rules.clauses import ClauseText
from extension_requests.rules.decisions import Sitting
from extension_requests.rules.silence import Silence


def decisions_on(dossier: Dossier) -> Sequence[RequestDecision]:
    """Every decision on the request, the newest first; more than one where it was deferred."""
    return db.session.scalars(
        select(RequestDecision)
        .where(RequestDecision.dossier_id == dossier.id)
        .order_by(RequestDecision.decided_on.desc(), RequestDecision.id.desc())
    ).all()


def last_decision(dossier: Dossier) -> RequestDecision | None:
    return next(iter(decisions_on(dossier)), None)


def newest_silence(dossier: Dossier) -> SilenceProcedure | None:
    """Of the meeting that is to decide; what was put to silence for another one decides nothing here."""
    return db.session.scalars(
        select(SilenceProcedure)
        .where(SilenceProcedure.dossier_id == dossier.id, SilenceProcedure.meeting == dossier.meeting)
        .order_by(SilenceProcedure.id.desc())
        .limit(1)
    ).one_or_none()


def decided_on(dossier: Dossier) -> tuple[Sequence[RequestDecision], SilenceProcedure | None]:
    """Every decision, the newest first, and the newest silence procedure of whichever meeting; one query."""
    newest = select(func.max(SilenceProcedure.id)).where(SilenceProcedure.dossier_id == dossier.id).scalar_subquery()
    rows = db.session.execute(
        select(RequestDecision, SilenceProcedure)
        .select_from(Dossier)
        .outerjoin(RequestDecision, RequestDecision.dossier_id == Dossier.id)
        .outerjoin(SilenceProcedure, SilenceProcedure.id == newest)
        .where(Dossier.id == dossier.id)
        .order_by(RequestDecision.decided_on.desc(), RequestDecision.id.desc())
    ).all()
    return [decision for decision, _silence in rows if decision is not None], rows[0][1] if rows else None


def silence_of(row: SilenceProcedure) -> Silence:
    """As the rules look at it."""
    return Silence(row.opened_at, row.closes_at, row.broken_at)


def seen_of_clause(clause: Clause) -> str:
    """The clause as a form saw it: another once its text, its kind or its days are."""
    return seen_of(clause, ("id", "kind", "text", "due_month", "due_day", "first_year", "last_year"))


def clauses_of(dossier: Dossier) -> Sequence[Clause]:
    """In the order of the decision."""
    return db.session.scalars(select(Clause).where(Clause.dossier_id == dossier.id).order_by(Clause.place)).all()


def text_of_clause(row: Clause) -> ClauseText:
    """As the rules look at it."""
    return ClauseText(row.kind, row.text, row.due_month, row.due_day, row.first_year, row.last_year)


def meeting_rows(dossier: Dossier) -> Sequence[Meeting]:
    """The meeting that considers the request, part by part; none where none is named, or the calendar lost it."""
    rows = db.session.scalars(
        select(Meeting)
        .where(Meeting.convention == dossier.convention, Meeting.short.startswith(dossier.meeting, autoescape=True))
        .order_by(Meeting.starts_on, Meeting.id)
    ).all()
    return [row for row in rows if dossier.meeting and dossier.meeting in (row.short, whole_of(row.short))]


def sitting_of(dossier: Dossier) -> Sitting | None:
    """The meeting as the calendar has it. Cancelled: every part of it is."""
    rows = meeting_rows(dossier)
    if not rows:
        return None
    held = [row for row in rows if row.state is not MeetingState.CANCELLED] or rows
    return Sitting(
        name=dossier.meeting,
        opens_on=held[0].starts_on,
        closes_on=held[-1].ends_on,
        cancelled=all(row.state is MeetingState.CANCELLED for row in rows),
        parts=[Days(row.starts_on, row.ends_on) for row in held if row.starts_on and row.ends_on],
    )
