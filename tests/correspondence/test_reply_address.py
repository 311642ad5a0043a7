"""Addresses that letters are answered at: read back for sure, and for nobody else's making."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleViolation
from correspondence.rules.reply_address import INVITATION, answered_at, dispatch_of, reply_address

HOUSE = "isu@chancery.example"
KEY = "a secret for tests only, 32 characters"
NUMBERS = st.integers(min_value=1, max_value=2**63 - 1)


@given(NUMBERS)
def test_the_dispatch_is_read_back_from_its_address(number: int) -> None:
    address = reply_address(number, HOUSE, KEY)
    assert address.startswith("isu+d")
    assert address.endswith("@chancery.example")
    assert dispatch_of(address, HOUSE, KEY) == number


@given(NUMBERS)
def test_a_mail_server_may_change_the_case(number: int) -> None:
    address = reply_address(number, "ISU@Chancery.example", KEY)
    assert dispatch_of(address.upper(), HOUSE, KEY) == number
    assert dispatch_of(f" {address.lower()} ", HOUSE, KEY) == number


@given(NUMBERS, NUMBERS)
def test_two_dispatches_have_two_addresses(first: int, second: int) -> None:
    assert (reply_address(first, HOUSE, KEY) == reply_address(second, HOUSE, KEY)) == (first == second)


@given(NUMBERS, st.integers(min_value=0, max_value=200), st.characters(codec="ascii"))
def test_a_changed_address_names_no_other_dispatch(number: int, place: int, letter: str) -> None:
    address = reply_address(number, HOUSE, KEY)
    place %= len(address)
    changed = address[:place] + letter + address[place + 1 :]
    assert dispatch_of(changed, HOUSE, KEY) in (None, number)


@given(st.text(max_size=80))
def test_any_other_text_names_no_dispatch(text: str) -> None:
    assert dispatch_of(text, HOUSE, KEY) is None
    assert dispatch_of(f"isu+d{text}@chancery.example", HOUSE, KEY) is None


@given(NUMBERS)
def test_an_address_of_another_house_or_key_names_none(number: int) -> None:
    assert dispatch_of(reply_address(number, "isu@elsewhere.example", KEY), HOUSE, KEY) is None
    assert dispatch_of(reply_address(number, "other@chancery.example", KEY), HOUSE, KEY) is None
    assert dispatch_of(reply_address(number, HOUSE, "another key"), HOUSE, KEY) is None


@given(NUMBERS)
def test_whoever_got_a_letter_cannot_answer_an_invitation_of_the_same_number(number: int) -> None:
    letter = reply_address(number, HOUSE, KEY)
    invitation = reply_address(number, HOUSE, KEY, mark=INVITATION)
    assert answered_at(invitation, HOUSE, KEY, mark=INVITATION) == number
    assert dispatch_of(invitation, HOUSE, KEY) is None
    assert answered_at(letter.replace("+d", "+i"), HOUSE, KEY, mark=INVITATION) is None


def test_a_number_is_written_in_one_way_only() -> None:
    address = reply_address(1, HOUSE, KEY)
    assert dispatch_of(address.replace("+db", "+dab"), HOUSE, KEY) is None


def test_a_house_that_has_a_plus_in_its_address_keeps_it() -> None:
    address = reply_address(164, "isu+letters@chancery.example", KEY)
    assert address.startswith("isu+letters+d")
    assert dispatch_of(address, "isu+letters@chancery.example", KEY) == 164


def test_an_address_that_is_too_long_is_refused() -> None:
    with pytest.raises(RuleViolation, match="too long"):
        reply_address(1, f"{'a' * 60}@chancery.example", KEY)
