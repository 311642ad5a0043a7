"""Campaigns: the list of those of a Convention, and the end of one that is not sent."""

from collections.abc import Sequence

from flask import Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.clock import now
from core.db import transaction
from core.errors import RuleViolation
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting
from correspondence.forms.before_approval import CancelForm, WhyForm
from correspondence.models.campaigns import Campaign, CampaignState
from correspondence.queries import campaigns as queries
from correspondence.queries.balance import standings
from correspondence.queries.circulations import circulated_now, last_circulation
from correspondence.queries.counted import letters_counted
from correspondence.routes.counter import ONE, blueprint, campaign_address, readable, to_change
from correspondence.rules.stands import stands_in_words
from correspondence.workflow.campaigns import cancel_campaign


@blueprint.get("/<convention:convention>/letters")
@requires(Right.READ_LETTERS)
def campaigns(convention: str) -> str | Response:
    rows = queries.campaigns_of(convention)
    read = readable([row[0] for row in rows])
    rows = [row for row in rows if row[0].id in read]
    stands = _standings([row[0] for row in rows])
    table = Table(
        name=f"campaigns-{convention.lower()}",
        columns=(
            Column("title", _("Campaign"), lambda row: row[0].title, href=lambda row: campaign_address(row[0])),
            Column(
                "state",
                _("Where it stands"),
                lambda row: stands[row[0].id][0],
                filter=True,
                meaning=lambda row: stands[row[0].id][1],
            ),
            Column(
                "letters", _("Letters"), lambda row: row[1], kind="number", href=lambda row: campaign_address(row[0])
            ),
            Column("signatory", _("Letters of"), lambda row: _signatory(row[0]), filter=True),
            Column("as_of", _("As of"), lambda row: row[0].as_of, kind="day"),
            Column("dated_on", _("Dated"), lambda row: row[0].dated_on, kind="day", aside=True),
            Column("drafted_by", _("Drafted by"), lambda row: row[0].drafted_by),
        ),
        rows=rows,
        noun=(_("campaign"), _("campaigns")),
        empty=(
            _("No letters have been drafted yet."),
            _("Draft the tailored Article 7 letters: you see every letter before anything is sent."),
        ),
    )
    return export_response(table, _("Campaigns")) or render_template(
        "letters/campaigns.html", convention=convention, page=table_page(table)
    )


@blueprint.route(f"{ONE}/cancel", methods=["GET", "POST"])
@requires(Right.DRAFT_LETTERS)
def cancel(convention: str, campaign_id: int) -> ResponseReturnValue:
    """Asks first: what is cancelled, and how many letters; of approved letters also why."""
    found = to_change(convention, campaign_id)
    shown = last_circulation(found.id) is not None
    form = WhyForm() if shown or found.state is CampaignState.APPROVED else CancelForm()
    if form.validate_on_submit():
        try:
            with transaction():
                cancel_campaign(found, by=acting(), reason=form.reason.data or "")
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            flash(_("The campaign is cancelled. Its letters stay readable."), "success")
            return redirect(campaign_address(found))
    page = render_template(
        "letters/cancel.html",
        convention=convention,
        campaign=found,
        total=letters_counted(found).total,
        form=form,
        shown=shown,
        approved=found.state is CampaignState.APPROVED,
    )
    return (page, 422) if form.errors else page


def _standings(found: Sequence[Campaign]) -> dict[int, tuple[str, str]]:
    """The word for where each stands, and its shape; before a committee, how that stands."""
    circulated = circulated_now([each.id for each in found if each.state is CampaignState.CIRCULATED], at=now())
    on_the_way = standings(found, at=now())
    return {
        each.id: stands_in_words(on_the_way[each.id], circulated[each.id].stage if each.id in circulated else None)
        for each in found
    }


def _signatory(campaign: Campaign) -> str:
    return campaign.body.replace("-", " ") if campaign.body else campaign.signatory.value
