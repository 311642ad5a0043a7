"""The minutes of a meeting: item by item who spoke, what was said, decided, and given to somebody to do."""

from collections.abc import Sequence
from datetime import date

from conventions.models import Meeting
from core.clock import at_the_office
from core.docx.papers import Heading, PaperDocument, Part, Text
from core.wording import counted, day_in_words, list_in_words
from meetings.models.decisions import How, MeetingDecision
from meetings.papers.heading import place_and_days
from meetings.queries.minutes import OfItem

NOTHING = "Nothing is on record under this item."


def minutes_paper(meeting: Meeting, items: Sequence[OfItem], *, convention_title: str) -> PaperDocument:
    """Of an item without anything on record it is said that nothing is."""
    parts: list[Part] = [Text(place_and_days(meeting))] if place_and_days(meeting) else []
    for each in items:
        parts.append(Heading(each.line.label if each.line else "Under no item", level=_level(each)))
        parts += _of_item(each)
    return PaperDocument(
        title="Minutes",
        subtitle=meeting.full_name,
        letterhead=convention_title,
        running="Minutes",
        footer=f"Minutes of the {meeting.short}",
        parts=parts,
    )


def decision_in_words(decision: MeetingDecision) -> str:
    """ "Decision 3, by a vote (80 in favour, 2 against, 5 abstentions)"."""
    ways = {How.CONSENSUS: "by consensus", How.SILENCE: "under silence", How.VOTE: "by a vote"}
    told = f"Decision {decision.number}, {ways[decision.how]}"
    if decision.how is How.VOTE:
        abstained = counted(decision.abstentions or 0, "abstention", "abstentions")
        told += f" ({decision.votes_for} in favour, {decision.votes_against} against, {abstained})"
    return told


def _of_item(each: OfItem) -> list[Part]:
    parts: list[Part] = []
    if each.delegations:
        parts.append(Text(f"Took the floor: {list_in_words(each.delegations, 'EN')}."))
    if each.minutes and each.minutes.text:
        parts.append(Text(each.minutes.text))
    for decision in each.decisions:
        at = at_the_office(decision.taken_at)
        parts.append(Text(f"**{decision_in_words(decision)}, {day_in_words(at.date(), 'EN')}.** {decision.text}"))
        if decision.follow_up:
            by = f" ({decision.responsible})" if decision.responsible else ""
            parts.append(Text(f"To be done: {decision.follow_up.rstrip('.')}{by}{_until(decision.due_on)}."))
    parts += [Text(f"**Action point.** {task.title}{_until(task.due_on)}.") for task in each.tasks]
    if each.statements:
        names = list_in_words([statement.name for statement in each.statements], "EN")
        parts.append(Text(f"Statements received in writing: {names}."))
    return parts or ([] if each.has_below else [Text(NOTHING)])


def _until(day: date | None) -> str:
    return f", until {day_in_words(day, 'EN')}" if day else ""


def _level(each: OfItem) -> int:
    return min(each.line.level, 2) if each.line else 1
