"""Scenarios, proposals, and the machinery of a day as the rules of reform see it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from committees.models.bodies import PlaceKind, PlaceOf
from committees.models.reforms import ProposalState, ReformProposal, Scenario
from committees.models.work import Task
from committees.queries.offices import Offices
from committees.rules.contradictions import Change
from committees.rules.machinery import Part
from core.clock import beginning_of
from core.db import db
from core.errors import NotFound
from core.periods import A_DAY


def scenarios(convention: str) -> Sequence[Any]:
    return db.session.execute(
        select(*Scenario.__table__.c).where(Scenario.convention == convention).order_by(Scenario.id)
    ).all()


def get_scenario(convention: str, slug: str) -> Any:
    """The row; NotFound."""
    row = db.session.execute(
        select(*Scenario.__table__.c).where(Scenario.convention == convention, Scenario.slug == slug)
    ).one_or_none()
    if row is None:
        raise NotFound(f"“{slug[:60]}” is no scenario of the {convention}.")
    return row


def proposals(convention: str, scenario: str = "") -> Sequence[Any]:
    """Of one scenario, or of all, in their order."""
    statement = select(*ReformProposal.__table__.c).where(ReformProposal.convention == convention)
    if scenario:
        statement = statement.where(ReformProposal.scenario == scenario)
    return db.session.execute(statement.order_by(ReformProposal.scenario, ReformProposal.number)).all()


def proposals_about(convention: str, body: str) -> Sequence[Any]:
    """Those that would change the body, or merge another into it."""
    return db.session.execute(
        select(*ReformProposal.__table__.c)
        .where(
            ReformProposal.convention == convention, or_(ReformProposal.body == body, ReformProposal.into_body == body)
        )
        .order_by(ReformProposal.scenario, ReformProposal.number)
    ).all()


def get_proposal(convention: str, scenario: str, number: int) -> Any:
    """The row; NotFound."""
    row = db.session.execute(
        select(*ReformProposal.__table__.c).where(
            ReformProposal.convention == convention,
            ReformProposal.scenario == scenario,
            ReformProposal.number == number,
        )
    ).one_or_none()
    if row is None:
        raise NotFound(f"There is no proposal {number} in “{scenario[:60]}” of the {convention}.")
    return row


def state_on(proposal: Any, on: date) -> ProposalState:
    """What was known of the proposal on the day: before its decision it was proposed."""
    if proposal.decided_on is not None and proposal.decided_on > on:
        return ProposalState.PROPOSED
    return ProposalState(proposal.state)


def change_of(proposal: Any) -> Change:
    """The proposal as the rules see it."""
    return Change(
        number=proposal.number,
        kind=proposal.kind.value,
        body=proposal.body,
        into_body=proposal.into_body,
        added=tuple(proposal.added),
        dropped=tuple(proposal.dropped),
        seats=proposal.seats,
        renewed_each_time=proposal.renewed_each_time,
        institution=proposal.institution,
    )


def machinery(offices: Offices, *, on: date) -> list[Part]:
    """Every body in force on the day, with its mandate, seats, invitations and open work of that day."""
    work = open_work(offices.convention, on=on)
    return [_part(offices, row, *work.get(row.slug, (0, 0)), on=on) for row in offices.bodies_on(on)]


def open_work(convention: str, *, on: date) -> dict[str, tuple[int, int]]:
    """Tasks open at the end of the day and the hours estimated for them, by the slug of their body."""
    rows = db.session.execute(
        select(
            Task.body,
            func.count().label("tasks"),
            func.coalesce(func.sum(Task.effort_hours), 0).label("hours"),
        )
        .where(
            Task.convention == convention,
            Task.created_at < beginning_of(on + A_DAY),
            or_(Task.settled_on.is_(None), Task.settled_on > on),
        )
        .group_by(Task.body)
    )
    return {row.body: (row.tasks, row.hours) for row in rows}


def _part(offices: Offices, row: Any, tasks: int, hours: int, *, on: date) -> Part:
    composition, mandate = offices.composition(row.slug, on=on), offices.mandate(row.slug, on=on)
    return Part(
        slug=row.slug,
        name=row.name_en,
        short=row.short,
        kind=row.kind.value,
        role=composition.seat_role if composition else "member",
        seats=composition.seats if composition else 0,
        renewed_each_time=composition.renewed_each_time if composition else None,
        points=tuple(mandate.points) if mandate else (),
        invited=tuple(
            place.name
            for place in offices.places(row.slug, on=on)
            if place.of is PlaceOf.INSTITUTION and place.kind is PlaceKind.STANDING_INVITATION
        ),
        covers=(row.slug,) if composition and composition.seats else (),
        open_tasks=tasks,
        effort_hours=hours,
    )
