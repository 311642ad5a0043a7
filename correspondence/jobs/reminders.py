"""Reminders drafted by themselves some days before they fall; approval is for people, as of any other campaign."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import groupby

import structlog

from core.audit.workflow import Actor
from core.clock import day_of
from core.db import transaction
from core.errors import RuleViolation
from core.wording import day_in_words
from correspondence.catalogues import catalogues
from correspondence.models.audiences import ReminderStep
from correspondence.models.campaigns import Campaign
from correspondence.outgoing import HOUSE
from correspondence.queries.campaigns import house_style_in_use
from correspondence.queries.reminders import campaign_of_step, open_reminder_of, steps_to_draft
from correspondence.rules.audience import NobodyInAudience
from correspondence.settings import office_addresses
from correspondence.workflow.campaigns import Brief
from correspondence.workflow.reminders import draft_step, drop_step, note_not_drafted

log = structlog.get_logger("chancery.reminders")


def draft_due_reminders(now: Callable[[], datetime]) -> None:
    """Of each campaign at most one, and none while the one before waits for its approval."""
    at = now()
    on = day_of(at)
    for campaign_id, steps in groupby(steps_to_draft(on=on), key=lambda step: step.campaign_id):
        if open_reminder_of(campaign_id) is None:
            _draft_one(list(steps), on=on, by=Actor(HOUSE, at))


def brief_of(campaign: Campaign, *, on: date) -> Brief:
    """What a reminder has from the office and from the campaign that it follows."""
    return Brief(
        campaign.convention,
        as_of=on,
        dated_on=on,
        signatory_name="",
        **office_addresses(),
    )


def _draft_one(steps: Sequence[ReminderStep], *, on: date, by: Actor) -> None:
    """The latest whose day has come takes the place of those before it; else the next."""
    past = [step for step in steps if step.falls_on <= on]
    chosen = past[-1] if past else steps[0]
    campaign = campaign_of_step(chosen)
    told = day_in_words(chosen.falls_on, "EN")
    replaced = f"Its day passed undrafted; the reminder of {told} takes its place."
    try:
        with transaction():
            _drop(past[:-1], campaign, reason=replaced, by=by)
            draft_step(chosen, campaign, house_style_in_use(), brief_of(campaign, on=on), catalogues(), on=on, by=by)
    except NobodyInAudience:
        with transaction():
            _drop(past[:-1], campaign, reason=replaced, by=by)
            drop_step(chosen, campaign, reason=f"Nobody was left to be reminded on {day_in_words(on, 'EN')}.", by=by)
    except RuleViolation as refusal:
        log.warning("a reminder was not drafted", campaign=campaign.id, step=chosen.id, reason=refusal.message)
        with transaction():
            note_not_drafted(chosen, campaign, refusal.message, by=by)


def _drop(steps: Sequence[ReminderStep], campaign: Campaign, *, reason: str, by: Actor) -> None:
    for step in steps:
        drop_step(step, campaign, reason=reason, by=by)
