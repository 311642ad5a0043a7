"""What extension requests put into a calendar: every day of each request that is open, and what was promised."""

from datetime import date

from flask import url_for
from sqlalchemy import select

from core.db import db
from core.ical.entries import CalendarEntry
from extension_requests.models.decisions import Clause, Promise
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.lines import Line, lines
from extension_requests.rules.promises import PromiseState
from extension_requests.rules.timetable import Step
from states_parties.models import State


def request_entries(convention: str, *, on: date) -> list[CalendarEntry]:
    """One for each step of each request that is not decided, those behind it among them; they keep their UIDs."""
    found = lines(convention, on=on)
    return [_step(line, step) for line in found if line.is_open for step in line.steps]


def promise_entries(convention: str, *, on: date) -> list[CalendarEntry]:
    """What decisions ask for and is still due."""
    rows = db.session.execute(
        select(
            Promise.id,
            Promise.due_on,
            Clause.kind,
            Clause.text,
            Dossier.convention,
            Dossier.article,
            Dossier.number,
            State.slug,
            State.list_en,
        )
        .join(Clause, Clause.id == Promise.clause_id)
        .join(Dossier, Dossier.id == Clause.dossier_id)
        .join(State, State.iso3 == Dossier.iso3)
        .where(Dossier.convention == convention, Promise.state == PromiseState.DUE)
        .order_by(Promise.due_on, Promise.id)
    )
    return [
        CalendarEntry(
            uid=f"promise-{row.id}@chancery",
            day=row.due_on,
            title=f"{convention}: {row.kind.value} of {row.list_en}, Article {row.article}",
            description=row.text,
            address=_address(row),
            categories=(convention, "deadline"),
        )
        for row in rows
    ]


def _step(line: Line, step: Step) -> CalendarEntry:
    row = line.row
    key = step.what.lower().replace(" ", "-")
    return CalendarEntry(
        uid=f"request-{row.id}-{key}@chancery",
        day=step.due_on,
        title=f"{row.convention}: {step.what}, {row.list_en}, Article {row.article}",
        description=f"{step.rule[:1].upper()}{step.rule[1:]}. Source: {step.source}.",
        address=_address(row),
        categories=(row.convention, "deadline"),
    )


def _address(row: object) -> str:
    values = {name: getattr(row, name) for name in ("convention", "article", "slug", "number")}
    return url_for("extension_requests.dossier", **values, _external=True)
