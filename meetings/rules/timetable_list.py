"""A timetable as people paste it: "10:00 Opening 30", one piece to a line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from core.errors import RuleViolation, Shortcomings
from meetings.rules.timetable import LONGEST

MOST_LINES = 100  # Office practice: more do not fit a session
LONGEST_TITLE = 300
_CLOCK = r"(\d{1,2})[:.h](\d{2})"
_LINE = re.compile(
    rf"(?:{_CLOCK}(?:\s*[-–]\s*{_CLOCK})?\s+)?(?P<title>.*?\S)(?:\s+(?P<minutes>\d{{1,4}})\s*(?:min(?:ute)?s?\.?|')?)?"
)
_BREAK = re.compile(r"(?:coffee |tea |lunch )?(?:break|lunch|pause)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """starts: None follows the piece before."""

    title: str
    minutes: int
    starts: time | None

    @property
    def is_break(self) -> bool:
        return _BREAK.match(self.title) is not None


def pieces_in(text: str, *, field: str = "text") -> list[Line]:
    """The pieces of a list; each needs its minutes, or the time at which it ends.

    Shortcomings names every line that cannot be read; a list too long is refused unread.
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise RuleViolation("Write one piece to a line, such as: 10:00 Opening 30", field=field)
    if len(lines) > MOST_LINES:
        raise RuleViolation(
            f"The list has {len(lines):,} lines; up to {MOST_LINES} are taken over at a time. Nothing was added.",
            field=field,
            source="Office practice",
        )
    found: list[Line] = []
    wrong: list[str] = []
    for number, line in lines:
        try:
            found.append(_line(line))
        except ValueError as error:
            wrong.append(f"line {number}: {error}")
    if wrong:
        refusal = Shortcomings(wrong, what="Nothing was added")
        refusal.field = field
        raise refusal
    return found


def _line(line: str) -> Line:
    if len(line) > 2 * LONGEST_TITLE:
        raise ValueError(f"a title has up to {LONGEST_TITLE} characters, this line {len(line):,}")
    read = _LINE.fullmatch(line)
    if read is None:
        raise ValueError(f"“{line[:40]}” is no piece of a session; write it as 10:00 Opening 30")
    starts, ends = (_clock(read.groups()[place : place + 2]) for place in (0, 2))
    title = read["title"].strip(" \t-–:")
    if read["minutes"] is not None:
        minutes = int(read["minutes"])
    elif starts is not None and ends is not None:
        minutes = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
    else:
        raise ValueError(f"“{line[:40]}” does not say how many minutes it takes")
    if not 1 <= minutes <= LONGEST:
        raise ValueError(f"“{title[:40]}” would take {minutes:,} minutes; a piece takes 1 to {LONGEST}")
    if not title:
        raise ValueError("there is no title")
    if len(title) > LONGEST_TITLE:
        raise ValueError(f"a title has up to {LONGEST_TITLE} characters, this one {len(title):,}")
    return Line(title, minutes, starts)


def _clock(parts: Sequence[str | None]) -> time | None:
    hours, minutes = parts
    if hours is None or minutes is None:
        return None
    try:
        return time(int(hours), int(minutes))
    except ValueError:
        raise ValueError(f"{hours}:{minutes} is no time of the day") from None
