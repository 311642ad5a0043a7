"""How rows of the outbox are changed: on the tables, without the detour of objects, each by one conditional UPDATE.

Whoever needs a mailing and messages of it holds the mailing first, and several messages in the order of their ids: so
two who act at the same moment never wait for each other.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import CursorResult, select, update

from core.db import db
from core.outbox.models import DeliveryAttempt, Mailing, OutboxMessage

MESSAGES: Any = OutboxMessage.__table__
ATTEMPTS: Any = DeliveryAttempt.__table__
FREE = {"lease_token": None, "lease_until": None}


def hold_mailing(mailing_id: int) -> None:
    """Nobody else changes the mailing until the transaction ends; messages may still be put into it."""
    db.session.execute(select(Mailing.id).where(Mailing.id == mailing_id).with_for_update(key_share=True))


def hold_messages(*conditions: Any, wait: bool = True) -> Sequence[int]:
    """The ids of those under the conditions, held until the transaction ends.

    wait: for whoever changes one at this moment; else that one is left out.
    """
    asked = select(OutboxMessage.id).where(*conditions).order_by(OutboxMessage.id)
    return db.session.scalars(asked.with_for_update(key_share=True, skip_locked=not wait)).all()


def change(*conditions: Any, **values: Any) -> int:
    """One conditional UPDATE of messages; how many rows it changed."""
    return rows_of(run(update(MESSAGES).where(*conditions).values(**values)))


def run(statement: Any, given: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None) -> Any:
    """What waits to be written of objects is written first."""
    db.session.flush()
    return db.session.connection().execute(statement, given)


def rows_of(result: Any) -> int:
    """How many rows an UPDATE has changed."""
    cursor: CursorResult[Any] = result
    return cursor.rowcount
