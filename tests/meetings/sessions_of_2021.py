"""The thematic session of 24 June 2021, and another of next year, as tests use them."""

from datetime import date, time
from typing import Any

from sqlalchemy import select

from conventions.models import Meeting
from core.db import db, transaction
from meetings.models.sessions import Session
from meetings.models.timetable import Answer, Speaker, SpeakerRole
from meetings.queries.concept_notes import get_note, newest_content
from meetings.queries.meetings import get_meeting
from meetings.queries.thematic import Thematic, thematic
from meetings.rules.concept_notes import Content
from meetings.rules.sessions import SessionPlan
from meetings.workflow.answers import record_answer
from meetings.workflow.concept_notes import plan_thematic_session, save_version
from meetings.workflow.speakers import SpeakerFacts, add_speaker
from tests.factories.states import OFFICER

CODE, BODY = "APMBC", "cooperative-compliance"
UID = "thematic-compliance-im2021@chancery"


def past() -> tuple[Meeting, Session]:
    """The one of 24 June 2021, that comes with the product."""
    return get_meeting(CODE, "IM2021"), db.session.scalars(select(Session).where(Session.uid == UID)).one()


def facts_of(meeting: Meeting, session: Session) -> Thematic:
    return thematic(meeting, session)


def address_of(meeting: Meeting, session: Session) -> str:
    """Of its concept note."""
    return f"/{CODE.lower()}/meetings/{meeting.short}/sessions/{session.id}/concept-note"


def planned(theme: str = "Reporting", *, day: date = date(2027, 6, 21), **plan: Any) -> tuple[Meeting, Session]:
    """A thematic session of the Committee on Cooperative Compliance at the intersessionals of 2027."""
    with transaction():
        meeting = db.session.scalars(
            select(Meeting).where(Meeting.convention == CODE, Meeting.short == "IM2027")
        ).one_or_none()
        if meeting is None:
            meeting = Meeting(
                convention=CODE,
                short="IM2027",
                full_name="2027 Intersessional Meetings",
                kind="intersessional",
                starts_on=date(2027, 6, 21),
                ends_on=date(2027, 6, 23),
                city="Geneva",
                host_state="CHE",
                format="in-person",
                source="test",
                confidence="high",
            )
            db.session.add(meeting)
            db.session.flush()
        usual = {"title": f"Thematic session – {theme}", "day": day, "starts": time(10), "ends": time(12)}
        asked = SessionPlan(**{**usual, "kind": "thematic session", "body": BODY, **plan})
        return meeting, plan_thematic_session(meeting, asked, theme, by=OFFICER)


def content_of(session: Session) -> Content:
    return newest_content(get_note(session.id))


def saved(meeting: Meeting, session: Session, content: Content, *, based_on: int = 1, remark: str = "") -> None:
    with transaction():
        save_version(meeting, session, content, based_on=based_on, remark=remark, by=OFFICER)


def named(meeting: Meeting, session: Session, name: str, answer: Answer = Answer.NOT_INVITED, **facts: Any) -> Speaker:
    """A panellist with that answer on record."""
    with transaction():
        wanted = SpeakerFacts(**{"role": SpeakerRole.PANELLIST, "function": "Adviser", **facts, "name": name})
        speaker = add_speaker(meeting, session, wanted, by=OFFICER)
        if answer is not Answer.NOT_INVITED:
            record_answer(meeting, session, speaker, answer, by=OFFICER)
    return speaker
