"""Tables of a request taken in from a file: shown first, with what they replace, then taken in as a whole."""

from collections.abc import Sequence
from typing import Any

from flask import current_app, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from itsdangerous import BadData, URLSafeTimedSerializer

from core.db import transaction
from core.errors import RuleViolation
from core.permissions import Right, requires
from core.sheets.reading import read_sheet
from core.web import acting, link
from extension_requests.forms.figures import SHEET_WORDS, ConfirmedTablesForm, TablesForm
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.figures import lines_of, totals_of
from extension_requests.routes.counter import DOSSIER, address_of, blueprint, dossier_of_page, working
from extension_requests.rules.amounts import Unit
from extension_requests.rules.arithmetic import told
from extension_requests.rules.figures import Line, Sheet
from extension_requests.tables_file import COLUMNS, NEEDED, read_tables
from extension_requests.workflow.figures import check_entered, replace_tables
from extension_requests.workflow.transitions import hold_dossier
from states_parties.queries.states import get_state

IMPORT = f"{DOSSIER}/figures/import"
KEPT_SECONDS = 60 * 60  # how long what was read may be looked at before it is taken in
MOST_CHARACTERS = 400_000  # what a form field may carry; some 5,000 figures


@blueprint.route(IMPORT, methods=["GET", "POST"])
@requires(Right.WORK_ON_ANALYSIS)
def import_tables(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    """Nothing is written: the answer to a file is what it would do."""
    found = dossier_of_page(convention, article, slug, number)
    working(found)
    form = TablesForm()
    if form.validate_on_submit():
        try:
            check_entered(found)
            rows = read_sheet(form.file.data.read(), form.file.data.filename, columns=COLUMNS, needed=NEEDED)
            return _shown_first(found, slug, read_tables(rows))
        except RuleViolation as refusal:
            refusal.field = "file"
            form.refuse(refusal)
    page = render_template(
        "extension_requests/import_tables.html",
        dossier=found,
        state=get_state(slug),
        form=form,
        columns=COLUMNS,
        needed=NEEDED,
        sheets=SHEET_WORDS,
        here_below=address_of(found, slug),
    )
    return (page, 422) if form.is_submitted() else page


@blueprint.post(f"{IMPORT}/confirm")
@requires(Right.WORK_ON_ANALYSIS)
def confirm_tables(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    """Takes in what was shown; shown again where the figures on file have changed since."""
    found = dossier_of_page(convention, article, slug, number)
    working(found)
    form = ConfirmedTablesForm()
    if not form.validate_on_submit():
        raise RuleViolation(_("Choose the file first: what it holds is shown before it is taken in."))
    kept = _unpacked(form.read.data)
    lines = [_line(each) for each in kept["lines"]]
    with transaction():
        held = hold_dossier(found.id)
        as_shown = [kept["dossier"], kept["version"], kept["before"]] == [held.id, held.version, _plain(lines_of(held))]
        taken = replace_tables(held, lines, by=acting()) if as_shown else 0
    if not as_shown:
        flash(_("The figures on file have changed since. Look again at what would be taken in."), "warning")
        return _shown_first(found, slug, lines)
    flash(ngettext("%(num)s figure was taken in.", "%(num)s figures were taken in.", taken), "success")
    return redirect(link("extension_requests.figures", **address_of(found, slug)))


def _shown_first(dossier: Dossier, slug: str, lines: Sequence[Line]) -> ResponseReturnValue:
    before = lines_of(dossier)
    sheets = [sheet for sheet in Sheet if any(line.sheet is sheet for line in lines)]
    kept = {"dossier": dossier.id, "version": dossier.version, "before": _plain(before), "lines": _plain(lines)}
    text = str(_signer().dumps(kept))
    if len(text) > MOST_CHARACTERS:
        raise RuleViolation(_("The file holds too many figures for one request. Split it."), field="file")
    return render_template(
        "extension_requests/import_tables_shown.html",
        dossier=dossier,
        state=get_state(slug),
        lines=lines,
        replaced=sum(line.sheet in sheets for line in before),
        sheets=[(SHEET_WORDS[sheet], _sums(before, sheet), _sums(lines, sheet)) for sheet in sheets],
        staying=[SHEET_WORDS[sheet] for sheet in Sheet if sheet not in sheets and _sums(before, sheet)],
        words=SHEET_WORDS,
        told=told,
        kept=text,
        here_below=address_of(dossier, slug),
    )


def _sums(lines: Sequence[Line], sheet: Sheet) -> list[str]:
    return [told(amount, unit) for of, unit, amount in totals_of(lines) if of is sheet]


def _plain(lines: Sequence[Line]) -> list[list[Any]]:
    """As JSON gives them back."""
    return [[each.sheet.value, each.year, each.kind, each.method, each.unit.value, each.amount] for each in lines]


def _line(plain: list[Any]) -> Line:
    sheet, year, kind, method, unit, amount = plain
    return Line(Sheet(sheet), year, kind, method, Unit(unit), amount)


def _unpacked(text: str) -> dict[str, Any]:
    try:
        kept: dict[str, Any] = _signer().loads(text, max_age=KEPT_SECONDS)
    except BadData as error:
        raise RuleViolation(_("The file was read more than an hour ago. Choose it again.")) from error
    return kept


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="tables of a request")
