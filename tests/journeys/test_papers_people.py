"""Papers and people of a meeting: a symbol reserved, a text received and issued, participants pasted, the Word file."""

from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from core.permissions import Role
from tests.journeys.conftest import DESK, PHONE_DARK, OpenAs
from tests.journeys.looking import assert_good_page
from tests.meetings.papers import word_file

pytestmark = pytest.mark.browser

MEETING = "/ccm/meetings/10msp"
ROWS = """delegation\tname\thead\tgender\tconsent_on
Peru\tAna Ejemplo\tyes\twoman\t2022-08-20
Malta\tBen Eżempju\t\t\t
"""


def test_a_paper_from_its_symbol_to_its_readers(open_as: OpenAs, tmp_path: Path) -> None:
    officer = open_as(Role.ISU_OFFICER, f"{MEETING}/papers")
    assert_good_page(officer, "papers-1-list")
    reserve(officer)
    officer.get_by_role("link", name="CCM/MSP/2022/WP.4").click()
    assert_good_page(officer, "papers-2-reserved")
    receive(officer, tmp_path)
    assert_good_page(officer, "papers-3-received")
    officer.get_by_role("button", name="Hand it over for processing").click()
    officer.get_by_role("link", name="Issue it").click()
    officer.get_by_role("button", name="Issue it").click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text("issued")
    delegate = open_as(Role.OBSERVER, f"{MEETING}/papers/wp.4", PHONE_DARK)
    assert_good_page(delegate, "papers-4-reader-phone")
    with delegate.expect_download() as download:
        delegate.get_by_role("link", name="English").click()
    assert download.value.suggested_filename == "CCM-MSP-2022-WP_4-EN.docx"
    officer.goto(f"{MEETING}/papers/owed")
    assert_good_page(officer, "papers-5-owed")


def reserve(page: Page) -> None:
    page.get_by_role("link", name="Reserve a symbol").click()
    assert_good_page(page, "papers-1b-reserve")
    page.get_by_label("Title").fill("Clearance in cold regions")
    page.get_by_label("Submitted by").select_option("State")
    page.locator("#by_state").select_option(label="Norway")
    page.get_by_label("Series").select_option("WP")
    for language in ("Arabic", "Chinese", "Russian", "Spanish"):
        page.get_by_label(language, exact=True).uncheck()
    page.get_by_role("button", name="Reserve the symbol").click()


def receive(page: Page, folder: Path) -> None:
    file = folder / "paper.docx"
    file.write_bytes(word_file("Frozen ground is worked in summer."))
    page.get_by_role("link", name="Receive the text").click()
    page.get_by_label("Received on").fill("2022-07-01")
    page.get_by_label("Text", exact=True).set_input_files(file)
    page.get_by_role("button", name="Receive the text").click()
    expect(page.get_by_role("main")).to_contain_text("Say why it came late.")
    page.get_by_label("Text", exact=True).set_input_files(file)
    page.get_by_label("Late because").fill("the season was short")
    page.get_by_role("button", name="Receive the text").click()


def test_participants_from_the_paste_to_the_list(open_as: OpenAs, tmp_path: Path) -> None:
    officer = open_as(Role.ISU_OFFICER, f"{MEETING}/people", DESK)
    assert_good_page(officer, "people-1-list")
    officer.get_by_role("link", name="Import participants").click()
    officer.locator("#pasted").fill(ROWS.replace("Malta", "Maltta"))
    officer.get_by_role("button", name="Check the rows").click()
    expect(officer.get_by_role("main")).to_contain_text("Did you mean Malta?")
    assert_good_page(officer, "people-2-errors")
    officer.locator("#pasted").fill(ROWS)
    officer.get_by_role("button", name="Check the rows").click()
    expect(officer.get_by_role("main")).to_contain_text("The rows would add 2 persons in 2 delegations.")
    officer.get_by_role("button", name="Add to the list").click()
    officer.get_by_role("link", name="Peru").click()
    assert_good_page(officer, "people-3-delegation")
    officer.get_by_role("link", name="Withdraws consent Ana Ejemplo").click()
    officer.get_by_role("button", name="Erase it").click()
    expect(officer.get_by_role("main")).not_to_contain_text("agreed to be counted")
    member = open_as(Role.MEMBER, f"{MEETING}/people", PHONE_DARK)
    assert_good_page(member, "people-4-phone")
    with member.expect_download() as download:
        member.get_by_role("link", name="List of participants").click()
    download.value.save_as(tmp_path / "participants.docx")
    said = [paragraph.text for paragraph in Document(str(tmp_path / "participants.docx")).paragraphs]
    assert "Ana Ejemplo, Head of delegation" in said
    officer.goto("/ccm/sponsorship")
    assert_good_page(officer, "people-5-sponsorship")
    officer.get_by_role("link", name="Meetings of the States Parties 2016-2019").click()
    assert_good_page(officer, "people-6-round")
