"""What workers do to the rows: claim, begin to hand over, tell how it ended. Each is one conditional UPDATE.

Whoever does not hold the token of a claim changes nothing: neither an old worker after a pause of its machine, nor one
whose clock was set. All of it runs in the transaction of the caller.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import CursorResult, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.audit.workflow import Actor, record
from core.db import DATABASE_AWAY, Ref, db
from core.outbox.kinds import outbox_kind
from core.outbox.models import IN_HAND, DeliveryAttempt, Mailing, MailingState, MessageState, OutboxMessage
from core.outbox.queries import mailing_is_open, message_is_due
from core.outbox.rules import (
    FAILURES_BEFORE_PAUSE,
    MESSAGES_PER_CLAIM,
    Ending,
    Patience,
    Result,
    counts_as_failure,
    next_try,
)

log = structlog.get_logger("chancery.outbox")

CHANCERY = "Chancery"
STATES = {
    Result.ACCEPTED: MessageState.ACCEPTED,
    Result.DEFERRED: MessageState.DUE,
    Result.REFUSED: MessageState.REFUSED,
    Result.UNKNOWN: MessageState.UNKNOWN,
    Result.STOPPED: MessageState.STOPPED,
}
FREE = {"lease_token": None, "lease_until": None}
MESSAGES: Any = (
    OutboxMessage.__table__
)  # as tables: what is done for each message is done without the detour of objects
ATTEMPTS: Any = DeliveryAttempt.__table__


@dataclass
class Attempt:
    """One message in this worker's hand. number: of the attempt; it never returns. began_at: once that is committed."""

    message: OutboxMessage
    token: str
    number: int
    worker: str
    began_at: datetime | None = None


def claim(
    mailing_id: int, *, at: datetime, worker: str, patience: Patience, most: int = MESSAGES_PER_CLAIM
) -> list[Attempt]:
    """Some of what is due of one mailing, now in this worker's hand; nobody else has any of it."""
    token = secrets.token_hex(16)
    kind = db.session.scalar(select(Mailing.kind).where(Mailing.id == mailing_id))
    if kind is None:
        return []
    due = (
        select(OutboxMessage.id)
        .join(Mailing, Mailing.id == OutboxMessage.mailing_id)
        .where(
            OutboxMessage.mailing_id == mailing_id, message_is_due(at), mailing_is_open(at), outbox_kind(kind).may_go()
        )
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(most)
        .with_for_update(skip_locked=True, of=OutboxMessage)
        .cte("picked")
    )
    claimed = db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(select(due.c.id)), message_is_due(at))
        .values(
            state=MessageState.CLAIMED,
            lease_token=token,
            lease_until=at + timedelta(seconds=patience.claim),
            worker=worker,
            attempts=OutboxMessage.attempts + 1,
        )
        .returning(OutboxMessage.id)
        .execution_options(synchronize_session=False)
    ).scalars()
    messages = db.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.id.in_(list(claimed)))
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .execution_options(populate_existing=True)
    ).all()
    return [Attempt(message, token, message.attempts, worker) for message in messages]


def keep(attempts: Sequence[Attempt], *, at: datetime, patience: Patience) -> None:
    """Those still in hand stay there for longer."""
    change(
        OutboxMessage.id.in_([attempt.message.id for attempt in attempts]),
        OutboxMessage.lease_token == attempts[0].token,
        OutboxMessage.state == MessageState.CLAIMED,
        lease_until=at + timedelta(seconds=patience.claim),
    )


def begin(attempt: Attempt, *, at: datetime, patience: Patience) -> bool:
    """From here on its text may have left the house. False: it may not go now, and stays as it was.

    Asks again whether the mailing is open, whether its time has come and not passed, and what the kind asks.
    """
    return (
        change(
            OutboxMessage.id == attempt.message.id,
            OutboxMessage.lease_token == attempt.token,
            OutboxMessage.state == MessageState.CLAIMED,
            OutboxMessage.due_at <= at,
            exists().where(Mailing.id == OutboxMessage.mailing_id, mailing_is_open(at)),
            outbox_kind(attempt.message.kind).may_go(),
            state=MessageState.HANDING_OVER,
            began_at=at,
            lease_until=at + timedelta(seconds=patience.handing_over),
        )
        == 1
    )


def give_back(attempts: Sequence[Attempt], *, at: datetime, ending: Ending | None = None) -> None:
    """Due again, by whoever knows that none of their text was handed over."""
    ending = ending or Ending(Result.GIVEN_BACK)
    for attempt in attempts:
        change(*_in_hand(attempt), state=MessageState.DUE, **FREE)
        note_attempt(attempt, ending, at=at)


def tell(attempt: Attempt, ending: Ending, *, at: datetime) -> None:
    """The attempt has ended: the message's new state, the attempt's row, the failures of its mailing, its kind's act.

    Told too late, when the lease had ended, it is evidence about the same attempt, or only a line in the log.
    """
    values = _new_state(attempt, ending, at)
    failures = _told_in_time(attempt, values)
    if failures is not None:
        note_attempt(attempt, ending, at=at)
        _count_failures(attempt, ending, failures, at)
        tell_kind(attempt.message.kind, [attempt.message.id], at=at)
    elif not _told_already(attempt, ending):
        _tell_late(attempt, ending, values, at)


def note_attempt(attempt: Attempt, ending: Ending, *, at: datetime) -> None:
    """Of two who tell of one attempt, the first is believed."""
    note_attempts([_row(attempt, ending, at)])


def note_attempts(rows: list[dict[str, Any]]) -> None:
    if rows:
        dialect = sqlite if db.session.get_bind().dialect.name == "sqlite" else postgresql
        run(dialect.insert(ATTEMPTS).on_conflict_do_nothing(), rows)


def tell_kind(kind_name: str, message_ids: Sequence[int], *, at: datetime) -> None:
    """The kind acts on messages that have reached an outcome, as they now are.

    What fails in the kind undoes no outcome: what has left has left. It is in the log, for a person to see to.
    """
    ended = outbox_kind(kind_name).ended
    if ended is None or not message_ids:
        return
    messages = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.id.in_(message_ids)).order_by(OutboxMessage.id),
        execution_options={"populate_existing": True},
    )
    for message in messages.all():
        if message.state not in (MessageState.DUE, *IN_HAND):
            _act(ended, message, at=at)


def _act(ended: Callable[[OutboxMessage], None], message: OutboxMessage, *, at: datetime) -> None:
    try:
        with db.session.begin_nested():
            ended(message)
    except DATABASE_AWAY:
        raise  # the database itself: whoever tells the outcome tries again
    except Exception as error:
        log.exception("what follows from an outcome failed", message=message.id, kind=message.kind)
        why = f"{type(error).__name__}: {error}"[:300]
        ref, by = Ref("message", str(message.id)), Actor(CHANCERY, at)
        record("message:outcome-not-followed", ref, message.address, by=by, reason=why)


def pause_if_open(mailing_id: int, reason: str) -> bool:
    changed = db.session.execute(
        update(Mailing)
        .where(Mailing.id == mailing_id, Mailing.state == MailingState.OPEN)
        .values(state=MailingState.PAUSED, pause_reason=reason[:300])
        .execution_options(synchronize_session=False)
    )
    return rows_of(changed) == 1


def rows_of(result: Any) -> int:
    """How many rows an UPDATE has changed."""
    cursor: CursorResult[Any] = result
    return cursor.rowcount


def change(*conditions: Any, **values: Any) -> int:
    """One conditional UPDATE of messages; how many rows it changed."""
    return rows_of(run(update(MESSAGES).where(*conditions).values(**values)))


def run(statement: Any, rows: list[dict[str, Any]] | None = None) -> Any:
    """What is done for each message is done on the tables, without the detour of objects; theirs comes first."""
    db.session.flush()
    return db.session.connection().execute(statement, rows)


def _in_hand(attempt: Attempt) -> tuple[Any, ...]:
    return (
        OutboxMessage.id == attempt.message.id,
        OutboxMessage.lease_token == attempt.token,
        OutboxMessage.state.in_(IN_HAND),
    )


def _new_state(attempt: Attempt, ending: Ending, at: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {"state": STATES[ending.result], "code": ending.code, "answer": ending.answer[:500]}
    if ending.result is Result.ACCEPTED:
        values["accepted_at"] = at
    elif ending.result is Result.DEFERRED:
        values["due_at"] = next_try(at, tries=_tries(attempt) + 1, message_id=attempt.message.message_id)
    elif ending.result is Result.UNKNOWN:
        values["reason"] = ending.answer[:500]
    else:
        values["reason"] = (ending.reason or f"{ending.code or ''} {ending.answer}".strip())[:500]
    return values


def _tries(attempt: Attempt) -> int:
    return (
        db.session.scalar(
            select(func.count()).where(
                DeliveryAttempt.message_id == attempt.message.id, DeliveryAttempt.outcome == Result.DEFERRED
            )
        )
        or 0
    )


def _row(attempt: Attempt, ending: Ending, at: datetime) -> dict[str, Any]:
    return {
        "message_id": attempt.message.id,
        "number": attempt.number,
        "worker": attempt.worker,
        "began_at": attempt.began_at,
        "ended_at": at,
        "outcome": ending.result,
        "code": ending.code,
        "answer": ending.answer or ending.reason,
    }


def _told_in_time(attempt: Attempt, values: dict[str, Any]) -> int | None:
    """The message has its new state, if this worker still had it in hand: then how many before it did not go."""
    before = select(Mailing.failures_in_row).where(Mailing.id == attempt.message.mailing_id).scalar_subquery()
    told = update(MESSAGES).where(*_in_hand(attempt)).values(**values, **FREE).returning(before)
    failures: int | None = run(told).scalar()
    return failures


def _count_failures(attempt: Attempt, ending: Ending, before: int, at: datetime) -> None:
    """Failures in a row pause the mailing: rather a person looks than everything is tried in vain."""
    mailing_id = attempt.message.mailing_id
    if ending.result is Result.ACCEPTED:
        if before:
            _set_failures(mailing_id, 0)
    elif counts_as_failure(ending):
        failures = _set_failures(mailing_id, Mailing.failures_in_row + 1)
        said = f"{ending.code or ''} {ending.answer}".strip()
        reason = f"{failures} in a row did not go. The last: {said}"
        if failures >= FAILURES_BEFORE_PAUSE and outbox_kind(attempt.message.kind).pauses:
            pause_by_house(mailing_id, reason, at=at)


def pause_by_house(mailing_id: int, reason: str, *, at: datetime) -> None:
    """Nobody asked for it: the log says why."""
    if pause_if_open(mailing_id, reason):
        title = db.session.scalar(select(Mailing.title).where(Mailing.id == mailing_id)) or ""
        record("mailing:paused", Ref("mailing", str(mailing_id)), title, by=Actor(CHANCERY, at), reason=reason[:300])


def _set_failures(mailing_id: int, failures: Any) -> int:
    """How many they now are."""
    counted = update(Mailing).where(Mailing.id == mailing_id).values(failures_in_row=failures)
    now_are: int | None = db.session.scalar(
        counted.returning(Mailing.failures_in_row).execution_options(synchronize_session=False)
    )
    return now_are or 0


def _told_already(attempt: Attempt, ending: Ending) -> bool:
    """The same was told before, and only the answer of the database was lost."""
    outcome = db.session.scalar(
        select(DeliveryAttempt.outcome).where(
            DeliveryAttempt.message_id == attempt.message.id, DeliveryAttempt.number == attempt.number
        )
    )
    return outcome == ending.result


def _tell_late(attempt: Attempt, ending: Ending, values: dict[str, Any], at: datetime) -> None:
    """What this worker knows about its own attempt is evidence; that it was accepted keeps it from going out again."""
    this_one = OutboxMessage.id == attempt.message.id
    same = (this_one, OutboxMessage.attempts == attempt.number)
    counted = change(*same, OutboxMessage.state == MessageState.UNKNOWN, **values)
    if not counted and ending.result is Result.ACCEPTED:
        counted = change(*same, OutboxMessage.state == MessageState.DUE, **values) or change(
            this_one,
            OutboxMessage.attempts == attempt.number + 1,
            OutboxMessage.state == MessageState.CLAIMED,
            **values,
            **FREE,
        )
    record(
        "message:told-late",
        Ref("message", str(attempt.message.id)),
        attempt.message.address,
        by=Actor(CHANCERY, at),
        attempt=attempt.number,
        outcome=ending.result,
        code=ending.code,
        answer=ending.answer[:300],
        counted="yes" if counted else "no",
    )
    if counted:
        tell_kind(attempt.message.kind, [attempt.message.id], at=at)
