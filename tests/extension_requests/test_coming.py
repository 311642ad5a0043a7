"""Dossiers opened by themselves, kept true to the calendar and the registers; nobody is called late for our holes."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from conventions.days import Days
from conventions.workflow import move_meeting
from core.audit.models import AuditEntry
from core.audit.workflow import Actor
from core.db import db, transaction
from extension_requests.jobs import look_after_requests
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.dossiers import open_dossier
from extension_requests.rules.machine import RequestState, Who
from extension_requests.workflow.dossiers import aim_at, announce, withdraw
from states_parties.models import Obligation, State
from tests.factories.offices import make_meeting
from tests.factories.states import make_extension, make_obligation, make_party, make_state

BY = Actor("Ada Officer", datetime(2026, 1, 5, 9, 0, tzinfo=UTC))
ISU = frozenset({Who.ISU})


def run(day: str) -> None:
    look_after_requests(lambda: datetime.fromisoformat(f"{day}T09:00:00+00:00"))


def asking_state(deadline: date, **columns: object) -> State:
    state = make_state()
    make_party(state)
    make_obligation(state, initial_deadline=deadline, **columns)
    return state


def dossier_of(state: State) -> Dossier:
    found = open_dossier("APMBC", "5", state.iso3)
    assert found is not None
    return found


def told(act: str) -> Sequence[AuditEntry]:
    return db.session.scalars(select(AuditEntry).where(AuditEntry.act == act).order_by(AuditEntry.id)).all()


def calendar() -> None:
    for number, day in ((22, date(2025, 12, 5)), (23, date(2026, 12, 4)), (24, date(2027, 12, 3))):
        make_meeting(f"{number}MSP", day, starts_on=date(day.year, day.month, 1))


def test_a_dossier_is_opened_thirty_months_before_the_deadline_and_only_once(app: Flask) -> None:
    calendar()
    state = asking_state(date(2028, 7, 1))
    run("2025-12-31")
    assert db.session.scalars(select(Dossier)).all() == []
    run("2026-01-01")
    run("2026-01-01")
    [dossier] = db.session.scalars(select(Dossier)).all()
    assert (dossier.iso3, dossier.state, dossier.meeting, dossier.deadline, dossier.conflict) == (
        *(state.iso3, RequestState.ANTICIPATED, "24MSP", date(2028, 7, 1), ""),
    )
    assert [entry.actor_name for entry in told("request:anticipate")] == ["Chancery"]


def test_what_is_completed_cannot_be_extended_or_was_closed_is_left_alone(app: Flask) -> None:
    calendar()
    asking_state(date(2027, 7, 1), completed_on="2025-05", status="completed")
    asking_state(date(2027, 7, 1), article="4")
    make_obligation(make_state("No party"), initial_deadline=date(2027, 7, 1))
    closed = asking_state(date(2027, 7, 1))
    run("2026-01-05")
    withdraw(dossier_of(closed), reason="It will complete in time.", who=ISU, on=date(2026, 1, 5), by=BY)
    run("2026-01-06")
    assert [each.state for each in db.session.scalars(select(Dossier))] == [RequestState.WITHDRAWN]


def test_a_request_that_does_not_come_is_noted_after_its_day_and_after_the_deadline(app: Flask) -> None:
    calendar()
    state = asking_state(date(2027, 7, 1))
    run("2026-03-31")
    assert dossier_of(state).state is RequestState.ANTICIPATED
    run("2026-04-01")
    assert dossier_of(state).state is RequestState.NOT_SUBMITTED
    run("2027-07-01")
    assert dossier_of(state).state is RequestState.NOT_SUBMITTED
    run("2027-07-02")
    assert dossier_of(state).state is RequestState.LAPSED


def test_a_request_turned_to_a_later_meeting_is_waited_for_again_until_its_day_there(app: Flask) -> None:
    calendar()
    state = asking_state(date(2028, 3, 1))
    run("2025-12-31")
    aim_at(dossier_of(state), "23MSP", reason="The State is ready early.", by=BY)
    run("2026-04-01")
    assert dossier_of(state).state is RequestState.NOT_SUBMITTED
    aim_at(dossier_of(state), "24MSP", reason="It was not.", by=BY)
    run("2026-04-02")
    assert dossier_of(state).state is RequestState.ANTICIPATED
    run("2027-03-31")
    assert dossier_of(state).state is RequestState.ANTICIPATED
    for day in ("2027-04-01", "2027-04-02"):
        run(day)
        assert dossier_of(state).state is RequestState.NOT_SUBMITTED


def test_a_state_is_not_shown_as_late_or_lapsed_because_the_register_has_a_hole(app: Flask) -> None:
    """A decision not documented, a status not known, a source of low confidence, a dossier opened too late."""
    calendar()
    undecided = asking_state(date(2025, 12, 31), undecided_requests_at="22MSP?")
    unknown = asking_state(date(2025, 2, 1), status="open-overdue-or-unknown")
    low = asking_state(date(2026, 7, 1), confidence="low")
    late = asking_state(date(2027, 8, 1))
    for day in ("2026-04-10", "2026-11-30"):
        run(day)
    said = {
        state.iso3: (dossier_of(state).state, dossier_of(state).conflict) for state in (undecided, unknown, low, late)
    }
    waits = RequestState.ANTICIPATED
    assert said == {
        undecided.iso3: (
            waits,
            "The 22MSP may have decided on the deadline of 31 December 2025; its decision is not documented here.",
        ),
        unknown.iso3: (
            waits,
            "Whether the deadline of 1 February 2025 was extended, or the work completed by then,"
            " is not documented here.",
        ),
        low.iso3: (waits, "What the register says of this obligation rests on a source of low confidence."),
        late.iso3: (
            waits,
            "The request was due on 31 March 2026, before this dossier was opened:"
            " what came by then is not documented here.",
        ),
    }


def test_what_the_register_settles_is_no_longer_in_doubt(app: Flask) -> None:
    calendar()
    state = asking_state(date(2027, 7, 1), undecided_requests_at="22MSP")
    run("2026-01-05")
    assert dossier_of(state).conflict.startswith("The 22MSP may have decided on the deadline of 1 July 2027")
    db.session.scalars(select(Obligation)).one().undecided_requests_at = ""
    db.session.flush()
    run("2026-01-06")
    assert dossier_of(state).conflict == ""
    make_extension(db.session.scalars(select(Obligation)).one(), 1, date(2032, 7, 1), "22MSP")
    run("2027-07-02")
    assert (dossier_of(state).state, dossier_of(state).conflict) == (
        RequestState.ANTICIPATED,
        "The register has another deadline now, 1 July 2032, not 1 July 2027."
        " If no request about the former is to come, close the dossier.",
    )
    assert [entry.details["doubt"][1] != "" for entry in told("request:doubt")] == [False, True]


def test_a_dossier_follows_the_calendar_and_keeps_the_former_meeting_with_the_reason(app: Flask) -> None:
    calendar()
    state = asking_state(date(2027, 12, 20))
    run("2026-01-05")
    dossier = dossier_of(state)
    announce(dossier, announced_on=BY.at.date(), source="statement", who=ISU, on=BY.at.date(), by=BY)
    assert dossier.meeting == "24MSP"
    days = Days(date(2028, 2, 1), date(2028, 2, 4))
    move_meeting("APMBC", "24MSP", days, reason="The room.", by=BY)
    run("2026-01-06")
    assert dossier.meeting == "23MSP"
    [entry] = told("request:aimed")
    assert (entry.actor_name, entry.details["meeting"], entry.details["reason"]) == (
        *("Chancery", ["24MSP", "23MSP"], "the calendar changed"),
    )


def test_the_meeting_that_the_office_chose_stays_until_it_is_over(app: Flask) -> None:
    calendar()
    state = asking_state(date(2028, 6, 1))
    run("2026-01-05")
    aim_at(dossier_of(state), "23MSP", reason="The State is ready early.", by=BY)
    run("2026-01-06")
    assert dossier_of(state).meeting == "23MSP"
    run("2026-12-05")
    assert dossier_of(state).meeting == "24MSP"
    assert told("request:aimed")[-1].details["reason"] == "the 23MSP is over"


def test_while_no_coming_meeting_has_days_the_next_without_days_is_named(app: Flask) -> None:
    make_meeting("22MSP", date(2025, 12, 5))
    state = asking_state(date(2027, 7, 1))
    run("2026-01-05")
    assert dossier_of(state).meeting == ""
    make_meeting("23MSP", None)
    run("2026-01-06")
    assert dossier_of(state).meeting == "23MSP"


def test_two_jobs_at_once_open_each_dossier_once(bare_office: Flask) -> None:
    upgrade()
    with transaction():
        calendar()
        for month in range(1, 7):
            asking_state(date(2027, month, 1))
    db.session.remove()

    def job() -> None:
        with bare_office.app_context():
            run("2026-01-05")

    with ThreadPoolExecutor(3) as pool:
        for each in [pool.submit(job) for _ in range(3)]:
            each.result()
    assert len({each.iso3 for each in db.session.scalars(select(Dossier))}) == 6
    assert len(db.session.scalars(select(Dossier)).all()) == len(told("request:anticipate")) == 6
