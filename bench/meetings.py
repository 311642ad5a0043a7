"""How long planning a meeting takes, in process: `python -m bench.meetings`.

The demonstration's 19MSP with twenty timed pieces and more; an agenda of sixty items of which one is moved up and down
again (the act and the page that answers it); the agenda as a Word file. Medians; beside the time that passed stands the
processor's, which a busy machine does not lengthen as much.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import structlog
from flask import Flask
from lxml import html

from bench.pages import NOW, office, questions, timed
from core.audit.workflow import Actor
from core.db import transaction
from core.permissions import Role
from meetings.queries.agenda import agenda_of
from meetings.queries.meetings import get_meeting
from meetings.rules.agenda_list import items_in
from meetings.workflow.agenda import add_items
from tests.conftest import Browser
from tests.factories.accounts import sign_in

TIMES = 50
ITEMS = "\n".join(f"Item {number}\n  First part\n  Second part" for number in range(1, 21))
# name, address, the most questions besides those about the person, the most milliseconds of the processor
PAGES = (
    ("meeting page", "/apmbc/meetings/19MSP", 8, 16),
    ("timetable, being planned", "/apmbc/meetings/19MSP/timetable", None, None),
    ("programme of work", "/apmbc/meetings/19MSP/programme", 8, 16),
    ("agenda of 60 items", "/apmbc/meetings/20MSP/agenda", None, None),
)
MOST_FOR_A_MOVE, MOST_FOR_A_DOCUMENT = 100, 300  # milliseconds


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory() as folder:
        app = office(Path(folder))
        client = app.test_client()
        with app.app_context():
            sign_in(client, role=Role.ADMINISTRATOR)
            moved = agenda_of_sixty()
        print(f"{'what':<32}{'p50 ms':>9}{'p50 CPU':>9}")
        for name, address, most, limit in PAGES:
            tell_page(app, client, name, address, most, limit)
        tell("an item moved, and the page", lambda: move(client, moved), MOST_FOR_A_MOVE)
        tell("agenda as a Word file", lambda: client.get("/apmbc/meetings/20MSP/agenda.docx"), MOST_FOR_A_DOCUMENT)


def agenda_of_sixty() -> int:
    """The 20MSP has sixty items; the one that is moved."""
    meeting = get_meeting("APMBC", "20MSP")
    with transaction():
        add_items(meeting, items_in(ITEMS), under=None, by=Actor("bench", NOW))
    return agenda_of(meeting.id).lines[30].item.id


def move(client: Browser, item_id: int) -> None:
    """Up and down in turn, as a browser does it: the form, and the page that it is sent on to."""
    move.ups = not getattr(move, "ups", False)  # type: ignore[attr-defined]
    page = f"/apmbc/meetings/20MSP/agenda/items/{item_id}/move"
    how = "up" if move.ups else "down"  # type: ignore[attr-defined]
    answer = client.post(page, data={"how": how, "csrf_token": token(client)}, follow_redirects=True)
    assert answer.status_code == 200


def token(client: Browser, known: dict[Browser, str] = {}) -> str:  # noqa: B006 - kept from one act to the next
    if client not in known:
        page = client.get("/account").get_data(as_text=True)
        known[client] = html.fromstring(page).xpath("//input[@name='csrf_token']/@value")[0]
    return known[client]


def tell_page(app: Flask, client: Browser, name: str, address: str, most: int | None, limit: int | None) -> None:
    if client.get(address).status_code == 404:
        print(f"{name:<32}  there is no such page yet")
        return
    passed, processor, size = timed(client, address)
    asked = questions(app, client, address)
    figures = f"{statistics.median(passed):>9.1f}{statistics.median(processor):>9.1f}"
    kept = "" if most is None else f" of at most {most}"
    wanted = "" if limit is None else f"  (at most {limit} ms CPU)"
    print(f"{name:<32}{figures}  {size / 1024:.0f} KB, {asked} questions{kept}{wanted}")


def tell(name: str, act: Callable[[], object], limit: int) -> None:
    passed, processor = [], []
    for _ in range(TIMES + 5):
        before, used = time.perf_counter(), time.process_time()
        act()
        passed.append((time.perf_counter() - before) * 1000)
        processor.append((time.process_time() - used) * 1000)
    figures = f"{statistics.median(passed[5:]):>9.1f}{statistics.median(processor[5:]):>9.1f}"
    print(f"{name:<32}{figures}  (at most {limit} ms)")


if __name__ == "__main__":
    main()
