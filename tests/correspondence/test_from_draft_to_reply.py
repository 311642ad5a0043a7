"""One campaign over all its stations, each by its own act: drafted, approved, scheduled, voided in part, sent, told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from email import message_from_bytes, policy

import pytest
from flask import Flask

from application import CATALOGUES
from committees.models.work import Activity
from core.clock import StoppedClock, day_of, now
from core.db import db, transaction
from core.files import sha256_of
from core.outbox.sending import send_what_is_due
from correspondence.jobs.letters import compare_approved, tell_committees
from correspondence.models.approval import Reference
from correspondence.models.campaigns import Campaign, CampaignState, LetterState
from correspondence.queries.balance import balance, lines_of
from correspondence.queries.sending import newly_approved, what_leaves
from correspondence.rules.balance import Outcome
from correspondence.rules.plans import Plan
from correspondence.workflow.approval import approve
from correspondence.workflow.circulation import close_if_due
from correspondence.workflow.corrigenda import draft_corrigendum
from correspondence.workflow.sending import schedule, send_newly_approved
from correspondence.workflow.writing_anew import redraft
from states_parties.models import Mission
from states_parties.workflow.missions import contact_of, correct_mission
from tests.correspondence.drafts import (
    NOON,
    Office,
    acting_as,
    chairs_letter,
    circulated,
    drafted,
    letter_to,
    make_office,
    prepared,
)
from tests.correspondence.test_letters_leave import arrived
from tests.outbox.mail_server import MailServer, mail_server
from tests.outbox.workers import station

LATER = NOON + timedelta(hours=49)  # the silence has held
PLAN = Plan(date(2028, 3, 6), time(10), date(2028, 3, 20))


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def office(app: Flask, server: MailServer, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setitem(app.config, "CHANCERY", replace(app.config["CHANCERY"], mail_url=server.url))
    monkeypatch.setitem(app.extensions, "clock", StoppedClock(NOON))
    return make_office()


def approved_by_the_chair(office: Office, campaign: Campaign, at: datetime) -> None:
    with transaction():
        approve(campaign, manifest_sha256=prepared(campaign, at).digest, by=acting_as(office.chair, at))


def test_the_letters_of_a_committee(app: Flask, office: Office, server: MailServer) -> None:
    campaign = chairs_letter(office)
    circulated(office, campaign)
    at_later(app)
    with transaction():
        close_if_due(campaign, at=LATER, by=acting_as(office.officer, LATER))
    approved_by_the_chair(office, campaign, LATER)
    with transaction():
        schedule(campaign, PLAN, letters=what_leaves(campaign).letters, by=acting_as(office.officer, LATER))

    a_new_ambassador_of_peru(office)
    compare_approved()
    peru = letter_to(campaign, office.committee.peru)
    first_reference = peru.reference
    assert (peru.state, peru.reason) == (LetterState.VOID, "Addressee: “Rosa Quispe” is new.")

    with transaction():
        redraft(
            peru, campaign, CATALOGUES, app.config["CHANCERY"], on=day_of(LATER), by=acting_as(office.officer, LATER)
        )
    approved_by_the_chair(office, campaign, LATER)
    assert (campaign.state, newly_approved(campaign)) == (CampaignState.RELEASED, 1)
    with transaction():
        send_newly_approved(campaign, letters=1, by=acting_as(office.officer, LATER))
    given = {each.text: each.void_reason for each in Reference.query.filter_by(letter_id=peru.id)}
    assert given == {first_reference: "Addressee: “Rosa Quispe” is new.", peru.reference: ""}

    app.extensions["clock"] = StoppedClock(PLAN.leaves_at)
    send_what_is_due(station(app))
    db.session.expire_all()
    mails = arrived(server)
    assert set(server.counts().values()) == {1}
    for state in (office.committee.chile, office.committee.zambia, office.committee.peru):
        letter = letter_to(campaign, state)
        [enclosed] = mails[f"mission@{state.slug}.example"].iter_attachments()
        assert sha256_of(enclosed.get_content()) == letter.sha256
        assert letter.reference in str(mails[f"mission@{state.slug}.example"]["Subject"])
    sheet = balance(campaign, lines_of(campaign))
    assert (sheet.counts[Outcome.SENT], sheet.adds_up) == (3, True)

    tell_committees()
    activity = Activity.query.one()
    assert (activity.body, activity.count, activity.starts_on) == (campaign.body, 3, day_of(now()))


def at_later(app: Flask) -> None:
    app.extensions["clock"] = StoppedClock(LATER)


def a_new_ambassador_of_peru(office: Office) -> None:
    mission = Mission.query.filter_by(iso3=office.committee.peru.iso3).one()
    contact = replace(contact_of(mission), person_name="Rosa Quispe")
    with transaction():
        correct_mission(
            mission, contact, ends_before=None, confirmed_on=mission.confirmed_on, by=acting_as(office.officer, LATER)
        )


def test_a_letter_of_the_unit_is_corrected_by_one_that_is_approved_and_sent_like_it(
    app: Flask, office: Office, server: MailServer
) -> None:
    campaign = drafted(office)
    approved_by_the_unit(office, campaign)
    sent_now(app, campaign, office)
    chile = letter_to(campaign, office.committee.chile)
    with transaction():
        corrigendum = draft_corrigendum(
            campaign,
            [chile],
            CATALOGUES,
            app.config["CHANCERY"],
            reason="The year was wrong.",
            on=day_of(NOON),
            by=acting_as(office.officer),
        )
    approved_by_the_unit(office, corrigendum)
    sent_now(app, corrigendum, office)
    first, second = [
        message_from_bytes(raw, policy=policy.default)
        for address, raw in server.received
        if address == f"mission@{office.committee.chile.slug}.example"
    ]
    assert len(server.received) == 4
    assert f"Corrigendum to {chile.reference} of 1 March 2028: Report of Chile" in str(second["Subject"])
    assert str(second["References"]) == str(first["Message-ID"])


def approved_by_the_unit(office: Office, campaign: Campaign) -> None:
    with transaction():
        approve(campaign, manifest_sha256=prepared(campaign).digest, by=acting_as(office.colleague))


def sent_now(app: Flask, campaign: Campaign, office: Office) -> None:
    plan = Plan(day_of(NOON), time(13), PLAN.not_after)
    with transaction():
        schedule(campaign, plan, letters=what_leaves(campaign).letters, by=acting_as(office.officer))
    send_what_is_due(station(app))
    db.session.expire_all()
