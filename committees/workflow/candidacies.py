"""Candidacies: States that offer to serve, and take their offer back."""

from datetime import date

from sqlalchemy import select

from committees.models.rotation import Candidacy
from committees.queries.offices import Offices
from committees.workflow.subjects import hold_body, hold_body_of, ref_to_body
from core.audit.workflow import Actor, record
from core.clock import day_of
from core.db import db
from core.errors import RuleViolation
from core.wording import day_in_words
from states_parties.workflow.subjects import check_party, state_of


def receive_candidacy(
    convention: str, meeting: str, body: str, *, iso3: str, received_on: date, source: str, notes: str = "", by: Actor
) -> Candidacy:
    """The State offers to serve in the body from the close of the meeting; a withdrawn offer may be made anew.

    RuleViolation for a body without elected seats then, a State that is not a State Party on the first day of the term,
    an offer that stands already, one without source, and one received in the future, after the close of the meeting or
    before the last one was withdrawn.
    """
    row = hold_body(convention, body)
    offices = Offices(convention)
    elected_at = offices.order.get(meeting)
    state = state_of(iso3)
    name = offices.states[iso3].name
    first_day = elected_at.changes_on or day_of(by.at)
    composition = offices.composition(body, on=first_day)
    if composition is None or not composition.seats:
        raise RuleViolation(f"The {row.name_en} has no elected seats after the {elected_at.short}.", field="body")
    if not source.strip() or len(source) > 200:
        raise RuleViolation(
            "Say in up to 200 characters how the candidacy came, such as “note verbale”.", field="source"
        )
    if received_on > day_of(by.at):
        raise RuleViolation(f"{day_in_words(received_on, 'EN')} has not come yet.", field="received_on")
    if elected_at.closes_on and received_on > elected_at.closes_on:
        raise RuleViolation(
            f"The {elected_at.short} closed on {day_in_words(elected_at.closes_on, 'EN')}: a candidacy for its "
            "election came by then.",
            field="received_on",
        )
    check_party(state, convention, on=first_day, field="state", source="States Parties hold offices")
    before = db.session.execute(
        select(Candidacy.received_on, Candidacy.withdrawn_on)
        .filter_by(convention=convention, meeting=elected_at.short, body=body, iso3=iso3)
        .order_by(Candidacy.id)
    ).all()
    for received_before, withdrawn_on in before:
        if withdrawn_on is None:
            raise RuleViolation(
                f"{name} is a candidate for the {row.name_en} since {day_in_words(received_before, 'EN')} already.",
                field="state",
            )
        if received_on < withdrawn_on:
            raise RuleViolation(
                f"{name} was a candidate for the {row.name_en} until {day_in_words(withdrawn_on, 'EN')}: a new offer "
                "came on that day or later.",
                field="received_on",
            )
    candidacy = Candidacy(
        convention=convention,
        meeting=elected_at.short,
        body=body,
        iso3=iso3,
        received_on=received_on,
        source=source.strip(),
        notes=notes.strip(),
    )
    db.session.add(candidacy)
    db.session.flush()
    details = {"state": iso3, "meeting": elected_at.short, "received_on": str(received_on)}
    record("candidacy:received", ref_to_body(row), row.name_en, by=by, **details)
    return candidacy


def withdraw_candidacy(candidacy: Candidacy, *, withdrawn_on: date, by: Actor) -> None:
    """The offer stands no more from that day; it stays on record."""
    body = hold_body_of(candidacy)
    if candidacy.withdrawn_on is not None:
        raise RuleViolation(
            f"The candidacy was withdrawn on {day_in_words(candidacy.withdrawn_on, 'EN')} already.",
            field="withdrawn_on",
        )
    if not candidacy.received_on <= withdrawn_on <= day_of(by.at):
        raise RuleViolation(
            f"A candidacy received on {day_in_words(candidacy.received_on, 'EN')} is withdrawn on that day or later, "
            "and not after today.",
            field="withdrawn_on",
        )
    candidacy.withdrawn_on = withdrawn_on
    db.session.flush()
    details = {"state": candidacy.iso3, "meeting": candidacy.meeting, "withdrawn_on": str(withdrawn_on)}
    record("candidacy:withdrawn", ref_to_body(body), body.name_en, by=by, **details)
