"""Keeping the log of what a body did: numbers are given once, and what should not count is withdrawn, not deleted."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import func, select

from committees.models.work import Activity, ActivityKind
from committees.workflow.files import check_file
from committees.workflow.subjects import hold_body, hold_body_of, ref_to_body
from conventions.registry import get_convention
from core.audit.workflow import Actor, record
from core.clock import day_of
from core.db import Ref, db
from core.errors import RuleViolation
from states_parties.facts import Sourcing
from states_parties.workflow.subjects import check_source, state_of

LONGEST = {
    "when_told": (120, "how the time is told"),
    "what": (300, "what was done"),
    "to_whom": (400, "to or for whom"),
    "with_whom": (300, "with whom"),
    "purpose": (600, "the purpose"),
    "details": (5000, "the details"),
}
NO_SUBJECT = Ref("", "")


def record_activity(
    convention: str,
    body: str,
    *,
    kind: ActivityKind,
    starts_on: date,
    ends_on: date,
    what: str,
    count: int | None = None,
    to_whom: str = "",
    with_whom: str = "",
    purpose: str = "",
    details: str = "",
    when_told: str = "",
    iso3s: Sequence[str] = (),
    private: bool = False,
    file_id: int | None = None,
    subject: Ref | None = None,
    sourcing: Sourcing,
    by: Actor,
) -> Activity:
    """The log of the body has the activity, under the next number.

    subject: what recorded it by itself (a meeting, a campaign). Told again, the entry it made before has the new
    facts; the audit says so, and says nothing where nothing is new.
    """
    code = get_convention(convention).code
    held = hold_body(code, body)
    told = {"what": what, "to_whom": to_whom, "with_whom": with_whom, "purpose": purpose, "when_told": when_told}
    facts: dict[str, Any] = {
        **{name: " ".join(text.split()) for name, text in told.items()},
        "details": details.strip(),
        "kind": kind,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "count": count,
        "iso3s": list(iso3s),
        "private": private,
        "file_id": file_id,
        **asdict(sourcing),
    }
    activity = _recorded_before(code, body, subject) if subject else None
    _check(facts, sourcing)
    check_file(code, body, file_id, on=day_of(by.at), before=activity.file_id if activity else None, field="file_id")
    if activity is not None:
        _change(held, activity, facts, act="activity:told-again", by=by)
        return activity
    activity = Activity(
        convention=code,
        body=body,
        number=_next_number(code, body),
        subject_kind=(subject or NO_SUBJECT).kind,
        subject_id=(subject or NO_SUBJECT).id,
        **facts,
    )
    db.session.add(activity)
    db.session.flush()
    record("activity:recorded", ref_to_body(held), held.name_en, by=by, **_named(activity))
    return activity


def change_activity(activity: Activity, *, sourcing: Sourcing, by: Actor, **facts: Any) -> None:
    """The entry has these facts from now on; facts: those of record_activity that change."""
    held = hold_body_of(activity)
    if activity.withdrawn:
        raise RuleViolation(f"Entry {activity.number} was withdrawn: {activity.withdrawn}. It stays as it was.")
    merged = {**_facts_of(activity), **facts, **asdict(sourcing)}
    merged = {
        name: " ".join(value.split()) if name in LONGEST and name != "details" else value
        for name, value in merged.items()
    }
    merged["iso3s"], merged["details"] = list(merged["iso3s"]), merged["details"].strip()
    _check(merged, sourcing)
    before = activity.file_id
    check_file(held.convention, held.slug, merged["file_id"], on=day_of(by.at), before=before, field="file_id")
    if not _change(held, activity, merged, act="activity:changed", by=by):
        raise RuleViolation("Nothing differs from what the log says.")


def withdraw_activity(activity: Activity, *, reason: str, by: Actor) -> None:
    """The entry stays in the log with its number and the reason, and counts no more."""
    held = hold_body_of(activity)
    if activity.withdrawn:
        raise RuleViolation(f"Entry {activity.number} was withdrawn already: {activity.withdrawn}.", field="reason")
    if not reason.strip() or len(reason.strip()) > 200:
        raise RuleViolation("Say in up to 200 characters why the entry does not count.", field="reason")
    activity.withdrawn = reason.strip()
    db.session.flush()
    record("activity:withdrawn", ref_to_body(held), held.name_en, by=by, **_named(activity), reason=activity.withdrawn)


FACTS = (
    *("kind", "starts_on", "ends_on", "what", "count", "to_whom", "with_whom", "purpose", "details", "when_told"),
    *("iso3s", "private", "file_id", "source", "confidence", "notes"),
)


def _facts_of(activity: Activity) -> dict[str, Any]:
    return {name: getattr(activity, name) for name in FACTS}


def _check(facts: dict[str, Any], sourcing: Sourcing) -> None:
    check_source(sourcing)
    if facts["ends_on"] < facts["starts_on"]:
        raise RuleViolation(
            f"The last day, {facts['ends_on']}, lies before the first, {facts['starts_on']}.", field="ends_on"
        )
    if not facts["what"].strip(" .,;:"):
        raise RuleViolation("Say what was done.", field="what")
    for name, (longest, words) in LONGEST.items():
        if len(facts[name]) > longest:
            raise RuleViolation(f"Too long, {words}: more than {longest} characters.", field=name)
    if facts["count"] is not None and not 1 <= facts["count"] < 1_000_000:
        raise RuleViolation(f"{facts['count']} is no number of things that were done.", field="count")
    for iso3 in facts["iso3s"]:
        state_of(iso3)


def _recorded_before(code: str, body: str, subject: Ref) -> Activity | None:
    return db.session.scalars(
        select(Activity).filter_by(convention=code, body=body, subject_kind=subject.kind, subject_id=subject.id)
    ).one_or_none()


def _next_number(code: str, body: str) -> int:
    highest = db.session.scalar(
        select(func.max(Activity.number)).where(Activity.convention == code, Activity.body == body)
    )
    return (highest or 0) + 1


def _change(held: Any, activity: Activity, facts: dict[str, Any], *, act: str, by: Actor) -> bool:
    """Whether anything was new."""
    before = _facts_of(activity)
    changed = sorted(name for name, value in facts.items() if before[name] != value)
    if not changed:
        return False
    for name in changed:
        setattr(activity, name, facts[name])
    db.session.flush()
    record(act, ref_to_body(held), held.name_en, by=by, **_named(activity), changed=", ".join(changed))
    return True


def _named(activity: Activity) -> dict[str, Any]:
    return {"entry": activity.number, "what": activity.what, "first_day": activity.starts_on.isoformat()}
