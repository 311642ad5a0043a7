"""The rows of the register pages as of a day: who stands how, with what to do and by when."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import Row, and_, func, select

from conventions.registry import get_convention
from core.db import db
from core.errors import NotFound
from core.periods import in_force
from core.wording import day_in_words
from states_parties.facts import DatedObligation, Sourcing
from states_parties.models import Article7Report, FormKind, Membership, Mission, Office, Precision, ReportKind, State
from states_parties.queries.as_of import (
    Registers,
    StandingOnRecord,
    came_late,
    report_due_on,
    sourcing,
    standing_on_record,
)
from states_parties.rules.names import sort_key
from states_parties.rules.standing import Standing

UNDATED = "The instrument is deposited; the day is not documented here, so the State is not counted as a State Party."


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One State in the register. open: what it has still to fulfil as a State Party, by article."""

    iso3: str
    slug: str
    name: str
    region: str
    language: str
    standing: Standing
    since: date | None
    note: str
    sourcing: Sourcing | None
    open: tuple[DatedObligation, ...]
    last_report: "LastReport | None"

    @property
    def earliest_deadline(self) -> date | None:
        days = [each.deadline for each in self.open if each.deadline is not None] if self.open else []
        return min(days, default=None)

    @property
    def obligations(self) -> str:
        """What is open, in words: "Article 4, no deadline on record; Article 5 until 31 December 2025"."""
        return "; ".join(_in_words(each) for each in self.open)


@dataclass(frozen=True, slots=True)
class LastReport:
    """The report that came last. received_on is the last day it can have come, where precision is not "day"."""

    received_on: date
    precision: Precision
    year_covered: int | None


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    iso3: str
    slug: str
    name: str
    region: str
    obligation: DatedObligation


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report received. received_on is the last day it can have come, where precision is not "day".

    late: whether it came after due_on; None where the day it came, or the day it was due, is not known.
    """

    iso3: str
    slug: str
    name: str
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


@dataclass(frozen=True, slots=True)
class ContactRow:
    mission_id: int
    iso3: str
    slug: str
    name: str
    office: Office
    post_name: str
    city: str
    email: str
    person_name: str
    language: str
    starts_on: date
    confirmed_on: date | None
    sourcing: Sourcing


def register_rows(code: str, *, on: date) -> list[RegisterRow]:
    """Every State of the register, by English list name; four reads."""
    registers = Registers(get_convention(code), on)
    reports = _last_reports(code, on)
    return [
        _register_row(state, record, registers, reports.get(state.iso3))
        for state, record in _states_with_standing(code, on)
    ]


def standing_counts(code: str, *, on: date) -> dict[Standing, int]:
    """How many States stand how; those whose day of deposit is not known are in no count but State not party."""
    found = Counter(record.standing for _, record in _states_with_standing(code, on))
    return {standing: found[standing] for standing in Standing}


def deposited_count(code: str, *, on: date) -> int:
    """States bound by a deposited instrument, whether the Convention is in force for them or not yet."""
    found = standing_counts(code, on=on)
    return found[Standing.STATE_PARTY] + found[Standing.NOT_YET_IN_FORCE]


def undated_parties(code: str, *, on: date) -> tuple[str, ...]:
    """Names of the States that no count holds as States Parties, because the day of their deposit is not known."""
    return tuple(state.list_en for state, record in _states_with_standing(code, on) if record.undated)


def deadline_rows(code: str, *, on: date, only_open: bool = True) -> list[DeadlineRow]:
    """What States Parties have still to fulfil, the nearest deadline first, what has no deadline last; three reads.

    Without `only_open`, also what they have fulfilled.
    """
    registers = Registers(get_convention(code), on)
    rows = [
        DeadlineRow(state.iso3, state.slug, state.list_en, state.un_regional_group, obligation)
        for state, record in _states_with_standing(code, on)
        if record.standing is Standing.STATE_PARTY
        for obligation in registers.obligations_of(state.iso3, only_open=only_open)
    ]
    return sorted(rows, key=lambda row: row.obligation.deadline or date.max)


def report_rows(code: str, *, on: date) -> list[ReportRow]:
    """The reports on record, the newest first; two reads."""
    convention = get_convention(code)
    reports = Registers(convention, on).reports
    rows = [
        ReportRow(
            iso3=state.iso3,
            slug=state.slug,
            name=state.list_en,
            kind=row.kind,
            year_covered=row.year_covered,
            received_on=row.received_on,
            precision=row.received_precision,
            due_on=(due_on := report_due_on(convention, row, record.entry_into_force_on)),
            late=came_late(row, due_on),
            form_kind=row.form_kind,
            language=row.language,
            public_link=row.public_link,
            sourcing=sourcing(row),
        )
        for state, record in _states_with_standing(code, on)
        for row in reports[state.iso3]
    ]
    return sorted(rows, key=lambda row: row.received_on, reverse=True)


def contact_rows(*, on: date) -> list[ContactRow]:
    """The missions and focal points in force on the day, by the State's English list name, then office; one read."""
    statement = (
        select(State.slug, State.list_en, *Mission.__table__.c)
        .join(State, State.iso3 == Mission.iso3)
        .where(in_force(Mission, on))
        .order_by(Mission.office, Mission.id)
    )
    rows = sorted(db.session.execute(statement), key=lambda row: sort_key(row.list_en))
    return [
        ContactRow(
            mission_id=row.id,
            iso3=row.iso3,
            slug=row.slug,
            name=row.list_en,
            office=row.office,
            post_name=row.post_name,
            city=row.city,
            email=row.email,
            person_name=row.person_name,
            language=row.language,
            starts_on=row.starts_on,
            confirmed_on=row.confirmed_on,
            sourcing=sourcing(row),
        )
        for row in rows
    ]


def get_mission(mission_id: int) -> Mission:
    """The contact of that number, past ones among them; NotFound."""
    mission = db.session.get(Mission, mission_id)
    if mission is None:
        raise NotFound(f"There is no contact {mission_id}.")
    return mission


def _states_with_standing(code: str, on: date) -> list[tuple[Any, StandingOnRecord]]:
    """Each State, by English list name, with its standing on the day; one read."""
    bond = [column for column in Membership.__table__.c if column.name not in ("id", "iso3", "convention")]
    statement = (
        select(State.iso3, State.slug, State.list_en, State.un_regional_group, State.language, *bond)
        .outerjoin(Membership, and_(Membership.iso3 == State.iso3, Membership.convention == get_convention(code).code))
        .order_by(State.iso3, Membership.id)
    )
    groups = [list(rows) for _, rows in groupby(db.session.execute(statement), key=lambda row: row.iso3)]
    groups.sort(key=lambda rows: sort_key(rows[0].list_en))
    return [(rows[0], _standing(tuple(rows), on)) for rows in groups]


@lru_cache(maxsize=4096)
def _standing(rows: tuple[Row[Any], ...], on: date) -> StandingOnRecord:
    """Of rows as values: the same bonds on the same day stand the same, and most pages ask for the same day."""
    return standing_on_record(rows, on)


def _register_row(
    state: Any, record: StandingOnRecord, registers: Registers, last_report: LastReport | None
) -> RegisterRow:
    bound = record.standing is Standing.STATE_PARTY
    return RegisterRow(
        iso3=state.iso3,
        slug=state.slug,
        name=state.list_en,
        region=state.un_regional_group,
        language=state.language,
        standing=record.standing,
        since=record.since,
        note=UNDATED if record.undated else "",
        sourcing=record.sourcing,
        open=registers.obligations_of(state.iso3, only_open=True) if bound else (),
        last_report=last_report,
    )


def _last_reports(code: str, on: date) -> dict[str, LastReport]:
    newest_first = func.row_number().over(
        partition_by=Article7Report.iso3, order_by=(Article7Report.received_on.desc(), Article7Report.id.desc())
    )
    ranked = (
        select(
            Article7Report.iso3,
            Article7Report.received_on,
            Article7Report.received_precision,
            Article7Report.year_covered,
            newest_first.label("place"),
        )
        .where(Article7Report.convention == code, Article7Report.received_on <= on)
        .subquery()
    )
    rows = db.session.execute(select(ranked).where(ranked.c.place == 1))
    return {row.iso3: LastReport(row.received_on, row.received_precision, row.year_covered) for row in rows}


def _in_words(obligation: DatedObligation) -> str:
    if obligation.deadline is None:
        return f"Article {obligation.article}, no deadline on record"
    return f"Article {obligation.article} until {day_in_words(obligation.deadline, 'EN')}"
