"""Persons named by the State that holds an office, and the end of their time."""

from dataclasses import asdict
from datetime import date

from committees.models.terms import Representative, RepresentativeKind
from committees.queries.offices import Offices
from committees.workflow.subjects import hold_body, hold_body_of, ref_to_body
from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from core.periods import last_day
from core.wording import day_in_words
from states_parties.facts import Sourcing
from states_parties.workflow.subjects import check_source, state_of


def name_representative(
    convention: str,
    body: str,
    *,
    iso3: str,
    kind: RepresentativeKind,
    person_name: str,
    honorific: str = "",
    function: str = "",
    email: str = "",
    account_id: int | None = None,
    starts_on: date,
    ends_before: date | None = None,
    sourcing: Sourcing,
    by: Actor,
) -> Representative:
    """The person acts for the State in the body from that day, while the State holds an office in it.

    RuleViolation for a State that never held one here, or a person named for the same days already.
    """
    row = hold_body(convention, body)
    check_source(sourcing)
    state = state_of(iso3)
    offices = Offices(convention)
    if not person_name.strip():
        raise RuleViolation("Give the name of the person.", field="person_name")
    if ends_before is not None and ends_before <= starts_on:
        raise RuleViolation(
            f"The last day, {day_in_words(last_day(ends_before), 'EN')}, lies before the first day, "
            f"{day_in_words(starts_on, 'EN')}.",
            field="last_day",
        )
    if not offices.ever_in(body, iso3):
        raise RuleViolation(
            f"{state.list_en} holds no office in the {row.name_en}, on no day on record.", field="state"
        )
    person = Representative(
        convention=convention,
        body=body,
        iso3=iso3,
        kind=kind,
        person_name=person_name.strip(),
        honorific=honorific.strip(),
        function=function.strip(),
        email=email.strip(),
        account_id=account_id,
        starts_on=starts_on,
        ends_before=ends_before,
        **asdict(sourcing),
    )
    db.session.add(person)
    db.session.flush()
    record("representative:named", ref_to_body(row), row.name_en, by=by, **_told(person))
    return person


def end_representative(person: Representative, *, ends_before: date, by: Actor) -> None:
    """From that day the person acts for the State no more; the row stays on record."""
    row = hold_body_of(person)
    if ends_before <= person.starts_on:
        raise RuleViolation(
            f"{person.person_name} is named from {day_in_words(person.starts_on, 'EN')}: the last day cannot be "
            f"{day_in_words(last_day(ends_before), 'EN')}.",
            field="last_day",
        )
    if person.ends_before is not None and person.ends_before <= ends_before:
        raise RuleViolation(
            f"{person.person_name} is named to {day_in_words(last_day(person.ends_before), 'EN')} only.",
            field="last_day",
        )
    person.ends_before = ends_before
    db.session.flush()
    record("representative:ended", ref_to_body(row), row.name_en, by=by, **_told(person))


def _told(person: Representative) -> dict[str, str | None]:
    """Which entry and when, without personal data, which would stay in the audit forever."""
    return {
        "state": person.iso3,
        "kind": person.kind.value,
        "first_day": person.starts_on.isoformat(),
        "last_day": last_day(person.ends_before).isoformat() if person.ends_before else None,
        "account": str(person.account_id) if person.account_id else None,
    }
