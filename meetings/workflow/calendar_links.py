"""The acts on links to calendars: made, read, revoked."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from core.accounts.models import User
from core.accounts.queries import hash_of
from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import RuleViolation
from meetings.calendars import Wanted
from meetings.models.calendar import CalendarLink
from meetings.queries.calendar_links import links_of

MOST_LINKS = 20  # Office practice: open ones of one person
USE_NOTED_EVERY = timedelta(hours=1)


def make_calendar_link(account: User, wanted: Wanted, *, name: str, by: Actor) -> str:
    """The token of a new link, which is returned to be shown once and is kept nowhere."""
    if sum(link.revoked_at is None for link in links_of(account.id)) >= MOST_LINKS:
        raise RuleViolation(f"You have {MOST_LINKS} calendars already. Revoke one that you no longer use.")
    token = secrets.token_urlsafe(32)
    link = CalendarLink(
        account_id=account.id,
        token_hash=hash_of(token),
        name=name.strip(),
        scope=wanted.scope,
        convention=wanted.convention,
        body=wanted.body,
        made_at=by.at,
    )
    db.session.add(link)
    db.session.flush()
    record("calendar:made", ref_to_link(link), account.name, by=by, calendar=str(wanted))
    return token


def revoke_calendar_link(link: CalendarLink, *, by: Actor) -> None:
    """Whoever still reads it is told that there is nothing under this address."""
    revoked = db.session.execute(
        update(CalendarLink)
        .where(CalendarLink.id == link.id, CalendarLink.revoked_at.is_(None))
        .values(revoked_at=by.at)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(link)
    if revoked.rowcount != 1:  # type: ignore[attr-defined]
        raise RuleViolation("This calendar is revoked already.")
    record("calendar:revoked", ref_to_link(link), by.name, by=by)


def note_reading_of_calendar(link_id: int, *, etag: str, told_as: str, at: datetime) -> None:
    """What was told, and that the link is in use; the latter not more often than once an hour."""
    link = db.session.get_one(CalendarLink, link_id, populate_existing=True)
    if link.etag != etag:
        link.etag, link.told_at = etag, at
    link.told_as = told_as
    if use_is_to_be_noted(link, at):
        link.last_used_at = at
    db.session.flush()


def use_is_to_be_noted(link: Any, at: datetime) -> bool:
    return link.last_used_at is None or at - link.last_used_at >= USE_NOTED_EVERY


def ref_to_link(link: CalendarLink) -> Ref:
    return Ref("calendar", str(link.id))
