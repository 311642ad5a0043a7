"""Contacts as files: a dry run first, then the import as a whole or not at all; and the same shape saved."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from flask import Response, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from itsdangerous import BadData, URLSafeTimedSerializer

from core.clock import today
from core.db import transaction
from core.errors import NotFound, RuleViolation
from core.permissions import Right, requires
from core.sheets.reading import Row, read_sheet
from core.sheets.writing import write_csv, write_xlsx
from core.web import acting, link, saved_as
from states_parties.contacts_file import COLUMNS, NEEDED, ImportPlan, apply_import, exported_rows, plan_import
from states_parties.forms import ConfirmedImportForm, ImportForm
from states_parties.routes.counter import blueprint

KEPT_SECONDS = 60 * 60  # how long a dry run may be looked at before it is confirmed
MOST_CHARACTERS = 400_000  # what a form field may carry; some 3,000 contacts


@blueprint.route("/states/contacts/import", methods=["GET", "POST"])
@requires(Right.KEEP_REGISTERS)
def import_contacts() -> ResponseReturnValue:
    """Nothing is written: the answer to a file is what it would do."""
    form = ImportForm()
    if form.validate_on_submit():
        file = form.file.data
        try:
            rows = read_sheet(file.read(), file.filename, columns=COLUMNS, needed=NEEDED)
            return _dry_run(rows, file.filename)
        except RuleViolation as refusal:
            form.refuse(refusal)
    page = render_template("states_parties/import_contacts.html", form=form, columns=COLUMNS, needed=NEEDED)
    return (page, 422) if form.is_submitted() else page


@blueprint.post("/states/contacts/import/confirm")
@requires(Right.KEEP_REGISTERS)
def confirm_import() -> ResponseReturnValue:
    """Takes over what the dry run showed; shown again where the contacts on record have changed since."""
    if not ConfirmedImportForm().validate_on_submit():
        raise RuleViolation(_("Choose the file first: its dry run is what can be confirmed."))
    kept = _unpacked(request.form["read"])
    rows = [Row(number, cells) for number, cells in kept["rows"]]
    plan = plan_import(rows, on=today())
    if plan.errors or _changes(plan) != kept["changes"]:
        flash(_("The contacts on record have changed since. Read again what the import would do."), "warning")
        return _dry_run(rows, kept["filename"])
    with transaction():
        apply_import(plan, by=acting())
    done = len(plan.new) + len(plan.changed)
    flash(ngettext("%(num)s contact was imported.", "%(num)s contacts were imported.", done), "success")
    return redirect(link("states_parties.contacts"))


@blueprint.get("/states/contacts/export.<kind>")
@requires(Right.KEEP_REGISTERS)
def export_contacts(kind: str) -> Response:
    """All contacts, past ones among them, in the shape that the import reads."""
    if kind not in ("csv", "xlsx"):
        raise NotFound(_("Contacts can be saved as csv or xlsx."))
    rows = exported_rows()
    data = write_csv(COLUMNS, rows) if kind == "csv" else write_xlsx(COLUMNS, rows, _("Contacts"))
    return saved_as(f"all-contacts.{kind}", data)


def _dry_run(rows: Sequence[Row], filename: str) -> ResponseReturnValue:
    plan = plan_import(rows, on=today())
    page = render_template(
        "states_parties/import_dry_run.html",
        plan=plan,
        filename=filename,
        kept="" if plan.errors else _packed(rows, filename, plan),
    )
    return (page, 422) if plan.errors else page


def _changes(plan: ImportPlan) -> list[Any]:
    """What was shown: new rows by number, changed rows with their columns, as JSON gives it back."""
    return [[each.row for each in plan.new], [[each.row, list(each.changes)] for each in plan.changed]]


def _packed(rows: Sequence[Row], filename: str, plan: ImportPlan) -> str:
    """Rows and plan as signed text that the confirmation brings back: no list of persons is left on the server."""
    kept = {"rows": [list(asdict(row).values()) for row in rows], "filename": filename, "changes": _changes(plan)}
    text = _signer().dumps(kept)
    if len(text) > MOST_CHARACTERS:
        raise RuleViolation(
            _("The file holds too much text for one import in the browser. Split it in two."), field="file"
        )
    return str(text)


def _unpacked(text: str) -> dict[str, Any]:
    try:
        kept: dict[str, Any] = _signer().loads(text, max_age=KEPT_SECONDS)
    except BadData as error:
        raise RuleViolation(_("The dry run is more than an hour old. Choose the file again.")) from error
    return kept


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="contacts import")
