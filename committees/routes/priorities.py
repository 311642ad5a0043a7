"""What a body sets out to do in the paper of a year: the list, and the acts that keep it."""

from collections.abc import Sequence

from flask import Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from committees.forms.activities import ReasonForm
from committees.forms.papers import PriorityForm
from committees.models.papers import Priority
from committees.queries.papers import find_paper, get_priority, label_of, priorities_of
from committees.routes.counter import blueprint, body_of_page
from committees.rules.sentences import doer, priority_sentence
from committees.workflow.priorities import add_priority, change_priority, drop_priority, move_up
from core.db import transaction
from core.errors import RuleViolation
from core.look.acts import act_page
from core.permissions import Right, may, requires
from core.web import acting, link

BASE = "/<convention:convention>/committees/<body>/papers/<int:year>/priorities"
ONE = f"{BASE}/<int:number>"


@blueprint.get(BASE)
@requires(Right.READ_COMMITTEE_WORK)
def priorities(convention: str, body: str, year: int) -> str | Response:
    row = body_of_page(convention, body)
    listed: Sequence[Priority] = priorities_of(convention, body, year)
    return render_template(
        "committees/priorities.html",
        body=row,
        year=year,
        label=label_of(year),
        priorities=[(each, priority_sentence(each.text, doer(row.kind))) for each in listed],
        paper=find_paper(convention, body, year),
        keeps=may(Right.KEEP_COMMITTEE_WORK, convention=convention, body=body),
    )


@blueprint.route(f"{BASE}/new", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def new_priority(convention: str, body: str, year: int) -> ResponseReturnValue:
    row = body_of_page(convention, body)
    form = PriorityForm()
    return act_page(
        form,
        lambda: add_priority(convention, body, year, form.text.data, sourcing=form.sourcing, by=acting()),
        title=_("Add a priority for %(label)s", label=label_of(year)),
        lead=row.name_en,
        words=_("Add the priority"),
        done=_("The priority is on the list."),
        back=_address(convention, body, year),
    )


@blueprint.route(ONE, methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def priority(convention: str, body: str, year: int, number: int) -> ResponseReturnValue:
    body_of_page(convention, body)
    found = get_priority(convention, body, year, number)
    form = PriorityForm(
        data={"text": found.text, "source": found.source, "confidence": found.confidence.value, "notes": found.notes}
    )
    return act_page(
        form,
        lambda: change_priority(found, form.text.data, sourcing=form.sourcing, by=acting()),
        title=_("Change priority %(number)s for %(label)s", number=number, label=label_of(year)),
        words=_("Change the priority"),
        done=_("The priority is changed."),
        back=_address(convention, body, year),
    )


@blueprint.post(f"{ONE}/up")
@requires(Right.KEEP_COMMITTEE_WORK)
def priority_up(convention: str, body: str, year: int, number: int) -> ResponseReturnValue:
    found = get_priority(convention, body, year, number)
    try:
        with transaction():
            move_up(found, by=acting())
    except RuleViolation as refusal:
        flash(refusal.message, "danger")
    return redirect(_address(convention, body, year))


@blueprint.route(f"{ONE}/drop", methods=["GET", "POST"])
@requires(Right.KEEP_COMMITTEE_WORK)
def priority_drop(convention: str, body: str, year: int, number: int) -> ResponseReturnValue:
    row = body_of_page(convention, body)
    found = get_priority(convention, body, year, number)
    form = ReasonForm()
    return act_page(
        form,
        lambda: drop_priority(found, reason=form.reason.data, by=acting()),
        title=_("Drop priority %(number)s for %(label)s", number=number, label=label_of(year)),
        lead=_("“%(sentence)s” The audit keeps its words.", sentence=priority_sentence(found.text, doer(row.kind))),
        words=_("Drop the priority"),
        done=_("The priority is dropped."),
        back=_address(convention, body, year),
    )


def _address(convention: str, body: str, year: int) -> str:
    return link("committees.priorities", convention=convention, body=body, year=year)
