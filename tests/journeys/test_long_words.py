"""Words as long as people can write them, and rosters on a telephone: nothing breaks the page or hides the rest."""

from datetime import date

import pytest
from playwright.sync_api import Locator

from committees.models.work import ActivityKind, Owner
from committees.rules.due import DueRule
from committees.workflow.activities import record_activity
from committees.workflow.decisions import record_decision
from committees.workflow.files import open_file
from committees.workflow.mandates import Decision, amend_mandate
from committees.workflow.reforms import make_scenario
from committees.workflow.slates import make_slate, nominate
from committees.workflow.tasks import TaskPlan, add_task
from conventions.models import Meeting
from core.db import db, transaction
from core.permissions import Role
from tests.factories.states import NOTE, OFFICER
from tests.journeys.conftest import DESK, PHONE, Look, OpenAs
from tests.journeys.house import House
from tests.journeys.looking import assert_good_page

pytestmark = pytest.mark.browser

HERE = ("APMBC", "cooperative-compliance")
BODY, AT = "/apmbc/committees/cooperative-compliance", "/apmbc/rotation/23MSP"
TODAY = date(2026, 11, 20)


def word(letters: int) -> str:
    return ("Donaudampfschifffahrtsgesellschaft" * 100)[:letters]


@pytest.fixture(scope="module")
def work(house: House) -> list[str]:
    """One long word wherever one can be written; the addresses of the pages that show them."""
    with house.app.app_context(), transaction():
        done = {"on": TODAY, "by": OFFICER}
        meeting = db.session.scalars(db.select(Meeting).filter_by(convention="APMBC", short="23MSP")).one()
        meeting.starts_on, meeting.ends_on = date(2026, 11, 16), TODAY
        file = open_file(*HERE, title=word(200), iso3="YEM", notes=word(900), opened_on=TODAY, **done)
        said = {"text": word(3000), "occasion": word(150), "decided_on": TODAY, "file_id": file.id, "follow_up": ()}
        decision = record_decision(*HERE, **said, **done)
        due = DueRule(meeting="23MSP", days=-14)
        task = add_task(*HERE, TaskPlan(word(200), Owner.ISU, due, file_id=file.id, details=word(3000)), **done)
        add_task(*HERE, TaskPlan("Write to States Parties", Owner.ISU, due), **done)
        days = {"starts_on": TODAY, "ends_on": TODAY, "sourcing": NOTE, "by": OFFICER}
        record_activity(*HERE, kind=ActivityKind.MEETING, what=word(300), details=word(3000), **days)
        slate = make_slate("APMBC", "23MSP", title=word(160), notes=word(600), by=OFFICER)
        named = {"body": HERE[1], "seat": 1, "iso3": "PER", "reason": word(300), "by": OFFICER}
        nominate("APMBC", "23MSP", slate.id, **named)
        points = ["Consider gender in its field", f"Consider {word(500)}"]
        kept = {"decision": Decision(), "starts_on": TODAY, "follows": 1, "sourcing": NOTE, "by": OFFICER}
        amend_mandate(*HERE, points=points, **kept)
        make_scenario("APMBC", title=word(160), description=word(900), sourcing=NOTE, by=OFFICER)
        of_one = (f"work/files/{file.id}", f"work/decisions/{decision.id}", f"work/tasks/{task.id}")
        of_body = ("work", "work/files", "work/decisions", "activities", "mandate?older=1&newer=2", *of_one)
        others = ("/apmbc/tasks", "/apmbc/reforms", "/apmbc/", AT, f"{AT}/{slate.id}", f"{AT}/{slate.id}/election")
        return [BODY, *(f"{BODY}/{page}" for page in of_body), f"{BODY}/work/tasks/{task.id}/change", *others]


@pytest.mark.parametrize("look", [DESK, PHONE], ids=lambda look: look.name)
def test_a_word_of_thousands_of_letters_stays_within_its_page(work: list[str], open_as: OpenAs, look: Look) -> None:
    page = open_as(Role.ADMINISTRATOR, "/account", look)
    for number, address in enumerate(work):
        page.goto(address)
        assert_good_page(page, f"long-words-{number}.{look.name}")
        assert [address, *covered_by_long_words(page.get_by_role("main"))] == [address]


def covered_by_long_words(main: Locator) -> list[str]:
    """Cells whose text runs over the next column."""
    found: list[str] = main.evaluate(
        """main => [...main.querySelectorAll("td, th")]
             .filter(cell => [...cell.querySelectorAll("*")].some(
               each => each.getBoundingClientRect().right > cell.getBoundingClientRect().right + 1))
             .map(cell => cell.outerHTML.slice(0, 120))"""
    )
    return found


def test_a_roster_on_a_telephone_has_low_rows_and_buttons_apart(open_as: OpenAs) -> None:
    page = open_as(Role.ISU_OFFICER, f"{BODY}?on=2021-06-24", PHONE)
    rows = page.locator(".register tbody tr").evaluate_all("rows => rows.map(row => row.offsetHeight)")
    assert len(rows) == 8
    assert max(rows) <= 120
    pack, roster = (page.get_by_role("link", name=name).bounding_box() for name in ("Briefing pack", "Roster (DOCX)"))
    assert pack
    assert roster
    assert roster["y"] - (pack["y"] + pack["height"]) >= 8


def test_both_columns_of_a_comparison_are_broad_enough_to_read_on_a_telephone(work: list[str], open_as: OpenAs) -> None:
    page = open_as(Role.ISU_OFFICER, f"{BODY}/mandate?older=1&newer=2", PHONE)
    cells = (
        page.locator(".side-by-side tbody tr")
        .first.locator("td")
        .evaluate_all("cells => cells.map(cell => cell.offsetWidth)")
    )
    assert cells[0] == cells[1]
    assert cells[0] >= 220
