"""Clearing up after workers that were not heard of again, and after the last instant. Done twice it changes nothing."""

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, update

from core.clock import at_the_office
from core.outbox.attempts import note_attempts
from core.outbox.models import MailingState, MessageState, OutboxMessage
from core.outbox.outcomes import tell_kind
from core.outbox.proof import count_what_is_proved
from core.outbox.queries import held_if_over
from core.outbox.rows import FREE, MESSAGES, hold_messages, run
from core.outbox.rules import Ending, Patience, Result
from core.outbox.workflow.messages import end_unsent
from core.periods import A_DAY
from core.wording import day_in_words

UNHEARD = "The worker that handed it over was not heard of again."


def sweep(*, at: datetime, patience: Patience) -> int:
    """Leases that have ended; how many messages changed."""
    return end_leases(_lease_over(at, patience), at=at)


def bury(worker: str, *, at: datetime) -> int:
    """The same for whatever a worker held that is known to have ended."""
    return end_leases(OutboxMessage.worker == worker, at=at)


def end_leases(which: ColumnElement[bool], *, at: datetime) -> int:
    """Before DATA: due again. After it began: nobody knows."""
    returned = _end(
        [OutboxMessage.state == MessageState.CLAIMED, which], Ending(Result.LEASE_ENDED), at, state=MessageState.DUE
    )
    unknown = _end(
        [OutboxMessage.state == MessageState.HANDING_OVER, which],
        Ending(Result.UNKNOWN, answer=UNHEARD),
        at,
        state=MessageState.UNKNOWN,
        reason=UNHEARD,
    )
    return returned + unknown


def expire(mailing_id: int, *, at: datetime) -> int:
    """What of a mailing had not left by its last instant, or came back after it was stopped, will not leave.

    Nothing where it was moved meanwhile, or somebody is just changing it; in a transaction of its own, as whoever
    moves the mailing waits for it.
    """
    mailing = held_if_over(mailing_id, at=at)
    if mailing is None:
        return 0
    if mailing.state is MailingState.STOPPED or mailing.not_after is None:
        end, reason = MessageState.WITHDRAWN, "Its mailing was stopped."
    else:
        end, reason = MessageState.EXPIRED, f"Not sent by {_in_words(mailing.not_after)}."
    return end_unsent(mailing, [MessageState.DUE], end, reason, at=at, wait=False)


def _in_words(instant: datetime) -> str:
    """In the office's own time; midnight is the end of the day before."""
    local = at_the_office(instant)
    if local.time() == time():
        return f"the end of {day_in_words(local.date() - A_DAY, 'EN')}"
    return f"{day_in_words(local.date(), 'EN')} at {local:%H:%M}"


def _lease_over(at: datetime, patience: Patience) -> ColumnElement[bool]:
    """Also one that ends later than any lease could: a clock was set back since."""
    latest = at + timedelta(seconds=2 * patience.longest)
    return or_(OutboxMessage.lease_until <= at, OutboxMessage.lease_until > latest)


def _end(conditions: list[ColumnElement[bool]], ending: Ending, at: datetime, **values: Any) -> int:
    """Whoever changes one at this moment is not waited for: they know better, or the next tick does it."""
    message = OutboxMessage
    ids = hold_messages(*conditions, wait=False)
    if not ids:
        return 0
    rows = run(
        update(MESSAGES)
        .where(message.id.in_(ids), *conditions)
        .values(**values, **FREE)
        .returning(message.id, message.attempts, message.worker, message.began_at, message.kind)
    ).all()
    note_attempts(
        [
            {
                "message_id": row.id,
                "number": row.attempts,
                "worker": row.worker,
                "began_at": row.began_at if ending.result is Result.UNKNOWN else None,
                "ended_at": at,
                "outcome": ending.result,
                "code": None,
                "answer": ending.answer,
            }
            for row in rows
        ]
    )
    if ending.result is Result.UNKNOWN:
        count_what_is_proved([row.id for row in rows])
    for kind in {row.kind for row in rows}:
        tell_kind(kind, [row.id for row in rows if row.kind == kind], at=at)
    return len(rows)
