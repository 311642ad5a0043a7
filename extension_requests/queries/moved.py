"""What would follow for requests if a meeting had other days."""

from collections.abc import Iterator
from datetime import date

from conventions.moving import NO_DAY, Consequence, Move
from conventions.registry import get_convention
from core.wording import day_in_words
from extension_requests.queries.dossiers import dossiers_of
from extension_requests.queries.lines import Line, lines_of
from extension_requests.rules.consideration import Consideration, considered_at, requests_due_on
from extension_requests.rules.machine import OPEN
from states_parties.queries.registers import deadline_rows

PRACTICE = "Practice of both Conventions"
LAST_BEFORE = "By the last meeting that closes before the deadline passes."
COUNTED = "Every day of a request is counted from the meeting that considers it."
GAP = "A meeting that closes after the deadline decides when the time is over."


def requests_moved(move: Move) -> list[Consequence]:
    """The day requests to the meeting are due, and deadlines that another meeting would consider, or none in time."""
    return [*_due(move), *_dossiers(move), *_considered(move)]


def _dossiers(move: Move) -> Iterator[Consequence]:
    """Of each open dossier that the meeting is to consider: its days ahead, and a gap that opens or closes."""
    rows = [row for row in dossiers_of(move.convention, meeting=move.meeting) if row.state in OPEN]
    before = lines_of(move.convention, rows, move.order_before, on=move.on)
    after = lines_of(move.convention, rows, move.order_after, on=move.on)
    for was, would_be in zip(before, after, strict=True):
        about = f"Request {was.row.number} of {was.row.list_en} under Article {was.row.article}"
        days = _ahead(was, move.on), _ahead(would_be, move.on)
        if days[0] != days[1]:
            yield Consequence(f"{about}: its days ahead", *days, COUNTED, "Office practice")
        gaps = _gap(was), _gap(would_be)
        if gaps[0] != gaps[1]:
            yield Consequence(f"{about}: the deadline, {day_in_words(was.row.deadline, 'EN')}", *gaps, GAP, PRACTICE)


def _ahead(line: Line, on: date) -> str:
    """From the next act on, what is still to come, each with its day."""
    first = line.next_on or on
    days = [f"{each.what.lower()} {day_in_words(each.due_on, 'EN')}" for each in line.steps if each.due_on >= first]
    return "; ".join(days) or NO_DAY


def _gap(line: Line) -> str:
    closes_on = line.meeting.closes_on if line.meeting else None
    if closes_on is None:
        return NO_DAY
    return "after the meeting closes" if closes_on < line.row.deadline else "passes before the meeting can decide"


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
                LAST_BEFORE,
                PRACTICE,
            )


def _told(found: Consideration | None) -> str:
    if found is None:
        return "at no meeting with days"
    return f"at the {found.meeting.short}{'' if found.in_time else ', after the deadline has passed'}"


def _day(day: date | None) -> str:
    return day_in_words(day, "EN") if day else NO_DAY
