"""One attempt at one message: in a worker's hand while it lasts, a row once it has ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam
from sqlalchemy.dialects import postgresql, sqlite

from core.db import db
from core.outbox.models import IN_HAND, OutboxMessage
from core.outbox.rows import ATTEMPTS, run
from core.outbox.rules import Ending


@dataclass
class Attempt:
    """number: of the attempt; it never returns. began_at: once that is committed.

    failures: of the last messages of the mailing, as many had not gone when this one began.
    """

    message: OutboxMessage
    token: str
    number: int
    worker: str
    began_at: datetime | None = None
    failures: int = 0


THIS_ATTEMPT: tuple[ColumnElement[bool], ...] = (
    OutboxMessage.id == bindparam("in_hand"),
    OutboxMessage.lease_token == bindparam("by_token"),
)
STILL_IN_HAND = (*THIS_ATTEMPT, OutboxMessage.state.in_(IN_HAND))


def named(attempt: Attempt) -> dict[str, Any]:
    """What the two conditions ask about."""
    return {"in_hand": attempt.message.id, "by_token": attempt.token}


def note_attempt(attempt: Attempt, ending: Ending, *, at: datetime) -> None:
    """Of two who tell of one attempt, the first is believed."""
    note_attempts(
        [
            {
                "message_id": attempt.message.id,
                "number": attempt.number,
                "worker": attempt.worker,
                "began_at": attempt.began_at,
                "ended_at": at,
                "outcome": ending.result,
                "code": ending.code,
                "answer": ending.answer or ending.reason,
            }
        ]
    )


def note_attempts(rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        run(_noted(db.session.get_bind().dialect.name), rows)


@cache
def _noted(dialect: str) -> Any:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(ATTEMPTS).on_conflict_do_nothing()
