"""How long the pages take, in process, and how often they ask the database: `python -m bench.pages`.

The shipped registers in a fresh SQLite file; a person with all rights; medians over 100 requests after five. Beside
the time that passed stands the processor's, which a busy machine does not lengthen as much.
"""

import gc
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import structlog
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event, select, update

from application import create_app, load_shipped
from core.clock import StoppedClock, now
from core.db import db
from core.outbox.models import MessageState, OutboxMessage
from core.permissions import Role
from correspondence.queries.campaigns import get_campaign
from tests.conftest import Browser, config_for_tests
from tests.correspondence.outgoing import scheduled
from tests.factories.accounts import sign_in
from tests.factories.letters import approve_drafts
from tests.states_parties.pages import send

REQUESTS = 100
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
# name, address, the most questions besides those about the person, the most milliseconds at the median
PAGES = (
    ("register of States, 197 rows", "/apmbc/states", 6, 20),
    ("register as of 3 March 2021", "/apmbc/states?on=2021-03-03", 6, 20),
    ("State page", "/apmbc/states/bosnia-and-herzegovina", 14, None),
    ("desk", "/apmbc/", None, None),
    ("deadlines", "/apmbc/deadlines", None, None),
    ("reports", "/ccm/reports", None, None),
    ("contacts, 208 rows", "/states/contacts", None, None),
    ("campaign while 164 letters leave", "/apmbc/letters/1", None, 100),
    ("its progress", "/apmbc/letters/1/progress", None, 20),
    ("its letters", "/apmbc/letters/1/states", None, None),
)


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory() as folder:
        app = office(Path(folder))
        client = app.test_client()
        with app.app_context():
            sign_in(client, role=Role.ADMINISTRATOR)
            db.session.commit()
        _letters_leave(app, client)
        print(f"{'page':<32}{'p50 ms':>9}{'p95 ms':>9}{'p50 CPU':>9}{'KB':>6}  questions (besides one for the person)")
        for name, address, most, limit in PAGES:
            milliseconds, processor, size = timed(client, address)
            asked = questions(app, client, address)
            median, slow = statistics.median(milliseconds), statistics.quantiles(milliseconds, n=20)[-1]
            kept = "" if most is None else f" of at most {most}"
            wanted = "" if limit is None else f"  (at most {limit} ms)"
            times = f"{median:>9.1f}{slow:>9.1f}{statistics.median(processor):>9.1f}"
            print(f"{name:<32}{times}{size / 1024:>6.0f}  {asked}{kept}{wanted}")


def office(folder: Path) -> Flask:
    app = create_app(config_for_tests(f"sqlite:///{folder / 'bench.sqlite3'}", folder), clock=StoppedClock(NOW))
    gc.freeze()  # as wsgi.py does for every process that serves
    app.test_client_class = Browser
    with app.app_context():
        upgrade()
        load_shipped()
    return app


def _letters_leave(app: Flask, client: Browser) -> None:
    """The tailored letters of 2021 are on their way: half have been accepted, one is in hand."""
    send(client, "/apmbc/letters/new?on=2021-03-03", {})
    with app.app_context():
        campaign = get_campaign("APMBC", 1)
        approve_drafts(campaign)
        scheduled(campaign)
        ids = db.session.scalars(select(OutboxMessage.id)).all()
        half, last = OutboxMessage.id.in_(ids[: len(ids) // 2]), OutboxMessage.id == ids[-1]
        accepted = {"state": MessageState.ACCEPTED, "accepted_at": now()}
        in_hand = {"state": MessageState.CLAIMED, "lease_token": "bench", "lease_until": now()}
        db.session.execute(update(OutboxMessage).where(half).values(**accepted))
        db.session.execute(update(OutboxMessage).where(last).values(**in_hand))
        db.session.commit()


def timed(client: Browser, address: str) -> tuple[list[float], list[float], int]:
    """Milliseconds that passed, milliseconds of the processor, size of the page."""
    passed, processor = [], []
    for _ in range(REQUESTS + 5):
        before, used = time.perf_counter(), time.process_time()
        answer = client.get(address)
        passed.append((time.perf_counter() - before) * 1000)
        processor.append((time.process_time() - used) * 1000)
        assert answer.status_code == 200, address
    return passed[5:], processor[5:], len(answer.get_data())


def questions(app: Flask, client: Browser, address: str) -> int:
    sent: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement != "BEGIN" and "FROM users" not in statement:
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    client.get(address)
    event.remove(engine, "before_cursor_execute", note)
    return len(sent)


if __name__ == "__main__":
    main()
