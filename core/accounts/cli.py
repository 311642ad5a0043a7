"""flask accounts: the first link, invitations and the list, for whoever can reach the server."""

from datetime import timedelta

import click
from flask import current_app
from flask.cli import AppGroup

from core.accounts import queries
from core.accounts.bodies import body_meant
from core.accounts.routes.counter import address_of
from core.accounts.workflow.links import invite, offer_first_administrator
from core.audit.workflow import Actor
from core.clock import now, today
from core.commands import refusals_as_sentences
from core.db import transaction
from core.errors import RuleViolation
from core.permissions import Role
from core.web import parse_day

group = AppGroup("accounts", help="Accounts, roles and single-use links.")


def first_administrator_link() -> str | None:
    """A fresh link that creates the administrator, good for seven days and one use; None when there is one."""
    with transaction():
        token = offer_first_administrator(on=today(), by=_command_line())
    return address_of(token) if token else None


@group.command("first-link")
@refusals_as_sentences
def first_link() -> None:
    """Print a single-use link that creates the administrator, while there is none."""
    address = first_administrator_link()
    if address is None:
        raise RuleViolation("There is an administrator already; an administrator can make links.")
    click.echo(address)


@group.command("invite")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--convention", default=None, help="Code of one Convention; otherwise the role covers both.")
@click.option("--body", default=None, help="Slug or name of one body within the Convention.")
@click.option("--from", "first_day", default=None, help="First day, as 2026-01-31; otherwise today.")
@click.option("--last-day", default=None, help="Last day of the role; otherwise without end.")
@refusals_as_sentences
def invite_somebody(
    email: str, role: str, convention: str | None, body: str | None, first_day: str | None, last_day: str | None
) -> None:
    """Print a single-use link with which EMAIL opens an account."""
    starts_on = parse_day(first_day, field="--from") if first_day else today()
    ends_before = parse_day(last_day, field="--last-day") + timedelta(days=1) if last_day else None
    known = current_app.config["CONVENTIONS"]
    if convention and convention not in known:
        raise RuleViolation(f"“{convention}” is no Convention of this house: {', '.join(known)}.", field="--convention")
    body = body_meant(body, convention) if body else None
    with transaction():
        token = invite(
            email,
            Role(role),
            convention=convention,
            body=body,
            starts_on=starts_on,
            ends_before=ends_before,
            by=_command_line(),
        )
    click.echo(address_of(token))
    house = current_app.config["CHANCERY"].base_url
    click.echo(f"It begins with CHANCERY_BASE_URL, {house}: set it where the house is reached elsewhere.", err=True)


@group.command("list")
def list_accounts() -> None:
    """Every account: e-mail, name, roles in force today, second factor, whether it may sign in."""
    day = today()
    for account in queries.accounts():
        roles = ", ".join(grant.role for grant in account.grants if grant.period.contains(day)) or "no role today"
        second = "second factor" if account.has_second_factor else "password only"
        state = "active" if account.active else "shut out"
        click.echo("\t".join((account.email, account.name, roles, second, state)))


def _command_line() -> Actor:
    return Actor("Command line", now())
