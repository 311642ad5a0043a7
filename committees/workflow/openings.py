"""What a body lets its observers read."""

from datetime import date
from typing import Any

from sqlalchemy import select

from committees.models.access import Opened, Opening
from committees.models.papers import Paper, PaperState
from committees.models.work import BodyFile
from committees.workflow.subjects import hold_body, hold_body_of, ref_to_body
from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation


def open_to_observers(
    convention: str, body: str, *, opened: Opened, subject_id: int = 0, starts_on: date, by: Actor
) -> Opening:
    """Observers of the body read it from that day: one file, one paper, or all of the work plan or of the log."""
    row = hold_body(convention, body)
    name = _name_of(convention, body, opened, subject_id)
    same = select(Opening).filter_by(convention=convention, body=body, opened=opened, subject_id=subject_id)
    if any(other.ends_before is None or other.ends_before > starts_on for other in db.session.scalars(same)):
        raise RuleViolation(f"Observers may read this already: {name}.", field="what")
    opening = Opening(
        convention=convention,
        body=body,
        opened=opened,
        subject_id=subject_id,
        starts_on=starts_on,
        ends_before=None,
        opened_by=by.name,
    )
    db.session.add(opening)
    db.session.flush()
    record("opening:made", ref_to_body(row), row.name_en, by=by, what=name, **{"from": starts_on.isoformat()})
    return opening


def close_again(opening: Opening, *, ends_before: date, by: Actor) -> None:
    """Observers read it no more from that day; one that had not lasted a day leaves no row."""
    row = hold_body_of(opening)
    if opening.ends_before is not None and opening.ends_before <= ends_before:
        raise RuleViolation("This is closed to observers already.", field="ends_before")
    name = opened_in_words(opening.opened, opening.subject_id)
    record("opening:closed", ref_to_body(row), row.name_en, by=by, what=name, ends_before=ends_before.isoformat())
    if ends_before <= opening.starts_on:
        db.session.delete(opening)
    else:
        opening.ends_before = ends_before
    db.session.flush()


def opened_in_words(opened: Opened, subject_id: int) -> str:
    """The name of what is opened; by its number where it is gone."""
    if opened is Opened.FILE:
        file = db.session.get(BodyFile, subject_id)
        return f"file “{file.title}”" if file else f"file {subject_id}"
    if opened is Opened.PAPER:
        paper = db.session.get(Paper, subject_id)
        return f"paper {paper.label}" if paper else f"paper {subject_id}"
    return {Opened.WORK_PLAN: "work plan", Opened.ACTIVITIES: "log of activities"}[opened]


def _name_of(convention: str, body: str, opened: Opened, subject_id: int) -> str:
    """RuleViolation for a file or paper that is not the body's, and for a paper nobody but its author has read."""
    model: Any = {Opened.FILE: BodyFile, Opened.PAPER: Paper}.get(opened)
    if model is None:
        return opened_in_words(opened, 0)
    found = db.session.get(model, subject_id, populate_existing=True)
    if found is None or (found.convention, found.body) != (convention, body):
        raise RuleViolation(f"The body has no {opened.value} {subject_id}.", field="what")
    if opened is Opened.PAPER and found.state is PaperState.DRAFT:
        raise RuleViolation(
            f"The paper {found.label} is a draft: circulate it first.", field="what", source="Office practice"
        )
    return opened_in_words(opened, subject_id)
