"""A second letter to the same State within some days, or while its reply is pending, is warned of before approval."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from core.clock import now
from core.db import db, transaction
from core.files import store_file
from core.outbox.models import MessageState
from core.outbox.workflow.evidence import note_bounce
from correspondence.models.campaigns import Campaign, CampaignState, Dispatch, Letter, LetterState
from correspondence.models.incoming import Handling, IncomingKind, IncomingMail, MatchConfidence
from correspondence.queries.second_letters import also_written_to
from correspondence.workflow.sending import stop
from states_parties.models import State
from tests.correspondence.outgoing import end, letter_to, message_to, scheduled
from tests.correspondence.test_bounced_letters import anew, comes_back
from tests.correspondence.test_sending_routes import page_of
from tests.correspondence.test_voiding import change_contact
from tests.factories.letters import OFFICER, a_state_written_to, approved_campaign
from tests.states_parties.pages import read, signed_in, words

WARNING = "//div[contains(@class, 'alert-warning')]"
Found = list[tuple[str, bool, list[str]]]


def first_to(*states: State) -> Campaign:
    """Its letters have left today."""
    campaign = scheduled(approved_campaign(states, title="First"))
    for state in states:
        end(state.list_en, MessageState.ACCEPTED)
    return campaign


def second_to(*states: State, **columns: object) -> Campaign:
    """In draft."""
    campaign = approved_campaign(states, title="Second", **columns)
    for letter in Letter.query.filter_by(campaign_id=campaign.id).all():
        letter.state, letter.reference = LetterState.DRAFT, ""
    Dispatch.query.filter_by(campaign_id=campaign.id).delete()
    campaign.state = CampaignState.DRAFT
    db.session.flush()
    return campaign


def warned(campaign: Campaign, *, days: int = 14, later: int = 0) -> Found:
    """Title of each other campaign, whether its letters have left, and the States."""
    found = also_written_to(campaign, days=days, at=now() + timedelta(days=later))
    return [(each.title, each.left_on is not None, list(each.states)) for each in found]


def test_states_that_another_campaign_wrote_to_of_late_are_named(app: Flask) -> None:
    chad, peru, togo = (a_state_written_to(name) for name in ("Chad", "Peru", "Togo"))
    first_to(chad, peru)
    second = second_to(peru, chad, togo)
    assert warned(second) == [("First", True, ["Chad", "Peru"])]
    assert warned(second, later=14) == [("First", True, ["Chad", "Peru"])]
    assert warned(second, later=15) == []
    assert warned(second, days=0) == []
    to_chad = letter_to("Chad")
    to_chad.state, to_chad.reason = LetterState.WITHDRAWN, "Told in person."
    db.session.flush()
    assert warned(second) == [("First", True, ["Peru"])]


def test_letters_that_are_about_to_leave_count_and_those_that_came_back_do_not(app: Flask) -> None:
    chad, peru = a_state_written_to("Chad"), a_state_written_to("Peru")
    scheduled(approved_campaign([chad, peru], title="First"))
    messages = [message_to(name) for name in ("Chad", "Peru")]
    second = second_to(chad, peru)
    assert warned(second) == [("First", False, ["Chad", "Peru"])]
    for message in messages:
        message.state, message.accepted_at = MessageState.ACCEPTED, now()
    with transaction():
        note_bounce(messages[0], now(), "no such user")
    assert warned(second) == [("First", True, ["Peru"])]


def test_what_was_stopped_does_not_count(app: Flask) -> None:
    chad = a_state_written_to("Chad")
    first = scheduled(approved_campaign([chad], title="First"))
    with transaction():
        stop(first, reason="The wrong year.", by=OFFICER)
    assert warned(second_to(chad)) == []


def test_a_reminder_is_no_second_letter_to_what_it_reminds_of(app: Flask) -> None:
    chad = a_state_written_to("Chad")
    first = first_to(chad)
    assert warned(second_to(chad, parent_id=first.id)) == []


@pytest.mark.parametrize("page", ["", "/states/chad", "/approve"])
def test_draft_letter_and_approval_show_both_warnings(app: Flask, page: str) -> None:
    chad, peru = a_state_written_to("Chad"), a_state_written_to("Peru")
    first_to(chad, peru)
    second = second_to(chad, peru)
    a_pending_reply(chad)
    told = words(read(signed_in(app), page_of(second, page)), WARNING)
    assert "left within the last 14 days, or is about to leave." in told
    assert "First, left on 20 November 2026" in told
    assert ("Peru" in told) == (page != "/states/chad")
    assert "A reply is pending" in told
    assert "Chad: Our report" in told


def test_the_letter_to_another_state_shows_no_warning(app: Flask) -> None:
    chad, peru = a_state_written_to("Chad"), a_state_written_to("Peru")
    first_to(chad)
    second = second_to(chad, peru)
    a_pending_reply(chad)
    assert "Written to" not in words(read(signed_in(app), page_of(second, "/states/peru")), WARNING)


def test_an_approval_warns_of_the_letters_it_is_about_and_of_no_others(app: Flask) -> None:
    """Chad has its letter already, Peru's was written anew: only that is approved."""
    chad, peru = a_state_written_to("Chad"), a_state_written_to("Peru")
    campaign = scheduled(approved_campaign([chad, peru]))
    for state in ("Chad", "Peru"):
        end(state, MessageState.ACCEPTED)
    comes_back("Peru")
    change_contact("Peru", email="right@peru.example")
    anew(app, "Peru", campaign)
    a_pending_reply(chad)
    page = page_of(campaign, "/approve")
    assert "A reply is pending" not in words(read(signed_in(app), page))
    a_pending_reply(peru)
    told = words(read(signed_in(app), page), WARNING)
    assert "Peru: Our report" in told
    assert "Chad" not in told


def test_the_number_of_days_is_a_setting(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    chad = a_state_written_to("Chad")
    first_to(chad)
    second = second_to(chad)
    monkeypatch.setitem(app.config, "CHANCERY", replace(app.config["CHANCERY"], second_letter_days=0))
    assert "Written to" not in words(read(signed_in(app), page_of(second)), WARNING)


def a_pending_reply(state: State) -> None:
    db.session.add(
        IncomingMail(
            mailbox="INBOX",
            uid_validity=1,
            uid=IncomingMail.query.count() + 1,
            raw_sha256=store_file(b"Our report", at=now()),
            subject="Our report",
            received_at=now(),
            kind=IncomingKind.REPLY,
            confidence=MatchConfidence.LIKELY,
            iso3=state.iso3,
            handling=Handling.WAITING,
        )
    )
    db.session.flush()
