"""What a reader would remark on the text of a concept note. Findings are told; they refuse nothing.

Source: concept notes of thematic sessions as the committees write them; the numbers are Office practice.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from core.wording import list_in_words
from meetings.rules.concept_notes import Content, Part
from meetings.rules.verbs import VERBS

FEWEST, MOST = 5, 8  # objectives. Office practice
SAME_OPENING = 3  # words by which two objectives begin alike
A_PAGE_AND_A_HALF, TWO_PAGES = 1.5, 2.0  # Office practice
PAGE = 46  # lines of text on a page of the house style
LINE = 92  # characters in a line

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


class Finding(NamedTuple):
    """part: where to look, one of Part or "panel", "session". serious: settle it before the note is approved."""

    part: str
    words: str
    serious: bool = False


def text_findings(content: Content) -> list[Finding]:
    return [*_missing(content), *_number(content), *_verbs(content), *_alike(content), *_purpose_repeated(content)]


def length_finding(pages: float, *, estimated: bool) -> Finding | None:
    """pages: of the Word file, whole ones where they were counted."""
    about = f"about {pages:.1f} pages (estimated)" if estimated else f"{pages:.0f} pages"
    if pages > TWO_PAGES:
        return Finding("note", f"The note fills {about}. It may fill two.", serious=True)
    if estimated and pages > A_PAGE_AND_A_HALF + 0.25:
        return Finding("note", f"The note fills {about}. A page and a half is usual.")
    return None


def estimated_pages(content: Content, panel: Sequence[str]) -> float:
    """How much the note fills in the house style. panel: each person's line."""
    paragraphs = [content.title, content.in_words(Part.FORMAT), content.discussion, content.purpose, *panel]
    paragraphs += [*content.background.splitlines(), *content.objectives, *(each.title for each in content.documents)]
    lines = sum(-(-len(text) // LINE) + 0.5 for text in paragraphs if text.strip())
    return (lines + 18) / PAGE  # letterhead, committee, hours, five headings


def _missing(content: Content) -> Iterator[Finding]:
    for part, words in (
        (Part.BACKGROUND, "The background is not written yet."),
        (Part.PURPOSE, "The purpose line, which leads to the objectives, is not written yet."),
        (Part.FORMAT, "The format of the session is not written yet."),
    ):
        if not content.in_words(part).strip():
            yield Finding(part, words, serious=True)


def _number(content: Content) -> Iterator[Finding]:
    count = len(content.objectives)
    if not count:
        yield Finding(Part.OBJECTIVES, "No objective is written yet.", serious=True)
    elif not FEWEST <= count <= MOST:
        told = "1 objective" if count == 1 else f"{count} objectives"
        yield Finding(Part.OBJECTIVES, f"The note has {told}; five to eight are usual.")


def _verbs(content: Content) -> Iterator[Finding]:
    for number, objective in enumerate(content.objectives, start=1):
        opening = _WORD.search(objective)
        if opening is None:
            yield Finding(Part.OBJECTIVES, f"Objective {number} has no words.")
        elif not _is_verb(opening[0].lower()):
            yield Finding(Part.OBJECTIVES, f"Objective {number} begins with “{opening[0]}”. Begin with a verb.")


def _is_verb(word: str) -> bool:
    """By the list, or by an ending that hardly anything but a verb has."""
    return word in VERBS or (len(word) > 5 and word.endswith(("ise", "ize", "ify")) and word != "otherwise")


def _alike(content: Content) -> Iterator[Finding]:
    """Objectives that begin with the same words, the first of them told with their words."""
    openings = defaultdict(list)
    for number, objective in enumerate(content.objectives, start=1):
        opening = tuple(_words(objective)[:SAME_OPENING])
        if len(opening) == SAME_OPENING:
            openings[opening].append(str(number))
    for opening, numbers in openings.items():
        if len(numbers) > 1:
            yield Finding(
                Part.OBJECTIVES,
                f"Objectives {list_in_words(numbers, 'EN')} begin alike: “{' '.join(opening).capitalize()} …”.",
            )


def _purpose_repeated(content: Content) -> Iterator[Finding]:
    purpose = _words(content.purpose)
    runs = set(zip(purpose, purpose[1:], purpose[2:], strict=False))
    ends = set(pairwise(purpose[-2:]))
    for number, objective in enumerate(content.objectives, start=1):
        opening = tuple(_words(objective)[:SAME_OPENING])
        if opening in runs or opening[:2] in ends:
            yield Finding(
                Part.OBJECTIVES, f"Objective {number} repeats the purpose line: “{' '.join(opening).capitalize()}”."
            )


def _words(text: str) -> list[str]:
    return [found.lower() for found in _WORD.findall(text)]
