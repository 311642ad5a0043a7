"""Decisions of a meeting and its action points, as they are read."""

from collections.abc import Sequence

from sqlalchemy import select

from committees.models.work import Task
from core.db import db
from core.errors import NotFound
from meetings.models.decisions import ActionPoint, MeetingDecision


def decisions_of(meeting_id: int) -> Sequence[MeetingDecision]:
    """In the order they were taken."""
    return db.session.scalars(
        select(MeetingDecision).where(MeetingDecision.meeting_id == meeting_id).order_by(MeetingDecision.number)
    ).all()


def get_decision(meeting_id: int, number: int) -> MeetingDecision:
    """NotFound names the number."""
    decision = db.session.scalars(
        select(MeetingDecision).where(MeetingDecision.meeting_id == meeting_id, MeetingDecision.number == number)
    ).one_or_none()
    if decision is None:
        raise NotFound(f"This meeting has no decision {number}.")
    return decision


def action_points_of(meeting_id: int) -> list[tuple[ActionPoint, Task]]:
    """Each with its task, which only those read who read the work of its body."""
    rows = db.session.execute(
        select(ActionPoint, Task)
        .join(Task, Task.id == ActionPoint.task_id)
        .where(ActionPoint.meeting_id == meeting_id)
        .order_by(ActionPoint.id)
    )
    return [(point, task) for point, task in rows]
