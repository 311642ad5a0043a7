import io
from zipfile import is_zipfile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from application import CATALOGUES
from core.db import db, transaction
from core.permissions import Role
from correspondence.models.approval import Reference
from correspondence.models.campaigns import Campaign, Dispatch, LetterState
from correspondence.queries.balance import lines_of
from correspondence.rules.balance import Outcome
from correspondence.workflow.post import make_batch
from correspondence.workflow.sending import stop
from correspondence.workflow.writing_anew import withdraw_letter
from tests.correspondence.outgoing import details_of, letter_to, scheduled
from tests.correspondence.test_sending_routes import page_of
from tests.correspondence.test_voiding import a_new_ambassador
from tests.factories.letters import OFFICER, a_state_written_to, approved_campaign
from tests.states_parties.pages import read, send, signed_in, words


def test_a_batch_is_made_printed_and_recorded_as_posted(app: Flask) -> None:
    states = [a_state_written_to(name, email="") for name in ("Togo", "Chad")]
    campaign, client = scheduled(approved_campaign([*states, a_state_written_to("Peru")])), signed_in(app)
    page = read(client, page_of(campaign, "/post"))
    assert words(page, "//section[@aria-labelledby='free']//p[1]") == "Chad · Togo"
    [token] = page.xpath("(//main//form//input[@name='csrf_token']/@value)[1]")
    client.post(page_of(campaign, "/post/batches"), data={"csrf_token": token})
    page = read(client, page_of(campaign, "/post"))
    assert words(page, "//main//h2") == "Batch 1 to be posted"
    [word, *_pdf, addresses] = page.xpath("//article[@class='document-card']//a/@href")
    assert is_zipfile(io.BytesIO(client.get(word).get_data()))
    assert client.get(addresses).get_data(as_text=True).splitlines()[1].startswith("1,CC/2026/")
    [form] = read(client, page_of(campaign, "/post/1/posted")).xpath("//main//form")
    assert len([value for name, value in form.form_values() if name == "letters"]) == 2
    client.post(page_of(campaign, "/post/1/posted"), data=MultiDict(form.form_values()))
    page = read(client, page_of(campaign, "/post"))
    assert words(page, "//main//h2") == "Batch 1 posted"
    assert "posted 20 November 2026 by Person" in words(page)
    assert all(each.posted_on for each in Dispatch.query.filter_by(channel="post"))
    assert client.get(page_of(campaign, "/post/2.docx")).status_code == 404


def test_what_is_void_by_then_is_in_no_batch(app: Flask) -> None:
    states = [a_state_written_to(name, email="") for name in ("Togo", "Chad")]
    campaign, client = scheduled(approved_campaign(states)), signed_in(app)
    a_new_ambassador("Togo")
    [token] = read(client, page_of(campaign, "/post")).xpath("(//main//form//input[@name='csrf_token']/@value)[1]")
    client.post(page_of(campaign, "/post/batches"), data={"csrf_token": token})
    page = read(client, page_of(campaign, "/post"))
    assert "1 letter is void and not in it." in words(page, "//body")
    assert [each.text_content().split(" ·")[0] for each in page.xpath("//ol[@class='lines']/li")] == ["Chad"]


@pytest.mark.parametrize("path", ["/nowhere"])
def test_a_server_without_libreoffice_says_so(app: Flask, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    campaign, client = scheduled(approved_campaign([a_state_written_to("Togo", email="")])), signed_in(app)
    [token] = read(client, page_of(campaign, "/post")).xpath("(//main//form//input[@name='csrf_token']/@value)[1]")
    client.post(page_of(campaign, "/post/batches"), data={"csrf_token": token})
    monkeypatch.setenv("PATH", path)
    assert "There is no PDF: this server has no LibreOffice." in words(read(client, page_of(campaign, "/post")))
    answer = client.get(page_of(campaign, "/post/1.pdf"))
    assert answer.status_code == 422
    assert "This server has no LibreOffice" in answer.get_data(as_text=True)


def test_a_campaign_without_letters_for_the_post_says_why(app: Flask) -> None:
    campaign = approved_campaign([a_state_written_to("Togo")])
    page = read(signed_in(app, Role.MEMBER), page_of(campaign, "/post"))
    assert "No letter of this campaign goes by post." in words(page)


def test_before_the_campaign_is_scheduled_nothing_is_printed(app: Flask) -> None:
    campaign = approved_campaign([a_state_written_to("Togo", email="")])
    page = read(signed_in(app), page_of(campaign, "/post"))
    assert "They can be printed once the campaign is scheduled." in words(page)
    assert page.xpath("//main//form") == []


def withdrawn_from_a_batch(app: Flask) -> tuple[Campaign, FlaskClient, str]:
    """The letter to Chad was printed and then withdrawn; the address at which it is settled."""
    states = [a_state_written_to(name, email="") for name in ("Togo", "Chad")]
    campaign, client = scheduled(approved_campaign(states)), signed_in(app)
    with transaction():
        make_batch(campaign, CATALOGUES, by=OFFICER)
        withdraw_letter(letter_to("Chad"), campaign, reason="It names the wrong year.", by=OFFICER)
    [address] = read(client, page_of(campaign, "/post")).xpath("//a[contains(., 'what became of it')]/@href")
    return campaign, client, address


def outcome_of_chad(campaign: Campaign) -> Outcome:
    return next(line.fate.outcome for line in lines_of(campaign) if line.state == "Chad")


def test_a_withdrawn_letter_that_was_in_its_envelope_is_recorded_as_posted_and_counts_as_sent(app: Flask) -> None:
    campaign, client, address = withdrawn_from_a_batch(app)
    page = words(read(client, page_of(campaign, "/post")))
    assert "1 letter was withdrawn after it had been printed" in page
    assert "It names the wrong year." in page
    reference = letter_to("Chad").reference
    send(client, address, {"posted": "yes", "posted_on": "2026-11-20"})
    db.session.expire_all()
    assert outcome_of_chad(campaign) is Outcome.SENT
    assert letter_to("Chad").state is LetterState.APPROVED
    assert Reference.query.filter_by(text=reference).one().void_reason == ""
    page = words(read(client, page_of(campaign, "/post")))
    assert "withdrawn after" not in page
    assert "posted 20 November 2026 by Person" in page
    assert details_of("letter:posted-although-withdrawn")["withdrawn_because"] == "It names the wrong year."
    assert client.get(address).status_code == 404


def test_a_withdrawn_letter_that_was_taken_out_is_in_no_batch_and_stays_withdrawn(app: Flask) -> None:
    campaign, client, address = withdrawn_from_a_batch(app)
    send(client, address, {"posted": "no"})
    db.session.expire_all()
    assert outcome_of_chad(campaign) is Outcome.WITHDRAWN
    assert "withdrawn after" not in words(read(client, page_of(campaign, "/post")))
    assert details_of("letter:taken-out") == {"state": "Chad", "reason": "It names the wrong year."}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"posted": "yes", "posted_on": ""}, "Give the day on which it was posted."),
        ({"posted": "yes", "posted_on": "2026-11-21"}, "A day to come"),
        ({"posted": "yes", "posted_on": "2026-11-19"}, "They were released on 20 November 2026, not before."),
        ({}, "Choose one."),
    ],
)
def test_a_printed_letter_is_settled_only_with_a_day_that_can_be(
    app: Flask, fields: dict[str, str], sentence: str
) -> None:
    campaign, client, address = withdrawn_from_a_batch(app)
    assert sentence in send(client, address, fields).get_data(as_text=True)
    db.session.expire_all()
    assert outcome_of_chad(campaign) is Outcome.WITHDRAWN
    assert "withdrawn after" in words(read(client, page_of(campaign, "/post")))


def test_letters_of_a_campaign_that_was_stopped_after_printing_are_settled_too(app: Flask) -> None:
    campaign = scheduled(approved_campaign([a_state_written_to("Chad", email="")]))
    with transaction():
        make_batch(campaign, CATALOGUES, by=OFFICER)
        stop(campaign, reason="The wrong year.", by=OFFICER)
    client = signed_in(app)
    [address] = read(client, page_of(campaign, "/post")).xpath("//a[contains(., 'what became of it')]/@href")
    send(client, address, {"posted": "yes", "posted_on": "2026-11-20"})
    db.session.expire_all()
    assert outcome_of_chad(campaign) is Outcome.SENT
