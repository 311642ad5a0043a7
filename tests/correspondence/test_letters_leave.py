"""Approved letters handed to a real mail server: what was approved arrives, and what must not leave does not."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from flask import Flask

from application import OUTBOX_KINDS
from core.clock import StoppedClock, now
from core.db import db, transaction
from core.files import sha256_of
from core.outbox.delivery import At, nothing
from core.outbox.jobs import expire_what_is_over
from core.outbox.sending import send_what_is_due
from core.outbox.sweeping import sweep
from correspondence.jobs.letters import compare_approved
from correspondence.models.campaigns import Campaign, Letter, LetterState
from correspondence.queries.balance import balance, lines_of, standing_of
from correspondence.rules.balance import Outcome
from correspondence.rules.standing import Standing
from correspondence.workflow.sending import move, pause, send_on_trial, stop
from states_parties.facts import Sourcing
from states_parties.models import ReportKind
from states_parties.workflow.reports import record_report
from tests.conftest import NOW
from tests.correspondence.outgoing import MISSING, MONDAY, a_year_is_missing, acts, details_of, letter_to, scheduled
from tests.correspondence.test_voiding import a_new_ambassador
from tests.factories.letters import OFFICER, a_focal_point, a_state_written_to, approved_campaign
from tests.outbox.mail_server import DROP, MailServer, Misbehaviour, mail_server
from tests.outbox.workers import BRIEF, station

DUE = MONDAY.leaves_at - NOW
CHAD, PERU, TOGO = (f"mission@{name}.example" for name in ("chad", "peru", "togo"))


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def office(app: Flask, server: MailServer, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """With the house's own kinds, and the server as its mail server."""
    monkeypatch.setitem(app.config, "CHANCERY", replace(app.config["CHANCERY"], mail_sink=server.url))
    monkeypatch.setitem(app.extensions, "clock", StoppedClock(NOW))
    monkeypatch.setitem(app.extensions, "outbox kinds", OUTBOX_KINDS)
    return app


def leave(office: Flask, *, after: timedelta = DUE, at: At = nothing) -> None:
    """Everything that is due so much after the present day of tests is handed over."""
    office.extensions["clock"] = StoppedClock(NOW + after)
    with transaction():
        sweep(at=now(), patience=BRIEF)
    expire_what_is_over()
    send_what_is_due(station(office, at=at))
    db.session.expire_all()


def once(point: str, act: Callable[[], object], *, time: int = 1) -> At:
    """Does something in the middle of the sending, the `time`-th time that it comes to this point."""
    seen = 0

    def at(reached: str) -> None:
        nonlocal seen
        seen += reached == point
        if reached == point and seen == time:
            act()

    return at


def arrived(server: MailServer) -> dict[str, EmailMessage]:
    return {address: message_from_bytes(raw, policy=policy.default) for address, raw in server.received}  # type: ignore[misc]


def outcomes(campaign: Campaign) -> dict[str, Outcome]:
    return {line.state: line.fate.outcome for line in lines_of(campaign)}


def record_a_report(state: str) -> None:
    """As an officer does, in the register."""
    with transaction():
        record_report(
            "APMBC",
            letter_to(state).iso3,
            kind=ReportKind.ANNUAL,
            year_covered=2025,
            received_on=NOW.date(),
            on=NOW.date(),
            sourcing=Sourcing("the report", "high"),
            by=OFFICER,
        )


def test_every_letter_that_arrives_is_its_approved_bytes(office: Flask, server: MailServer) -> None:
    states = [a_state_written_to(name) for name in ("Chad", "Peru", "Togo")]
    a_focal_point(states[0], email="focal@chad.example")
    campaign = scheduled(approved_campaign(states, copies=True))
    leave(office, after=DUE - timedelta(seconds=1))
    assert server.received == []
    leave(office)
    assert set(server.counts().values()) == {1}
    mails = arrived(server)
    assert set(mails) == {CHAD, PERU, TOGO, "focal@chad.example"}
    for address, state in ((CHAD, "Chad"), (PERU, "Peru"), (TOGO, "Togo"), ("focal@chad.example", "Chad")):
        [enclosed] = mails[address].iter_attachments()
        assert sha256_of(enclosed.get_content()) == letter_to(state).sha256
        assert letter_to(state).reference in str(mails[address]["Subject"])
        assert str(mails[address]["Reply-To"]).startswith("isu+d")
    assert outcomes(campaign) == dict.fromkeys(("Chad", "Peru", "Togo"), Outcome.SENT)
    assert standing_of(campaign, at=now()) is Standing.FINISHED


def test_a_report_registered_between_scheduling_and_sending_stops_that_states_reminder(
    office: Flask, server: MailServer
) -> None:
    states = [a_state_written_to(name) for name in ("Chad", "Peru")]
    a_year_is_missing()
    campaign = scheduled(approved_campaign(states, send_condition=MISSING))
    record_a_report("Chad")
    leave(office)
    assert set(arrived(server)) == {PERU}
    assert outcomes(campaign) == {"Chad": Outcome.STOPPED, "Peru": Outcome.SENT}
    stopped = details_of("letter:stopped")
    assert stopped["state"] == "Chad"
    assert stopped["reason"].startswith("“missing_report_years >= 1” holds no more:")


def test_a_report_registered_while_the_letters_go_stops_those_not_handed_over_yet(
    office: Flask, server: MailServer
) -> None:
    states = [a_state_written_to(name) for name in ("Chad", "Peru", "Togo")]
    a_year_is_missing()
    campaign = scheduled(approved_campaign(states, send_condition=MISSING))
    leave(office, at=once("outcome-committed", lambda: record_a_report("Togo")))
    assert set(arrived(server)) == {CHAD, PERU}
    assert outcomes(campaign) == {"Chad": Outcome.SENT, "Peru": Outcome.SENT, "Togo": Outcome.STOPPED}


def test_a_new_ambassador_while_the_letters_go_voids_the_letter_that_has_not_left(
    office: Flask, server: MailServer
) -> None:
    campaign = scheduled(approved_campaign())
    leave(office, at=once("outcome-committed", lambda: a_new_ambassador("Togo")))
    assert set(arrived(server)) == {CHAD, PERU}
    assert letter_to("Togo").state is LetterState.VOID
    assert outcomes(campaign) == {"Chad": Outcome.SENT, "Peru": Outcome.SENT, "Togo": Outcome.VOID}
    assert balance(campaign, lines_of(campaign)).adds_up


@pytest.mark.parametrize(
    ("point", "state", "outcome"),
    [
        ("before-handing-over", LetterState.VOID, Outcome.VOID),
        ("handing-over-committed", LetterState.APPROVED, Outcome.SENT),
    ],
)
def test_a_letter_is_void_or_it_leaves_and_never_both(
    office: Flask, server: MailServer, point: str, state: LetterState, outcome: Outcome
) -> None:
    campaign = scheduled(approved_campaign([a_state_written_to("Chad")]))

    def compared() -> None:
        a_new_ambassador("Chad")
        compare_approved()

    leave(office, at=once(point, compared))
    assert (letter_to("Chad").state, outcomes(campaign)) == (state, {"Chad": outcome})
    assert len(server.received) == (outcome is Outcome.SENT)


@pytest.mark.parametrize(("act", "outcome"), [(pause, Outcome.PENDING), (stop, Outcome.WITHDRAWN)])
def test_pause_and_stop_work_at_once(
    office: Flask, server: MailServer, act: Callable[..., None], outcome: Outcome
) -> None:
    campaign = scheduled(approved_campaign())

    def now_then() -> None:
        with transaction():
            act(campaign, reason="Something is wrong.", by=OFFICER)

    leave(office, at=once("outcome-committed", now_then))
    assert set(arrived(server)) == {CHAD}
    assert outcomes(campaign) == {"Chad": Outcome.SENT, "Peru": outcome, "Togo": outcome}


def test_what_servers_answer_is_on_the_sheet(office: Flask, server: MailServer) -> None:
    campaign = scheduled(approved_campaign())
    server.misbehaviours[CHAD] = Misbehaviour(at_recipient=["550 5.1.1 No such mailbox"])
    server.misbehaviours[PERU] = Misbehaviour(at_end=[DROP])
    leave(office)
    assert outcomes(campaign) == {"Chad": Outcome.FAILED, "Peru": Outcome.UNKNOWN, "Togo": Outcome.SENT}
    assert standing_of(campaign, at=now()) is Standing.TO_SETTLE
    assert [line.fate.reason for line in lines_of(campaign) if line.state == "Chad"] == ["550 5.1.1 No such mailbox"]
    assert acts("state") == ["contact:doubted"]
    assert acts()[-2:] == ["letter:refused", "letter:unknown"]


@pytest.mark.parametrize(
    ("late", "outcome"), [(timedelta(days=13), Outcome.SENT), (timedelta(days=15), Outcome.FAILED)]
)
def test_after_a_breakdown_letters_go_later_but_not_after_the_last_day(
    office: Flask, server: MailServer, late: timedelta, outcome: Outcome
) -> None:
    campaign = scheduled(approved_campaign([a_state_written_to("Chad")]))
    leave(office, after=DUE + late)
    assert outcomes(campaign) == {"Chad": outcome}
    assert len(server.received) == (outcome is Outcome.SENT)


def test_what_was_moved_leaves_at_its_new_time(office: Flask, server: MailServer) -> None:
    campaign = scheduled(approved_campaign([a_state_written_to("Chad")]))
    with transaction():
        move(campaign, replace(MONDAY, send_on=MONDAY.send_on + timedelta(days=1)), by=OFFICER)
    leave(office)
    assert server.received == []
    leave(office, after=DUE + timedelta(days=1))
    assert set(arrived(server)) == {CHAD}


def test_a_trial_arrives_and_nobody_else_gets_anything(office: Flask, server: MailServer) -> None:
    campaign = approved_campaign()
    with transaction():
        send_on_trial(campaign, letter_to("Chad"), address="ana@chancery.example", state="Chad", by=OFFICER)
    leave(office, after=timedelta())
    [(address, _raw)] = server.received
    assert address == "ana@chancery.example"
    assert str(arrived(server)[address]["Subject"]).startswith("[Test] Report of Chad")
    assert Letter.query.filter_by(state=LetterState.APPROVED).count() == 3
