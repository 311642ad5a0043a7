"""Two act at the same moment, on real connections: neither waits for the other for ever, and nothing is done twice."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, BrokenBarrierError, get_ident
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select, update

from core.audit.workflow import Actor
from core.clock import now
from core.db import db, transaction
from core.jobs.workers import worker_name
from core.outbox.attempts import Attempt
from core.outbox.claims import begin, claim, keep
from core.outbox.jobs import look_after_outbox
from core.outbox.kinds import OutboxKinds
from core.outbox.models import DeliveryAttempt, Mailing, MailingState, MessageState, OutboxMessage
from core.outbox.outcomes import tell
from core.outbox.queries import mailings_over
from core.outbox.rules import Ending, Result
from core.outbox.sending import send_what_is_due
from core.outbox.sweeping import expire, sweep
from core.outbox.workflow.mailings import stop_mailing
from tests.outbox.mail_server import MailServer
from tests.outbox.workers import BRIEF, LETTER, put_out, states_of, station

REFUSED = Ending(Result.REFUSED, 550, "5.1.1 No such mailbox")
SECONDS_TO_MEET = 0.5


def at_once(app: Flask, *acts: Callable[[], Any]) -> list[Any]:
    """Each in a thread and on a connection of its own; what each has returned."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        with app.app_context():
            start.wait(10)
            return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [each.result(timeout=30) for each in [threads.submit(run, act) for act in acts]]


@contextmanager
def halfway_together() -> Iterator[None]:
    """Each waits after the first row it has changed until the other has changed one too, or cannot."""
    half, arrived = Barrier(2), set()

    def after(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("UPDATE") and get_ident() not in arrived:
            arrived.add(get_ident())
            with suppress(BrokenBarrierError):
                half.wait(SECONDS_TO_MEET)

    event.listen(db.engine, "after_cursor_execute", after)
    yield
    event.remove(db.engine, "after_cursor_execute", after)


def claimed(mailing: Mailing, *, worker: str = "", most: int = 20) -> list[Attempt]:
    with transaction():
        return claim(mailing.id, at=now(), worker=worker or worker_name(), patience=BRIEF, most=most)


def in_one_transaction(act: Callable[[], Any]) -> Callable[[], Any]:
    def run() -> Any:
        with transaction():
            return act()

    return run


def test_stopping_and_a_refusal_at_the_same_moment_both_come_to_their_end(desk: Flask) -> None:
    mailing = put_out(1)
    (attempt,) = claimed(mailing)

    def stop() -> None:
        stop_mailing(db.session.get_one(Mailing, mailing.id), "Wrong year", Actor("Ms Officer", now()))

    with halfway_together():
        at_once(desk, in_one_transaction(stop), in_one_transaction(lambda: tell(attempt, REFUSED, at=now())))
    db.session.refresh(mailing)
    assert mailing.state is MailingState.STOPPED
    assert set(states_of(mailing).values()) <= {MessageState.REFUSED, MessageState.WITHDRAWN}


def test_whoever_keeps_claims_or_sweeps_does_not_wait_for_one_that_is_being_changed(database: str, desk: Flask) -> None:
    if database == "sqlite":
        pytest.skip("of two who write in SQLite one always waits")
    mailing = put_out(3)
    attempts = claimed(mailing)
    busy, *others = [attempt.message.id for attempt in attempts]
    later = now() + timedelta(minutes=5)
    with db.engine.connect() as other, other.begin():
        other.execute(update(OutboxMessage).where(OutboxMessage.id == busy).values(recipient="Just being changed"))
        with transaction():
            db.session.execute(db.text("SET LOCAL lock_timeout = '2s'"))
            keep(attempts, at=later, patience=BRIEF)
        with transaction():
            db.session.execute(db.text("SET LOCAL lock_timeout = '2s'"))
            assert sweep(at=later + timedelta(hours=1), patience=BRIEF) >= len(others)
    states = dict(db.session.execute(select(OutboxMessage.id, OutboxMessage.state)).tuples().all())
    assert [states[each] for each in (busy, *others)] == [MessageState.CLAIMED, MessageState.DUE, MessageState.DUE]


def test_what_is_moved_at_the_last_moment_does_not_expire(database: str, desk: Flask) -> None:
    end = now() + timedelta(minutes=5)
    mailing = put_out(2, not_after=end)
    late, next_day = end + timedelta(seconds=1), end + timedelta(days=1)
    (over,) = [each for each in mailings_over(late) if each == mailing.id]
    db.session.rollback()
    with db.engine.connect() as other, other.begin():
        other.execute(update(Mailing).where(Mailing.id == mailing.id).values(not_after=next_day))
        if database == "postgresql":  # while somebody is moving it
            with transaction():
                db.session.execute(db.text("SET LOCAL lock_timeout = '2s'"))
                assert expire(over, at=late) == 0
    with transaction():
        assert expire(over, at=late) == 0
    assert set(states_of(mailing).values()) == {MessageState.DUE}
    with transaction():
        assert expire(over, at=next_day) == 2


def test_two_ticks_give_back_once_what_a_dead_worker_held(desk: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before DATA: due again. After it began: unknown, and the kind is told once of each."""
    told: Counter[int] = Counter()
    kind = replace(LETTER, ended=lambda message: told.update([message.id]))
    monkeypatch.setitem(desk.extensions, "outbox kinds", OutboxKinds.of(kind))
    dead = worker_name().rpartition("/")[0] + "/4194304"
    mailing = put_out(40)
    attempts = claimed(mailing, worker=dead, most=40)
    with transaction():
        begun = [attempt for attempt in attempts[::2] if begin(attempt, at=now(), patience=BRIEF)]

    at_once(desk, look_after_outbox, look_after_outbox, in_one_transaction(lambda: sweep(at=now(), patience=BRIEF)))

    unknown = {attempt.message.id for attempt in begun}
    assert len(unknown) == 20
    assert told == dict.fromkeys(unknown, 1)
    assert Counter(states_of(mailing).values()) == {MessageState.UNKNOWN: 20, MessageState.DUE: 20}
    assert outcomes_of(mailing) == {("unknown", 1): 20, ("lease ended", 1): 20}
    assert sum(len(found) for found in at_once(desk, *[lambda: claimed(mailing)] * 2)) == 20


def test_two_workers_and_two_ticks_send_each_message_once(desk: Flask, post: MailServer) -> None:
    mailing = put_out(60)

    def work() -> int:
        return send_what_is_due(replace(station(desk), worker=f"{worker_name()}-{get_ident()}"))

    at_once(desk, work, look_after_outbox, work, look_after_outbox)

    assert set(states_of(mailing).values()) == {MessageState.ACCEPTED}
    assert {post.counts()[address] for address in states_of(mailing)} == {1}
    assert outcomes_of(mailing) == {("accepted", 1): 60}


def outcomes_of(mailing: Mailing) -> Counter[tuple[str, int]]:
    """How many attempts of the mailing have ended so, under that number."""
    rows = db.session.execute(
        select(DeliveryAttempt.outcome, DeliveryAttempt.number)
        .join(OutboxMessage, OutboxMessage.id == DeliveryAttempt.message_id)
        .where(OutboxMessage.mailing_id == mailing.id)
    )
    return Counter(rows.tuples().all())
