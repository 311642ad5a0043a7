"""Decisions written down afterwards bear the day they were taken; a cancelled meeting decides and issues nothing."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask

from conventions.models import Meeting, MeetingState
from core.db import db
from meetings.models.decisions import MeetingDecision
from meetings.rules.slotting import Origin
from meetings.rules.symbols import SymbolKind
from meetings.workflow.decisions import Taken, record_decision, record_late_decision
from meetings.workflow.papers import PaperPlan, reserve_paper
from meetings.workflow.releases import release_agenda, release_timetable
from tests.factories.states import OFFICER
from tests.meetings.plans import make_planned_meeting
from tests.states_parties.pages import read, signed_in, words
from tests.states_parties.refusals import refused

TODAY = date(2026, 11, 20)
ADOPTED = Taken("The agenda was adopted.")


def late(meeting: Meeting, day: date) -> MeetingDecision:
    return record_late_decision(meeting, ADOPTED, taken_on=day, on=TODAY, by=OFFICER)


def test_a_late_decision_bears_the_day_it_was_taken(app: Flask) -> None:
    decision = late(make_planned_meeting(), date(2021, 11, 16))
    assert decision.taken_at == datetime(2021, 11, 16, 11, tzinfo=UTC)  # noon in Geneva


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2021, 11, 14), "Give a day of the meeting, which was held on 15 to 19 November 2021."),
        (date(2021, 11, 20), "Give a day of the meeting, which was held on 15 to 19 November 2021."),
        (date(2026, 11, 21), "21 November 2026 has not come yet."),
    ],
)
def test_a_day_on_which_it_was_not_taken_is_refused(app: Flask, day: date, sentence: str) -> None:
    meeting = make_planned_meeting()
    assert refused(lambda: late(meeting, day), field="taken_on") == sentence


def test_the_form_begins_with_the_last_day_of_the_meeting(registers: Flask) -> None:
    page = read(signed_in(registers), "/apmbc/meetings/19MSP/decisions/new")
    assert page.xpath("//input[@name='taken_on']/@value") == ["2021-11-19"]


def agenda_issued(meeting: Meeting) -> Any:
    return release_agenda(meeting, name="Agenda", symbol="", seen=0, by=OFFICER)


def timetable_issued(meeting: Meeting) -> Any:
    about: Any = {"warnings_seen": (), "tell": False, "most_a_day": 9, "on": TODAY}
    return release_timetable(meeting, name="Programme", symbol="", seen=0, **about, by=OFFICER)


def symbol_reserved(meeting: Meeting) -> Any:
    plan = PaperPlan("Report", Origin.SECRETARIAT, "the Unit")
    return reserve_paper(meeting, plan, SymbolKind.MAIN, by=OFFICER)


def decision_taken(meeting: Meeting) -> Any:
    return record_decision(meeting, ADOPTED, taken_at=OFFICER.at, by=OFFICER)


@pytest.mark.parametrize("act", [agenda_issued, timetable_issued, symbol_reserved, decision_taken])
def test_a_cancelled_meeting_issues_and_decides_nothing(app: Flask, act: Callable[[Meeting], Any]) -> None:
    meeting = make_planned_meeting()
    meeting.state = MeetingState.CANCELLED
    db.session.flush()
    assert refused(lambda: act(meeting), field="") == "The 19MSP is cancelled; nothing about it changes any more."


def test_a_cancelled_meeting_has_no_final_document(registers: Flask) -> None:
    meeting = db.session.query(Meeting).filter_by(convention="APMBC", short="19MSP").one()
    client = signed_in(registers)
    page = words(read(client, "/apmbc/meetings/19MSP/minutes"))
    assert "Final document (DOCX)" in page
    meeting.state = MeetingState.CANCELLED
    db.session.commit()
    assert "Final document (DOCX)" not in words(read(client, "/apmbc/meetings/19MSP/minutes"))
    answer = client.get("/apmbc/meetings/19MSP/final-document.docx")
    assert (answer.status_code, "The 19MSP is cancelled; it has no final document." in answer.text) == (422, True)
