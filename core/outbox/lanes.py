"""The connections to the mail server that the house opens at the same time, over all processes and machines."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.db import db
from core.outbox.models import SendingLane
from core.outbox.rows import FREE, rows_of
from core.outbox.rules import Patience


@dataclass(frozen=True)
class Lane:
    number: int
    token: str


def take_lane(*, connections: int, worker: str, at: datetime, patience: Patience) -> Lane | None:
    """A free one, now this worker's; None when all are taken. It has one at a time: an earlier one was forgotten."""
    _make_lanes(connections)
    token = secrets.token_hex(16)
    its = _free(connections, worker, at, patience)
    free = select(SendingLane.number).where(its).order_by(SendingLane.number).limit(1)
    number = db.session.scalar(
        update(SendingLane)
        .where(SendingLane.number == free.with_for_update(skip_locked=True).scalar_subquery(), its)
        .values(lease_token=token, lease_until=at + timedelta(seconds=patience.lane), worker=worker)
        .returning(SendingLane.number)
        .execution_options(synchronize_session=False)
    )
    return None if number is None else Lane(number, token)


def keep_lane(lane: Lane, *, at: datetime, patience: Patience) -> bool:
    """It stays this worker's for longer; False: it is no longer."""
    return _change(lane, lease_until=at + timedelta(seconds=patience.lane)) == 1


def leave_lane(lane: Lane) -> None:
    _change(lane, **FREE)


def leave_lanes_of(worker: str) -> None:
    """Of a worker that is known to have ended."""
    db.session.execute(
        update(SendingLane)
        .where(SendingLane.worker == worker, SendingLane.lease_token.is_not(None))
        .values(**FREE)
        .execution_options(synchronize_session=False)
    )


def free_lanes(*, connections: int, at: datetime, patience: Patience) -> int:
    """How many connections could be opened now."""
    taken = select(func.count()).where(SendingLane.number <= connections, ~_not_taken(at, patience))
    return connections - (db.session.scalar(taken) or 0)


def _free(connections: int, worker: str, at: datetime, patience: Patience) -> ColumnElement[bool]:
    own = SendingLane.worker == worker
    return (SendingLane.number <= connections) & (own | _not_taken(at, patience))


def _not_taken(at: datetime, patience: Patience) -> ColumnElement[bool]:
    latest = at + timedelta(seconds=2 * patience.longest)
    return or_(SendingLane.lease_until.is_(None), SendingLane.lease_until <= at, SendingLane.lease_until > latest)


def _change(lane: Lane, **values: object) -> int:
    return rows_of(
        db.session.execute(
            update(SendingLane)
            .where(SendingLane.number == lane.number, SendingLane.lease_token == lane.token)
            .values(**values)
            .execution_options(synchronize_session=False)
        )
    )


def _make_lanes(connections: int) -> None:
    known = db.session.scalar(select(func.count()).where(SendingLane.number <= connections)) or 0
    if known < connections:
        dialect = sqlite if db.session.get_bind().dialect.name == "sqlite" else postgresql
        rows = [{"number": number, "worker": ""} for number in range(1, connections + 1)]
        db.session.execute(dialect.insert(SendingLane).on_conflict_do_nothing(), rows)
