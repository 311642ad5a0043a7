"""How long it takes until a letter has left and the database knows it: `python3 dev.py bench sending`.

Against a mail server of our own in another process, which keeps nothing, and against Postfix where it is installed and
CHANCERY_TEST_POSTFIX=host:port says where it listens. Letters of 55 KB, approved files read from the database, one
durable result for each. `-- --letters 100000`: the long run for memory and time.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from core.audit.workflow import Actor
from core.clock import now
from core.db import db, transaction
from core.files import read_file, store_files
from core.outbox.jobs import send
from core.outbox.kinds import Enclosure, NotSent, OutboxKind, OutboxKinds, Outgoing
from core.outbox.mime import message_bytes
from core.outbox.models import Mailing, MessageState, OutboxMessage
from core.outbox.queries import counts_by_state
from core.outbox.workflow.mailings import make_mailing
from core.outbox.workflow.messages import Wanted, put_out_all
from tests.conftest import fresh_database, postgresql_answers
from tests.outbox.workers import DOCX, Nursery, Office, Orders

LETTER_BYTES = 55_000
AUDIENCE = 164
DELAY_MS = 20
GOALS = {"mime ms": 0.5, "mime ratio": 10, "a second": 150, "audience seconds": 1.5, "four connections": 3.5}
SHA256: list[str] = []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=4000, help="of the long run")
    parser.add_argument("--stream", nargs=2, metavar=("DATABASE_URL", "MAIL_URL"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.stream:
        _stream(*asked.stream, asked.letters)
        return
    _mime()
    databases = ["sqlite", *(["postgresql"] if postgresql_answers() else [])]
    for database in databases:
        with sink() as url:
            _one_process(database, url, "sink")
        if postfix := os.environ.get("CHANCERY_TEST_POSTFIX"):
            _one_process(database, f"smtp://{postfix}", "Postfix")
    for database in databases:
        _connections(database)
    for database in databases:
        _long_run(database, asked.letters)


# What is measured


def _mime() -> None:
    outgoing = letter_with(os.urandom(LETTER_BYTES))
    ours = _microseconds(lambda: message_bytes(outgoing, **ENVELOPE, at=datetime.now(UTC)))
    library = _microseconds(lambda: by_the_library(outgoing), times=20)
    _told("message of 55 KB", f"{ours / 1000:.3f} ms", ours / 1000 <= GOALS["mime ms"])
    ratio = library / ours
    _told("... against EmailMessage", f"{ratio:.1f} x", ratio >= GOALS["mime ratio"])


def _one_process(database: str, mail_url: str, name: str) -> None:
    """Whole campaigns of 164 letters in one process over one connection: the median of five."""
    with office(database, mail_url) as app, app.app_context():
        seconds = []
        for _ in range(6):
            mailing = put_out(AUDIENCE)
            began = time.perf_counter()
            send(lambda: False)
            seconds.append(time.perf_counter() - began)
            assert counts_by_state([mailing.id]) == {mailing.id: {MessageState.ACCEPTED: AUDIENCE}}
    median = statistics.median(seconds[1:])
    rate = AUDIENCE / median
    what = f"one connection, {database}, {name}"
    _told(what, f"{rate:.0f} letters a second, {median * 1000 / AUDIENCE:.2f} ms each", rate >= GOALS["a second"])
    _told(f"{AUDIENCE} letters, {database}, {name}", f"{median:.2f} s", median <= GOALS["audience seconds"])


def _connections(database: str) -> None:
    """A server that takes 20 ms for each answer: four connections against one, each in a process of its own."""
    with (
        sink(delay_ms=DELAY_MS) as url,
        tempfile.TemporaryDirectory() as folder,
        fresh_database(database, Path(folder), "lanes") as database_url,
    ):
        where = Office(database_url, Path(folder), url)
        app = where.open()
        with app.app_context():
            upgrade()
            workers = Nursery(where)
            rates = {count: statistics.median(_rate(workers, count) for _ in range(3)) for count in (1, 4)}
            workers.close()
            _closed()
    ratio = rates[4] / rates[1]
    _told(
        f"server of {DELAY_MS} ms an answer, {database}",
        f"1 connection {rates[1]:.1f}/s, 4 connections {rates[4]:.1f}/s: {ratio:.2f} x",
        ratio >= GOALS["four connections"],
    )


def _rate(workers: Nursery, count: int) -> float:
    letters = 40 * count
    put_out(letters, kind="letter")
    began = time.perf_counter()
    workers.send(*[Orders()] * count)
    return letters / (time.perf_counter() - began)


def _long_run(database: str, letters: int) -> None:
    """A tenth, then all: in processes of their own, whose memory is looked at when they have ended."""
    with sink() as url:
        (small, least), (whole, most) = (_streamed(database, url, count) for count in (letters // 10, letters))
    name = f"{letters:,} letters, {database}"
    _told(name, f"{whole:.2f} ms each ({whole / small - 1:+.0%} against a tenth of them)", whole <= small * 1.2)
    _told(f"{name}, memory", f"{most:.0f} MiB ({most - least:+.0f})", most - least < 20)


def _streamed(database: str, mail_url: str, letters: int) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder, fresh_database(database, Path(folder), "stream") as url:
        command = [sys.executable, "-m", "bench.sending", "--letters", str(letters), "--stream", url, mail_url]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(told[-2]), float(told[-1])


def _stream(database_url: str, mail_url: str, letters: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = opened(database_url, mail_url, Path(folder))
        with app.app_context():
            upgrade()
            store_some_files()
            for _ in range(0, letters, 1000):
                put_out(min(letters, 1000))
        with app.app_context():
            began = time.perf_counter()
            send(lambda: False)
            passed = time.perf_counter() - began
            assert db.session.query(OutboxMessage).filter_by(state=MessageState.ACCEPTED).count() >= letters
            _closed()
    print(passed * 1000 / letters, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


# The office of the measurement


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
    return {each.id: letter_with(read_file(SHA256[each.id % len(SHA256)])) for each in messages}


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
            _closed()


def opened(database_url: str, mail_url: str, folder: Path) -> Flask:
    app = Office(database_url, folder, mail_url).open()
    app.extensions["outbox kinds"] = OutboxKinds.of(OutboxKind("letter", prepared))
    return app


def store_some_files() -> None:
    with transaction():
        SHA256[:] = store_files([os.urandom(LETTER_BYTES) for _ in range(AUDIENCE)], at=now())


def put_out(count: int, *, kind: str = "letter") -> Mailing:
    with transaction():
        mailing = make_mailing(kind, "Letters", "APMBC", now(), None, False, Actor("bench", now()))
        wanted = [Wanted(f"{mailing.id}-{each}", f"mission{each}@state.example", "Mission") for each in range(count)]
        put_out_all(mailing, wanted)
    return mailing


@contextmanager
def sink(*, delay_ms: float = 0) -> Iterator[str]:
    command = [sys.executable, "-m", "bench._mail_sink", "--delay", str(delay_ms)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"smtp://127.0.0.1:{int(process.stdout.readline())}"
        process.terminate()


def _closed() -> None:
    db.session.remove()
    db.engine.dispose()


def _microseconds(act: Callable[[], object], *, times: int = 200) -> float:
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        spent.append((time.perf_counter() - began) * 1e6)
    return statistics.median(spent)


def _told(what: str, figure: str, held: bool) -> None:
    print(f"{what:<44}{figure:<58}{'held' if held else 'MISSED'}", flush=True)


if __name__ == "__main__":
    main()
