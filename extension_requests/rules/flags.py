"""What marks a request besides its state: late, in the gap, interim, after the deadline, after a find, a renewal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.wording import day_in_words, ordinal_in_words


@dataclass(frozen=True)
class Flag:
    """meaning: the shape it is shown with (late, soon, neutral). why: the days it follows from."""

    word: str
    meaning: str
    why: str


@dataclass(frozen=True)
class Marked:
    """in_time: the meeting closes before the deadline; None while no meeting with days is to consider it.

    doubtful: the registers do not say for certain how the deadline stands.
    """

    number: int
    deadline: date
    due_on: date | None
    received_on: date | None
    in_time: bool | None
    interim: bool
    after_discovery: bool
    decided: bool
    doubtful: bool = False


TO_BE_CHECKED = "to be checked"


def flags(marked: Marked, *, on: date) -> list[Flag]:
    return list(_flags(marked, on))


def is_late(received_on: date | None, due_on: date | None) -> bool:
    """Lateness is recorded and blocks nothing. Source: CCM 9MSP granted three late ones, APMBC 22MSP refused two."""
    return received_on is not None and due_on is not None and received_on > due_on


def _flags(marked: Marked, on: date) -> Iterator[Flag]:
    deadline = day_in_words(marked.deadline, "EN")
    if is_late(marked.received_on, marked.due_on):
        yield Flag("late", "late", f"It came after {day_in_words(marked.due_on or on, 'EN')}, the day it was due.")
    if marked.in_time is False and not marked.decided:
        yield Flag("gap", "late", f"The deadline, {deadline}, passes before a meeting can decide.")
    if on > marked.deadline and not marked.decided and marked.doubtful:
        yield Flag(TO_BE_CHECKED, "soon", f"The deadline, {deadline}, is behind us; how it stands is not certain.")
    elif on > marked.deadline and not marked.decided:
        yield Flag("deadline passed", "late", f"The deadline passed on {deadline}, and nothing has been granted since.")
    if marked.interim:
        yield Flag("interim", "neutral", "It asks only for the time to survey and to prepare a full request.")
    if marked.after_discovery:
        yield Flag("after a find", "neutral", "It concerns areas or stocks found after the deadline.")
    if marked.number > 1:
        yield Flag("renewal", "neutral", f"It is the {ordinal_in_words(marked.number)} request about this obligation.")
