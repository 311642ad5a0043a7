"""The work plan of a body, and what all pages of its work share: who sees what, and which offices answer for tasks."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from committees.forms.work import owner_value
from committees.models.bodies import ChairRule
from committees.models.work import Owner
from committees.queries.files import OpenedFile, files_by, open_files
from committees.queries.offices import Offices
from committees.queries.rosters import roster
from committees.queries.work import (
    Decided,
    PlannedTask,
    decisions_of,
    owner_in_words,
    tasks_of,
)
from committees.routes.counter import blueprint, body_of_page
from committees.routes.sight import Sight, sight
from committees.rules.due import Timeliness
from committees.workflow.tasks import carry_over, carrying_over
from core.clock import today
from core.db import transaction
from core.numbers import whole_number
from core.permissions import Right, may, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, as_of, link

MEANINGS = {Timeliness.OVERDUE.value: "late", Timeliness.SOON.value: "soon", "done": "done"}
MEETINGS_OFFERED = 3


@blueprint.get("/<convention:convention>/committees/<body>/work")
@requires(Right.READ_OPENED_WORK)
def work_plan(convention: str, body: str) -> str | Response:
    on = as_of()
    row = body_of_page(convention, body)
    offices = Offices(convention)
    view = sight_of_today(convention, body)
    every = tasks_of(offices, body, on=on)
    tasks = seen_tasks(view, every)
    table = task_table(f"work-plan-{body}", sorted(tasks, key=lambda task: not task.is_open), convention)
    decisions = seen_decisions(view, decisions_of(convention, body, every, on=on))
    files = [file for file in files_by(convention, body, on=on) if view.file(file.row.id)]
    return export_response(table, _("Work plan, %(body)s", body=row.name_en)) or render_template(
        "committees/work_plan.html",
        body=row,
        on=on,
        page=table_page(table),
        counts=_counts(convention, body, tasks, decisions, files),
        next_task=next((task for task in tasks if task.is_open), None),
        nothing_opened=not view.of_the_body and not (view.work_plan or view.opened.files),
        copyable=_copyable(offices, tasks) if keeps_work(convention, body) else (),
        keeps=keeps_work(convention, body),
    )


@blueprint.route("/<convention:convention>/committees/<body>/work/copy", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def copy_tasks(convention: str, body: str) -> ResponseReturnValue:
    """The tasks counted from one meeting, written again for the next: shown with their number, done when confirmed."""
    row = body_of_page(convention, body)
    meeting = request.args.get("meeting", "")
    if request.method == "POST":
        with transaction():
            copies = carry_over(
                convention,
                body,
                meeting,
                count=whole_number(request.form.get("count", "")) or 0,
                on=today(),
                by=acting(),
            )
        flash(
            ngettext("%(num)s task is planned again.", "%(num)s tasks are planned again.", len(copies)),
            "success",
        )
        return redirect(link("committees.work_plan", convention=convention, body=body))
    found = carrying_over(convention, body, meeting)
    return render_template("committees/work_copy.html", body=row, found=found, owner_in_words=owner_in_words)


def sight_of_today(convention: str, body: str) -> Sight:
    """What the person may see: asked of today, so that a page as of a day in the past opens nothing closed since."""
    return sight(convention, body, on=today())


def sees(view: Sight, file_id: int | None) -> bool:
    """Whether the person sees a task or a decision: with its file, else with the work plan."""
    return view.work_plan if file_id is None else view.file(file_id)


def seen_tasks(view: Sight, tasks: Sequence[PlannedTask]) -> list[PlannedTask]:
    return [task for task in tasks if sees(view, task.row.file_id)]


def seen_decisions(view: Sight, decisions: Sequence[Decided]) -> list[Decided]:
    return [each for each in decisions if sees(view, each.row.file_id)]


def not_shown(view: Sight, file_id: int | None) -> ResponseReturnValue:
    """The page that says why this part of the work is not open to the person; it names nothing of it."""
    return render_template("committees/work_not_shown.html", takes_no_part=file_id in view.closed), 403


def keeps_work(convention: str, body: str) -> bool:
    return may(Right.KEEP_COMMITTEE_WORK, convention=convention, body=body)


def owner_choices(offices: Offices, body: str) -> list[tuple[str, str]]:
    """The offices that can answer for a task today: the chair where there is one, the seats with their holders."""
    on = today()
    found, composition = roster(offices, body, on=on), offices.composition(body, on=on)
    holders: list[tuple[Owner, int | None, str]] = []
    if composition and composition.chair_rule is not ChairRule.NONE:
        holders.append((Owner.CHAIR, None, found.chair.name if found.chair else _("not documented")))
    holders.append((Owner.BODY, None, ""))
    seated = sorted((each for each in found.holders if each.seat), key=lambda each: each.seat or 0)
    holders += [(Owner.SEAT, each.seat, _named(each)) for each in seated]
    holders.append((Owner.ISU, None, ""))
    return [
        (owner_value(owner, seat), f"{owner_in_words(owner, seat)}: {name}" if name else owner_in_words(owner, seat))
        for owner, seat, name in holders
    ]


def file_choices(view: Sight, convention: str, body: str) -> list[tuple[str, str]]:
    files = open_files(convention, body, on=today())
    return [(str(each.id), each.title) for each in files if view.file(each.id)]


def task_address(convention: str, body: str, task_id: int) -> str:
    return link("committees.task", convention=convention, body=body, task_id=task_id)


def file_address(convention: str, body: str, file_id: int) -> str:
    return link("committees.work_file", convention=convention, body=body, file_id=file_id)


def task_table(
    name: str, tasks: Sequence[PlannedTask], convention: str, *, bodies: Mapping[str, str] | None = None
) -> Table:
    """bodies: names by slug, for a list over several."""
    of_body = [
        Column("body", _("Body"), lambda each: (bodies or {})[each.row.body], filter=True),
    ]
    return Table(
        name=name,
        columns=(
            Column(
                "task",
                _("Task"),
                lambda each: each.row.title,
                href=lambda each: task_address(convention, each.row.body, each.row.id),
            ),
            *(of_body if bodies is not None else ()),
            Column("due", _("Due"), lambda each: each.due_on, kind="day"),
            Column(
                "state", _("State"), lambda each: each.status, filter=True, meaning=lambda each: meaning_of(each.status)
            ),
            Column("owner", _("Owner"), lambda each: each.owner, filter=True),
            *(() if bodies is not None else (Column("holder", _("Held by"), lambda each: each.holder),)),
            Column("rule", _("Due by rule"), lambda each: each.rule),
            Column(
                "file",
                _("File"),
                lambda each: each.file_title,
                href=lambda each: file_address(convention, each.row.body, each.row.file_id),
            ),
            Column("hours", _("Estimated hours"), lambda each: each.row.effort_hours, kind="number", aside=True),
            Column("source", _("Source of the rule"), lambda each: each.row.rule_source, aside=True),
            Column("settled", _("Settled on"), _settled_on, kind="day", aside=True),
            Column("outcome", _("What came of it"), lambda each: "" if each.is_open else each.row.outcome, aside=True),
        ),
        rows=tasks,
        noun=(_("task"), _("tasks")),
        empty=(
            _("Nothing is planned yet."),
            _("A task names the office that answers for it, and a day that follows the calendar of meetings."),
        ),
    )


def meaning_of(status: str) -> str:
    return MEANINGS.get(status, "neutral")


def _settled_on(task: PlannedTask) -> Any:
    return None if task.is_open else task.row.settled_on


def _named(holder: Any) -> str:
    return str(holder.name if holder.state else holder.seat_state.value)


def _counts(
    convention: str, body: str, tasks: Sequence[PlannedTask], decisions: Sequence[Decided], files: Sequence[OpenedFile]
) -> list[tuple[int, str, str]]:
    """Number, words, and the address of its list."""
    own = {"convention": convention, "body": body}
    overdue = sum(task.status == Timeliness.OVERDUE for task in tasks)
    soon = sum(task.status == Timeliness.SOON for task in tasks)
    kept = sum(each.status == "open" for each in decisions)
    open_files = sum(file.is_open for file in files)
    return [
        (overdue, _("overdue"), link("committees.work_plan", **own, state=Timeliness.OVERDUE.value)),
        (soon, _("due within 30 days"), link("committees.work_plan", **own, state=Timeliness.SOON.value)),
        (
            len(decisions),
            ngettext(
                "decision, %(open)s with open follow-up",
                "decisions, %(open)s with open follow-up",
                len(decisions),
                open=kept,
            ),
            link("committees.decisions", **own),
        ),
        (
            len(files),
            ngettext("file, %(open)s open", "files, %(open)s open", len(files), open=open_files),
            link("committees.work_files", **own),
        ),
    ]


def _copyable(offices: Offices, tasks: Sequence[PlannedTask]) -> list[tuple[str, str]]:
    """The last meetings that tasks are counted from, each with the one after it."""
    counted = {task.row.meeting for task in tasks if task.row.meeting}
    pairs = [
        (meeting.short, after.short)
        for meeting in offices.order.meetings
        if meeting.short in counted and (after := offices.order.following(meeting.short))
    ]
    return pairs[-MEETINGS_OFFERED:]
