"""Which delegations were present in which sessions."""

from collections.abc import Collection, Mapping

from sqlalchemy import func, select

from core.db import db
from meetings.models.people import Attendance


def present_in(session_id: int) -> set[int]:
    """The delegations present in a session, by id."""
    return set(db.session.scalars(select(Attendance.delegation_id).where(Attendance.session_id == session_id)))


def present_by_session(session_ids: Collection[int]) -> Mapping[int, int]:
    """How many delegations were present in each session."""
    rows = db.session.execute(
        select(Attendance.session_id, func.count())
        .where(Attendance.session_id.in_(session_ids))
        .group_by(Attendance.session_id)
    )
    return dict(rows.tuples().all())


def sessions_present(delegation_ids: Collection[int]) -> Mapping[int, int]:
    """In how many sessions each delegation was present."""
    rows = db.session.execute(
        select(Attendance.delegation_id, func.count())
        .where(Attendance.delegation_id.in_(delegation_ids))
        .group_by(Attendance.delegation_id)
    )
    return dict(rows.tuples().all())
