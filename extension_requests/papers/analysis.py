"""The analysis of a request as a Word file. Source of the form: analyses considered by the CCM's 9MSP and 13MSP."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from conventions.registry import get_convention
from core.docx.papers import Grid, Heading, Numbered, PaperDocument, Part, Text
from core.wording import day_in_words, list_in_words
from extension_requests.rules.analysis import Content, SectionText


@dataclass(frozen=True)
class Head:
    """What stands over the text. symbol: "" while it has none. item: of the agenda, "" while it is not known.

    dated_on: the day of this text. meeting: whole name; where: its place and days. members: of the group, by name.
    version: of the text, 0 for one that is not before the group yet, None once it is issued.
    """

    convention: str
    symbol: str
    dated_on: date
    meeting: str
    where: str
    item: str
    title: str
    group: str
    members: Sequence[str]
    version: int | None


def analysis_paper(head: Head, content: Content) -> PaperDocument:
    """A version of the analysis under its head; sections in which nothing stands are left out."""
    draft = "" if head.version is None else f"Draft, version {head.version}" if head.version else "Draft"
    of_group = f"Submitted by the {head.group.removeprefix('the ').removeprefix('The ')}" if head.group else ""
    members = f" ({list_in_words(list(head.members), 'EN')})" if head.members else ""
    return PaperDocument(
        title=head.title,
        subtitle=f"{of_group}{members}",
        letterhead=get_convention(head.convention).title["EN"],
        running=head.symbol or draft,
        footer=" · ".join(filter(None, (head.symbol, head.title, draft.lower()))),
        parts=[*_head(head, draft), *(part for each in content.sections if not each.empty for part in _section(each))],
    )


def _head(head: Head, draft: str) -> Iterator[Part]:
    distribution = "Distr.: General" if not draft else "Distr.: members of the group"
    yield Grid(
        (head.symbol or draft, distribution, day_in_words(head.dated_on, "EN"), "Original: English"),
        (),
        (3, 3, 2, 2),
    )
    yield Text(f"**{head.meeting}**" if head.meeting else "**Meeting to be determined**")
    if head.where:
        yield Text(head.where)
    if head.item:
        yield Text(head.item)


def _section(section: SectionText) -> Iterator[Part]:
    yield Heading(section.title, numbered=True)
    yield from (Numbered(each) for each in section.paragraphs)
    for table in section.tables:
        yield Text(f"**{table.caption}**")
        yield Grid(table.header, table.rows, table.widths)
