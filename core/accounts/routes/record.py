"""What happens at sign-in, written into the audit. The library tells of it by signals; nothing else here listens."""

from typing import Any

from flask import Flask
from flask_login import user_logged_out
from flask_security import (
    password_changed,
    password_reset,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
    user_failed_authn,
)

from core.accounts.models import User
from core.accounts.workflow.people import ref_of
from core.audit.workflow import Actor, record
from core.clock import now
from core.db import Ref, transaction

SOMEBODY = "Somebody not signed in"


def init_record(app: Flask) -> None:
    user_authenticated.connect(_signed_in, app)
    user_logged_out.connect(_signed_out, app)
    user_failed_authn.connect(_refused, app)
    password_changed.connect(_changed_password, app)
    password_reset.connect(_set_password, app)
    tf_profile_changed.connect(_set_second_factor, app)
    tf_disabled.connect(_removed_second_factor, app)


def _signed_in(app: Flask, user: User, authn_via: list[str] | None = None, **_: Any) -> None:
    """In the library's transaction. Changing the password signs in anew, which is no sign-in to anybody."""
    if authn_via == ["change"]:
        return
    user.last_signed_in_at = now()
    _by_oneself("account:signed-in", user)


def _signed_out(app: Flask, user: Any, **_: Any) -> None:
    """In a transaction of its own: the library saves nothing when somebody leaves."""
    if isinstance(user, User):
        with transaction():
            _by_oneself("account:signed-out", user)


def _refused(app: Flask, user: User | None, auth_type: str, tfa: bool, **_: Any) -> None:
    """In a transaction of its own, also for addresses nobody has: both take the same time."""
    subject = ref_of(user) if user else Ref("account", "unknown")
    name = user.name if user else "an address without account"
    with transaction():
        record("account:sign-in-refused", subject, name, by=Actor(SOMEBODY, now()), gave=auth_type, second_factor=tfa)


def _changed_password(app: Flask, user: User, **_: Any) -> None:
    _by_oneself("account:password-changed", user)


def _set_password(app: Flask, user: User, **_: Any) -> None:
    _by_oneself("account:password-set", user)


def _set_second_factor(app: Flask, user: User, **_: Any) -> None:
    _by_oneself("account:second-factor-set", user)


def _removed_second_factor(app: Flask, user: User, **_: Any) -> None:
    user.mf_recovery_codes = user.tf_last_counter = None
    _by_oneself("account:second-factor-removed", user)


def _by_oneself(act: str, user: User) -> None:
    record(act, ref_of(user), user.name, by=Actor(user.name, now(), user.id))
