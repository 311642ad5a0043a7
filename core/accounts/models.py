"""Accounts, the roles they hold, and the single-use links that open a door once."""

import enum
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from flask_security import AsaList
from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, constraint_sentences, one_of, word
from core.periods import Period
from core.permissions import Grant, Role

if TYPE_CHECKING:  # the sign-in library's own mixin declares plain attributes where ours are mapped columns
    from flask_login import UserMixin
else:
    from flask_security import UserMixin


class Purpose(enum.StrEnum):
    """What a single-use link does for the person who follows it."""

    FIRST_ADMINISTRATOR = "first-administrator"
    NEW_ACCOUNT = "new-account"
    NEW_PASSWORD = "new-password"


class RecoveryCodes(AsaList):
    """The library's list of encrypted codes in one text, without its brake on cached statements."""

    cache_ok = True


class User(Model, UserMixin):
    """A person with an account. Column names beginning with fs_, tf_ and mf_ are the sign-in library's."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("email = lower(email) AND email <> ''", name="email_in_small_letters"),
        CheckConstraint("name <> ''", name="name_given"),
        CheckConstraint("(tf_primary_method IS NULL) = (tf_totp_secret IS NULL)", name="second_factor_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(5), default="en")
    password: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime]
    deactivated_at: Mapped[datetime | None]
    last_signed_in_at: Mapped[datetime | None]
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    tf_primary_method: Mapped[str | None] = mapped_column(String(40))
    tf_totp_secret: Mapped[str | None] = mapped_column(Text)
    tf_phone_number: Mapped[str | None] = mapped_column(String(40))  # the library clears it; nothing here sets it
    tf_last_counter: Mapped[int | None] = mapped_column(BigInteger)  # a code counts once
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(RecoveryCodes()))

    roles_held: Mapped[list["HeldRole"]] = relationship(
        back_populates="user", foreign_keys="HeldRole.user_id", lazy="raise", order_by="HeldRole.starts_on"
    )

    @property
    def active(self) -> bool:
        return self.deactivated_at is None

    @property
    def has_second_factor(self) -> bool:
        return self.tf_totp_secret is not None

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """What the person's roles are as values; read with the account, then free for the rest of the request."""
        return tuple(held.as_grant() for held in self.roles_held)


class HeldRole(Model):
    """A role given to a person, in force from `starts_on` up to but not including `ends_before`."""

    __tablename__ = "grants"
    __table_args__ = (
        one_of("role", Role),
        CheckConstraint("ends_before IS NULL OR ends_before > starts_on", name="ends_after_it_starts"),
        CheckConstraint("convention IS NULL OR convention = upper(convention)", name="convention_by_code"),
        CheckConstraint("body IS NULL OR convention IS NOT NULL", name="body_within_a_convention"),
        CheckConstraint("role <> 'administrator' OR convention IS NULL", name="administrator_of_the_whole_house"),
        Index("ix_grants_user_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    role: Mapped[Role] = mapped_column(word(Role))
    convention: Mapped[str | None] = mapped_column(String(10))
    body: Mapped[str | None] = mapped_column(String(80))
    starts_on: Mapped[date]
    ends_before: Mapped[date | None]
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None: given on the command line
    granted_at: Mapped[datetime]

    user: Mapped[User] = relationship(back_populates="roles_held", foreign_keys=[user_id], lazy="raise")

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_before)

    @property
    def last_day(self) -> date | None:
        return self.ends_before - timedelta(days=1) if self.ends_before else None

    def as_grant(self) -> Grant:
        return Grant(role=self.role, period=self.period, convention=self.convention, body=self.body)


class SingleUseLink(Model):
    """A link that works once, for a while. The link itself is never kept: only the hash of its token."""

    __tablename__ = "single_use_links"
    __table_args__ = (
        one_of("purpose", Purpose),
        one_of("role", Role),
        CheckConstraint("(purpose = 'first-administrator') = (email IS NULL)", name="addressed"),
        CheckConstraint("(purpose = 'new-password') = (user_id IS NOT NULL)", name="password_of_an_account"),
        CheckConstraint("(purpose = 'new-password') = (role IS NULL)", name="role_for_a_new_account"),
        CheckConstraint("(role IS NULL) = (starts_on IS NULL)", name="role_from_a_day"),
        CheckConstraint("ends_before IS NULL OR ends_before > starts_on", name="ends_after_it_starts"),
        CheckConstraint("used_at IS NULL OR revoked_at IS NULL", name="used_or_revoked"),
        CheckConstraint("expires_at > created_at", name="expires_after_it_was_made"),
        Index(
            "uq_single_use_links_open",
            "purpose",
            text("coalesce(email, '')"),
            unique=True,
            sqlite_where=text("used_at IS NULL AND revoked_at IS NULL"),
            postgresql_where=text("used_at IS NULL AND revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[Purpose] = mapped_column(word(Purpose))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str | None] = mapped_column(String(254))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    role: Mapped[Role | None] = mapped_column(word(Role))
    convention: Mapped[str | None] = mapped_column(String(10))
    body: Mapped[str | None] = mapped_column(String(80))
    starts_on: Mapped[date | None]
    ends_before: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None: made on the command line
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


constraint_sentences.update(
    {
        "uq_users_email": "Another account has this e-mail address already.",
        "users.email": "Another account has this e-mail address already.",
        "ck_grants_ends_after_it_starts": "The role's last day lies before its first day.",
        "ck_grants_administrator_of_the_whole_house": "An administrator serves the whole house, not one Convention.",
        "ck_grants_body_within_a_convention": "A body belongs to a Convention: choose which.",
        "uq_single_use_links_open": "A link for this address was made at the same moment. Look at the list of links.",
    }
)
