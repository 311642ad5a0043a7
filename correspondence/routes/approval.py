"""Approving exact bytes: the manifest is shown, and what was shown is what is approved."""

from flask import Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.clock import now
from core.db import transaction
from core.errors import NotFound, RuleViolation
from core.files import read_file
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, link, saved_as
from correspondence.approving.prepared import Prepared, approving_as, prepare_approval
from correspondence.forms.before_approval import ApprovalForm
from correspondence.models.campaigns import Campaign
from correspondence.queries.approvals import find_approval
from correspondence.routes.counter import ONE, blueprint, campaign_address, second_letters, to_read
from correspondence.rules.bodies import TemplateContent
from correspondence.rules.manifest import SHORT, Line
from correspondence.workflow.approval import approve


@blueprint.route(f"{ONE}/approve", methods=["GET", "POST"])
@requires(Right.APPROVE_LETTERS)
def approve_campaign(convention: str, campaign_id: int) -> ResponseReturnValue:
    found = to_read(convention, campaign_id)
    form = ApprovalForm()
    if form.validate_on_submit():
        try:
            with transaction():
                approval = approve(
                    found,
                    manifest_sha256=form.manifest.data or "",
                    seen=form.seen.data or "",
                    other_than_circulated=form.other_than_circulated.data or "",
                    by=acting(),
                )
        except RuleViolation as refusal:
            form.refuse(refusal)
            found = to_read(convention, campaign_id)
        else:
            flash(_("The letters are approved as approval %(number)s.", number=approval.number), "success")
            return redirect(f"{campaign_address(found)}#approval")
    prepared = prepare_approval(found, at=now())
    form.manifest.data, form.seen.data = prepared.digest, prepared.marks
    capacity, refusal_words = _capacity(prepared, found)
    table = _manifest(found, prepared)
    if exported := export_response(table, found.title):
        return exported
    page = render_template(
        "letters/approve.html",
        convention=convention,
        campaign=found,
        content=TemplateContent.from_json(found.template_version.content),
        prepared=prepared,
        total=len(prepared.finals),
        by_mail=sum(1 for final in prepared.finals if final.line.channel == "e-mail"),
        by_post=sum(1 for final in prepared.finals if final.line.channel == "post"),
        copies=sum(1 for final in prepared.finals for each in final.line.to if each[0] == "copy"),
        form=form,
        page=table_page(table),
        capacity=capacity,
        **second_letters(found, iso3s=[final.line.iso3 for final in prepared.finals]),
        refusal=refusal_words,
    )
    return (page, 422) if form.is_submitted() else page


@blueprint.get(f"{ONE}/approvals/<int:number>.json")
@requires(Right.READ_LETTERS)
def approved_manifest(convention: str, campaign_id: int, number: int) -> Response:
    """The very text that was approved: its SHA-256 is the digest that the approver confirmed."""
    found = to_read(convention, campaign_id)
    approval = find_approval(found.id, number)
    if approval is None:
        raise NotFound(f"“{found.title}” has no approval {number}.")
    try:
        content = read_file(approval.manifest_sha256)
    except NotFound:
        raise NotFound(f"The manifest of approval {number} is not kept.") from None
    return saved_as(f"manifest-{found.id}-{number}.json", content)


def _capacity(prepared: Prepared, campaign: Campaign) -> tuple[str, str]:
    """In which capacity the person of this request may approve; or why they may not."""
    try:
        return approving_as(prepared.office, campaign, by=acting()), ""
    except RuleViolation as refusal:
        return "", refusal.message


def _manifest(campaign: Campaign, prepared: Prepared) -> Table:
    slugs = {final.line.iso3: final.slug for final in prepared.finals}

    def letter_page(line: Line) -> str:
        return link(
            "correspondence.letter", convention=campaign.convention, campaign_id=campaign.id, slug=slugs[line.iso3]
        )

    return Table(
        name=f"approval-{campaign.id}",
        columns=(
            Column("state", _("State"), lambda line: line.state, href=letter_page),
            Column("reference", _("Reference to be given"), lambda line: line.reference),
            Column("language", _("Language"), lambda line: line.language, filter=True),
            Column("way", _("Goes by"), lambda line: line.channel or _("nowhere"), filter=True),
            Column("address", _("To"), _address),
            Column(
                "copy", _("Copy"), lambda line: ", ".join(each[2] for each in line.to if each[0] == "copy"), aside=True
            ),
            Column("sha", _("SHA-256"), lambda line: line.sha256[:SHORT]),
            Column("whole", _("SHA-256 in full"), lambda line: line.sha256, aside=True),
        ),
        rows=[final.line for final in prepared.finals],
        noun=(_("letter"), _("letters")),
    )


def _address(line: Line) -> str:
    return ", ".join(line.to[0][2].splitlines()) if line.to else ""
