"""What workers take into their hand: claimed, kept, begun to be handed over, given back.

Whoever does not hold the token of a claim changes nothing: neither an old worker after a pause of its machine, nor one
whose clock was set. All of it runs in the transaction of the caller.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, func, select, update

from core.db import Instant, db
from core.outbox.attempts import STILL_IN_HAND, THIS_ATTEMPT, Attempt, named, note_attempt
from core.outbox.kinds import outbox_kind
from core.outbox.models import Mailing, MessageState, OutboxMessage
from core.outbox.queries import mailing_is_open, message_is_due
from core.outbox.rows import FREE, MESSAGES, change, hold_messages, run
from core.outbox.rules import MESSAGES_PER_CLAIM, Ending, Patience, Result

# What is asked for each message is put together once.
_AT = bindparam("at", type_=Instant())
# No index serves it: PostgreSQL, as long as it has no statistics, would begin with everything that is due.
_STILL_DUE = func.lower(OutboxMessage.state) == MessageState.DUE.value
_GIVEN_BACK = update(MESSAGES).where(*STILL_IN_HAND).values(state=MessageState.DUE, **FREE)


def claim(
    mailing_id: int, *, at: datetime, worker: str, patience: Patience, most: int = MESSAGES_PER_CLAIM
) -> list[Attempt]:
    """Some of what is due of one mailing, now in this worker's hand; nobody else has any of it.

    The oldest first; of many that are due at the same instant those that the index gives first, without sorting all.
    """
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
        .order_by(OutboxMessage.due_at)
        .limit(most)
        .with_for_update(skip_locked=True, of=OutboxMessage)
        .cte("picked")
    )
    claimed = db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(select(due.c.id)), _STILL_DUE)
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
    """Those still in hand stay there for longer; one that somebody is just withdrawing is left to that."""
    claimed = (OutboxMessage.lease_token == attempts[0].token, OutboxMessage.state == MessageState.CLAIMED)
    ids = [attempt.message.id for attempt in attempts]
    held = hold_messages(OutboxMessage.id.in_(ids), *claimed, wait=False)
    change(OutboxMessage.id.in_(held), *claimed, lease_until=at + timedelta(seconds=patience.claim))


def begin(attempt: Attempt, *, at: datetime, patience: Patience) -> bool:
    """From here on its text may have left the house. False: it may not go now, and stays as it was.

    Asks again whether the mailing is open, whether its time has come and not passed, and what the kind asks.
    """
    until = at + timedelta(seconds=patience.handing_over)
    failures = run(_begun(outbox_kind(attempt.message.kind).may_go), {**named(attempt), "at": at, "until": until})
    found: int | None = failures.scalar()
    attempt.failures = found or 0
    return found is not None


def give_back(attempts: Sequence[Attempt], *, at: datetime, ending: Ending | None = None) -> None:
    """Due again, by whoever knows that none of their text was handed over."""
    ending = ending or Ending(Result.GIVEN_BACK)
    for attempt in sorted(attempts, key=lambda attempt: attempt.message.id):
        run(_GIVEN_BACK, named(attempt))
        note_attempt(attempt, ending, at=at)


@lru_cache(maxsize=64)
def _begun(may_go: Callable[[], ColumnElement[bool]]) -> Any:
    """One for each kind; tells how many messages before it did not go."""
    mailing = select(Mailing.failures_in_row).where(Mailing.id == OutboxMessage.mailing_id)
    return (
        update(MESSAGES)
        .where(
            *THIS_ATTEMPT,
            OutboxMessage.state == MessageState.CLAIMED,
            OutboxMessage.due_at <= _AT,
            exists().where(Mailing.id == OutboxMessage.mailing_id, mailing_is_open(_AT)),
            may_go(),
        )
        .values(state=MessageState.HANDING_OVER, began_at=_AT, lease_until=bindparam("until"))
        .returning(mailing.scalar_subquery())
    )
