"""Papers where the meeting moves, on its page, and in calendars."""

from datetime import date

import pytest
from flask import Flask

from conventions.days import Days
from conventions.models import Meeting
from conventions.moving import Move
from conventions.queries import meeting_order
from core.db import transaction
from meetings.paper_entries import paper_entries
from meetings.queries.moved_papers import papers_moved
from meetings.workflow.paper_texts import issue_paper
from meetings.workflow.papers import withdraw_paper
from tests.meetings.papers import BY, TODAY, meeting_of_papers, received, reserved
from tests.meetings.people import delegation, party, person
from tests.states_parties.pages import read, signed_in, words

OLD = Days(date(2027, 12, 7), date(2027, 12, 10))


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    return meeting_of_papers()


def told(after: Days) -> list[tuple[str, str, str]]:
    order = meeting_order("APMBC")
    move = Move("APMBC", "24MSP", OLD, after, order, order, on=TODAY)
    return [(each.what, each.before, each.after) for each in papers_moved(move)]


def test_a_move_tells_the_days_of_papers_before_and_after(meeting: Meeting) -> None:
    assert told(Days(date(2027, 12, 14), date(2027, 12, 17))) == [
        ("Papers: forecast confirmed", "31 August 2027", "7 September 2027"),
        ("Papers: text due", "28 September 2027", "5 October 2027"),
        ("Papers: issued in all languages", "26 October 2027", "2 November 2027"),
    ]


def test_a_move_into_another_year_leaves_symbols_and_their_series_as_they_are(meeting: Meeting) -> None:
    reserved(meeting)
    assert told(Days(date(2028, 1, 11), date(2028, 1, 14)))[-1] == (
        "Symbols of its papers",
        "such as APLC/MSP.24/2027/1",
        "as they are; new ones follow in the same series",
    )
    with transaction():
        meeting.starts_on, meeting.ends_on = date(2028, 1, 11), date(2028, 1, 14)
    assert reserved(meeting).symbol == "APLC/MSP.24/2027/2"


def test_an_informal_meeting_has_no_days_of_papers(app: Flask) -> None:
    meeting_of_papers("24MSP", kind="intersessional")
    assert told(Days(date(2027, 12, 14), date(2027, 12, 17))) == []


def test_the_days_of_papers_stand_in_calendars_with_their_source(app: Flask, meeting: Meeting) -> None:
    meeting_of_papers("IM2027", kind="intersessional")
    with app.test_request_context():
        entries = paper_entries("APMBC", on=TODAY)
    assert [(each.day, each.title) for each in entries] == [
        (date(2027, 8, 31), "APMBC 24MSP: papers, forecast confirmed"),
        (date(2027, 9, 28), "APMBC 24MSP: papers, text due"),
        (date(2027, 10, 26), "APMBC 24MSP: papers, issued in all languages"),
    ]


def test_the_page_of_the_meeting_shows_its_papers_and_how_many_take_part(app: Flask, meeting: Meeting) -> None:
    paper = received(meeting, reserved(meeting, title="Provisional agenda", languages=("EN", "FR")))
    withdrawn = reserved(meeting, title="Never mind")
    with transaction():
        issue_paper(paper, ["EN", "FR"], issued_on=TODAY, advance=False, by=BY)
        withdraw_paper(withdrawn, because="No longer needed.", by=BY)
    delegation(meeting, party("Ruritania"), person("Anna Example"))
    page = words(read(signed_in(app), "/apmbc/meetings/24msp"))
    assert "APLC/MSP.24/2027/1 Provisional agenda · EN Days" in page  # in French no text is in the house
    assert "Never mind" not in page
    assert "1 delegation 1 person" in page
