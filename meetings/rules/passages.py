"""What changed between two versions of a text: whole paragraphs first, then words within those that changed."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from core.differences import Piece, words

MOST_WORDS_COMPARED = 2_000  # of a changed passage; a longer one is shown as removed and added


def changed_passages(old: Sequence[str], new: Sequence[str]) -> list[list[Piece]]:
    """Each changed passage as pieces kept, added and removed; paragraphs that stayed are left out."""
    before, after = [each for each in old if each.strip()], [each for each in new if each.strip()]
    return [
        _compared("\n".join(before[a:b]), "\n".join(after[c:d]))
        for act, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if act != "equal"
    ]


def _compared(old: str, new: str) -> list[Piece]:
    if max(len(old.split()), len(new.split())) > MOST_WORDS_COMPARED:
        return [piece for piece in (("removed", old), ("added", new)) if piece[1]]
    return words(old, new)
