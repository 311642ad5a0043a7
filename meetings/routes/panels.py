"""The sections of the page of a meeting below its sessions, in their order: each told by the subject it is about."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conventions.models import Meeting
from meetings.queries.programme import Programme


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


# Each tells of one meeting, or None where there is nothing to tell; it asks one query at most.
PANELS: Sequence[Callable[[Meeting, Programme], Panel | None]] = (agenda_issued,)


def panels_of(meeting: Meeting, programme: Programme) -> list[Panel]:
    return [panel for tell in PANELS if (panel := tell(meeting, programme))]
