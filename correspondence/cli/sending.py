"""flask campaigns send, balance: an approved campaign leaves at its time; what became of each State."""

from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo

import click
from flask import current_app

from conventions.registry import get_convention
from core.audit.workflow import Actor
from core.clock import now, today
from core.commands import A_NUMBER, refusals_as_sentences
from core.db import transaction
from core.errors import RuleViolation
from core.web import parse_day
from core.wording import counted, day_in_words
from correspondence.catalogues import catalogues
from correspondence.cli.group import group
from correspondence.models.campaigns import Campaign
from correspondence.queries.balance import balance, lines_of, standing_of
from correspondence.queries.campaigns import get_campaign
from correspondence.queries.sending import usual_last_day_of, usual_plan, what_leaves, what_speaks_against
from correspondence.rules.balance import Outcome
from correspondence.rules.plans import Plan, check_plan
from correspondence.settings import settings
from correspondence.workflow.sending import check_approved, schedule
from correspondence.workflow.voiding import void_what_changed

BY = "Command line"


@group.command("send")
@click.argument("number", type=A_NUMBER)
@click.option("--convention", required=True, help="APMBC or CCM.")
@click.option("--at", "at_text", default="", help='In Geneva: "2026-03-03 10:00", or now; else the next working day.')
@click.option("--not-after", "last_text", default="", help="The last day on which a letter may still leave.")
@click.option("--yes", is_flag=True, help="Schedule without asking, whatever the warnings say.")
@refusals_as_sentences
def send(number: int, convention: str, at_text: str, last_text: str, yes: bool) -> None:
    """Schedule the approved campaign NUMBER: its letters leave at that time, each once."""
    campaign = get_campaign(get_convention(convention.upper()).code, number)
    check_approved(campaign)
    by = Actor(BY, now())
    with transaction():
        gone = void_what_changed(campaign, catalogues(), settings(), on=today(), by=by)
    if gone:
        void = counted(len(gone), "letter is void and does not leave", "letters are void and do not leave")
        click.echo(f"{void}: the registers have changed.", err=True)
    plan = _plan(campaign, at_text, last_text)
    check_plan(plan, at=by.at)
    leaves = what_leaves(campaign)
    for warning in what_speaks_against(campaign, plan):
        click.echo(f"Warning: {warning}", err=True)
    click.echo(
        f"{counted(leaves.letters, 'letter leaves', 'letters leave')} on {day_in_words(plan.send_on, 'EN')}"
        f" at {plan.send_at:%H:%M}, not after {day_in_words(plan.not_after, 'EN')}: {leaves.by_mail} by e-mail,"
        f" {leaves.by_post} by post, {counted(leaves.copies, 'copy', 'copies')} to capitals."
    )
    if not yes and not click.confirm("Schedule them?"):
        raise click.Abort
    with transaction():
        schedule(campaign, plan, letters=leaves.letters, by=by)
    click.echo("Scheduled.")


@group.command("balance")
@click.argument("number", type=A_NUMBER)
@click.option("--convention", required=True, help="APMBC or CCM.")
@click.option("--states", is_flag=True, help="Every State with what became of its letter.")
@refusals_as_sentences
def balance_sheet(number: int, convention: str, states: bool) -> None:
    """Tell what became of each State of campaign NUMBER. The counts add up to its audience's snapshot."""
    campaign = get_campaign(get_convention(convention.upper()).code, number)
    lines = lines_of(campaign)
    sheet = balance(campaign, lines)
    click.echo(f"{campaign.title}: {standing_of(campaign, at=now())}")
    for outcome in Outcome:
        further = f" ({sheet.replied} replied, {sheet.bounced} bounced)" if outcome is Outcome.SENT else ""
        click.echo(f"{sheet.counts[outcome]:6}  {outcome}{further}")
    click.echo(f"{sheet.total:6}  States of the snapshot")
    if not sheet.adds_up:
        click.echo(f"This does not add up: {sheet.counted} States are counted.", err=True)
    if states:
        for line in lines:
            told = f": {line.fate.reason}" if line.fate.reason else ""
            click.echo(f"{line.state}: {line.fate.outcome}{told}")


def _plan(campaign: Campaign, at_text: str, last_text: str) -> Plan:
    plan = usual_plan(campaign, on=today(), zone=str(current_app.config["OFFICE_ZONE"]))
    if at_text:
        send_on, send_at = _moment(at_text, plan.zone)
        plan = replace(plan, send_on=send_on, send_at=send_at, not_after=usual_last_day_of(campaign, send_on))
    return replace(plan, not_after=parse_day(last_text, field="--not-after")) if last_text else plan


def _moment(text: str, zone: str) -> tuple[date, time]:
    if text == "now":
        there = now().astimezone(ZoneInfo(zone))
        return there.date(), there.time().replace(second=0, microsecond=0)
    day, _blank, hour = text.partition(" ")
    try:
        return parse_day(day, field="--at"), time.fromisoformat(hour)
    except ValueError:
        raise RuleViolation(f"“{text[:40]}” is no day and time. Write it as 2026-03-03 10:00.", field="--at") from None
