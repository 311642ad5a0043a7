"""Reminders of a campaign: the sequence planned, seen with its days and rules, each step drafted or dropped."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from conventions.registry import get_convention
from conventions.rules import next_annual_report_due_on
from core.clock import today
from core.db import transaction
from core.errors import RuleViolation
from core.look.acts import act_page
from core.periods import add_months
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, link
from correspondence.catalogues import catalogues
from correspondence.forms.campaigns import ActForm
from correspondence.forms.reminders import DropForm, SequenceForm
from correspondence.jobs.reminders import brief_of
from correspondence.models.campaigns import Campaign
from correspondence.queries.campaigns import get_campaign, get_template, house_style_in_use, templates_of
from correspondence.queries.kinds import find_kind
from correspondence.queries.reminders import StepRow, get_step, steps_of
from correspondence.routes.counter import CAMPAIGN_PAGE, ONE, blueprint, campaign_address, drafts_letters_of, to_change
from correspondence.rules.bodies import FORMS
from correspondence.rules.reminders import (
    USUAL_DAYS_BEFORE,
    USUAL_MONTHS_AFTER,
    PlannedStep,
    days_from,
    earliest_draft_on,
    sequence,
    to_draft_on,
)
from correspondence.workflow.reminders import draft_step, drop_step, plan_reminders

BASE = f"{ONE}/reminders"
USUAL_CONDITION = "report_of_year_awaited"
USUAL_TEMPLATE = "report-reminder/note-verbale"
PLANNED, DRAFTED, DROPPED = "planned", "drafted", "dropped"


@blueprint.get(BASE)
@requires(Right.READ_LETTERS)
def reminders(convention: str, campaign_id: int) -> str | Response:
    found = get_campaign(convention, campaign_id)
    rows = steps_of(found)
    table = Table(
        name=f"reminders-{found.id}",
        columns=(
            Column("day", _("Falls on"), lambda row: row.step.falls_on, kind="day"),
            Column("state", _("Where it stands"), _standing, filter=True, meaning=_meaning),
            Column("campaign", _("Campaign"), _became, href=_became_address),
            Column("letters", _("Letters"), lambda row: row.letters or None, kind="number"),
            Column("rule", _("Why that day"), lambda row: row.step.rule),
            Column("template", _("Template"), lambda row: row.template),
            Column("condition", _("While"), lambda row: row.step.condition),
            Column("reason", _("Dropped because"), lambda row: row.step.dropped_reason),
            *([_drop_column(found)] if drafts_letters_of(found) else []),
        ),
        rows=rows,
        noun=(_("reminder"), _("reminders")),
        empty=(
            _("No reminder is planned."),
            _("Plan a sequence: it stops by itself for each State whose report has come."),
        ),
    )
    return export_response(table, found.title) or render_template(
        "letters/reminders.html",
        convention=convention,
        campaign=found,
        page=table_page(table),
        upcoming=[row for row in rows if _standing(row) == PLANNED],
        to_draft_on=to_draft_on,
        earliest_draft_on=earliest_draft_on,
        today=today(),
    )


@blueprint.route(f"{BASE}/plan", methods=["GET", "POST"])
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
    if request.method == "GET" or form.validate():
        try:
            shown = _steps(found, form)
            if request.form.get("act") == "plan":
                _plan(found, form, shown)
                flash(
                    _("The reminders are planned. Each is drafted ten days before and approved like any letter."),
                    "success",
                )
                return redirect(link("correspondence.reminders", convention=convention, campaign_id=campaign_id))
        except RuleViolation as refusal:
            form.refuse(refusal)
    page = render_template("letters/plan_reminders.html", convention=convention, campaign=found, form=form, steps=shown)
    return (page, 422) if form.errors else page


@blueprint.route(f"{BASE}/<int:step_id>/drop", methods=["GET", "POST"])
@requires(Right.DRAFT_LETTERS)
def drop_reminder(convention: str, campaign_id: int, step_id: int) -> ResponseReturnValue:
    found = to_change(convention, campaign_id)
    step = get_step(found, step_id)
    form = DropForm()
    return act_page(
        form,
        lambda: drop_step(step, found, reason=form.reason.data or "", by=acting()),
        title=_("Drop the reminder"),
        lead=f"{found.title}, {step.rule}",
        words=_("Drop it"),
        done=_("The reminder is dropped."),
        back=link("correspondence.reminders", convention=convention, campaign_id=campaign_id),
    )


@blueprint.post(f"{BASE}/<int:step_id>/draft")
@requires(Right.DRAFT_LETTERS)
def draft_reminder(convention: str, campaign_id: int, step_id: int) -> ResponseReturnValue:
    """By hand, before its time or where the jobs process does not run."""
    found = to_change(convention, campaign_id)
    step = get_step(found, step_id)
    on = today()
    if not ActForm().validate_on_submit():
        raise RuleViolation("The form has expired. Open the page again.")
    with transaction():
        reminder = draft_step(
            step, found, house_style_in_use(), brief_of(found, on=on), catalogues(), on=on, by=acting()
        )
    flash(_("The reminder is drafted. Nothing has been sent."), "success")
    return redirect(campaign_address(reminder))


def on_campaign_page(campaign: Campaign) -> Mapping[str, Any]:
    """Names for letters/_reminders.html."""
    rows = steps_of(campaign)
    return {
        "reminder_counts": {
            standing: sum(1 for row in rows if _standing(row) == standing) for standing in (PLANNED, DRAFTED, DROPPED)
        },
        "next_reminder": next((row.step for row in rows if _standing(row) == PLANNED), None),
        "takes_reminders": not (campaign.parent_id and campaign.send_condition),
    }


CAMPAIGN_PAGE.append(on_campaign_page)


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


def _steps(campaign: Campaign, form: SequenceForm) -> Sequence[PlannedStep]:
    return sequence(
        form.due_on.data,
        days_before=days_from(form.days_before.data or ""),
        months_after=form.months_after.data or 0,
        after=max(campaign.dated_on, today()),
    )


def _plan(campaign: Campaign, form: SequenceForm, steps: Sequence[PlannedStep]) -> None:
    slug, _slash, kind = (form.template.data or "").partition("/")
    template = get_template(campaign.convention, slug, kind)
    with transaction():
        plan_reminders(
            campaign, steps, condition=form.condition.data, template=template, catalogues=catalogues(), by=acting()
        )


def _drop_column(campaign: Campaign) -> Column:
    def address(row: StepRow) -> str:
        return link(
            "correspondence.drop_reminder",
            convention=campaign.convention,
            campaign_id=campaign.id,
            step_id=row.step.id,
        )

    return Column("act", _("Act"), lambda row: str(_("Drop…")) if _standing(row) == PLANNED else "", href=address)


def _standing(row: StepRow) -> str:
    if row.step.dropped_reason:
        return DROPPED
    return DRAFTED if row.reminder is not None else PLANNED


def _meaning(row: StepRow) -> str:
    return {PLANNED: "neutral", DRAFTED: "done", DROPPED: "private"}[_standing(row)]


def _became(row: StepRow) -> str:
    return f"{row.reminder.title} ({row.reminder.state})" if row.reminder is not None else ""


def _became_address(row: StepRow) -> str | None:
    return campaign_address(row.reminder) if row.reminder is not None else None
