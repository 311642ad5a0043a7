"""Initial reports under Article 7: who owed one on a day, who had sent it, and from when that is known."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from conventions.registry import get_convention
from conventions.rules import initial_report_due_on
from core.db import db
from core.errors import NotFound
from states_parties.facts import Sourcing
from states_parties.models import Precision, RegisterClosure, ReportKind
from states_parties.queries.as_of import Registers, sourcing, states_by_name
from states_parties.rules.reporting import Rate, initial_rate
from states_parties.rules.standing import Standing

RECEIVED, OVERDUE, NOT_YET_DUE = "received", "overdue", "not yet due"
BOUND = (Standing.STATE_PARTY, Standing.NOT_YET_IN_FORCE)


@dataclass(frozen=True, slots=True)
class InitialReportRow:
    """A State bound by deposit, and its initial report. situation: received, overdue or not yet due.

    Not yet due it is also where it came early: the rate counts those alone that owed it.
    """

    iso3: str
    slug: str
    name: str
    in_force_on: date
    due_on: date
    received_on: date | None
    precision: Precision | None
    situation: str


@dataclass(frozen=True, slots=True)
class Closed:
    """A register that the office holds to be complete as of a day. year_covered: None for all but annual reports."""

    closure_id: int
    subject: str
    year_covered: int | None
    complete_as_of: date
    sourcing: Sourcing


def initial_report_rows(code: str, *, on: date) -> list[InitialReportRow]:
    """Every State bound by deposit on the day, by English list name; three reads."""
    convention = get_convention(code)
    registers = Registers(convention, on)
    rows = []
    for state in states_by_name():
        record = registers.standing_of(state.iso3)
        if record.standing not in BOUND or record.entry_into_force_on is None:
            continue
        report = next((row for row in registers.reports[state.iso3] if row.kind is ReportKind.INITIAL), None)
        due_on = initial_report_due_on(convention, record.entry_into_force_on)
        rows.append(_row(state, record.entry_into_force_on, due_on, report, on))
    return rows


def rate_of(code: str, rows: list[InitialReportRow], *, on: date) -> Rate:
    """How many of those that owed an initial report by the day had sent it."""
    parties = {row.iso3: row.in_force_on for row in rows}
    received = {row.iso3: row.received_on for row in rows if row.received_on is not None}
    return initial_rate(get_convention(code), parties, received, on)


def closures_on(code: str, *, on: date) -> list[Closed]:
    """The registers that were held to be complete by the day; one read."""
    closure = RegisterClosure
    rows = db.session.execute(
        select(*closure.__table__.c)
        .where(closure.convention == code, closure.complete_as_of <= on)
        .order_by(closure.subject, closure.year_covered)
    )
    return [Closed(row.id, str(row.subject), row.year_covered, row.complete_as_of, sourcing(row)) for row in rows]


def get_closure(code: str, closure_id: int) -> RegisterClosure:
    """NotFound when it is none of this Convention."""
    closure = db.session.get(RegisterClosure, closure_id)
    if closure is None or closure.convention != code:
        raise NotFound(f"The {code} has no closed register {closure_id}.")
    return closure


def _row(state: Any, in_force_on: date, due_on: date, report: Any, on: date) -> InitialReportRow:
    owed = RECEIVED if report else OVERDUE
    return InitialReportRow(
        iso3=state.iso3,
        slug=state.slug,
        name=state.list_en,
        in_force_on=in_force_on,
        due_on=due_on,
        received_on=report.received_on if report else None,
        precision=report.received_precision if report else None,
        situation=owed if due_on <= on else NOT_YET_DUE,
    )
