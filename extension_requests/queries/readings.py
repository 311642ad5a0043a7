"""The checklist of a dossier with what its readers found in one version of the request."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, literal, null, or_, select

from committees.models.access import Recusal
from core.db import db
from extension_requests.checklists import checklist_of
from extension_requests.models.analysis import Reading, Settlement
from extension_requests.models.dossiers import Dossier
from extension_requests.rules.checklists import Checklist, Item, ItemRead
from extension_requests.rules.findings import Finding
from extension_requests.rules.readings import Found


@dataclass(frozen=True)
class Detailed:
    """An item with everything written about it in one version: readings by reader, and what was settled."""

    read: ItemRead
    readings: Sequence[Any]
    settlement: Any | None

    def by(self, reader_id: int | None) -> Any | None:
        return next((each for each in self.readings if each.reader_id == reader_id), None)

    @property
    def found(self) -> dict[str, Found]:
        """By the number of the reader."""
        return {str(each.reader_id): Found(each.finding, each.page, each.note) for each in self.readings}


def checklist_for(dossier: Dossier) -> Checklist:
    return checklist_of(dossier.convention, dossier.article, renewal=dossier.number > 1)


def items_read(dossier: Dossier, *, version: int | None = None) -> Sequence[ItemRead]:
    """version: None for the one on file now. One query; readers are told apart also where they bear one name.

    What was found for a State that takes no part does not count.
    """
    which = dossier.version if version is None else version
    readings = select(Reading.item, Reading.finding, Reading.reader, Reading.reader_id, Reading.iso3).where(
        Reading.dossier_id == dossier.id,
        Reading.version == which,
        or_(Reading.iso3.is_(None), Reading.iso3.not_in(_recused(dossier))),
    )
    settlements = select(Settlement.item, Settlement.finding, literal(""), literal(0), null()).where(
        Settlement.dossier_id == dossier.id, Settlement.version == which
    )
    found: dict[str, list[_Voice]] = defaultdict(list)
    settled: dict[str, Finding] = {}
    for item, finding, reader, reader_id, iso3 in db.session.execute(readings.union_all(settlements)):
        if reader_id:
            found[item].append(_Voice(reader, reader_id, finding, iso3))
        else:
            settled[item] = finding
    return [_item_read(each, found[each.code], settled.get(each.code)) for each in checklist_for(dossier).items]


def detailed_items(dossier: Dossier, *, version: int | None = None) -> Sequence[Detailed]:
    """The same with pages and notes, also those that do not count any more. Three queries."""
    which = dossier.version if version is None else version
    readings: dict[str, list[Any]] = defaultdict(list)
    for row in db.session.execute(
        select(*Reading.__table__.c)
        .where(Reading.dossier_id == dossier.id, Reading.version == which)
        .order_by(Reading.reader, Reading.reader_id)
    ):
        readings[row.item].append(row)
    settled = {
        row.item: row
        for row in db.session.execute(
            select(*Settlement.__table__.c).where(Settlement.dossier_id == dossier.id, Settlement.version == which)
        )
    }
    recused = set(db.session.scalars(_recused(dossier)))
    found = []
    for item in checklist_for(dossier).items:
        rows, settlement = readings[item.code], settled.get(item.code)
        count = [_Voice(row.reader, row.reader_id, row.finding, row.iso3) for row in rows if row.iso3 not in recused]
        read = _item_read(item, count, settlement.finding if settlement else None)
        found.append(Detailed(read, rows, settlement))
    return found


def own_findings(dossier: Dossier, reader_id: int, *, version: int) -> dict[str, Found]:
    """By item, what one reader found in that version."""
    rows = db.session.execute(
        select(Reading.item, Reading.finding, Reading.page, Reading.note).filter_by(
            dossier_id=dossier.id, version=version, reader_id=reader_id
        )
    )
    return {row.item: Found(row.finding, row.page, row.note) for row in rows}


def version_read_before(dossier: Dossier, reader_id: int) -> int | None:
    """The last version before the present one that the reader has read something of."""
    return db.session.scalar(
        select(func.max(Reading.version))
        .filter_by(dossier_id=dossier.id, reader_id=reader_id)
        .where(Reading.version < dossier.version)
    )


@dataclass(frozen=True)
class _Voice:
    """What one reader found of one item, and for which State."""

    reader: str
    reader_id: int
    finding: Finding
    iso3: str | None


def _item_read(item: Item, voices: Sequence[_Voice], settled: Finding | None) -> ItemRead:
    """Two readers of the same name stay two."""
    names: dict[str, _Voice] = {}
    for each in sorted(voices, key=lambda voice: voice.reader):
        names[each.reader if each.reader not in names else f"{each.reader} ({each.reader_id})"] = each
    return ItemRead(
        item,
        {name: each.finding for name, each in names.items()},
        settled,
        {name: each.iso3 for name, each in names.items() if each.iso3},
    )


def _recused(dossier: Dossier) -> Select[Any]:
    """States that take no part in the request, until further notice."""
    return select(Recusal.iso3).where(Recusal.file_id == dossier.file_id, Recusal.ends_before.is_(None))
