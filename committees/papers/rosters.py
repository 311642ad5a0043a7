"""Rosters as documents: who holds which office in a body on a day, since when, until when, and why."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from committees.queries.holders import Holder
from committees.queries.rosters import Roster
from core.docx.papers import Bullet, Grid, Heading, PaperDocument, Part, Text
from core.wording import day_in_words, sources_in_words

COLUMNS = ("State", "Office", "Since", "Until", "Represented by", "Why, and where it stands")
WIDTHS = (16, 15, 13, 17, 20, 28)


def roster_paper(roster: Roster, convention_title: str) -> PaperDocument:
    """The roster of one body."""
    return _paper(roster.body.name_en, [*roster_parts(roster)], convention_title, roster.on)


def rosters_paper(rosters: Sequence[Roster], convention_title: str, *, on: date) -> PaperDocument:
    """The rosters of all bodies of a Convention, one after the other."""
    parts: list[Part] = []
    for roster in rosters:
        parts += [Heading(roster.body.name_en), *roster_parts(roster)]
    return _paper("Committees and offices", parts, convention_title, on)


def roster_parts(roster: Roster) -> list[Part]:
    """The table of holders, and below it who is invited."""
    seated = [holder for holder in roster.holders if holder not in roster.institutions]
    parts: list[Part] = []
    if seated:
        parts.append(Grid(COLUMNS, [_cells(holder) for holder in seated], WIDTHS))
    else:
        parts.append(Text("No holder of an office is on record for this day."))
    if roster.institutions:
        parts.append(Text("Assisting and invited:"))
        parts += [
            Bullet(f"{each.name}: {each.office}. Source: {sources_in_words(each.source)}.")
            for each in roster.institutions
        ]
    return parts


def people_in_words(people: Sequence[Any]) -> str:
    """One line for each person: honorific, name and function; how they represent, where it is not as representative."""
    return "\n".join(_person(each) for each in people)


def _paper(title: str, parts: Sequence[Part], convention_title: str, on: date) -> PaperDocument:
    day = day_in_words(on, "EN")
    return PaperDocument(
        title=title,
        subtitle=f"Roster as of {day}",
        parts=parts,
        letterhead=convention_title,
        running=title,
        footer=f"{title}: roster as of {day}",
        wide=True,
    )


def _cells(holder: Holder) -> list[str]:
    name = f"{holder.name} (Chair)" if holder.chairs else holder.name
    why = f"{holder.reason} Source: {sources_in_words(holder.source)}." if holder.source else holder.reason
    return [
        f"**{name}**" if holder.state else "—",
        holder.office,
        day_in_words(holder.since, "EN") if holder.since else "",
        _until(holder),
        people_in_words(holder.people),
        why,
    ]


def _until(holder: Holder) -> str:
    """With the close of which meeting, and the last day."""
    last = holder.period.last_day if holder.period else None
    ends = f"close of the {holder.ends}" if holder.ends_with else holder.ends
    return ", ".join(filter(None, (ends, day_in_words(last, "EN") if last else "")))


def _person(person: Any) -> str:
    name = " ".join(part for part in (person.honorific, person.person_name) if part)
    kind = "" if person.kind.value == "representative" else f" ({person.kind.value})"
    return f"{name}{kind}" + (f", {person.function}" if person.function else "")
