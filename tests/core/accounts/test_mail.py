"""Recovery by mail, against a server that speaks SMTP on the loopback."""

import re
import socket
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_string
from email.policy import default

import pytest
from flask import Flask

from core.accounts.security import security_settings
from tests.core.accounts.pages import send, words
from tests.factories.accounts import PASSWORD, make_account

NEW = "an even longer password"


class MailServer(socketserver.ThreadingTCPServer):
    """Accepts every message and keeps its text."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.messages: list[str] = []


class Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "DATA":
                self.say("354 go on")
                lines = iter(lambda: self.rfile.readline().decode(), ".\r\n")
                self.server.messages.append("".join(lines))  # type: ignore[attr-defined]
            self.say("221 bye" if word == "QUIT" else "250 fine")
            if word == "QUIT":
                return

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def app_with_mail(app: Flask, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> Flask:
    with_mail_at(app, f"smtp://127.0.0.1:{mail_server.server_address[1]}", monkeypatch)
    return app


def with_mail_at(app: Flask, mail_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    config = replace(app.config["CHANCERY"], mail_url=mail_url)
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
    (raw,) = mail_server.messages
    message = message_from_string(raw, policy=default)
    assert (message["To"], message["From"]) == (account.email, "isu@chancery.example")
    place = re.search(r"http://localhost(/recovery/\S+)", message.get_content())
    assert place is not None
    assert send(client, place[1], password=NEW, password_confirm=NEW).location == "/sign-in"
    assert send(client, "/sign-in", email=account.email, password=PASSWORD).status_code == 200
    assert send(client, "/sign-in", email=account.email, password=NEW).location == "/"
    assert "was set anew" in message_from_string(mail_server.messages[1], policy=default).get_content()


def test_the_link_from_the_mail_works_once(app_with_mail: Flask, mail_server: MailServer) -> None:
    account, client = make_account(), app_with_mail.test_client()
    send(client, "/recovery", email=account.email)
    place = re.search(r"(/recovery/\S+)", message_from_string(mail_server.messages[0], policy=default).get_content())
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
    assert len(mail_server.messages) == 1


def test_a_mail_server_that_is_down_is_no_error_to_whoever_asked(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed_soon:
        port = closed_soon.getsockname()[1]
    with_mail_at(app, f"smtp://127.0.0.1:{port}", monkeypatch)
    answer = send(app.test_client(), "/recovery", email=make_account().email)
    assert (answer.status_code, "is on its way" in words(answer)) == (200, True)
