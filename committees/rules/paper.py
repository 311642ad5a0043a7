"""The text of a yearly paper as a value, and how a person edits it.

A paragraph that rests on a fact remembers the sentence that the fact gave, in `drafted`: see rules/paper_facts.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Self

TITLE = "Activities and Priorities for Implementation"
MEMBERS = "members"  # in the place of a paragraph id: the line that names the members
WHOLE_PAPER = "paper"  # in the place of a paragraph id: all of it


class Section(StrEnum):
    ACTIVITIES = "activities"
    PRIORITIES = "priorities"


@dataclass(frozen=True)
class Paragraph:
    """id: the key of its fact, or own-… for one added by hand. drafted: the sentence of the fact when it was last
    taken into account, "" for one added by hand. left_out: why it is not printed, "" for one that is."""

    id: str
    section: Section
    text: str
    drafted: str = ""
    number: int | None = None
    left_out: str = ""

    @property
    def rests_on_fact(self) -> bool:
        return self.drafted != ""

    @property
    def edited(self) -> bool:
        """Somebody decided on it: on its words, or that it is left out."""
        return self.text != self.drafted or self.left_out != ""


@dataclass(frozen=True)
class Content:
    """members_drafted: the line of members as the roster gave it, for the same use as with paragraphs."""

    title: str
    body: str
    members: str
    members_drafted: str
    paragraphs: tuple[Paragraph, ...]

    def find(self, id: str) -> Paragraph | None:
        return next((paragraph for paragraph in self.paragraphs if paragraph.id == id), None)

    def of(self, section: Section) -> list[Paragraph]:
        return [paragraph for paragraph in self.paragraphs if paragraph.section is section]

    def printed(self, section: Section) -> list[Paragraph]:
        return [paragraph for paragraph in self.of(section) if not paragraph.left_out]

    def numbers(self) -> dict[str, int]:
        """The number that each printed paragraph bears: one running numbering through both sections."""
        printed = [paragraph for section in Section for paragraph in self.printed(section)]
        return {paragraph.id: number for number, paragraph in enumerate(printed, start=1)}

    def place_in_words(self, id: str) -> str:
        """paragraph 3, as a comment on it names it."""
        if id in (MEMBERS, WHOLE_PAPER):
            return "the line of members" if id == MEMBERS else "the whole paper"
        if number := self.numbers().get(id):
            return f"paragraph {number}"
        return "a paragraph left out" if self.find(id) else "a paragraph that is gone"

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Self:
        paragraphs = tuple(Paragraph(**{**each, "section": Section(each["section"])}) for each in plain["paragraphs"])
        return cls(**{**plain, "paragraphs": paragraphs})


def rewritten(content: Content, id: str, text: str) -> Content:
    return replace(content, members=text) if id == MEMBERS else with_changes(content, id, text=text)


def left_out(content: Content, id: str, reason: str) -> Content:
    """The paragraph stays on record and is not printed; with an empty reason it is printed again."""
    return with_changes(content, id, left_out=reason)


def added(content: Content, id: str, section: Section, text: str) -> Content:
    """A paragraph written by hand, at the end of its section."""
    return arranged(replace(content, paragraphs=(*content.paragraphs, Paragraph(id, section, text))), {})


def removed(content: Content, id: str) -> Content:
    return replace(content, paragraphs=tuple(each for each in content.paragraphs if each.id != id))


def arranged(content: Content, places: Mapping[str, int]) -> Content:
    """The paragraphs of each section in the order of the places asked for.

    Whoever asks for a place gets it before whoever stood there: a paragraph moved is worth more than one that stayed.
    """
    ordered: list[Paragraph] = []
    for section in Section:
        there = content.of(section)
        moved = [each for place, each in enumerate(there, 1) if places.get(each.id, place) != place]
        stayed = [each for each in there if each not in moved]
        for each in sorted(moved, key=lambda each: places[each.id]):
            stayed.insert(max(places[each.id], 1) - 1, each)
        ordered += stayed
    return replace(content, paragraphs=tuple(ordered))


def with_changes(content: Content, id: str, **changes: Any) -> Content:
    return replace(
        content,
        paragraphs=tuple(replace(each, **changes) if each.id == id else each for each in content.paragraphs),
    )
