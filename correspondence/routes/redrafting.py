"""The same campaign from the registers of another day: what changes is shown first, and only that is done."""

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from committees.queries.offices import Offices
from core.clock import today
from core.db import transaction
from core.errors import RuleViolation
from core.permissions import Right, requires
from core.web import acting
from correspondence.catalogues import catalogues
from correspondence.forms.campaigns import RedraftForm
from correspondence.models.campaigns import Campaign
from correspondence.queries.approvers import signing_office
from correspondence.queries.campaigns import house_style_in_use, newest_version
from correspondence.routes.counter import ONE, blueprint, campaign_address, to_change
from correspondence.rules.days import check_not_in_the_future
from correspondence.workflow.redrafting import Redraft, brief_of, prepare_redraft, redraft_campaign


@blueprint.route(f"{ONE}/redraft", methods=["GET", "POST"])
@requires(Right.DRAFT_LETTERS)
def redraft(convention: str, campaign_id: int) -> str | Response | tuple[str, int]:
    found = to_change(convention, campaign_id)
    office = signing_office(Offices(convention), found, on=today())
    form = RedraftForm(
        data={
            "as_of": today(),
            "dated_on": max(today(), found.dated_on),
            "signatory_name": office.people[0] if len(office.people) == 1 else found.signatory_name,
        }
    )
    prepared = None
    if request.method == "GET" or form.validate_on_submit():
        try:
            prepared = _redraft(found, form)
            if form.is_submitted() and request.form.get("act") != "compare":
                with transaction():
                    redraft_campaign(found, prepared, seen=form.digest.data or "", by=acting())
                flash(_("The letters are written anew. Nothing has been sent."), "success")
                return redirect(campaign_address(found))
        except RuleViolation as refusal:
            form.refuse(refusal)
    form.digest.data = prepared.digest if prepared else ""
    page = render_template(
        "letters/redraft.html",
        convention=convention,
        campaign=found,
        form=form,
        prepared=prepared,
        people=office.people,
    )
    return (page, 422) if form.errors else page


def _redraft(campaign: Campaign, form: RedraftForm) -> Redraft:
    check_not_in_the_future(form.as_of.data, today=today())
    brief = brief_of(
        campaign,
        as_of=form.as_of.data,
        dated_on=form.dated_on.data,
        signatory_name=(form.signatory_name.data or "").strip(),
    )
    newest, style = newest_version(campaign), house_style_in_use()
    return prepare_redraft(campaign, newest, style, brief, catalogues())
