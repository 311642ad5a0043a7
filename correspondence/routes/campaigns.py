"""Campaigns: drafting the letters of many States at once, reviewing them by variant, taking them along as files."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from conventions.registry import get_convention
from core.audit.queries import history_of
from core.clock import today
from core.db import transaction
from core.errors import RuleViolation
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, as_of, link, saved_as
from correspondence import queries
from correspondence.catalogues import catalogues
from correspondence.forms import ActForm, CampaignForm
from correspondence.letters import language_of
from correspondence.models.campaigns import Campaign, CampaignState, Letter
from correspondence.papers import file_name, manifest_csv, manifest_row, press_of, pressed, zip_of
from correspondence.reading import Variant, read_letter, variants_of
from correspondence.routes.counter import blueprint, brief_for
from correspondence.rules.audience import EVERYBODY, choose_audience
from correspondence.rules.bodies import FORMS, TemplateContent
from correspondence.rules.days import check_not_in_the_future
from correspondence.workflow.campaigns import cancel_campaign, draft_campaign, ref_of
from states_parties.queries.facts import state_facts


@dataclass(frozen=True)
class LetterRow:
    """One letter in the list of a campaign."""

    state: str
    slug: str
    letter: Letter


@dataclass(frozen=True)
class Counted:
    """What a draft would hold. languages: in words; names: of the States, in order."""

    total: int
    languages: str
    names: Sequence[str]


@blueprint.get("/<convention:convention>/letters")
@requires(Right.READ_LETTERS)
def campaigns(convention: str) -> str | Response:
    table = Table(
        name=f"campaigns-{convention.lower()}",
        columns=(
            Column("title", _("Campaign"), lambda row: row[0].title, href=lambda row: _address(row[0])),
            Column("state", _("Where it stands"), lambda row: str(row[0].state), filter=True, meaning=_meaning),
            Column("letters", _("Letters"), lambda row: row[1], kind="number", href=lambda row: _address(row[0])),
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


@blueprint.route("/<convention:convention>/letters/new", methods=["GET", "POST"])
@requires(Right.DRAFT_LETTERS)
def new_campaign(convention: str) -> str | AnyResponse | tuple[str, int]:
    """Says how many letters will be drafted, for whom, before it drafts them."""
    templates = queries.templates_of(convention)
    form = CampaignForm(data=None if request.method == "POST" else _suggested(convention))
    form.template.choices = [
        (f"{each.slug}/{each.form}", f"{each.versions[0].content['name']}, {FORMS[each.form]}") for each in templates
    ]
    counting = request.form.get("act") == "count" or request.method == "GET"
    counted = _count(convention, form) if counting else None
    if not counting and form.validate_on_submit():
        try:
            campaign = _draft(convention, form)
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            flash(_("The letters are drafted. Nothing has been sent."), "success")
            return redirect(_address(campaign))
    page = render_template(
        "letters/new_campaign.html",
        convention=convention,
        form=form,
        counted=counted,
        criteria=catalogues().criteria.values(),
    )
    return (page, 422) if form.errors else page


@blueprint.get("/<convention:convention>/letters/<int:campaign_id>")
@requires(Right.READ_LETTERS)
def campaign(convention: str, campaign_id: int) -> str | Response:
    found = queries.get_campaign(convention, campaign_id)
    rows = _rows(found)
    variants = variants_of([row.letter for row in rows])
    wanted = request.args.get("variant", "")
    table = Table(
        name=f"letters-{found.id}",
        columns=(
            Column("state", _("State"), lambda row: row.state, href=lambda row: _letter_address(found, row)),
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


@blueprint.get("/<convention:convention>/letters/<int:campaign_id>/states/<slug>")
@requires(Right.READ_LETTERS)
def letter(convention: str, campaign_id: int, slug: str) -> str:
    """One State's letter on the screen, the reason beside each paragraph."""
    found = queries.get_campaign(convention, campaign_id)
    row = LetterRow(*_named(queries.get_letter(found, slug)))
    rows = _rows(found)
    neighbours = [each.slug for each in rows]
    at = neighbours.index(slug)
    return render_template(
        "letters/letter.html",
        convention=convention,
        campaign=found,
        row=row,
        read=read_letter(TemplateContent.from_json(found.template_version.content), row.letter),
        variant=variants_of([each.letter for each in rows])[row.letter.variant],
        previous=neighbours[at - 1] if at else None,
        following=neighbours[at + 1] if at + 1 < len(neighbours) else None,
    )


@blueprint.get("/<convention:convention>/letters/<int:campaign_id>/states/<slug>.docx")
@requires(Right.READ_LETTERS)
def letter_file(convention: str, campaign_id: int, slug: str) -> Response:
    found = queries.get_campaign(convention, campaign_id)
    row = LetterRow(*_named(queries.get_letter(found, slug)))
    data = press_of(found).press(pressed(row.letter))
    return saved_as(file_name(slug, row.letter.iso3, row.letter.language), data)


@blueprint.get("/<convention:convention>/letters/<int:campaign_id>/letters.zip")
@requires(Right.READ_LETTERS)
def letters_zip(convention: str, campaign_id: int) -> Response:
    found = queries.get_campaign(convention, campaign_id)
    letters = [(row.letter, row.state, row.slug) for row in _rows(found)]
    return saved_as(f"letters-{found.id}.zip", zip_of(press_of(found), letters))


@blueprint.get("/<convention:convention>/letters/<int:campaign_id>/manifest.csv")
@requires(Right.READ_LETTERS)
def manifest(convention: str, campaign_id: int) -> Response:
    found = queries.get_campaign(convention, campaign_id)
    rows = [manifest_row(row.letter, row.state, row.slug) for row in _rows(found)]
    return saved_as(f"manifest-{found.id}.csv", manifest_csv(rows))


@blueprint.route("/<convention:convention>/letters/<int:campaign_id>/cancel", methods=["GET", "POST"])
@requires(Right.DRAFT_LETTERS)
def cancel(convention: str, campaign_id: int) -> str | AnyResponse:
    """Asks first: what is cancelled, and how many letters."""
    found = queries.get_campaign(convention, campaign_id)
    if ActForm().validate_on_submit():
        with transaction():
            cancel_campaign(found, by=acting())
        flash(_("The campaign is cancelled. Its letters stay readable."), "success")
        return redirect(_address(found))
    return render_template("letters/cancel.html", convention=convention, campaign=found, total=len(_rows(found)))


def _suggested(convention: str) -> dict[str, Any]:
    """A newcomer may press the button at once: the tailored letter, to every State Party, as of the day of the page."""
    on = as_of()
    return {
        "title": _("Tailored Article 7 letters %(year)s", year=on.year),
        "template": "article-7/letter",
        "as_of": on,
        "dated_on": on,
        "audience": request.args.get("audience", EVERYBODY),
    }


def _count(convention: str, form: CampaignForm) -> Counted | None:
    """Who would be written to; None, with the reason beside its field, when that cannot be said."""
    if form.is_submitted() and not form.validate():
        return None
    try:
        states = choose_audience(state_facts(convention, on=form.as_of.data), form.audience.data, catalogues().criteria)
    except RuleViolation as refusal:
        form.refuse(refusal)
        return None
    languages = Counter(language_of(facts) for facts in states)
    return Counted(
        len(states),
        ", ".join(f"{code} {count}" for code, count in sorted(languages.items())),
        [facts.list_name for facts in states],
    )


def _draft(convention: str, form: CampaignForm) -> Campaign:
    check_not_in_the_future(form.as_of.data, today=today())
    slug, _slash, kind = form.template.data.partition("/")
    template = queries.get_template(convention, slug, kind)
    brief = brief_for(
        get_convention(convention).code,
        as_of=form.as_of.data,
        dated_on=form.dated_on.data,
        audience=form.audience.data.strip(),
        signatory_name=form.signatory_name.data.strip(),
    )
    with transaction():
        return draft_campaign(
            template.versions[0],
            template,
            queries.house_style_in_use(),
            brief,
            catalogues(),
            title=form.title.data,
            by=acting(),
        )


def _rows(campaign: Campaign) -> list[LetterRow]:
    return [LetterRow(*_named(row)) for row in queries.letters_of(campaign)]


def _named(row: Sequence[Any]) -> tuple[str, str, Letter]:
    found, state, slug = row
    return state, slug, found


def _tags(variant: Variant) -> str:
    return ", ".join(id.replace("-", " ") for id in variant.ids)


def _meaning(row: Sequence[Any]) -> str:
    return "neutral" if row[0].state is CampaignState.DRAFT else "private"


def _address(campaign: Campaign) -> str:
    return link("correspondence.campaign", convention=campaign.convention, campaign_id=campaign.id)


def _letter_address(campaign: Campaign, row: LetterRow) -> str:
    return link("correspondence.letter", convention=campaign.convention, campaign_id=campaign.id, slug=row.slug)
