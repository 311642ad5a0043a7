"""The tasks of a body: planned, changed, settled, taken up again, and carried over to the next meeting."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from committees.models.bodies import ChairRule, Composition
from committees.models.work import Anchor, BodyDecision, Owner, Task, TaskState
from committees.queries.work import due_rule_of, owner_in_words
from committees.rules.due import DueRule, check_due_rule, rule_in_words
from committees.workflow.files import check_file, title_of
from committees.workflow.subjects import hold_body
from conventions.meeting_order import FormalMeeting, MeetingOrder
from conventions.queries import meeting_order
from core.audit.workflow import Actor, record
from core.clock import day_of
from core.db import Ref, db
from core.errors import NotFound, RuleViolation
from core.periods import in_force

OFFICE_PRACTICE = "Office practice"
MOST_HOURS = 2000
LONGEST_TEXT = 4000


@dataclass(frozen=True)
class TaskPlan:
    """What is to be done, which office answers for it, and when it is due. hours: an estimate, None for none."""

    title: str
    owner: Owner
    due: DueRule
    seat: int | None = None
    details: str = ""
    source: str = ""
    hours: int | None = None
    file_id: int | None = None
    decision_id: int | None = None


@dataclass(frozen=True)
class CarryingOver:
    """What would be copied from one meeting to the next. staying: tasks of files and decisions, and dropped ones."""

    from_meeting: FormalMeeting
    to_meeting: FormalMeeting
    tasks: Sequence[Task]
    staying: int
    there_already: int


def add_task(convention: str, body: str, plan: TaskPlan, *, on: date, by: Actor) -> Task:
    """An open task of the body; the day it is due follows from its rule and is not kept."""
    held = hold_body(convention, body)
    return _added(held, _checked(held, plan, on=on), by=by)


def change_task(convention: str, body: str, task_id: int, plan: TaskPlan, *, on: date, by: Actor) -> Task:
    """An open task says something else from now on; what it said before stands in the audit."""
    task = hold_task(convention, body, task_id)
    if task.state is not TaskState.OPEN:
        raise RuleViolation(f"“{task.title}” is {task.state.value}. Take it up again before you change it.")
    held = hold_body(convention, body)
    wanted = _columns(_checked(held, plan, on=on, file_before=task.file_id))
    changed = {name: value for name, value in wanted.items() if getattr(task, name) != value}
    if not changed:
        raise RuleViolation("Nothing is different from before.")
    told = {name: [_as_json(getattr(task, name)), _as_json(value)] for name, value in changed.items()}
    for name, value in changed.items():
        setattr(task, name, value)
    db.session.flush()
    record("task:changed", ref_to_task(task), task.title, by=by, body=body, **told)
    return task


def settle_task(
    convention: str, body: str, task_id: int, *, state: TaskState, settled_on: date, outcome: str, on: date, by: Actor
) -> Task:
    """Done or dropped on a day since it was written down; what is dropped says why."""
    task = hold_task(convention, body, task_id)
    if task.state is not TaskState.OPEN:
        raise RuleViolation(f"“{task.title}” was {task.state.value} on {task.settled_on} already.", field="state")
    if state is TaskState.OPEN:
        raise RuleViolation("A task is settled when it is done or dropped.", field="state")
    created_on = day_of(task.created_at)
    if settled_on < created_on:
        raise RuleViolation(
            f"“{task.title}” was written down on {created_on}; it cannot be settled before.", field="settled_on"
        )
    if settled_on > on:
        raise RuleViolation(f"{settled_on} has not come yet.", field="settled_on")
    if state is TaskState.DROPPED and not outcome.strip():
        raise RuleViolation("Say why the task is dropped.", field="outcome")
    task.state, task.settled_on, task.outcome = state, settled_on, _text(outcome, "outcome")
    db.session.flush()
    record(
        f"task:{state.value}",
        ref_to_task(task),
        task.title,
        by=by,
        body=body,
        settled_on=settled_on.isoformat(),
        outcome=task.outcome,
    )
    return task


def reopen_task(convention: str, body: str, task_id: int, *, by: Actor) -> Task:
    """Open again, as if it had never been settled; the audit keeps that it was."""
    task = hold_task(convention, body, task_id)
    if task.state is TaskState.OPEN:
        raise RuleViolation(f"“{task.title}” is open already.")
    check_file(convention, body, task.file_id, on=day_of(by.at))
    before = task.state.value
    task.state, task.settled_on, task.outcome = TaskState.OPEN, None, ""
    db.session.flush()
    record("task:reopened", ref_to_task(task), task.title, by=by, body=body, was=before)
    return task


def carrying_over(convention: str, body: str, meeting: str) -> CarryingOver:
    """What `carry_over` would copy from that meeting. RuleViolation where the calendar has no meeting after it."""
    order = meeting_order(convention)
    origin = order.get(meeting)
    target = order.following(origin.short)
    if target is None:
        raise RuleViolation(
            f"The calendar of the {convention} has no meeting after the {origin.short} yet.", field="meeting"
        )
    tasks = _anchored(convention, body, origin.short)
    known = {(task.title, task.owner, task.owner_seat) for task in _anchored(convention, body, target.short)}
    lasting = [task for task in tasks if _is_of_every_year(task)]
    new = [task for task in lasting if (task.title, task.owner, task.owner_seat) not in known]
    return CarryingOver(origin, target, new, len(tasks) - len(lasting), len(lasting) - len(new))


def carry_over(convention: str, body: str, meeting: str, *, count: int, on: date, by: Actor) -> list[Task]:
    """The tasks counted from that meeting stand again, open, counted alike from the next.

    Dropped ones, and those of files and decisions, are matters of one year and stay where they are; what the next
    meeting has already is not copied again. count: how many the person was told; refused when it is another number.
    """
    held = hold_body(convention, body)
    found = carrying_over(convention, body, meeting)
    if not found.tasks:
        raise RuleViolation(
            f"No task counted from the {found.from_meeting.short} is left to copy to the {found.to_meeting.short}.",
            field="meeting",
        )
    if count != len(found.tasks):
        tasks = "1 task" if len(found.tasks) == 1 else f"{len(found.tasks)} tasks"
        raise RuleViolation(f"The work plan has changed: {tasks} would be copied, not {count}. Look again.")
    copies = []
    for task in found.tasks:
        plan = TaskPlan(
            title=task.title,
            owner=task.owner,
            seat=task.owner_seat,
            due=replace(due_rule_of(task), meeting=found.to_meeting.short),
            details=task.details,
            source=task.rule_source,
            hours=task.effort_hours,
        )
        copies.append(_added(held, _checked(held, plan, on=on), by=by, copied_from=found.from_meeting.short))
    return copies


def hold_task(convention: str, body: str, task_id: int) -> Task:
    """The task, as nobody else changes it until this transaction ends; NotFound."""
    hold_body(convention, body)
    task = db.session.get(Task, task_id, populate_existing=True)
    if task is None or (task.convention, task.body) != (convention, body):
        raise NotFound("The body has no such task.")
    return task


def ref_to_task(task: Any) -> Ref:
    return Ref("task", str(task.id))


def _added(held: Any, plan: TaskPlan, *, by: Actor, copied_from: str = "") -> Task:
    task = Task(convention=held.convention, body=held.slug, created_at=by.at, created_by=by.name, **_columns(plan))
    db.session.add(task)
    db.session.flush()
    told = {"owner": owner_in_words(task.owner, task.owner_seat), "due": _due_told(held.convention, plan.due)}
    copied = {"copied_from": copied_from} if copied_from else {}
    record("task:added", ref_to_task(task), task.title, by=by, body=held.slug, **told, **copied)
    return task


def _due_told(convention: str, due: DueRule) -> str:
    return rule_in_words(due, MeetingOrder(convention, ())).removesuffix(" (not fixed yet)")


def _checked(held: Any, plan: TaskPlan, *, on: date, file_before: int | None = None) -> TaskPlan:
    """The plan as it is kept, or the rule it breaks. file_before: may stay although it is closed."""
    _check_owner(held, plan, on=on)
    if plan.hours is not None and not 0 <= plan.hours <= MOST_HOURS:
        raise RuleViolation(f"Estimate from 0 to {MOST_HOURS} hours.", field="effort_hours")
    check_file(held.convention, held.slug, plan.file_id, on=on, before=file_before)
    _check_decision(held, plan)
    if len(plan.source) > 200:
        raise RuleViolation("The source of the rule is longer than 200 characters.", field="rule_source")
    return replace(
        plan,
        title=title_of(plan.title, what="task"),
        due=check_due_rule(plan.due, meeting_order(held.convention)),
        details=_text(plan.details, "details"),
        source=plan.source.strip() or OFFICE_PRACTICE,
    )


def _check_owner(held: Any, plan: TaskPlan, *, on: date) -> None:
    composition = db.session.execute(
        select(Composition.seats, Composition.chair_rule).where(
            Composition.convention == held.convention, Composition.body == held.slug, in_force(Composition, on)
        )
    ).one_or_none()
    seats = composition.seats if composition else 0
    if plan.owner is Owner.CHAIR and (composition is None or composition.chair_rule is ChairRule.NONE):
        raise RuleViolation(f"The {held.name_en} has no chair. Choose its seats or all members.", field="owner")
    if plan.owner is Owner.SEAT and (plan.seat is None or not 1 <= plan.seat <= seats):
        has = {0: "no seats", 1: "1 seat"}.get(seats, f"{seats} seats")
        raise RuleViolation(f"The {held.name_en} has {has} on {on}; there is no seat {plan.seat}.", field="owner")


def _check_decision(held: Any, plan: TaskPlan) -> None:
    if plan.decision_id is None:
        return
    decision = db.session.get(BodyDecision, plan.decision_id)
    if decision is None or (decision.convention, decision.body) != (held.convention, held.slug):
        raise RuleViolation("This decision is not one of the body’s.", field="decision")


def _columns(plan: TaskPlan) -> dict[str, Any]:
    anchor = Anchor.DAY if plan.due.due_on else Anchor.CLOSES if plan.due.at_close else Anchor.OPENS
    return {
        "title": plan.title,
        "details": plan.details,
        "owner": plan.owner,
        "owner_seat": plan.seat if plan.owner is Owner.SEAT else None,
        "anchor": anchor,
        "meeting": plan.due.meeting,
        "offset_months": plan.due.months,
        "offset_days": plan.due.days,
        "due_on": plan.due.due_on,
        "rule_source": plan.source,
        "effort_hours": plan.hours,
        "file_id": plan.file_id,
        "decision_id": plan.decision_id,
    }


def _anchored(convention: str, body: str, meeting: str) -> Sequence[Task]:
    return db.session.scalars(
        select(Task).where(Task.convention == convention, Task.body == body, Task.meeting == meeting).order_by(Task.id)
    ).all()


def _is_of_every_year(task: Task) -> bool:
    return task.state is not TaskState.DROPPED and task.file_id is None and task.decision_id is None


def _text(text: str, field: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise RuleViolation(f"No more than {LONGEST_TEXT} characters fit here.", field=field)
    return text.strip()


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else "none" if value in (None, "") else value
