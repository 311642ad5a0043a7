"""Planning the reminders of a campaign: the days are shown first, with those that have passed already."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from conventions.registry import get_convention
from conventions.rules import next_annual_report_due_on
from core.clock import today
from core.db import transaction
from core.errors import RuleViolation
from core.periods import add_months
from core.permissions import Right, requires
from core.web import acting, link
from correspondence.catalogues import catalogues
from correspondence.forms.reminders import SequenceForm
from correspondence.models.campaigns import Campaign
from correspondence.queries.campaigns import get_template, templates_of
from correspondence.queries.kinds import find_kind
from correspondence.routes.counter import ONE, blueprint, to_change
from correspondence.rules.bodies import FORMS
from correspondence.rules.reminders import (
    USUAL_DAYS_BEFORE,
    USUAL_MONTHS_AFTER,
    PlannedStep,
    days_from,
    passed_over,
    sequence,
)
from correspondence.workflow.reminders import plan_reminders

USUAL_CONDITION = "report_of_year_awaited"
USUAL_TEMPLATE = "report-reminder/note-verbale"


@blueprint.route(f"{ONE}/reminders/plan", methods=["GET", "POST"])
@requires(Right.DRAFT_LETTERS)
def plan_sequence(convention: str, campaign_id: int) -> ResponseReturnValue:
    """Shows the days first; what is shown is what is planned."""
    found = to_change(convention, campaign_id)
    form = SequenceForm(data=None if request.method == "POST" else _suggested(found))
    form.template.choices = [
        (f"{each.slug}/{each.form}", f"{each.versions[0].content['name']}, {FORMS[each.form]}")
        for each in templates_of(convention)
    ]
    shown: Sequence[PlannedStep] = ()
    passed: Sequence[PlannedStep] = ()
    if request.method == "GET" or form.validate():
        try:
            asked = _asked(found, form)
            shown, passed = sequence(**asked), passed_over(**asked)
            if request.form.get("act") == "plan" and _sure(form, passed):
                _plan(found, form, shown)
                flash(
                    _("The reminders are planned. Each is drafted ten days before and approved like any letter."),
                    "success",
                )
                return redirect(link("correspondence.reminders", convention=convention, campaign_id=campaign_id))
        except RuleViolation as refusal:
            form.refuse(refusal)
    page = render_template(
        "letters/plan_reminders.html", convention=convention, campaign=found, form=form, steps=shown, passed=passed
    )
    return (page, 422) if form.errors else page


def _suggested(campaign: Campaign) -> dict[str, Any]:
    """As the calendar of letters has it for the kind; else the usual sequence about the reporting day."""
    kind = find_kind(campaign.convention, campaign.kind) if campaign.kind else None
    usual = kind.reminders if kind else None
    months_after = usual.months_after if usual else USUAL_MONTHS_AFTER
    convention = get_convention(campaign.convention)
    due_on = next_annual_report_due_on(convention, campaign.dated_on)
    if add_months(due_on, months_after) <= today():
        due_on = next_annual_report_due_on(convention, today())
    return {
        "due_on": due_on,
        "days_before": ", ".join(str(each) for each in (usual.days_before if usual else USUAL_DAYS_BEFORE)),
        "months_after": months_after,
        "template": usual.template if usual else USUAL_TEMPLATE,
        "condition": usual.condition if usual else USUAL_CONDITION,
    }


def _asked(campaign: Campaign, form: SequenceForm) -> dict[str, Any]:
    return {
        "due_on": form.due_on.data,
        "days_before": days_from(form.days_before.data or ""),
        "months_after": form.months_after.data or 0,
        "after": max(campaign.dated_on, today()),
    }


def _sure(form: SequenceForm, passed: Sequence[PlannedStep]) -> bool:
    """Whether the person has said that days which have passed are left out, where there are any."""
    if passed and not form.leave_out.data:
        told = _("Some of these days have passed: say that they are left out, or give other days.")
        form.leave_out.errors = [*form.leave_out.errors, told]
        return False
    return True


def _plan(campaign: Campaign, form: SequenceForm, steps: Sequence[PlannedStep]) -> None:
    slug, _slash, kind = (form.template.data or "").partition("/")
    template = get_template(campaign.convention, slug, kind)
    with transaction():
        plan_reminders(
            campaign, steps, condition=form.condition.data, template=template, catalogues=catalogues(), by=acting()
        )
