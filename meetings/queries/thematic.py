"""A thematic session with all that its concept note must agree with, as of the day of the session."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import select

from committees.queries.offices import Offices
from committees.queries.papers import seated_on
from committees.rules.members import Seated, Stretch, members_line
from conventions.models import Meeting
from core.db import db
from core.periods import A_DAY, Period
from meetings.models.sessions import Session
from meetings.models.timetable import Slot, Speaker
from meetings.queries.sessions import plan_of
from meetings.queries.speakers import Panel, elsewhere_at_the_same_time, panel_of
from meetings.rules.concept_notes import Content
from meetings.rules.note_findings import Finding, estimated_pages, length_finding, text_findings
from meetings.rules.note_report import NoteFacts, consistency_findings
from meetings.rules.panel import OnPanel, TimeBudget, balance_remarks, gender_balance, time_budget
from meetings.rules.sessions import minutes_of


@dataclass(frozen=True)
class Thematic:
    """body: the row of the committee that leads the session, None for a session of nobody."""

    meeting: Meeting
    session: Session
    body: Any | None
    offices: Offices
    panel: Panel

    @cached_property
    def seated(self) -> Sequence[Seated]:
        """The members on the day of the session."""
        return seated_on(self.offices, self.session.body, on=self.session.day) if self.body else []

    @property
    def members(self) -> str:
        """Chile, the Netherlands (Chair) and Spain; "" where the roster names nobody."""
        day = self.session.day
        return members_line([Stretch(Period(day, day + A_DAY), self.seated)])

    @property
    def chair(self) -> str:
        """The State that chairs on the day, with its article; "" for none."""
        return next((each.name for each in self.seated if each.chairs), "")

    def budget(self, content: Content) -> TimeBudget:
        return time_budget(
            session=minutes_of(plan_of(self.session)),
            on_panel=len(self.panel.panellists),
            panel_minutes=content.panel_minutes,
            least=content.least_minutes,
            most=content.most_minutes,
            interventions=content.interventions,
        )

    @cached_property
    def weighed(self) -> Sequence[OnPanel]:
        """Moderator and panel as the rules of balance see them."""
        return [
            OnPanel(person.name, person.organisation, person.gender or "", self._region(person))
            for person in self.panel.people
        ]

    @property
    def balance(self) -> str:
        return gender_balance(self.weighed)

    @property
    def remarks(self) -> Sequence[str]:
        return list(balance_remarks(self.weighed))

    def estimate(self, content: Content) -> float:
        """How many pages the note should fill, by its text alone."""
        return estimated_pages(content, [speaker_line(person) for person in self.panel.people])

    def findings(self, content: Content) -> list[Finding]:
        """Of the text, its length, and of all it must agree with; what is serious first."""
        length = length_finding(self.estimate(content), estimated=True)
        found = [*text_findings(content), *([length] if length else [])]
        found += consistency_findings(content, self._facts(), self.budget(content))
        return sorted(found, key=lambda each: not each.serious)

    def _facts(self) -> NoteFacts:
        meeting, session = self.meeting, self.session
        days = (meeting.starts_on, meeting.ends_on) if meeting.starts_on and meeting.ends_on else None
        return NoteFacts(
            day=session.day,
            starts=session.starts,
            ends=session.ends,
            zone=session.zone,
            body=self.body.name_en if self.body else "",
            members=[each.name for each in self.seated],
            chair=self.chair,
            names_with_and=[each.name for each in self.offices.states.values() if " and " in each.name],
            meeting=meeting.short,
            meeting_days=days,
            meeting_zone=meeting.zone,
            slots=_slots(session.id),
            moderators=[each.name for each in self.panel.moderators],
            panel=[(each.name, each.answer.value) for each in self.panel.people],
            elsewhere=elsewhere_at_the_same_time(session, self.panel.people),
        )

    def _region(self, person: Speaker) -> str:
        return self.offices.states[person.iso3].region if person.iso3 else ""


def thematic(meeting: Meeting, session: Session) -> Thematic:
    offices = Offices(meeting.convention)
    return Thematic(meeting, session, offices.bodies.get(session.body), offices, panel_of(session.id))


def speaker_line(person: Speaker, *, bold: bool = False) -> str:
    """H.E. Ada Person, Ambassador, Permanent Mission: as it is printed."""
    name = " ".join(filter(None, (person.title, person.name)))
    return ", ".join(filter(None, (f"**{name}**" if bold else name, person.function, person.organisation)))


def _slots(session_id: int) -> Sequence[Any]:
    return (
        db.session.execute(select(Slot.starts, Slot.minutes).where(Slot.session_id == session_id).order_by(Slot.starts))
        .tuples()
        .all()
    )
