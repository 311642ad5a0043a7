"""Standing on a day: the four edge days of each step, bonds that follow each other, and bonds that cannot be.

Source: Articles 15 to 17 and 20 of both Conventions. Days of Niue, Lithuania, South Sudan: the registers.
"""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.apmbc import APMBC
from conventions.ccm import CCM
from conventions.definitions import Convention
from conventions.rules import entry_into_force_on, withdrawal_effective_on
from states_parties.rules.standing import (
    Bond,
    Standing,
    bond_shortcomings,
    bonds_shortcomings,
    standing_history,
    standing_on,
)

LITHUANIA = Bond(  # CCM
    signature_on=date(2008, 12, 3),
    deposited_on=date(2011, 3, 24),
    entry_into_force_on=date(2011, 9, 1),
    withdrawal_notified_on=date(2024, 9, 6),
    withdrawal_effective_on=date(2025, 3, 6),
    instrument="ratification",
)
NIUE = Bond(deposited_on=date(2020, 8, 6), entry_into_force_on=date(2021, 2, 1), instrument="accession")
SOUTH_SUDAN = Bond(  # APMBC
    deposited_on=date(2011, 11, 11), entry_into_force_on=date(2011, 7, 9), instrument="succession"
)
UNDATED = Bond(instrument="accession", date_unknown=True)


@pytest.mark.parametrize(
    ("first_day", "before", "from_then_on"),
    [
        (date(2008, 12, 3), Standing.NOT_PARTY, Standing.SIGNATORY),
        (date(2011, 3, 24), Standing.SIGNATORY, Standing.NOT_YET_IN_FORCE),
        (date(2011, 9, 1), Standing.NOT_YET_IN_FORCE, Standing.STATE_PARTY),
        (date(2025, 3, 6), Standing.STATE_PARTY, Standing.WITHDRAWN),
    ],
)
def test_each_step_counts_from_its_day_and_not_a_day_earlier(
    first_day: date, before: Standing, from_then_on: Standing
) -> None:
    days = [first_day + timedelta(days=offset) for offset in (-2, -1, 0, 1)]
    assert [standing_on([LITHUANIA], day) for day in days] == [before, before, from_then_on, from_then_on]


def test_a_notice_of_withdrawal_changes_nothing_until_it_takes_effect() -> None:
    assert standing_on([LITHUANIA], date(2024, 9, 6)) is Standing.STATE_PARTY
    assert standing_on([LITHUANIA], date(2025, 3, 5)) is Standing.STATE_PARTY


def test_a_state_without_bonds_is_not_party() -> None:
    assert standing_on([], date(2021, 3, 3)) is Standing.NOT_PARTY
    assert standing_history([]) == []


def test_a_succession_counts_from_independence_although_the_deposit_came_later() -> None:
    assert standing_history([SOUTH_SUDAN]) == [(date(2011, 7, 9), Standing.STATE_PARTY)]
    assert standing_on([SOUTH_SUDAN], date(2011, 7, 8)) is Standing.NOT_PARTY


def test_a_signature_followed_on_the_same_day_by_a_deposit_leaves_one_step() -> None:
    day = date(2008, 12, 3)
    bond = Bond(signature_on=day, deposited_on=day, entry_into_force_on=date(2010, 8, 1), instrument="ratification")
    assert standing_history([bond]) == [
        (day, Standing.NOT_YET_IN_FORCE),
        (date(2010, 8, 1), Standing.STATE_PARTY),
    ]


def test_a_bond_without_documented_days_makes_nobody_a_party_on_any_day() -> None:
    """Lebanon and the APMBC: on record since 2026, counted by nobody until the day of deposit is found."""
    assert standing_on([UNDATED], date(2026, 11, 20)) is Standing.NOT_PARTY
    assert bond_shortcomings(UNDATED, state="Lebanon", convention=APMBC) == []


def test_a_state_that_comes_back_is_a_party_again() -> None:
    again = Bond(deposited_on=date(2030, 1, 15), entry_into_force_on=date(2030, 7, 1), instrument="accession")
    assert standing_history([again, LITHUANIA])[3:] == [
        (date(2025, 3, 6), Standing.WITHDRAWN),
        (date(2030, 1, 15), Standing.NOT_YET_IN_FORCE),
        (date(2030, 7, 1), Standing.STATE_PARTY),
    ]
    assert bonds_shortcomings([again, LITHUANIA], state="Lithuania", convention=CCM) == []


def test_a_new_bond_may_begin_on_the_very_day_the_withdrawal_takes_effect() -> None:
    def overlaps(deposited_on: date) -> list[str]:
        again = Bond(deposited_on=deposited_on, entry_into_force_on=date(2025, 9, 1), instrument="accession")
        return bonds_shortcomings([LITHUANIA, again], state="Lithuania", convention=CCM)

    assert overlaps(date(2025, 3, 6)) == []
    again = Bond(deposited_on=date(2025, 3, 6), entry_into_force_on=date(2025, 9, 1), instrument="accession")
    assert standing_on([again, LITHUANIA], date(2025, 3, 6)) is Standing.NOT_YET_IN_FORCE
    assert overlaps(date(2025, 3, 5)) == [
        "Lithuania, CCM: two memberships overlap; the one that begins on 2025-03-05 comes too early."
    ]


def test_two_bonds_at_once_are_refused() -> None:
    assert bonds_shortcomings([NIUE, NIUE], state="Niue", convention=CCM) == [
        "Niue, CCM: two memberships overlap; the one that begins on 2020-08-06 comes too early."
    ]
    assert bonds_shortcomings([UNDATED, UNDATED], state="Lebanon", convention=APMBC) == [
        "Lebanon, APMBC: two memberships overlap; an undated one comes too early."
    ]


# Bonds that cannot be


def shortcomings(**values: object) -> list[str]:
    """Of a bond that differs from Lithuania's only in these values."""
    bond = Bond(**{**LITHUANIA.__dict__, **values})
    return [
        sentence.removeprefix("Lithuania, CCM: ")
        for sentence in bond_shortcomings(bond, state="Lithuania", convention=CCM)
    ]


@pytest.mark.parametrize(
    ("bond", "state", "convention"),
    [(LITHUANIA, "Lithuania", CCM), (NIUE, "Niue", CCM), (SOUTH_SUDAN, "South Sudan", APMBC)],
)
def test_real_bonds_have_no_shortcomings(bond: Bond, state: str, convention: Convention) -> None:
    assert bond_shortcomings(bond, state=state, convention=convention) == []


def test_the_state_and_the_convention_are_named() -> None:
    assert bond_shortcomings(Bond(), state="Niue", convention=CCM) == [
        "Niue, CCM: neither a signature nor a deposit is given."
    ]


def test_signature_is_possible_from_opening_to_the_day_before_entry_into_force() -> None:
    assert shortcomings(signature_on=date(2008, 12, 3)) == []
    assert shortcomings(signature_on=date(2008, 12, 2)) == [
        "signed on 2008-12-02, before the Convention was opened on 2008-12-03."
    ]
    signed_late = Bond(signature_on=date(2010, 7, 31))
    assert bond_shortcomings(signed_late, state="Niue", convention=CCM) == []
    signed_too_late = Bond(signature_on=date(2010, 8, 1))
    assert bond_shortcomings(signed_too_late, state="Niue", convention=CCM) == [
        "Niue, CCM: signed on 2010-08-01, but signature ended before 2010-08-01."
    ]


def test_a_deposit_before_the_signature_is_refused() -> None:
    assert shortcomings(
        signature_on=date(2009, 5, 5), deposited_on=date(2009, 5, 4), entry_into_force_on=date(2010, 8, 1)
    ) == ["deposited on 2009-05-04, before signing on 2009-05-05."]


def test_a_deposit_before_the_convention_opened_is_refused() -> None:
    early = Bond(deposited_on=date(2008, 12, 2), entry_into_force_on=date(2010, 8, 1), instrument="accession")
    assert bond_shortcomings(early, state="Niue", convention=CCM) == [
        "Niue, CCM: deposited on 2008-12-02, before the Convention opened on 2008-12-03."
    ]


def test_the_instrument_must_fit_the_signature() -> None:
    assert shortcomings(instrument="accession") == [
        "accession is for States that did not sign; a signatory ratifies, accepts or approves."
    ]
    assert shortcomings(signature_on=None) == [
        "ratification is for signatories, and no signature is given; others accede."
    ]
    assert shortcomings(instrument="signature") == [
        "the instrument “signature” is none of ratification, acceptance, approval, accession, succession."
    ]
    named_only = Bond(signature_on=date(2008, 12, 3), instrument="approval")
    assert bond_shortcomings(named_only, state="Niue", convention=CCM) == [
        "Niue, CCM: an instrument of approval is named, but no deposit."
    ]


def test_a_day_of_deposit_is_either_given_or_unknown() -> None:
    assert shortcomings(date_unknown=True) == ["the day of deposit is both given (2011-03-24) and marked as unknown."]


@pytest.mark.parametrize(
    ("in_force_on", "sentence"),
    [
        (None, "entry into force is missing; by Article 17 it is 2011-09-01."),
        (date(2011, 10, 1), "entry into force is given as 2011-10-01; by Article 17 it is 2011-09-01."),
        (date(2010, 7, 1), "entry into force on 2010-07-01 is before the Convention’s, 2010-08-01."),
    ],
)
def test_entry_into_force_follows_article_17(in_force_on: date | None, sentence: str) -> None:
    changed = {"withdrawal_notified_on": None, "withdrawal_effective_on": None}
    assert shortcomings(entry_into_force_on=in_force_on, **changed) == [sentence]


def test_nothing_enters_into_force_without_a_deposit() -> None:
    bond = Bond(signature_on=date(2008, 12, 3), entry_into_force_on=date(2011, 9, 1))
    assert bond_shortcomings(bond, state="Niue", convention=CCM) == [
        "Niue, CCM: entry into force is given without a day of deposit."
    ]


def test_only_a_state_party_can_withdraw() -> None:
    assert shortcomings(withdrawal_notified_on=date(2011, 8, 31), withdrawal_effective_on=date(2012, 2, 29)) == [
        "withdrawal was notified on 2011-08-31, when the State was not a State Party."
    ]
    assert shortcomings(withdrawal_notified_on=date(2011, 9, 1), withdrawal_effective_on=date(2012, 3, 1)) == []
    signatory = Bond(signature_on=date(2008, 12, 3), withdrawal_notified_on=date(2024, 9, 6))
    assert bond_shortcomings(signatory, state="Niue", convention=CCM) == [
        "Niue, CCM: withdrawal was notified on 2024-09-06, when the State was not a State Party."
    ]


def test_a_withdrawal_needs_six_months_and_may_take_longer_in_armed_conflict() -> None:
    assert shortcomings(withdrawal_effective_on=date(2027, 1, 1)) == []
    assert shortcomings(withdrawal_effective_on=date(2025, 3, 5)) == [
        "the withdrawal notified on 2024-09-06 takes effect on 2025-03-06 or later, not on 2025-03-05."
    ]
    assert shortcomings(withdrawal_effective_on=None) == [
        "the withdrawal notified on 2024-09-06 has no day of effect; by Article 20 it is 2025-03-06."
    ]
    assert shortcomings(withdrawal_notified_on=None) == ["a withdrawal takes effect without a notice."]


# What holds for every possible history


@st.composite
def histories(draw: st.DrawFn) -> list[Bond]:
    """One State's bonds, each after the withdrawal from the one before, the last perhaps still in force."""
    bonds: list[Bond] = []
    first_possible = CCM.opened_on
    for _ in range(draw(st.integers(0, 3))):
        signature_on = None
        if not bonds and draw(st.booleans()):
            signature_on = draw(st.dates(CCM.opened_on, CCM.in_force_on - timedelta(days=1)))
            first_possible = signature_on
        deposited_on = draw(st.dates(first_possible, first_possible + timedelta(days=3000)))
        in_force_on = entry_into_force_on(CCM, deposited_on)
        instrument = "ratification" if signature_on else "accession"
        bond = Bond(signature_on, deposited_on, in_force_on, instrument=instrument)
        if not draw(st.booleans()):
            return [*bonds, bond]
        notified_on = draw(st.dates(in_force_on, in_force_on + timedelta(days=3000)))
        effective_on = withdrawal_effective_on(CCM, notified_on)
        bonds.append(Bond(signature_on, deposited_on, in_force_on, notified_on, effective_on, instrument))
        first_possible = effective_on
    return bonds


@given(histories())
def test_standing_partitions_time(bonds: list[Bond]) -> None:
    """Every day has one standing, that of the last change before it; changes are in order and change something."""
    assert bonds_shortcomings(bonds, state="Niue", convention=CCM) == []
    history = standing_history(bonds)
    days = [day for day, _ in history]
    assert days == sorted(set(days))
    standings = [Standing.NOT_PARTY, *(standing for _, standing in history)]
    assert all(before is not after for before, after in pairwise(standings))
    for place, day in enumerate(days):
        assert standing_on(bonds, day - timedelta(days=1)) is standings[place]
        assert standing_on(bonds, day) is standings[place + 1]
    assert standing_on(bonds, date(2100, 1, 1)) is standings[-1]


@given(histories(), st.dates(date(2008, 1, 1), date(2060, 1, 1)))
def test_a_state_party_is_one_bound_by_exactly_one_bond(bonds: list[Bond], on: date) -> None:
    binding = [
        bond
        for bond in bonds
        if bond.entry_into_force_on is not None
        and bond.entry_into_force_on <= on
        and not (bond.withdrawal_effective_on and bond.withdrawal_effective_on <= on)
    ]
    assert (standing_on(bonds, on) is Standing.STATE_PARTY) == (len(binding) == 1)
    assert len(binding) <= 1
