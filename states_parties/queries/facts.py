"""The facts of many States at once: a fixed number of reads, however many States there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import and_, select

from conventions.definitions import Convention
from conventions.queries import closing_days
from conventions.registry import get_convention
from conventions.rules import initial_report_due_on
from core.db import db
from core.periods import in_force
from states_parties.facts import (
    DatedObligation,
    MissionOnRecord,
    Reporting,
    Retained,
    Sourcing,
    StateFacts,
    StatementOnRecord,
)
from states_parties.models import (
    Article7Report,
    ClosureSubject,
    DeadlineExtension,
    Membership,
    Mission,
    Obligation,
    Office,
    RegisterClosure,
    ReportKind,
    RetainedItems,
    State,
    Statement,
)
from states_parties.rules.deadlines import GrantedExtension, deadline_on, is_open
from states_parties.rules.names import StateNames, sort_key
from states_parties.rules.reporting import Report, missing_years, undocumented_years
from states_parties.rules.standing import Bond, Standing, standing_history, standing_on

PREFERRED_OFFICES = (Office.GENEVA, Office.NEW_YORK, Office.EMBASSY, Office.CAPITAL)


@dataclass(frozen=True)
class _Closures:
    initial: RegisterClosure | None
    article_9: RegisterClosure | None
    years: frozenset[int]


def state_facts(code: str, *, on: date, iso3s: Iterable[str] | None = None) -> list[StateFacts]:
    """The facts of all States, or of those named, in the order of their English list names."""
    convention = get_convention(code)
    registers = Registers(convention, on, list(iso3s) if iso3s is not None else None)
    return [registers.facts_of(state) for state in states_by_name(registers.iso3s)]


def states_by_name(iso3s: Collection[str] | None = None) -> list[Any]:
    """Rows of all States, or of those named, in the order of their English list names."""
    wanted = select(*State.__table__.c)
    if iso3s is not None:
        wanted = wanted.where(State.iso3.in_(iso3s))
    return sorted(db.session.execute(wanted), key=lambda state: sort_key(state.list_en))


def parties(code: str, *, on: date) -> list[StateFacts]:
    """The facts of the States Parties in force on the day."""
    return [facts for facts in state_facts(code, on=on) if facts.standing is Standing.STATE_PARTY]


def sourcing(row: Any) -> Sourcing:
    return Sourcing(row.source, str(row.confidence), row.notes)


def bond_of(row: Any) -> Bond:
    return Bond(
        signature_on=row.signature_on,
        deposited_on=row.deposited_on,
        entry_into_force_on=row.entry_into_force_on,
        withdrawal_notified_on=row.withdrawal_notified_on,
        withdrawal_effective_on=row.withdrawal_effective_on,
        instrument=row.instrument,
        date_unknown=bool(row.instrument) and row.deposited_on is None,
    )


class Registers:
    """The registers of one Convention as of a day: each is read once, when first asked for, as plain rows."""

    def __init__(self, convention: Convention, on: date, iso3s: Collection[str] | None = None) -> None:
        self.convention = convention
        self.on = on
        self.iso3s = iso3s

    def facts_of(self, state: Any) -> StateFacts:
        standing, since, in_force_on = self.standing_of(state.iso3)
        memberships = self.memberships[state.iso3]
        article_9 = self.closures.article_9
        return StateFacts(
            iso3=state.iso3,
            slug=state.slug,
            names=StateNames.of(state),
            list_name=state.list_en,
            language=state.language,
            region=state.un_regional_group,
            standing=standing,
            since=since,
            entry_into_force_on=in_force_on,
            bond=sourcing(memberships[-1]) if memberships else None,
            obligations=self.obligations_of(state.iso3),
            retained=self._retained(self.retained[state.iso3]),
            statements=tuple(
                StatementOnRecord(row.subject, row.status, row.starts_on, sourcing(row))
                for row in self.statements[state.iso3]
            ),
            reporting=self._reporting(state.iso3, in_force_on),
            mission=self._mission(self.missions[state.iso3]),
            article_9_closed=article_9.complete_as_of if article_9 else None,
        )

    def standing_of(self, iso3: str) -> tuple[Standing, date | None, date | None]:
        """The standing on the day, since when, and the day of entry into force for the State."""
        bonds = [bond_of(row) for row in self.memberships[iso3]]
        standing = standing_on(bonds, self.on)
        since = [day for day, each in standing_history(bonds) if day <= self.on and each is standing]
        in_force_on = next((bond.entry_into_force_on for bond in reversed(bonds) if bond.entry_into_force_on), None)
        return standing, since[-1] if since else None, in_force_on

    def obligations_of(self, iso3: str) -> tuple[DatedObligation, ...]:
        return tuple(self._obligation(row) for row in self.obligations[iso3])

    @cached_property
    def memberships(self) -> dict[str, list[Any]]:
        return self._by_state(Membership, Membership.deposited_on)

    @cached_property
    def obligations(self) -> dict[str, list[Any]]:
        return self._by_state(Obligation, Obligation.article)

    @cached_property
    def extensions(self) -> dict[str, list[Any]]:
        return self._by_state(DeadlineExtension, DeadlineExtension.number)

    @cached_property
    def retained(self) -> dict[str, list[Any]]:
        return self._by_state(RetainedItems, RetainedItems.as_of_year)

    @cached_property
    def statements(self) -> dict[str, list[Any]]:
        return self._by_state(Statement, Statement.subject, only=in_force(Statement, self.on))

    @cached_property
    def reports(self) -> dict[str, list[Any]]:
        return self._by_state(Article7Report, Article7Report.received_on, only=Article7Report.received_on <= self.on)

    @cached_property
    def missions(self) -> dict[str, list[Any]]:
        return self._read(Mission, Mission.id, only=and_(in_force(Mission, self.on), Mission.office != Office.CAPITAL))

    @cached_property
    def closed_meetings(self) -> dict[str, date]:
        return closing_days(self.convention.code)

    @cached_property
    def closures(self) -> _Closures:
        return self._closures()

    def _by_state(self, model: Any, *order: Any, only: Any = True) -> dict[str, list[Any]]:
        return self._read(model, *order, model.id, only=and_(model.convention == self.convention.code, only))

    def _read(self, model: Any, *order: Any, only: Any) -> dict[str, list[Any]]:
        statement = select(*model.__table__.c).where(only).order_by(*order)
        if self.iso3s is not None:
            statement = statement.where(model.iso3.in_(self.iso3s))
        groups: dict[str, list[Any]] = defaultdict(list)
        for row in db.session.execute(statement):
            groups[row.iso3].append(row)
        return groups

    def _closures(self) -> _Closures:
        rows = db.session.scalars(
            select(RegisterClosure).where(
                and_(RegisterClosure.convention == self.convention.code, RegisterClosure.complete_as_of <= self.on)
            )
        ).all()
        single = {row.subject: row for row in rows if row.year_covered is None}
        return _Closures(
            initial=single.get(ClosureSubject.INITIAL_REPORTS),
            article_9=single.get(ClosureSubject.ARTICLE_9),
            years=frozenset(row.year_covered for row in rows if row.year_covered is not None),
        )

    def _obligation(self, row: Any) -> DatedObligation:
        definition = self.convention.by_article(row.article)
        granted = [
            GrantedExtension(each.number, each.extended_to, each.granted_at, self.closed_meetings.get(each.granted_at))
            for each in self.extensions[row.iso3]
            if each.article == row.article
        ]
        deadline = deadline_on(row.initial_deadline, granted, self.on)
        still_open = is_open(row.completed_on, row.status, self.on)
        undecided = self._undecided(row, deadline)
        given = [each for each in granted if each.extended_to == deadline and deadline != row.initial_deadline]
        return DatedObligation(
            key=definition.key,
            article=row.article,
            title=definition.title,
            deadline=deadline,
            initial_deadline=row.initial_deadline,
            granted_at=given[-1].granted_at if given else "",
            open=still_open,
            passed=still_open and deadline is not None and deadline < self.on and not undecided,
            completed_on=row.completed_on,
            status=row.status,
            undecided_at=undecided,
            sourcing=sourcing(row),
        )

    def _undecided(self, row: Any, deadline: date | None) -> str:
        """The meeting whose decision on a request is not documented here; empty when there is none by the day.

        A meeting without a known day counts as held once the deadline it was to decide about has passed.
        """
        meeting = row.undecided_requests_at.rstrip("?")
        held_by = self.closed_meetings.get(meeting, deadline)
        return meeting if meeting and held_by is not None and held_by < self.on else ""

    def _retained(self, rows: Sequence[Any]) -> Retained | None:
        """The newest dated figure for a year before the day; an undated one only where there is no other."""
        dated = [row for row in rows if row.as_of_year is not None and row.as_of_year < self.on.year]
        chosen = dated[-1] if dated else next((row for row in rows if row.as_of_year is None), None)
        return Retained(chosen.quantity, chosen.as_of_year, sourcing(chosen)) if chosen else None

    def _reporting(self, iso3: str, in_force_on: date | None) -> Reporting:
        rows = self.reports[iso3]
        reports = [
            Report(row.year_covered, str(row.kind), row.received_on, row.received_precision == "day") for row in rows
        ]
        due_on = initial_report_due_on(self.convention, in_force_on) if in_force_on else None
        years = sorted({row.year_covered for row in rows if row.year_covered is not None})
        received = any(row.kind is ReportKind.INITIAL for row in rows)
        return Reporting(
            initial_due_on=due_on,
            initial_upcoming=due_on is not None and due_on > self.on,
            initial_received=received,
            initial_missing="" if received else self._why_initial_is_missing(due_on),
            years_on_record=tuple(years),
            complete_years=tuple(year for year in years if year in self.closures.years),
            missing_years=missing_years(self.convention, in_force_on, reports, self.closures.years, self.on)
            if in_force_on
            else (),
            undocumented_years=undocumented_years(self.convention, in_force_on, reports, self.closures.years, self.on)
            if in_force_on
            else (),
            last_received_on=rows[-1].received_on if rows else None,
        )

    def _why_initial_is_missing(self, due_on: date | None) -> str:
        closure = self.closures.initial
        if closure is None or due_on is None or due_on > closure.complete_as_of:
            return ""
        return f"The register of initial reports, complete as of {closure.complete_as_of:%-d %B %Y}, shows none"

    def _mission(self, rows: Sequence[Any]) -> MissionOnRecord | None:
        if not rows:
            return None
        row = min(rows, key=lambda each: PREFERRED_OFFICES.index(each.office))
        return MissionOnRecord(
            office=str(row.office),
            post_name=row.post_name,
            city=row.city,
            address_lines=row.address_lines,
            email=row.email,
            person_name=row.person_name,
            head_kind=row.head_kind,
            honorific=row.honorific,
            gender=row.gender,
            language=row.language,
            confirmed_on=row.confirmed_on,
        )
