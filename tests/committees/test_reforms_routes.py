"""Pages of mandates and reforms with the shipped registers: what a person reads, sends, and saves."""

import io
from datetime import date

import pytest
from docx import Document
from flask import Flask
from lxml import html
from sqlalchemy import select

from committees.models.bodies import Mandate
from committees.models.reforms import ProposalState, ReformProposal
from committees.models.work import Anchor, Owner, Task, TaskState
from core.db import db, transaction
from core.docx.paper_styles import NUMBERED
from core.permissions import Role
from tests.conftest import NOW
from tests.factories.statements import counted_statements
from tests.factories.states import added
from tests.states_parties.pages import read, rows, saved_rows, send, signed_in, words

REFORMS = "/ccm/reforms"
SCENARIO = f"{REFORMS}/after-the-2rc"
MERGER_ALONE = f"{SCENARIO}?on=2020-10-01&with=1"
GENDER = (
    "Consider gender and the diverse needs and experiences of people in affected communities in every part of its field"
)


def totals(page: html.HtmlElement) -> dict[str, tuple[str, str]]:
    lines = page.xpath("//table[contains(@class, 'totals')]/tbody/tr")
    return {words(line, "./th"): (words(line, "./td[1]"), words(line, "./td[2]")) for line in lines}


def would_change(page: html.HtmlElement) -> list[str]:
    return [words(each, ".") for each in page.xpath("//section[@aria-labelledby='would-change']/ul/li")]


def test_merging_reporting_into_general_status_shows_two_coordinators_covering_it(registers: Flask) -> None:
    page = read(signed_in(registers), MERGER_ALONE)
    status = "Working Group on the General Status and Operation of the Convention"
    assert would_change(page) == [
        f"The {status} also covers Reporting, with 2 coordinators.",
        f"The Coordinator on Reporting is discontinued (1 coordinator); its mandate goes to the {status}.",
    ]
    found = totals(page)
    assert found["Coordinators"] == ("14", "13")
    assert found["Themes (working groups and coordinators)"] == ("8", "7")
    assert found["Points of mandates"] == ("15", "15")
    bodies = {row["Body"]: row for row in rows(page)}
    reporting, general = bodies["Coordinator on Reporting"], bodies[status]
    assert (reporting["Outcome"], reporting["Covered by"]) == ("merged", "General status")
    assert (reporting["Seats now"], reporting["Seats then"]) == ("1", "")
    assert (general["Outcome"], general["Points now"], general["Points then"]) == ("changed", "1", "3")
    covered = [words(each, ".") for each in page.xpath("//section[@aria-labelledby='covered']//li")]
    assert f"Reporting: {status}, 2 coordinators new" in covered


def test_without_a_choice_all_proposals_open_on_the_day_are_taken_up(registers: Flask) -> None:
    client = signed_in(registers, Role.MEMBER)
    before_the_decision = read(client, f"{SCENARIO}?on=2021-09-20").xpath("//input[@name='with'][@checked]/@value")
    after_it = read(client, f"{SCENARIO}?on=2021-09-21").xpath("//input[@name='with'][@checked]/@value")
    assert (len(before_the_decision), len(after_it), "1" in after_it) == (16, 15, False)


def test_with_no_box_ticked_nothing_changes(registers: Flask) -> None:
    page = read(signed_in(registers), f"{SCENARIO}?on=2020-10-01&chosen=1")
    assert "Nothing: no proposal is taken up." in words(page)
    assert {now == then for now, then in totals(page).values()} == {True}


def test_open_tasks_go_with_the_mandate_and_are_told_per_seat(registers: Flask) -> None:
    with transaction():
        added(
            Task(
                convention="CCM", body="reporting", title="Remind", owner=Owner.CHAIR, anchor=Anchor.DAY,
                due_on=date(2026, 12, 1), effort_hours=12, state=TaskState.OPEN, created_at=NOW, created_by="Ada",
            )
        )  # fmt: skip
    listed = {row["Body"]: row for row in rows(read(signed_in(registers), f"{SCENARIO}?with=1"))}
    reporting = listed["Coordinator on Reporting"]
    general = listed["Working Group on the General Status and Operation of the Convention"]
    assert (reporting["Open tasks now"], reporting["Hours per seat now"]) == ("1", "12")
    assert (general["Open tasks then"], general["Hours per seat then"]) == ("1", "6")


def test_lists_can_be_saved(registers: Flask) -> None:
    client = signed_in(registers)
    machinery = saved_rows(client, f"{MERGER_ALONE}&format=csv")
    assert len(machinery) == 12
    proposals = saved_rows(client, f"{REFORMS}?format=csv")
    assert [row["State of play"] for row in proposals] == ["not adopted"] + ["proposed"] * 15


@pytest.mark.parametrize("address", [REFORMS, SCENARIO])
def test_pages_ask_the_database_no_more_for_more_proposals(registers: Flask, address: str) -> None:
    client = signed_in(registers)

    def asked() -> int:
        with counted_statements() as sent:
            client.get(address)
        return len(sent)

    asked()
    many = asked()
    with transaction():
        for row in db.session.scalars(select(ReformProposal).where(ReformProposal.number > 1)):
            db.session.delete(row)
    assert asked() == many


# Mandates


def test_a_mandate_is_shown_as_of_the_day_with_its_decision_and_composition(registers: Flask) -> None:
    page = read(signed_in(registers, Role.OBSERVER), "/apmbc/committees/cooperative-compliance/mandate")
    assert "Support States Parties in giving effect to Article 9" in words(page, "//ol")
    assert words(page, "//section[@aria-labelledby='composition']/p[1]") == (
        "Four members for two formal meetings; two of them are replaced at each; the President chairs."
    )
    assert "Standing invitationsICBL and ICRC" in words(page)
    before = read(signed_in(registers), "/apmbc/committees/cooperative-compliance/mandate?on=2014-06-27")
    assert "No mandate is on record for this day." in words(before)


def test_only_those_who_read_the_work_see_proposals_about_a_body(registers: Flask) -> None:
    address = "/ccm/committees/general-status-and-operation/mandate"
    seen = {role: len(read(signed_in(registers, role), address).xpath("//section[@aria-labelledby='proposals']//li"))
            for role in (Role.MEMBER, Role.OBSERVER)}  # fmt: skip
    assert seen == {Role.MEMBER: 3, Role.OBSERVER: 0}


def test_a_mandate_is_amended_and_its_versions_compared_side_by_side(registers: Flask) -> None:
    client = signed_in(registers)
    address = "/ccm/committees/reporting/mandate"
    fields = {
        "points": "See to it that all States Parties submit their Article 7 reports\nConsider gender in its field",
        "meeting": "2RC",
        "document": "CCM/CONF/2021/6",
        "paragraph": "30",
        "source": "CCM/CONF/2021/6",
    }
    answer = send(client, f"{address}/amend", fields)
    assert "Version 2 of the mandate is on record." in answer.get_data(as_text=True)
    page = read(client, f"{address}?older=1&newer=2&on=2021-09-22")
    compared = page.xpath("//section[@aria-labelledby='compared']//tbody/tr")
    lines = [[words(cell, ".") for cell in line.xpath("./td")] for line in compared]
    assert lines == [
        [
            "1. See to it that States Parties submit their Article 7 reports",
            "1. See to it that all States Parties submit their Article 7 reports",
            "changed",
        ],
        ["", "2. Consider gender in its field", "added"],
        ["2. Take forward other aspects of reporting under the Convention", "", "dropped"],
    ]
    assert page.xpath("//ins/text()") == ["all ", "Consider gender in its field"]
    assert "Version2" in words(page, "//dl")
    assert "Version1" in words(read(client, f"{address}?on=2021-09-21"), "//dl")


def test_a_refused_amendment_says_why_and_keeps_what_was_typed(registers: Flask) -> None:
    client = signed_in(registers)
    fields = {"points": "Report\n", "meeting": "2RC", "source": "page"}
    answer = send(client, "/ccm/committees/reporting/mandate/amend", fields)
    page = html.fromstring(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert "Point 1: “Report” is no sentence; say in words what the body is to do." in words(page)
    assert page.xpath("//textarea[@name='points']")[0].text.strip() == "Report"
    assert db.session.scalars(select(Mandate.version).filter_by(convention="CCM", body="reporting")).all() == [1]


def test_the_mandate_sheet_has_composition_numbered_points_and_history(registers: Flask) -> None:
    address = "/apmbc/committees/cooperative-compliance/mandate.docx?on=2021-06-24"
    answer = signed_in(registers, Role.OBSERVER).get(address)
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="apmbc-mandate-cooperative-compliance-2021-06-24.docx"'
    )
    document = Document(io.BytesIO(answer.get_data()))
    paragraphs = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs if paragraph.text]
    texts = [text for _, text in paragraphs]
    assert "Mandate of the Committee on Cooperative Compliance" in texts
    assert "As of 24 June 2021" in texts
    assert "Kind of body: committee; established at the 3RC, in place from 28 June 2014." in texts
    assert "Four members for two formal meetings; two of them are replaced at each; the President chairs." in texts
    assert "Standing invitations: ICBL and ICRC" in texts
    numbered = [text for style, text in paragraphs if style == NUMBERED]
    assert (len(numbered), numbered[3]) == (9, "Support States Parties in giving effect to Article 9")
    [table] = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Version", "From", "To", "Decided at", "Points"],
        ["1", "28 June 2014", "", "3RC", "9"],
    ]


# Proposals


def test_a_proposal_is_added_by_kind_and_body_and_offers_the_points_to_drop(registers: Flask) -> None:
    client = signed_in(registers)
    address = f"{SCENARIO}/proposals/new?kind=amend+the+mandate&body=reporting"
    [point, *_] = read(client, address).xpath("//input[@name='dropped']/@value")
    fields = {"title": "Reports by all", "dropped": [point], "added": "Ask all States Parties to report", "source": "x"}
    assert "The proposal is added." in send(client, address, fields).get_data(as_text=True)
    proposal = db.session.scalars(select(ReformProposal).filter_by(number=17)).one()
    assert (proposal.added, proposal.dropped) == (["Ask all States Parties to report"], [point])
    page = read(client, f"{SCENARIO}?with=17")
    assert [words(each, ".") for each in page.xpath("//ul[@class='point-changes']/li")] == [
        f"dropped {point}",
        "kept Take forward other aspects of reporting under the Convention",
        "added Ask all States Parties to report",
    ]


def test_adopting_first_shows_what_will_happen_and_then_does_it(registers: Flask) -> None:
    client = signed_in(registers)
    address = f"{SCENARIO}/proposals/2/adopt?meeting=13MSP&document=CCM%2FMSP%2F2025%2F9&paragraph=31"
    page = read(client, address)
    shown = words(page)
    assert "Adopted at the 13MSP: all of this holds from 20 September 2025, the day after its close." in shown
    assert "0 terms are cut short" in shown
    assert "General Status and Operation of the Convention gets version 2 of its mandate." in shown
    assert db.session.scalars(select(ReformProposal.state).filter_by(number=2)).one() is ProposalState.PROPOSED
    answer = send(client, address, {}, action=f"{SCENARIO}/proposals/2/adopt")
    assert "Adopted: in force from 20 September 2025." in answer.get_data(as_text=True)
    db.session.expire_all()
    newest = db.session.scalars(
        select(Mandate).filter_by(convention="CCM", body="general-status-and-operation", version=2)
    ).one()
    assert (newest.points[-1], newest.document, newest.paragraph) == (GENDER, "CCM/MSP/2025/9", "31")
    included = read(client, SCENARIO).xpath("//input[@name='with'][@checked]/@value")
    assert "2" not in included
    assert "2" in read(client, f"{SCENARIO}?on=2025-09-18").xpath("//input[@name='with'][@checked]/@value")


def test_a_decided_proposal_has_no_page_to_decide_it_again(registers: Flask) -> None:
    client = signed_in(registers)
    answers = {name: client.get(f"{SCENARIO}/proposals/1/{name}").status_code
               for name in ("adopt", "reject", "change", "remove")}  # fmt: skip
    assert answers == {"adopt": 404, "reject": 404, "change": 404, "remove": 404}


def test_an_unknown_meeting_is_refused_in_words(registers: Flask) -> None:
    answer = signed_in(registers).get(f"{SCENARIO}/proposals/2/adopt?meeting=99MSP")
    assert answer.status_code == 422
    assert "“99MSP” is not a formal meeting in the calendar of the CCM." in answer.get_data(as_text=True)


def test_a_proposal_is_removed_after_a_question_and_not_adopted_after_a_form(registers: Flask) -> None:
    client = signed_in(registers)
    send(client, f"{SCENARIO}/proposals/16/remove", {})
    send(client, f"{SCENARIO}/proposals/3/reject", {"meeting": "2RC", "document": "CCM/CONF/2021/6"})
    db.session.expire_all()
    states = {row.number: row.state for row in db.session.execute(select(ReformProposal.number, ReformProposal.state))}
    assert (16 in states, states[3]) == (False, ProposalState.NOT_ADOPTED)
    assert "recorded that a proposal was not adopted" in words(read(client, SCENARIO))
