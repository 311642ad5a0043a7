"""The work of bodies as of a day: tasks with the day they are due, decisions with their follow-up, activities."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from committees.models.work import Activity, Anchor, BodyDecision, BodyFile, Owner, Task, TaskState
from committees.queries.offices import Offices
from committees.queries.rosters import roster
from committees.rules.due import DueRule, Timeliness, arithmetic, due_day, rule_in_words, timeliness
from conventions.meeting_order import MeetingOrder
from conventions.queries import meeting_order
from core.clock import day_of
from core.db import db
from core.errors import NotFound

OWNERS = {Owner.CHAIR: "Chair", Owner.BODY: "All members", Owner.ISU: "ISU"}
PRESSING = (Timeliness.OVERDUE, Timeliness.SOON)


@dataclass(frozen=True)
class PlannedTask:
    """A task as it stands on a day. rule, arithmetic: how its day is counted. holder: who holds the office that day.

    state: on the day asked about. status: the word for it; of an open task how near its day is.
    """

    row: Any
    due_on: date | None
    rule: str
    arithmetic: str
    owner: str
    state: TaskState
    status: str
    file_title: str = ""
    holder: str = ""

    @property
    def is_open(self) -> bool:
        return self.state is TaskState.OPEN

    @property
    def is_pressing(self) -> bool:
        return self.status in PRESSING


@dataclass(frozen=True)
class Decided:
    """A decision with the tasks that follow from it."""

    row: Any
    file_title: str
    follow_up: Sequence[PlannedTask]

    @property
    def open(self) -> Sequence[PlannedTask]:
        return [task for task in self.follow_up if task.is_open]

    @property
    def status(self) -> str:
        """kept: everything that follows from it was done."""
        if not self.follow_up:
            return "no follow-up"
        if self.open:
            return "open"
        return "kept" if all(task.state is TaskState.DONE for task in self.follow_up) else "dropped in part"


def due_rule_of(row: Any) -> DueRule:
    return DueRule(row.due_on, row.meeting, row.anchor is Anchor.CLOSES, row.offset_months, row.offset_days)


def tasks_of(offices: Offices, body: str, *, on: date) -> list[PlannedTask]:
    """The tasks that a body had by the day, the next due first, those without a day last."""
    found = roster(offices, body, on=on)
    seats = {each.seat: each.name if each.state else each.seat_state.value for each in found.holders if each.seat_state}
    chair = found.chair.name if found.chair else "not documented"
    return [
        replace(task, holder=_holder(task.row, chair, seats))
        for task in _planned(_tasks(offices.convention, body), offices.order, on=on)
    ]


def all_tasks(convention: str, *, on: date) -> list[PlannedTask]:
    """The tasks of all bodies by the day, without who holds the offices; two queries."""
    return _planned(_tasks(convention), meeting_order(convention), on=on)


def task_named(tasks: Sequence[PlannedTask], task_id: int) -> PlannedTask:
    """NotFound for one that the body does not have, or did not have yet on the day."""
    found = next((task for task in tasks if task.row.id == task_id), None)
    if found is None:
        raise NotFound("The body has no such task on this day.")
    return found


def decisions_of(convention: str, body: str, tasks: Sequence[PlannedTask], *, on: date) -> list[Decided]:
    """What a body had decided by the day, newest first. tasks: those of the body."""
    following: dict[int, list[PlannedTask]] = defaultdict(list)
    for task in tasks:
        if task.row.decision_id is not None:
            following[task.row.decision_id].append(task)
    rows = db.session.execute(
        select(*BodyDecision.__table__.c, BodyFile.title)
        .outerjoin(BodyFile, BodyFile.id == BodyDecision.file_id)
        .where(BodyDecision.convention == convention, BodyDecision.body == body, BodyDecision.decided_on <= on)
        .order_by(BodyDecision.decided_on.desc(), BodyDecision.id.desc())
    )
    return [Decided(row, row.title or "", following[row.id]) for row in rows]


def decision_named(decisions: Sequence[Decided], decision_id: int) -> Decided:
    found = next((each for each in decisions if each.row.id == decision_id), None)
    if found is None:
        raise NotFound("The body has no such decision on this day.")
    return found


def activities_between(convention: str, first: date, last: date, bodies: Collection[str]) -> Sequence[Any]:
    """What the logs of these bodies have that began on one of the days, both included."""
    return db.session.execute(
        select(*Activity.__table__.c)
        .where(
            Activity.convention == convention,
            Activity.body.in_(bodies),
            Activity.starts_on >= first,
            Activity.starts_on <= last,
            Activity.withdrawn == "",
        )
        .order_by(Activity.starts_on, Activity.id)
    ).all()


def _tasks(convention: str, body: str | None = None) -> Sequence[Any]:
    wanted = (
        select(*Task.__table__.c, BodyFile.title.label("file_title"))
        .outerjoin(BodyFile, BodyFile.id == Task.file_id)
        .where(Task.convention == convention)
        .order_by(Task.id)
    )
    return db.session.execute(wanted if body is None else wanted.where(Task.body == body)).all()


def _planned(rows: Sequence[Any], order: MeetingOrder, *, on: date) -> list[PlannedTask]:
    tasks = [_task(row, order, on=on) for row in rows if day_of(row.created_at) <= on]
    return sorted(tasks, key=lambda task: (task.due_on or date.max, task.row.id))


def _task(row: Any, order: MeetingOrder, *, on: date) -> PlannedTask:
    rule = due_rule_of(row)
    due_on = due_day(rule, order)
    state = row.state if row.settled_on is None or row.settled_on <= on else TaskState.OPEN
    return PlannedTask(
        row=row,
        due_on=due_on,
        rule=rule_in_words(rule, order),
        arithmetic=arithmetic(rule, order),
        owner=owner_in_words(row.owner, row.owner_seat),
        state=state,
        status=timeliness(due_on, on=on).value if state is TaskState.OPEN else state.value,
        file_title=row.file_title or "",
    )


def owner_in_words(owner: Owner, seat: int | None) -> str:
    return OWNERS.get(owner) or f"Seat {seat}"


def _holder(row: Any, chair: str, seats: dict[int | None, str]) -> str:
    if row.owner is Owner.CHAIR:
        return chair
    return seats.get(row.owner_seat, "not documented") if row.owner is Owner.SEAT else ""
