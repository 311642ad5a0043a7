"""A meeting that would have other days, and what each room says would follow: told before it happens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from conventions.days import Days
from conventions.meeting_order import MeetingOrder
from conventions.naming import whole_of


@dataclass(frozen=True)
class Move:
    """short: of the meeting, or the part of one, that moves. order_before, order_after: the formal meetings then.

    on: the day on which it is looked at. with_sessions: whether its sessions move by as many days.
    """

    convention: str
    short: str
    before: Days
    after: Days
    order_before: MeetingOrder
    order_after: MeetingOrder
    on: date
    with_sessions: bool = True

    @property
    def meeting(self) -> str:
        """The whole meeting, as terms are counted by it."""
        return whole_of(self.short)

    @property
    def days_later(self) -> int | None:
        """By how many days it opens later, earlier where negative; None where it has, or had, no days."""
        if self.before.starts_on is None or self.after.starts_on is None:
            return None
        return (self.after.starts_on - self.before.starts_on).days


NO_DAY = "no day yet"


@dataclass(frozen=True)
class Consequence:
    """what: the matter. before, after: how it stands, in words. why: the rule; source: where it is written."""

    what: str
    before: str
    after: str
    why: str
    source: str


# One for each room that has something hanging on the calendar; application.py lists them.
Teller = Callable[[Move], Sequence[Consequence]]


def reordered(move: Move) -> list[Consequence]:
    """Where the meeting would change places with another: terms are counted in their order."""
    before, after = ([meeting.short for meeting in order.meetings] for order in (move.order_before, move.order_after))
    if before == after or move.meeting not in before:
        return []
    return [
        Consequence(
            f"The order of formal meetings: the {move.meeting}",
            _between(before, move.meeting),
            _between(after, move.meeting),
            "Terms of office and presidencies are counted in formal meetings, in the order in which they are held.",
            "Office practice",
        )
    ]


def _between(shorts: Sequence[str], short: str) -> str:
    place = shorts.index(short)
    told = []
    if place:
        told.append(f"after the {shorts[place - 1]}")
    if place + 1 < len(shorts):
        told.append(f"before the {shorts[place + 1]}")
    return " and ".join(told) or "the only one"
