"""Workers killed at every named point: nothing lost, nothing doubled, at most the letter in flight unknown."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from core.audit.workflow import Actor
from core.clock import now
from core.db import db, transaction
from core.outbox.models import Mailing, MessageState
from core.outbox.queries import messages_of
from core.outbox.rules import POINTS
from core.outbox.workflow import settle_unknown
from tests.conftest import fresh_database
from tests.outbox.mail_server import MailServer, mail_server
from tests.outbox.workers import Nursery, Office, Orders, put_out, states_of

LATER = timedelta(hours=1)  # when every lease has ended
IN_FLIGHT = POINTS[POINTS.index("handing-over-committed") : POINTS.index("outcome-committed")]
TAKEN_IN = POINTS[POINTS.index("final-dot-sent") :]
LETTERS = 6


@pytest.fixture(scope="module")
def server(database: str) -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def office(
    database: str, server: MailServer, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[Office]:
    folder: Path = tmp_path_factory.mktemp("kills")
    with fresh_database(database, folder, f"kills_{worker_id}") as url:
        yield Office(url, folder, server.url)


@pytest.fixture(scope="module")
def app(office: Office) -> Iterator[Flask]:
    app = office.open()
    with app.app_context():
        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def workers(office: Office) -> Iterator[Nursery]:
    nursery = Nursery(office)
    yield nursery
    nursery.close()


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_loses_nothing_and_doubles_nothing(point: str, app: Flask, workers: Nursery, server: MailServer) -> None:
    mailing = put_out(LETTERS)
    assert workers.send(Orders(kill_at=point, kill_after=1 if point in POINTS[:3] else 3)) == [-9]
    assert workers.send(*[Orders(ahead=LATER)] * 4) == [0, 0, 0, 0]

    states, counts = states_of(mailing), server.counts()
    unknown = [address for address, state in states.items() if state is MessageState.UNKNOWN]
    assert len(unknown) == (1 if point in IN_FLIGHT else 0)
    assert sorted(states.values()) == sorted(
        [MessageState.ACCEPTED] * (LETTERS - len(unknown)) + [MessageState.UNKNOWN] * len(unknown)
    )
    assert {address: counts[address] for address in states} == {
        address: 0 if address in unknown and point not in TAKEN_IN else 1 for address in states
    }
    if unknown:
        settle(mailing, server)
        assert workers.send(Orders(ahead=LATER)) == [0]
    assert {server.counts()[address] for address in states} == {1}
    assert set(states_of(mailing).values()) == {MessageState.ACCEPTED}


def settle(mailing: Mailing, server: MailServer) -> None:
    """A person looks at the server's log for what nobody knows, and decides."""
    with transaction():
        for message in messages_of(mailing):
            if message.state is MessageState.UNKNOWN:
                sent = server.counts()[message.address] == 1
                settle_unknown(message, sent, "The log of the mail server was read.", Actor("Ms Officer", now()))
