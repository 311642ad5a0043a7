"""Recording what a meeting decides, and what becomes of it; action points as tasks; statements handed in."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, select

from committees.models.work import Owner
from committees.rules.due import DueRule
from committees.workflow.tasks import TaskPlan, add_task
from conventions.days import Days
from conventions.models import Meeting
from conventions.workflow import hold_meeting, hold_standing_meeting, ref_to_meeting
from core.audit.workflow import Actor, record
from core.civil import instant_of
from core.clock import day_of
from core.db import db
from core.errors import RuleViolation
from core.files import store_file
from core.wording import day_in_words, list_in_words
from meetings.models.decisions import ActionPoint, How, MeetingDecision
from meetings.models.room import StatementReceived
from meetings.queries.agenda import get_item
from meetings.queries.meetings import parts_of
from meetings.queries.room import delegation_named
from meetings.rules.votes import Vote, check_vote
from meetings.text_files import check_text_file

NOON = time(12)


@dataclass(frozen=True)
class Taken:
    """A decision as it was taken. vote: its figures, where it was taken by one."""

    text: str
    how: How = How.CONSENSUS
    vote: Vote | None = None
    item_id: int | None = None
    follow_up: str = ""
    responsible: str = ""
    due_on: date | None = None


def record_decision(meeting: Meeting, taken: Taken, *, taken_at: datetime, by: Actor) -> MeetingDecision:
    """It has the next number of its meeting. Nothing of it is changed afterwards but what became of it."""
    hold_standing_meeting(meeting.convention, meeting.short)
    _check_item(meeting, taken.item_id)
    text = taken.text.replace("\r\n", "\n").strip()
    if not text:
        raise RuleViolation("Write the decision as it was taken.", field="text")
    _check_taken_once(meeting, taken.item_id, text)
    _check_follow_up(taken, day_of(taken_at))
    votes = check_vote(taken.vote) if taken.how is How.VOTE else None
    if taken.how is not How.VOTE and taken.vote is not None:
        raise RuleViolation("Only a vote has figures. Choose “by a vote”, or leave them out.", field="votes_for")
    last = db.session.scalar(select(func.max(MeetingDecision.number)).where(MeetingDecision.meeting_id == meeting.id))
    decision = MeetingDecision(
        meeting_id=meeting.id,
        item_id=taken.item_id,
        number=(last or 0) + 1,
        text=text,
        how=taken.how,
        votes_for=votes.in_favour if votes else None,
        votes_against=votes.against if votes else None,
        abstentions=votes.abstaining if votes else None,
        took_part=votes.took_part if votes else None,
        taken_at=taken_at,
        recorded_by=by.name,
        follow_up=taken.follow_up.strip(),
        responsible=taken.responsible.strip(),
        due_on=taken.due_on,
    )
    db.session.add(decision)
    db.session.flush()
    record("decision:taken", ref_to_meeting(meeting), meeting.full_name, by=by, number=decision.number, text=text)
    return decision


def record_late_decision(meeting: Meeting, taken: Taken, *, taken_on: date, on: date, by: Actor) -> MeetingDecision:
    """One that was not recorded in the room, on the day it was taken: a day of the meeting. Its hour is not known.

    It is kept as taken at noon, on the clocks of the meeting.
    """
    if taken_on > on:
        raise RuleViolation(f"{day_in_words(taken_on, 'EN')} has not come yet.", field="taken_on")
    parts = [Days(part.starts_on, part.ends_on) for part in parts_of(meeting) if part.starts_on is not None]
    if parts and not any(days.contains(taken_on) for days in parts):
        held_on = list_in_words([days.in_words for days in parts], "EN")
        raise RuleViolation(f"Give a day of the meeting, which was held on {held_on}.", field="taken_on")
    return record_decision(meeting, taken, taken_at=instant_of(taken_on, NOON, meeting.zone), by=by)


def _check_taken_once(meeting: Meeting, item_id: int | None, text: str) -> None:
    """The same words under the same item are one decision, sent twice."""
    same = db.session.scalar(
        select(func.min(MeetingDecision.number)).where(
            MeetingDecision.meeting_id == meeting.id,
            MeetingDecision.item_id == item_id,
            MeetingDecision.text == text,
        )
    )
    if same is not None:
        raise RuleViolation(f"It is on record already, as decision {same} of the meeting.", field="text")


def settle_follow_up(
    meeting: Meeting, decision: MeetingDecision, *, done_on: date, evidence: str, on: date, by: Actor
) -> None:
    """What was to be done about it was done on a day, as the evidence shows."""
    hold_meeting(meeting.convention, meeting.short)
    db.session.refresh(decision)
    if not decision.follow_up:
        raise RuleViolation(f"Nothing is to be done about decision {decision.number}.")
    if decision.done_on is not None:
        raise RuleViolation(f"It was done on {day_in_words(decision.done_on, 'EN')} already: {decision.evidence}.")
    if done_on > on:
        raise RuleViolation(f"{day_in_words(done_on, 'EN')} has not come yet.", field="done_on")
    if done_on < day_of(decision.taken_at):
        raise RuleViolation("It cannot be done before it was decided.", field="done_on")
    if not evidence.strip():
        raise RuleViolation("Say what shows that it was done.", field="evidence")
    decision.done_on, decision.evidence = done_on, evidence.strip()
    db.session.flush()
    record("decision:followed-up", ref_to_meeting(meeting), meeting.full_name, by=by, number=decision.number)


def note_action_point(
    meeting: Meeting, body: str, title: str, *, owner: Owner, due_on: date, item_id: int | None, on: date, by: Actor
) -> ActionPoint:
    """It is an open task of the body, due on the day."""
    hold_standing_meeting(meeting.convention, meeting.short)
    _check_item(meeting, item_id)
    if due_on < on:
        raise RuleViolation("Give a day that is still to come.", field="due_on")
    plan = TaskPlan(title, owner, DueRule(due_on=due_on), source=f"Agreed at the {meeting.full_name}")
    task = add_task(meeting.convention, body, plan, on=on, by=by)
    point = ActionPoint(meeting_id=meeting.id, item_id=item_id, task_id=task.id)
    db.session.add(point)
    db.session.flush()
    record("action-point:noted", ref_to_meeting(meeting), meeting.full_name, by=by, title=task.title, body=body)
    return point


def receive_statement(
    meeting: Meeting, who: str, content: bytes, file_name: str, *, item_id: int | None, on: date, by: Actor
) -> StatementReceived:
    """The file is kept; nobody but the office reads it before it is published."""
    hold_standing_meeting(meeting.convention, meeting.short)
    _check_item(meeting, item_id)
    delegation = delegation_named(meeting.convention, " ".join(who.split()), on=on)
    found = check_text_file(content, file_name)
    statement = StatementReceived(
        meeting_id=meeting.id,
        item_id=item_id,
        name=delegation.name,
        iso3=delegation.iso3,
        file_name=found.file_name,
        media_type=found.found_type,
        sha256=store_file(content, at=by.at),
        received_at=by.at,
        received_by=by.name,
    )
    db.session.add(statement)
    db.session.flush()
    record("statement:received", ref_to_meeting(meeting), meeting.full_name, by=by, who=statement.name)
    return statement


def publish_statement(meeting: Meeting, statement: StatementReceived, *, by: Actor) -> None:
    """Whoever reads the registers may read it from now on: it was delivered."""
    if statement.published_at is not None:
        raise RuleViolation(f"The statement of {statement.name} is published already.")
    statement.published_at = by.at
    db.session.flush()
    record("statement:published", ref_to_meeting(meeting), meeting.full_name, by=by, who=statement.name)


def _check_item(meeting: Meeting, item_id: int | None) -> None:
    if item_id is not None:
        get_item(meeting.id, item_id)


def _check_follow_up(taken: Taken, taken_on: date) -> None:
    if not taken.follow_up.strip() and (taken.due_on or taken.responsible.strip()):
        raise RuleViolation("Say what is to be done about it, or leave the day and who does it out.", field="follow_up")
    if taken.due_on and taken.due_on < taken_on:
        raise RuleViolation("What follows from a decision is due after it was taken.", field="due_on")
