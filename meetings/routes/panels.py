"""The sections of the page of a meeting below its sessions, in their order: each told by the subject it is about."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from conventions.models import Meeting
from core.web import as_of
from meetings.queries.decisions import decisions_of
from meetings.queries.programme import Programme
from meetings.rules.follow_up import FollowUp, follow_up

NEWEST = 5


@dataclass(frozen=True)
class Panel:
    """A section. key: its anchor on the page. template: what it shows, from `panel.shown`."""

    key: str
    title: Any
    template: str
    shown: Mapping[str, Any]


def _decisions(meeting: Meeting, _programme: Programme) -> Panel | None:
    taken = decisions_of(meeting.id)
    missed = [row for row in taken if follow_up(row.follow_up, row.due_on, row.done_on, on=as_of()) is FollowUp.MISSED]
    shown = {"count": len(taken), "newest": taken[-NEWEST:], "missed": len(missed)}
    return Panel("decisions", _("Decisions"), "meetings/_decisions.html", shown) if taken else None


# Each tells of one meeting, or None where there is nothing to tell; it asks one query at most.
PANELS: Sequence[Callable[[Meeting, Programme], Panel | None]] = (_decisions,)


def panels_of(meeting: Meeting, programme: Programme) -> list[Panel]:
    return [panel for tell in PANELS if (panel := tell(meeting, programme))]
