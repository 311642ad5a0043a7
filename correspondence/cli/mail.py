"""flask mail: the office's mailbox at the command line."""

import click
from flask import current_app
from flask.cli import AppGroup

from config import Config
from core.clock import now
from core.commands import refusals_as_sentences
from correspondence.jobs.mailbox import fetch_mail
from correspondence.queries.incoming import waiting_count

group = AppGroup("mail", help="The office's mailbox.")


@group.command("fetch")
@refusals_as_sentences
def fetch() -> None:
    """Read what is new in the mailbox of CHANCERY_MAILBOX_URL; nothing there is deleted."""
    config: Config = current_app.config["CHANCERY"]
    if not config.mailbox_url:
        raise click.UsageError("No mailbox is set: CHANCERY_MAILBOX_URL is empty.")
    fetched = fetch_mail(config, now)
    known = f", {fetched.known} known already" if fetched.known else ""
    click.echo(f"{fetched.read} new{known}. {waiting_count()} to settle.")
    if fetched.full:
        click.echo("There may be more: run it again, or leave it to the jobs process.")
