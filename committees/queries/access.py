"""What a person may do because of an office: as long as the State holds it, and as long as they represent the State."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from committees.models.access import Delegation
from committees.models.bodies import BodyKind
from committees.models.terms import Representative
from committees.queries.offices import Offices
from committees.rules.presidency import presidencies
from committees.rules.terms import chair_periods, overlap
from core.db import db
from core.periods import Period
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
        for row in represented:
            if row.convention == convention:
                grants += _grants_of(offices, row)
        for row in delegated:
            if row.convention == convention:
                grants += _for_the_chair(offices, row)
    return grants


def chair_days(offices: Offices, body: str) -> list[tuple[str, Period]]:
    """Which State chairs the body when: by election, or because it presides over the Convention."""
    elected = [
        (holding.iso3, period) for holding in offices.holdings(body) for period in chair_periods(holding, offices.order)
    ]
    if not _president_chairs(offices, body):
        return elected
    return elected + [(each.iso3, each.period) for each in presidencies(offices.order) if each.iso3 and each.period]


def _president_chairs(offices: Offices, body: str) -> bool:
    row = offices.bodies[body]
    return row.kind is BodyKind.PRESIDENCY or any(
        place.of == "President" and place.kind == "chair" for place in offices.all_places(body)
    )


def _grants_of(offices: Offices, person: Any) -> Iterator[Grant]:
    """The person's days in the body, cut to those on which their State holds an office there."""
    body = offices.bodies[person.body]
    for holding in offices.holdings(person.body):
        if holding.iso3 != person.iso3 or holding.period is None:
            continue
        role = Role.MEMBER if _is_led_by_chair(body) else Role.CHAIR
        yield from _grant(offices, role, person, holding.period, person.body)
    for iso3, period in chair_days(offices, person.body):
        if iso3 == person.iso3:
            yield from _grant(offices, Role.CHAIR, person, period, person.body)
    if body.kind is BodyKind.PRESIDENCY:
        yield from _presidency_grants(offices, person)


def _is_led_by_chair(body: Any) -> bool:
    """Coordinators lead their theme themselves: each has the rights of a chair in it."""
    return body.kind not in (BodyKind.WORKING_GROUP, BodyKind.COORDINATOR, BodyKind.SPONSORSHIP)


def _presidency_grants(offices: Offices, person: Any) -> Iterator[Grant]:
    """Whoever represents the presiding State is President, and chairs what the President chairs."""
    for each in presidencies(offices.order):
        if each.iso3 != person.iso3 or each.period is None:
            continue
        yield from _grant(offices, Role.PRESIDENT, person, each.period, None)
        for slug in offices.bodies:
            if _president_chairs(offices, slug):
                yield from _grant(offices, Role.CHAIR, person, each.period, slug)


def _grant(offices: Offices, role: Role, person: Any, held: Period, body: str | None) -> Iterator[Grant]:
    days = overlap(held, person.starts_on, person.ends_before)
    if days is not None:
        name = offices.bodies[body or person.body].name_en
        by = f"{person.kind.value} of {offices.states[person.iso3].with_article}, {name}"
        yield Grant(role=role, period=days, convention=person.convention, body=body, by=by)


def _for_the_chair(offices: Offices, delegation: Any) -> Sequence[Grant]:
    """Never longer than the State that delegated chairs the body."""
    days = [
        cut
        for iso3, period in chair_days(offices, delegation.body)
        if iso3 == delegation.chair_iso3
        and (cut := overlap(period, delegation.starts_on, delegation.ends_before)) is not None
    ]
    by = f"for the Chair, {offices.bodies[delegation.body].name_en}"
    return [Grant(Role.CHAIR, period, delegation.convention, delegation.body, by) for period in days]
