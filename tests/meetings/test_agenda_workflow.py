"""Acts on the agenda of a meeting, each of them undone again."""

from datetime import date, time

import pytest
from flask import Flask

from core.audit.models import AuditEntry
from core.db import db
from core.errors import RuleViolation
from core.seen.guard import WrittenMeanwhile
from meetings.models.agenda import AgendaItem, ItemKind
from meetings.models.releases import PlanChange
from meetings.models.timetable import Slot
from meetings.queries.agenda import agenda_of
from meetings.rules.agenda import Place
from meetings.rules.agenda_list import Written, items_in
from meetings.usual_agendas import usual_agenda
from meetings.workflow.agenda import (
    ItemText,
    add_item,
    add_items,
    begin_with,
    change_item,
    move_item,
    place_item,
    remove_item,
    take_over,
)
from meetings.workflow.changes import undo
from meetings.workflow.releases import release_agenda
from tests.factories.meetings import make_meeting_of_days
from tests.factories.states import OFFICER
from tests.meetings.plans import agenda, changes, item, make_planned_meeting, make_slot, make_speaker, two_sessions

BEGUN = ["1 Opening", "2 Status", "2 (a) Victims", "2 (b) Clearance", "3 Report", "4 Closing"]


def test_a_pasted_list_becomes_a_tree_and_one_undo_takes_all_of_it_back(app: Flask) -> None:
    meeting = make_planned_meeting()
    assert agenda(meeting) == BEGUN
    undo(changes(meeting)[0], meeting, by=OFFICER)
    assert agenda(meeting) == []


def test_an_item_is_moved_step_by_step_and_each_step_undone(app: Flask) -> None:
    meeting = make_planned_meeting()
    assert move_item(meeting, item(meeting, "Victims"), "out", by=OFFICER) == "3"
    assert move_item(meeting, item(meeting, "Victims"), "up", by=OFFICER) == "2"
    assert move_item(meeting, item(meeting, "Victims"), "in", by=OFFICER) == "1 (a)"
    assert agenda(meeting) == ["1 Opening", "1 (a) Victims", "2 Status", "2 (a) Clearance", "3 Report", "4 Closing"]
    for change in changes(meeting)[:3]:
        undo(change, meeting, by=OFFICER)
    assert agenda(meeting) == BEGUN


def test_an_item_dragged_under_what_hangs_on_it_is_refused_and_nothing_changes(app: Flask) -> None:
    meeting = make_planned_meeting()
    status, victims = item(meeting, "Status"), item(meeting, "Victims")
    with pytest.raises(RuleViolation, match="“Status” cannot stand under “Victims”"):
        place_item(meeting, status, Place(victims.id, 1), by=OFFICER)
    assert agenda(meeting) == BEGUN
    assert len(changes(meeting)) == 1


def test_an_item_of_another_agenda_is_nothing_to_stand_under(app: Flask) -> None:
    meeting, other = make_planned_meeting(), make_planned_meeting("20MSP")
    with pytest.raises(RuleViolation, match="not on this agenda"):
        place_item(meeting, item(meeting, "Report"), Place(item(other, "Status").id, 1), by=OFFICER)
    with pytest.raises(RuleViolation, match="not on this agenda"):
        add_item(meeting, ItemText("Costs"), under=item(other, "Status").id, by=OFFICER)
    assert agenda(meeting) == BEGUN


def test_whoever_read_an_older_text_overwrites_nothing(app: Flask) -> None:
    meeting = make_planned_meeting()
    report = item(meeting, "Report")
    change_item(meeting, report, ItemText("Final report", annotation="By consensus"), revision=1, by=OFFICER)
    with pytest.raises(WrittenMeanwhile):
        change_item(meeting, report, ItemText("Report of the Meeting"), revision=1, by=OFFICER)
    assert (report.title, report.annotation, report.revision) == ("Final report", "By consensus", 2)
    change_item(meeting, report, ItemText("Report of the Meeting"), revision=2, by=OFFICER)
    assert report.title == "Report of the Meeting"


def test_saving_without_a_change_leaves_no_trace(app: Flask) -> None:
    meeting = make_planned_meeting()
    change_item(meeting, item(meeting, "Report"), ItemText("Report"), revision=1, by=OFFICER)
    assert len(changes(meeting)) == 1
    assert item(meeting, "Report").revision == 1


def test_a_removed_item_takes_its_children_and_its_time_along_and_all_of_it_comes_back(app: Flask) -> None:
    meeting = make_planned_meeting()
    morning, _afternoon = two_sessions(meeting)
    slot = make_slot(morning, "Victims", time(10), 60)
    speaker = make_speaker(morning, "Ada Person", slot)
    remove_item(meeting, item(meeting, "Status"), by=OFFICER)
    db.session.refresh(speaker)
    assert agenda(meeting) == ["1 Opening", "2 Report", "3 Closing"]
    assert db.session.query(Slot).count() == 0
    assert speaker.slot_id is None
    undo(changes(meeting)[0], meeting, by=OFFICER)
    db.session.refresh(speaker)
    assert agenda(meeting) == BEGUN
    assert [each.minutes for each in db.session.query(Slot)] == [60]
    assert speaker.slot_id == slot.id


def test_an_act_is_not_undone_over_a_later_one(app: Flask) -> None:
    meeting = make_planned_meeting()
    report = item(meeting, "Report")
    change_item(meeting, report, ItemText("Final report"), revision=1, by=OFFICER)
    first = changes(meeting)[0]
    change_item(meeting, report, ItemText("Last report"), revision=2, by=OFFICER)
    with pytest.raises(RuleViolation, match="“Report” was changed again since: undo the later act first"):
        undo(first, meeting, by=OFFICER)
    assert item(meeting, "Last report").revision == 3
    undo(changes(meeting)[0], meeting, by=OFFICER)
    undo(first, meeting, by=OFFICER)
    assert agenda(meeting) == BEGUN
    with pytest.raises(RuleViolation, match="Ada Officer undid this already"):
        undo(first, meeting, by=OFFICER)


def test_an_act_is_not_undone_where_items_would_hang_on_each_other(app: Flask) -> None:
    meeting = make_planned_meeting(items="Four\nOne\n  Two")
    one, two = item(meeting, "One"), item(meeting, "Two")
    place_item(meeting, two, Place(item(meeting, "Four").id, 1), by=OFFICER)
    first = changes(meeting)[0]
    place_item(meeting, one, Place(two.id, 1), by=OFFICER)
    with pytest.raises(RuleViolation, match="would hang on itself"), db.session.begin_nested():
        undo(first, meeting, by=OFFICER)
    assert agenda(meeting) == ["1 Four", "1 (a) Two", "1 (a) (i) One"]
    assert first.undone_at is None


def test_what_was_added_is_not_undone_once_something_stands_in_the_timetable_for_it(app: Flask) -> None:
    meeting = make_planned_meeting()
    morning, _ = two_sessions(meeting)
    added = changes(meeting)[0]
    make_slot(morning, "Opening", time(10), 15)
    with pytest.raises(RuleViolation, match="What would go is tied to 1 slot"):
        undo(added, meeting, by=OFFICER)
    assert agenda(meeting) == BEGUN


def test_what_recurs_is_taken_over_from_the_meeting_before(app: Flask) -> None:
    before = make_planned_meeting()
    victims = item(before, "Victims")
    change_item(
        before, victims, ItemText("Victims", "Said each year", "The Committee", 60, True), revision=1, by=OFFICER
    )
    change_item(before, item(before, "Report"), ItemText("Report", recurring=False), revision=1, by=OFFICER)
    meeting = make_meeting_of_days("20MSP", date(2022, 11, 21), date(2022, 11, 25))
    assert take_over(meeting, before, by=OFFICER) == 5
    assert agenda(meeting) == ["1 Opening", "2 Status", "2 (a) Victims", "2 (b) Clearance", "3 Closing"]
    mine = item(meeting, "Victims")
    assert (mine.annotation, mine.lead, mine.minutes, mine.decision_expected, mine.revision) == (
        "Said each year",
        "The Committee",
        60,
        True,
        1,
    )
    with pytest.raises(RuleViolation, match="The agenda has items already"):
        take_over(meeting, before, by=OFFICER)


@pytest.mark.parametrize(("convention", "items"), [("APMBC", 17), ("CCM", 15)])
def test_the_usual_agenda_of_each_convention_begins_one(app: Flask, convention: str, items: int) -> None:
    meeting = make_meeting_of_days("19MSP", date(2021, 11, 15), date(2021, 11, 19), convention=convention)
    begin_with(meeting, usual_agenda(convention), by=OFFICER)
    lines = agenda_of(meeting.id).lines
    assert sum(line.level == 1 for line in lines) == items
    assert lines[-1].label == f"{items} Closing of the Meeting"


def test_an_item_added_after_the_provisional_agenda_is_late_and_stands_at_its_place(app: Flask) -> None:
    meeting = make_planned_meeting()
    release_agenda(meeting, name="Provisional agenda", symbol="", seen=0, by=OFFICER)
    late = add_item(meeting, ItemText("Costs"), under=item(meeting, "Status").id, by=OFFICER)
    assert late.late
    assert "2 (c) Costs" in agenda(meeting)
    assert not item(meeting, "Report").late


def test_the_chairs_own_item_is_never_late(app: Flask) -> None:
    meeting = make_planned_meeting()
    release_agenda(meeting, name="Provisional agenda", symbol="", seen=0, by=OFFICER)
    own = add_item(meeting, ItemText("Ask for silence", kind=ItemKind.INTERNAL), under=None, by=OFFICER)
    assert not own.late
    assert agenda(meeting)[-1] == "Ask for silence"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (ItemText("   "), "An item has a title."),
        (ItemText("x" * 301), "A title has up to 300 characters, this one 301."),
        (ItemText("Costs", lead="x" * 161), "Say in up to 160 characters who introduces it."),
        (ItemText("Costs", annotation="x" * 5001), "An annotation has up to 5,000 characters."),
        (ItemText("Costs", minutes=-1), "An item is reckoned at 0 to 6,000 minutes."),
    ],
)
def test_an_item_that_cannot_be_is_refused_and_nothing_is_kept(app: Flask, text: ItemText, sentence: str) -> None:
    meeting = make_planned_meeting()
    entries = db.session.query(AuditEntry).count()
    with pytest.raises(RuleViolation) as refusal:
        add_item(meeting, text, under=None, by=OFFICER)
    assert refusal.value.message == sentence
    assert agenda(meeting) == BEGUN
    assert db.session.query(AuditEntry).count() == entries


def test_a_list_deeper_than_the_agenda_or_longer_than_it_may_be_adds_nothing(app: Flask) -> None:
    meeting = make_planned_meeting()
    under = item(meeting, "Victims").id
    with pytest.raises(RuleViolation, match="“Deeper” would stand on level 4"), db.session.begin_nested():
        add_items(meeting, [Written("Deep", 1), Written("Deeper", 2)], under=under, by=OFFICER)
    with pytest.raises(RuleViolation, match="The agenda would have 306 items; it takes up to 300"):
        add_items(meeting, items_in("One more\n" * 300), under=None, by=OFFICER)
    assert agenda(meeting) == BEGUN
    assert db.session.query(AgendaItem).count() == 6
    assert db.session.query(PlanChange).count() == 1


def test_positions_stay_without_gaps_after_any_act(app: Flask) -> None:
    meeting = make_planned_meeting()
    remove_item(meeting, item(meeting, "Victims"), by=OFFICER)
    move_item(meeting, item(meeting, "Report"), "up", by=OFFICER)
    positions = [(line.item.title, line.item.position) for line in agenda_of(meeting.id).lines]
    assert positions == [("Opening", 1), ("Report", 2), ("Status", 3), ("Clearance", 1), ("Closing", 4)]
