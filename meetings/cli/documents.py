"""flask meetings agenda, flask meetings programme: the documents of a meeting as Word files."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from conventions.models import Meeting
from conventions.queries import meetings_of
from conventions.registry import CONVENTIONS, get_convention
from core.commands import refusals_as_sentences
from core.docx.papers import PaperDocument, write_paper
from core.errors import RuleViolation
from correspondence.queries.campaigns import house_style_file
from meetings.cli.group import group
from meetings.models.releases import Plan
from meetings.papers.agenda import agenda_paper
from meetings.papers.programme import programme_paper
from meetings.queries.agenda import agenda_of
from meetings.queries.papers import symbols_by_item
from meetings.queries.releases import agenda_entries, annotated_items, newest_release, timetable_entries
from meetings.queries.timetable import timetable_of

OUT = click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="A new Word file.")
CONVENTION = click.option("--convention", default="", help="APMBC or CCM, where both have a meeting of that name.")


@group.command("agenda")
@click.argument("ref")
@OUT
@CONVENTION
@click.option("--annotated", is_flag=True, help="With what is said under each item.")
@refusals_as_sentences
def agenda(ref: str, out: Path, convention: str, annotated: bool) -> None:
    """Write the provisional agenda of the meeting REF, such as 19MSP: the version issued last, or the draft."""
    meeting = _meeting(ref, convention)
    _write(
        meeting,
        Plan.AGENDA,
        lambda: agenda_entries(agenda_of(meeting.id)),
        lambda entries, **about: agenda_paper(meeting, entries, annotated=annotated, **about),
        out,
    )


@group.command("programme")
@click.argument("ref")
@OUT
@CONVENTION
@click.option("--annotated", is_flag=True, help="With what is said under each item of the agenda.")
@refusals_as_sentences
def programme(ref: str, out: Path, convention: str, annotated: bool) -> None:
    """Write the programme of work of the meeting REF: the version issued last, or the draft."""
    meeting = _meeting(ref, convention)
    _write(
        meeting,
        Plan.TIMETABLE,
        lambda: timetable_entries(timetable_of(meeting.id)),
        lambda entries, **about: programme_paper(
            meeting, entries, items=annotated_items(meeting.id) if annotated else None, **about
        ),
        out,
    )


def _write(
    meeting: Meeting,
    plan: Plan,
    draft: Callable[[], Sequence[Mapping[str, Any]]],
    paper: Callable[..., PaperDocument],
    out: Path,
) -> None:
    if out.exists():
        raise click.UsageError(f"{out} is there already; nothing was written.")
    release = newest_release(meeting.id, plan)
    entries = release.entries if release else draft()
    if not entries:
        raise RuleViolation(f"The {plan.value} of the {meeting.short} ({meeting.convention}) is empty.")
    state = f"version {release.number}" if release else "draft"
    title = get_convention(meeting.convention).title["EN"]
    document = paper(
        entries,
        convention_title=title,
        state=state,
        symbol=release.symbol if release else "",
        papers=symbols_by_item(meeting),
    )
    content = write_paper(house_style_file(), document)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(content)
    click.echo(f"{document.title} of the {meeting.full_name} ({meeting.convention}), {state}, is in {out}.")


def _meeting(ref: str, convention: str) -> Meeting:
    """The meeting of a short name, in the Convention given or in the one that has it."""
    before, slash, after = ref.partition("/")
    short, named = (after, before) if slash else (ref, convention)
    codes = [get_convention(named).code] if named else list(CONVENTIONS)
    found = [each for code in codes for each in meetings_of(code) if each.short.lower() == short.lower()]
    if not found:
        raise RuleViolation(f"“{short[:40]}” is no meeting in the calendar of {' or '.join(codes)}.")
    if len(found) > 1:
        raise RuleViolation(
            f"Both Conventions have a meeting {found[0].short}: say --convention APMBC or --convention CCM."
        )
    return found[0]
