"""All requests on file, those that were decided before this house kept dossiers among them, as one kind of row."""

from collections import defaultdict
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
from extension_requests.models.documents import ON_FILE, DossierDocument
from extension_requests.models.dossiers import Dossier
from extension_requests.models.past import PastRequest
from extension_requests.queries.dossiers import dossiers_of
from extension_requests.rules.brought import Brought, brought_to
from extension_requests.rules.decisions import Outcome
from extension_requests.rules.documents import DocumentKind
from extension_requests.rules.flags import is_late
from extension_requests.rules.lengths import length_in_months, was_due_on
from extension_requests.rules.machine import COMING, NOT_THERE, OPEN, RequestState
from states_parties.models import State

NOT_DOCUMENTED, PENDING = "not documented", "not decided yet"
WITHOUT_REQUEST = (*COMING, *NOT_THERE, RequestState.WITHDRAWN)


@dataclass(frozen=True)
class RequestOnFile:
    """One request at one meeting. outcome: what the meeting decided, "not documented" or "not decided yet".

    due_on: at the meeting it was submitted to, which a deferral does not change; None where no day applied.
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
        return is_late(self.received_on, self.due_on) if self.received_on and self.due_on else None

    @property
    def asked_months(self) -> int | None:
        return length_in_months(self.deadline, self.asked_until) if self.deadline and self.asked_until else None

    @property
    def granted_months(self) -> int | None:
        return length_in_months(self.deadline, self.granted_until) if self.deadline and self.granted_until else None


def requests_on_file(
    convention: str, *, iso3: str | None = None, order: MeetingOrder | None = None
) -> Sequence[RequestOnFile]:
    """By article, State and number; where there is a dossier, what it holds, once for each meeting that dealt with it.

    Five queries, four where order is given. Without dossiers whose request has not come.
    """
    meetings = order or meeting_order(convention)
    decisions, came = _decisions(convention), _came(convention)
    found = {
        (row.article, row.iso3, row.number): _of_dossier(row, meetings, decisions[row.id], came[row.id])
        for row in dossiers_of(convention, iso3=iso3)
        if row.state not in WITHOUT_REQUEST or decisions[row.id]
    }
    for row in _past(convention, iso3):
        found.setdefault((row.article, row.iso3, row.request_no), [_of_past(row, meetings)])
    every = [each for rows in found.values() for each in rows]
    return sorted(every, key=lambda each: (each.article, each.name, each.number))


def _past(convention: str, iso3: str | None) -> Sequence[Any]:
    wanted = (
        select(*PastRequest.__table__.c, State.slug, State.list_en)
        .join(State, State.iso3 == PastRequest.iso3)
        .where(PastRequest.convention == convention)
    )
    return db.session.execute(wanted if iso3 is None else wanted.where(PastRequest.iso3 == iso3)).all()


def _decisions(convention: str) -> Mapping[int, Sequence[RequestDecision]]:
    """By dossier, in the order in which they were taken."""
    found: dict[int, list[RequestDecision]] = defaultdict(list)
    for row in db.session.scalars(
        select(RequestDecision)
        .join(Dossier, Dossier.id == RequestDecision.dossier_id)
        .where(Dossier.convention == convention)
        .order_by(RequestDecision.decided_on, RequestDecision.id)
    ):
        found[row.dossier_id].append(row)
    return found


def _came(convention: str) -> Mapping[int, Sequence[date]]:
    """By dossier, the days on which versions of the request came."""
    found: dict[int, list[date]] = defaultdict(list)
    for dossier_id, day in db.session.execute(
        select(DossierDocument.dossier_id, DossierDocument.dated_on)
        .join(Dossier, Dossier.id == DossierDocument.dossier_id)
        .where(Dossier.convention == convention, DossierDocument.kind == DocumentKind.REQUEST, ON_FILE)
    ).tuples():
        found[dossier_id].append(day)
    return found


def _of_dossier(
    row: Any, order: MeetingOrder, decisions: Sequence[RequestDecision], came: Sequence[date]
) -> list[RequestOnFile]:
    """One for each decision, at its meeting, and one for the meeting that is still to decide."""
    waits = row.state in OPEN or not decisions
    days = [*came, *([row.received_on] if row.received_on else [])]
    taken = [(each.decided_on if each.outcome is Outcome.DEFERRED else None) for each in decisions]
    meetings = [each.meeting for each in decisions] + ([row.meeting] if waits else [])
    brought = brought_to(meetings, taken, days)
    outcomes: list[RequestDecision | None] = [*decisions, *([None] if waits else [])]
    return [_at_one_meeting(row, order, decided, each) for decided, each in zip(outcomes, brought, strict=True)]


def _at_one_meeting(row: Any, order: MeetingOrder, decided: RequestDecision | None, brought: Brought) -> RequestOnFile:
    meeting, submitted_to = (order.find(short) if short else None for short in (brought.meeting, brought.submitted_to))
    return RequestOnFile(
        row.convention,
        row.article,
        row.iso3,
        row.list_en,
        row.slug,
        row.number,
        meeting,
        brought.meeting,
        brought.received_on,
        was_due_on(get_convention(row.convention), submitted_to.opens_on if submitted_to else None),
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
