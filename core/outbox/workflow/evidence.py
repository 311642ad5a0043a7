"""Evidence that a message had been sent: it came back, was answered, or was reported as delivered."""

from datetime import datetime
from typing import Any

from core.audit.workflow import Actor
from core.db import db
from core.outbox.models import MessageState, OutboxMessage
from core.outbox.outcomes import CHANCERY, tell_kind
from core.outbox.rows import change
from core.outbox.workflow.messages import record_message

SENT_AGAIN_IN_VAIN = (MessageState.DUE, MessageState.WITHDRAWN, MessageState.STOPPED, MessageState.EXPIRED)


def note_bounce(message: OutboxMessage, at: datetime, reason: str) -> None:
    """It came back: so it had been sent."""
    _note(message, at, "bounced", bounced_at=at, bounce_reason=reason[:500])


def note_reply(message: OutboxMessage, at: datetime) -> None:
    """Somebody answered it: so it had been sent."""
    _note(message, at, "replied", replied_at=at)


def note_delivery(message: OutboxMessage, at: datetime) -> None:
    """A server reports that it was delivered: so it had been sent."""
    _note(message, at, "delivered", delivered_at=at)


def _note(message: OutboxMessage, at: datetime, what: str, **facts: Any) -> None:
    """Settles what was unknown, or decided to be sent again and has not left since; then keeps the first such fact.

    Also where it was to be sent again and was withdrawn, or came too late: the first time it had left.
    """
    this_one = OutboxMessage.id == message.id
    settled = change(
        this_one,
        (OutboxMessage.state == MessageState.UNKNOWN)
        | (OutboxMessage.state.in_(SENT_AGAIN_IN_VAIN) & OutboxMessage.settled_at.is_not(None)),
        OutboxMessage.began_at.is_not(None),
        state=MessageState.ACCEPTED,
        accepted_at=OutboxMessage.began_at,
        reason=f"known to have been sent: {what}",
    )
    (first, *_) = facts
    noted = change(
        this_one,
        OutboxMessage.state == MessageState.ACCEPTED,
        getattr(OutboxMessage, first).is_(None),
        **facts,
    )
    db.session.refresh(message)
    if settled:
        tell_kind(message.kind, [message.id], at=at)
    if settled or noted:
        act = f"message:{what}"
    elif message.state is MessageState.ACCEPTED:
        act = f"message:{what}-again"
    else:
        act = "message:late-evidence"
    record_message(act, message, Actor(CHANCERY, at), state=message.state.value, what=what)
