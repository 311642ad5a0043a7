"""Two texts of one yearly paper: what differs between them, and what two people wrote at the same time in one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from committees.rules.paper import MEMBERS, Content, Paragraph, Section
from core.differences import Piece, words


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
