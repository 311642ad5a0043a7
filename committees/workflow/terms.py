"""Terms: States elected to seats, appointed in mid-term, gone before their time."""

from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select

from committees.models.terms import Term, TermBasis
from committees.queries.offices import Offices
from committees.rules.seats import check_alone_in_body, check_seat, check_seat_free
from committees.rules.terms import BoundedTerm, Holding, first_day, holdings
from committees.workflow.subjects import hold_body, ref_to_body
from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from core.periods import last_day
from core.wording import day_in_words
from states_parties.facts import Sourcing
from states_parties.workflow.subjects import check_party, check_source, state_of


def elect_state(
    convention: str, body: str, *, seat: int, iso3: str, meeting: str, sourcing: Sourcing, by: Actor
) -> Term:
    """The State holds the seat from the day after the close of the meeting, for as many meetings as the rule says.

    The term ends with whatever formal meeting turns out to be that one. RuleViolation for a seat the body does not have
    or that is held on one of these days, a State that is in the body already or not a State Party, an unknown meeting.
    """
    hold_body(convention, body)
    offices = Offices(convention)
    elected_at = offices.order.get(meeting, field="elected_at")
    composition = composition_for(offices, body, on=elected_at.changes_on)
    term = BoundedTerm(
        seat,
        iso3,
        elected_at=elected_at.short,
        counted_from=elected_at.short,
        lasts_meetings=composition.term_meetings,
    )
    return _seat(offices, body, term, sourcing=sourcing, by=by, act="term:elected")


def import_term(
    convention: str,
    body: str,
    *,
    seat: int,
    iso3: str,
    elected_at: str,
    ends_at: str = "",
    sourcing: Sourcing,
    by: Actor,
) -> Term:
    """As elect_state; with `ends_at` the term ends with the close of that very meeting."""
    if not ends_at:
        return elect_state(convention, body, seat=seat, iso3=iso3, meeting=elected_at, sourcing=sourcing, by=by)
    hold_body(convention, body)
    offices = Offices(convention)
    first = offices.order.get(elected_at, field="elected_at")
    last = offices.order.get(ends_at, field="ends_at")
    if offices.order.is_before_or_at(last.short, first.short):
        raise RuleViolation(
            f"The term would end with the {last.short} before it begins after the {first.short}.", field="ends_at"
        )
    term = BoundedTerm(seat, iso3, elected_at=first.short, ends_at=last.short)
    return _seat(offices, body, term, sourcing=sourcing, by=by, act="term:elected")


def appoint_state(
    convention: str, body: str, *, seat: int, iso3: str, starts_on: date, sourcing: Sourcing, by: Actor
) -> Term:
    """The State takes over a seat in mid-term: from that day, for what is left of the term of the holder before it.

    Whoever holds the seat on that day ends there. RuleViolation where nobody was ever in the seat: then it is an
    election.
    """
    hold_body(convention, body)
    offices = Offices(convention)
    before = [each for each in offices.holdings(body) if each.seat == seat and each.period is not None]
    predecessor = next((each for each in reversed(before) if each.period and each.period.starts_on < starts_on), None)
    if predecessor is None:
        raise RuleViolation(
            f"Nobody held seat {seat} before {day_in_words(starts_on, 'EN')}: record an election.", field="starts_on"
        )
    if predecessor.holds(starts_on):
        _cut(offices, body, predecessor, ends_before=starts_on, reason="replaced in mid-term", by=by)
        offices = Offices(convention)
    old = predecessor.term
    term = BoundedTerm(
        seat,
        iso3,
        starts_on=starts_on,
        counted_from=old.counted_from,
        lasts_meetings=old.lasts_meetings,
        ends_at=old.ends_at,
    )
    return _seat(offices, body, term, sourcing=sourcing, by=by, act="term:appointed")


def end_term(convention: str, body: str, term_id: int, *, ends_before: date, reason: str, by: Actor) -> None:
    """From that day the State holds the seat no more, although its term would last; the seat is vacant.

    RuleViolation for a term that has not begun by then, or is over.
    """
    hold_body(convention, body)
    offices = Offices(convention)
    _cut(offices, body, get_holding(offices, body, term_id), ends_before=ends_before, reason=reason, by=by)


def correct_end(convention: str, body: str, term_id: int, *, ends_at: str, sourcing: Sourcing, by: Actor) -> None:
    """The term ends with the close of that meeting, whatever was on record; a cut in its time is taken back."""
    hold_body(convention, body)
    check_source(sourcing)
    offices = Offices(convention)
    last = offices.order.get(ends_at, field="ends_at")
    row = _row(convention, body, term_id)
    before = _told(row)
    row.ends_at, row.counted_from, row.lasts_meetings = last.short, "", None
    row.ended_before, row.end_reason = None, ""
    row.source, row.confidence, row.notes = sourcing.source, sourcing.confidence, sourcing.notes  # type: ignore[assignment]
    db.session.flush()
    offices = Offices(convention)
    after = next(each for each in offices.holdings(body) if each.term.id == term_id)
    if after.period is None:
        raise RuleViolation(f"The term would end with the {last.short} before it begins.", field="ends_at")
    _check(offices, body, after, offices.holdings(body))
    changed = {name: [before[name], value] for name, value in _told(row).items() if value != before[name]}
    record("term:corrected", ref_to_body(offices.bodies[body]), _name(offices, body), by=by, of=row.iso3, **changed)


def composition_for(offices: Offices, body: str, *, on: date | None) -> Any:
    """The composition in force on the day (None: the newest); RuleViolation where the body has none then."""
    found = offices.composition(body, on=on) if on else offices.newest_composition(body)
    if found is None:
        when = f" on {day_in_words(on, 'EN')}" if on else ""
        raise RuleViolation(f"The {offices.bodies[body].name_en} has no seats{when}.", field="seat")
    return found


def get_holding(offices: Offices, body: str, term_id: int) -> Holding:
    """The term of this body in days; RuleViolation for another body's."""
    found = next((each for each in offices.holdings(body) if each.term.id == term_id), None)
    if found is None:
        raise RuleViolation(f"The {offices.bodies[body].name_en} has no term {term_id}.", field="term")
    return found


def _seat(offices: Offices, body: str, term: BoundedTerm, *, sourcing: Sourcing, by: Actor, act: str) -> Term:
    """Writes the term once it breaks no rule."""
    check_source(sourcing)
    state = state_of(term.iso3)
    planned = offices.with_term(body, term)
    new = next(each for each in planned if each.term is term)
    starts_on = first_day(term, offices.order)
    check_seat(offices.bodies[body].name_en, term.seat, composition_for(offices, body, on=starts_on).seats)
    if starts_on is not None:
        check_party(state, offices.convention, on=starts_on, field="state", source="States Parties hold offices")
    _check(offices, body, new, planned)
    if new.period is None and starts_on is not None:
        raise RuleViolation(f"{state.list_en}: the term would end before it begins.", field="ends_at")
    row = Term(
        convention=offices.convention,
        body=body,
        seat=term.seat,
        iso3=term.iso3,
        basis=TermBasis.ELECTED,
        elected_at=term.elected_at,
        starts_on=term.starts_on,
        counted_from=term.counted_from,
        lasts_meetings=term.lasts_meetings,
        ends_at=term.ends_at,
        **asdict(sourcing),
    )
    db.session.add(row)
    db.session.flush()
    record(act, ref_to_body(offices.bodies[body]), _name(offices, body), by=by, **_told(row))
    return row


def _check(offices: Offices, body: str, new: Holding, planned: list[Holding]) -> None:
    others = [each for each in planned if each.term is not new.term]
    scheduled = holdings([new.term], offices.order, holder_stays=False, bound=offices.bound)[0]
    names = {iso3: state.name for iso3, state in offices.states.items()}
    check_seat_free(scheduled, offices.standing_terms(body, besides=new.term), names)
    check_alone_in_body(new, others, names, offices.bodies[body].name_en)


def _cut(offices: Offices, body: str, holding: Holding, *, ends_before: date, reason: str, by: Actor) -> None:
    name = offices.states[holding.iso3].name
    if not reason.strip() or len(reason) > 200:
        raise RuleViolation("Say in up to 200 characters why the term ends early.", field="reason")
    if holding.period is None or ends_before <= holding.period.starts_on:
        day = day_in_words(ends_before, "EN")
        raise RuleViolation(f"{name} does not hold the seat before {day}: nothing ends.", field="ends_before")
    if holding.period.ends_before is not None and ends_before >= holding.period.ends_before:
        day = day_in_words(last_day(holding.period.ends_before), "EN")
        raise RuleViolation(f"The term of {name} ends on {day} anyway.", field="ends_before")
    row = _row(offices.convention, body, holding.term.id)
    row.ended_before, row.end_reason = ends_before, reason.strip()
    db.session.flush()
    record("term:ended", ref_to_body(offices.bodies[body]), _name(offices, body), by=by, **_told(row))


def _row(convention: str, body: str, term_id: int) -> Term:
    row = db.session.scalars(
        select(Term).where(Term.id == term_id, Term.convention == convention, Term.body == body)
    ).one_or_none()
    if row is None:
        raise RuleViolation(f"There is no term {term_id} in this body.", field="term")
    return row


def _name(offices: Offices, body: str) -> str:
    return str(offices.bodies[body].name_en)


def _told(row: Term) -> dict[str, Any]:
    return {
        "state": row.iso3,
        "seat": row.seat,
        "elected_at": row.elected_at or None,
        "starts_on": str(row.starts_on) if row.starts_on else None,
        "ends_at": row.ends_at or None,
        "lasts_meetings": row.lasts_meetings,
        "ended_before": str(row.ended_before) if row.ended_before else None,
        "reason": row.end_reason or None,
    }
