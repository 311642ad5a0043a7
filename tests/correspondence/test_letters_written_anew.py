"""A letter written anew has two references: what left under the first stays on record, with what came of it."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from core.db import transaction
from core.files import sha256_of
from core.outbox.models import OutboxMessage
from correspondence.models.approval import ApprovedLetter, Reference
from correspondence.models.campaigns import Dispatch
from correspondence.models.incoming import Handling, IncomingMail
from correspondence.queries.campaigns import get_campaign
from correspondence.queries.clues import House
from correspondence.queries.incoming import get_mail, letters_to_choose_from
from correspondence.rules.reply_address import reply_address
from correspondence.workflow.incoming import Arrival, receive_mail
from correspondence.workflow.sending import send_newly_approved
from correspondence.workflow.writing_anew import withdraw_letter
from tests.correspondence.outgoing import MessageState, end, letter_to, message_to, scheduled
from tests.correspondence.test_bounced_letters import anew, comes_back
from tests.correspondence.test_voiding import a_new_ambassador, change_contact, compared
from tests.factories import mails
from tests.factories.letters import OFFICER, approve_drafts, approved_campaign
from tests.factories.mails import a_mail
from tests.states_parties.pages import read, rows, saved_rows, signed_in, words

HOUSE = House(mails.HOUSE, "a secret for tests only, 32 characters")


@pytest.fixture
def twice(app: Flask) -> tuple[str, str]:
    """The two references of the letter to Peru: the first came back from mission@peru.example, the second left."""
    campaign = scheduled(approved_campaign())
    for state in ("Chad", "Peru", "Togo"):
        end(state, MessageState.ACCEPTED)
    comes_back("Peru")
    first = letter_to("Peru").reference
    change_contact("Peru", email="right@peru.example")
    anew(app, "Peru", campaign)
    approve_drafts(get_campaign("APMBC", campaign.id))
    with transaction():
        send_newly_approved(campaign, letters=1, by=OFFICER)
    end("Peru", MessageState.ACCEPTED)
    return first, letter_to("Peru").reference


def first_message() -> OutboxMessage:
    return OutboxMessage.query.filter_by(address="mission@peru.example").one()


def arrive(raw: bytes) -> IncomingMail:
    at = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    uid = IncomingMail.query.count() + 1
    with transaction():
        found = receive_mail(Arrival("isu@mx/INBOX", 1, uid, raw, at), HOUSE, at=at)
    assert found is not None
    return found


@pytest.mark.parametrize("way", ["thread", "address", "number"])
def test_a_reply_to_the_first_is_filed_under_the_first(twice: tuple[str, str], way: str) -> None:
    first, second = twice
    message = first_message()
    dispatch = Dispatch.query.filter_by(message_id=message.id).one()
    raw = {
        "thread": lambda: a_mail(answers=message.message_id),
        "address": lambda: a_mail(to=reply_address(dispatch.id, HOUSE.address, HOUSE.key)),
        "number": lambda: a_mail(f"With reference to your letter {first}."),
    }[way]()
    mail = arrive(raw)
    assert (mail.message_id, mail.letter_id) == (message.id, letter_to("Peru").id)
    assert first in mail.matched_by
    assert second not in mail.matched_by
    assert get_mail("APMBC", mail.id, all_mail=True).reference == first


def test_a_bounce_of_the_first_is_filed_under_the_first_and_leaves_the_second_alone(twice: tuple[str, str]) -> None:
    first, _second = twice
    mail = arrive(mails.postfix_bounce("mission@peru.example", first_message().message_id))
    assert (mail.message_id, mail.handling) == (first_message().id, Handling.MATCHED)
    assert get_mail("APMBC", mail.id, all_mail=True).reference == first
    assert message_to("Peru").bounced_at is None


def test_a_reply_to_the_second_is_filed_under_the_second(twice: tuple[str, str]) -> None:
    _first, second = twice
    mail = arrive(a_mail(answers=message_to("Peru").message_id))
    assert get_mail("APMBC", mail.id, all_mail=True).reference == second


def test_a_letter_that_waits_for_its_second_approval_can_be_answered(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    for state in ("Chad", "Peru", "Togo"):
        end(state, MessageState.ACCEPTED)
    comes_back("Peru")
    first = letter_to("Peru").reference
    change_contact("Peru", email="right@peru.example")
    anew(app, "Peru", campaign)
    chosen = {row.list_en: row.reference for row in letters_to_choose_from("APMBC")}
    assert chosen["Peru"] == first


def test_the_page_of_a_state_shows_what_left_under_each_reference(app: Flask, twice: tuple[str, str]) -> None:
    first, second = twice
    arrive(a_mail("We have received your first letter.", answers=first_message().message_id))
    client = signed_in(app)
    page = read(client, "/apmbc/letters/states/peru")
    told = [(row["Reference"], row["What became of it"], row["What came of it"]) for row in rows(page)]
    assert told == [(second, "sent", ""), (first, "sent", "replied, bounced")]
    assert f"Replies to “Reports 2026”, {first}" in words(page)
    kept = saved_rows(client, "/apmbc/letters/states/peru?format=csv")
    assert [row["To"] for row in kept] == ["right@peru.example", "mission@peru.example"]
    assert kept[1]["Reason"].startswith("Written anew, as it came back from mission@peru.example")


def test_the_register_tells_what_became_of_either_reference_and_has_the_bytes_of_both(
    app: Flask, twice: tuple[str, str]
) -> None:
    client = signed_in(app)
    page = read(client, "/apmbc/letters/references")
    register = {row["Reference"]: row for row in rows(page)}
    assert [register[each]["What became of it"] for each in twice] == ["sent, bounced", "sent"]
    for reference in twice:
        file = ApprovedLetter.query.join(Reference).filter(Reference.text == reference).one()
        [href] = page.xpath(f"//a[text()='{file.file_name}']/@href")
        assert sha256_of(client.get(href).get_data()) == file.sha256
    assert "has no approved letter" in client.get(f"/ccm/letters/references/{file.id}.docx").get_data(as_text=True)


def test_the_old_reference_leads_to_what_the_page_of_the_letter_tells_of_it(app: Flask, twice: tuple[str, str]) -> None:
    first, second = twice
    client = signed_in(app)
    [href] = read(client, "/apmbc/letters/references").xpath(f"//a[text()='{first}']/@href")
    page = read(client, href)
    section = words(page, f"//*[@id='{href.partition('#')[2]}']")
    assert section.startswith(f"{first} sent bounced Written anew, as it came back from mission@peru.example")
    assert "mission@peru.example · left 20 November 2026" in section
    assert second not in section
    outcome = words(page, "//section[@aria-labelledby='outcome']")
    assert "right@peru.example" in outcome
    assert "mission@peru.example" not in outcome


def test_a_void_letter_that_never_left_stays_void_in_the_history(app: Flask) -> None:
    campaign = approved_campaign()
    a_new_ambassador("Peru")
    first = letter_to("Peru").reference
    compared(app, campaign)
    anew(app, "Peru", campaign)
    approve_drafts(get_campaign("APMBC", campaign.id))
    told = {
        row["Reference"]: row["What became of it"] for row in rows(read(signed_in(app), "/apmbc/letters/states/peru"))
    }
    assert told == {first: "void", letter_to("Peru").reference: "pending"}


def test_the_register_says_why_a_void_letter_was_withdrawn(app: Flask) -> None:
    campaign = approved_campaign()
    a_new_ambassador("Peru")
    compared(app, campaign)
    with transaction():
        withdraw_letter(letter_to("Peru"), campaign, reason="Answered by telephone.", by=OFFICER)
    register = {row["State"]: row for row in rows(read(signed_in(app), "/apmbc/letters/references"))}
    assert (register["Peru"]["What became of it"], register["Peru"]["Why it is void"]) == (
        "withdrawn",
        "Answered by telephone.",
    )
