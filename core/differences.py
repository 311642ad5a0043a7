"""What changed between two texts, word by word."""

import re
from difflib import SequenceMatcher

_WORD = re.compile(r"\S+\s*|\s+")
Piece = tuple[str, str]  # kept | added | removed, and the words


def words(old: str, new: str) -> list[Piece]:
    """The new text in pieces: what was kept, what was added, what was removed."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    pieces: list[Piece] = []
    for act, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if act == "equal":
            pieces.append(("kept", "".join(after[c:d])))
            continue
        pieces += [("removed", "".join(before[a:b]))] if b > a else []
        pieces += [("added", "".join(after[c:d]))] if d > c else []
    return pieces
