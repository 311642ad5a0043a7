"""Acts on the timetable of a meeting."""

from datetime import date, time

import pytest
from flask import Flask

from core.db import db
from core.errors import RuleViolation
from meetings.models.sessions import SessionState
from meetings.models.timetable import Slot, SlotKind
from meetings.queries.timetable import timetable_of
from meetings.rules.timetable_list import pieces_in
from meetings.workflow.changes import undo
from meetings.workflow.timetable import (
    Wanted,
    exchange,
    lengthen,
    move,
    move_before,
    neighbour,
    part,
    paste,
    place,
    take_out,
)
from tests.factories.meetings import make_session
from tests.factories.states import OFFICER
from tests.meetings.plans import (
    changes,
    item,
    make_planned_meeting,
    make_slot,
    make_speaker,
    timetable,
    two_sessions,
)

MORNING = ["10:00-10:30 1 Opening", "10:30-11:30 2 (a) Victims", "11:30-11:45 Break"]


def planned():  # type: ignore[no-untyped-def]
    """The meeting, its sessions, and the pieces of the morning by name."""
    meeting = make_planned_meeting()
    morning, afternoon = two_sessions(meeting)
    pieces = {
        "Opening": make_slot(morning, "Opening", time(10), 30),
        "Victims": make_slot(morning, "Victims", time(10, 30), 60),
        "Break": make_slot(morning, "Break", time(11, 30), 15, kind=SlotKind.BREAK),
    }
    return meeting, morning, afternoon, pieces


def test_an_item_is_placed_after_what_is_there_for_the_time_reckoned(app: Flask) -> None:
    meeting, morning, _, _ = planned()
    clearance = item(meeting, "Clearance")
    clearance.minutes = 45
    place(meeting, Wanted(morning.id, clearance.id), shift=False, by=OFFICER)
    assert timetable(meeting)["Morning"] == [*MORNING, "11:45-12:30 2 (b) Clearance"]


def test_an_item_that_stands_elsewhere_already_is_told_where(app: Flask) -> None:
    meeting, _, afternoon, _ = planned()
    opening, report = item(meeting, "Opening"), item(meeting, "Report")
    told = place(meeting, Wanted(afternoon.id, opening.id), shift=False, by=OFFICER)
    assert told.elsewhere == ["10:00 in “Morning” on 15 November 2021"]
    assert place(meeting, Wanted(afternoon.id, report.id), shift=False, by=OFFICER).elsewhere == []


def test_what_waits_for_time_is_told_until_it_or_what_stands_above_has_some(app: Flask) -> None:
    meeting, _, afternoon, _ = planned()
    assert [line.label for line in timetable_of(meeting.id).unplaced] == ["2 (b) Clearance", "3 Report", "4 Closing"]
    place(meeting, Wanted(afternoon.id, item(meeting, "Status").id), shift=False, by=OFFICER)
    assert [line.label for line in timetable_of(meeting.id).unplaced] == ["3 Report", "4 Closing"]


def test_a_break_stands_where_it_was_put_and_later_ones_are_shifted_and_told(app: Flask) -> None:
    meeting, morning, _, _ = planned()
    wanted = Wanted(morning.id, title="Photograph", kind=SlotKind.BREAK, starts=time(10, 30), minutes=20)
    with pytest.raises(RuleViolation, match="“Photograph” would take 20 minutes of “2 \\(a\\) Victims”"):
        place(meeting, wanted, shift=False, by=OFFICER)
    assert timetable(meeting)["Morning"] == MORNING
    told = place(meeting, wanted, shift=True, by=OFFICER)
    assert told.shifted == ["2 (a) Victims", "Break"]
    assert timetable(meeting)["Morning"] == [
        "10:00-10:30 1 Opening",
        "10:30-10:50 Photograph",
        "10:50-11:50 2 (a) Victims",
        "11:50-12:05 Break",
    ]


def test_a_piece_goes_to_another_session_with_who_speaks_in_it(app: Flask) -> None:
    meeting, morning, afternoon, pieces = planned()
    speaker = make_speaker(morning, "Ada Person", pieces["Victims"])
    move(meeting, pieces["Victims"].id, session_id=afternoon.id, starts=time(16), minutes=50, shift=False, by=OFFICER)
    db.session.refresh(speaker)
    assert timetable(meeting) == {
        "Morning": ["10:00-10:30 1 Opening", "11:30-11:45 Break"],
        "Afternoon": ["16:00-16:50 2 (a) Victims"],
    }
    assert speaker.session_id == afternoon.id


def test_a_piece_made_longer_shifts_or_is_refused_and_past_the_end_is_told(app: Flask) -> None:
    meeting, _, _, pieces = planned()
    with pytest.raises(RuleViolation, match="“1 Opening” would take 60 minutes of"):
        lengthen(meeting, pieces["Opening"].id, by_minutes=90, shift=False, by=OFFICER)
    told = lengthen(meeting, pieces["Opening"].id, by_minutes=90, shift=True, by=OFFICER)
    assert (told.shifted, told.over) == (["2 (a) Victims", "Break"], 15)
    assert timetable(meeting)["Morning"][-1] == "13:00-13:15 Break"
    undo(changes(meeting)[0], meeting, by=OFFICER)
    assert timetable(meeting)["Morning"] == MORNING


def test_a_shorter_piece_is_not_made_long_again_over_what_took_its_time(app: Flask) -> None:
    meeting, morning, _, pieces = planned()
    lengthen(meeting, pieces["Opening"].id, by_minutes=-10, shift=False, by=OFFICER)
    shorter = changes(meeting)[0]
    place(meeting, Wanted(morning.id, title="Video", starts=time(10, 20), minutes=10), shift=False, by=OFFICER)
    with pytest.raises(RuleViolation, match="“1 Opening” would take 10 minutes of “Video”"), db.session.begin_nested():
        undo(shorter, meeting, by=OFFICER)
    assert timetable(meeting)["Morning"][:2] == ["10:00-10:20 1 Opening", "10:20-10:30 Video"]


def test_neighbours_change_places_and_the_first_has_none_before_it(app: Flask) -> None:
    meeting, _, _, pieces = planned()
    plan = timetable_of(meeting.id)
    with pytest.raises(RuleViolation, match="“1 Opening” is the first of its session"):
        neighbour(plan, pieces["Opening"].id, -1)
    exchange(meeting, pieces["Opening"].id, neighbour(plan, pieces["Opening"].id, 1), by=OFFICER)
    assert timetable(meeting)["Morning"] == ["10:00-11:00 2 (a) Victims", "11:00-11:30 1 Opening", "11:30-11:45 Break"]


def test_pieces_of_two_sessions_are_exchanged_where_both_fit(app: Flask) -> None:
    meeting, _, afternoon, pieces = planned()
    closing = make_slot(afternoon, "Closing", time(15), 20)
    make_slot(afternoon, "Report", time(15, 40), 30)
    exchange(meeting, pieces["Opening"].id, closing.id, by=OFFICER)
    assert timetable(meeting)["Morning"][0] == "10:00-10:20 4 Closing"
    assert timetable(meeting)["Afternoon"] == ["15:00-15:30 1 Opening", "15:40-16:10 3 Report"]
    with pytest.raises(RuleViolation, match="“2 \\(a\\) Victims” would take 20 minutes of “3 Report”"):
        exchange(meeting, pieces["Victims"].id, pieces["Opening"].id, by=OFFICER)
    assert timetable(meeting)["Afternoon"] == ["15:00-15:30 1 Opening", "15:40-16:10 3 Report"]


def test_a_piece_is_parted_and_the_rest_moved_before_another(app: Flask) -> None:
    meeting, _, afternoon, pieces = planned()
    make_slot(afternoon, "Report", time(15), 30)
    part(meeting, pieces["Victims"].id, minutes=20, by=OFFICER)
    rest = db.session.query(Slot).filter_by(starts=time(10, 50)).one()
    report = db.session.query(Slot).filter_by(session_id=afternoon.id).one()
    move_before(meeting, rest.id, session_id=afternoon.id, before=report.id, by=OFFICER)
    assert timetable(meeting) == {
        "Morning": ["10:00-10:30 1 Opening", "10:30-10:50 2 (a) Victims", "11:30-11:45 Break"],
        "Afternoon": ["15:00-15:40 2 (a) Victims", "15:40-16:10 3 Report"],
    }


def test_a_piece_taken_out_waits_again_and_its_speaker_stays_with_the_session(app: Flask) -> None:
    meeting, morning, _, pieces = planned()
    speaker = make_speaker(morning, "Ada Person", pieces["Opening"])
    take_out(meeting, pieces["Opening"].id, by=OFFICER)
    db.session.refresh(speaker)
    assert (speaker.session_id, speaker.slot_id) == (morning.id, None)
    assert "1 Opening" in [line.label for line in timetable_of(meeting.id).unplaced]
    with pytest.raises(RuleViolation, match="Somebody took this piece out"):
        lengthen(meeting, pieces["Opening"].id, by_minutes=5, shift=True, by=OFFICER)


def test_a_pasted_list_finds_its_items_by_number_or_title(app: Flask) -> None:
    meeting, _, afternoon, _ = planned()
    text = "15:00 2 (b) 60\nCoffee break 15\nreport 30\nVideo of the host State 10"
    assert paste(meeting, afternoon.id, pieces_in(text), by=OFFICER) == 4
    assert timetable(meeting)["Afternoon"] == [
        "15:00-16:00 2 (b) Clearance",
        "16:00-16:15 Coffee break",
        "16:15-16:45 3 Report",
        "16:45-16:55 Video of the host State",
    ]
    kinds = [each.kind for each in db.session.query(Slot).filter_by(session_id=afternoon.id).order_by(Slot.starts)]
    assert kinds == [SlotKind.ITEM, SlotKind.BREAK, SlotKind.ITEM, SlotKind.OTHER]


def test_a_list_of_which_one_piece_does_not_fit_adds_nothing(app: Flask) -> None:
    meeting, morning, _, _ = planned()
    with pytest.raises(RuleViolation, match="“2 \\(b\\) Clearance”"):
        paste(meeting, morning.id, pieces_in("12:00 Report 30\n11:35 Clearance 10"), by=OFFICER)
    assert timetable(meeting)["Morning"] == MORNING


@pytest.mark.parametrize(
    ("starts", "sentence"),
    [(time(9), "“Morning” begins at 10:00; 09:00 is before that."), (time(23, 59), "beyond the day of “Morning”")],
)
def test_a_time_outside_the_session_is_refused_and_nothing_moves(app: Flask, starts: time, sentence: str) -> None:
    meeting, morning, _, pieces = planned()
    with pytest.raises(RuleViolation, match=sentence):
        move(meeting, pieces["Break"].id, session_id=morning.id, starts=starts, minutes=15, shift=True, by=OFFICER)
    db.session.expire_all()
    assert timetable(meeting)["Morning"] == MORNING


def test_nothing_is_placed_in_a_cancelled_session_or_one_of_another_meeting(app: Flask) -> None:
    meeting, _, afternoon, pieces = planned()
    afternoon.state = SessionState.CANCELLED
    other, _ = two_sessions(make_planned_meeting("20MSP"))
    for session_id, sentence in ((afternoon.id, "“Afternoon” is cancelled"), (other.id, "none of this meeting")):
        with pytest.raises(RuleViolation, match=sentence):
            move_before(meeting, pieces["Opening"].id, session_id=session_id, before=None, by=OFFICER)
    assert timetable(meeting)["Morning"] == MORNING


def test_in_the_night_when_clocks_go_back_a_piece_keeps_its_minutes(app: Flask) -> None:
    meeting = make_planned_meeting()
    night = make_session(meeting, date(2021, 10, 31), time(1), time(5), title="Night")
    paste(meeting, night.id, pieces_in("01:00 Opening 90\nReport 60\nClosing 30"), by=OFFICER)
    assert timetable(meeting)["Night"] == ["01:00-02:30 1 Opening", "02:30-02:30 3 Report", "02:30-03:00 4 Closing"]
    assert [(each.starts, each.second_time, each.minutes) for each in db.session.query(Slot).order_by(Slot.id)] == [
        (time(1), False, 90),
        (time(2, 30), False, 60),
        (time(2, 30), True, 30),
    ]
