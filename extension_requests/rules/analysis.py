"""The text of an analysis: its sections with their tables, as a version keeps them; what differs between two."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Self

from core.differences import Piece, words

AN_EMPTY_LINE = re.compile(r"\n\s*\n")
LONGEST = 20_000  # characters of a section


@dataclass(frozen=True)
class SectionPlan:
    """key: its name in addresses. items: codes of the checklist that belong there. hint: what the section is for."""

    key: str
    title: str
    items: tuple[str, ...]
    hint: str


@dataclass(frozen=True)
class FactTable:
    """Figures of the request as they stand in the paper. widths: shares of the width, equal when empty."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True)
class SectionText:
    key: str
    title: str
    text: str
    tables: tuple[FactTable, ...] = ()

    @property
    def paragraphs(self) -> list[str]:
        return paragraphs_of(self.text)

    @property
    def empty(self) -> bool:
        return not self.paragraphs and not self.tables


@dataclass(frozen=True)
class Content:
    """A whole analysis. version: of the request it is about."""

    version: int
    sections: tuple[SectionText, ...]

    def find(self, key: str) -> SectionText | None:
        return next((each for each in self.sections if each.key == key), None)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        kept = json.loads(text)
        return cls(kept["version"], tuple(_section(each) for each in kept["sections"]))


@dataclass(frozen=True)
class SectionChange:
    """What differs in one section, word by word; tables: whether its figures differ too."""

    title: str
    pieces: Sequence[Piece]
    tables: bool


def content_of(
    plans: Sequence[SectionPlan],
    texts: Mapping[str, str],
    tables: Mapping[str, Sequence[FactTable]],
    *,
    version: int,
) -> Content:
    """The whole text from its sections."""
    found = (
        SectionText(each.key, each.title, texts.get(each.key, ""), tuple(tables.get(each.key, ()))) for each in plans
    )
    return Content(version, tuple(found))


def changes_between(old: Content, new: Content) -> list[SectionChange]:
    """Sections that differ, in the order of the new text."""
    nothing = SectionText("", "", "")
    found = []
    for section in new.sections:
        before = old.find(section.key) or nothing
        if (before.text, before.tables) != (section.text, section.tables):
            pieces = words(before.text, section.text)
            found.append(SectionChange(section.title, pieces, before.tables != section.tables))
    return found


def paragraphs_of(text: str) -> list[str]:
    """Paragraphs have an empty line between them; within one, lines run on."""
    return [joined for each in AN_EMPTY_LINE.split(text) if (joined := " ".join(each.split()))]


def tidied(text: str) -> str:
    """The same paragraphs without blanks around and within."""
    return "\n\n".join(paragraphs_of(text))


def _section(kept: Mapping[str, object]) -> SectionText:
    tables = tuple(
        FactTable(each["caption"], tuple(each["header"]), tuple(map(tuple, each["rows"])), tuple(each["widths"]))
        for each in kept["tables"]  # type: ignore[attr-defined]
    )
    return SectionText(str(kept["key"]), str(kept["title"]), str(kept["text"]), tables)
