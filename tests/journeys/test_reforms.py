"""A reform looked at before it is decided, and a mandate amended and compared, as an ISU officer does it."""

import pytest
from playwright.sync_api import Page, expect

from core.permissions import Role
from tests.journeys.conftest import PHONE, OpenAs
from tests.journeys.looking import assert_good_page

pytestmark = pytest.mark.browser

STATUS = "Working Group on the General Status and Operation of the Convention"


def test_merging_reporting_is_shown_before_it_is_decided_and_a_mandate_is_amended(open_as: OpenAs) -> None:
    page = open_as(Role.ISU_OFFICER, "/ccm/reforms?on=2020-10-01")
    assert_good_page(page, "reforms-1-list")
    page.get_by_role("link", name="The machinery after the Second Review Conference").click()
    tick_only_the_merger(page)
    page.set_viewport_size({"width": PHONE.width, "height": PHONE.height})
    assert_good_page(page, "reforms-2-merger-phone")
    page.set_viewport_size({"width": 1400, "height": 900})
    look_at_an_adoption(page)
    amend_the_mandate_of_reporting(page)


def tick_only_the_merger(page: Page) -> None:
    main = page.get_by_role("main")
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_label("1. Entrust reporting to General Status and Operation").check()
    page.get_by_role("button", name="Show the machinery with these").click()
    expect(main).to_contain_text(f"The {STATUS} also covers Reporting, with 2 coordinators.")
    expect(main).to_contain_text("Coordinator on Reporting is discontinued (1 coordinator)")
    expect(page.get_by_role("row", name="Coordinators 14 13")).to_be_visible()
    expect(page.get_by_role("row", name="Themes (working groups and coordinators) 8 7")).to_be_visible()
    assert_good_page(page, "reforms-2-merger")


def look_at_an_adoption(page: Page) -> None:
    """Shown in full, and left."""
    page.goto("/ccm/reforms/after-the-2rc/proposals/2")
    assert_good_page(page, "reforms-3-proposal")
    page.get_by_role("link", name="Record its adoption…").click()
    page.get_by_label("At the meeting").select_option("13MSP")
    page.get_by_role("button", name="Show what will happen").click()
    expect(page.get_by_role("main")).to_contain_text("from 20 September 2025, the day after its close")
    assert_good_page(page, "reforms-4-adoption")
    page.get_by_role("link", name="Leave it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("proposed")


def amend_the_mandate_of_reporting(page: Page) -> None:
    page.goto("/ccm/committees/reporting/mandate")
    assert_good_page(page, "reforms-5-mandate")
    page.get_by_role("link", name="Amend the mandate").click()
    points = page.get_by_label("Points of the mandate")
    points.fill(points.input_value().replace("States Parties submit", "all States Parties submit"))
    page.get_by_label("Decided at").select_option("13MSP")
    page.get_by_label("Source").fill("CCM/MSP/2025/9")
    assert_good_page(page, "reforms-6-amend")
    page.get_by_role("button", name="Record version 2").click()
    page.get_by_role("button", name="Show side by side").click()
    expect(page.locator("#compared")).to_be_visible()
    expect(page.locator("ins")).to_have_text("all")
    assert_good_page(page, "reforms-7-compared")
    page.set_viewport_size({"width": PHONE.width, "height": PHONE.height})
    assert_good_page(page, "reforms-7-compared-phone")
