"""How meetings are numbered and named, and what their short names say.

Source: the calendars of both Conventions: Nineteenth Meeting of the States Parties (19MSP), Second Review Conference in
parts (2RC-1, 2RC-2) with its preparatory meetings (2RC-PM1), 2021 Intersessional Meetings (IM2021).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import count

from conventions.definitions import Convention
from conventions.kinds import MeetingKind, Naming
from core.errors import RuleViolation
from core.wording import ordinal_in_words

CONFERENCE = re.compile(r"([1-9][0-9]?)RC")
_PART = re.compile(r"([1-9][0-9]?[A-Z]+)-[1-9]")


@dataclass(frozen=True)
class MeetingName:
    """short: 19MSP. full: Nineteenth Meeting of the States Parties."""

    short: str
    full: str


def whole_of(short: str) -> str:
    """The meeting that a part belongs to: 2RC-1 is of the 2RC. Any other meeting is its own whole, also 2RC-PM1."""
    match = _PART.fullmatch(short)
    return match[1] if match else short


def part_number(short: str) -> int:
    """2 of 2RC-2; 0 of a meeting that is no part."""
    return int(short[-1]) if _PART.fullmatch(short) else 0


def numbered_name(convention: Convention, kind: MeetingKind, number: int) -> MeetingName:
    """Of a counted meeting: the 19th MSP is the Nineteenth Meeting of the States Parties, 19MSP."""
    if not 1 <= number <= 99:
        raise RuleViolation("Meetings are counted from 1 to 99.", field="number")
    return MeetingName(f"{number}{kind.short}", f"{_counted(number)} {title_of(convention, kind)}")


def title_of(convention: Convention, kind: MeetingKind) -> str:
    """What the Convention calls the kind."""
    return convention.meeting_titles.get(kind.key, kind.title)


def next_name(
    convention: Convention,
    kind: MeetingKind,
    taken: Collection[str],
    *,
    year: int,
    conference: str = "",
    body_name: str = "",
    body_meetings: int = 0,
    names: Collection[str] = (),
) -> MeetingName:
    """The name of the next meeting of the kind, beside the short names in the calendar.

    conference: whose preparatory meeting it is, such as 3RC. body_name, body_meetings: the body that meets, and how
    often it has met in the year already. names: the full names in the calendar, none of which is given again.
    """
    if kind.naming is Naming.COUNTED:
        numbers = [int(match[1]) for short in taken if (match := re.match(rf"([0-9]+){kind.short}\b", short))]
        return numbered_name(convention, kind, max(numbers, default=0) + 1)
    if kind.naming is Naming.OF_THE_YEAR:
        short = f"{kind.short}{year}"
        number = _next_number(taken, short)
        again = f" (set {number})" if number > 1 else ""
        return MeetingName(short if number == 1 else f"{short}-{number}", f"{year} {title_of(convention, kind)}{again}")
    if kind.naming is Naming.OF_A_CONFERENCE:
        return _preparatory_name(convention, kind, taken, conference)
    return _name_within_the_year(convention, kind, taken, year, body_name, body_meetings, names)


def _preparatory_name(
    convention: Convention, kind: MeetingKind, taken: Collection[str], conference: str
) -> MeetingName:
    match = CONFERENCE.fullmatch(conference)
    if not match:
        raise RuleViolation(
            f"“{conference[:40]}” is no Review Conference. Name the one that is prepared, such as 3RC.",
            field="conference",
        )
    stem = f"{conference}-{kind.short}"
    number = max([int(short[len(stem) :]) for short in taken if re.fullmatch(rf"{stem}[0-9]+", short)], default=0) + 1
    full = f"{_counted(number)} {kind.title} of the {_counted(int(match[1]))} Review Conference"
    return MeetingName(f"{stem}{number}", full)


def _name_within_the_year(
    convention: Convention,
    kind: MeetingKind,
    taken: Collection[str],
    year: int,
    body_name: str,
    body_meetings: int,
    names: Collection[str],
) -> MeetingName:
    stem = f"{kind.short}{year}"
    number = _next_number(taken, stem)
    short = f"{stem}-{number}"
    if kind.of_a_body:
        name = body_name or title_of(convention, kind)
        full = (f"{_counted(each)} Meeting of the {name} in {year}" for each in count(body_meetings + 1))
        return MeetingName(short, next(each for each in full if each not in names))
    title = title_of(convention, kind)
    return MeetingName(short, f"{year} {title}" if number == 1 else f"{_counted(number)} {title} in {year}")


def _next_number(taken: Collection[str], stem: str) -> int:
    numbers = [int(match[1] or 1) for short in taken if (match := re.fullmatch(rf"{stem}(?:-([0-9]+))?", short))]
    return max(numbers, default=0) + 1


def _counted(number: int) -> str:
    return ordinal_in_words(number).title()
