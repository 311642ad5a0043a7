"""The machinery of a Convention as values: its bodies, their seats and mandates, and what they add up to."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

THEMATIC = ("working group", "coordinator")


@dataclass(frozen=True)
class Part:
    """One body of the machinery. role: of its seats. covers: the slugs of the bodies whose field is its own.

    open_tasks: on the day; effort_hours: those estimated for them.
    """

    slug: str
    name: str
    short: str
    kind: str
    role: str = "member"
    seats: int = 0
    renewed_each_time: int | None = None
    points: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    open_tasks: int = 0
    effort_hours: int = 0

    @property
    def hours_per_seat(self) -> float | None:
        return round(self.effort_hours / self.seats, 1) if self.seats else None

    @property
    def points_per_seat(self) -> float | None:
        return round(len(self.points) / self.seats, 1) if self.seats else None


@dataclass(frozen=True)
class Totals:
    """seats: by their role. themes: working groups and coordinators."""

    bodies: int
    themes: int
    committees: int
    seats: Mapping[str, int]
    points: int
    open_tasks: int
    effort_hours: int

    @property
    def all_seats(self) -> int:
        return sum(self.seats.values())

    @property
    def points_per_seat(self) -> float | None:
        return round(self.points / self.all_seats, 1) if self.all_seats else None

    @property
    def hours_per_seat(self) -> float | None:
        return round(self.effort_hours / self.all_seats, 1) if self.all_seats else None


def totals(parts: Iterable[Part]) -> Totals:
    listed = list(parts)
    seats: Counter[str] = Counter()
    for part in listed:
        seats[part.role] += part.seats
    return Totals(
        bodies=len(listed),
        themes=sum(part.kind in THEMATIC for part in listed),
        committees=sum(part.kind == "committee" for part in listed),
        seats={role: number for role, number in sorted(seats.items()) if number},
        points=sum(len(part.points) for part in listed),
        open_tasks=sum(part.open_tasks for part in listed),
        effort_hours=sum(part.effort_hours for part in listed),
    )
