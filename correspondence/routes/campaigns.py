"""Campaigns: the list, and the page that tells where one stands and what comes next."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from core.audit.queries import history_of
from core.db import transaction
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting
from correspondence import queries
from correspondence.forms.campaigns import ActForm
from correspondence.models.campaigns import CampaignState
from correspondence.reading import Variant, variants_of
from correspondence.routes.counter import blueprint, campaign_address
from correspondence.routes.letters import letter_address, letter_rows
from correspondence.rules.bodies import TemplateContent
from correspondence.workflow.campaigns import cancel_campaign, ref_of


@blueprint.get("/<convention:convention>/letters")
@requires(Right.READ_LETTERS)
def campaigns(convention: str) -> str | Response:
    table = Table(
        name=f"campaigns-{convention.lower()}",
        columns=(
            Column("title", _("Campaign"), lambda row: row[0].title, href=lambda row: campaign_address(row[0])),
            Column("state", _("Where it stands"), lambda row: str(row[0].state), filter=True, meaning=_meaning),
            Column(
                "letters", _("Letters"), lambda row: row[1], kind="number", href=lambda row: campaign_address(row[0])
            ),
            Column("as_of", _("As of"), lambda row: row[0].as_of, kind="day"),
            Column("drafted_by", _("Drafted by"), lambda row: row[0].drafted_by),
        ),
        rows=queries.campaigns_of(convention),
        noun=(_("campaign"), _("campaigns")),
        empty=(
            _("No letters have been drafted yet."),
            _("Draft the tailored Article 7 letters: you see every letter before anything is sent."),
        ),
    )
    return export_response(table, _("Campaigns")) or render_template(
        "letters/campaigns.html", convention=convention, page=table_page(table)
    )


@blueprint.get("/<convention:convention>/letters/<int:campaign_id>")
@requires(Right.READ_LETTERS)
def campaign(convention: str, campaign_id: int) -> str | Response:
    found = queries.get_campaign(convention, campaign_id)
    rows = letter_rows(found)
    variants = variants_of([row.letter for row in rows])
    wanted = request.args.get("variant", "")
    table = Table(
        name=f"letters-{found.id}",
        columns=(
            Column("state", _("State"), lambda row: row.state, href=lambda row: letter_address(found, row)),
            Column("language", _("Language"), lambda row: row.letter.language, filter=True),
            Column("number", _("Variant"), lambda row: variants[row.letter.variant].number, kind="number"),
            Column("paragraphs", _("Paragraphs not in every letter"), lambda row: _tags(variants[row.letter.variant])),
            Column("doubts", _("To check"), lambda row: len(row.letter.notes) or None, kind="number"),
        ),
        rows=[row for row in rows if wanted in ("", str(variants[row.letter.variant].number))],
        noun=(_("letter"), _("letters")),
        sort="state",
    )
    return export_response(table, found.title) or render_template(
        "letters/campaign.html",
        convention=convention,
        campaign=found,
        content=TemplateContent.from_json(found.template_version.content),
        page=table_page(table),
        variants=variants.values(),
        wanted=wanted,
        languages=sorted(Counter(row.letter.language for row in rows).items()),
        total=len(rows),
        doubtful=sum(1 for row in rows if row.letter.notes),
        doubts=Counter(note for row in rows for note in row.letter.notes),
        history=history_of(ref_of(found)),
        can_cancel=found.state is CampaignState.DRAFT,
    )


@blueprint.route("/<convention:convention>/letters/<int:campaign_id>/cancel", methods=["GET", "POST"])
@requires(Right.DRAFT_LETTERS)
def cancel(convention: str, campaign_id: int) -> str | AnyResponse:
    """Asks first: what is cancelled, and how many letters."""
    found = queries.get_campaign(convention, campaign_id)
    if ActForm().validate_on_submit():
        with transaction():
            cancel_campaign(found, by=acting())
        flash(_("The campaign is cancelled. Its letters stay readable."), "success")
        return redirect(campaign_address(found))
    return render_template("letters/cancel.html", convention=convention, campaign=found, total=len(letter_rows(found)))


def _tags(variant: Variant) -> str:
    return ", ".join(id.replace("-", " ") for id in variant.ids)


def _meaning(row: Sequence[Any]) -> str:
    return "neutral" if row[0].state is CampaignState.DRAFT else "private"
