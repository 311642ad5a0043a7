"""One task: read, planned, changed, settled, taken up again; and the tasks of all bodies that a person may read."""

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from committees.forms.work import AFTER, BEFORE, SettleForm, TaskForm, owner_value
from committees.models.work import Anchor, TaskState
from committees.queries.offices import Offices
from committees.queries.sight import files_closed_to
from committees.queries.work import (
    PlannedTask,
    all_tasks,
    decision_named,
    decisions_of,
    owner_in_words,
    task_named,
    tasks_of,
)
from committees.routes.counter import blueprint, body_of_page
from committees.routes.work import (
    file_choices,
    keeps_work,
    meaning_of,
    not_shown,
    owner_choices,
    seen_decisions,
    sees,
    sight_of_today,
    task_address,
    task_table,
)
from committees.rules.due import SOURCE
from committees.workflow.tasks import add_task, change_task, ref_to_task, reopen_task, settle_task
from core.audit.queries import history_of
from core.clock import day_of, today
from core.db import transaction
from core.look.acts import act_page
from core.numbers import whole_number
from core.permissions import Right, may, requires
from core.tables import export_response, table_page
from core.web import acting, as_of, link

TASK = "/<convention:convention>/committees/<body>/work/tasks/<int:task_id>"


@blueprint.get("/<convention:convention>/tasks")
@requires(Right.READ_COMMITTEE_WORK)
def tasks(convention: str) -> str | Response:
    """Of all bodies whose work the person reads, without the files in which their State takes no part."""
    on = as_of()
    offices = Offices(convention)
    readable = {slug for slug in offices.bodies if may(Right.READ_COMMITTEE_WORK, convention=convention, body=slug)}
    closed = files_closed_to(current_user.id, convention, on=today())
    found = [
        task for task in all_tasks(convention, on=on) if task.row.body in readable and task.row.file_id not in closed
    ]
    table = task_table(
        f"tasks-{convention.lower()}",
        sorted(found, key=lambda task: not task.is_open),
        convention,
        bodies=offices.names,
    )
    title = _("Tasks of the bodies of the %(convention)s", convention=convention)
    return export_response(table, title) or render_template(
        "committees/work_tasks.html", on=on, page=table_page(table), bodies=len(readable), of_bodies=len(offices.bodies)
    )


@blueprint.get(TASK)
@requires(Right.READ_OPENED_WORK)
def task(convention: str, body: str, task_id: int) -> ResponseReturnValue:
    on = as_of()
    row = body_of_page(convention, body)
    view = sight_of_today(convention, body)
    every = tasks_of(Offices(convention), body, on=on)
    found = task_named(every, task_id)
    if not sees(view, found.row.file_id):
        return not_shown(view, found.row.file_id)
    decisions = seen_decisions(view, decisions_of(convention, body, every, on=on))
    return render_template(
        "committees/work_task.html",
        body=row,
        on=on,
        task=found,
        meaning=meaning_of(found.status),
        decision=next((each for each in decisions if each.row.id == found.row.decision_id), None),
        written_on=day_of(found.row.created_at),
        keeps=keeps_work(convention, body),
        history=history_of(ref_to_task(found.row)) if view.of_the_body else None,
    )


@blueprint.route("/<convention:convention>/committees/<body>/work/tasks/new", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def new_task(convention: str, body: str) -> ResponseReturnValue:
    """`?file=` and `?decision=` say what it belongs to."""
    row = body_of_page(convention, body)
    view = sight_of_today(convention, body)
    offices = Offices(convention)
    decision_id = whole_number(request.args.get("decision", "")) or None
    asked = {"file": request.args.get("file", ""), "rule_source": SOURCE}
    if decision_id is not None:
        decisions = decisions_of(convention, body, [], on=today())
        decision = decision_named(decisions, decision_id)
        if not sees(view, decision.row.file_id):
            return not_shown(view, decision.row.file_id)
        asked["file"] = str(decision.row.file_id or "")
    following = offices.order.leading_to(today())
    form = TaskForm(data={**asked, "meeting": following.short if following else "", "direction": BEFORE})
    form.offer(owner_choices(offices, body), file_choices(view, convention, body))
    return act_page(
        form,
        lambda: add_task(convention, body, form.plan(decision_id), on=today(), by=acting()),
        title=_("Plan a task"),
        lead=row.name_en,
        words=_("Plan the task"),
        done=_("The task is in the work plan."),
        back=_back(convention, body, decision_id),
    )


@blueprint.route(f"{TASK}/change", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def change_one_task(convention: str, body: str, task_id: int) -> ResponseReturnValue:
    row = body_of_page(convention, body)
    view = sight_of_today(convention, body)
    offices = Offices(convention)
    found = task_named(tasks_of(offices, body, on=today()), task_id)
    if not sees(view, found.row.file_id):
        return not_shown(view, found.row.file_id)
    form = TaskForm(data=_written(found))
    owners = owner_choices(offices, body)
    present = (found.row.owner, found.row.owner_seat)
    form.offer(_with(owners, owner_value(*present), owner_in_words(*present)), _files(found))
    form.file.choices += [each for each in file_choices(view, convention, body) if each not in form.file.choices]
    return act_page(
        form,
        lambda: change_task(convention, body, task_id, form.plan(found.row.decision_id), on=today(), by=acting()),
        title=_("Change the task"),
        lead=f"{found.row.title}, {row.name_en}",
        words=_("Change the task"),
        done=_("The task is changed."),
        back=task_address(convention, body, task_id),
    )


@blueprint.route(f"{TASK}/settle", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def settle_one_task(convention: str, body: str, task_id: int) -> ResponseReturnValue:
    row = body_of_page(convention, body)
    view = sight_of_today(convention, body)
    found = task_named(tasks_of(Offices(convention), body, on=today()), task_id)
    if not sees(view, found.row.file_id):
        return not_shown(view, found.row.file_id)
    form = SettleForm(data={"state": TaskState.DONE.value, "settled_on": today()})
    return act_page(
        form,
        lambda: settle_task(
            convention,
            body,
            task_id,
            state=TaskState(form.state.data),
            settled_on=form.settled_on.data,
            outcome=form.outcome.data.replace("\r\n", "\n"),
            on=today(),
            by=acting(),
        ),
        title=_("Settle the task"),
        lead=f"{found.row.title}, {row.name_en}",
        words=_("Settle the task"),
        done=_("The task is settled."),
        back=task_address(convention, body, task_id),
    )


@blueprint.post(f"{TASK}/reopen")
@requires(Right.KEEP_COMMITTEE_WORK)
def reopen_one_task(convention: str, body: str, task_id: int) -> ResponseReturnValue:
    view = sight_of_today(convention, body)
    found = task_named(tasks_of(Offices(convention), body, on=today()), task_id)
    if not sees(view, found.row.file_id):
        return not_shown(view, found.row.file_id)
    with transaction():
        reopen_task(convention, body, task_id, by=acting())
    flash(_("The task is open again."), "success")
    return redirect(task_address(convention, body, task_id))


def _back(convention: str, body: str, decision_id: int | None) -> str:
    if decision_id is None:
        return link("committees.work_plan", convention=convention, body=body)
    return link("committees.decision", convention=convention, body=body, decision_id=decision_id)


def _written(task: PlannedTask) -> dict[str, object]:
    """The task as the form writes it: numbers without sign, and on which side of the meeting."""
    row = task.row
    return {
        "title": row.title,
        "owner": owner_value(row.owner, row.owner_seat),
        "anchor": row.anchor.value,
        "meeting": row.meeting,
        "months": abs(row.offset_months) or None,
        "days": abs(row.offset_days) or None,
        "direction": BEFORE if (row.offset_months or row.offset_days) < 0 or row.anchor is Anchor.DAY else AFTER,
        "due_on": row.due_on,
        "rule_source": row.rule_source,
        "effort_hours": row.effort_hours,
        "file": str(row.file_id or ""),
        "details": row.details,
    }


def _files(task: PlannedTask) -> list[tuple[str, str]]:
    return [(str(task.row.file_id), task.file_title)] if task.row.file_id else []


def _with(choices: list[tuple[str, str]], value: str, words: str) -> list[tuple[str, str]]:
    """A seat that is no more can still be shown as what the task says."""
    return choices if value in dict(choices) else [*choices, (value, words)]
