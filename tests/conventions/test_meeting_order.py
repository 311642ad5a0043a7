"""The formal meetings in their order: parts drawn together, the nearest named, the year that leads to each."""

from datetime import date

import pytest
from flask import Flask

from conventions.queries import meeting_order
from core.errors import RuleViolation
from tests.factories.offices import make_meeting


def test_a_conference_in_two_parts_opens_with_the_first_and_closes_with_the_last(registers: Flask) -> None:
    """Source: CCM Second Review Conference, 25-27 November 2020 and 20-21 September 2021."""
    conference = meeting_order("CCM").get("2rc")
    assert (conference.opens_on, conference.closes_on) == (date(2020, 11, 25), date(2021, 9, 21))
    assert conference.name == "Second Review Conference"
    assert (conference.presidency_state, conference.changes_on) == ("CHE", date(2021, 9, 22))


def test_informal_and_preparatory_meetings_end_no_term(registers: Flask) -> None:
    shorts = [meeting.short for meeting in meeting_order("CCM").meetings]
    assert shorts == [
        "1MSP",
        "2MSP",
        "3MSP",
        "4MSP",
        "5MSP",
        "1RC",
        "6MSP",
        "7MSP",
        "8MSP",
        "9MSP",
        "2RC",
        *shorts[11:],
    ]
    assert shorts[11:] == ["10MSP", "11MSP", "12MSP", "13MSP", "3RC"]


def test_a_review_conference_takes_its_place_among_the_meetings(registers: Flask) -> None:
    order = meeting_order("APMBC")
    followers = [order.following("18MSP", number) for number in (0, 1, 2, 3, 4)]
    assert [each.short if each else None for each in followers] == ["18MSP", "19MSP", "20MSP", "21MSP", "5RC"]
    assert order.following("23MSP") is None
    assert order.preceding("1MSP") is None


def test_a_conference_with_an_undated_part_has_not_closed(app: Flask) -> None:
    make_meeting("3RC-1", date(2026, 9, 14), "CCM")
    make_meeting("3RC-2", None, "CCM")
    conference = meeting_order("CCM").get("3RC")
    assert (conference.opens_on, conference.closes_on, conference.changes_on) == (date(2026, 9, 14), None, None)


@pytest.mark.parametrize(
    ("on", "leads_to"),
    [(date(2021, 11, 19), "19MSP"), (date(2021, 11, 20), "20MSP"), (date(2026, 1, 1), "23MSP")],
)
def test_a_day_belongs_to_the_meeting_it_leads_to(registers: Flask, on: date, leads_to: str) -> None:
    meeting = meeting_order("APMBC").leading_to(on)
    assert meeting is not None
    assert meeting.short == leads_to


def test_an_unknown_meeting_is_told_with_the_nearest(registers: Flask) -> None:
    with pytest.raises(RuleViolation, match=r"“119MSP” is not a formal meeting .* Did you mean 19MSP"):
        meeting_order("APMBC").get("119MSP")
