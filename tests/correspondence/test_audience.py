"""Who is written to: conditions in groups, exceptions by name, and why each State is in or out."""

from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from application import CATALOGUES
from core.errors import RuleViolation
from correspondence.queries.kinds import get_kind
from correspondence.rules.audience import Audience, NamedState, Weighed, weigh
from correspondence.rules.conditions import parse_condition
from correspondence.rules.exceptions import lines_of
from correspondence.rules.groups import AtMost, Groups, condition_of, groups_of, in_words
from states_parties.criteria import CRITERIA
from states_parties.models import RegisterClosure
from states_parties.queries.facts import state_facts
from tests.factories.states import added, make_obligation, make_party, make_report, make_state

NAMES = [criterion.name for criterion in CRITERIA]
DAY = date(2021, 9, 15)
SOURCED = {"source": "test", "confidence": "high", "notes": ""}
group = st.dictionaries(st.sampled_from(NAMES), st.integers(1, 9), max_size=4)


@given(group, group, group, st.fixed_dictionaries({name: st.integers(0, 10) for name in NAMES}))
def test_what_is_ticked_is_what_the_condition_asks(
    all_of: dict[str, int], any_of: dict[str, int], none_of: dict[str, int], values: dict[str, int]
) -> None:
    holds = parse_condition(condition_of(Groups(all_of, any_of, none_of))).holds(values)
    assert holds == (
        all(values[name] >= least for name, least in all_of.items())
        and (not any_of or any(values[name] >= least for name, least in any_of.items()))
        and not any(values[name] >= least for name, least in none_of.items())
    )


@given(group, group.filter(lambda each: len(each) != 1), group)
def test_a_condition_made_of_boxes_shows_the_same_boxes_again(
    all_of: dict[str, int], any_of: dict[str, int], none_of: dict[str, int]
) -> None:
    groups = Groups(all_of, any_of, none_of)
    assert groups_of(condition_of(groups)) == groups


def test_boxes_can_ask_for_at_most() -> None:
    groups = Groups({"clearance_deadline_months": AtMost(12), "missing_report_years": 2})
    assert condition_of(groups) == "clearance_deadline_months <= 12 and missing_report_years >= 2"
    assert groups_of(condition_of(groups)) == groups
    assert in_words(
        condition_of(groups), {"clearance_deadline_months": "Months left", "missing_report_years": "Years"}
    ) == ("all hold: Months left (at most 12), Years (at least 2)")


@pytest.mark.parametrize(
    "text",
    ["retains_items or (article_9_open and withdrawal_notified)", "missing_report_years = 2", "not not retains_items"],
)
def test_a_condition_that_says_more_than_boxes_is_left_to_those_who_wrote_it(text: str) -> None:
    assert groups_of(text) is None


def test_exceptions_are_read_line_by_line_and_need_a_reason() -> None:
    assert [(line.number, line.state, line.reason) for line in lines_of("\nChad: asked: twice \n", field="also")] == [
        (2, "Chad", "asked: twice")
    ]
    with pytest.raises(RuleViolation) as refusal:
        lines_of("Chad: asked\nTogo", field="also")
    assert refusal.value.message == "Line 2, “Togo”: write the State, a colon, the reason."
    assert refusal.value.field == "also"


def weighed(audience: Audience, on: date = DAY) -> dict[str, Weighed]:
    return {each.facts.iso3: each for each in weigh(state_facts("APMBC", on=on), audience, CATALOGUES.criteria)}


def a_party(name: str, iso3: str) -> None:
    make_party(make_state(name, iso3=iso3), in_force_on=date(1999, 3, 1))


@pytest.fixture
def three_parties(app: Flask) -> Flask:
    """Chad clears and reported for 2019 not 2020; Togo clears and reported; Peru neither clears nor reported."""
    chad, togo, peru = (
        make_state(name, iso3=iso3) for name, iso3 in (("Chad", "TCD"), ("Togo", "TGO"), ("Peru", "PER"))
    )
    for state in (chad, togo, peru):
        make_party(state, in_force_on=date(2018, 3, 1))
    for state in (chad, togo):
        make_obligation(state, initial_deadline=date(2028, 3, 1))
    for state, years in ((chad, (2018, 2019)), (togo, (2018, 2019, 2020))):
        for year in years:
            make_report(state, year_covered=year, received_on=date(year + 1, 4, 20))
    for year in (2018, 2019, 2020):
        added(
            RegisterClosure(
                convention="APMBC",
                subject="annual_reports",
                year_covered=year,
                complete_as_of=date(2021, 9, 1),
                **SOURCED,
            )
        )
    return app


def test_states_with_open_clearance_and_no_report_for_one_or_more_years(three_parties: Flask) -> None:
    found = weighed(Audience("open_clearance_obligation and missing_report_years >= 1"))
    assert {iso3 for iso3, each in found.items() if each.included} == {"TCD"}
    assert found["TCD"].reason == (
        "Article 5: open, deadline 1 March 2028 (the initial deadline). No report covering 2020."
    )
    assert found["TGO"].reason == "No annual report is missing."
    assert found["PER"].reason == "No clearance obligation is on record."


@pytest.mark.parametrize(
    ("condition", "inside"),
    [
        ("clearance_deadline_months <= 78", {"TCD", "TGO"}),
        ("clearance_deadline_months <= 12", set()),
        ("clearance_deadline_months >= 0", {"TCD", "TGO"}),
        ("clearance_deadline_months < 1000", {"TCD", "TGO"}),
    ],
)
def test_a_state_without_a_deadline_is_not_taken_for_one_whose_deadline_is_near(
    three_parties: Flask, condition: str, inside: set[str]
) -> None:
    found = weighed(Audience(condition))
    assert {iso3 for iso3, each in found.items() if each.included} == inside
    assert "No clearance obligation is on record, so no deadline is on record. Asked for: " in found["PER"].reason
    assert found["PER"].reason.endswith("counted: no number.")


def test_a_deadline_within_the_month_is_ahead_and_one_that_has_passed_is_not(three_parties: Flask) -> None:
    kind = get_kind("APMBC", "extension-heads-up")

    def ahead(on: date) -> set[str]:
        return {iso3 for iso3, each in weighed(Audience(kind.audience), on=on).items() if each.included}

    assert ahead(date(2028, 2, 20)) == {"TCD", "TGO"}
    assert ahead(date(2028, 3, 1)) == {"TCD", "TGO"}
    assert ahead(date(2028, 3, 2)) == set()


def test_the_autumn_letter_goes_to_whoever_implements_and_misses_a_year(three_parties: Flask) -> None:
    """Seed 000, paragraph 9. On 15 September 2021: Chad clears and misses 2020; Peru misses all and has no duty."""
    implementing = {
        "open_clearance_obligation": 1,
        "open_stockpile_obligation": 1,
        "victim_assistance_responsibility": 1,
    }
    condition = condition_of(Groups({"missing_report_years": 1}, implementing))
    found = weighed(Audience(condition))
    assert {iso3 for iso3, each in found.items() if each.included} == {"TCD"}
    assert found["PER"].reason == (
        "No clearance obligation is on record. No stockpile obligation is on record."
        " No responsibility for victims on record."
    )


def test_a_count_that_is_asked_for_is_told_with_what_was_counted(three_parties: Flask) -> None:
    found = weighed(Audience("missing_report_years >= 3"))
    assert {iso3 for iso3, each in found.items() if each.included} == {"PER"}
    assert found["TCD"].reason == "No report covering 2020. Asked for: at least 3; counted: 1."


def test_exceptions_by_name_are_told_with_their_reason_and_what_would_be_without(three_parties: Flask) -> None:
    found = weighed(
        Audience(
            "missing_report_years >= 1",
            also=(NamedState("TGO", "asked for a copy"),),
            besides=(NamedState("TCD", "the report is announced"),),
        )
    )
    assert {iso3 for iso3, each in found.items() if each.included} == {"TGO", "PER"}
    assert found["TGO"].by_name
    assert found["TGO"].reason == (
        "Added by name: asked for a copy. Without that: not in the audience. No annual report is missing."
    )
    assert found["TCD"].reason == (
        "Left out by name: the report is announced. Without that: in the audience. No report covering 2020."
    )


@pytest.mark.parametrize(
    ("audience", "sentence"),
    [
        (Audience("always", also=(NamedState("USA", "wishes it"),)), "USA is no State Party in force on that day."),
        (Audience("always", also=(NamedState("TCD", " "),)), "Say why Chad is an exception."),
        (
            Audience("always", also=(NamedState("TCD", "a"),), besides=(NamedState("TCD", "b"),)),
            "Chad is named twice.",
        ),
        (Audience("a" * 501), "The condition is longer than 500 characters."),
    ],
)
def test_an_exception_that_cannot_be_is_refused(three_parties: Flask, audience: Audience, sentence: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        weighed(audience)
    assert refusal.value.message == sentence


def test_states_that_have_not_reported_on_article_9(registers: Flask) -> None:
    """2RC review of the CCM, para 107: on 28 September 2020 the register of Article 9 was complete."""
    facts = state_facts("CCM", on=date(2020, 9, 30))
    found = weigh(facts, Audience("article_9_open"), CATALOGUES.criteria)
    inside = [each for each in found if each.included]
    assert len(found) == 108
    assert 0 < len(inside) < 108
    assert all(each.reason.startswith("No Article 9 measures on record") for each in inside)
    assert all(each.reason.startswith("Article 9: ") for each in found if not each.included)
