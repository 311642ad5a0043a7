"""The elections of a Convention, meeting by meeting, and the terms that end with each."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from committees.models.rotation import Candidacy, Slate
from committees.queries.offices import Offices
from committees.queries.rotation import seats_of_bodies
from committees.rules.rotation import Situation, nominations_due_on
from committees.rules.terms import Holding
from conventions.meeting_order import FormalMeeting
from core.db import db
from core.periods import add_months

WARNED_MONTHS = 3  # how long before it something that ends or is due stands on the desk. Office practice


@dataclass(frozen=True)
class MeetingLine:
    """A meeting in the list of elections. due_on: of the nominations."""

    meeting: FormalMeeting
    leaving: int
    to_fill: int
    unknown: int
    elected: int
    due_on: date | None
    candidacies: int
    slates: int
    past: bool


@dataclass(frozen=True)
class TermEnding:
    """A term that ends with the close of a meeting; state: its name."""

    body: str
    body_name: str
    role: str
    seat: int
    iso3: str
    state: str
    meeting: str
    ends_on: date


def meeting_lines(offices: Offices, *, on: date) -> list[MeetingLine]:
    """All formal meetings: those to come in their order, then the past ones, the newest first."""
    candidacies = _counts(Candidacy, offices, Candidacy.withdrawn_on.is_(None))
    slates = _counts(Slate, offices)
    lines = [_line(offices, meeting, candidacies, slates, on=on) for meeting in offices.order.meetings]
    return [each for each in lines if not each.past] + [each for each in reversed(lines) if each.past]


def next_election(offices: Offices, *, on: date) -> MeetingLine | None:
    """The formal meeting that comes next, without its candidacies and slates; None where the calendar shows none."""
    meeting = offices.order.leading_to(on)
    return _line(offices, meeting, Counter(), Counter(), on=on) if meeting else None


def terms_ending(offices: Offices, *, first: date, last: date) -> list[TermEnding]:
    """Terms whose last day, by the calendar, is one of these days, both included; by day, body and seat."""
    found = []
    for slug, body in offices.bodies.items():
        for holding in offices.holdings(slug):
            meeting = offices.order.find(holding.ends_with)
            if meeting is None or meeting.closes_on is None or not first <= meeting.closes_on <= last:
                continue
            if holding.holds(meeting.closes_on) and not holding.term.documented:
                found.append(_ending(offices, body, holding, meeting))
    return sorted(found, key=lambda each: (each.ends_on, each.body_name, each.seat))


def ending_soon(offices: Offices, *, on: date) -> list[TermEnding]:
    return terms_ending(offices, first=on, last=add_months(on, WARNED_MONTHS))


def _line(
    offices: Offices, meeting: FormalMeeting, candidacies: Counter[str], slates: Counter[str], *, on: date
) -> MeetingLine:
    seats = [seat for _, _, seats in seats_of_bodies(offices, meeting, on=on) for seat in seats]
    return MeetingLine(
        meeting,
        leaving=sum(each.situation is Situation.LEAVES for each in seats),
        to_fill=sum(each.to_fill for each in seats),
        unknown=sum(each.unknown for each in seats),
        elected=sum(each.elected is not None for each in seats),
        due_on=nominations_due_on(meeting),
        candidacies=candidacies[meeting.short],
        slates=slates[meeting.short],
        past=meeting.is_over(on),
    )


def _counts(model: Any, offices: Offices, *where: Any) -> Counter[str]:
    """How many rows there are for each meeting."""
    counted = select(model.meeting, func.count()).where(model.convention == offices.convention, *where)
    return Counter({row[0]: row[1] for row in db.session.execute(counted.group_by(model.meeting))})


def _ending(offices: Offices, body: Any, holding: Holding, meeting: FormalMeeting) -> TermEnding:
    assert meeting.closes_on is not None
    composition = offices.composition(body.slug, on=meeting.closes_on)
    return TermEnding(
        body=body.slug,
        body_name=body.name_en,
        role=composition.seat_role if composition else "member",
        seat=holding.seat,
        iso3=holding.iso3,
        state=offices.states[holding.iso3].name,
        meeting=meeting.short,
        ends_on=meeting.closes_on,
    )
