"""Two officers act on one campaign at the same moment, on connections of their own."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from flask_migrate import upgrade

from core.db import db, transaction
from core.errors import RuleViolation
from core.outbox.models import Mailing, OutboxMessage
from correspondence.models.campaigns import Campaign
from correspondence.workflow.sending import schedule
from tests.correspondence.outgoing import MONDAY
from tests.factories.letters import OFFICER, approved_campaign


def scheduled_by_one(office: Flask, campaign_id: int) -> str:
    with office.app_context():
        campaign = db.session.get(Campaign, campaign_id)
        assert campaign is not None
        try:
            with transaction():
                schedule(campaign, MONDAY, letters=3, by=OFFICER)
        except RuleViolation as refusal:
            return refusal.message
        return "scheduled"


def test_of_two_who_schedule_at_the_same_moment_one_is_told(bare_office: Flask) -> None:
    upgrade()
    with transaction():
        campaign_id = approved_campaign().id
    with ThreadPoolExecutor(2) as officers:
        told = list(officers.map(lambda _: scheduled_by_one(bare_office, campaign_id), range(2)))
    assert sorted(told) == ["scheduled", "“Reports 2026” is released: only an approved campaign is scheduled."]
    db.session.expire_all()
    assert (Mailing.query.count(), OutboxMessage.query.count()) == (1, 3)
