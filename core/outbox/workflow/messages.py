"""The acts on messages: put out, withdrawn, settled where nobody knows, ended unsent with their mailing."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app

from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import RuleViolation
from core.outbox.models import UNSENT, Mailing, MailingState, MessageState, OutboxMessage
from core.outbox.outcomes import tell_kind
from core.outbox.rows import FREE, change, hold_messages
from core.outbox.rules import check_address, check_line, checked_reason, message_id_for

AT_ONCE = 500  # messages whose kind is told of their end in one go


@dataclass(frozen=True)
class Wanted:
    """One message to be put out. sequence: 2 and more where the same is knowingly sent to the same address again."""

    subject_id: str
    address: str
    recipient: str = ""
    content: dict[str, Any] | None = None
    due_at: datetime | None = None
    sequence: int = 1


def put_out(
    mailing: Mailing,
    subject_id: str,
    address: str,
    recipient: str = "",
    content: dict[str, Any] | None = None,
    due_at: datetime | None = None,
    sequence: int = 1,
) -> OutboxMessage:
    """One message of the mailing, due at the mailing's beginning or at the instant given."""
    return put_out_all(mailing, [Wanted(subject_id, address, recipient, content, due_at, sequence)])[0]


def put_out_all(mailing: Mailing, wanted: Iterable[Wanted]) -> list[OutboxMessage]:
    """The same of many. An address that is none is refused, and nothing is put out."""
    _check_goes_on(mailing)
    house_address = current_app.config["CHANCERY"].house_address
    messages = [_message(mailing, each, house_address) for each in wanted]
    db.session.add_all(messages)
    db.session.flush()
    return messages


def withdraw_message(message: OutboxMessage, reason: str, by: Actor) -> None:
    """It will not be sent. RuleViolation once it has begun to be handed over, or has ended."""
    reason = checked_reason(reason)
    changed = change(
        OutboxMessage.id == message.id,
        OutboxMessage.state.in_(UNSENT),
        state=MessageState.WITHDRAWN,
        reason=reason[:500],
        **FREE,
    )
    _must_have_changed(changed, message, "It can no longer be withdrawn")
    tell_kind(message.kind, [message.id], at=by.at)
    record_message("message:withdrawn", message, by, reason=reason)


def settle_unknown(message: OutboxMessage, sent: bool, reason: str, by: Actor) -> None:
    """A person decides what nobody can know: it counts as sent, or it is sent again under the same Message-ID.

    RuleViolation where nothing of its mailing leaves any more, so that it would not be sent again.
    """
    reason = checked_reason(reason)
    values: dict[str, Any] = {"settled_at": by.at, "settled_by": by.name, "reason": reason[:500]}
    if sent:
        values |= {"state": MessageState.ACCEPTED, "accepted_at": OutboxMessage.began_at}
    else:
        _check_it_would_leave(message, by.at)
        values |= {"state": MessageState.DUE, "due_at": by.at}
    changed = change(OutboxMessage.id == message.id, OutboxMessage.state == MessageState.UNKNOWN, **values)
    _must_have_changed(changed, message, "There is nothing to settle")
    tell_kind(message.kind, [message.id], at=by.at)
    record_message("message:settled", message, by, decision="counts as sent" if sent else "send again", reason=reason)


def end_unsent(
    mailing: Mailing,
    states: Collection[MessageState],
    end: MessageState,
    reason: str,
    *,
    at: datetime,
    wait: bool = True,
) -> int:
    """What is in one of those states of a mailing ends in the other; how many there were.

    wait: for what somebody changes at this moment; else that is left for the next time.
    """
    total = 0
    waiting = (OutboxMessage.mailing_id == mailing.id, OutboxMessage.state.in_(states))
    held = hold_messages(*waiting, wait=wait)
    for ids in (held[first : first + AT_ONCE] for first in range(0, len(held), AT_ONCE)):
        total += change(OutboxMessage.id.in_(ids), *waiting, state=end, reason=reason[:500], **FREE)
        tell_kind(mailing.kind, ids, at=at)
    return total


def erase_content(message: OutboxMessage) -> None:
    """What a notice said is gone, its row stays: for what holds a secret."""
    change(OutboxMessage.id == message.id, content=None)


def record_message(act: str, message: OutboxMessage, by: Actor, **details: Any) -> None:
    record(act, Ref("message", str(message.id)), message.address, by=by, **details)


def _message(mailing: Mailing, wanted: Wanted, house_address: str) -> OutboxMessage:
    check_address(wanted.address)
    check_line(wanted.recipient, field="recipient")
    return OutboxMessage(
        mailing_id=mailing.id,
        kind=mailing.kind,
        subject_id=wanted.subject_id,
        address=wanted.address,
        recipient=wanted.recipient,
        content=wanted.content,
        due_at=wanted.due_at or mailing.not_before,
        sequence=wanted.sequence,
        message_id=message_id_for(secrets.token_hex(10), house_address),
    )


def _check_it_would_leave(message: OutboxMessage, at: datetime) -> None:
    mailing = db.session.get_one(Mailing, message.mailing_id, with_for_update=True, populate_existing=True)
    if mailing.state not in (MailingState.OPEN, MailingState.PAUSED):
        raise RuleViolation(f"“{mailing.title}” is {mailing.state.value}: nothing of it is sent again.")
    if mailing.not_after is not None and mailing.not_after <= at:
        raise RuleViolation(f"The last instant of “{mailing.title}” has passed: nothing of it is sent again.")


def _must_have_changed(changed: int, message: OutboxMessage, words: str) -> None:
    db.session.refresh(message)
    if changed != 1:
        raise RuleViolation(f"{words}: the message to {message.address} is “{message.state.value}”.")


def _check_goes_on(mailing: Mailing) -> None:
    if mailing.state is MailingState.STOPPED:
        raise RuleViolation(f"“{mailing.title}” was stopped: nothing more is sent with it.")
