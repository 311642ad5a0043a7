"""The facts of many States at once: a fixed number of reads, however many States there are."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from conventions.registry import get_convention
from conventions.rules import annual_report_due_on, initial_report_due_on
from states_parties.facts import (
    DatedObligation,
    Reporting,
    ReportOfTheYear,
    Retained,
    Silence,
    StateFacts,
    StatementOnRecord,
)
from states_parties.models import ReportKind
from states_parties.queries.as_of import Registers, in_force_among, report_of, sourcing, states_by_name
from states_parties.queries.missions import mission_addressed
from states_parties.rules.names import StateNames
from states_parties.rules.reporting import (
    Situation,
    action49_two_years,
    live_obligations,
    missing_years,
    required_annual,
    undocumented_years,
)
from states_parties.rules.standing import Standing


def state_facts(code: str, *, on: date, iso3s: Iterable[str] | None = None) -> list[StateFacts]:
    """The facts of all States, or of those named, in the order of their English list names."""
    registers = Registers(get_convention(code), on, list(iso3s) if iso3s is not None else None)
    return [facts_of(state, registers) for state in states_by_name(registers.iso3s)]


def parties(code: str, *, on: date) -> list[StateFacts]:
    """The facts of the States Parties in force on the day."""
    return [facts for facts in state_facts(code, on=on) if facts.standing is Standing.STATE_PARTY]


def facts_of(state: Any, registers: Registers) -> StateFacts:
    """The facts of one State, given as a row."""
    standing = registers.standing_of(state.iso3)
    article_9 = registers.closures.article_9
    obligations = registers.obligations_of(state.iso3)
    retained = _retained(registers.retained[state.iso3], registers.on)
    return StateFacts(
        iso3=state.iso3,
        slug=state.slug,
        names=StateNames.of(state),
        list_name=state.list_en,
        language=state.language,
        region=state.un_regional_group,
        standing=standing.standing,
        since=standing.since,
        entry_into_force_on=standing.entry_into_force_on,
        withdrawal_effective_on=standing.withdrawal_effective_on,
        bond=standing.sourcing,
        obligations=obligations,
        retained=retained,
        statements=tuple(
            StatementOnRecord(row.subject, row.status, row.starts_on, sourcing(row))
            for row in in_force_among(registers.statements[state.iso3], registers.on)
        ),
        reporting=_reporting(registers, state.iso3, standing.entry_into_force_on),
        mission=mission_addressed(in_force_among(registers.missions[state.iso3], registers.on)),
        article_9_closed=article_9.complete_as_of if article_9 else None,
        on=registers.on,
        silence=_silence(registers, state.iso3, obligations, retained),
    )


def _retained(rows: Sequence[Any], on: date) -> Retained | None:
    """The newest dated figure for a year before the day; an undated one only where there is no other."""
    dated = [row for row in rows if row.as_of_year is not None and row.as_of_year < on.year]
    chosen = dated[-1] if dated else next((row for row in rows if row.as_of_year is None), None)
    return Retained(chosen.quantity, chosen.as_of_year, sourcing(chosen)) if chosen else None


def _reporting(registers: Registers, iso3: str, in_force_on: date | None) -> Reporting:
    convention, closures, on = registers.convention, registers.closures, registers.on
    possible = registers.possible_reports[iso3]
    reports = [report_of(row) for row in possible]
    rows = [row for row in possible if row.received_on <= on]
    due_on = initial_report_due_on(convention, in_force_on) if in_force_on else None
    years = sorted({row.year_covered for row in rows if row.year_covered is not None})
    received = any(row.kind is ReportKind.INITIAL for row in rows)
    maybe_received = any(row.kind is ReportKind.INITIAL for row in possible)
    return Reporting(
        initial_due_on=due_on,
        initial_upcoming=due_on is not None and due_on > on,
        initial_received=received,
        initial_missing="" if maybe_received else _why_initial_is_missing(registers, due_on),
        years_on_record=tuple(years),
        complete_years=tuple(year for year in years if year in closures.years),
        missing_years=missing_years(convention, in_force_on, reports, closures.years, on) if in_force_on else (),
        undocumented_years=undocumented_years(convention, in_force_on, reports, closures.years, on)
        if in_force_on
        else (),
        last_received_on=rows[-1].received_on if rows else None,
        of_the_year=_of_the_year(registers, rows, possible, in_force_on) if in_force_on else None,
    )


def _of_the_year(
    registers: Registers, rows: Sequence[Any], possible: Sequence[Any], in_force_on: date
) -> ReportOfTheYear | None:
    convention, year = registers.convention, registers.on.year
    if not required_annual(convention, in_force_on, year):
        return None
    received = next((row.received_on for row in rows if row.year_covered == year - 1), None)
    maybe = received is None and any(row.year_covered == year - 1 for row in possible)
    return ReportOfTheYear(year - 1, annual_report_due_on(convention, year), received, maybe)


def _silence(
    registers: Registers, iso3: str, obligations: Sequence[DatedObligation], retained: Retained | None
) -> Silence:
    """Of the two calendar years before that of the day. A report tells about every obligation."""
    convention, years = registers.convention, (registers.on.year - 2, registers.on.year - 1)
    open_keys = {each.key for each in obligations if each.open}
    situation = Situation(
        retained=retained is not None and retained.quantity > 0,
        stockpile="stockpile" in open_keys,
        clearance="clearance" in open_keys,
    )
    live = live_obligations(convention, situation)
    of_reports = {row.received_on.year for row in registers.possible_reports[iso3]}
    heard = {
        each.key: of_reports
        | {row.received_on.year for row in registers.information[iso3] if row.article == each.article}
        for each in live
    }
    silent = action49_two_years(live, heard, years[1])
    covered = {year - 1 for year in years}
    return Silence(years, tuple(each.article for each in silent), covered <= registers.closures.years)


def _why_initial_is_missing(registers: Registers, due_on: date | None) -> str:
    closure = registers.closures.initial
    if closure is None or due_on is None or due_on > closure.complete_as_of:
        return ""
    return f"The register of initial reports, complete as of {closure.complete_as_of:%-d %B %Y}, shows none"
