"""The registers of one Convention as of a day, read as plain rows: each once, when first asked for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, and_, or_, select

from conventions.definitions import Convention
from conventions.queries import closing_days
from conventions.rules import annual_report_due_on, initial_report_due_on
from core.db import db
from core.periods import Period
from states_parties.facts import DatedObligation, Sourcing
from states_parties.models import (
    Article7Report,
    ClosureSubject,
    DeadlineExtension,
    InformationEvent,
    Membership,
    Mission,
    Obligation,
    Precision,
    RegisterClosure,
    ReportKind,
    RetainedItems,
    State,
    Statement,
)
from states_parties.rules.deadlines import GrantedExtension, deadline_on, is_open
from states_parties.rules.names import sort_key
from states_parties.rules.reporting import Report, initial_late
from states_parties.rules.standing import Bond, Standing, standing_history

Grouped = dict[str, list[Any]]


@dataclass(frozen=True)
class StandingOnRecord:
    """The standing of a State on a day. undated: an instrument is on record whose day of deposit is not known."""

    standing: Standing
    since: date | None
    entry_into_force_on: date | None
    withdrawal_effective_on: date | None
    undated: bool
    sourcing: Sourcing | None


@dataclass(frozen=True)
class Closures:
    """Which registers the office holds to be complete. years: years covered by annual reports."""

    initial: Any
    article_9: Any
    years: frozenset[int]


CONFIDENCES = ["high", "medium", "low"]  # from the most certain


class Registers:
    """iso3s: only these States; None: all."""

    def __init__(self, convention: Convention, on: date, iso3s: Collection[str] | None = None) -> None:
        self.convention = convention
        self.on = on
        self.iso3s = iso3s

    def standing_of(self, iso3: str) -> StandingOnRecord:
        return standing_on_record(self.memberships[iso3], self.on)

    def obligations_of(self, iso3: str, *, only_open: bool = False) -> tuple[DatedObligation, ...]:
        """The obligations with a deadline that the State reported to have, by article."""
        rows_of_state = (self._perhaps_open if only_open else self.obligations).get(iso3, ())
        found = (list(rows) for _, rows in groupby(rows_of_state, key=lambda row: row.article))
        return tuple(
            self._obligation(rows[0], extensions_in(rows))
            for rows in found
            if not only_open or is_open(rows[0].completed_on, rows[0].status, self.on)
        )

    def decided_on(self, meeting: str) -> date | None:
        """The day a meeting closed; None when no day of it is known."""
        return self._closing_days.get(meeting)

    @cached_property
    def memberships(self) -> Grouped:
        return self._by_state(Membership, Membership.id)

    @cached_property
    def obligations(self) -> Grouped:
        """One row for each extension of an obligation, and one for an obligation without any."""
        return self._obligations(True)

    @cached_property
    def _perhaps_open(self) -> Grouped:
        """Without those completed in a year before the day: by far the most."""
        return self._obligations(or_(Obligation.completed_on == "", Obligation.completed_on >= str(self.on.year)))

    @cached_property
    def retained(self) -> Grouped:
        return self._by_state(RetainedItems, RetainedItems.as_of_year, RetainedItems.id)

    @cached_property
    def statements(self) -> Grouped:
        """Made by the day, those no longer in force among them."""
        return self._by_state(
            Statement, Statement.subject, Statement.starts_on, Statement.id, only=Statement.starts_on <= self.on
        )

    @cached_property
    def reports(self) -> Grouped:
        """Those among the possible ones that are on record by the day."""
        received: Grouped = defaultdict(list)
        for iso3, rows in self.possible_reports.items():
            received[iso3] = [row for row in rows if row.received_on <= self.on]
        return received

    @cached_property
    def possible_reports(self) -> Grouped:
        """Those on record by the day, and those known by month or year only that may have come by then."""
        vague = Article7Report.received_precision.in_([Precision.MONTH, Precision.YEAR])
        begun = Article7Report.received_on <= date(self.on.year, 12, 31)
        return self._by_state(
            Article7Report,
            Article7Report.received_on,
            Article7Report.id,
            only=or_(Article7Report.received_on <= self.on, and_(vague, begun)),
        )

    @cached_property
    def information(self) -> Grouped:
        """What came otherwise than in a report, by the day."""
        return self._by_state(InformationEvent, InformationEvent.id, only=InformationEvent.received_on <= self.on)

    @cached_property
    def missions(self) -> Grouped:
        """Of all offices, begun by the day, those that have ended among them."""
        return self._grouped(
            select(*Mission.__table__.c)
            .where(Mission.starts_on <= self.on, self._wanted(Mission))
            .order_by(Mission.office, Mission.starts_on, Mission.id)
        )

    @cached_property
    def closures(self) -> Closures:
        rows = db.session.execute(
            select(*RegisterClosure.__table__.c).where(
                RegisterClosure.convention == self.convention.code, RegisterClosure.complete_as_of <= self.on
            )
        ).all()
        single = {row.subject: row for row in rows if row.year_covered is None}
        return Closures(
            initial=single.get(ClosureSubject.INITIAL_REPORTS),
            article_9=single.get(ClosureSubject.ARTICLE_9),
            years=frozenset(row.year_covered for row in rows if row.year_covered is not None),
        )

    @cached_property
    def _closing_days(self) -> dict[str, date]:
        return closing_days(self.convention.code)

    def _obligations(self, only: Any) -> Grouped:
        return self._grouped(
            with_extensions()
            .where(Obligation.convention == self.convention.code, self._wanted(Obligation), only)
            .order_by(Obligation.article, DeadlineExtension.number)
        )

    def _by_state(self, model: Any, *order: Any, only: Any = True) -> Grouped:
        statement = select(*model.__table__.c).where(model.convention == self.convention.code, only)
        return self._grouped(statement.where(self._wanted(model)).order_by(*order))

    def _wanted(self, model: Any) -> Any:
        return True if self.iso3s is None else model.iso3.in_(self.iso3s)

    def _grouped(self, statement: Select[Any]) -> Grouped:
        groups: Grouped = defaultdict(list)
        for row in db.session.execute(statement):
            groups[row.iso3].append(row)
        return groups

    def _obligation(self, row: Any, extensions: Sequence[Any]) -> DatedObligation:
        definition = self.convention.by_article(row.article)
        granted = [
            GrantedExtension(each.number, each.extended_to, each.granted_at, self.decided_on(each.granted_at))
            for each in extensions
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
            sourcing=_weaker(row, given[-1].order if given else None, extensions),
        )

    def _undecided(self, row: Any, deadline: date | None) -> str:
        """The meeting whose decision on a request is not documented here; empty when there is none by the day.

        A meeting without a known day counts as held once the deadline it was to decide about has passed.
        """
        meeting: str = row.undecided_requests_at.rstrip("?")
        held_by = self._closing_days.get(meeting, deadline)
        return meeting if meeting and held_by is not None and held_by < self.on else ""


def standing_on_record(rows: Iterable[Any], on: date) -> StandingOnRecord:
    """What the memberships of one State, as rows, make of it on the day; what was deposited later is left out."""
    dated = sorted(((_began_on(row), place, row) for place, row in enumerate(rows)), key=itemgetter(0, 1))
    begun = [row for began_on, _, row in dated if began_on <= on]
    bonds = [bond_of(row) for row in begun]
    changes = [change for change in standing_history(bonds) if change[0] <= on]
    since, standing = changes[-1] if changes else (None, Standing.NOT_PARTY)
    return StandingOnRecord(
        standing=standing,
        since=since,
        entry_into_force_on=bonds[-1].entry_into_force_on if bonds and begun[-1].deposited_on else None,
        withdrawal_effective_on=_announced(bonds, on),
        undated=any(bond.date_unknown for bond in bonds),
        sourcing=sourcing(begun[-1]) if begun else None,
    )


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


def _began_on(row: Any) -> date:
    """The first day of a bond; of an undated instrument the first day of its year, or no day at all."""
    days = [day for day in (row.signature_on, row.deposited_on, row.entry_into_force_on) if day is not None]
    return min(days) if days else date(row.deposit_year or date.max.year, 1, 1)


def _announced(bonds: Sequence[Bond], on: date) -> date | None:
    """The day a withdrawal takes effect of which notice has been given by the day."""
    last = bonds[-1] if bonds else None
    notified = last is not None and last.withdrawal_notified_on is not None and last.withdrawal_notified_on <= on
    return last.withdrawal_effective_on if last is not None and notified else None


def with_extensions() -> Select[Any]:
    """Obligations with the extensions of their deadlines; `grant_` marks the columns of an extension's own source."""
    grant = DeadlineExtension
    return select(
        *Obligation.__table__.c,
        grant.number,
        grant.extended_to,
        grant.granted_at,
        grant.source.label("grant_source"),
        grant.confidence.label("grant_confidence"),
        grant.notes.label("grant_notes"),
    ).outerjoin(
        grant,
        and_(
            grant.convention == Obligation.convention,
            grant.iso3 == Obligation.iso3,
            grant.article == Obligation.article,
        ),
    )


def _weaker(obligation: Any, number: int | None, extensions: Sequence[Any]) -> Sourcing:
    """The source of the deadline in force: of its extension where that is less certain than the obligation itself."""
    own = sourcing(obligation)
    grant = next((row for row in extensions if row.number == number), None)
    if grant is None or CONFIDENCES.index(grant.grant_confidence) <= CONFIDENCES.index(own.confidence):
        return own
    return Sourcing(grant.grant_source, str(grant.grant_confidence), grant.grant_notes)


def extensions_in(rows: Iterable[Any]) -> list[Any]:
    """Those rows of an obligation that carry an extension."""
    return [row for row in rows if row.number is not None]


def report_due_on(convention: Convention, report: Any, entry_into_force_on: date | None) -> date | None:
    """The day a report on record was due; None where the year it covers, or entry into force, is not known."""
    if report.kind is ReportKind.ANNUAL:
        return annual_report_due_on(convention, report.year_covered + 1) if report.year_covered else None
    return initial_report_due_on(convention, entry_into_force_on) if entry_into_force_on else None


def came_late(report: Any, due_on: date | None) -> bool | None:
    """None where the day it came, or the day it was due, is not known."""
    return initial_late(report_of(report), due_on) if due_on else None


def report_of(row: Any) -> Report:
    return Report(row.year_covered, str(row.kind), row.received_on, row.received_precision is Precision.DAY)


def sourcing(row: Any) -> Sourcing:
    return Sourcing(row.source, str(row.confidence), row.notes)


def in_force_among(rows: Iterable[Any], on: date) -> list[Any]:
    return [row for row in rows if Period(row.starts_on, row.ends_before).contains(on)]


def states_by_name(iso3s: Collection[str] | None = None) -> list[Any]:
    """Rows of all States, or of those named, in the order of their English list names."""
    wanted = select(*State.__table__.c)
    if iso3s is not None:
        wanted = wanted.where(State.iso3.in_(iso3s))
    return sorted(db.session.execute(wanted), key=lambda state: sort_key(state.list_en))
