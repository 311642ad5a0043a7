"""The account of a person who represents a State: with it come the rights of the office."""

from committees.models.terms import Representative
from committees.workflow.subjects import hold_body_of, ref_to_body
from core.accounts.models import User
from core.accounts.queries import find_account
from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation


def account_of(email: str) -> User:
    """The account with that address, of somebody who may sign in; RuleViolation."""
    account = find_account(email)
    if account is None:
        raise RuleViolation(
            f"Nobody has an account with the address {email.strip()[:80]}. An administrator can invite them.",
            field="email",
        )
    if not account.active:
        raise RuleViolation(f"{account.name} may no longer sign in.", field="email")
    return account


def link_account(representative: Representative, account: User, *, by: Actor) -> None:
    """The person has the rights of the office on its days, with this account and no other."""
    row = hold_body_of(representative)
    if representative.account_id == account.id:
        raise RuleViolation(f"{representative.person_name} has this account already.", field="email")
    if not account.active:
        raise RuleViolation(f"{account.name} may no longer sign in.", field="email")
    representative.account_id = account.id
    db.session.flush()
    record("representative:linked", ref_to_body(row), row.name_en, by=by, **_told(representative, account.name))


def unlink_account(representative: Representative, *, by: Actor) -> None:
    """The person keeps the office, and has no rights in the house by it any more."""
    row = hold_body_of(representative)
    if representative.account_id is None:
        raise RuleViolation(f"{representative.person_name} has no account here.", field="email")
    account = db.session.get_one(User, representative.account_id)
    representative.account_id = None
    db.session.flush()
    record("representative:unlinked", ref_to_body(row), row.name_en, by=by, **_told(representative, account.name))


def _told(representative: Representative, account: str) -> dict[str, str]:
    return {"person": representative.person_name, "state": representative.iso3, "account": account}
