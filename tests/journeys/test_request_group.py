"""A group analyses a request: members ask, the chair sends, all write and agree, the ISU issues; the State looks on."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from committees.models.terms import Chairing
from committees.models.work import BodyFile
from committees.queries.bodies import get_body
from conventions.queries import find_meeting
from core.accounts.models import User
from core.audit.workflow import Actor
from core.db import transaction
from core.permissions import Role
from extension_requests.models.dossiers import Dossier
from extension_requests.models.figures import Figure, Sheet, Unit
from extension_requests.queries.group import members_of
from extension_requests.rules.machine import RequestState
from tests.committees.offices import represented_by
from tests.factories.accounts import make_account
from tests.factories.offices import SOURCED, make_term
from tests.factories.states import added
from tests.journeys.conftest import DESK, PHONE_DARK
from tests.journeys.house import House
from tests.journeys.looking import assert_good_page

pytestmark = pytest.mark.browser

ON = date(2026, 11, 20)
BY = Actor("Ada Officer", datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
ADDRESS = "/apmbc/requests/5/chad/9"
OpenFor = Callable[[str], Page]


def request_of_chad() -> dict[str, User]:
    """Before the Committee as it is on record; the accounts of those who act, by what they are."""
    body: Any = get_body("APMBC", "article-5-implementation")
    with transaction():
        meeting: Any = find_meeting("APMBC", "23MSP")
        meeting.starts_on, meeting.ends_on = date(2027, 6, 14), date(2027, 6, 18)
        for seat, iso3 in enumerate(("AUT", "PER"), start=1):
            make_term(body, seat, iso3, "22MSP")
        chairs = {"convention": "APMBC", "body": body.slug, "iso3": "AUT"}
        added(Chairing(**chairs, until_at="23MSP", **SOURCED))
        about = {"convention": "APMBC", "body": body.slug, "title": "Chad", "iso3": "TCD"}
        file = added(BodyFile(**about, opened_on=date(2026, 10, 1)))
        place = {"convention": "APMBC", "article": "5", "iso3": "TCD", "number": 9, "meeting": "23MSP"}
        days = {"state_since": ON, "deadline": date(2029, 1, 1), "opened_on": date(2026, 10, 1)}
        asked = {"received_on": date(2026, 10, 5), "asked_until": date(2034, 1, 1), "asked_months": 60, "version": 1}
        made = {"body": body.slug, "file_id": file.id, "created_at": BY.at, "created_by": BY.name}
        dossier = added(Dossier(state=RequestState.IN_COMPLETENESS, **place, **days, **asked, **made))
        figure = {"dossier_id": dossier.id, "version": 1, "unit": Unit.SQUARE_METRES, "kind": "all"}
        for year in range(2021, 2026):
            added(Figure(sheet=Sheet.PROGRESS, year=year, method="cleared", amount=1_000_000 + year, **figure))
            added(Figure(sheet=Sheet.PROGRESS, year=year, method="cancelled", amount=500_000, **figure))
            added(Figure(sheet=Sheet.TARGETS, year=year + 8, method="", amount=2_000_000, **figure))
    members = sorted(members_of(dossier, on=ON), key=lambda each: not each.chairs)
    found = {
        f"member {place}" if place else "chair": represented_by(body, SimpleNamespace(iso3=each.iso3))  # type: ignore[arg-type]
        for place, each in enumerate(members)
    }
    asking = represented_by(
        get_body("APMBC", "victim-assistance"), SimpleNamespace(iso3="TCD"), account=make_account(Role.OBSERVER)
    )  # type: ignore[arg-type]
    return {**found, "Chad": asking, "ISU": make_account(Role.ISU_OFFICER, name="Ida Officer")}


@pytest.fixture
def people(house: House) -> dict[str, list[dict[str, str]]]:
    """What the browsers of those who act hold."""
    with house.app.app_context():
        return {name: house.cookies_of_account(account) for name, account in request_of_chad().items()}


@pytest.fixture
def open_for(house: House, browser: Browser, people: dict[str, list[dict[str, str]]]) -> Iterator[OpenFor]:
    with ExitStack() as stack:

        def open_page(name: str) -> Page:
            context = browser.new_context(
                base_url=house.address, viewport={"width": 1400, "height": 900}, locale="en-GB"
            )
            stack.callback(context.close)
            context.add_cookies(people[name])  # type: ignore[arg-type]
            page = context.new_page()
            page.goto(ADDRESS)
            return page

        yield open_page


def look_at(page: Page, name: str) -> None:
    """On a desk, and on a telephone."""
    assert_good_page(page, f"request-{name}.desk")
    page.set_viewport_size({"width": PHONE_DARK.width, "height": PHONE_DARK.height})
    assert_good_page(page, f"request-{name}.phone")
    page.set_viewport_size({"width": DESK.width, "height": DESK.height})


def test_a_request_goes_through_its_group(people: dict[str, Any], open_for: OpenFor) -> None:
    chair, member, officer, chad = (open_for(each) for each in ("chair", "member 1", "ISU", "Chad"))
    member.goto(f"{ADDRESS}/questions")
    look_at(member, "no-questions")
    member.get_by_role("link", name="Write a question").click()
    member.get_by_label("Question", exact=True).fill("How many teams work in the north?")
    member.get_by_label("On which item of the checklist").select_option("A15")
    member.get_by_role("button", name="Add the question").click()
    look_at(member, "questions")
    officer.goto(f"{ADDRESS}/inputs/invite")
    officer.get_by_label("ICRC", exact=True).check()
    officer.get_by_label("Address of ICRC").fill("mines@icrc.example")
    look_at(officer, "invite")
    officer.get_by_role("button", name="Look it over").click()
    look_at(officer, "invite-review")
    officer.get_by_role("button", name="Invite them").click()
    look_at(officer, "inputs")
    chair.goto(ADDRESS)
    look_at(chair, "dossier")
    chair.get_by_role("link", name="Send questions to the State").first.click()
    look_at(chair, "ask")
    chair.get_by_role("button", name="Send the round").click()
    officer.goto(f"{ADDRESS}/questions/1/answer")
    officer.get_by_label("Answered on").fill("2026-11-20")
    officer.get_by_label("What the State answered").fill("Twelve teams, in two shifts.")
    officer.get_by_role("button", name="Record it").click()
    officer.get_by_role("link", name="Close the round").click()
    officer.get_by_role("button", name="Close the round").click()
    chair.goto(f"{ADDRESS}/inputs/close")
    chair.get_by_role("button", name="Close the inputs").click()
    chair.goto(f"{ADDRESS}/analysis/begin")
    look_at(chair, "begin")
    chair.get_by_label("Why it is begun although something is missing").fill("The meeting is near.")
    chair.get_by_role("button", name="Begin the analysis").click()
    look_at(chair, "analysis")
    member.goto(f"{ADDRESS}/analysis/plan/edit")
    look_at(member, "section")
    member.get_by_label("Text").fill("Chad works with twelve teams in two shifts.")
    member.get_by_role("button", name="Save the section").click()
    chair.goto(f"{ADDRESS}/analysis")
    chair.get_by_role("link", name="Put it before the group").first.click()
    chair.get_by_role("button", name="Put it before the group").click()
    officer.goto(f"{ADDRESS}/analysis/shown-to-state")
    officer.get_by_role("button", name="Record it").click()
    for name in [each for each in people if each == "chair" or each.startswith("member")]:
        page = open_for(name)
        page.goto(f"{ADDRESS}/analysis/agree")
        page.get_by_label("The State agrees to this version").check()
        page.get_by_role("button", name="Send the answer").click()
    look_at(chair, "before-issue")
    chad.goto(ADDRESS)
    assert "Twelve teams" not in chad.content()
    look_at(chad, "of-the-state")
    officer.goto(f"{ADDRESS}/analysis")
    officer.get_by_role("link", name="Give it a symbol").click()
    officer.get_by_role("button", name="Give the symbol").click()
    officer.get_by_role("link", name="Issue it").click()
    officer.get_by_role("button", name="Issue it").click()
    chad.goto(f"{ADDRESS}/analysis")
    assert "Chad works with twelve teams" in chad.content()
    look_at(chad, "issued")
    chad.goto(f"{ADDRESS}/group")
    look_at(chad, "group")
