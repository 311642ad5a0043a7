"""The acts of the house on what leaves it: make, put out, release, pause, stop, settle, take note of evidence."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select, update

from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import RuleViolation
from core.outbox import claims
from core.outbox.kinds import outbox_kind
from core.outbox.models import Mailing, MailingState, MessageState, OutboxMessage
from core.outbox.rules import check_address, check_line, message_id_for

SENT_AGAIN_IN_VAIN = (MessageState.DUE, MessageState.WITHDRAWN, MessageState.STOPPED, MessageState.EXPIRED)
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


def make_mailing(
    kind: str,
    title: str,
    convention: str | None,
    not_before: datetime,
    not_after: datetime | None,
    held: bool,
    by: Actor,
) -> Mailing:
    """A mailing without messages; held: nothing leaves before it is released."""
    outbox_kind(kind)
    _check_times(not_before, not_after, by.at)
    mailing = Mailing(
        kind=kind,
        title=title,
        convention=convention,
        state=MailingState.HELD if held else MailingState.OPEN,
        not_before=not_before,
        not_after=not_after,
        made_at=by.at,
        made_by=by.name,
        released_at=None if held else by.at,
        released_by="" if held else by.name,
    )
    db.session.add(mailing)
    db.session.flush()
    _record("mailing:made", mailing, by, kind=kind, held="yes" if held else "no")
    return mailing


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


def release_mailing(mailing: Mailing, by: Actor) -> None:
    """What is held begins to leave."""
    _check_times(mailing.not_before, mailing.not_after, by.at)
    _move(mailing, [MailingState.HELD], MailingState.OPEN, "released", released_at=by.at, released_by=by.name)
    _record("mailing:released", mailing, by)


def pause_mailing(mailing: Mailing, reason: str, by: Actor) -> None:
    """Nothing more is handed over until it is resumed; a message being handed over at this moment is let finish."""
    reason = _reason(reason)
    _move(mailing, [MailingState.OPEN], MailingState.PAUSED, "paused", pause_reason=reason[:300])
    _record("mailing:paused", mailing, by, reason=reason)


def resume_mailing(mailing: Mailing, by: Actor) -> None:
    _check_times(mailing.not_before, mailing.not_after, by.at)
    _move(mailing, [MailingState.PAUSED], MailingState.OPEN, "resumed", pause_reason="", failures_in_row=0)
    _record("mailing:resumed", mailing, by)


def move_mailing(
    mailing: Mailing, *, not_before: datetime, not_after: datetime | None, by: Actor, more_to_come: bool = False
) -> None:
    """What waits leaves at the new time; what is in hand or has ended is not touched.

    more_to_come: nothing need wait, as more is to be put out.
    """
    _check_times(not_before, not_after, by.at)
    going = [MailingState.HELD, MailingState.OPEN, MailingState.PAUSED]
    _move(mailing, going, None, "moved", not_before=not_before, not_after=not_after)
    waiting = (OutboxMessage.mailing_id == mailing.id, OutboxMessage.state == MessageState.DUE)
    moved = claims.change(*waiting, due_at=not_before)
    if not moved and not more_to_come:
        raise RuleViolation(f"Nothing of “{mailing.title}” waits to leave.")
    _record("mailing:moved", mailing, by, to=not_before.isoformat(), messages=moved)


def stop_mailing(mailing: Mailing, reason: str, by: Actor) -> None:
    """For good: whatever has not begun to be handed over is withdrawn."""
    reason = _reason(reason)
    going = [MailingState.HELD, MailingState.OPEN, MailingState.PAUSED]
    _move(mailing, going, MailingState.STOPPED, "stopped", pause_reason="")
    withdrawn = end_unsent(mailing, MessageState.WITHDRAWN, reason, at=by.at)
    _record("mailing:stopped", mailing, by, reason=reason, withdrawn=withdrawn)


def withdraw_message(message: OutboxMessage, reason: str, by: Actor) -> None:
    """It will not be sent. RuleViolation once it has begun to be handed over, or has ended."""
    reason = _reason(reason)
    changed = claims.change(
        OutboxMessage.id == message.id,
        OutboxMessage.state.in_((MessageState.DUE, MessageState.CLAIMED)),
        state=MessageState.WITHDRAWN,
        reason=reason[:500],
        **claims.FREE,
    )
    _must_have_changed(changed, message, "It can no longer be withdrawn")
    claims.tell_kind(message.kind, [message.id], at=by.at)
    _record_message("message:withdrawn", message, by, reason=reason)


def settle_unknown(message: OutboxMessage, sent: bool, reason: str, by: Actor) -> None:
    """A person decides what nobody can know: it counts as sent, or it is sent again under the same Message-ID.

    RuleViolation where nothing of its mailing leaves any more, so that it would not be sent again.
    """
    reason = _reason(reason)
    values: dict[str, Any] = {"settled_at": by.at, "settled_by": by.name, "reason": reason[:500]}
    if sent:
        values |= {"state": MessageState.ACCEPTED, "accepted_at": OutboxMessage.began_at}
    else:
        _check_it_would_leave(message, by.at)
        values |= {"state": MessageState.DUE, "due_at": by.at}
    changed = claims.change(OutboxMessage.id == message.id, OutboxMessage.state == MessageState.UNKNOWN, **values)
    _must_have_changed(changed, message, "There is nothing to settle")
    claims.tell_kind(message.kind, [message.id], at=by.at)
    _record_message("message:settled", message, by, decision="counts as sent" if sent else "send again", reason=reason)


def note_bounce(message: OutboxMessage, at: datetime, reason: str) -> None:
    """It came back: so it had been sent."""
    _note(message, at, "bounced", bounced_at=at, bounce_reason=reason[:500])


def note_reply(message: OutboxMessage, at: datetime) -> None:
    """Somebody answered it: so it had been sent."""
    _note(message, at, "replied", replied_at=at)


def note_delivery(message: OutboxMessage, at: datetime) -> None:
    """A server reports that it was delivered: so it had been sent."""
    _note(message, at, "delivered", delivered_at=at)


def end_unsent(mailing: Mailing, state: MessageState, reason: str, *more: Any, at: datetime) -> int:
    """What has not begun to be handed over of a mailing ends in that state; how many there were."""
    total = 0
    waiting = (OutboxMessage.state.in_((MessageState.DUE, MessageState.CLAIMED)), *more)
    while ids := db.session.scalars(
        select(OutboxMessage.id).where(OutboxMessage.mailing_id == mailing.id, *waiting).limit(AT_ONCE)
    ).all():
        total += claims.change(OutboxMessage.id.in_(ids), *waiting, state=state, reason=reason[:500], **claims.FREE)
        claims.tell_kind(mailing.kind, ids, at=at)
    return total


def erase_content(message: OutboxMessage) -> None:
    """What a notice said is gone, its row stays: for what holds a secret."""
    claims.change(OutboxMessage.id == message.id, content=None)


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


def _move(
    mailing: Mailing, before: Sequence[MailingState], after: MailingState | None, words: str, **values: Any
) -> None:
    """One conditional UPDATE: of two who act at the same moment, one is refused. after: None where it stays."""
    if after is not None:
        values["state"] = after
    changed = db.session.execute(
        update(Mailing)
        .where(Mailing.id == mailing.id, Mailing.state.in_(before))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(mailing)
    if claims.rows_of(changed) != 1:
        raise RuleViolation(f"“{mailing.title}” is {mailing.state.value}: it cannot be {words}.")


def _note(message: OutboxMessage, at: datetime, what: str, **facts: Any) -> None:
    """Settles what was unknown, or decided to be sent again and has not left since; then keeps the first such fact.

    Also where it was to be sent again and was withdrawn, or came too late: the first time it had left.
    """
    this_one = OutboxMessage.id == message.id
    settled = claims.change(
        this_one,
        (OutboxMessage.state == MessageState.UNKNOWN)
        | (OutboxMessage.state.in_(SENT_AGAIN_IN_VAIN) & OutboxMessage.settled_at.is_not(None)),
        OutboxMessage.began_at.is_not(None),
        state=MessageState.ACCEPTED,
        accepted_at=OutboxMessage.began_at,
        reason=f"known to have been sent: {what}",
    )
    (first, *_) = facts
    noted = claims.change(
        this_one,
        OutboxMessage.state == MessageState.ACCEPTED,
        getattr(OutboxMessage, first).is_(None),
        **facts,
    )
    db.session.refresh(message)
    if settled:
        claims.tell_kind(message.kind, [message.id], at=at)
    if settled or noted:
        act = f"message:{what}"
    elif message.state is MessageState.ACCEPTED:
        act = f"message:{what}-again"
    else:
        act = "message:late-evidence"
    _record_message(act, message, Actor(claims.CHANCERY, at), state=message.state.value, what=what)


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


def _check_times(not_before: datetime, not_after: datetime | None, at: datetime) -> None:
    if not_after is None:
        return
    if not_after <= not_before:
        raise RuleViolation("The last instant to send must come after the first.", field="not_after")
    if not_after <= at:
        raise RuleViolation("The last instant to send has passed: nothing would leave.", field="not_after")


def _check_goes_on(mailing: Mailing) -> None:
    if mailing.state is MailingState.STOPPED:
        raise RuleViolation(f"“{mailing.title}” was stopped: nothing more is sent with it.")


def _reason(text: str) -> str:
    if not text.strip():
        raise RuleViolation("Say why: it stands in the log.", field="reason")
    return text.strip()


def _record(act: str, mailing: Mailing, by: Actor, **details: Any) -> None:
    record(act, Ref("mailing", str(mailing.id)), mailing.title, by=by, **details)


def _record_message(act: str, message: OutboxMessage, by: Actor, **details: Any) -> None:
    record(act, Ref("message", str(message.id)), message.address, by=by, **details)
