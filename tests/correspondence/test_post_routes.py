import io
from zipfile import is_zipfile

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from core.permissions import Role
from correspondence.models.campaigns import Dispatch
from tests.correspondence.outgoing import scheduled
from tests.correspondence.test_sending_routes import page_of
from tests.correspondence.test_voiding import a_new_ambassador
from tests.factories.letters import a_state_written_to, approved_campaign
from tests.states_parties.pages import read, signed_in, words


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
