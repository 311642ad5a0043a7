"""flask committees roster: who sits in a body on a day; flask committees import terms: terms from a table."""

import json
from collections.abc import Sequence
from pathlib import Path

import click
from flask.cli import AppGroup

from committees.cli.group import group
from committees.models.bodies import PlaceKind
from committees.queries.bodies import body_named
from committees.queries.holders import Holder
from committees.queries.offices import Offices
from committees.queries.rosters import Roster, roster, totals_in_words
from committees.terms_file import COLUMNS, NEEDED, import_terms
from conventions.registry import get_convention
from core.audit.workflow import Actor
from core.clock import now, today
from core.commands import refusals_as_sentences
from core.db import transaction
from core.sheets.reading import MAX_MB, read_sheet
from core.sheets.writing import csv_text
from core.web import parse_day
from core.wording import sources_in_words
from states_parties.facts import Sourcing

ROSTER_COLUMNS = (
    *("name", "iso3", "office", "kind", "chair", "seat", "since", "until_close_of", "reason", "source", "confidence"),
)

imports = AppGroup("import", help="Take over tables.")
group.add_command(imports)


@group.command("roster")
@click.argument("body")
@click.option("--on", "on_text", default="", help="The day asked about, as 2021-06-24; otherwise today.")
@click.option("--convention", default="", help="APMBC or CCM, where both have a body of that name.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@refusals_as_sentences
def show_roster(body: str, on_text: str, convention: str, form: str) -> None:
    """Print who sits in BODY on the day, with the reason for each name."""
    row = body_named(body, convention=convention.upper())
    on = parse_day(on_text, field="on") if on_text else today()
    found = roster(Offices(row.convention), row.slug, on=on)
    if form == "csv":
        click.echo(csv_text(ROSTER_COLUMNS, [_cells(each) for each in found.holders]), nl=False)
    elif form == "json":
        records = [dict(zip(ROSTER_COLUMNS, _cells(each), strict=True)) for each in found.holders]
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
    else:
        click.echo(_in_lines(found))


@group.command("bodies")
@click.option("--convention", required=True, help="APMBC or CCM.")
@click.option("--on", "on_text", default="", help="The day asked about, as 2020-09-01; otherwise today.")
@refusals_as_sentences
def show_bodies(convention: str, on_text: str) -> None:
    """Print the bodies that exist on the day with their seats, and the totals of themes and coordinators."""
    on = parse_day(on_text, field="on") if on_text else today()
    offices = Offices(get_convention(convention.upper()).code)
    seats = {row.slug: offices.seats(row.slug, on=on) for row in offices.bodies_on(on)}
    for slug, number in seats.items():
        row = offices.bodies[slug]
        seats_told = f": {number} seat{'s' if number > 1 else ''}" if number else ""
        click.echo(f"{row.name_en} ({row.kind.value}){seats_told}")
    click.echo(totals_in_words(offices, on=on))


@imports.command("terms")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", default="", help="Where the terms come from; otherwise the name of the file.")
@click.option("--dry-run", is_flag=True, help="Tell what would happen, change nothing.")
@refusals_as_sentences
def import_file(file: Path, source: str, dry_run: bool) -> None:
    """Take over terms of office from a CSV or XLSX FILE; with any error, nothing."""
    with file.open("rb") as opened:
        data = opened.read(MAX_MB * 1024 * 1024 + 1)
    rows = read_sheet(data, file.name, columns=COLUMNS, needed=NEEDED)
    sourcing = Sourcing(source or f"import of {file.name}"[:200], "medium")
    try:
        with transaction():
            found = import_terms(rows, sourcing=sourcing, by=Actor("Command line", now()))
            if dry_run:
                raise _DryRun
    except _DryRun:
        click.echo("Nothing was changed: this was a dry run.")
    for remark in found.remarks:
        click.echo(f"To be looked at: {remark}")
    click.echo(f"{found.in_words}.")


class _DryRun(Exception):
    """Ends the transaction of a dry run."""


def _named(holder: Holder) -> str:
    """Chile; Netherlands (Chair); an office that is not plain membership beside the name."""
    if holder.chairs:
        return f"{holder.name} (Chair)"
    plain = holder.state is None or holder.office in ("member", "coordinator")
    return holder.name if plain and not holder.body else f"{holder.name} ({holder.office})"


def _in_lines(found: Roster) -> str:
    """States and seats first, each with its reason; then, on a line each, who assists and who is invited."""
    lines = [f"{_named(each)}: {each.reason}" for each in found.holders if each not in found.institutions]
    for kind in PlaceKind:
        if names := [each.name for each in found.institutions if each.kind is kind]:
            lines.append(f"[{kind.value}: {', '.join(names)}]")
    return "\n".join(lines)


def _cells(holder: Holder) -> Sequence[str]:
    return (
        holder.name,
        holder.state.iso3 if holder.state else "",
        holder.office,
        holder.kind.value,
        "yes" if holder.chairs else "",
        str(holder.seat or ""),
        holder.since.isoformat() if holder.since else "",
        holder.ends,
        holder.reason,
        sources_in_words(holder.source),
        holder.confidence,
    )
