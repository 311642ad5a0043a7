"""States that take no part in a file."""

from datetime import date
from typing import Any

from sqlalchemy import select

from committees.models.access import Recusal
from committees.models.work import BodyFile
from committees.queries.offices import Offices
from committees.queries.rosters import roster
from committees.queries.sight import states_acted_for
from committees.workflow.subjects import check_reason, hold_body_of, read_again, ref_to_body
from core.audit.workflow import Actor, record
from core.clock import day_of
from core.db import db
from core.errors import RuleViolation
from core.wording import day_in_words


def recuse(file: BodyFile, iso3: str, *, reason: str, starts_on: date, by: Actor) -> Recusal:
    """From that day whoever acts for the State sees nothing of the file, until the recusal is ended."""
    row, offices = hold_body_of(file), Offices(file.convention)
    if iso3 not in offices.states:
        raise RuleViolation(f"“{iso3[:10]}” is no code of a State.", field="state")
    state = offices.states[iso3]
    check_reason(reason)
    if file.iso3 == iso3:
        raise RuleViolation(
            f"The file “{file.title}” concerns {state.with_article}: it takes no part in it as it is.", field="state"
        )
    if not any(holder.state == state for holder in roster(offices, row.slug, on=starts_on).holders):
        raise RuleViolation(
            f"{state.name} holds no office in the {row.name_en} on {day_in_words(starts_on, 'EN')}.", field="state"
        )
    for other in db.session.scalars(select(Recusal).filter_by(file_id=file.id, iso3=iso3)):
        if other.ends_before is None or other.ends_before > starts_on:
            raise RuleViolation(f"{state.name} takes no part in “{file.title}” already.", field="state")
    recusal = Recusal(file_id=file.id, iso3=iso3, reason=reason.strip(), starts_on=starts_on, ends_before=None)
    db.session.add(recusal)
    db.session.flush()
    record("recusal:recorded", ref_to_body(row), row.name_en, by=by, **_told(recusal, file))
    return recusal


def end_recusal(recusal: Recusal, *, ends_before: date, by: Actor) -> None:
    """From that day the State takes part in the file again; one that had not begun is taken back whole.

    Whoever acts for the State does not end it.
    """
    file = db.session.get_one(BodyFile, recusal.file_id)
    row = hold_body_of(file)
    read_again(recusal)
    if recusal.ends_before is not None:
        raise RuleViolation(f"It has an end already: {day_in_words(recusal.ends_before, 'EN')}.", field="ends_before")
    if recusal.iso3 in states_acted_for(by.id, on=day_of(by.at)):
        raise RuleViolation(
            "You act for the State that takes no part: that it does again is for others to say.",
            source="Office practice",
        )
    if ends_before <= recusal.starts_on:
        record("recusal:taken-back", ref_to_body(row), row.name_en, by=by, **_told(recusal, file))
        db.session.delete(recusal)
        db.session.flush()
        return
    recusal.ends_before = ends_before
    db.session.flush()
    record("recusal:ended", ref_to_body(row), row.name_en, by=by, **_told(recusal, file))


def _told(recusal: Recusal, file: BodyFile) -> dict[str, Any]:
    return {
        "file": file.title,
        "state": recusal.iso3,
        "from": recusal.starts_on.isoformat(),
        "ends_before": recusal.ends_before.isoformat() if recusal.ends_before else None,
        "reason": recusal.reason,
    }
