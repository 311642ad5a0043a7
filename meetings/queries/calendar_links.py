"""Links to calendars: found by their token, listed for their person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from core.accounts.models import User
from core.accounts.queries import hash_of
from core.audit.models import AuditEntry
from core.db import db
from core.errors import NotFound
from meetings.calendars import Wanted
from meetings.models.calendar import CalendarLink

LONGEST_ACT = timedelta(minutes=1)  # nothing that began earlier is still to be written under a smaller number


@dataclass(frozen=True)
class LinkFound:
    """link: the row of an open link. newest_act: the number of the last entry in the audit log, made at newest_at."""

    link: Any
    newest_act: int
    newest_at: datetime | None

    def is_settled(self, at: datetime) -> bool:
        """Whether every act up to the newest one is written: two at the same moment may be written in either order."""
        return self.newest_at is None or at - self.newest_at > LONGEST_ACT


def find_open_link(token: str) -> LinkFound:
    """One read. NotFound for a link that never was, was revoked, or whose person may not sign in any more."""
    newest = select(AuditEntry.id, AuditEntry.at).order_by(AuditEntry.id.desc()).limit(1).subquery()
    found = db.session.execute(
        select(*CalendarLink.__table__.c, newest.c.id.label("newest_act"), newest.c.at.label("newest_at"))
        .join(User, User.id == CalendarLink.account_id)
        .outerjoin(newest, CalendarLink.id.is_not(None))
        .where(
            CalendarLink.token_hash == hash_of(token),
            CalendarLink.revoked_at.is_(None),
            User.deactivated_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        raise NotFound("no calendar under this address")
    return LinkFound(found, found.newest_act or 0, found.newest_at)


def links_of(account_id: int) -> Sequence[CalendarLink]:
    """The newest first, revoked ones among them."""
    return db.session.scalars(
        select(CalendarLink).where(CalendarLink.account_id == account_id).order_by(CalendarLink.id.desc())
    ).all()


def get_link(account_id: int, link_id: int) -> CalendarLink:
    """NotFound where the person has no such link."""
    link = db.session.get(CalendarLink, link_id)
    if link is None or link.account_id != account_id:
        raise NotFound("You have no such calendar.")
    return link


def wanted_of(link: Any) -> Wanted:
    return Wanted(link.scope, link.convention, link.body)
