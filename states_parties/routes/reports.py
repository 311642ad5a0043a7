"""Article 7 reports: those on record, the initial reports with their rate, and which registers are complete."""

from collections import Counter
from collections.abc import Sequence

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from conventions.registry import get_convention
from conventions.rules import next_annual_report_due_on
from core.clock import today
from core.look.acts import act_page
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, as_of, link
from core.wording import sources_in_words
from states_parties.forms import ClosureForm, ReopenForm, ReportForm
from states_parties.models import ClosureSubject, Precision
from states_parties.queries.registers import ReportRow, report_rows
from states_parties.queries.reporting import (
    NOT_YET_DUE,
    OVERDUE,
    RECEIVED,
    Closed,
    InitialReportRow,
    closures_on,
    get_closure,
    initial_report_rows,
    rate_of,
)
from states_parties.queries.states import find_state, get_state, names_by_slug
from states_parties.routes.counter import (
    blueprint,
    doubt,
    doubt_meaning,
    known_day,
    state_address,
    state_addresses,
)
from states_parties.workflow.reports import close_register, record_report, reopen_register

LATENESS = {True: "late", False: "in time", None: ""}


@blueprint.get("/<convention:convention>/reports")
@requires(Right.READ_REGISTERS)
def reports(convention: str) -> str | Response:
    """The rate of initial reports is that of the day until which their register is complete."""
    on = as_of()
    definition = get_convention(convention)
    table = _table(convention, report_rows(convention, on=on))
    closed = closures_on(convention, on=on)
    initial = _initial_among(closed)
    day = initial.complete_as_of if initial else on
    title = _("Article 7 reports under the %(convention)s", convention=convention)
    return export_response(table, title) or render_template(
        "states_parties/reports.html",
        definition=definition,
        on=on,
        next_due_on=next_annual_report_due_on(definition, on),
        page=table_page(table),
        years=[each for each in closed if each.subject == ClosureSubject.ANNUAL_REPORTS],
        initial=initial,
        rate=rate_of(convention, initial_report_rows(convention, on=day), on=day) if initial else None,
    )


@blueprint.get("/<convention:convention>/reports/initial")
@requires(Right.READ_REGISTERS)
def initial_reports(convention: str) -> str | Response:
    """`?required=yes` leaves the States whose initial report was due by the day."""
    on = as_of()
    rows = initial_report_rows(convention, on=on)
    initial = _initial_among(closures_on(convention, on=on))
    complete = initial is not None and initial.complete_as_of == on
    required_only = request.args.get("required") == "yes"
    shown = [row for row in rows if row.situation != NOT_YET_DUE] if required_only else rows
    table = _initial_table(convention, shown, complete=complete)
    return export_response(table, _("Initial reports")) or render_template(
        "states_parties/initial_reports.html",
        definition=get_convention(convention),
        on=on,
        page=table_page(table),
        counts=_initial_counts(convention, rows, complete=complete),
        initial=initial,
        rate=rate_of(convention, rows, on=on) if complete else None,
    )


@blueprint.route("/<convention:convention>/reports/new", methods=["GET", "POST"])
@requires(Right.KEEP_REGISTERS)
def new_report(convention: str) -> ResponseReturnValue:
    """`?state=` the State of the report."""
    form = ReportForm()
    form.state.choices = [("", _("Choose a State")), *names_by_slug()]
    asked = find_state(request.args.get("state", ""))
    if not form.is_submitted() and asked is not None:
        form.state.data = asked.slug
    return act_page(
        form,
        lambda: record_report(
            convention,
            get_state(form.state.data).iso3,
            kind=form.report_kind,
            year_covered=form.year_covered.data,
            received_on=form.received_on.data,
            on=today(),
            precision=form.received_precision,
            form_kind=form.kind_of_form,
            language=form.language.data,
            forms=form.statuses,
            public_link=form.public_link.data.strip(),
            forwarded_by=form.forwarded_by.data.strip(),
            sourcing=form.sourcing,
            by=acting(),
        ),
        title=_("Record a report"),
        lead=_("An Article 7 report under the %(convention)s.", convention=convention),
        words=_("Record the report"),
        done=_("The report is on record."),
        back=state_address(convention, asked.slug) if asked else link("states_parties.reports", convention=convention),
    )


@blueprint.route("/<convention:convention>/reports/close", methods=["GET", "POST"])
@requires(Right.KEEP_REGISTERS)
def close(convention: str) -> ResponseReturnValue:
    form = ClosureForm()
    return act_page(
        form,
        lambda: close_register(
            convention,
            ClosureSubject(form.subject.data),
            year_covered=form.year_covered.data,
            complete_as_of=form.complete_as_of.data,
            on=today(),
            sourcing=form.sourcing,
            by=acting(),
        ),
        title=_("Declare a register complete"),
        lead=_("From then on a missing row means a missing report, and letters may say so."),
        words=_("Declare it complete"),
        done=_("The register is held to be complete."),
        back=link("states_parties.reports", convention=convention),
    )


@blueprint.route("/<convention:convention>/reports/closed/<int:closure_id>/reopen", methods=["GET", "POST"])
@requires(Right.KEEP_REGISTERS)
def reopen(convention: str, closure_id: int) -> ResponseReturnValue:
    closure = get_closure(convention, closure_id)
    return act_page(
        ReopenForm(),
        lambda: reopen_register(closure, by=acting()),
        title=_("Reopen a register"),
        lead=_("A missing row will say nothing again, and letters will not speak of missing reports."),
        words=_("Reopen the register"),
        done=_("The register is open again."),
        back=link("states_parties.reports", convention=convention),
    )


def _table(convention: str, rows: Sequence[ReportRow]) -> Table:
    return Table(
        name=f"reports-{convention.lower()}",
        columns=(
            Column("state", _("State"), lambda row: row.name, href=state_addresses(convention)),
            Column("kind", _("Kind"), lambda row: row.kind.value, filter=True),
            Column("year", _("Year covered"), lambda row: row.year_covered and str(row.year_covered), filter=True),
            Column("received", _("Received on"), lambda row: row.received_on, kind="day", meaning=_received),
            Column("precision", _("Precision"), lambda row: _precision(row.precision), aside=True),
            Column("due", _("Due on"), lambda row: row.due_on, kind="day"),
            Column("late", _("In time"), lambda row: LATENESS[row.late], filter=True),
            Column("form", _("Form"), lambda row: row.form_kind.value if row.form_kind else "", filter=True),
            Column("language", _("Language"), lambda row: row.language, filter=True),
            Column("source", _("Source"), lambda row: sources_in_words(row.sourcing.source)),
            Column("confidence", _("Confidence"), lambda row: doubt(row.sourcing), filter=True, meaning=doubt_meaning),
        ),
        rows=rows,
        noun=(_("report"), _("reports")),
        sort="-received",
        empty=(
            _("No report is on record by this day."),
            _("Choose a later day, or record the first report."),
        ),
    )


def _initial_table(convention: str, rows: Sequence[InitialReportRow], *, complete: bool) -> Table:
    words = _initial_words(complete=complete)
    meanings = {RECEIVED: "done", OVERDUE: "late" if complete else "neutral", NOT_YET_DUE: "neutral"}
    return Table(
        name=f"initial-reports-{convention.lower()}",
        columns=(
            Column("state", _("State"), lambda row: row.name, href=state_addresses(convention)),
            Column(
                "situation",
                _("Initial report"),
                lambda row: words[row.situation],
                filter=True,
                meaning=lambda row: meanings[row.situation],
            ),
            Column("in_force", _("In force on"), lambda row: row.in_force_on, kind="day"),
            Column("due", _("Due on"), lambda row: row.due_on, kind="day"),
            Column("received", _("Received on"), lambda row: row.received_on, kind="day", meaning=_received),
            Column("precision", _("Precision"), lambda row: row.precision and _precision(row.precision), aside=True),
        ),
        rows=rows,
        noun=(_("State"), _("States")),
        sort="state",
        empty=(_("No State was bound by deposit on this day."), _("Choose a later day.")),
    )


def _initial_counts(convention: str, rows: Sequence[InitialReportRow], *, complete: bool) -> list[tuple[int, str, str]]:
    """Number, address of its list, words."""
    address, found = "states_parties.initial_reports", Counter(row.situation for row in rows)
    words = _initial_words(complete=complete)
    due = len(rows) - found[NOT_YET_DUE]
    return [
        (due, link(address, convention=convention, required="yes"), _("due by this day")),
        *(
            (found[each], link(address, convention=convention, situation=words[each]), words[each])
            for each in (RECEIVED, OVERDUE, NOT_YET_DUE)
        ),
    ]


def _initial_words(*, complete: bool) -> dict[str, str]:
    """Where the register is not complete, nobody is told to be overdue: only that no report is on record."""
    return {RECEIVED: RECEIVED, OVERDUE: OVERDUE if complete else "none on record", NOT_YET_DUE: NOT_YET_DUE}


def _initial_among(closed: Sequence[Closed]) -> Closed | None:
    return next((each for each in closed if each.subject == ClosureSubject.INITIAL_REPORTS), None)


def _received(row: ReportRow | InitialReportRow) -> str:
    return known_day(row.received_on, row.precision) if row.received_on and row.precision else ""


def _precision(precision: Precision) -> str:
    """How exactly the day is known; nothing to say where it is the day itself."""
    return "" if precision is Precision.DAY else precision.value.replace("-", " ")
