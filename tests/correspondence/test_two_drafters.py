"""Two draft the same reminder at the same moment, on connections of their own: it is drafted once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from application import CATALOGUES
from core.audit.workflow import Actor
from core.db import db, transaction
from core.errors import RuleViolation
from core.outbox.workflow.mailings import make_mailing
from correspondence.jobs.reminders import brief_of
from correspondence.models.audiences import ReminderStep
from correspondence.models.campaigns import Campaign, CampaignState
from correspondence.queries.campaigns import get_template
from correspondence.rules.reminders import sequence
from correspondence.shipped import shipped_templates
from correspondence.workflow.reminders import draft_step, drop_step, plan_reminders
from correspondence.workflow.templates import load_shipped_templates
from tests.correspondence.outgoing import all_left
from tests.factories.letters import a_state_written_to, approved_campaign

BY = Actor("Ana Lima", datetime(2026, 3, 3, 9, 0, tzinfo=UTC), 7)
ON = date(2026, 3, 21)


@pytest.fixture
def step_id(bare_office: Flask) -> int:
    upgrade()
    with transaction():
        wanted = [each for each in shipped_templates() if each.content.slug == "report-reminder"]
        load_shipped_templates(wanted, CATALOGUES, by=BY)
        found = approved_campaign(
            [a_state_written_to("Chad")], title="Reports 2026", as_of=BY.at.date(), dated_on=BY.at.date()
        )
        mailing = make_mailing("letter", "Reports 2026", "APMBC", BY.at, None, False, BY)
        found.state, found.mailing_id = CampaignState.RELEASED, mailing.id
        all_left(found)
        [step] = plan_reminders(
            found,
            sequence(date(2026, 4, 30), days_before=[30], months_after=0, after=BY.at.date()),
            condition="report_of_year_awaited",
            template=get_template("APMBC", "report-reminder", "note-verbale"),
            catalogues=CATALOGUES,
            by=BY,
        )
    number = step.id
    db.session.remove()
    return number


@pytest.mark.parametrize("other", ["drafts", "drops"])
def test_a_step_is_drafted_once_and_not_dropped_besides(bare_office: Flask, step_id: int, other: str) -> None:
    together = Barrier(2)

    def act(what: str) -> str:
        with bare_office.app_context():
            step = db.session.get_one(ReminderStep, step_id)
            campaign = db.session.get_one(Campaign, step.campaign_id)
            together.wait()
            try:
                with transaction():
                    if what == "drafts":
                        draft_step(step, campaign, None, brief_of(campaign, on=ON), CATALOGUES, on=ON, by=BY)
                    else:
                        drop_step(step, campaign, reason="Not needed.", by=BY)
            except RuleViolation as refusal:
                return refusal.message
            return ""

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(act, ["drafts", other]))
    assert told[0] == ""
    assert told[1].startswith("This reminder is d")
    step = db.session.get_one(ReminderStep, step_id)
    assert (step.reminder_id is None) == bool(step.dropped_reason)
    drafts = db.session.scalar(select(func.count(Campaign.id)).where(Campaign.parent_id.is_not(None)))
    assert drafts == (0 if step.dropped_reason else 1)
