"""The audit for administrators: search, page, export."""

from collections.abc import Sequence

from flask import Blueprint, Flask, Response, current_app, render_template, request
from flask_babel import gettext as _

from core.audit import queries
from core.audit.forms import SearchForm
from core.audit.models import AuditEntry
from core.audit.words import details_in_words, in_words
from core.numbers import whole_number
from core.permissions import Right, requires
from core.tables import Column, Table, export_response

blueprint = Blueprint("audit", __name__)
MOST_ROWS_IN_A_FILE = 100_000
FILTERS = ("person", "act", "kind", "text", "first_day", "last_day")


def init_audit(app: Flask) -> None:
    """The audit's pages, and the two filters with which any page tells an object's history."""
    app.register_blueprint(blueprint)
    app.jinja_env.filters["act_in_words"] = in_words
    app.jinja_env.filters["details_in_words"] = details_in_words


@blueprint.get("/settings/audit")
@requires(Right.READ_AUDIT)
def search() -> Response | str | tuple[str, int]:
    """One page of what was sought, or all of it as a file with `?format=csv` or `xlsx`."""
    form = SearchForm(request.args)
    form.offer(queries.kinds())
    if not form.validate():
        return render_template("audit/search.html", form=form, found=None, filters=_filters()), 422
    if request.args.get("format"):
        entries = queries.newest_found(form.sought(), zone=_zone(), most=MOST_ROWS_IN_A_FILE)
        if file := export_response(_table(entries), _("Audit")):
            return file
    older_than = whole_number(request.args.get("older_than", ""))
    found = queries.found(form.sought(), zone=_zone(), older_than=older_than)
    return render_template("audit/search.html", form=form, found=found, filters=_filters())


def _table(entries: Sequence[AuditEntry]) -> Table:
    return Table(
        "audit",
        [
            Column("when", _("When (UTC)"), lambda entry: entry.at.isoformat(timespec="seconds")),
            Column("who", _("Who"), lambda entry: entry.actor_name),
            Column("did", _("Did what"), lambda entry: in_words(entry.act)),
            Column("subject_kind", _("Kind"), lambda entry: entry.subject_kind),
            Column("number", _("Number"), lambda entry: entry.subject_id),
            Column("name", _("Name"), lambda entry: entry.subject_name),
            Column("details", _("Details"), lambda entry: details_in_words(entry.details)),
        ],
        entries,
        noun=(_("entry"), _("entries")),
    )


def _filters() -> dict[str, str]:
    return {name: value for name in FILTERS if (value := request.args.get(name, ""))}


def _zone() -> str:
    return str(current_app.config["OFFICE_ZONE"])
