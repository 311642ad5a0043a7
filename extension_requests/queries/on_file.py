"""All requests on file, those that were decided before this house kept dossiers among them, as one kind of row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from conventions.meeting_order import FormalMeeting, MeetingOrder
from conventions.queries import meeting_order
from conventions.registry import get_convention
from core.db import db
from extension_requests.models.decisions import RequestDecision
from extension_requests.models.past import PastRequest
from extension_requests.queries.dossiers import dossiers_of
from extension_requests.rules.lengths import length_in_months, was_due_on
from extension_requests.rules.machine import COMING, NOT_THERE, RequestState
from states_parties.models import State

NOT_DOCUMENTED, PENDING = "not documented", "not decided yet"
WITHOUT_REQUEST = (*COMING, *NOT_THERE, RequestState.WITHDRAWN)


@dataclass(frozen=True)
class RequestOnFile:
    """outcome: what the meeting decided, "not documented" or "not decided yet". due_on: None where no day applied.

    deadline: the one before. months are derived from days. dossier: whether the house deals, or dealt, with it itself.
    """

    convention: str
    article: str
    iso3: str
    name: str
    slug: str
    number: int
    meeting: FormalMeeting | None
    meeting_short: str
    received_on: date | None
    due_on: date | None
    deadline: date | None
    asked_until: date | None
    outcome: str
    granted_until: date | None
    source: str
    confidence: str
    notes: str
    dossier: int | None

    @property
    def year(self) -> int | None:
        return self.meeting.closes_on.year if self.meeting and self.meeting.closes_on else None

    @property
    def late(self) -> bool | None:
        """None where the day it came, or the day it was due, is not known."""
        return self.received_on > self.due_on if self.received_on and self.due_on else None

    @property
    def asked_months(self) -> int | None:
        return length_in_months(self.deadline, self.asked_until) if self.deadline and self.asked_until else None

    @property
    def granted_months(self) -> int | None:
        return length_in_months(self.deadline, self.granted_until) if self.deadline and self.granted_until else None


def requests_on_file(
    convention: str, *, iso3: str | None = None, order: MeetingOrder | None = None
) -> Sequence[RequestOnFile]:
    """By article, State and number; where there is a dossier, what it holds. Four queries, three where order is given.

    Without dossiers whose request has not come.
    """
    meetings = order or meeting_order(convention)
    decisions = _decisions(convention)
    found = {
        (row.article, row.iso3, row.number): _of_dossier(row, meetings, decisions)
        for row in dossiers_of(convention, iso3=iso3)
        if row.state not in WITHOUT_REQUEST
    }
    for row in _past(convention, iso3):
        found.setdefault((row.article, row.iso3, row.request_no), _of_past(row, meetings))
    return sorted(found.values(), key=lambda each: (each.article, each.name, each.number))


def _past(convention: str, iso3: str | None) -> Sequence[Any]:
    wanted = (
        select(*PastRequest.__table__.c, State.slug, State.list_en)
        .join(State, State.iso3 == PastRequest.iso3)
        .where(PastRequest.convention == convention)
    )
    return db.session.execute(wanted if iso3 is None else wanted.where(PastRequest.iso3 == iso3)).all()


def _decisions(convention: str) -> Mapping[int, Any]:
    """The last decision on each dossier."""
    rows = db.session.execute(
        select(RequestDecision.dossier_id, RequestDecision.outcome, RequestDecision.granted_until).order_by(
            RequestDecision.id
        )
    )
    return {row.dossier_id: row for row in rows}


def _of_dossier(row: Any, order: MeetingOrder, decisions: Mapping[int, Any]) -> RequestOnFile:
    decided = decisions.get(row.id)
    meeting = order.find(row.meeting) if row.meeting else None
    return RequestOnFile(
        row.convention,
        row.article,
        row.iso3,
        row.list_en,
        row.slug,
        row.number,
        meeting,
        row.meeting,
        row.received_on,
        was_due_on(get_convention(row.convention), meeting.opens_on if meeting else None),
        row.deadline,
        row.asked_until,
        decided.outcome.value if decided else PENDING,
        decided.granted_until if decided else None,
        row.source,
        "",
        row.conflict,
        row.id,
    )


def _of_past(row: Any, order: MeetingOrder) -> RequestOnFile:
    meeting = order.find(row.considered_at)
    return RequestOnFile(
        row.convention,
        row.article,
        row.iso3,
        row.list_en,
        row.slug,
        row.request_no,
        meeting,
        row.considered_at,
        row.submitted_on,
        was_due_on(get_convention(row.convention), meeting.opens_on if meeting else None),
        row.previous_deadline,
        row.requested_until,
        NOT_DOCUMENTED if row.decision == "unknown" else row.decision,
        row.granted_until,
        row.source,
        row.confidence,
        row.notes,
        None,
    )
