"""What the office decides about what leaves it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.audit.models import AuditEntry
from core.audit.workflow import Actor
from core.clock import StoppedClock
from core.db import db, transaction
from core.errors import RuleViolation
from core.outbox.kinds import OutboxKinds
from core.outbox.models import Mailing, MailingState, MessageState, OutboxMessage
from core.outbox.queries import Standing, counts_by_state, messages_of, progress, standing_of
from core.outbox.workflow.evidence import note_bounce, note_delivery, note_reply
from core.outbox.workflow.mailings import make_mailing, pause_mailing, release_mailing, resume_mailing, stop_mailing
from core.outbox.workflow.messages import Wanted, put_out, put_out_all, settle_unknown, withdraw_message
from tests.conftest import NOW
from tests.outbox.workers import LETTER

OFFICER = Actor("Ms Officer", NOW)
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def office(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setitem(app.extensions, "clock", StoppedClock(NOW))
    monkeypatch.setitem(app.extensions, "outbox kinds", OutboxKinds.of(LETTER))
    return app


def a_mailing(*, held: bool = True, **given: Any) -> Mailing:
    with transaction():
        return make_mailing("letter", "Letters 2026", "APMBC", NOW, given.get("not_after"), held, OFFICER)


def a_message(mailing: Mailing, number: int = 1, **given: Any) -> OutboxMessage:
    with transaction():
        message = put_out(mailing, str(number), f"m{number}@state.example", "Mission")
        for name, value in given.items():
            setattr(message, name, value)
    return message


def an_unknown_one(mailing: Mailing, number: int = 1) -> OutboxMessage:
    return a_message(mailing, number, state=MessageState.UNKNOWN, began_at=NOW, attempts=1)


def log() -> list[tuple[str, str]]:
    rows = db.session.execute(select(AuditEntry.act, AuditEntry.actor_name).order_by(AuditEntry.id))
    return [(act, actor) for act, actor in rows]


def refused(act: Callable[[], object], sentence: str) -> None:
    """Refused with this sentence; nothing changed, and the log is as long as before."""
    before = everything()
    with pytest.raises(RuleViolation) as refusal, transaction():
        act()
    assert refusal.value.message == sentence
    assert everything() == before


def everything() -> tuple[object, ...]:
    states = (db.session.scalars(select(kind.state).order_by(kind.id)).all() for kind in (Mailing, OutboxMessage))
    return (log(), *states)


def test_a_mailing_is_held_until_somebody_releases_it(office: Flask) -> None:
    mailing = a_mailing()
    assert (mailing.state, mailing.made_by, mailing.released_at) == (MailingState.HELD, "Ms Officer", None)
    with transaction():
        release_mailing(mailing, Actor("Mr Head", LATER))
    assert (mailing.state, mailing.released_at, mailing.released_by) == (MailingState.OPEN, LATER, "Mr Head")
    assert log() == [("mailing:made", "Ms Officer"), ("mailing:released", "Mr Head")]
    refused(lambda: release_mailing(mailing, OFFICER), "“Letters 2026” is open: it cannot be released.")


def test_what_would_come_too_late_is_not_released(office: Flask) -> None:
    mailing = a_mailing(not_after=NOW + timedelta(hours=1))
    refused(
        lambda: release_mailing(mailing, Actor("Mr Head", LATER)),
        "The last instant to send has passed: nothing would leave.",
    )


def test_pausing_and_resuming_need_a_reason_and_are_in_the_log(office: Flask) -> None:
    mailing = a_mailing(held=False)
    refused(lambda: pause_mailing(mailing, "  ", OFFICER), "Say why: it stands in the log.")
    with transaction():
        pause_mailing(mailing, "The chair asks for a day.", OFFICER)
    assert (mailing.state, mailing.pause_reason) == (MailingState.PAUSED, "The chair asks for a day.")
    refused(lambda: pause_mailing(mailing, "Again", OFFICER), "“Letters 2026” is paused: it cannot be paused.")
    with transaction():
        resume_mailing(mailing, OFFICER)
    assert (mailing.state, mailing.pause_reason) == (MailingState.OPEN, "")
    assert log()[1:] == [("mailing:paused", "Ms Officer"), ("mailing:resumed", "Ms Officer")]


def test_stopping_withdraws_what_waits_and_nothing_can_follow(office: Flask) -> None:
    mailing = a_mailing(held=False)
    waiting = a_message(mailing, 1)
    gone = a_message(mailing, 2, state=MessageState.ACCEPTED, accepted_at=NOW)
    with transaction():
        stop_mailing(mailing, "Wrong year", OFFICER)
    db.session.expire_all()
    assert (waiting.state, waiting.reason) == (MessageState.WITHDRAWN, "Wrong year")
    assert gone.state is MessageState.ACCEPTED
    refused(
        lambda: put_out(mailing, "3", "m3@state.example"),
        "“Letters 2026” was stopped: nothing more is sent with it.",
    )


def test_the_same_thing_goes_to_an_address_once_unless_it_is_meant(office: Flask) -> None:
    mailing = a_mailing()
    a_message(mailing)
    refused(lambda: put_out(mailing, "1", "m1@state.example"), "This has been put out for this address already.")
    with transaction():
        again = put_out(mailing, "1", "m1@state.example", sequence=2)
    assert again.id


@pytest.mark.parametrize("address", ["a@b", "m@state.example\r\nBcc: x@y.example", "a@x.example, b@x.example", ""])
def test_of_many_with_one_wrong_address_none_is_put_out(office: Flask, address: str) -> None:
    mailing = a_mailing()
    with pytest.raises(RuleViolation) as refusal, transaction():
        put_out_all(mailing, [Wanted("1", "m1@state.example"), Wanted("2", address)])
    assert refusal.value.field == "address"
    assert db.session.scalar(select(func.count()).select_from(OutboxMessage)) == 0


def test_each_message_has_an_id_of_its_own_at_the_domain_of_the_house(office: Flask) -> None:
    mailing = a_mailing()
    with transaction():
        messages = put_out_all(mailing, [Wanted(str(each), f"m{each}@state.example") for each in range(50)])
    ids = {message.message_id for message in messages}
    assert len(ids) == 50
    assert all(each.endswith("@chancery.example>") and len(each) < 60 for each in ids)


def test_what_was_not_handed_over_yet_can_be_withdrawn(office: Flask) -> None:
    message = a_message(a_mailing())
    with transaction():
        withdraw_message(message, "Sent by hand", OFFICER)
    assert (message.state, message.reason) == (MessageState.WITHDRAWN, "Sent by hand")
    assert log()[-1] == ("message:withdrawn", "Ms Officer")
    refused(
        lambda: withdraw_message(message, "Again", OFFICER),
        "It can no longer be withdrawn: the message to m1@state.example is “withdrawn”.",
    )


def test_what_nobody_knows_is_settled_by_a_named_person(office: Flask) -> None:
    mailing = a_mailing(held=False)
    sent, again = an_unknown_one(mailing, 1), an_unknown_one(mailing, 2)
    with transaction():
        settle_unknown(sent, True, "The mission confirmed by telephone.", OFFICER)
        settle_unknown(again, False, "Not in the log of the server.", Actor("Mr Head", LATER))
    assert (sent.state, sent.accepted_at, sent.settled_by) == (MessageState.ACCEPTED, NOW, "Ms Officer")
    assert (again.state, again.due_at, again.settled_by) == (MessageState.DUE, LATER, "Mr Head")
    refused(
        lambda: settle_unknown(sent, False, "Once more", OFFICER),
        "There is nothing to settle: the message to m1@state.example is “accepted”.",
    )


def test_what_belongs_to_a_stopped_mailing_is_not_sent_again(office: Flask) -> None:
    mailing = a_mailing(held=False)
    message = an_unknown_one(mailing)
    with transaction():
        stop_mailing(mailing, "Wrong year", OFFICER)
    refused(
        lambda: settle_unknown(message, False, "Not in their log", OFFICER),
        "“Letters 2026” is stopped: nothing of it is sent again.",
    )


EVIDENCE: list[tuple[str, Callable[[OutboxMessage], None]]] = [
    ("bounced", lambda message: note_bounce(message, LATER, "550 no such user")),
    ("replied", lambda message: note_reply(message, LATER)),
    ("delivered", lambda message: note_delivery(message, LATER)),
]


@pytest.mark.parametrize(("what", "note"), EVIDENCE)
def test_evidence_settles_what_nobody_knew(office: Flask, what: str, note: Callable[[OutboxMessage], None]) -> None:
    message = an_unknown_one(a_mailing())
    with transaction():
        note(message)
    assert (message.state, message.accepted_at) == (MessageState.ACCEPTED, NOW)
    assert getattr(message, f"{what}_at") == LATER
    assert log()[-1] == (f"message:{what}", "Chancery")


@pytest.mark.parametrize(("what", "note"), EVIDENCE)
def test_evidence_also_stops_the_second_sending_that_a_person_decided(
    office: Flask, what: str, note: Callable[[OutboxMessage], None]
) -> None:
    message = an_unknown_one(a_mailing(held=False))
    with transaction():
        settle_unknown(message, False, "Nothing was heard.", OFFICER)
        note(message)
    assert message.state is MessageState.ACCEPTED


@pytest.mark.parametrize(("what", "note"), EVIDENCE)
def test_evidence_counts_also_where_the_second_sending_was_withdrawn(
    office: Flask, what: str, note: Callable[[OutboxMessage], None]
) -> None:
    message = an_unknown_one(a_mailing(held=False))
    with transaction():
        settle_unknown(message, False, "Nothing was heard.", OFFICER)
        withdraw_message(message, "Sent by hand.", OFFICER)
        note(message)
    assert (message.state, message.accepted_at, getattr(message, f"{what}_at")) == (MessageState.ACCEPTED, NOW, LATER)


def test_evidence_about_what_was_withdrawn_before_it_began_is_only_noted(office: Flask) -> None:
    message = a_message(a_mailing())
    with transaction():
        withdraw_message(message, "Sent by hand.", OFFICER)
        note_reply(message, LATER)
    assert (message.state, message.replied_at) == (MessageState.WITHDRAWN, None)


def test_nothing_is_sent_again_with_a_mailing_of_which_nothing_leaves(office: Flask) -> None:
    stopped, late = a_mailing(held=False), a_mailing(held=False, not_after=LATER)
    of_stopped, of_late = an_unknown_one(stopped, 1), an_unknown_one(late, 2)
    with transaction():
        stop_mailing(stopped, "The wrong year.", OFFICER)
    refused(
        lambda: settle_unknown(of_stopped, False, "Nothing was heard.", OFFICER),
        "“Letters 2026” is stopped: nothing of it is sent again.",
    )
    refused(
        lambda: settle_unknown(of_late, False, "Nothing was heard.", Actor("Ms Officer", LATER)),
        "The last instant of “Letters 2026” has passed: nothing of it is sent again.",
    )
    with transaction():
        settle_unknown(of_stopped, True, "The mission confirmed by telephone.", OFFICER)
    assert (of_stopped.state, of_late.state) == (MessageState.ACCEPTED, MessageState.UNKNOWN)


@pytest.mark.parametrize(("what", "note"), EVIDENCE)
def test_evidence_about_what_never_left_is_only_noted(
    office: Flask, what: str, note: Callable[[OutboxMessage], None]
) -> None:
    message = a_message(a_mailing())
    with transaction():
        note(message)
    assert (message.state, getattr(message, f"{what}_at")) == (MessageState.DUE, None)
    assert log()[-1] == ("message:late-evidence", "Chancery")


def test_the_first_bounce_counts(office: Flask) -> None:
    message = a_message(a_mailing(), state=MessageState.ACCEPTED, accepted_at=NOW)
    with transaction():
        note_bounce(message, LATER, "mailbox full")
        note_bounce(message, LATER + timedelta(hours=1), "again")
    assert (message.bounced_at, message.bounce_reason) == (LATER, "mailbox full")
    assert [act for act, _ in log()[-2:]] == ["message:bounced", "message:bounced-again"]


def test_where_a_mailing_stands_in_numbers(office: Flask) -> None:
    mailing = a_mailing(held=False)
    for number in range(1, 5):
        a_message(mailing, number, state=MessageState.ACCEPTED, accepted_at=NOW + timedelta(seconds=number))
    a_message(mailing, 5)
    assert counts_by_state([mailing.id]) == {mailing.id: {MessageState.ACCEPTED: 4, MessageState.DUE: 1}}
    assert (progress(mailing).done, progress(mailing).total, progress(mailing).per_second) == (4, 5, None)
    with transaction():
        last = messages_of(mailing)[4]
        last.state, last.lease_token, last.lease_until = MessageState.CLAIMED, "t", LATER
    assert (progress(mailing).per_second, progress(mailing).seconds_left) == (1.0, 1.0)


def test_a_mailing_without_messages_is_not_being_sent_for_ever(office: Flask) -> None:
    mailing, held = a_mailing(held=False), a_mailing()
    for at in (NOW, LATER + timedelta(days=400)):
        assert standing_of(mailing, {}, at=at) is Standing.EMPTY
        assert standing_of(held, {}, at=at) is Standing.HELD
