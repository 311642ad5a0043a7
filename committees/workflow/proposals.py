"""What becomes of a proposal: adopted, its effects happen; or not adopted, and it stays on record."""

from datetime import date
from typing import Any

from committees.models.bodies import Place, PlaceKind, PlaceOf
from committees.models.reforms import ProposalKind, ProposalState, ReformProposal, Scenario
from committees.queries.effects import Effects, effects_of
from committees.queries.offices import Offices
from committees.workflow.bodies import end_body, end_terms, get_row
from committees.workflow.compositions import replace_composition
from committees.workflow.mandates import Decision, newest_mandate, replace_mandate
from committees.workflow.reforms import hold_proposal, ref_to_scenario, rule_proposed
from committees.workflow.subjects import hold_body, ref_to_body
from conventions.queries import meeting_order
from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from states_parties.facts import Sourcing
from states_parties.models import Confidence

SEAT_GONE = "the seat was discontinued"


def adopt_proposal(
    convention: str,
    scenario: str,
    number: int,
    *,
    decision: Decision,
    expected: str,
    on: date,
    by: Actor,
) -> Effects:
    """The meeting adopted it: everything that follows happens from the day after its close.

    expected: the fingerprint of the effects that were shown; refused where they are others by now.
    """
    story, proposal = hold_proposal(convention, scenario, number)
    bodies = {slug: hold_body(convention, slug) for slug in sorted({proposal.body, proposal.into_body} - {""})}
    _check_words(decision)
    effects = effects_of(Offices(convention), proposal, decision.meeting, on=on)
    if effects.fingerprint != expected:
        raise RuleViolation("What would happen has changed in the meantime. Look at it again before you adopt.")
    sourcing = _source_of(story, proposal, decision)
    if effects.mandate_of:
        replace_mandate(
            bodies[effects.mandate_of],
            newest_mandate(convention, effects.mandate_of),
            points=list(effects.points),
            decision=decision,
            first=effects.from_day,
            sourcing=sourcing,
            by=by,
        )
    if effects.discontinued:
        end_body(bodies[effects.discontinued], effects, by=by)
    elif proposal.kind is ProposalKind.COMPOSITION:
        end_terms(effects, SEAT_GONE)
        replace_composition(
            bodies[proposal.body],
            rule_proposed(proposal, effects.composition),
            decision=decision,
            first=effects.from_day,
            terms_ended=len(effects.cut),
            sourcing=sourcing,
            by=by,
        )
    elif proposal.kind is ProposalKind.INVITE:
        _invite(bodies[proposal.body], proposal, effects, sourcing, by=by)
    _decide(story, proposal, ProposalState.ADOPTED, decision, effects.meeting.closes_on, by=by)
    return effects


def reject_proposal(
    convention: str, scenario: str, number: int, *, decision: Decision, on: date, by: Actor
) -> ReformProposal:
    """The meeting did not adopt it. Nothing else changes."""
    story, proposal = hold_proposal(convention, scenario, number)
    _check_words(decision)
    meeting = meeting_order(convention).get(decision.meeting)
    if meeting.closes_on is None or meeting.opens_on is None or meeting.opens_on > on:
        raise RuleViolation(
            f"The {meeting.short} has not opened yet; what became of a proposal is recorded afterwards.",
            field="meeting",
        )
    _decide(story, proposal, ProposalState.NOT_ADOPTED, decision, meeting.closes_on, by=by)
    return proposal


def _invite(body: Any, proposal: ReformProposal, effects: Effects, sourcing: Sourcing, *, by: Actor) -> None:
    for row in effects.places_ended:
        get_row(Place, row.id).ends_before = effects.from_day
    db.session.add(
        Place(
            convention=body.convention,
            body=body.slug,
            kind=PlaceKind.STANDING_INVITATION,
            of=PlaceOf.INSTITUTION,
            name=proposal.institution,
            starts_on=effects.from_day,
            ends_before=None,
            **_columns(sourcing),
        )
    )
    db.session.flush()
    details = {"institution": proposal.institution, "from_day": effects.from_day.isoformat()}
    record("invitation:added", ref_to_body(body), body.name_en, by=by, **details)


def _decide(
    story: Scenario,
    proposal: ReformProposal,
    state: ProposalState,
    decision: Decision,
    decided_on: date | None,
    *,
    by: Actor,
) -> None:
    proposal.state, proposal.decided_at, proposal.decided_on = state, decision.meeting, decided_on
    proposal.decision_document, proposal.decision_paragraph = decision.document, decision.paragraph
    db.session.flush()
    record(
        "proposal:adopted" if state is ProposalState.ADOPTED else "proposal:not-adopted",
        ref_to_scenario(story),
        story.title,
        by=by,
        number=proposal.number,
        title=proposal.title,
        meeting=decision.meeting,
        document=decision.document or None,
        paragraph=decision.paragraph or None,
    )


def _source_of(story: Scenario, proposal: ReformProposal, decision: Decision) -> Sourcing:
    """The decision itself; the proposal is named in the notes."""
    where = f"{decision.document}{f' para {decision.paragraph}' if decision.paragraph else ''}"
    return Sourcing(
        f"{decision.meeting};{where}" if where else decision.meeting,
        Confidence.HIGH.value,
        f"adopted: proposal {proposal.number} of “{story.title}”",
    )


def _columns(sourcing: Sourcing) -> dict[str, Any]:
    return {"source": sourcing.source, "confidence": sourcing.confidence, "notes": sourcing.notes}


def _check_words(decision: Decision) -> None:
    for field, text, longest in (("document", decision.document, 80), ("paragraph", decision.paragraph, 40)):
        if len(text) > longest:
            raise RuleViolation(f"The {field} is longer than {longest} characters.", field=field)
