"""The programme of work: days and sessions, in each its pieces with time, item, who leads and speaks, and papers.

Annotated, it also says under each item what is done there, as the agenda does. Source of the form: the provisional
annotated programmes of work of both Conventions' meetings, which are documents /2 of their meeting.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from conventions.kinds import LANGUAGE_TITLES
from conventions.models import Meeting
from core.docx.papers import Grid, Heading, PaperDocument, Part, Text
from core.wording import day_in_words, list_in_words
from meetings.papers.heading import place_and_days
from meetings.rules.hours import clocks_in_words

HEADER, WIDTHS = ("Time", "Item", "Introduced by, speakers"), (14, 38, 23)


def programme_paper(
    meeting: Meeting,
    entries: Sequence[Mapping[str, Any]],
    *,
    convention_title: str,
    state: str,
    symbol: str = "",
    papers: Mapping[int, Sequence[str]] | None = None,
    items: Mapping[int, Mapping[str, Any]] | None = None,
) -> PaperDocument:
    """entries: as they are kept with a version. papers: symbols by the id of the item; without any, no column.

    items: of the agenda by their id, as they are kept with a version of it; where they are given it is annotated.
    """
    title = "Programme of work" if items is None else "Annotated programme of work"
    notes = {id: _annotation(item) for id, item in (items or {}).items()}
    parts: list[Part] = [Text(f"**{symbol}**")] if symbol else []
    if place := place_and_days(meeting):
        parts.append(Text(place))
    parts.append(Text(f"Times are those of the clocks in {clocks_in_words(entry['zone'] for entry in entries)}."))
    for day, of_day in groupby(entries, lambda entry: entry["day"]):
        parts.append(Heading(day_of_week(date.fromisoformat(day))))
        for _session, pieces in groupby(of_day, lambda entry: entry["session_id"]):
            parts += _session_parts(list(pieces), papers or {}, notes)
    return PaperDocument(
        title=title,
        subtitle=meeting.full_name,
        letterhead=convention_title,
        running=" · ".join(filter(None, (symbol, title))),
        footer=" · ".join(filter(None, (symbol, f"{title} of the {meeting.short}", state))),
        parts=parts,
    )


def day_of_week(day: date) -> str:
    """Monday, 15 November 2021"""
    return f"{day:%A}, {day_in_words(day, 'EN')}"


def _session_parts(
    pieces: Sequence[Mapping[str, Any]], papers: Mapping[int, Sequence[str]], notes: Mapping[int, str]
) -> list[Part]:
    session = pieces[0]
    told = (session["room"], _interpretation(session["interpretation"]), "; ".join(session["session_speakers"]))
    parts: list[Part] = [Heading(f"{session['session_hours']}  {session['session']}", level=2)]
    parts += [Text(f"{'. '.join(filter(None, told))}.")] if any(told) else []
    header, widths = (HEADER, WIDTHS) if not papers else ((*HEADER, "Documents"), (*WIDTHS, 25))
    rows = [_row(piece, papers, notes)[: len(header)] for piece in pieces]
    return [*parts, Grid(header, rows, widths)]


def _row(
    piece: Mapping[str, Any], papers: Mapping[int, Sequence[str]], notes: Mapping[int, str]
) -> tuple[str, str, str, str]:
    name = f"{piece['number']} {piece['name']}".strip()
    if note := notes.get(piece["item"] or 0):
        name = f"**{name}.** {note}"
    people = "\n".join(filter(None, (piece["lead"], *piece["speakers"])))
    return (piece["hours"], name, people.replace("\n", "; "), ", ".join(papers.get(piece["item"] or 0, ())))


def _annotation(item: Mapping[str, Any]) -> str:
    return " ".join(filter(None, (*item["note"].split("\n"), "A decision is expected." if item["decision"] else "")))


def _interpretation(languages: Sequence[str]) -> str:
    titles = [LANGUAGE_TITLES[each] for each in languages]
    return f"Interpretation in {list_in_words(titles, 'EN')}" if titles else ""
