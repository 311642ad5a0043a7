"""A campaign that does not go the usual way: paused, stopped and cancelled, as its page shows it on many screens."""

import pytest
from playwright.sync_api import Page, expect

from core.db import transaction
from core.permissions import Role
from correspondence.models.campaigns import Campaign
from tests.correspondence.outgoing import scheduled
from tests.factories.letters import a_state_written_to, approved_campaign
from tests.journeys.conftest import DESK_DARK, PHONE, PHONE_DARK, Look, OpenAs
from tests.journeys.house import House
from tests.journeys.looking import assert_good_page

pytestmark = pytest.mark.browser


def test_paused_stopped_and_cancelled_each_say_what_became_of_the_letters(house: House, open_as: OpenAs) -> None:
    with house.app.app_context(), transaction():
        states = [a_state_written_to(name) for name in ("Northland", "Southland", "Westland")]
        leaving = page_of(scheduled(approved_campaign(states, title="Reports that are late")))
        waiting = page_of(approved_campaign(states, title="Reports of next year"))
    officer = open_as(Role.ISU_OFFICER, leaving)
    officer.get_by_role("button", name="Pause").click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text("paused")
    seen(open_as, officer, "campaign-state-paused", PHONE_DARK)
    officer.get_by_role("link", name="Stop…").click()
    expect(officer.locator("main")).to_contain_text("3 letters")
    officer.get_by_label("Reason").fill("The wrong year stands in the second paragraph.")
    officer.get_by_role("button", name="Stop").click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text("stopped")
    expect(officer.locator("main")).to_contain_text("The wrong year stands in the second paragraph.")
    seen(open_as, officer, "campaign-state-stopped", PHONE)
    officer.goto(waiting)
    officer.get_by_text("Other acts").click()
    officer.get_by_role("link", name="Cancel").click()
    officer.get_by_label("Reason").fill("The reports came.")
    officer.get_by_role("button", name="Cancel").click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text("cancelled")
    seen(open_as, officer, "campaign-state-cancelled", DESK_DARK)


def page_of(campaign: Campaign) -> str:
    return f"/apmbc/letters/{campaign.id}"


def seen(open_as: OpenAs, page: Page, name: str, other: Look) -> None:
    """On the desk as it is, and on the other screen."""
    assert_good_page(page, f"{name}.desk")
    assert_good_page(open_as(Role.ISU_OFFICER, page.url, other), f"{name}.{other.name}")
