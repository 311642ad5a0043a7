"""The letters of a campaign: one State's letter with its reasons and what it is compared with, and letters as files."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.clock import today
from core.db import transaction
from core.differences import Piece
from core.errors import RuleViolation
from core.look.acts import act_page
from core.permissions import Right, requires
from core.web import acting, link, saved_as
from correspondence.approving.changes import what_changed
from correspondence.catalogues import catalogues
from correspondence.forms.before_approval import WhyForm
from correspondence.models.campaigns import Campaign, CampaignState, Letter, LetterState
from correspondence.papers.files import file_name, manifest_csv, manifest_row, press_of, word_file, zip_of
from correspondence.queries import campaigns as queries
from correspondence.queries.approved import waiting_letters
from correspondence.queries.circulations import remarks_of
from correspondence.queries.history import what_became_of
from correspondence.reviewing.reading import differences, read_letter, texts_of, variants_of
from correspondence.reviewing.review import review
from correspondence.routes.counter import (
    ONE,
    blueprint,
    campaign_address,
    readable,
    second_letters,
    settles_mail,
    to_change,
    to_read,
)
from correspondence.rules.bodies import TemplateContent
from correspondence.rules.changes import Change
from correspondence.settings import settings
from correspondence.workflow.redrafting import bring_back, withdraw_from_draft

IN_DRAFT = (CampaignState.DRAFT, CampaignState.CIRCULATED)


@dataclass(frozen=True)
class LetterRow:
    """One letter in the list of a campaign."""

    state: str
    slug: str
    letter: Letter


@dataclass(frozen=True)
class Compared:
    """A letter beside another. what: which one, in words. parts: those that differ; None: the languages differ."""

    key: str
    what: str
    href: str
    parts: Sequence[tuple[str, str, Sequence[Piece]]] | None


@blueprint.get(f"{ONE}/states/<slug>")
@requires(Right.READ_LETTERS)
def letter(convention: str, campaign_id: int, slug: str) -> str:
    """`?against=variant` or `previous`: beside the first letter of its variant, or that of the last campaign."""
    found = to_read(convention, campaign_id)
    row = letter_row(found, slug)
    rows = letter_rows(found)
    content = TemplateContent.from_json(found.template_version.content)
    letters = [each.letter for each in rows]
    reviewed = review(found, content, letters, on=today()) if found.state in IN_DRAFT else None
    compared = _compared(found, content, row, rows)
    neighbours = [each.slug for each in rows]
    at = neighbours.index(slug)
    became = [] if found.state in IN_DRAFT else what_became_of(row.letter, found, all_mail=settles_mail(convention))
    return render_template(
        "letters/letter.html",
        convention=convention,
        campaign=found,
        row=row,
        read=read_letter(content, row.letter),
        variant=variants_of(letters)[row.letter.variant],
        previous=neighbours[at - 1] if at else None,
        following=neighbours[at + 1] if at + 1 < len(neighbours) else None,
        to_look_at=reviewed.reasons_of(row.letter.iso3) if reviewed else (),
        remarks=[said for said, _state, its_slug in remarks_of(found.id) if its_slug == slug],
        compared=compared,
        other=next((each for each in compared if each.key == request.args.get("against")), None),
        in_draft=found.state in IN_DRAFT,
        **(second_letters(found, iso3s=[row.letter.iso3]) if row.letter.state is LetterState.DRAFT else {}),
        meanwhile=_meanwhile(found, row.letter),
        became=became[0] if became else None,
        earlier=became[1:],
    )


@blueprint.route(f"{ONE}/states/<slug>/withdraw", methods=["GET", "POST"])
@requires(Right.DRAFT_LETTERS)
def withdraw_one(convention: str, campaign_id: int, slug: str) -> ResponseReturnValue:
    found = to_change(convention, campaign_id)
    row = letter_row(found, slug)
    form = WhyForm()
    return act_page(
        form,
        lambda: withdraw_from_draft(row.letter, found, reason=form.reason.data, by=acting()),
        title=_("Take the letter to %(state)s out", state=row.state),
        lead=_("The State gets no letter of this campaign. The reason stays on record; it can be brought back."),
        words=_("Take it out"),
        done=_("The letter to %(state)s is taken out.", state=row.state),
        back=campaign_address(found),
    )


@blueprint.post(f"{ONE}/states/<slug>/bring-back")
@requires(Right.DRAFT_LETTERS)
def bring_back_one(convention: str, campaign_id: int, slug: str) -> ResponseReturnValue:
    found = to_change(convention, campaign_id)
    row = letter_row(found, slug)
    try:
        with transaction():
            bring_back(row.letter, found, by=acting())
    except RuleViolation as refusal:
        flash(refusal.message, "danger")
    else:
        flash(_("The letter to %(state)s is part of the draft again.", state=row.state), "success")
    return redirect(letter_address(found, row))


@blueprint.get(f"{ONE}/states/<slug>.docx")
@requires(Right.READ_LETTERS)
def letter_file(convention: str, campaign_id: int, slug: str) -> Response:
    found = to_read(convention, campaign_id)
    row = letter_row(found, slug)
    return saved_as(file_name(slug, row.letter.iso3, row.letter.language), word_file(press_of(found), row.letter))


@blueprint.get(f"{ONE}/letters.zip")
@requires(Right.READ_LETTERS)
def letters_zip(convention: str, campaign_id: int) -> Response:
    found = to_read(convention, campaign_id)
    letters = [(row.letter, row.state, row.slug) for row in letter_rows(found) if _goes(row.letter)]
    return saved_as(f"letters-{found.id}.zip", zip_of(press_of(found), letters))


@blueprint.get(f"{ONE}/manifest.csv")
@requires(Right.READ_LETTERS)
def manifest(convention: str, campaign_id: int) -> Response:
    found = to_read(convention, campaign_id)
    rows = [manifest_row(row.letter, row.state, row.slug) for row in letter_rows(found) if _goes(row.letter)]
    return saved_as(f"manifest-{found.id}.csv", manifest_csv(rows))


def letter_rows(campaign: Campaign) -> list[LetterRow]:
    return [LetterRow(state, slug, found) for found, state, slug in queries.letters_of(campaign)]


def letter_row(campaign: Campaign, slug: str) -> LetterRow:
    found, state, name = queries.get_letter(campaign, slug)
    return LetterRow(state, name, found)


def letter_address(campaign: Campaign, row: LetterRow) -> str:
    return link("correspondence.letter", convention=campaign.convention, campaign_id=campaign.id, slug=row.slug)


def _goes(letter: Letter) -> bool:
    return letter.state is not LetterState.WITHDRAWN


def _meanwhile(campaign: Campaign, letter: Letter) -> Sequence[Change]:
    """What the letter would say otherwise today, or where it would go, as long as it has not left."""
    if campaign.state is CampaignState.CANCELLED:
        return ()
    may_leave = letter.state is LetterState.DRAFT or waiting_letters(campaign.id, letter_ids=[letter.id])
    if not may_leave:
        return ()
    return what_changed(campaign, [letter], catalogues(), settings(), on=today()).get(letter.id, ())


def _compared(
    campaign: Campaign, content: TemplateContent, row: LetterRow, rows: Sequence[LetterRow]
) -> Sequence[Compared]:
    """The first letter of its variant in its language, and the letter to the State in the campaign before."""
    own = texts_of(content, row.letter)
    found = []
    alike = (row.letter.variant, row.letter.language)
    first = next(each for each in rows if (each.letter.variant, each.letter.language) == alike)
    if first.slug != row.slug:
        parts = differences(texts_of(content, first.letter), own)
        what = _("the first letter of its variant, to %(state)s", state=first.state)
        found.append(Compared("variant", what, letter_address(campaign, first), parts))
    previous = queries.previous_campaign(campaign)
    before = queries.find_letter(previous, row.letter.iso3) if previous and readable([previous]) else None
    if previous and before:
        old_content = TemplateContent.from_json(previous.template_version.content)
        same = before.language == row.letter.language
        parts_before = differences(texts_of(old_content, before), own) if same else None
        what = _("its letter in “%(title)s”", title=previous.title)
        old = LetterRow(row.state, row.slug, before)
        found.append(Compared("previous", what, letter_address(previous, old), parts_before))
    return found
