"""Acts on mailings and messages, each audited: put out, released, paused, stopped, settled, and what evidence says."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select, update

from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import RuleViolation
from core.outbox.models import Mailing, MailingState, MessageState, OutboxMessage


def make_mailing(
    kind: str,
    *,
    title: str,
    convention: str | None,
    not_before: datetime,
    not_after: datetime | None,
    held: bool,
    by: Actor,
) -> Mailing:
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
    record("mailing:made", _ref(mailing), title, by=by)
    return mailing


def put_out(
    mailing: Mailing,
    subject_id: str,
    address: str,
    recipient: str,
    content: Mapping[str, Any] | None = None,
    due_at: datetime | None = None,
) -> OutboxMessage:
    domain = current_app.config["CHANCERY"].house_address.rpartition("@")[2]
    message = OutboxMessage(
        mailing_id=mailing.id,
        kind=mailing.kind,
        subject_id=subject_id,
        address=address,
        recipient=recipient,
        content=dict(content) if content is not None else None,
        message_id=f"<c{secrets.token_hex(8)}@{domain}>",
        due_at=due_at or mailing.not_before,
    )
    db.session.add(message)
    db.session.flush()
    return message


def release_mailing(mailing: Mailing, *, by: Actor) -> None:
    mailing.state, mailing.released_at, mailing.released_by = MailingState.OPEN, by.at, by.name
    db.session.flush()
    record("mailing:released", _ref(mailing), mailing.title, by=by)


def pause_mailing(mailing: Mailing, *, reason: str, by: Actor) -> None:
    if mailing.state is not MailingState.OPEN:
        raise RuleViolation(f"“{mailing.title}” is {mailing.state} already.")
    mailing.state, mailing.pause_reason = MailingState.PAUSED, reason
    db.session.flush()
    record("mailing:paused", _ref(mailing), mailing.title, by=by, reason=reason)


def resume_mailing(mailing: Mailing, *, by: Actor) -> None:
    if mailing.state is not MailingState.PAUSED:
        raise RuleViolation(f"“{mailing.title}” is {mailing.state}, not paused.")
    mailing.state, mailing.pause_reason = MailingState.OPEN, ""
    db.session.flush()
    record("mailing:resumed", _ref(mailing), mailing.title, by=by)


def stop_mailing(mailing: Mailing, *, reason: str, by: Actor) -> None:
    mailing.state, mailing.pause_reason = MailingState.STOPPED, ""
    db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.mailing_id == mailing.id, OutboxMessage.state == MessageState.DUE)
        .values(state=MessageState.WITHDRAWN, reason=reason)
    )
    db.session.flush()
    record("mailing:stopped", _ref(mailing), mailing.title, by=by, reason=reason)


def withdraw_message(message: OutboxMessage, *, reason: str, by: Actor) -> None:
    changed = db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == message.id, OutboxMessage.state == MessageState.DUE)
        .values(state=MessageState.WITHDRAWN, reason=reason)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise RuleViolation("The message is on its way already.")
    db.session.refresh(message)


def settle_unknown(message: OutboxMessage, *, sent: bool, reason: str, by: Actor) -> None:
    if message.state is not MessageState.UNKNOWN:
        raise RuleViolation("What became of this message is known already.")
    message.settled_at, message.settled_by, message.reason = by.at, by.name, reason
    if sent:
        message.state, message.accepted_at = MessageState.ACCEPTED, message.began_at or by.at
    else:
        message.state, message.due_at = MessageState.DUE, by.at
    db.session.flush()
    subject = Ref("mailing", str(message.mailing_id))
    record("message:settled", subject, message.recipient, by=by, sent=sent, reason=reason)


def mailing_of(mailing_id: int) -> Mailing:
    return db.session.scalars(select(Mailing).where(Mailing.id == mailing_id)).one()


def _ref(mailing: Mailing) -> Ref:
    return Ref("mailing", str(mailing.id))
