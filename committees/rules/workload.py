"""How the work of a year falls on offices: what is counted, where, and how unevenly.

Source: the workload of working groups and coordinators is uneven (CCM/CONF/2020/PM.2/WP.6, para 17; CCM review
2015-2020, para 133). How it is counted here is office practice, and said on the page in the words of HOW_COUNTED.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

HOW_COUNTED = (
    "A task counts in the month in which it is due, for the office that answers for it; a dropped task, or one without "
    "a day, does not count. An activity counts in the month in which it begins; panels count as workshops. An activity "
    "and a task of all members count once for each office of the body, chair and members alike; where the chair is "
    "one of the members, for its seat. The line of a whole body counts each piece of its work once."
)
HOURS_COUNTED = "Hours are those estimated for tasks; a task without an estimate adds none."
SOURCE = "Office practice"


class Work(StrEnum):
    """What is counted."""

    TASK = "task"
    MEETING = "meeting"
    LETTERS = "letters"
    WORKSHOP = "workshop"
    OTHER = "other activity"


class Office(StrEnum):
    """body: the whole of it, each piece of work once."""

    BODY = "whole body"
    CHAIR = "chair"
    SEAT = "seat"
    ISU = "ISU"


@dataclass(frozen=True)
class OfficeKey:
    """body: its slug, "" for the ISU, which serves all of them."""

    office: Office
    body: str = ""
    seat: int = 0

    def __str__(self) -> str:
        """As addresses name it: cooperative-compliance.seat.2"""
        words = {Office.BODY: "all", Office.CHAIR: "chair", Office.SEAT: f"seat.{self.seat}", Office.ISU: "isu"}
        return f"{self.body}.{words[self.office]}" if self.body else words[self.office]


@dataclass(frozen=True)
class Piece:
    """One piece of work of a body on a day. borne_by: one office; None: all offices of the body alike.

    hours: of a task; None where nobody estimated them. id: of the task or activity. status: of a task, in a word.
    """

    body: str
    on: date
    work: Work
    title: str
    borne_by: OfficeKey | None = None
    hours: int | None = None
    id: int = 0
    status: str = ""


@dataclass(frozen=True)
class Bearer:
    """An office that bears work: one line of the table.

    apart: a chair that is no member, so that what all bear falls on it as well.
    """

    key: OfficeKey
    apart: bool = True

    def bears(self, piece: Piece) -> bool:
        if self.key.office is Office.ISU:
            return piece.borne_by == self.key
        if piece.body != self.key.body:
            return False
        if self.key.office is Office.BODY:
            return True
        return piece.borne_by == self.key or (piece.borne_by is None and self.apart)


@dataclass(frozen=True)
class Load:
    """What one office bears in a year. months: pieces of work in each of the twelve."""

    bearer: Bearer
    pieces: Sequence[Piece]

    @property
    def months(self) -> Sequence[int]:
        return [sum(piece.on.month == month for piece in self.pieces) for month in range(1, 13)]

    @property
    def total(self) -> int:
        return len(self.pieces)

    @property
    def hours(self) -> int:
        return sum(piece.hours or 0 for piece in self.pieces)

    def number(self, work: Work) -> int:
        return sum(piece.work is work for piece in self.pieces)


@dataclass(frozen=True)
class Unevenness:
    """The largest load beside the mean of all chairs and seats. offices: how many those are."""

    largest: Load
    pieces: int
    offices: int

    @property
    def mean(self) -> float:
        return self.pieces / self.offices

    @property
    def ratio(self) -> float:
        """1 where all bear the same; as many as there are offices where one bears everything."""
        return self.largest.total / self.mean


def loads(bearers: Iterable[Bearer], pieces: Iterable[Piece], *, year: int) -> list[Load]:
    """One for each place, in their order, of the work that falls in the calendar year."""
    of_the_year = [piece for piece in pieces if piece.on.year == year]
    return [
        Load(
            bearer, sorted((each for each in of_the_year if bearer.bears(each)), key=lambda each: (each.on, each.title))
        )
        for bearer in bearers
    ]


def unevenness(found: Sequence[Load]) -> Unevenness | None:
    """Of the chairs and seats; whole bodies and the ISU are left out. None where none of them bears anything.

    A chair who is a member has a line for the work of the chair beside the line of its seat: both are compared.
    """
    compared = [each for each in found if each.bearer.key.office in (Office.CHAIR, Office.SEAT)]
    pieces = sum(each.total for each in compared)
    if not pieces:
        return None
    return Unevenness(max(compared, key=lambda each: each.total), pieces, len(compared))
