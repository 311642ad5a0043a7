"""The lists of people and of links."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext as _

from core.accounts.models import HeldRole, SingleUseLink, User
from core.accounts.words import PURPOSE_NAMES, ROLE_NAMES, STATE_NAMES
from core.accounts.workflow.links import state_of
from core.permissions import Grant
from core.tables import Column, Table


def people_table(accounts: Sequence[User], *, on: date, zone: str) -> Table:
    def last_sign_in(account: User) -> date | None:
        return account.last_signed_in_at.astimezone(ZoneInfo(zone)).date() if account.last_signed_in_at else None

    return Table(
        "people",
        [
            Column("name", _("Name"), lambda account: account.name, href=lambda account: _person(account.id)),
            Column("email", _("E-mail"), lambda account: account.email),
            Column("roles", _("Roles today"), lambda account: roles_on(account, on)),
            Column(
                "second_factor",
                _("Second factor"),
                lambda account: _("yes") if account.has_second_factor else _("no"),
                filter=True,
            ),
            Column("last_sign_in", _("Last sign-in"), last_sign_in, kind="day"),
            Column(
                "access",
                _("Sign-in"),
                lambda account: _("allowed") if account.active else _("shut out"),
                filter=True,
                meaning=lambda account: "done" if account.active else "late",
            ),
        ],
        accounts,
        noun=(_("person"), _("people")),
        sort="name",
    )


def links_table(links: Sequence[SingleUseLink], *, at: datetime, zone: str) -> Table:
    def day_of(instant: datetime) -> date:
        return instant.astimezone(ZoneInfo(zone)).date()

    def taking_back(link: SingleUseLink) -> str | None:
        return url_for("accounts.take_back", link_id=link.id) if state_of(link, at) == "open" else None

    return Table(
        "links",
        [
            Column("email", _("For"), lambda link: link.email or _("whoever starts the house"), href=taking_back),
            Column("purpose", _("Purpose"), lambda link: str(PURPOSE_NAMES[link.purpose]), filter=True),
            Column("role", _("Role"), lambda link: f"{ROLE_NAMES[link.role]}{where(link)}" if link.role else None),
            Column("made", _("Made"), lambda link: day_of(link.created_at), kind="day"),
            Column("expires", _("Works until"), lambda link: day_of(link.expires_at), kind="day"),
            Column(
                "state",
                _("State"),
                lambda link: str(STATE_NAMES[state_of(link, at)]),
                filter=True,
                meaning=lambda link: "done" if state_of(link, at) == "open" else "neutral",
            ),
        ],
        links,
        noun=(_("link"), _("links")),
        empty=(
            _("No link has been made yet."),
            _("An invitation makes one: you send it, and it opens one account once."),
        ),
    )


def roles_on(account: User, on: date) -> str:
    """The person's roles in force on that day, in words."""
    in_force = [grant for grant in account.grants if grant.period.contains(on)]
    return ", ".join(f"{ROLE_NAMES[grant.role]}{where(grant)}" for grant in in_force)


def where(held: Grant | HeldRole | SingleUseLink) -> str:
    return f" ({', '.join(filter(None, (held.convention, held.body)))})" if held.convention else ""


def _person(account_id: int) -> str:
    return url_for("accounts.person", account_id=account_id)
