"""The pages from draft to approval as members, officers and the chair use them."""

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select

from core.accounts.models import User
from core.db import db, transaction
from core.files import sha256_of
from core.outbox.models import Mailing, MailingState, MessageState, OutboxMessage
from core.permissions import Role
from correspondence.models.approval import Approval, Circulation, ReferenceSeries, Remark
from correspondence.models.campaigns import Campaign, Letter, LetterState
from correspondence.queries.campaigns import previous_campaign
from states_parties.models import Mission
from tests.committees.offices import browser_of, on_day
from tests.correspondence.drafts import (
    NOON,
    Office,
    another_party,
    chairs_letter,
    circulated,
    drafted,
    make_office,
    prepared,
)
from tests.factories.accounts import make_account
from tests.factories.states import added
from tests.states_parties.pages import read, rows, saved_rows, send, words


@pytest.fixture
def office(app: Flask) -> Iterator[Office]:
    """It is 1 March 2028, noon."""
    with on_day(app, NOON.date()):
        yield make_office()


def page(app: Flask, account: User, address: str) -> html.HtmlElement:
    return read(browser_of(app, account), address)


def sent(client: FlaskClient, address: str, fields: dict[str, object]) -> html.HtmlElement:
    return html.fromstring(send(client, address, fields).get_data(as_text=True))


def of(campaign: Campaign) -> str:
    return f"/apmbc/letters/{campaign.id}"


def next_step(shown: html.HtmlElement) -> str:
    return words(shown, "//*[@class='next-strip']/p")


def counts(shown: html.HtmlElement) -> dict[str, str]:
    """Words of each count of what is wrong with addresses -> its number."""
    links = shown.xpath("(//ul[@class='checks'])[1]//a")
    return {" ".join(a.text_content().split()[1:]): a.text_content().split()[0] for a in links}


def test_a_chairs_letters_go_from_draft_over_silence_to_approval(app: Flask, office: Office) -> None:
    campaign = chairs_letter(office)
    officer, chair = browser_of(app, office.officer), browser_of(app, office.chair)
    assert next_step(read(officer, of(campaign))).startswith("Next Read the variants and what is to be checked")
    shown = sent(officer, f"{of(campaign)}/circulate", {"note": "Please read."})
    assert words(shown, "//h1") == "Reports before the committee"
    assert "silence until 3 March 2028, 13:00 CET" in next_step(shown)
    shown = sent(chair, f"{of(campaign)}/remarks/new", {"kind": "objection", "text": "One State is missing."})
    assert words(shown, "//h1") == "Reports an objection stands"
    said = db.session.scalars(select(Remark)).one()
    shown = sent(officer, f"{of(campaign)}/remarks/{said.id}/settle", {"settlement": "It has left the Convention."})
    assert words(shown, "//h1") == "Reports before the committee"
    assert "It has left the Convention." in words(shown, "//*[@class='remarks']")
    with on_day(app, date(2028, 3, 4)):
        shown = read(officer, of(campaign))
        assert words(shown, "//h1") == "Reports accepted in silence"
        assert "Chair of the Committee on Cooperative Compliance, Chile (H.E. Carla Rojas)" in next_step(shown)
        assert "as the committee was shown" in words(read(chair, f"{of(campaign)}/approve"))
        shown = sent(chair, f"{of(campaign)}/approve", {})
    assert words(shown, "//h1") == "Reports approved"
    told = words(shown, "//section[@aria-labelledby='approval']")
    assert told.startswith("Approval Carla Rojas, Representative of Chile, chair of the Committee on Cooperative")
    assert "3 letters, CC/2028/0001 to CC/2028/0003" in told


def test_a_closing_time_on_a_weekend_is_warned_of_and_taken_the_second_time(app: Flask, office: Office) -> None:
    campaign, officer = chairs_letter(office), browser_of(app, office.officer)
    saturday = {"closes_on": "2028-03-04", "closes_time": "12:00"}
    shown = sent(officer, f"{of(campaign)}/circulate", saturday)
    assert "4 March 2028 is a Saturday." in words(shown, "//*[@role='alert']")
    assert db.session.scalars(select(Circulation)).all() == []
    past = sent(officer, f"{of(campaign)}/circulate", {"closes_on": "2020-01-01", "closes_time": "12:00"})
    assert "The closing time has passed already" in words(past)
    assert past.xpath("//*[@class='alert alert-warning']") == []
    client_page = send(officer, f"{of(campaign)}/circulate", {**saturday, "warned": "2028-03-04T11:00+00:00"})
    assert "before the committee" in client_page.get_data(as_text=True)


def test_only_members_of_the_body_speak_and_only_to_what_is_before_it(app: Flask, office: Office) -> None:
    campaign = chairs_letter(office)
    circulated(office, campaign)
    elsewhere = make_account(Role.MEMBER, convention="APMBC", body="victim-assistance")
    assert browser_of(app, elsewhere).get(f"{of(campaign)}/remarks/new").status_code == 403
    assert not page(app, elsewhere, of(campaign)).xpath("//a[contains(., 'Comment or object')]")
    member = make_account(Role.MEMBER, convention="APMBC", body="cooperative-compliance")
    shown = sent(
        browser_of(app, member), f"{of(campaign)}/remarks/new?state=peru", {"kind": "comment", "text": "Well put."}
    )
    assert "Well put." in words(shown, "//*[@class='remarks']")
    assert words(page(app, member, f"{of(campaign)}/states/peru"), "//*[@id='remarks']/..").startswith("Remarks on")


def test_the_page_of_approval_shows_the_manifest_and_approves_only_what_it_showed(app: Flask, office: Office) -> None:
    campaign = drafted(office)
    colleague = browser_of(app, office.colleague)
    shown = read(colleague, f"{of(campaign)}/approve")
    listed = rows(shown)
    assert [(row["State"], row["Reference to be given"], row["To"]) for row in listed] == [
        ("Chile", "ISU/2028/0001", "mission@chile.example"),
        ("Peru", "ISU/2028/0002", "mission@peru.example"),
        ("Zambia", "ISU/2028/0003", "mission@zambia.example"),
    ]
    [digest] = shown.xpath("//code[@class='digest']/text()")
    [token] = shown.xpath("//main//form[@method='post']//input[@name='csrf_token']/@value")
    [marks] = shown.xpath("//input[@name='seen']/@value")
    mission = db.session.scalars(select(Mission).where(Mission.email == "mission@peru.example")).one()
    mission.email = "new@peru.example"
    db.session.flush()
    fields = {"manifest": digest, "seen": marks, "csrf_token": token}
    answer = colleague.post(f"{of(campaign)}/approve", data=fields)
    assert answer.status_code == 422
    refused = html.fromstring(answer.get_data(as_text=True))
    assert "Peru: it goes to new@peru.example now." in words(refused, "//*[@role='alert']")
    assert refused.xpath("//code[@class='digest']/text()") != [digest]
    assert db.session.scalars(select(Approval)).all() == []
    approved = sent(colleague, f"{of(campaign)}/approve", {})
    assert words(approved, "//h1") == "Reports approved"
    kept = colleague.get(f"{of(campaign)}/approvals/1.json").data
    assert sha256_of(kept) == db.session.scalars(select(Approval.manifest_sha256)).one()
    assert [line["state"] for line in json.loads(kept)["letters"]] == ["Chile", "Peru", "Zambia"]


def test_the_author_sees_the_manifest_but_no_button(app: Flask, office: Office) -> None:
    shown = page(app, office.officer, f"{of(drafted(office))}/approve")
    assert "You drafted these letters: somebody else who holds the office approves them." in words(shown)
    assert shown.xpath("//button[contains(., 'Approve')]") == []


def test_the_review_counts_what_is_wrong_with_addresses_and_opens_the_list(app: Flask, office: Office) -> None:
    another_party("Togo", email="mission@togo.example other@togo.example")
    another_party("Mali", email="", address_lines="")
    another_party("Fiji", email="mission@peru.example")
    another_party("Chad", email="old@chad.example")
    another_party("Niue", email="gone@niue.example")
    mailing = added(
        Mailing(
            kind="letter",
            title="x",
            state=MailingState.OPEN,
            not_before=NOON,
            made_at=NOON,
            made_by="x",
            released_at=NOON,
        )
    )
    added(
        OutboxMessage(
            mailing_id=mailing.id,
            kind="letter",
            subject_id="1",
            address="old@chad.example",
            message_id="<1@x>",
            state=MessageState.ACCEPTED,
            accepted_at=NOON,
            bounced_at=NOON,
            due_at=NOON,
        )
    )
    added(
        OutboxMessage(
            mailing_id=mailing.id,
            kind="letter",
            subject_id="2",
            address="gone@niue.example",
            message_id="<2@x>",
            state=MessageState.REFUSED,
            reason="550 no such user",
            due_at=NOON,
        )
    )
    campaign = drafted(office)
    officer = browser_of(app, office.officer)
    shown = read(officer, of(campaign))
    assert counts(shown) == {
        "no address": "1",
        "malformed e-mail address": "1",
        "last message came back": "2",
        "no e-mail address": "1",
        "address of two States": "2",
    }
    assert next_step(shown).startswith("Next Mend the contacts of 2 letters, or withdraw them")
    listed = rows(read(officer, f"{of(campaign)}/states?check=address-of-two-states"))
    assert [(row["State"], row["Goes by"]) for row in listed] == [("Fiji", "e-mail"), ("Peru", "e-mail")]
    came_back = rows(read(officer, f"{of(campaign)}/states?check=last-message-came-back"))
    assert [(row["State"], row["Goes by"]) for row in came_back] == [("Chad", "post"), ("Niue", "post")]


def test_a_letter_is_compared_with_the_first_of_its_variant_and_with_last_time(app: Flask, office: Office) -> None:
    drafted(office)
    campaign = drafted(office, at=NOON + timedelta(days=1))
    officer = browser_of(app, office.officer)
    against_first = read(officer, f"{of(campaign)}/states/peru?against=variant")
    assert "Report of ChilePeru" in words(against_first, "//*[@id='differences']/..").replace("Chile Peru", "ChilePeru")
    last_time = words(read(officer, f"{of(campaign)}/states/peru?against=previous"), "//*[@id='differences']/..")
    assert last_time == "What differs from its letter in “Reports” Nothing differs."
    drafted(office, at=NOON + timedelta(days=2), parent_id=campaign.id)  # a reminder is no letter of last time
    third = drafted(office, at=NOON + timedelta(days=3))
    previous = previous_campaign(third)
    assert previous is not None
    assert previous.id == campaign.id
    assert not read(officer, f"{of(campaign)}/states/chile").xpath("//a[contains(., 'first of its variant')]")


def test_a_letter_is_taken_out_with_a_reason_and_brought_back(app: Flask, office: Office) -> None:
    campaign, officer = drafted(office), browser_of(app, office.officer)
    shown = sent(officer, f"{of(campaign)}/states/peru/withdraw", {"reason": "The ambassador was told in person."})
    assert "Peru: The ambassador was told in person." in words(shown, "//section[@aria-labelledby='review']")
    assert db.session.scalars(select(Letter.state).where(Letter.state == LetterState.WITHDRAWN)).all()
    [token] = shown.xpath("(//form[contains(@action, 'bring-back')]//input[@name='csrf_token']/@value)[1]")
    back = officer.post(f"{of(campaign)}/states/peru/bring-back", data={"csrf_token": token}, follow_redirects=True)
    assert "is part of the draft again" in back.get_data(as_text=True)


def test_a_redraft_shows_what_changes_and_then_does_it(app: Flask, office: Office) -> None:
    campaign, officer = drafted(office), browser_of(app, office.officer)
    mission = db.session.scalars(select(Mission).where(Mission.email == "mission@peru.example")).one()
    mission.person_name = "Rosa Quispe"
    db.session.flush()
    shown = read(officer, f"{of(campaign)}/redraft")
    assert "1 letter is changed · 2 stay as they are." in words(shown)
    assert "Addressee: “Rosa Quispe” is new." in words(shown, "//table")
    assert "The letters are written anew." in words(sent(officer, f"{of(campaign)}/redraft", {}))
    assert "Rosa Quispe" in words(read(officer, f"{of(campaign)}/states/peru"), "//*[@class='letter-address']")


def test_the_register_lists_every_number_and_cancelling_keeps_them_void(app: Flask, office: Office) -> None:
    campaign, officer = drafted(office), browser_of(app, office.officer)
    sent(browser_of(app, office.colleague), f"{of(campaign)}/approve", {})
    refused = sent(officer, f"{of(campaign)}/cancel", {"reason": ""})
    assert "Say why." in words(refused, "//*[@role='alert']")
    sent(officer, f"{of(campaign)}/cancel", {"reason": "The meeting is postponed."})
    shown = read(officer, "/apmbc/letters/references")
    assert "no number is missing" in words(shown)
    listed = rows(shown)
    assert [row["Reference"] for row in listed] == ["ISU/2028/0003", "ISU/2028/0002", "ISU/2028/0001"]
    assert {row["Stands"] for row in listed} == {"void"}
    assert listed[0]["Why it is void"] == "The campaign was cancelled: The meeting is postponed."
    assert len(saved_rows(officer, "/apmbc/letters/references?format=csv&q=peru")) == 1
    with transaction():
        db.session.scalars(select(ReferenceSeries)).one().next_number = 6
    assert "ISU/2028: 4-5" in words(read(officer, "/apmbc/letters/references"), "//*[@role='alert']")


def test_the_command_line_drafts_tells_and_approves_by_the_same_rules(app: Flask, office: Office) -> None:
    campaign = drafted(office)
    runner = app.test_cli_runner()
    refused = runner.invoke(
        args=["campaigns", "approve", str(campaign.id), "--by", office.officer.email, "--manifest", "0"]
    )
    assert (refused.exit_code, refused.output) == (
        2,
        "Error: You drafted these letters: somebody else who holds the office approves them.\n",
    )
    told = runner.invoke(args=["campaigns", "approve", str(campaign.id), "--by", office.colleague.email])
    assert f"--manifest {prepared(campaign).digest}" in told.output
    command = told.output.split("flask ")[1].split()
    done = runner.invoke(args=command)
    assert "Approved by Ben Osei, ISU officer, by command line." in done.output
    assert "references ISU/2028/0001 to ISU/2028/0003" in done.output
    status = runner.invoke(args=["campaigns", "status"])
    assert status.output.split() == [str(campaign.id), "APMBC", "approved", "3", "letters", "Reports"]


def test_the_command_line_gives_no_manifest_to_approve_where_something_stands_in_the_way(
    app: Flask, office: Office
) -> None:
    campaign = chairs_letter(office)
    told = app.test_cli_runner().invoke(
        args=["campaigns", "approve", str(campaign.id), "--by", office.chair.email],
    )
    assert (told.exit_code, "--manifest" in told.output) == (2, False)
    assert "“Reports” cannot be approved yet: The committee has not seen the draft: circulate it first." in told.output


def test_the_command_line_drafts_a_campaign(registers: Flask) -> None:
    command = [
        "campaigns",
        "create",
        "article-7",
        "--convention",
        "APMBC",
        "--title",
        "Stockpiles",
        "--on",
        "2021-03-03",
        "--by",
        make_account(name="Ana Lima").email,
    ]
    runner = registers.test_cli_runner()
    forged = runner.invoke(args=[*command[:6], "A\r\nBcc: c", *command[7:]])
    assert "A title has no line breaks" in forged.output
    result = runner.invoke(args=[*command, "--audience", "open_stockpile_obligation"])
    assert result.exit_code == 0, result.output
    campaign = db.session.scalars(select(Campaign)).one()
    assert (campaign.signatory, campaign.body) == ("chair", "cooperative-compliance")
    assert f"Campaign {campaign.id}, APMBC: Stockpiles" in result.output
