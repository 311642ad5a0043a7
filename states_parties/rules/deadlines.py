"""Deadlines of obligations: the initial one, each extension, and whether the obligation still stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from conventions.definitions import Obligation
from conventions.rules import check_extension
from core.errors import RuleViolation
from core.periods import span_of


class DeadlineStatus(StrEnum):
    """What is known here of an obligation with a deadline; no legal finding."""

    COMPLETED = "completed"
    OPEN = "open"
    DECISION_NOT_DOCUMENTED = "decision-not-documented"
    OVERDUE_OR_UNKNOWN = "open-overdue-or-unknown"
    NONE_HELD = "none-held"


class ObligationSituation(StrEnum):
    """How an obligation stands on a day, in the office's words; no legal finding."""

    OPEN = "open"
    PASSED = "passed"
    UNDECIDED = "decision not documented"
    COMPLETED = "completed"
    NONE_HELD = "none held"

    @property
    def meaning(self) -> str:
        """The shape its word is shown with."""
        return {"passed": "late", "decision not documented": "soon", "completed": "done"}.get(self.value, "neutral")


@dataclass(frozen=True)
class GrantedExtension:
    """order: 1, 2, … per obligation; granted_at: short name of the meeting; decided_on: the day it closed."""

    order: int
    extended_to: date
    granted_at: str
    decided_on: date | None


@dataclass(frozen=True)
class ChainLink:
    """One deadline of an obligation. granted_at: the meeting that gave it, empty for the initial one."""

    deadline: date
    granted_at: str
    decided_on: date | None


def deadline_on(initial: date | None, extensions: Iterable[GrantedExtension], on: date) -> date | None:
    """The deadline in force on a day: the last extension decided by then, else the initial one.

    An extension whose day of decision is not known counts as decided: without it the page would tell a State that it
    missed a deadline which was in fact extended.
    """
    decided = [each for each in extensions if each.decided_on is None or each.decided_on <= on]
    chain = deadline_chain(initial, decided)
    return chain[-1].deadline if chain else None


def deadline_chain(initial: date | None, extensions: Iterable[GrantedExtension]) -> list[ChainLink]:
    """The initial deadline, where there is one, and each extension after it, in their order."""
    first = [ChainLink(initial, "", None)] if initial else []
    return first + [
        ChainLink(each.extended_to, each.granted_at, each.decided_on)
        for each in sorted(extensions, key=lambda extension: extension.order)
    ]


def chain_shortcomings(obligation: Obligation, initial: date, extensions: Iterable[GrantedExtension]) -> list[str]:
    """What is wrong with a row of extensions: gaps in their order, or one that the article does not allow."""
    granted = sorted(extensions, key=lambda extension: extension.order)
    sentences = []
    if [each.order for each in granted] != list(range(1, len(granted) + 1)):
        orders = ", ".join(str(each.order) for each in granted)
        sentences.append(f"Extensions are numbered 1, 2, … without gaps, not {orders}.")
    for before, link in pairwise(deadline_chain(initial, granted)):
        try:
            check_extension(obligation, before.deadline, link.deadline)
        except RuleViolation as violation:
            sentences.append(violation.message)
    return sentences


def is_open(completed_text: str, status: str, on: date) -> bool:
    """Whether the obligation still stands on a day, as far as the register knows.

    completed_text is a day, a month or a year ("2007-10"). The obligation stands until the last day this may mean:
    before it, nobody can say that the work was done. Completed without any day: taken as completed on all days, since
    asking a State for what it is known to have finished is the worse mistake.
    """
    if status == DeadlineStatus.NONE_HELD:
        return False
    if completed_text:
        return on < span_of(completed_text)[1]
    return status != DeadlineStatus.COMPLETED
