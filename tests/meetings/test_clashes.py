"""What a timetable asks of people that they cannot do, within a meeting and across meetings."""

from datetime import date, time

from flask import Flask

from conventions.models import MeetingState
from meetings.models.sessions import SessionKind, SessionState
from meetings.models.timetable import Answer, SpeakerRole
from meetings.queries.clashes import warnings_of
from meetings.queries.timetable import timetable_of
from tests.factories.meetings import make_meeting_of_days, make_session
from tests.factories.offices import make_body
from tests.factories.states import make_state
from tests.meetings.plans import FIRST_DAY, make_planned_meeting, make_slot, make_speaker, two_sessions


def told(meeting, most_a_day: int = 4) -> list[str]:  # type: ignore[no-untyped-def]
    return warnings_of(meeting, timetable_of(meeting.id), most_a_day=most_a_day)


def test_a_plain_timetable_is_warned_of_nothing(app: Flask) -> None:
    meeting = make_planned_meeting()
    morning, _ = two_sessions(meeting)
    make_speaker(morning, "Ada Person", role=SpeakerRole.MODERATOR)
    make_speaker(morning, "Ada Person", make_slot(morning, "Opening", time(10), 30))
    assert told(meeting) == []


def test_a_panellist_who_chairs_elsewhere_at_the_same_time_is_named(app: Flask) -> None:
    meeting = make_planned_meeting()
    morning, _ = two_sessions(meeting)
    make_speaker(morning, "Ada Person", make_slot(morning, "Victims", time(10), 60), email="ada@example.org")
    other = make_meeting_of_days("10MSP", FIRST_DAY, FIRST_DAY, convention="CCM")
    elsewhere = make_session(other, FIRST_DAY, time(4, 30), time(6), zone="America/New_York", interpretation=["EN"])
    make_speaker(elsewhere, "A. Person", email="Ada@example.org", role=SpeakerRole.CHAIR)
    assert told(meeting) == [
        "Ada Person is panellist in “2 (a) Victims” and chair in “Plenary (10MSP)” at the same time, "
        "on 15 November 2021."
    ]


def test_whoever_declined_and_what_is_cancelled_clashes_with_nothing(app: Flask) -> None:
    meeting = make_planned_meeting()
    morning, _ = two_sessions(meeting)
    make_speaker(morning, "Ada Person")
    side = make_session(meeting, FIRST_DAY, title="Side", kind=SessionKind.SIDE_EVENT)
    make_speaker(side, "Ada Person", answer=Answer.DECLINED, invited_at=morning.changed_at)
    off = make_session(meeting, FIRST_DAY, title="Off", state=SessionState.CANCELLED)
    make_speaker(off, "Ada Person")
    gone = make_meeting_of_days("PC2021", FIRST_DAY, FIRST_DAY, state=MeetingState.CANCELLED)
    make_speaker(make_session(gone, FIRST_DAY), "Ada Person")
    assert told(meeting) == []


def test_a_committee_that_leads_two_meetings_at_once_is_named(app: Flask) -> None:
    make_body("victim-assistance", name_en="Committee on Victim Assistance")
    meeting = make_planned_meeting()
    make_session(meeting, FIRST_DAY, title="Victims", body="victim-assistance", interpretation=["EN"])
    within = make_session(meeting, FIRST_DAY, title="Beside", kind=SessionKind.INFORMAL, body="victim-assistance")
    assert [each for each in told(meeting) if each.startswith("The Committee")] == []
    within.state = SessionState.CANCELLED
    other = make_meeting_of_days("VA2021", FIRST_DAY, FIRST_DAY)
    make_session(other, FIRST_DAY, time(12), time(14), title="Experts", body="victim-assistance")
    assert told(meeting) == [
        "The Committee on Victim Assistance leads “Victims” and “Experts (VA2021)” at the same time."
    ]


def test_a_delegation_that_speaks_in_parallel_or_too_often_is_named(app: Flask) -> None:
    state = make_state("Ruritania")
    meeting = make_planned_meeting()
    morning, _ = two_sessions(meeting)
    side = make_session(meeting, FIRST_DAY, title="Side", kind=SessionKind.SIDE_EVENT)
    for name, session in (("Ada", morning), ("Bo", side)):
        make_speaker(session, name, iso3=state.iso3)
    at_once = "Ruritania speaks in “Morning” and in “Side” at the same time, on 15 November 2021."
    assert told(meeting) == [at_once]
    assert told(meeting, most_a_day=1) == [
        at_once,
        "Ruritania speaks 2 times on 15 November 2021, more than 1: in “Morning” and “Side”.",
    ]


def test_a_session_over_its_end_and_one_without_interpretation_are_named(app: Flask) -> None:
    meeting = make_planned_meeting()
    late = make_session(meeting, date(2021, 11, 16), title="Second", interpretation=[])
    make_slot(late, "Opening", time(10), 190)
    found = told(meeting)
    assert found[0] == "“Second” on 16 November runs 10 minutes past its end at 13:00."
    assert "“Second” on 16 November: The 19MSP is formal, and no interpretation is foreseen for this session." in found


def test_pieces_that_run_into_another_session_of_the_meeting_are_named_with_it(app: Flask) -> None:
    meeting = make_planned_meeting()
    morning, _ = two_sessions(meeting)
    make_session(meeting, FIRST_DAY, time(15), time(16), title="Beside", kind=SessionKind.SIDE_EVENT, room="XX")
    make_slot(morning, "Opening", time(10), 300)
    assert not [each for each in told(meeting) if "as long as" in each]
    make_slot(morning, "Status", time(15), 30)
    assert [each for each in told(meeting) if "as long as" in each] == [
        "“Morning” on 15 November, as long as its pieces last: “Afternoon” is held at the same time, "
        "from 15:00 to 18:00."
    ]
    morning.room = "XX"
    assert (
        "“Morning” on 15 November, as long as its pieces last: “Beside” is in the same room, XX, from 15:00 to 16:00."
    ) in told(meeting)


def test_a_piece_before_its_session_begins_is_named(app: Flask) -> None:
    meeting = make_planned_meeting()
    morning, _ = two_sessions(meeting)
    make_slot(morning, "Opening", time(9, 30), 20)
    assert told(meeting) == ["“Morning” on 15 November: “1 Opening” is at 09:30, before the session begins at 10:00."]
