"""The decision on a request as a Word file. Source of the form: decisions of meetings of both Conventions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from conventions.registry import get_convention
from core.docx.papers import Grid, Numbered, PaperDocument, Part, Text
from core.wording import day_in_words

LIMITED, GENERAL = "Distr.: members of the group", "Distr.: General"


@dataclass(frozen=True)
class DecisionHead:
    """state: with its article. meeting: whole name; where: its place and days. dated_on: of this text.

    symbol: "" while it has none. final: the meeting has decided.
    """

    convention: str
    article: str
    state: str
    meeting: str
    where: str
    symbol: str
    dated_on: date
    final: bool


def decision_paper(head: DecisionHead, clauses: Sequence[str]) -> PaperDocument:
    """The clauses, numbered, under their head."""
    draft = "" if head.final else "Draft "
    title = f"{draft}decision on the request submitted by {head.state} for an extension under Article {head.article}"
    title = title[:1].upper() + title[1:]
    day = day_in_words(head.dated_on, "EN")
    parts: list[Part] = [
        Grid((head.symbol or f"{draft}decision".capitalize(), GENERAL if head.final else LIMITED, day), (), (4, 4, 3)),
    ]
    if head.where:
        parts.append(Text(head.where))
    parts += [Numbered(each) for each in clauses]
    return PaperDocument(
        title=title,
        subtitle=head.meeting or "Meeting to be determined",
        letterhead=get_convention(head.convention).title["EN"],
        running=head.symbol or f"{draft}decision".capitalize(),
        footer=" · ".join(filter(None, (head.symbol, f"{draft}decision".lower()))),
        parts=parts,
    )
