"""From the first start to a downloaded letter, as the first administrator lives it."""

import re
import zipfile
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from core.accounts.cli import first_administrator_link
from tests.journeys.conftest import DESK, PHONE, Look
from tests.journeys.house import House
from tests.journeys.looking import assert_good_page

pytestmark = pytest.mark.browser

PASSWORD = "the committee meets on Tuesday"


def opened(browser: Browser, house: House, look: Look) -> Page:
    context = browser.new_context(
        base_url=house.address, viewport={"width": look.width, "height": look.height}, locale="en-GB"
    )
    return context.new_page()


def test_the_first_administrator_finds_the_way_to_164_letters(house: House, browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, house, DESK)
    with house.app.test_request_context():
        address = first_administrator_link()
    assert address is not None
    page.goto(address)
    assert_good_page(page, "letters-1-welcome")
    page.locator("#email").fill("ana.lima@chancery.example")
    page.locator("#name").fill("Ana Lima")
    page.locator("#password").fill(PASSWORD)
    page.locator("#password_again").fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()
    sign_out_and_in_again(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_good_page(page, "letters-2-desk")
    look_at_the_register_of_3_march_2021(page)
    draft_the_letters(page)
    take_one_letter_along(page, tmp_path)
    page.set_viewport_size({"width": PHONE.width, "height": PHONE.height})
    assert_good_page(page, "letters-7-campaign-phone")
    page.context.close()


def sign_out_and_in_again(page: Page) -> None:
    page.goto("/")
    page.get_by_text("Ana Lima").first.click()
    page.get_by_role("button", name="Sign out").first.click()
    page.goto("/sign-in")
    page.locator("#email").fill("ana.lima@chancery.example")
    page.locator("#password").fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.goto("/apmbc/")


def look_at_the_register_of_3_march_2021(page: Page) -> None:
    page.goto("/apmbc/states")
    page.get_by_label("As of").first.fill("2021-03-03")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".as-of-bar")).to_contain_text("As of 3 March 2021")
    expect(page.get_by_role("main")).to_contain_text("164")
    assert_good_page(page, "letters-3-register")
    page.get_by_role("main").get_by_role("link", name="Chad", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chad")
    expect(page.get_by_role("main")).to_contain_text("1 January 2025")
    assert_good_page(page, "letters-4-state")


def draft_the_letters(page: Page) -> None:
    """Two clicks from the first page."""
    page.goto("/apmbc/?on=2021-03-03")
    page.get_by_role("main").get_by_role("link", name=re.compile("^Draft")).first.click()
    expect(page.get_by_role("status").first).to_contain_text("164 letters will be drafted")
    assert_good_page(page, "letters-5-draft")
    page.get_by_role("button", name="Draft the letters").click()
    expect(page.get_by_role("heading", name=re.compile("Tailored Article 7 letters 2021"))).to_be_visible()
    assert_good_page(page, "letters-6-campaign")
    counts = [int(text) for text in page.locator("ol.variants strong").all_text_contents()]
    assert sum(counts) == 164


def take_one_letter_along(page: Page, folder: Path) -> None:
    campaign = page.url
    page.locator("ol.variants a").nth(1).click()
    expect(page.get_by_role("main")).to_contain_text("12 of 164 letters")
    page.goto(campaign)
    page.get_by_role("link", name="164 letters, each with its reasons").click()
    page.get_by_role("main").get_by_role("link", name="Chad", exact=True).click()
    expect(page.get_by_role("complementary", name=re.compile("clearance-extension"))).to_contain_text(
        "deadline 1 January 2025 (extended at the 4RC)"
    )
    assert_good_page(page, "letters-8-letter")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the Word file").click()
    download.value.save_as(folder / "chad.docx")
    assert any("Tchad" in paragraph.text for paragraph in Document(str(folder / "chad.docx")).paragraphs)
    page.goto(campaign)
    page.get_by_text("Other acts").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download all 164 letters").click()
    download.value.save_as(folder / "all.zip")
    assert len(zipfile.ZipFile(folder / "all.zip").namelist()) == 165
