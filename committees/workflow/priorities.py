"""What a body sets out to do: one sentence each, in the order of the paper."""

from dataclasses import asdict
from typing import Any

from committees.models.papers import Paper, PaperState, Priority
from committees.queries.papers import find_paper, priorities_of
from committees.workflow.subjects import hold_body, hold_body_of, ref_to_body
from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from states_parties.facts import Sourcing
from states_parties.workflow.subjects import check_source


def add_priority(convention: str, body: str, year: int, text: str, *, sourcing: Sourcing, by: Actor) -> Priority:
    """The last of the priorities that stand in the paper of the year."""
    held = hold_body(convention, body)
    check_source(sourcing)
    plain = _checked(text)
    present = priorities_of(convention, body, year)
    priority = Priority(
        convention=convention,
        body=body,
        year=year,
        number=max((each.number for each in present), default=0) + 1,
        text=plain,
        **asdict(sourcing),
    )
    _check_not_final(convention, body, year)
    db.session.add(priority)
    db.session.flush()
    record("priority:added", ref_to_body(held), held.name_en, by=by, **_named(priority))
    return priority


def change_priority(priority: Priority, text: str, *, sourcing: Sourcing, by: Actor) -> None:
    held = _hold(priority)
    check_source(sourcing)
    plain = _checked(text)
    before = priority.text
    priority.text = plain
    priority.source, priority.notes = sourcing.source, sourcing.notes
    priority.confidence = sourcing.confidence  # type: ignore[assignment]
    db.session.flush()
    record("priority:changed", ref_to_body(held), held.name_en, by=by, **_named(priority), before=before)


def move_up(priority: Priority, *, by: Actor) -> None:
    """It changes places with the one before it."""
    held = _hold(priority)
    present = list(priorities_of(priority.convention, priority.body, priority.year))
    place = present.index(priority)
    if place == 0:
        raise RuleViolation(f"Priority {priority.number} is the first already.")
    before, number = present[place - 1], priority.number
    priority.number = -1  # out of the way: no two have one number, not even for a moment
    db.session.flush()
    number_above, before.number = before.number, number
    db.session.flush()
    priority.number = number_above
    db.session.flush()
    record("priority:moved", ref_to_body(held), held.name_en, by=by, **_named(priority), before=number)


def drop_priority(priority: Priority, *, reason: str, by: Actor) -> None:
    """It is a priority no more; the audit keeps its words and the reason. Those behind it move up."""
    held = _hold(priority)
    if not reason.strip() or len(reason.strip()) > 200:
        raise RuleViolation("Say in up to 200 characters why it is no priority.", field="reason")
    following = [
        each
        for each in priorities_of(priority.convention, priority.body, priority.year)
        if each.number > priority.number
    ]
    told = _named(priority)
    db.session.delete(priority)
    db.session.flush()
    for each in following:
        each.number -= 1
        db.session.flush()
    record("priority:dropped", ref_to_body(held), held.name_en, by=by, **told, reason=reason.strip())


def _hold(priority: Priority) -> Any:
    held = hold_body_of(priority)
    _check_not_final(priority.convention, priority.body, priority.year)
    return held


def _check_not_final(convention: str, body: str, year: int) -> None:
    paper: Paper | None = find_paper(convention, body, year)
    if paper is not None and paper.state is PaperState.FINAL:
        raise RuleViolation(f"The paper of {year} is final; its priorities stand. Reopen it first.")


def _checked(text: str) -> str:
    plain = " ".join(text.split())
    if not plain.strip(" .,;:"):
        raise RuleViolation("Say what the body sets out to do.", field="text")
    if len(plain) > 1000:
        raise RuleViolation("A priority has up to 1,000 characters.", field="text")
    return plain


def _named(priority: Priority) -> dict[str, Any]:
    return {"year": priority.year, "priority": priority.number, "text": priority.text}
