"""flask extension-requests import tables: the annual tables of a request from a file."""

from pathlib import Path

import click
from flask.cli import AppGroup

from core.audit.workflow import Actor
from core.clock import now
from core.commands import refusals_as_sentences
from core.db import transaction
from core.errors import RuleViolation
from core.sheets.reading import MAX_MB, read_sheet
from extension_requests.cli.group import group
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.dossiers import get_dossier
from extension_requests.queries.figures import lines_of, totals_of
from extension_requests.rules.arithmetic import told
from extension_requests.tables_file import COLUMNS, NEEDED, read_tables
from extension_requests.workflow.figures import check_entered, replace_tables
from extension_requests.workflow.transitions import hold_dossier, name_of
from states_parties.queries.states import get_state

imports = AppGroup("import", help="Take in tables.")
group.add_command(imports)


@imports.command("tables")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--request", "named", required=True, help="Convention, article, State, number: CCM/4/TCD/3.")
@click.option("--dry-run", is_flag=True, help="Tell what would be taken in, change nothing.")
@refusals_as_sentences
def import_tables_of(file: Path, named: str, dry_run: bool) -> None:
    """Take in the annual tables of a request from a CSV or XLSX FILE; with any error, nothing."""
    dossier = _dossier(named)
    with file.open("rb") as opened:
        data = opened.read(MAX_MB * 1024 * 1024 + 1)
    lines = read_tables(read_sheet(data, file.name, columns=COLUMNS, needed=NEEDED))
    check_entered(dossier)
    sheets = {line.sheet for line in lines}
    replaced = sum(line.sheet in sheets for line in lines_of(dossier))
    if not dry_run:
        with transaction():
            replace_tables(hold_dossier(dossier.id), lines, by=Actor("Command line", now()))
    verb = "would be taken in" if dry_run else "taken in"
    click.echo(f"{name_of(dossier)}: {len(lines)} figures {verb}, in place of {replaced}.")
    for sheet, unit, amount in totals_of(lines):
        click.echo(f"  {sheet.value}: {told(amount, unit)}")


def _dossier(named: str) -> Dossier:
    """CCM/4/TCD/3: RuleViolation for any other shape, NotFound where there is none."""
    parts = named.strip().split("/")
    if len(parts) != 4 or not (parts[3].isascii() and parts[3].isdecimal() and len(parts[3]) < 4):
        raise RuleViolation(f"“{named[:40]}” names no request. One is named like CCM/4/TCD/3.", field="request")
    convention, article, state, number = parts
    return get_dossier(convention.upper(), article, get_state(state).iso3, int(number))
