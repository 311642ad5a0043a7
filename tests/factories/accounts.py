"""Accounts for tests, and a way in."""

import time
import uuid
from datetime import date, timedelta
from functools import lru_cache
from itertools import count

from flask import current_app
from flask.testing import FlaskClient
from flask_security import hash_password

from core.accounts.models import HeldRole, User
from core.clock import now, today
from core.db import db, transaction
from core.permissions import Role

PASSWORD = "a long enough password"
_numbers = count(1)


def make_account(
    role: Role | None = Role.ISU_OFFICER,
    *,
    name: str = "",
    email: str = "",
    password: str = PASSWORD,
    convention: str | None = None,
    body: str | None = None,
    starts_on: date | None = None,
    ends_before: date | None = None,
) -> User:
    """A committed account that holds `role` from yesterday without end, unless told otherwise; role=None: no role."""
    number = next(_numbers)
    account = User(
        name=name or f"Person {number}",
        email=email or f"person{number}@chancery.example",
        password=_hashed(current_app.config["SECURITY_PASSWORD_SALT"], password),
        created_at=now(),
        fs_uniquifier=uuid.uuid4().hex,
    )
    with transaction():
        db.session.add(account)
        if role is not None:
            db.session.add(
                HeldRole(
                    user=account,
                    role=role,
                    convention=convention,
                    body=body,
                    starts_on=starts_on or today() - timedelta(days=1),
                    ends_before=ends_before,
                    granted_at=now(),
                )
            )
    return account


def sign_in(client: FlaskClient, *, role: Role | None = Role.ISU_OFFICER, account: User | None = None) -> User:
    """The client is signed in as a new account with that role (or as the account given), password just confirmed.

    Written straight into the session: no form, no password check, no second factor. Tests of sign-in use the form.
    """
    account = account or make_account(role)
    with client.session_transaction() as session:
        session["_user_id"] = account.fs_uniquifier
        session["_fresh"] = True
        session["fs_paa"] = time.time()
    return account


@lru_cache
def _hashed(salt: str, password: str) -> str:
    """Argon2 is slow on purpose: one hash serves all tests."""
    return hash_password(password)
