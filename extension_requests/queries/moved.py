"""What would follow for requests if a meeting had other days."""

from collections.abc import Iterator
from datetime import date

from conventions.moving import NO_DAY, Consequence, Move
from conventions.registry import get_convention
from core.wording import day_in_words
from extension_requests.rules.consideration import Consideration, considered_at, requests_due_on
from states_parties.queries.registers import deadline_rows


def requests_moved(move: Move) -> list[Consequence]:
    """The day requests to the meeting are due, and deadlines that another meeting would consider, or none in time."""
    return [*_due(move), *_considered(move)]


def _due(move: Move) -> Iterator[Consequence]:
    definition = get_convention(move.convention)
    before, after = move.order_before.find(move.meeting), move.order_after.find(move.meeting)
    if before is None or after is None:
        return
    due = requests_due_on(definition, before.opens_on), requests_due_on(definition, after.opens_on)
    if due[0] != due[1]:
        yield Consequence(
            f"Extension requests to the {move.meeting} are due",
            _day(due[0]),
            _day(due[1]),
            "Requests are due so long before the meeting that considers them.",
            definition.requests_due.source,
        )


def _considered(move: Move) -> Iterator[Consequence]:
    definition = get_convention(move.convention)
    for row in deadline_rows(move.convention, on=move.on):
        obligation = row.obligation
        extendable = definition.obligation(obligation.key).max_extension_months is not None
        if not obligation.dated or obligation.deadline is None or obligation.deadline < move.on or not extendable:
            continue
        before = considered_at(obligation.deadline, move.order_before, on=move.on)
        after = considered_at(obligation.deadline, move.order_after, on=move.on)
        if _told(before) != _told(after):
            yield Consequence(
                f"A request of {row.name} about its Article {obligation.article} deadline, "
                f"{day_in_words(obligation.deadline, 'EN')}, is considered",
                _told(before),
                _told(after),
                "By the last meeting that closes before the deadline passes.",
                "Practice of both Conventions",
            )


def _told(found: Consideration | None) -> str:
    if found is None:
        return "at no meeting with days"
    return f"at the {found.meeting.short}{'' if found.in_time else ', after the deadline has passed'}"


def _day(day: date | None) -> str:
    return day_in_words(day, "EN") if day else NO_DAY
