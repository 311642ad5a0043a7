"""What became of messages, as evidence that came in tells it. Evidence settles an UNKNOWN; it never undoes an end."""

from datetime import datetime

from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.outbox.models import MessageState, OutboxMessage

READER = "Mailbox"


def note_bounce(message: OutboxMessage, at: datetime, reason: str) -> None:
    """It came back from the recipient's side: so it had been sent."""
    _settle_as_sent(message, at, f"It bounced: {reason}")
    if message.state is MessageState.ACCEPTED and message.bounced_at is None:
        message.bounced_at, message.bounce_reason = at, reason[:500]
    _told("message:bounced", message, at, reason)


def note_reply(message: OutboxMessage, at: datetime) -> None:
    """Somebody answered it: so it had arrived."""
    _settle_as_sent(message, at, "It was answered.")
    if message.replied_at is None or at < message.replied_at:
        message.replied_at = at
    _told("message:replied", message, at, "")


def note_delivery(message: OutboxMessage, at: datetime) -> None:
    """A report says that it arrived."""
    _settle_as_sent(message, at, "A delivery report came.")
    message.delivered_at = message.delivered_at or at
    _told("message:delivered", message, at, "")


def settle_unknown(message: OutboxMessage, sent: bool, reason: str, by: Actor) -> None:
    """What nobody could know is known now, or held to be so by a named person."""
    if message.state is not MessageState.UNKNOWN:
        return
    if sent:
        message.state, message.accepted_at = MessageState.ACCEPTED, message.began_at or by.at
    else:
        message.state, message.due_at = MessageState.DUE, by.at
    message.settled_at, message.settled_by, message.reason = by.at, by.name, reason[:500]
    db.session.flush()
    record("message:settled", _ref(message), message.address, by=by, sent=sent, reason=reason[:500])


def _settle_as_sent(message: OutboxMessage, at: datetime, reason: str) -> None:
    settle_unknown(message, True, reason, Actor(READER, at))


def _told(act: str, message: OutboxMessage, at: datetime, reason: str) -> None:
    db.session.flush()
    record(act, _ref(message), message.address, by=Actor(READER, at), state=str(message.state), reason=reason[:500])


def _ref(message: OutboxMessage) -> Ref:
    return Ref("message", str(message.id))
