"""Reading mailings and messages."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from sqlalchemy import func, select

from core.db import db
from core.outbox.models import IN_HAND, PENDING, Mailing, OutboxMessage


@dataclass(frozen=True)
class Progress:
    """per_second: of the last minute. seconds_left: None while nothing can be said."""

    done: int
    total: int
    per_second: float | None
    seconds_left: float | None


def counts_by_state(mailing_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """For each mailing the number of its messages by state."""
    found: dict[int, dict[str, int]] = {id: {} for id in mailing_ids}
    rows = db.session.execute(
        select(OutboxMessage.mailing_id, OutboxMessage.state, func.count())
        .where(OutboxMessage.mailing_id.in_(mailing_ids))
        .group_by(OutboxMessage.mailing_id, OutboxMessage.state)
    )
    for mailing_id, state, count in rows:
        found[mailing_id][str(state)] = count
    return found


def messages_of(mailing: Mailing) -> Sequence[OutboxMessage]:
    return db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.mailing_id == mailing.id).order_by(OutboxMessage.id)
    ).all()


def progress(mailing: Mailing) -> Progress:
    """How far it is; the speed while something is in hand."""
    counts = counts_by_state([mailing.id])[mailing.id]
    total = sum(counts.values())
    pending = sum(counts.get(state.value, 0) for state in PENDING)
    first, last, accepted = db.session.execute(
        select(func.min(OutboxMessage.accepted_at), func.max(OutboxMessage.accepted_at), func.count()).where(
            OutboxMessage.mailing_id == mailing.id, OutboxMessage.accepted_at.is_not(None)
        )
    ).one()
    passed = (last - first).total_seconds() if accepted > 1 else 0
    rate = (accepted - 1) / passed if passed and any(counts.get(state.value) for state in IN_HAND) else None
    return Progress(total - pending, total, rate, pending / rate if rate else None)
