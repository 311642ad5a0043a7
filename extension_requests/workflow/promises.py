"""What a decision asks for is followed up: made from its clauses, kept with evidence, missed, or no longer due."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from core.audit.workflow import Actor
from core.db import db
from core.errors import NotFound, RuleViolation
from extension_requests.document_files import Upload
from extension_requests.models.decisions import Clause, Promise
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.decisions import last_decision, text_of_clause
from extension_requests.queries.dossiers import open_dossier
from extension_requests.rules.clauses import due_days
from extension_requests.rules.documents import DocumentKind
from extension_requests.rules.machine import COMING, NOT_THERE, Act, Who, check_transition
from extension_requests.rules.promises import OPEN, PromiseState, settled, standing_on
from extension_requests.workflow.documents import file_upload
from extension_requests.workflow.dossiers import withdraw
from extension_requests.workflow.transitions import advance, hold_dossier, tell
from states_parties.facts import Sourcing
from states_parties.workflow.deadlines import complete_obligation

COMPLETION = "The State declared completion."


def make_promises(dossier: Dossier, clauses: Sequence[Clause], *, decided_on: date) -> int:
    """One for each clause and year, all due; how many."""
    made = [
        Promise(clause_id=clause.id, due_on=day)
        for clause in clauses
        for day in due_days(text_of_clause(clause))
        if day > decided_on
    ]
    db.session.add_all(made)
    db.session.flush()
    return len(made)


def settle_promise(
    dossier: Dossier,
    promise_id: int,
    *,
    kept_on: date,
    evidence: str,
    upload: Upload | None,
    language: str = "EN",
    on: date,
    by: Actor,
) -> Promise:
    """What was asked for came on a day: kept, or kept late, as the evidence shows. The dossier is held.

    upload: the document that came, kept on file.
    """
    promise, clause = promise_of(dossier, promise_id)
    decision = last_decision(dossier)
    decided_on = decision.decided_on if decision else dossier.state_since
    state = settled(promise.state, promise.due_on, kept_on=kept_on, decided_on=decided_on, on=on)
    if not evidence.strip():
        raise RuleViolation("Say what shows that it was kept: a report, a document, a statement.", field="evidence")
    if upload is not None:
        document = file_upload(
            dossier,
            DocumentKind.EVIDENCE,
            upload,
            language=language,
            dated_on=kept_on,
            name=f"{clause.kind.value.capitalize()} {promise.due_on.year}",
            by=by,
        )
        promise.document_id = document.id
    promise.state, promise.kept_on, promise.evidence = state, kept_on, evidence.strip()
    _settled(promise, by)
    _tell("request:promise-kept", dossier, promise, clause, by=by, evidence=promise.evidence)
    return promise


def drop_promise(dossier: Dossier, promise_id: int, *, reason: str, by: Actor) -> Promise:
    """It is no longer due, for a reason: a meeting changed what was asked for, or it was asked for twice."""
    promise, clause = promise_of(dossier, promise_id)
    if promise.state not in OPEN:
        raise RuleViolation(f"This is settled already: {promise.state.value}.")
    if not reason.strip():
        raise RuleViolation("Say why it is no longer due.", field="evidence")
    promise.state, promise.evidence = PromiseState.DROPPED, reason.strip()
    _settled(promise, by)
    _tell("request:promise-dropped", dossier, promise, clause, by=by, reason=promise.evidence)
    return promise


def note_missed(dossier: Dossier, *, on: date, by: Actor) -> int:
    """What was due before the day and did not come is missed; how many were noted. The dossier is held."""
    missed = [
        (promise, clause)
        for promise, clause in _promises(dossier)
        if standing_on(promise.state, promise.due_on, on=on) is not promise.state
    ]
    for promise, clause in missed:
        promise.state = PromiseState.MISSED
        _settled(promise, by)
        _tell("request:promise-missed", dossier, promise, clause, by=by)
    return len(missed)


def complete(
    dossier: Dossier,
    *,
    completed_on: date,
    declaration: Upload | None,
    language: str,
    who: frozenset[Who],
    on: date,
    by: Actor,
) -> None:
    """The State has declared completion: the obligation is fulfilled, what was still due no longer is. It is held.

    A next request about the obligation that has not come is no longer waited for.
    declaration: None where it is on file. Source: declarations of completion of both Conventions.
    """
    check_transition(dossier.state, Act.COMPLETE, who)
    if completed_on > on:
        raise RuleViolation("Completion is not declared of a day to come.", field="completed_on")
    if declaration is not None:
        file_upload(dossier, DocumentKind.COMPLETION, declaration, language=language, dated_on=on, by=by)
    dossier.completed_on = completed_on
    advance(dossier, Act.COMPLETE, who=who, on=on, by=by, completed_on=completed_on.isoformat())
    complete_obligation(
        dossier.convention,
        dossier.iso3,
        dossier.article,
        completed_on=completed_on.isoformat(),
        on=on,
        sourcing=Sourcing("Declaration of completion on file", "high"),
        by=by,
    )
    for promise, _clause in _promises(dossier):
        if promise.state is PromiseState.DUE:
            promise.state, promise.evidence = PromiseState.DROPPED, COMPLETION
            _settled(promise, by)
    db.session.flush()
    _close_the_next(dossier, who=who, on=on, by=by)


def promise_of(dossier: Dossier, promise_id: int) -> tuple[Promise, Clause]:
    """NotFound where the dossier has no such promise."""
    for promise, clause in _promises(dossier):
        if promise.id == promise_id:
            return promise, clause
    raise NotFound("There is no such promise.")


def _close_the_next(dossier: Dossier, *, who: frozenset[Who], on: date, by: Actor) -> None:
    following = open_dossier(dossier.convention, dossier.article, dossier.iso3)
    if following is not None and following.state in (*COMING, *NOT_THERE):
        withdraw(hold_dossier(following.id), reason=COMPLETION, who=who, on=on, by=by)


def _promises(dossier: Dossier) -> Sequence[tuple[Promise, Clause]]:
    rows = db.session.execute(
        select(Promise, Clause)
        .join(Clause, Clause.id == Promise.clause_id)
        .where(Clause.dossier_id == dossier.id)
        .order_by(Promise.due_on, Clause.place)
        .execution_options(populate_existing=True)
    )
    return [(promise, clause) for promise, clause in rows]


def _settled(promise: Promise, by: Actor) -> None:
    promise.settled_at, promise.settled_by = by.at, by.name
    db.session.flush()


def _tell(act: str, dossier: Dossier, promise: Promise, clause: Clause, *, by: Actor, **more: str) -> None:
    tell(act, dossier, by=by, what=clause.kind.value, due_on=promise.due_on.isoformat(), **more)
