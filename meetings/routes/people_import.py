"""Participants taken over from a table: checked first, then as a whole or not at all."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.clock import today
from core.db import transaction
from core.errors import RuleViolation
from core.permissions import Right, requires
from core.sheets.reading import Row, read_sheet
from core.sheets.writing import csv_text
from core.web import acting, link
from meetings.forms.people import ParticipantsForm
from meetings.participants_file import COLUMNS, NEEDED, apply_import, pasted_as_csv, plan_import
from meetings.queries.meetings import get_meeting
from meetings.queries.people import people_of
from meetings.routes.counter import blueprint
from meetings.routes.people import PEOPLE


@blueprint.route(f"{PEOPLE}/import", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def import_people(convention: str, meeting: str) -> ResponseReturnValue:
    """What was read stands in the form again: it need not be chosen twice."""
    of_meeting = get_meeting(convention, meeting)
    form, plan = ParticipantsForm(data={"only_check": True}), None
    if form.validate_on_submit():
        try:
            rows = _rows(form)
            plan = plan_import(rows, of_meeting, on=today())
            if not form.only_check.data:
                with transaction():
                    apply_import(plan, people_of(of_meeting, on=today()), by=acting())
                flash(_("Added: %(told)s.", told=plan.in_words), "success")
                return redirect(link("meetings.people", convention=convention, meeting=of_meeting.short))
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            form.pasted.data = _as_text(rows)
            form.only_check.data = bool(plan.errors)
    page = render_template(
        "meetings/import_people.html", meeting=of_meeting, form=form, plan=plan, columns=COLUMNS, needed=NEEDED
    )
    return (page, 422) if form.errors or form.form_errors or (plan and plan.errors) else page


def _rows(form: ParticipantsForm) -> list[Row]:
    """Of the file, where one was chosen; else of what was pasted."""
    if form.file.data:
        return read_sheet(form.file.data.read(), form.file.data.filename, columns=COLUMNS, needed=NEEDED)
    return read_sheet(pasted_as_csv(form.pasted.data), _("pasted.csv"), columns=COLUMNS, needed=NEEDED)


def _as_text(rows: list[Row]) -> str:
    columns = [column for column in COLUMNS if any(row.cells.get(column) for row in rows)]
    return csv_text(columns, [[row.cells.get(column, "") for column in columns] for row in rows])
