"""The days of a request: what it is counted from, by when each step is due, and how the days stood before a move."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from conventions.meeting_order import FormalMeeting, MeetingOrder
from conventions.models import MeetingMove
from conventions.queries import meeting_order, moves_of_whole
from conventions.registry import get_convention
from extension_requests.models.dossiers import Dossier
from extension_requests.rules.consideration import requests_due_on
from extension_requests.rules.flags import Marked
from extension_requests.rules.machine import OPEN
from extension_requests.rules.timetable import Days, Step, timetable


@dataclass(frozen=True)
class Reckoned:
    """steps: as the meeting stands now. before: for each move of it, the newest first, the steps until then."""

    meeting: FormalMeeting | None
    steps: Sequence[Step]
    before: Sequence[tuple[MeetingMove, Sequence[Step]]]


def days_of(dossier: Dossier, *, order: MeetingOrder | None = None) -> Reckoned:
    """order: of formal meetings, where it has been read already."""
    definition = get_convention(dossier.convention)
    meeting = (order or meeting_order(dossier.convention)).find(dossier.meeting) if dossier.meeting else None
    moves = moves_of_whole(dossier.convention, meeting.short) if meeting else []

    def reckoned(opens_on: date | None, closes_on: date | None) -> list[Step]:
        return timetable(definition, Days(opens_on, closes_on, dossier.received_on))

    return Reckoned(
        meeting,
        reckoned(meeting.opens_on, meeting.closes_on) if meeting else reckoned(None, None),
        [(move, reckoned(move.from_starts_on, move.from_ends_on)) for move in moves],
    )


def marked(dossier: Dossier, meeting: FormalMeeting | None) -> Marked:
    """What its flags follow from; dossier: the row, or any row with its columns."""
    definition = get_convention(dossier.convention)
    return Marked(
        number=dossier.number,
        deadline=dossier.deadline,
        due_on=requests_due_on(definition, meeting.opens_on) if meeting else None,
        received_on=dossier.received_on,
        in_time=meeting.closes_on < dossier.deadline if meeting and meeting.closes_on else None,
        interim=dossier.interim,
        after_discovery=dossier.after_discovery,
        decided=dossier.state not in OPEN,
        doubtful=bool(dossier.conflict),
    )
