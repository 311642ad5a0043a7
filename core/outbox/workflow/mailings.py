"""The acts of the office on a mailing: made, released, paused, taken up again, moved, stopped."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update

from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import RuleViolation
from core.outbox.kinds import outbox_kind
from core.outbox.models import UNSENT, Mailing, MailingState, MessageState, OutboxMessage
from core.outbox.rows import change, rows_of
from core.outbox.rules import checked_reason
from core.outbox.workflow.messages import end_unsent


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


def release_mailing(mailing: Mailing, by: Actor) -> None:
    """What is held begins to leave."""
    _check_times(mailing.not_before, mailing.not_after, by.at)
    _move(mailing, [MailingState.HELD], MailingState.OPEN, "released", released_at=by.at, released_by=by.name)
    _record("mailing:released", mailing, by)


def pause_mailing(mailing: Mailing, reason: str, by: Actor) -> None:
    """Nothing more is handed over until it is resumed; a message being handed over at this moment is let finish."""
    reason = checked_reason(reason)
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
    moved = change(*waiting, due_at=not_before)
    if not moved and not more_to_come:
        raise RuleViolation(f"Nothing of “{mailing.title}” waits to leave.")
    _record("mailing:moved", mailing, by, to=not_before.isoformat(), messages=moved)


def stop_mailing(mailing: Mailing, reason: str, by: Actor) -> None:
    """For good: whatever has not begun to be handed over is withdrawn."""
    reason = checked_reason(reason)
    going = [MailingState.HELD, MailingState.OPEN, MailingState.PAUSED]
    _move(mailing, going, MailingState.STOPPED, "stopped", pause_reason="")
    withdrawn = end_unsent(mailing, UNSENT, MessageState.WITHDRAWN, reason, at=by.at)
    _record("mailing:stopped", mailing, by, reason=reason, withdrawn=withdrawn)


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
    if rows_of(changed) != 1:
        raise RuleViolation(f"“{mailing.title}” is {mailing.state.value}: it cannot be {words}.")


def _check_times(not_before: datetime, not_after: datetime | None, at: datetime) -> None:
    if not_after is None:
        return
    if not_after <= not_before:
        raise RuleViolation("The last instant to send must come after the first.", field="not_after")
    if not_after <= at:
        raise RuleViolation("The last instant to send has passed: nothing would leave.", field="not_after")


def _record(act: str, mailing: Mailing, by: Actor, **details: Any) -> None:
    record(act, Ref("mailing", str(mailing.id)), mailing.title, by=by, **details)
