"""Real worker processes of an office with one kind of letter, which end where they are told to.

They are forked from a process that has imported everything: one starts in a fraction of a second.
"""

import faulthandler
import multiprocessing
import os
import signal
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import structlog
from flask import Flask
from sqlalchemy import Engine, event

from application import create_app
from core.audit.workflow import Actor
from core.clock import Clock, now
from core.db import DATABASE_AWAY, db, transaction
from core.jobs.workers import worker_name
from core.outbox.delivery import At, nothing, open_delivery
from core.outbox.jobs import expire_what_is_over
from core.outbox.kinds import Enclosure, NotSent, OutboxKind, OutboxKinds, Outgoing
from core.outbox.models import IN_HAND, Mailing, MessageState, OutboxMessage
from core.outbox.rules import Patience
from core.outbox.sending import Station, send_what_is_due
from core.outbox.sweeping import sweep
from core.outbox.workflow.mailings import make_mailing
from core.outbox.workflow.messages import Wanted, put_out_all
from tests.conftest import config_for_tests

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BRIEF = Patience(connecting=5, command=5, text=5, answer=5, claim=30, handing_over=30, lane=30, recording=30)
START = multiprocessing.get_context("forkserver")
START.set_forkserver_preload(["tests.outbox.workers"])
WITHIN_SECONDS = 40


def letters(messages: Sequence[OutboxMessage]) -> dict[int, Outgoing | NotSent]:
    enclosures = (Enclosure("letter.docx", DOCX, b"the letter"),)
    return {each.id: Outgoing(f"Letter {each.subject_id}", "Excellency", enclosures=enclosures) for each in messages}


LETTER = OutboxKind("letter", letters)


@dataclass(frozen=True)
class AheadClock(Clock):
    """A clock that is wrong by so much."""

    ahead: timedelta

    def now(self) -> datetime:
        return super().now() + self.ahead


@dataclass(frozen=True)
class Office:
    """Where the processes work. house_kinds: with the messages of the house, not only the letter of this file."""

    database_url: str
    folder: Path
    mail_url: str
    connections: int = 4
    house_kinds: bool = False

    def open(self) -> Flask:
        config = replace(
            config_for_tests(self.database_url, self.folder),
            mail_sink=self.mail_url,
            mail_connections=self.connections,
        )
        app = create_app(config)
        if not self.house_kinds:
            app.extensions["outbox kinds"] = OutboxKinds.of(LETTER)
        return app


@dataclass(frozen=True)
class Orders:
    """kill_at: the point at which the worker kills itself, the `kill_after`-th time. ahead: how wrong its clock is.

    full_while: as long as this file is there, the SQLite file may not grow beyond as many pages as the file says.
    """

    kill_at: str = ""
    kill_after: int = 1
    ahead: timedelta = timedelta()
    until_stopped: bool = False
    impatient_for_locks: bool = False
    full_while: Path | None = None


class Nursery:
    """A process that has the office open, without a connection, and forks workers from it within milliseconds."""

    def __init__(self, office: Office) -> None:
        self._orders, theirs = START.Pipe()
        self._process = START.Process(target=_nurse, args=(office, theirs))
        self._process.start()
        assert self._orders.poll(WITHIN_SECONDS), "the workers' parent did not start"
        self._orders.recv()

    def start(self, orders: Orders = Orders()) -> int:
        """The number of the new process."""
        return self._asked(orders)

    def ended(self, worker: int) -> int:
        """How it ended: 0 well, -9 killed."""
        return self._asked(worker)

    def send(self, *orders: Orders) -> list[int]:
        """Workers at the same time; how each has ended."""
        return [self.ended(worker) for worker in [self.start(each) for each in orders]]

    def stop(self, worker: int) -> int:
        os.kill(worker, signal.SIGTERM)
        return self.ended(worker)

    def close(self) -> None:
        self._orders.close()
        self._process.join(10)

    def _asked(self, question: object) -> int:
        self._orders.send(question)
        assert self._orders.poll(WITHIN_SECONDS), "the workers are stuck"
        answer: int = self._orders.recv()
        return answer


def _nurse(office: Office, orders: Connection) -> None:
    app = office.open()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    os.setpgid(0, 0)
    _warm_up(app)
    orders.send("ready")
    while True:
        try:
            asked = orders.recv()
        except EOFError:
            os.killpg(0, signal.SIGKILL)
        if isinstance(asked, int):
            orders.send(os.waitstatus_to_exitcode(os.waitpid(asked, 0)[1]))
        elif child := os.fork():
            orders.send(child)
        else:
            orders.close()
            faulthandler.dump_traceback_later(WITHIN_SECONDS - 5)  # one that is stuck says where
            try:
                _work(app, asked)
                os._exit(0)
            except BaseException:  # noqa: BLE001 - said, and told by its exit code
                traceback.print_exc()
                os._exit(1)


def station(app: Flask, *, at: At = nothing, stop: Callable[[], bool] = lambda: False) -> Station:
    config = app.config["CHANCERY"]
    return Station(
        worker=worker_name(),
        house_address=config.house_address,
        connections=config.mail_connections,
        clock=now,
        connect=lambda: open_delivery(config, patience=BRIEF, at=at),
        stop=stop,
        patience=BRIEF,
        at=at,
    )


def put_out(count: int, *, title: str = "Letters", not_after: datetime | None = None) -> Mailing:
    with transaction():
        mailing = make_mailing("letter", title, "APMBC", now(), not_after, False, Actor("The unit", now()))
        addresses = [f"mission{number}.m{mailing.id}@state.example" for number in range(count)]
        put_out_all(mailing, [Wanted(each.partition("@")[0], each, "Mission") for each in addresses])
    return mailing


def states_of(mailing: Mailing) -> dict[str, MessageState]:
    """The state of each address, read anew."""
    db.session.rollback()
    rows = db.session.query(OutboxMessage.address, OutboxMessage.state).where(OutboxMessage.mailing_id == mailing.id)
    return dict(rows.tuples())


def _warm_up(app: Flask) -> None:
    """One letter: what the database is asked is worked out once, for all workers."""
    with app.app_context():
        put_out(1, title="Warm-up")
    _work(app, Orders())
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with app.app_context():
        db.engine.dispose()


def _work(app: Flask, orders: Orders) -> None:
    app.extensions["clock"] = AheadClock(orders.ahead)
    _make_difficult(orders)
    seen = 0

    def at(point: str) -> None:
        nonlocal seen
        seen += point == orders.kill_at
        if point == orders.kill_at and seen == orders.kill_after:
            os.kill(os.getpid(), signal.SIGKILL)

    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    while not stopping and (_worked(app, at, lambda: stopping) or orders.until_stopped or _pending(app)):
        time.sleep(0.02)


def _worked(app: Flask, at: At, stop: Callable[[], bool]) -> int:
    """How many attempts ended; some work must still be done where the database was away."""
    try:
        with app.app_context():
            with transaction():
                sweep(at=now(), patience=BRIEF)
            expire_what_is_over()
            return send_what_is_due(station(app, at=at, stop=stop))
    except DATABASE_AWAY:
        return 1


def _make_difficult(orders: Orders) -> None:
    if orders.impatient_for_locks:
        event.listen(Engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=100"))
    if full := orders.full_while:
        most = "PRAGMA max_page_count="
        event.listen(
            Engine,
            "begin",
            lambda connection: connection.exec_driver_sql(most + (full.read_text() if full.exists() else "999999")),
        )


def _pending(app: Flask) -> bool:
    """Whether others may still be at it."""
    with app.app_context():
        return bool(
            db.session.query(OutboxMessage.id)
            .where(OutboxMessage.state.in_(IN_HAND))
            .where(OutboxMessage.lease_until > now())
            .first()
        )
