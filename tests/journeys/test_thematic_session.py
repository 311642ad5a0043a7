"""A thematic session, from the page of the meeting to the Word file, as a Chair and a member live it."""

from datetime import date
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from conventions.models import Meeting
from core.db import db, transaction
from core.permissions import Role
from tests.journeys.conftest import DESK_DARK, PHONE, OpenAs
from tests.journeys.house import House
from tests.journeys.looking import assert_good_page

pytestmark = pytest.mark.browser

MEETING = "/apmbc/meetings/IM2027"
THEME = "Reporting in time"
PANEL = """H.E. Ada Ek, Permanent Representative, Permanent Mission
Bo Lind, Director, Land Watch
Cy Oe, Adviser, Land Watch"""


@pytest.fixture(scope="module", autouse=True)
def intersessionals_of_next_year(house: House) -> None:
    with house.app.app_context(), transaction():
        db.session.add(
            Meeting(
                convention="APMBC",
                short="IM2027",
                full_name="2027 Intersessional Meetings",
                kind="intersessional",
                starts_on=date(2027, 6, 21),
                ends_on=date(2027, 6, 23),
                city="Geneva",
                host_state="CHE",
                format="in-person",
                source="test",
                confidence="high",
            )
        )


def test_a_thematic_session(open_as: OpenAs, tmp_path: Path) -> None:
    chair = open_as(Role.CHAIR, MEETING)
    plan(chair)
    write(chair)
    chair.set_viewport_size({"width": 1400, "height": 900})
    assert_good_page(chair, "thematic-3-written")
    name_the_panel(chair)
    note = chair.url.partition("#")[0]
    chair.get_by_text("Other acts").click()
    chair.get_by_role("link", name="Show it to the members…").click()
    chair.get_by_role("button", name="Show it to the members").click()
    comment_as_a_member(open_as, note)
    chair.goto(note)
    expect(chair.locator("#objectives")).to_contain_text("Say whom you wish to hear.")
    assert_good_page(chair, "thematic-5-with-the-members")
    chair.get_by_role("button", name="Settle").click()
    replace_whoever_declines(chair)
    chair.get_by_text("Other acts").click()
    chair.get_by_role("link", name="Approve it…").click()
    assert_good_page(chair, "thematic-7-approve")
    expect(chair.locator("main")).to_contain_text("of two pages")
    chair.get_by_role("button", name="Approve version 2").click()
    expect(chair.get_by_role("heading", level=1)).to_contain_text("approved")
    assert_good_page(chair, "thematic-8-approved")
    with chair.expect_download() as download:
        chair.get_by_role("link", name="Word file").click()
    download.value.save_as(tmp_path / "note.docx")
    document = Document(str(tmp_path / "note.docx"))
    words = [paragraph.text for paragraph in document.paragraphs]
    assert words[:2] == [f"Thematic session – {THEME}", "Monday, 21 June 2027, 13:00-15:00 CEST"]
    assert "Di Po, Judge, High Court" in words
    assert not [line for line in words if line.startswith("Bo Lind")]
    assert "Moderator: H.E. Ada Ek, Permanent Representative, Permanent Mission" in words


def plan(chair: Page, *, day: str = "2027-06-21") -> None:
    assert_good_page(chair, "thematic-1-meeting")
    chair.get_by_role("link", name="New thematic session…").click()
    chair.get_by_label("Theme").fill(THEME)
    chair.get_by_label("Led by").select_option("cooperative-compliance")
    chair.get_by_label("Day").fill(day)
    assert_good_page(chair, "thematic-2-plan")
    chair.get_by_role("button", name="Plan it and write the note").click()
    expect(chair.get_by_role("heading", level=1)).to_contain_text(f"Thematic session – {THEME}")


def write(chair: Page) -> None:
    chair.get_by_role("link", name="Edit the text").click()
    chair.locator("#background").fill("Reports show what was done.\n\n- Fewer come in\n- Later than before")
    chair.locator("#purpose").fill("The session is meant to:")
    chair.locator("#objectives").fill("Hear it\nLearn more\nReview reports\nStrengthen ties\nStates take stock")
    chair.locator("#format").fill("A panel, then the floor.")
    chair.locator("#documents").fill("Action plan https://example.org/plan")
    assert_good_page(chair, "thematic-2-edit")
    chair.get_by_role("button", name="Save a new version").click()
    expect(chair.locator("#objectives")).to_contain_text("Objective 5 begins with “States”. Begin with a verb.")


def name_the_panel(chair: Page) -> None:
    chair.get_by_role("link", name="Paste a list…").click()
    chair.get_by_label("Panel", exact=False).fill(PANEL)
    chair.get_by_role("button", name="Put them on the list").click()
    chair.get_by_role("link", name="Change… Ada Ek").click()
    chair.get_by_label("Role").select_option("moderator")
    chair.get_by_role("button", name="Change it").click()
    chair.get_by_role("link", name="Change… Bo Lind").click()
    chair.get_by_label("E-mail").fill("bo@example.org")
    chair.get_by_role("button", name="Change it").click()
    chair.get_by_role("button", name="Move up: Cy Oe").click()
    people = chair.locator(".panel-person strong")
    expect(people).to_have_text(["H.E. Ada Ek", "Cy Oe", "Bo Lind"])
    chair.get_by_role("link", name="Invite…", exact=True).click()
    expect(chair.locator(".confirmation")).to_contain_text("1 invitation leaves by mail: Bo Lind.")
    assert_good_page(chair, "thematic-4-invite")
    chair.get_by_role("button", name="Send 1 invitation").click()
    expect(chair.locator("#panel")).to_contain_text("awaited")


def comment_as_a_member(open_as: OpenAs, address: str) -> None:
    member = open_as(Role.MEMBER, address, PHONE)
    member.get_by_role("link", name="Comment on: Objectives").click()
    member.get_by_label("Comment").fill("Say whom you wish to hear.")
    member.get_by_role("button", name="Send the comment").click()
    expect(member.locator("#objectives")).to_contain_text("Say whom you wish to hear.")
    assert_good_page(member, "thematic-5-member.phone")


def replace_whoever_declines(chair: Page) -> None:
    chair.get_by_role("link", name="Answer… Bo Lind").click()
    chair.get_by_label("does not come").check()
    chair.get_by_label("How it was said").fill("By telephone")
    chair.get_by_role("button", name="Record the answer").click()
    chair.get_by_role("link", name="Replace… Bo Lind").click()
    chair.get_by_label("Name").fill("Di Po")
    chair.get_by_label("Function").fill("Judge")
    chair.get_by_label("Organisation").fill("High Court")
    chair.get_by_role("button", name="Put on the list").click()
    expect(chair.locator("#panel")).to_contain_text("in the place of Bo Lind")
    assert_good_page(chair, "thematic-6-replaced")


def test_two_people_in_one_note_lose_nothing(open_as: OpenAs) -> None:
    first = open_as(Role.ISU_OFFICER, MEETING, DESK_DARK)
    plan(first, day="2027-06-22")
    note = first.url
    second = open_as(Role.ISU_OFFICER, f"{note}/edit")
    first.goto(f"{note}/edit")
    first.locator("#background").fill("Of the first.")
    second.on("dialog", lambda dialog: dialog.accept())
    second.locator("#background").fill("Of the second.")
    first.get_by_role("button", name="Save a new version").click()
    second.get_by_role("button", name="Save a new version").click()
    expect(second.locator("#edit-background")).to_contain_text("Of the first.")
    expect(second.locator("#background")).to_have_value("Of the second.")
    assert_good_page(second, "thematic-9-both-texts")
    assert_good_page(open_as(Role.ISU_OFFICER, f"{note}/edit", PHONE), "thematic-9-edit.phone")
    second.get_by_label("Which text stands").select_option("mine")
    second.get_by_role("button", name="Save a new version").click()
    expect(second.locator("article")).to_contain_text("Of the second.")
