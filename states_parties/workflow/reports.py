"""Article 7 reports received, and registers of reports declared complete."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from conventions.registry import get_convention
from conventions.rules import annual_report_due_on
from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import RuleViolation
from core.wording import day_in_words
from states_parties.facts import Sourcing
from states_parties.models import (
    Article7Report,
    ClosureSubject,
    Confidence,
    FormKind,
    Precision,
    RegisterClosure,
    ReportKind,
    State,
)
from states_parties.workflow.subjects import check_source, ref_to, state_of

FORM_LETTERS = "ABCDEFGHIJ"
FORM_STATUSES = ("changed", "unchanged", "not applicable")
LANGUAGES = ("", "AR", "EN", "ES", "FR", "RU", "ZH")  # the languages of the United Nations, in which reports come


def record_report(
    code: str,
    iso3: str,
    *,
    kind: ReportKind,
    year_covered: int | None,
    received_on: date,
    on: date,
    precision: Precision = Precision.DAY,
    form_kind: FormKind | None = None,
    language: str = "",
    forms: Mapping[str, str] | None = None,
    public_link: str = "",
    forwarded_by: str = "",
    sourcing: Sourcing,
    by: Actor,
) -> Article7Report:
    """The report is on record. `received_on` is the day the United Nations got it, or the last day it can have come.

    forms: letter of a form -> changed, unchanged or not applicable. A State not party reports voluntarily.
    RuleViolation for a report from after `on`, a second initial report, one registered already, or a year that
    cannot be. Source: Article 7 of both Conventions.
    """
    state = state_of(iso3)
    check_source(sourcing)
    _check_days(code, kind, year_covered, received_on, on=on)
    _check_form(language, forms or {}, public_link)
    _check_new(state, code, kind, year_covered, received_on)
    report = Article7Report(
        convention=code,
        iso3=iso3,
        kind=kind,
        year_covered=year_covered,
        received_on=received_on,
        received_precision=precision,
        form_kind=form_kind,
        language=language,
        forms=dict(forms or {}),
        public_link=public_link,
        forwarded_by=forwarded_by,
        source=sourcing.source,
        confidence=Confidence(sourcing.confidence),
        notes=sourcing.notes,
    )
    db.session.add(report)
    db.session.flush()
    record(
        "report:received",
        ref_to(state),
        state.list_en,
        by=by,
        convention=code,
        kind=kind.value,
        year_covered=year_covered,
        received_on=str(received_on),
    )
    return report


def close_register(
    code: str,
    subject: ClosureSubject,
    *,
    year_covered: int | None = None,
    complete_as_of: date,
    on: date,
    sourcing: Sourcing,
    by: Actor,
) -> RegisterClosure:
    """The office holds this register to be complete: from that day a missing row means a missing report.

    Annual reports are closed year by year, after the day on which those of the year fell due. Office practice.
    """
    convention = get_convention(code)
    check_source(sourcing)
    if (subject is ClosureSubject.ANNUAL_REPORTS) != (year_covered is not None):
        raise RuleViolation("A year is named for annual reports, and for nothing else.", field="year_covered")
    due_on = annual_report_due_on(convention, year_covered + 1) if year_covered is not None else convention.in_force_on
    if complete_as_of <= due_on:
        message = f"The register cannot be complete on {_day(complete_as_of)}: reports were due until {_day(due_on)}."
        raise RuleViolation(message, field="complete_as_of", source="Office practice")
    if complete_as_of > on:
        raise RuleViolation(
            f"Complete as of {_day(complete_as_of)}: that is after {_day(on)}.",
            field="complete_as_of",
        )
    if (closed := _find_closure(code, subject, year_covered)) is not None:
        since = _day(closed.complete_as_of)
        message = f"{_named(subject, year_covered)} of the {code} are closed already, as of {since}."
        raise RuleViolation(message, field="year_covered")
    closure = RegisterClosure(
        convention=code,
        subject=subject,
        year_covered=year_covered,
        complete_as_of=complete_as_of,
        source=sourcing.source,
        confidence=Confidence(sourcing.confidence),
        notes=sourcing.notes,
    )
    db.session.add(closure)
    db.session.flush()
    record(
        "register:closed", _ref(closure), f"{code}: {_named(subject, year_covered)}", by=by, as_of=str(complete_as_of)
    )
    return closure


def reopen_register(closure: RegisterClosure, *, by: Actor) -> None:
    """The register is not held to be complete any more: a missing row says nothing again."""
    name = f"{closure.convention}: {_named(closure.subject, closure.year_covered)}"
    record("register:reopened", _ref(closure), name, by=by, as_of=str(closure.complete_as_of))
    db.session.delete(closure)
    db.session.flush()


def _check_days(code: str, kind: ReportKind, year_covered: int | None, received_on: date, *, on: date) -> None:
    convention = get_convention(code)
    if received_on > on:
        raise RuleViolation(
            f"Received on {_day(received_on)}: that is after {_day(on)}.",
            field="received_on",
        )
    if received_on < convention.in_force_on:
        message = f"Received on {_day(received_on)}: the {code} is in force since {_day(convention.in_force_on)} only."
        raise RuleViolation(message, field="received_on")
    if kind is ReportKind.INITIAL and year_covered is not None:
        raise RuleViolation("An initial report covers no year of its own.", field="year_covered")
    if kind is ReportKind.ANNUAL and year_covered is None:
        raise RuleViolation("Say which year the annual report covers.", field="year_covered")
    if year_covered is not None and not convention.in_force_on.year <= year_covered <= received_on.year:
        message = f"A report received on {_day(received_on)} cannot cover {year_covered}."
        raise RuleViolation(message, field="year_covered")


def _check_form(language: str, forms: Mapping[str, str], public_link: str) -> None:
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES[1:])
        raise RuleViolation(f"The language “{language[:20]}” is none of {known}.", field="language")
    for letter, status in forms.items():
        if len(letter) != 1 or letter not in FORM_LETTERS:
            raise RuleViolation(f"There is no form {letter[:20]}; forms are A to J.", field="forms")
        if status not in FORM_STATUSES:
            known = ", ".join(FORM_STATUSES)
            raise RuleViolation(f"Form {letter} is “{status[:20]}”, which is none of {known}.", field="forms")
    if public_link and not public_link.startswith(("https://", "http://")):
        raise RuleViolation("The link must begin with https:// or http://.", field="public_link")


def _check_new(state: State, code: str, kind: ReportKind, year_covered: int | None, received_on: date) -> None:
    """One initial report for a State, and no report twice; a corrected annual report comes on another day."""
    wanted = select(Article7Report).where(
        Article7Report.convention == code, Article7Report.iso3 == state.iso3, Article7Report.kind == kind
    )
    for report in db.session.scalars(wanted):
        if kind is ReportKind.INITIAL:
            received = _day(report.received_on)
            message = f"{state.list_en}: an initial report is on record already, received on {received}."
            raise RuleViolation(message, field="kind")
        if (report.year_covered, report.received_on) == (year_covered, received_on):
            received = _day(received_on)
            message = f"{state.list_en}: the report covering {year_covered}, received on {received}, is on record."
            raise RuleViolation(message, field="received_on")


def _find_closure(code: str, subject: ClosureSubject, year_covered: int | None) -> RegisterClosure | None:
    wanted = select(RegisterClosure).where(
        RegisterClosure.convention == code,
        RegisterClosure.subject == subject,
        RegisterClosure.year_covered.is_(None)
        if year_covered is None
        else RegisterClosure.year_covered == year_covered,
    )
    return db.session.scalars(wanted).one_or_none()


def _named(subject: ClosureSubject, year_covered: int | None) -> str:
    words = str(subject).replace("_", " ").capitalize()
    return f"{words} covering {year_covered}" if year_covered is not None else words


def _ref(closure: RegisterClosure) -> Ref:
    return Ref("register", f"{closure.convention} {closure.subject} {closure.year_covered or ''}".strip())


def _day(day: date) -> str:
    return day_in_words(day, "EN")
