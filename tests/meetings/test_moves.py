"""A meeting moves once, with its sessions, after everything that follows was told."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from committees.models.work import Owner
from committees.queries.consequences import offices_moved
from committees.queries.holders import seat_holders
from committees.queries.offices import Offices
from committees.rules.due import DueRule
from committees.workflow.tasks import TaskPlan, add_task
from conventions.days import Days
from conventions.models import Meeting, MeetingMove, MeetingState
from conventions.moving import Consequence, Move, reordered
from conventions.queries import move_of
from core.audit.models import AuditEntry
from core.audit.workflow import Actor
from core.db import db, transaction
from correspondence.queries.consequences import letters_moved
from extension_requests.queries.moved import requests_moved
from meetings.models.sessions import Session, SessionState
from meetings.queries.consequences import sessions_moved
from meetings.queries.people_moved import people_moved
from meetings.workflow.calling_off import cancel_with_sessions
from meetings.workflow.moves import move_with_sessions
from tests.committees.offices_of_work import committee
from tests.factories.meetings import make_meeting_of_days, make_session
from tests.meetings.plans import make_slot, timetable
from tests.states_parties.refusals import refused

BY = Actor("Ada Officer", datetime(2021, 5, 3, 9, 0, tzinfo=UTC))
ON = date(2021, 5, 3)
NOVEMBER = Days(date(2021, 11, 15), date(2021, 11, 19))
DECEMBER = Days(date(2021, 12, 6), date(2021, 12, 10))


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    row = make_meeting_of_days("19MSP", date(2021, 11, 15), date(2021, 11, 19))
    make_session(row, date(2021, 11, 15), title="Opening")
    make_session(row, date(2021, 11, 19), time(15), time(18), title="Closing")
    make_session(row, date(2021, 11, 16), title="Dropped", state=SessionState.CANCELLED)
    return row


def moved(days: Days = DECEMBER, **more: Any) -> MeetingMove:
    facts = {"was": NOVEMBER, "shift": True, "reason": "The room.", "by": BY, **more}
    return move_with_sessions("APMBC", "19MSP", days, **facts)


def days_of_sessions() -> dict[str, date]:
    return {each.title: each.day for each in db.session.scalars(select(Session))}


def short(consequences: list[Consequence]) -> list[tuple[str, str, str]]:
    return [(each.what, each.before, each.after) for each in consequences]


def test_sessions_move_along_and_calendars_hear_of_it_once(meeting: Meeting) -> None:
    moved()
    assert days_of_sessions() == {
        "Opening": date(2021, 12, 6),
        "Closing": date(2021, 12, 10),
        "Dropped": date(2021, 11, 16),
    }
    assert sorted(each.sequence for each in db.session.scalars(select(Session))) == [0, 1, 1]


def test_sessions_stay_where_they_are_if_so_wished(meeting: Meeting) -> None:
    before = days_of_sessions()
    moved(shift=False)
    assert days_of_sessions() == before
    assert (meeting.starts_on, meeting.ends_on) == (DECEMBER.starts_on, DECEMBER.ends_on)


def test_the_same_confirmation_sent_twice_moves_nothing_twice(meeting: Meeting) -> None:
    moved()
    said = refused(moved, field="")
    assert said == (
        "Somebody moved the 19MSP meanwhile: it is on 6 to 10 December 2021 now. Look at what would follow again."
    )


def test_what_is_shown_of_the_sessions_is_what_happens(meeting: Meeting) -> None:
    told = sessions_moved(move_of(meeting, DECEMBER, on=ON))
    assert short(told) == [
        ("Session “Opening”", "15 November 2021, 10:00 to 13:00", "6 December 2021, 10:00 to 13:00"),
        ("Session “Closing”", "19 November 2021, 15:00 to 18:00", "10 December 2021, 15:00 to 18:00"),
        ("Calendars of those who follow the meeting", "the old days", "2 entries are brought up to date"),
    ]
    moved()
    assert days_of_sessions()["Opening"] == date(2021, 12, 6)


def test_sessions_that_would_fall_on_weekends_and_holidays_are_told(meeting: Meeting) -> None:
    christmas = Days(date(2027, 12, 24), date(2027, 12, 28))
    make_session(meeting, date(2021, 11, 16), title="Second day")
    make_session(meeting, date(2021, 11, 17), title="Third day")
    told = [each for each in sessions_moved(move_of(meeting, christmas, on=ON)) if "session on" in each.what]
    assert [(each.what, each.before, each.after) for each in told] == [
        (
            "1 session on 25 December 2027",
            "on 16 November 2021",
            "on a Saturday and a holiday in Geneva: Christmas Day: “Second day”",
        ),
        ("1 session on 26 December 2027", "on 17 November 2021", "on a Sunday: “Third day”"),
    ]


def test_sessions_that_would_be_left_outside_are_told(meeting: Meeting) -> None:
    shorter = Days(date(2021, 11, 15), date(2021, 11, 18))
    for move in (move_of(meeting, shorter, on=ON), move_of(meeting, shorter, on=ON, with_sessions=False)):
        assert [each.what for each in sessions_moved(move)] == ["1 session"]
    away = move_of(meeting, Days(), on=ON)
    assert [(each.what, each.after) for each in sessions_moved(away)] == [
        (
            "2 sessions",
            "on days that are not the meeting’s any more: “Opening”, 15 November 2021, “Closing”, 19 November 2021",
        )
    ]


def test_a_cancelled_meeting_cancels_its_sessions(app: Flask) -> None:
    row = make_meeting_of_days("IM2021", date(2021, 6, 22), date(2021, 6, 24), kind="intersessional")
    session = make_session(row, date(2021, 6, 22))
    cancel_with_sessions("APMBC", "IM2021", reason="No money.", by=BY)
    assert (row.state, session.state, session.sequence) == (MeetingState.CANCELLED, SessionState.CANCELLED, 1)


def of_the_8msp(days: Days) -> Move:
    row = db.session.scalars(select(Meeting).where(Meeting.short == "8MSP")).one()
    return move_of(row, days, on=date(2026, 5, 1))


def test_terms_and_tasks_that_hang_on_the_meeting_are_told_and_then_are_so(app: Flask) -> None:
    """Zeta serves up to the 7MSP, which elected Eta."""
    committee()
    row = db.session.scalars(select(Meeting).where(Meeting.short == "7MSP")).one()
    due = DueRule(meeting="7MSP", days=-14)
    add_task("APMBC", "compliance", TaskPlan("Write the report", Owner.ISU, due), on=date(2024, 1, 1), by=BY)
    days = Days(date(2024, 7, 31), date(2024, 7, 31))
    told = offices_moved(move_of(row, days, on=date(2024, 1, 1)))
    assert short(told) == [
        ("Compliance: the term of Zeta ends", "30 June 2024", "31 July 2024"),
        ("Compliance: the term of Eta begins", "1 July 2024", "1 August 2024"),
        ("Nominations for the 7MSP are due", "30 March 2024", "30 April 2024"),
        ("Task “Write the report” is due", "16 June 2024", "17 July 2024"),
    ]
    assert all(each.why and each.source for each in told)
    was = Days(row.starts_on, row.ends_on)
    move_with_sessions("APMBC", "7MSP", days, was=was, shift=True, reason="The room.", by=BY)
    [seat, _empty] = seat_holders(Offices("APMBC"), "compliance", on=date(2024, 7, 15))
    assert seat.name == "Zeta"


def test_a_meeting_that_would_change_places_with_another_says_so(app: Flask) -> None:
    committee()
    early = Days(date(2024, 1, 10), date(2024, 1, 10))
    told = reordered(of_the_8msp(early))
    assert short(told) == [
        (
            "The order of formal meetings: the 8MSP",
            "after the 7MSP and before the 9MSP",
            "after the 6MSP and before the 7MSP",
        )
    ]
    assert reordered(of_the_8msp(Days(date(2026, 8, 1), date(2026, 8, 1)))) == []


def of_the_23msp(registers: Flask, days: Days, *, first: Days | None = None) -> Move:
    row = db.session.scalars(select(Meeting).filter_by(convention="APMBC", short="23MSP")).one()
    if first:
        row.starts_on, row.ends_on = first.starts_on, first.ends_on
        db.session.flush()
    return move_of(row, days, on=date(2026, 11, 20))


def test_letters_counted_from_the_meeting_are_told(registers: Flask) -> None:
    november, december = (Days(date(2026, month, 16), date(2026, month, 20)) for month in (11, 12))
    told = {
        each.what: (each.before, each.after)
        for each in letters_moved(of_the_23msp(registers, december, first=november))
    }
    assert told["Letters “Thanks at the end of a Presidency” of 2026 usually leave"] == (
        "27 November 2026",
        "27 December 2026",
    )
    assert all("23MSP" not in what for what in told)


def test_extension_requests_are_told_by_the_meeting_that_would_consider_them(registers: Flask) -> None:
    """Bosnia and Herzegovina’s deadline under Article 5 is 1 March 2027."""
    told = requests_moved(of_the_23msp(registers, Days(date(2026, 12, 7), date(2026, 12, 11))))
    assert ("Extension requests to the 23MSP are due", "no day yet", "31 March 2026") in short(told)
    [bosnia] = [each for each in short(told) if "Bosnia" in each[0]]
    assert bosnia == (
        "A request of Bosnia and Herzegovina about its Article 5 deadline, 1 March 2027, is considered",
        "at no meeting with days",
        "at the 23MSP",
    )
    late = requests_moved(of_the_23msp(registers, Days(date(2027, 4, 5), date(2027, 4, 9))))
    assert "at the 23MSP, after the deadline has passed" in [
        after for what, _, after in short(late) if "Bosnia" in what
    ]


def test_the_ccm_counts_nine_months_back(registers: Flask) -> None:
    """Its 11MSP opened on 11 September 2023, and the ISU named 11 December 2022 as the last day for requests."""
    row = db.session.scalars(select(Meeting).filter_by(convention="CCM", short="11MSP")).one()
    move = move_of(row, Days(date(2023, 9, 18), date(2023, 9, 21)), on=date(2022, 1, 1))
    due = [each for each in short(requests_moved(move)) if each[0] == "Extension requests to the 11MSP are due"]
    assert due == [("Extension requests to the 11MSP are due", "11 December 2022", "18 December 2022")]


def test_every_room_that_tells_consequences_is_listed(registers: Flask) -> None:
    told = registers.extensions["consequences of a move"]
    assert {reordered, offices_moved, letters_moved, sessions_moved, people_moved, requests_moved} <= set(told)


def test_the_command_line_prints_what_follows_and_changes_nothing_in_a_dry_run(meeting: Meeting) -> None:
    with transaction():
        pass
    runner = meeting_runner()
    result = runner.invoke(args=["meetings", "move", "APMBC/19MSP", "--to", "2021-12-06", "--dry-run"])
    assert result.exit_code == 0
    assert "15 to 19 November 2021 → 6 to 10 December 2021" in result.output
    assert "Session “Opening”: 15 November 2021, 10:00 to 13:00 → 6 December 2021, 10:00 to 13:00" in result.output
    assert result.output.endswith("Nothing was changed.\n")
    assert days_of_sessions()["Opening"] == date(2021, 11, 15)
    wrong = runner.invoke(args=["meetings", "move", "19MSP", "--to", "2021-12-06"])
    assert (wrong.exit_code, "Say why" in wrong.output) == (2, True)
    done = runner.invoke(
        args=["meetings", "move", "19MSP", "--convention", "apmbc", "--to", "2021-12-06", "--reason", "x"]
    )
    assert done.output.endswith("Moved.\n")
    assert days_of_sessions()["Opening"] == date(2021, 12, 6)


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("20MSP", "is not in the calendar"),
        ("APMBC/20MSP", "“20MSP” is not in the calendar of the APMBC"),
    ],
)
def test_an_unknown_meeting_is_refused_by_name(meeting: Meeting, ref: str, said: str) -> None:
    result = meeting_runner().invoke(args=["meetings", "move", ref, "--to", "2021-12-06", "--dry-run"])
    assert (result.exit_code, said in result.output) == (2, True)


def test_a_name_that_both_conventions_have_needs_its_convention(meeting: Meeting) -> None:
    make_meeting_of_days("19MSP", date(2021, 9, 1), date(2021, 9, 2), "CCM")
    result = meeting_runner().invoke(args=["meetings", "move", "19MSP", "--to", "2021-12-06", "--dry-run"])
    assert "The APMBC and the CCM have a 19MSP. Say which, as APMBC/19MSP or with --convention." in result.output


def meeting_runner() -> Any:
    return current_app.test_cli_runner()


def test_sessions_that_move_along_but_do_not_fit_the_new_days_are_named(meeting: Meeting) -> None:
    shorter = Days(date(2021, 12, 6), date(2021, 12, 9))
    told = sessions_moved(move_of(meeting, shorter, on=ON))
    assert short(told)[2] == (
        "1 session",
        "on days of the meeting",
        "on days that are not the meeting’s any more: “Closing”, 10 December 2021",
    )


NIGHT = Days(date(2027, 3, 27), date(2027, 3, 27))
CLOCKS_CHANGE = Days(date(2027, 3, 28), date(2027, 3, 28))


def test_a_session_never_moves_into_the_hour_that_clocks_leave_out(app: Flask) -> None:
    row = make_meeting_of_days("IM2027", date(2027, 3, 27), date(2027, 3, 27), kind="intersessional")
    make_session(row, date(2027, 3, 27), time(2, 30), time(4), title="Night")
    said = refused(
        lambda: move_with_sessions("APMBC", "IM2027", CLOCKS_CHANGE, was=NIGHT, shift=True, reason="The room.", by=BY),
        field="",
    )
    assert said == (
        "“Night” cannot move along. On 28 March 2027 the clocks in Europe/Zurich are set forward; they never show "
        "02:30. Change its hours first, or leave the sessions where they are."
    )
    assert said in [each.after for each in sessions_moved(move_of(row, CLOCKS_CHANGE, on=ON))]


def test_pieces_keep_their_distance_from_the_start_in_the_night_when_clocks_change(app: Flask) -> None:
    row = make_meeting_of_days("IM2027", date(2027, 3, 27), date(2027, 3, 27), kind="intersessional")
    night = make_session(row, date(2027, 3, 27), time(1), time(5), title="Night")
    make_slot(night, "Video", time(2, 30), 30)
    move_with_sessions("APMBC", "IM2027", CLOCKS_CHANGE, was=NIGHT, shift=True, reason="The room.", by=BY)
    assert timetable(row) == {"Night": ["03:30-04:00 Video"]}


def test_each_session_that_moves_along_is_on_record(meeting: Meeting) -> None:
    moved()
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "session:changed").order_by(AuditEntry.id))
    assert [each.details["day"] for each in entries] == [["2021-11-15", "2021-12-06"], ["2021-11-19", "2021-12-10"]]
