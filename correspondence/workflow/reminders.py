"""Sequences of reminders: planned for a campaign, drafted one by one as ordinary campaigns, dropped with a reason."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from core.outbox.rules import checked_reason
from core.wording import day_in_words
from correspondence.catalogues import Catalogues
from correspondence.models.audiences import ReminderStep
from correspondence.models.campaigns import Campaign
from correspondence.models.templates import HouseStyle, LetterTemplate
from correspondence.queries.balance import why_closed
from correspondence.queries.reminders import (
    NOT_DRAFTED,
    newest_version,
    open_steps,
    states_reminded,
    template_by_id,
    why_not_drafted,
)
from correspondence.rules.audience import check_condition
from correspondence.rules.reminders import MOST_STEPS, PlannedStep, check_time_to_draft
from correspondence.workflow.campaigns import Brief, draft_campaign, ref_of


def plan_reminders(
    campaign: Campaign,
    steps: Sequence[PlannedStep],
    *,
    condition: str,
    template: LetterTemplate,
    catalogues: Catalogues,
    by: Actor,
) -> list[ReminderStep]:
    """The campaign has these reminders to come; those of days that it has already are left as they are.

    condition: holds for a State when its reminder is drafted and again when it is handed over, or the State gets none.
    """
    _check_open(campaign)
    if campaign.parent_id is not None and campaign.send_condition:
        raise RuleViolation("This campaign is a reminder itself; plan the sequence beside the letter it reminds of.")
    if template.convention != campaign.convention:
        raise RuleViolation(f"The template is of the {template.convention}.", field="template")
    if not condition.strip():
        raise RuleViolation("Say when a State is still to be reminded.", field="condition")
    check_condition(condition, catalogues.criteria)
    present = db.session.scalars(select(ReminderStep).where(ReminderStep.campaign_id == campaign.id)).all()
    taken = {step.falls_on for step in present if not step.dropped_reason}
    wanted = [step for step in steps if step.falls_on not in taken]
    if not wanted:
        raise RuleViolation("The campaign has reminders on these days already.", field="days_before")
    if len(taken) + len(wanted) > MOST_STEPS:
        raise RuleViolation(f"A campaign may have {MOST_STEPS} reminders.", field="days_before")
    number = max((step.number for step in present), default=0)
    added = [
        ReminderStep(
            campaign_id=campaign.id,
            number=number + place,
            rule=step.rule[:200],
            falls_on=step.falls_on,
            condition=condition.strip(),
            template_id=template.id,
        )
        for place, step in enumerate(wanted, start=1)
    ]
    db.session.add_all(added)
    db.session.flush()
    days = [step.falls_on.isoformat() for step in added]
    record("reminders:planned", ref_of(campaign), campaign.title, by=by, days=", ".join(days), condition=condition)
    return added


def drop_step(step: ReminderStep, campaign: Campaign, *, reason: str, by: Actor) -> None:
    """The reminder will not be drafted; one that was is a campaign of its own and is cancelled there."""
    reason = checked_reason(reason, why="Say why the reminder is dropped.", longest=300)
    _hold(step)
    if step.reminder_id is not None:
        raise RuleViolation("This reminder is drafted already: cancel its campaign instead.")
    if step.dropped_reason:
        raise RuleViolation("This reminder is dropped already.")
    step.dropped_reason = reason
    db.session.flush()
    record(
        "reminder:dropped",
        ref_of(campaign),
        campaign.title,
        by=by,
        day=step.falls_on.isoformat(),
        reason=reason,
    )


def draft_step(
    step: ReminderStep,
    campaign: Campaign,
    house_style: HouseStyle | None,
    brief: Brief,
    catalogues: Catalogues,
    *,
    on: date,
    by: Actor,
) -> Campaign:
    """The reminder as a campaign in draft, to those of the campaign's States for which the condition still holds.

    brief: addresses of the office; who is written to, and when, follows from the step. Only who got a letter is
    reminded of it. NobodyInAudience when nobody is left, for then there is nothing to draft.
    """
    _hold(step)
    if step.reminder_id is not None:
        raise RuleViolation("This reminder is drafted already.")
    if step.dropped_reason:
        raise RuleViolation(f"This reminder is dropped: {step.dropped_reason}")
    _check_open(campaign)
    check_time_to_draft(step.falls_on, on=on)
    reached = states_reminded(campaign)
    if not reached:
        raise RuleViolation(f"No letter of “{campaign.title}” has reached its State: nobody can be reminded of it.")
    template = template_by_id(step.template_id)
    reminder = draft_campaign(
        newest_version(template.id),
        template,
        house_style,
        Brief(
            convention=campaign.convention,
            as_of=on,
            dated_on=max(step.falls_on, on),
            audience=step.condition,
            signatory_name=brief.signatory_name,
            reports_address=brief.reports_address,
            support_address=brief.support_address,
            only=reached,
            copy_to_capital=campaign.copy_to_capital,
            kind=campaign.kind,
            about=campaign.about,
            parent_id=campaign.id,
            send_condition=step.condition,
        ),
        catalogues,
        title=_title(step, campaign),
        by=by,
    )
    step.reminder_id = reminder.id
    db.session.flush()
    record("reminder:drafted", ref_of(campaign), campaign.title, by=by, reminder=reminder.id, day=str(step.falls_on))
    return reminder


def drop_open_steps(campaign: Campaign, *, reason: str, by: Actor) -> None:
    """Nobody is reminded of a campaign that ended before its time."""
    for step in open_steps(campaign.id):
        drop_step(step, campaign, reason=reason, by=by)


def note_not_drafted(step: ReminderStep, campaign: Campaign, reason: str, *, by: Actor) -> None:
    """What stood against a draft that the house tried to make by itself is told once, until it is something else."""
    if why_not_drafted([step]).get(step.id) != reason:
        day = step.falls_on.isoformat()
        record(NOT_DRAFTED, ref_of(campaign), campaign.title, by=by, step=step.id, day=day, reason=reason)


def _check_open(campaign: Campaign) -> None:
    if closed := why_closed([campaign])[campaign.id]:
        raise RuleViolation(f"{closed} There is nothing to remind of.")


def _hold(step: ReminderStep) -> None:
    """As it is now, and nobody else drafts or drops it meanwhile."""
    db.session.refresh(step, with_for_update=True)


def _title(step: ReminderStep, campaign: Campaign) -> str:
    """Its place among the reminders that were not dropped, by their days."""
    before = db.session.scalar(
        select(func.count(ReminderStep.id)).where(
            ReminderStep.campaign_id == campaign.id,
            ReminderStep.falls_on < step.falls_on,
            ReminderStep.dropped_reason == "",
        )
    )
    return f"{campaign.title[:150]}, reminder {(before or 0) + 1} of {day_in_words(step.falls_on, 'EN')}"
