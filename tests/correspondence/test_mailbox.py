"""The office's mailbox on a real IMAP server: read once, in order, whatever breaks; nothing in it deleted."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask
from sqlalchemy import func, select

from config import Config
from core.clock import now as the_clock
from core.db import db
from correspondence.jobs import mailbox as fetching
from correspondence.jobs.mailbox import Fetched, fetch_mail, read_mailbox
from correspondence.mailbox import MailboxUnreachable
from correspondence.models.incoming import IncomingMail, MailboxMark
from correspondence.queries.incoming import mailbox_mark
from correspondence.rules import mail as limits
from tests.factories.mailbox import PASSWORD, MailServer
from tests.factories.mails import a_mail, parts_bomb
from tests.one_database import ON_SQLITE_ALONE

# What is slow here is the wire, and it does not depend on the database.
pytestmark = ON_SQLITE_ALONE


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


def config(app: Flask, url: str) -> Config:
    return replace(app.config["CHANCERY"], mailbox_url=url)


def fetched(app: Flask, server: MailServer, folder: str = "INBOX") -> Fetched:
    return fetch_mail(config(app, server.url(folder)), the_clock)


def subjects() -> list[str]:
    return list(db.session.scalars(select(IncomingMail.subject).order_by(IncomingMail.id)))


def some(*numbers: int) -> list[bytes]:
    return [a_mail(subject=f"Mail {number}", message_id=f"<{number}@td.example>") for number in numbers]


def test_new_mail_is_read_once_and_marked_as_seen(app: Flask, server: MailServer) -> None:
    server.put(*some(1, 2))
    assert fetched(app, server).read == 2
    assert server.flags() == ["\\Seen", "\\Seen"]
    server.put(*some(3))
    assert (fetched(app, server).read, fetched(app, server).read) == (1, 0)
    assert subjects() == ["Mail 1", "Mail 2", "Mail 3"]


def test_a_mail_that_somebody_marked_for_deletion_stays_in_the_mailbox(app: Flask, server: MailServer) -> None:
    server.put(*some(1, 2))
    with server.client() as client:
        client.select("INBOX")
        client.store("1", "+FLAGS", r"(\Deleted)")
    fetched(app, server)
    assert [set(flags.split()) for flags in server.flags()] == [{"\\Seen", "\\Deleted"}, {"\\Seen"}]


def test_a_mail_is_not_marked_as_seen_when_it_could_not_be_kept(
    app: Flask, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.put(*some(1, 2))

    def full(*_: object, **__: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(fetching, "receive_mail", full)
        with pytest.raises(OSError, match="disk full"):
            fetched(app, server)
    assert server.flags() == ["", ""]
    assert fetched(app, server).read == 2


def test_a_broken_connection_is_taken_up_where_it_broke(app: Flask, server: MailServer) -> None:
    server.put(*some(*range(1, 9)))
    server.cut_after = [2500, 3500]
    assert fetched(app, server).read == 8
    assert subjects() == [f"Mail {number}" for number in range(1, 9)]


def test_a_connection_that_breaks_each_time_is_told_beside_the_mailbox(app: Flask, server: MailServer) -> None:
    server.put(*some(1))
    server.cut_after = [10, 10, 10]
    with pytest.raises(MailboxUnreachable, match="cannot be read"):
        fetched(app, server)
    [mark] = db.session.scalars(select(MailboxMark)).all()
    assert "cannot be read" in mark.error
    assert PASSWORD not in mark.error
    assert fetched(app, server).read == 1
    assert mailbox_mark(mark.mailbox).error == ""


def test_a_mailbox_numbered_anew_is_read_again_without_doubling(app: Flask, server: MailServer) -> None:
    with server.client() as client:
        client.create("Office")
    server.put(*some(1, 2), folder="Office")
    fetched(app, server, "Office")
    before = db.session.scalar(select(MailboxMark.uid_validity))
    with server.client() as client:
        client.delete("Office")
        client.create("Office")
    server.put(*some(2), b"X-Restored: yes\r\n" + some(1)[0], *some(3), folder="Office")
    found = fetched(app, server, "Office")
    assert (found.read, found.known) == (1, 2)
    assert subjects() == ["Mail 1", "Mail 2", "Mail 3"]
    assert db.session.scalar(select(MailboxMark.uid_validity)) != before


def test_one_run_reads_so_many_mails_and_the_next_goes_on(
    app: Flask, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "MOST_MAILS", 2)
    server.put(*some(1, 2, 3))
    assert [fetched(app, server).read for _ in range(3)] == [2, 1, 0]


def test_of_a_mail_too_large_only_the_headers_are_fetched(
    app: Flask, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("correspondence.mailbox.LARGEST_MAIL_MB", 0.001)
    server.put(a_mail("word " * 2000, subject="Large"))
    fetched(app, server)
    [row] = db.session.scalars(select(IncomingMail)).all()
    assert (row.subject, row.text) == ("Large", "")
    assert "only its headers were read" in row.matched_by


def test_a_hostile_mail_does_not_keep_the_next_one_from_being_read(app: Flask, server: MailServer) -> None:
    server.put(parts_bomb(1000), b"\xff\xfe\x00" * 100, *some(1))
    assert fetched(app, server).read == 3
    assert subjects()[-1] == "Mail 1"


class Unheard(Exception):
    """What no list of failures would name."""


@pytest.mark.parametrize("failure", [RecursionError, AssertionError, MemoryError, Unheard])
def test_a_mail_on_which_the_reading_fails_is_kept_as_it_came(
    app: Flask, server: MailServer, monkeypatch: pytest.MonkeyPatch, failure: type[Exception]
) -> None:
    def broken(raw: bytes) -> limits.Mail:
        raise failure("deep")

    server.put(*some(1))
    monkeypatch.setattr("correspondence.workflow.incoming.read_mail", broken)
    assert fetched(app, server).read == 1
    [row] = db.session.scalars(select(IncomingMail)).all()
    assert row.matched_by == f"Reading it failed ({failure.__name__}); it is kept as it came."
    assert fetched(app, server).read == 0


def test_a_mail_arrived_when_the_server_says(app: Flask, server: MailServer) -> None:
    with server.client() as client:
        client.append("INBOX", None, '"03-Mar-2026 10:15:00 +0100"', some(1)[0])
    fetched(app, server)
    assert db.session.scalar(select(IncomingMail.received_at)) == datetime(2026, 3, 3, 9, 15, tzinfo=UTC)


def test_a_wrong_password_is_told_without_it(app: Flask, server: MailServer) -> None:
    with pytest.raises(MailboxUnreachable) as refusal:
        fetch_mail(config(app, f"imap://isu:wrong-word@127.0.0.1:{server.port}/INBOX"), the_clock)
    assert "wrong-word" not in refusal.value.message


def test_without_a_mailbox_the_job_does_nothing(app: Flask) -> None:
    read_mailbox(the_clock)
    assert db.session.scalar(select(func.count(MailboxMark.mailbox))) == 0


@pytest.mark.parametrize(("encrypted", "scheme", "query"), [(False, "imap", "?starttls=1"), (True, "imaps", "")])
def test_a_server_is_read_over_tls_when_it_is_who_it_says(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encrypted: bool, scheme: str, query: str
) -> None:
    cert, key = certificate(tmp_path)
    with MailServer(cert=str(cert), key=str(key), encrypted=encrypted) as certified:
        certified.put(*some(1))
        reading = config(app, certified.url(scheme=scheme, query=query))
        with pytest.raises(MailboxUnreachable, match="SSLCertVerificationError"):
            fetch_mail(reading, the_clock)
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
        assert fetch_mail(reading, the_clock).read == 1


def test_a_server_without_encryption_is_not_read_where_it_is_asked_for(app: Flask, server: MailServer) -> None:
    server.put(*some(1))
    with pytest.raises(MailboxUnreachable, match="TLS not supported"):
        fetch_mail(config(app, server.url(query="?starttls=1")), the_clock)


def test_the_command_says_what_came_and_what_waits(
    app: Flask, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = app.test_cli_runner().invoke
    assert "CHANCERY_MAILBOX_URL is empty" in run(args=["mail", "fetch"]).output
    server.put(*some(1, 2))
    monkeypatch.setitem(app.config, "CHANCERY", config(app, server.url()))
    assert run(args=["mail", "fetch"]).output.endswith("2 new. 2 to settle.\n")
    monkeypatch.setitem(app.config, "CHANCERY", config(app, "imap://isu:wrong@127.0.0.1:1/INBOX"))
    refused = run(args=["mail", "fetch"])
    assert (refused.exit_code, "cannot be read" in refused.output) == (2, True)


def certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return cert_file, key_file
