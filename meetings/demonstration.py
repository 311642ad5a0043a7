"""Two whole meetings to look at in a house that is not in production: agenda, sessions, timetable, both issued."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import time, timedelta
from pathlib import Path
from typing import Any

from conventions.kinds import UN_LANGUAGES
from conventions.models import Meeting
from conventions.queries import find_meeting
from core.audit.workflow import Actor
from core.clock import day_of
from meetings.models.sessions import Mode, SessionKind
from meetings.queries.agenda import agenda_of
from meetings.queries.clashes import warnings_of
from meetings.queries.papers import papers_of, symbols_by_item
from meetings.queries.sessions import sessions_of
from meetings.queries.timetable import timetable_of
from meetings.rules.sessions import SessionPlan
from meetings.rules.timetable_list import Line
from meetings.usual_agendas import usual_agenda
from meetings.workflow.agenda import begin_with
from meetings.workflow.papers import put_under_items
from meetings.workflow.releases import release_agenda, release_timetable
from meetings.workflow.sessions import plan_session
from meetings.workflow.timetable import paste

_TEXT = Path(__file__).parent / "texts" / "demonstration.toml"
MOST_A_DAY = 100  # nobody speaks in them yet


def load_demonstration_meetings(*, by: Actor) -> None:
    """Meetings of the demonstration that have neither agenda nor sessions have both; all others stay as they are.

    Their papers belong to items of the agenda, where none does yet.
    """
    for shipped in tomllib.loads(_TEXT.read_text(encoding="utf-8"))["meetings"]:
        meeting = find_meeting(shipped["convention"], shipped["short"])
        if meeting is None or meeting.starts_on is None:
            continue
        if not agenda_of(meeting.id).lines and not sessions_of([meeting.id]):
            _plan(meeting, shipped, by=by)
        if "papers" in shipped and not symbols_by_item(meeting):
            _put_papers_under_items(meeting, shipped["papers"], by=by)


def _plan(meeting: Meeting, shipped: Mapping[str, Any], *, by: Actor) -> None:
    begin_with(meeting, usual_agenda(meeting.convention), by=by)
    release_agenda(meeting, name="Provisional agenda", symbol=shipped["agenda"], seen=0, by=by)
    for session in shipped["sessions"]:
        planned = plan_session(meeting.convention, meeting.short, _session(meeting, session), by=by)
        paste(meeting, planned.id, [_piece(text) for text in session["pieces"]], by=by)
    seen = warnings_of(meeting, timetable_of(meeting.id), most_a_day=MOST_A_DAY)
    release_timetable(
        meeting,
        name="Programme of work",
        symbol=shipped["programme"],
        seen=0,
        warnings_seen=seen,
        tell=False,
        most_a_day=MOST_A_DAY,
        on=day_of(by.at),
        by=by,
    )


def _put_papers_under_items(meeting: Meeting, items: Mapping[str, Sequence[str]], *, by: Actor) -> None:
    """items: their numbers, by the slug of the paper."""
    by_number = {line.number: line.item.id for line in agenda_of(meeting.id).published}
    for paper in papers_of(meeting, on=day_of(by.at)):
        wanted = [by_number[number] for number in items.get(paper.row.slug, ()) if number in by_number]
        if wanted:
            put_under_items(paper.row, wanted, by=by)


def _session(meeting: Meeting, shipped: Mapping[str, Any]) -> SessionPlan:
    assert meeting.starts_on is not None
    starts, ends = map(time.fromisoformat, shipped["hours"])
    return SessionPlan(
        title=shipped["title"],
        day=meeting.starts_on + timedelta(days=shipped["day"]),
        starts=starts,
        ends=ends,
        kind=SessionKind.PLENARY.value,
        zone=meeting.zone,
        mode=meeting.format if meeting.format in list(Mode) else Mode.IN_PERSON.value,
        interpretation=UN_LANGUAGES,
        body=shipped.get("body", ""),
    )


def _piece(text: str) -> Line:
    name, _bar, minutes = text.partition(" | ")
    return Line(name, int(minutes), None)
