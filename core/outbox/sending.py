"""A worker at one connection: claims what is due, hands over message by message, writes down what became of each.

Between two messages it may stop at any moment. What the database must know is written again and again until it is.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import structlog

from core.db import DATABASE_AWAY, db, transaction
from core.errors import RuleViolation
from core.outbox import claims
from core.outbox.attempts import Attempt
from core.outbox.delivery import At, ConnectionGone, Delivery, nothing
from core.outbox.kinds import NotSent, OutboxKind, Outgoing, outbox_kind
from core.outbox.lanes import Lane, keep_lane, leave_lane, take_lane
from core.outbox.mime import message_bytes
from core.outbox.outcomes import pause_by_house, tell
from core.outbox.queries import due_mailings, is_open
from core.outbox.rules import Ending, Patience, Result
from core.outbox.sweeping import bury

R = TypeVar("R")
log = structlog.get_logger("chancery.outbox")

NOTHING_TO_SEND = NotSent("Nothing was found to be handed over for it.")
SECONDS_BETWEEN_TRIES = 0.5


@dataclass
class Station:
    """A worker with what it needs. house_address: the envelope's sender, where bounces come to."""

    worker: str
    house_address: str
    connections: int
    clock: Callable[[], datetime]
    connect: Callable[[], Delivery]
    stop: Callable[[], bool] = lambda: False
    patience: Patience = field(default_factory=Patience)
    at: At = nothing


@dataclass(frozen=True)
class Batch:
    """What is to be handed over for some messages, and the version of the kind it was prepared from."""

    kind: OutboxKind
    version: Any
    prepared: Mapping[int, Outgoing | NotSent]


def send_what_is_due(station: Station) -> int:
    """Until nothing is due, or the worker is told to stop; how many attempts ended.

    NoMailServer where there is none: nothing is claimed then.
    """
    if station.stop() or not _read(lambda: due_mailings(station.clock())):
        return 0
    with transaction():
        bury(station.worker, at=station.clock())  # whatever this worker holds, it has forgotten
        lane = take_lane(
            connections=station.connections, worker=station.worker, at=station.clock(), patience=station.patience
        )
    if lane is None:
        return 0
    run = Run(station, lane)
    try:
        return run.until_nothing_is_due()
    finally:
        run.close()


class Run:
    """One worker's way through what is due, in its lane."""

    def __init__(self, station: Station, lane: Lane) -> None:
        self.station, self.lane = station, lane
        self.delivery: Delivery | None = None
        self.ended = 0
        self.kept_at = time.monotonic()
        self.stale = False

    def until_nothing_is_due(self) -> int:
        self._connection()
        going_on = True
        while going_on:
            before = self.ended
            for mailing_id in _read(lambda: due_mailings(self.station.clock())):
                if self.station.stop():
                    return self.ended
                self._send_some_of(mailing_id)
            going_on = self.ended > before
        return self.ended

    def close(self) -> None:
        if self.delivery:
            self.delivery.close()
        self._write(lambda: leave_lane(self.lane))

    def _send_some_of(self, mailing_id: int) -> None:
        """Some messages of one mailing; those that could not be tried are given back."""
        station = self.station
        with transaction():
            attempts = claims.claim(mailing_id, at=station.clock(), worker=station.worker, patience=station.patience)
        if not attempts:
            return
        station.at("claimed")
        try:
            while attempts and self._may_go_on(attempts) and (batch := self._prepared(attempts)):
                station.at("prepared")
                if not self._send_prepared(attempts, batch):
                    return
        finally:
            self._give_back(attempts)

    def _prepared(self, attempts: Sequence[Attempt]) -> Batch | None:
        """None: the kind could not do it, and the mailing is paused until somebody has looked."""
        message = attempts[0].message
        kind = outbox_kind(message.kind)
        try:
            with transaction():
                version = kind.version()
                return Batch(kind, version, kind.prepare([attempt.message for attempt in attempts]))
        except DATABASE_AWAY:
            raise
        except Exception as error:
            log.exception("messages could not be prepared", mailing=message.mailing_id)
            reason = f"Its messages could not be prepared ({type(error).__name__}). The log has the rest."
            self._write(lambda: pause_by_house(message.mailing_id, reason, at=self.station.clock()))
            return None

    def _send_prepared(self, attempts: list[Attempt], batch: Batch) -> bool:
        """Takes from `attempts` what has ended. False: the rest may not go now; True: nothing left, or prepare anew."""
        while attempts and self._may_go_on(attempts):
            ending = self._tried(attempts[0], batch)
            if ending is None and self.stale:
                return True
            attempt = attempts.pop(0)
            if ending:
                self._tell(attempt, ending)
            else:
                self._give_back([attempt])
            if not (ending and ending.result is Result.ACCEPTED) and not self._is_open(attempt):
                return False
        return True

    def _is_open(self, attempt: Attempt) -> bool:
        return _read(lambda: is_open(attempt.message.mailing_id, at=self.station.clock()))

    def _may_go_on(self, attempts: Sequence[Attempt]) -> bool:
        """Not told to stop, and the lane is still this worker's; both leases are kept alive."""
        patience = self.station.patience
        if self.station.stop():
            return False
        if time.monotonic() - self.kept_at < min(patience.claim, patience.lane) / 3:
            return True
        with transaction():
            claims.keep(attempts, at=self.station.clock(), patience=patience)
            kept = keep_lane(self.lane, at=self.station.clock(), patience=patience)
        self.kept_at = time.monotonic()
        return kept

    def _tried(self, attempt: Attempt, batch: Batch) -> Ending | None:
        """None: it may not go now."""
        outgoing = batch.prepared.get(attempt.message.id, NOTHING_TO_SEND)
        if isinstance(outgoing, NotSent):
            return Ending(Result.STOPPED, reason=outgoing.reason)
        message = attempt.message
        try:
            text = message_bytes(
                outgoing,
                sender=self.station.house_address,
                address=message.address,
                recipient=message.recipient,
                message_id=message.message_id,
                at=self.station.clock(),
            )
        except RuleViolation as refusal:
            return Ending(Result.STOPPED, reason=refusal.message)
        return self._handed_over(attempt, batch, text)

    def _handed_over(self, attempt: Attempt, batch: Batch, text: bytes, *, again: bool = False) -> Ending | None:
        delivery = self._connection()
        try:
            return delivery.hand_over(
                sender=self.station.house_address,
                address=attempt.message.address,
                text=text,
                message_id=attempt.message.message_id,
                begin=lambda: self._begin(attempt, batch),
            )
        except ConnectionGone:
            if again:
                raise
        except BaseException:
            delivery.close()
            raise
        return self._handed_over(attempt, batch, text, again=True)

    def _begin(self, attempt: Attempt, batch: Batch) -> bool:
        """Committed before the first byte of the text; whatever was recorded since it was prepared is looked at."""
        at = self.station.clock()
        with transaction():
            self.stale = batch.kind.version() != batch.version
            began = not self.stale and claims.begin(attempt, at=at, patience=self.station.patience)
        if began:
            attempt.began_at = at
        return began

    def _tell(self, attempt: Attempt, ending: Ending) -> None:
        self.station.at("before-outcome")
        self._write(lambda: tell(attempt, ending, at=self.station.clock()))
        self.station.at("outcome-committed")
        self.ended += 1

    def _give_back(self, attempts: Sequence[Attempt]) -> None:
        """Not those whose text may have left: what nobody has told of them, their lease will."""
        untried = [attempt for attempt in attempts if attempt.began_at is None]
        if untried:
            self._write(lambda: claims.give_back(untried, at=self.station.clock()))

    def _connection(self) -> Delivery:
        if self.delivery is None or not self.delivery.usable:
            self.delivery = self.station.connect()
        return self.delivery

    def _write(self, act: Callable[[], object]) -> None:
        """Until the database has it: what this worker knows, nobody else does."""
        give_up_at = time.monotonic() + self.station.patience.recording
        while True:
            try:
                with transaction():
                    act()
                return
            except DATABASE_AWAY as error:
                if time.monotonic() > give_up_at:
                    raise
                log.warning("the database does not take what became of a message", reason=type(error).__name__)
                time.sleep(SECONDS_BETWEEN_TRIES)


def _read(ask: Callable[[], R]) -> R:
    """A question that the database did not answer leaves nothing half open."""
    try:
        return ask()
    except DATABASE_AWAY:
        db.session.rollback()
        raise
