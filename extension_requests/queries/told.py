"""What letters tell of one request: read once for all letters of a campaign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.db import db
from extension_requests.models.analysis import Question, QuestionState
from extension_requests.models.decisions import Clause, Promise, RequestDecision
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.decisions import last_decision
from extension_requests.queries.letters import told_until
from extension_requests.rules.promises import PromiseState
from states_parties.models import State
from states_parties.rules.names import StateNames

ABOUT = "request:"


@dataclass(frozen=True)
class Told:
    """questions: of the round that is under way, number and text. dates, missed: kind of what is due, and its day."""

    dossier: Dossier
    names: StateNames
    decision: RequestDecision | None
    questions: Sequence[tuple[int, str]]
    answers_due_on: date | None
    dates: Sequence[tuple[str, date]]
    missed: Sequence[tuple[str, date]]


def about(dossier: Dossier, *, until: date | None = None) -> str:
    """As campaigns name the request their letters are about. until: the last day of what they tell was missed."""
    return f"{ABOUT}{dossier.id}{f' {until.isoformat()}' if until else ''}"


def told_about(text: str) -> Told | None:
    """What is told of the request that a campaign names, if it names one."""
    number, _blank, until = text.removeprefix(ABOUT).partition(" ")
    found = db.session.get(Dossier, int(number)) if text.startswith(ABOUT) and number.isdecimal() else None
    return told_of(found, until=date.fromisoformat(until) if until else None) if found else None


def told_of(dossier: Dossier, *, until: date | None = None) -> Told:
    """As the rows stand now. until: of what was missed only that which was due by the day and no letter told before."""
    after = told_until(dossier, before=until) if until else None
    questions = _questions(dossier)
    days = [each.answer_due_on for each in questions if each.answer_due_on]
    promises = _promises(dossier)
    missed = [(kind, due_on) for kind, due_on, state in promises if state is PromiseState.MISSED]
    return Told(
        dossier=dossier,
        names=StateNames.of(db.session.get_one(State, dossier.iso3)),
        decision=last_decision(dossier),
        questions=[(each.number, each.text) for each in questions],
        answers_due_on=max(days, default=None),
        dates=[(kind, due_on) for kind, due_on, state in promises if state is PromiseState.DUE],
        missed=[(kind, due_on) for kind, due_on in missed if (after or date.min) < due_on <= (until or date.max)],
    )


def _questions(dossier: Dossier) -> Sequence[Question]:
    """Those of the last round that wait for an answer; failing these, those not sent yet.

    In this order, so that a letter about a round never shows what is being written for the next one.
    """
    waiting = db.session.scalars(
        select(Question)
        .where(Question.dossier_id == dossier.id, Question.state.in_((QuestionState.ASKED, QuestionState.DRAFT)))
        .order_by(Question.number)
    ).all()
    asked = [each for each in waiting if each.state is QuestionState.ASKED]
    last = max((each.round for each in asked), default=0)
    return [each for each in asked if each.round == last] or waiting


def _promises(dossier: Dossier) -> Sequence[tuple[str, date, PromiseState]]:
    rows = db.session.execute(
        select(Clause.kind, Promise.due_on, Promise.state)
        .join(Clause, Clause.id == Promise.clause_id)
        .where(Clause.dossier_id == dossier.id)
        .order_by(Promise.due_on, Clause.place)
    )
    return [(row.kind.value, row.due_on, row.state) for row in rows]
