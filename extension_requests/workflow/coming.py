"""What the house does by itself about a request that has not come: it aims it, names doubts, notes its absence."""

from datetime import date

from conventions.meeting_order import MeetingOrder
from core.audit.workflow import Actor
from core.db import db
from core.errors import RuleViolation
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.doubts import doubt_of
from extension_requests.rules.consideration import aimed_at
from extension_requests.rules.machine import COMING, NOT_THERE, Act, RequestState
from extension_requests.workflow.transitions import HOUSE, advance, tell, turn_to
from states_parties.queries.as_of import Registers


def keep_watch(dossier: Dossier, order: MeetingOrder, registers: Registers, *, on: date, by: Actor) -> bool:
    """The dossier, which is held, follows the calendar and the registers of the day; True where anything changed.

    Nothing happens to one whose request has come. order: the formal meetings of its Convention.
    """
    if dossier.state not in (*COMING, *NOT_THERE):
        return False
    changed = [
        follow_calendar(dossier, order, on=on, by=by),
        wait_again(dossier, on=on, by=by),
        note_doubt(dossier, doubt_of(dossier, order, registers, on=on), by=by),
        note_what_did_not_come(dossier, on=on, by=by),
    ]
    return any(changed)


def follow_calendar(dossier: Dossier, order: MeetingOrder, *, on: date, by: Actor) -> bool:
    """It is aimed at the meeting that would consider it now. One the office chose stays until it is over."""
    before = order.find(dossier.meeting) if dossier.meeting else None
    over = before is not None and before.is_over(on)
    if before is not None and dossier.aimed_by_hand and before.is_ahead(on):
        return False
    target = aimed_at(dossier.deadline, order, on=on)
    if (target.short if target else "") == dossier.meeting:
        return False
    dossier.aimed_by_hand = False
    reason = f"the {dossier.meeting} is over" if over else "the calendar changed"
    turn_to(dossier, target.short if target else "", reason=reason, by=by)
    return True


def wait_again(dossier: Dossier, *, on: date, by: Actor) -> bool:
    """What counts as not submitted is waited for again where it is aimed at a meeting whose day is still to come."""
    return dossier.state is RequestState.NOT_SUBMITTED and _tried(dossier, Act.WAIT_AGAIN, on=on, by=by)


def note_doubt(dossier: Dossier, doubt: str, *, by: Actor) -> bool:
    """The dossier says what the registers leave open, and no longer what they have settled."""
    if doubt == dossier.conflict:
        return False
    before, dossier.conflict = dossier.conflict, doubt
    db.session.flush()
    tell("request:doubt", dossier, by=by, doubt=[before, doubt])
    return True


def note_what_did_not_come(dossier: Dossier, *, on: date, by: Actor) -> bool:
    """After its day a request counts as not submitted, after the deadline as lapsed; True where something was noted.

    Never while it is uncertain how the deadline stands, nor about what was found after the deadline.
    """
    if dossier.conflict or dossier.after_discovery:
        return False
    if dossier.state not in (*COMING, RequestState.NOT_SUBMITTED):
        return False
    return _tried(dossier, Act.NOTE_LAPSE if on > dossier.deadline else Act.NOTE_MISSING, on=on, by=by)


def _tried(dossier: Dossier, act: Act, *, on: date, by: Actor) -> bool:
    try:
        advance(dossier, act, who=HOUSE, on=on, by=by)
    except RuleViolation:
        return False
    return True
