"""The text of a yearly paper drafted from the facts, and drafted anew when they have changed.

A paragraph that rests on a fact remembers the sentence that the fact gave. While its text is that sentence it follows
the fact; once somebody has edited it, it stays, and the difference is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from committees.rules.paper import MEMBERS, Content, Paragraph, Section, with_changes


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
class Redraft:
    """The text after the facts of today. told: what a reader of the old text should know, one sentence each."""

    content: Content
    told: tuple[str, ...] = ()


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
    return with_changes(content, id, text=fact.sentence, drafted=fact.sentence) if fact else content


def fact_answered(content: Content, facts: Facts, id: str) -> Content:
    """The words of the place stand, in view of what its fact says now."""
    if id == MEMBERS:
        return replace(content, members_drafted=facts.members)
    fact = facts.find(id)
    return with_changes(content, id, drafted=fact.sentence) if fact else content


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
