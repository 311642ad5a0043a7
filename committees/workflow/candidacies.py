"""Candidacies: States that offer to serve, and take their offer back."""

from datetime import date

from sqlalchemy import select

from committees.models.rotation import Candidacy
from committees.queries.offices import Offices
from committees.workflow.subjects import hold_body, ref_to_body
from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from core.wording import day_in_words
from states_parties.workflow.subjects import check_party, state_of


def receive_candidacy(
    convention: str, meeting: str, body: str, *, iso3: str, received_on: date, source: str, notes: str = "", by: Actor
) -> Candidacy:
    """The State offers to serve in the body from the close of the meeting; a withdrawn offer may be made anew.

    RuleViolation for a body without elected seats then, a State that is not a State Party on the first day of the term,
    an offer received in the future or on record already, and one without source.
    """
    row = hold_body(convention, body)
    offices = Offices(convention)
    elected_at = offices.order.get(meeting)
    state = state_of(iso3)
    name = offices.states[iso3].name
    first_day = elected_at.changes_on or by.at.date()
    composition = offices.composition(body, on=first_day)
    if composition is None or not composition.seats:
        raise RuleViolation(f"The {row.name_en} has no elected seats after the {elected_at.short}.", field="body")
    if not source.strip() or len(source) > 200:
        raise RuleViolation(
            "Say in up to 200 characters how the candidacy came, such as “note verbale”.", field="source"
        )
    if received_on > by.at.date():
        raise RuleViolation(f"{day_in_words(received_on, 'EN')} has not come yet.", field="received_on")
    check_party(state, convention, on=first_day, field="state", source="States Parties hold offices")
    candidacy = db.session.scalars(
        select(Candidacy).filter_by(convention=convention, meeting=elected_at.short, body=body, iso3=iso3)
    ).one_or_none()
    if candidacy is not None and candidacy.withdrawn_on is None:
        raise RuleViolation(
            f"{name} is a candidate for the {row.name_en} since {day_in_words(candidacy.received_on, 'EN')} already.",
            field="state",
        )
    candidacy = candidacy or Candidacy(convention=convention, meeting=elected_at.short, body=body, iso3=iso3)
    candidacy.received_on, candidacy.withdrawn_on = received_on, None
    candidacy.source, candidacy.notes = source.strip(), notes.strip()
    db.session.add(candidacy)
    db.session.flush()
    details = {"state": iso3, "meeting": elected_at.short, "received_on": str(received_on)}
    record("candidacy:received", ref_to_body(row), row.name_en, by=by, **details)
    return candidacy


def withdraw_candidacy(candidacy: Candidacy, *, withdrawn_on: date, by: Actor) -> None:
    """The offer stands no more from that day; it stays on record."""
    body = hold_body(candidacy.convention, candidacy.body)
    if candidacy.withdrawn_on is not None:
        raise RuleViolation(
            f"The candidacy was withdrawn on {day_in_words(candidacy.withdrawn_on, 'EN')} already.",
            field="withdrawn_on",
        )
    if not candidacy.received_on <= withdrawn_on <= by.at.date():
        raise RuleViolation(
            f"A candidacy received on {day_in_words(candidacy.received_on, 'EN')} is withdrawn on a day from then "
            "until today.",
            field="withdrawn_on",
        )
    candidacy.withdrawn_on = withdrawn_on
    db.session.flush()
    details = {"state": candidacy.iso3, "meeting": candidacy.meeting, "withdrawn_on": str(withdrawn_on)}
    record("candidacy:withdrawn", ref_to_body(body), body.name_en, by=by, **details)
