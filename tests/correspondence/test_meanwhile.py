"""What somebody else commits while an act is under way, on a connection of their own."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event, update

from application import CATALOGUES
from core.accounts.models import User
from core.audit.workflow import Actor
from core.clock import StoppedClock, today
from core.db import db, transaction
from core.errors import RuleViolation, Shortcomings
from core.outbox.models import MessageState, OutboxMessage
from correspondence.jobs.letters import close_circulations
from correspondence.models.approval import CirculationEnd, Remark, RemarkKind
from correspondence.models.campaigns import Campaign, CampaignState, Letter, LetterState
from correspondence.models.incoming import Handling, IncomingMail
from correspondence.queries.campaigns import get_campaign
from correspondence.queries.circulations import last_circulation
from correspondence.workflow.approval import approve
from correspondence.workflow.campaigns import cancel_campaign
from correspondence.workflow.circulation import remark, settle_remark, withdraw_circulation
from correspondence.workflow.settling_mail import set_aside_mail, settle_mail
from correspondence.workflow.voiding import void_what_changed
from correspondence.workflow.writing_anew import redraft, withdraw_letter
from states_parties.models import State
from tests.correspondence.drafts import DAY, NOON, acting_as, chairs_letter, circulated, drafted, make_office
from tests.correspondence.drafts import prepared as prepared_at
from tests.correspondence.outgoing import acts, letter_to, message_to, scheduled
from tests.correspondence.test_receiving import HOUSE, arrive
from tests.correspondence.test_two_officers import scheduled_by_one
from tests.correspondence.test_voiding import a_new_ambassador
from tests.factories.contacts import a_party
from tests.factories.letters import OFFICER, approved_campaign
from tests.factories.mails import a_mail
from tests.factories.sent import make_sent_letter


@pytest.fixture
def office(bare_office: Flask) -> Flask:
    upgrade()
    return bare_office


def elsewhere(office: Flask, act: Callable[[], object]) -> None:
    def acted() -> None:
        with office.app_context():
            act()

    with ThreadPoolExecutor(1) as other:
        other.submit(acted).result()


@contextmanager
def as_soon_as(office: Flask, statement: str, act: Callable[[], object]) -> Iterator[None]:
    """Before this connection executes a statement with these words, once, the act is done on another."""
    waiting = [act]

    def look(_connection: Any, _cursor: Any, text: str, *_others: Any) -> None:
        if statement in text and waiting:
            elsewhere(office, waiting.pop())

    engine = db.engine
    event.listen(engine, "before_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", look)
    assert not waiting


def only_where_two_write_at_once() -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("on SQLite nobody writes while another does")


def test_what_is_entered_while_letters_are_approved_is_compared_afterwards(office: Flask) -> None:
    only_where_two_write_at_once()
    with transaction():
        people = make_office()
    campaign = drafted(people)
    digest, by = prepared_at(campaign).digest, acting_as(db.session.get_one(User, people.colleague.id))
    with as_soon_as(office, "INSERT INTO letter_references", lambda: a_new_ambassador("Zambia")), transaction():
        approve(campaign, manifest_sha256=digest, by=by)
    with transaction():
        voided = void_what_changed(campaign, CATALOGUES, office.config["CHANCERY"], on=DAY, by=by)
    assert [letter.iso3 for letter in voided] == [people.committee.zambia.iso3]


def test_a_letter_that_begins_to_leave_while_it_is_voided_is_not_void(office: Flask) -> None:
    only_where_two_write_at_once()
    with transaction():
        campaign = scheduled(approved_campaign())
    message = message_to("Peru").id
    a_new_ambassador("Peru")

    def it_leaves() -> None:
        with transaction():
            db.session.execute(
                update(OutboxMessage)
                .where(OutboxMessage.id == message)
                .values(state=MessageState.ACCEPTED, accepted_at=OFFICER.at)
            )

    with as_soon_as(office, "FROM letters \nWHERE letters.id IN", it_leaves), transaction():
        voided = void_what_changed(campaign, CATALOGUES, office.config["CHANCERY"], on=today(), by=OFFICER)
    assert (voided, letter_to("Peru").state) == ([], LetterState.APPROVED)


def test_a_campaign_that_was_scheduled_meanwhile_is_not_cancelled(office: Flask) -> None:
    with transaction():
        campaign = approved_campaign()
    number = campaign.id
    elsewhere(office, lambda: scheduled_by_one(office, number))
    with pytest.raises(RuleViolation, match="is released already"), transaction():
        cancel_campaign(campaign, by=OFFICER, reason="Wrong year")
    db.session.expire_all()
    assert db.session.get_one(Campaign, number).state is CampaignState.RELEASED
    assert {letter.state for letter in Letter.query} == {LetterState.APPROVED}


def test_a_letter_that_was_withdrawn_meanwhile_is_not_written_anew(office: Flask) -> None:
    with transaction():
        campaign = scheduled(approved_campaign())
    a_new_ambassador("Peru")
    with transaction():
        void_what_changed(campaign, CATALOGUES, office.config["CHANCERY"], on=today(), by=OFFICER)
    letter, number = letter_to("Peru"), campaign.id

    def withdrawn() -> None:
        with transaction():
            campaign = get_campaign("APMBC", number)
            withdraw_letter(letter_to("Peru"), campaign, reason="The State asked for it.", by=OFFICER)

    elsewhere(office, withdrawn)
    with pytest.raises(RuleViolation, match="is withdrawn: there is nothing to write anew"), transaction():
        redraft(letter, campaign, CATALOGUES, office.config["CHANCERY"], on=today(), by=OFFICER)


def taken_back_elsewhere(office: Flask, campaign_id: int, *, by: Actor) -> Callable[[], object]:
    def act() -> None:
        with transaction():
            withdraw_circulation(db.session.get_one(Campaign, campaign_id), reason="An error was found.", by=by)

    return act


def test_a_draft_taken_back_as_its_silence_ends_is_not_accepted(office: Flask) -> None:
    only_where_two_write_at_once()
    with transaction():
        people = make_office()
    campaign = chairs_letter(people)
    circulated(people, campaign, hours=24)
    late = NOON + timedelta(hours=25)
    office.extensions["clock"] = StoppedClock(late)
    it_is_taken_back = taken_back_elsewhere(office, campaign.id, by=acting_as(people.officer, late))
    with as_soon_as(office, "FOR UPDATE", it_is_taken_back):
        close_circulations()
    found = last_circulation(campaign.id)
    assert (found.outcome, found.ended_by) == (CirculationEnd.WITHDRAWN, people.officer.name)
    assert "campaign:silence-held" not in acts()


def test_of_a_draft_that_was_seen_before_it_was_taken_back_nothing_is_approved(office: Flask) -> None:
    only_where_two_write_at_once()
    with transaction():
        people = make_office()
    campaign = chairs_letter(people)
    seen = circulated(people, campaign, hours=24)
    late = NOON + timedelta(hours=25)
    digest, chair = prepared_at(campaign, late).digest, acting_as(people.chair, late)
    elsewhere(office, taken_back_elsewhere(office, campaign.id, by=acting_as(people.officer, late)))
    with pytest.raises(Shortcomings, match="The letters cannot be approved") as refusal, transaction():
        approve(campaign, manifest_sha256=digest, by=chair)
    assert refusal.value.items == ("The committee has not seen the draft: circulate it first.",)
    db.session.refresh(seen)
    assert seen.outcome is CirculationEnd.WITHDRAWN


def test_a_mail_that_was_settled_meanwhile_is_not_set_aside(office: Flask) -> None:
    with transaction():
        a_party("TCD")
        sent = make_sent_letter(
            db.session.get_one(State, "TCD"), reference="CC/2026/0123", address="mission@td.example"
        )
    mail = arrive(a_mail("With reference to your letter CC/2026/0123.", sender="Ada <ada@gmail.com>"))
    number, letter = mail.id, sent.letter.id

    def settled() -> None:
        with transaction():
            row = db.session.get_one(IncomingMail, number)
            about = db.session.get_one(Letter, letter)
            settle_mail(row, letter=about, iso3=None, note="Answered.", house=HOUSE, by=OFFICER)

    elsewhere(office, settled)
    with pytest.raises(RuleViolation, match="has been told of this mail already"), transaction():
        set_aside_mail(mail, note="An advertisement.", by=OFFICER)
    db.session.refresh(mail)
    assert (mail.handling, mail.letter_id, mail.note) == (Handling.SETTLED, letter, "Answered.")


def test_of_two_who_settle_one_remark_the_second_is_told(office: Flask) -> None:
    with transaction():
        people = make_office()
    campaign = chairs_letter(people)
    circulated(people, campaign)
    officer, colleague = acting_as(people.officer, NOON), acting_as(people.colleague, NOON)
    with transaction():
        said = remark(campaign, RemarkKind.OBJECTION, "One is missing.", letter=None, by=acting_as(people.chair))
    number, its_id = campaign.id, said.id

    def settled() -> None:
        with transaction():
            first = db.session.get_one(Remark, its_id)
            settle_remark(db.session.get_one(Campaign, number), first, "It has left the Convention.", by=officer)

    elsewhere(office, settled)
    with pytest.raises(RuleViolation, match="Ana Lima settled this already"), transaction():
        settle_remark(campaign, said, "It is added.", by=colleague)
    db.session.refresh(said)
    assert (said.settled_by, said.settlement) == ("Ana Lima", "It has left the Convention.")
