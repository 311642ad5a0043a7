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


# Each tells of one meeting, or None where there is nothing to tell; it asks one query at most.
PANELS: Sequence[Callable[[Meeting, Programme], Panel | None]] = ()


def panels_of(meeting: Meeting, programme: Programme) -> list[Panel]:
    return [panel for tell in PANELS if (panel := tell(meeting, programme))]
