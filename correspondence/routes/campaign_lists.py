"""The two lists of a campaign: its letters, and every State with the reason why it is written to or not."""

from flask import Response, render_template, request
from flask_babel import gettext as _

from core.clock import today
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import link
from correspondence.catalogues import catalogues
from correspondence.models.campaigns import Campaign, LetterState
from correspondence.queries.audiences import audience_in_words, snapshot_of
from correspondence.reviewing.reading import Variant, variants_of
from correspondence.reviewing.review import Check, Review, channel_of, review
from correspondence.routes.counter import ONE, blueprint, to_read
from correspondence.routes.letters import IN_DRAFT, LetterRow, letter_address, letter_rows
from correspondence.rules.bodies import TemplateContent

MEANINGS = {LetterState.APPROVED: "done", LetterState.VOID: "late", LetterState.WITHDRAWN: "private"}


@blueprint.get(f"{ONE}/states")
@requires(Right.READ_LETTERS)
def campaign_letters(convention: str, campaign_id: int) -> str | Response:
    """`?check=` only those with something to look at in review, each with the reason."""
    found = to_read(convention, campaign_id)
    rows = letter_rows(found)
    going = [row.letter for row in rows if row.letter.state is not LetterState.WITHDRAWN]
    going = going or [row.letter for row in rows]
    by_name = variants_of(going)
    variants = {letter.id: by_name[letter.variant] for letter in going}
    reviewed, check = None, None
    if found.state in IN_DRAFT:
        content = TemplateContent.from_json(found.template_version.content)
        reviewed = review(found, content, [row.letter for row in rows], on=today())
        check = reviewed.find(request.args.get("check", ""))
    if check is not None:
        rows = [row for row in rows if row.letter.iso3 in check.reasons]
    table = _letters_table(found, rows, variants, reviewed, check)
    return export_response(table, found.title) or render_template(
        "letters/campaign_letters.html", convention=convention, campaign=found, page=table_page(table), check=check
    )


@blueprint.get(f"{ONE}/audience")
@requires(Right.READ_LETTERS)
def campaign_audience(convention: str, campaign_id: int) -> str | Response:
    """Every State Party of the day on which the letters were drafted: in or out, and why."""
    found = to_read(convention, campaign_id)
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


def _letters_table(
    campaign: Campaign,
    rows: list[LetterRow],
    variants: dict[int, Variant],
    reviewed: Review | None,
    check: Check | None,
) -> Table:
    ways = reviewed.ways if reviewed else {}

    def goes_by(row: LetterRow) -> str:
        way = ways.get(row.letter.iso3)
        return "" if way is None else channel_of(way) or _("nowhere")

    def meaning(row: LetterRow) -> str:
        return MEANINGS.get(row.letter.state, "neutral")

    def number(row: LetterRow) -> int | None:
        variant = variants.get(row.letter.id)
        return variant.number if variant else None

    columns = [
        Column("state", _("State"), lambda row: row.state, href=lambda row: letter_address(campaign, row)),
        Column("language", _("Language"), lambda row: row.letter.language, filter=True),
        Column("variant", _("Variant"), number, kind="number", filter=True),
        Column("paragraphs", _("Paragraphs not in every letter"), lambda row: _tags(variants.get(row.letter.id))),
        Column("doubts", _("To check"), lambda row: len(row.letter.notes) or None, kind="number"),
    ]
    if check is not None:
        columns.insert(1, Column("why", _("What to look at"), lambda row: " ".join(check.reasons[row.letter.iso3])))
    if reviewed is not None:
        columns.append(Column("way", _("Goes by"), goes_by, filter=True))
    if any(row.letter.state is not LetterState.DRAFT for row in rows):
        columns.append(
            Column(
                "stands",
                _("Letter"),
                lambda row: str(row.letter.state),
                filter=True,
                meaning=lambda row: MEANINGS.get(row.letter.state, "neutral"),
            )
        )
    if any(row.letter.reference for row in rows):
        columns.insert(1, Column("reference", _("Reference"), lambda row: row.letter.reference))
    return Table(
        name=f"letters-{campaign.id}",
        columns=tuple(columns),
        rows=rows,
        noun=(_("letter"), _("letters")),
        sort="state",
    )


def _tags(variant: Variant | None) -> str:
    return ", ".join(id.replace("-", " ") for id in variant.ids) if variant else ""


def _state_page(convention: str, slug: str) -> str:
    return link("desk.state", convention=convention, slug=slug)
