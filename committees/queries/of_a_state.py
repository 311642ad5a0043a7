"""The offices one State held, holds and is elected to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from committees.models.bodies import BodyKind
from committees.models.terms import Term
from committees.queries.offices import Offices
from committees.rules.presidency import presidencies
from committees.rules.term_words import end_in_words
from committees.rules.terms import chair_periods
from core.db import db
from core.periods import Period


@dataclass(frozen=True)
class HeldOffice:
    """period None: not begun, its meeting has no day yet. ends: with which meeting, in words. chairs: the periods in
    which it chairs the body.
    """

    office: str
    body: str
    body_name: str
    period: Period | None
    ends: str
    chairs: Sequence[Period]
    source: str

    def chairs_on(self, on: date) -> bool:
        return any(period.contains(on) for period in self.chairs)


def offices_of_state(convention: str, iso3: str) -> list[HeldOffice]:
    """Elected seats and presidencies, the latest first. For most States there are none: two queries then."""
    offices = Offices(convention)
    seated = db.session.scalar(select(Term.id).where(Term.convention == convention, Term.iso3 == iso3).limit(1))
    presided = any(meeting.presidency_state == iso3 for meeting in offices.order.meetings)
    if seated is None and not presided:
        return []
    found = [
        HeldOffice(
            office=_role(offices, slug),
            body=slug,
            body_name=row.name_en,
            period=holding.period,
            ends=end_in_words(holding),
            chairs=chair_periods(holding, offices.order),
            source=offices.term(holding.term.id).source,
        )
        for slug, row in offices.bodies.items()
        if slug in offices.terms
        for holding in offices.holdings(slug)
        if holding.iso3 == iso3 and (holding.period is not None or not holding.ended_by)
    ]
    return sorted(found + _presidencies(offices, iso3), key=_latest_first)


def _role(offices: Offices, body: str) -> str:
    composition = offices.newest_composition(body)
    return composition.seat_role if composition else "member"


def _presidencies(offices: Offices, iso3: str) -> list[HeldOffice]:
    bodies = [row for row in offices.bodies.values() if row.kind is BodyKind.PRESIDENCY]
    return [
        HeldOffice(
            office=f"President of the {each.meeting.short}",
            body=row.slug,
            body_name=row.name_en,
            period=each.period,
            ends=each.meeting.short,
            chairs=(),
            source="calendar of meetings",
        )
        for row in bodies
        for each in presidencies(offices.order)
        if each.iso3 == iso3
    ]


def _latest_first(held: HeldOffice) -> tuple[bool, int]:
    return held.period is not None, -held.period.starts_on.toordinal() if held.period else 0
