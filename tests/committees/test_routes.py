"""Pages of bodies, holders and terms as their readers see them, and the acts on them."""

import io
import re
from datetime import date
from typing import Any

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import func, select

from committees.models.terms import Representative, Term
from committees.queries.offices import Offices
from committees.queries.rosters import roster
from core.db import db
from core.permissions import Role
from tests.factories.offices import make_body, make_composition, make_meeting, make_term
from tests.factories.statements import counted_statements
from tests.factories.states import make_party, make_state
from tests.states_parties.pages import read, rows, saved_rows, send, signed_in, words

CC = "/apmbc/committees/cooperative-compliance"
SOURCED = {"source": "final document", "confidence": "high"}


@pytest.fixture
def officer(registers: Flask) -> FlaskClient:
    return signed_in(registers)


def test_the_roster_of_a_day_has_each_name_with_its_reason(officer: FlaskClient) -> None:
    found = {row["Name"]: row for row in rows(read(officer, f"{CC}?on=2021-06-24"))}
    assert list(found) == ["Chile", "Netherlands", "Panama", "Poland", "Spain", "ISU", "ICBL", "ICRC"]
    assert (found["Netherlands"]["Office"], found["Netherlands"]["Takes part as"]) == ("President (Chair)", "chair")
    assert found["Netherlands"]["Since"] == "21 November 2020"
    assert found["Poland"]["Why"] == (
        "On record as member for the time until the close of the 19MSP; its election and the end of its term are not "
        "documented here."
    )


def test_the_list_of_bodies_names_holders_and_seats_without_one(officer: FlaskClient) -> None:
    page = read(officer, "/ccm/committees?on=2020-06-01")
    assert "8 themes, 14 coordinators = 6x2 + 2x1" in words(page)
    found = {row["Body"]: row for row in rows(page)}
    assert (found["Coordinator on Reporting"]["Elected seats"], found["Presidency"]["Held by"]) == (
        "1",
        "Sri Lanka, Switzerland (Chair), United Kingdom of Great Britain and Northern Ireland",
    )
    assert found["Coordination Committee"]["Held by"] == (
        "Sri Lanka, Switzerland (Chair), United Kingdom of Great Britain and Northern Ireland, 14 offices elsewhere"
    )


def test_a_body_that_did_not_exist_yet_is_not_listed(officer: FlaskClient) -> None:
    assert "Coordinator on Risk Education" not in words(read(officer, "/ccm/committees?on=2024-09-13"))
    assert "Coordinator on Risk Education" in words(read(officer, "/ccm/committees?on=2024-09-14"))


def test_the_holders_of_offices_can_be_saved(officer: FlaskClient) -> None:
    found = saved_rows(officer, "/apmbc/offices?on=2021-06-24&state=Colombia&format=csv")
    assert [(row["State"], row["Office"], row["Body"]) for row in found if row["State"] == "Colombia"] == [
        ("Colombia", "President-designate", "Presidency"),
        ("Colombia", "Chair", "Committee on the Enhancement of Cooperation and Assistance"),
    ]


def test_an_election_recorded_on_the_page_fills_the_seat(officer: FlaskClient) -> None:
    fields = {"state": "austria", "seat": "1", "meeting": "21MSP", **SOURCED}
    answer = send(officer, "/apmbc/committees/article-5-implementation/terms/elect", fields)
    assert "The election is on record." in answer.text
    found = roster(Offices("APMBC"), "article-5-implementation", on=date(2025, 12, 5)).states
    assert [(each.name, each.ends_with) for each in found] == [("Austria", "22MSP")]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"seat": "5", "meeting": "21MSP"}, "has seats 1 to 4, not a seat 5"),
        ({"seat": "1", "meeting": "21MPS"}, "Did you mean 21MSP"),
        ({"seat": "1", "meeting": "21MSP", "state": "united-states-of-america"}, "was not bound by the APMBC"),
        ({"seat": "", "meeting": "21MSP"}, "Give the number of the seat."),
    ],
)
def test_a_wrong_election_is_told_beside_its_field(officer: FlaskClient, fields: dict[str, Any], sentence: str) -> None:
    before = db.session.scalar(select(func.count(Term.id)))
    answer = send(
        officer, "/apmbc/committees/article-5-implementation/terms/elect", {"state": "austria", **SOURCED, **fields}
    )
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalar(select(func.count(Term.id))) == before


def test_the_roster_and_the_list_of_terms_say_the_same_of_a_term_whose_end_is_not_documented(
    officer: FlaskClient,
) -> None:
    poland = ("not documented; on record to the 19MSP", "19 November 2021")
    for page in (f"{CC}?on=2021-06-24", f"{CC}/terms", "/apmbc/offices?on=2021-06-24"):
        [line] = [row for row in rows(read(officer, page)) if "Poland" in row.values()]
        assert (line["Ends with"], line["Last day"]) == poland
    document = Document(io.BytesIO(officer.get(f"{CC}/roster.docx?on=2021-06-24").data))
    [cells] = [[cell.text for cell in row.cells] for row in document.tables[0].rows if row.cells[0].text == "Poland"]
    assert cells[3] == "not documented; on record to the 19MSP, 19 November 2021"
    assert cells[5].endswith("Source: CC 2021-2022 heading.")
    [chile] = [[cell.text for cell in row.cells] for row in document.tables[0].rows if row.cells[0].text == "Chile"]
    assert chile[5].endswith("Source: CC 2021-2022 heading; CC concept note 2021.")


def test_terms_are_ended_corrected_and_filled_from_their_page(officer: FlaskClient) -> None:
    body = "/apmbc/committees/article-5-implementation"
    send(officer, f"{body}/terms/elect", {"state": "austria", "seat": "1", "meeting": "21MSP", **SOURCED})
    [line] = rows(read(officer, f"{body}/terms"))
    assert (line["State"], line["First day"], line["Last day"], line["Ends with"]) == (
        "Austria",
        "25 November 2023",
        "5 December 2025",
        "22MSP",
    )
    term = db.session.scalars(select(Term).where(Term.iso3 == "AUT")).one()
    send(officer, f"{body}/terms/{term.id}/correct", {"meeting": "5RC", **SOURCED})
    send(officer, f"{body}/terms/{term.id}/end", {"ends_before": "2024-05-01", "reason": "gave up the seat"})
    fields = {"state": "belgium", "seat": "1", "starts_on": "2024-06-01", **SOURCED}
    send(officer, f"{body}/terms/appoint", fields)
    found = [
        (row["State"], row["First day"], row["Last day"], row["Remark"]) for row in rows(read(officer, f"{body}/terms"))
    ]
    assert found == [
        ("Belgium", "1 June 2024", "29 November 2024", ""),
        ("Austria", "25 November 2023", "30 April 2024", "gave up the seat"),
    ]


def test_a_chair_and_a_representative_are_recorded(officer: FlaskClient) -> None:
    body = "/apmbc/committees/article-5-implementation"
    send(officer, f"{body}/terms/elect", {"state": "austria", "seat": "1", "meeting": "21MSP", **SOURCED})
    send(officer, f"{body}/chair", {"state": "austria", "meeting": "22MSP", **SOURCED})
    person = {"state": "austria", "person_name": "Ada Person", "kind": "representative", "starts_on": "2025-01-01"}
    send(officer, f"{body}/representatives/new", {**person, **SOURCED})
    page = read(officer, f"{body}?on=2025-06-01")
    assert {row["Name"]: row["Takes part as"] for row in rows(page)}["Austria"] == "chair"
    assert "Ada Person · Austria · representative" in words(page)
    named = db.session.scalars(select(Representative).where(Representative.person_name == "Ada Person")).one()
    send(officer, f"{body}/representatives/{named.id}/end", {"last_day": "2025-05-31"})
    assert "Ada Person" not in words(read(officer, f"{body}?on=2025-06-01"))


def test_terms_from_a_file_are_checked_and_then_taken_over(officer: FlaskClient) -> None:
    text = "convention,body,state,elected_at,chair_in\nAPMBC,Article 5,Austria,21MSP,22MSP\n"
    address = "/apmbc/offices/import"

    def sent(**more: str) -> str:
        return send(officer, address, {"file": (io.BytesIO(text.encode()), "terms.csv"), **SOURCED, **more}).text

    before = db.session.scalar(select(func.count(Term.id)))
    assert "The file would bring: 1 new term, 1 new chair, 0 on record already." in sent(dry_run="y")
    assert db.session.scalar(select(func.count(Term.id))) == before
    assert "The file is taken over: 1 new term, 1 new chair, 0 on record already." in sent(dry_run="")
    assert db.session.scalar(select(func.count(Term.id))) == before + 1  # type: ignore[operator]


def test_rows_of_another_convention_do_not_hide_what_is_wrong_with_the_rest(officer: FlaskClient) -> None:
    lines = (
        "convention,body,seat,state,elected_at",
        "CCM,reporting,,Iraq,9MSP",
        "APMBC,Article 5,member 2,Austria,21MSP",
        "XYZ,Article 5,,Austria,21MSP",
    )
    file = {"file": (io.BytesIO("\n".join(lines).encode()), "terms.csv"), **SOURCED}
    answer = html.fromstring(send(officer, "/apmbc/offices/import", file).text)
    assert [words(each, ".") for each in answer.xpath("//div[@role='alert']//li")] == [
        "row 2, convention: Terms of the APMBC are taken over here; those of the CCM on its own page.",
        "row 3, seat: “member 2” is not the number of a seat. Write the number alone: 2.",
        "row 4, convention: “XYZ” is not the code of a Convention. Known are APMBC and CCM.",
    ]


def test_a_term_longer_or_shorter_than_the_rule_is_remarked_and_taken_over_all_the_same(officer: FlaskClient) -> None:
    text = (
        "convention,body,state,elected_at,ends_at\nAPMBC,Article 5,Austria,20MSP,5RC\nAPMBC,Article 5,Iraq,21MSP,5RC\n"
        "APMBC,Article 5,Chile,21MSP,22MSP\n"
    )

    def sent(dry_run: str) -> html.HtmlElement:
        file = {"file": (io.BytesIO(text.encode()), "terms.csv"), **SOURCED, "dry_run": dry_run}
        return html.fromstring(send(officer, "/apmbc/offices/import", file).text)

    place = "in the Committee on Article 5 Implementation for"
    remarks = [
        f"row 3, ends_at: Iraq would be {place} 1 formal meeting, from the 21MSP to the 5RC; by its rule a term lasts "
        "for 2.",
    ]
    told = [words(each, ".") for each in sent("y").xpath("//section[@aria-labelledby='remarks']//li")]
    assert told == remarks
    assert f"To be looked at: {remarks[0]}" in words(sent(""), "//body")
    assert db.session.scalars(select(Term.ends_at).where(Term.iso3 == "IRQ")).all() == ["5RC"]


def test_a_chair_before_the_last_year_of_its_term_is_refused_unless_the_form_says_why(officer: FlaskClient) -> None:
    body = "/apmbc/committees/article-5-implementation"
    send(officer, f"{body}/terms/elect", {"state": "austria", "seat": "1", "meeting": "21MSP", **SOURCED})
    asked = {"state": "austria", "meeting": "5RC", **SOURCED}
    refused = send(officer, f"{body}/chair", asked)
    assert refused.status_code == 422
    assert "would chair the Committee on Article 5 Implementation too early. If it was decided so, say why." in words(
        html.fromstring(refused.text)
    )
    send(officer, f"{body}/chair", {**asked, "decided_so": "Nobody else was free."})
    page = read(officer, f"{body}?on=2024-06-01")
    assert {row["Name"]: row["Takes part as"] for row in rows(page)}["Austria"] == "chair"


def test_whoever_only_reads_is_offered_no_act(registers: Flask) -> None:
    page = read(signed_in(registers, Role.OBSERVER), CC)
    assert "Record an election" not in words(page)


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_of_bodies_asks_a_fixed_number_of_questions(app: Flask, many: int) -> None:
    client = signed_in(app)
    make_meeting("18MSP", date(2020, 11, 20))
    for number in range(many):
        body = make_body(f"committee {number}".replace(" ", "-"))
        make_composition(body)
        state = make_state()
        make_party(state)
        make_term(body, 1, state.iso3, "18MSP")
    client.get("/apmbc/committees")
    with counted_statements() as sent:
        page = client.get("/apmbc/committees")
    assert page.text.count("State Z") >= many
    assert len(sent) == 10, "\n".join(sent)


@pytest.mark.parametrize("page", ["", "/terms", "/mandate"])
def test_sources_are_not_glued_together(officer: FlaskClient, page: str) -> None:
    told = words(read(officer, f"{CC}{page}?on=2021-06-24"))
    assert "; " in told
    assert re.search(r"\w;\w", told) is None
