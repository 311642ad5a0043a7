"""Terms taken over from a table: checked first, then as a whole or not at all."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from committees.forms.terms import TermsImportForm
from committees.routes.counter import blueprint
from committees.terms_file import COLUMNS, NEEDED, ImportedTerms, import_terms
from core.db import transaction
from core.errors import RuleViolation
from core.permissions import Right, requires
from core.sheets.reading import Row, read_sheet
from core.web import acting, link
from states_parties.facts import Sourcing


class _OnlyChecked(Exception):
    """Undoes what an import did that was only to be checked."""


@blueprint.route("/<convention:convention>/offices/import", methods=["GET", "POST"])
@requires(Right.KEEP_OFFICES)
def import_terms_file(convention: str) -> ResponseReturnValue:
    form = TermsImportForm()
    checked = None
    if form.validate_on_submit():
        try:
            rows = read_sheet(form.file.data.read(), form.file.data.filename, columns=COLUMNS, needed=NEEDED)
            _check_convention(rows, convention)
            checked = _taken_over(rows, form.sourcing, only_check=form.dry_run.data)
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            if not form.dry_run.data:
                flash(
                    _(
                        "%(terms)s new terms and %(chairs)s new chairs are on record.",
                        terms=checked.terms,
                        chairs=checked.chairs,
                    ),
                    "success",
                )
                return redirect(link("committees.offices", convention=convention))
            form.dry_run.data = False
    page = render_template("committees/import_terms.html", form=form, columns=COLUMNS, needed=NEEDED, checked=checked)
    return (page, 422) if form.is_submitted() and form.errors else page


def _taken_over(rows: list[Row], sourcing: Sourcing, *, only_check: bool) -> ImportedTerms:
    found = None
    try:
        with transaction():
            found = import_terms(rows, sourcing=sourcing, by=acting())
            if only_check:
                raise _OnlyChecked
    except _OnlyChecked:
        pass
    assert found is not None
    return found


def _check_convention(rows: list[Row], convention: str) -> None:
    """The right to keep offices was asked for one Convention: terms of the other have their own page."""
    for row in rows:
        if row.cells.get("convention", "").strip().upper() not in ("", convention):
            raise RuleViolation(
                _(
                    "Row %(row)s is not of the %(convention)s: import it on the page of its own Convention.",
                    row=row.number,
                    convention=convention,
                ),
                field="file",
            )
