"""The analysis as it is read: by the group as it stands, in its versions; by everybody once it is issued."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, abort, render_template, request
from flask_babel import gettext as _

from conventions.registry import get_convention
from core.clock import day_of, today
from core.docx.papers import write_paper
from core.files import read_file
from core.numbers import whole_number
from core.permissions import Right, requires
from core.web import saved_as
from correspondence.queries.campaigns import house_style_file
from extension_requests.models.analysis import AnalysisVersion
from extension_requests.models.dossiers import Dossier
from extension_requests.papers.analysis import analysis_paper
from extension_requests.papers.analysis_head import head_of, title_of
from extension_requests.queries.analysis import (
    agreements_to,
    analysis_now,
    get_version,
    issued_version,
    newest_version,
    versions_of,
)
from extension_requests.queries.comments import comments_of
from extension_requests.queries.documents import get_document
from extension_requests.queries.group import members_of
from extension_requests.routes.counter import DOSSIER, address_of, blueprint, dossier_of_page, inside
from extension_requests.routes.sight import Sight, sight_of
from extension_requests.rules.analysis import Content, changes_between
from extension_requests.rules.machine import RequestState
from states_parties.queries.states import get_state

ANALYSIS = f"{DOSSIER}/analysis"


@dataclass(frozen=True)
class Said:
    """What a State of the group said to the newest version. word: agrees, does not agree, "" while it said nothing."""

    name: str
    word: str
    meaning: str
    reason: str
    by: str
    recused: str


@blueprint.get(ANALYSIS)
@requires(Right.READ_REGISTERS)
def analysis(convention: str, article: str, slug: str, number: int) -> str:
    """Whoever is not of the group reads what was issued, and nothing before."""
    found = dossier_of_page(convention, article, slug, number)
    seen = sight_of(found)
    return _for_the_group(found, slug, seen) if seen.inside else _for_everybody(found, slug)


@blueprint.get(f"{ANALYSIS}.docx")
@requires(Right.READ_REGISTERS)
def analysis_file(convention: str, article: str, slug: str, number: int) -> Response:
    """Issued: the very file. The group also takes a version (?version=2), or the text as it stands, each as a draft."""
    found = dossier_of_page(convention, article, slug, number)
    asked = whole_number(request.args.get("version", ""))
    issued = issued_version(found)
    if issued is not None and asked is None:
        document = get_document(found, issued.document_id or 0, inside=False)
        return saved_as(document.file_name, read_file(document.sha256), kind=document.media_type)
    if not sight_of(found).inside:
        abort(404)
    if asked is not None:
        version = get_version(found, asked)
        content, dated_on = Content.from_json(version.text), day_of(version.made_at)
    else:
        content, dated_on = analysis_now(found, on=today()).content, today()
    head = head_of(found, dated_on=dated_on, on=today(), version=asked or 0)
    name = f"analysis-{convention}-{article}-{slug}-{number}{f'-version-{asked}' if asked else '-draft'}".lower()
    return saved_as(f"{name}.docx", write_paper(house_style_file(), analysis_paper(head, content)))


@blueprint.get(f"{ANALYSIS}/compare/<int:older>/<int:newer>")
@requires(Right.READ_ANALYSIS)
def compare_analysis(convention: str, article: str, slug: str, number: int, older: int, newer: int) -> str:
    found = dossier_of_page(convention, article, slug, number)
    inside(found)
    before, after = (Content.from_json(get_version(found, each).text) for each in (older, newer))
    return render_template(
        "extension_requests/compare_analysis.html",
        dossier=found,
        state=get_state(slug),
        older=older,
        newer=newer,
        changes=changes_between(before, after),
        here_below=address_of(found, slug),
    )


def _for_everybody(dossier: Dossier, slug: str) -> str:
    issued = issued_version(dossier)
    if issued is None:
        abort(404)
    return render_template(
        "extension_requests/analysis_issued.html",
        dossier=dossier,
        state=get_state(slug),
        title=title_of(dossier),
        content=Content.from_json(issued.text),
        here_below=address_of(dossier, slug),
    )


def _for_the_group(dossier: Dossier, slug: str, seen: Sight) -> str:
    on, versions = today(), versions_of(dossier)
    asked = whole_number(request.args.get("version", ""))
    version = get_version(dossier, asked) if asked is not None else None
    now = analysis_now(dossier, on=on)
    writing = dossier.state is RequestState.DRAFTING
    newest = newest_version(dossier)
    if version is None and not writing and newest is not None:
        version = issued_version(dossier) or newest
    content = Content.from_json(version.text) if version else now.content
    here = version is None
    return render_template(
        "extension_requests/analysis.html",
        dossier=dossier,
        state=get_state(slug),
        seen=seen,
        title=title_of(dossier),
        content=content,
        version=version,
        newest=newest,
        versions=versions,
        begun=bool(now.rows),
        writing=writing,
        edits=writing and here and seen.works,
        rows=now.rows,
        drafts=now.drafts,
        following=now.following if writing and here else (),
        changed_since=newest is not None and writing and Content.from_json(newest.text) != now.content,
        said=_said(dossier, newest, on=on) if newest else [],
        comments=comments_of(dossier),
        shows_committee=get_convention(dossier.convention).committee_sees_analyses,
        here_below=address_of(dossier, slug),
    )


def _said(dossier: Dossier, version: AnalysisVersion, *, on: date) -> Sequence[Said]:
    said = agreements_to(version)
    return [Said(member.name, *_word(said.get(member.iso3)), member.recused) for member in members_of(dossier, on=on)]


def _word(row: Any | None) -> tuple[str, str, str, str]:
    if row is None:
        return _("has said nothing yet"), "soon", "", ""
    return (
        (_("agrees"), "done", "", row.said_by) if row.agrees else (_("does not agree"), "late", row.reason, row.said_by)
    )
