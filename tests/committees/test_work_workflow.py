"""The acts on the work of a body: files, tasks, decisions, copying to the next meeting; and what each refuses."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from committees.models.work import BodyFile, Owner, Task, TaskState
from committees.queries.offices import Offices
from committees.queries.reforms import open_work
from committees.queries.work import PlannedTask, all_tasks, decisions_of, tasks_of
from committees.rules.due import DueRule
from committees.workflow.decisions import record_decision
from committees.workflow.files import close_file, open_file, reopen_file
from committees.workflow.tasks import (
    TaskPlan,
    add_task,
    carry_over,
    carrying_over,
    change_task,
    reopen_task,
    settle_task,
)
from conventions.models import Meeting
from core.audit.models import AuditEntry
from core.audit.workflow import Actor
from core.db import db, transaction
from core.errors import NotFound
from tests.committees.offices_of_work import BY, ON, ZETA, committee
from tests.factories.offices import make_body, make_composition
from tests.states_parties.refusals import refused

HERE = ("APMBC", "compliance")


@pytest.fixture
def body(app: Flask) -> Any:
    return committee()


def opened(title: str = "A matter", **wanted: Any) -> BodyFile:
    facts = {"iso3": None, "notes": "", "opened_on": date(2026, 11, 2), "on": ON, **wanted}
    return open_file(*HERE, title=title, **facts, by=BY)


def planned(title: str = "Write the report", owner: Owner = Owner.ISU, **more: Any) -> Task:
    due = more.pop("due", DueRule(meeting="8MSP", days=-14))
    return add_task(*HERE, TaskPlan(title, owner, due, **more), on=ON, by=BY)


def settled(task: Task, state: TaskState = TaskState.DONE, **wanted: Any) -> Task:
    return settle_task(*HERE, task.id, state=state, **{"settled_on": ON, "outcome": "", "on": ON, "by": BY, **wanted})


def decided(**wanted: Any) -> Any:
    facts = {"text": "The Committee writes.", "decided_on": ON, "occasion": "", "file_id": None, "follow_up": ()}
    return record_decision(*HERE, **{**facts, "on": ON, "by": BY, **wanted})


def acts() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def told(on: date = ON) -> list[PlannedTask]:
    return tasks_of(Offices("APMBC"), "compliance", on=on)


def test_a_task_says_its_office_and_a_day_that_follows_the_calendar(body: Any) -> None:
    planned(owner=Owner.SEAT, seat=1)
    [task] = told()
    assert (task.owner, task.holder, task.due_on, task.status) == ("Seat 1", "Eta", date(2026, 6, 16), "overdue")
    assert task.row.rule_source == "Office practice"
    assert acts() == ["task:added"]


def test_moving_the_meeting_moves_the_task(body: Any) -> None:
    planned()
    meeting = db.session.scalars(select(Meeting).where(Meeting.short == "8MSP")).one()
    meeting.starts_on, meeting.ends_on = date(2026, 12, 24), date(2026, 12, 24)
    db.session.flush()
    assert [(task.due_on, task.status) for task in told()] == [(date(2026, 12, 10), "due soon")]
    meeting.starts_on = meeting.ends_on = None
    db.session.flush()
    assert [(task.due_on, task.status) for task in told()] == [(None, "no day yet")]


def test_a_task_is_there_from_the_day_it_was_written_and_open_until_the_day_it_was_settled(body: Any) -> None:
    early = Actor("Ada", datetime(2026, 11, 1, 9, tzinfo=UTC))
    task = add_task(*HERE, TaskPlan("t", Owner.ISU, DueRule(date(2027, 5, 1))), on=ON, by=early)
    settled(task, settled_on=date(2026, 11, 10))
    days = [date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 9), date(2026, 11, 10), date(2026, 11, 11)]
    assert [[each.status for each in told(day)] for day in days] == [[], ["open"], ["open"], ["done"], ["done"]]


def test_a_task_written_after_midnight_in_the_office_is_open_work_of_the_new_day(body: Any) -> None:
    after_midnight = Actor("Ada", datetime(2026, 11, 1, 23, 30, tzinfo=UTC))  # 2 November in Geneva
    add_task(*HERE, TaskPlan("t", Owner.ISU, DueRule(ON), hours=3), on=ON, by=after_midnight)
    days = (date(2026, 11, 1), date(2026, 11, 2))
    assert [open_work("APMBC", on=day) for day in days] == [{}, {"compliance": (1, 3)}]
    assert [len(told(day)) for day in days] == [0, 1]


@pytest.mark.parametrize(
    ("plan", "field", "sentence"),
    [
        ({"title": " "}, "title", "Give the task a title of up to 200 characters."),
        (
            {"owner": Owner.SEAT, "seat": 3},
            "owner",
            "The Compliance has 2 seats on 2026-11-20; there is no seat 3.",
        ),
        ({"hours": -1}, "effort_hours", "Estimate from 0 to 2000 hours."),
        ({"file_id": 99}, "file", "This file is not one of the body’s."),
        ({"decision_id": 99}, "decision", "This decision is not one of the body’s."),
        (
            {"due": DueRule(meeting="8MPS")},
            "meeting",
            "“8MPS” is not a formal meeting in the calendar of the APMBC. Did you mean 8MSP?",
        ),
    ],
)
def test_a_task_that_breaks_a_rule_is_refused(body: Any, plan: dict[str, Any], field: str, sentence: str) -> None:
    assert refused(lambda: planned(**plan), field=field).startswith(sentence)


def test_a_body_without_a_chair_gives_it_no_task(body: Any) -> None:
    make_composition(make_body("theme", starts_on=date(2010, 1, 1)), chair_rule="none")
    plan = TaskPlan("t", Owner.CHAIR, DueRule(ON))
    assert refused(lambda: add_task("APMBC", "theme", plan, on=ON, by=BY), field="owner") == (
        "The Theme has no chair. Choose its seats or all members."
    )


def test_the_file_of_another_body_or_a_closed_one_takes_no_task(body: Any) -> None:
    make_composition(make_body("other", starts_on=date(2010, 1, 1)))
    theirs = open_file("APMBC", "other", title="T", iso3=None, notes="", opened_on=ON, on=ON, by=BY)
    assert refused(lambda: planned(file_id=theirs.id), field="file") == "This file is not one of the body’s."
    file = opened()
    close_file(*HERE, file.id, closed_on=ON, on=ON, by=BY)
    assert refused(lambda: planned(file_id=file.id), field="file") == (
        "The file “A matter” was closed on 2026-11-20. Open it again first."
    )


def test_a_change_keeps_what_was_said_before_in_the_audit(body: Any) -> None:
    task = planned()
    plan = TaskPlan("Write the report", Owner.SEAT, DueRule(date(2026, 12, 24)), seat=2)
    change_task(*HERE, task.id, plan, on=ON, by=BY)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "task:changed")).one()
    assert entry.details["due_on"] == ["none", "2026-12-24"]
    assert entry.details["owner"] == ["ISU", "seat"]
    assert [(each.owner, each.due_on) for each in told()] == [("Seat 2", date(2026, 12, 24))]


def test_a_change_of_nothing_or_of_a_settled_task_is_refused(body: Any) -> None:
    task = planned()
    same = TaskPlan("Write the report", Owner.ISU, DueRule(meeting="8MSP", days=-14))
    assert (
        refused(lambda: change_task(*HERE, task.id, same, on=ON, by=BY), field="")
        == "Nothing is different from before."
    )
    settled(task)
    sentence = refused(lambda: change_task(*HERE, task.id, same, on=ON, by=BY), field="")
    assert sentence == "“Write the report” is done. Take it up again before you change it."


@pytest.mark.parametrize(
    ("wanted", "field", "sentence"),
    [
        (
            {"settled_on": date(2026, 11, 19)},
            "settled_on",
            "“Write the report” was written down on 2026-11-20; it cannot be settled before.",
        ),
        ({"settled_on": date(2026, 11, 21)}, "settled_on", "2026-11-21 has not come yet."),
        ({"state": TaskState.OPEN}, "state", "A task is settled when it is done or dropped."),
        ({"state": TaskState.DROPPED, "outcome": " "}, "outcome", "Say why the task is dropped."),
    ],
)
def test_settling_against_a_rule_is_refused(body: Any, wanted: dict[str, Any], field: str, sentence: str) -> None:
    task = planned()
    assert refused(lambda: settled(task, **wanted), field=field) == sentence


def test_a_task_is_settled_once_and_can_be_taken_up_again(body: Any) -> None:
    task = settled(planned(), outcome="sent to all")
    assert refused(lambda: settled(task), field="state") == "“Write the report” was done on 2026-11-20 already."
    reopen_task(*HERE, task.id, by=BY)
    assert (task.state, task.settled_on, task.outcome) == (TaskState.OPEN, None, "")
    assert refused(lambda: reopen_task(*HERE, task.id, by=BY), field="") == "“Write the report” is open already."
    assert acts() == ["task:added", "task:done", "task:reopened"]


def test_a_task_is_none_of_another_body(body: Any) -> None:
    task = planned()
    make_composition(make_body("other", starts_on=date(2010, 1, 1)))
    with pytest.raises(NotFound), transaction():
        reopen_task("APMBC", "other", task.id, by=BY)


def test_a_file_is_opened_closed_and_opened_again(body: Any) -> None:
    file = opened(iso3=ZETA)
    close_file(*HERE, file.id, closed_on=ON, on=ON, by=BY)
    reopen_file(*HERE, file.id, by=BY)
    assert (file.iso3, file.closed_on, acts()) == (ZETA, None, ["file:opened", "file:closed", "file:reopened"])


@pytest.mark.parametrize(
    ("wanted", "field", "sentence"),
    [
        ({"title": ""}, "title", "Give the file a title of up to 200 characters."),
        ({"iso3": "XXX"}, "state", "“XXX”"),
        ({"opened_on": date(2026, 11, 21)}, "opened_on", "2026-11-21 has not come yet"),
        ({"opened_on": date(2009, 12, 31)}, "opened_on", "The Compliance exists from 2010-01-01"),
    ],
)
def test_a_file_against_a_rule_is_not_opened(body: Any, wanted: dict[str, Any], field: str, sentence: str) -> None:
    assert refused(lambda: opened(**wanted), field=field).startswith(sentence)


def test_two_files_of_a_body_have_different_titles(body: Any) -> None:
    opened()
    assert refused(opened, field="") == "The body has a file with this title already."


def test_a_file_with_open_tasks_is_not_closed_nor_on_a_day_before_it_was_opened(body: Any) -> None:
    file = opened()
    planned(file_id=file.id)
    closing = {"closed_on": ON, "on": ON, "by": BY}
    assert refused(lambda: close_file(*HERE, file.id, **closing), field="") == (
        "“A matter” cannot be closed: 1 task of it is open. Settle them first."
    )
    early = {**closing, "closed_on": date(2026, 11, 1)}
    assert refused(lambda: close_file(*HERE, file.id, **early), field="closed_on").startswith(
        "“A matter” can be closed"
    )


def test_a_decision_brings_its_tasks_and_is_kept_when_they_are_done(body: Any) -> None:
    file = opened()
    plans = [TaskPlan("Write", Owner.ISU, DueRule(ON)), TaskPlan("Read", Owner.BODY, DueRule(ON))]
    decided(file_id=file.id, follow_up=plans)
    write, read = db.session.scalars(select(Task).order_by(Task.id)).all()
    assert (write.file_id, read.file_id) == (file.id, file.id)

    def status() -> list[tuple[str, int]]:
        return [(each.status, len(each.open)) for each in decisions_of(*HERE, told(), on=ON)]

    assert status() == [("open", 2)]
    settled(write)
    assert status() == [("open", 1)]
    settled(read, TaskState.DROPPED, outcome="nothing came")
    assert status() == [("dropped in part", 0)]
    reopen_task(*HERE, read.id, by=BY)
    settled(read)
    assert status() == [("kept", 0)]


def test_when_a_task_of_it_is_refused_the_decision_is_not_recorded_either(body: Any) -> None:
    wrong = [TaskPlan("Write", Owner.ISU, DueRule(ON)), TaskPlan("Read", Owner.SEAT, DueRule(ON), seat=9)]
    assert refused(lambda: decided(follow_up=wrong), field="owner").endswith("there is no seat 9.")


@pytest.mark.parametrize(
    ("wanted", "field", "sentence"),
    [
        ({"text": " "}, "text", "Write in up to 4000 characters what was decided."),
        ({"text": "x" * 4001}, "text", "Write in up to 4000 characters what was decided."),
        (
            {"decided_on": date(2026, 11, 21)},
            "decided_on",
            "The Compliance exists from 2010-01-01 and cannot have decided after 2026-11-20.",
        ),
        (
            {"decided_on": date(2009, 12, 31)},
            "decided_on",
            "The Compliance exists from 2010-01-01 and cannot have decided after 2026-11-20.",
        ),
        ({"occasion": "x" * 161}, "occasion", "Tell the occasion in up to 160 characters."),
        ({"file_id": 99}, "file", "This file is not one of the body’s."),
    ],
)
def test_a_decision_against_a_rule_is_refused(body: Any, wanted: dict[str, Any], field: str, sentence: str) -> None:
    assert refused(lambda: decided(**wanted), field=field) == sentence


def test_the_tasks_of_a_meeting_are_planned_again_for_the_next(body: Any) -> None:
    planned("every year", Owner.CHAIR, details="as always", hours=4)
    settled(planned("done this year"))
    settled(planned("dropped"), TaskState.DROPPED, outcome="not needed")
    planned("of a file", file_id=opened().id)
    planned("on a day", due=DueRule(ON))
    found = carrying_over(*HERE, "8msp")
    assert [task.title for task in found.tasks] == ["every year", "done this year"]
    assert (found.to_meeting.short, found.staying, found.there_already) == ("9MSP", 2, 0)
    with transaction():
        copies = carry_over(*HERE, "8MSP", count=2, on=ON, by=BY)
    first = copies[0]
    assert (first.meeting, first.offset_days, first.owner, first.details, first.effort_hours) == (
        "9MSP",
        -14,
        Owner.CHAIR,
        "as always",
        4,
    )
    assert [task.state for task in copies] == [TaskState.OPEN] * 2
    again = refused(lambda: carry_over(*HERE, "8MSP", count=2, on=ON, by=BY), field="meeting")
    assert again == "No task counted from the 8MSP is left to copy to the 9MSP."


def test_when_the_plan_changed_since_it_was_shown_nothing_is_copied(body: Any) -> None:
    planned()
    assert refused(lambda: carry_over(*HERE, "8MSP", count=2, on=ON, by=BY), field="") == (
        "The work plan has changed: 1 task would be copied, not 2. Look again."
    )
    assert refused(lambda: carrying_over(*HERE, "9MSP"), field="meeting").startswith("The calendar of the APMBC has no")


def test_tasks_of_all_bodies_stand_in_one_list_by_their_day(body: Any) -> None:
    make_composition(make_body("other", starts_on=date(2010, 1, 1)))
    planned("later", due=DueRule(date(2027, 2, 1)))
    add_task("APMBC", "other", TaskPlan("sooner", Owner.ISU, DueRule(date(2027, 1, 1))), on=ON, by=BY)
    planned("some day", due=DueRule(meeting="9MSP"))
    assert [task.row.title for task in all_tasks("APMBC", on=ON)] == ["sooner", "later", "some day"]
