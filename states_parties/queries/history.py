"""One State under one Convention through time: everything its page tells as of a day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import or_, select

from conventions.definitions import Convention
from conventions.definitions import Obligation as Definition
from conventions.registry import CONVENTIONS, get_convention
from conventions.rules import initial_deadline
from core.db import db
from core.errors import NotFound
from states_parties.facts import DatedObligation, Retained, Sourcing, StateFacts
from states_parties.models import (
    FormKind,
    Membership,
    Office,
    Precision,
    ReportKind,
    State,
    Statement,
)
from states_parties.queries.as_of import (
    Grouped,
    Registers,
    bond_of,
    came_late,
    extensions_in,
    in_force_among,
    report_due_on,
    sourcing,
)
from states_parties.queries.facts import facts_of
from states_parties.queries.states import get_state
from states_parties.rules.standing import Bond, Standing, standing_history


@dataclass(frozen=True)
class BondOnRecord:
    """One bond with its days, those after the day asked about among them."""

    bond: Bond
    deposit_year: int | None
    sourcing: Sourcing


@dataclass(frozen=True)
class DeadlineStep:
    """One deadline of an obligation and what gave it. by_rule: what the article gives, for an initial deadline only.

    granted_at, decided_on: the meeting that granted the extension and the day it closed, empty for the initial one.
    in_force: the deadline of the day asked about. decided: by then.
    """

    deadline: date
    granted_at: str
    decided_on: date | None
    decided: bool
    in_force: bool
    by_rule: date | None
    sourcing: Sourcing


@dataclass(frozen=True)
class DeadlineHistory:
    """years_initial and source are those of the article: why the initial deadline is what it is."""

    obligation: DatedObligation
    years_initial: int | None
    max_extension_months: int | None
    source: str
    steps: tuple[DeadlineStep, ...]


@dataclass(frozen=True)
class ReportOnRecord:
    kind: ReportKind
    year_covered: int | None
    received_on: date
    precision: Precision
    due_on: date | None
    late: bool | None
    form_kind: FormKind | None
    language: str
    public_link: str
    sourcing: Sourcing


@dataclass(frozen=True)
class StatementHistory:
    """A statement with its days. in_force: on the day asked about."""

    statement_id: int
    subject: str
    status: str
    starts_on: date
    ends_before: date | None
    in_force: bool
    sourcing: Sourcing


@dataclass(frozen=True)
class Information:
    """What came on an obligation otherwise than in a report."""

    article: str
    received_on: date
    means: str
    summary: str
    sourcing: Sourcing


@dataclass(frozen=True)
class ContactOnRecord:
    """in_force: on the day asked about. office decides where letters go; a capital gets copies."""

    mission_id: int
    office: Office
    post_name: str
    city: str
    address_lines: str
    email: str
    person_name: str
    person_function: str
    head_kind: str
    honorific: str
    language: str
    starts_on: date
    ends_before: date | None
    confirmed_on: date | None
    in_force: bool
    sourcing: Sourcing


@dataclass(frozen=True)
class StateHistory:
    """facts: the snapshot of the day, as letters take it. standings: all changes known, later ones among them.

    elsewhere: the same under each other Convention.
    """

    facts: StateFacts
    undated: bool
    bonds: tuple[BondOnRecord, ...]
    standings: tuple[tuple[date, Standing], ...]
    elsewhere: tuple[tuple[str, tuple[tuple[date, Standing], ...]], ...]
    deadlines: tuple[DeadlineHistory, ...]
    retained: tuple[Retained, ...]
    reports: tuple[ReportOnRecord, ...]
    statements: tuple[StatementHistory, ...]
    information: tuple[Information, ...]
    contacts: tuple[ContactOnRecord, ...]


def state_history(code: str, state: str, *, on: date) -> StateHistory:
    """The State by its code or its name in addresses; NotFound. Nine reads."""
    row, bonds_of = _state_with_bonds(state)
    registers = Registers(get_convention(code), on, [row.iso3])
    bonds = bonds_of[code]
    registers.memberships = defaultdict(list, {row.iso3: bonds})
    return StateHistory(
        facts=facts_of(row, registers),
        undated=registers.standing_of(row.iso3).undated,
        bonds=tuple(BondOnRecord(bond_of(bond), bond.deposit_year, sourcing(bond)) for bond in bonds),
        standings=_standings(bonds),
        elsewhere=tuple((other, _standings(bonds_of[other])) for other in CONVENTIONS if other != code),
        deadlines=_deadlines(registers, row.iso3),
        retained=tuple(
            Retained(each.quantity, each.as_of_year, sourcing(each)) for each in registers.retained[row.iso3]
        ),
        reports=_reports(registers, row.iso3),
        statements=_statements(registers.statements[row.iso3], on),
        information=_information(registers.information[row.iso3]),
        contacts=_contacts(registers.missions[row.iso3], on),
    )


def get_statement(code: str, iso3: str, statement_id: int) -> Statement:
    """The statement of that number, where it is one of the State under the Convention; NotFound."""
    statement = db.session.get(Statement, statement_id)
    if statement is None or (statement.convention, statement.iso3) != (code, iso3):
        raise NotFound(f"There is no statement {statement_id} of {iso3} under the {code}.")
    return statement


def _state_with_bonds(text: str) -> tuple[State, Grouped]:
    """The State, and its bonds by Convention; one read where the text is its code or its name in addresses."""
    wanted = or_(State.iso3 == text.strip().upper(), State.slug == text.strip().lower())
    statement = select(State, Membership).outerjoin(Membership, Membership.iso3 == State.iso3).order_by(Membership.id)
    found = db.session.execute(statement.where(wanted)).all()
    if not found:
        found = db.session.execute(statement.where(State.iso3 == get_state(text).iso3)).all()
    bonds: Grouped = defaultdict(list)
    for _, bond in found:
        if bond is not None:
            bonds[bond.convention].append(bond)
    return found[0][0], bonds


def _standings(bonds: Sequence[Any]) -> tuple[tuple[date, Standing], ...]:
    return tuple(standing_history([bond_of(bond) for bond in bonds]))


def _deadlines(registers: Registers, iso3: str) -> tuple[DeadlineHistory, ...]:
    in_force_on = registers.standing_of(iso3).entry_into_force_on
    rows_of = {
        article: list(rows) for article, rows in groupby(registers.obligations[iso3], key=lambda row: row.article)
    }
    return tuple(
        _deadline(registers, obligation, rows_of[obligation.article], in_force_on)
        for obligation in registers.obligations_of(iso3)
    )


def _deadline(
    registers: Registers, obligation: DatedObligation, rows: Sequence[Any], in_force_on: date | None
) -> DeadlineHistory:
    definition = registers.convention.by_article(obligation.article)
    steps = [] if obligation.initial_deadline is None else [_initial_step(obligation, definition, in_force_on)]
    for row in extensions_in(rows):
        decided_on = registers.decided_on(row.granted_at)
        steps.append(
            DeadlineStep(
                deadline=row.extended_to,
                granted_at=row.granted_at,
                decided_on=decided_on,
                decided=decided_on is None or decided_on <= registers.on,
                in_force=(row.extended_to, row.granted_at) == (obligation.deadline, obligation.granted_at),
                by_rule=None,
                sourcing=Sourcing(row.grant_source, str(row.grant_confidence), row.grant_notes),
            )
        )
    return DeadlineHistory(
        obligation, definition.years_initial, definition.max_extension_months, definition.source, tuple(steps)
    )


def _initial_step(obligation: DatedObligation, definition: Definition, in_force_on: date | None) -> DeadlineStep:
    assert obligation.initial_deadline is not None
    return DeadlineStep(
        deadline=obligation.initial_deadline,
        granted_at="",
        decided_on=None,
        decided=True,
        in_force=obligation.deadline == obligation.initial_deadline,
        by_rule=initial_deadline(definition, in_force_on) if in_force_on else None,
        sourcing=obligation.sourcing,
    )


def _reports(registers: Registers, iso3: str) -> tuple[ReportOnRecord, ...]:
    """The newest first."""
    in_force_on = registers.standing_of(iso3).entry_into_force_on
    return tuple(_report(registers.convention, row, in_force_on) for row in reversed(registers.reports[iso3]))


def _report(convention: Convention, row: Any, in_force_on: date | None) -> ReportOnRecord:
    due_on = report_due_on(convention, row, in_force_on)
    return ReportOnRecord(
        kind=row.kind,
        year_covered=row.year_covered,
        received_on=row.received_on,
        precision=row.received_precision,
        due_on=due_on,
        late=came_late(row, due_on),
        form_kind=row.form_kind,
        language=row.language,
        public_link=row.public_link,
        sourcing=sourcing(row),
    )


def _statements(rows: Sequence[Any], on: date) -> tuple[StatementHistory, ...]:
    standing = in_force_among(rows, on)
    return tuple(
        StatementHistory(
            row.id, row.subject, row.status, row.starts_on, row.ends_before, row in standing, sourcing(row)
        )
        for row in rows
    )


def _information(rows: Sequence[Any]) -> tuple[Information, ...]:
    """The newest first."""
    newest_first = sorted(rows, key=lambda row: (row.received_on, row.id), reverse=True)
    return tuple(
        Information(row.article, row.received_on, row.means, row.summary, sourcing(row)) for row in newest_first
    )


def _contacts(rows: Sequence[Any], on: date) -> tuple[ContactOnRecord, ...]:
    standing = in_force_among(rows, on)
    return tuple(
        ContactOnRecord(
            mission_id=row.id,
            office=row.office,
            post_name=row.post_name,
            city=row.city,
            address_lines=row.address_lines,
            email=row.email,
            person_name=row.person_name,
            person_function=row.person_function,
            head_kind=row.head_kind,
            honorific=row.honorific,
            language=row.language,
            starts_on=row.starts_on,
            ends_before=row.ends_before,
            confirmed_on=row.confirmed_on,
            in_force=row in standing,
            sourcing=sourcing(row),
        )
        for row in rows
    )
