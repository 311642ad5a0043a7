"""How the work of a year falls on offices: the table, the pieces behind each figure, and the table as a document."""

from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from committees.papers.workload import workload_paper
from committees.queries.offices import Offices
from committees.queries.sight import files_closed_to
from committees.queries.workload import OfficeLoad, YearOfWork, workload
from committees.routes.counter import blueprint, word_file
from committees.rules.workload import HOURS_COUNTED, HOW_COUNTED, SOURCE, Work
from conventions.registry import get_convention
from core.clock import today
from core.errors import NotFound, RuleViolation
from core.look.words import month as month_in_words
from core.numbers import whole_number
from core.permissions import Right, may, requires
from core.tables import Column, Table, export_response, table_page
from core.web import as_of, link

MONTHS = range(1, 13)


@dataclass(frozen=True)
class Asked:
    """What the page tells about: the year, as of a day, and of how many of the bodies the person reads the work."""

    found: YearOfWork
    offices: Offices
    readable: int
    of_bodies: int


@blueprint.get("/<convention:convention>/workload")
@requires(Right.READ_COMMITTEE_WORK)
def workload_of_year(convention: str) -> str | Response:
    asked = _asked(convention)
    table = _table(convention, asked.found)
    title = _("Workload %(year)s, %(convention)s", year=asked.found.year, convention=convention)
    return export_response(table, title) or render_template(
        "committees/workload.html",
        definition=get_convention(convention),
        found=asked.found,
        on=asked.found.on,
        page=table_page(table),
        readable=asked.readable,
        of_bodies=asked.of_bodies,
        totals=_totals(convention, asked.found),
        how=HOW_COUNTED,
        hours_counted=HOURS_COUNTED,
        source=SOURCE,
        pieces_address=pieces_address,
    )


@blueprint.get("/<convention:convention>/workload/pieces")
@requires(Right.READ_COMMITTEE_WORK)
def workload_pieces(convention: str) -> str | Response:
    """The pieces of work behind one figure: `?office=` a line (none: all bodies), `?month=` and `?work=` of it."""
    asked = _asked(convention)
    office = request.args.get("office", "")
    line = asked.found.line(office)
    if office and line is None:
        raise NotFound(_("The table of %(year)s has no such office.", year=asked.found.year))
    month = _month()
    lines = [line] if line else asked.found.whole
    pieces = [each for found in lines for each in found.load.pieces if month is None or each.on.month == month]
    table = Table(
        name=f"work-{convention.lower()}-{asked.found.year}",
        columns=(
            Column("what", _("Work"), lambda each: each.title, href=lambda each: _piece_address(convention, each)),
            Column("day", _("Day"), lambda each: each.on, kind="day"),
            Column("work", _("Kind"), lambda each: each.work.value, filter=True),
            Column("body", _("Body"), lambda each: asked.offices.bodies[each.body].name_en, filter=True),
            Column("hours", _("Estimated hours"), lambda each: each.hours, kind="number"),
            Column("state", _("State"), lambda each: each.status),
        ),
        rows=pieces,
        noun=(_("piece of work"), _("pieces of work")),
        empty=(_("No work is on record here."), _("Tasks and activities of the body appear here by themselves.")),
    )
    return export_response(table, _("Work behind the figure")) or render_template(
        "committees/workload_pieces.html",
        found=asked.found,
        on=asked.found.on,
        line=line,
        when=month_in_words(asked.found.on.replace(year=asked.found.year, month=month, day=1))
        if month
        else asked.found.year,
        page=table_page(table),
    )


@blueprint.get("/<convention:convention>/workload.docx")
@requires(Right.READ_COMMITTEE_WORK)
def workload_document(convention: str) -> Response:
    asked = _asked(convention)
    paper = workload_paper(
        asked.found, get_convention(convention).short["EN"], readable=asked.readable, of_bodies=asked.of_bodies
    )
    return word_file(paper, f"workload-{convention.lower()}-{asked.found.year}")


def pieces_address(convention: str, found: YearOfWork, key: Any, **more: Any) -> str:
    return link("committees.workload_pieces", convention=convention, year=found.year, office=str(key), **more)


def _asked(convention: str) -> Asked:
    on = as_of()
    offices = Offices(convention)
    readable = {slug for slug in offices.bodies if may(Right.READ_COMMITTEE_WORK, convention=convention, body=slug)}
    closed = files_closed_to(current_user.id, convention, on=today())
    found = workload(offices, _year(on.year), on=on, bodies=readable, closed=closed)
    return Asked(found, offices, len(readable), len(offices.bodies))


def _year(usual: int) -> int:
    text = request.args.get("year", "").strip()
    if not text:
        return usual
    year = whole_number(text)
    if year is None or not 1997 <= year <= 2199:
        raise RuleViolation(f"“{text[:20]}” is not a year from 1997 to 2199.", field="year")
    return year


def _month() -> int | None:
    text = request.args.get("month", "").strip()
    month = whole_number(text) if text else None
    if text and month not in MONTHS:
        raise RuleViolation(f"“{text[:20]}” is not the number of a month.", field="month")
    return month


def _table(convention: str, found: YearOfWork) -> Table:
    def address(line: OfficeLoad, **more: Any) -> str:
        return pieces_address(convention, found, line.key, **more)

    return Table(
        name=f"workload-{convention.lower()}-{found.year}",
        columns=(
            Column("office", _("Office"), lambda line: line.name),
            Column("body", _("Body"), lambda line: line.body_name, filter=True, aside=True),
            Column("holder", _("Held by"), lambda line: line.holder),
            Column("kind", _("Kind of office"), lambda line: line.key.office.value, filter=True, aside=True),
            *(_month_column(month, found, address) for month in MONTHS),
            Column("total", _("Year"), lambda line: line.load.total, kind="number", href=lambda line: address(line)),
            Column(
                "hours",
                _("Hours"),
                lambda line: line.load.hours or None,
                kind="number",
                href=lambda line: address(line, work=Work.TASK.value),
            ),
            *(_work_column(work, label, address) for work, label in _work_labels()),
            Column(
                "files",
                _("Files open"),
                lambda line: line.files,
                kind="number",
                href=lambda line: link("committees.work_files", convention=convention, body=line.key.body),
            ),
        ),
        rows=found.lines,
        noun=(_("office"), _("offices")),
        empty=(_("No office existed in this year."), ""),
    )


def _work_labels() -> list[tuple[Work, str]]:
    return [
        (Work.TASK, _("Tasks due")),
        (Work.MEETING, _("Meetings")),
        (Work.LETTERS, _("Letters")),
        (Work.WORKSHOP, _("Workshops")),
        (Work.OTHER, _("Other activities")),
    ]


def _work_column(work: Work, label: str, address: Any) -> Column:
    return Column(
        work.name.lower(),
        label,
        lambda line: line.load.number(work) or None,
        kind="number",
        href=lambda line: address(line, work=work.value),
        aside=work is Work.OTHER,
    )


def _month_column(month: int, found: YearOfWork, address: Any) -> Column:
    return Column(
        f"m{month}",
        month_in_words(found.on.replace(year=found.year, month=month, day=1)).partition(" ")[0][:3],
        lambda line: line.load.months[month - 1] or None,
        kind="number",
        href=lambda line: address(line, month=month),
    )


def _totals(convention: str, found: YearOfWork) -> list[tuple[str, int]]:
    """Over whole bodies, in which each piece of work stands once."""
    totals = [(label, sum(line.load.number(work) for line in found.whole)) for work, label in _work_labels()]
    hours = sum(line.load.hours for line in found.whole)
    return [*totals, (_("Estimated hours"), hours), (_("Files open"), sum(line.files or 0 for line in found.whole))]


def _piece_address(convention: str, piece: Any) -> str | None:
    if piece.work is Work.TASK:
        return link("committees.task", convention=convention, body=piece.body, task_id=piece.id)
    return None
