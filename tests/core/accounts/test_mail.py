"""Recovery by mail, against a server that speaks SMTP on the loopback."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from flask import Flask
from sqlalchemy import select

from core.accounts.security import security_settings
from core.db import db, transaction
from core.jobs.queries import failing_jobs
from core.outbox.jobs import send as send_due
from core.outbox.models import OutboxMessage
from core.outbox.sweeping import expire
from core.permissions import Role
from tests.conftest import NOW
from tests.core.accounts.pages import send, words
from tests.factories.accounts import PASSWORD, make_account, sign_in
from tests.outbox.mail_server import MailServer
from tests.outbox.mail_server import mail_server as mail_server_of_tests

NEW = "an even longer password"


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with mail_server_of_tests() as server:
        yield server


@pytest.fixture
def app_with_mail(app: Flask, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> Flask:
    with_mail_at(app, mail_server.url, monkeypatch)
    return app


def arrived(mail_server: MailServer) -> list[EmailMessage]:
    """What the worker that was woken has sent."""
    send_due(lambda: False)
    return [message_from_bytes(raw, policy=default) for _, raw in mail_server.received]


def outbox() -> list[OutboxMessage]:
    db.session.expire_all()
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def with_mail_at(app: Flask, mail_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    config = replace(app.config["CHANCERY"], mail_url=mail_url, mail_sink=mail_url)
    monkeypatch.setitem(app.config, "CHANCERY", config)
    for name, value in security_settings(config).items():
        if name.startswith("SECURITY_SEND_"):
            monkeypatch.setitem(app.config, name, value)


def test_a_forgotten_password_is_set_anew_with_the_link_from_the_mail(
    app_with_mail: Flask, mail_server: MailServer
) -> None:
    account, client = make_account(), app_with_mail.test_client()
    told = words(send(client, "/recovery", email=account.email))
    assert f"If {account.email} has an account, a link to set a new password is on its way." in told
    (message,) = arrived(mail_server)
    assert (message["To"], message["From"]) == (account.email, "isu@chancery.example")
    assert message["Auto-Submitted"] == "auto-generated"
    place = re.search(r"http://localhost(/recovery/\S+)", message.get_content())
    assert place is not None
    assert send(client, place[1], password=NEW, password_confirm=NEW).location == "/sign-in"
    old = send(client, "/sign-in", email=account.email, password=PASSWORD)
    assert "The e-mail address or the password is not right." in words(old)
    assert send(client, "/sign-in", email=account.email, password=NEW).location == "/"
    assert "was set anew" in arrived(mail_server)[1].get_content()


def test_the_link_from_the_mail_works_once(app_with_mail: Flask, mail_server: MailServer) -> None:
    account, client = make_account(), app_with_mail.test_client()
    send(client, "/recovery", email=account.email)
    place = re.search(r"(/recovery/\S+)", arrived(mail_server)[0].get_content())
    assert place is not None
    send(client, place[1], password=NEW, password_confirm=NEW)
    again = client.get(place[1])
    assert again.location == "/recovery"
    assert "This link does not work, or has been used already." in words(client.get("/recovery"))


def test_an_unknown_address_gets_the_same_page_and_no_mail(app_with_mail: Flask, mail_server: MailServer) -> None:
    account = make_account()
    pages = [
        words(send(app_with_mail.test_client(), "/recovery", email=email)).replace(email, "X")
        for email in (account.email, "nobody@chancery.example")
    ]
    assert pages[0] == pages[1]
    assert len(arrived(mail_server)) == 1


def test_what_a_mail_said_is_gone_once_it_was_sent(app_with_mail: Flask, mail_server: MailServer) -> None:
    send(app_with_mail.test_client(), "/recovery", email=make_account().email)
    assert [bool(message.content) for message in outbox()] == [True]
    arrived(mail_server)
    assert [(message.state.value, message.content) for message in outbox()] == [("accepted", None)]


def test_what_a_mail_says_is_on_no_page_of_the_office(app_with_mail: Flask) -> None:
    """Whoever sends letters must not get into another person's account by it."""
    send(app_with_mail.test_client(), "/recovery", email=make_account().email)
    officer = app_with_mail.test_client()
    sign_in(officer, role=Role.ISU_OFFICER)
    (message,) = outbox()
    assert message.content is not None
    assert f"/outbox/{message.mailing_id}" not in officer.get("/outbox").get_data(as_text=True)
    for place in (f"{message.mailing_id}", f"{message.mailing_id}/stop", f"messages/{message.id}"):
        page = officer.get(f"/outbox/{place}")
        assert page.status_code == 404
        assert message.address not in page.get_data(as_text=True)
        assert "/recovery/" not in page.get_data(as_text=True)


def test_a_link_that_would_no_longer_work_is_not_sent(app_with_mail: Flask, mail_server: MailServer) -> None:
    send(app_with_mail.test_client(), "/recovery", email=make_account().email)
    with transaction():
        expire(outbox()[0].mailing_id, at=NOW + timedelta(hours=2))
    assert [(message.state.value, message.content) for message in outbox()] == [("expired", None)]
    assert arrived(mail_server) == []


def test_a_mail_server_that_is_down_is_no_error_to_whoever_asked_and_the_mail_waits(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_mail_at(app, "smtp://127.0.0.1:1", monkeypatch)
    answer = send(app.test_client(), "/recovery", email=make_account().email)
    assert (answer.status_code, "is on its way" in words(answer)) == (200, True)
    send_due(lambda: False)
    assert [(message.state.value, message.attempts) for message in outbox()] == [("due", 0)]
    assert failing_jobs() == ["mail server"]


def test_a_changed_password_and_the_mail_about_it_are_one_act(app_with_mail: Flask) -> None:
    client = app_with_mail.test_client()
    sign_in(client, account=make_account())
    send(client, "/account/password", password="a wrong password", new_password=NEW, new_password_confirm=NEW)
    assert outbox() == []
    send(client, "/account/password", password=PASSWORD, new_password=NEW, new_password_confirm=NEW)
    (message,) = outbox()
    assert message.content is not None
    assert "was changed by somebody signed in as you" in message.content["text"]
