"""flask registers: load what is shipped, and see where the office's registers differ from it."""

import click
from flask import current_app
from flask.cli import AppGroup

from core.audit.workflow import Actor
from core.clock import now
from core.db import transaction
from core.registers.loading import Difference, Register, differences_of
from core.registers.workflow import load_registers

group = AppGroup("registers", help="The registers that come with the product.")


def _registers() -> tuple[Register, ...]:
    found: tuple[Register, ...] = current_app.extensions["registers"]
    return found


@group.command("load")
@click.option("--dry-run", is_flag=True, help="Tell what would differ, change nothing.")
def load(dry_run: bool) -> None:
    """Load new and corrected rows; rows the office has edited stay as they are."""
    try:
        with transaction():
            differences = load_registers(_registers(), by=Actor("command line", now()))
            if dry_run:
                raise _DryRun
    except _DryRun:
        click.echo("Nothing was changed.")
    _tell(differences)


@group.command("differences")
def differences() -> None:
    """Where the office's registers differ from the shipped ones."""
    _tell([each for register in _registers() for each in differences_of(register)])


class _DryRun(Exception):
    """Ends the transaction of a dry run."""


def _tell(differences: list[Difference]) -> None:
    for each in differences:
        place = f"{each.register}: {each.key}: {each.field or 'row'}"
        click.echo(f"{place}: shipped “{each.shipped}”, yours “{each.yours}”")
    click.echo(f"{len(differences)} differences from the shipped registers.")
