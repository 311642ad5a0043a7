"""Reading mailings and messages: where they stand, what is due, what nobody knows."""

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true

from core.db import db
from core.errors import NotFound
from core.outbox.kinds import known_kinds, outbox_kind, private_kinds
from core.outbox.models import (
    IN_HAND,
    PENDING,
    DeliveryAttempt,
    Mailing,
    MailingState,
    MessageState,
    OutboxMessage,
    SendingLane,
)

RATE_OVER = timedelta(minutes=1)


def mailing_is_open(at: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """The condition under which what is due of a mailing may leave at that instant."""
    return and_(
        Mailing.state == MailingState.OPEN,
        Mailing.not_before <= at,
        or_(Mailing.not_after.is_(None), Mailing.not_after > at),
    )


def is_open(mailing_id: int, *, at: datetime) -> bool:
    asked = select(Mailing.id).where(Mailing.id == mailing_id, mailing_is_open(at))
    return db.session.scalar(asked) is not None


def message_is_due(at: datetime) -> ColumnElement[bool]:
    return and_(OutboxMessage.state == MessageState.DUE, OutboxMessage.due_at <= at)


def may_leave(at: datetime) -> ColumnElement[bool]:
    """Of an OutboxMessage: it is due, and its kind lets it go."""
    kinds = [outbox_kind(name) for name in known_kinds()]
    free = OutboxMessage.kind.in_([kind.name for kind in kinds if kind.may_go is true])
    asked = [and_(OutboxMessage.kind == kind.name, kind.may_go()) for kind in kinds if kind.may_go is not true]
    return and_(message_is_due(at), or_(free, *asked))


def due_mailings(at: datetime) -> list[int]:
    """The open mailings with something that may leave, the oldest first. Few steps in the index for each of them.

    Of a kind that this release does not know, nothing may.
    """
    known = Mailing.kind.in_(known_kinds())
    something = exists().where(OutboxMessage.mailing_id == Mailing.id, may_leave(at))
    return list(
        db.session.scalars(select(Mailing.id).where(mailing_is_open(at), known, something).order_by(Mailing.id))
    )


def waiting(at: datetime, *, most: int) -> int:
    """How many messages may leave now, counted as far as `most`."""
    mailings = due_mailings(at)
    if not mailings:
        return 0
    some = select(OutboxMessage.id).where(OutboxMessage.mailing_id.in_(mailings), may_leave(at)).limit(most)
    return db.session.scalar(select(func.count()).select_from(some.subquery())) or 0


def mailings_over(at: datetime) -> Sequence[int]:
    """Stopped, or beyond their last instant, and still with something that waits."""
    something = exists().where(OutboxMessage.mailing_id == Mailing.id, OutboxMessage.state == MessageState.DUE)
    return db.session.scalars(select(Mailing.id).where(_is_over(at), something).order_by(Mailing.id)).all()


def held_if_over(mailing_id: int, *, at: datetime) -> Mailing | None:
    """The mailing, which nobody else changes until the transaction ends; None where it is not over, or in use."""
    asked = (
        select(Mailing).where(Mailing.id == mailing_id, _is_over(at)).with_for_update(key_share=True, skip_locked=True)
    )
    return db.session.scalars(asked.execution_options(populate_existing=True)).one_or_none()


def _is_over(at: datetime) -> ColumnElement[bool]:
    return or_(Mailing.not_after <= at, Mailing.state == MailingState.STOPPED)


def busy_workers() -> set[str]:
    """Whoever has a message in hand or holds a lane."""
    in_hand = select(OutboxMessage.worker).where(OutboxMessage.state.in_(IN_HAND))
    in_lanes = select(SendingLane.worker).where(SendingLane.lease_token.is_not(None))
    return set(db.session.scalars(in_hand.union(in_lanes)))


def get_mailing(mailing_id: int) -> Mailing:
    """NotFound also where it is of a private kind: no page shows it."""
    mailing = db.session.get(Mailing, mailing_id)
    if mailing is None or mailing.kind in private_kinds():
        raise NotFound(f"There is no mailing {mailing_id}.")
    return mailing


def get_message(message_id: int) -> OutboxMessage:
    """NotFound also where it is of a private kind."""
    message = db.session.get(OutboxMessage, message_id)
    if message is None or message.kind in private_kinds():
        raise NotFound(f"There is no message {message_id}.")
    return message


def mailings(*, newest: int = 500) -> Sequence[Mailing]:
    """The newest first, without those of private kinds."""
    shown = Mailing.kind.not_in(private_kinds())
    return db.session.scalars(select(Mailing).where(shown).order_by(Mailing.id.desc()).limit(newest)).all()


def messages_of(mailing: Mailing, *states: MessageState, most: int | None = None) -> Sequence[OutboxMessage]:
    """In any state, or in one of these; the first of them."""
    asked = select(OutboxMessage).where(OutboxMessage.mailing_id == mailing.id).order_by(OutboxMessage.id).limit(most)
    return db.session.scalars(asked.where(OutboxMessage.state.in_(states)) if states else asked).all()


def messages_to_look_at(mailing: Mailing, *, most: int) -> Sequence[OutboxMessage]:
    """All of them where there are no more than that; else the first that have not simply been accepted."""
    of_mailing = OutboxMessage.mailing_id == mailing.id
    some = select(OutboxMessage.id).where(of_mailing).limit(most + 1).subquery()
    asked = select(OutboxMessage).where(of_mailing).order_by(OutboxMessage.id).limit(most)
    if (db.session.scalar(select(func.count()).select_from(some)) or 0) > most:
        asked = asked.where(OutboxMessage.state != MessageState.ACCEPTED)
    return db.session.scalars(asked).all()


def unknown_messages() -> Sequence[OutboxMessage]:
    """What may have been handed over, and may not: for a person to settle."""
    return db.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.state == MessageState.UNKNOWN, OutboxMessage.kind.not_in(private_kinds()))
        .order_by(OutboxMessage.id)
    ).all()


def attempts_of(message: OutboxMessage) -> Sequence[DeliveryAttempt]:
    return db.session.scalars(
        select(DeliveryAttempt).where(DeliveryAttempt.message_id == message.id).order_by(DeliveryAttempt.number)
    ).all()


def counts_by_state(mailing_ids: Collection[int]) -> dict[int, dict[MessageState, int]]:
    """For each mailing asked for, how many of its messages are in each state; states without any are left out."""
    rows = db.session.execute(
        select(OutboxMessage.mailing_id, OutboxMessage.state, func.count())
        .where(OutboxMessage.mailing_id.in_(mailing_ids))
        .group_by(OutboxMessage.mailing_id, OutboxMessage.state)
    )
    found: dict[int, dict[MessageState, int]] = {mailing_id: {} for mailing_id in mailing_ids}
    for mailing_id, state, count in rows:
        found[mailing_id][state] = count
    return found


class Standing(enum.StrEnum):
    """Where a mailing stands; it follows from its state and its messages."""

    HELD = "held"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    STOPPED = "stopped"
    EMPTY = "without messages"
    TO_SETTLE = "to be settled"
    FINISHED = "finished"


def standing_of(mailing: Mailing, counts: Mapping[MessageState, int], *, at: datetime) -> Standing:
    """Empty: it was released and nothing goes by mail, as of a campaign whose letters all go by post.

    To be settled: nothing waits any more, and of some nobody knows. Finished: it is known what became of each.
    """
    if mailing.state is MailingState.STOPPED:
        return Standing.STOPPED
    if not counts and mailing.state is not MailingState.HELD:
        return Standing.EMPTY
    if counts and not any(counts.get(state) for state in PENDING):
        return Standing.TO_SETTLE if counts.get(MessageState.UNKNOWN) else Standing.FINISHED
    if mailing.state is MailingState.OPEN:
        return Standing.SCHEDULED if at < mailing.not_before else Standing.SENDING
    return Standing(mailing.state.value)


@dataclass(frozen=True)
class Progress:
    """done: reached an outcome, UNKNOWN among them. per_second: over the last minute of sending, while it goes on."""

    done: int
    total: int
    per_second: float | None
    seconds_left: float | None


def progress(mailing: Mailing) -> Progress:
    """How far it is. Without anything in hand there is no speed: it waits, is paused, or has ended."""
    counts = counts_by_state([mailing.id])[mailing.id]
    total = sum(counts.values())
    pending = sum(counts.get(state, 0) for state in PENDING)
    rate = _rate(mailing) if any(counts.get(state) for state in IN_HAND) else None
    return Progress(total - pending, total, rate, pending / rate if rate else None)


def _rate(mailing: Mailing) -> float | None:
    of_mailing = OutboxMessage.mailing_id == mailing.id
    latest = select(func.max(OutboxMessage.accepted_at)).where(of_mailing)
    last = db.session.scalar(latest)
    if last is None:
        return None
    lately = select(func.count(), func.min(OutboxMessage.accepted_at)).where(
        of_mailing, OutboxMessage.accepted_at > last - RATE_OVER
    )
    count, first = db.session.execute(lately).tuples().one()
    passed = (last - (first or last)).total_seconds()
    return (count - 1) / passed if passed > 0 else None


def counts_over_all() -> dict[MessageState, int]:
    """How many messages of the whole house are in each state."""
    rows = db.session.execute(select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state))
    return dict(rows.tuples().all())
