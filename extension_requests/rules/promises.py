"""What a decision asks for by a day, and whether it was kept.

Source: decisions on requests of both Conventions: reports by 30 April, updated work plans by 30 April of named years,
updates at meetings; that the group writes two months later is office practice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.errors import RuleViolation
from core.periods import add_months
from core.wording import day_in_words

LETTER_MONTHS = 2  # after the day: what is missing on 30 April is written about from 30 June


class PromiseState(StrEnum):
    DUE = "due"
    KEPT = "kept"
    KEPT_LATE = "kept late"
    MISSED = "missed"
    DROPPED = "no longer due"


OPEN = (PromiseState.DUE, PromiseState.MISSED)
MEANINGS = {
    PromiseState.DUE: "neutral",
    PromiseState.KEPT: "done",
    PromiseState.KEPT_LATE: "soon",
    PromiseState.MISSED: "late",
    PromiseState.DROPPED: "private",
}


@dataclass(frozen=True)
class Kept:
    """How many promises there are of each kind."""

    kept: int = 0
    kept_late: int = 0
    missed: int = 0
    due: int = 0

    @property
    def all(self) -> int:
        return self.kept + self.kept_late + self.missed + self.due


def standing_on(state: PromiseState, due_on: date, *, on: date) -> PromiseState:
    """Whatever is still due after its day is missed, whether or not anybody has noted it."""
    return PromiseState.MISSED if state is PromiseState.DUE and on > due_on else state


def settled(state: PromiseState, due_on: date, *, kept_on: date, decided_on: date, on: date) -> PromiseState:
    """Kept, or kept late. RuleViolation where it is settled, or the day cannot be."""
    if state not in OPEN:
        raise RuleViolation(f"This is settled already: {state.value}.")
    if kept_on > on:
        raise RuleViolation(f"{day_in_words(kept_on, 'EN')} has not come yet.", field="kept_on")
    if kept_on < decided_on:
        raise RuleViolation("It cannot have been kept before it was decided.", field="kept_on")
    return PromiseState.KEPT if kept_on <= due_on else PromiseState.KEPT_LATE


def letter_until(missed: Sequence[date], *, on: date) -> date | None:
    """The last day that a letter of the day tells of: of what has been missing for two months; None for no letter."""
    return max((day for day in missed if add_months(day, LETTER_MONTHS) <= on), default=None)


def tally(states: Sequence[PromiseState]) -> Kept:
    """Those that are no longer due are not counted."""
    return Kept(
        kept=states.count(PromiseState.KEPT),
        kept_late=states.count(PromiseState.KEPT_LATE),
        missed=states.count(PromiseState.MISSED),
        due=states.count(PromiseState.DUE),
    )
