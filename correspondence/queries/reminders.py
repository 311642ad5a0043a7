"""Reading sequences of reminders: the steps of a campaign, those whose draft is due, and why some have none."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from core.audit.models import AuditEntry
from core.db import db
from core.errors import NotFound
from core.outbox.models import Mailing, MailingState
from correspondence.models.audiences import ReminderStep
from correspondence.models.campaigns import Campaign, CampaignState, Letter
from correspondence.models.templates import LetterTemplate, TemplateVersion
from correspondence.queries.balance import fates_of, sent_of_letters
from correspondence.rules.balance import Outcome
from correspondence.rules.reminders import DRAFT_DAYS_BEFORE

NOT_DRAFTED = "reminder:not-drafted"


@dataclass(frozen=True)
class StepRow:
    """A step with its template, and the campaign it became."""

    step: ReminderStep
    template: str
    reminder: Campaign | None
    letters: int


class NotReminded(NamedTuple):
    """A campaign of which the house could not draft this many reminders by itself."""

    campaign: Campaign
    reminders: int


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


def open_steps(campaign_id: int) -> Sequence[ReminderStep]:
    """Neither drafted nor dropped."""
    return db.session.scalars(
        select(ReminderStep)
        .where(
            ReminderStep.campaign_id == campaign_id,
            ReminderStep.reminder_id.is_(None),
            ReminderStep.dropped_reason == "",
        )
        .order_by(ReminderStep.falls_on, ReminderStep.number)
    ).all()


def steps_to_draft(*, on: date) -> Sequence[ReminderStep]:
    """Neither drafted nor dropped, of a campaign that was released and not stopped, with their days near or past."""
    return db.session.scalars(
        select(ReminderStep)
        .join(Campaign, Campaign.id == ReminderStep.campaign_id)
        .join(Mailing, Mailing.id == Campaign.mailing_id)
        .where(
            Mailing.state != MailingState.STOPPED,
            ReminderStep.reminder_id.is_(None),
            ReminderStep.dropped_reason == "",
            ReminderStep.falls_on <= on + timedelta(days=DRAFT_DAYS_BEFORE),
            Campaign.state == CampaignState.RELEASED,
        )
        .order_by(ReminderStep.campaign_id, ReminderStep.falls_on, ReminderStep.number)
    ).all()


def why_not_drafted(steps: Collection[ReminderStep]) -> dict[int, str]:
    """step id -> what stood against its draft the last time the house tried; only those that have none and need one."""
    waiting = {step.id: step for step in steps if step.reminder_id is None and not step.dropped_reason}
    subjects = {str(step.campaign_id) for step in waiting.values()}
    if not subjects:
        return {}
    told = db.session.scalars(
        select(AuditEntry.details)
        .where(
            AuditEntry.subject_kind == "campaign", AuditEntry.subject_id.in_(subjects), AuditEntry.act == NOT_DRAFTED
        )
        .order_by(AuditEntry.id)
    )
    return {each["step"]: each["reason"] for each in told if each["step"] in waiting}


def campaigns_not_reminded(convention: str, *, on: date) -> list[NotReminded]:
    """Those that need a person, the oldest first."""
    steps = steps_to_draft(on=on)
    refused = why_not_drafted(steps)
    counts = Counter(step.campaign_id for step in steps if step.id in refused)
    if not counts:
        return []
    campaigns = db.session.scalars(
        select(Campaign).where(Campaign.id.in_(counts), Campaign.convention == convention).order_by(Campaign.id)
    )
    return [NotReminded(campaign, counts[campaign.id]) for campaign in campaigns]


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
    """Who got a letter of the campaign, as far as anybody knows: those that can be reminded of it."""
    letters = db.session.scalars(select(Letter).where(Letter.campaign_id == campaign.id).order_by(Letter.iso3)).all()
    fates = fates_of([(letter, campaign) for letter in letters], sent_of_letters([letter.id for letter in letters]))
    return tuple(
        letter.iso3 for letter in letters if fates[letter.id].outcome is Outcome.SENT and not fates[letter.id].came_back
    )


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
