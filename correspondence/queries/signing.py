"""Who signs and who approves: the States that lead a body on a day, and the persons who act for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from committees.models.bodies import BodyKind
from committees.queries.offices import Offices
from committees.queries.offices_held import COORDINATED, leading_days
from committees.queries.rosters import roster
from core.periods import Period, row_in_force


@dataclass(frozen=True)
class Leader:
    """A State at the head of a body. people: those on the roster who act for it, in full."""

    iso3: str
    state: str
    period: Period
    people: tuple[str, ...]

    @property
    def words(self) -> str:
        """Colombia (Diana Castillo)"""
        return f"{self.state} ({', '.join(self.people)})" if self.people else self.state


def leaders(offices: Offices, body: str, *, on: date) -> list[Leader]:
    """Who chairs or coordinates a body on the day; for the presidency, the President."""
    if body not in offices.bodies:
        return []
    people: dict[str, list[str]] = {}
    for holder in roster(offices, body, on=on).holders:
        if holder.state is not None:
            people.setdefault(holder.state.iso3, []).extend(_in_full(each) for each in holder.people)
    return [
        Leader(iso3, offices.states[iso3].name, period, tuple(dict.fromkeys(people.get(iso3, ()))))
        for iso3, period in leading_days(offices, body)
        if period.contains(on)
    ]


def body_signing(offices: Offices, signatory: str, body: str) -> str:
    """The body whose head signs: of the campaign, or the presidency; empty for the Unit."""
    if signatory == "president":
        return next((row.slug for row in offices.bodies.values() if row.kind is BodyKind.PRESIDENCY), "")
    return body


def bodies_with_heads(offices: Offices, *, on: date) -> Sequence[tuple[str, str]]:
    """Slug and office of the bodies of the day in whose name letters are written."""
    return [
        (row.slug, f"{'Coordinators' if row.kind in COORDINATED else 'Chair'}, {row.name_en}")
        for row in offices.bodies.values()
        if row_in_force(row, on) and row.kind not in (BodyKind.PRESIDENCY, BodyKind.FOCAL_POINTS)
    ]


def coordinating_body(offices: Offices, *, on: date) -> str:
    """The Coordinating or Coordination Committee of the day; empty where there is none."""
    found = (row.slug for row in offices.bodies.values() if row.kind is BodyKind.COORDINATION and row_in_force(row, on))
    return next(found, "")


def _in_full(person: object) -> str:
    honorific, name = getattr(person, "honorific", ""), getattr(person, "person_name", "")
    return " ".join(filter(None, (honorific, name)))
