"""Terms taken over from a table: checked first, then as a whole or not at all."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from committees.forms.terms import TermsImportForm
from committees.routes.counter import blueprint
from committees.terms_file import COLUMNS, NEEDED, ImportedTerms, import_terms
from core.db import transaction
from core.errors import RuleViolation
from core.permissions import Right, requires
from core.sheets.reading import Row, read_sheet
from core.web import acting, link
from states_parties.facts import Sourcing

MOST_REMARKS = 3


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
            checked = _taken_over(rows, convention, form.sourcing, only_check=form.dry_run.data)
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            if not form.dry_run.data:
                flash(_("The file is taken over: %(told)s.", told=checked.in_words), "success")
                if checked.remarks:
                    flash(_remarks_in_short(checked), "warning")
                return redirect(link("committees.offices", convention=convention))
            form.dry_run.data = False
    page = render_template(
        "committees/import_terms.html",
        form=form,
        columns=COLUMNS,
        needed=NEEDED,
        checked=checked,
    )
    return (page, 422) if form.is_submitted() and form.errors else page


def _taken_over(rows: list[Row], convention: str, sourcing: Sourcing, *, only_check: bool) -> ImportedTerms:
    """The right to keep offices was asked for one Convention: terms of the other have their own page."""
    found = None
    try:
        with transaction():
            found = import_terms(rows, only=convention, sourcing=sourcing, by=acting())
            if only_check:
                raise _OnlyChecked
    except _OnlyChecked:
        pass
    assert found is not None
    return found


def _remarks_in_short(found: ImportedTerms) -> str:
    """The first of them: what is told on the next page travels in a cookie."""
    more = len(found.remarks) - MOST_REMARKS
    rest = ngettext("And %(num)d row more.", "And %(num)d rows more.", more) if more > 0 else ""
    return " ".join(filter(None, (_("To be looked at:"), *found.remarks[:MOST_REMARKS], rest)))
