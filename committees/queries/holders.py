"""Who holds the seats of a body on a day, and which of them nobody holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from committees.models.bodies import BodyKind, PlaceKind
from committees.queries.offices import Offices, StateName
from committees.rules.term_words import end_in_words, term_in_words
from committees.rules.terms import Holding, chair_periods, since
from core.periods import Period


class SeatState(StrEnum):
    HELD = "held"
    STAYS = "held until replaced"
    VACANT = "vacant"
    NOT_DOCUMENTED = "holder not documented"


@dataclass(frozen=True)
class Holder:
    """One name on a roster. state None: an institution, or a seat without a documented holder.

    office: what it is there as ("member", "President", "coordinator", "ICRC"). since: without a break, in this body.
    reason: why the name is on the list, in a sentence. ends_with: the meeting with whose close the office ends, ""
    where that is not on record; ends: the same in words, told of every office that ends with a meeting.
    term_id: of a seat held by election, else None. body: the body whose seat brings it here, "" for its own.
    """

    state: StateName | None
    name: str
    office: str
    kind: PlaceKind
    chairs: bool
    reason: str
    source: str
    confidence: str
    seat: int | None = None
    body: str = ""
    period: Period | None = None
    since: date | None = None
    ends_with: str = ""
    ends: str = ""
    seat_state: SeatState | None = None
    documented_only: bool = False
    term_id: int | None = None
    people: tuple[Any, ...] = ()

    @property
    def is_vacant(self) -> bool:
        return self.seat_state in (SeatState.VACANT, SeatState.NOT_DOCUMENTED)


def seat_holders(offices: Offices, body: str, *, on: date, via: Any | None = None) -> Iterator[Holder]:
    """via: the row of the place that brings the holders of this body to another table."""
    row, composition = offices.bodies[body], offices.composition(body, on=on)
    if composition is None:
        return
    present = {each.seat: each for each in offices.holdings(body) if each.holds(on)}
    for seat in range(1, composition.seats + 1):
        holding = present.get(seat)
        if holding is None:
            yield _empty_seat(offices, row, composition, seat, on=on, via=via)
        else:
            yield _seated(offices, row, composition, holding, on=on, via=via)


def seat_state(offices: Offices, body: str, seat: int, *, on: date) -> SeatState:
    """A seat that nobody was ever recorded in says nothing; one whose holder has gone is vacant."""
    held = [each for each in offices.holdings(body) if each.seat == seat and each.period is not None]
    present = next((each for each in held if each.holds(on)), None)
    if present is not None:
        return SeatState.STAYS if present.stays_from and present.stays_from <= on else SeatState.HELD
    left = [each for each in held if each.period and each.period.ends_before and each.period.ends_before <= on]
    if not left:
        return SeatState.NOT_DOCUMENTED
    return SeatState.NOT_DOCUMENTED if left[-1].term.documented and not left[-1].ended_by else SeatState.VACANT


def _seated(offices: Offices, row: Any, composition: Any, holding: Holding, *, on: date, via: Any | None) -> Holder:
    assert holding.period is not None
    term = offices.term(holding.term.id)
    state = offices.states[holding.iso3]
    chairs = any(period.contains(on) for period in chair_periods(holding, offices.order))
    office = composition.seat_role if via is None else _office_elsewhere(row, composition)
    return Holder(
        state=state,
        name=state.name,
        office=f"chair of the {row.name_en}" if via is not None and chairs else office,
        kind=via.kind if via is not None else PlaceKind.CHAIR if chairs else PlaceKind.MEMBER,
        chairs=chairs and via is None,
        reason=term_in_words(holding, composition.seat_role),
        source=term.source if via is None else f"{term.source}; {via.source}",
        confidence=str(term.confidence),
        seat=holding.seat,
        body=row.slug if via is not None else "",
        period=holding.period,
        since=since(offices.holdings(row.slug), holding),
        ends_with="" if holding.term.documented else holding.ends_with,
        ends=end_in_words(holding),
        seat_state=seat_state(offices, row.slug, holding.seat, on=on),
        documented_only=holding.term.documented,
        term_id=holding.term.id,
        people=tuple(each for each in offices.representatives(row.slug, on=on) if each.iso3 == holding.iso3),
    )


def _empty_seat(offices: Offices, row: Any, composition: Any, seat: int, *, on: date, via: Any | None) -> Holder:
    state = seat_state(offices, row.slug, seat, on=on)
    return Holder(
        state=None,
        name=f"{composition.seat_role} {seat}" if composition.seats > 1 else composition.seat_role,
        office=composition.seat_role if via is None else _office_elsewhere(row, composition),
        kind=via.kind if via is not None else PlaceKind.MEMBER,
        chairs=False,
        reason=f"Seat {seat} of {composition.seats}: {state.value}.",
        source=composition.source,
        confidence=str(composition.confidence),
        seat=seat,
        body=row.slug if via is not None else "",
        seat_state=state,
    )


def _office_elsewhere(row: Any, composition: Any) -> str:
    """The office as it is called at another table: a single coordinator bears the name of the body."""
    return row.name_en if row.kind is BodyKind.COORDINATOR else f"{composition.seat_role} of the {row.name_en}"
