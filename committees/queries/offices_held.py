"""Which State holds what office at which table on which days, whoever represents it there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from committees.models.bodies import BodyKind, PlaceKind, PlaceOf
from committees.queries.offices import Offices
from committees.rules.presidency import presidencies
from committees.rules.terms import Holding, chair_periods, overlap
from core.periods import Period
from core.permissions import Role

# Coordinators lead their theme themselves: each has the rights of a chair in it.
COORDINATED = (BodyKind.WORKING_GROUP, BodyKind.COORDINATOR, BodyKind.SPONSORSHIP)
ROLE_OF_PLACE = {PlaceKind.CHAIR: Role.CHAIR, PlaceKind.MEMBER: Role.MEMBER}  # all others are invited: observers
DISTANCE = {PlaceOf.PRESIDENT: 0, PlaceOf.DESIGNATE: 1, PlaceOf.PAST_PRESIDENT: -1}


@dataclass(frozen=True)
class Held:
    """Days of a State at the table of `body` (None: of the whole Convention), in `role`. office: in words."""

    iso3: str
    period: Period
    role: Role
    body: str | None
    office: str


def chair_days(offices: Offices, body: str) -> list[tuple[str, Period]]:
    """Which State chairs the body when: by election, or because it presides over the Convention."""
    elected = [
        (holding.iso3, days)
        for holding, period in _seat_days(offices, body)
        for chaired in chair_periods(holding, offices.order)
        if (days := overlap(period, chaired.starts_on, chaired.ends_before)) is not None
    ]
    row = offices.bodies[body]
    if row.kind is BodyKind.PRESIDENCY:
        return elected + list(_presiding(offices, PlaceOf.PRESIDENT, Period(row.starts_on, row.ends_before)))
    places = [place for place in offices.all_places(body) if place.kind is PlaceKind.CHAIR and place.of in DISTANCE]
    return elected + [pair for place in places for pair in _presiding_at(offices, place)]


def leading_days(offices: Offices, body: str) -> list[tuple[str, Period]]:
    """Which State has the rights of a chair when."""
    if offices.bodies[body].kind in COORDINATED:
        return [(holding.iso3, period) for holding, period in _seat_days(offices, body)]
    return chair_days(offices, body)


def held_through(offices: Offices, body: str) -> Iterator[Held]:
    """The offices, of every State, that come to whoever represents it in this body.

    In the body itself; at other tables where its seats have a place; and with the presidency all that follows it.
    """
    row = offices.bodies[body]
    named = _office_in(offices, row)
    for holding, period in _seat_days(offices, body):
        if row.kind not in COORDINATED:
            yield Held(holding.iso3, period, Role.MEMBER, body, named)
        yield from _elsewhere(offices, row, holding.iso3, period, named)
    for iso3, period in leading_days(offices, body):
        yield Held(iso3, period, Role.CHAIR, body, named if row.kind in COORDINATED else f"chair of the {row.name_en}")
    tables = list(offices.bodies) if row.kind is BodyKind.PRESIDENCY else [body]
    for table in tables:
        yield from _places_of_the_presidency(offices, table, but=body)
    if row.kind is BodyKind.PRESIDENCY:
        for iso3, period in _presiding(offices, PlaceOf.PRESIDENT, Period(row.starts_on, row.ends_before)):
            yield Held(iso3, period, Role.PRESIDENT, None, "President")


def _seat_days(offices: Offices, body: str) -> Iterator[tuple[Holding, Period]]:
    """The days in which a holder's seat is one of the seats the body has."""
    row = offices.bodies[body]
    for holding in offices.holdings(body):
        own = holding.period and overlap(holding.period, row.starts_on, row.ends_before)
        for composition in offices.all_compositions(body):
            if own is None or holding.seat > composition.seats:
                continue
            if (days := overlap(own, composition.starts_on, composition.ends_before)) is not None:
                yield holding, days


def _elsewhere(offices: Offices, row: Any, iso3: str, period: Period, office: str) -> Iterator[Held]:
    """The places that the seats of one body have at the tables of others."""
    for table, place in _places(offices):
        if (place.of, place.name) in ((PlaceOf.BODY, row.slug), (PlaceOf.KIND, row.kind.value)):
            there = offices.days_of(place)
            days = overlap(period, there.starts_on, there.ends_before) if there else None
            if days is not None:
                yield Held(iso3, days, ROLE_OF_PLACE.get(place.kind, Role.OBSERVER), table, office)


def _places_of_the_presidency(offices: Offices, table: str, *, but: str) -> Iterator[Held]:
    """Places that go to the President, the one to come or the one before; without the chair's in the body `but`."""
    for place in offices.all_places(table):
        if place.of in DISTANCE and not (place.kind is PlaceKind.CHAIR and table == but):
            role = ROLE_OF_PLACE.get(place.kind, Role.OBSERVER)
            for iso3, days in _presiding_at(offices, place):
                yield Held(iso3, days, role, table, f"{place.of.value}, {offices.bodies[table].name_en}")


def _places(offices: Offices) -> Iterator[tuple[str, Any]]:
    return ((table, place) for table in offices.bodies for place in offices.all_places(table))


def _presiding_at(offices: Offices, place: Any) -> Iterator[tuple[str, Period]]:
    if (there := offices.days_of(place)) is not None:
        yield from _presiding(offices, place.of, there)


def _presiding(offices: Offices, office: PlaceOf, within: Period) -> Iterator[tuple[str, Period]]:
    """Who is President, President-designate or past President when, of these days.

    No State that has left the Convention.
    """
    for present in presidencies(offices.order):
        meeting = offices.order.following(present.meeting.short, DISTANCE[office])
        if present.period is None or meeting is None or not meeting.presidency_state:
            continue
        for bound in offices.bound.get(meeting.presidency_state, [present.period]):
            own = overlap(present.period, bound.starts_on, bound.ends_before)
            if own is not None and (days := overlap(own, within.starts_on, within.ends_before)) is not None:
                yield meeting.presidency_state, days


def _office_in(offices: Offices, row: Any) -> str:
    """member of the Committee on Victim Assistance; a single coordinator bears the name of the body."""
    if row.kind is BodyKind.COORDINATOR:
        return str(row.name_en)
    compositions = offices.all_compositions(row.slug)
    return f"{compositions[-1].seat_role if compositions else 'member'} of the {row.name_en}"
