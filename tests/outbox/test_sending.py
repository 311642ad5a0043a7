"""What becomes of each message, as the mail server answers, refuses, or goes away."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.audit.workflow import Actor
from core.clock import StoppedClock, now
from core.db import db, transaction
from core.outbox.attempts import Attempt
from core.outbox.claims import begin, claim
from core.outbox.delivery import At, nothing
from core.outbox.jobs import expire_what_is_over
from core.outbox.kinds import NotSent, OutboxKinds, Outgoing
from core.outbox.models import Mailing, MailingState, OutboxMessage
from core.outbox.queries import attempts_of, get_mailing, messages_of
from core.outbox.rules import FAILURES_BEFORE_PAUSE
from core.outbox.sending import send_what_is_due
from core.outbox.sweeping import sweep
from core.outbox.workflow.evidence import note_bounce, note_reply
from core.outbox.workflow.mailings import pause_mailing, resume_mailing, stop_mailing
from core.outbox.workflow.messages import settle_unknown, withdraw_message
from tests.conftest import NOW
from tests.outbox.mail_server import DROP, DROP_AFTER_ANSWER, MailServer, Misbehaviour
from tests.outbox.workers import BRIEF, LETTER, letters, put_out, station

OFFICER = Actor("Ms Officer", NOW)


def send(office: Flask, *, at: At = nothing, after: timedelta = timedelta()) -> int:
    """Everything that is due at NOW, or so much later; leases that have ended are looked after first."""
    office.extensions["clock"] = StoppedClock(NOW + after)
    with transaction():
        sweep(at=now(), patience=BRIEF)
    expire_what_is_over()
    return send_what_is_due(station(office, at=at))


def once(point: str, act: Callable[[], object], *, time: int = 1) -> At:
    """Does something in the middle of a delivery, the `time`-th time that it comes to this point."""
    seen = 0

    def at(reached: str) -> None:
        nonlocal seen
        seen += reached == point
        if reached == point and seen == time:
            with transaction():
                act()

    return at


def told(mailing: Mailing) -> list[tuple[str, int | None]]:
    """State and last answer of each message, read anew."""
    db.session.expire_all()
    return [(message.state.value, message.code) for message in messages_of(mailing)]


def acts(act: str) -> Sequence[AuditEntry]:
    return db.session.scalars(select(AuditEntry).where(AuditEntry.act == act)).all()


def begun(mailing: Mailing) -> list[Attempt]:
    """Being handed over by a worker that is not heard of again."""
    with transaction():
        attempts = claim(mailing.id, at=NOW, worker="elsewhere/1/1", patience=BRIEF)
        for attempt in attempts:
            assert begin(attempt, at=NOW, patience=BRIEF)
    return attempts


def first(mailing: Mailing) -> OutboxMessage:
    return messages_of(mailing)[0]


def test_what_is_due_is_handed_over_once_each_with_its_own_envelope(office: Flask, server: MailServer) -> None:
    mailing = put_out(3)
    assert send(office) == 3
    assert told(mailing) == [("accepted", 250)] * 3
    assert dict(server.counts()) == {message.address: 1 for message in messages_of(mailing)}
    assert server.senders == ["isu@chancery.example"] * 3
    assert server.message_ids() == [message.message_id for message in messages_of(mailing)]
    (attempt,) = attempts_of(first(mailing))
    assert (attempt.number, attempt.outcome, attempt.answer) == (1, "accepted", "2.0.0 Taken in")
    assert server.conversations == 1
    assert send(office) == 0


def test_a_temporary_refusal_is_tried_again_later_under_the_same_message_id(office: Flask, server: MailServer) -> None:
    mailing = put_out(1)
    server.always = Misbehaviour(at_recipient=["451 4.7.1 Greylisted, come back", "450 4.2.0 Not yet"])
    send(office)
    assert told(mailing) == [("due", 451)]
    due_at = first(mailing).due_at
    assert timedelta(minutes=4) <= due_at - NOW <= timedelta(minutes=5)
    assert send(office, after=due_at - NOW - timedelta(seconds=1)) == 0
    send(office, after=due_at - NOW)
    assert timedelta(minutes=12) <= first(mailing).due_at - due_at <= timedelta(minutes=15)
    send(office, after=timedelta(hours=1))
    assert told(mailing) == [("accepted", 250)]
    assert [(each.number, each.outcome) for each in attempts_of(first(mailing))] == [
        (1, "deferred"),
        (2, "deferred"),
        (3, "accepted"),
    ]
    assert server.message_ids() == [first(mailing).message_id]
    assert get_mailing(mailing.id).failures_in_row == 0


@pytest.mark.parametrize("when", ["at_recipient", "at_end", "at_data"])
def test_a_final_refusal_ends_the_message_and_only_it(office: Flask, server: MailServer, when: str) -> None:
    mailing = put_out(3)
    address = messages_of(mailing)[1].address
    server.misbehaviours[address] = Misbehaviour(**{when: ["550 5.1.1 No such mailbox"]})
    send(office)
    assert told(mailing) == [("accepted", 250), ("refused", 550), ("accepted", 250)]
    assert messages_of(mailing)[1].reason == "550 5.1.1 No such mailbox"
    assert send(office, after=timedelta(days=30)) == 0
    assert server.counts()[address] == 0


def test_a_connection_lost_before_the_final_dot_means_that_nothing_was_taken(office: Flask, server: MailServer) -> None:
    mailing = put_out(2)
    server.misbehaviours[first(mailing).address] = Misbehaviour(at_data=[DROP])
    send(office)
    assert told(mailing) == [("due", None), ("accepted", 250)]
    send(office, after=timedelta(minutes=5))
    assert told(mailing) == [("accepted", 250)] * 2
    assert set(server.counts().values()) == {1}


def test_a_connection_lost_after_the_final_dot_leaves_it_unknown_and_it_is_never_sent_again_by_itself(
    office: Flask, server: MailServer
) -> None:
    mailing = put_out(2)
    server.misbehaviours[first(mailing).address] = Misbehaviour(at_end=[DROP])
    send(office)
    assert told(mailing) == [("unknown", None), ("accepted", 250)]
    assert send(office, after=timedelta(days=30)) == 0
    assert server.counts()[first(mailing).address] == 1


def test_a_server_that_hangs_up_after_each_message_is_called_again(office: Flask, server: MailServer) -> None:
    mailing = put_out(3)
    server.always = Misbehaviour(at_end=[DROP_AFTER_ANSWER] * 3)
    send(office, at=once("outcome-committed", lambda: wait_for(lambda: server.connections == 0)))
    assert told(mailing) == [("accepted", 250)] * 3
    assert server.conversations >= 2


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = datetime.now() + timedelta(seconds=10)
    while not condition():
        assert datetime.now() < deadline


def test_a_server_that_has_had_enough_of_a_connection_is_called_again_at_once(
    office: Flask, server: MailServer
) -> None:
    mailing = put_out(3)
    server.misbehaviours[messages_of(mailing)[1].address] = Misbehaviour(at_recipient=["421 4.7.0 Enough, call again"])
    send(office)
    assert told(mailing) == [("accepted", 250)] * 3
    assert server.conversations == 2


def test_failures_in_a_row_pause_the_mailing_and_the_log_says_why(office: Flask, server: MailServer) -> None:
    mailing = put_out(8)
    server.always = Misbehaviour(at_recipient=["550 5.7.1 Your office is blocked"] * 99)
    send(office)
    assert told(mailing) == [("refused", 550)] * FAILURES_BEFORE_PAUSE + [("due", None)] * 3
    db.session.refresh(mailing)
    assert mailing.state is MailingState.PAUSED
    assert mailing.pause_reason == "5 in a row did not go. The last: 550 5.7.1 Your office is blocked"
    assert [entry.actor_name for entry in acts("mailing:paused")] == ["Chancery"]
    server.always = Misbehaviour()
    assert send(office) == 0
    with transaction():
        resume_mailing(mailing, OFFICER)
    assert send(office) == 3


def test_greylisting_pauses_nothing(office: Flask, server: MailServer) -> None:
    mailing = put_out(8)
    server.always = Misbehaviour(at_recipient=["450 4.2.0 Greylisted"] * 8)
    send(office)
    assert told(mailing) == [("due", 450)] * 8
    db.session.refresh(mailing)
    assert mailing.state is MailingState.OPEN


def test_pausing_works_at_once_up_to_the_last_moment(office: Flask, server: MailServer) -> None:
    mailing = put_out(5)
    send(office, at=once("before-handing-over", lambda: pause_mailing(mailing, "A mistake", OFFICER), time=3))
    assert told(mailing) == [("accepted", 250)] * 2 + [("due", None)] * 3
    assert len(server.received) == 2
    with transaction():
        resume_mailing(mailing, OFFICER)
    assert send(office) == 3
    assert set(server.counts().values()) == {1}


def test_stopping_withdraws_also_what_a_worker_has_in_hand(office: Flask, server: MailServer) -> None:
    mailing = put_out(5)
    send(office, at=once("before-handing-over", lambda: stop_mailing(mailing, "Wrong year", OFFICER), time=2))
    assert told(mailing) == [("accepted", 250)] + [("withdrawn", None)] * 4
    assert {message.reason for message in messages_of(mailing)[1:]} == {"Wrong year"}
    assert len(server.received) == 1
    assert send(office, after=timedelta(days=1)) == 0


def test_one_message_is_withdrawn_at_the_last_moment_and_the_others_go(office: Flask, server: MailServer) -> None:
    mailing = put_out(3)
    second = messages_of(mailing)[1]
    send(office, at=once("before-handing-over", lambda: withdraw_message(second, "Sent by hand", OFFICER), time=2))
    assert told(mailing) == [("accepted", 250), ("withdrawn", None), ("accepted", 250)]
    assert server.counts()[second.address] == 0


def with_kind(office: Flask, **given: object) -> None:
    office.extensions["outbox kinds"] = OutboxKinds.of(replace(LETTER, **given))  # type: ignore[arg-type]


def test_what_the_kind_no_longer_lets_go_stays(office: Flask, server: MailServer) -> None:
    mailing = put_out(2)
    with_kind(office, may_go=lambda: OutboxMessage.recipient != "Void")

    def void() -> None:
        db.session.query(OutboxMessage).where(OutboxMessage.id == first(mailing).id).update({"recipient": "Void"})

    send(office, at=once("before-handing-over", void))
    assert told(mailing) == [("due", None), ("accepted", 250)]
    assert server.counts()[first(mailing).address] == 0


def test_what_was_recorded_since_it_was_prepared_stops_the_message_and_says_why(
    office: Flask, server: MailServer
) -> None:
    mailing = put_out(3)
    reports: list[str] = []

    def prepared(messages: Sequence[OutboxMessage]) -> dict[int, Outgoing | NotSent]:
        stops = {each.id: NotSent("Its report came in.") for each in messages if each.address in reports}
        return {**letters(messages), **stops}

    with_kind(office, prepare=prepared, version=lambda: len(reports))
    reporting = messages_of(mailing)[1].address
    send(office, at=once("before-handing-over", lambda: reports.append(reporting), time=2))
    assert told(mailing) == [("accepted", 250), ("stopped", None), ("accepted", 250)]
    assert messages_of(mailing)[1].reason == "Its report came in."
    assert server.counts()[reporting] == 0


def test_a_subject_with_a_line_break_stops_the_message_and_nothing_is_sent(office: Flask, server: MailServer) -> None:
    mailing = put_out(1)
    with_kind(office, prepare=lambda messages: {each.id: Outgoing("a\r\nBcc: x@y.example", "") for each in messages})
    send(office)
    assert told(mailing) == [("stopped", None)]
    assert first(mailing).reason == "The subject holds a line break or a control character."
    assert server.received == []


def test_a_mailing_that_cannot_be_prepared_is_paused_and_holds_up_no_other(office: Flask, server: MailServer) -> None:
    broken, sound = put_out(2), put_out(2)

    def prepared(messages: Sequence[OutboxMessage]) -> dict[int, Outgoing | NotSent]:
        if messages[0].mailing_id == broken.id:
            raise KeyError("state")
        return letters(messages)

    with_kind(office, prepare=prepared)
    send(office)
    assert told(broken) == [("due", None)] * 2
    db.session.refresh(broken)
    assert broken.pause_reason == "Its messages could not be prepared (KeyError). The log has the rest."
    assert told(sound) == [("accepted", 250)] * 2


def test_the_kind_acts_on_the_outcome_in_the_same_transaction(office: Flask, server: MailServer) -> None:
    mailing = put_out(2)
    server.misbehaviours[first(mailing).address] = Misbehaviour(at_recipient=["550 5.1.1 Unknown"])
    ended: list[tuple[str, str]] = []
    with_kind(office, ended=lambda message: ended.append((message.address, message.state.value)))
    send(office)
    assert ended == [(messages_of(mailing)[0].address, "refused"), (messages_of(mailing)[1].address, "accepted")]


def test_what_comes_back_after_its_mailing_was_stopped_is_withdrawn(office: Flask, server: MailServer) -> None:
    mailing = put_out(1)
    server.always = Misbehaviour(at_end=["451 4.3.0 Later"])
    send(office, at=once("final-dot-sent", lambda: stop_mailing(mailing, "Wrong year", OFFICER)))
    assert told(mailing) == [("due", 451)]
    assert send(office, after=timedelta(days=1)) == 0
    assert [state for state, _ in told(mailing)] == ["withdrawn"]


def test_mail_of_a_kind_that_is_not_known_waits_and_holds_up_nothing(office: Flask, server: MailServer) -> None:
    strange, mailing = put_out(1), put_out(1)
    db.session.query(Mailing).where(Mailing.id == strange.id).update({"kind": "of a later release"})
    assert send(office) == 1
    assert (told(strange), told(mailing)) == ([("due", None)], [("accepted", 250)])


def test_what_fails_in_the_kind_undoes_no_outcome_and_is_in_the_log(office: Flask, server: MailServer) -> None:
    mailing = put_out(2)

    def ended(message: OutboxMessage) -> None:
        message.recipient = "half an act"
        db.session.flush()
        if message.address == messages_of(mailing)[0].address:
            raise KeyError("no such contact")

    with_kind(office, ended=ended)
    send(office)
    db.session.expire_all()
    assert told(mailing) == [("accepted", 250)] * 2
    assert [message.recipient == "half an act" for message in messages_of(mailing)] == [False, True]
    (entry,) = acts("message:outcome-not-followed")
    assert entry.details["reason"] == "KeyError: 'no such contact'"


# Whoever is told too late


def test_a_worker_that_was_given_up_too_early_tells_what_it_knows(office: Flask, server: MailServer) -> None:
    mailing = put_out(1)

    def give_up() -> None:
        sweep(at=NOW + timedelta(hours=1), patience=BRIEF)
        assert told(mailing) == [("unknown", None)]

    send(office, at=once("final-dot-sent", give_up))
    assert told(mailing) == [("accepted", 250)]
    (late,) = acts("message:told-late")
    assert (late.details["outcome"], late.details["counted"]) == ("accepted", "yes")


def test_that_it_was_accepted_after_all_keeps_it_from_being_sent_again(office: Flask, server: MailServer) -> None:
    mailing = put_out(1)

    def decide_too_early() -> None:
        sweep(at=NOW + timedelta(hours=1), patience=BRIEF)
        settle_unknown(first(mailing), False, "Nothing was heard.", OFFICER)

    send(office, at=once("final-dot-sent", decide_too_early))
    assert told(mailing) == [("accepted", 250)]
    assert send(office, after=timedelta(days=1)) == 0
    assert len(server.received) == 1


def test_that_it_was_accepted_is_believed_also_once_the_second_sending_was_withdrawn(
    office: Flask, server: MailServer
) -> None:
    mailing = put_out(1)

    def decide_twice() -> None:
        sweep(at=NOW + timedelta(hours=1), patience=BRIEF)
        settle_unknown(first(mailing), False, "Nothing was heard.", OFFICER)
        stop_mailing(mailing, "The wrong year.", OFFICER)

    send(office, at=once("final-dot-sent", decide_twice))
    assert told(mailing) == [("accepted", 250)]
    (late,) = acts("message:told-late")
    assert late.details["counted"] == "yes"


# Evidence that comes while a message is on its way


def came_back(mailing: Mailing) -> Callable[[], None]:
    return lambda: note_bounce(first(mailing), NOW, "550 5.1.1 No such mailbox")


def test_a_bounce_is_kept_that_comes_before_the_worker_tells(office: Flask, server: MailServer) -> None:
    mailing = put_out(1)
    send(office, at=once("reply-read", came_back(mailing)))
    assert told(mailing) == [("accepted", 250)]
    assert (first(mailing).bounced_at, first(mailing).bounce_reason) == (NOW, "550 5.1.1 No such mailbox")


def test_what_was_answered_for_is_not_unknown_when_the_worker_is_not_heard_of_again(
    office: Flask, server: MailServer
) -> None:
    mailing = put_out(1)
    begun(mailing)
    with transaction():
        note_reply(first(mailing), NOW)
    assert told(mailing) == [("handing over", None)]
    send(office, after=timedelta(hours=1))
    assert told(mailing) == [("accepted", None)]
    assert (first(mailing).accepted_at, first(mailing).replied_at) == (NOW, NOW)
    assert [each.outcome for each in attempts_of(first(mailing))] == ["unknown"]
    assert server.received == []


@pytest.mark.parametrize("after", [DROP, "451 4.3.0 Queue error"])
def test_what_came_back_is_not_sent_again_whatever_the_server_says(
    office: Flask, server: MailServer, after: str
) -> None:
    mailing = put_out(1)
    server.always = Misbehaviour(at_end=[after])
    send(office, at=once("final-dot-sent", came_back(mailing)))
    assert told(mailing)[0][0] == "accepted"
    assert first(mailing).bounced_at == NOW
    server.always = Misbehaviour()
    assert send(office, after=timedelta(days=1)) == 0


def test_a_reply_to_what_was_put_off_after_the_final_dot_keeps_it_from_being_sent_again(
    office: Flask, server: MailServer
) -> None:
    mailing = put_out(1)
    server.always = Misbehaviour(at_end=["451 4.3.0 Queue error"])
    send(office)
    assert told(mailing) == [("due", 451)]
    with transaction():
        note_reply(first(mailing), NOW)
    server.always = Misbehaviour()
    assert send(office, after=timedelta(days=1)) == 0
    assert (told(mailing)[0][0], first(mailing).replied_at) == ("accepted", NOW)


def test_a_reply_takes_from_the_worker_what_it_was_about_to_send_again(office: Flask, server: MailServer) -> None:
    mailing = put_out(1)
    server.always = Misbehaviour(at_end=["451 4.3.0 Queue error"])
    send(office)
    before = len(server.received)
    server.always = Misbehaviour()
    send(office, after=timedelta(days=1), at=once("prepared", lambda: note_reply(first(mailing), NOW)))
    assert (told(mailing)[0][0], len(server.received)) == ("accepted", before)


def test_a_worker_whose_claim_was_given_up_hands_over_nothing_any_more(office: Flask, server: MailServer) -> None:
    mailing = put_out(1)

    def give_up() -> None:
        sweep(at=NOW + timedelta(hours=1), patience=BRIEF)

    send(office, at=once("before-handing-over", give_up))
    assert server.received == []
    assert told(mailing) == [("due", None)]
    assert send(office) == 1
    assert [each.outcome for each in attempts_of(first(mailing))] == ["lease ended", "accepted"]


def test_what_has_ended_for_good_is_not_changed_by_a_late_word(office: Flask, server: MailServer) -> None:
    mailing = put_out(1)
    server.always = Misbehaviour(at_end=["550 5.7.1 No"])

    def settle() -> None:
        sweep(at=NOW + timedelta(hours=1), patience=BRIEF)
        settle_unknown(first(mailing), True, "They answered by telephone.", OFFICER)

    send(office, at=once("final-dot-sent", settle))
    assert told(mailing)[0][0] == "accepted"
    (late,) = acts("message:told-late")
    assert (late.details["outcome"], late.details["counted"]) == ("refused", "no")


def test_sweeping_twice_changes_nothing_more(office: Flask, server: MailServer) -> None:
    mailing = put_out(2)

    def give_up() -> None:
        assert sweep(at=NOW + timedelta(hours=1), patience=BRIEF) == 2
        assert sweep(at=NOW + timedelta(hours=1), patience=BRIEF) == 0

    send(office, at=once("handing-over-committed", give_up))
    assert [each.outcome for each in attempts_of(first(mailing))] == ["unknown"]


# Time


def test_after_the_machine_was_down_what_is_late_still_leaves_within_its_time(
    office: Flask, server: MailServer
) -> None:
    mailing = put_out(2, not_after=NOW + timedelta(hours=6))
    assert send(office, after=timedelta(hours=5)) == 2
    assert told(mailing) == [("accepted", 250)] * 2


def test_beyond_its_last_instant_nothing_leaves_and_each_says_so(office: Flask, server: MailServer) -> None:
    mailing = put_out(2, not_after=NOW + timedelta(hours=6))
    assert send(office, after=timedelta(hours=6)) == 0
    assert told(mailing) == [("expired", None)] * 2
    assert first(mailing).reason == "Not sent by 20 November 2026 at 16:00."
    assert server.received == []


def test_the_last_instant_is_asked_for_again_before_each_message(office: Flask, server: MailServer) -> None:
    mailing = put_out(3, not_after=NOW + timedelta(hours=6))

    def wait() -> None:
        office.extensions["clock"] = StoppedClock(NOW + timedelta(hours=6))

    send(office, at=once("before-handing-over", wait, time=2))
    assert len(server.received) == 1
    send(office, after=timedelta(hours=6))
    assert [state for state, _ in told(mailing)] == ["accepted", "expired", "expired"]


@pytest.mark.parametrize("point", ["claimed", "handing-over-committed"])
def test_a_clock_set_back_sends_nothing_twice_and_loses_nothing(office: Flask, server: MailServer, point: str) -> None:
    mailing = put_out(3)

    def set_back() -> None:
        office.extensions["clock"] = StoppedClock(NOW - timedelta(days=1))
        sweep(at=now(), patience=BRIEF)

    send(office, at=once(point, set_back))
    send(office)
    assert told(mailing) == [("accepted", 250)] * 3
    assert set(server.counts().values()) == {1}


def test_a_lease_from_before_the_clock_was_set_back_ends_too(office: Flask, server: MailServer) -> None:
    mailing = put_out(1)
    with transaction():
        claim(mailing.id, at=NOW + timedelta(days=2), worker="gone", patience=BRIEF)
    assert told(mailing) == [("claimed", None)]
    assert send(office) == 1
    assert set(server.counts().values()) == {1}
