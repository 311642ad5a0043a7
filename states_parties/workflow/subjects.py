"""The State an act is about, and how the audit names it."""

from datetime import date

from sqlalchemy import select

from conventions.registry import get_convention
from core.db import Ref, db
from core.errors import RuleViolation
from states_parties.facts import Sourcing
from states_parties.models import Confidence, Membership, State
from states_parties.queries.as_of import bond_of
from states_parties.queries.states import unknown_state
from states_parties.rules.standing import Standing, standing_on


def state_of(iso3: str) -> State:
    """The State of a code; RuleViolation names an unknown code and the nearest known one."""
    if state := db.session.get(State, iso3):
        return state
    raise RuleViolation(unknown_state(iso3), field="state")


def ref_to(state: State) -> Ref:
    return Ref("state", state.iso3)


def check_party(state: State, convention: str, *, on: date, field: str, source: str) -> None:
    """Refuses an act that concerns a State Party in force on that day only."""
    code = get_convention(convention).code
    bonds = db.session.scalars(select(Membership).where(Membership.convention == code, Membership.iso3 == state.iso3))
    standing = standing_on([bond_of(bond) for bond in bonds], on)
    if standing is not Standing.STATE_PARTY:
        raise RuleViolation(
            f"{state.list_en} was not bound by the {code} on {on}: {standing.value}.", field=field, source=source
        )


def check_source(sourcing: Sourcing) -> None:
    """Refuses a fact that does not say where it comes from, or how far it can be trusted."""
    if not sourcing.source.strip():
        raise RuleViolation("Say where this comes from: a fact without source is not kept.", field="source")
    if len(sourcing.source) > 200:
        raise RuleViolation("The source is longer than 200 characters.", field="source")
    if sourcing.confidence not in list(Confidence):
        known = ", ".join(Confidence)
        raise RuleViolation(f"The confidence “{sourcing.confidence[:20]}” is none of {known}.", field="confidence")
