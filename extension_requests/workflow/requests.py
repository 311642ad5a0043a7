"""The request itself: registered, acknowledged, revised, and put before the group that analyses it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import delete

from conventions.queries import meeting_order
from conventions.registry import get_convention
from core.audit.workflow import Actor
from core.db import db
from core.errors import RuleViolation
from core.wording import day_in_words
from extension_requests.document_files import Upload
from extension_requests.models.analysis import AnalysisSection
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.decisions import decisions_on
from extension_requests.queries.dossiers import followed_dossier
from extension_requests.queries.obligations import obligation_to_extend
from extension_requests.rules.consideration import aimed_at, next_after
from extension_requests.rules.documents import DocumentKind
from extension_requests.rules.duration import asked_until
from extension_requests.rules.machine import Act, RequestState, Who, check_transition
from extension_requests.workflow.documents import file_upload
from extension_requests.workflow.transitions import HOUSE, advance, hold_dossier, turn_to


@dataclass(frozen=True)
class Submission:
    """What came from the State. until, months: how long it asks for, one of them or both.

    annexes: (name, file). submitted_by: the office of the State that signed.
    """

    received_on: date
    language: str
    request: Upload
    note_verbale: Upload | None = None
    summary: Upload | None = None
    annexes: Sequence[tuple[str, Upload]] = ()
    until: date | None = None
    months: int | None = None
    interim: bool = False
    submitted_by: str = ""


def submit(dossier: Dossier, came: Submission, *, who: frozenset[Who], on: date, by: Actor) -> None:
    """The request is on file with its note verbale, and registered; one that comes late is registered all the same.

    A request whose decision was deferred may come again. The dossier of the request before, whose decision is followed
    up, is superseded. RuleViolation for what cannot be extended, on the day it came or today, and for too much time.
    """
    check_transition(dossier.state, Act.SUBMIT, who)
    if came.note_verbale is None:
        raise RuleViolation("The note verbale or signed letter of the State is missing.", field="note_verbale")
    _check_day(dossier, came.received_on, on=on)
    before = followed_dossier(dossier.convention, dossier.article, dossier.iso3)
    if before is not None and before.received_on is not None and came.received_on <= before.received_on:
        raise RuleViolation(
            f"The request before this one came on {day_in_words(before.received_on, 'EN')}; this one came later.",
            field="received_on",
        )
    obligation_to_extend(dossier.convention, dossier.article, dossier.iso3, on=came.received_on)
    found = obligation_to_extend(dossier.convention, dossier.article, dossier.iso3, on=on)
    dossier.deadline = found.deadline or dossier.deadline
    _ask_for(dossier, came)
    if dossier.state is RequestState.DEFERRED:
        _begin_again(dossier)
    _aim_at_a_coming_meeting(dossier, on=on, by=by)
    dossier.received_on, dossier.submitted_by = came.received_on, came.submitted_by.strip()
    dossier.version += 1
    _put_on_file(dossier, came, by=by)
    if before is not None:
        advance(hold_dossier(before.id), Act.SUPERSEDE, who=HOUSE, on=on, by=by)
    advance(
        dossier,
        Act.SUBMIT,
        who=who,
        on=on,
        by=by,
        received_on=came.received_on.isoformat(),
        asked_until=dossier.asked_until.isoformat() if dossier.asked_until else None,
        version=dossier.version,
    )


def revise(dossier: Dossier, came: Submission, *, who: frozenset[Who], on: date, by: Actor) -> None:
    """A new version of the request is on file, the old one stays as it was; the group checks the new one.

    Readings of the old version stay with it. The request counts as received when it first came.
    """
    check_transition(dossier.state, Act.REVISE, who)
    _check_day(dossier, came.received_on, on=on)
    if dossier.received_on is not None and came.received_on < dossier.received_on:
        raise RuleViolation(
            f"The request came on {day_in_words(dossier.received_on, 'EN')}; it was not revised before.",
            field="received_on",
        )
    before = dossier.asked_until
    if came.until is not None or came.months is not None:
        _ask_for(dossier, came)
    dossier.version += 1
    _put_on_file(dossier, came, by=by)
    changed = [each.isoformat() for each in (before, dossier.asked_until) if each and before != dossier.asked_until]
    advance(dossier, Act.REVISE, who=who, on=on, by=by, version=dossier.version, asked_until=changed or None)
    advance(dossier, Act.CHECK_AGAIN, who=HOUSE, on=on, by=by)


def acknowledge(
    dossier: Dossier,
    *,
    acknowledged_on: date,
    language: str,
    letter: Upload | None,
    circular: Upload | None,
    who: frozenset[Who],
    on: date,
    by: Actor,
) -> None:
    """The State has its acknowledgement, and all States Parties the circular; both are on file.

    letter, circular: None where it was put on file before, for example by the letter itself when it was sent.
    """
    check_transition(dossier.state, Act.ACKNOWLEDGE, who)
    if acknowledged_on > on:
        raise RuleViolation("It was not acknowledged on a day to come.", field="acknowledged_on")
    if dossier.received_on is not None and acknowledged_on < dossier.received_on:
        raise RuleViolation(
            f"The request came on {day_in_words(dossier.received_on, 'EN')}; it was not acknowledged before.",
            field="acknowledged_on",
        )
    for kind, upload in ((DocumentKind.ACKNOWLEDGEMENT, letter), (DocumentKind.CIRCULAR, circular)):
        if upload is not None:
            file_upload(dossier, kind, upload, language=language, dated_on=acknowledged_on, by=by)
    dossier.acknowledged_on = acknowledged_on
    advance(dossier, Act.ACKNOWLEDGE, who=who, on=on, by=by, acknowledged_on=acknowledged_on.isoformat())


def _check_day(dossier: Dossier, received_on: date, *, on: date) -> None:
    if received_on > on:
        raise RuleViolation("A request is not received on a day to come.", field="received_on")
    if dossier.state is RequestState.DEFERRED and received_on < dossier.state_since:
        raise RuleViolation(
            f"The decision was deferred on {day_in_words(dossier.state_since, 'EN')}; it did not come again before.",
            field="received_on",
        )


def _ask_for(dossier: Dossier, came: Submission) -> None:
    rule = get_convention(dossier.convention).by_article(dossier.article)
    dossier.asked_until = asked_until(rule, dossier.deadline, until=came.until, months=came.months)
    dossier.asked_months = came.months
    dossier.interim = came.interim


def _begin_again(dossier: Dossier) -> None:
    """What was done about the request as it was brought before is done anew; documents, readings and versions stay.

    The analysis is begun anew: its versions tell of the version of the request that they are about.
    """
    db.session.execute(delete(AnalysisSection).where(AnalysisSection.dossier_id == dossier.id))
    dossier.acknowledged_on = dossier.inputs_closed_on = dossier.issued_on = dossier.presented_on = None
    dossier.state_saw_draft_on = dossier.committee_saw_draft_on = None
    dossier.state_saw_version = dossier.committee_saw_version = None
    dossier.symbol = dossier.override_reason = ""


def _aim_at_a_coming_meeting(dossier: Dossier, *, on: date, by: Actor) -> None:
    """A meeting that is over, was cancelled or deferred its decision is not asked: the request goes to one that can."""
    order = meeting_order(dossier.convention)
    dealt_with = [each.meeting for each in decisions_on(dossier)]
    found = order.find(dossier.meeting) if dossier.meeting else None
    if found is None or not (found.is_ahead(on) or found.short in dealt_with):
        found = aimed_at(dossier.deadline, order, on=on)
    if found is not None and found.short in dealt_with:
        found = next_after(found.short, order, on=on)
    chosen = found.short if found else ""
    if dossier.meeting != chosen:
        turn_to(dossier, chosen, reason="the meeting before is over, was cancelled or has deferred it", by=by)


def _put_on_file(dossier: Dossier, came: Submission, *, by: Actor) -> None:
    """The request in the version that the dossier counts, and whatever came with it."""
    put = partial(file_upload, dossier, language=came.language, dated_on=came.received_on, by=by)
    put(DocumentKind.REQUEST, came.request, version=dossier.version)
    for kind, upload in ((DocumentKind.NOTE_VERBALE, came.note_verbale), (DocumentKind.SUMMARY, came.summary)):
        if upload is not None:
            put(kind, upload)
    for name, upload in came.annexes:
        put(DocumentKind.ANNEX, upload, name=name)
