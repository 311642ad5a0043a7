"""The conversation with a mail server: encrypted, signed in, quick; and in test mode with nobody outside."""

import datetime as dt
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from config import Config
from core.outbox.delivery import (
    FolderDelivery,
    MailServer,
    NoMailServer,
    SmtpDelivery,
    open_delivery,
    with_dots_doubled,
)
from core.outbox.rules import Ending, Result
from tests.outbox.mail_server import DROP, Misbehaviour, mail_server
from tests.outbox.workers import BRIEF

MESSAGE = b"Subject: Letter\r\n\r\n.\r\n..dots\r\n.end\r\n"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of 127.0.0.1, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail server of the tests")])
    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def encrypted(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def let_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
    known = isinstance(given, LoginPassword) and (given.login, given.password) == (b"isu", b"p@ss word")
    return AuthResult(success=known, handled=False)


def hand_over(delivery: SmtpDelivery | FolderDelivery | Any, *, begin: bool = True) -> Ending | None:
    ending: Ending | None = delivery.hand_over(
        sender="isu@chancery.example",
        address="mission@state.example",
        text=MESSAGE,
        message_id="<c1@chancery.example>",
        begin=lambda: begin,
    )
    return ending


def delivery_to(url: str, **settings: Any) -> Any:
    return open_delivery(replace(Config(), **{"mail_mode": "live", "mail_url": url, **settings}), patience=BRIEF)


@pytest.fixture(params=["starttls", "implicit"])
def safe_url(
    request: pytest.FixtureRequest, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[str, Any]]:
    """A server that takes nothing unencrypted and nothing from strangers."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls = encrypted(certificate)
    given = {"authenticator": let_in, "auth_required": True}
    if request.param == "starttls":
        with mail_server(tls_context=tls, require_starttls=True, **given) as server:
            yield f"smtp://isu:p%40ss%20word@127.0.0.1:{server.port}?starttls=1", server
    else:
        with mail_server(implicit_tls=tls, auth_require_tls=False, **given) as server:
            yield f"smtps://isu:p%40ss%20word@127.0.0.1:{server.port}", server


def test_messages_go_encrypted_after_signing_in_many_over_one_connection(safe_url: tuple[str, Any]) -> None:
    url, server = safe_url
    delivery = delivery_to(url)
    endings, seconds = [], []
    for _ in range(20):
        began = time.monotonic()
        endings.append(hand_over(delivery))
        seconds.append(time.monotonic() - began)
    delivery.close()
    assert [ending and ending.result for ending in endings] == [Result.ACCEPTED] * 20
    assert [raw for _, raw in server.received] == [MESSAGE] * 20
    assert server.conversations == 1
    assert min(seconds) < 0.03, "every message waited for an acknowledgement: TCP_NODELAY is not set"


def test_a_wrong_password_is_no_mail_server(safe_url: tuple[str, Any]) -> None:
    url, _ = safe_url
    with pytest.raises(NoMailServer, match="answered 535"):
        delivery_to(url.replace("p%40ss", "no"))


def test_a_certificate_nobody_vouches_for_is_no_mail_server(
    safe_url: tuple[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, _ = safe_url
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(NoMailServer, match="certificate"):
        delivery_to(url)


def test_lines_that_begin_with_dots_arrive_as_they_were() -> None:
    with mail_server() as server:
        delivery = delivery_to(server.url)
        assert hand_over(delivery) == Ending(Result.ACCEPTED, 250, "2.0.0 Taken in")
        delivery.close()
    assert server.received == [("mission@state.example", MESSAGE)]
    assert with_dots_doubled(b".") == b"..\r\n"


def test_what_may_not_go_leaves_the_connection_ready_for_the_next() -> None:
    with mail_server() as server:
        delivery = delivery_to(server.url)
        assert hand_over(delivery, begin=False) is None
        assert hand_over(delivery) == Ending(Result.ACCEPTED, 250, "2.0.0 Taken in")
        delivery.close()
    assert len(server.received) == server.conversations == 1


@pytest.mark.parametrize(
    ("misbehaviour", "result", "code"),
    [
        (Misbehaviour(at_recipient=["451 4.3.0 Later"]), Result.DEFERRED, 451),
        (Misbehaviour(at_recipient=["550 5.1.1 Nobody here"]), Result.REFUSED, 550),
        (Misbehaviour(at_recipient=["503 5.5.1 Bad sequence"]), Result.DEFERRED, 503),
        (Misbehaviour(at_recipient=[DROP]), Result.DEFERRED, None),
        (Misbehaviour(at_data=["451 4.3.0 Later"]), Result.DEFERRED, 451),
        (Misbehaviour(at_data=["554 5.7.1 No"]), Result.REFUSED, 554),
        (Misbehaviour(at_data=[DROP]), Result.DEFERRED, None),
        (Misbehaviour(at_end=["452 4.3.1 No room"]), Result.DEFERRED, 452),
        (Misbehaviour(at_end=["552 5.2.2 Mailbox full"]), Result.REFUSED, 552),
        (Misbehaviour(at_end=["421 4.3.2 Shutting down"]), Result.DEFERRED, 421),
        (Misbehaviour(at_end=["299 odd"]), Result.ACCEPTED, 299),
        (Misbehaviour(at_end=["399 odd"]), Result.UNKNOWN, 399),
        (Misbehaviour(at_end=["what?"]), Result.UNKNOWN, -1),
        (Misbehaviour(at_end=[DROP]), Result.UNKNOWN, None),
    ],
)
def test_what_each_answer_means_is_decided_by_its_code_and_by_how_far_one_was(
    misbehaviour: Misbehaviour, result: Result, code: int | None
) -> None:
    with mail_server() as server:
        server.always = misbehaviour
        delivery = delivery_to(server.url)
        ending = hand_over(delivery)
        delivery.close()
    assert ending is not None
    assert (ending.result, ending.code) == (result, code)


# Test mode


@pytest.mark.parametrize(
    "url", ["", "smtp://mail.state.example:25", "smtp://192.0.2.1", "smtp://127.0.0.1:25", "smtp://localhost"]
)
def test_in_test_mode_no_mail_server_is_spoken_to(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def outside(*_: object) -> None:
        raise AssertionError("a socket was opened, or a name looked up")

    monkeypatch.setattr(socket.socket, "connect", outside)
    monkeypatch.setattr(socket, "getaddrinfo", outside)
    delivery = delivery_to(url, mail_mode="test", files_dir=tmp_path)
    ending = hand_over(delivery)
    assert ending is not None
    assert ending.answer == "Test mode: kept as c1.eml; nothing was sent."
    assert (tmp_path / "test-mail" / "c1.eml").read_bytes() == MESSAGE
    assert [path.name for path in (tmp_path / "test-mail").iterdir()] == ["c1.eml"]


def test_in_test_mode_a_sink_on_this_machine_is_used_where_it_is_named() -> None:
    with mail_server() as server:
        for host in ("127.0.0.1", "localhost"):
            delivery = delivery_to("", mail_mode="test", mail_sink=f"smtp://{host}:{server.port}")
            hand_over(delivery)
            delivery.close()
    assert len(server.received) == 2
    with pytest.raises(NoMailServer, match="CHANCERY_MAIL_SINK must be on this machine"):
        delivery_to("", mail_mode="test", mail_sink="smtp://192.0.2.1:1025")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "CHANCERY_MAIL_URL is empty"),
        ("mail.state.example", "must look like smtp://"),
        ("http://mail.state.example", "must look like smtp://"),
        ("smtp://127.0.0.1:x", "no port that is a number"),
        ("smtp://127.0.0.1:1", "did not answer"),
        ("smtp://isu:secret@mail.state.example:587", "the password would go to mail.state.example without encryption"),
    ],
)
def test_in_live_mode_without_a_server_one_is_told_so(url: str, said: str) -> None:
    with pytest.raises(NoMailServer, match=said):
        delivery_to(url)


def test_the_parts_of_the_address_of_a_server() -> None:
    assert MailServer.of("smtps://a%3Ab:c%40d@mail.state.example") == MailServer(
        "mail.state.example", 465, implicit_tls=True, user="a:b", password="c@d"
    )


def test_the_password_is_in_no_trace() -> None:
    server = MailServer.of("smtp://isu:secret@mail.state.example:587?starttls=1")
    assert server.password == "secret"
    assert "secret" not in repr(server)
