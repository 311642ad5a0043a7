"""The provisional agenda, a bare list under its symbol, and the annotated agenda, from the same items.

Source of the form: the agendas of both Conventions’ meetings, which are documents /1 of their meeting.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from conventions.models import Meeting
from core.docx.papers import Outlined, PaperDocument, Part, Text
from core.wording import counted
from meetings.papers.heading import place_and_days

LATE = "(added after the provisional agenda was issued)"


def agenda_paper(
    meeting: Meeting,
    entries: Sequence[Mapping[str, Any]],
    *,
    convention_title: str,
    state: str,
    symbol: str = "",
    annotated: bool = False,
    papers: Mapping[int, Sequence[str]] | None = None,
) -> PaperDocument:
    """entries: as they are kept with a version. state: "draft", "version 2". papers: symbols by the id of the item."""
    title = "Annotated provisional agenda" if annotated else "Provisional agenda"
    parts: list[Part] = [Text(place_and_days(meeting))] if place_and_days(meeting) else []
    if symbol:
        parts.insert(0, Text(f"**{symbol}**"))
    for entry in entries:
        parts += _annotated(entry, (papers or {}).get(entry["id"], ())) if annotated else [_line(entry)]
    return PaperDocument(
        title=title,
        subtitle=meeting.full_name,
        letterhead=convention_title,
        running=" · ".join(filter(None, (symbol, title))),
        footer=" · ".join(filter(None, (symbol, f"{title} of the {meeting.short}", state))),
        parts=parts,
    )


def _line(entry: Mapping[str, Any], *, bold: bool = False) -> Outlined:
    number, title = _own_number(entry), f"{entry['name']} {LATE}" if entry["late"] else entry["name"]
    mark = "**" if bold else ""
    return Outlined(f"{mark}{number}{mark}", f"{mark}{title}{mark}", entry["level"], announces=bold)


def _annotated(entry: Mapping[str, Any], papers: Sequence[str]) -> list[Part]:
    """The item, what is said about it, who introduces it, what is expected, and its papers."""
    facts = (
        f"Introduced by: {entry['lead']}." if entry["lead"] else "",
        "A decision is expected." if entry["decision"] else "",
        f"Time reckoned: {counted(entry['minutes'], 'minute', 'minutes')}." if entry["minutes"] else "",
    )
    told = [*entry["note"].split("\n"), " ".join(filter(None, facts))]
    if papers:
        told.append(f"Documents: {', '.join(papers)}.")
    return [_line(entry, bold=True), *(Outlined("", text, entry["level"]) for text in told if text.strip())]


def _own_number(entry: Mapping[str, Any]) -> str:
    """Of a lower level only its own letter: the number of the item above stands over it."""
    last = entry["number"].rpartition(" ")[2]
    return f"{last}." if entry["level"] == 1 else last
