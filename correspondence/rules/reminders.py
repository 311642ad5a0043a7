"""The days on which reminders fall, counted from the day that a letter asks for, and which of them is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.errors import RuleViolation
from core.periods import add_months
from core.wording import counted, day_in_words
from correspondence.rules.working_days import why_not_a_working_day, working_day_from

MOST_STEPS = 12
MOST_YEARS_AHEAD = 2  # office practice: what is asked for later has a letter of its own
MOST_DAYS_BEFORE = 365
MOST_MONTHS_AFTER = 11
DRAFT_DAYS_BEFORE = 10  # office practice: time for the chair to read and approve
EARLIEST_DRAFT_DAYS = 30  # office practice, for a draft by hand
USUAL_DAYS_BEFORE = (60, 30, 7)  # office practice
USUAL_MONTHS_AFTER = 3  # office practice


@dataclass(frozen=True)
class PlannedStep:
    """A reminder to come. rule: why it falls on that day."""

    falls_on: date
    rule: str


def sequence(due_on: date, *, days_before: Sequence[int], months_after: int, after: date) -> list[PlannedStep]:
    """The reminders that fall after a day, in order; on a working day each, those of the same day only once.

    months_after: so many, one a month. RuleViolation where nothing is left, or there are too many.
    """
    _check(days_before, months_after)
    _check_near(due_on, after)
    kept = [step for step in _all(due_on, days_before, months_after) if step.falls_on > after]
    if not kept:
        raise RuleViolation(
            f"No reminder is left: each would fall on or before {day_in_words(after, 'EN')}.", field="days_before"
        )
    return kept


def passed_over(due_on: date, *, days_before: Sequence[int], months_after: int, after: date) -> list[PlannedStep]:
    """The reminders of the same sequence that get no draft, because their day does not fall after that day."""
    return [step for step in _all(due_on, days_before, months_after) if step.falls_on <= after]


def _all(due_on: date, days_before: Sequence[int], months_after: int) -> list[PlannedStep]:
    told = day_in_words(due_on, "EN")
    steps = [
        _step(due_on - timedelta(days=days), f"{counted(days, 'day', 'days')} before {told}") for days in days_before
    ]
    steps += [
        _step(add_months(due_on, number), f"{counted(number, 'month', 'months')} after {told}")
        for number in range(1, months_after + 1)
    ]
    by_day = {step.falls_on: step for step in sorted(steps, key=lambda step: step.falls_on, reverse=True)}
    return [step for _day, step in sorted(by_day.items())]


def days_from(text: str) -> list[int]:
    """60, 30, 7 -> those numbers, the largest first, each once; RuleViolation names what is no number of days."""
    words = text.replace(",", " ").replace(";", " ").split()
    found = []
    for word in words:
        if not (word.isascii() and word.isdigit() and 1 <= int(word[:6]) <= MOST_DAYS_BEFORE):
            raise RuleViolation(
                f"“{word[:20]}” is not a number of days from 1 to {MOST_DAYS_BEFORE}.", field="days_before"
            )
        found.append(int(word))
    return sorted(set(found), reverse=True)


def to_draft_on(falls_on: date) -> date:
    """The day on which the draft of a reminder is made by itself."""
    return max(falls_on - timedelta(days=DRAFT_DAYS_BEFORE), date(falls_on.year, 1, 1))


def earliest_draft_on(falls_on: date) -> date:
    """Not far ahead, and in the same year: which report is awaited changes with the calendar year. Office practice."""
    return max(falls_on - timedelta(days=EARLIEST_DRAFT_DAYS), date(falls_on.year, 1, 1))


def check_time_to_draft(falls_on: date, *, on: date) -> None:
    opens_on = earliest_draft_on(falls_on)
    if on < opens_on:
        raise RuleViolation(
            f"The reminder of {day_in_words(falls_on, 'EN')} can be drafted from {day_in_words(opens_on, 'EN')} on:"
            " it says what the registers say then.",
            source="Office practice",
        )


def _check(days_before: Sequence[int], months_after: int) -> None:
    if not 0 <= months_after <= MOST_MONTHS_AFTER:
        raise RuleViolation(f"After the day, at most {MOST_MONTHS_AFTER} reminders.", field="months_after")
    number = len(days_before) + months_after
    if not number:
        raise RuleViolation("Say how many days before, or how often after, the reminders fall.", field="days_before")
    if number > MOST_STEPS:
        raise RuleViolation(f"At most {MOST_STEPS} reminders; these are {number}.", field="days_before")


def _check_near(due_on: date, after: date) -> None:
    latest = add_months(after, 12 * MOST_YEARS_AHEAD)
    if due_on > latest:
        raise RuleViolation(
            f"{day_in_words(due_on, 'EN')} is too far ahead: reminders are planned for a day up to"
            f" {day_in_words(latest, 'EN')}.",
            field="due_on",
            source="Office practice",
        )


def _step(day: date, rule: str) -> PlannedStep:
    moved_to = working_day_from(day)
    if moved_to == day:
        return PlannedStep(day, rule)
    return PlannedStep(moved_to, f"{rule}, moved on: {why_not_a_working_day(day).rstrip('.')}")
