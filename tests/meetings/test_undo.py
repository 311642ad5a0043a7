"""What undoing an act on the agenda or the timetable gives back, and what it refuses."""

from dataclasses import replace
from datetime import time

import pytest
from flask import Flask

from core.db import db
from core.errors import RuleViolation
from meetings.models.room import SpeakingRequest
from meetings.queries.sessions import plan_of
from meetings.queries.timetable import timetable_of
from meetings.rules.speakers_list import Standing
from meetings.workflow.agenda import remove_item
from meetings.workflow.changes import undo
from meetings.workflow.sessions import change_session
from meetings.workflow.timetable import exchange, lengthen, move_before, take_out
from tests.factories.states import OFFICER, added
from tests.meetings.plans import (
    agenda,
    changes,
    item,
    make_planned_meeting,
    make_slot,
    make_speaker,
    timetable,
    two_sessions,
)


def test_a_piece_that_goes_back_brings_its_speakers_and_requests_for_the_floor_along(app: Flask) -> None:
    meeting = make_planned_meeting()
    morning, afternoon = two_sessions(meeting)
    piece, other = make_slot(morning, "Opening", time(10), 30), make_slot(afternoon, "Closing", time(15), 30)
    ann, ben = make_speaker(morning, "Ann Person", piece), make_speaker(afternoon, "Ben Person", other)
    asked = added(
        SpeakingRequest(
            session_id=morning.id,
            slot_id=piece.id,
            name="Chile",
            standing=Standing.PARTY,
            place=1,
            limit_seconds=60,
            requested_at=OFFICER.at,
        )
    )
    move_before(meeting, piece.id, session_id=afternoon.id, before=None, by=OFFICER)
    undo(changes(meeting)[0], meeting, by=OFFICER)
    exchange(meeting, piece.id, other.id, by=OFFICER)
    undo(changes(meeting)[0], meeting, by=OFFICER)
    db.session.expire_all()
    assert (ann.session_id, ben.session_id, asked.session_id) == (morning.id, afternoon.id, morning.id)
    named = [[each.name for each in entry.speakers] for entry in timetable_of(meeting.id).entries]
    assert named == [["Ann Person"], ["Ben Person"]]


def test_a_piece_does_not_come_back_before_its_item_does(app: Flask) -> None:
    meeting = make_planned_meeting()
    morning, _ = two_sessions(meeting)
    piece = make_slot(morning, "Opening", time(10), 30)
    take_out(meeting, piece.id, by=OFFICER)
    remove_item(meeting, item(meeting, "Opening"), by=OFFICER)
    removed, taken_out = changes(meeting)[:2]
    with pytest.raises(RuleViolation, match="belongs to an item that was removed since: undo the later act first"):
        undo(taken_out, meeting, by=OFFICER)
    assert (taken_out.undone_at, timetable(meeting)["Morning"]) == (None, [])
    undo(removed, meeting, by=OFFICER)
    undo(taken_out, meeting, by=OFFICER)
    assert timetable(meeting)["Morning"] == ["10:00-10:30 1 Opening"]


def test_an_item_does_not_come_back_before_the_one_it_stands_under(app: Flask) -> None:
    meeting = make_planned_meeting()
    remove_item(meeting, item(meeting, "Clearance"), by=OFFICER)
    remove_item(meeting, item(meeting, "Victims"), by=OFFICER)
    remove_item(meeting, item(meeting, "Status"), by=OFFICER)
    before = agenda(meeting)
    with pytest.raises(RuleViolation, match="“Clearance” belongs to an item that was removed since"):
        undo(changes(meeting)[2], meeting, by=OFFICER)
    assert agenda(meeting) == before


def test_an_act_is_undone_once_the_session_that_moved_since_is_where_it_was(app: Flask) -> None:
    meeting = make_planned_meeting()
    morning, _ = two_sessions(meeting)
    piece = make_slot(morning, "Opening", time(10), 30)
    lengthen(meeting, piece.id, by_minutes=15, shift=False, by=OFFICER)
    longer, plan = changes(meeting)[0], plan_of(morning)
    change_session("APMBC", "19MSP", morning.id, replace(plan, starts=time(11)), by=OFFICER)
    with pytest.raises(RuleViolation, match="undo the later act first, or move the session back to its old hours"):
        undo(longer, meeting, by=OFFICER)
    assert timetable(meeting)["Morning"] == ["11:00-11:45 1 Opening"]
    change_session("APMBC", "19MSP", morning.id, plan, by=OFFICER)
    undo(longer, meeting, by=OFFICER)
    assert timetable(meeting)["Morning"] == ["10:00-10:30 1 Opening"]
