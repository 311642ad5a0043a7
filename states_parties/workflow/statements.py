"""What States say apart from reports: standings without deadline, retained items, information; and our language."""

from dataclasses import asdict
from datetime import date

from sqlalchemy import select

from conventions.registry import get_convention
from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from states_parties.facts import Sourcing
from states_parties.models import Confidence, InformationEvent, RetainedItems, State, Statement
from states_parties.rules.contacts import LANGUAGES
from states_parties.workflow.subjects import check_party, check_source, ref_to, state_of

# What the shipped registers and the criteria of letters speak of.
STATUSES: dict[str, tuple[str, ...]] = {
    "article_9": (
        "legislation-adopted",
        "existing-law-sufficient",
        "measures-reported",
        "under-way",
        "investment-ban",
    ),
    "assistance_provided": ("provided",),
    "assistance_requested": ("requested",),
    "compliance": ("alleged-use", "known-use"),
    "victim_assistance": ("responsible",),
}


def make_statement(
    convention: str, iso3: str, *, subject: str, status: str, starts_on: date, sourcing: Sourcing, by: Actor
) -> Statement:
    """The State has that standing from `starts_on`; refused where it has the same one then."""
    code, state = get_convention(convention).code, state_of(iso3)
    check_source(sourcing)
    known = STATUSES.get(subject)
    if known is None:
        raise RuleViolation(f"“{subject[:40]}” is none of {', '.join(STATUSES)}.", field="subject")
    if status not in known:
        raise RuleViolation(f"“{status[:40]}” is none of {', '.join(known)}.", field="status")
    for other in _same(code, iso3, subject, status):
        if other.ends_before is None or starts_on < other.ends_before:
            raise RuleViolation(
                f"{state.list_en}, {code}: “{status}” is on record from {other.starts_on} already.", field="starts_on"
            )
    statement = Statement(
        convention=code, iso3=iso3, subject=subject, status=status, starts_on=starts_on, **asdict(sourcing)
    )
    db.session.add(statement)
    db.session.flush()
    record("statement:made", ref_to(state), state.list_en, by=by, **_told(statement))
    return statement


def end_statement(statement: Statement, *, ends_before: date, by: Actor) -> None:
    """From that day the State has that standing no more."""
    state = state_of(statement.iso3)
    if ends_before <= statement.starts_on:
        raise RuleViolation(
            f"{state.list_en}: “{statement.status}” begins on {statement.starts_on}; it cannot end before then.",
            field="ends_before",
        )
    if statement.ends_before is not None:
        raise RuleViolation(
            f"{state.list_en}: “{statement.status}” ended before {statement.ends_before} already.", field="ends_before"
        )
    statement.ends_before = ends_before
    db.session.flush()
    record("statement:ended", ref_to(state), state.list_en, by=by, **_told(statement))


def set_retained(
    convention: str, iso3: str, *, as_of_year: int, quantity: int, on: date, sourcing: Sourcing, by: Actor
) -> RetainedItems:
    """The State retains that many items at the end of the year, by `on`; a figure on record for it is replaced."""
    rules, state = get_convention(convention), state_of(iso3)
    check_source(sourcing)
    if quantity < 0:
        raise RuleViolation(f"{state.list_en}: a number of items cannot be {quantity}.", field="quantity")
    if not rules.opened_on.year <= as_of_year <= on.year:
        raise RuleViolation(
            f"{state.list_en}: {as_of_year} is not a year from {rules.opened_on.year} to {on.year}.",
            field="as_of_year",
        )
    check_party(
        state,
        rules.code,
        on=date(as_of_year, 12, 31),
        field="as_of_year",
        source=rules.obligation("retained").source,
    )
    retained = db.session.scalars(
        select(RetainedItems).filter_by(convention=rules.code, iso3=iso3, as_of_year=as_of_year)
    ).one_or_none() or RetainedItems(convention=rules.code, iso3=iso3, as_of_year=as_of_year)
    before = retained.quantity
    retained.quantity = quantity
    retained.source, retained.confidence, retained.notes = (
        sourcing.source,
        Confidence(sourcing.confidence),
        sourcing.notes,
    )
    db.session.add(retained)
    db.session.flush()
    details = {"convention": rules.code, "year": as_of_year, "quantity": quantity, "before": before}
    record("retained:set", ref_to(state), state.list_en, by=by, **details)
    return retained


def record_information(
    convention: str,
    iso3: str,
    article: str,
    *,
    received_on: date,
    means: str,
    summary: str,
    on: date,
    sourcing: Sourcing,
    by: Actor,
) -> InformationEvent:
    """By `on`, information on an obligation came otherwise than in a report. Source: Oslo Action Plan, action 49."""
    rules, state = get_convention(convention), state_of(iso3)
    check_source(sourcing)
    obligation = rules.by_article(article)
    if not means.strip():
        raise RuleViolation(f"{state.list_en}: say how the information came, such as “statement”.", field="means")
    for field, text, longest in (("means", means, 60), ("summary", summary, 500)):
        if len(text) > longest:
            raise RuleViolation(f"{state.list_en}, {field}: longer than {longest} characters.", field=field)
    _check_past(received_on, on, state)
    event = InformationEvent(
        convention=rules.code,
        iso3=iso3,
        article=obligation.article,
        received_on=received_on,
        means=means.strip(),
        summary=summary.strip(),
        **asdict(sourcing),
    )
    db.session.add(event)
    db.session.flush()
    details = {"convention": rules.code, "article": article, "received_on": received_on.isoformat(), "means": means}
    record("information:received", ref_to(state), state.list_en, by=by, **details)
    return event


def set_language(iso3: str, language: str, *, basis: str, by: Actor) -> None:
    """Letters to the State are written in that language (EN, FR, ES). basis: why, such as its own wish."""
    state = state_of(iso3)
    if language not in LANGUAGES:
        raise RuleViolation(
            f"{state.list_en}: “{language[:10]}” is none of {', '.join(LANGUAGES)}, the languages of our letters.",
            field="language",
        )
    if not basis.strip() or len(basis) > 200:
        raise RuleViolation(f"{state.list_en}: say in up to 200 characters why this language.", field="basis")
    before = state.language
    state.language, state.language_basis, state.language_confidence = language, basis.strip(), Confidence.HIGH
    db.session.flush()
    record("state:language-set", ref_to(state), state.list_en, by=by, language=language, before=before, basis=basis)


def _same(code: str, iso3: str, subject: str, status: str) -> list[Statement]:
    wanted = select(Statement).filter_by(convention=code, iso3=iso3, subject=subject, status=status)
    return list(db.session.scalars(wanted.order_by(Statement.starts_on)))


def _check_past(received_on: date, on: date, state: State) -> None:
    if received_on > on:
        raise RuleViolation(f"{state.list_en}: {received_on} has not come yet.", field="received_on")


def _told(statement: Statement) -> dict[str, str | None]:
    return {
        "convention": statement.convention,
        "about": statement.subject,
        "status": statement.status,
        "first_day": statement.starts_on.isoformat(),
        "ends_before": statement.ends_before.isoformat() if statement.ends_before else None,
    }
