"""Obligations whose deadline comes near: with the meeting that would consider a request, and what is uncertain."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from conventions.meeting_order import FormalMeeting, MeetingOrder
from conventions.queries import meeting_order
from conventions.registry import get_convention
from core.db import db
from core.periods import add_months
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.doubts import doubt_about
from extension_requests.rules.consideration import aimed_at, requests_due_on
from extension_requests.rules.machine import COMING, NOT_THERE, OPEN, RequestState
from states_parties.queries.registers import DeadlineRow, deadline_rows


@dataclass(frozen=True)
class Coming:
    """target: the meeting that would consider a request. in_time: it closes before the deadline, as far as is known.

    due_on: the day the request is due there. doubt: what the registers leave open, in sentences. dealt_with: a dossier
    is open about the obligation, or was closed about this very deadline.
    """

    row: DeadlineRow
    deadline: date
    target: FormalMeeting | None
    in_time: bool | None
    due_on: date | None
    doubt: str
    dealt_with: bool


def coming_obligations(
    convention: str, *, on: date, months: int, order: MeetingOrder | None = None
) -> Sequence[Coming]:
    """Those that can be extended and whose deadline falls within so many months, or has passed; the nearest first."""
    definition = get_convention(convention)
    until = add_months(on, months)
    meetings = order or meeting_order(convention)
    dealt_with = _dealt_with(convention)
    return [
        _coming(convention, row, meetings, dealt_with, on=on)
        for row in deadline_rows(convention, on=on)
        if row.obligation.deadline is not None
        and row.obligation.deadline <= until
        and definition.by_article(row.obligation.article).max_extension_months is not None
    ]


def watched_dossiers(convention: str) -> Sequence[int]:
    """Ids of the dossiers whose request has not come."""
    watched = (*COMING, *NOT_THERE)
    return db.session.scalars(
        select(Dossier.id).where(Dossier.convention == convention, Dossier.state.in_(watched)).order_by(Dossier.id)
    ).all()


def _coming(
    convention: str,
    row: DeadlineRow,
    order: MeetingOrder,
    dealt_with: Collection[tuple[str, str, date | None]],
    *,
    on: date,
) -> Coming:
    obligation, deadline = row.obligation, row.obligation.deadline
    assert deadline is not None
    target = aimed_at(deadline, order, on=on)
    closes_on = target.closes_on if target else None
    about = (obligation.article, row.iso3)
    return Coming(
        row,
        deadline,
        target,
        closes_on < deadline if closes_on else None,
        requests_due_on(get_convention(convention), target.opens_on) if target else None,
        doubt_about(obligation, convention, target, deadline=deadline, opened_on=on),
        bool({(*about, None), (*about, deadline)} & set(dealt_with)),
    )


def _dealt_with(convention: str) -> Collection[tuple[str, str, date | None]]:
    """Article and State of every open dossier, with None; of those that are closed, with the deadline they were about.

    One that was refused may be asked about again.
    """
    rows = db.session.execute(
        select(Dossier.article, Dossier.iso3, Dossier.deadline, Dossier.state).where(
            Dossier.convention == convention, Dossier.state != RequestState.NOT_GRANTED
        )
    )
    return {(row.article, row.iso3, None if row.state in OPEN else row.deadline) for row in rows}
