"""The bodies of a Convention, and the roster of one, as of a day."""

from collections.abc import Sequence

from flask import Response, render_template
from flask_babel import gettext as _

from committees.queries.bodies import get_body
from committees.queries.offices import Offices
from committees.queries.rosters import Roster, roster
from committees.routes.counter import blueprint, body_address
from committees.workflow.subjects import ref_to_body
from conventions.registry import get_convention
from core.audit.queries import history_of
from core.permissions import Right, may, requires
from core.tables import Column, Table, export_response, table_page
from core.web import as_of


@blueprint.get("/<convention:convention>/committees")
@requires(Right.READ_REGISTERS)
def bodies(convention: str) -> str | Response:
    on = as_of()
    offices = Offices(convention)
    rosters = [roster(offices, row.slug, on=on) for row in offices.bodies_on(on)]
    table = _table(convention, rosters)
    title = _("Committees and offices under the %(convention)s", convention=convention)
    return export_response(table, title) or render_template(
        "committees/bodies.html",
        definition=get_convention(convention),
        on=on,
        page=table_page(table),
    )


@blueprint.get("/<convention:convention>/committees/<body>")
@requires(Right.READ_REGISTERS)
def body(convention: str, body: str) -> str | Response:
    on = as_of()
    row = get_body(convention, body)
    found = roster(Offices(convention), body, on=on)
    return render_template(
        "committees/body.html",
        body=row,
        on=on,
        roster=found,
        history=history_of(ref_to_body(row))
        if may(Right.READ_COMMITTEE_WORK, convention=convention, body=body)
        else None,
    )


def _table(convention: str, rosters: Sequence[Roster]) -> Table:
    return Table(
        name=f"bodies-{convention.lower()}",
        columns=(
            Column(
                "body",
                _("Body"),
                lambda each: each.body.name_en,
                href=lambda each: body_address(convention, each.body.slug),
            ),
            Column("kind", _("Kind"), lambda each: each.body.kind.value, filter=True),
        ),
        rows=rosters,
        noun=(_("body"), _("bodies")),
    )
