"""What a person who cares would check on every page."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCREENSHOTS = Path(__file__).resolve().parents[2] / "var" / "screenshots"


def assert_good_page(page: Page, name: str) -> None:
    """One heading, readable by everybody, nothing sticking out; a picture is kept for people to look at."""
    shot(page, name)
    assert shortcomings(page) == []


def shortcomings(page: Page) -> list[str]:
    return [*_headings(page), *_sticking_out(page), *_inaccessible(page)]


def shot(page: Page, name: str) -> None:
    """var/screenshots/<name>.png, the whole page."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


def _headings(page: Page) -> list[str]:
    count = page.locator("h1").count()
    return [] if count == 1 else [f"{count} headings of the first level"]


def _sticking_out(page: Page) -> list[str]:
    """The page itself never scrolls sideways; wide tables do so in their own frame."""
    found: list[str] = page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          return [...document.querySelectorAll("body *")]
            .filter((each) => each.getBoundingClientRect().right > width + 1)
            .filter((each) => !each.closest(".table-region, .table-responsive"))
            .slice(0, 5).map((each) => each.outerHTML.slice(0, 160)).concat(["the page is too wide"]);
        }"""
    )
    return found


def _inaccessible(page: Page) -> list[str]:
    """What axe finds serious or critical; of a long table it reads twenty rows. Source: WCAG 2.2 AA."""
    return [
        f"{each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes'][:3]]}"
        for each in Axe().run(page, context={"exclude": [["tbody tr:nth-child(n+21)"]]}).response["violations"]
        if each["impact"] in ("serious", "critical")
    ]
