"""The list of participants of a meeting: delegations by capacity, States by name, heads of delegation first."""

from datetime import date
from itertools import groupby

from core.docx.papers import Heading, Line, PaperDocument, Part, Text
from core.wording import counted, day_in_words
from meetings.models.people import Delegate
from meetings.papers.heading import place_and_days
from meetings.queries.people import DelegationOfMeeting, People
from meetings.rules.people import HEADINGS

TITLE = "List of participants"


def participants_paper(people: People, convention_title: str, *, on: date, symbol: str = "") -> PaperDocument:
    """on: the day as of which the list speaks. symbol: of the list.

    Nothing is in it that a person had to agree to."""
    meeting = people.meeting
    parts: list[Part] = [Text(f"**{symbol}**")] if symbol else []
    parts.append(Text(_lead(people)))
    for capacity, delegations in groupby(people.delegations, key=lambda each: each.capacity):
        parts.append(Heading(HEADINGS[capacity]))
        for each in delegations:
            parts += [Heading(each.name, level=2), *_persons(each)]
    return PaperDocument(
        title=TITLE,
        subtitle=", ".join(filter(None, (meeting.full_name, place_and_days(meeting)))),
        parts=parts,
        letterhead=convention_title,
        running=" · ".join(filter(None, (symbol, f"{meeting.full_name}: {TITLE.lower()}"))),
        footer=" · ".join(filter(None, (symbol, f"{TITLE}, {meeting.short}", f"as of {day_in_words(on, 'EN')}"))),
    )


def _lead(people: People) -> str:
    if not people.delegations:
        return "No delegation has been notified yet."
    delegations = counted(len(people.delegations), "delegation", "delegations")
    return f"{delegations} with {counted(people.persons, 'person', 'persons')}, as notified to the secretariat."


def _persons(delegation: DelegationOfMeeting) -> list[Part]:
    if not delegation.persons:
        return [Text("No names were notified.")]
    return [Line(_person(each)) for each in delegation.persons]


def _person(person: Delegate) -> str:
    name = f"**{' '.join(filter(None, (person.title, person.name)))}**"
    return ", ".join(filter(None, (name, person.function, "Head of delegation" if person.head else "")))
