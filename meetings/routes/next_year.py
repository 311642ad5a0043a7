"""The next year prepared from one that is in the calendar: shown first, then made as chosen."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from core.clock import today
from core.db import transaction
from core.numbers import whole_number
from core.permissions import Right, requires
from core.web import acting, link
from meetings.routes.counter import blueprint
from meetings.routes.year import FIRST_YEAR, LAST_YEAR
from meetings.workflow.next_year import next_year_of, prepare_year


@blueprint.route("/<convention:convention>/meetings/prepare", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def prepare(convention: str) -> ResponseReturnValue:
    """`?from=2026`: the year whose meetings are taken as the pattern."""
    year = min(max(whole_number(request.args.get("from", "")) or today().year, FIRST_YEAR), LAST_YEAR - 1)
    if request.method == "POST":
        with transaction():
            made = prepare_year(convention, year, request.form.getlist("chosen"), by=acting())
        planned = ngettext("%(num)d meeting is planned for", "%(num)d meetings are planned for", len(made))
        flash(f"{planned} {year + 1}.", "success")
        return redirect(link("meetings.year", convention=convention, year=year + 1))
    return render_template("meetings/prepare.html", year=year, found=next_year_of(convention, year))
