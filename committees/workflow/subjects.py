"""The body an act is about, and how the audit names it."""

from typing import Any

from sqlalchemy import select

from committees.models.bodies import Body
from core.db import Ref, db
from core.errors import RuleViolation

LONGEST_REASON, LONGEST_DECISION = 200, 500


def hold_body(convention: str, slug: str) -> Any:
    """The body; nobody else changes its offices until this transaction ends. RuleViolation for an unknown one."""
    body = db.session.scalars(
        select(Body)
        .where(Body.convention == convention, Body.slug == slug)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if body is None:
        raise RuleViolation(f"“{slug[:60]}” is no body of the {convention}.", field="body")
    return body


def hold_body_of(row: Any) -> Any:
    """The body that the row belongs to, held; the row says what stands on record now that nobody else writes.

    Every act on a row that was read before begins so: its rules are checked against what it says from here on.
    """
    body = hold_body(row.convention, row.body)
    read_again(row)
    return body


def read_again(row: Any) -> None:
    """Once the body is held: the row as it stands; RuleViolation for one that somebody took away while one waited."""
    if db.session.get(type(row), row.id, populate_existing=True) is None:
        raise RuleViolation("Somebody took this back in the meantime: it is on record no more.")


def ref_to_body(body: Any) -> Ref:
    """body: a row or an object of bodies."""
    return Ref("body", f"{body.convention}/{body.slug}")


def check_decided_so(decided_so: str) -> None:
    """Refuses words too long to keep on why it was decided against a rule of the office."""
    if len(decided_so) > LONGEST_DECISION:
        raise RuleViolation(f"Say in up to {LONGEST_DECISION} characters why it was decided so.", field="decided_so")


def check_reason(reason: str) -> None:
    """Refuses an act for which no reason is given, or one too long to keep."""
    if not reason.strip():
        raise RuleViolation("Say why.", field="reason")
    if len(reason.strip()) > LONGEST_REASON:
        raise RuleViolation(f"The reason is longer than {LONGEST_REASON} characters.", field="reason")
