"""How a dossier goes from one state to the next: by the table of `rules.machine`, and no other way."""

from collections.abc import Collection
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import select

from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import NotFound, RuleViolation
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.situation import situation_of
from extension_requests.rules.guards import GUARDS
from extension_requests.rules.machine import Act, Who, check_transition
from states_parties.models import State

HOUSE = frozenset({Who.HOUSE})


def hold_dossier(dossier_id: int) -> Dossier:
    """The dossier, as nobody else changes it until this transaction ends; NotFound."""
    held = db.session.scalars(
        select(Dossier).where(Dossier.id == dossier_id).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if held is None:
        raise NotFound("There is no such dossier.")
    return held


def advance(
    dossier: Dossier,
    act: Act,
    *,
    who: Collection[Who],
    on: date,
    by: Actor,
    new_deadline: date | None = None,
    reason: str = "",
    **details: Any,
) -> None:
    """The dossier, which is held, comes into the state the act leads to, and the audit says so.

    RuleViolation where the state does not allow it, it belongs to others, or something is missing before it; then
    nothing has changed. details: JSON values for the audit.
    """
    transition = check_transition(dossier.state, act, who)
    db.session.flush()
    told = {"reason": reason} if reason.strip() else {}
    missing = GUARDS[act](situation_of(dossier, on=on, new_deadline=new_deadline, **told))
    if missing:
        raise RuleViolation(" ".join(missing), source=transition.source)
    before, dossier.state, dossier.state_since = dossier.state, transition.after, on
    db.session.flush()
    tell(f"request:{act.value}", dossier, by=by, was=before.value, on=on.isoformat(), **told, **details)


def turn_to(dossier: Dossier, meeting: str, *, reason: str, by: Actor) -> None:
    """The meeting, empty for none, is to consider the request; the one before stays in the audit with the reason.

    A symbol of the meeting before is none of the analysis any more, unless it was issued under it.
    """
    before, dossier.meeting = dossier.meeting, meeting
    left = {"symbol": [dossier.symbol, ""]} if dossier.symbol and dossier.issued_on is None else {}
    if left:
        dossier.symbol = ""
    db.session.flush()
    tell("request:aimed", dossier, by=by, meeting=[before, meeting], reason=reason, **left)


def tell(act: str, dossier: Dossier, *, by: Actor, **details: Any) -> None:
    """Writes what was done to the dossier into the audit."""
    record(act, ref_to(dossier), name_of(dossier), by=by, convention=dossier.convention, **details)


def ref_to(dossier: Any) -> Ref:
    return Ref("request", str(dossier.id))


def name_of(dossier: Dossier) -> str:
    """As the audit names it: "Chad, Article 5, request 2"."""
    state = db.session.scalar(select(State.list_en).where(State.iso3 == dossier.iso3))
    return f"{state}, Article {dossier.article}, request {dossier.number}"


def address_for_mail(dossier: Dossier) -> str:
    """The page of the dossier, whole, for a mail."""
    house = current_app.config["CHANCERY"].base_url
    slug = db.session.scalar(select(State.slug).where(State.iso3 == dossier.iso3))
    return f"{house}/{dossier.convention.lower()}/requests/{dossier.article}/{slug}/{dossier.number}"
