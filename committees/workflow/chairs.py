"""Who chairs a body in the year that leads to a meeting."""

from dataclasses import asdict
from datetime import date

from sqlalchemy import select

from committees.models.bodies import ChairRule
from committees.models.terms import Chairing
from committees.queries.offices import Offices
from committees.rules.chairs import chair_year, chairs_in_last_year, check_may_chair, too_early, too_early_in_words
from committees.rules.rotation import OFFICE_PRACTICE
from committees.workflow.subjects import check_decided_so, hold_body, ref_to_body
from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from states_parties.facts import Sourcing
from states_parties.workflow.subjects import check_source


def choose_chair(
    convention: str,
    body: str,
    *,
    iso3: str,
    until_at: str,
    starts_on: date | None = None,
    decided_so: str = "",
    sourcing: Sourcing,
    by: Actor,
) -> Chairing:
    """The State chairs the body until the close of that meeting, from the close of the one before or a later day.

    A chair on record for that year ends on `starts_on`. decided_so: why it was decided against a rule of the office.
    RuleViolation for a body that chooses no chair, a State that is not a member on the first day, a second chair for
    the same days, and, unless it was decided so, a member that is not yet in the year in which the body has it chair.
    """
    row = hold_body(convention, body)
    check_source(sourcing)
    check_decided_so(decided_so)
    offices = Offices(convention)
    meeting = offices.order.get(until_at, field="until_at")
    year = chair_year(offices.order, meeting.short, starts_on)
    composition = offices.composition(body, on=year.starts_on) if year else offices.newest_composition(body)
    rule = composition.chair_rule if composition else ChairRule.NONE
    if rule in (ChairRule.NONE, ChairRule.PRESIDENT):
        why = "nobody chairs it" if rule is ChairRule.NONE else "the President chairs it"
        source = composition.source if composition else ""
        raise RuleViolation(f"The {row.name_en} chooses no chair: {why}.", field="state", source=source)
    name = offices.states[iso3].name
    own = check_may_chair(offices.holdings(body), iso3, year, name, row.name_en)
    early = too_early(rule.value, in_last_year=chairs_in_last_year(own, offices.order, meeting.short))
    if early and not decided_so.strip():
        told = too_early_in_words(name, row.name_en)
        raise RuleViolation(f"{told} If it was decided so, say why.", field="state", source=OFFICE_PRACTICE)
    for other in db.session.scalars(
        select(Chairing).where(
            Chairing.convention == convention,
            Chairing.body == body,
            Chairing.until_at == meeting.short,
            Chairing.ended_before.is_(None),
        )
    ):
        if starts_on is None:
            present = offices.states[other.iso3].name
            raise RuleViolation(
                f"{present} chairs the {row.name_en} until the {meeting.short} already.", field="until_at"
            )
        other.ended_before = starts_on
        db.session.flush()
    chairing = Chairing(
        convention=convention, body=body, iso3=iso3, until_at=meeting.short, starts_on=starts_on, **asdict(sourcing)
    )
    db.session.add(chairing)
    db.session.flush()
    details = {
        "state": iso3,
        "until_at": meeting.short,
        "starts_on": str(starts_on) if starts_on else None,
        "decided_so": decided_so.strip() if early else None,
    }
    record("chair:chosen", ref_to_body(row), row.name_en, by=by, **details)
    return chairing
