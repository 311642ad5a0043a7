"""A draft before its committee: circulating it, remarks of members, settling them, taking the draft back."""

from datetime import datetime
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from committees.queries.offices import Offices
from core.clock import now, today
from core.db import transaction
from core.errors import RuleViolation
from core.look.acts import act_page
from core.permissions import Right, may, requires
from core.web import acting
from correspondence.forms.before_approval import CirculationForm, RemarkForm, SettlementForm, WhyForm
from correspondence.models.approval import RemarkKind
from correspondence.models.campaigns import Campaign, Signatory
from correspondence.queries.campaigns import get_letter
from correspondence.queries.circulations import body_before, get_remark
from correspondence.queries.people import members_with_address, members_without_address
from correspondence.queries.sight import admitted_to
from correspondence.routes.counter import ONE, blueprint, campaign_address, drafts_letters_of, to_change, to_read
from correspondence.rules.circulation import closing_instant, closing_warnings, usual_closing
from correspondence.workflow.circulation import circulate, remark, settle_remark, withdraw_circulation
from correspondence.workflow.notices import tell_members


@blueprint.route(f"{ONE}/circulate", methods=["GET", "POST"])
@requires(Right.DRAFT_LETTERS)
def circulate_campaign(convention: str, campaign_id: int) -> ResponseReturnValue:
    """Warns of a closing time on a day on which nobody works; the second time it is taken as meant."""
    found = to_change(convention, campaign_id)
    offices = Offices(convention)
    body = body_before(offices, found, on=today())
    day, at = usual_closing(now(), _zone())
    form = CirculationForm(data={"closes_on": day, "closes_time": at, "tell": True})
    warnings: list[str] = []
    if form.validate_on_submit() or request.method == "GET":
        try:
            closes_at = closing_instant(form.closes_on.data, form.closes_time.data, _zone())
            warnings = closing_warnings(form.closes_on.data, closes_at, at=now())
            if form.is_submitted() and (not warnings or request.form.get("warned") == _key(closes_at)):
                return _circulated(found, form, closes_at)
        except RuleViolation as refusal:
            form.refuse(refusal)
    admitted = admitted_to(found, on=today())
    page = render_template(
        "letters/circulate.html",
        convention=convention,
        campaign=found,
        form=form,
        body=offices.bodies[body] if body else None,
        people=members_with_address(offices, body, on=today(), admitted=admitted) if body else [],
        untold=members_without_address(offices, body, on=today(), admitted=admitted) if body else [],
        optional=found.signatory is not Signatory.CHAIR,
        warnings=warnings,
        warned=_key(closes_at) if warnings else "",
    )
    return (page, 422) if form.errors else page


@blueprint.route(f"{ONE}/circulation/withdraw", methods=["GET", "POST"])
@requires(Right.DRAFT_LETTERS)
def withdraw_draft(convention: str, campaign_id: int) -> ResponseReturnValue:
    found = to_change(convention, campaign_id)
    form = WhyForm()
    return act_page(
        form,
        lambda: withdraw_circulation(found, reason=form.reason.data, by=acting()),
        title=_("Take the draft back from the committee"),
        lead=_("It can be changed then, and circulated again. Remarks stay on record."),
        words=_("Take the draft back"),
        done=_("The draft is the office’s again."),
        back=campaign_address(found),
    )


@blueprint.route(f"{ONE}/remarks/new", methods=["GET", "POST"])
@requires(Right.COMMENT_COMMITTEE_WORK)
def new_remark(convention: str, campaign_id: int) -> ResponseReturnValue:
    """`?state=` on the letter to one State."""
    found = to_read(convention, campaign_id)
    _check_member(found)
    slug = request.args.get("state", "")
    letter, state = get_letter(found, slug)[:2] if slug else (None, "")
    form = RemarkForm()
    return act_page(
        form,
        lambda: remark(found, RemarkKind(form.kind.data), form.text.data, letter=letter, by=acting()),
        title=_("Comment or object"),
        lead=_("On the letter to %(state)s.", state=state) if state else _("On the letters as a whole."),
        words=_("Say it"),
        done=_("It stands beside the draft, with your name."),
        back=f"{campaign_address(found)}#circulation",
    )


@blueprint.route(f"{ONE}/remarks/<int:remark_id>/settle", methods=["GET", "POST"])
@requires(Right.COMMENT_COMMITTEE_WORK)
def settle(convention: str, campaign_id: int, remark_id: int) -> ResponseReturnValue:
    """For whoever drafts the letters, and for the member who said it."""
    found = to_read(convention, campaign_id)
    said = get_remark(found, remark_id)
    if not drafts_letters_of(found) and said.made_by_id != current_user.id:
        abort(403)
    form = SettlementForm()
    return act_page(
        form,
        lambda: settle_remark(found, said, form.settlement.data, by=acting()),
        title=_("Settle an objection") if said.kind is RemarkKind.OBJECTION else _("Answer a comment"),
        lead=f"{said.made_by}: {said.text}",
        words=_("It is settled"),
        done=_("It is settled; both stay on record."),
        back=f"{campaign_address(found)}#circulation",
    )


def _circulated(campaign: Campaign, form: CirculationForm, closes_at: datetime) -> ResponseReturnValue:
    with transaction():
        circulation = circulate(
            campaign, closes_at=closes_at, note=form.note.data or "", untold_confirmed=form.untold.data, by=acting()
        )
        told = tell_members(campaign, circulation, by=acting()) if form.tell.data else 0
    flash(_("The draft lies before the committee. It is not changed until the time is over."), "success")
    if told:
        flash(ngettext("%(num)s person is told by mail.", "%(num)s persons are told by mail.", told), "success")
    return redirect(f"{campaign_address(campaign)}#circulation")


def _check_member(campaign: Campaign) -> None:
    """A right in the very body that the draft lies before."""
    body = body_before(Offices(campaign.convention), campaign, on=today())
    if not may(Right.COMMENT_COMMITTEE_WORK, convention=campaign.convention, body=body or None):
        abort(403)


def _key(closes_at: datetime) -> str:
    return closes_at.isoformat(timespec="minutes")


def _zone() -> Any:
    return current_app.config["OFFICE_ZONE"]
