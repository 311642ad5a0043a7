"""A list of items as people paste it: one to a line, deeper where it is indented."""

import re
from dataclasses import dataclass

from core.errors import RuleViolation, Shortcomings
from meetings.rules.agenda import DEEPEST, MOST_ITEMS

LONGEST_TITLE = 300
TAB = "    "
_MARK = re.compile(r"(?:\d{1,3}[.)]?|\d{1,3}(?: \([a-z]{1,4}\))+|\([a-z]{1,4}\)|[-–•*])\s+")


@dataclass(frozen=True)
class Written:
    """level: from 1."""

    title: str
    level: int


def items_in(text: str, *, field: str = "text") -> list[Written]:
    """The items of a list. Numbers, letters and bullets before a title are left out: the agenda counts by itself.

    Shortcomings names every line that cannot be one; a list too long is refused unread.
    """
    lines = [(number, line.expandtabs(len(TAB))) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise RuleViolation("Write one item to a line.", field=field)
    if len(lines) > MOST_ITEMS:
        raise RuleViolation(
            f"The list has {len(lines):,} lines; up to {MOST_ITEMS} items are taken over at a time. Nothing was added.",
            field=field,
            source="Office practice",
        )
    found: list[Written] = []
    wrong: list[str] = []
    indents: list[int] = []
    for number, line in lines:
        title = _MARK.sub("", line.strip(), count=1).strip()
        indent = len(line) - len(line.lstrip())
        while indents and indents[-1] >= indent:
            indents.pop()
        indents.append(indent)
        wrong += [f"line {number}: {why}" for why in _shortcomings(title, len(indents))]
        found.append(Written(title, len(indents)))
    if wrong:
        raise _shortcomings_of(wrong, field)
    return found


def _shortcomings(title: str, level: int) -> list[str]:
    found = []
    if not title:
        found.append("there is no title behind the number")
    if len(title) > LONGEST_TITLE:
        found.append(f"a title has up to {LONGEST_TITLE} characters, this one {len(title):,}")
    if level > DEEPEST:
        found.append(f"it is indented to level {level}; an agenda has {DEEPEST}")
    return found


def _shortcomings_of(wrong: list[str], field: str) -> Shortcomings:
    refusal = Shortcomings(wrong, what="Nothing was added")
    refusal.field = field
    return refusal
