"""What differs between two issued versions of an agenda or of a timetable."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Self

Entry = Mapping[str, Any]


class Kind(StrEnum):
    NEW = "new"
    MOVED = "moved"
    DROPPED = "dropped"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """id: of the item or the piece. before, after: where it stood and stands, or what it said and says, in words.

    session: the one in which a piece is, or was where it is gone; 0 in an agenda.
    """

    kind: Kind
    id: int
    name: str
    before: str = ""
    after: str = ""
    session: int = 0

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Self:
        return cls(**{**plain, "kind": Kind(plain["kind"])})


def agenda_differences(old: Sequence[Entry], new: Sequence[Entry]) -> list[Difference]:
    """Of entries from top to bottom. An item that only has another number, because of others, was not moved."""
    stayed = _kept_in_order([each["id"] for each in old], [each["id"] for each in new])
    before = _by_id(old)

    def moved(entry: Entry) -> bool:
        return entry["id"] not in stayed or entry["parent"] != before[entry["id"]]["parent"]

    return _differences(old, new, moved, lambda entry: f"item {entry['number']}", _item_in_words)


def timetable_differences(old: Sequence[Entry], new: Sequence[Entry]) -> list[Difference]:
    """Of entries in the order of time. Another time, session or room is a move."""
    before = _by_id(old)

    def moved(entry: Entry) -> bool:
        return bool(entry["when"] != before[entry["id"]]["when"])

    return _differences(old, new, moved, lambda entry: str(entry["when"]), _piece_in_words)


def _differences(
    old: Sequence[Entry],
    new: Sequence[Entry],
    moved: Callable[[Entry], bool],
    where: Callable[[Entry], str],
    words: Callable[[Entry], str],
) -> list[Difference]:
    """In the order of the new version, what is gone last."""
    before, now = _by_id(old), _by_id(new)
    found: list[Difference] = []

    def note(kind: Kind, entry: Entry, old_words: str = "", new_words: str = "") -> None:
        found.append(Difference(kind, entry["id"], entry["name"], old_words, new_words, entry.get("session_id", 0)))

    for entry in new:
        former = before.get(entry["id"])
        if former is None:
            note(Kind.NEW, entry, "", where(entry))
            continue
        if moved(entry):
            note(Kind.MOVED, entry, where(former), _without_what_stays(where(former), where(entry)))
        if words(entry) != words(former):
            note(Kind.CHANGED, entry, words(former), words(entry))
    for entry in old:
        if entry["id"] not in now:
            note(Kind.DROPPED, entry, where(entry))
    return found


def _kept_in_order(old: Sequence[int], new: Sequence[int]) -> set[int]:
    """Those that stand in the same order in both, as many as can be."""
    there = set(new)
    common = [id for id in old if id in there]
    among = set(common)
    ordered = [id for id in new if id in among]
    matcher = SequenceMatcher(None, common, ordered, autojunk=False)
    return {common[block.a + place] for block in matcher.get_matching_blocks() for place in range(block.size)}


def revised(symbol: str) -> str:
    """The symbol of the next revision of a document: /2, /2/Rev.1, /2/Rev.2; "" of one without a symbol."""
    before, revision, number = symbol.rpartition("/Rev.")
    if revision and number.isdecimal():
        return f"{before}/Rev.{int(number) + 1}"
    return f"{symbol}/Rev.1" if symbol else ""


def _without_what_stays(before: str, after: str) -> str:
    """Of where something stands now, what is not as before: of another time on the same day only the time."""
    old, new = before.split(", "), after.split(", ")
    while len(old) > 1 and len(new) > 1 and old[0] == new[0]:
        old, new = old[1:], new[1:]
    return ", ".join(new)


def _item_in_words(entry: Entry) -> str:
    return "; ".join(
        filter(None, (entry["name"], entry["lead"], "decision expected" if entry["decision"] else "", entry["note"]))
    )


def _piece_in_words(entry: Entry) -> str:
    """The number of its item may change without the piece being another."""
    return "; ".join(filter(None, (entry["name"], ", ".join(entry["speakers"]))))


def _by_id(entries: Sequence[Entry]) -> dict[int, Entry]:
    return {entry["id"]: entry for entry in entries}
