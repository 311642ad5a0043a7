"""flask states-parties: how many States stand how, which ones, and contacts in and out."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click
from flask.cli import AppGroup

from core.audit.workflow import Actor
from core.clock import now, today
from core.commands import refusals_as_sentences
from core.db import transaction
from core.errors import RuleViolation
from core.sheets.reading import MAX_MB, read_sheet
from core.sheets.writing import csv_text, write_csv, write_xlsx
from core.web import parse_day
from states_parties.contacts_file import COLUMNS, NEEDED, apply_import, exported_rows, plan_import
from states_parties.queries.registers import RegisterRow, register_rows
from states_parties.rules.standing import Standing

group = AppGroup("states-parties", help="States and their standing under a Convention.")
contacts = AppGroup("contacts", help="Missions and focal points.")
group.add_command(contacts)

BOUND_BY_DEPOSIT = (Standing.STATE_PARTY.value, Standing.NOT_YET_IN_FORCE.value)
UNDATED = "day of deposit not documented"
WORDS = (*(standing.value for standing in Standing), UNDATED)
LIST_COLUMNS = ("iso3", "state", "standing", "since", "region", "language", "confidence", "note")

_convention = click.option("--convention", required=True, help="APMBC or CCM.")
_on = click.option("--on", "on_text", default="", help="The day asked about, as 2021-03-03; otherwise today.")
_standing = click.option("--standing", "standing_text", default="", help=f"One of: {', '.join(WORDS)}.")


@group.command("count")
@_convention
@_on
@_standing
@click.option("--deposited", is_flag=True, help="All States bound by a deposited instrument, in force or not yet.")
@click.option("--signatories", is_flag=True, help="States that signed and have not joined.")
@refusals_as_sentences
def count(convention: str, on_text: str, standing_text: str, deposited: bool, signatories: bool) -> None:
    """Print how many States are States Parties in force on the day, or stand as asked."""
    if bool(standing_text) + deposited + signatories > 1:
        raise click.UsageError("Ask for one of --standing, --deposited and --signatories at a time.")
    wanted: Sequence[str] = (_word(standing_text or Standing.STATE_PARTY.value),)
    if deposited:
        wanted = BOUND_BY_DEPOSIT
    if signatories:
        wanted = (Standing.SIGNATORY.value,)
    rows = register_rows(convention.upper(), on=_day(on_text))
    click.echo(sum(_standing_of(row) in wanted for row in rows))
    if UNDATED not in wanted:
        _tell_undated(rows)


@group.command("list")
@_convention
@_on
@_standing
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@refusals_as_sentences
def list_states(convention: str, on_text: str, standing_text: str, form: str) -> None:
    """Print the States with their standing on the day, or those that stand as asked."""
    found = register_rows(convention.upper(), on=_day(on_text))
    wanted = (_word(standing_text),) if standing_text else WORDS
    cells = [_cells(row) for row in found if _standing_of(row) in wanted]
    if form == "json":
        records = [dict(zip(LIST_COLUMNS, row, strict=True)) for row in cells]
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
    elif form == "csv":
        click.echo(csv_text(LIST_COLUMNS, cells), nl=False)
    else:
        click.echo(_table(cells))
    if UNDATED not in wanted:
        _tell_undated(found)


@contacts.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Tell what would happen, change nothing.")
@refusals_as_sentences
def import_contacts(file: Path, dry_run: bool) -> None:
    """Take over missions and focal points from a CSV or XLSX FILE; with any error, nothing."""
    with file.open("rb") as opened:
        data = opened.read(MAX_MB * 1024 * 1024 + 1)
    rows = read_sheet(data, file.name, columns=COLUMNS, needed=NEEDED)
    plan = plan_import(rows, on=today())
    for warning in plan.warnings:
        click.echo(f"Look at {warning}", err=True)
    told = f"{len(plan.new)} new, {len(plan.changed)} changed, {len(plan.unchanged)} unchanged"
    if plan.errors:
        raise RuleViolation("\n".join(["Nothing was imported:", *(f"  {error}" for error in plan.errors)]))
    if dry_run:
        click.echo(f"{told}. Nothing was imported: this was a dry run.")
        return
    with transaction():
        apply_import(plan, by=Actor("Command line", now()))
    click.echo(f"{told}.")


@contacts.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@refusals_as_sentences
def export_contacts(file: Path) -> None:
    """Write all missions and focal points to a new CSV or XLSX FILE, in the shape that import reads."""
    kind = file.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise RuleViolation(f"“{file.name}” ends neither in .csv nor in .xlsx.")
    if file.exists():
        raise RuleViolation(f"“{file.name}” is there already; nothing was written.")
    rows = exported_rows()
    file.write_bytes(write_csv(COLUMNS, rows) if kind == ".csv" else write_xlsx(COLUMNS, rows, "Contacts"))
    click.echo(f"{len(rows)} contacts are in {file}.")


def _day(text: str) -> date:
    return parse_day(text, field="on") if text else today()


def _word(text: str) -> str:
    """The standing meant: "State Party" may be written state-party."""
    plain = text.strip().lower().replace("-", " ").replace("_", " ")
    for word in WORDS:
        if word.lower() == plain:
            return word
    raise RuleViolation(f"“{text[:40]}” is no standing. Known are: {', '.join(WORDS)}.", field="standing")


def _standing_of(row: RegisterRow) -> str:
    """A State whose day of deposit is not known is neither counted as State Party nor passed off as State not party."""
    return UNDATED if row.note else row.standing.value


def _cells(row: RegisterRow) -> list[str]:
    return [
        row.iso3,
        row.name,
        _standing_of(row),
        row.since.isoformat() if row.since else "",
        row.region,
        row.language,
        row.sourcing.confidence if row.sourcing else "",
        row.note,
    ]


def _table(cells: Sequence[Sequence[str]]) -> str:
    lines = [LIST_COLUMNS, *cells]
    widths = [max(len(line[place]) for line in lines) for place in range(len(LIST_COLUMNS))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _tell_undated(rows: Sequence[RegisterRow]) -> None:
    for row in rows:
        if row.note:
            click.echo(f"Note: {row.name} is not counted. {row.note}", err=True)
