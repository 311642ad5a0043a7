"""What became of an attempt: told by its worker, followed by the kind, counted where failures pause a mailing."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import structlog
from sqlalchemy import bindparam, func, select, update

from core.audit.workflow import Actor, record
from core.db import DATABASE_AWAY, Ref, db
from core.outbox.attempts import STILL_IN_HAND, Attempt, named, note_attempt
from core.outbox.kinds import outbox_kind
from core.outbox.models import IN_HAND, DeliveryAttempt, Mailing, MailingState, MessageState, OutboxMessage
from core.outbox.proof import count_as_sent, count_what_is_proved
from core.outbox.rows import FREE, MESSAGES, change, hold_mailing, rows_of, run
from core.outbox.rules import FAILURES_BEFORE_PAUSE, Ending, Result, counts_as_failure, next_try

log = structlog.get_logger("chancery.outbox")

CHANCERY = "Chancery"
STATES = {
    Result.ACCEPTED: MessageState.ACCEPTED,
    Result.DEFERRED: MessageState.DUE,
    Result.REFUSED: MessageState.REFUSED,
    Result.UNKNOWN: MessageState.UNKNOWN,
    Result.STOPPED: MessageState.STOPPED,
}


def tell(attempt: Attempt, ending: Ending, *, at: datetime) -> None:
    """The attempt has ended: the message's new state, the attempt's row, the failures of its mailing, its kind's act.

    Told too late, when the lease had ended, it is evidence about the same attempt, or only a line in the log.
    """
    if _counts(attempt, ending):
        hold_mailing(attempt.message.mailing_id)
    values = _new_state(attempt, ending, at)
    if _told_in_time(attempt, values):
        note_attempt(attempt, ending, at=at)
        if _counts(attempt, ending):
            _count(attempt, ending, at)
        if ending.result is not Result.ACCEPTED:
            count_what_is_proved([attempt.message.id])
        tell_kind(attempt.message.kind, [attempt.message.id], at=at)
    elif not _told_already(attempt, ending):
        _tell_late(attempt, ending, values, at)


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


def pause_by_house(mailing_id: int, reason: str, *, at: datetime) -> None:
    """Nobody asked for it: the log says why."""
    paused = db.session.execute(
        update(Mailing)
        .where(Mailing.id == mailing_id, Mailing.state == MailingState.OPEN)
        .values(state=MailingState.PAUSED, pause_reason=reason[:300])
        .execution_options(synchronize_session=False)
    )
    if rows_of(paused) == 1:
        title = db.session.scalar(select(Mailing.title).where(Mailing.id == mailing_id)) or ""
        record("mailing:paused", Ref("mailing", str(mailing_id)), title, by=Actor(CHANCERY, at), reason=reason[:300])


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


def _told_in_time(attempt: Attempt, values: dict[str, Any]) -> bool:
    """The message has its new state, if this worker still had it in hand."""
    new = {f"new_{name}": value for name, value in values.items()}
    return rows_of(run(_told(tuple(values)), {**named(attempt), **new})) == 1


@cache
def _told(names: tuple[str, ...]) -> Any:
    """One for each set of values; put together once."""
    new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return update(MESSAGES).where(*STILL_IN_HAND).values(**new, **FREE)


def _counts(attempt: Attempt, ending: Ending) -> bool:
    """Whether it changes how many messages of the mailing in a row did not go."""
    return counts_as_failure(ending) or (ending.result is Result.ACCEPTED and attempt.failures > 0)


def _count(attempt: Attempt, ending: Ending, at: datetime) -> None:
    """Failures in a row pause the mailing: rather a person looks than everything is tried in vain."""
    mailing_id = attempt.message.mailing_id
    if ending.result is Result.ACCEPTED:
        _set_failures(mailing_id, 0)
        return
    failures = _set_failures(mailing_id, Mailing.failures_in_row + 1)
    said = f"{ending.code or ''} {ending.answer}".strip()
    if failures >= FAILURES_BEFORE_PAUSE and outbox_kind(attempt.message.kind).pauses:
        pause_by_house(mailing_id, f"{failures} in a row did not go. The last: {said}", at=at)


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
    """What this worker knows of its own attempt is evidence; that it was accepted counts whatever was decided since."""
    this_one = OutboxMessage.id == attempt.message.id
    if ending.result is Result.ACCEPTED:
        counted = count_as_sent(this_one, why="its worker told so late", **values)
    else:
        same = OutboxMessage.attempts == attempt.number
        counted = change(this_one, same, OutboxMessage.state == MessageState.UNKNOWN, **values)
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
