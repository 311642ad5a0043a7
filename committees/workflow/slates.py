"""Slates: proposals for the seats that fall free at a meeting, made, compared, put forward, elected or not taken."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from committees.models.rotation import OPEN, ChairNomination, Nomination, Slate, SlateState
from committees.queries.offices import Offices
from committees.queries.rotation import meeting_then
from committees.queries.slates import SlateOnRecord, candidacies_at, get_slate, standing_offers
from committees.rules.rotation import OFFICE_PRACTICE
from committees.rules.slates import MeetingThen, Proposal, Proposed, members_with
from committees.rules.suggestion import Suggestion, cannot, suggest
from core.audit.workflow import Actor, record
from core.clock import day_of
from core.db import Ref, db
from core.errors import RuleViolation

LONGEST_TITLE, LONGEST_REASON = 160, 300


def make_slate(convention: str, meeting: str, *, title: str, notes: str = "", by: Actor) -> Slate:
    """An empty proposal. RuleViolation for an unknown meeting, and a title that is missing, too long or taken."""
    found = Offices(convention).order.get(meeting)
    _check_title(convention, found.short, title)
    slate = Slate(
        convention=convention,
        meeting=found.short,
        title=title.strip(),
        notes=notes.strip(),
        made_by=by.name,
        made_at=by.at,
    )
    db.session.add(slate)
    db.session.flush()
    record("slate:made", ref_to_slate(slate), slate.title, by=by, meeting=slate.meeting)
    return slate


def copy_slate(found: SlateOnRecord, *, title: str, by: Actor) -> Slate:
    """Another draft for the same meeting with the same nominations and chairs."""
    slate = make_slate(found.slate.convention, found.slate.meeting, title=title, notes=found.slate.notes, by=by)
    for row in found.nominations:
        _add(slate, row.body, row.seat, row.iso3, row.reasons)
    for row in found.chairs:
        _add_chair(slate, row.body, row.iso3, row.reasons)
    db.session.flush()
    record("slate:copied", ref_to_slate(slate), slate.title, by=by, copied_from=found.slate.title)
    return slate


def nominate(
    convention: str, meeting: str, slate_id: int, *, body: str, seat: int, iso3: str, reason: str = "", by: Actor
) -> None:
    """The State is proposed for the seat; whoever was proposed for it before is not any more.

    RuleViolation for a slate that is decided, a seat that does not fall free, and a State that cannot be elected.
    """
    found = _to_change(convention, meeting, slate_id)
    plan = meeting_then(Offices(convention), meeting, on=day_of(by.at))
    _check_reason(reason)
    others = [each for each in found.proposal.seats if (each.body, each.seat) != (body, seat)]
    _check_nomination(plan, Proposal(others), Proposed(body, seat, iso3))
    present = found.nominated(body, seat)
    if present is not None:
        db.session.delete(db.session.get_one(Nomination, present.id))
        db.session.flush()
    _add(found.slate, body, seat, iso3, [reason.strip()] if reason.strip() else [])
    db.session.flush()
    _tell("slate:nominated", found.slate, by, body=body, seat=seat, state=iso3)


def propose_chair(
    convention: str, meeting: str, slate_id: int, *, body: str, iso3: str, reason: str = "", by: Actor
) -> None:
    """The State is proposed to chair the body in the year after the meeting, instead of whoever was.

    RuleViolation for a body that chooses no chair and a State that would not be a member.
    """
    found = _to_change(convention, meeting, slate_id)
    plan = meeting_then(Offices(convention), meeting, on=day_of(by.at))
    _check_reason(reason)
    then = plan.body(body)
    if then is None or not then.chooses_chair:
        name = then.name if then else body[:60]
        raise RuleViolation(f"The {name} chooses no chair from among its members.", field="body")
    if iso3 not in members_with(then, found.proposal):
        name = plan.states[iso3].name if iso3 in plan.states else iso3[:10]
        raise RuleViolation(
            f"{name} would not be a member of the {then.name} then, so it cannot chair it.", field="state"
        )
    if present := found.chair(body):
        db.session.delete(db.session.get_one(ChairNomination, present.id))
        db.session.flush()
    _add_chair(found.slate, body, iso3, [reason.strip()] if reason.strip() else [])
    db.session.flush()
    _tell("slate:chair-proposed", found.slate, by, body=body, state=iso3)


def remove_nomination(convention: str, meeting: str, slate_id: int, nomination_id: int, *, by: Actor) -> None:
    """The seat is open on the slate again; the State is not proposed to chair the body either."""
    found = _to_change(convention, meeting, slate_id)
    row = db.session.get(Nomination, nomination_id)
    if row is None or row.slate_id != slate_id:
        raise RuleViolation(f"The proposal “{found.slate.title}” has no nomination {nomination_id}.")
    chair = found.chair(row.body)
    if chair is not None and chair.iso3 == row.iso3:
        db.session.delete(db.session.get_one(ChairNomination, chair.id))
    db.session.delete(row)
    db.session.flush()
    _tell("slate:nomination-removed", found.slate, by, body=row.body, seat=row.seat, state=row.iso3)


def remove_chair(convention: str, meeting: str, slate_id: int, chair_id: int, *, by: Actor) -> None:
    """Nobody is proposed to chair that body."""
    found = _to_change(convention, meeting, slate_id)
    row = db.session.get(ChairNomination, chair_id)
    if row is None or row.slate_id != slate_id:
        raise RuleViolation(f"The proposal “{found.slate.title}” has no chair {chair_id}.")
    db.session.delete(row)
    db.session.flush()
    _tell("slate:chair-removed", found.slate, by, body=row.body, state=row.iso3)


def suggest_into(
    convention: str, meeting: str, slate_id: int, *, others: bool, unknown_too: bool, by: Actor
) -> Suggestion:
    """Fills what the slate leaves open as the house suggests, with the reasons; what is on it stays.

    others, unknown_too: see committees.rules.suggestion.suggest. RuleViolation where there is nothing to add.
    """
    found = _to_change(convention, meeting, slate_id)
    plan = meeting_then(Offices(convention), meeting, on=day_of(by.at))
    offers = standing_offers(candidacies_at(convention, found.slate.meeting))
    suggestion = suggest(plan, found.proposal, offers, others=others, unknown_too=unknown_too)
    if not suggestion.seats and not suggestion.chairs:
        why = (
            "no candidate is left for the open seats"
            if suggestion.left_empty
            else "no seat that is known to fall free is open"
        )
        raise RuleViolation(f"There is nothing to suggest: {why}.", source=OFFICE_PRACTICE)
    for each in suggestion.seats:
        _add(found.slate, each.body, each.seat, each.iso3, each.reasons)
    for each in suggestion.chairs:
        _add_chair(found.slate, each.body, each.iso3, each.reasons)
    db.session.flush()
    _tell("slate:suggested", found.slate, by, seats=len(suggestion.seats), chairs=len(suggestion.chairs))
    return suggestion


def put_forward(convention: str, meeting: str, slate_id: int, *, by: Actor) -> None:
    """The slate is the one to be put before the meeting; another one put forward is a draft again."""
    found = _to_change(convention, meeting, slate_id)
    if not found.nominations:
        raise RuleViolation(f"The proposal “{found.slate.title}” names nobody yet.")
    if found.slate.state is SlateState.PUT_FORWARD:
        raise RuleViolation(f"The proposal “{found.slate.title}” is put forward already.")
    for other in _others(found.slate):
        if other.state is SlateState.PUT_FORWARD:
            other.state = SlateState.DRAFT
    db.session.flush()
    found.slate.state = SlateState.PUT_FORWARD
    db.session.flush()
    _tell("slate:put-forward", found.slate, by)


def mark_not_taken(convention: str, meeting: str, slate_id: int, *, by: Actor) -> None:
    """The slate stays on record and can be changed no more."""
    found = _to_change(convention, meeting, slate_id)
    decide_slate(found.slate, SlateState.NOT_TAKEN, after_term=Offices(convention).newest_term)
    db.session.flush()
    _tell("slate:not-taken", found.slate, by)


def hold_slate(convention: str, meeting: str, slate_id: int) -> SlateOnRecord:
    """The slate as it stands; nobody else changes it, or another of the meeting, until this transaction ends.

    All of them are taken in the order of their ids, so that no two acts wait for each other.
    """
    slates = select(Slate).where(Slate.convention == convention, Slate.meeting == meeting).order_by(Slate.id)
    db.session.scalars(slates.with_for_update().execution_options(populate_existing=True)).all()
    return get_slate(convention, meeting, slate_id)


def decide_slate(slate: Slate, state: SlateState, *, after_term: int, elected_on: date | None = None) -> None:
    """after_term: the newest on record before it was decided."""
    slate.state, slate.elected_on, slate.decided_after_term = state, elected_on, after_term


def other_open_slates(slate: Slate) -> list[Slate]:
    return [other for other in _others(slate) if other.state in OPEN]


def ref_to_slate(slate: Slate) -> Ref:
    return Ref("slate", str(slate.id))


def _to_change(convention: str, meeting: str, slate_id: int) -> SlateOnRecord:
    found = hold_slate(convention, meeting, slate_id)
    check_open(found.slate)
    return found


def check_open(slate: Slate) -> None:
    if slate.state not in OPEN:
        raise RuleViolation(f"The proposal “{slate.title}” is {slate.state.value}: it stays as it is.")


def _check_nomination(plan: MeetingThen, proposal: Proposal, new: Proposed) -> None:
    body = plan.body(new.body)
    if body is None:
        raise RuleViolation(f"“{new.body[:60]}” has no elected seats after the {plan.meeting.short}.", field="seat")
    seat = next((each for each in body.seats if each.seat == new.seat), None)
    if seat is None or not seat.takes_nominations:
        raise RuleViolation(
            f"Seat {new.seat} of the {body.name} does not fall free at the {plan.meeting.short}.", field="seat"
        )
    state = plan.states.get(new.iso3)
    if state is None:
        raise RuleViolation(f"“{new.iso3[:10]}” is not a State of the register.", field="state")
    why = "" if state.withdraws_on else cannot(plan, body, state, members_with(body, proposal))
    if why:
        raise RuleViolation(
            f"{state.name} cannot be proposed for the {body.name}: {why}.", field="state", source=OFFICE_PRACTICE
        )


def _check_title(convention: str, meeting: str, title: str) -> None:
    if not title.strip() or len(title) > LONGEST_TITLE:
        raise RuleViolation(f"Give the proposal a title of up to {LONGEST_TITLE} characters.", field="title")
    taken = select(Slate.id).where(
        Slate.convention == convention, Slate.meeting == meeting, Slate.title == title.strip()
    )
    if db.session.scalar(taken) is not None:
        raise RuleViolation(
            f"Another proposal for the {meeting} has the title “{title.strip()}” already.", field="title"
        )


def _check_reason(reason: str) -> None:
    if len(reason) > LONGEST_REASON:
        raise RuleViolation(f"Give the reason in up to {LONGEST_REASON} characters.", field="reason")


def _others(slate: Slate) -> Sequence[Slate]:
    return db.session.scalars(
        select(Slate)
        .where(Slate.convention == slate.convention, Slate.meeting == slate.meeting, Slate.id != slate.id)
        .order_by(Slate.id)
    ).all()


def _add(slate: Slate, body: str, seat: int, iso3: str, reasons: Sequence[str]) -> None:
    db.session.add(
        Nomination(
            slate_id=slate.id, convention=slate.convention, body=body, seat=seat, iso3=iso3, reasons=list(reasons)
        )
    )


def _add_chair(slate: Slate, body: str, iso3: str, reasons: Sequence[str]) -> None:
    db.session.add(
        ChairNomination(slate_id=slate.id, convention=slate.convention, body=body, iso3=iso3, reasons=list(reasons))
    )


def _tell(act: str, slate: Slate, by: Actor, **details: Any) -> None:
    record(act, ref_to_slate(slate), slate.title, by=by, meeting=slate.meeting, **details)
