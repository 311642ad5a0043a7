"""Letters for the post: those that wait for a batch, and the batches in packing order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from core.db import db
from core.errors import NotFound
from correspondence.models.approval import ApprovedLetter
from correspondence.models.campaigns import Campaign, Channel, Dispatch, Letter
from states_parties.models import State


@dataclass(frozen=True)
class ToPost:
    """One letter of a batch. number: its place in the pile. address: the lines of the envelope.

    doubt: what it says that is not so any more, since it was printed. ended: why it was withdrawn since.
    """

    number: int
    reference: str
    state: str
    role: str
    address: str
    file_name: str
    sha256: str
    dispatch_id: int = 0
    posted_on: date | None = None
    posted_by: str = ""
    doubt: str = ""
    ended: str = ""


@dataclass(frozen=True)
class Batch:
    """unsettled: printed in it and withdrawn since; somebody has to say whether they were posted all the same."""

    number: int
    letters: Sequence[ToPost]
    unsettled: Sequence[ToPost]

    @property
    def waiting(self) -> int:
        return sum(each.posted_on is None for each in self.letters)


@dataclass(frozen=True)
class ByPost:
    """free: the States whose letters are in no batch yet."""

    free: Sequence[str]
    batches: Sequence[Batch]


def by_post(campaign: Campaign) -> ByPost:
    """Everything of the campaign that goes by post."""
    rows = _rows(campaign.id)
    numbers = sorted({row.batch for row in rows if row.batch is not None}, reverse=True)
    free = [row.list_en for row in rows if row.batch is None and not row.void_reason and row.posted_on is None]
    return ByPost(free, [_batch(number, [row for row in rows if row.batch == number]) for number in numbers])


def get_unsettled(campaign: Campaign, dispatch_id: int) -> ToPost:
    """One that was withdrawn after it had been printed; NotFound where it is none, or is settled."""
    for batch in by_post(campaign).batches:
        for each in batch.unsettled:
            if each.dispatch_id == dispatch_id:
                return each
    raise NotFound(f"“{campaign.title}” has no printed letter {dispatch_id} that is to be settled.")


def batch_of(campaign: Campaign, number: int) -> Sequence[ToPost]:
    """The letters of one batch; NotFound where there is no such batch."""
    for batch in by_post(campaign).batches:
        if batch.number == number:
            return batch.letters
    raise NotFound(f"“{campaign.title}” has no batch {number}.")


def _batch(number: int, rows: Sequence[Any]) -> Batch:
    live = [row for row in rows if not row.void_reason or row.posted_on is not None]
    ended = [row for row in rows if row not in live]
    return Batch(
        number,
        [_to_post(place, row) for place, row in enumerate(live, start=1)],
        [_to_post(place, row) for place, row in enumerate(ended, start=1)],
    )


def _to_post(place: int, row: Any) -> ToPost:
    return ToPost(
        number=place,
        reference=row.reference,
        state=row.list_en,
        role=row.role,
        address=row.address,
        file_name=row.file_name,
        sha256=row.sha256,
        dispatch_id=row.id,
        posted_on=row.posted_on,
        posted_by=row.posted_by,
        doubt=row.doubt,
        ended=row.void_reason,
    )


def _rows(campaign_id: int) -> Sequence[Any]:
    return db.session.execute(
        select(
            Dispatch.id,
            Dispatch.batch,
            Dispatch.role,
            Dispatch.address,
            Dispatch.posted_on,
            Dispatch.posted_by,
            Dispatch.void_reason,
            Dispatch.doubt,
            Letter.reference,
            State.list_en,
            ApprovedLetter.file_name,
            ApprovedLetter.sha256,
        )
        .join(Letter, Letter.id == Dispatch.letter_id)
        .join(State, State.iso3 == Letter.iso3)
        .join(ApprovedLetter, ApprovedLetter.id == Dispatch.approved_letter_id)
        .where(Dispatch.campaign_id == campaign_id, Dispatch.channel == Channel.POST)
        .order_by(State.list_en, Dispatch.id)
    ).all()
