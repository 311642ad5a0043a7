"""Single-use links: made, followed once, taken back. The token is returned to be shown once and is kept nowhere."""

import secrets
import uuid
from datetime import date, datetime

from flask_security import hash_password
from sqlalchemy import update

from core.accounts import queries
from core.accounts.models import HeldRole, Purpose, SingleUseLink, User
from core.accounts.rules import LINK_LASTS, check_period, check_scope, link_state
from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import RuleViolation
from core.permissions import Role

REFUSALS = {
    "unknown": "This link is not one of ours. Check that it was copied whole.",
    "used": "This link has been used already; it works once. Sign in, or ask an administrator for a new one.",
    "revoked": "This link was taken back. Ask an administrator for a new one.",
    "replaced": "This link was replaced by a newer one. The newest is printed where Chancery was started.",
    "expired": "This link is older than seven days and no longer works. Ask an administrator for a new one.",
}


def invite(
    email: str,
    role: Role,
    *,
    starts_on: date,
    ends_before: date | None = None,
    convention: str | None = None,
    body: str | None = None,
    by: Actor,
) -> str:
    """A new account may be opened with the token returned; an earlier invitation to this address is taken back."""
    email = email.strip().lower()
    if queries.find_account(email):
        raise RuleViolation(f"{email} has an account already. Give it the role on its page.", field="email")
    check_scope(role, convention=convention, body=body)
    check_period(starts_on, ends_before)
    wanted = {"role": role, "convention": convention, "body": body, "starts_on": starts_on, "ends_before": ends_before}
    token, link = _made(Purpose.NEW_ACCOUNT, by=by, email=email, **wanted)
    record("link:invited", ref_of(link), email, by=by, role=role, convention=convention, body=body)
    return token


def offer_first_administrator(*, on: date, by: Actor) -> str | None:
    """The token that creates the first administrator; an unused one is replaced. None when there is one."""
    if queries.administrators_exist(on=on):
        return None
    token, link = _made(Purpose.FIRST_ADMINISTRATOR, by=by, role=Role.ADMINISTRATOR, starts_on=on)
    record("link:first-administrator", ref_of(link), "first administrator", by=by)
    return token


def offer_new_password(account: User, *, by: Actor) -> str:
    """The person may set a new password once with the token returned; the second factor stays."""
    if not account.active:
        raise RuleViolation(f"{account.name} may not sign in. Let them in again first.")
    token, link = _made(Purpose.NEW_PASSWORD, by=by, email=account.email, user_id=account.id)
    record("account:link-issued", Ref("account", str(account.id)), account.name, by=by, link=link.id)
    return token


def revoke_link(link: SingleUseLink, *, by: Actor) -> None:
    if (state := state_of(link, by.at)) != "open":
        raise RuleViolation(f"This link is {state}: there is nothing to take back.")
    link.revoked_at = by.at
    record("link:revoked", ref_of(link), link.email or "first administrator", by=by)


def open_account(token: str, *, name: str, email: str | None, password: str, on: date, at: datetime) -> User:
    """The account that an invitation promised, with its role. `email` counts only for the first administrator.

    A link that is unknown, used, taken back or expired is refused and changes nothing.
    """
    link = usable_link(token, at, Purpose.NEW_ACCOUNT, Purpose.FIRST_ADMINISTRATOR)
    if link.purpose is Purpose.FIRST_ADMINISTRATOR and queries.administrators_exist(on=on):
        raise RuleViolation(REFUSALS["used"])
    address = (link.email or email or "").strip().lower()
    if queries.find_account(address):
        raise RuleViolation(f"{address} has an account already. Sign in with it.", field="email")
    account = User(
        email=address,
        name=name.strip(),
        password=hash_password(password),
        created_at=at,
        fs_uniquifier=uuid.uuid4().hex,
    )
    db.session.add(account)
    _use_up(link, at)
    db.session.add(_promised_role(link, account, at))
    db.session.flush()
    by = Actor(name=account.name, at=at, id=account.id)
    record("account:opened", Ref("account", str(account.id)), account.name, by=by, role=link.role, link=link.id)
    return account


def set_new_password(token: str, *, password: str, at: datetime) -> User:
    """The account with its new password; every session of it ends. Refusals as in `open_account`."""
    link = usable_link(token, at, Purpose.NEW_PASSWORD)
    account = queries.get_account(link.user_id or 0)
    _use_up(link, at)
    account.password = hash_password(password)
    account.fs_uniquifier = uuid.uuid4().hex
    by = Actor(name=account.name, at=at, id=account.id)
    record("account:password-set", Ref("account", str(account.id)), account.name, by=by, link=link.id)
    return account


def usable_link(token: str, at: datetime, *purposes: Purpose) -> SingleUseLink:
    """The link with this token, if it may still be followed; RuleViolation says why not."""
    link = queries.find_link(token)
    if link is None or (purposes and link.purpose not in purposes):
        raise RuleViolation(REFUSALS["unknown"])
    if (state := state_of(link, at)) != "open":
        replaced = state == "revoked" and link.purpose is Purpose.FIRST_ADMINISTRATOR
        raise RuleViolation(REFUSALS["replaced" if replaced else state])
    return link


def state_of(link: SingleUseLink, at: datetime) -> str:
    return link_state(at, expires_at=link.expires_at, used_at=link.used_at, revoked_at=link.revoked_at)


def ref_of(link: SingleUseLink) -> Ref:
    return Ref("link", str(link.id))


def _made(purpose: Purpose, *, by: Actor, email: str | None = None, **values: object) -> tuple[str, SingleUseLink]:
    for earlier in queries.unused_links(purpose, email):
        earlier.revoked_at = by.at
    db.session.flush()
    token = secrets.token_urlsafe(32)
    link = SingleUseLink(
        purpose=purpose,
        email=email,
        token_hash=queries.hash_of(token),
        created_at=by.at,
        created_by=by.id,
        expires_at=by.at + LINK_LASTS,
        **values,
    )
    db.session.add(link)
    db.session.flush()
    return token, link


def _use_up(link: SingleUseLink, at: datetime) -> None:
    """Marks the link as used; of two people following it at the same moment, one is refused."""
    statement = (
        update(SingleUseLink)
        .where(SingleUseLink.id == link.id, SingleUseLink.used_at.is_(None), SingleUseLink.revoked_at.is_(None))
        .values(used_at=at)
    )
    if db.session.execute(statement).rowcount != 1:  # type: ignore[attr-defined]
        raise RuleViolation(REFUSALS["used"])


def _promised_role(link: SingleUseLink, account: User, at: datetime) -> HeldRole:
    return HeldRole(
        user=account,
        role=link.role,
        convention=link.convention,
        body=link.body,
        starts_on=link.starts_on,
        ends_before=link.ends_before,
        granted_by=link.created_by,
        granted_at=at,
    )
