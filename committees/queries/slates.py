"""What is in for the election at a meeting: candidacies, and slates to choose from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from committees.models.rotation import Candidacy, ChairNomination, Nomination, Slate
from committees.rules.slates import Proposal, Proposed
from committees.rules.suggestion import Offer
from core.db import db
from core.errors import NotFound


def candidacies_at(convention: str, meeting: str) -> Sequence[Any]:
    """Rows, the withdrawn ones among them, by body and day of receipt."""
    return db.session.execute(
        select(*Candidacy.__table__.c)
        .where(Candidacy.convention == convention, Candidacy.meeting == meeting)
        .order_by(Candidacy.body, Candidacy.received_on, Candidacy.id)
    ).all()


def standing_offers(rows: Iterable[Any]) -> list[Offer]:
    """Of the rows of candidacies, those that were not withdrawn."""
    return [Offer(row.body, row.iso3, row.received_on) for row in rows if row.withdrawn_on is None]


def get_candidacy(convention: str, meeting: str, candidacy_id: int) -> Candidacy:
    """NotFound for a candidacy of another meeting."""
    row = db.session.get(Candidacy, candidacy_id)
    if row is None or (row.convention, row.meeting) != (convention, meeting):
        raise NotFound(f"There is no candidacy {candidacy_id} for the {meeting}.")
    return row


@dataclass(frozen=True)
class SlateOnRecord:
    """A slate with its nominations and chairs as rows, by body and seat."""

    slate: Slate
    nominations: Sequence[Any]
    chairs: Sequence[Any]

    @property
    def proposal(self) -> Proposal:
        return Proposal(
            [Proposed(row.body, row.seat, row.iso3) for row in self.nominations],
            {row.body: row.iso3 for row in self.chairs},
        )

    def nominated(self, body: str, seat: int) -> Any | None:
        return next((row for row in self.nominations if (row.body, row.seat) == (body, seat)), None)

    def chair(self, body: str) -> Any | None:
        return next((row for row in self.chairs if row.body == body), None)


def slates_at(convention: str, meeting: str) -> list[SlateOnRecord]:
    """The slates of a meeting in the order they were made; three queries."""
    slates = db.session.scalars(
        select(Slate).where(Slate.convention == convention, Slate.meeting == meeting).order_by(Slate.id)
    ).all()
    return _with_nominations(slates)


def get_slate(convention: str, meeting: str, slate_id: int) -> SlateOnRecord:
    """NotFound for a slate of another meeting."""
    slate = db.session.get(Slate, slate_id)
    if slate is None or (slate.convention, slate.meeting) != (convention, meeting):
        raise NotFound(f"There is no proposal {slate_id} for the {meeting}.")
    return _with_nominations([slate])[0]


def _with_nominations(slates: Sequence[Slate]) -> list[SlateOnRecord]:
    ids = [slate.id for slate in slates]
    nominations = _rows_of(Nomination, ids, Nomination.body, Nomination.seat)
    chairs = _rows_of(ChairNomination, ids, ChairNomination.body)
    return [
        SlateOnRecord(
            slate,
            [row for row in nominations if row.slate_id == slate.id],
            [row for row in chairs if row.slate_id == slate.id],
        )
        for slate in slates
    ]


def _rows_of(model: Any, ids: Sequence[int], *order: Any) -> Sequence[Row[Any]]:
    return db.session.execute(select(*model.__table__.c).where(model.slate_id.in_(ids)).order_by(*order)).all()
