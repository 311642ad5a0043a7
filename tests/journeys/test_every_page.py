"""Every page that an address alone leads to, on a desk in daylight and on a telephone at night."""

import pytest

from core.permissions import Role
from tests.journeys.conftest import DESK, DESK_DARK, PHONE, PHONE_DARK, Look, OpenAs
from tests.journeys.house import House
from tests.journeys.looking import assert_good_page, shortcomings, shot

pytestmark = pytest.mark.browser

FILES = (".docx", ".csv", ".xlsx", ".zip", ".json", ".ics")
NO_PAGES = {"health.healthz", "health.metrics", "security.tf_select", "security.two_factor_rescue"}
IN_THE_MIDDLE_OF_SIGN_IN = {"security.two_factor_token_validation", "security.mf_recovery"}


def addresses(house: House, *, public: bool) -> list[str]:
    """What GET reaches without knowing the number of anything, under the first Convention."""
    map_ = house.app.url_map
    return sorted(
        map_.bind("localhost").build(rule.endpoint, {"convention": "APMBC"} if rule.arguments else {}, method="GET")
        for rule in map_.iter_rules()
        if "GET" in (rule.methods or ())
        and rule.arguments <= {"convention"}
        and not rule.rule.endswith(FILES)
        and not rule.endpoint.endswith("static")
        and rule.endpoint not in NO_PAGES | IN_THE_MIDDLE_OF_SIGN_IN
        and (getattr(house.app.view_functions[rule.endpoint], "guard", None) == "public") == public
    )


@pytest.mark.parametrize("look", [DESK, PHONE_DARK], ids=lambda look: look.name)
@pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR], ids=["visitor", "administrator"])
def test_every_page_is_good_for_everybody(house: House, open_as: OpenAs, role: Role | None, look: Look) -> None:
    page = open_as(role, "/healthz", look)
    found: list[str] = []
    for address in addresses(house, public=role is None):
        answer = page.goto(address)
        assert answer is not None
        assert (address, answer.status) == (address, 200)
        shot(page, f"{address.strip('/').replace('/', '-') or 'start'}.{look.name}")
        found += [f"{address}: {complaint}" for complaint in shortcomings(page)]
    assert found == []


@pytest.mark.parametrize("look", [DESK, DESK_DARK, PHONE, PHONE_DARK], ids=lambda look: look.name)
def test_every_part_is_good_in_every_look(open_as: OpenAs, look: Look) -> None:
    assert_good_page(open_as(Role.ADMINISTRATOR, "/style", look), f"parts.{look.name}")


def test_the_past_says_that_it_is_not_today(open_as: OpenAs) -> None:
    page = open_as(Role.ADMINISTRATOR, "/style")
    page.get_by_label("As of").fill("2021-03-03")
    page.get_by_role("button", name="Show", exact=True).click()
    assert "As of 3 March 2021" in page.locator(".as-of-bar").inner_text()
    shot(page, "as-of")
    page.get_by_role("link", name="Back to today").click()
    assert page.locator(".as-of-bar").count() == 0
