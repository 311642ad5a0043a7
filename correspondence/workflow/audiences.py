"""Audiences under a name: saved once, used in many campaigns, replaced, retired."""

from dataclasses import asdict

from sqlalchemy import select

from core.audit.workflow import Actor, record
from core.clock import day_of
from core.db import Ref, db
from core.errors import RuleViolation
from correspondence.catalogues import Catalogues
from correspondence.models.audiences import SavedAudience
from correspondence.rules.audience import Audience, check_somebody_may_be, weigh
from states_parties.queries.facts import state_facts

LONGEST_NAME = 120


def save_audience(
    convention: str, name: str, audience: Audience, catalogues: Catalogues, *, by: Actor, notes: str = ""
) -> SavedAudience:
    """Under a new name, or under one that was retired. RuleViolation where the name is in use, or nobody can be in."""
    called = _checked_name(name)
    found = _called(convention, called)
    if found is not None and found.retired_at is None:
        raise RuleViolation(
            f"The audience “{found.name}” exists already: replace it, or take another name.", field="name"
        )
    saved = found or SavedAudience(convention=convention, name=called)
    _write(saved, audience, catalogues, notes, by=by)
    saved.retired_at = None
    db.session.add(saved)
    db.session.flush()
    record("audience:saved", ref_to_audience(saved), saved.name, by=by, condition=saved.condition)
    return saved


def replace_audience(
    saved: SavedAudience, name: str, audience: Audience, catalogues: Catalogues, *, by: Actor, notes: str = ""
) -> None:
    """Another condition, other exceptions, perhaps another name. Campaigns already drafted keep theirs."""
    _check_in_use(saved)
    called = _checked_name(name)
    other = _called(saved.convention, called)
    if other is not None and other.id != saved.id:
        raise RuleViolation("Another audience has this name already.", field="name")
    before = saved.condition
    saved.name = called
    _write(saved, audience, catalogues, notes, by=by)
    db.session.flush()
    record("audience:replaced", ref_to_audience(saved), saved.name, by=by, condition=[before, saved.condition])


def retire_audience(saved: SavedAudience, *, by: Actor) -> None:
    """It is offered no more; campaigns drafted for it keep their States."""
    _check_in_use(saved)
    saved.retired_at = by.at
    db.session.flush()
    record("audience:retired", ref_to_audience(saved), saved.name, by=by)


def ref_to_audience(saved: SavedAudience) -> Ref:
    return Ref("audience", str(saved.id))


def _write(saved: SavedAudience, audience: Audience, catalogues: Catalogues, notes: str, *, by: Actor) -> None:
    states = state_facts(saved.convention, on=day_of(by.at))
    check_somebody_may_be(weigh(states, audience, catalogues.criteria))
    saved.condition = audience.condition
    saved.also = [asdict(each) for each in audience.also]
    saved.besides = [asdict(each) for each in audience.besides]
    saved.notes = notes.strip()
    saved.saved_at, saved.saved_by = by.at, by.name


def _checked_name(name: str) -> str:
    called = " ".join(name.split())
    if not called or len(called) > LONGEST_NAME:
        raise RuleViolation(f"Give the audience a name of up to {LONGEST_NAME} characters.", field="name")
    return called


def _called(convention: str, name: str) -> SavedAudience | None:
    return db.session.scalar(
        select(SavedAudience).where(SavedAudience.convention == convention, SavedAudience.name == name)
    )


def _check_in_use(saved: SavedAudience) -> None:
    if saved.retired_at is not None:
        raise RuleViolation(f"The audience “{saved.name}” is retired.")
