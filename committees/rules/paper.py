"""The text of a yearly paper: drafted from the facts, edited by hand, drafted anew when the facts have changed.

A paragraph that rests on a fact remembers the sentence that the fact gave. While its text is that sentence it follows
the fact; once somebody has edited it, it stays, and the difference is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Self

from core.differences import Piece, words

TITLE = "Activities and Priorities for Implementation"
MEMBERS = "members"  # in the place of a paragraph id: the line that names the members
WHOLE_PAPER = "paper"  # in the place of a paragraph id: all of it


class Section(StrEnum):
    ACTIVITIES = "activities"
    PRIORITIES = "priorities"


@dataclass(frozen=True)
class Fact:
    """An activity or a priority as it stands now. key: names it for good. number: its place in log or list."""

    key: str
    section: Section
    number: int
    sentence: str


@dataclass(frozen=True)
class Facts:
    """All that a paper is drafted from, each section in its order."""

    title: str
    body: str
    members: str
    facts: tuple[Fact, ...]

    def find(self, key: str) -> Fact | None:
        return next((fact for fact in self.facts if fact.key == key), None)


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


@dataclass(frozen=True)
class Redraft:
    """The text after the facts of today. told: what a reader of the old text should know, one sentence each."""

    content: Content
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class TextChange:
    """What differs in one place. kind: added, removed, changed, moved, left out, put back; pieces: of the text."""

    id: str
    kind: str
    pieces: Sequence[Piece]
    reason: str = ""


@dataclass(frozen=True)
class Conflict:
    """Two people changed the same place. theirs: what was saved in between."""

    id: str
    mine: str
    theirs: str


def drafted(facts: Facts) -> Content:
    return Content(facts.title, facts.body, facts.members, facts.members, tuple(_drafted(fact) for fact in facts.facts))


def redrafted(content: Content, facts: Facts) -> Redraft:
    """The text with all that follows from the facts of now; what was edited by hand stays."""
    followed, told = [], []
    for paragraph in content.paragraphs:
        kept, sentence = _followed(paragraph, facts.find(paragraph.id))
        followed += [kept] if kept else []
        told += [sentence] if sentence else []
    known = {paragraph.id for paragraph in content.paragraphs}
    for place, fact in enumerate(facts.facts):
        if fact.key not in known:
            before = [each.key for each in facts.facts[:place] if each.section is fact.section]
            followed.insert(_place_after(followed, before, fact.section), _drafted(fact))
            told.append(f"{_name(fact.section, fact.number)} is new: {fact.sentence}")
    members, sentence = _members(content, facts)
    told += [sentence] if sentence else []
    return Redraft(
        replace(content, title=facts.title, body=facts.body, paragraphs=tuple(followed), **members), tuple(told)
    )


def fact_taken(content: Content, facts: Facts, id: str) -> Content:
    """The place has the words of its fact again, and follows it from now on."""
    if id == MEMBERS:
        return replace(content, members=facts.members, members_drafted=facts.members)
    fact = facts.find(id)
    return _with(content, id, text=fact.sentence, drafted=fact.sentence) if fact else content


def fact_answered(content: Content, facts: Facts, id: str) -> Content:
    """The words of the place stand, in view of what its fact says now."""
    if id == MEMBERS:
        return replace(content, members_drafted=facts.members)
    fact = facts.find(id)
    return _with(content, id, drafted=fact.sentence) if fact else content


def rewritten(content: Content, id: str, text: str) -> Content:
    return replace(content, members=text) if id == MEMBERS else _with(content, id, text=text)


def left_out(content: Content, id: str, reason: str) -> Content:
    """The paragraph stays on record and is not printed; with an empty reason it is printed again."""
    return _with(content, id, left_out=reason)


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


def merged(base: Content, mine: Content, theirs: Content) -> tuple[Content, list[Conflict]]:
    """Mine and theirs in one text, and the places where both changed the same thing: there mine stands.

    base: what both began from. Order and removals are mine where I changed them, else theirs.
    """
    ids = _merged_order(base, mine, theirs)
    conflicts: list[Conflict] = []
    paragraphs = []
    for id in ids:
        mine_there, theirs_there, before = mine.find(id), theirs.find(id), base.find(id)
        if mine_there is not None and theirs_there is not None and mine_there != theirs_there:
            if mine_there == before:
                mine_there = theirs_there
            elif theirs_there != before:
                conflicts.append(Conflict(id, _in_words(mine_there), _in_words(theirs_there)))
        found = mine_there or theirs_there
        paragraphs += [found] if found else []
    members, drafted_line = (
        (theirs.members, theirs.members_drafted)
        if mine.members == base.members
        else (mine.members, mine.members_drafted)
    )
    if len({base.members, mine.members, theirs.members}) == 3:
        conflicts.append(Conflict(MEMBERS, mine.members, theirs.members))
    return replace(theirs, members=members, members_drafted=drafted_line, paragraphs=tuple(paragraphs)), conflicts


def changes_between(old: Content, new: Content) -> list[TextChange]:
    """The places that differ, in the order of the new text, what is gone last."""
    changes = []
    if old.members != new.members:
        changes.append(TextChange(MEMBERS, "changed", words(old.members, new.members)))
    common = [each.id for each in old.paragraphs if new.find(each.id)]
    moved = _moved(common, [each.id for each in new.paragraphs if old.find(each.id)])
    for paragraph in new.paragraphs:
        before = old.find(paragraph.id)
        if change := _change(before, paragraph, moved=paragraph.id in moved):
            changes.append(change)
    gone = [each for each in old.paragraphs if not new.find(each.id)]
    return changes + [TextChange(each.id, "removed", words(each.text, "")) for each in gone]


def _drafted(fact: Fact) -> Paragraph:
    return Paragraph(fact.key, fact.section, fact.sentence, fact.sentence, fact.number)


def _followed(paragraph: Paragraph, fact: Fact | None) -> tuple[Paragraph | None, str]:
    """The paragraph as it goes on, None for one that goes; and what is told of it, "" for nothing."""
    if not paragraph.rests_on_fact:
        return paragraph, ""
    name = _name(paragraph.section, paragraph.number)
    if fact is None:
        if paragraph.edited:
            return paragraph, f"{name} no longer counts; its paragraph was edited by hand and stays."
        return None, f"{name} no longer counts; its paragraph is gone: {paragraph.text}"
    if fact.sentence == paragraph.drafted:
        return replace(paragraph, number=fact.number), ""
    if paragraph.text != paragraph.drafted:
        return replace(paragraph, number=fact.number), f"{name} now says: {fact.sentence}"
    followed = replace(paragraph, text=fact.sentence, drafted=fact.sentence, number=fact.number)
    return followed, f"{name} has changed: {fact.sentence}"


def _members(content: Content, facts: Facts) -> tuple[dict[str, str], str]:
    if facts.members == content.members_drafted:
        return {}, ""
    if content.members != content.members_drafted:
        return {}, f"The members are now: {facts.members}"
    return {"members": facts.members, "members_drafted": facts.members}, f"The members are now: {facts.members}"


def _name(section: Section, number: int | None) -> str:
    return f"{'Activity' if section is Section.ACTIVITIES else 'Priority'} {number}"


def _place_after(paragraphs: Sequence[Paragraph], before: Sequence[str], section: Section) -> int:
    """Where a new fact goes: behind the nearest of the facts before it, else at the head of its section."""
    places = {paragraph.id: place for place, paragraph in enumerate(paragraphs)}
    if near := next((key for key in reversed(before) if key in places), None):
        return places[near] + 1
    ahead = list(Section)[: list(Section).index(section)]
    return sum(1 for paragraph in paragraphs if paragraph.section in ahead)


def _with(content: Content, id: str, **changes: Any) -> Content:
    return replace(
        content,
        paragraphs=tuple(replace(each, **changes) if each.id == id else each for each in content.paragraphs),
    )


def _merged_order(base: Content, mine: Content, theirs: Content) -> list[str]:
    """The ids of the merged text: nothing that anybody wrote is lost, nothing untouched comes back once taken out."""
    base_ids, mine_ids, their_ids = (_ids(content) for content in (base, mine, theirs))
    taken_out = {
        id
        for id in base_ids
        for one, other in ((mine, theirs), (theirs, mine))
        if not one.find(id) and other.find(id) in (None, base.find(id))
    }
    if [id for id in mine_ids if id in base_ids] == [id for id in base_ids if id in mine_ids]:
        first, second = their_ids, mine_ids
    else:
        first, second = mine_ids, their_ids
    ordered = [id for id in first if id not in taken_out]
    for place, id in enumerate(second):
        if id not in ordered and id not in taken_out:
            near = next((each for each in reversed(second[:place]) if each in ordered), None)
            ordered.insert(ordered.index(near) + 1 if near else 0, id)
    both = {each.id: each.section for each in (*theirs.paragraphs, *mine.paragraphs)}
    return sorted(ordered, key=lambda id: list(Section).index(both[id]))


def _ids(content: Content) -> list[str]:
    return [paragraph.id for paragraph in content.paragraphs]


def _in_words(paragraph: Paragraph) -> str:
    return f"{paragraph.text} (left out: {paragraph.left_out})" if paragraph.left_out else paragraph.text


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The ids that stand behind another neighbour than before."""
    previous = dict(zip(before, ["", *before], strict=False))
    return {id for id, neighbour in zip(after, ["", *after], strict=False) if previous[id] != neighbour}


def _change(old: Paragraph | None, new: Paragraph, *, moved: bool) -> TextChange | None:
    if old is None:
        return TextChange(new.id, "added", words("", new.text), new.left_out)
    pieces = words(old.text, new.text)
    if old.left_out != new.left_out:
        return TextChange(new.id, "left out" if new.left_out else "put back", pieces, new.left_out)
    if old.text != new.text:
        return TextChange(new.id, "changed", pieces)
    return TextChange(new.id, "moved", pieces) if moved else None
