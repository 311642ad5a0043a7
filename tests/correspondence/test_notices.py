"""Who is told by mail of a draft: the members before whom it lies, and whoever is to approve it."""

from datetime import timedelta

import pytest
from flask import Flask
from lxml import html

from core.clock import StoppedClock
from core.db import db, transaction
from core.outbox.models import Mailing, MailingState, OutboxMessage
from correspondence.jobs.letters import close_circulations
from correspondence.models.approval import RemarkKind
from correspondence.models.campaigns import Campaign
from correspondence.workflow.circulation import remark, settle_remark
from tests.committees.offices import represented_by
from tests.correspondence.drafts import NOON, Office, acting_as, chairs_letter, circulated, make_office
from tests.factories.accounts import make_account
from tests.states_parties.pages import read, send, signed_in, words


@pytest.fixture
def office(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setitem(app.extensions, "clock", StoppedClock(NOON))
    return make_office()


def notices() -> list[tuple[str, str]]:
    """To whom, and the first line of each that is on its way."""
    rows = db.session.query(OutboxMessage).join(Mailing).filter(Mailing.state == MailingState.OPEN)
    return sorted((row.address, row.content["subject"]) for row in rows.all())


def circulating(app: Flask, campaign: Campaign, **fields: str) -> str:
    client = signed_in(app)
    address = f"/apmbc/letters/{campaign.id}/circulate"
    assert "with an address on record: Carla Rojas" in words(read(client, address))
    answer = send(client, address, {"closes_on": "2028-03-03", "closes_time": "13:00", **fields})
    return words(html.fromstring(answer.get_data(as_text=True)), "//body")


def test_members_are_told_by_mail_where_the_office_wants_it(app: Flask, office: Office) -> None:
    campaign = chairs_letter(office)
    assert "1 person is told by mail." in circulating(app, campaign, note="Please read Peru’s.")
    assert [address for address, _ in notices()] == [office.chair.email]
    [message] = OutboxMessage.query.all()
    assert f"/apmbc/letters/{campaign.id}" in message.content["text"]
    assert "Please read Peru’s." in message.content["text"]
    assert "until 3 March 2028, 13:00 CET" in message.content["text"]


def test_members_are_not_told_where_the_office_does_not_want_it(app: Flask, office: Office) -> None:
    campaign = chairs_letter(office)
    circulating(app, campaign, tell="")
    assert notices() == []


def test_the_chair_alone_is_asked_to_approve_once_silence_has_held(app: Flask, office: Office) -> None:
    committee = office.committee
    represented_by(committee.body, committee.zambia, account=make_account(None, name="Mutale Banda"))
    campaign = chairs_letter(office)
    circulated(office, campaign)
    close_circulations()
    assert notices() == []
    app.extensions["clock"] = StoppedClock(NOON + timedelta(hours=49))
    close_circulations()
    close_circulations()
    assert notices() == [(office.chair.email, f"For your approval: {campaign.title}")]


def test_a_settled_objection_is_told_to_whoever_made_it(app: Flask, office: Office) -> None:
    campaign = chairs_letter(office)
    circulated(office, campaign)
    with transaction():
        said = remark(campaign, RemarkKind.OBJECTION, "One is missing.", letter=None, by=acting_as(office.chair))
        settle_remark(campaign, said, "It has left the Convention.", by=acting_as(office.officer))
    assert notices() == [(office.chair.email, f"Your objection was settled: {campaign.title}")]
    [message] = OutboxMessage.query.all()
    assert "One is missing." in message.content["text"]
    assert "It has left the Convention." in message.content["text"]


def test_members_are_told_why_a_circulated_campaign_was_cancelled(app: Flask, office: Office) -> None:
    campaign = chairs_letter(office)
    circulated(office, campaign)
    client, address = signed_in(app), f"/apmbc/letters/{campaign.id}/cancel"
    refused = html.fromstring(send(client, address, {"reason": ""}).get_data(as_text=True))
    assert "Say why." in words(refused, "//*[@role='alert']")
    assert notices() == []
    send(client, address, {"reason": "The meeting is postponed."})
    assert notices() == [(office.chair.email, f"Cancelled: {campaign.title}")]
    [message] = OutboxMessage.query.all()
    assert "The meeting is postponed." in message.content["text"]
