"""The clauses of a decision: drafted by rule, changed by hand, final once the request is granted."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, func, select

from core.audit.workflow import Actor
from core.db import db
from core.errors import NotFound, RuleViolation
from core.seen.guard import check_seen
from extension_requests.models.decisions import Clause
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.basis import basis_of
from extension_requests.queries.decisions import clauses_of, seen_of_clause
from extension_requests.rules.clauses import ClauseText, check_clause, draft_clauses
from extension_requests.rules.machine import OPEN
from extension_requests.workflow.transitions import tell


def draft_anew(dossier: Dossier, *, until: date | None, on: date, by: Actor) -> Sequence[Clause]:
    """The clauses are what follows by rule from the request; what stood there before is gone. The dossier is held.

    until: the day to be granted, None for the day asked for. on: the day of the decision as far as it is known.
    """
    _check_open(dossier)
    day = until or dossier.asked_until
    if day is None:
        raise RuleViolation("The request does not say how long it asks for: there is nothing to decide.", field="until")
    if day <= dossier.deadline:
        raise RuleViolation("The extension would gain no time.", field="until")
    db.session.execute(delete(Clause).where(Clause.dossier_id == dossier.id))
    drafted = draft_clauses(basis_of(dossier, until=day, on=on))
    for place, each in enumerate(drafted, start=1):
        _add(dossier, each, place)
    db.session.flush()
    tell("request:clauses-drafted", dossier, by=by, clauses=len(drafted))
    return clauses_of(dossier)


def add_clause(dossier: Dossier, clause: ClauseText, *, by: Actor) -> Clause:
    """It comes last."""
    _check_open(dossier)
    check_clause(clause, until=dossier.asked_until)
    last = db.session.scalar(select(func.max(Clause.place)).where(Clause.dossier_id == dossier.id)) or 0
    row = _add(dossier, clause, last + 1)
    db.session.flush()
    tell("request:clause-added", dossier, by=by, text=clause.text[:200])
    return row


def change_clause(dossier: Dossier, clause_id: int, clause: ClauseText, *, seen: str, by: Actor) -> None:
    """seen: what `seen_of_clause` said as it was read. WrittenMeanwhile where somebody has changed it since."""
    _check_open(dossier)
    row = get_clause(dossier, clause_id)
    check_seen(seen, seen_of_clause(row), "this clause")
    check_clause(clause, until=dossier.asked_until)
    before = row.text
    row.kind, row.text = clause.kind, clause.text.replace("\r\n", "\n").strip()
    row.due_month, row.due_day = clause.month, clause.day
    row.first_year, row.last_year = clause.first_year, clause.last_year
    db.session.flush()
    tell("request:clause-changed", dossier, by=by, text=[before[:200], row.text[:200]])


def remove_clause(dossier: Dossier, clause_id: int, *, by: Actor) -> None:
    """Those after it move up."""
    _check_open(dossier)
    row = get_clause(dossier, clause_id)
    text = row.text
    db.session.delete(row)
    db.session.flush()
    for place, each in enumerate(clauses_of(dossier), start=1):
        each.place = place
        db.session.flush()  # one by one: no two clauses have the same place in between
    tell("request:clause-removed", dossier, by=by, text=text[:200])


def get_clause(dossier: Dossier, clause_id: int) -> Clause:
    """As it stands now, whatever was read before. NotFound where the dossier has no such clause."""
    row = db.session.get(Clause, clause_id, populate_existing=True)
    if row is None or row.dossier_id != dossier.id:
        raise NotFound("There is no such clause.")
    return row


def _add(dossier: Dossier, clause: ClauseText, place: int) -> Clause:
    row = Clause(
        dossier_id=dossier.id,
        place=place,
        kind=clause.kind,
        text=clause.text.replace("\r\n", "\n").strip(),
        due_month=clause.month,
        due_day=clause.day,
        first_year=clause.first_year,
        last_year=clause.last_year,
    )
    db.session.add(row)
    return row


def _check_open(dossier: Dossier) -> None:
    if dossier.state not in OPEN:
        raise RuleViolation(f"The request is {dossier.state.value}: the text of its decision is final.")
