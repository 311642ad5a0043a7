"""People shut out and let in, and what they say about themselves."""

import uuid
from datetime import date

from core.accounts import queries
from core.accounts.models import Purpose, User
from core.accounts.rules import check_administrator_remains
from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import RuleViolation


def deactivate(account: User, *, on: date, by: Actor) -> None:
    """The person may not sign in; their sessions and unused links end now, their roles stay as they are."""
    if not account.active:
        raise RuleViolation(f"{account.name} may not sign in already.")
    queries.hold_administration()
    account.deactivated_at = by.at
    account.fs_uniquifier = uuid.uuid4().hex
    for link in queries.unused_links(Purpose.NEW_PASSWORD, account.email):
        link.revoked_at = by.at
    db.session.flush()
    check_administrator_remains(queries.administration_from(on), on=on)
    record("account:deactivated", ref_of(account), account.name, by=by)


def reactivate(account: User, *, by: Actor) -> None:
    if account.active:
        raise RuleViolation(f"{account.name} may sign in already.")
    account.deactivated_at = None
    record("account:reactivated", ref_of(account), account.name, by=by)


def remove_second_factor(account: User, *, by: Actor) -> None:
    """For a person who lost both their authenticator and their recovery codes."""
    if not account.has_second_factor:
        raise RuleViolation(f"{account.name} has no second factor.")
    account.tf_primary_method = account.tf_totp_secret = account.tf_last_counter = account.mf_recovery_codes = None
    record("account:second-factor-removed", ref_of(account), account.name, by=by)


def describe_oneself(account: User, *, name: str, language: str, by: Actor) -> None:
    """The name others read and the language of the pages."""
    changes = {
        field: [getattr(account, field), value]
        for field, value in (("name", name.strip()), ("language", language))
        if getattr(account, field) != value
    }
    if not changes:
        return
    account.name, account.language = name.strip(), language
    record("account:described", ref_of(account), account.name, by=by, **changes)


def ref_of(account: User) -> Ref:
    return Ref("account", str(account.id))
