"""A request comes in: registered with its files, checked, its tables taken in, revised; every page looked at."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.permissions import Role
from core.sheets.writing import write_xlsx
from extension_requests.tables_file import COLUMNS
from tests.factories.requests import word_file
from tests.journeys.conftest import DESK, PHONE, OpenAs
from tests.journeys.looking import shortcomings, shot

pytestmark = pytest.mark.browser

HERE = "/ccm/requests/4/chad/3"
TABLES = (
    ("baseline", "", "confirmed", "", 12_400_000, "m2"),
    ("progress", 2024, "confirmed", "cleared", 7_100_000, "m2"),
    ("remaining", "", "confirmed", "", 5_200_000, "m2"),
    ("targets", 2028, "confirmed", "", 5_200_000, "m2"),
    ("budget", 2028, "missing", "", 2_000_000, "USD"),
)


def test_a_request_is_registered_checked_and_revised(open_as: OpenAs, tmp_path: Path) -> None:
    first, revised, tables = tmp_path / "request.docx", tmp_path / "revised.docx", tmp_path / "tables.xlsx"
    first.write_bytes(word_file("Chad asks for 24 months.", "The work goes on.").content)
    revised.write_bytes(word_file("Chad asks for 36 months.", "The work goes on.").content)
    tables.write_bytes(write_xlsx(COLUMNS, TABLES, "Tables"))
    page, found = open_as(Role.ISU_OFFICER, "/ccm/requests/new"), Looked()
    page.get_by_label("State", exact=True).select_option("chad")
    page.get_by_label("Article", exact=True).select_option("4")
    page.get_by_role("button", name="Open the dossier").click()

    page.goto(f"{HERE}/submit")
    found.at(page, "submit")
    page.get_by_label("Months asked for").fill("61")
    page.get_by_label("Request", exact=True).set_input_files(first)
    page.get_by_label("Note verbale or signed letter").set_input_files(first)
    page.get_by_role("button", name="Register the request").click()
    expect(page.get_by_role("alert")).to_contain_text("may run until 1 October 2031 at most")
    found.at(page, "submit-refused")
    page.get_by_label("Months asked for").fill("24")
    page.get_by_label("Request", exact=True).set_input_files(first)
    page.get_by_label("Note verbale or signed letter").set_input_files(first)
    page.get_by_role("button", name="Register the request").click()
    expect(page.get_by_text("until 1 October 2028, 24 months")).to_be_visible()

    page.goto(f"{HERE}/acknowledge")
    page.get_by_label("Letter to the State").set_input_files(first)
    page.get_by_label("Circular to all States Parties").set_input_files(first)
    page.get_by_role("button", name="Record it").click()
    page.goto(f"{HERE}/open-check")
    found.at(page, "open-check")
    page.get_by_role("button", name="Open the check").click()

    page.goto(f"{HERE}/completeness/reading")
    for item, finding in (("C1", "met"), ("C4", "missing")):
        reading = page.locator(f"#item-{item}")
        reading.get_by_label("Finding").select_option(finding)
        reading.get_by_label("Page").fill("12")
        reading.get_by_label("Note").fill("Table 3 is empty.")
    found.at(page, "reading")
    page.get_by_role("button", name="Save my findings").click()
    found.at(page, "completeness")

    page.goto(f"{HERE}/figures/import")
    found.at(page, "import")
    page.get_by_label("CSV or XLSX file").set_input_files(tables)
    page.get_by_role("button", name="Read the file").click()
    found.at(page, "import-shown")
    page.get_by_role("button", name="Take them in").click()
    expect(page.get_by_text("100,000 m² are not accounted for.")).to_be_visible()
    found.at(page, "figures")

    page.goto(f"{HERE}/revise")
    page.get_by_label("Months asked for now").fill("36")
    page.get_by_label("Revised request").set_input_files(revised)
    found.at(page, "revise")
    page.get_by_role("button", name="Register it").click()
    page.get_by_role("link", name="What changed").click()
    expect(page.locator("ins")).to_have_text("36 ")
    found.at(page, "changes")
    page.goto(HERE)
    found.at(page, "dossier")
    page.goto(f"{HERE}/completeness")
    page.get_by_role("button", name="Take my findings over").click()
    expect(page.get_by_text("2 findings were taken over.")).to_be_visible()
    found.at(page, "completeness-of-version-2")

    phone = open_as(Role.OBSERVER, HERE, PHONE)
    found.at(phone, "dossier-for-everybody")
    expect(phone.get_by_role("heading", name="Completeness", exact=True)).to_have_count(0)
    assert found.complaints == []


class Looked:
    """What there was to complain about on the pages looked at, on a desk and on a telephone."""

    def __init__(self) -> None:
        self.complaints: list[str] = []

    def at(self, page: Page, name: str) -> None:
        for look in (PHONE, DESK):
            page.set_viewport_size({"width": look.width, "height": look.height})
            shot(page, f"request-{name}.{look.name}")
            self.complaints += [f"{name}, {look.name}: {each}" for each in shortcomings(page)]
