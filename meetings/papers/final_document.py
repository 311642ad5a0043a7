"""The final document of a meeting as a skeleton: from its items, decisions, elections and the calendar.

What nobody has written yet stands in square brackets, so that it is seen. Source of the form: final documents of both
Conventions' meetings: introduction, organization, the substance item by item, elections, the next meeting, annexes.
"""

from collections.abc import Sequence
from itertools import groupby

from conventions.days import Days
from conventions.models import Meeting
from core.docx.papers import Grid, Heading, Numbered, PaperDocument, Part, Text
from core.wording import counted, list_in_words
from meetings.papers.minutes import decision_in_words
from meetings.papers.participants import TITLE as LIST_OF_PARTICIPANTS
from meetings.queries.elected import Elected
from meetings.queries.minutes import OfItem
from meetings.queries.people import People
from meetings.rules.people import HEADINGS

MISSING = "[To be written: {what}.]"


def final_document_paper(
    meeting: Meeting,
    items: Sequence[OfItem],
    *,
    convention_title: str,
    elections: Sequence[str],
    following: Meeting | None,
    documents: Sequence[tuple[str, str]],
    people: People,
    symbol: str = "",
) -> PaperDocument:
    """elections: sentences. following: the formal meeting that comes next in the calendar. documents: symbol, title.

    symbol: of the final document itself, "" while it has none.
    """
    parts: list[Part] = [Text(f"**{symbol}**")] if symbol else []
    parts += [Heading("Introduction", numbered=True), *_introduction(meeting)]
    parts += [Heading("Participation", numbered=True), *_participation(people, documents)]
    parts.append(Heading("Proceedings", numbered=True))
    for each in items:
        parts.append(Heading(each.line.label if each.line else "Under no item", level=2))
        parts += _of_item(each)
    parts.append(Heading("Officers and elections", numbered=True))
    parts += [Numbered(each) for each in elections] or [Numbered(MISSING.format(what="who was elected"))]
    parts += [Heading("Next meeting", numbered=True), Numbered(_following(following))]
    parts += [Heading("Annex I. Decisions"), *_decisions(items), Heading("Annex II. Documents"), *_documents(documents)]
    return PaperDocument(
        title="Final document",
        subtitle=meeting.full_name,
        letterhead=convention_title,
        running=" · ".join(filter(None, (symbol, "Final document"))),
        footer=" · ".join(filter(None, (symbol, f"Final document of the {meeting.short}", "draft"))),
        parts=parts,
    )


def elections_in_words(elected: Sequence[Elected]) -> list[str]:
    """President of the meeting: Aidan Liddle (United Kingdom)."""
    return [
        f"{each.office}: {each.person} ({list_in_words(each.states, 'EN')})."
        if each.person and each.states
        else f"{each.office}: {each.person or list_in_words(each.states, 'EN')}."
        for each in elected
    ]


def _introduction(meeting: Meeting) -> list[Part]:
    presidency = (
        f"The meeting was presided over by {meeting.president}."
        if meeting.president
        else MISSING.format(what="who presided")
    )
    return [Numbered(_met(meeting)), Numbered(presidency)]


def _met(meeting: Meeting) -> str:
    """The Tenth Meeting of States Parties met in Geneva from 30 August to 2 September 2022."""
    if meeting.starts_on is None or not meeting.city:
        return f"The {meeting.full_name} met in {MISSING.format(what='place and days')}"
    days = Days(meeting.starts_on, meeting.ends_on).in_words
    when = f"on {days}" if meeting.starts_on == meeting.ends_on else f"from {days}"
    return f"The {meeting.full_name} met in {meeting.city} {when}."


def _participation(people: People, documents: Sequence[tuple[str, str]]) -> list[Part]:
    """Delegations by their capacity, and where the persons are named."""
    if not people.delegations:
        return [Numbered(MISSING.format(what="who took part"))]
    parts: list[Part] = []
    for capacity, delegations in groupby(people.delegations, key=lambda each: each.capacity):
        names = [each.name for each in delegations]
        parts.append(Numbered(f"{HEADINGS[capacity]} ({len(names)}): {list_in_words(names, 'EN')}."))
    listed = next((f", {symbol}" for symbol, title in documents if title == LIST_OF_PARTICIPANTS), "")
    persons = counted(people.persons, "person", "persons")
    return [*parts, Numbered(f"Their delegations, with {persons}, are in the list of participants{listed}.")]


def _of_item(each: OfItem) -> list[Part]:
    parts: list[Part] = []
    if each.minutes and each.minutes.text:
        parts += [Numbered(line) for line in each.minutes.text.split("\n") if line.strip()]
    parts += [Numbered(f"{decision.text} ({decision_in_words(decision)}.)") for decision in each.decisions]
    if each.statements:
        names = list_in_words([statement.name for statement in each.statements], "EN")
        parts.append(Numbered(f"Written statements were received from {names}."))
    if not parts and not each.has_below:
        parts.append(Numbered(MISSING.format(what="what the meeting did under this item")))
    return parts


def _following(following: Meeting | None) -> str:
    if following is None:
        return MISSING.format(what="when, where and under whose presidency the next meeting is held")
    days = Days(following.starts_on, following.ends_on).in_words
    where = ", ".join(filter(None, (following.city, days)))
    led = f", under the presidency of {following.president}" if following.president else ""
    return f"The next meeting is the {following.full_name}, in {where}{led}."


def _decisions(items: Sequence[OfItem]) -> list[Part]:
    rows = [
        (str(decision.number), each.line.number if each.line else "", decision.text)
        for each in items
        for decision in each.decisions
    ]
    if not rows:
        return [Text(MISSING.format(what="the decisions; none is on record"))]
    ordered = sorted(rows, key=lambda row: int(row[0]))
    return [Grid(("Number", "Item", "Decision"), ordered, (10, 12, 78))]


def _documents(documents: Sequence[tuple[str, str]]) -> list[Part]:
    if not documents:
        return [Text(MISSING.format(what="the list of documents; none has a symbol"))]
    return [Grid(("Symbol", "Title"), documents, (30, 70))]
