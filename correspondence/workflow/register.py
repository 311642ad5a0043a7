"""The register of references: numbers are given in a row, within the approval, and kept for good."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.db import db
from correspondence.models.approval import ApprovedLetter, Reference, ReferenceSeries
from correspondence.models.campaigns import Campaign, Dispatch, Letter, LetterState
from correspondence.queries.approved import has_left
from correspondence.rules.references import references


def hold_series(convention: str, prefix: str, year: int) -> ReferenceSeries:
    """The series, held until the transaction ends: nobody else takes numbers from it meanwhile."""
    dialect = sqlite if db.session.get_bind().dialect.name == "sqlite" else postgresql
    db.session.execute(
        dialect.insert(ReferenceSeries)
        .values(convention=convention, prefix=prefix, year=year, next_number=1)
        .on_conflict_do_nothing()
    )
    return db.session.scalars(
        select(ReferenceSeries)
        .where(ReferenceSeries.prefix == prefix, ReferenceSeries.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def give_references(series: ReferenceSeries, letters: Sequence[Letter], *, at: datetime) -> list[Reference]:
    """The next numbers of a series that is held, one for each letter, in the order given."""
    texts = references(series.prefix, series.year, series.next_number, len(letters))
    given = [
        Reference(
            series_id=series.id, number=series.next_number + place, text=text, letter_id=letter.id, allocated_at=at
        )
        for place, (text, letter) in enumerate(zip(texts, letters, strict=True))
    ]
    series.next_number += len(given)
    db.session.add_all(given)
    db.session.flush()
    return given


def void_approved(campaign: Campaign, reason: str, *, at: datetime) -> None:
    """No approved letter that has not left may be sent any more; their numbers stay in the register with the reason."""
    letters = select(Letter.id).where(Letter.campaign_id == campaign.id, Letter.state == LetterState.APPROVED)
    ids = [id for id in db.session.scalars(letters) if not has_left(id)]
    for model in (Reference, ApprovedLetter):
        db.session.execute(
            update(model)
            .where(model.letter_id.in_(ids), model.voided_at.is_(None))
            .values(voided_at=at, void_reason=reason)
        )
    db.session.execute(
        update(Dispatch).where(Dispatch.letter_id.in_(ids), Dispatch.void_reason == "").values(void_reason=reason[:500])
    )
    db.session.execute(update(Letter).where(Letter.id.in_(ids)).values(state=LetterState.VOID, reason=reason))
