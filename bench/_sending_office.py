"""The office whose sending is measured: letters of 55 KB in its database, a mail server in a process of its own."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from core.audit.workflow import Actor
from core.clock import now
from core.db import db, transaction
from core.files import read_files, store_files
from core.outbox.kinds import Enclosure, NotSent, OutboxKind, OutboxKinds, Outgoing
from core.outbox.models import Mailing, OutboxMessage
from core.outbox.workflow.mailings import make_mailing
from core.outbox.workflow.messages import Wanted, put_out_all
from tests.conftest import fresh_database
from tests.outbox.workers import DOCX, Office

LETTER_BYTES = 55_000
AUDIENCE = 164
SHA256: list[str] = []


def letter_with(content: bytes) -> Outgoing:
    return Outgoing(
        subject="CC/2026/0123: Article 7 reporting of the State, letter of the Committee on Cooperative Compliance",
        text="Excellency,\n\n"
        + "Please find enclosed the letter of the Committee, à l’attention de la Mission.\n" * 12,
        html="<p>Please find enclosed the letter of the Committee, à l’attention de la Mission.</p>\n" * 12,
        sender_name="Committee on Cooperative Compliance",
        reply_to="isu+d1234567890@chancery.example",
        enclosures=(Enclosure("CC-2026-0123 Chad.docx", DOCX, content),),
    )


ENVELOPE = {
    "sender": "isu@chancery.example",
    "address": "mission@state.example",
    "recipient": "Permanent Mission of the State",
    "message_id": "<c0123456789abcdef0123@chancery.example>",
}


def prepared(messages: Sequence[OutboxMessage]) -> dict[int, Outgoing | NotSent]:
    """Each with its own file, read from the database and checked against its SHA-256."""
    wanted = {each.id: SHA256[each.id % len(SHA256)] for each in messages}
    files = read_files(wanted.values())
    return {id: letter_with(files[sha256]) for id, sha256 in wanted.items()}


def by_the_library(outgoing: Outgoing) -> bytes:
    message = EmailMessage(SMTP)
    message["From"] = Address(outgoing.sender_name, addr_spec=ENVELOPE["sender"])
    message["To"] = Address(ENVELOPE["recipient"], addr_spec=ENVELOPE["address"])
    message["Subject"], message["Message-ID"] = outgoing.subject, ENVELOPE["message_id"]
    message.set_content(outgoing.text)
    message.add_alternative(outgoing.html, subtype="html")
    maintype, _, subtype = DOCX.partition("/")
    for each in outgoing.enclosures:
        message.add_attachment(each.content, maintype=maintype, subtype=subtype, filename=each.name)
    return message.as_bytes()


@contextmanager
def office(database: str, mail_url: str) -> Iterator[Flask]:
    with tempfile.TemporaryDirectory() as folder, fresh_database(database, Path(folder), "bench") as url:
        app = opened(url, mail_url, Path(folder))
        with app.app_context():
            upgrade()
            store_some_files()
        yield app
        with app.app_context():
            closed()


def opened(database_url: str, mail_url: str, folder: Path) -> Flask:
    app = Office(database_url, folder, mail_url).open()
    app.extensions["outbox kinds"] = OutboxKinds.of(OutboxKind("letter", prepared))
    return app


def store_some_files() -> None:
    with transaction():
        SHA256[:] = store_files([os.urandom(LETTER_BYTES) for _ in range(AUDIENCE)], at=now())


def put_out(count: int, *, kind: str = "letter", into: Mailing | None = None, first: int = 0) -> Mailing:
    """Letters of a new mailing, or more of an old one."""
    with transaction():
        mailing = into or make_mailing(kind, "Letters", "APMBC", now(), None, False, Actor("bench", now()))
        numbers = range(first, first + count)
        put_out_all(
            mailing, [Wanted(f"{mailing.id}-{each}", f"mission{each}@state.example", "Mission") for each in numbers]
        )
    return mailing


@contextmanager
def sink(*, delay_ms: float = 0) -> Iterator[str]:
    command = [sys.executable, "-m", "bench._mail_sink", "--delay", str(delay_ms)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"smtp://127.0.0.1:{int(process.stdout.readline())}"
        process.terminate()


def closed() -> None:
    db.session.remove()
    db.engine.dispose()
