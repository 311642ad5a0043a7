from click.testing import Result
from flask import Flask

from core.db import db
from core.outbox.models import MessageState, OutboxMessage
from correspondence.models.campaigns import Campaign, CampaignState
from tests.correspondence.outgoing import details_of, end, scheduled
from tests.correspondence.test_voiding import a_new_ambassador
from tests.factories.letters import a_state_written_to, approved_campaign


def run(app: Flask, *arguments: object, answer: str = "") -> Result:
    words = ["campaigns", *(str(each) for each in arguments), "--convention", "apmbc"]
    return app.test_cli_runner().invoke(args=words, input=answer)


def test_a_campaign_is_scheduled_from_the_command_line(app: Flask) -> None:
    campaign = approved_campaign([a_state_written_to("Chad"), a_state_written_to("Togo", email="")])
    result = run(app, "send", campaign.id, "--at", "2026-11-28 10:00", "--not-after", "2026-12-05", "--yes")
    assert result.exit_code == 0, result.output
    assert "Warning: 28 November 2026 is a Saturday." in result.output
    assert (
        "2 letters leave on 28 November 2026 at 10:00, not after 5 December 2026:"
        " 1 by e-mail, 1 by post, 0 copies to capitals." in result.output
    )
    assert OutboxMessage.query.count() == 1
    assert details_of("campaign:scheduled")["send_on"] == "2026-11-28"


def test_without_yes_it_asks_and_no_is_no(app: Flask) -> None:
    campaign = approved_campaign()
    assert run(app, "send", campaign.id, answer="n\n").exit_code == 1
    assert OutboxMessage.query.count() == 0
    assert run(app, "send", campaign.id, answer="y\n").exit_code == 0
    assert details_of("campaign:scheduled")["send_on"] == "2026-11-23"


def test_what_cannot_be_is_a_sentence(app: Flask) -> None:
    campaign = approved_campaign()
    for arguments, sentence in [
        (("--at", "tomorrow"), "“tomorrow” is not a day."),
        (("--at", "2026-11-28 noon"), "“2026-11-28 noon” is no day and time."),
        (("--at", "2026-11-19 10:00", "--not-after", "2026-12-01"), "19 November 2026, 10:00, has passed."),
        (("--at", "2025-03-03 10:00"), "3 March 2025, 10:00, has passed. Give a time to come, or send at once."),
    ]:
        result = run(app, "send", campaign.id, *arguments, "--yes")
        assert (result.exit_code, sentence in result.output) == (2, True), result.output
    assert run(app, "send", campaign.id + 1, "--yes").exit_code == 2
    assert "is not in the range" in run(app, "balance", 10**20).output
    assert OutboxMessage.query.count() == 0


def test_a_campaign_that_is_not_approved_is_refused_before_anything_is_asked(app: Flask) -> None:
    campaign = approved_campaign()
    campaign.state = CampaignState.DRAFT
    db.session.flush()
    result = run(app, "send", campaign.id, answer="y\n")
    assert result.exit_code == 2
    assert "“Reports 2026” is draft: only an approved campaign is scheduled." in result.output
    assert "leave" not in result.output
    assert OutboxMessage.query.count() == 0


def test_void_letters_are_told_and_stay(app: Flask) -> None:
    campaign = approved_campaign()
    a_new_ambassador("Peru")
    result = run(app, "send", campaign.id, "--yes")
    assert "1 letter is void and does not leave" in result.output
    assert OutboxMessage.query.count() == 2


def test_the_balance_adds_up_on_the_command_line(app: Flask) -> None:
    campaign: Campaign = scheduled(approved_campaign())
    end("Chad", MessageState.ACCEPTED)
    end("Peru", MessageState.REFUSED, reason="550 no such user")
    result = run(app, "balance", campaign.id, "--states")
    lines = [" ".join(line.split()) for line in result.output.splitlines()]
    assert lines[0] == "Reports 2026: sending"
    assert lines[1] == "1 sent (0 replied, 0 bounced)"
    assert "1 failed" in lines
    assert "3 States of the snapshot" in lines
    assert "Peru: failed: 550 no such user" in lines
