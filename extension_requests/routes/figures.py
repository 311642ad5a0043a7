"""The figures of a request: its tables, whether they agree, one line by hand."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from core.db import transaction
from core.errors import NotFound, RuleViolation
from core.look.acts import act_page
from core.look.panels import Panel
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, link, saved_as
from extension_requests.forms.figures import SHEET_WORDS, LineForm, TakeOutForm
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.days import Reckoned
from extension_requests.queries.figures import (
    OnFile,
    checks_of,
    figures_of,
    lines_of,
    totals_of,
    versions_with_figures,
    years_compared,
)
from extension_requests.routes.counter import DOSSIER, address_of, blueprint, dossier_of_page, slug_here, working
from extension_requests.routes.sight import Sight, sight_of
from extension_requests.rules.amounts import Unit
from extension_requests.rules.arithmetic import told
from extension_requests.tables_file import template_file
from extension_requests.workflow.figures import ENTERED_IN, enter_line, take_out_line, take_over_tables
from extension_requests.workflow.transitions import hold_dossier
from states_parties.queries.states import get_state

FIGURES = f"{DOSSIER}/figures"


@blueprint.get(FIGURES)
@requires(Right.READ_REGISTERS)
def figures(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    """The tables are the request's own and open to everybody; whether they agree is the group's to say."""
    found = dossier_of_page(convention, article, slug, number)
    seen, version = sight_of(found), _version_asked(found)
    enters = seen.works and found.state in ENTERED_IN and version == found.version
    on_file = figures_of(found, version=version)
    table = _table(on_file, found, slug, enters)
    if saved := export_response(table, _("Figures of request %(number)s", number=number)):
        return saved
    lines = [each.line for each in on_file]
    years = years_compared(found, lines) if seen.inside else []
    versions = versions_with_figures(found)
    return render_template(
        "extension_requests/figures.html",
        dossier=found,
        state=get_state(slug),
        seen=seen,
        page=table_page(table),
        version=version,
        versions=versions,
        enters=enters,
        to_take_over=enters and not lines and versions,
        totals=[(SHEET_WORDS[sheet], told(amount, unit)) for sheet, unit, amount in totals_of(lines)],
        checks=checks_of(found, lines, years) if seen.inside else [],
        years=years,
        told=told,
        here_below=address_of(found, slug),
    )


@blueprint.get(f"{FIGURES}/template.xlsx")
@requires(Right.READ_REGISTERS)
def tables_template(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    """A workbook to write over."""
    return saved_as("tables-of-a-request.xlsx", template_file(article))


@blueprint.route(f"{FIGURES}/new", methods=["GET", "POST"])
@requires(Right.WORK_ON_ANALYSIS)
def enter_figure(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    working(found)
    form = LineForm()
    return act_page(
        form,
        lambda: enter_line(hold_dossier(found.id), form.line, by=acting()),
        title=_("Enter a figure"),
        lead=_("A figure of the same table, year, kind, method and unit is written over."),
        words=_("Enter it"),
        done=_("The figure is on file."),
        back=link("extension_requests.figures", **address_of(found, slug)),
    )


@blueprint.route(f"{FIGURES}/<int:figure_id>/take-out", methods=["GET", "POST"])
@requires(Right.WORK_ON_ANALYSIS)
def take_out_figure(convention: str, article: str, slug: str, number: int, figure_id: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    working(found)
    line = next((each.line for each in figures_of(found) if each.id == figure_id), None)
    if line is None:
        raise NotFound(_("There is no such figure in this version of the request."))
    parts = [SHEET_WORDS[line.sheet], line.year, line.kind, line.method, told(line.amount, line.unit)]
    return act_page(
        TakeOutForm(),
        lambda: take_out_line(hold_dossier(found.id), figure_id, by=acting()),
        title=_("Take out a figure"),
        lead=", ".join(str(part) for part in parts if part),
        words=_("Take it out"),
        done=_("The figure is no longer on file."),
        back=link("extension_requests.figures", **address_of(found, slug)),
    )


@blueprint.post(f"{FIGURES}/take-over")
@requires(Right.WORK_ON_ANALYSIS)
def take_over_figures(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    """The figures of the version before hold for the present one, which has none yet."""
    found = dossier_of_page(convention, article, slug, number)
    working(found)
    try:
        with transaction():
            taken = take_over_tables(hold_dossier(found.id), by=acting())
    except RuleViolation as refusal:
        flash(refusal.message, "danger")
    else:
        flash(ngettext("%(num)s figure was taken over.", "%(num)s figures were taken over.", taken), "success")
    return redirect(link("extension_requests.figures", **address_of(found, slug)))


def figures_panel(dossier: Dossier, seen: Sight, reckoned: Reckoned) -> Panel | None:
    """What the tables sum to; for the group, what in them does not agree."""
    if not dossier.version:
        return None
    lines = lines_of(dossier)
    years = years_compared(dossier, lines) if seen.inside and lines else []
    found = checks_of(dossier, lines, years) if seen.inside and lines else []
    shown = {
        "totals": [(SHEET_WORDS[sheet], told(amount, unit)) for sheet, unit, amount in totals_of(lines)],
        "wrong": [each for each in found if each.agrees is False],
        "checked": len(found),
        "version": dossier.version,
        "page": link("extension_requests.figures", **address_of(dossier, slug_here())),
        "enters": seen.works and dossier.state in ENTERED_IN,
    }
    return Panel("figures", _("Figures"), "extension_requests/_figures.html", shown)


def _version_asked(dossier: Dossier) -> int:
    """`?version=1`: the tables of an earlier version. NotFound for one that is not there."""
    version = request.args.get("version", dossier.version, type=int)
    if not 0 <= version <= dossier.version:
        raise NotFound(_("There is no such version of the request."))
    return version


def _table(on_file: list[OnFile], dossier: Dossier, slug: str, enters: bool) -> Table:
    def out(each: OnFile) -> str:
        return link("extension_requests.take_out_figure", figure_id=each.id, **address_of(dossier, slug))

    columns: list[Column] = [
        Column("table", _("Table"), lambda each: str(SHEET_WORDS[each.line.sheet]), filter=True),
        Column("year", _("Year"), lambda each: str(each.line.year or "")),
        Column("kind", _("Kind"), lambda each: each.line.kind, filter=True),
        Column("method", _("Method"), lambda each: each.line.method, filter=True),
        Column("amount", _("Amount"), lambda each: each.line.amount, kind="number"),
        Column("unit", _("Unit"), _unit),
    ]
    if enters:
        columns.append(Column("out", _("Change"), lambda each: _("Take out"), href=out))
    return Table(
        "figures",
        columns,
        on_file,
        noun=(_("figure"), _("figures")),
        empty=(
            _("No figure of this version is on file."),
            _("Take in the tables of the request from a file, or enter them one by one."),
        ),
    )


def _unit(each: Any) -> str:
    return "m²" if each.line.unit is Unit.SQUARE_METRES else str(each.line.unit.value)
