"""flask prepare: the database and everything in it that a start of the house relies on."""

from collections.abc import Callable

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

Preparation = Callable[[], str | None]


@click.command("prepare", help="Bring the database up to date; print the link for the first administrator, if needed.")
@with_appcontext
def prepare() -> None:
    upgrade()
    preparations: list[Preparation] = current_app.extensions["preparations"]
    for step in preparations:
        if told := step():
            click.echo(told)
