"""An agenda taken over and changed, a timetable planned by keyboard alone, a version issued, read on a telephone."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from core.clock import StoppedClock
from core.permissions import Role
from tests.journeys.conftest import DESK, PHONE, OpenAs
from tests.journeys.house import House, house_with_registers
from tests.journeys.looking import assert_good_page

pytestmark = pytest.mark.browser

AT = "/apmbc/meetings/20MSP"
ISSUED = "/apmbc/meetings/19MSP"


def on_both(page: Page, name: str) -> None:
    for look in (PHONE, DESK):
        page.set_viewport_size({"width": look.width, "height": look.height})
        assert_good_page(page, f"{name}-{look.name}")


def press(button: Locator) -> None:
    """With the keyboard: as somebody without a mouse does."""
    button.focus()
    button.press("Enter")


def test_the_agenda_of_the_meeting_before_is_taken_over_and_changed(open_as: OpenAs) -> None:
    page = open_as(Role.ISU_OFFICER, f"{AT}/agenda")
    on_both(page, "agenda-1-empty")
    page.get_by_role("link", name="Begin the agenda").click()
    page.get_by_label("Begin with").select_option("19MSP")
    on_both(page, "agenda-2-begin")
    page.get_by_role("button", name="Take the items over").click()
    expect(page.locator("tr[data-item]")).to_have_count(27)
    on_both(page, "agenda-3-taken-over")

    press(page.get_by_role("button", name="Move “Ceremonial opening” down"))
    said = page.locator("body > [aria-live]")
    expect(said).to_have_text("“Ceremonial opening” is item 3 now.")
    expect(page.get_by_role("button", name="Move “Ceremonial opening” down")).to_be_focused()
    press(page.get_by_role("button", name="Put “Ceremonial opening” under the item before"))
    expect(said).to_have_text("“Ceremonial opening” is item 2 (a) now.")
    press(page.get_by_role("button", name="Undo"))
    expect(row(page, "Ceremonial opening")).to_contain_text("3 Ceremonial opening")

    drag(page, row(page, "Any other business"), row(page, "Matters under Articles 7 and 8"), 0.1)
    expect(said).to_have_text("“Any other business” is item 13 now.")
    drag(page, row(page, "Any other business"), row(page, "Organization of work"), 0.5)
    expect(said).to_have_text("“Any other business” is item 6 (a) now.")
    page.get_by_role("link", name="All acts").click()
    on_both(page, "agenda-4-acts")
    page.get_by_role("button", name="Undo: moved “13 Any other business”").click()
    expect(said).to_have_text("Undone: moved “13 Any other business”.")


def test_a_timetable_is_planned_by_keyboard_alone_and_a_version_issued(open_as: OpenAs) -> None:
    page = open_as(Role.ISU_OFFICER, f"{ISSUED}/timetable")
    on_both(page, "timetable-1")
    said = page.locator("body > [aria-live]")
    press(page.get_by_role("button", name="Move “9 (d) Cooperative compliance and national measures” before"))
    expect(piece(page, "9 (d)")).to_contain_text("15:00-15:45")
    expect(piece(page, "9 (b)")).to_contain_text("15:45-17:00")
    press(page.get_by_role("button", name="Make “9 (a) Assistance to victims” 5 minutes longer"))
    expect(said).to_contain_text("At another time now: “Break” and “9 (c) Cooperation and assistance”.")
    page.get_by_label("Shift later ones").focus()
    page.keyboard.press("Space")
    press(page.get_by_role("button", name="Make “9 (a) Assistance to victims” 5 minutes longer"))
    expect(said).to_contain_text("would take 5 minutes of “Break”")
    expect(piece(page, "9 (a)")).to_contain_text("10:00-11:05")
    where = page.get_by_label("Session for “9 (e) Destruction of stockpiles”")
    where.focus()
    where.select_option(label="19 Nov 10:00 Ninth plenary meeting")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(piece(page, "9 (e)")).to_contain_text("11:15-11:45")
    press(page.get_by_role("button", name="Take “13 Matters under Articles 7 and 8” out"))
    expect(page.get_by_role("heading", name="1 item without time")).to_be_visible()
    on_both(page, "timetable-2-changed")

    press(page.get_by_role("link", name="Issue a version…"))
    differences = page.locator(".differences")
    expect(differences).to_contain_text("Destruction of stockpiles")
    expect(differences).to_contain_text("dropped")
    on_both(page, "timetable-3-issue")
    press(page.get_by_role("button", name="Issue version 2"))
    expect(page.get_by_text("Version 2 of the timetable is issued.")).to_be_visible()
    page.goto(f"{ISSUED}/timetable/versions/2")
    on_both(page, "timetable-4-version")


def test_a_piece_is_dragged_into_another_session(open_as: OpenAs) -> None:
    page = open_as(Role.ISU_OFFICER, "/ccm/meetings/10MSP/timetable")
    drag(page, piece(page, "9 (c)"), piece(page, "9 (g)"), 0.1)
    expect(piece(page, "9 (c)")).to_contain_text("15:30-16:30")
    expect(piece(page, "9 (g)")).to_contain_text("16:30-16:50")


def test_a_list_is_pasted_and_parted_with_forms(open_as: OpenAs) -> None:
    page = open_as(Role.ISU_OFFICER, "/ccm/meetings/10MSP/timetable")
    page.get_by_role("link", name="Paste a list into “Sixth plenary meeting”").click()
    page.get_by_label("Pieces").fill("12:00 Statement of the host State 20\nClosing remarks 10 min")
    on_both(page, "timetable-5-paste")
    page.get_by_role("button", name="Place the pieces").click()
    expect(piece(page, "Closing remarks")).to_contain_text("12:20-12:30")


def test_a_lost_connection_says_so_and_the_act_can_be_done_again(house: House, browser: Browser) -> None:
    context = browser.new_context(base_url=house.address, locale="en-GB")
    context.add_cookies(house.cookies_of(Role.ISU_OFFICER))
    page = context.new_page()
    page.goto("/ccm/meetings/10MSP/agenda")
    context.set_offline(True)
    press(page.get_by_role("button", name="Move “Closing of the Meeting” up"))
    expect(page.get_by_role("main")).to_contain_text("The connection is lost. Nothing was changed")
    context.set_offline(False)
    press(page.get_by_role("button", name="Move “Closing of the Meeting” up"))
    expect(page.locator("body > [aria-live]")).to_have_text("“Closing of the Meeting” is item 14 now.")
    context.close()


@pytest.fixture(scope="module")
def during(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house on the second morning of the 19MSP, at 10:20 in The Hague."""
    clock = StoppedClock(datetime(2021, 11, 16, 9, 20, tzinfo=UTC))
    with house_with_registers(tmp_path_factory.mktemp("during"), clock=clock) as house:
        yield house


def test_a_delegate_sees_on_a_telephone_what_is_on_now(during: House, browser: Browser) -> None:
    context = browser.new_context(base_url=during.address, viewport={"width": 360, "height": 740}, locale="en-GB")
    context.add_cookies(during.cookies_of(Role.OBSERVER))
    page = context.new_page()
    page.goto(f"{ISSUED}/programme")
    expect(page.locator("[aria-current=time]")).to_contain_text("9 (a) Assistance to victims")
    assert_good_page(page, "programme-phone")
    page.get_by_role("link", name="Go to what is on now").click()
    expect(page.locator("#now")).to_be_in_viewport()
    page.set_viewport_size({"width": DESK.width, "height": DESK.height})
    assert_good_page(page, "programme-desk")
    page.goto(f"{ISSUED}/agenda")
    on_both(page, "agenda-5-issued")
    context.close()


def row(page: Page, title: str) -> Locator:
    return page.locator("tr[data-item]").filter(has_text=title)


def piece(page: Page, name: str) -> Locator:
    return page.locator("tr[data-piece]").filter(has=page.get_by_role("rowheader", name=name))


def drag(page: Page, what: Locator, onto: Locator, part: float) -> None:
    """Dropped at that part of the height of the other line; on a screen that shows both, so that nothing scrolls."""
    page.set_viewport_size({"width": DESK.width, "height": 2600})
    box = onto.bounding_box()
    assert box
    what.drag_to(onto, source_position={"x": 5, "y": 5}, target_position={"x": 150, "y": box["height"] * part})
