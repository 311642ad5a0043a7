"""flask meetings move: a meeting gets other days, or only what would follow is printed."""

from datetime import date, datetime

import click
from flask import current_app

from conventions.days import Days, check_days
from conventions.models import Meeting
from conventions.moving import Teller
from conventions.queries import move_of
from core.audit.workflow import Actor
from core.clock import now, today
from core.commands import refusals_as_sentences
from core.db import transaction
from core.wording import counted
from meetings.cli.group import group
from meetings.queries.reference import meeting_named
from meetings.workflow.moves import move_with_sessions

A_DAY = click.DateTime(["%Y-%m-%d"])


@group.command("move")
@click.argument("ref")
@click.option("--convention", default="", help="APMBC or CCM, where both have a meeting of that name.")
@click.option("--to", "first", type=A_DAY, required=True, help="The new first day, as 2026-12-07.")
@click.option("--until", "last", type=A_DAY, help="The new last day; without it the meeting stays as long as it is.")
@click.option("--stay", is_flag=True, help="Its sessions stay on their days.")
@click.option("--reason", default="", help="Why; needed unless it is a dry run.")
@click.option("--dry-run", is_flag=True, help="Print what would follow, change nothing.")
@refusals_as_sentences
def move_one_meeting(
    ref: str, convention: str, first: datetime, last: datetime | None, stay: bool, reason: str, dry_run: bool
) -> None:
    """Move the meeting REF (APMBC/19MSP) to other days, after printing everything that follows."""
    meeting = meeting_named(ref, convention)
    was = Days(meeting.starts_on, meeting.ends_on)
    days = check_days(_new_days(was, first.date(), last.date() if last else None))
    click.echo(f"{meeting.full_name} ({meeting.convention}): {was.in_words} → {days.in_words}")
    _print_consequences(meeting, days, with_sessions=not stay)
    if dry_run:
        click.echo("Nothing was changed.")
        return
    with transaction():
        move_with_sessions(
            meeting.convention,
            meeting.short,
            days,
            was=was,
            shift=not stay,
            reason=reason,
            by=Actor("Command line", now()),
        )
    click.echo("Moved.")


def _new_days(was: Days, first: date, last: date | None) -> Days:
    """As long as it was, where no last day is given; one day where it had no days."""
    if last is not None:
        return Days(first, last)
    return was.moved_by((first - was.starts_on).days) if was.starts_on else Days(first, first)


def _print_consequences(meeting: Meeting, days: Days, *, with_sessions: bool) -> None:
    tellers: tuple[Teller, ...] = current_app.extensions["consequences of a move"]
    move = move_of(meeting, days, on=today(), with_sessions=with_sessions)
    told = [each for teller in tellers for each in teller(move)]
    click.echo(f"{counted(len(told), 'thing', 'things')} would change:" if told else "Nothing else would change.")
    for each in told:
        click.echo(f"  {each.what}: {each.before} → {each.after} ({each.source})")
