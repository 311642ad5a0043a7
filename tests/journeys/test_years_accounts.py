"""The year's accounts: from the log to the paper that goes to the meeting, as a Chair and a member live it."""

from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from core.permissions import Role
from tests.journeys.conftest import PHONE_DARK, OpenAs
from tests.journeys.looking import assert_good_page

pytestmark = pytest.mark.browser

BODY = "/apmbc/committees/cooperative-compliance"
PAPER = f"{BODY}/papers/2021"


def test_the_accounts_of_a_year(open_as: OpenAs, tmp_path: Path) -> None:
    chair = open_as(Role.CHAIR, f"{BODY}/activities")
    assert_good_page(chair, "years-accounts-1-log")
    write_into_the_log(chair)
    chair.goto(f"{BODY}/papers")
    chair.get_by_role("link", name="Draft the yearly paper").click()
    chair.get_by_label("Year of the activities").select_option("2021")
    chair.get_by_role("button", name="Draft the paper").click()
    expect(chair.locator("#activity-10")).to_contain_text("10. On 5 October 2021 the Committee held")
    assert_good_page(chair, "years-accounts-2-draft")
    edit(chair, "activity-10", "On 5 October 2021 the Committee met States Parties.")
    chair.get_by_text("Other acts").click()
    chair.get_by_role("link", name="Circulate to the members").click()
    chair.get_by_label("Comments until").fill("2026-12-01")
    chair.get_by_role("button", name="Circulate to the members").click()
    comment_as_a_member(open_as)
    chair.goto(PAPER)
    expect(chair.locator("#activity-10")).to_contain_text("Say which States Parties.")
    chair.get_by_role("button", name="Settle").click()
    edit(chair, "activity-10", "On 5 October 2021 the Committee met the States Parties concerned.")
    chair.get_by_text("Other acts").click()
    chair.get_by_role("link", name="Make it final").click()
    chair.get_by_role("button", name="Make version 3 final").click()
    expect(chair.get_by_role("heading", level=1)).to_contain_text("final")
    assert_good_page(chair, "years-accounts-5-final")
    with chair.expect_download() as download:
        chair.get_by_role("link", name="Word file").click()
    download.value.save_as(tmp_path / "paper.docx")
    words = [paragraph.text for paragraph in Document(str(tmp_path / "paper.docx")).paragraphs]
    assert "On 5 October 2021 the Committee met the States Parties concerned." in words


def write_into_the_log(page: Page) -> None:
    page.get_by_role("link", name="Write into the log").click()
    page.get_by_label("Kind").select_option("meeting")
    page.get_by_label("First day").fill("2021-10-05")
    page.locator("#what").fill("a dialogue with States Parties")
    page.locator("#source").fill("minutes")
    page.get_by_role("button", name="Write it into the log").click()
    expect(page.get_by_role("main")).to_contain_text("the Committee held a dialogue with States Parties.")


def edit(page: Page, paragraph: str, text: str) -> None:
    page.get_by_role("link", name="Edit the text").click()
    page.locator(f"[name='text-{paragraph}']").fill(text)
    page.get_by_role("button", name="Save a new version").click()
    expect(page.locator(f"#{paragraph}")).to_contain_text(text)


def comment_as_a_member(open_as: OpenAs) -> None:
    member = open_as(Role.MEMBER, PAPER, PHONE_DARK)
    assert_good_page(member, "years-accounts-3-member-phone")
    member.get_by_role("link", name="Comment on paragraph 10").click()
    member.get_by_label("Comment").fill("Say which States Parties.")
    member.get_by_role("button", name="Send the comment").click()
    expect(member.locator("#activity-10")).to_contain_text("Say which States Parties.")
    assert_good_page(member, "years-accounts-4-commented")


def test_unsaved_text_is_kept_by_the_browser(open_as: OpenAs) -> None:
    page = open_as(Role.CHAIR, f"{BODY}/activities/new")
    page.get_by_label("First day").fill("2022-02-01")
    page.locator("#what").fill("its first meeting of the year")
    page.locator("#source").fill("minutes")
    page.get_by_role("button", name="Write it into the log").click()
    page.goto(f"{BODY}/papers/new")
    page.get_by_label("Year of the activities").select_option("2022")
    page.get_by_role("button", name="Draft the paper").click()
    page.get_by_role("link", name="Edit the text").click()
    page.on("dialog", lambda dialog: dialog.accept())
    page.wait_for_load_state()  # a person types once the page stands
    page.locator("[name='members']").fill("Colombia and others")
    page.reload()
    expect(page.locator("[name='members']")).to_have_value("Colombia (Chair)")
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator("[name='members']")).to_have_value("Colombia and others")
