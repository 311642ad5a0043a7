"""The figures of a request as they are on file, and whether they agree with one another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from conventions.registry import get_convention
from conventions.rules import latest_possible_deadline
from core.db import db
from extension_requests.models.dossiers import Dossier
from extension_requests.models.figures import Figure
from extension_requests.rules.amounts import Unit
from extension_requests.rules.arithmetic import (
    Asked,
    Checked,
    Year,
    checks,
    promised_and_achieved,
    renewal,
)
from extension_requests.rules.figures import Line, Sheet, amount_of

TABLES = list(Sheet)
RENEWAL_ITEM = {("APMBC", "5"): "A9", ("CCM", "4"): "C10"}


@dataclass(frozen=True)
class OnFile:
    """A figure with the number of its row."""

    id: int
    line: Line


def figures_of(dossier: Dossier, *, version: int | None = None) -> list[OnFile]:
    """By table, year, kind and method. version: None for the one on file now."""
    which = dossier.version if version is None else version
    rows = db.session.execute(
        select(*Figure.__table__.c).where(Figure.dossier_id == dossier.id, Figure.version == which)
    )
    found = [OnFile(row.id, _line(row)) for row in rows]
    return sorted(found, key=lambda each: (TABLES.index(each.line.sheet), each.line.key))


def lines_of(dossier: Dossier, *, version: int | None = None) -> list[Line]:
    """The same without the numbers of the rows."""
    return [each.line for each in figures_of(dossier, version=version)]


def totals_of(lines: Sequence[Line]) -> list[tuple[Sheet, Unit, int]]:
    """What each table sums to, unit by unit, in the order of the tables."""
    pairs = [(sheet, unit) for sheet in Sheet for unit in Unit]
    return [
        (sheet, unit, amount_of(lines, sheet, unit=unit))
        for sheet, unit in pairs
        if any((line.sheet, line.unit) == (sheet, unit) for line in lines)
    ]


def versions_with_figures(dossier: Dossier) -> list[int]:
    """The newest first."""
    versions = select(Figure.version).where(Figure.dossier_id == dossier.id).distinct()
    return sorted(db.session.scalars(versions), reverse=True)


def years_compared(dossier: Dossier, lines: Sequence[Line]) -> list[Year]:
    """What the request before promised year by year, and what this one says was done. One query."""
    return promised_and_achieved(_targets_before(dossier), lines) if dossier.number > 1 else []


def _targets_before(dossier: Dossier) -> list[Line]:
    """Of the last version of the request before this one about the same obligation, where this house kept it."""
    same = {"convention": dossier.convention, "article": dossier.article, "iso3": dossier.iso3}
    before = select(func.max(Dossier.number)).filter_by(**same).where(Dossier.number < dossier.number)
    rows = db.session.execute(
        select(*Figure.__table__.c)
        .join(Dossier, Dossier.id == Figure.dossier_id)
        .where(
            Dossier.convention == dossier.convention,
            Dossier.article == dossier.article,
            Dossier.iso3 == dossier.iso3,
            Dossier.number == before.where(Dossier.version > 0).correlate(None).scalar_subquery(),
            Figure.version == Dossier.version,
            Figure.sheet == Sheet.TARGETS,
        )
    )
    return [_line(row) for row in rows]


def checks_of(dossier: Dossier, lines: Sequence[Line], years: Sequence[Year]) -> list[Checked]:
    """lines: of the version looked at. years: compared with the request before."""
    rule = get_convention(dossier.convention).by_article(dossier.article)
    asked = Asked(
        dossier.convention,
        dossier.article,
        dossier.deadline,
        dossier.asked_until,
        dossier.asked_months,
        latest_possible_deadline(rule, dossier.deadline),
        rule.source,
    )
    item = RENEWAL_ITEM.get((dossier.convention, dossier.article), "B5")
    return [*checks(asked, lines), *renewal(years, item)]


def _line(row: Any) -> Line:
    return Line(row.sheet, row.year, row.kind, row.method, row.unit, row.amount)
