"""A mailing that leaves at another time."""

from datetime import datetime

from sqlalchemy import update

from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import RuleViolation
from core.outbox.models import Mailing, MailingState, MessageState, OutboxMessage


def move_mailing(mailing: Mailing, *, not_before: datetime, not_after: datetime | None, by: Actor) -> None:
    """What waits leaves at the new time; what is in hand or has ended is not touched."""
    if mailing.state is MailingState.STOPPED:
        raise RuleViolation(f"“{mailing.title}” was stopped: nothing of it leaves any more.")
    moved = db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.mailing_id == mailing.id, OutboxMessage.state == MessageState.DUE)
        .values(due_at=not_before)
    ).rowcount  # type: ignore[attr-defined]
    if not moved:
        raise RuleViolation(f"Nothing of “{mailing.title}” waits to leave.")
    mailing.not_before, mailing.not_after = not_before, not_after
    db.session.flush()
    subject = Ref("mailing", str(mailing.id))
    record("mailing:moved", subject, mailing.title, by=by, to=not_before.isoformat(), messages=moved)
