"""flask committees activities: the yearly paper of a body as a Word file."""

from pathlib import Path

import click

from committees.cli.group import group
from committees.models.papers import PaperState
from committees.papers.yearly import yearly_paper
from committees.queries.bodies import body_named
from committees.queries.offices import Offices
from committees.queries.papers import facts_for, find_paper
from committees.rules.paper import Content
from committees.rules.paper_facts import drafted
from committees.rules.sentences import doer
from conventions.registry import get_convention
from core.clock import day_of, today
from core.commands import refusals_as_sentences
from core.docx.papers import PaperDocument, write_paper
from core.errors import RuleViolation
from correspondence.queries.campaigns import house_style_file


@group.command("activities")
@click.argument("body")
@click.option("--year", required=True, type=click.IntRange(1997, 2200), help="The calendar year of the activities.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="A new Word file.")
@click.option("--convention", default="", help="APMBC or CCM, where both have a body of that name.")
@refusals_as_sentences
def activities(body: str, year: int, out: Path, convention: str) -> None:
    """Write "Activities and Priorities for Implementation" of BODY: its newest version, else drafted from the log."""
    if out.exists():
        raise click.UsageError(f"{out} is there already; nothing was written.")
    code = get_convention(convention).code if convention else ""
    row = body_named(body, convention=code)
    document, told = _document(row.convention, row.slug, year)
    file = write_paper(house_style_file(), document)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(file)
    click.echo(f"{row.name_en}, {year}: {told} is in {out}.")


def _document(convention: str, body: str, year: int) -> tuple[PaperDocument, str]:
    """The paper, and in words where its text comes from."""
    offices = Offices(convention)
    who, title = doer(offices.bodies[body].kind), get_convention(convention).title["EN"]
    if paper := find_paper(convention, body, year):
        newest, final = paper.versions[0], paper.state is PaperState.FINAL
        content, on = Content.from_json(newest.content), day_of(newest.written_at)
        document = yearly_paper(content, who, on=on, version=newest.number, final=final, convention_title=title)
        return document, f"version {newest.number}, {paper.state.value},"
    facts = facts_for(offices, body, year)
    if not facts.facts:
        raise RuleViolation(f"{facts.body}: nothing is in the log for {year}, and there are no priorities.")
    document = yearly_paper(drafted(facts), who, on=today(), version=None, final=False, convention_title=title)
    return document, "a draft from the log"
