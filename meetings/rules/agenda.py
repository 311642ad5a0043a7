"""The agenda as a tree: numbers that follow from places, and moves after which it is a tree still.

A tree is kept as the children of each item in their order; None stands for the agenda itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from string import ascii_lowercase

from core.errors import RuleViolation

DEEPEST = 3  # levels: 9, 9 (a), 9 (a) (i). Source: agendas of both Conventions’ meetings
MOST_ITEMS = 300  # Office practice
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))

Tree = dict[int | None, list[int]]


@dataclass(frozen=True)
class Place:
    """Where an item stands: under which other, and as which of its children, counted from 1."""

    parent: int | None
    position: int


@dataclass(frozen=True)
class Node:
    """An item as the tree knows it. internal: on no published agenda; it has no number, nor what stands under it."""

    id: int
    place: Place
    title: str
    internal: bool = False


def tree_of(nodes: Iterable[Node]) -> Tree:
    ordered = sorted(nodes, key=lambda node: (node.place.parent or 0, node.place.position, node.id))
    return {parent: [node.id for node in group] for parent, group in groupby(ordered, lambda node: node.place.parent)}


def in_order(tree: Tree, below: int | None = None, level: int = 1) -> Iterator[tuple[int, int]]:
    """Every item with its level, as it is read from top to bottom."""
    for id in tree.get(below, ()):
        yield id, level
        yield from in_order(tree, id, level + 1)


def places_of(tree: Tree) -> dict[int, Place]:
    return {
        id: Place(parent, position)
        for parent, children in tree.items()
        for position, id in enumerate(children, start=1)
    }


def numbers_of(tree: Tree, internal: Iterable[int] = ()) -> dict[int, str]:
    """1, 1 (a), 1 (a) (i) for every item that is published."""
    hidden, numbers = frozenset(internal), dict[int, str]()

    def number(parent: int | None, before: str, level: int) -> None:
        published = (id for id in tree.get(parent, ()) if id not in hidden)
        for position, id in enumerate(published, start=1):
            numbers[id] = f"{before} {_counted(position, level)}".strip()
            number(id, numbers[id], level + 1)

    number(None, "", 1)
    return numbers


def raised(tree: Tree, id: int) -> Tree:
    """It stands before the one it stood behind."""
    return _among_siblings(tree, id, -1, "the first")


def lowered(tree: Tree, id: int) -> Tree:
    return _among_siblings(tree, id, 1, "the last")


def indented(tree: Tree, id: int, titles: Mapping[int, str]) -> Tree:
    """It is the last of what stands under the item before it."""
    place = places_of(tree)[id]
    if place.position == 1:
        raise RuleViolation(f"“{titles[id]}” is the first of its level: there is no item before it to stand under.")
    above = tree[place.parent][place.position - 2]
    return placed(tree, id, above, len(tree.get(above, ())) + 1, titles)


def outdented(tree: Tree, id: int, titles: Mapping[int, str]) -> Tree:
    """It follows the item it stood under."""
    parent = places_of(tree)[id].parent
    if parent is None:
        raise RuleViolation(f"“{titles[id]}” is an item of its own already; it stands under no other.")
    above = places_of(tree)[parent]
    return placed(tree, id, above.parent, above.position + 1, titles)


def placed(tree: Tree, id: int, parent: int | None, position: int, titles: Mapping[int, str]) -> Tree:
    """It is the child of that parent at that position, with all that hangs on it; positions beyond the end mean last.

    RuleViolation where it would stand under itself, or something would stand deeper than the third level.
    """
    below = {child for child, _level in in_order(tree, id)}
    if parent == id:
        raise RuleViolation(f"“{titles[id]}” cannot stand under itself.")
    if parent in below:
        raise RuleViolation(
            f"“{titles[id]}” cannot stand under “{titles[parent]}”, which itself stands under “{titles[id]}”."
        )
    moved = {above: [each for each in children if each != id] for above, children in tree.items()}
    siblings = moved.setdefault(parent, [])
    siblings.insert(max(position, 1) - 1, id)
    check_depth(moved, titles)
    return {above: children for above, children in moved.items() if children}


def check_depth(tree: Tree, titles: Mapping[int, str]) -> None:
    for id, level in in_order(tree):
        if level > DEEPEST:
            raise RuleViolation(
                f"“{titles[id]}” would stand on level {level}; an agenda has {DEEPEST}: 9, 9 (a), 9 (a) (i).",
                field="parent",
                source="Office practice",
            )


def check_whole(tree: Tree, nodes: Iterable[Node]) -> None:
    """Refuses what is no tree: an item that hangs on itself through others is read nowhere."""
    read = {id for id, _level in in_order(tree)}
    lost = [node.title for node in nodes if node.id not in read]
    if lost:
        raise RuleViolation(f"“{lost[0]}” would hang on itself, through the items between.")


def removed(tree: Tree, id: int) -> tuple[Tree, list[int]]:
    """The tree without it, and what went: it and all that hung on it, the lowest first."""
    gone = [id, *(child for child, _level in in_order(tree, id))]
    left = {
        parent: [each for each in children if each != id] for parent, children in tree.items() if parent not in gone
    }
    return {parent: children for parent, children in left.items() if children}, gone[::-1]


def check_count(number: int) -> None:
    if number > MOST_ITEMS:
        raise RuleViolation(
            f"The agenda would have {number:,} items; it takes up to {MOST_ITEMS}.", source="Office practice"
        )


def taken_over(nodes: Sequence[Node], recurring: Iterable[int]) -> list[tuple[int, int]]:
    """Of the agenda before, what recurs, with its level: under whatever of its parents recurs too."""
    kept, tree = frozenset(recurring), tree_of(nodes)
    found: list[tuple[int, int]] = []

    def take(below: int | None, level: int) -> None:
        for id in tree.get(below, ()):
            if id in kept:
                found.append((id, level))
            take(id, level + (id in kept))

    take(None, 1)
    return found


def _among_siblings(tree: Tree, id: int, by: int, end: str) -> Tree:
    place = places_of(tree)[id]
    siblings = list(tree[place.parent])
    other = place.position - 1 + by
    if not 0 <= other < len(siblings):
        raise RuleViolation(f"It is {end} of its level already.")
    siblings[place.position - 1], siblings[other] = siblings[other], siblings[place.position - 1]
    return {**tree, place.parent: siblings}


def _counted(position: int, level: int) -> str:
    return (str(position), f"({_letters(position)})", f"({_roman(position)})")[(level - 1) % 3]


def _letters(position: int) -> str:
    """a … z, aa … zz, as lists in papers count on."""
    repeats, letter = divmod(position - 1, len(ascii_lowercase))
    return ascii_lowercase[letter] * (repeats + 1)


def _roman(position: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        count, position = divmod(position, value)
        written += sign * count
    return written
