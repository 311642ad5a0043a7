"""Reading what decisions ask for: of one request, of the one before it, of all; and what may show that it was kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select

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
    """Of one request, by day. Two queries."""
    return _followed(_wanted().where(Clause.dossier_id == dossier.id), dossier.convention, on=on)


def promises_under(convention: str, *, on: date) -> Sequence[Followed]:
    """Of all requests under a Convention, by day. Two queries."""
    return _followed(_wanted().where(Dossier.convention == convention), convention, on=on)


def kept_before(dossier: Dossier, *, on: date) -> Kept | None:
    """How the promises of the request before this one stand; None for a first one, or where none is on record."""
    if dossier.number == 1:
        return None
    rows = db.session.execute(
        select(Promise.state, Promise.due_on)
        .join(Clause, Clause.id == Promise.clause_id)
        .join(Dossier, Dossier.id == Clause.dossier_id)
        .where(
            Dossier.convention == dossier.convention,
            Dossier.article == dossier.article,
            Dossier.iso3 == dossier.iso3,
            Dossier.number == dossier.number - 1,
        )
    ).all()
    return tally([standing_on(row.state, row.due_on, on=on) for row in rows]) if rows else None


def _wanted() -> Select[Any]:
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
        )
        .join(Clause, Clause.id == Promise.clause_id)
        .join(Dossier, Dossier.id == Clause.dossier_id)
        .join(State, State.iso3 == Dossier.iso3)
        .order_by(Promise.due_on, State.list_en, Dossier.article, Clause.place)
    )


def _followed(wanted: Select[Any], convention: str, *, on: date) -> list[Followed]:
    rows = db.session.execute(wanted).all()
    reports = _reports(convention, {row.iso3 for row in rows})
    return [_one(row, reports, on=on) for row in rows]


def _one(row: Row[Any], reports: Mapping[tuple[str, int], date], *, on: date) -> Followed:
    stands = standing_on(row.state, row.due_on, on=on)
    covered = row.due_on.year - 1
    came = reports.get((row.iso3, covered)) if row.kind is ClauseKind.YEARLY_REPORT and stands in OPEN else None
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
        offered=f"Article 7 report covering {covered}" if came and came <= on else "",
        offered_on=came if came and came <= on else None,
    )


def _reports(convention: str, iso3s: Collection[str]) -> dict[tuple[str, int], date]:
    """(State, year covered) -> the first day on which a report about it came."""
    if not iso3s:
        return {}
    rows = db.session.execute(
        select(Article7Report.iso3, Article7Report.year_covered, Article7Report.received_on)
        .where(
            Article7Report.convention == convention,
            Article7Report.iso3.in_(iso3s),
            Article7Report.year_covered.is_not(None),
        )
        .order_by(Article7Report.received_on.desc())
    )
    return {(row.iso3, row.year_covered or 0): row.received_on for row in rows if row.received_on}
