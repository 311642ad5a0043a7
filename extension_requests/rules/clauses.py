"""The clauses of a decision: drafted by rule from the request, then edited; each may ask for something by a day.

Source: decisions on requests at meetings of both Conventions since 2008, in our own words.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from core.errors import RuleViolation
from core.periods import add_months
from core.wording import day_in_words, number_in_words

LONG_MONTHS = 48  # a grant of four years or more asks for an updated plan at mid-term, besides the first one

# What a yearly report tells, beside progress against targets.
OF_AREAS = (
    "what remains, suspected and confirmed apart and by kind; results of survey; funds received and own funds; risk "
    "education and victims by sex and age; security and access; how women, men, girls and boys take part; and how "
    "finds after completion will be dealt with"
)
OF_STOCKS = (
    "what remains, by quantity and type; how safety and the environment are protected; funds received and own funds; "
    "and how stocks found after completion will be dealt with"
)


class ClauseKind(StrEnum):
    """What a clause of a decision asks for. terms: the grant itself, and what the meeting notes; nothing to follow."""

    TERMS = "terms"
    YEARLY_REPORT = "yearly report"
    WORK_PLAN = "updated work plan"
    UPDATE = "update at meetings"
    FULL_REQUEST = "full request"
    BENCHMARK = "benchmark"


@dataclass(frozen=True)
class ClauseText:
    """month, day: due on that day of each year from first_year to last_year; None for what asks for nothing."""

    kind: ClauseKind
    text: str
    month: int | None = None
    day: int | None = None
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True)
class Basis:
    """What clauses are drafted from. state: with its article, "the Netherlands".

    until: the day asked for or granted. reporting: month and day of yearly reports.
    full_request_on: when a full request would be due, of an interim one. targets: year -> m2, or items, promised in it.
    sitting: what decides, Meeting or Review Conference.
    """

    convention: str
    article: str
    state: str
    deadline: date
    until: date
    decided_on: date
    reporting: tuple[int, int] = (4, 30)
    interim: bool = False
    renewal: bool = False
    full_request_on: date | None = None
    targets: Mapping[int, int] = field(default_factory=dict)
    unit: str = ""
    sitting: str = "Meeting"


def draft_clauses(basis: Basis) -> list[ClauseText]:
    """The terms first, then what is asked for, in the order of published decisions."""
    return list(_drafted(basis))


def names_day(text: str, day: date) -> bool:
    """Whether the text names that very day: "31 December 2028" does not name 1 December 2028."""
    return re.search(rf"(?<!\d){re.escape(day_in_words(day, 'EN'))}(?!\d)", text) is not None


def due_days(clause: ClauseText) -> list[date]:
    """The day in each of its years, the last of the month where the month is shorter; none for terms."""
    if clause.first_year is None or clause.last_year is None or clause.month is None or clause.day is None:
        return []
    return [_day(year, clause.month, clause.day) for year in range(clause.first_year, clause.last_year + 1)]


def due_in_words(clause: ClauseText) -> str:
    """ "30 April of each year from 2027 to 2031", "30 April 2027"; empty for terms."""
    days = due_days(clause)
    if len(days) < 2:
        return "".join(day_in_words(day, "EN") for day in days)
    told = day_in_words(days[-1], "EN").rpartition(" ")[0]
    return f"{told} of each year from {days[0].year} to {days[-1].year}"


def check_clause(clause: ClauseText, *, until: date | None) -> None:
    """RuleViolation for an empty one, one without its day, and for days that lie outside of the extension."""
    if not clause.text.strip():
        raise RuleViolation("Write the clause.", field="text")
    told = (clause.month, clause.day, clause.first_year, clause.last_year)
    if clause.kind is ClauseKind.TERMS:
        if any(each is not None for each in told):
            raise RuleViolation("Terms are due on no day. Choose what the clause asks for.", field="kind")
        return
    if any(each is None for each in told):
        raise RuleViolation("Say when it is due: day, month, and the first and last year.", field="first_year")
    days = due_days(clause)
    if not days:
        raise RuleViolation("The last year is not before the first.", field="last_year")
    if until is not None and days[-1] > until:
        raise RuleViolation(
            f"It would be due on {day_in_words(days[-1], 'EN')}, after the extension has ended on "
            f"{day_in_words(until, 'EN')}.",
            field="last_year",
        )


def _drafted(basis: Basis) -> Iterator[ClauseText]:
    yield from _terms(basis)
    if basis.interim:
        yield from _full_request(basis)
    else:
        yield from _work_plans(basis)
    yield from _yearly(basis)
    if basis.convention == "CCM":
        yield from _benchmarks(basis)


def _the(basis: Basis) -> str:
    return f"The {basis.sitting}"


def _terms(basis: Basis) -> Iterator[ClauseText]:
    yield ClauseText(
        ClauseKind.TERMS,
        f"{_the(basis)} assessed the request submitted by {basis.state} for an extension of its deadline under Article "
        f"{basis.article} of the Convention, and decided to grant the request for an extension until "
        f"{day_in_words(basis.until, 'EN')}.",
    )
    if basis.interim:
        yield ClauseText(
            ClauseKind.TERMS,
            f"In granting the request, the {basis.sitting} noted that it asks only for the time that is needed to "
            "learn what remains and to prepare a full request on that ground.",
        )
        return
    again = ", after an earlier extension," if basis.renewal else ""
    yield ClauseText(
        ClauseKind.TERMS,
        f"In granting the request, the {basis.sitting} noted that the plan of {basis.state}{again} sets out what is to "
        "be done in each year, that it depends on funds and access as described in the request, and that all States "
        "Parties are helped by knowing in good time where the work stands.",
    )


def _full_request(basis: Basis) -> Iterator[ClauseText]:
    due = basis.full_request_on
    if due is not None and basis.decided_on < due <= basis.until:
        yield _once(
            ClauseKind.FULL_REQUEST,
            f"{_the(basis)} requested {basis.state} to submit a full request, based on what has been learned, by "
            f"{day_in_words(due, 'EN')}.",
            due,
        )


def _work_plans(basis: Basis) -> Iterator[ClauseText]:
    """The first in the year after the decision; of a long grant another at mid-term."""
    first = basis.decided_on.year + 1
    years = [first]
    if basis.until > add_months(basis.decided_on, LONG_MONTHS):
        years.append((basis.decided_on.year + basis.until.year + 1) // 2)
    for year in dict.fromkeys(years):
        due = _day(year, *basis.reporting)
        if due < basis.until:
            yield _once(
                ClauseKind.WORK_PLAN,
                f"{_the(basis)} requested {basis.state} to submit, by {day_in_words(due, 'EN')}, an updated work plan "
                f"with its costs for the time that remains: {_what_is_left(basis)} left, what is to be done in each "
                "year and by whom, and a budget with the funds expected from within and from others.",
                due,
            )


def _yearly(basis: Basis) -> Iterator[ClauseText]:
    month, day = basis.reporting
    first, last = basis.decided_on.year + 1, _last_year(basis.until, month, day)
    if last >= first:
        told = day_in_words(_day(first, month, day), "EN").rpartition(" ")[0]
        yield ClauseText(
            ClauseKind.YEARLY_REPORT,
            f"{_the(basis)} requested {basis.state} to report by {told} of each year on: progress against its targets, "
            f"by method; targets that were changed, and why; {OF_STOCKS if _about_stocks(basis) else OF_AREAS}.",
            *(month, day, first, last),
        )
    last = _last_year(basis.until, 12, 31)
    if last >= basis.decided_on.year + 1:
        yield ClauseText(
            ClauseKind.UPDATE,
            f"{_the(basis)} requested {basis.state} to keep the States Parties informed at intersessional meetings, "
            "Meetings of the States Parties and Review Conferences.",
            *(12, 31, basis.decided_on.year + 1, last),
        )


def _about_stocks(basis: Basis) -> bool:
    """CCM art. 3; the APMBC does not extend the time for stocks."""
    return (basis.convention, basis.article) == ("CCM", "3")


def _what_is_left(basis: Basis) -> str:
    return "stocks" if _about_stocks(basis) else "areas"


def _benchmarks(basis: Basis) -> Iterator[ClauseText]:
    for year, amount in sorted(basis.targets.items()):
        due = _day(year, 12, 31)
        if basis.decided_on < due and amount > 0:
            yield _once(
                ClauseKind.BENCHMARK,
                f"Benchmark for {year}: {number_in_words(amount, 'EN')} {basis.unit}.",
                min(due, basis.until),
            )


def _once(kind: ClauseKind, text: str, due: date) -> ClauseText:
    return ClauseText(kind, text, due.month, due.day, due.year, due.year)


def _day(year: int, month: int, day: int) -> date:
    first = date(year, month, 1)
    return first.replace(day=min(day, (add_months(first, 1) - first).days))


def _last_year(until: date, month: int, day: int) -> int:
    """The last year in which that day is not after the extension."""
    return until.year if _day(until.year, month, day) <= until else until.year - 1
