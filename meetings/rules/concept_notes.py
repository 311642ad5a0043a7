"""The text of a concept note as a value: its parts, how they are written on one form, and two texts brought together.

Parts: title, background, objectives, format, discussion, background documents, as the concept note of the thematic
session on compliance of 24 June 2021 has them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple, Self

from core.differences import Piece, words
from core.docx.blocks import check_paper_text
from core.errors import RuleViolation

WHOLE_NOTE = "note"  # in the place of a part: all of it
LEAST_MINUTES, MOST_MINUTES = 3, 5  # of one intervention. Source: concept note of 24 June 2021
PANEL_MINUTES = 8  # of one person on the panel. Office practice
LONGEST, MOST_LINES = 12_000, 40
_ADDRESS_AT_END = re.compile(r"(?:^|\s)<?(https?://\S+?)>?$", re.IGNORECASE)
_MARK = re.compile(r"^(?:[-•*–]|\d{1,2}[.)])\s+")


class Part(StrEnum):
    THEME = "theme"
    MEMBERS = "members"
    BACKGROUND = "background"
    PURPOSE = "purpose"
    OBJECTIVES = "objectives"
    FORMAT = "format"
    LIMITS = "limits"
    DISCUSSION = "discussion"
    DOCUMENTS = "documents"


NAMES = {
    Part.THEME: "Theme",
    Part.MEMBERS: "Members",
    Part.BACKGROUND: "Background",
    Part.PURPOSE: "Purpose line",
    Part.OBJECTIVES: "Objectives",
    Part.FORMAT: "Format",
    Part.LIMITS: "Minutes",
    Part.DISCUSSION: "Discussion",
    Part.DOCUMENTS: "Background documents",
}


class Document(NamedTuple):
    """address: "" for one without a link."""

    title: str
    address: str


@dataclass(frozen=True)
class Content:
    """members: a line typed by hand, "" where it follows the roster. background, format, discussion: paragraphs, with
    an empty line between them; lines that begin with "- " are points.

    least_minutes, most_minutes: of one intervention from the floor. panel_minutes: of each person on the panel.
    interventions: how many from the floor are reckoned with, 0 where nobody has thought of it.
    """

    theme: str
    members: str = ""
    background: str = ""
    purpose: str = ""
    objectives: tuple[str, ...] = ()
    format: str = ""
    least_minutes: int = LEAST_MINUTES
    most_minutes: int = MOST_MINUTES
    panel_minutes: int = PANEL_MINUTES
    interventions: int = 0
    discussion: str = ""
    documents: tuple[Document, ...] = ()

    @property
    def title(self) -> str:
        return titled(self.theme)

    def in_words(self, part: Part) -> str:
        """The part as it is written on the form; for the minutes, in a sentence."""
        if part is Part.OBJECTIVES:
            return "\n".join(self.objectives)
        if part is Part.DOCUMENTS:
            return "\n".join(" ".join(filter(None, each)) for each in self.documents)
        if part is Part.LIMITS:
            floor = f", {self.interventions} from the floor" if self.interventions else ""
            return f"{self.limits} for an intervention, {self.panel_minutes} for each on the panel{floor}"
        return str(getattr(self, part.value))

    @property
    def limits(self) -> str:
        """3 to 5 minutes, 5 minutes"""
        if self.least_minutes == self.most_minutes:
            return "1 minute" if self.most_minutes == 1 else f"{self.most_minutes} minutes"
        return f"{self.least_minutes} to {self.most_minutes} minutes"

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Self:
        documents = tuple(Document(*each) for each in plain["documents"])
        return cls(**{**plain, "objectives": tuple(plain["objectives"]), "documents": documents})


def titled(theme: str) -> str:
    """The title that a theme makes, of the note and of its session."""
    return f"Thematic session – {' '.join(theme.split())}"


FIELDS: Mapping[Part, tuple[str, ...]] = {
    part: ("least_minutes", "most_minutes", "panel_minutes", "interventions") if part is Part.LIMITS else (part.value,)
    for part in Part
}


class Conflict(NamedTuple):
    """Two people changed the same part. theirs: what was saved in between."""

    part: Part
    mine: str
    theirs: str


class PartChange(NamedTuple):
    part: Part
    pieces: Sequence[Piece]


def taken(content: Content, other: Content, part: Part) -> Content:
    """The content with that part as the other has it."""
    return replace(content, **{field: getattr(other, field) for field in FIELDS[part]})


def merged(base: Content, mine: Content, theirs: Content) -> tuple[Content, list[Conflict]]:
    """Mine and theirs in one text, and the parts that both changed in different ways: there mine stands.

    base: what both began from.
    """
    both, conflicts = mine, []
    for part in Part:
        before, written, saved = (each.in_words(part) for each in (base, mine, theirs))
        if written == before:
            both = taken(both, theirs, part)
        elif saved not in (before, written):
            conflicts.append(Conflict(part, written, saved))
    return both, conflicts


def changes_between(old: Content, new: Content) -> list[PartChange]:
    """The parts that differ, in their order."""
    pairs = ((part, old.in_words(part), new.in_words(part)) for part in Part)
    return [PartChange(part, words(before, after)) for part, before, after in pairs if before != after]


def objectives_of(text: str) -> tuple[str, ...]:
    """One on each line; a mark or number before it is left away."""
    return tuple(_MARK.sub("", line) for line in _lines(text))


def documents_of(text: str) -> tuple[Document, ...]:
    """One on each line, its title first, its address last."""
    found = []
    for line in (_MARK.sub("", each) for each in _lines(text)):
        address = _ADDRESS_AT_END.search(line)
        title = line[: address.start()].strip(" :,;") if address else line
        found.append(Document(title, address[1] if address else ""))
    return tuple(found)


def check_content(content: Content) -> None:
    """RuleViolation names the part that is missing, too long, or that Word could not hold. field: the part."""
    if not content.theme.strip():
        raise RuleViolation("Say what the session is about.", field=Part.THEME)
    if len(content.title) > 200:
        raise RuleViolation("The theme is longer than a title of 200 characters.", field=Part.THEME)
    for part in Part:
        text = content.in_words(part)
        if len(text) > LONGEST:
            raise RuleViolation(f"{NAMES[part]}: longer than {LONGEST:,} characters.", field=part)
        check_paper_text(text, NAMES[part], field=part)
    for number, objective in enumerate(content.objectives, start=1):
        check_paper_text(objective, f"Objective {number}", field=Part.OBJECTIVES)
    for lines, part in ((content.objectives, Part.OBJECTIVES), (content.documents, Part.DOCUMENTS)):
        if len(lines) > MOST_LINES:
            raise RuleViolation(f"{NAMES[part]}: {len(lines):,} lines, more than {MOST_LINES}.", field=part)
    _check_documents(content.documents)
    _check_minutes(content)


def _check_documents(documents: Sequence[Document]) -> None:
    for number, document in enumerate(documents, start=1):
        if not document.title:
            raise RuleViolation(f"Document {number}: write its title before the address.", field=Part.DOCUMENTS)
        check_paper_text(document.title, f"Document {number}", field=Part.DOCUMENTS)
        if document.address and not document.address.lower().startswith("https://"):
            raise RuleViolation(
                f"Document {number}: the address begins with http://. Give one that begins with https://.",
                field=Part.DOCUMENTS,
            )


def _check_minutes(content: Content) -> None:
    if not 1 <= content.least_minutes <= content.most_minutes <= 30:
        raise RuleViolation("An intervention lasts from 1 to 30 minutes, the least first.", field="most_minutes")
    if not 1 <= content.panel_minutes <= 60:
        raise RuleViolation("A person on the panel speaks from 1 to 60 minutes.", field="panel_minutes")
    if not 0 <= content.interventions <= 200:
        raise RuleViolation("Reckon with 0 to 200 interventions.", field="interventions")


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
