"""What a meeting decided on a request is recorded, and whatever follows from it in the same transaction."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from conventions.models import MeetingState
from conventions.queries import meeting_order
from conventions.registry import get_convention
from core.audit.workflow import Actor
from core.civil import day_at
from core.db import db
from core.errors import RuleViolation
from core.wording import day_in_words
from extension_requests.models.decisions import Clause, RequestDecision, SilenceProcedure
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.decisions import (
    clauses_of,
    decisions_on,
    meeting_rows,
    newest_silence,
    silence_of,
    sitting_of,
    text_of_clause,
)
from extension_requests.queries.obligations import obligation_to_extend
from extension_requests.rules.clauses import ClauseKind, check_clause, names_day
from extension_requests.rules.consideration import check_can_consider, next_after
from extension_requests.rules.decisions import ACTS, GRANTS, Asked, Decided, Mode, Outcome, check_decision, check_sat_on
from extension_requests.rules.machine import Act, Who, check_transition
from extension_requests.workflow.clauses import draft_anew
from extension_requests.workflow.decision_text import put_final_on_file
from extension_requests.workflow.dossiers import follow_the_one_before
from extension_requests.workflow.promises import make_promises
from extension_requests.workflow.transitions import HOUSE, advance, turn_to
from meetings.models.decisions import How
from meetings.rules.votes import Count
from meetings.workflow.decisions import Taken, record_decision, record_late_decision
from states_parties.facts import Sourcing
from states_parties.queries.registers import standing_counts
from states_parties.rules.standing import Standing
from states_parties.workflow.deadlines import extend_deadline

HOW: Mapping[Mode, How] = {Mode.CONSENSUS: How.CONSENSUS, Mode.VOTE: How.VOTE, Mode.SILENCE: How.SILENCE}


def present(dossier: Dossier, *, presented_on: date, who: frozenset[Who], on: date, by: Actor) -> None:
    """The State has presented its request, and the group its analysis; the dossier is held."""
    check_transition(dossier.state, Act.PRESENT, who)
    sitting = sitting_of(dossier)
    if sitting is not None and sitting.cancelled:
        raise RuleViolation(f"The {sitting.name} was cancelled: nothing was presented there.")
    if presented_on > on:
        raise RuleViolation("It was not presented on a day to come.", field="presented_on")
    if sitting and sitting.opens_on and presented_on < sitting.opens_on:
        opens = day_in_words(sitting.opens_on, "EN")
        raise RuleViolation(f"The {sitting.name} opens on {opens}: it is presented there.", field="presented_on")
    if sitting:
        check_sat_on(sitting, presented_on, field="presented_on")
    dossier.presented_on = presented_on
    advance(dossier, Act.PRESENT, who=who, on=on, by=by, presented_on=presented_on.isoformat())


def decide(
    dossier: Dossier, decided: Decided, *, who: frozenset[Who], on: date, by: Actor, in_register: bool = False
) -> RequestDecision:
    """The decision is on record; a grant writes the new deadline, once, and begins the follow-up. The dossier is held.

    in_register: it is also a decision of the meeting's own register. RuleViolation for what cannot have been decided,
    for a State that is no party or has completed, and for a deadline that is another one by now; nothing has changed
    then.
    """
    check_transition(dossier.state, ACTS[decided.outcome], who)
    silence = newest_silence(dossier) if decided.mode is Mode.SILENCE else None
    if silence is not None:
        decided = replace(decided, decided_on=day_at(silence.closes_at, silence.zone))
    count = _check(dossier, decided, silence, on=on, at=by.at)
    row = _keep(dossier, decided, count, silence, by=by)
    granted = decided.outcome in GRANTS
    clauses = _final_clauses(dossier, decided, on=decided.decided_on, by=by) if granted else []
    if granted:
        _extend(dossier, decided, by=by)
    if in_register:
        row.register_id = _enter(dossier, decided, clauses, silence, on=on, by=by)
    advance(dossier, ACTS[decided.outcome], who=who, on=on, by=by, reason=decided.reason, **_told(decided))
    if granted:
        put_final_on_file(dossier, row, clauses, by=by)
        make_promises(dossier, clauses, decided_on=decided.decided_on)
        advance(dossier, Act.FOLLOW, who=HOUSE, on=on, by=by, new_deadline=decided.granted_until)
    if decided.outcome is Outcome.DEFERRED:
        _aim_at_the_next(dossier, on=on, by=by)
    if decided.outcome is Outcome.NOT_GRANTED:
        follow_the_one_before(dossier, on=on, by=by)
    return row


def bring_again(dossier: Dossier, meeting: str, *, who: frozenset[Who], on: date, by: Actor) -> None:
    """The request and its analysis go to a later meeting as they are; the dossier, which was deferred, is held."""
    check_transition(dossier.state, Act.BRING_AGAIN, who)
    found = meeting_order(dossier.convention).get(meeting)
    check_can_consider(found, on=on)
    if found.short in [each.meeting for each in decisions_on(dossier)]:
        raise RuleViolation(f"The {found.short} has dealt with the request already.", field="meeting")
    dossier.meeting, dossier.presented_on = found.short, None
    advance(dossier, Act.BRING_AGAIN, who=who, on=on, by=by, meeting=found.short)


def _check(
    dossier: Dossier, decided: Decided, silence: SilenceProcedure | None, *, on: date, at: datetime
) -> Count | None:
    rule = get_convention(dossier.convention).by_article(dossier.article)
    count = check_decision(
        decided,
        Asked(dossier.convention, rule, dossier.deadline, dossier.asked_until, dossier.presented_on),
        sitting_of(dossier),
        parties=standing_counts(dossier.convention, on=decided.decided_on)[Standing.STATE_PARTY],
        silence=silence_of(silence) if silence else None,
        on=on,
        at=at,
    )
    found = obligation_to_extend(dossier.convention, dossier.article, dossier.iso3, on=decided.decided_on)
    if found.deadline != dossier.deadline and found.deadline is not None:
        raise RuleViolation(
            f"The register has {day_in_words(found.deadline, 'EN')} as the deadline by now, the request is about "
            f"{day_in_words(dossier.deadline, 'EN')}. Put one of them right first."
        )
    return count


def _keep(
    dossier: Dossier, decided: Decided, count: Count | None, silence: SilenceProcedure | None, *, by: Actor
) -> RequestDecision:
    row = RequestDecision(
        dossier_id=dossier.id,
        meeting=dossier.meeting,
        outcome=decided.outcome,
        mode=decided.mode,
        decided_on=decided.decided_on,
        granted_until=decided.granted_until,
        yes=count.in_favour if count else None,
        no=count.against if count else None,
        abstained=count.abstaining if count else None,
        silence_id=silence.id if silence else None,
        document=decided.document.strip(),
        paragraph=decided.paragraph.strip(),
        reason=decided.reason.strip(),
        recorded_at=by.at,
        recorded_by=by.name,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _final_clauses(dossier: Dossier, decided: Decided, *, on: date, by: Actor) -> list[Clause]:
    """As they were written; by rule where nobody has. They name the day of the grant, and ask for nothing after it."""
    until = decided.granted_until
    clauses = list(clauses_of(dossier)) or list(draft_anew(dossier, until=until, on=on, by=by))
    for each in clauses:
        check_clause(text_of_clause(each), until=until)
    if until and not any(each.kind is ClauseKind.TERMS and names_day(each.text, until) for each in clauses):
        told = day_in_words(until, "EN")
        raise RuleViolation(
            f"The text of the decision does not say that it is granted until {told}. Put the text right first.",
            field="granted_until",
        )
    return clauses


def _extend(dossier: Dossier, decided: Decided, *, by: Actor) -> None:
    assert decided.granted_until is not None  # the rule has asked for it
    extend_deadline(
        dossier.convention,
        dossier.iso3,
        dossier.article,
        extended_to=decided.granted_until,
        granted_at=dossier.meeting,
        sourcing=Sourcing(_source(dossier, decided), "high"),
        by=by,
    )


def _source(dossier: Dossier, decided: Decided) -> str:
    """Where the decision stands."""
    paragraph = f", para. {decided.paragraph.strip()}" if decided.paragraph.strip() else ""
    return f"{decided.document.strip() or f'Decision of the {dossier.meeting}'}{paragraph}"


def _enter(
    dossier: Dossier,
    decided: Decided,
    clauses: list[Clause],
    silence: SilenceProcedure | None,
    *,
    on: date,
    by: Actor,
) -> int:
    """The same decision, on its own day, in the register of the part of the meeting in which it was taken; its id."""
    parts = [each for each in meeting_rows(dossier) if each.state is not MeetingState.CANCELLED]
    meeting = next((each for each in reversed(parts) if each.starts_on and each.starts_on <= decided.decided_on), None)
    meeting = meeting or parts[0]
    text = clauses[0].text if clauses else f"The request was {decided.outcome.value}: {decided.reason.strip()}"
    taken = Taken(text, how=HOW[decided.mode], vote=decided.vote)
    if decided.outcome is Outcome.NOT_GRANTED and decided.vote is not None:
        raise RuleViolation("A vote that did not carry is no decision of the register: leave it out there.")
    if silence:
        return record_decision(meeting, taken, taken_at=silence.closes_at, by=by).id
    return record_late_decision(meeting, taken, taken_on=decided.decided_on, on=on, by=by).id


def _aim_at_the_next(dossier: Dossier, *, on: date, by: Actor) -> None:
    """The meeting after the one that deferred it considers it, as far as the calendar shows one."""
    following = next_after(dossier.meeting, meeting_order(dossier.convention), on=on)
    turn_to(dossier, following.short if following else "", reason="the decision was deferred", by=by)


def _told(decided: Decided) -> dict[str, Any]:
    return {
        "mode": decided.mode.value,
        "decided_on": decided.decided_on.isoformat(),
        "granted_until": decided.granted_until.isoformat() if decided.granted_until else None,
        "document": decided.document.strip() or None,
    }
