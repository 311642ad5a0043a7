"""The sections of the page of a meeting below its sessions, in their order: each told by the subject it is about."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

from conventions.models import Meeting, MeetingState
from core.permissions import Right, may
from meetings.models.sessions import SessionKind
from meetings.queries.concept_notes import note_states
from meetings.queries.programme import Programme


@dataclass(frozen=True)
class Panel:
    """A section. key: its anchor on the page. template: what it shows, from `panel.shown`."""

    key: str
    title: Any
    template: str
    shown: Mapping[str, Any]


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


# Each tells of one meeting, or None where there is nothing to tell; it asks one query at most.
PANELS: Sequence[Callable[[Meeting, Programme], Panel | None]] = (thematic_sessions,)


def panels_of(meeting: Meeting, programme: Programme) -> list[Panel]:
    return [panel for tell in PANELS if (panel := tell(meeting, programme))]
