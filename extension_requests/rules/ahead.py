"""What lies ahead of a request: its phase on the board, the main act that follows, and the step of the timetable."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from extension_requests.rules.flags import is_late
from extension_requests.rules.machine import (
    COMING,
    NOT_THERE,
    TRANSITIONS,
    Act,
    RequestState,
    Transition,
    Who,
    possible,
)
from extension_requests.rules.timetable import Step, due_on

SIDE = (  # not the main way
    *(Act.WITHDRAW, Act.ANNOUNCE, Act.REVISE, Act.DEFER, Act.REFUSE, Act.GRANT_SHORTER),
    *(Act.FOLLOW_AGAIN, Act.WAIT_AGAIN, Act.COMPLETE, Act.SUPERSEDE),
)
WHO = {
    Who.HOUSE: "Chancery",
    Who.ISU: "ISU",
    Who.CHAIR: "Chair of the group, or the State that leads",
    Who.GROUP: "Members of the group",
}


class Phase(StrEnum):
    """The columns of the board, in their order."""

    COMING = "coming"
    SUBMITTED = "submitted"
    IN_ANALYSIS = "in analysis"
    ISSUED = "issued"
    DECIDED = "decided"


class Standing(StrEnum):
    """How a step of the timetable stands; OPEN also where the house does not know."""

    DONE = "done"
    CAME_LATE = "came late"
    LATE = "late"
    NEXT = "next"
    OPEN = ""


S = RequestState
# The main way: states of one row lie equally far on it. A step is done once the request has come where its act leads.
WAY = (
    (*COMING, *NOT_THERE),
    (S.SUBMITTED,),
    (S.ACKNOWLEDGED,),
    (S.IN_COMPLETENESS, S.CLARIFYING, S.REVISED),
    (S.DRAFTING,),
    (S.ADOPTED,),
    (S.ISSUED, S.DEFERRED),
    (S.PRESENTED,),
    (S.GRANTED, S.GRANTED_SHORTER, S.NOT_GRANTED, S.FOLLOW_UP, S.COMPLETED, S.SUPERSEDED),
)
FAR = {state: place for place, row in enumerate(WAY) for state in row}
PHASES = {
    **dict.fromkeys((*COMING, *NOT_THERE), Phase.COMING),
    **dict.fromkeys((S.SUBMITTED, S.ACKNOWLEDGED), Phase.SUBMITTED),
    **dict.fromkeys((S.IN_COMPLETENESS, S.CLARIFYING, S.REVISED, S.DRAFTING, S.ADOPTED), Phase.IN_ANALYSIS),
    **dict.fromkeys((S.ISSUED, S.PRESENTED, S.DEFERRED), Phase.ISSUED),
}


def phase_of(state: RequestState) -> Phase:
    """Whatever ended, or is followed up, is decided."""
    return PHASES.get(state, Phase.DECIDED)


def main_act(state: RequestState, rounds: int) -> Transition | None:
    """The act on the main way, what people do before what the house does; None where the request has ended.

    None also while a decision is followed up: then what it asks for comes next, promise by promise.

    rounds: of questions sent so far; after the first one the analysis follows, though another round may be sent.
    """
    beside = (*SIDE, Act.ASK) if rounds else SIDE
    following = [each for each in possible(state, list(Who)) if each.act not in beside]
    following.sort(key=lambda each: each.who is Who.HOUSE)
    return following[0] if following else None


def next_step(steps: Sequence[Step], state: RequestState, rounds: int) -> Step | None:
    """The day of the main act with its rule; None where none is known."""
    following = main_act(state, rounds)
    return due_on(list(steps), following.act) if following else None


def standing(
    step: Step,
    state: RequestState,
    rounds: int,
    *,
    on: date,
    received_on: date | None = None,
    doubtful: bool = False,
) -> Standing:
    """A revised request, and questions, need not be: they are not late once the analysis is begun.

    received_on: the day the request came, where it is known. doubtful: whether the days before it came bind nobody, as
    where the deadline is uncertain: then nothing is late until it comes. Of a deferred request the days are those of
    the next meeting: nothing of them is done.
    """
    if step.act is None or state is RequestState.WITHDRAWN:
        return Standing.OPEN
    far, [leads_to] = FAR[state], [FAR[each.after] for each in TRANSITIONS if each.act is step.act]
    following = main_act(state, rounds)
    if state is RequestState.DEFERRED:
        return Standing.NEXT if following and following.act is step.act else Standing.OPEN
    if state is RequestState.REVISED and step.act is Act.REVISE:
        return Standing.DONE
    if step.act in (Act.ASK, Act.REVISE):
        if step.act is Act.ASK and rounds:
            return Standing.DONE
        if far > leads_to:
            return Standing.OPEN
    elif far >= leads_to:
        return Standing.CAME_LATE if step.act is Act.SUBMIT and is_late(received_on, step.due_on) else Standing.DONE
    late = step.due_on < on and step.act is not Act.REVISE
    if late and not (doubtful and far == 0):
        return Standing.LATE
    return Standing.NEXT if following and following.act is step.act else Standing.OPEN
