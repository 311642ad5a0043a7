"""The letters of a campaign: one State's letter with its reasons, and the letters as files."""

from dataclasses import dataclass

from flask import Response, render_template

from core.permissions import Right, requires
from core.web import link
from correspondence import queries
from correspondence.models.campaigns import Campaign, Letter
from correspondence.papers import file_name, manifest_csv, manifest_row, press_of, pressed, zip_of
from correspondence.reading import read_letter, variants_of
from correspondence.routes.counter import DOCX, ONE, blueprint, download
from correspondence.rules.bodies import TemplateContent


@dataclass(frozen=True)
class LetterRow:
    """One letter in the list of a campaign."""

    state: str
    slug: str
    letter: Letter


@blueprint.get(f"{ONE}/states/<slug>")
@requires(Right.READ_LETTERS)
def letter(convention: str, campaign_id: int, slug: str) -> str:
    """One State's letter on the screen, the reason beside each paragraph."""
    found = queries.get_campaign(convention, campaign_id)
    row = letter_row(found, slug)
    rows = letter_rows(found)
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


@blueprint.get(f"{ONE}/states/<slug>.docx")
@requires(Right.READ_LETTERS)
def letter_file(convention: str, campaign_id: int, slug: str) -> Response:
    found = queries.get_campaign(convention, campaign_id)
    row = letter_row(found, slug)
    data = press_of(found).press(pressed(row.letter))
    return download(data, DOCX, file_name(slug, row.letter.iso3, row.letter.language))


@blueprint.get(f"{ONE}/letters.zip")
@requires(Right.READ_LETTERS)
def letters_zip(convention: str, campaign_id: int) -> Response:
    found = queries.get_campaign(convention, campaign_id)
    letters = [(row.letter, row.state, row.slug) for row in letter_rows(found)]
    return download(zip_of(press_of(found), letters), "application/zip", f"letters-{found.id}.zip")


@blueprint.get(f"{ONE}/manifest.csv")
@requires(Right.READ_LETTERS)
def manifest(convention: str, campaign_id: int) -> Response:
    found = queries.get_campaign(convention, campaign_id)
    rows = [manifest_row(row.letter, row.state, row.slug) for row in letter_rows(found)]
    return download(manifest_csv(rows), "text/csv; charset=utf-8", f"manifest-{found.id}.csv")


def letter_rows(campaign: Campaign) -> list[LetterRow]:
    return [LetterRow(state, slug, found) for found, state, slug in queries.letters_of(campaign)]


def letter_row(campaign: Campaign, slug: str) -> LetterRow:
    found, state, name = queries.get_letter(campaign, slug)
    return LetterRow(state, name, found)


def letter_address(campaign: Campaign, row: LetterRow) -> str:
    return link("correspondence.letter", convention=campaign.convention, campaign_id=campaign.id, slug=row.slug)
