"""Figures of the sponsorship programme and their averages."""

from typing import Any

from meetings.rules.sponsorship import Average, RoundFigures, averages, round_shortcomings


def a_round(year: int, **more: Any) -> RoundFigures:
    usual = {"title": str(year), "last_year": year, "meetings": 1, "currency": "CHF"}
    none = dict.fromkeys(("amount", "delegates", "states", "donors"))
    return RoundFigures(**{"first_year": year, **usual, **none, **more})


def test_the_average_of_each_meeting_is_taken_over_the_years_asked_for() -> None:
    rounds = [
        a_round(2015, amount=999_999, delegates=99),
        a_round(2016, amount=40_000, delegates=12, states=12, donors=3),
        a_round(2017, amount=65_600, delegates=22, states=20, donors=5),
    ]
    assert averages(rounds, 2016, 2019) == {
        "amount": Average(52_800, 2),
        "delegates": Average(17, 2),
        "states": Average(16, 2),
        "donors": Average(4, 2),
    }


def test_a_figure_that_is_an_average_already_counts_for_all_its_meetings() -> None:
    told = a_round(2016, last_year=2019, meetings=4, delegates=17)
    assert averages([told, a_round(2020, delegates=7)], 2016, 2020) == {"delegates": Average(15, 5)}


def test_amounts_of_two_currencies_are_not_added() -> None:
    found = averages([a_round(2016, amount=1, delegates=2), a_round(2017, amount=1, currency="EUR")], 2016, 2017)
    assert found == {"delegates": Average(2, 1)}
    assert averages([], 2016, 2019) == {}


def test_what_a_report_says_is_held_against_what_is_on_record() -> None:
    told, found = a_round(2017, delegates=27, amount=67_000), a_round(2017, delegates=26, amount=67_000, states=20)
    assert round_shortcomings(told, found) == ["The report tells of 27 (delegates); 26 are on record."]
    assert round_shortcomings(told, a_round(2017, delegates=0)) == []
