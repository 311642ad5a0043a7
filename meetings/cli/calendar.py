"""Calendars at the command line."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from committees.queries.bodies import get_body
from core.accounts.queries import find_account
from core.clock import now, today
from core.commands import refusals_as_sentences
from core.errors import NotFound, RuleViolation
from meetings.calendars import wanted_from
from meetings.models.calendar import Scope
from meetings.queries.feeds import OFFICE, Reader, calendar_file, reader_of

group = AppGroup("calendar", help="Meetings, sessions and deadlines as calendar files.")


@group.command("export")
@click.option(
    "--feed", required=True, help="own, all, all/APMBC, deadlines, deadlines/CCM, or body/CCM/ and its short name."
)
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@click.option("--for", "email", default="", help="The account whose rights count; without it, everything is shown.")
@refusals_as_sentences
def export(feed: str, out: Path, email: str) -> None:
    """Write a calendar as it is today."""
    wanted = wanted_from(feed)
    if wanted.body:
        get_body(wanted.convention or "", wanted.body)
    reader = _reader(email, whose=wanted.scope is Scope.OWN)
    with current_app.test_request_context(base_url=current_app.config["CHANCERY"].base_url):
        file = calendar_file(wanted, reader, on=today(), stamp=now())
    out.write_bytes(file)
    entries = file.count(b"BEGIN:VEVENT")
    click.echo(f"{out}: {entries} {'entry' if entries == 1 else 'entries'}.")


def _reader(email: str, *, whose: bool) -> Reader:
    if not email:
        if whose:
            raise RuleViolation("Say whose offices and sessions: --for ana@state.example.")
        return OFFICE
    account = find_account(email)
    if account is None or not account.active:
        raise NotFound(f"No account that may sign in has the address {email}.")
    return reader_of(account)
