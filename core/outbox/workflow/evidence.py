"""Evidence that a message had been sent: it came back, was answered, was reported as delivered, or as delayed."""

from datetime import datetime
from typing import Any

from sqlalchemy import or_

from core.audit.workflow import Actor
from core.db import db
from core.outbox.models import MessageState, OutboxMessage
from core.outbox.outcomes import CHANCERY, tell_kind
from core.outbox.proof import count_as_sent
from core.outbox.rows import change
from core.outbox.workflow.messages import record_message


def note_bounce(message: OutboxMessage, at: datetime, reason: str) -> None:
    """It came back: so it had been sent."""
    _note(message, at, "bounced", bounced_at=at, bounce_reason=reason[:500])


def note_reply(message: OutboxMessage, at: datetime) -> None:
    """Somebody answered it: so it had been sent."""
    _note(message, at, "replied", replied_at=at)


def note_delivery(message: OutboxMessage, at: datetime) -> None:
    """A server reports that it was delivered: so it had been sent."""
    _note(message, at, "delivered", delivered_at=at)


def note_delay(message: OutboxMessage, at: datetime) -> None:
    """A server still tries to deliver it: so it had been sent. Nothing else follows."""
    if count_as_sent(OutboxMessage.id == message.id, why="a mail server still tries to deliver it"):
        _told(message, at, "message:delayed", "delayed")


def _note(message: OutboxMessage, at: datetime, what: str, **facts: Any) -> None:
    """Keeps the first such fact, then counts as sent what is not known as sent already.

    Where a worker is handing it over the fact waits for what that worker tells. Of what never began to be handed over
    nothing is believed.
    """
    this_one = OutboxMessage.id == message.id
    (first, *_) = facts
    noted = change(
        this_one,
        or_(OutboxMessage.began_at.is_not(None), OutboxMessage.state == MessageState.ACCEPTED),
        getattr(OutboxMessage, first).is_(None),
        **facts,
    )
    settled = count_as_sent(this_one, why=what)
    db.session.refresh(message)
    if settled or noted:
        act = f"message:{what}"
    elif getattr(message, first) is not None:
        act = f"message:{what}-again"
    else:
        act = "message:late-evidence"
    if settled:
        _told(message, at, act, what)
    else:
        _record(message, at, act, what)


def _told(message: OutboxMessage, at: datetime, act: str, what: str) -> None:
    tell_kind(message.kind, [message.id], at=at)
    db.session.refresh(message)
    _record(message, at, act, what)


def _record(message: OutboxMessage, at: datetime, act: str, what: str) -> None:
    record_message(act, message, Actor(CHANCERY, at), state=message.state.value, what=what)
