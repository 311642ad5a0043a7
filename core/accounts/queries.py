"""Reading accounts, roles and links."""

import hashlib
from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from core.accounts.models import HeldRole, Purpose, SingleUseLink, User
from core.db import db
from core.errors import NotFound
from core.periods import Period, in_force
from core.permissions import Role


def accounts() -> Sequence[User]:
    """Every account with its roles, by name."""
    return db.session.scalars(select(User).options(selectinload(User.roles_held)).order_by(User.name, User.id)).all()


def get_account(account_id: int) -> User:
    """One account with its roles; NotFound."""
    account = db.session.get(User, account_id, options=[selectinload(User.roles_held)], populate_existing=True)
    if account is None:
        raise NotFound(f"no account {account_id}")
    return account


def find_account(email: str) -> User | None:
    statement = select(User).options(joinedload(User.roles_held)).where(User.email == email.strip().lower())
    return db.session.scalars(statement).unique().one_or_none()


def find_signed_in(fs_uniquifier: str) -> User | None:
    """The account behind a session, with its roles, in one query."""
    statement = select(User).options(joinedload(User.roles_held)).where(User.fs_uniquifier == fs_uniquifier)
    return db.session.scalars(statement).unique().one_or_none()


def get_role_held(account_id: int, held_id: int) -> HeldRole:
    """A role of this account; NotFound, also when it is another person's."""
    held = db.session.scalars(
        select(HeldRole)
        .options(joinedload(HeldRole.user))
        .where(HeldRole.id == held_id, HeldRole.user_id == account_id)
    ).one_or_none()
    if held is None:
        raise NotFound(f"account {account_id} holds no role {held_id}")
    return held


def same_role_of(account: User, role: Role, *, convention: str | None, body: str | None) -> Sequence[HeldRole]:
    """Every period in which the person holds, held or will hold this very role."""
    return db.session.scalars(
        select(HeldRole).where(
            HeldRole.user_id == account.id,
            HeldRole.role == role,
            HeldRole.convention.is_(None) if convention is None else HeldRole.convention == convention,
            HeldRole.body.is_(None) if body is None else HeldRole.body == body,
        )
    ).all()


def administrators_exist(*, on: date) -> bool:
    """Whether an account that may sign in is administrator on that day."""
    statement = (
        select(HeldRole.id)
        .join(User, User.id == HeldRole.user_id)
        .where(HeldRole.role == Role.ADMINISTRATOR, User.deactivated_at.is_(None), in_force(HeldRole, on))
    )
    return db.session.scalars(statement.limit(1)).first() is not None


def hold_administration() -> None:
    """Nobody else changes who is administrator until this transaction ends: two cannot remove each other at once.

    Asked for before anything is written, so that two acts wait for each other instead of locking each other out.
    """
    db.session.execute(
        select(HeldRole.id, User.id)
        .join(User, User.id == HeldRole.user_id)
        .where(HeldRole.role == Role.ADMINISTRATOR)
        .order_by(HeldRole.id)
        .with_for_update()
    )


def administration_from(on: date) -> list[Period]:
    """When somebody who may sign in is administrator, from that day."""
    statement = (
        select(HeldRole.starts_on, HeldRole.ends_before)
        .join(User, User.id == HeldRole.user_id)
        .where(
            HeldRole.role == Role.ADMINISTRATOR,
            User.deactivated_at.is_(None),
            or_(HeldRole.ends_before.is_(None), HeldRole.ends_before > on),
        )
    )
    return [Period(starts_on, ends_before) for starts_on, ends_before in db.session.execute(statement)]


def links(*, newest: int = 200) -> Sequence[SingleUseLink]:
    return db.session.scalars(select(SingleUseLink).order_by(SingleUseLink.id.desc()).limit(newest)).all()


def get_link(link_id: int) -> SingleUseLink:
    link = db.session.get(SingleUseLink, link_id)
    if link is None:
        raise NotFound(f"no link {link_id}")
    return link


def find_link(token: str) -> SingleUseLink | None:
    """The link with this token, whatever its state."""
    return db.session.scalars(select(SingleUseLink).where(SingleUseLink.token_hash == hash_of(token))).one_or_none()


def unused_links(purpose: Purpose, email: str | None) -> Sequence[SingleUseLink]:
    """Links neither used nor revoked, expired ones among them."""
    return db.session.scalars(
        select(SingleUseLink).where(
            SingleUseLink.purpose == purpose,
            SingleUseLink.email.is_(None) if email is None else SingleUseLink.email == email,
            SingleUseLink.used_at.is_(None),
            SingleUseLink.revoked_at.is_(None),
        )
    ).all()


def hash_of(token: str) -> str:
    """What is kept of a token: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
