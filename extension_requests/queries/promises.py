"""Reading what decisions ask for: of one request, of the one before it, of all; and what may show that it was kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, extract, func, select

from core.db import db
from extension_requests.models.decisions import Clause, Promise
from extension_requests.models.dossiers import Dossier
from extension_requests.rules.clauses import ClauseKind
from extension_requests.rules.promises import OPEN, Kept, PromiseState, standing_on, tally
from states_parties.models import Article7Report, State


@dataclass(frozen=True)
class Followed:
    """One promise as it stands on a day. offered: a report on record that may have kept it, in words, and its day."""

    id: int
    dossier_id: int
    iso3: str
    state: str
    slug: str
    article: str
    number: int
    what: str
    text: str
    due_on: date
    stands: PromiseState
    kept_on: date | None
    evidence: str
    document_id: int | None
    offered: str
    offered_on: date | None

    @property
    def open(self) -> bool:
        return self.stands in OPEN


def promises_of(dossier: Dossier, *, on: date) -> Sequence[Followed]:
    """Of one request, by day; one query."""
    return _followed(_wanted().where(Clause.dossier_id == dossier.id), on=on)


def promises_under(convention: str, *, on: date) -> Sequence[Followed]:
    """Of all requests under a Convention, by day; one query."""
    return _followed(_wanted().where(Dossier.convention == convention), on=on)


def promises_around(dossier: Dossier, *, on: date) -> tuple[Sequence[Followed], Kept | None]:
    """Of the request, and how those of the request before it stand (None where there are none); one query."""
    found = _followed(
        _wanted().where(
            Dossier.convention == dossier.convention,
            Dossier.article == dossier.article,
            Dossier.iso3 == dossier.iso3,
            Dossier.number.in_((dossier.number, dossier.number - 1)),
        ),
        on=on,
    )
    before = [each.stands for each in found if each.number < dossier.number]
    return [each for each in found if each.number == dossier.number], tally(before) if before else None


def _wanted() -> Select[Any]:
    """reported_on: the first day on which a report on the year before the promise came."""
    reported_on = (
        select(func.min(Article7Report.received_on))
        .where(
            Article7Report.convention == Dossier.convention,
            Article7Report.iso3 == Dossier.iso3,
            Article7Report.year_covered == extract("year", Promise.due_on) - 1,
        )
        .scalar_subquery()
    )
    return (
        select(
            *Promise.__table__.c,
            Clause.kind,
            Clause.text,
            Clause.dossier_id,
            Dossier.iso3,
            Dossier.article,
            Dossier.number,
            State.slug,
            State.list_en,
            reported_on.label("reported_on"),
        )
        .join(Clause, Clause.id == Promise.clause_id)
        .join(Dossier, Dossier.id == Clause.dossier_id)
        .join(State, State.iso3 == Dossier.iso3)
        .order_by(Promise.due_on, State.list_en, Dossier.article, Clause.place)
    )


def _followed(wanted: Select[Any], *, on: date) -> list[Followed]:
    return [_one(row, on=on) for row in db.session.execute(wanted)]


def _one(row: Row[Any], *, on: date) -> Followed:
    stands = standing_on(row.state, row.due_on, on=on)
    came = row.reported_on if row.kind is ClauseKind.YEARLY_REPORT and stands in OPEN else None
    offered = came is not None and came <= on
    return Followed(
        id=row.id,
        dossier_id=row.dossier_id,
        iso3=row.iso3,
        state=row.list_en,
        slug=row.slug,
        article=row.article,
        number=row.number,
        what=row.kind.value,
        text=row.text,
        due_on=row.due_on,
        stands=stands,
        kept_on=row.kept_on,
        evidence=row.evidence,
        document_id=row.document_id,
        offered=f"Article 7 report covering {row.due_on.year - 1}" if offered else "",
        offered_on=came if offered else None,
    )
