"""The jobs process and a command read the same mailbox at the same moment: each mail once, on either database."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from core.clock import now
from core.db import db
from correspondence.jobs.mailbox import Fetched, fetch_mail
from correspondence.models.incoming import IncomingMail, MailboxMark
from tests.factories.mailbox import MailServer
from tests.factories.mails import a_mail

MAILS = 12


def test_two_readers_at_once_keep_each_mail_once(bare_office: Flask) -> None:
    upgrade()
    together = Barrier(2)

    def read(config: object) -> Fetched:
        with bare_office.app_context():
            together.wait(10)
            try:
                return fetch_mail(config, now)
            finally:
                db.session.remove()

    with MailServer() as server, ThreadPoolExecutor(2) as threads:
        server.put(*(a_mail(subject=f"Mail {number}", message_id=f"<{number}@td.example>") for number in range(MAILS)))
        config = replace(bare_office.config["CHANCERY"], mailbox_url=server.url())
        first, second = threads.map(read, [config, config])
        assert server.flags() == ["\\Seen"] * MAILS
    assert first.read + second.read == MAILS
    assert db.session.scalar(select(func.count(IncomingMail.id))) == MAILS
    assert db.session.scalar(select(MailboxMark.last_uid)) == db.session.scalar(select(func.max(IncomingMail.uid)))
