"""A meeting decides: presented, text drafted and changed, granted, followed up; everybody reads what was decided."""

from datetime import UTC, date, datetime

import pytest

from core.db import transaction
from core.permissions import Role
from extension_requests.models.dossiers import Dossier
from extension_requests.rules.machine import RequestState
from tests.factories.states import added
from tests.journeys.conftest import DESK, PHONE, PHONE_DARK, OpenAs
from tests.journeys.house import House
from tests.journeys.looking import assert_good_page

pytestmark = pytest.mark.browser

IRAQ = "/ccm/requests/4/iraq/9"


def issued_request_of_iraq() -> None:
    """From 1 November 2028 until 1 November 2032, before the Third Review Conference, which closed in September."""
    with transaction():
        added(
            Dossier(
                convention="CCM",
                article="4",
                iso3="IRQ",
                number=9,
                state=RequestState.ISSUED,
                state_since=date(2026, 8, 1),
                deadline=date(2028, 11, 1),
                meeting="3RC",
                opened_on=date(2026, 1, 5),
                received_on=date(2025, 12, 1),
                version=1,
                asked_until=date(2032, 11, 1),
                asked_months=48,
                body="analysis-group-article-4",
                created_at=datetime(2026, 1, 5, 9, tzinfo=UTC),
                created_by="Ada Officer",
            )
        )


def test_a_request_is_decided_and_followed_up(house: House, open_as: OpenAs) -> None:
    with house.app.app_context():
        issued_request_of_iraq()
    page = open_as(Role.ISU_OFFICER, IRAQ, DESK)
    page.get_by_role("link", name="Record that it was presented").first.click()
    page.get_by_label("Presented on").fill("2026-09-14")
    page.get_by_role("button", name="Record it").click()

    page.get_by_role("link", name="Draft decision").click()
    assert_good_page(page, "request-decision-empty-desk")
    page.get_by_role("link", name="Draft by rule").click()
    page.get_by_role("button", name="Draft it").click()
    page.get_by_role("link", name="Change clause 2").click()
    page.get_by_label("Clause").fill("In granting the request, the Review Conference noted that the plan is clear.")
    page.get_by_role("button", name="Change it").click()
    assert page.get_by_text("noted that the plan is clear").count() == 1
    assert_good_page(page, "request-decision-desk")

    assert open_as(Role.OBSERVER, IRAQ, DESK).get_by_role("link", name="Draft decision").count() == 0
    page.get_by_role("link", name="Back to the request").click()
    page.get_by_role("link", name="Record that it was granted").first.click()
    assert_good_page(page, "request-grant-desk")
    page.get_by_label("Document").fill("CCM/CONF/2026/10")
    page.get_by_role("button", name="Record the decision").click()
    assert page.get_by_text("The new deadline is in the register").count() == 1
    assert_good_page(page, "request-followed-desk")

    everybody = open_as(Role.OBSERVER, IRAQ, PHONE)
    everybody.get_by_role("link", name="Text of the decision").click()
    assert everybody.get_by_text("noted that the plan is clear").count() == 1
    assert_good_page(everybody, "request-decision-final-phone")
    everybody.goto("/ccm/requests/promises?year=2027")
    assert everybody.get_by_text("updated work plan").count() > 0
    assert_good_page(everybody, "request-promises-phone")
    assert_good_page(open_as(Role.OBSERVER, IRAQ, PHONE_DARK), "request-followed-phone-dark")
    deadlines = open_as(Role.OBSERVER, "/ccm/deadlines", DESK)
    assert deadlines.get_by_text("1 November 2032").count() > 0
