"""How a body is composed: by one rule until another takes its place, each with the decision behind it."""

from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from committees.models.bodies import ChairRule, Composition
from committees.queries.offices import Offices
from committees.rules.bodies import check_composition
from committees.rules.composition_words import composition_in_words
from committees.workflow.mandates import Decision
from committees.workflow.subjects import hold_body, ref_to_body
from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from core.periods import Period, row_in_force
from states_parties.facts import Sourcing
from states_parties.workflow.subjects import check_source


@dataclass(frozen=True)
class Rule:
    """How a body is composed; see committees.models.bodies.Composition. mixes None: as the rule before had them."""

    seats: int
    seat_role: str
    term_meetings: int
    renewed_each_time: int | None
    chair_rule: ChairRule
    holder_stays: bool = False
    mixes: tuple[str, ...] | None = None


def rule_of(composition: Any) -> Rule:
    """composition: a row or an object of compositions."""
    values = {field.name: getattr(composition, field.name) for field in fields(Rule)}
    return Rule(**{**values, "mixes": tuple(composition.mixes)})


def change_composition(
    convention: str, slug: str, rule: Rule, *, starts_on: date, decided_at: str = "", sourcing: Sourcing, by: Actor
) -> Composition:
    """The body is composed by the rule from that day; the rule before ends there and stays on record.

    RuleViolation where seats would go in which somebody sits then.
    """
    body = hold_body(convention, slug)
    check_source(sourcing)
    offices = Offices(convention)
    if not row_in_force(body, starts_on):
        raise RuleViolation(f"The {body.name_en} does not exist on {starts_on}.", field="starts_on")
    for each in offices.holdings(slug):
        if each.seat > rule.seats and each.period and each.period.overlaps(Period(starts_on)):
            raise RuleViolation(
                f"{offices.states[each.iso3].name} holds seat {each.seat} then: end that term first.", field="seats"
            )
    meeting = offices.order.get(decided_at, field="decided_at").short if decided_at else ""
    return replace_composition(body, rule, decision=Decision(meeting), first=starts_on, sourcing=sourcing, by=by)


def replace_composition(
    body: Any, rule: Rule, *, decision: Decision, first: date, terms_ended: int = 0, sourcing: Sourcing, by: Actor
) -> Composition:
    """The newest rule ends where this one begins; whoever calls has held the body and ended the terms that go.

    RuleViolation for a rule that does not hold, or one that would begin before the newest.
    """
    check_composition(rule.seats, rule.term_meetings, rule.renewed_each_time)
    newest = newest_composition(body.convention, body.slug)
    if newest is not None:
        if newest.starts_on >= first:
            raise RuleViolation(f"A composition is on record from {newest.starts_on} already.", field="starts_on")
        newest.ends_before = first if row_in_force(newest, first) else newest.ends_before
        db.session.flush()
        rule = replace(rule, mixes=tuple(newest.mixes)) if rule.mixes is None else rule
    composition = add_composition(body, rule, decision=decision, first=first, sourcing=sourcing)
    after = composition_in_words(composition)
    record(
        "body:composed",
        ref_to_body(body),
        body.name_en,
        by=by,
        composition=[composition_in_words(newest), after] if newest else after,
        first_day=first.isoformat(),
        meeting=decision.meeting or None,
        document=decision.document or None,
        paragraph=decision.paragraph or None,
        terms_ended=terms_ended or None,
    )
    return composition


def add_composition(body: Any, rule: Rule, *, decision: Decision, first: date, sourcing: Sourcing) -> Composition:
    """The row alone, without a word in the audit: for a body that is established with it."""
    composition = Composition(
        convention=body.convention,
        body=body.slug,
        **{**asdict(rule), "mixes": list(rule.mixes or ())},
        decided_at=decision.meeting,
        document=decision.document,
        paragraph=decision.paragraph,
        starts_on=first,
        **asdict(sourcing),
    )
    db.session.add(composition)
    db.session.flush()
    return composition


def newest_composition(convention: str, slug: str) -> Composition | None:
    return db.session.scalars(
        select(Composition)
        .filter_by(convention=convention, body=slug)
        .order_by(Composition.starts_on.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).one_or_none()
