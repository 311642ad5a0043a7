"""The outbox as an officer uses it: write, look, release, pause, settle."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.clock import StoppedClock
from core.db import db
from core.outbox.jobs import send as send_due
from core.outbox.kinds import OutboxKinds
from core.outbox.models import Mailing, MessageState, OutboxMessage
from core.outbox.notices import NOTICE
from tests.conftest import NOW
from tests.outbox.mail_server import DROP, MailServer, Misbehaviour
from tests.states_parties.pages import read, rows, send, signed_in, words


@pytest.fixture
def officer(app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setitem(app.extensions, "clock", StoppedClock(NOW))
    return signed_in(app)


def write(officer: FlaskClient, addresses: str, **given: str) -> Mailing:
    texts = {"title": "Call for comments", "subject": "Comments by Friday", "text": "Dear colleague,\n\nplease read."}
    answer = send(officer, "/outbox/new", {**texts, **given, "addresses": addresses})
    assert answer.status_code == 200, words_of(answer)
    mailing = db.session.scalar(select(Mailing))
    assert mailing is not None
    return mailing


def words_of(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def stands(mailing: Mailing) -> tuple[str, list[str]]:
    db.session.expire_all()
    messages = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return mailing.state.value, [each.state.value for each in messages]


def test_a_notice_is_written_read_and_released(officer: FlaskClient) -> None:
    mailing = write(officer, "Mission of Chad <chad@state.example>\n\nperu@state.example\nchad@state.example")
    assert stands(mailing) == ("held", ["due", "due"])
    assert [row["Mailing"] + ": " + row["Where it stands"] for row in rows(read(officer, "/outbox"))] == [
        "Call for comments: held"
    ]
    page = read(officer, f"/outbox/{mailing.id}")
    assert "waiting 2 = 2" in words(page)
    assert [(row["Recipient"], row["Address"]) for row in rows(page)] == [
        ("Mission of Chad", "chad@state.example"),
        ("peru@state.example", "peru@state.example"),
    ]
    (first, _) = page.xpath("//section[contains(@class, 'list')]//tbody//a/@href")
    shown = read(officer, first)
    assert words(shown, "//section[@aria-labelledby='text']/h2") == "Comments by Friday"
    assert words(shown, "//section[@aria-labelledby='text']/p") == "Dear colleague, please read."
    send_due(lambda: False)
    assert stands(mailing) == ("held", ["due", "due"])
    asked = words(read(officer, f"/outbox/{mailing.id}/release"))
    assert "2 messages leave" in asked
    assert "Mission of Chad, chad@state.example" in asked
    send(officer, f"/outbox/{mailing.id}/release", {})
    assert stands(mailing)[0] == "open"
    send_due(lambda: False)
    assert stands(mailing) == ("open", ["accepted", "accepted"])
    assert "Call for comments finished" in words(read(officer, f"/outbox/{mailing.id}"))


@pytest.mark.parametrize(
    ("addresses", "said"),
    [
        ("chad@state.example\nnobody", "“nobody” is not one e-mail address"),
        ("a@state.example, b@state.example", "is not one e-mail address"),
        ("chad@localhost", "“chad@localhost” is not one e-mail address"),
    ],
)
def test_a_wrong_address_is_shown_beside_its_field_and_nothing_is_written(
    officer: FlaskClient, addresses: str, said: str
) -> None:
    form = {"title": "T", "subject": "S", "text": "T", "addresses": addresses}
    answer = send(officer, "/outbox/new", form)
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert db.session.scalars(select(Mailing)).all() == []


def test_a_notice_that_says_nothing_is_not_written(officer: FlaskClient) -> None:
    form = {"title": "T", "subject": "S", "text": "   ", "addresses": "chad@state.example"}
    assert "Write what the notice says." in words_of(send(officer, "/outbox/new", form))
    assert db.session.scalars(select(Mailing)).all() == []


def test_above_twenty_the_number_is_typed(officer: FlaskClient) -> None:
    mailing = write(officer, "\n".join(f"m{number}@state.example" for number in range(21)))
    address = f"/outbox/{mailing.id}/release"
    assert send(officer, address, {"typed": "20"}).status_code == 422
    assert stands(mailing)[0] == "held"
    send(officer, address, {"typed": "21"})
    assert stands(mailing)[0] == "open"


def test_of_very_many_the_first_are_named_and_the_rest_counted(officer: FlaskClient) -> None:
    mailing = write(officer, "\n".join(f"m{number:03}@state.example" for number in range(103)))
    page = read(officer, f"/outbox/{mailing.id}/release")
    assert "103 messages leave" in words(page)
    assert [item.text for item in page.xpath("//h2[.='To whom']/following-sibling::ul/li")] == [
        f"m{number:03}@state.example" for number in range(100)
    ]
    assert "and 3 more" in words(page)


def test_why_does_not_repeat_the_last_answer(office: Flask, server: MailServer) -> None:
    office.extensions["outbox kinds"] = OutboxKinds.of(NOTICE)
    officer = signed_in(office)
    mailing = write(officer, "chad@state.example")
    send(officer, f"/outbox/{mailing.id}/release", {})
    server.always = Misbehaviour(at_recipient=["550 5.1.1 No such mailbox"])
    send_due(lambda: False)
    (row,) = rows(read(officer, f"/outbox/{mailing.id}"))
    assert (row["Last answer"], row["Why"]) == ("550 5.1.1 No such mailbox", "")


def test_pausing_tells_why_and_going_on_is_one_button(officer: FlaskClient) -> None:
    mailing = write(officer, "chad@state.example")
    send(officer, f"/outbox/{mailing.id}/release", {})
    assert send(officer, f"/outbox/{mailing.id}/pause", {"reason": ""}).status_code == 422
    send(officer, f"/outbox/{mailing.id}/pause", {"reason": "Wait for the chair"})
    page = read(officer, f"/outbox/{mailing.id}")
    assert "Call for comments paused" in words(page)
    assert "Wait for the chair" in words(page)
    send(officer, f"/outbox/{mailing.id}", {}, action=f"/outbox/{mailing.id}/resume")
    assert stands(mailing)[0] == "open"


def test_stopping_says_how_many_are_withdrawn(officer: FlaskClient) -> None:
    mailing = write(officer, "chad@state.example\nperu@state.example")
    assert "2 messages are withdrawn" in words(read(officer, f"/outbox/{mailing.id}/stop"))
    send(officer, f"/outbox/{mailing.id}/stop", {"reason": "Wrong text"})
    assert stands(mailing) == ("stopped", ["withdrawn", "withdrawn"])
    answer = officer.get(f"/outbox/{mailing.id}/stop")
    assert answer.status_code == 200


def test_one_message_is_withdrawn(officer: FlaskClient) -> None:
    mailing = write(officer, "chad@state.example\nperu@state.example")
    message = db.session.scalars(select(OutboxMessage)).first()
    assert message is not None
    send(officer, f"/outbox/messages/{message.id}/withdraw", {"reason": "By hand"})
    assert stands(mailing) == ("held", ["withdrawn", "due"])
    refused = send(officer, f"/outbox/messages/{message.id}/withdraw", {"reason": "Again"})
    assert "It can no longer be withdrawn" in words_of(refused)


@pytest.mark.parametrize(("sent", "state"), [("yes", MessageState.ACCEPTED), ("no", MessageState.DUE)])
def test_what_nobody_knows_is_listed_and_settled(
    office: Flask, server: MailServer, sent: str, state: MessageState
) -> None:
    office.extensions["outbox kinds"] = OutboxKinds.of(NOTICE)
    officer = signed_in(office)
    mailing = write(officer, "chad@state.example")
    send(officer, f"/outbox/{mailing.id}/release", {})
    server.always = Misbehaviour(at_end=[DROP])
    send_due(lambda: False)
    page = read(officer, "/outbox")
    assert "To be settled by a person" in words(page)
    assert [row["Where it stands"] for row in rows(page)] == ["to be settled"]
    stands_at = read(officer, f"/outbox/{mailing.id}")
    assert "Call for comments to be settled" in words(stands_at)
    assert "Settle the message of which nobody knows whether it was sent" in words(stands_at)
    (link,) = page.xpath("//section[@aria-labelledby='unknown']//a/@href")
    shown = read(officer, link)
    assert "it may have been accepted" in words(shown)
    assert words(shown, "//dt[.='Sent']/following-sibling::dd[1]") == "not known"
    assert send(officer, f"{link}/settle", {"reason": "Their log says so"}).status_code == 422
    send(officer, f"{link}/settle", {"sent": sent, "reason": "Their log says so"})
    assert stands(mailing)[1] == [state.value]
    assert "To be settled by a person" not in words(read(officer, "/outbox"))
    assert "settled what nobody knew" in words(read(officer, link))
