"""Deposits and withdrawals: what an act leaves on record, and what is refused with nothing changed."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import db
from states_parties.facts import Sourcing
from states_parties.models import Membership, Obligation
from states_parties.queries.registers import register_rows
from states_parties.rules.standing import Standing
from states_parties.workflow.memberships import record_signature, record_withdrawal, register_deposit
from tests.factories.states import NOTE, OFFICER, make_membership, make_obligation, make_party, make_state
from tests.states_parties.refusals import refused


def deposit(iso3: str, deposited_on: date, **given: object) -> Membership:
    given = {"instrument": "accession", "sourcing": NOTE, **given}
    return register_deposit("CCM", iso3, deposited_on=deposited_on, by=OFFICER, **given)  # type: ignore[arg-type]


def withdraw(iso3: str, notified_on: date, **given: object) -> Membership:
    given = {"sourcing": NOTE, **given}
    return record_withdrawal("CCM", iso3, notified_on=notified_on, by=OFFICER, **given)  # type: ignore[arg-type]


def standings(iso3: str, *days: date) -> list[Standing]:
    return [{row.iso3: row for row in register_rows("CCM", on=day)}[iso3].standing for day in days]


def the_entry() -> tuple[str, str, str, dict[str, object]]:
    entry = db.session.scalars(select(AuditEntry)).one()
    return entry.act, entry.subject_id, entry.actor_name, entry.details


def test_a_signature_makes_a_signatory_until_the_convention_is_in_force_and_not_beside_another_bond(app: Flask) -> None:
    state = make_state("Chad")

    def sign(signed_on: date) -> Membership:
        return record_signature("CCM", state.iso3, signed_on=signed_on, sourcing=NOTE, by=OFFICER)

    assert refused(lambda: sign(date(2010, 8, 1)), field="") == (
        "The signature was not recorded: Chad, CCM: signed on 2010-08-01, but signature ended before 2010-08-01."
    )
    assert sign(date(2010, 7, 31)).source == NOTE.source
    assert standings(state.iso3, date(2010, 7, 30), date(2010, 7, 31)) == [Standing.NOT_PARTY, Standing.SIGNATORY]
    assert the_entry() == (
        "membership:signed",
        state.iso3,
        "Ada Officer",
        {"convention": "CCM", "signed_on": "2010-07-31"},
    )
    assert "two memberships overlap" in refused(lambda: sign(date(2010, 7, 30)), field="")


def test_an_accession_binds_from_the_sixth_month_after_the_month_of_deposit(app: Flask) -> None:
    state = make_state()
    membership = deposit(state.iso3, date(2025, 9, 17))
    assert (membership.entry_into_force_on, membership.deposit_year) == (date(2026, 3, 1), 2025)
    assert (membership.source, membership.confidence) == ("note verbale of 1 March", "high")
    assert standings(state.iso3, date(2025, 9, 16), date(2025, 9, 17), date(2026, 2, 28), date(2026, 3, 1)) == [
        Standing.NOT_PARTY,
        Standing.NOT_YET_IN_FORCE,
        Standing.NOT_YET_IN_FORCE,
        Standing.STATE_PARTY,
    ]
    assert the_entry() == (
        "membership:deposited",
        state.iso3,
        "Ada Officer",
        {"convention": "CCM", "instrument": "accession", "deposited_on": "2025-09-17", "in_force_on": "2026-03-01"},
    )


def test_the_ratification_of_a_signatory_completes_its_own_row_and_keeps_both_sources(app: Flask) -> None:
    state = make_state()
    signed = make_membership(state, "CCM", signature_on=date(2008, 12, 3), notes="signed in Oslo")
    told = Sourcing("depositary notification", "medium", "day as notified")
    assert deposit(state.iso3, date(2012, 7, 17), instrument="ratification", sourcing=told) is signed
    assert (signed.signature_on, signed.entry_into_force_on) == (date(2008, 12, 3), date(2013, 1, 1))
    assert (signed.source, signed.confidence, signed.notes) == (
        "page;depositary notification",
        "medium",
        "signed in Oslo; day as notified",
    )
    assert db.session.scalars(select(Membership)).all() == [signed]


def test_an_instrument_without_day_gets_its_day(app: Flask) -> None:
    state = make_state()
    undated = make_membership(state, "CCM", instrument="accession", deposit_year=2026)
    assert deposit(state.iso3, date(2026, 2, 10)) is undated
    assert (undated.deposited_on, undated.entry_into_force_on) == (date(2026, 2, 10), date(2026, 8, 1))


def test_obligations_that_waited_for_the_day_get_their_deadline(registers: Flask) -> None:
    """Lebanon: mined, its deposit of 2026 without day. Ten years from entry into force: APMBC art. 5 (1)."""
    (clearance,) = db.session.scalars(
        select(Obligation).where(Obligation.convention == "APMBC", Obligation.iso3 == "LBN")
    )
    assert clearance.initial_deadline is None
    register_deposit("APMBC", "LBN", instrument="accession", deposited_on=date(2026, 2, 10), sourcing=NOTE, by=OFFICER)
    assert (clearance.article, clearance.initial_deadline) == ("5", date(2036, 8, 1))
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "membership:deposited")).one()
    assert entry.details["article_5_deadline"] == "2036-08-01"


def test_no_deadline_is_given_where_one_is_on_record_or_nothing_is_held(app: Flask) -> None:
    state = make_state()
    known = make_obligation(state, "4", "CCM", initial_deadline=date(2040, 1, 1))
    none_held = make_obligation(state, "3", "CCM", initial_deadline=None, status="none-held")
    deposit(state.iso3, date(2025, 9, 17))
    assert (known.initial_deadline, none_held.initial_deadline) == (date(2040, 1, 1), None)


def test_a_succession_counts_from_the_day_given(app: Flask) -> None:
    state = make_state()
    membership = deposit(state.iso3, date(2011, 11, 11), instrument="succession", in_force_on=date(2011, 7, 9))
    assert membership.entry_into_force_on == date(2011, 7, 9)


def test_a_state_that_withdrew_can_come_back(app: Flask) -> None:
    state = make_state()
    make_party(state, "CCM", in_force_on=date(2011, 3, 1))
    withdraw(state.iso3, date(2020, 1, 10))
    deposit(state.iso3, date(2022, 5, 1))
    assert standings(state.iso3, date(2020, 7, 9), date(2020, 7, 10), date(2022, 5, 1), date(2022, 11, 1)) == [
        Standing.STATE_PARTY,
        Standing.WITHDRAWN,
        Standing.NOT_YET_IN_FORCE,
        Standing.STATE_PARTY,
    ]


def test_a_second_membership_beside_one_in_force_is_refused(app: Flask) -> None:
    state = make_state("Chad")
    make_party(state, "CCM", in_force_on=date(2011, 3, 1))
    assert refused(lambda: deposit(state.iso3, date(2012, 5, 1)), field="") == (
        "The deposit was not registered: Chad, CCM: two memberships overlap; "
        "the one that begins on 2012-05-01 comes too early."
    )


def test_a_deposit_before_the_withdrawal_has_taken_effect_is_refused(app: Flask) -> None:
    state = make_state("Chad")
    make_party(state, "CCM", in_force_on=date(2011, 3, 1))
    withdraw(state.iso3, date(2020, 1, 10))
    assert "two memberships overlap" in refused(lambda: deposit(state.iso3, date(2020, 7, 9)), field="")
    deposit(state.iso3, date(2020, 7, 10))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"deposited_on": date(2008, 12, 2), "instrument": "ratification"},
            "deposited on 2008-12-02, before signing on 2008-12-03.",
        ),
        (
            {"deposited_on": date(2011, 1, 1), "instrument": "promise"},
            "the instrument “promise” is none of ratification, acceptance, approval, accession, succession.",
        ),
        (
            {"deposited_on": date(2011, 1, 1), "instrument": "accession"},
            "accession is for States that did not sign; a signatory ratifies, accepts or approves.",
        ),
        (
            {"deposited_on": date(2011, 1, 1), "instrument": "ratification", "in_force_on": date(2011, 7, 2)},
            "entry into force is given as 2011-07-02; by Article 17 it is 2011-07-01.",
        ),
    ],
)
def test_a_deposit_that_cannot_be_is_refused_and_nothing_changes(
    app: Flask, given: dict[str, object], sentence: str
) -> None:
    state = make_state("Chad")
    make_membership(state, "CCM", signature_on=date(2008, 12, 3))
    told = refused(lambda: deposit(state.iso3, **given), field="")  # type: ignore[arg-type]
    assert told == f"The deposit was not registered: Chad, CCM: {sentence}"


def test_what_was_wrong_before_does_not_stand_in_the_way(app: Flask) -> None:
    state = make_state()
    make_membership(
        state,
        "CCM",
        instrument="accession",
        deposited_on=date(2010, 9, 15),
        entry_into_force_on=date(2011, 4, 1),  # a month late by Article 17
        withdrawal_notified_on=date(2012, 1, 1),
        withdrawal_effective_on=date(2012, 7, 1),
    )
    assert deposit(state.iso3, date(2013, 1, 1)).entry_into_force_on == date(2013, 7, 1)


def test_a_withdrawal_takes_effect_six_months_after_its_notice(app: Flask) -> None:
    state = make_state()
    make_party(state, "CCM", in_force_on=date(2011, 3, 1))
    membership = withdraw(state.iso3, date(2024, 9, 6))
    assert membership.withdrawal_effective_on == date(2025, 3, 6)
    assert standings(state.iso3, date(2025, 3, 5), date(2025, 3, 6)) == [Standing.STATE_PARTY, Standing.WITHDRAWN]
    assert the_entry() == (
        "membership:withdrawal-notified",
        state.iso3,
        "Ada Officer",
        {"convention": "CCM", "notified_on": "2024-09-06", "effective_on": "2025-03-06"},
    )


def test_a_state_in_armed_conflict_leaves_later_and_none_leaves_earlier(app: Flask) -> None:
    state = make_state("Chad")
    make_party(state, "CCM", in_force_on=date(2011, 3, 1))
    early = refused(lambda: withdraw(state.iso3, date(2024, 9, 6), effective_on=date(2025, 3, 5)), field="")
    assert early == (
        "The withdrawal was not recorded: Chad, CCM: the withdrawal notified on 2024-09-06 takes effect on "
        "2025-03-06 or later, not on 2025-03-05."
    )
    later = withdraw(state.iso3, date(2024, 9, 6), effective_on=date(2026, 1, 1))
    assert later.withdrawal_effective_on == date(2026, 1, 1)


def test_only_a_state_party_can_withdraw_and_only_once(app: Flask) -> None:
    state = make_state("Chad")
    make_party(state, "CCM", in_force_on=date(2011, 3, 1))
    assert refused(lambda: withdraw(state.iso3, date(2011, 2, 28)), field="notified_on") == (
        "Chad was not bound by the CCM on 2011-02-28: State Party not yet in force."
    )
    withdraw(state.iso3, date(2024, 9, 6))
    assert refused(lambda: withdraw(state.iso3, date(2024, 10, 1)), field="notified_on") == (
        "Chad gave notice of its withdrawal on 2024-09-06 already."
    )
    signatory = make_state("Djibouti")
    make_membership(signatory, "CCM", signature_on=date(2009, 7, 30))
    assert refused(lambda: withdraw(signatory.iso3, date(2024, 9, 6)), field="notified_on") == (
        "Djibouti was not bound by the CCM on 2024-09-06: signatory."
    )


def test_an_unknown_state_and_a_fact_without_source_are_refused(app: Flask) -> None:
    state = make_state("Chad")
    party = make_state("Togo")
    make_party(party, "CCM", in_force_on=date(2011, 3, 1))
    assert refused(lambda: deposit("XXX", date(2025, 9, 17)), field="state") == "“XXX” is not a State of the register."
    silent = Sourcing(" ", "high")
    for act in (
        lambda: deposit(state.iso3, date(2025, 9, 17), sourcing=silent),
        lambda: record_signature("CCM", state.iso3, signed_on=date(2009, 1, 1), sourcing=silent, by=OFFICER),
        lambda: withdraw(party.iso3, date(2024, 9, 6), sourcing=silent),
    ):
        assert refused(act, field="source") == "Say where this comes from: a fact without source is not kept."
