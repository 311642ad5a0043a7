"""After a backup was restored: what the database says is due may have left since the backup was made."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from core.audit.workflow import Actor
from core.db import db
from core.outbox.kinds import private_kinds
from core.outbox.models import IN_HAND, Mailing, MailingState, MessageState, OutboxMessage
from core.outbox.outcomes import tell_kind
from core.outbox.rows import FREE, change, hold_mailing, hold_messages
from core.outbox.workflow.mailings import pause_mailing, stop_mailing

RESTORED = "A backup was restored: what was due may have left since it was made."


@dataclass(frozen=True)
class Restored:
    """paused: mailings, whose messages to settle are unknown. stopped: private ones. held: those with drafts."""

    paused: int
    unknown: int
    stopped: int
    held: int


def after_restore(*, by: Actor) -> Restored:
    """Nothing leaves until a person has resumed its mailing, and nothing that was due until somebody has settled it.

    Private mail, such as links to sign in, is stopped: whoever still needs it asks again. No worker may be at work.
    """
    private = Mailing.kind.in_(private_kinds())
    stopped, paused = _in(MailingState.OPEN, private), _in(MailingState.OPEN, ~private)
    for mailing in stopped:
        stop_mailing(mailing, RESTORED, by)
    for mailing in paused:
        pause_mailing(mailing, RESTORED, by)
    going = [*paused, *_in(MailingState.PAUSED, Mailing.id.not_in([each.id for each in paused]))]
    unknown = sum(_doubted(mailing, at=by.at) for mailing in going)
    return Restored(len(paused), unknown, len(stopped), len(_in(MailingState.HELD, _has_due())))


def to_doubt(*, at: datetime) -> Restored:
    """What `after_restore` would do, without doing it."""
    private = Mailing.kind.in_(private_kinds())
    stopped, paused = _in(MailingState.OPEN, private), _in(MailingState.OPEN, ~private)
    going = [*paused, *_in(MailingState.PAUSED, ~private)]
    unknown = select(func.count()).where(OutboxMessage.mailing_id.in_([each.id for each in going]), _may_have_left(at))
    held = _in(MailingState.HELD, _has_due())
    return Restored(len(paused), db.session.scalar(unknown) or 0, len(stopped), len(held))


def _doubted(mailing: Mailing, *, at: datetime) -> int:
    """What of a mailing may have left is unknown; how many there were."""
    hold_mailing(mailing.id)
    ids = hold_messages(OutboxMessage.mailing_id == mailing.id, _may_have_left(at))
    change(
        OutboxMessage.id.in_(ids),
        state=MessageState.UNKNOWN,
        began_at=func.coalesce(OutboxMessage.began_at, OutboxMessage.due_at),
        reason=RESTORED,
        **FREE,
    )
    tell_kind(mailing.kind, ids, at=at)
    return len(ids)


def _may_have_left(at: datetime) -> ColumnElement[bool]:
    due = and_(OutboxMessage.state == MessageState.DUE, OutboxMessage.due_at <= at)
    return or_(due, OutboxMessage.state.in_(IN_HAND))


def _has_due() -> ColumnElement[bool]:
    return Mailing.id.in_(select(OutboxMessage.mailing_id).where(OutboxMessage.state == MessageState.DUE))


def _in(state: MailingState, *which: ColumnElement[bool]) -> list[Mailing]:
    return list(db.session.scalars(select(Mailing).where(Mailing.state == state, *which).order_by(Mailing.id)))
