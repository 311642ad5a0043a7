"""Campaigns: the list, and the page that tells where one stands and what comes next."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from committees.queries.offices import Offices
from committees.queries.rosters import roster
from core.audit.queries import history_of
from core.clock import now, today
from core.db import transaction
from core.errors import RuleViolation
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, link
from correspondence.catalogues import catalogues
from correspondence.forms.before_approval import CancelForm, WhyForm
from correspondence.models.approval import Circulation
from correspondence.models.campaigns import Campaign, CampaignState, LetterState
from correspondence.queries import campaigns as queries
from correspondence.queries.approvals import approvals_of
from correspondence.queries.approvers import signing_office
from correspondence.queries.audiences import audience_in_words, snapshot_of
from correspondence.queries.balance import standings
from correspondence.queries.circulations import body_before, circulations_of, remarks_of, stage_of, stages_now
from correspondence.reviewing.reading import Variant, variants_of
from correspondence.reviewing.review import Review, channel_of, review
from correspondence.routes.counter import CAMPAIGN_PAGE, ONE, blueprint, campaign_address, to_change
from correspondence.routes.letters import IN_DRAFT, LetterRow, letter_address, letter_rows
from correspondence.rules.bodies import TemplateContent
from correspondence.rules.circulation import MEANINGS, Stage
from correspondence.rules.next_step import NextStep, next_step
from correspondence.rules.standing import meaning_of
from correspondence.workflow.campaigns import cancel_campaign, ref_of


@dataclass(frozen=True)
class Before:
    """What comes before approval: whom the draft goes to, what they said, whose letters they are.

    body: row of the body it is circulated to, None without one; members: its States of today. stage: of the last
    circulation. takes_remarks: whether members may still speak.
    """

    body: Any
    members: Sequence[str]
    circulations: Sequence[Circulation]
    stages: dict[int, Stage]
    remarks: dict[int, list[Any]]
    office: Any
    step: NextStep | None
    takes_remarks: bool
    may_change: bool

    @property
    def stage(self) -> Stage | None:
        return self.stages[self.circulations[0].id] if self.circulations else None


@blueprint.get("/<convention:convention>/letters")
@requires(Right.READ_LETTERS)
def campaigns(convention: str) -> str | Response:
    rows = queries.campaigns_of(convention)
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


@blueprint.get(ONE)
@requires(Right.READ_LETTERS)
def campaign(convention: str, campaign_id: int) -> str | Response:
    """`?variant=` or `?check=` shows only the letters of a variant, or those with something to look at."""
    found = queries.get_campaign(convention, campaign_id)
    rows = letter_rows(found)
    content = TemplateContent.from_json(found.template_version.content)
    going = [row.letter for row in rows if row.letter.state is not LetterState.WITHDRAWN]
    variants = variants_of(going or [row.letter for row in rows])
    reviewed = review(found, content, [row.letter for row in rows], on=today()) if found.state in IN_DRAFT else None
    wanted, check = request.args.get("variant", ""), None
    if reviewed is not None:
        check = reviewed.find(request.args.get("check", ""))
    shown = [row for row in rows if wanted in ("", _number(variants, row))]
    if check is not None:
        shown = [row for row in shown if row.letter.iso3 in check.reasons]
    table = _letters_table(found, shown, variants, reviewed, check.reasons if check else None)
    before = _before(found, blocked=reviewed.blocked if reviewed else 0)
    return export_response(table, found.title) or render_template(
        "letters/campaign.html",
        **{
            "convention": convention,
            "campaign": found,
            "content": content,
            "page": table_page(table),
            "variants": variants.values(),
            "wanted": wanted,
            "check": check,
            "languages": sorted(Counter(letter.language for letter in going).items()),
            "total": len(going),
            "withdrawn": [row for row in rows if row.letter.state is LetterState.WITHDRAWN],
            "review": reviewed,
            "doubts": Counter(note for letter in going for note in letter.notes),
            "before": before,
            "audience_words": audience_in_words(found, catalogues().labels),
            "stage_meanings": MEANINGS,
            "approvals": approvals_of(found.id),
            "waiting": sum(1 for letter in going if letter.state is LetterState.DRAFT),
            "newer_version": queries.newest_version_number(found) - found.template_version.number,
            "history": history_of(ref_of(found)),
            "stands": _standings([found])[found.id],
            "parent": queries.get_campaign(convention, found.parent_id) if found.parent_id else None,
            "looks_again": False,
            "sheet": None,
            **{name: value for add in CAMPAIGN_PAGE for name, value in add(found).items()},
        },
    )


@blueprint.get(f"{ONE}/audience")
@requires(Right.READ_LETTERS)
def campaign_audience(convention: str, campaign_id: int) -> str | Response:
    """Every State Party of the day on which the letters were drafted: in or out, and why."""
    found = queries.get_campaign(convention, campaign_id)
    rows = snapshot_of(found)
    table = Table(
        name=f"audience-of-{found.id}",
        columns=(
            Column("state", _("State Party"), lambda row: row[1], href=lambda row: _state_page(convention, row[2])),
            Column("is", _("Audience"), lambda row: _("in") if row[0].included else _("out"), filter=True),
            Column("named", _("By name"), lambda row: _("yes") if row[0].by_name else "", filter=True),
            Column("reason", _("Why"), lambda row: row[0].reason),
        ),
        rows=rows,
        noun=(_("State Party"), _("States Parties")),
        sort="state",
        empty=(_("The audience of this campaign was not kept."), _("Write the draft anew to keep it.")),
    )
    return export_response(table, found.title) or render_template(
        "letters/campaign_audience.html",
        convention=convention,
        campaign=found,
        page=table_page(table),
        audience_words=audience_in_words(found, catalogues().labels),
        inside=sum(1 for row in rows if row[0].included),
        of=len(rows),
    )


@blueprint.route(f"{ONE}/cancel", methods=["GET", "POST"])
@requires(Right.DRAFT_LETTERS)
def cancel(convention: str, campaign_id: int) -> ResponseReturnValue:
    """Asks first: what is cancelled, and how many letters; of approved letters also why."""
    found = to_change(convention, campaign_id)
    form = WhyForm() if found.state is CampaignState.APPROVED else CancelForm()
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
        total=len(letter_rows(found)),
        form=form,
        approved=found.state is CampaignState.APPROVED,
    )
    return (page, 422) if form.errors else page


def _standings(found: Sequence[Campaign]) -> dict[int, tuple[str, str]]:
    """The word for where each stands, and its shape; before a committee, how that stands."""
    circulated = stages_now([each.id for each in found if each.state is CampaignState.CIRCULATED], at=now())
    on_the_way = standings(found, at=now())
    return {
        each.id: (circulated[each.id].value, MEANINGS[circulated[each.id]])
        if each.id in circulated
        else (on_the_way[each.id].value, meaning_of(on_the_way[each.id]))
        for each in found
    }


def _letters_table(
    campaign: Campaign,
    rows: Sequence[LetterRow],
    variants: dict[str, Variant],
    reviewed: Review | None,
    reasons: Any,
) -> Table:
    ways = reviewed.ways if reviewed else {}

    def goes_by(row: LetterRow) -> str:
        way = ways.get(row.letter.iso3)
        return "" if way is None else channel_of(way) or _("nowhere")

    columns = [
        Column("state", _("State"), lambda row: row.state, href=lambda row: letter_address(campaign, row)),
        Column("language", _("Language"), lambda row: row.letter.language, filter=True),
        Column("number", _("Variant"), lambda row: int(_number(variants, row) or 0) or None, kind="number"),
        Column("paragraphs", _("Paragraphs not in every letter"), lambda row: _tags(variants.get(row.letter.variant))),
        Column("doubts", _("To check"), lambda row: len(row.letter.notes) or None, kind="number"),
    ]
    if reasons is not None:
        columns.insert(1, Column("why", _("What to look at"), lambda row: " ".join(reasons[row.letter.iso3])))
    if reviewed is not None:
        columns.append(Column("way", _("Goes by"), goes_by, filter=True))
    if any(row.letter.state is not LetterState.DRAFT for row in rows):
        columns.append(Column("stands", _("Letter"), lambda row: str(row.letter.state), filter=True, meaning=_meaning))
    if any(row.letter.reference for row in rows):
        columns.insert(1, Column("reference", _("Reference"), lambda row: row.letter.reference))
    return Table(
        name=f"letters-{campaign.id}",
        columns=tuple(columns),
        rows=rows,
        noun=(_("letter"), _("letters")),
        sort="state",
    )


def _before(campaign: Campaign, *, blocked: int) -> Before:
    offices = Offices(campaign.convention)
    body = body_before(offices, campaign, on=today())
    row = offices.bodies.get(body)
    members = [each.name for each in roster(offices, body, on=today()).states] if row else []
    circulations = circulations_of(campaign.id)
    stages = {each.id: stage_of(each, at=now()) for each in circulations}
    remarks: dict[int, list[Any]] = {each.id: [] for each in circulations}
    for said in remarks_of(campaign.id):
        remarks[said[0].circulation_id].append(said)
    last = circulations[0] if circulations else None
    stage = stages[last.id] if last else None
    office = signing_office(offices, campaign, on=today())
    return Before(
        body=row,
        members=list(dict.fromkeys(members)),
        circulations=circulations,
        stages=stages,
        remarks=remarks,
        office=office,
        step=next_step(
            campaign.state,
            campaign.signatory,
            stage,
            blocked=blocked,
            office=office.name,
            heads=office.heads_in_words,
            members=row.name_en if row else "",
        ),
        takes_remarks=bool(last and last.outcome is None and now() < last.closes_at),
        may_change=campaign.state is CampaignState.DRAFT
        or (campaign.state is CampaignState.CIRCULATED and stage is Stage.ACCEPTED),
    )


def _number(variants: dict[str, Variant], row: LetterRow) -> str:
    variant = variants.get(row.letter.variant)
    return str(variant.number) if variant else ""


def _tags(variant: Variant | None) -> str:
    return ", ".join(id.replace("-", " ") for id in variant.ids) if variant else ""


def _meaning(row: LetterRow) -> str:
    return {
        LetterState.APPROVED: "done",
        LetterState.VOID: "late",
        LetterState.WITHDRAWN: "private",
    }.get(row.letter.state, "neutral")


def _signatory(campaign: Campaign) -> str:
    return campaign.body.replace("-", " ") if campaign.body else campaign.signatory.value


def _state_page(convention: str, slug: str) -> str:
    return link("desk.state", convention=convention, slug=slug)
