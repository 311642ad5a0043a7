"""flask meetings concept-note: the concept note of a thematic session as a Word file."""

from pathlib import Path

import click
from sqlalchemy import select

from conventions.models import Meeting
from conventions.registry import get_convention
from core.commands import refusals_as_sentences
from core.db import db
from core.docx.papers import write_paper
from core.errors import RuleViolation
from core.numbers import whole_number
from core.wording import list_in_words
from correspondence.queries.campaigns import house_style_file
from meetings.cli.group import group
from meetings.models.concept_notes import ConceptNote, NoteState
from meetings.models.sessions import Session
from meetings.papers.concept_note import concept_note as paper
from meetings.papers.concept_note import pages_of
from meetings.queries.concept_notes import get_note, newest_content
from meetings.queries.reference import meeting_named
from meetings.queries.thematic import thematic
from meetings.rules.note_findings import TWO_PAGES


@group.command("concept-note")
@click.argument("ref")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="A new Word file.")
@click.option("--convention", default="", help="APMBC or CCM, where both have a meeting of that name.")
@refusals_as_sentences
def concept_note(ref: str, out: Path, convention: str) -> None:
    """Write the newest version of the concept note of REF: the number of a session, or a meeting with one such note."""
    if out.exists():
        raise click.UsageError(f"{out} is there already; nothing was written.")
    meeting, session = _session(ref, convention)
    note = get_note(session.id)
    content, facts = newest_content(note), thematic(meeting, session)
    document = paper(
        facts,
        content,
        version=note.versions[0].number,
        approved=note.state is NoteState.APPROVED,
        convention_title=get_convention(meeting.convention).title["EN"],
    )
    file = write_paper(house_style_file(), document)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(file)
    click.echo(f"{content.title}: version {note.versions[0].number}, {note.state.value}, is in {out}.")
    pages, estimated = pages_of(file, facts, content)
    if pages > TWO_PAGES:
        click.echo(f"It fills {'about ' if estimated else ''}{pages:.0f} pages; it may fill two.", err=True)
    for finding in facts.findings(content):
        click.echo(f"Look at: {finding.words}", err=True)


def _session(ref: str, convention: str) -> tuple[Meeting, Session]:
    """RuleViolation names what REF could be, where it does not say one session."""
    number = whole_number(ref)
    one = Session.id == number if number is not None else Session.meeting_id == meeting_named(ref, convention).id
    rows = (
        db.session.execute(
            select(Meeting, Session)
            .join(Session, Session.meeting_id == Meeting.id)
            .join(ConceptNote, ConceptNote.session_id == Session.id)
            .where(one)
            .order_by(Session.day, Session.starts, Session.id)
        )
        .tuples()
        .all()
    )
    if len(rows) == 1:
        return rows[0]
    told = [f"{session.id} ({session.title})" for _, session in rows]
    if told:
        raise RuleViolation(f"“{ref[:40]}” has {len(told)} concept notes. Name one: {list_in_words(told, 'EN')}.")
    raise RuleViolation(f"“{ref[:40]}” names no session, and no meeting, with a concept note.")
