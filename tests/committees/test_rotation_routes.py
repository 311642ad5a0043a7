"""The pages of the rotation, the nomination table and the command, as their readers see them."""

import json
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from committees.workflow.candidacies import receive_candidacy
from committees.workflow.slates import make_slate, nominate
from core.db import transaction
from core.permissions import Role
from tests.committees.rotations import BY, Rotation, make_rotation
from tests.factories.statements import counted_statements
from tests.states_parties.pages import read, rows, send, signed_in, words

AT = "/apmbc/rotation/23MSP"


@pytest.fixture
def rotation(app: Flask) -> Rotation:
    return make_rotation()


@pytest.fixture
def officer(app: Flask, rotation: Rotation) -> FlaskClient:
    return signed_in(app)


def test_meetings_to_come_stand_first_with_what_they_have_to_fill(officer: FlaskClient) -> None:
    page = read(officer, "/apmbc/rotation")
    found = [(row["Meeting"], row["Leave"], row["Still to fill"], row["When"]) for row in rows(page)]
    assert found[:3] == [("23MSP", "2", "2", "to come"), ("24MSP", "2", "4", "to come"), ("22MSP", "0", "0", "past")]
    assert "nominations for the 23MSP were due on 16 August 2026, 3 months ago; 2 seats to fill" in words(page)


def test_a_slate_is_made_filled_compared_and_elected_through_the_pages(
    officer: FlaskClient, rotation: Rotation
) -> None:
    for state in rotation.others[:2]:
        values = {
            "state": state.iso3,
            "body": rotation.body.slug,
            "received_on": "2026-06-01",
            "source": "note verbale",
        }
        send(officer, f"{AT}/candidacies/new", values)
    send(officer, f"{AT}/new", {"title": "First"})
    [slate] = read(officer, AT).xpath("//th/a[text()='First']/@href")
    send(officer, f"{slate}/suggest", {})
    page = read(officer, AT)
    assert "2 leave, 2 go on, 2 to fill · 2 of 4 renewed each time" in words(page)
    [seat] = [
        row for row in page.xpath("//table[contains(@class, 'rotation')]//tr") if "member 1" in row.text_content()
    ]
    assert words(seat, "td[1]") == f"{rotation.members[0].name_en} leaves with the close of the 23MSP."
    assert rotation.others[0].name_en in words(seat, "td[2]")
    confirmation = read(officer, f"{slate}/election")
    assert "2 terms are put on record" in words(confirmation)
    answer = send(officer, f"{slate}/election", {"source": "Final report, para 30"})
    assert "The election is recorded: 2 terms are on record." in words(html.fromstring(answer.text))
    assert "begins with its close" in words(read(officer, AT))


def test_a_refused_election_says_why_beside_its_form(officer: FlaskClient, rotation: Rotation) -> None:
    with transaction():
        slate = make_slate("APMBC", "23MSP", title="Short", by=BY)
        nominate("APMBC", "23MSP", slate.id, body=rotation.body.slug, seat=1, iso3=rotation.others[0].iso3, by=BY)
    answer = send(officer, f"{AT}/{slate.id}/election", {"source": "Final report"})
    assert answer.status_code == 422
    assert "renews 2 of 4 seats each time; 1 would be filled; seat 2 would stay empty" in words(
        html.fromstring(answer.text)
    )
    again = send(officer, f"{AT}/{slate.id}/election", {"source": "Final report", "decided_so": "One offer only."})
    assert "The election is recorded: 1 term is on record." in words(html.fromstring(again.text))


def test_every_member_can_be_proposed_to_chair_those_in_their_last_year_first(
    officer: FlaskClient, rotation: Rotation
) -> None:
    with transaction():
        slate = make_slate("APMBC", "23MSP", title="First", by=BY)
        nominate("APMBC", "23MSP", slate.id, body=rotation.body.slug, seat=1, iso3=rotation.others[0].iso3, by=BY)
    offered = [each.text for each in read(officer, f"{AT}/{slate.id}/chair").xpath("//select[@name='chair']/option")]
    assert offered[1:] == [
        f"The committee: {rotation.members[2].name_en}",
        f"The committee: {rotation.members[3].name_en}",
        f"The committee: {rotation.others[0].name_en}, not yet in the last year of its term",
    ]
    send(officer, f"{AT}/{slate.id}/chair", {"chair": f"{rotation.body.slug}/{rotation.others[0].iso3}"})
    assert "it would chair the The committee too early" in words(read(officer, f"{AT}/{slate.id}"))


def test_an_unknown_meeting_or_proposal_is_not_found(officer: FlaskClient) -> None:
    for address, sentence in (("/apmbc/rotation/33MSP", "Did you mean"), (f"{AT}/77", "There is no proposal 77")):
        answer = officer.get(address)
        assert (answer.status_code, sentence in words(html.fromstring(answer.text))) == (404, True)


def test_the_president_plans_and_the_isu_records(app: Flask, rotation: Rotation) -> None:
    with transaction():
        slate = make_slate("APMBC", "23MSP", title="First", by=BY)
    president, member = signed_in(app, Role.PRESIDENT), signed_in(app, Role.MEMBER)
    assert "First" in words(read(president, AT))
    assert words(read(president, f"{AT}/{slate.id}"), "//h1").startswith("First")
    closed = "This page is not open to you"
    assert closed in words(read(president, f"{AT}/{slate.id}/election"))
    assert closed in words(read(member, AT))
    assert "Rotation" not in words(read(member, "/apmbc/"), "//nav")


def test_the_nomination_table_is_a_broad_word_file_with_the_checks(officer: FlaskClient, rotation: Rotation) -> None:
    with transaction():
        slate = make_slate("APMBC", "23MSP", title="First", by=BY)
        nominate("APMBC", "23MSP", slate.id, body=rotation.body.slug, seat=1, iso3=rotation.others[0].iso3, by=BY)
    document = Document(BytesIO(officer.get(f"{AT}/{slate.id}.docx").data))
    [table] = document.tables
    read_rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert read_rows[1] == [
        "1",
        f"{rotation.members[0].name_en} (leaves)",
        rotation.others[0].name_en,
        rotation.others[0].un_regional_group,
        "none",
        "",
    ]
    assert [row[2] for row in read_rows[2:]] == ["still open", "goes on", "goes on"]
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "The committee" in texts
    assert any(text.startswith("The The committee renews 2 of 4 seats each time") for text in texts)
    assert document.sections[0].page_width > document.sections[0].page_height


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_ask_a_fixed_number_of_questions(officer: FlaskClient, rotation: Rotation, number: int) -> None:
    with transaction():
        for each in range(number):
            slate = make_slate("APMBC", "23MSP", title=f"Proposal {each}", by=BY)
            nominate("APMBC", "23MSP", slate.id, body=rotation.body.slug, seat=1, iso3=rotation.others[0].iso3, by=BY)
            iso3 = rotation.others[each].iso3
            day = date(2026, 6, 1)
            receive_candidacy("APMBC", "23MSP", rotation.body.slug, iso3=iso3, received_on=day, source="note", by=BY)
    counted = {}
    for address in ("/apmbc/rotation", AT):
        officer.get(address)
        with counted_statements() as sent:
            officer.get(address)
        counted[address] = len([each for each in sent if each != "BEGIN"])
    assert counted == {"/apmbc/rotation": 9, AT: 20}


def test_the_desk_warns_of_nominations_and_of_terms_that_end(app: Flask, rotation: Rotation) -> None:
    page = words(read(signed_in(app, Role.OBSERVER), "/apmbc/?on=2026-07-01"))
    assert "Nominations for the 23MSP: due on 16 August 2026, in 46 days, 2 seats to fill within three months" in page
    page = words(read(signed_in(app), "/apmbc/?on=2026-10-01"))
    names = ", ".join(each.name_en for each in rotation.members[:2])
    assert f"The committee: the terms of {names} end with the 23MSP, 20 November 2026" in page


def test_the_command_tells_a_meeting_in_words_and_as_data(app: Flask, rotation: Rotation) -> None:
    run = app.test_cli_runner().invoke
    told = run(args=["committees", "rotation", "--at", "23MSP"]).output
    first = rotation.members[0].name_en
    assert f"  seat 1: {first} leaves with the close of the 23MSP." in told
    assert told.splitlines()[-2:] == ["2 to fill, 2 go on, 0 not documented.", "Nominations due on 16 August 2026."]
    after = run(args=["committees", "rotation", "--at", "22MSP"]).output
    assert after.splitlines()[-2] == "0 to fill, 2 go on, 0 not documented, 2 begin with its close."
    found = json.loads(run(args=["committees", "rotation", "--at", "24msp", "--format", "json"]).output)
    assert [(row["seat"], row["situation"], row["to_fill"]) for row in found] == [
        ("1", "vacant", "yes"),
        ("2", "vacant", "yes"),
        ("3", "leaves", "yes"),
        ("4", "leaves", "yes"),
    ]


def test_the_command_asks_which_convention_where_both_have_the_meeting(registers: Flask) -> None:
    run = registers.test_cli_runner().invoke
    both = run(args=["committees", "rotation", "--at", "10MSP"])
    assert both.exit_code == 2
    assert "The APMBC and the CCM have a 10MSP. Say which, as “APMBC 10MSP” or with --convention." in both.output
    named = run(args=["committees", "rotation", "--at", "ccm 3RC"])
    assert named.output.splitlines()[0] == "Third Review Conference (3RC), CCM"
    other = run(args=["committees", "rotation", "--at", "CCM 3RC", "--convention", "apmbc"])
    assert (other.exit_code, "“CCM 3RC” is of the CCM, not of the APMBC." in other.output) == (2, True)
    unknown = run(args=["committees", "rotation", "--at", "CCM 33RC"])
    assert "“33RC” is not a formal meeting in the calendar of the CCM" in unknown.output
    one = run(args=["committees", "rotation", "--at", "19MSP", "--format", "csv"])
    assert one.output.count("end of the term not documented") == 5
    nowhere = run(args=["committees", "rotation", "--at", "99MSP"])
    assert (nowhere.exit_code, "is not a formal meeting" in nowhere.output) == (2, True)
