"""The acts on the calendar of meetings, what stands afterwards, and what each refuses."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from conventions.days import Days
from conventions.models import Meeting, MeetingMove, MeetingState
from conventions.queries import closing_days, find_meeting, meeting_order, move_of, moves_of
from conventions.workflow import (
    MeetingDescription,
    add_meeting,
    cancel_meeting,
    change_meeting,
    confirm_meeting,
    move_meeting,
    seen_of,
)
from core.audit.models import AuditEntry
from core.audit.workflow import Actor
from core.db import db
from tests.factories.meetings import make_meeting_of_days
from tests.factories.offices import make_meeting
from tests.states_parties.refusals import refused

BY = Actor("Ada Officer", datetime(2020, 3, 2, 9, 0, tzinfo=UTC))
RETREAT = MeetingDescription("2021 Retreat", "retreat", languages=[])
JUNE = Days(date(2021, 6, 22), date(2021, 6, 24))


def added(days: Days = JUNE, **more: Any) -> Meeting:
    return add_meeting("APMBC", "RT2021", MeetingDescription(**{**vars(RETREAT), **more}), days, by=BY)


def test_a_meeting_is_added_as_planned_and_confirmed_once_it_has_days(app: Flask) -> None:
    meeting = added()
    assert (meeting.state, meeting.starts_on, meeting.zone) == (
        MeetingState.PLANNED,
        date(2021, 6, 22),
        "Europe/Zurich",
    )
    confirm_meeting("APMBC", "RT2021", by=BY)
    assert meeting.state is MeetingState.CONFIRMED
    assert "is confirmed already" in refused(lambda: confirm_meeting("APMBC", "RT2021", by=BY), field="")
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts == ["meeting:added", "meeting:confirmed"]


@pytest.mark.parametrize(
    ("days", "field", "said"),
    [
        (Days(date(2021, 6, 22), None), "ends_on", "Give the first and the last day, or neither"),
        (Days(None, date(2021, 6, 22)), "starts_on", "Give the first and the last day, or neither"),
        (Days(date(2021, 6, 24), date(2021, 6, 22)), "ends_on", "before it starts on 24 June 2021"),
        (Days(date(2021, 6, 1), date(2021, 7, 2)), "ends_on", "no more than 31 days"),
    ],
)
def test_days_that_cannot_be_are_refused(app: Flask, days: Days, field: str, said: str) -> None:
    assert said in refused(lambda: added(days), field=field)


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"kind": "summit"}, "kind", "“summit” is not a kind of meeting"),
        ({"format": "by letter"}, "format", "in-person, virtual or hybrid"),
        ({"languages": ["EN", "DE"]}, "languages", "DE is no language of interpretation here"),
        ({"zone": "Geneva"}, "zone", "“Geneva” is not a time zone"),
        ({"full_name": " "}, "full_name", "full name"),
        ({"source": ""}, "source", "Name the source"),
    ],
)
def test_a_description_that_cannot_be_is_refused(app: Flask, wrong: dict[str, Any], field: str, said: str) -> None:
    assert said in refused(lambda: added(**wrong), field=field)


def test_two_meetings_of_one_name_are_refused(app: Flask) -> None:
    added()
    assert refused(added, field="") == "The calendar of the Convention has a meeting of this short name."
    assert "is no short name" in refused(lambda: add_meeting("APMBC", "19 MSP!", RETREAT, JUNE, by=BY), field="short")


def test_a_moved_meeting_keeps_its_old_days_and_the_reason(app: Flask) -> None:
    make_meeting_of_days("2RC", date(2020, 11, 23), date(2020, 11, 27), "CCM")
    later = Days(date(2021, 9, 20), date(2021, 9, 21))
    move_meeting("CCM", "2RC", later, reason="The pandemic.", by=BY)
    [move] = db.session.scalars(select(MeetingMove)).all()
    assert (move.from_starts_on, move.to_ends_on, move.reason, move.moved_by) == (
        date(2020, 11, 23),
        date(2021, 9, 21),
        "The pandemic.",
        "Ada Officer",
    )
    assert closing_days("CCM")["2RC"] == date(2021, 9, 21)
    meeting = find_meeting("CCM", "2rc")
    assert meeting is not None
    assert [each.reason for each in moves_of([meeting.id])] == ["The pandemic."]


def test_a_move_to_the_same_days_or_without_a_reason_is_refused(app: Flask) -> None:
    added()
    same = refused(lambda: move_meeting("APMBC", "RT2021", JUNE, reason="x", by=BY), field="starts_on")
    assert same == "The RT2021 has these days already: 22 to 24 June 2021."
    said = refused(lambda: move_meeting("APMBC", "RT2021", Days(), reason=" ", by=BY), field="reason")
    assert said == "Say why: the reason stays beside the old days."


def test_a_cancelled_meeting_stays_and_changes_no_more(app: Flask) -> None:
    meeting = added()
    cancel_meeting("APMBC", "RT2021", reason="Nobody can come.", by=BY)
    assert meeting.state is MeetingState.CANCELLED
    for act in (
        lambda: move_meeting("APMBC", "RT2021", Days(), reason="x", by=BY),
        lambda: change_meeting("APMBC", "RT2021", RETREAT, by=BY),
        lambda: cancel_meeting("APMBC", "RT2021", reason="x", by=BY),
    ):
        assert refused(act, field="").startswith("The RT2021 is cancelled")


def test_a_meeting_that_terms_are_counted_in_is_not_cancelled_and_stays_of_its_kind(app: Flask) -> None:
    make_meeting("19MSP", date(2021, 11, 19))
    said = refused(lambda: cancel_meeting("APMBC", "19MSP", reason="x", by=BY), field="")
    assert "terms of office are counted in such meetings" in said
    other = MeetingDescription("Nineteenth", "retreat")
    assert "stays what it is" in refused(lambda: change_meeting("APMBC", "19MSP", other, by=BY), field="kind")


def test_a_change_is_told_in_the_audit_and_no_change_is_refused(app: Flask) -> None:
    added()
    same = MeetingDescription(**vars(RETREAT))
    assert (
        refused(lambda: change_meeting("APMBC", "RT2021", same, by=BY), field="") == "Nothing is different from before."
    )
    change_meeting("APMBC", "RT2021", MeetingDescription(**{**vars(RETREAT), "venue": "Villa"}), by=BY)
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert entry.details == {"venue": ["none", "Villa"]}


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (Days(), "no days yet"),
        (Days(date(2020, 6, 29), date(2020, 6, 29)), "29 June 2020"),
        (JUNE, "22 to 24 June 2021"),
        (Days(date(2020, 11, 30), date(2020, 12, 4)), "30 November to 4 December 2020"),
        (Days(date(2020, 12, 30), date(2021, 1, 2)), "30 December 2020 to 2 January 2021"),
    ],
)
def test_days_are_told_as_people_write_them(days: Days, words: str) -> None:
    assert days.in_words == words


def test_a_move_that_is_only_looked_at_shows_both_orders_and_changes_nothing(app: Flask) -> None:
    make_meeting("1MSP", date(2020, 6, 1))
    second = make_meeting("2MSP", date(2021, 6, 1))
    move = move_of(second, Days(date(2019, 6, 1), date(2019, 6, 1)), on=date(2019, 1, 1))
    assert [each.short for each in move.order_before.meetings] == ["1MSP", "2MSP"]
    assert [each.short for each in move.order_after.meetings] == ["2MSP", "1MSP"]
    assert move.days_later == -731
    assert [each.short for each in meeting_order("APMBC").meetings] == ["1MSP", "2MSP"]


def test_a_preparatory_meeting_is_no_part_of_its_conference(app: Flask) -> None:
    make_meeting("3RC", None, "CCM")
    make_meeting("3RC-PM1", date(2026, 5, 4), "CCM", kind="preparatory")
    assert "3RC" not in closing_days("CCM")


def test_notes_that_another_wrote_meanwhile_are_not_lost(app: Flask) -> None:
    meeting = added()
    seen = seen_of(meeting)
    noted = MeetingDescription(**{**vars(RETREAT), "notes": "The host pays."})
    change_meeting("APMBC", "RT2021", noted, by=BY, seen=seen)
    moved = MeetingDescription(**{**vars(RETREAT), "venue": "Villa"})
    said = refused(lambda: change_meeting("APMBC", "RT2021", moved, by=BY, seen=seen), field="")
    assert said.startswith("Somebody changed the RT2021 meanwhile, and nothing of yours is saved.")
    assert (meeting.notes, meeting.venue == "Villa") == ("The host pays.", False)
