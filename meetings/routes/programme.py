"""The programme of work as it is read: on paper, on a telephone with what is on now, as a Word file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, render_template, request
from flask_babel import gettext as _

from conventions.models import Meeting
from conventions.registry import get_convention
from core.clock import now
from core.docx.papers import write_paper
from core.errors import NotFound
from core.numbers import whole_number
from core.permissions import Right, requires
from core.web import saved_as
from correspondence.queries.campaigns import house_style_file
from meetings.models.releases import Plan, Release
from meetings.papers.agenda import agenda_paper
from meetings.papers.programme import programme_paper
from meetings.queries.agenda import agenda_of
from meetings.queries.meetings import get_meeting
from meetings.queries.papers import papers_by_item, symbols_by_item
from meetings.queries.releases import (
    agenda_entries,
    annotated_items,
    get_release,
    items_issued,
    newest_release,
    timetable_entries,
)
from meetings.queries.timetable import timetable_of
from meetings.routes.counter import MEETING, blueprint, sessions_kept_from
from meetings.routes.planning import keeps_meetings
from meetings.rules.hours import clocks_in_words

DRAFT = "draft"
Entries = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a version that was issued, or (None) the draft, and its entries."""

    release: Release | None
    entries: Entries

    @property
    def state(self) -> str:
        return f"version {self.release.number}" if self.release else DRAFT

    @property
    def symbol(self) -> str:
        return self.release.symbol if self.release else ""


@blueprint.get(f"{MEETING}/programme")
@requires(Right.READ_REGISTERS)
def programme(convention: str, meeting: str) -> str:
    """The version issued last, or another by `?version=2`; whoever keeps meetings also sees the draft."""
    found = get_meeting(convention, meeting)
    asked = _timetable_asked(found)
    at = now()
    return render_template(
        "meetings/programme.html",
        meeting=found,
        asked=asked,
        days=_days(asked.entries) if asked else [],
        zones=clocks_in_words(each["zone"] for each in asked.entries) if asked else "",
        present=present_piece(asked.entries, at) if asked else None,
        papers=papers_by_item(found),
    )


@blueprint.get(f"{MEETING}/programme.docx")
@requires(Right.READ_REGISTERS)
def programme_docx(convention: str, meeting: str) -> Response:
    """`?annotated=1`: with what is said under each item; before an agenda was issued, its draft for who keeps it."""
    found = get_meeting(convention, meeting)
    asked, annotated = _timetable_asked(found), request.args.get("annotated") == "1"
    if asked is None:
        raise NotFound(_("No programme of the %(meeting)s was issued yet.", meeting=found.short))
    title = get_convention(found.convention).title["EN"]
    paper = programme_paper(
        found,
        asked.entries,
        convention_title=title,
        state=asked.state,
        symbol=asked.symbol,
        papers=symbols_by_item(found),
        items=_items_to_annotate(found) if annotated else None,
    )
    kind = "annotated-programme" if annotated else "programme"
    return saved_as(f"{_name(found)}-{kind}.docx", write_paper(house_style_file(), paper))


@blueprint.get(f"{MEETING}/agenda.docx")
@requires(Right.READ_REGISTERS)
def agenda_docx(convention: str, meeting: str) -> Response:
    """`?annotated=1`: with what is said under each item."""
    found = get_meeting(convention, meeting)
    asked = _asked(found, Plan.AGENDA, lambda: agenda_entries(agenda_of(found.id)))
    if asked is None or not asked.entries:
        raise NotFound(_("No agenda of the %(meeting)s was issued yet.", meeting=found.short))
    annotated = request.args.get("annotated") == "1"
    title = get_convention(found.convention).title["EN"]
    paper = agenda_paper(
        found,
        asked.entries,
        convention_title=title,
        state=asked.state,
        symbol=asked.symbol,
        annotated=annotated,
        papers=symbols_by_item(found),
    )
    kind = "annotated-agenda" if annotated else "agenda"
    return saved_as(f"{_name(found)}-{kind}.docx", write_paper(house_style_file(), paper))


def _items_to_annotate(meeting: Meeting) -> Mapping[int, Mapping[str, Any]]:
    return annotated_items(meeting.id) if keeps_meetings(meeting) else items_issued(meeting.id)


def present_piece(entries: Entries, at: datetime) -> int | None:
    """The piece that is on, or the next to come on the same day in the zone of its session; None on all other days."""
    for entry in entries:
        begins, ends = datetime.fromisoformat(entry["begins_at"]), datetime.fromisoformat(entry["ends_at"])
        if at < ends:
            today_there = at.astimezone(ZoneInfo(entry["zone"])).date().isoformat()
            soon = begins <= at or entry["day"] == today_there
            return int(entry["id"]) if soon else None
    return None


def _timetable_asked(meeting: Meeting) -> Asked | None:
    """Without the sessions that the person does not learn of."""
    asked = _asked(meeting, Plan.TIMETABLE, lambda: timetable_entries(timetable_of(meeting.id)))
    if asked is None:
        return None
    kept = sessions_kept_from(meeting)
    return replace(asked, entries=[each for each in asked.entries if each["session_id"] not in kept])


def _asked(meeting: Meeting, plan: Plan, draft: Any) -> Asked | None:
    """None where nothing was issued, and the person does not see drafts."""
    wanted = request.args.get("version", "")
    if number := whole_number(wanted):
        release = get_release(meeting.id, plan, number)
        return Asked(release, release.entries)
    keeps = keeps_meetings(meeting)
    newest = newest_release(meeting.id, plan)
    if keeps and (wanted == DRAFT or newest is None):
        return Asked(None, draft())
    return Asked(newest, newest.entries) if newest else None


def _days(entries: Entries) -> list[tuple[date, list[tuple[Mapping[str, Any], list[Mapping[str, Any]]]]]]:
    """Day by day the sessions, each by its first piece, with all its pieces."""
    found = []
    for day, of_day in groupby(entries, lambda entry: entry["day"]):
        pieces = [list(group) for _id, group in groupby(of_day, lambda entry: entry["session_id"])]
        found.append((date.fromisoformat(day), [(each[0], each) for each in pieces]))
    return found


def _name(meeting: Meeting) -> str:
    return f"{meeting.convention}-{meeting.short}".lower()
