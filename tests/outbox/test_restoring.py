"""After a backup was restored nothing leaves a second time by itself."""

from datetime import timedelta

import pytest
from flask import Flask

from core.accounts.mail import put_out_sign_in_mail
from core.audit.workflow import Actor
from core.clock import StoppedClock
from core.db import db, transaction
from core.outbox.models import Mailing, MailingState, MessageState
from core.outbox.queries import messages_of
from core.outbox.sending import send_what_is_due
from core.outbox.workflow.evidence import note_reply
from core.outbox.workflow.mailings import resume_mailing
from core.outbox.workflow.messages import settle_unknown
from tests.conftest import NOW
from tests.outbox.mail_server import MailServer
from tests.outbox.workers import put_out, station

OFFICER = Actor("Ms Officer", NOW)


def restored(office: Flask, *, answer: str = "y\n") -> str:
    result = office.test_cli_runner().invoke(args=["outbox", "after-restore"], input=answer)
    db.session.expire_all()
    return result.output


def states(mailing: Mailing) -> list[MessageState]:
    db.session.expire_all()
    return [message.state for message in messages_of(mailing)]


def test_what_may_have_left_since_the_backup_is_settled_before_anything_leaves(
    office: Flask, server: MailServer
) -> None:
    mailing = put_out(3)
    told = restored(office)
    assert "1 open mailing to be paused" in told
    assert "3 messages that may have left since the backup" in told
    assert (mailing.state, states(mailing)) == (MailingState.PAUSED, [MessageState.UNKNOWN] * 3)
    with transaction():
        resume_mailing(mailing, OFFICER)
    assert (send_what_is_due(station(office)), server.received) == (0, [])
    sent, not_sent, _nobody_knows = messages_of(mailing)
    with transaction():
        note_reply(sent, NOW)
        settle_unknown(not_sent, False, "It is not in the log of the mail server.", OFFICER)
    assert send_what_is_due(station(office)) == 1
    assert states(mailing) == [MessageState.ACCEPTED, MessageState.ACCEPTED, MessageState.UNKNOWN]
    assert list(server.counts()) == [not_sent.address]


def test_what_is_due_later_only_waits_for_its_mailing(office: Flask, server: MailServer) -> None:
    mailing = put_out(1)
    (message,) = messages_of(mailing)
    message.due_at = NOW + timedelta(days=1)
    db.session.commit()
    restored(office)
    assert (mailing.state, states(mailing)) == (MailingState.PAUSED, [MessageState.DUE])


def test_no_is_no(office: Flask, server: MailServer) -> None:
    mailing = put_out(1)
    restored(office, answer="n\n")
    assert (mailing.state, states(mailing)) == (MailingState.OPEN, [MessageState.DUE])


def test_a_link_to_sign_in_is_not_sent_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "clock", StoppedClock(NOW))
    with transaction():
        put_out_sign_in_mail("person@mission.example", "Reset", "secret", by=OFFICER)
    assert "1 private mailing to be stopped" in restored(app)
    mailing = db.session.query(Mailing).one()
    (message,) = messages_of(mailing)
    assert (mailing.state, message.state, message.content) == (MailingState.STOPPED, MessageState.WITHDRAWN, None)
