import pytest
from flask import Flask
from sqlalchemy import update

from core.clock import now
from core.db import db, transaction
from core.errors import RuleViolation
from core.files import StoredFile, read_file
from core.outbox.kinds import NotSent, outbox_kind
from core.outbox.models import MessageState, OutboxMessage
from correspondence.models.campaigns import CampaignState, LetterState
from correspondence.rules.reply_address import dispatch_of
from correspondence.workflow.sending import send_on_trial
from correspondence.workflow.writing_anew import withdraw_letter
from states_parties.models import Mission
from tests.correspondence.outgoing import (
    MISSING,
    a_year_is_missing,
    acts,
    details_of,
    end,
    letter_to,
    may_go,
    message_to,
    prepared,
    report,
    scheduled,
)
from tests.factories.letters import OFFICER, a_focal_point, a_state_written_to, approved_campaign

CHAD, PERU, TOGO = (f"mission@{name}.example" for name in ("chad", "peru", "togo"))


def test_the_mail_of_a_letter_is_what_was_approved(app: Flask) -> None:
    scheduled(approved_campaign())
    outgoing = prepared()[CHAD]
    letter = letter_to("Chad")
    assert not isinstance(outgoing, NotSent)
    assert outgoing.subject == f"Report of Chad ({letter.reference})"
    assert outgoing.text == f"Please find {letter.reference}.\n"
    assert outgoing.sender_name == "Chair, Committee on Cooperative Compliance"
    [enclosure] = outgoing.enclosures
    assert enclosure.name == f"{letter.reference.replace('/', '-')}.docx"
    assert enclosure.content == read_file(letter.sha256)


def test_the_answer_to_a_letter_tells_which_it_answers(app: Flask) -> None:
    scheduled(approved_campaign())
    config = app.config["CHANCERY"]
    outgoing = prepared()[CHAD]
    assert not isinstance(outgoing, NotSent)
    dispatch_id = dispatch_of(outgoing.reply_to, config.house_address, config.secret_key)
    assert dispatch_id == int(message_to("Chad").subject_id)


def test_only_what_is_approved_and_released_may_go(app: Flask) -> None:
    campaign = approved_campaign()
    scheduled(campaign)
    assert may_go() == {CHAD, PERU, TOGO}
    with transaction():
        withdraw_letter(letter_to("Peru"), campaign, reason="Asked to.", by=OFFICER)
    assert may_go() == {CHAD, TOGO}
    letter_to("Togo").sha256 = "0" * 64
    db.session.flush()
    assert may_go() == {CHAD}
    campaign.state = CampaignState.APPROVED
    db.session.flush()
    assert may_go() == set()


def test_a_file_that_is_damaged_does_not_leave_and_the_others_do(app: Flask) -> None:
    scheduled(approved_campaign())
    db.session.execute(
        update(StoredFile).where(StoredFile.sha256 == letter_to("Chad").sha256).values(content=b"something else")
    )
    outgoing = prepared()
    assert isinstance(outgoing[CHAD], NotSent)
    assert "is damaged" in outgoing[CHAD].reason
    assert not isinstance(outgoing[PERU], NotSent)


def test_a_copy_to_the_capital_goes_along(app: Flask) -> None:
    chad = a_state_written_to("Chad")
    a_focal_point(chad, email="focal@chad.example")
    scheduled(approved_campaign([chad], copies=True))
    outgoing = prepared()
    assert set(outgoing) == {CHAD, "focal@chad.example"}
    assert outgoing[CHAD].enclosures == outgoing["focal@chad.example"].enclosures
    assert outgoing[CHAD].reply_to != outgoing["focal@chad.example"].reply_to


def test_a_reminder_answers_the_letter_before_it(app: Flask) -> None:
    states = [a_state_written_to(name) for name in ("Chad", "Peru")]
    first = scheduled(approved_campaign(states))
    end("Chad", MessageState.ACCEPTED)
    end("Peru", MessageState.REFUSED, reason="550 no such user")
    first_to_chad = message_to("Chad").message_id
    second = scheduled(approved_campaign(states, title="Reminder", parent_id=first.id))
    end("Chad", MessageState.ACCEPTED)
    second_to_chad = message_to("Chad").message_id
    scheduled(approved_campaign(states, title="Second reminder", parent_id=second.id))
    outgoing = prepared()
    assert outgoing[CHAD].references == (first_to_chad, second_to_chad)
    assert outgoing[PERU].references == ()


def test_a_report_that_comes_in_time_stops_the_reminder(app: Flask) -> None:
    """It is not void, although its text would change: its reason to be sent is gone, and the log says so."""
    states = [a_state_written_to(name) for name in ("Chad", "Peru")]
    a_year_is_missing()
    campaign = approved_campaign(states, send_condition=MISSING)
    scheduled(campaign)
    assert not isinstance(prepared()[CHAD], NotSent)
    report(states[0].iso3)
    outgoing = prepared()
    assert isinstance(outgoing[CHAD], NotSent)
    assert outgoing[CHAD].reason.startswith("“missing_report_years >= 1” holds no more: No year is known to be missing")
    assert letter_to("Chad").state is LetterState.APPROVED
    assert not isinstance(outgoing[PERU], NotSent)
    end("Chad", MessageState.STOPPED, reason=outgoing[CHAD].reason)
    assert details_of("letter:stopped") == {"state": "Chad", "reason": outgoing[CHAD].reason}


def test_the_state_hears_of_acceptance_and_the_contact_is_doubted_after_a_refusal(app: Flask) -> None:
    scheduled(approved_campaign())
    end("Chad", MessageState.ACCEPTED)
    end("Peru", MessageState.REFUSED, code=550, answer="no such user", reason="550 no such user")
    reached = {mission.email: mission.last_success_at for mission in Mission.query.all()}
    assert reached == {CHAD: now(), PERU: None, TOGO: None}
    [peru] = Mission.query.filter_by(email=PERU).all()
    assert (peru.confirmed_on, peru.confidence) == (None, "low")
    assert peru.notes == "Its mail server refused a letter on 20 November 2026: 550 no such user."
    assert details_of("letter:refused") == {"state": "Peru", "reason": "550 no such user"}
    assert acts("state") == ["contact:doubted"]


def test_a_trial_goes_to_the_person_marked_as_a_test(app: Flask) -> None:
    campaign = approved_campaign()
    with transaction():
        message = send_on_trial(campaign, letter_to("Chad"), address="ana@chancery.example", state="Chad", by=OFFICER)
    with transaction():
        [outgoing] = outbox_kind("trial letter").prepare([message]).values()
    assert not isinstance(outgoing, NotSent)
    assert message.address == "ana@chancery.example"
    assert outgoing.subject == f"[Test] Report of Chad ({letter_to('Chad').reference})"
    assert outgoing.text.startswith("TEST. This letter to Chad went to nobody but Ana Lima, who asked for it.")
    assert outgoing.enclosures[0].content == read_file(letter_to("Chad").sha256)
    assert outgoing.reply_to == ""
    assert campaign.state is CampaignState.APPROVED


def test_the_same_letter_can_be_tried_again_and_one_that_is_not_approved_cannot(app: Flask) -> None:
    campaign = approved_campaign()
    for _ in range(2):
        with transaction():
            send_on_trial(campaign, letter_to("Chad"), address="ana@chancery.example", state="Chad", by=OFFICER)
    assert OutboxMessage.query.count() == 2
    with transaction():
        withdraw_letter(letter_to("Chad"), campaign, reason="Asked to.", by=OFFICER)
    with pytest.raises(RuleViolation, match="No letter to Chad is approved"), transaction():
        send_on_trial(campaign, letter_to("Chad"), address="ana@chancery.example", state="Chad", by=OFFICER)
    assert OutboxMessage.query.count() == 2
