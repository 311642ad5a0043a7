"""A State found by whatever somebody writes for it."""

import pytest
from flask import Flask

from core.errors import NotFound
from states_parties.queries.states import find_state, get_state, unknown_state


@pytest.mark.parametrize(
    ("written", "iso3"),
    [
        ("TCD", "TCD"),
        ("tcd", "TCD"),
        ("cote-d-ivoire", "CIV"),
        ("Côte d'Ivoire", "CIV"),
        ("cote d’ivoire", "CIV"),
        ("Tchad", "TCD"),
        ("Países Bajos", "NLD"),
        ("paises bajos", "NLD"),
        ("Islamic Republic of Afghanistan", "AFG"),
        ("  Niger ", "NER"),
        ("Congo", "COG"),
    ],
)
def test_a_state_is_found_by_code_address_or_name_in_three_languages(registers: Flask, written: str, iso3: str) -> None:
    assert find_state(written).iso3 == get_state(written).iso3 == iso3


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("Chadd", "“Chadd” is not a State of the register. Did you mean Chad?"),
        ("Nigeri", "“Nigeri” is not a State of the register. Did you mean Nigeria or Niger?"),
        ("Xyzzy", "“Xyzzy” is not a State of the register."),
        ("", "“” is not a State of the register."),
        ("A" * 100, f"“{'A' * 60}” is not a State of the register."),
    ],
)
def test_an_unknown_state_is_answered_with_the_nearest_names(registers: Flask, written: str, advice: str) -> None:
    assert find_state(written) is None
    assert unknown_state(written) == advice
    with pytest.raises(NotFound) as refusal:
        get_state(written)
    assert str(refusal.value) == advice


def test_no_two_states_answer_to_one_name(registers: Flask) -> None:
    assert [find_state(name).iso3 for name in ("Guinea", "Guinea-Bissau", "Equatorial Guinea", "Papua New Guinea")] == [
        "GIN",
        "GNB",
        "GNQ",
        "PNG",
    ]
