"""Reading sequences of reminders: the steps of a campaign, and those whose draft is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from core.db import db
from core.errors import NotFound
from correspondence.models.audiences import ReminderStep
from correspondence.models.campaigns import Campaign, CampaignState, Letter, LetterState
from correspondence.models.templates import LetterTemplate, TemplateVersion
from correspondence.rules.reminders import DRAFT_DAYS_BEFORE

REMINDED = (LetterState.APPROVED, LetterState.DRAFT)


@dataclass(frozen=True)
class StepRow:
    """A step with its template, and the campaign it became."""

    step: ReminderStep
    template: str
    reminder: Campaign | None
    letters: int


def steps_of(campaign: Campaign) -> list[StepRow]:
    """The reminders of a campaign, in the order of their days; one read."""
    reminder = aliased(Campaign)
    newest = (
        select(TemplateVersion.template_id, func.max(TemplateVersion.number).label("number"))
        .group_by(TemplateVersion.template_id)
        .subquery()
    )
    letters = select(func.count(Letter.id)).where(Letter.campaign_id == reminder.id).scalar_subquery()
    rows = db.session.execute(
        select(ReminderStep, TemplateVersion.content, reminder, letters)
        .join(newest, newest.c.template_id == ReminderStep.template_id)
        .join(
            TemplateVersion,
            (TemplateVersion.template_id == newest.c.template_id) & (TemplateVersion.number == newest.c.number),
        )
        .outerjoin(reminder, reminder.id == ReminderStep.reminder_id)
        .where(ReminderStep.campaign_id == campaign.id)
        .order_by(ReminderStep.falls_on, ReminderStep.number)
    )
    return [StepRow(step, content["name"], became, count) for step, content, became, count in rows]


def get_step(campaign: Campaign, step_id: int) -> ReminderStep:
    step = db.session.get(ReminderStep, step_id, populate_existing=True)
    if step is None or step.campaign_id != campaign.id:
        raise NotFound(f"“{campaign.title}” has no reminder {step_id}.")
    return step


def steps_to_draft(*, on: date) -> Sequence[ReminderStep]:
    """Neither drafted nor dropped, of a campaign that has been released, with their days near or past."""
    return db.session.scalars(
        select(ReminderStep)
        .join(Campaign, Campaign.id == ReminderStep.campaign_id)
        .where(
            ReminderStep.reminder_id.is_(None),
            ReminderStep.dropped_reason == "",
            ReminderStep.falls_on <= on + timedelta(days=DRAFT_DAYS_BEFORE),
            Campaign.state == CampaignState.RELEASED,
        )
        .order_by(ReminderStep.campaign_id, ReminderStep.falls_on, ReminderStep.number)
    ).all()


def campaign_of_step(step: ReminderStep) -> Campaign:
    return db.session.scalars(select(Campaign).where(Campaign.id == step.campaign_id)).one()


def open_reminder_of(campaign_id: int) -> Campaign | None:
    """A reminder of the campaign that nobody has approved or cancelled yet."""
    return db.session.scalar(
        select(Campaign)
        .join(ReminderStep, ReminderStep.reminder_id == Campaign.id)
        .where(
            ReminderStep.campaign_id == campaign_id,
            Campaign.state.in_([CampaignState.DRAFT, CampaignState.CIRCULATED]),
        )
        .limit(1)
    )


def states_reminded(campaign: Campaign) -> tuple[str, ...]:
    """Who got, or is to get, a letter of the campaign: those that can be reminded of it."""
    found = select(Letter.iso3).where(Letter.campaign_id == campaign.id, Letter.state.in_(REMINDED))
    return tuple(db.session.scalars(found.order_by(Letter.iso3)))


def template_by_id(template_id: int) -> LetterTemplate:
    template = db.session.get(LetterTemplate, template_id)
    if template is None:
        raise NotFound(f"There is no template {template_id}.")
    return template


def newest_version(template_id: int) -> TemplateVersion:
    found: Any = db.session.scalar(
        select(TemplateVersion)
        .where(TemplateVersion.template_id == template_id)
        .order_by(TemplateVersion.number.desc())
        .limit(1)
    )
    if found is None:
        raise NotFound(f"The template {template_id} has no wording.")
    version: TemplateVersion = found
    return version
