"""A draft before its committee as its members and the office meet it: what they choose, and whom silence binds."""

from collections.abc import Iterator

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import select

from committees.models.terms import Representative
from core.audit.models import AuditEntry
from core.db import db
from correspondence.models.approval import Circulation, Remark
from correspondence.models.campaigns import Campaign
from tests.committees.offices import browser_of, on_day
from tests.correspondence.drafts import NOON, Office, chairs_letter, circulated, make_office
from tests.states_parties.pages import read, send, words


@pytest.fixture
def office(app: Flask) -> Iterator[Office]:
    """It is 1 March 2028, noon."""
    with on_day(app, NOON.date()):
        yield make_office()


def of(campaign: Campaign) -> str:
    return f"/apmbc/letters/{campaign.id}"


def test_whoever_speaks_chooses_whether_it_is_an_objection(app: Flask, office: Office) -> None:
    campaign = chairs_letter(office)
    circulated(office, campaign)
    chair = browser_of(app, office.chair)
    address = f"{of(campaign)}/remarks/new"
    assert read(chair, address).xpath("//input[@name='kind'][@checked]") == []
    answer = send(chair, address, {"text": "These letters may not go."})
    refused = html.fromstring(answer.get_data(as_text=True))
    assert "Choose one: silence is not broken by a comment." in words(refused, "//main")
    assert db.session.scalars(select(Remark)).all() == []


def test_silence_of_a_committee_that_nobody_can_tell_is_confirmed_by_name(app: Flask, office: Office) -> None:
    for person in db.session.scalars(select(Representative)):
        person.account_id = None
    campaign, officer = chairs_letter(office), browser_of(app, office.officer)
    address = f"{of(campaign)}/circulate"
    assert "No address is on record of Chile (Carla Rojas)" in words(read(officer, address), "//main")
    refused = html.fromstring(send(officer, address, {}).get_data(as_text=True))
    assert "Whoever does not know of the draft cannot object to it." in words(refused, "//*[@role='alert']")
    assert db.session.scalars(select(Circulation)).all() == []
    send(officer, address, {"untold": "y"})
    assert len(db.session.scalars(select(Circulation)).all()) == 1
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "campaign:circulated")).one()
    assert entry.details["could_not_be_told"] == "Chile (Carla Rojas)"
    assert "Chile (Carla Rojas)" in words(read(officer, of(campaign)), "//section[@aria-labelledby='history']")
