"""When questions to a State, and invitations of experts, may be answered; how a question is settled."""

from datetime import date, timedelta

from core.errors import RuleViolation
from core.wording import day_in_words
from extension_requests.rules.machine import RequestState
from extension_requests.rules.timetable import ANSWERS_WEEKS

PRACTICE = "Office practice"
# Questions are written while the request is checked, those of the next round while answers are awaited.
WRITTEN_IN = (RequestState.IN_COMPLETENESS, RequestState.CLARIFYING, RequestState.REVISED)


def usual_answer_day(on: date) -> date:
    """Four weeks later. Source: practice of the CCM's groups (questions of 15 January 2019, answers of 12 February)."""
    return on + timedelta(weeks=ANSWERS_WEEKS)


def check_answer_day(due_on: date, *, on: date, field: str) -> None:
    """RuleViolation for a day that leaves no time to answer."""
    if due_on <= on:
        raise RuleViolation(
            f"{day_in_words(due_on, 'EN')} leaves no time to answer. Choose a day after today.",
            field=field,
            source=PRACTICE,
        )


def check_questions_written(state: RequestState) -> None:
    if state not in WRITTEN_IN:
        raise RuleViolation(
            f"Questions are written while a request is checked; this one is {state.value}.", source=PRACTICE
        )


def check_answered(asked_on: date, answered_on: date | None, *, text: str, on: date) -> None:
    """An answer has its day, between the question and today, and says something."""
    if answered_on is None:
        raise RuleViolation("Give the day of the answer.", field="answered_on")
    if not asked_on <= answered_on <= on:
        raise RuleViolation(
            f"The question was asked on {day_in_words(asked_on, 'EN')}: the answer came on a day from then to today.",
            field="answered_on",
        )
    if not text.strip():
        raise RuleViolation("Write what the State answered, or where the answers say it.", field="answer")


def check_overdue(answer_due_on: date, *, on: date) -> None:
    """Only what was not answered by its day is overdue."""
    if on <= answer_due_on:
        raise RuleViolation(
            f"The State has time to answer until {day_in_words(answer_due_on, 'EN')}.", field="settled_as"
        )
