"""What a person may do because of an office: as long as the State holds it, and as long as they represent the State."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import select

from committees.models.access import Delegation
from committees.models.bodies import PlaceKind, PlaceOf
from committees.models.terms import Representative, RepresentativeKind
from committees.queries.offices import Offices
from committees.queries.offices_held import COORDINATED, Held, held_through, leading_days
from committees.queries.offices_held import chair_days as chair_days  # asked for here by the rest of the room
from committees.rules.terms import overlap
from core.db import db
from core.permissions import Grant, Role


def office_grants(account_id: int) -> list[Grant]:
    """The roles that come with the offices a person represents a State in, each with its days; past ones among them."""
    represented = db.session.execute(
        select(*Representative.__table__.c).where(Representative.account_id == account_id)
    ).all()
    delegated = db.session.execute(select(*Delegation.__table__.c).where(Delegation.account_id == account_id)).all()
    grants: list[Grant] = []
    for convention in sorted({row.convention for row in (*represented, *delegated)}):
        offices = Offices(convention)
        grants += grants_of(
            offices,
            [row for row in represented if row.convention == convention],
            [row for row in delegated if row.convention == convention],
        )
    return grants


def grants_of(offices: Offices, represented: Iterable[Any], delegated: Iterable[Any]) -> Sequence[Grant]:
    """represented, delegated: rows of one person, of the Convention of these offices."""
    return [
        *(grant for row in represented for grant in _for_the_state(offices, row)),
        *(grant for row in delegated for grant in _for_the_chair(offices, row)),
    ]


def _for_the_state(offices: Offices, person: Any) -> Iterator[Grant]:
    """The person's days, cut to those on which their State holds the office."""
    found = [held for held in held_through(offices, person.body) if held.iso3 == person.iso3]
    if person.kind is RepresentativeKind.GENDER_FOCAL_POINT:
        found += _with_the_focal_points(offices, found)
    for held in found:
        days = overlap(held.period, person.starts_on, person.ends_before)
        if days is not None:
            by = f"{person.kind.value} of {offices.states[person.iso3].with_article}, {held.office}"
            yield Grant(held.role, days, person.convention, held.body, by)


def _with_the_focal_points(offices: Offices, found: Sequence[Held]) -> list[Held]:
    """Where gender focal points meet, each is a member while the State holds its office."""
    return [
        Held(held.iso3, days, Role.MEMBER, table, held.office)
        for table in offices.bodies
        for place in offices.all_places(table)
        if place.of is PlaceOf.GENDER_FOCAL_POINTS and place.kind is PlaceKind.MEMBER
        for held in found
        if (there := offices.days_of(place)) is not None
        and (days := overlap(held.period, there.starts_on, there.ends_before)) is not None
    ]


def _for_the_chair(offices: Offices, delegation: Any) -> Iterator[Grant]:
    """Never longer than the State that delegated leads the body."""
    body = offices.bodies[delegation.body]
    leader = "coordinator" if body.kind in COORDINATED else "Chair"
    for iso3, period in leading_days(offices, delegation.body):
        days = overlap(period, delegation.starts_on, delegation.ends_before)
        if iso3 == delegation.chair_iso3 and days is not None:
            by = f"for the {leader} ({offices.states[iso3].name}), {body.name_en}"
            yield Grant(Role.CHAIR, days, delegation.convention, delegation.body, by)
