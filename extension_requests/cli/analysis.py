"""flask extension-requests analysis: the analysis of a request as a Word file."""

from pathlib import Path

import click

from conventions.registry import get_convention
from core.clock import day_of, today
from core.commands import A_NUMBER, refusals_as_sentences
from core.docx.papers import write_paper
from core.errors import NotFound, RuleViolation
from core.files import read_file
from correspondence.queries.campaigns import house_style_file
from extension_requests.cli.group import group
from extension_requests.models.dossiers import Dossier
from extension_requests.papers.analysis import analysis_paper
from extension_requests.papers.analysis_head import head_of
from extension_requests.queries.analysis import analysis_now, issued_version, newest_version
from extension_requests.queries.documents import get_document
from extension_requests.queries.dossiers import get_dossier, next_number
from extension_requests.rules.analysis import Content, content_of
from extension_requests.rules.fact_tables import tables_of
from extension_requests.sections import sections_of
from states_parties.queries.states import get_state


@group.command("analysis")
@click.argument("convention")
@click.argument("article")
@click.argument("state")
@click.option("--number", type=A_NUMBER, help="Which request of the State; the newest if not given.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="A new Word file.")
@refusals_as_sentences
def analysis(convention: str, article: str, state: str, number: int | None, out: Path) -> None:
    """Write the analysis of a request: as issued, else its newest version, else as the facts draft it."""
    if out.exists():
        raise click.UsageError(f"{out} is there already; nothing was written.")
    code, row = get_convention(convention).code, get_state(state)
    dossier = _dossier(code, article, row.iso3, number)
    file, told = _file(dossier)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(file)
    click.echo(f"{row.list_en}, Article {article}, request {dossier.number}: {told} is in {out}.")


def _dossier(code: str, article: str, iso3: str, number: int | None) -> Dossier:
    if number is not None:
        return get_dossier(code, article, iso3, number)
    newest = next_number(code, article, iso3) - 1
    if newest < 1:
        raise NotFound(f"There is no dossier under Article {article}.")
    return get_dossier(code, article, iso3, newest)


def _file(dossier: Dossier) -> tuple[bytes, str]:
    """The Word file, and in words which text it holds."""
    issued = issued_version(dossier)
    if issued is not None:
        document = get_document(dossier, issued.document_id or 0, inside=True)
        return read_file(document.sha256), f"the analysis as issued, {dossier.symbol},"
    newest = newest_version(dossier)
    if newest is not None:
        content, dated_on, number = Content.from_json(newest.text), day_of(newest.made_at), newest.number
        told = f"version {newest.number} of the analysis"
    else:
        content, dated_on, number, told = _drafted(dossier), today(), 0, "a draft from the facts"
    if all(each.empty for each in content.sections):
        raise RuleViolation("Nothing is known yet of which an analysis could be drafted.")
    head = head_of(dossier, dated_on=dated_on, on=today(), version=number)
    return write_paper(house_style_file(), analysis_paper(head, content)), told


def _drafted(dossier: Dossier) -> Content:
    """What stands where the analysis is begun; else as it would be begun today."""
    now = analysis_now(dossier, on=today())
    if now.rows:
        return now.content
    plans = sections_of(dossier.convention, dossier.article)
    return content_of(plans, now.drafts, tables_of(now.facts), version=dossier.version)
