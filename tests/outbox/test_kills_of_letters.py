"""Workers killed at every named point while they send letters of a campaign, with all that a letter brings along."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.audit.workflow import Actor
from core.clock import at_the_office, now
from core.db import db, transaction
from core.outbox.models import Mailing, MessageState
from core.outbox.queries import messages_of
from core.outbox.rules import POINTS
from correspondence.models.campaigns import Campaign, Dispatch
from correspondence.rules.plans import Plan
from correspondence.workflow.sending import schedule, settle
from states_parties.models import Mission
from tests.factories.letters import a_state_written_to, approved_campaign
from tests.outbox.mail_server import MailServer
from tests.outbox.test_kills import IN_FLIGHT, TAKEN_IN
from tests.outbox.workers import Nursery, Office, Orders, states_of

SOON, LATER = timedelta(minutes=5), timedelta(hours=2)  # when they are due; when every lease has ended
LETTERS = 2


@pytest.fixture(scope="module")
def branch(branch: Office) -> Office:
    """With the house's own kinds of messages."""
    return replace(branch, house_kinds=True)


def a_campaign_due(point: str) -> Campaign:
    at = now()
    due = at_the_office(at + timedelta(minutes=2))
    plan = Plan(due.date(), due.time().replace(second=0, microsecond=0), due.date() + timedelta(days=7))
    with transaction():
        states = [a_state_written_to(f"{point.replace('-', ' ').title()} {number}") for number in range(LETTERS)]
        campaign = approved_campaign(states, title=f"Killed at {point}")
        schedule(campaign, plan, letters=LETTERS, by=Actor("Ms Officer", at))
    return campaign


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_loses_no_letter_and_doubles_none(point: str, desk: Flask, workers: Nursery, post: MailServer) -> None:
    campaign = a_campaign_due(point)
    mailing = db.session.get_one(Mailing, campaign.mailing_id)
    assert workers.send(Orders(kill_at=point, ahead=SOON)) == [-9]
    assert workers.send(Orders(ahead=LATER)) == [0]

    unknown = [address for address, state in states_of(mailing).items() if state is MessageState.UNKNOWN]
    assert len(unknown) == (1 if point in IN_FLIGHT else 0)
    assert acts_about(campaign)["letter:unknown"] == len(unknown)
    for address in unknown:
        assert post.counts()[address] == (1 if point in TAKEN_IN else 0)
        settled(campaign, mailing, address, sent=point in TAKEN_IN)
    assert workers.send(Orders(ahead=LATER)) == [0]

    addresses = states_of(mailing)
    assert set(addresses.values()) == {MessageState.ACCEPTED}
    assert {post.counts()[address] for address in addresses} == {1}
    reached = select(Mission.email).where(Mission.email.in_(addresses), Mission.last_success_at.is_not(None))
    assert set(db.session.scalars(reached)) == set(addresses)


def settled(campaign: Campaign, mailing: Mailing, address: str, *, sent: bool) -> None:
    (message,) = [each for each in messages_of(mailing) if each.address == address]
    dispatch = db.session.scalars(select(Dispatch).where(Dispatch.message_id == message.id)).one()
    with transaction():
        settle(campaign, dispatch, sent=sent, reason="The log was read.", by=Actor("Ms Officer", now()))


def acts_about(campaign: Campaign) -> Counter[str]:
    asked = select(AuditEntry.act).where(
        AuditEntry.subject_kind == "campaign", AuditEntry.subject_id == str(campaign.id)
    )
    return Counter(db.session.scalars(asked))
