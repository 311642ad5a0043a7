"""By when each step of a request is due, counted back from the meeting that considers it.

Source: CCM art. 3 (3) and 4 (5), APMBC working date since the 12MSP for the request itself; UN documentation in Geneva
for ten and six weeks; everything else is office practice (numbers below).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from conventions.definitions import Convention
from core.periods import add_months
from correspondence.rules.working_days import working_day_from
from extension_requests.rules.consideration import requests_due_on
from extension_requests.rules.machine import Act

PRACTICE = "Office practice"
DOCUMENTS = "Submission and issue of documents of the UN Office at Geneva"
ENCOURAGED_MONTHS = 9  # APMBC, 7MSP: encouraged, not required
ACKNOWLEDGED_WORKING_DAYS, CHECK_WORKING_DAYS = 5, 10
QUESTIONS_WEEKS, ANSWERS_WEEKS = 6, 4
REVISED_WEEKS, DRAFT_WEEKS, ADOPTED_WEEKS, HANDED_IN_WEEKS, ISSUED_WEEKS = 16, 16, 11, 10, 6
LETTER_WEEKS = 4


@dataclass(frozen=True)
class Days:
    """What the timetable is counted from. opens_on, closes_on: of the meeting; None while it has no days."""

    opens_on: date | None
    closes_on: date | None
    received_on: date | None = None


@dataclass(frozen=True)
class Step:
    """act: the one that must be done by the day, None for a day that no act of the machine meets. rule: in words."""

    act: Act | None
    what: str
    due_on: date
    rule: str
    source: str = PRACTICE


def timetable(convention: Convention, days: Days) -> list[Step]:
    """Every day that is known, in order."""
    return sorted([*_before(convention, days), *_after_receipt(days)], key=lambda step: step.due_on)


def due_on(steps: list[Step], act: Act) -> Step | None:
    return next((step for step in steps if step.act is act), None)


def _before(convention: Convention, days: Days) -> Iterator[Step]:
    opens_on, closes_on = days.opens_on, days.closes_on
    if opens_on is None:
        return
    rule = convention.requests_due
    due = requests_due_on(convention, opens_on)
    if rule.months_before is None:
        yield Step(
            None,
            "Request encouraged",
            add_months(opens_on, -ENCOURAGED_MONTHS),
            f"{ENCOURAGED_MONTHS} months before the meeting opens",
            "Process agreed at the 7MSP",
        )
    if due is not None:
        told = f"{rule.months_before} months before the meeting opens" if rule.months_before else "31 March of the year"
        yield Step(Act.SUBMIT, "Request due", due, told, rule.source)
    yield Step(Act.REVISE, "Revised request", _weeks(opens_on, REVISED_WEEKS), _told(REVISED_WEEKS))
    yield Step(Act.BEGIN_DRAFT, "Analysis begun", _weeks(opens_on, DRAFT_WEEKS), _told(DRAFT_WEEKS))
    yield Step(Act.ADOPT, "Analysis adopted by the group", _weeks(opens_on, ADOPTED_WEEKS), _told(ADOPTED_WEEKS))
    yield Step(None, "Documents handed in", _weeks(opens_on, HANDED_IN_WEEKS), _told(HANDED_IN_WEEKS), DOCUMENTS)
    yield Step(Act.ISSUE, "Documents issued", _weeks(opens_on, ISSUED_WEEKS), _told(ISSUED_WEEKS), DOCUMENTS)
    yield Step(Act.PRESENT, "Request and analysis presented", opens_on, "When the meeting reaches the item")
    if closes_on is not None:
        yield Step(Act.GRANT, "Decision", closes_on, "By the close of the meeting")
        yield Step(
            None, "Letter on the decision", closes_on + timedelta(weeks=LETTER_WEEKS), f"{LETTER_WEEKS} weeks later"
        )


def _after_receipt(days: Days) -> Iterator[Step]:
    if days.received_on is None:
        return
    yield Step(
        Act.ACKNOWLEDGE,
        "Acknowledgement and circular",
        working_days_after(days.received_on, ACKNOWLEDGED_WORKING_DAYS),
        f"{ACKNOWLEDGED_WORKING_DAYS} working days after it came",
    )
    yield Step(
        Act.OPEN_CHECK,
        "Completeness check opened",
        working_days_after(days.received_on, CHECK_WORKING_DAYS),
        f"{CHECK_WORKING_DAYS} working days after it came",
    )
    yield Step(
        Act.ASK,
        "Questions to the State",
        days.received_on + timedelta(weeks=QUESTIONS_WEEKS),
        f"{QUESTIONS_WEEKS} weeks after it came",
    )


def working_days_after(day: date, number: int) -> date:
    """The number-th working day in Geneva after the day."""
    for _ in range(number):
        day = working_day_from(day + timedelta(days=1))
    return day


def _weeks(opens_on: date, number: int) -> date:
    return opens_on - timedelta(weeks=number)


def _told(weeks: int) -> str:
    return f"{weeks} weeks before the meeting opens"
