from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask

from core.clock import now
from core.db import db, transaction
from core.errors import RuleViolation
from core.outbox.models import Mailing, MailingState, MessageState, OutboxMessage
from correspondence.models.approval import Reference
from correspondence.models.campaigns import AudienceState, Campaign, CampaignState, Channel, Dispatch
from correspondence.queries.balance import balance, lines_of, standing_of
from correspondence.rules.balance import Outcome
from correspondence.rules.plans import Plan
from correspondence.rules.standing import Standing
from correspondence.workflow.sending import move, pause, resume, schedule, settle, stop
from correspondence.workflow.writing_anew import withdraw_letter
from tests.correspondence.outgoing import MONDAY, acts, details_of, end, letter_to, message_to, scheduled
from tests.factories.letters import OFFICER, a_focal_point, a_state_written_to, approved_campaign
from tests.states_parties.pages import read, rows, signed_in, words

LATER = Plan(date(2026, 11, 24), time(9, 30), date(2026, 12, 1))


def by_post_and_by_mail() -> Campaign:
    chad, peru = a_state_written_to("Chad"), a_state_written_to("Peru")
    a_focal_point(chad, email="focal@chad.example")
    return approved_campaign([chad, peru, a_state_written_to("Togo", email="")], copies=True)


def outcomes(campaign: Campaign) -> dict[str, Outcome]:
    return {line.state: line.fate.outcome for line in lines_of(campaign)}


def test_a_scheduled_campaign_has_one_message_for_each_address(app: Flask) -> None:
    campaign = scheduled(by_post_and_by_mail())
    mailing = db.session.get(Mailing, campaign.mailing_id)
    assert mailing is not None
    assert (mailing.kind, mailing.state, mailing.convention) == ("letter", MailingState.OPEN, "APMBC")
    assert mailing.not_before == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert mailing.not_after == datetime(2026, 12, 7, 23, 0, tzinfo=UTC)
    assert (campaign.state, campaign.send_on, campaign.send_at) == (
        CampaignState.RELEASED,
        MONDAY.send_on,
        MONDAY.send_at,
    )
    messages = {message.address: message for message in OutboxMessage.query.all()}
    assert set(messages) == {"mission@chad.example", "focal@chad.example", "mission@peru.example"}
    assert {message.due_at for message in messages.values()} == {mailing.not_before}
    assert messages["mission@chad.example"].recipient == "H.E. Ms Ada Person"
    assert messages["focal@chad.example"].recipient == "Chad"
    for dispatch in Dispatch.query.all():
        by_mail = dispatch.channel is Channel.EMAIL
        assert (dispatch.message_id is not None) is by_mail
        assert not by_mail or messages[dispatch.address].subject_id == str(dispatch.id)
    assert details_of("campaign:scheduled") == {
        "send_on": "2026-11-23",
        "send_at": "10:00",
        "not_after": "2026-12-07",
        "letters": 3,
        "by_mail": 3,
    }


@pytest.mark.parametrize(
    ("plan", "letters", "sentence"),
    [
        (MONDAY, 2, "3 letters would leave by now, not 2 as you were told. Look again."),
        (Plan(date(2026, 11, 19), time(10), date(2026, 12, 1)), 3, "19 November 2026, 10:00, has passed."),
        (Plan(date(2026, 11, 23), time(10), date(2026, 11, 22)), 3, "The last day, 22 November 2026, lies before"),
    ],
)
def test_a_refused_schedule_puts_nothing_out(app: Flask, plan: Plan, letters: int, sentence: str) -> None:
    campaign = approved_campaign()
    with pytest.raises(RuleViolation, match=sentence), transaction():
        schedule(campaign, plan, letters=letters, by=OFFICER)
    assert (OutboxMessage.query.count(), Mailing.query.count(), acts()) == (0, 0, [])
    assert campaign.state is CampaignState.APPROVED


@pytest.mark.parametrize("state", [CampaignState.DRAFT, CampaignState.CIRCULATED])
def test_only_an_approved_campaign_is_scheduled(app: Flask, state: CampaignState) -> None:
    campaign = approved_campaign(state=state)
    campaign.state = state
    db.session.flush()
    with pytest.raises(RuleViolation, match="only an approved campaign is scheduled"), transaction():
        schedule(campaign, MONDAY, letters=3, by=OFFICER)


def test_it_is_scheduled_once(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    with pytest.raises(RuleViolation, match="only an approved campaign is scheduled"), transaction():
        schedule(campaign, MONDAY, letters=3, by=OFFICER)
    assert (OutboxMessage.query.count(), Mailing.query.count()) == (3, 1)


def test_a_campaign_without_an_approved_letter_is_not_scheduled(app: Flask) -> None:
    campaign = approved_campaign([a_state_written_to("Chad")])
    with transaction():
        withdraw_letter(letter_to("Chad"), campaign, reason="Asked to.", by=OFFICER)
    with pytest.raises(RuleViolation, match="There is no approved letter to send"), transaction():
        schedule(campaign, MONDAY, letters=0, by=OFFICER)


def test_what_has_not_left_moves_to_another_time(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    end("Chad", MessageState.ACCEPTED)
    before = message_to("Chad").due_at
    with transaction():
        move(campaign, LATER, by=OFFICER)
    assert message_to("Chad").due_at == before
    assert message_to("Peru").due_at == datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    mailing = db.session.get(Mailing, campaign.mailing_id)
    assert mailing is not None
    assert (mailing.not_before, mailing.not_after) == (LATER.leaves_at, LATER.until)
    assert details_of("campaign:moved") == {
        "send_on": ["2026-11-23", "2026-11-24"],
        "send_at": ["10:00", "09:30"],
        "not_after": ["2026-12-07", "2026-12-01"],
    }


def test_a_campaign_of_which_nothing_waits_is_not_moved(app: Flask) -> None:
    campaign = scheduled(approved_campaign([a_state_written_to("Chad")]))
    end("Chad", MessageState.ACCEPTED)
    with pytest.raises(RuleViolation, match="waits to leave"), transaction():
        move(campaign, LATER, by=OFFICER)
    assert (campaign.send_on, "campaign:moved" in acts()) == (MONDAY.send_on, False)


def test_paused_and_resumed_it_says_so(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    with transaction():
        pause(campaign, reason="The chair called.", by=OFFICER)
    assert standing_of(campaign, at=now()) is Standing.PAUSED
    with transaction():
        resume(campaign, by=OFFICER)
    assert standing_of(campaign, at=now()) is Standing.SCHEDULED
    assert acts() == ["campaign:scheduled", "campaign:paused", "campaign:resumed"]


@pytest.mark.parametrize("act", [pause, stop])
def test_a_pause_and_a_stop_have_a_reason(app: Flask, act: type) -> None:
    campaign = scheduled(approved_campaign())
    for reason in ("  ", "x" * 301):
        with pytest.raises(RuleViolation), transaction():
            act(campaign, reason=reason, by=OFFICER)
    assert standing_of(campaign, at=now()) is Standing.SCHEDULED
    assert acts() == ["campaign:scheduled"]


def test_stopped_nothing_more_leaves_by_mail_or_by_post_and_the_sheet_says_why(app: Flask) -> None:
    campaign = scheduled(by_post_and_by_mail())
    end("Chad", MessageState.ACCEPTED)
    with transaction():
        stop(campaign, reason="The wrong year.", by=OFFICER)
    assert standing_of(campaign, at=now()) is Standing.STOPPED
    assert outcomes(campaign) == {"Chad": Outcome.SENT, "Peru": Outcome.WITHDRAWN, "Togo": Outcome.WITHDRAWN}
    reason = "The sending was stopped: The wrong year."
    assert {line.fate.reason for line in lines_of(campaign)} == {"", reason}
    references = {row.text: row.void_reason for row in Reference.query}
    assert references == {
        letter_to(state).reference: told for state, told in (("Chad", ""), ("Peru", reason), ("Togo", reason))
    }
    register = read(signed_in(app), "/apmbc/letters/references")
    assert [row["What became of it"] for row in rows(register)] == ["withdrawn", "withdrawn", "sent"]
    with pytest.raises(RuleViolation, match="stopped already"), transaction():
        stop(campaign, reason="Again.", by=OFFICER)


@pytest.mark.parametrize(("sent", "outcome"), [(True, Outcome.SENT), (False, Outcome.PENDING)])
def test_a_named_person_settles_what_nobody_knows(app: Flask, sent: bool, outcome: Outcome) -> None:
    campaign = scheduled(approved_campaign())
    end("Chad", MessageState.UNKNOWN, reason="The connection broke.", began_at=now())
    assert outcomes(campaign)["Chad"] is Outcome.UNKNOWN
    dispatch = Dispatch.query.filter_by(letter_id=letter_to("Chad").id).one()
    with transaction():
        settle(campaign, dispatch, sent=sent, reason="The mission told us.", by=OFFICER)
    assert outcomes(campaign)["Chad"] is outcome
    assert details_of("letter:settled") == {
        "state": "Chad",
        "outcome": "treated as sent" if sent else "sent again",
        "reason": "The mission told us.",
    }
    with pytest.raises(RuleViolation, match="is known already"), transaction():
        settle(campaign, dispatch, sent=True, reason="Again.", by=OFFICER)


def test_settling_needs_a_reason(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    end("Chad", MessageState.UNKNOWN)
    dispatch = Dispatch.query.filter_by(letter_id=letter_to("Chad").id).one()
    with pytest.raises(RuleViolation) as refusal, transaction():
        settle(campaign, dispatch, sent=False, reason=" ", by=OFFICER)
    assert (refusal.value.message, refusal.value.field) == ("Say why it is sent again.", "reason")
    assert message_to("Chad").state is MessageState.UNKNOWN


def test_a_sheet_that_does_not_add_up_says_so(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    address = f"/apmbc/letters/{campaign.id}"
    assert "does not add up" not in words(read(signed_in(app), address))
    AudienceState.query.filter_by(iso3=letter_to("Peru").iso3).delete()
    assert "does not add up The snapshot has 2 States, and 3 are counted here." in words(read(signed_in(app), address))


def test_the_sheet_adds_up_to_the_snapshot(app: Flask) -> None:
    left_out = a_state_written_to("Oman")
    states = [a_state_written_to(name) for name in ("Chad", "Peru", "Togo", "Mali", "Cuba", "Iraq", "Niue")]
    campaign = scheduled(
        approved_campaign([*states, a_state_written_to("Fiji", email="")], excluded=[(left_out, "Host.")])
    )
    end("Chad", MessageState.ACCEPTED, replied_at=now())
    end("Peru", MessageState.ACCEPTED, bounced_at=now(), bounce_reason="full")
    end("Togo", MessageState.REFUSED, reason="550 no such user")
    end("Mali", MessageState.UNKNOWN, reason="lost")
    end("Cuba", MessageState.STOPPED, reason="It reported.")
    with transaction():
        withdraw_letter(letter_to("Iraq"), campaign, reason="Asked to.", by=OFFICER)
    assert outcomes(campaign) == {
        "Chad": Outcome.SENT,
        "Cuba": Outcome.STOPPED,
        "Fiji": Outcome.PENDING,
        "Iraq": Outcome.WITHDRAWN,
        "Mali": Outcome.UNKNOWN,
        "Niue": Outcome.PENDING,
        "Oman": Outcome.EXCLUDED,
        "Peru": Outcome.SENT,
        "Togo": Outcome.FAILED,
    }
    found = balance(campaign, lines_of(campaign))
    assert (found.total, found.written_to, found.adds_up) == (9, 8, True)
    assert (found.bounced, found.replied) == (1, 1)
    assert {line.state: line.fate.reason for line in lines_of(campaign) if line.fate.reason} == {
        "Cuba": "It reported.",
        "Fiji": "Not posted yet.",
        "Iraq": "Asked to.",
        "Mali": "lost",
        "Niue": "Waits for its time.",
        "Oman": "Host.",
        "Togo": "550 no such user",
    }


def test_it_is_being_sent_from_its_time_on_and_finished_when_nothing_waits(app: Flask) -> None:
    campaign = scheduled(approved_campaign([a_state_written_to("Chad"), a_state_written_to("Togo", email="")]))
    assert standing_of(campaign, at=now()) is Standing.SCHEDULED
    assert standing_of(campaign, at=MONDAY.leaves_at) is Standing.SENDING
    end("Chad", MessageState.ACCEPTED)
    assert standing_of(campaign, at=now()) is Standing.TO_POST
    Dispatch.query.filter_by(channel=Channel.POST).one().posted_on = now().date() + timedelta(days=3)
    db.session.flush()
    assert standing_of(campaign, at=now()) is Standing.FINISHED
