"""Reminders of a campaign: the sequence with its days, rules and what became of each; drafted or dropped one by one."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.clock import now, today
from core.db import transaction
from core.errors import RuleViolation
from core.look.acts import act_page
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, link
from correspondence.catalogues import catalogues
from correspondence.forms.campaigns import ActForm
from correspondence.forms.reminders import DropForm
from correspondence.jobs.reminders import brief_of
from correspondence.models.campaigns import Campaign
from correspondence.queries.balance import standings
from correspondence.queries.campaigns import house_style_in_use
from correspondence.queries.reminders import StepRow, get_step, steps_of, why_not_drafted
from correspondence.routes.counter import (
    CAMPAIGN_PAGE,
    ONE,
    blueprint,
    campaign_address,
    drafts_letters_of,
    to_change,
    to_read,
)
from correspondence.rules.reminders import (
    earliest_draft_on,
    to_draft_on,
)
from correspondence.rules.standing import Standing, meaning_of
from correspondence.workflow.reminders import draft_step, drop_step

BASE = f"{ONE}/reminders"
PLANNED, DRAFTED, DROPPED = "planned", "drafted", "dropped"


@blueprint.get(BASE)
@requires(Right.READ_LETTERS)
def reminders(convention: str, campaign_id: int) -> str | Response:
    found = to_read(convention, campaign_id)
    rows = steps_of(found)
    refused = why_not_drafted([row.step for row in rows])
    stands = standings([row.reminder for row in rows if row.reminder is not None], at=now())
    table = Table(
        name=f"reminders-{found.id}",
        columns=(
            Column("day", _("Falls on"), lambda row: row.step.falls_on, kind="day"),
            Column("state", _("Where it stands"), _words(stands), filter=True, meaning=_meanings(stands)),
            Column("campaign", _("Campaign"), _became, href=_became_address),
            Column("letters", _("Letters"), lambda row: row.letters or None, kind="number"),
            Column("rule", _("Why that day"), lambda row: row.step.rule),
            Column("template", _("Template"), lambda row: row.template),
            Column("condition", _("While"), lambda row: row.step.condition),
            Column("reason", _("Dropped because"), lambda row: row.step.dropped_reason),
            *(
                [Column("refused", _("Not drafted because"), lambda row: refused.get(row.step.id, ""))]
                if refused
                else []
            ),
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


def _words(stands: Mapping[int, Standing]) -> Callable[[StepRow], str]:
    """Of one that was drafted, where its own campaign stands by now."""

    def words(row: StepRow) -> str:
        if row.reminder is None or stands[row.reminder.id] is Standing.DRAFT:
            return _standing(row)
        return stands[row.reminder.id].value

    return words


def _meanings(stands: Mapping[int, Standing]) -> Callable[[StepRow], str]:
    def meaning(row: StepRow) -> str:
        if row.reminder is not None:
            return meaning_of(stands[row.reminder.id])
        return {PLANNED: "neutral", DROPPED: "private"}[_standing(row)]

    return meaning


def _became(row: StepRow) -> str:
    return row.reminder.title if row.reminder is not None else ""


def _became_address(row: StepRow) -> str | None:
    return campaign_address(row.reminder) if row.reminder is not None else None
