"""Pages of participants: figures that open their lists, names, the Word file, imports."""

from datetime import date, time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import Engine, event, select
from werkzeug.test import TestResponse

from conventions.models import Meeting
from core.db import db, transaction
from core.docx.lint import read_back
from meetings.models.people import Delegate, MeetingDelegation
from meetings.models.sessions import Session
from tests.factories.accounts import sign_in
from tests.factories.states import added
from tests.meetings.papers import BY, meeting_of_papers
from tests.meetings.people import delegation, party, person, women_and_men
from tests.states_parties.pages import read, rows, send, signed_in, words

PEOPLE = "/apmbc/meetings/24msp/people"


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    return meeting_of_papers(full_name="Twenty-Fourth Meeting of the States Parties", city="Lusaka")


@pytest.fixture
def officer(client: FlaskClient, meeting: Meeting) -> FlaskClient:
    sign_in(client)
    return client


def test_the_page_tells_who_takes_part_in_which_capacity(officer: FlaskClient, meeting: Meeting) -> None:
    delegation(meeting, party("Ruritania"), person("Anna Example", head=True), person("Ben Example"))
    delegation(meeting, "A campaign")
    page = words(read(officer, PEOPLE))
    assert "2 delegations" in page
    assert "2 persons" in page
    assert "1 States Parties" in page
    assert "Anna Example" in page


def test_figures_of_women_are_told_without_anybody_to_be_found(officer: FlaskClient, meeting: Meeting) -> None:
    first, second = party("Ruritania", un_regional_group="WEOG"), party("Zenda", un_regional_group="GRULAC")
    delegation(meeting, first, *women_and_men(6, 6))
    delegation(meeting, second, *women_and_men(2, 9, "Z"))
    page = words(read(officer, PEOPLE))
    assert "8 women of 23 persons who agreed to say, 35 %" in page
    assert "WEOG: kept back of 12" in page
    assert "GRULAC: kept back of 11" in page


def test_each_number_opens_its_list(officer: FlaskClient, meeting: Meeting) -> None:
    delegation(meeting, party("Ruritania", un_regional_group="WEOG"))
    delegation(meeting, party("Zenda", un_regional_group="GRULAC"))
    page = read(officer, PEOPLE)
    [href] = page.xpath("//a[contains(., 'GRULAC')]/@href")[:1]
    assert [row["Delegation"] for row in rows(read(officer, href.partition("#")[0]))] == ["Zenda"]


def test_gender_and_survivors_stand_in_no_list_and_in_no_file(officer: FlaskClient, meeting: Meeting) -> None:
    delegation(meeting, party("Ruritania"), *women_and_men(1, 0), person("A survivor", survivor=True))
    for address in (PEOPLE, f"{PEOPLE}/persons", f"{PEOPLE}/persons?format=csv", f"{PEOPLE}?format=csv"):
        text = officer.get(address).get_data(as_text=True)
        assert "woman" not in text
        assert "Gender" not in text
    said = " ".join(read_back(officer.get(f"{PEOPLE}/participants.docx").data).paragraphs)
    assert "survivor," not in said
    assert "A survivor" in said


def test_the_list_of_participants_goes_by_capacity_and_name_with_heads_first(
    officer: FlaskClient, meeting: Meeting
) -> None:
    delegation(
        meeting, party("Zenda"), person("Second"), person("First", title="H.E. Ms.", function="Minister", head=True)
    )
    delegation(meeting, "A campaign", person("Observer"))
    delegation(meeting, party("Ruritania"))
    answer = officer.get(f"{PEOPLE}/participants.docx")
    assert [text for text in read_back(answer.data).paragraphs if text] == [
        "List of participants",
        "Twenty-Fourth Meeting of the States Parties, Lusaka, 7 to 10 December 2027",
        "3 delegations with 3 persons, as notified to the secretariat.",
        "States Parties",
        "Ruritania",
        "No names were notified.",
        "Zenda",
        "H.E. Ms. First, Minister, Head of delegation",
        "Second",
        "Organisations named in the rules of procedure",
        "A campaign",
        "Observer",
    ]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="participants-24msp.docx"'


def test_a_late_note_is_marked_with_the_day_and_its_source(officer: FlaskClient, meeting: Meeting) -> None:
    send(officer, f"{PEOPLE}/registration", {"notify_by": "2026-11-01", "source": "note verbale of the depositary"})
    row = delegation(meeting, party("Ruritania"), notified_on=date(2026, 11, 3))
    assert rows(read(officer, PEOPLE))[0]["Notified late"] == "yes"
    assert (
        "The note came on 3 November 2026; delegations were to be notified by 1 November 2026 "
        "(note verbale of the depositary). It is taken all the same."
    ) in words(read(officer, f"{PEOPLE}/{row.id}"))


PASTED = (
    "delegation\tname\thead\tgender\tconsent_on\n"
    "Ruritania\tAnna Example\tyes\twoman\t2026-11-02\n"
    "ZEN\tBen Example\t\t\t"
)


def test_participants_are_checked_first_and_then_taken_over(officer: FlaskClient, meeting: Meeting) -> None:
    party("Ruritania")
    party("Zenda", iso3="ZEN")
    page = words(read_answer(send(officer, f"{PEOPLE}/import", {"pasted": PASTED, "only_check": "y"})))
    assert "Nothing is written yet. The rows would add 2 persons in 2 delegations." in page
    assert db.session.scalars(select(Delegate)).all() == []
    page = words(read_answer(officer_sends_again(officer, PASTED)))
    assert "Added: 2 persons in 2 delegations." in page
    assert [row["Name"] for row in rows(read(officer, f"{PEOPLE}/persons"))] == ["Anna Example", "Ben Example"]
    again = words(read_answer(officer_sends_again(officer, PASTED)))
    assert "Added: nobody new; 2 persons are on the list already." in again


def test_with_any_error_nothing_is_taken_over(officer: FlaskClient, meeting: Meeting) -> None:
    party("Ruritania")
    wrong = (
        "delegation,name,head,gender,consent_on,capacity\n"
        "Ruritania,Anna Example,yes,,,\n"
        "Ruritana,Ben Example,,,,\n"
        "Ruritania,anna example,,,,\n"
        "Ruritania,Cleo Example,,woman,,\n"
        "Ruritania,Dora Example,yes,,,\n"
        "A campaign,Eve Example,,,,nobody knows\n"
        "Ruritania,,,,,\n"
    )
    answer = officer_sends_again(officer, wrong)
    page = words(read_answer(answer))
    for sentence in (
        "row 3, delegation: “Ruritana” is not a State of the register. Did you mean Ruritania? "
        "An organisation needs its capacity.",
        "row 4, name: anna example stands in row 2 already.",
        "row 5, consent_on: Gender, and whether somebody is a survivor, are kept only with the day on which the person "
        "agreed.",
        "row 6, head: The delegation has a head already.",
        "row 7, capacity: “nobody knows” is none of United Nations, international organisation, "
        "organisation named in the rules of procedure, other organisation.",
        "row 8, name: The name is missing.",
    ):
        assert sentence in page
    assert db.session.scalars(select(MeetingDelegation)).all() == []


def test_a_paste_of_ten_thousand_lines_is_refused_by_its_size(officer: FlaskClient, meeting: Meeting) -> None:
    many = "delegation,name\n" + "\n".join(f"Ruritania,Person {number}" for number in range(10_000))
    assert "has more than 5,000 rows. Nothing was read." in words(read_answer(officer_sends_again(officer, many)))


def test_who_is_present_is_ticked_and_counted(officer: FlaskClient, meeting: Meeting) -> None:
    with transaction():
        session = added(
            Session(
                meeting_id=meeting.id,
                title="Opening",
                day=date(2027, 12, 7),
                starts=time(10),
                ends=time(13),
                zone="Europe/Zurich",
                changed_at=BY.at,
            )
        )
    present, _absent = delegation(meeting, party("Ruritania")), delegation(meeting, party("Zenda"))
    send(officer, f"{PEOPLE}/sessions/{session.id}", {"present": [str(present.id)]})
    page = read(officer, PEOPLE)
    assert [row["Sessions present"] for row in rows(page)] == ["1", ""]
    assert "Opening 1 delegation" in words(page)


def test_a_person_changes_and_withdraws_consent_on_their_page(officer: FlaskClient, meeting: Meeting) -> None:
    row = delegation(meeting, party("Ruritania"), *women_and_men(1, 0))
    [href] = read(officer, f"{PEOPLE}/{row.id}").xpath("//a[contains(., 'Withdraws consent')]/@href")
    page = words(read_answer(send(officer, href, {})))
    assert "It is erased." in page
    assert "Withdraws consent" not in page


def test_a_page_opened_before_consent_was_withdrawn_does_not_bring_it_back(
    officer: FlaskClient, meeting: Meeting
) -> None:
    delegation(meeting, party("Ruritania"), *women_and_men(1, 0))
    woman = db.session.scalars(select(Delegate)).one()
    address = f"{PEOPLE}/persons/{woman.id}"
    opened = read(officer, f"{address}/change").xpath("//main//form[@method='post']")[0].form_values()
    send(officer, f"{address}/consent", {})
    refused = words(read_answer(officer.post(f"{address}/change", data={**dict(opened), "function": "Adviser"})))
    assert f"{woman.name} withdrew consent after you opened this page, and nothing is saved." in refused
    db.session.refresh(woman)
    assert (woman.gender, woman.consent_on, woman.function) == (None, None, "")


def test_a_person_changes_from_a_page_that_knows_the_consent(officer: FlaskClient, meeting: Meeting) -> None:
    delegation(meeting, party("Ruritania"), *women_and_men(1, 0))
    woman = db.session.scalars(select(Delegate)).one()
    agreed = woman.consent_on
    send(officer, f"{PEOPLE}/persons/{woman.id}/change", {"function": "Adviser"})
    db.session.refresh(woman)
    assert (woman.function, woman.consent_on) == ("Adviser", agreed)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_many_questions_for_three_delegations_as_for_one(
    app: Flask, meeting: Meeting, number: int
) -> None:
    client = signed_in(app)
    for place in range(number):
        delegation(meeting, party(f"State {place}"), person("A"), person("B"))
    with transaction():
        pass
    asked: list[str] = []

    def note(*arguments: object) -> None:
        asked.append(str(arguments[2]))

    event.listen(Engine, "before_cursor_execute", note)
    client.get(PEOPLE)
    event.remove(Engine, "before_cursor_execute", note)
    assert len([text for text in asked if text.startswith("SELECT")]) == QUESTIONS


QUESTIONS = 12


def test_rounds_of_sponsorship_give_averages_and_open(officer: FlaskClient, meeting: Meeting) -> None:
    new = "/apmbc/sponsorship/new"
    facts = {"first_year": "2026", "last_year": "2026", "source": "report", "confidence": "high", "currency": "CHF"}
    send(officer, new, {**facts, "title": "For the 23MSP", "told_amount": "40000", "told_delegates": "12"})
    send(officer, new, {**facts, "title": "For the IM2026", "told_amount": "20001", "told_delegates": "13"})
    page = words(read(officer, "/apmbc/sponsorship"))
    assert "30,000 CHF over 2 meetings" in page
    [href] = read(officer, "/apmbc/sponsorship").xpath("//a[text()='For the 23MSP']/@href")
    send(officer, f"{href}/contributions/new", {"donor": "Ruritania", "amount": "39000"})
    assert "The report tells of 40,000 (contributions); 39,000 are on record." in words(read(officer, href))


def read_answer(answer: TestResponse) -> html.HtmlElement:
    return html.fromstring(answer.get_data(as_text=True))


def officer_sends_again(client: FlaskClient, text: str) -> TestResponse:
    """Takes the rows over without checking first."""
    page = read(client, f"{PEOPLE}/import")
    [token] = page.xpath("//main//form//input[@name='csrf_token']/@value")
    return client.post(f"{PEOPLE}/import", data={"pasted": text, "csrf_token": token}, follow_redirects=True)
