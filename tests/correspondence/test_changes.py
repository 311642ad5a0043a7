from dataclasses import replace

import pytest

from correspondence.rules.changes import Said, changes, in_words

APPROVED = Said(
    "EN",
    ["opening", "missing-years"],
    {"reference": "CC/2026/0001", "addressee": "H.E. Ada\nPermanent Mission", "missing_years": "2018 and 2019"},
    {"obligations_on_record": [{"date": "1 May 2027"}]},
    "mission@td.example",
)


def words(**changed: object) -> list[str]:
    return [each.words for each in changes(APPROVED, replace(APPROVED, **changed))]


def test_nothing_is_said_where_the_same_would_be_written() -> None:
    assert words() == []
    assert words(values={**APPROVED.values, "reference": "Draft"}, address="Mission@TD.example") == []


def test_a_field_tells_what_it_would_be_and_what_it_is() -> None:
    assert words(values={**APPROVED.values, "missing_years": "2018"}) == ["Missing years: “2018”, not “2018 and 2019”."]


@pytest.mark.parametrize(
    ("addressee", "told"),
    [
        ("Mr Bo\nPermanent Mission", "“Mr Bo”, not “H.E. Ada”"),
        ("H.E. Ada\nPermanent Mission\n1202 Geneva", "“1202 Geneva” is new"),
        ("Permanent Mission", "without “H.E. Ada”"),
        ("Permanent Mission\nH.E. Ada", "its lines stand in another order"),
    ],
)
def test_of_several_lines_only_those_that_differ_are_told(addressee: str, told: str) -> None:
    assert words(values={**APPROVED.values, "addressee": addressee}) == [f"Addressee: {told}."]


def test_paragraphs_that_come_and_go_are_told_without_their_fields() -> None:
    values = {name: value for name, value in APPROVED.values.items() if name != "missing_years"}
    assert words(paragraphs=["opening", "thanks"], values=values) == [
        "The paragraph “missing years” is called for no more.",
        "The paragraph “thanks” is called for now.",
    ]


def test_a_table_an_address_and_a_language() -> None:
    assert words(tables={"obligations_on_record": []}) == ["The table of obligations on record has other rows."]
    assert words(address="new@td.example") == ["The State is written to at new@td.example, not at mission@td.example."]
    assert words(address="") == ["mission@td.example is no address of the State any more."]
    assert words(language="FR", values={}) == ["It would be written in French, not in English."]


def test_where_a_letter_goes_by_post_its_envelope_is_the_addressee() -> None:
    by_post = replace(APPROVED, address="")
    assert changes(by_post, replace(by_post, address="mission@td.example")) == []


def test_what_changed_is_named_without_what_it_says() -> None:
    found = changes(
        APPROVED, replace(APPROVED, values={**APPROVED.values, "addressee": "Mr Bo"}, paragraphs=["opening"])
    )
    assert [each.what for each in found] == ["paragraph missing-years", "addressee"]


def test_a_long_story_is_cut_at_a_sentence() -> None:
    found = changes(APPROVED, replace(APPROVED, paragraphs=["a", "b", "c", "d"]))
    told = in_words(found, most=120)
    assert len(told) <= 120
    assert told == (
        "The paragraph “opening” is called for no more."
        " The paragraph “missing years” is called for no more. And 4 more."
    )
    assert in_words(found[:1], most=20) == "The paragraph “open…"
