"""One's own account in a real browser: language, theme, second factor."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from playwright.sync_api import expect

from core.permissions import Role
from tests.journeys.conftest import PHONE, OpenAs
from tests.journeys.looking import assert_good_page

pytestmark = pytest.mark.browser


def test_the_second_factor_is_scanned_or_typed_and_confirmed(open_as: OpenAs) -> None:
    page = open_as(Role.CHAIR, "/account/second-factor", PHONE)
    page.get_by_role("button", name="Set it up").click()
    picture = page.get_by_alt_text("The key of your second factor as a QR code")
    expect(picture).to_be_visible()
    assert picture.evaluate("(image) => image.naturalWidth") > 0
    assert_good_page(page, "second-factor.phone")
    page.get_by_label("Code").fill(code_of(page.locator("main code").inner_text()))
    page.get_by_role("button", name="Set up the second factor").click()
    expect(page.get_by_text("Your second factor is set up.").first).to_be_visible()


def test_a_language_and_a_theme_stay_chosen(open_as: OpenAs) -> None:
    page = open_as(Role.CHAIR, "/account")
    menu = page.locator("summary", has_text="A person (chair)")
    menu.click()
    page.get_by_role("button", name="Français").click()
    html = page.locator("html")
    expect(html).to_have_attribute("lang", "fr")
    menu.click()
    page.locator("button[name=theme][value=dark]").click()
    expect(html).to_have_attribute("data-bs-theme", "dark")
    page.goto("/account")
    expect(html).to_have_attribute("lang", "fr")
    expect(page.locator("body")).to_have_css("color-scheme", "dark")
    assert_good_page(page, "account-in-french-and-dark")


def test_a_list_is_searched_from_the_keyboard_alone(open_as: OpenAs) -> None:
    page = open_as(Role.OBSERVER, "/apmbc/states")
    page.keyboard.press("/")
    page.keyboard.type("cote ivoire")
    page.keyboard.press("Enter")
    expect(page.locator("tbody th")).to_have_text([re.compile("Côte d.Ivoire")])
    page.get_by_role("link", name="Show all").click()
    expect(page.locator("tbody th")).to_have_count(197)


def code_of(key: str) -> str:
    """The six digits an authenticator shows now. Source: RFC 6238."""
    secret = base64.b32decode(key.replace(" ", "").replace("-", "").upper() + "=" * (-len(key.replace("-", "")) % 8))
    digest = hmac.digest(secret, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
