"""flask meetings participants: the list of participants as a Word file."""

from pathlib import Path

import click

from conventions.registry import get_convention
from core.clock import today
from core.commands import refusals_as_sentences
from core.docx.papers import write_paper
from core.web import parse_day
from core.wording import counted
from correspondence.queries.campaigns import house_style_file
from meetings.cli.group import group
from meetings.papers.participants import TITLE, participants_paper
from meetings.queries.papers import symbol_titled
from meetings.queries.people import people_of
from meetings.queries.reference import meeting_named
from meetings.rules.people import day_of_list


@group.command("participants")
@click.argument("ref")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="A new Word file.")
@click.option("--convention", default="", help="APMBC or CCM, where both have a meeting of that name.")
@click.option("--on", "on_text", default="", help="The day whose standings count, as 2021-11-15.")
@refusals_as_sentences
def participants(ref: str, out: Path, convention: str, on_text: str) -> None:
    """Write the list of participants of the meeting REF (19MSP, or APMBC/19MSP)."""
    if out.exists():
        raise click.UsageError(f"{out} is there already; nothing was written.")
    meeting = meeting_named(ref, convention)
    on = parse_day(on_text, field="on") if on_text else day_of_list(meeting.starts_on, today())
    people = people_of(meeting, on=on)
    paper = participants_paper(
        people, get_convention(meeting.convention).title["EN"], on=today(), symbol=symbol_titled(meeting, TITLE)
    )
    file = write_paper(house_style_file(), paper)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(file)
    told = counted(people.persons, "person", "persons")
    click.echo(f"{meeting.short} ({meeting.convention}): the list of participants, {told}, is in {out}.")
