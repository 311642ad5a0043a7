"""Versions of agenda and timetable: what differs, what is refused, who is told."""

from datetime import date, time

import pytest
from flask import Flask
from sqlalchemy import update

from core.audit.models import AuditEntry
from core.db import db
from core.errors import RuleViolation
from core.outbox.models import Mailing, OutboxMessage
from meetings.models.releases import Plan, Release
from meetings.models.sessions import Session
from meetings.models.timetable import Answer, Speaker
from meetings.queries.agenda import agenda_of
from meetings.queries.releases import agenda_entries, concerned_by, differences_to, newest_release, timetable_entries
from meetings.queries.timetable import timetable_of
from meetings.rules.agenda import Place
from meetings.rules.versions import Kind, revised
from meetings.workflow.agenda import ItemText, add_item, change_item, place_item, remove_item
from meetings.workflow.releases import release_agenda, release_timetable
from meetings.workflow.timetable import lengthen, move_before, take_out
from tests.factories.meetings import make_meeting_of_days
from tests.factories.states import OFFICER
from tests.meetings.plans import item, make_planned_meeting, make_slot, make_speaker, two_sessions

TODAY = date(2026, 11, 20)


def issue(meeting, **given):  # type: ignore[no-untyped-def]
    usual = {"name": "Programme", "symbol": "", "seen": 0, "warnings_seen": (), "tell": True, "most_a_day": 4}
    return release_timetable(meeting, **{**usual, "on": TODAY, "by": OFFICER, **given})


def planned():  # type: ignore[no-untyped-def]
    """Ada speaks on victims, Bo chairs the morning, Cy declined; nobody else is concerned."""
    meeting = make_planned_meeting()
    morning, afternoon = two_sessions(meeting)
    opening = make_slot(morning, "Opening", time(10), 30)
    victims = make_slot(morning, "Victims", time(10, 30), 60)
    make_speaker(morning, "Ada", victims, email="ada@example.org")
    make_speaker(morning, "Bo", email="bo@example.org", role="chair")
    make_speaker(morning, "Cy", opening, email="cy@example.org", answer=Answer.DECLINED, invited_at=OFFICER.at)
    make_speaker(morning, "Di", opening)
    return meeting, afternoon, opening, victims


def test_the_difference_of_an_agenda_names_what_is_new_moved_dropped_and_changed(app: Flask) -> None:
    meeting = make_planned_meeting()
    first = release_agenda(meeting, name="Provisional agenda", symbol="APLC/MSP.19/2021/1", seen=0, by=OFFICER)
    assert (first.number, len(first.entries)) == (1, 6)
    add_item(meeting, ItemText("Costs"), under=None, by=OFFICER)
    place_item(meeting, item(meeting, "Closing"), Place(None, 1), by=OFFICER)
    remove_item(meeting, item(meeting, "Victims"), by=OFFICER)
    change_item(meeting, item(meeting, "Report"), ItemText("Report", lead="President"), revision=1, by=OFFICER)
    second = release_agenda(meeting, name="Provisional agenda", symbol="", seen=1, by=OFFICER)
    assert [(each["kind"], each["name"], each["before"], each["after"]) for each in second.difference] == [
        ("moved", "Closing", "item 4", "item 1"),
        ("changed", "Report", "Report", "Report; President"),
        ("new", "Costs", "", "item 5"),
        ("dropped", "Victims", "item 2 (a)", ""),
    ]


def test_the_chairs_own_items_are_in_no_version(app: Flask) -> None:
    meeting = make_planned_meeting()
    text = ItemText("Opening", kind="internal")  # type: ignore[arg-type]
    change_item(meeting, item(meeting, "Opening"), text, revision=1, by=OFFICER)
    assert "Opening" not in [entry["name"] for entry in agenda_entries(agenda_of(meeting.id))]


def test_a_version_is_refused_where_another_came_between_or_nothing_differs(app: Flask) -> None:
    meeting = make_planned_meeting()
    release_agenda(meeting, name="Provisional agenda", symbol="", seen=0, by=OFFICER)
    entries = db.session.query(AuditEntry).count()
    with pytest.raises(RuleViolation, match="Version 1 was issued in the meantime"):
        release_agenda(meeting, name="Provisional agenda", symbol="", seen=0, by=OFFICER)
    with pytest.raises(RuleViolation, match="Nothing differs from version 1"):
        release_agenda(meeting, name="Provisional agenda", symbol="", seen=1, by=OFFICER)
    assert db.session.query(Release).count() == 1
    assert db.session.query(AuditEntry).count() == entries


@pytest.mark.parametrize(
    ("symbol", "sentence"),
    [
        ("CCM/MSP/2021/1", "is a symbol of the CCM; this meeting is one of the APMBC"),
        ("APLC/MSP.18/2020/1", r"belongs to the 18MSP; documents of the 19MSP begin with APLC/MSP\.19/2021/"),
        ("APLC/MSP.19/2021/01", "without a leading 0"),
        ("APLC/MSP.19/2021", r"APLC/MSP\.19/2021/1"),
        ("agenda", r"APLC/MSP\.19/2021/1"),
    ],
)
def test_a_symbol_that_is_none_of_the_meeting_is_refused(app: Flask, symbol: str, sentence: str) -> None:
    make_meeting_of_days("18MSP", date(2020, 11, 16), date(2020, 11, 20))
    meeting = make_planned_meeting()
    with pytest.raises(RuleViolation, match=sentence):
        release_agenda(meeting, name="Provisional agenda", symbol=symbol, seen=0, by=OFFICER)
    assert newest_release(meeting.id, Plan.AGENDA) is None


def test_a_revision_counts_on() -> None:
    assert [revised(each) for each in ("", "CCM/MSP/2022/2", "CCM/MSP/2022/2/Rev.1")] == [
        "",
        "CCM/MSP/2022/2/Rev.1",
        "CCM/MSP/2022/2/Rev.2",
    ]


def test_the_first_programme_concerns_everybody_with_an_address_who_did_not_decline(app: Flask) -> None:
    meeting, *_ = planned()
    release = issue(meeting)
    assert release.told == 2
    messages = db.session.query(OutboxMessage).order_by(OutboxMessage.address).all()
    assert [each.address for each in messages] == ["ada@example.org", "bo@example.org"]
    assert messages[0].content["text"] == (
        "Version 1 of the programme of work (Programme) has been issued. It concerns you in the following:\n\n"
        "- Victims: Monday 15 November 2021, 10:30-11:30\n\n"
        "The whole programme: http://127.0.0.1:8000/apmbc/meetings/19MSP/programme\n"
    )
    assert messages[1].content["text"].count("\n- ") == 2


def test_a_later_version_concerns_those_whose_pieces_differ(app: Flask) -> None:
    meeting, afternoon, opening, victims = planned()
    issue(meeting, tell=False)
    assert db.session.query(Mailing).count() == 0
    move_before(meeting, victims.id, session_id=afternoon.id, before=None, by=OFFICER)
    release = issue(meeting, seen=1)
    [difference] = release.difference
    assert (difference["kind"], difference["before"], difference["after"]) == (
        "moved",
        "Monday 15 November 2021, 10:30-11:30",
        "15:00-16:00",
    )
    assert [each.address for each in db.session.query(OutboxMessage)] == ["ada@example.org"]
    take_out(meeting, opening.id, by=OFFICER)
    timetable = timetable_of(meeting.id)
    differences = differences_to(release, Plan.TIMETABLE, timetable_entries(timetable))
    assert {each.kind for each in differences} == {Kind.DROPPED}
    people = concerned_by(meeting, timetable, differences, on=TODAY)
    assert sorted(person.address for person in people) == ["bo@example.org"]


def test_a_timetable_is_issued_with_its_warnings_only_once_they_were_read(app: Flask) -> None:
    meeting, _, _, victims = planned()
    lengthen(meeting, victims.id, by_minutes=100, shift=True, by=OFFICER)
    warning = "“Morning” on 15 November runs 10 minutes past its end at 13:00."
    with pytest.raises(RuleViolation, match="Not acknowledged yet: “Morning” on 15 November runs 10 minutes"):
        issue(meeting)
    assert db.session.query(Release).count() == db.session.query(OutboxMessage).count() == 0
    assert issue(meeting, warnings_seen=[warning]).warnings_seen == [warning]


def test_an_empty_timetable_or_agenda_is_not_issued(app: Flask) -> None:
    meeting = make_planned_meeting(items="Opening")
    with pytest.raises(RuleViolation, match="The timetable has nothing to be issued"):
        issue(meeting)
    remove_item(meeting, item(meeting, "Opening"), by=OFFICER)
    with pytest.raises(RuleViolation, match="The agenda has no item to be issued"):
        release_agenda(meeting, name="Provisional agenda", symbol="", seen=0, by=OFFICER)
    assert db.session.query(Release).count() == 0


def test_a_version_says_what_stands_now_not_what_was_read_before(app: Flask) -> None:
    meeting, _, _, victims = planned()
    read_before = timetable_of(meeting.id)
    for model, columns in ((Session, {"room": "Room XX"}), (Speaker, {"name": "Ada Other"})):
        elsewhere = update(model).values(**columns)
        db.session.execute(elsewhere, execution_options={"synchronize_session": False})
    release = issue(meeting)
    assert read_before.entries
    [entry] = [each for each in release.entries if each["id"] == victims.id]
    assert (entry["room"], entry["speakers"]) == ("Room XX", ["Ada Other (panellist)"])
