"""What a body decided, and whether it was kept: the list, one decision with its follow-up, a new one."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from committees.forms.work import DecisionForm
from committees.queries.offices import Offices
from committees.queries.work import Decided, decision_named, decisions_of, tasks_of
from committees.routes.counter import blueprint, body_of_page
from committees.routes.work import (
    file_address,
    file_choices,
    keeps_work,
    meaning_of,
    not_shown,
    owner_choices,
    seen_decisions,
    seen_tasks,
    sees,
    sight_of_today,
)
from committees.workflow.decisions import record_decision, ref_to_decision
from core.audit.queries import history_of
from core.clock import today
from core.look.acts import act_page
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, as_of, link

MEANINGS = {"open": "soon", "kept": "done"}


@blueprint.get("/<convention:convention>/committees/<body>/work/decisions")
@requires(Right.READ_OPENED_WORK)
def decisions(convention: str, body: str) -> str | Response:
    on = as_of()
    row = body_of_page(convention, body)
    view = sight_of_today(convention, body)
    tasks = seen_tasks(view, tasks_of(Offices(convention), body, on=on))
    table = _table(convention, body, seen_decisions(view, decisions_of(convention, body, tasks, on=on)))
    return export_response(table, _("Decisions, %(body)s", body=row.name_en)) or render_template(
        "committees/work_decisions.html", body=row, on=on, page=table_page(table), keeps=keeps_work(convention, body)
    )


@blueprint.get("/<convention:convention>/committees/<body>/work/decisions/<int:decision_id>")
@requires(Right.READ_OPENED_WORK)
def decision(convention: str, body: str, decision_id: int) -> ResponseReturnValue:
    on = as_of()
    row = body_of_page(convention, body)
    view = sight_of_today(convention, body)
    tasks = seen_tasks(view, tasks_of(Offices(convention), body, on=on))
    found = decision_named(decisions_of(convention, body, tasks, on=on), decision_id)
    if not sees(view, found.row.file_id):
        return not_shown(view, found.row.file_id)
    return render_template(
        "committees/work_decision.html",
        body=row,
        on=on,
        decision=found,
        meaning=MEANINGS.get(found.status, "neutral"),
        meaning_of=meaning_of,
        keeps=keeps_work(convention, body),
        history=history_of(ref_to_decision(found.row)) if view.of_the_body else None,
    )


@blueprint.route("/<convention:convention>/committees/<body>/work/decisions/new", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def new_decision(convention: str, body: str) -> ResponseReturnValue:
    """`?file=` says what it belongs to."""
    row = body_of_page(convention, body)
    view = sight_of_today(convention, body)
    form = DecisionForm(data={"decided_on": today(), "file": request.args.get("file", "")})
    form.offer(owner_choices(Offices(convention), body), file_choices(view, convention, body))
    return act_page(
        form,
        lambda: record_decision(
            convention,
            body,
            text=form.text.data.replace("\r\n", "\n"),
            decided_on=form.decided_on.data,
            occasion=form.occasion.data,
            file_id=int(form.file.data) if form.file.data else None,
            follow_up=form.plans,
            on=today(),
            by=acting(),
        ),
        title=_("Record a decision"),
        lead=_(
            "%(body)s. Up to three tasks that follow can be planned at once; more on the page of the decision.",
            body=row.name_en,
        ),
        words=_("Record the decision"),
        done=_("The decision is on record, with the tasks that follow from it."),
        back=link("committees.decisions", convention=convention, body=body),
    )


def _table(convention: str, body: str, found: list[Decided]) -> Table:
    return Table(
        name=f"decisions-{body}",
        columns=(
            Column(
                "decision",
                _("Decision"),
                lambda each: " ".join(each.row.text.split()),
                href=lambda each: link(
                    "committees.decision", convention=convention, body=body, decision_id=each.row.id
                ),
            ),
            Column("decided", _("Decided on"), lambda each: each.row.decided_on, kind="day"),
            Column(
                "state",
                _("Follow-up"),
                lambda each: each.status,
                filter=True,
                meaning=lambda each: MEANINGS.get(each.status, "neutral"),
            ),
            Column("tasks", _("Tasks"), lambda each: len(each.follow_up), kind="number"),
            Column("open", _("Open tasks"), lambda each: len(each.open), kind="number"),
            Column("occasion", _("Occasion"), lambda each: each.row.occasion),
            Column(
                "file",
                _("File"),
                lambda each: each.file_title,
                href=lambda each: file_address(convention, body, each.row.file_id),
            ),
        ),
        rows=found,
        noun=(_("decision"), _("decisions")),
        empty=(
            _("No decision is on record."),
            _("A decision is recorded together with the tasks that follow from it."),
        ),
    )
