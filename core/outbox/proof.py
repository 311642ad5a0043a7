"""What is known to have been sent counts as sent, whatever was decided since: one rule for whoever learns of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_

from core.outbox.models import MessageState, OutboxMessage
from core.outbox.rows import FREE, change

# In every other state it is accepted already, or a worker is handing it over and will tell.
OPEN_TO_PROOF = tuple(
    state for state in MessageState if state not in (MessageState.ACCEPTED, MessageState.HANDING_OVER)
)
FACTS = ("bounced", "replied", "delivered")


def count_as_sent(*which: ColumnElement[bool], why: str, **values: Any) -> int:
    """Of these, those whose text was ever begun to be handed over and that no worker is handing over; how many.

    A worker that is about to send one again has it taken from its hand. values: what else is known of it.
    """
    sent = {"accepted_at": OutboxMessage.began_at, "reason": f"known to have been sent: {why}"}
    return change(
        *which,
        OutboxMessage.state.in_(OPEN_TO_PROOF),
        OutboxMessage.began_at.is_not(None),
        **{**sent, **values, **FREE, "state": MessageState.ACCEPTED},
    )


def count_what_is_proved(message_ids: Sequence[int]) -> int:
    """Of these, those that came back, were answered or delivered while a worker was still handing them over."""
    facts = or_(*(getattr(OutboxMessage, f"{what}_at").is_not(None) for what in FACTS))
    return count_as_sent(OutboxMessage.id.in_(message_ids), facts, why="it was answered for meanwhile")
