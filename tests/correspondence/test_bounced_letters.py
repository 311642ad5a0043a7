"""A letter that came back has a way on: written anew to another address, by post, or withdrawn; nothing is doubled."""

from datetime import timedelta

import pytest
from flask import Flask

from core.clock import now
from core.db import transaction
from core.errors import RuleViolation
from core.outbox.models import MessageState, OutboxMessage
from core.outbox.workflow.evidence import note_bounce, note_reply
from correspondence.approving.prepared import prepare_approval
from correspondence.models.approval import Reference
from correspondence.models.campaigns import AudienceState, Campaign, Channel, Dispatch, Letter, LetterState
from correspondence.queries.balance import Line, balance, lines_of, standing_of
from correspondence.queries.campaigns import get_campaign
from correspondence.queries.counted import balance_counted
from correspondence.rules.balance import Outcome
from correspondence.rules.plans import Plan
from correspondence.rules.standing import Standing
from correspondence.workflow.post import make_batch, record_posted
from correspondence.workflow.sending import move, send_newly_approved, stop
from correspondence.workflow.voiding import void_what_changed
from correspondence.workflow.writing_anew import withdraw_letter
from tests.correspondence.outgoing import MONDAY, acts, details_of, end, letter_to, message_to, scheduled
from tests.correspondence.test_sending_routes import page_of, sent_form
from tests.correspondence.test_voiding import CATALOGUES, a_new_ambassador, change_contact, compared, written_anew
from tests.factories.letters import OFFICER, a_focal_point, a_state_written_to, approve_drafts, approved_campaign
from tests.states_parties.pages import counts, read, rows, signed_in, words

NO_SUCH_USER = "5.1.1 no such user"


def one_came_back(app: Flask) -> Campaign:
    """Of three letters that left, that to Peru."""
    campaign = scheduled(approved_campaign())
    for state in ("Chad", "Peru", "Togo"):
        end(state, MessageState.ACCEPTED)
    comes_back("Peru")
    return campaign


def comes_back(state: str) -> None:
    with transaction():
        note_bounce(message_to(state), now(), NO_SUCH_USER)


def anew(app: Flask, state: str, campaign: Campaign) -> Letter:
    return written_anew(app, state, get_campaign(campaign.convention, campaign.id))


def line_of(campaign: Campaign, state: str) -> Line:
    [line] = [line for line in lines_of(campaign) if line.state == state]
    return line


def sheet(campaign: Campaign) -> dict[str, int]:
    found = balance(campaign, lines_of(campaign))
    assert found.adds_up
    return {str(outcome): count for outcome, count in found.counts.items() if count} | {"bounced": found.bounced}


def test_it_is_written_anew_to_another_address_under_a_new_reference(app: Flask) -> None:
    campaign = one_came_back(app)
    old = letter_to("Peru").reference
    assert sheet(campaign) == {"sent": 3, "bounced": 1}
    change_contact("Peru", email="right@peru.example")
    letter = anew(app, "Peru", campaign)
    assert sheet(campaign) == {"sent": 2, "pending": 1, "bounced": 0}
    approve_drafts(get_campaign("APMBC", campaign.id))
    assert sheet(campaign) == {"sent": 2, "pending": 1, "bounced": 0}
    with transaction():
        send_newly_approved(campaign, letters=1, by=OFFICER)
    assert message_to("Peru").address == "right@peru.example"
    end("Peru", MessageState.ACCEPTED)
    assert sheet(campaign) == {"sent": 3, "bounced": 0}
    assert letter_to("Peru").reference not in ("", old)
    kept = Reference.query.filter_by(text=old).one()
    assert kept.void_reason == (
        "Written anew, as it came back from mission@peru.example on 20 November 2026 (5.1.1 no such user)."
    )
    assert [each.state for each in OutboxMessage.query.filter_by(address="mission@peru.example")] == [
        MessageState.ACCEPTED
    ]
    assert (details_of("letter:redrafted")["state"], details_of("letter:redrafted")["reference"]) == ("Peru", old)
    assert Dispatch.query.filter_by(letter_id=letter.id).count() == 2


def test_without_an_e_mail_address_it_goes_by_post(app: Flask) -> None:
    campaign = one_came_back(app)
    change_contact("Peru", email="")
    anew(app, "Peru", campaign)
    approve_drafts(get_campaign("APMBC", campaign.id))
    assert standing_of(campaign, at=now()) is Standing.TO_POST
    with transaction():
        make_batch(campaign, CATALOGUES, by=OFFICER)
        [by_post] = Dispatch.query.filter_by(channel=Channel.POST).all()
        record_posted(campaign, [by_post.id], posted_on=now().date(), by=OFFICER)
    assert sheet(campaign) == {"sent": 3, "bounced": 0}
    assert standing_of(campaign, at=now()) is Standing.FINISHED


def test_with_nowhere_to_go_it_is_not_written_anew(app: Flask) -> None:
    campaign = one_came_back(app)
    change_contact("Peru", address_lines="")
    before, reference = acts(), letter_to("Peru").reference
    with pytest.raises(RuleViolation, match="The letter to Peru came back, and no other address of the mission"):
        anew(app, "Peru", campaign)
    letter = letter_to("Peru")
    assert (letter.state, letter.reference, acts()) == (LetterState.APPROVED, reference, before)
    assert Reference.query.filter(Reference.voided_at.is_not(None)).count() == 0
    assert sheet(campaign) == {"sent": 3, "bounced": 1}


@pytest.mark.parametrize("evidence", ["a reply", "a delivery report"])
def test_what_arrived_all_the_same_is_not_written_anew(app: Flask, evidence: str) -> None:
    campaign = one_came_back(app)
    message = message_to("Peru")
    with transaction():
        if evidence == "a reply":
            note_reply(message, now())
        else:
            message.delivered_at = now()
    with pytest.raises(RuleViolation, match="The letter to Peru has left or will"):
        anew(app, "Peru", campaign)
    assert sheet(campaign)["bounced"] == 0
    assert standing_of(campaign, at=now()) is Standing.FINISHED


def test_twice_written_anew_and_twice_come_back_is_counted_once(app: Flask) -> None:
    campaign = one_came_back(app)
    for number in (1, 2):
        change_contact("Peru", email=f"other-{number}@peru.example")
        anew(app, "Peru", campaign)
        with pytest.raises(RuleViolation, match="The letter to Peru is draft: there is nothing to write anew"):
            anew(app, "Peru", campaign)
        approve_drafts(get_campaign("APMBC", campaign.id))
        with transaction():
            send_newly_approved(campaign, letters=1, by=OFFICER)
        end("Peru", MessageState.ACCEPTED)
        assert sheet(campaign) == {"sent": 3, "bounced": 0}
        comes_back("Peru")
        assert sheet(campaign) == {"sent": 3, "bounced": 1}
    assert Reference.query.filter_by(letter_id=letter_to("Peru").id).count() == 3


def test_the_letter_written_anew_can_still_be_void_and_withdrawn(app: Flask) -> None:
    campaign = one_came_back(app)
    change_contact("Peru", email="right@peru.example")
    anew(app, "Peru", campaign)
    approve_drafts(get_campaign("APMBC", campaign.id))
    a_new_ambassador("Peru")
    assert compared(app, campaign) == ["Peru"]
    assert sheet(campaign) == {"sent": 2, "void": 1, "bounced": 0}
    with transaction():
        withdraw_letter(letter_to("Peru"), campaign, reason="The mission is closed.", by=OFFICER)
    assert sheet(campaign) == {"sent": 2, "withdrawn": 1, "bounced": 0}


def test_a_letter_that_came_back_is_given_up_with_a_reason(app: Flask) -> None:
    campaign = one_came_back(app)
    with transaction():
        withdraw_letter(letter_to("Peru"), campaign, reason="The mission is closed.", by=OFFICER)
    assert sheet(campaign) == {"sent": 2, "withdrawn": 1, "bounced": 0}
    assert line_of(campaign, "Peru").fate.reason == "The mission is closed."
    assert standing_of(campaign, at=now()) is Standing.FINISHED
    assert Reference.query.filter_by(letter_id=letter_to("Peru").id).one().void_reason == "The mission is closed."


def test_the_copy_to_the_capital_does_not_keep_a_letter_from_being_written_anew(app: Flask) -> None:
    chad = a_state_written_to("Chad")
    a_focal_point(chad, email="focal@chad.example")
    campaign = scheduled(approved_campaign([chad], copies=True))
    copy = message_to("Chad", role="copy")
    with transaction():
        copy.state, copy.accepted_at = MessageState.ACCEPTED, now()
    end("Chad", MessageState.ACCEPTED)
    comes_back("Chad")
    change_contact("Chad", email="right@chad.example")
    anew(app, "Chad", campaign)
    assert sheet(campaign) == {"pending": 1, "bounced": 0}


def test_nothing_of_a_campaign_that_was_stopped_is_written_anew(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    end("Peru", MessageState.ACCEPTED)
    comes_back("Peru")
    with transaction():
        stop(campaign, reason="The wrong year.", by=OFFICER)
    change_contact("Peru", email="right@peru.example")
    with pytest.raises(RuleViolation, match=r"The sending was stopped\. Nothing of “Reports 2026” is written anew"):
        anew(app, "Peru", campaign)
    assert sheet(campaign) == {"sent": 1, "withdrawn": 2, "bounced": 1}


def test_after_the_last_day_the_campaign_is_moved_and_the_letter_written_anew_leaves(app: Flask) -> None:
    campaign = one_came_back(app)
    change_contact("Peru", email="right@peru.example")
    anew(app, "Peru", campaign)
    with transaction():
        approve_drafts(get_campaign("APMBC", campaign.id))
    late = type(OFFICER)(OFFICER.name, MONDAY.until + timedelta(days=1), OFFICER.id)
    with pytest.raises(RuleViolation, match="Move the campaign to another time first"), transaction():
        send_newly_approved(campaign, letters=1, by=late)
    plan = Plan(late.at.date() + timedelta(days=1), MONDAY.send_at, late.at.date() + timedelta(days=9))
    with transaction():
        move(campaign, plan, by=late)
        assert send_newly_approved(campaign, letters=1, by=late) == 1
    assert message_to("Peru").due_at == plan.leaves_at


def test_a_letter_that_came_back_is_not_corrected_but_written_anew(app: Flask) -> None:
    campaign, client = one_came_back(app), signed_in(app)
    page = sent_form(client, page_of(campaign, "/states/peru/correct"), reason="The year was wrong.")
    assert "The letter to Peru came back: write it anew instead." in words(page)
    assert "Correct all 2 letters sent?" in words(read(client, page_of(campaign, "/correct")))
    assert Campaign.query.count() == 1


def test_the_pages_lead_from_the_number_of_bounced_letters_to_the_act(app: Flask) -> None:
    campaign, client = one_came_back(app), signed_in(app)
    page = read(client, page_of(campaign))
    assert words(page, "//h1") == "Reports 2026 to be settled"
    assert "1 bounced" in words(page, "//section[@aria-labelledby='balance']")
    [href] = page.xpath("//section[@aria-labelledby='balance']//a[contains(., 'bounced')]/@href")
    listed = rows(read(client, href))
    assert [(row["State"], row["To do"]) for row in listed] == [("Peru", "write anew")]
    [act] = read(client, href).xpath("//section[contains(@class, 'list')]//a[text()='write anew']/@href")
    told = words(read(client, act))
    assert f"{letter_to('Peru').reference} stays in the register, void: it came back" in told
    assert "the new letter goes by post" in told
    change_contact("Peru", email="right@peru.example")
    assert "the new letter goes by e-mail, to right@peru.example" in words(read(client, act))
    sent_form(client, act)
    assert letter_to("Peru").state is LetterState.DRAFT
    assert counts(read(client, page_of(campaign)))["pending"][0] == 1
    register = {row["Reference"]: row for row in rows(read(client, "/apmbc/letters/references"))}
    [void] = [row for row in register.values() if row["Stands"] == "void"]
    assert void["Why it is void"].startswith("Written anew, as it came back from mission@peru.example")


def test_the_letter_s_own_page_says_what_to_do_about_it(app: Flask) -> None:
    campaign, client = one_came_back(app), signed_in(app)
    [section] = read(client, page_of(campaign, "/states/peru")).xpath("//section[@aria-labelledby='outcome']")
    assert "It came back, and no other copy reached the mission." in words(section, ".")
    assert [each.rpartition("/")[2] for each in section.xpath(".//p[@class='acts']/a/@href")] == [
        "anew",
        "hold-back",
        "peru",
    ]


def test_registers_that_change_afterwards_do_not_touch_what_came_back(app: Flask) -> None:
    campaign = one_came_back(app)
    a_new_ambassador("Peru")
    with transaction():
        assert void_what_changed(campaign, CATALOGUES, app.config["CHANCERY"], on=now().date(), by=OFFICER) == []
    assert line_of(campaign, "Peru").fate.outcome is Outcome.SENT


def test_the_database_counts_what_the_sheet_counts_state_by_state(app: Flask) -> None:
    oman = a_state_written_to("Oman")
    names = ("Chad", "Fiji", "Mali", "Niue", "Peru", "Togo")
    states = [a_state_written_to(name) for name in names] + [a_state_written_to("Iraq", email="")]
    a_focal_point(states[0], email="focal@chad.example")
    campaign = scheduled(approved_campaign(states, excluded=[(oman, "It is the host.")], copies=True))
    for name in ("Chad", "Fiji", "Peru"):
        end(name, MessageState.ACCEPTED, replied_at=now() if name == "Fiji" else None)
    end("Mali", MessageState.REFUSED, reason="550 no such user")
    end("Niue", MessageState.UNKNOWN, reason="The connection broke.")
    comes_back("Chad")
    comes_back("Peru")
    change_contact("Peru", email="right@peru.example")
    anew(app, "Peru", campaign)
    counted = balance_counted(campaign)
    assert counted == balance(campaign, lines_of(campaign))
    assert (counted.counts[Outcome.SENT], counted.bounced, counted.replied) == (2, 1, 1)
    AudienceState.query.filter_by(iso3=states[1].iso3).delete()  # a letter besides the snapshot does not add up
    counted = balance_counted(campaign)
    assert counted == balance(campaign, lines_of(campaign))
    assert not counted.adds_up
    with transaction():
        stop(campaign, reason="The wrong year.", by=OFFICER)
    assert balance_counted(campaign) == balance(campaign, lines_of(campaign))


def test_an_answer_to_what_had_come_back_stops_the_letter_written_anew(app: Flask) -> None:
    """The mailbox was full for an hour: the bounce was true, and so is the answer."""
    campaign = one_came_back(app)
    change_contact("Peru", email="other@peru.example")
    anew(app, "Peru", campaign)
    assert prepare_approval(campaign, at=now()).obstacles == []
    first = OutboxMessage.query.filter(OutboxMessage.bounced_at.is_not(None)).one()
    with transaction():
        note_reply(first, now())
    [told] = prepare_approval(campaign, at=now()).obstacles
    assert told.startswith("Peru: its letter as it was approved before has left, or may have; it gets no second one.")
    assert line_of(campaign, "Peru").fate.outcome is Outcome.SENT
    assert sheet(campaign) == {"sent": 3, "bounced": 0}
