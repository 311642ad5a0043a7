"""Bodies established, composed anew and discontinued; places given and ended: from the page to the roster."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from committees.queries.offices import Offices
from committees.queries.rosters import roster
from tests.states_parties.pages import read, rows, send, signed_in, words

SOURCED = {"source": "final document, para 30", "confidence": "high"}
GROUP = {
    "name_en": "Task Force on Gender",
    "kind": "task force",
    "seats": "2",
    "seat_role": "member",
    "term_meetings": "1",
    "chair_rule": "any member",
    "decided_at": "20MSP",
    "starts_on": "2022-11-26",
    **SOURCED,
}


@pytest.fixture
def officer(registers: Flask) -> FlaskClient:
    return signed_in(registers)


def test_a_body_decided_later_gets_its_page_and_its_seats(officer: FlaskClient) -> None:
    send(officer, "/apmbc/offices/new-body", GROUP)
    page = read(officer, "/apmbc/committees/task-force-on-gender?on=2022-11-26")
    assert [(row["Name"], row["Why"]) for row in rows(page)] == [
        ("member 1", "Seat 1 of 2: holder not documented."),
        ("member 2", "Seat 2 of 2: holder not documented."),
    ]
    assert "Two members for one formal meeting; one of the members chairs." in words(page)
    again = send(officer, "/apmbc/offices/new-body", GROUP)
    assert (again.status_code, "has the Task Force on Gender already" in again.text) == (422, True)


def test_a_seat_in_use_cannot_go(officer: FlaskClient) -> None:
    body = "/apmbc/committees/article-5-implementation"
    send(officer, f"{body}/terms/elect", {"state": "austria", "seat": "4", "meeting": "21MSP", **SOURCED})
    change = {"seats": "3", "renewed_each_time": "", **SOURCED}
    refused = send(officer, f"{body}/compose", {**change, "starts_on": "2024-01-01"})
    assert "Austria holds seat 4 then: end that term first." in refused.text
    send(officer, f"{body}/compose", {**change, "starts_on": "2025-12-06"})
    offices = Offices("APMBC")
    seats = [offices.seats("article-5-implementation", on=day) for day in (date(2025, 12, 5), date(2025, 12, 6))]
    assert seats == [4, 3]


def test_a_body_composed_anew_keeps_the_mix_of_its_members(officer: FlaskClient) -> None:
    body = "/apmbc/committees/enhancement-of-cooperation-and-assistance"
    send(officer, f"{body}/compose", {"seats": "5", "renewed_each_time": "", "starts_on": "2025-12-06", **SOURCED})
    days = ("2025-12-05", "2025-12-06")
    told = [
        words(read(officer, f"{body}/mandate?on={day}"), "//section[@aria-labelledby='composition']/p[1]")
        for day in days
    ]
    rest = "members for two formal meetings; at least one affected State and one donor are among them"
    assert [text.partition(" ")[0] for text in told] == ["Four", "Five"]
    assert rest in told[1]
    assert "at least one affected State and one donor are among them" in told[0]


def test_a_discontinued_body_takes_its_running_terms_along(officer: FlaskClient) -> None:
    body = "/apmbc/committees/article-5-implementation"
    send(officer, f"{body}/terms/elect", {"state": "austria", "seat": "1", "meeting": "21MSP", **SOURCED})
    early = send(officer, f"{body}/discontinue", {"meeting": "23MSP", **SOURCED})
    assert "The 23MSP has no days in the calendar yet." in early.text
    send(officer, f"{body}/discontinue", {"meeting": "5RC", **SOURCED})
    [line] = rows(read(officer, f"{body}/terms"))
    assert (line["Last day"], line["Remark"]) == ("29 November 2024", "the body was discontinued")
    assert "Article 5 Implementation" in words(read(officer, "/apmbc/committees?on=2024-11-29"))
    assert "Article 5 Implementation" not in words(read(officer, "/apmbc/committees?on=2024-11-30"))


def test_an_invitation_stands_from_its_first_to_its_last_day(officer: FlaskClient) -> None:
    body = "/ccm/committees/coordination-committee"
    fields = {
        "kind": "standing invitation",
        "of": "institution",
        "name": "UNIDIR",
        "starts_on": "2022-09-03",
        **SOURCED,
    }
    send(officer, f"{body}/places/new", fields)
    assert "UNIDIR has a place from" in send(officer, f"{body}/places/new", fields).text.replace("“", "").replace(
        "”", ""
    )

    def invited(on: date) -> bool:
        return "UNIDIR" in [each.name for each in roster(Offices("CCM"), "coordination-committee", on=on).institutions]

    place = next(each for each in Offices("CCM").all_places("coordination-committee") if each.name == "UNIDIR")
    send(officer, f"{body}/places/{place.id}/end", {"last_day": "2023-06-30"})
    edges = (date(2022, 9, 2), date(2022, 9, 3), date(2023, 6, 30), date(2023, 7, 1))
    assert [invited(day) for day in edges] == [False, True, True, False]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"of": "seats of a body", "name": "universalisation"}, "Did you mean universalization?"),
        ({"of": "institution", "name": ""}, "A place of “institution” needs a name."),
        ({"of": "President", "name": "Chile"}, "A place of “President” takes no name."),
    ],
)
def test_a_place_that_follows_nothing_is_refused(officer: FlaskClient, fields: dict[str, str], sentence: str) -> None:
    usual = {"kind": "member", "starts_on": "2022-09-03", **SOURCED}
    assert sentence in send(officer, "/ccm/committees/coordination-committee/places/new", {**usual, **fields}).text
