"""The sections of the page of a meeting below its sessions, in their order: each told by the subject it is about."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

from conventions.models import Meeting, MeetingState
from core.permissions import Right, may
from core.web import as_of
from meetings.models.sessions import SessionKind
from meetings.queries.concept_notes import note_states
from meetings.queries.decisions import decisions_of
from meetings.queries.papers import papers_in_short
from meetings.queries.people import counts_of
from meetings.queries.programme import Programme
from meetings.rules.follow_up import FollowUp, follow_up

NEWEST_DECISIONS = 5


@dataclass(frozen=True)
class Panel:
    """A section. key: its anchor on the page. template: what it shows, from `panel.shown`."""

    key: str
    title: Any
    template: str
    shown: Mapping[str, Any]


def agenda_issued(meeting: Meeting, programme: Programme) -> Panel | None:
    """The agenda as it was issued last; no query of its own."""
    release = programme.agendas.get(meeting.id)
    if release is None:
        return None
    return Panel("agenda", release.name, "meetings/_agenda_of_meeting.html", {"release": release})


def papers(meeting: Meeting, programme: Programme) -> Panel | None:
    """Symbols and titles, with the languages in which each can be read."""
    found = papers_in_short(meeting)
    return Panel("papers", _("Papers"), "meetings/_papers.html", {"papers": found}) if found else None


def people(meeting: Meeting, programme: Programme) -> Panel | None:
    """How many take part, for those who may read who."""
    if not may(Right.READ_PARTICIPANTS, convention=meeting.convention):
        return None
    delegations, persons = counts_of(meeting)
    shown = {"delegations": delegations, "persons": persons}
    return Panel("people", _("People"), "meetings/_people.html", shown) if delegations else None


def thematic_sessions(meeting: Meeting, programme: Programme) -> Panel | None:
    """With the state of each concept note that is there; for whoever plans sessions, also where none is planned."""
    those = [each for each in programme.held if each.kind is SessionKind.THEMATIC]
    plans = may(Right.PLAN_SESSIONS, convention=meeting.convention) and meeting.state is not MeetingState.CANCELLED
    if not those and not plans:
        return None
    states = note_states([each.id for each in those])
    return Panel(
        "thematic", _("Thematic sessions"), "meetings/_thematic_sessions.html", {"sessions": those, "states": states}
    )


def decisions(meeting: Meeting, programme: Programme) -> Panel | None:
    """The last ones, and of how many what was to follow was missed."""
    taken = decisions_of(meeting.id)
    missed = [row for row in taken if follow_up(row.follow_up, row.due_on, row.done_on, on=as_of()) is FollowUp.MISSED]
    shown = {"count": len(taken), "newest": taken[-NEWEST_DECISIONS:], "missed": len(missed)}
    return Panel("decisions", _("Decisions"), "meetings/_decisions.html", shown) if taken else None


# Each tells of one meeting, or None where there is nothing to tell; it asks one query at most.
PANELS: Sequence[Callable[[Meeting, Programme], Panel | None]] = (
    agenda_issued,
    thematic_sessions,
    papers,
    people,
    decisions,
)


def panels_of(meeting: Meeting, programme: Programme) -> list[Panel]:
    return [panel for tell in PANELS if (panel := tell(meeting, programme))]
