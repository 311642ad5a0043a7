"""The register of references: every number with its letter, and that none was passed over."""

from collections.abc import Sequence
from typing import Any

from flask import Response, render_template
from flask_babel import gettext as _

from core.clock import day_of
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import link
from correspondence.queries.balance import fates_of, sent_of_letters
from correspondence.queries.references import gaps_in_series, register_of
from correspondence.routes.counter import blueprint
from correspondence.rules.balance import MEANINGS


@blueprint.get("/<convention:convention>/letters/references")
@requires(Right.READ_LETTERS)
def register(convention: str) -> str | Response:
    found = register_of(convention)
    fates = fates_of([(row[2], row[3]) for row in found], sent_of_letters([row[2].id for row in found]))
    table = Table(
        name=f"references-{convention.lower()}",
        columns=(
            Column("reference", _("Reference"), lambda row: row[0].text, href=lambda row: _letter(convention, row)),
            Column("state", _("State"), lambda row: row[4]),
            Column("campaign", _("Campaign"), lambda row: row[3].title, href=lambda row: _campaign(convention, row)),
            Column("series", _("Series"), lambda row: f"{row[1].prefix}/{row[1].year}", filter=True),
            Column("given", _("Given on"), lambda row: day_of(row[0].allocated_at), kind="day"),
            Column("stands", _("Stands"), _stands, filter=True, meaning=_meaning),
            Column(
                "outcome",
                _("What became of it"),
                lambda row: "" if row[0].voided_at else fates[row[2].id].outcome.value,
                filter=True,
                meaning=lambda row: MEANINGS.get(fates[row[2].id].outcome, "neutral"),
            ),
            Column("why", _("Why it is void"), lambda row: row[0].void_reason),
            Column("corrects", _("Corrects"), lambda row: row[6] or "", href=lambda row: _sought(convention, row[6])),
            Column("language", _("Language"), lambda row: row[2].language, aside=True),
            Column(
                "sha", _("SHA-256"), lambda row: row[2].sha256 if row[2].reference == row[0].text else "", aside=True
            ),
        ),
        rows=found,
        noun=(_("reference"), _("references")),
        empty=(
            _("No reference has been given yet."),
            _("References are given when letters are approved, one to each, in a row."),
        ),
    )
    return export_response(table, _("References")) or render_template(
        "letters/register.html", convention=convention, page=table_page(table), gaps=gaps_in_series(convention)
    )


def _stands(row: Sequence[Any]) -> str:
    return _("void") if row[0].voided_at else _("stands")


def _meaning(row: Sequence[Any]) -> str:
    return "private" if row[0].voided_at else "done"


def _letter(convention: str, row: Sequence[Any]) -> str:
    return link("correspondence.letter", convention=convention, campaign_id=row[3].id, slug=row[5])


def _campaign(convention: str, row: Sequence[Any]) -> str:
    return link("correspondence.campaign", convention=convention, campaign_id=row[3].id)


def _sought(convention: str, reference: str | None) -> str | None:
    return link("correspondence.register", convention=convention, q=reference) if reference else None
