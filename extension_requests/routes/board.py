"""All requests of a Convention: a list that filters by meeting, article and state."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from conventions.queries import meeting_order
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import as_of, link
from extension_requests.queries.days import marked
from extension_requests.queries.dossiers import dossiers_of
from extension_requests.routes.counter import address_of, blueprint
from extension_requests.rules.flags import flags


@blueprint.get("/<convention:convention>/requests")
@requires(Right.READ_REGISTERS)
def requests(convention: str) -> ResponseReturnValue:
    """`?format=csv` or `xlsx` saves the list."""
    table = _table(convention)
    if saved := export_response(table, _("Extension requests, %(convention)s", convention=convention)):
        return saved
    return render_template("extension_requests/requests.html", page=table_page(table))


def _table(convention: str) -> Table:
    order, on = meeting_order(convention), as_of()

    def flags_of(row: Any) -> str:
        meeting = order.find(row.meeting) if row.meeting else None
        return ", ".join(each.word for each in flags(marked(row, meeting), on=on))

    return Table(
        "requests",
        [
            Column(
                "state",
                _("State"),
                lambda row: row.list_en,
                href=lambda row: link("extension_requests.dossier", **address_of(row, row.slug)),
            ),
            Column("article", _("Article"), lambda row: row.article, filter=True),
            Column("number", _("Request"), lambda row: row.number, kind="number"),
            Column("stands", _("Stands"), lambda row: row.state.value, filter=True),
            Column("meeting", _("Meeting"), lambda row: row.meeting or _("none yet"), filter=True),
            Column("deadline", _("Deadline"), lambda row: row.deadline, kind="day"),
            Column("asked", _("Asked until"), lambda row: row.asked_until, kind="day"),
            Column("flags", _("Marked"), flags_of),
        ],
        dossiers_of(convention),
        noun=(_("request"), _("requests")),
        empty=(
            _("No extension request is dealt with."),
            _("A dossier is opened by itself when a deadline comes near."),
        ),
    )
