"""The checklist of a dossier with what its readers found in one version of the request."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, literal, select

from core.db import db
from extension_requests.checklists import checklist_of
from extension_requests.models.analysis import Reading, Settlement
from extension_requests.models.dossiers import Dossier
from extension_requests.rules.checklists import Checklist, ItemRead
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
    """version: None for the one on file now. One query; readers are told apart also where they bear one name."""
    which = dossier.version if version is None else version
    readings = select(Reading.item, Reading.finding, Reading.reader, Reading.reader_id).where(
        Reading.dossier_id == dossier.id, Reading.version == which
    )
    settlements = select(Settlement.item, Settlement.finding, literal(""), literal(0)).where(
        Settlement.dossier_id == dossier.id, Settlement.version == which
    )
    found: dict[str, dict[int, tuple[str, Finding]]] = defaultdict(dict)
    settled: dict[str, Finding] = {}
    for item, finding, reader, reader_id in db.session.execute(readings.union_all(settlements)):
        if reader_id:
            found[item][reader_id] = (reader, finding)
        else:
            settled[item] = finding
    return [ItemRead(each, _by_name(found[each.code]), settled.get(each.code)) for each in checklist_for(dossier).items]


def detailed_items(dossier: Dossier, *, version: int | None = None) -> Sequence[Detailed]:
    """The same with pages and notes. Two queries."""
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
    found = []
    for item in checklist_for(dossier).items:
        rows, settlement = readings[item.code], settled.get(item.code)
        named = _by_name({row.reader_id: (row.reader, row.finding) for row in rows})
        found.append(Detailed(ItemRead(item, named, settlement.finding if settlement else None), rows, settlement))
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


def _by_name(found: Mapping[int, tuple[str, Finding]]) -> dict[str, Finding]:
    """Two readers of the same name stay two."""
    names: dict[str, Finding] = {}
    for reader_id, (name, finding) in sorted(found.items(), key=lambda each: each[1][0]):
        names[name if name not in names else f"{name} ({reader_id})"] = finding
    return names
