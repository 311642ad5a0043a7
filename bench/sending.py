"""How long it takes until a letter has left and the database knows it: `python3 dev.py bench sending`.

Against a mail server of our own in another process, which keeps nothing, and against Postfix where it is installed and
CHANCERY_TEST_POSTFIX=host:port says where it listens. Letters of 55 KB, approved files read from the database, one
durable result for each. `-- --letters 100000`: the long run for memory and time.
"""

import argparse
import os
import resource
import smtplib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask_migrate import upgrade

from bench._sending_office import (
    AUDIENCE,
    ENVELOPE,
    LETTER_BYTES,
    by_the_library,
    closed,
    letter_with,
    office,
    opened,
    put_out,
    sink,
    store_some_files,
)
from core.db import db
from core.outbox.jobs import send, station
from core.outbox.mime import message_bytes
from core.outbox.models import MessageState
from core.outbox.queries import counts_by_state, messages_of
from core.outbox.rules import MESSAGES_PER_CLAIM
from core.outbox.sending import send_what_is_due
from tests.conftest import fresh_database, postgresql_answers
from tests.outbox.workers import Nursery, Office, Orders

TENTHS = 10
DELAY_MS = 20
GOALS = {
    "mime ms": 0.5,
    "mime ratio": 10,
    "a second": 150,
    "audience seconds": 1.5,
    "against the minimum": 3.5,
    "four connections": 3.5,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=4000, help="of the long run; 400 or more")
    parser.add_argument("--stream", nargs=2, metavar=("DATABASE_URL", "MAIL_URL"), help=argparse.SUPPRESS)
    parser.add_argument("--only-long-run", action="store_true")
    asked = parser.parse_args()
    if asked.stream:
        _stream(*asked.stream, asked.letters)
        return
    databases = ["sqlite", *(["postgresql"] if postgresql_answers() else [])]
    if not asked.only_long_run:
        _short_runs(databases)
    for database in databases:
        _long_run(database, asked.letters)


# What is measured


def _short_runs(databases: Sequence[str]) -> None:
    _mime()
    for database in databases:
        with sink() as url:
            _one_process(database, url, "sink")
        if postfix := os.environ.get("CHANCERY_TEST_POSTFIX"):
            _one_process(database, f"smtp://{postfix}", "Postfix")
    for database in databases:
        _connections(database)


def _mime() -> None:
    outgoing = letter_with(os.urandom(LETTER_BYTES))
    ours = _microseconds(lambda: message_bytes(outgoing, **ENVELOPE, at=datetime.now(UTC)))
    library = _microseconds(lambda: by_the_library(outgoing), times=20)
    _told("message of 55 KB", f"{ours / 1000:.3f} ms", ours / 1000 <= GOALS["mime ms"])
    ratio = library / ours
    _told("... against EmailMessage", f"{ratio:.1f} x", ratio >= GOALS["mime ratio"])


def _one_process(database: str, mail_url: str, name: str) -> None:
    """Whole campaigns of 164 letters in one process over one connection: the median of five, and of the bare minimum.

    The bare minimum shares machine and minute with it, so the ratio means something where the machine is busy.
    """
    with office(database, mail_url) as app, app.app_context():
        pairs = [(_campaign_seconds(), _bare_seconds(mail_url)) for _ in range(6)][1:]
        median, bare = (statistics.median(seconds) for seconds in zip(*pairs, strict=True))
    rate = AUDIENCE / median
    what = f"one connection, {database}, {name}"
    _told(what, f"{rate:.0f} letters a second, {median * 1000 / AUDIENCE:.2f} ms each", rate >= GOALS["a second"])
    _told(f"{AUDIENCE} letters, {database}, {name}", f"{median:.2f} s", median <= GOALS["audience seconds"])
    ratio = median / bare
    minimum = f"{ratio:.2f} x ({bare * 1000 / AUDIENCE:.2f} ms each)"
    _told("... against smtplib and two commits alone", minimum, ratio <= GOALS["against the minimum"])


def _campaign_seconds() -> float:
    mailing = put_out(AUDIENCE)
    began = time.perf_counter()
    send(lambda: False)
    passed = time.perf_counter() - began
    assert counts_by_state([mailing.id]) == {mailing.id: {MessageState.ACCEPTED: AUDIENCE}}
    db.session.rollback()
    return passed


def _bare_seconds(mail_url: str) -> float:
    """The same letters, written beforehand, by the standard library, with a row changed and committed before and after.

    Nothing is claimed, checked or kept; so nothing can be quicker that knows afterwards what became of each letter.
    """
    mailing = put_out(AUDIENCE)
    text = message_bytes(letter_with(os.urandom(LETTER_BYTES)), **ENVELOPE, at=datetime.now(UTC))
    rows = [(each.id, each.address) for each in messages_of(mailing)]
    db.session.remove()
    where = urlsplit(mail_url)
    with smtplib.SMTP(where.hostname or "", where.port or 25) as smtp, closing(db.engine.raw_connection()) as bare:
        began = time.perf_counter()
        for number, address in rows:
            _changed(bare, f"UPDATE outbox_messages SET answer = 'begun' WHERE id = {number}")
            smtp.sendmail(ENVELOPE["sender"], [address], text)
            _changed(bare, f"UPDATE outbox_messages SET state = 'expired', reason = 'sent' WHERE id = {number}")
        return time.perf_counter() - began


def _changed(connection: Any, statement: str) -> None:
    cursor = connection.cursor()
    if db.engine.dialect.name == "sqlite":
        cursor.execute("BEGIN IMMEDIATE")
    cursor.execute(statement)
    cursor.close()
    connection.commit()


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
            closed()
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
    """One mailing of so many letters, in a process of its own, looked at after each tenth of it."""
    with (
        sink() as mail_url,
        tempfile.TemporaryDirectory() as folder,
        fresh_database(database, Path(folder), "stream") as url,
    ):
        command = [sys.executable, "-m", "bench.sending", "--letters", str(letters), "--stream", url, mail_url]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    marks = [float(each) for each in told[-2 * TENTHS :]]
    each_ms, memory = marks[:TENTHS], marks[TENTHS:]
    half = TENTHS // 2
    first, second = (statistics.mean(each) for each in (each_ms[:half], each_ms[half:]))
    name = f"{letters:,} letters, {database}"
    tenths = " ".join(f"{each:.2f}" for each in each_ms)
    _told(name, f"{statistics.mean(each_ms):.2f} ms each; by tenths {tenths}", second <= first * 1.2)
    grown = memory[-1] - memory[0]
    shown = f"{memory[0]:.0f}, {memory[half - 1]:.0f}, {memory[-1]:.0f} MiB after a tenth, half, all"
    _told(f"{name}, memory", shown, grown < 20)


def _stream(database_url: str, mail_url: str, letters: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = opened(database_url, mail_url, Path(folder))
        with app.app_context():
            upgrade()
            store_some_files()
            mailing = put_out(0)
            for first in range(0, letters, 1000):
                put_out(min(1000, letters - first), into=mailing, first=first)
            closed()
        with app.app_context():
            each_ms, memory = _sent_by_tenths(letters)
            assert counts_by_state([mailing.id]) == {mailing.id: {MessageState.ACCEPTED: letters}}
            closed()
    print(*each_ms, *memory)


def _sent_by_tenths(letters: int) -> tuple[list[float], list[float]]:
    """Milliseconds for each letter in each tenth; MiB in memory at its end.

    Of the claims in a tenth the time that a quarter of them keep to: what others do on the machine hardly counts then.
    """
    instants, memory, ended = [time.perf_counter()], [], 0

    def at(point: str) -> None:
        nonlocal ended
        if point == "outcome-committed":
            ended += 1
            if ended % MESSAGES_PER_CLAIM == 0:
                instants.append(time.perf_counter())
            if ended % (letters // TENTHS) == 0:
                memory.append(_resident_mib())

    send_what_is_due(replace(station(lambda: False), at=at))
    each_ms = [(later - earlier) * 1000 / MESSAGES_PER_CLAIM for earlier, later in pairwise(instants)]
    size = len(each_ms) // TENTHS
    tenths = [each_ms[first : first + size] for first in range(0, size * TENTHS, size)]
    return [statistics.quantiles(tenth, n=4)[0] for tenth in tenths], memory


def _resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


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
