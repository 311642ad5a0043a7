"""The sections of the page of a meeting below its sessions, in their order: each told by the subject it is about."""

from collections.abc import Callable, Sequence

from flask_babel import lazy_gettext as _

from conventions.models import Meeting, MeetingState
from conventions.naming import whole_of
from core.look.panels import Panel
from core.permissions import Right, may
from extension_requests.queries.dossiers import dossiers_of
from meetings.models.sessions import SessionKind
from meetings.queries.concept_notes import note_states
from meetings.queries.papers import papers_in_short
from meetings.queries.programme import Programme
from meetings.queries.sessions import plan_of
from meetings.rules.hours import when_in_words


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
    shown = {"delegations": programme.tallies.delegations, "persons": programme.tallies.persons}
    return Panel("people", _("People"), "meetings/_people.html", shown) if programme.tallies.delegations else None


def thematic_sessions(meeting: Meeting, programme: Programme) -> Panel | None:
    """With the state of each concept note that is there; for whoever plans sessions, also where none is planned."""
    those = [each for each in programme.held if each.kind is SessionKind.THEMATIC]
    plans = may(Right.PLAN_SESSIONS, convention=meeting.convention) and meeting.state is not MeetingState.CANCELLED
    if not those and not plans:
        return None
    notes = note_states([each.id for each in those])
    shown = {
        "sessions": those,
        "states": {id: state for id, (state, _approved) in notes.items()},
        "moved": {
            each.id
            for each in those
            if each.id in notes and notes[each.id][1] not in ("", when_in_words(plan_of(each)))
        },
    }
    return Panel("thematic", _("Thematic sessions"), "meetings/_thematic_sessions.html", shown)


def decisions(meeting: Meeting, programme: Programme) -> Panel | None:
    """How many were taken, and of how many something is still to be done."""
    if not programme.tallies.decisions:
        return None
    shown = {"count": programme.tallies.decisions, "to_do": programme.tallies.to_do}
    return Panel("decisions", _("Decisions"), "meetings/_decisions.html", shown)


def extension_requests(meeting: Meeting, programme: Programme) -> Panel | None:
    """Those that the meeting is to consider, or has considered, with where each stands."""
    found = dossiers_of(meeting.convention, meeting=whole_of(meeting.short))
    shown = {"requests": found, "meeting": whole_of(meeting.short)}
    return Panel("requests", _("Extension requests"), "meetings/_requests.html", shown) if found else None


# Each tells of one meeting, or None where there is nothing to tell; it asks one query at most.
PANELS: Sequence[Callable[[Meeting, Programme], Panel | None]] = (
    agenda_issued,
    thematic_sessions,
    papers,
    people,
    decisions,
    extension_requests,
)


def panels_of(meeting: Meeting, programme: Programme) -> list[Panel]:
    return [panel for tell in PANELS if (panel := tell(meeting, programme))]
