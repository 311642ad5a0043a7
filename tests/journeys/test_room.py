"""In the room: an item is opened, three speak by keyboard, the timer outlives a reload; decision, documents."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from core.clock import Clock
from core.docx.lint import read_back
from core.permissions import Role
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.house import House, house_with_registers
from tests.journeys.looking import assert_good_page

pytestmark = pytest.mark.browser

AT = "/apmbc/meetings/19MSP"


class MovingClock(Clock):
    """Time passes as it does outside, from the second morning of the 19MSP on, 10:05 in The Hague."""

    def __init__(self) -> None:
        self.began = datetime.now(UTC)

    def now(self) -> datetime:
        return datetime(2021, 11, 16, 9, 5, tzinfo=UTC) + (datetime.now(UTC) - self.began)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house_with_registers(tmp_path_factory.mktemp("room"), clock=MovingClock()) as house:
        yield house


@pytest.fixture
def context(house: House, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=house.address, locale="en-GB")
    context.add_cookies(house.cookies_of(Role.PRESIDENT))
    yield context
    context.close()


def on_both(page: Page, name: str) -> None:
    for look in (PHONE, DESK):
        page.set_viewport_size({"width": look.width, "height": look.height})
        assert_good_page(page, f"{name}-{look.name}")


def press(page: Page, key: str) -> None:
    """Once the page listens to keys."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def ask(page: Page, who: str) -> None:
    press(page, "a")
    expect(page.get_by_label("State or organisation")).to_be_focused()
    page.keyboard.type(who)
    page.keyboard.press("Enter")


def leave_field(page: Page) -> None:
    expect(page.get_by_label("State or organisation")).to_be_focused()
    press(page, "Escape")


def seconds(page: Page) -> int:
    """What the timer shows."""
    minutes, _colon, rest = page.locator(".timer-clock").inner_text().partition(":")
    return int(minutes) * 60 + int(rest)


def test_three_speak_by_keyboard_and_what_was_decided_stands_in_the_documents(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{AT}/room")
    expect(page.get_by_text("Third plenary meeting, Tuesday 16 November 2021")).to_be_visible()
    on_both(page, "room-1-before")
    press(page, "i")
    expect(page.get_by_role("heading", name="9 (a) Assistance to victims")).to_be_visible()

    ask(page, "ICRC")
    expect(page.get_by_text("International Committee of the Red Cross is on the list, as ICRC.")).to_be_visible()
    leave_field(page)
    ask(page, "Columbia")
    expect(page.get_by_role("alert")).to_contain_text("Did you mean Colombia")
    on_both(page, "room-2-unknown")
    page.get_by_label("State or organisation").fill("Colombia")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Colombia is on the list, as State Party.")).to_be_visible()
    leave_field(page)
    ask(page, "European Union")
    expect(page.locator(".waiting li strong")).to_have_text(
        ["European Union", "Colombia", "International Committee of the Red Cross"]
    )
    leave_field(page)
    press(page, "n")
    expect(page.locator(".speaker-name")).to_contain_text("European Union")
    expect(page.locator(".timer-word")).to_have_text("within the time")

    page.wait_for_timeout(2000)
    shown = seconds(page)
    page.reload()
    assert shown - 4 <= seconds(page) <= shown
    other = context.new_page()
    other.goto(f"{AT}/room/screen")
    assert abs(seconds(other) - seconds(page)) <= 1
    on_both(other, "room-3-projector")
    on_both(page, "room-4-speaking")

    press(page, "n")
    expect(page.locator(".speaker-name")).to_contain_text("Colombia")
    expect(other.locator(".projector-speaker")).to_have_text("Colombia", timeout=8000)  # it looks again by itself
    press(page, "Space")
    expect(page.get_by_role("heading", name="Nobody has the floor")).to_be_visible()
    press(page, "Space")
    expect(page.locator(".speaker-name")).to_contain_text("International Committee of the Red Cross")
    press(page, "Space")
    expect(page.get_by_text("3 have spoken")).to_be_visible()

    press(page, "d")
    page.get_by_label("Decision as taken").fill("The meeting welcomed the progress made (a trial).")
    page.get_by_label("by a vote").check()
    page.get_by_label("Votes in favour").fill("80")
    page.get_by_label("Votes against").fill("2")
    page.get_by_label("Abstentions").fill("5")
    page.get_by_label("States that took part in the vote").fill("90")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("alert")).to_contain_text("80 in favour, 2 against and 5 abstentions are 87, not 90.")
    on_both(page, "room-5-decision")
    page.get_by_label("States that took part in the vote").fill("87")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("The decision is recorded.")).to_be_visible()

    page.get_by_role("link", name="Minutes of this item").click()
    page.get_by_label("Minutes").fill("Delegations told what was done for victims since the last meeting.")
    page.get_by_role("button", name="Save the minutes").click()
    expect(page.get_by_text("The minutes are saved.")).to_be_visible()
    on_both(page, "room-6-minutes")
    for name, said in (
        ("Minutes (DOCX)", "Took the floor: European Union, Colombia and International Committee of the Red Cross."),
        ("Final document (DOCX)", "Delegations told what was done for victims since the last meeting."),
    ):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        paragraphs = read_back(download.value.path().read_bytes()).paragraphs
        assert any(said in each for each in paragraphs)
        assert any("The meeting welcomed the progress made (a trial)." in each for each in paragraphs)
    page.goto(f"{AT}/decisions")
    on_both(page, "room-7-decisions")
    page.goto(f"{AT}/decisions/3")
    on_both(page, "room-8-decision")
    page.goto(AT)
    on_both(page, "room-9-meeting")
