"""The rotation, from candidacies to the roster of the day after the close: journey 5 of the product."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from committees.models.rotation import Candidacy
from committees.models.terms import Term, TermBasis
from conventions.models import Meeting
from core.db import db, transaction
from core.permissions import Role
from states_parties.models import Confidence
from tests.factories.offices import make_meeting
from tests.journeys.conftest import DESK, PHONE, OpenAs
from tests.journeys.house import House
from tests.journeys.looking import assert_good_page

pytestmark = pytest.mark.browser

COMMITTEES = {
    "article-5-implementation": ("COL", "NLD", "THA", "NOR"),
    "victim-assistance": ("ITA", "ZMB", "SVN", "PER"),
    "enhancement-of-cooperation-and-assistance": ("DZA", "JPN", "DEU", "KHM"),
    "cooperative-compliance": ("BEL", "UGA", "CHL", "TUR"),
}
WRITTEN_BEFORE = {
    "article-5-implementation": ("HRV", "MOZ", "ECU"),
    "victim-assistance": ("AUS",),
    "enhancement-of-cooperation-and-assistance": ("PHL", "IRL", "SEN"),
    "cooperative-compliance": ("CRI",),
}
RECORDED_HERE = {"Committee on Victim Assistance": "Jordan", "Committee on Cooperative Compliance": "Switzerland"}


@pytest.fixture
def before_the_23msp(house: House) -> None:
    """Four members in each committee, seats 1 and 2 leaving; the 23MSP closes on the day of the house's clock."""
    with house.app.app_context(), transaction():
        meeting = db.session.scalars(db.select(Meeting).filter_by(convention="APMBC", short="23MSP")).one()
        meeting.starts_on, meeting.ends_on = date(2026, 11, 16), date(2026, 11, 20)
        make_meeting("24MSP", None, full_name="Twenty-Fourth Meeting of the States Parties")
        for body, iso3s in WRITTEN_BEFORE.items():
            for iso3 in iso3s:
                offer = {"convention": "APMBC", "meeting": "23MSP", "body": body, "iso3": iso3}
                db.session.add(Candidacy(**offer, received_on=date(2026, 7, 1), source="note verbale"))
        for body, members in COMMITTEES.items():
            for seat, iso3 in enumerate(members, 1):
                elected_at = "5RC" if seat < 3 else "22MSP"
                db.session.add(
                    Term(
                        convention="APMBC",
                        body=body,
                        seat=seat,
                        iso3=iso3,
                        basis=TermBasis.ELECTED,
                        elected_at=elected_at,
                        counted_from=elected_at,
                        lasts_meetings=2,
                        source="journey",
                        confidence=Confidence.HIGH,
                        notes="",
                    )
                )


@pytest.mark.usefixtures("before_the_23msp")
def test_the_rotation_from_candidacies_to_the_new_roster(open_as: OpenAs, tmp_path: Path) -> None:
    page = open_as(Role.ISU_OFFICER, "/apmbc/")
    expect(page.get_by_role("main")).to_contain_text("Nominations for the 23MSP")
    page.get_by_role("navigation", name="Areas").get_by_role("link", name="Rotation").click()
    assert_good_page(page, "rotation-1-meetings")
    page.get_by_role("link", name="Plan the 23MSP").click()
    expect(page.get_by_role("main")).to_contain_text("Colombia leaves with the close of the 23MSP.")
    record_candidacies(page)
    suggest_one_and_change_a_copy(page)
    look_at_both_side_by_side(page)
    read_the_nomination_table(page, tmp_path)
    record_the_election(page)
    read_the_proposal_again(page)
    see_the_new_roster(page)
    see_a_meeting_that_is_over(page)


def record_candidacies(page: Page) -> None:
    for body, state in RECORDED_HERE.items():
        page.get_by_role("link", name="Record a candidacy").click()
        page.get_by_label("State", exact=True).select_option(label=state)
        page.get_by_label("Body").select_option(label=body)
        page.get_by_label("Received on").fill("2026-08-03")
        page.get_by_label("How it came").fill("note verbale")
        page.get_by_role("button", name="Record the candidacy").click()
    expect(page.get_by_role("region", name="Candidacies").last).to_contain_text("Switzerland")
    assert_good_page(page, "rotation-2-candidacies")


def make_proposal(page: Page, title: str) -> None:
    page.goto("/apmbc/rotation/23MSP/new")
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Make the proposal").click()
    page.get_by_role("link", name=title, exact=True).click()


def suggest_one_and_change_a_copy(page: Page) -> None:
    make_proposal(page, "First proposal")
    page.get_by_role("link", name="Have the house suggest").click()
    assert_good_page(page, "rotation-3-suggest")
    page.get_by_role("button", name="Fill what is open").click()
    expect(page.get_by_role("row", name="Committee on Victim Assistance 2 Jordan")).to_be_visible()
    page.get_by_text("why?").nth(1).click()
    assert_good_page(page, "rotation-4-suggested")
    page.get_by_text("Other acts").click()
    page.get_by_role("link", name="Copy it").click()
    page.get_by_label("Title of the copy").fill("Second proposal")
    page.get_by_role("button", name="Copy the proposal").click()
    page.get_by_role("link", name="Second proposal", exact=True).click()
    page.get_by_role("link", name="Propose a State").click()
    page.get_by_label("State", exact=True).select_option(label="Mozambique")
    page.get_by_label("Seat").select_option(label="Committee on Victim Assistance, seat 1: leaves")
    page.get_by_role("button", name="Propose the State").click()


def look_at_both_side_by_side(page: Page) -> None:
    page.goto("/apmbc/rotation/23MSP")
    expect(page.get_by_role("columnheader", name="First proposal")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Second proposal")).to_be_visible()
    assert_good_page(page, "rotation-5-side-by-side")
    page.set_viewport_size({"width": PHONE.width, "height": PHONE.height})
    assert_good_page(page, "rotation-5-side-by-side-phone")
    page.set_viewport_size({"width": 1400, "height": 900})


def read_the_nomination_table(page: Page, folder: Path) -> None:
    page.get_by_role("link", name="First proposal", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Word file").click()
    path = folder / "nominations.docx"
    download.value.save_as(path)
    document = Document(BytesIO(path.read_bytes()))
    assert document.paragraphs[0].text == "Nominations for the Twenty-Third Meeting of the States Parties (23MSP)"
    assert [table.rows[1].cells[1].text for table in document.tables] == [
        "Colombia (leaves)",
        "Italy (leaves)",
        "Algeria (leaves)",
        "Belgium (leaves)",
    ]
    assert all(table.rows[1].cells[2].text not in ("", "still open") for table in document.tables)
    section = document.sections[0]
    assert section.page_width > section.page_height


def record_the_election(page: Page) -> None:
    page.get_by_role("button", name="Put it forward").click()
    page.get_by_role("link", name="Record the election…").first.click()
    expect(page.get_by_role("main")).to_contain_text("8 terms are put on record")
    expect(page.get_by_role("main")).to_contain_text("The terms begin on 21 November 2026")
    assert_good_page(page, "rotation-6-election")
    page.get_by_label("Source", exact=True).fill("Final report of the 23MSP, para 30")
    page.get_by_role("button", name="Record the election").click()
    expect(page.get_by_role("main")).to_contain_text("8 terms are on record.")
    assert_good_page(page, "rotation-7-elected")


def read_the_proposal_again(page: Page) -> None:
    """It says what the checks said before, and what became of the candidates stands beside them."""
    main = page.get_by_role("main")
    expect(main.locator(".next-strip")).to_contain_text("The new terms begin on 21 November 2026.")
    expect(main.get_by_role("row").filter(has_text="Jordan").last).to_contain_text("elected")
    expect(main).not_to_contain_text("Cannot be elected")
    page.set_viewport_size({"width": PHONE.width, "height": PHONE.height})
    assert_good_page(page, "rotation-7-elected-phone")
    page.get_by_role("link", name="First proposal", exact=True).click()
    expect(main).not_to_contain_text("against a rule")
    assert_good_page(page, "rotation-7-proposal-elected-phone")
    page.set_viewport_size({"width": 1400, "height": 900})
    assert_good_page(page, "rotation-7-proposal-elected")
    page.go_back()


def see_a_meeting_that_is_over(page: Page) -> None:
    for size, name in ((PHONE, "rotation-9-over-phone"), (DESK, "rotation-9-over")):
        page.set_viewport_size({"width": size.width, "height": size.height})
        page.goto("/ccm/rotation/3RC")
        expect(page.locator(".next-strip")).to_contain_text("Whom it elected is not documented here.")
        assert_good_page(page, name)


def see_the_new_roster(page: Page) -> None:
    """Who begins stands on the page of the meeting; the day after has nobody more to elect there."""
    main = page.get_by_role("main")
    expect(main.get_by_role("row").filter(has_text="Italy leaves with the close")).to_contain_text(
        "begins with its close"
    )
    page.goto("/apmbc/rotation/24MSP?on=2026-11-21")
    expect(page.get_by_role("main")).to_contain_text("Slovenia")
    assert_good_page(page, "rotation-8-the-next")
