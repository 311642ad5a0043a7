"""The outbox in a browser: notices released, one of which nobody knows what became of it, settled; the rest stopped."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.outbox.jobs import send
from core.permissions import Role
from tests.journeys.conftest import DESK, PHONE, OpenAs
from tests.journeys.house import House, house_with_registers
from tests.journeys.looking import assert_good_page
from tests.outbox.mail_server import DROP, MailServer, Misbehaviour, mail_server

pytestmark = pytest.mark.browser

BOLIVIA = "permanent-mission-of-the-plurinational-state-of-bolivia@missions.example"
ADDRESSES = f"""Permanent Mission of Chad <chad@missions.example>
Permanent Mission of the Plurinational State of Bolivia to the United Nations Office <{BOLIVIA}>
peru@missions.example
Permanent Mission of Togo <togo@missions.example>"""


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def house(tmp_path: Path, server: MailServer) -> Iterator[House]:
    with house_with_registers(tmp_path, mail_sink=server.url) as house:
        yield house


def test_a_notice_on_its_way_one_settled_and_the_rest_stopped(
    house: House, open_as: OpenAs, server: MailServer
) -> None:
    page = open_as(Role.ISU_OFFICER, "/outbox/new")
    write_and_release(page)
    server.misbehaviours["peru@missions.example"] = Misbehaviour(at_end=[DROP])
    server.misbehaviours[BOLIVIA] = Misbehaviour(at_recipient=["450 4.2.0 Greylisted, come back in five minutes"])
    server.misbehaviours["togo@missions.example"] = Misbehaviour(at_recipient=["550 5.1.1 No such mailbox"])
    with house.app.app_context():
        send(lambda: False)
    look_at_it_under_way(page)
    stop(page)
    settle(page)


def write_and_release(page: Page) -> None:
    page.get_by_label("Title, for the office only").fill("Call for comments on the draft report")
    page.get_by_label("Addresses").fill(ADDRESSES)
    page.get_by_label("Subject").fill("Comments by Friday")
    page.get_by_label("Text", exact=True).fill("Dear colleague,\n\nplease read the draft and comment by Friday.")
    on_both(page, "outbox-1-write")
    page.get_by_role("button", name="Write the drafts").click()
    on_both(page, "outbox-2-held")
    page.get_by_role("link", name="Release…").click()
    expect(page.get_by_role("main")).to_contain_text("4 messages leave")
    on_both(page, "outbox-3-release")
    page.get_by_role("button", name="Release").click()


def look_at_it_under_way(page: Page) -> None:
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("sending")
    expect(page.get_by_role("main")).to_contain_text("3 of 4")
    headings = page.locator("thead th").all_inner_texts()
    assert headings[0] == "Recipient"
    on_both(page, "outbox-4-under-way")
    page.goto("/outbox")
    expect(page.get_by_role("region", name="To be settled by a person")).to_contain_text("peru@missions.example")
    on_both(page, "outbox-5-list")


def stop(page: Page) -> None:
    page.get_by_role("link", name="Call for comments").click()
    page.get_by_text("Other acts").click()
    page.get_by_role("link", name="Stop for good…").click()
    expect(page.get_by_role("main")).to_contain_text("1 message is withdrawn")
    page.get_by_label("Reason").fill("The chair asked for another text.")
    on_both(page, "outbox-6-stop")
    page.get_by_role("button", name="Stop for good").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("stopped")
    on_both(page, "outbox-7-stopped")


def settle(page: Page) -> None:
    page.goto("/outbox")
    page.get_by_role("link", name="peru@missions.example").click()
    expect(page.locator(".next-strip")).to_contain_text("Find out whether it arrived")
    on_both(page, "outbox-8-unknown")
    page.get_by_role("link", name="Settle…").click()
    before = page.locator("form").get_by_text(re.compile("What became of it|How you know")).all_inner_texts()
    assert [text.strip() for text in before] == ["What became of it", "How you know, or why it is sent again"]
    page.get_by_label("It counts as sent").check()
    page.get_by_label("How you know").fill("The log of the mail server says so.")
    on_both(page, "outbox-9-settle")
    page.get_by_role("button", name="Settle").click()
    page.goto("/outbox")
    expect(page.get_by_text("To be settled by a person")).to_have_count(0)


def on_both(page: Page, name: str) -> None:
    for look in (PHONE, DESK):
        page.set_viewport_size({"width": look.width, "height": look.height})
        assert_good_page(page, f"{name}-{look.name}")
