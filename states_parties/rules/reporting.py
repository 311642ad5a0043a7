"""Article 7 reporting: what is due, what is missing, and the rates the office gives.

The annual report of a year falls due on 30 April of that year and covers the year before; names say which is meant.
A report whose day is not known precisely carries the last day it may have come. Reports received after the day asked
about are left out, so that a figure can be given again years later. Source, where none is named: office practice, after
the review document of the CCM's Second Review Conference, paras 94 to 97.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction

from conventions.definitions import Convention, Obligation
from conventions.rules import annual_report_due_on, initial_report_due_on, next_annual_report_due_on

# A ban on investment comes in addition to one of these; a law under way is none yet. Source: CCM 2RC review, 106-107.
ARTICLE_9_FULFILLED = frozenset({"legislation-adopted", "existing-law-sufficient", "measures-reported"})

ACTION_49 = frozenset({"retained", "stockpile", "clearance"})


@dataclass(frozen=True)
class Report:
    """kind: "initial" or "annual". received_on: the last day it may have come. precise: it came on that very day."""

    year_covered: int | None
    kind: str
    received_on: date | None
    precise: bool


@dataclass(frozen=True)
class Rate:
    """So many out of so many. Of nothing there is no per cent, neither 0 nor 100."""

    numerator: int
    denominator: int

    @property
    def percent(self) -> int | None:
        """Whole per cent, halves rounded up; None without denominator."""
        return _half_up(Fraction(100 * self.numerator, self.denominator)) if self.denominator else None

    def __str__(self) -> str:
        return f"{self.percent} % ({self.numerator} of {self.denominator})" if self.denominator else "n/a"


@dataclass(frozen=True)
class Situation:
    """What a State has to do on a day. Each field is the key of an obligation."""

    compliance: bool = False
    retained: bool = False
    stockpile: bool = False
    clearance: bool = False
    victim_assistance: bool = False
    national_measures: bool = False


# Initial reports. `parties` maps each State bound by deposit on the day to its entry into force; `received` maps a
# State to the last day on which its initial report may have come.


def required_initial(convention: Convention, parties: Mapping[str, date], on: date) -> set[str]:
    """Those whose initial report has fallen due by the day, the day itself included."""
    return {state for state, in_force_on in parties.items() if initial_report_due_on(convention, in_force_on) <= on}


def not_yet_due(convention: Convention, parties: Mapping[str, date], on: date) -> set[str]:
    return set(parties) - required_initial(convention, parties, on)


def overdue_initial(
    convention: Convention, parties: Mapping[str, date], received: Mapping[str, date], on: date
) -> set[str]:
    return required_initial(convention, parties, on) - _received_by(received, on)


def initial_rate(convention: Convention, parties: Mapping[str, date], received: Mapping[str, date], on: date) -> Rate:
    """Received among required; a report sent before it fell due counts once it is due."""
    required = required_initial(convention, parties, on)
    return Rate(len(required & _received_by(received, on)), len(required))


def initial_late(report: Report, due_on: date) -> bool | None:
    """Whether the initial report came after it fell due; None when its day is not known precisely."""
    if report.received_on is None or not report.precise:
        return None
    return report.received_on > due_on


# Annual reports, rates of one year. `reports` maps a State to all its reports on record.


def required_annual(convention: Convention, entry_into_force_on: date, year: int) -> bool:
    """Whether a State owes the annual report due in `year`: its initial report fell due in an earlier year.

    Office practice: entry into force 1 July 2020, initial report 28 December 2020, first annual report 30 April 2021.
    """
    return initial_report_due_on(convention, entry_into_force_on) <= date(year - 1, 12, 31)


def annual_rate(
    convention: Convention,
    parties: Mapping[str, date],
    reports: Mapping[str, Sequence[Report]],
    year: int,
    on: date,
) -> Rate:
    """Of those that owe the report due in `year`, those whose report was there by `on`, in time or late.

    States that still owe their initial report are among those that owe it. Source: CCM 2RC review, para. 97.
    """
    required = _required_in(convention, parties, year)
    return Rate(len(required & _covering(reports, year - 1, by=on)), len(required))


def on_time_rate_of_required(
    convention: Convention, parties: Mapping[str, date], reports: Mapping[str, Sequence[Report]], year: int
) -> Rate:
    """Of those that owe the report due in `year`, those whose report surely came by the reporting day."""
    required = _required_in(convention, parties, year)
    on_time = _covering(reports, year - 1, by=annual_report_due_on(convention, year))
    return Rate(len(required & on_time), len(required))


def on_time_rate_of_submitted(
    convention: Convention,
    parties: Mapping[str, date],
    reports: Mapping[str, Sequence[Report]],
    year: int,
    on: date,
) -> Rate:
    """Of those whose report due in `year` was there by `on`, those whose report surely came by the reporting day.

    Source: CCM 2RC review, para. 95, read literally ("51 per cent of them").
    """
    submitted = _required_in(convention, parties, year) & _covering(reports, year - 1, by=on)
    on_time = _covering(reports, year - 1, by=min(on, annual_report_due_on(convention, year)))
    return Rate(len(submitted & on_time), len(submitted))


def period_average(rates: Iterable[Rate]) -> int | None:
    """The mean of yearly rates in whole per cent, halves rounded up; years without denominator are left out."""
    shares = [Fraction(100 * rate.numerator, rate.denominator) for rate in rates if rate.denominator]
    return _half_up(sum(shares, Fraction()) / len(shares)) if shares else None


# Annual reports of one State. Years are years covered.


def next_report_due_on(convention: Convention, entry_into_force_on: date, on: date) -> date:
    """The next day, `on` itself included, by which a State owes an annual report.

    A State whose initial report falls due this year owes its first annual report only next year.
    """
    due_on = next_annual_report_due_on(convention, on)
    while not required_annual(convention, entry_into_force_on, due_on.year):
        due_on = annual_report_due_on(convention, due_on.year + 1)
    return due_on


def years_due(convention: Convention, entry_into_force_on: date, on: date) -> tuple[int, ...]:
    """The years whose report fell due before the day, from the first one the State owes."""
    first = initial_report_due_on(convention, entry_into_force_on).year
    return tuple(range(first, latest_year_due(convention, on) + 1))


def latest_year_due(convention: Convention, on: date) -> int:
    """The year covered by the report whose day has passed most recently; on the reporting day itself it has not."""
    return on.year - 1 if annual_report_due_on(convention, on.year) < on else on.year - 2


def missing_years(
    convention: Convention,
    entry_into_force_on: date,
    reports: Sequence[Report],
    closed_years: Collection[int],
    on: date,
) -> tuple[int, ...]:
    """The years known to be without report on the day.

    Only years whose register is closed, that is declared complete: elsewhere a missing row says nothing about a missing
    report. A report that may have come by the day rules the year out as well: no State is told that a report is
    missing while one may be there.
    """
    possible = {report.year_covered for report in reports if not _surely_after(report, on)}
    return tuple(
        year for year in years_due(convention, entry_into_force_on, on) if year in closed_years and year not in possible
    )


def undocumented_years(
    convention: Convention,
    entry_into_force_on: date,
    reports: Sequence[Report],
    closed_years: Collection[int],
    on: date,
) -> tuple[int, ...]:
    """The years due of which nobody can say on the day whether a report was received."""
    missing = missing_years(convention, entry_into_force_on, reports, closed_years, on)
    certain = {report.year_covered for report in reports if _surely_by(report, on)}
    return tuple(
        year for year in years_due(convention, entry_into_force_on, on) if year not in certain and year not in missing
    )


def run_of_missing_years(missing: Collection[int], latest_due: int) -> int:
    """How many years in a row are missing, counted back from the latest year due; 0 when that one is not missing."""
    run = 0
    while latest_due - run in missing:
        run += 1
    return run


# Who is asked to speak. Source: Oslo Action Plan 2020-2024, action 49 and its indicator.


def live_obligations(convention: Convention, situation: Situation) -> tuple[Obligation, ...]:
    """The obligations the State has work on; RuleViolation when the Convention has no such obligation."""
    keys = [field.name for field in fields(situation) if getattr(situation, field.name)]
    return tuple(convention.obligation(key) for key in keys)


def action49_annual(
    convention: Convention, live: Iterable[Obligation], reports: Sequence[Report], year: int, on: date
) -> bool:
    """Whether the office asks for a yearly update by other means: live obligations, and no report in its year.

    Before the reporting day of `year` has passed nobody is asked. Source: Oslo Action Plan, action 49.
    """
    if not _of_action_49(live) or on <= annual_report_due_on(convention, year):
        return False
    return not any(report.year_covered == year - 1 and not _surely_after(report, on) for report in reports)


def action49_two_years(
    live: Iterable[Obligation], informed: Mapping[str, Collection[int]], year: int
) -> tuple[Obligation, ...]:
    """The live obligations on which nothing was heard in the calendar years `year` - 1 and `year`, both over.

    informed: for each key of an obligation the calendar years in which information of any kind came, be it a report, a
    statement at a meeting or a letter. The President engages with each State for which this is not empty.
    Source: Oslo Action Plan, action 49.
    """
    return tuple(
        obligation for obligation in _of_action_49(live) if not {year - 1, year} & set(informed.get(obligation.key, ()))
    )


def oap_49_1(silent: Collection[str], updated_in_report: Collection[str], updated_at_meeting: Collection[str]) -> Rate:
    """Of the States silent for two years, those that then gave updates both in a report and at a meeting.

    Source: Oslo Action Plan, action 49, indicator 1.
    """
    return Rate(len(set(silent) & set(updated_in_report) & set(updated_at_meeting)), len(set(silent)))


def _received_by(received: Mapping[str, date], on: date) -> set[str]:
    return {state for state, day in received.items() if day <= on}


def _required_in(convention: Convention, parties: Mapping[str, date], year: int) -> set[str]:
    return {state for state, in_force_on in parties.items() if required_annual(convention, in_force_on, year)}


def _covering(reports: Mapping[str, Sequence[Report]], year_covered: int, *, by: date) -> set[str]:
    """The States with a report on that year that surely came by the day."""
    return {
        state
        for state, received in reports.items()
        if any(report.year_covered == year_covered and _surely_by(report, by) for report in received)
    }


def _of_action_49(live: Iterable[Obligation]) -> list[Obligation]:
    return [obligation for obligation in live if obligation.key in ACTION_49]


def _surely_by(report: Report, day: date) -> bool:
    return report.received_on is not None and report.received_on <= day


def _surely_after(report: Report, day: date) -> bool:
    return report.precise and report.received_on is not None and report.received_on > day


def _half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))
