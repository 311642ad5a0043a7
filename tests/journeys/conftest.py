"""Journeys in a real Chromium: a house per file, pages at the sizes and themes people have."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from core.permissions import Role
from tests.journeys.house import House, house_with_registers, installed_browser


@dataclass(frozen=True)
class Look:
    """A screen and a theme. The theme is the device's: pages follow it without a choice of their own."""

    name: str
    width: int
    height: int
    theme: str


DESK = Look("desk", 1400, 900, "light")
DESK_DARK = Look("desk-dark", 1400, 900, "dark")
PHONE = Look("phone", 360, 740, "light")
PHONE_DARK = Look("phone-dark", 360, 740, "dark")

OpenAs = Callable[..., Page]


@pytest.fixture(scope="session", autouse=True)
def browser_is_there() -> None:
    if installed_browser() is None:
        reason = "NO CHROMIUM: the journeys did not run. Install chromium, or name one in $CHROMIUM."
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """For pytest-playwright: the Chromium of this machine. As root it only starts without its sandbox."""
    sandboxed = os.geteuid() != 0
    return {"executable_path": installed_browser(), "args": [] if sandboxed else ["--no-sandbox"]}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house_with_registers(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture
def open_as(house: House, browser: Browser) -> Iterator[OpenAs]:
    """open_as(role, address, look): the page as a new account of that role sees it (None: nobody signed in).

    Whatever the browser complains about on the way, a refused style or script included, fails the test.
    """
    contexts = []
    complaints: list[str] = []

    def noted(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            complaints.append(message.text)

    def open_page(role: Role | None, address: str, look: Look = DESK) -> Page:
        context = browser.new_context(
            base_url=house.address,
            viewport={"width": look.width, "height": look.height},
            color_scheme=look.theme,
            locale="en-GB",
        )
        contexts.append(context)
        if role:
            context.add_cookies(house.cookies_of(role))
        page = context.new_page()
        page.on("console", noted)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
