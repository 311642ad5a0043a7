"""Obligations with a deadline: extended by a meeting, completed by the State."""

from datetime import date
from difflib import get_close_matches

from sqlalchemy import select

from conventions.models import Meeting
from conventions.registry import get_convention
from conventions.rules import check_extension
from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from core.periods import span_of
from states_parties.facts import Sourcing
from states_parties.models import Confidence, DeadlineExtension, Obligation, State
from states_parties.rules.deadlines import DeadlineStatus
from states_parties.workflow.subjects import check_source, ref_to, state_of


def extend_deadline(
    code: str, iso3: str, article: str, *, extended_to: date, granted_at: str, sourcing: Sourcing, by: Actor
) -> DeadlineExtension:
    """The deadline runs until `extended_to`, by decision of the meeting `granted_at` ("18MSP").

    A decision of that meeting is then no longer awaited. RuleViolation for an article without extensions, for more
    than its cap, for a completed obligation and for a meeting that is not in the calendar or has decided already.
    """
    state, convention = state_of(iso3), get_convention(code)
    check_source(sourcing)
    obligation = _open_obligation(state, code, article)
    _check_meeting(code, granted_at)
    extensions = _extensions(obligation)
    if granted_at in [extension.granted_at for extension in extensions]:
        raise RuleViolation(
            f"{state.list_en}: the {granted_at} has extended the deadline of Article {article} already.",
            field="granted_at",
        )
    current = extensions[-1].extended_to if extensions else obligation.initial_deadline
    if current is None:
        raise RuleViolation(f"{state.list_en}: Article {article} has no deadline on record to extend.", field="article")
    check_extension(convention.by_article(article), current, extended_to)
    extension = DeadlineExtension(
        convention=code,
        iso3=iso3,
        article=article,
        number=len(extensions) + 1,
        extended_to=extended_to,
        granted_at=granted_at,
        source=sourcing.source,
        confidence=Confidence(sourcing.confidence),
        notes=sourcing.notes,
    )
    db.session.add(extension)
    if obligation.undecided_requests_at.rstrip("?") == granted_at:
        obligation.undecided_requests_at, obligation.status = "", DeadlineStatus.OPEN.value
    db.session.flush()
    record(
        "deadline:extended",
        ref_to(state),
        state.list_en,
        by=by,
        convention=code,
        article=article,
        deadline=[str(current), str(extended_to)],
        granted_at=granted_at,
    )
    return extension


def complete_obligation(
    code: str, iso3: str, article: str, *, completed_on: str, on: date, sourcing: Sourcing, by: Actor
) -> Obligation:
    """The State has fulfilled the obligation, on a day, in a month or in a year ("2007-10").

    RuleViolation for what is no day, lies after `on`, or is on record as completed.
    """
    state = state_of(iso3)
    check_source(sourcing)
    obligation = _open_obligation(state, code, article)
    try:
        first, _ = span_of(completed_on)
    except ValueError:
        message = f"“{completed_on[:20]}” is no day, month or year. Write 2007-10-31, 2007-10 or 2007."
        raise RuleViolation(message, field="completed_on") from None
    if first > on:
        raise RuleViolation(f"Completed on {completed_on}: that is after {on}.", field="completed_on")
    obligation.completed_on, obligation.status = completed_on, DeadlineStatus.COMPLETED.value
    obligation.source, obligation.confidence = sourcing.source, Confidence(sourcing.confidence)
    obligation.notes = "; ".join(note for note in (obligation.notes, sourcing.notes) if note)
    db.session.flush()
    record(
        "deadline:obligation-completed",
        ref_to(state),
        state.list_en,
        by=by,
        convention=code,
        article=article,
        completed_on=completed_on,
    )
    return obligation


def _open_obligation(state: State, code: str, article: str) -> Obligation:
    definition = get_convention(code).by_article(article)
    obligation = db.session.scalars(
        select(Obligation).where(
            Obligation.convention == code, Obligation.iso3 == state.iso3, Obligation.article == article
        )
    ).one_or_none()
    if obligation is None:
        raise RuleViolation(
            f"{state.list_en} has no obligation under Article {article} of the {code} on record.",
            field="article",
            source=definition.source,
        )
    if obligation.status in (DeadlineStatus.COMPLETED, DeadlineStatus.NONE_HELD):
        raise RuleViolation(
            f"{state.list_en}: Article {article} of the {code} is on record as "
            f"{obligation.status.replace('-', ' ')}{f' ({obligation.completed_on})' * bool(obligation.completed_on)}.",
            field="article",
        )
    return obligation


def _extensions(obligation: Obligation) -> list[DeadlineExtension]:
    extension = DeadlineExtension
    return list(
        db.session.scalars(
            select(extension)
            .where(
                extension.convention == obligation.convention,
                extension.iso3 == obligation.iso3,
                extension.article == obligation.article,
            )
            .order_by(extension.number)
        )
    )


def _check_meeting(code: str, short: str) -> None:
    """A conference in parts (2RC-1, 2RC-2) is known by its own name too."""
    shorts = db.session.scalars(select(Meeting.short).where(Meeting.convention == code)).all()
    known = [*shorts, *dict.fromkeys(each.partition("-")[0] for each in shorts if "-" in each)]
    if short in known:
        return
    nearest = get_close_matches(short, known, n=1, cutoff=0.5)
    advice = f" Did you mean {nearest[0]}?" if nearest else ""
    raise RuleViolation(f"“{short[:40]}” is not a meeting in the calendar of the {code}.{advice}", field="granted_at")
