"""The checklist of a dossier with what its readers found in one version of the request."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from core.db import db
from extension_requests.checklists import checklist_of
from extension_requests.models.analysis import Reading, Settlement
from extension_requests.models.dossiers import Dossier
from extension_requests.rules.checklists import Checklist, ItemRead
from extension_requests.rules.findings import Finding


def checklist_for(dossier: Dossier) -> Checklist:
    return checklist_of(dossier.convention, dossier.article, renewal=dossier.number > 1)


def items_read(dossier: Dossier, *, version: int | None = None) -> Sequence[ItemRead]:
    """version: None for the one on file now. Two queries."""
    which = dossier.version if version is None else version
    found: dict[str, dict[str, Finding]] = defaultdict(dict)
    for row in db.session.execute(
        select(Reading.item, Reading.reader, Reading.finding)
        .where(Reading.dossier_id == dossier.id, Reading.version == which)
        .order_by(Reading.reader)
    ):
        found[row.item][row.reader] = row.finding
    settled = {
        row.item: row.finding
        for row in db.session.execute(
            select(Settlement.item, Settlement.finding).where(
                Settlement.dossier_id == dossier.id, Settlement.version == which
            )
        )
    }
    return [ItemRead(each, found[each.code], settled.get(each.code)) for each in checklist_for(dossier).items]
