"""What a person who cares would check on every page."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCREENSHOTS = Path(__file__).resolve().parents[2] / "var" / "screenshots"


def assert_good_page(page: Page, name: str) -> None:
    """One heading, readable by everybody, nothing sticking out; a picture is kept for people to look at."""
    shot(page, name)
    assert page.locator("h1").count() == 1
    assert_fits(page)
    assert_accessible(page)


def assert_accessible(page: Page) -> None:
    """axe finds nothing serious or critical. Source: WCAG 2.2 AA."""
    found = Axe().run(page).response["violations"]
    assert [
        f"{each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes'][:3]]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ] == []


def assert_fits(page: Page) -> None:
    """The page itself never scrolls sideways; wide tables do so in their own frame."""
    sticking_out = """() => {
      const width = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= width) return [];
      return [...document.querySelectorAll("body *")]
        .filter((each) => each.getBoundingClientRect().right > width + 1)
        .filter((each) => !each.closest(".table-region, .table-responsive"))
        .slice(0, 5).map((each) => each.outerHTML.slice(0, 160)).concat(["the page is too wide"]);
    }"""
    assert page.evaluate(sticking_out) == []


def shot(page: Page, name: str) -> None:
    """var/screenshots/<name>.png, the whole page."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
