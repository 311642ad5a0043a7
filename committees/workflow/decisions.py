"""What a body decides, with the tasks that follow from it, in one act."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from committees.models.work import BodyDecision
from committees.workflow.files import check_file
from committees.workflow.subjects import hold_body
from committees.workflow.tasks import TaskPlan, add_task
from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import RuleViolation

LONGEST_TEXT = 4000
LONGEST_OCCASION = 160


def record_decision(
    convention: str,
    body: str,
    *,
    text: str,
    decided_on: date,
    occasion: str,
    file_id: int | None,
    follow_up: Sequence[TaskPlan],
    on: date,
    by: Actor,
) -> BodyDecision:
    """The decision of a day that has come, and its follow-up tasks, which belong to the same file."""
    held = hold_body(convention, body)
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise RuleViolation(f"Write in up to {LONGEST_TEXT} characters what was decided.", field="text")
    if len(occasion) > LONGEST_OCCASION:
        raise RuleViolation(f"Tell the occasion in up to {LONGEST_OCCASION} characters.", field="occasion")
    if not held.starts_on <= decided_on <= on:
        raise RuleViolation(
            f"The {held.name_en} exists from {held.starts_on} and cannot have decided after {on}.", field="decided_on"
        )
    check_file(convention, body, file_id, on=on)
    decision = BodyDecision(
        convention=convention,
        body=body,
        file_id=file_id,
        decided_on=decided_on,
        occasion=" ".join(occasion.split()),
        text=text.strip(),
    )
    db.session.add(decision)
    db.session.flush()
    for plan in follow_up:
        add_task(convention, body, replace(plan, file_id=file_id, decision_id=decision.id), on=on, by=by)
    record(
        "decision:recorded",
        ref_to_decision(decision),
        _short(decision.text),
        by=by,
        body=body,
        decided_on=decided_on.isoformat(),
        follow_up=len(follow_up),
    )
    return decision


def ref_to_decision(decision: Any) -> Ref:
    return Ref("decision", str(decision.id))


def _short(text: str) -> str:
    first = " ".join(text.split())
    return first if len(first) <= 120 else f"{first[:117]}…"
