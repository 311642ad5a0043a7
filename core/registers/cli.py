"""flask registers: load what is shipped, and see where the office's registers differ from it."""

from collections.abc import Sequence

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
            found = load_registers(_registers(), by=Actor("command line", now()))
            differences = found + _standing_differences(besides=found)
            if dry_run:
                raise _DryRun
    except _DryRun:
        click.echo("Nothing was changed.")
    _tell(differences)


@group.command("differences")
def differences() -> None:
    """Where the office's registers differ from the shipped ones."""
    _tell(_standing_differences())


def _standing_differences(besides: Sequence[Difference] = ()) -> list[Difference]:
    told = {(each.register, each.key, each.field) for each in besides}
    found = [each for register in _registers() for each in differences_of(register)]
    return [each for each in found if (each.register, each.key, each.field) not in told]


class _DryRun(Exception):
    """Ends the transaction of a dry run."""


def _tell(differences: list[Difference]) -> None:
    for each in differences:
        place = f"{each.register}: {each.key}: {each.field or 'row'}"
        before = f" (until now “{each.shipped_before}”)" if each.shipped_before else ""
        click.echo(f"{place}: shipped “{each.shipped}”{before}, yours “{each.yours}”")
    click.echo(f"{len(differences)} differences from the shipped registers.")
