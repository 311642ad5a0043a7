"""Figures of a request are entered: whole tables at once, one line by hand, or as they were in the version before."""

from collections.abc import Sequence

from sqlalchemy import Select, delete, func, select

from core.audit.workflow import Actor
from core.db import db
from core.errors import NotFound, RuleViolation
from extension_requests.models.dossiers import Dossier
from extension_requests.models.figures import Figure
from extension_requests.queries.figures import lines_of
from extension_requests.rules.figures import Line, check_line
from extension_requests.rules.machine import IN_ANALYSIS, RequestState
from extension_requests.workflow.transitions import tell

ENTERED_IN = (*IN_ANALYSIS, RequestState.DEFERRED)


def replace_tables(dossier: Dossier, lines: Sequence[Line], *, by: Actor) -> int:
    """Each table of which there are lines holds these and no others; tables without lines stay. How many lines.

    The dossier is held. RuleViolation where no request is on file, or its decision has been taken.
    """
    check_entered(dossier)
    for line in lines:
        check_line(line)
    sheets = list(dict.fromkeys(line.sheet for line in lines))
    db.session.execute(
        delete(Figure)
        .where(Figure.dossier_id == dossier.id, Figure.version == dossier.version)
        .where(Figure.sheet.in_(sheets))
    )
    _add(dossier, lines)
    told = {sheet.value: sum(line.sheet is sheet for line in lines) for sheet in sheets}
    tell("request:tables-taken-in", dossier, by=by, version=dossier.version, **told)
    return len(lines)


def enter_line(dossier: Dossier, line: Line, *, by: Actor) -> None:
    """The figure is on file; one of the same table, year, kind, method and unit is written over."""
    check_entered(dossier)
    check_line(line)
    same = next((each for each in lines_of(dossier) if each.key == line.key), None)
    if same is not None:
        if same.amount == line.amount:
            raise RuleViolation("This figure is on file already.", field="amount")
        row: Figure = db.session.scalars(_row(dossier, same)).one()
        row.amount = line.amount
        db.session.flush()
    else:
        _add(dossier, [line])
    amount = [same.amount, line.amount] if same else line.amount
    tell("request:figure-entered", dossier, by=by, version=dossier.version, **_told(line), amount=amount)


def take_out_line(dossier: Dossier, figure_id: int, *, by: Actor) -> None:
    """NotFound for a figure that is not on file in the present version."""
    check_entered(dossier)
    row = db.session.get(Figure, figure_id)
    if row is None or (row.dossier_id, row.version) != (dossier.id, dossier.version):
        raise NotFound("There is no such figure in this version of the request.")
    line = Line(row.sheet, row.year, row.kind, row.method, row.unit, row.amount)
    db.session.delete(row)
    db.session.flush()
    tell("request:figure-taken-out", dossier, by=by, version=dossier.version, **_told(line), amount=line.amount)


def take_over_tables(dossier: Dossier, *, by: Actor) -> int:
    """The figures of the version before are those of the present one, which had none. How many."""
    check_entered(dossier)
    if lines_of(dossier):
        raise RuleViolation("The present version has figures already. Nothing was taken over.")
    earlier = db.session.scalar(
        select(func.max(Figure.version)).where(Figure.dossier_id == dossier.id, Figure.version < dossier.version)
    )
    if earlier is None:
        raise RuleViolation("No earlier version of the request has figures.")
    lines = lines_of(dossier, version=earlier)
    _add(dossier, lines)
    tell("request:tables-taken-over", dossier, by=by, version=[earlier, dossier.version], figures=len(lines))
    return len(lines)


def check_entered(dossier: Dossier) -> None:
    """RuleViolation where figures of the dossier can no longer be entered, or not yet."""
    if not dossier.version:
        raise RuleViolation("No request is on file yet: its figures are entered once it is registered.")
    if dossier.state not in ENTERED_IN:
        raise RuleViolation(f"The request is {dossier.state.value}: its figures stay as they are.")


def _add(dossier: Dossier, lines: Sequence[Line]) -> None:
    db.session.add_all(
        Figure(
            dossier_id=dossier.id,
            version=dossier.version,
            sheet=line.sheet,
            year=line.year,
            kind=line.kind,
            method=line.method,
            unit=line.unit,
            amount=line.amount,
        )
        for line in lines
    )
    db.session.flush()


def _row(dossier: Dossier, line: Line) -> Select[Figure]:
    return select(Figure).filter_by(
        dossier_id=dossier.id,
        version=dossier.version,
        sheet=line.sheet,
        year=line.year,
        kind=line.kind,
        method=line.method,
        unit=line.unit,
    )


def _told(line: Line) -> dict[str, object]:
    told = {"table": line.sheet.value, "year": line.year, "kind": line.kind or None, "method": line.method or None}
    return {**told, "unit": line.unit.value}
