"""Bonds to a Convention: a signature, an instrument deposited, a withdrawal notified."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from conventions.definitions import Convention
from conventions.registry import get_convention
from conventions.rules import entry_into_force_on, initial_deadline, withdrawal_effective_on
from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation, Shortcomings
from states_parties.facts import Sourcing
from states_parties.models import Confidence, Membership, Obligation, State
from states_parties.queries.as_of import bond_of
from states_parties.rules.deadlines import DeadlineStatus
from states_parties.rules.standing import Bond, bonds_shortcomings
from states_parties.workflow.subjects import check_party, check_source, ref_to, state_of


def record_signature(code: str, iso3: str, *, signed_on: date, sourcing: Sourcing, by: Actor) -> Membership:
    """The State is a signatory.

    Shortcomings for a day on which the Convention was not open for signature, or a bond on record. Source: Article 15.
    """
    state, convention = state_of(iso3), get_convention(code)
    check_source(sourcing)
    rows = _memberships(code, iso3)
    bonds = [*(bond_of(row) for row in rows), Bond(signature_on=signed_on)]
    _check(rows, bonds, state, convention, what="The signature was not recorded")
    membership = Membership(convention=code, iso3=iso3, signature_on=signed_on, instrument="", source="", notes="")
    _cite(membership, sourcing)
    db.session.add(membership)
    db.session.flush()
    record("membership:signed", ref_to(state), state.list_en, by=by, convention=code, signed_on=str(signed_on))
    return membership


def register_deposit(
    code: str,
    iso3: str,
    *,
    instrument: str,
    deposited_on: date,
    in_force_on: date | None = None,
    sourcing: Sourcing,
    by: Actor,
) -> Membership:
    """The State is bound by its instrument, in force by Article 17 or, for a succession, from the day given.

    A signature on record is completed, and so is an instrument whose day was not known; obligations on record that
    waited for the day get their deadline. Shortcomings for a deposit before signature, an instrument the State may not
    use, or a second bond beside one in force.
    """
    state, convention = state_of(iso3), get_convention(code)
    check_source(sourcing)
    in_force_on = in_force_on or entry_into_force_on(convention, deposited_on)
    rows = _memberships(code, iso3)
    begun = next((row for row in rows if row.deposited_on is None), None)
    bond = Bond(
        signature_on=begun.signature_on if begun else None,
        deposited_on=deposited_on,
        entry_into_force_on=in_force_on,
        instrument=instrument,
    )
    others = [bond_of(row) for row in rows if row is not begun]
    _check(rows, [*others, bond], state, convention, what="The deposit was not registered")
    membership = begun or Membership(convention=code, iso3=iso3, source="", notes="")
    membership.instrument = instrument
    membership.deposited_on, membership.deposit_year = deposited_on, deposited_on.year
    membership.entry_into_force_on = in_force_on
    _cite(membership, sourcing)
    db.session.add(membership)
    db.session.flush()
    deadlines = _give_initial_deadlines(convention, iso3, in_force_on)
    record(
        "membership:deposited",
        ref_to(state),
        state.list_en,
        by=by,
        convention=code,
        instrument=instrument,
        deposited_on=str(deposited_on),
        in_force_on=str(in_force_on),
        **deadlines,
    )
    return membership


def record_withdrawal(
    code: str, iso3: str, *, notified_on: date, effective_on: date | None = None, sourcing: Sourcing, by: Actor
) -> Membership:
    """The State's notice is on record, in effect by Article 20 or on the later day given.

    RuleViolation for a State that was not a State Party on the day of its notice, or that has given notice already.
    """
    state, convention = state_of(iso3), get_convention(code)
    check_source(sourcing)
    check_party(state, code, on=notified_on, field="notified_on", source=f"{code} art. 20")
    rows = _memberships(code, iso3)
    membership = max(
        (row for row in rows if row.entry_into_force_on and row.entry_into_force_on <= notified_on),
        key=lambda row: row.entry_into_force_on or date.min,
    )
    if membership.withdrawal_notified_on is not None:
        raise RuleViolation(
            f"{state.list_en} gave notice of its withdrawal on {membership.withdrawal_notified_on} already.",
            field="notified_on",
        )
    bond = replace(
        bond_of(membership),
        withdrawal_notified_on=notified_on,
        withdrawal_effective_on=effective_on or withdrawal_effective_on(convention, notified_on),
    )
    others = [bond_of(row) for row in rows if row is not membership]
    _check(rows, [*others, bond], state, convention, what="The withdrawal was not recorded")
    membership.withdrawal_notified_on, membership.withdrawal_effective_on = notified_on, bond.withdrawal_effective_on
    _cite(membership, sourcing)
    db.session.flush()
    record(
        "membership:withdrawal-notified",
        ref_to(state),
        state.list_en,
        by=by,
        convention=code,
        notified_on=str(notified_on),
        effective_on=str(bond.withdrawal_effective_on),
    )
    return membership


def _memberships(code: str, iso3: str) -> Sequence[Membership]:
    return db.session.scalars(
        select(Membership).where(Membership.convention == code, Membership.iso3 == iso3).order_by(Membership.id)
    ).all()


def _give_initial_deadlines(convention: Convention, iso3: str, in_force_on: date) -> dict[str, str]:
    """Obligations on record without a deadline get the one of their article; returns them for the audit."""
    waiting = db.session.scalars(
        select(Obligation).where(
            Obligation.convention == convention.code,
            Obligation.iso3 == iso3,
            Obligation.initial_deadline.is_(None),
            Obligation.status != DeadlineStatus.NONE_HELD.value,
        )
    )
    given = {}
    for obligation in waiting:
        obligation.initial_deadline = initial_deadline(convention.by_article(obligation.article), in_force_on)
        given[f"article_{obligation.article}_deadline"] = str(obligation.initial_deadline)
    return given


def _check(
    present: Sequence[Membership], wanted: Sequence[Bond], state: State, convention: Convention, *, what: str
) -> None:
    """Refuses what this act would make wrong; what was wrong before does not stand in its way."""
    before = bonds_shortcomings([bond_of(row) for row in present], state=state.list_en, convention=convention)
    after = bonds_shortcomings(wanted, state=state.list_en, convention=convention)
    if new := [sentence for sentence in after if sentence not in before]:
        raise Shortcomings(new, what=what)


def _cite(membership: Membership, sourcing: Sourcing) -> None:
    """The row tells what it told before and this: so it names both sources, and is as sure as the newer one."""
    sources = dict.fromkeys(source for source in (membership.source, sourcing.source) if source)
    membership.source = ";".join(sources)[:200]
    membership.confidence = Confidence(sourcing.confidence)
    membership.notes = "; ".join(note for note in (membership.notes, sourcing.notes) if note)
