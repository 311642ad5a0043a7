"""Mandates in versions: a new one replaces the last from a day on; a version wrongly recorded is corrected."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from committees.models.bodies import Mandate
from committees.rules.mandates import check_points, compare_points
from committees.workflow.subjects import hold_body, ref_to_body
from conventions.queries import meeting_order
from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from states_parties.facts import Sourcing
from states_parties.workflow.subjects import check_source


@dataclass(frozen=True)
class Decision:
    """Where something was decided. meeting: short name, "" where no formal meeting did."""

    meeting: str = ""
    document: str = ""
    paragraph: str = ""


def amend_mandate(
    convention: str,
    slug: str,
    *,
    points: list[str],
    decision: Decision,
    starts_on: date | None,
    follows: int,
    sourcing: Sourcing,
    by: Actor,
) -> Mandate:
    """The body has a new version of its mandate from that day, else from the close of the meeting that decided.

    follows: the version that was amended, 0 for none; refused where another has come since.
    """
    body = hold_body(convention, slug)
    check_source(sourcing)
    check_points(points)
    first = _first_day(convention, decision, starts_on)
    newest = newest_mandate(convention, slug)
    if (newest.version if newest else 0) != follows:
        raise RuleViolation(
            f"Version {newest.version if newest else 0} of this mandate was recorded in the meantime. Read it first.",
            field="points",
        )
    _check_within_body(body, first)
    if newest is not None:
        if list(newest.points) == points:
            raise RuleViolation("These points are those of the present version. Nothing would change.", field="points")
        if first <= newest.starts_on:
            raise RuleViolation(
                f"Version {newest.version} holds from {newest.starts_on}; a new one must begin after that. "
                "If that version is wrong, correct it instead.",
                field="starts_on",
            )
    return replace_mandate(body, newest, points=points, decision=decision, first=first, sourcing=sourcing, by=by)


def replace_mandate(
    body: Any,
    newest: Mandate | None,
    *,
    points: list[str],
    decision: Decision,
    first: date,
    sourcing: Sourcing,
    by: Actor,
) -> Mandate:
    """Ends the newest version and adds the next; whoever calls has held the body and checked."""
    before = list(newest.points) if newest else []
    if newest is not None:
        newest.ends_before = first
        db.session.flush()
    mandate = Mandate(
        convention=body.convention,
        body=body.slug,
        version=newest.version + 1 if newest else 1,
        points=points,
        decided_at=decision.meeting,
        document=decision.document,
        paragraph=decision.paragraph,
        starts_on=first,
        ends_before=None,
        **asdict(sourcing),
    )
    db.session.add(mandate)
    db.session.flush()
    record(
        "mandate:amended",
        ref_to_body(body),
        body.name_en,
        by=by,
        version=mandate.version,
        first_day=first.isoformat(),
        meeting=decision.meeting or None,
        document=decision.document or None,
        paragraph=decision.paragraph or None,
        points=_told(before, points),
    )
    return mandate


def correct_mandate(
    convention: str,
    slug: str,
    version: int,
    *,
    points: list[str],
    decision: Decision,
    starts_on: date,
    sourcing: Sourcing,
    by: Actor,
) -> Mandate:
    """The version says what it should have said all along; the one before ends where this one begins."""
    body = hold_body(convention, slug)
    check_source(sourcing)
    check_points(points)
    _check_meeting(convention, decision)
    mandate = _version_on_record(convention, slug, version)
    earlier = db.session.scalars(
        select(Mandate).filter_by(convention=convention, body=slug, version=version - 1)
    ).one_or_none()
    _check_within_body(body, starts_on)
    if earlier is not None and starts_on <= earlier.starts_on:
        raise RuleViolation(
            f"Version {earlier.version} holds from {earlier.starts_on}; this one must begin after that.",
            field="starts_on",
        )
    if mandate.ends_before is not None and starts_on >= mandate.ends_before:
        raise RuleViolation(f"This version holds until {mandate.ends_before}; it must begin before.", field="starts_on")
    before, first_before = list(mandate.points), mandate.starts_on
    if earlier is not None and earlier.ends_before == mandate.starts_on:
        earlier.ends_before = starts_on
    mandate.points, mandate.starts_on = points, starts_on
    mandate.decided_at, mandate.document, mandate.paragraph = decision.meeting, decision.document, decision.paragraph
    for name, value in asdict(sourcing).items():
        setattr(mandate, name, value)
    db.session.flush()
    record(
        "mandate:corrected",
        ref_to_body(body),
        body.name_en,
        by=by,
        version=version,
        first_day=[first_before.isoformat(), starts_on.isoformat()] if first_before != starts_on else None,
        points=_told(before, points),
    )
    return mandate


def newest_mandate(convention: str, slug: str) -> Mandate | None:
    return db.session.scalars(
        select(Mandate).filter_by(convention=convention, body=slug).order_by(Mandate.version.desc()).limit(1)
    ).one_or_none()


def _version_on_record(convention: str, slug: str, version: int) -> Mandate:
    mandate = db.session.scalars(
        select(Mandate).filter_by(convention=convention, body=slug, version=version)
    ).one_or_none()
    if mandate is None:
        raise RuleViolation(f"There is no version {version} of this mandate.", field="version")
    return mandate


def _first_day(convention: str, decision: Decision, starts_on: date | None) -> date:
    _check_meeting(convention, decision)
    if starts_on is not None:
        return starts_on
    if not decision.meeting:
        raise RuleViolation("Name the meeting that decided, or the day from which the mandate holds.", field="meeting")
    first = meeting_order(convention).changes_on(decision.meeting)
    if first is None:
        raise RuleViolation(
            f"The {decision.meeting} has no closing day in the calendar yet. Give the first day.", field="starts_on"
        )
    return first


def _check_meeting(convention: str, decision: Decision) -> None:
    if decision.meeting:
        meeting_order(convention).get(decision.meeting)
    for field, text, longest in (("document", decision.document, 80), ("paragraph", decision.paragraph, 40)):
        if len(text) > longest:
            raise RuleViolation(f"The {field} is longer than {longest} characters.", field=field)


def _check_within_body(body: Any, first: date) -> None:
    if first < body.starts_on:
        raise RuleViolation(
            f"The {body.name_en} exists from {body.starts_on}; its mandate cannot hold before.", field="starts_on"
        )
    if body.ends_before is not None and first >= body.ends_before:
        raise RuleViolation(
            f"The {body.name_en} was discontinued; it has no mandate from {body.ends_before}.", field="starts_on"
        )


def _told(before: list[str], after: list[str]) -> str:
    """What happened to the points, for the audit: the words that went are kept there."""
    told = []
    for change in compare_points(before, after):
        if change.kind == "changed":
            told.append(f"“{change.old_text}” now “{change.new_text}”")
        elif change.kind != "kept":
            told.append(f"{change.kind} “{change.new_text or change.old_text}”")
    return "; ".join(told) or "same points"
