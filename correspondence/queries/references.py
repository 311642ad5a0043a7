"""The register of references: every number given, to which letter, and whether it still stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from core.db import db
from correspondence.models.approval import ApprovedLetter, Reference, ReferenceSeries
from correspondence.models.campaigns import Campaign, Letter
from correspondence.rules.references import gaps, in_spans
from states_parties.models import State


def next_number(prefix: str, year: int) -> int:
    """The number that the next letter of the series gets."""
    found = db.session.scalar(
        select(ReferenceSeries.next_number).where(ReferenceSeries.prefix == prefix, ReferenceSeries.year == year)
    )
    return found or 1


@dataclass(frozen=True)
class Registered:
    """A number of the register with its letter. file: what was approved under it. corrects: a reference, or none."""

    reference: Reference
    series: ReferenceSeries
    letter: Letter
    campaign: Campaign
    state: str
    slug: str
    corrects: str
    file: ApprovedLetter

    @property
    def earlier(self) -> bool:
        """Whether the letter was written anew since: it has another reference now, or none yet."""
        return self.letter.reference != self.reference.text


def register_of(convention: str) -> list[Registered]:
    """The newest first."""
    corrected = aliased(Letter)
    rows = db.session.execute(
        select(
            Reference,
            ReferenceSeries,
            Letter,
            Campaign,
            State.list_en,
            State.slug,
            func.coalesce(corrected.reference, ""),
            ApprovedLetter,
        )
        .join(ReferenceSeries, ReferenceSeries.id == Reference.series_id)
        .join(Letter, Letter.id == Reference.letter_id)
        .join(Campaign, Campaign.id == Letter.campaign_id)
        .join(State, State.iso3 == Letter.iso3)
        .join(ApprovedLetter, ApprovedLetter.reference_id == Reference.id)
        .outerjoin(corrected, corrected.id == Letter.corrects_id)
        .where(ReferenceSeries.convention == convention)
        .order_by(ReferenceSeries.year.desc(), ReferenceSeries.prefix, Reference.number.desc())
    )
    return [Registered(*row) for row in rows]


def gaps_in_series(convention: str) -> Sequence[tuple[str, str]]:
    """Series such as CC/2026 with the numbers that were passed over; none ever should be."""
    found = []
    for series in db.session.scalars(
        select(ReferenceSeries).where(ReferenceSeries.convention == convention).order_by(ReferenceSeries.id)
    ):
        numbers = db.session.scalars(select(Reference.number).where(Reference.series_id == series.id)).all()
        if missing := gaps(numbers, series.next_number):
            found.append((f"{series.prefix}/{series.year}", in_spans(missing)))
    return found
