"""The programme of a year: options compared and one adopted, a meeting moved once everything that follows was seen."""

import pytest
from playwright.sync_api import Page, expect

from core.permissions import Role
from tests.journeys.conftest import DESK, PHONE, Look, OpenAs
from tests.journeys.looking import assert_good_page

pytestmark = pytest.mark.browser


def test_two_options_are_compared_and_one_is_adopted(open_as: OpenAs) -> None:
    page = open_as(Role.ISU_OFFICER, "/ccm/")
    page.get_by_role("navigation", name="Areas").get_by_role("link", name="Meetings").click()
    looked_at(page, "programme-1-year")
    page.get_by_text("Other acts").click()
    page.get_by_role("link", name="Programmes to choose from").click()
    looked_at(page, "programme-2-choices")
    page.get_by_role("link", name="Programme of meetings from 2027 on").click()
    days = page.get_by_role("row", name="Days altogether").get_by_role("cell")
    expect(days).to_have_text(["4 to 5 days", "5 to 6 days"])
    looked_at(page, "programme-3-options")
    page.get_by_role("link", name="Adopt option 2…").click()
    expect(page.get_by_role("main")).to_contain_text("2 meetings are put into the calendar of 2027 as planned.")
    page.get_by_label("Meeting of States Parties: days").select_option("3")
    page.get_by_label("Decided on").fill("2026-09-18")
    page.get_by_label("Decision").fill("Final report of the 3RC, para. 40")
    looked_at(page, "programme-4-adopt")
    page.get_by_role("button", name="Adopt it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("adopted: option 2")
    looked_at(page, "programme-5-adopted")
    page.get_by_role("link", name="Meetings of 2027").click()
    expect(page.get_by_role("row", name="Fourteenth Meeting of States Parties")).to_contain_text("16 September 2027")
    expect(page.get_by_role("row", name="2027 Intersessional Meeting")).to_contain_text("planned")
    looked_at(page, "programme-6-year-adopted")
    plan_its_sessions_and_move_it(page)


def plan_its_sessions_and_move_it(page: Page) -> None:
    page.get_by_role("link", name="Fourteenth Meeting of States Parties").click()
    page.get_by_text("Other acts").click()
    page.get_by_role("link", name="Plan the usual sessions").click()
    expect(page.get_by_role("main")).to_contain_text("6 sessions")
    page.get_by_role("button", name="Plan them").click()
    looked_at(page, "programme-7-meeting")
    page.get_by_text("Other acts").click()
    page.get_by_role("link", name="Move the meeting").click()
    page.get_by_label("New first day").fill("2027-09-07")
    page.get_by_label("New last day").fill("2027-09-09")
    page.get_by_role("button", name="Show what would follow").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("9 September 2027 is a holiday in Geneva")
    expect(page.get_by_role("row", name="Extension requests to the 14MSP are due")).to_contain_text("7 December 2026")
    expect(page.get_by_role("row", name="Session “First session”")).to_contain_text("7 September 2027, 10:00 to 13:00")
    looked_at(page, "programme-8-what-follows")
    page.get_by_label("Reason").fill("The room is taken in the week after.")
    page.get_by_role("button", name="Move the meeting").click()
    expect(main).to_contain_text("Was 14 to 16 September 2027; moved because: The room is taken in the week after.")
    expect(main.get_by_role("heading", name="Tuesday, 7 September 2027")).to_be_visible()
    looked_at(page, "programme-9-moved")
    page.get_by_role("link", name="UTC").click()
    expect(main).to_contain_text("08:00-11:00 UTC")


def test_the_next_year_is_prepared_by_keyboard_alone(open_as: OpenAs) -> None:
    page = open_as(Role.ISU_OFFICER, "/apmbc/meetings/prepare?from=2025")
    looked_at(page, "programme-10-prepare")
    page.get_by_label("Twenty-Third Meeting of the States Parties (23MSP)").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("1 meeting is planned for 2026.")
    expect(page.get_by_role("row", name="2026 Intersessional Meetings")).to_contain_text("16 June 2026")


def test_a_chair_plans_a_session_on_a_phone(open_as: OpenAs) -> None:
    page = open_as(Role.CHAIR, "/apmbc/meetings/IM2025", PHONE)
    page.get_by_role("link", name="Plan a session").click()
    assert_good_page(page, "programme-11-session.phone")
    page.get_by_label("Title").fill("Cooperative compliance")
    page.get_by_label("Led by").select_option(label="Committee on Cooperative Compliance")
    page.get_by_label("Ends at").fill("09:00")
    page.get_by_role("button", name="Plan the session").click()
    expect(page.get_by_role("alert")).to_contain_text("not after its start at 10:00")
    page.get_by_label("Ends at").fill("12:00")
    page.get_by_role("button", name="Plan the session").click()
    page.get_by_role("link", name="Cooperative compliance").click()
    assert_good_page(page, "programme-12-session-planned.phone")


def looked_at(page: Page, name: str) -> None:
    """On a desk and on a telephone."""
    for look in (PHONE, DESK):
        sized(page, look)
        assert_good_page(page, f"{name}.{look.name}")


def sized(page: Page, look: Look) -> None:
    page.set_viewport_size({"width": look.width, "height": look.height})
