"""Rosters as Word files, and the briefing pack for the next holder."""

import zipfile
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from flask import Response
from flask_login import current_user

from committees.papers.briefing import briefing_papers
from committees.papers.rosters import roster_paper, rosters_paper
from committees.queries.briefing import Briefing, LatestPaper, briefing
from committees.queries.offices import Offices
from committees.queries.rosters import roster
from committees.routes.counter import blueprint, body_of_page, word_file
from committees.routes.papers import open_paper, paper_document
from committees.routes.sight import sight
from conventions.registry import get_convention
from core.clock import today
from core.docx.papers import PaperDocument, write_paper
from core.permissions import Right, grants_by_office, may, requires
from core.web import as_of, saved_as
from core.wording import counted, day_in_words
from correspondence.queries.campaigns import campaigns_of, house_style_file
from correspondence.queries.sight import readable_by

MOST_LETTERS = 20


@blueprint.get("/<convention:convention>/committees/<body>/roster.docx")
@requires(Right.READ_REGISTERS)
def roster_document(convention: str, body: str) -> Response:
    on, row = as_of(), body_of_page(convention, body)
    paper = roster_paper(roster(Offices(convention), row.slug, on=on), get_convention(convention).title["EN"])
    return word_file(paper, f"{convention.lower()}-roster-{body}-{on}")


@blueprint.get("/<convention:convention>/rosters.docx")
@requires(Right.READ_REGISTERS)
def rosters_document(convention: str) -> Response:
    """Every body of the Convention."""
    on, offices = as_of(), Offices(convention)
    rosters = [roster(offices, row.slug, on=on) for row in offices.bodies_on(on)]
    paper = rosters_paper(rosters, get_convention(convention).title["EN"], on=on)
    return word_file(paper, f"{convention.lower()}-rosters-{on}")


@blueprint.get("/<convention:convention>/committees/<body>/briefing.zip")
@requires(Right.READ_COMMITTEE_WORK)
def briefing_pack(convention: str, body: str) -> Response:
    """Without the files in which the State of the person takes no part."""
    on, row = as_of(), body_of_page(convention, body)
    seen = sight(convention, body, on=on)
    found = briefing(Offices(convention), row.slug, on=on, closed=seen.closed)
    letters = _letters(convention) if may(Right.READ_LETTERS, convention=convention) else []
    papers = briefing_papers(found, get_convention(convention).title["EN"], letters, _yearly(convention, body, found))
    return saved_as(f"{convention.lower()}-briefing-{body}-{on}.zip", _zip_of(papers))


def _yearly(convention: str, body: str, found: Briefing) -> list[tuple[LatestPaper, PaperDocument]]:
    """The newest yearly papers as the person sees them."""
    return [(each, paper_document(open_paper(convention, body, each.year), each.number)) for each in found.papers]


def _letters(convention: str) -> list[tuple[str, str]]:
    """The newest campaigns and what is told of each."""
    rows = campaigns_of(convention)
    read = readable_by([campaign for campaign, _count in rows], current_user.grants, grants_by_office, on=today())
    newest = [row for row in rows if row[0].id in read][:MOST_LETTERS]
    return [(campaign.title, _told(campaign, count)) for campaign, count in newest]


def _told(campaign: Any, count: int) -> str:
    letters = counted(count, "letter", "letters")
    return f"dated {day_in_words(campaign.dated_on, 'EN')}, {letters}, {campaign.state.value}"


def _zip_of(papers: Iterable[tuple[str, PaperDocument]]) -> bytes:
    """Equal papers give equal bytes."""
    buffer, house_style = BytesIO(), house_style_file()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, paper in papers:
            archive.writestr(zipfile.ZipInfo(name), write_paper(house_style, paper))
    return buffer.getvalue()
