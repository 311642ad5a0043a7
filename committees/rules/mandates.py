"""The points of a mandate: read from what was typed, checked, amended, and compared with those of another version."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from core.differences import Piece, words
from core.errors import RuleViolation, Shortcomings

LONGEST_POINT = 600
MOST_POINTS = 60
ALIKE = 0.5  # from this share of common words on, a point counts as the old one in other words
_MARK = re.compile(r"^(?:[-–•*]|\d{1,2}[.)]|\([a-z0-9]{1,2}\))\s+")
_UNWANTED = re.compile(r"\{\{|\}\}|\*\*|[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class PointChange:
    """One line of two mandates side by side. kind: kept, added, dropped or changed. Numbers are None where it lacks."""

    kind: str
    pieces: Sequence[Piece]
    old_number: int | None
    new_number: int | None

    @property
    def old_text(self) -> str:
        return "".join(text for kind, text in self.pieces if kind != "added").rstrip()

    @property
    def new_text(self) -> str:
        return "".join(text for kind, text in self.pieces if kind != "removed").rstrip()


def points_typed(text: str) -> list[str]:
    """One point a line, without the bullets and numbers that come along when a list is pasted."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [point for line in lines if (point := _MARK.sub("", line))]


def check_points(points: Sequence[str], *, field: str = "points") -> None:
    """A mandate has at least one point; each is a sentence of text, of bearable length, and stands once."""
    if not points:
        raise RuleViolation("A mandate needs at least one point. Write each on a line of its own.", field=field)
    if len(points) > MOST_POINTS:
        raise RuleViolation(
            f"A mandate of {len(points)} points is more than the {MOST_POINTS} that can be kept.", field=field
        )
    found = [f"point {number}: {wrong}" for number, point in enumerate(points, 1) if (wrong := _wrong_with(point))]
    found += _twice(points)
    if len(found) == 1:
        raise RuleViolation(f"{found[0][0].upper()}{found[0][1:]}.", field=field)
    if found:
        refusal = Shortcomings(found, what="The points of the mandate")
        refusal.field = field
        raise refusal


def amended(points: Sequence[str], *, added: Sequence[str] = (), dropped: Sequence[str] = ()) -> list[str]:
    """The points without those dropped and with those added at the end.

    RuleViolation where a point to drop is not there, one to add is there already, or nothing would be left.
    """
    present = {same_point(point) for point in points}
    for point in dropped:
        if same_point(point) not in present:
            raise RuleViolation(f"The mandate has no point “{_short(point)}” to drop.", field="dropped")
    leaving = {same_point(point) for point in dropped}
    kept = [point for point in points if same_point(point) not in leaving]
    standing = {same_point(point) for point in kept}
    for point in added:
        if same_point(point) in standing:
            raise RuleViolation(f"The mandate has the point “{_short(point)}” already.", field="added")
    if not kept and not added:
        raise RuleViolation("The mandate would have no point left. Discontinue the body instead.", field="dropped")
    return [*kept, *added]


def joined(points: Sequence[str], others: Sequence[str]) -> list[str]:
    """The points of one mandate, then those of another that are not among them."""
    present = {same_point(point) for point in points}
    return [*points, *(point for point in others if same_point(point) not in present)]


def same_point(text: str) -> str:
    """Equal for two writings of one point: capitals, blanks and the full stop do not count."""
    return " ".join(text.casefold().split()).rstrip(". ;")


def compare_points(old: Sequence[str], new: Sequence[str]) -> list[PointChange]:
    """Every point of both, in the order of the new mandate; what was dropped stands where it stood.

    A point that only moved is kept. Of the others, those most alike are taken for one point in other words.
    """
    came_from = _pairs(old, new)
    dropped = [place for place in range(len(old)) if place not in came_from.values()]
    lines: list[PointChange] = []
    told = 0
    for place, point in enumerate(new):
        origin = came_from.get(place)
        if origin is None:
            lines.append(PointChange("added", words("", point), None, place + 1))
            continue
        while told < len(dropped) and dropped[told] < origin:
            lines.append(_dropped(old, dropped[told]))
            told += 1
        kind = "kept" if old[origin] == point else "changed"
        lines.append(PointChange(kind, words(old[origin], point), origin + 1, place + 1))
    return lines + [_dropped(old, place) for place in dropped[told:]]


def _pairs(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Place in the new mandate -> place in the old one, each used once."""
    pairs: dict[int, int] = {}
    for place, point in enumerate(new):
        origin = next((n for n, other in enumerate(old) if other == point and n not in pairs.values()), None)
        if origin is not None:
            pairs[place] = origin
    candidates = sorted(
        (
            (-alike, abs(origin - place), place, origin)
            for place, point in enumerate(new)
            if place not in pairs
            for origin, other in enumerate(old)
            if origin not in pairs.values() and (alike := _alike(other, point)) >= ALIKE
        ),
    )
    for _, _, place, origin in candidates:
        if place not in pairs and origin not in pairs.values():
            pairs[place] = origin
    return pairs


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, same_point(one).split(), same_point(other).split(), autojunk=False).ratio()


def _dropped(old: Sequence[str], place: int) -> PointChange:
    return PointChange("dropped", words(old[place], ""), place + 1, None)


def _wrong_with(point: str) -> str:
    if len(point.split()) < 2 or not any(letter.isalpha() for letter in point):
        return f"“{_short(point)}” is no sentence; say in words what the body is to do"
    if len(point) > LONGEST_POINT:
        return f"“{_short(point)}” has {len(point)} characters, more than {LONGEST_POINT}; make two points of it"
    if _UNWANTED.search(point):
        return f"“{_short(point)}” has double braces, double stars or a control character, which papers cannot hold"
    return ""


def _twice(points: Sequence[str]) -> list[str]:
    first: dict[str, int] = {}
    found = []
    for number, point in enumerate(points, 1):
        key = same_point(point)
        if key in first:
            found.append(f"point {number}: “{_short(point)}” stands there as point {first[key]} already")
        first.setdefault(key, number)
    return found


def _short(point: str) -> str:
    return point if len(point) <= 60 else f"{point[:57]}…"
