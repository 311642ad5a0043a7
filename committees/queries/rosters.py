"""Who sits in a body on a day, and why: seats held by States, places that follow an office, institutions invited."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from committees.models.bodies import BodyKind, PlaceKind, PlaceOf
from committees.queries.offices import Offices, StateName
from committees.rules.presidency import Presidency, past_president, president, president_designate
from committees.rules.terms import Holding, chair_periods, since
from core.periods import A_DAY, Period
from core.wording import day_in_words
from states_parties.rules.names import sort_key

PRESIDENCY_OFFICES = {
    PlaceOf.PRESIDENT: president,
    PlaceOf.DESIGNATE: president_designate,
    PlaceOf.PAST_PRESIDENT: past_president,
}


class SeatState(StrEnum):
    HELD = "held"
    STAYS = "held until replaced"
    VACANT = "vacant"
    NOT_DOCUMENTED = "holder not documented"


@dataclass(frozen=True)
class Holder:
    """One name on a roster. state None: an institution, or a seat without a documented holder.

    office: what it is there as ("member", "President", "coordinator", "ICRC"). since: without a break, in this body.
    reason: why the name is on the list, in a sentence. ends_with: the meeting with whose close the office ends.
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
    seat_state: SeatState | None = None
    documented_only: bool = False
    term_id: int | None = None
    people: tuple[Any, ...] = ()

    @property
    def is_vacant(self) -> bool:
        return self.seat_state in (SeatState.VACANT, SeatState.NOT_DOCUMENTED)


@dataclass(frozen=True)
class Roster:
    """body, composition: rows. holders: States by name, then seats without holder, then institutions."""

    body: Any
    composition: Any | None
    on: date
    holders: Sequence[Holder]

    @property
    def states(self) -> list[Holder]:
        return [holder for holder in self.holders if holder.state is not None]

    @property
    def institutions(self) -> list[Holder]:
        return [holder for holder in self.holders if holder.state is None and holder.seat_state is None]

    @property
    def vacancies(self) -> list[Holder]:
        return [holder for holder in self.holders if holder.is_vacant]

    @property
    def chair(self) -> Holder | None:
        return next((holder for holder in self.holders if holder.chairs), None)


def roster(offices: Offices, body: str, *, on: date) -> Roster:
    """The roster of a body on a day. A State with several reasons to be there stands once for each."""
    row = offices.bodies[body]
    found = [*_seat_holders(offices, body, on=on), *_place_holders(offices, body, on=on)]
    if row.kind is BodyKind.PRESIDENCY:
        found += _presidency(offices, on=on)
    return Roster(row, offices.composition(body, on=on), on, sorted(found, key=_rank))


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


def _seat_holders(offices: Offices, body: str, *, on: date, via: Any | None = None) -> Iterator[Holder]:
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
        reason=_term_in_words(holding, composition.seat_role),
        source=term.source if via is None else f"{term.source}; {via.source}",
        confidence=str(term.confidence),
        seat=holding.seat,
        body=row.slug if via is not None else "",
        period=holding.period,
        since=since(offices.holdings(row.slug), holding),
        ends_with="" if holding.term.documented else holding.ends_with,
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


def _place_holders(offices: Offices, body: str, *, on: date) -> Iterator[Holder]:
    for place in offices.places(body, on=on):
        if place.of in PRESIDENCY_OFFICES:
            held = PRESIDENCY_OFFICES[place.of](offices.order, on=on)
            yield _presiding(offices, place.of, held, on=on, place=place, body=body)
        elif place.of is PlaceOf.BODY:
            yield from _holders_elsewhere(offices, place, [place.name], on=on)
        elif place.of is PlaceOf.KIND:
            slugs = [row.slug for row in offices.bodies_on(on) if row.kind == place.name]
            yield from _holders_elsewhere(offices, place, slugs, on=on)
        elif place.of is PlaceOf.GENDER_FOCAL_POINTS:
            yield from _gender_focal_points(offices, place, on=on)
        else:
            yield _institution(place)


def _holders_elsewhere(offices: Offices, place: Any, slugs: Sequence[str], *, on: date) -> Iterator[Holder]:
    for slug in slugs:
        yield from _seat_holders(offices, slug, on=on, via=place)


def _gender_focal_points(offices: Offices, place: Any, *, on: date) -> Iterator[Holder]:
    for row in offices.bodies_on(on):
        for person in offices.representatives(row.slug, on=on):
            if person.kind == "gender focal point":
                state = offices.states[person.iso3]
                yield Holder(
                    state=state,
                    name=state.name,
                    office=f"gender focal point of the {row.name_en}",
                    kind=place.kind,
                    chairs=False,
                    reason=f"Gender focal point of the {row.name_en} from {day_in_words(person.starts_on, 'EN')}.",
                    source=f"{person.source}; {place.source}",
                    confidence=str(person.confidence),
                    body=row.slug,
                    period=Period(person.starts_on, person.ends_before),
                    since=person.starts_on,
                    people=(person,),
                )


def _institution(place: Any) -> Holder:
    return Holder(
        state=None,
        name=place.name,
        office=place.kind.value,
        kind=place.kind,
        chairs=False,
        reason={
            PlaceKind.ASSISTS: "Assists the body in its work.",
            PlaceKind.STANDING_INVITATION: "Invited to every meeting.",
            PlaceKind.AD_HOC_INVITATION: "Invited where its help is needed.",
        }.get(place.kind, ""),
        source=place.source,
        confidence=str(place.confidence),
    )


def _presidency(offices: Offices, *, on: date) -> Iterator[Holder]:
    for office, held in PRESIDENCY_OFFICES.items():
        if found := held(offices.order, on=on):
            yield _presiding(offices, office, found, on=on)


def _presiding(
    offices: Offices, office: PlaceOf, held: Presidency | None, *, on: date, place: Any = None, body: str = ""
) -> Holder:
    kind = place.kind if place is not None else PlaceKind.CHAIR if office is PlaceOf.PRESIDENT else PlaceKind.MEMBER
    source = place.source if place is not None else "calendar of meetings"
    if held is None:
        return Holder(
            state=None,
            name=office.value,
            office=office.value,
            kind=kind,
            chairs=False,
            reason=f"{office.value}: the calendar of meetings names no State.",
            source=source,
            confidence="medium",
            seat_state=SeatState.NOT_DOCUMENTED,
        )
    state = offices.states[held.iso3]
    return Holder(
        state=state,
        name=state.name,
        office=office.value,
        kind=kind,
        chairs=kind is PlaceKind.CHAIR,
        reason=_presidency_in_words(office, held),
        source=source,
        confidence="high" if office is not PlaceOf.DESIGNATE else "medium",
        period=held.period if office is PlaceOf.PRESIDENT else None,
        since=held.period.starts_on if office is PlaceOf.PRESIDENT and held.period else None,
        ends_with=held.meeting.short if office is PlaceOf.PRESIDENT else "",
        seat_state=SeatState.HELD,
        people=_people_of_presidency(offices, body, held, on=on),
    )


def _people_of_presidency(offices: Offices, body: str, held: Presidency, *, on: date) -> tuple[Any, ...]:
    """Whoever acts for the presiding State in this body, else in the presidency."""
    slugs = [body, *(row.slug for row in offices.bodies.values() if row.kind is BodyKind.PRESIDENCY)]
    for slug in dict.fromkeys(slugs):
        if found := [each for each in offices.representatives(slug, on=on) if each.iso3 == held.iso3]:
            return tuple(found)
    return ()


def _presidency_in_words(office: PlaceOf, held: Presidency) -> str:
    verb = {PlaceOf.PAST_PRESIDENT: "presided", PlaceOf.DESIGNATE: "is to preside"}.get(office, "presides")
    person = f" ({held.meeting.president})" if held.meeting.president else ""
    days = f", {period_in_words(held.period)}" if held.period and office is not PlaceOf.DESIGNATE else ""
    return f"{office.value}: {verb} over the {held.meeting.name} ({held.meeting.short}){person}{days}."


def _term_in_words(holding: Holding, role: str) -> str:
    """How the State came to its seat and until when, in a sentence."""
    assert holding.period is not None
    if holding.term.documented:
        until = f" until the close of the {holding.ends_with}" if holding.ends_with else ""
        return f"On record as {role} for the time{until}; its election and the end of its term are not documented here."
    begun = f"Elected at the {holding.term.elected_at}" if holding.term.elected_at else "Appointed"
    if holding.term.starts_on:
        begun += f", {role} from {day_in_words(holding.term.starts_on, 'EN')}"
    if holding.stays_from:
        return f"{begun}; its term has run out and it stays until it is replaced."
    if holding.ends_with:
        return f"{begun}, until the close of the {holding.ends_with}."
    return f"{begun}; the calendar does not show yet with which meeting the term ends."


def period_in_words(period: Period) -> str:
    """from 6 September 2019, or from 6 September 2019 to 21 September 2021."""
    first = f"from {day_in_words(period.starts_on, 'EN')}"
    if period.ends_before is None:
        return first
    return f"{first} to {day_in_words(period.ends_before - A_DAY, 'EN')}"


def totals_in_words(offices: Offices, *, on: date) -> str:
    """What is led by coordinators and what by committees: "8 themes, 14 coordinators = 6x2 + 2x1"."""
    found = []
    for kinds, bodies, holders in (
        ((BodyKind.WORKING_GROUP, BodyKind.COORDINATOR), "themes", "coordinators"),
        ((BodyKind.COMMITTEE,), "committees", "elected members"),
    ):
        seats = [offices.seats(row.slug, on=on) for row in offices.bodies_on(on) if row.kind in kinds]
        if seats:
            sizes = Counter(seats)
            sum_of_it = " + ".join(f"{sizes[size]}x{size}" for size in sorted(sizes, reverse=True))
            found.append(f"{len(seats)} {bodies}, {sum(seats)} {holders} = {sum_of_it}")
    return "; ".join(found)


def _rank(holder: Holder) -> tuple[int, str, int]:
    """States by name, then seats without a holder, then institutions in the order of their invitation."""
    if holder.state is not None:
        return 0, sort_key(holder.name), 0
    if holder.seat_state is not None:
        return 1, sort_key(holder.office), holder.seat or 0
    return 2, "", list(PlaceKind).index(holder.kind)
