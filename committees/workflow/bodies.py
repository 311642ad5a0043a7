"""Bodies established and discontinued, and who else has a place at the table."""

from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select

from committees.models.bodies import Body, BodyKind, Composition, Mandate, Place, PlaceKind, PlaceOf
from committees.models.terms import Term
from committees.queries.effects import Effects, discontinuation
from committees.queries.offices import Offices
from committees.rules.bodies import check_composition, check_place_name, slug_of
from committees.rules.composition_words import composition_in_words
from committees.workflow.compositions import Rule, add_composition
from committees.workflow.mandates import Decision
from committees.workflow.subjects import hold_body, ref_to_body
from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from core.periods import row_in_force
from states_parties.facts import Sourcing
from states_parties.workflow.subjects import check_source

DISCONTINUED = "the body was discontinued"


def establish_body(
    convention: str,
    *,
    kind: BodyKind,
    names: tuple[str, str, str],
    short: str,
    rule: Rule,
    starts_on: date,
    established_at: str = "",
    sourcing: Sourcing,
    by: Actor,
) -> Body:
    """The body exists from that day, composed by the rule. names: in English, French and Spanish.

    RuleViolation for a name another body of the Convention has, an unknown meeting, or a rule that does not hold.
    """
    check_source(sourcing)
    check_composition(rule.seats, rule.term_meetings, rule.renewed_each_time)
    offices = Offices(convention)
    meeting = offices.order.get(established_at, field="established_at").short if established_at else ""
    slug = slug_of(names[0])
    if not slug:
        raise RuleViolation("Give the English name of the body.", field="name_en")
    if slug in offices.bodies:
        raise RuleViolation(f"The {convention} has the {offices.bodies[slug].name_en} already.", field="name_en")
    body = Body(
        convention=convention,
        slug=slug,
        kind=kind,
        name_en=names[0].strip(),
        name_fr=names[1].strip() or names[0].strip(),
        name_es=names[2].strip() or names[0].strip(),
        short=short.strip() or names[0].strip()[:40],
        established_at=meeting,
        discontinued_at="",
        starts_on=starts_on,
        **asdict(sourcing),
    )
    db.session.add(body)
    db.session.flush()
    composition = add_composition(body, rule, decision=Decision(meeting), first=starts_on, sourcing=sourcing)
    record(
        "body:established",
        ref_to_body(body),
        body.name_en,
        by=by,
        kind=kind.value,
        first_day=str(starts_on),
        composition=composition_in_words(composition),
    )
    return body


def discontinue_body(convention: str, slug: str, *, at: str, on: date, sourcing: Sourcing, by: Actor) -> Effects:
    """The meeting decided by `on`: from the day after its close the body is no more, nor what hangs on it.

    RuleViolation for a body that has ended by then or not begun, or a meeting that has not opened.
    """
    body = hold_body(convention, slug)
    check_source(sourcing)
    effects = discontinuation(Offices(convention), slug, at, on=on)
    end_body(body, effects, by=by, source=sourcing.source)
    return effects


def end_body(body: Body, effects: Effects, *, by: Actor, **details: Any) -> None:
    """The body, its running terms, its mandate, its composition and the places that follow it end on that day."""
    day = effects.from_day
    body.ends_before, body.discontinued_at = day, effects.meeting.short
    end_terms(effects, DISCONTINUED)
    for model, row in ((Mandate, effects.mandate), (Composition, effects.composition)):
        if row is not None:
            get_row(model, row.id).ends_before = day
    for row in effects.places_ended:
        get_row(Place, row.id).ends_before = day
    db.session.flush()
    told = {"meeting": effects.meeting.short, "from_day": day.isoformat(), "terms_ended": len(effects.cut), **details}
    record("body:discontinued", ref_to_body(body), body.name_en, by=by, **told)


def end_terms(effects: Effects, reason: str) -> None:
    """The terms that the effects cut end on their day."""
    for holding in effects.cut:
        term = get_row(Term, holding.term.id)
        term.ended_before, term.end_reason = effects.from_day, reason


def get_row(model: Any, row_id: int) -> Any:
    return db.session.scalars(select(model).where(model.id == row_id)).one()


def give_place(
    convention: str,
    slug: str,
    *,
    kind: PlaceKind,
    of: PlaceOf,
    name: str,
    starts_on: date,
    sourcing: Sourcing,
    by: Actor,
) -> Place:
    """From that day whoever holds the office, or the institution, has a place in the body."""
    body = hold_body(convention, slug)
    check_source(sourcing)
    _check_exists(body, starts_on)
    bodies = [row.slug for row in Offices(convention).bodies.values() if row.slug != slug]
    check_place_name(of, name.strip(), bodies)
    place = Place(
        convention=convention, body=slug, kind=kind, of=of, name=name.strip(), starts_on=starts_on, **asdict(sourcing)
    )
    for other in db.session.scalars(
        select(Place).where(
            Place.convention == convention, Place.body == slug, Place.of == of, Place.name == place.name
        )
    ):
        if other.ends_before is None or other.ends_before > starts_on:
            raise RuleViolation(f"“{place.name or of.value}” has a place from {other.starts_on} already.", field="name")
    db.session.add(place)
    db.session.flush()
    record("place:given", ref_to_body(body), body.name_en, by=by, **_place_told(place))
    return place


def _check_exists(body: Body, starts_on: date) -> None:
    """Refuses what would begin on a day on which the body is not there."""
    if not row_in_force(body, starts_on):
        raise RuleViolation(f"The {body.name_en} does not exist on {starts_on}.", field="starts_on")


def take_place(convention: str, slug: str, place_id: int, *, ends_before: date, by: Actor) -> None:
    """From that day the place is no more; the row stays on record."""
    body = hold_body(convention, slug)
    place = db.session.scalars(
        select(Place).where(Place.id == place_id, Place.convention == convention, Place.body == slug)
    ).one_or_none()
    if place is None:
        raise RuleViolation(f"There is no place {place_id} in the {body.name_en}.", field="place")
    if ends_before <= place.starts_on or (place.ends_before is not None and place.ends_before <= ends_before):
        raise RuleViolation(f"The place is not there up to {ends_before}.", field="ends_before")
    place.ends_before = ends_before
    db.session.flush()
    record("place:taken", ref_to_body(body), body.name_en, by=by, **_place_told(place))


def _place_told(place: Place) -> dict[str, Any]:
    ends = str(place.ends_before) if place.ends_before else None
    return {
        "as": place.kind.value,
        "of": place.name or place.of.value,
        "first_day": str(place.starts_on),
        "ends_before": ends,
    }
