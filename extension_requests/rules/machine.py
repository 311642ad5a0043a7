"""The way of a request: which act leads from which state to which, and who may do it.

Read `TRANSITIONS` from top to bottom. What must hold before an act stands in `guards.py` under the name of the act,
the day by which it is due in `timetable.py`. Source of the whole: CCM art. 3 (3-5) and 4 (5-8), APMBC art. 5 (3-6),
the process of the APMBC's 7MSP and 12MSP, CCM/MSP/2019/12; where a row names none, office practice.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from core.errors import RuleViolation


class RequestState(StrEnum):
    ANTICIPATED = "anticipated"
    ANNOUNCED = "announced"
    NOT_SUBMITTED = "not submitted"
    LAPSED = "lapsed"
    SUBMITTED = "submitted"
    ACKNOWLEDGED = "acknowledged"
    IN_COMPLETENESS = "in completeness check"
    CLARIFYING = "being clarified"
    REVISED = "revised"
    DRAFTING = "analysis being drafted"
    ADOPTED = "adopted by the group"
    ISSUED = "issued"
    PRESENTED = "presented"
    GRANTED = "granted"
    GRANTED_SHORTER = "granted for less"
    NOT_GRANTED = "not granted"
    DEFERRED = "deferred"
    FOLLOW_UP = "followed up"
    COMPLETED = "completed"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    ANTICIPATE = "anticipate"
    ANNOUNCE = "announce"
    SUBMIT = "submit"
    NOTE_MISSING = "note-missing"
    NOTE_LAPSE = "note-lapse"
    WAIT_AGAIN = "wait-again"
    ACKNOWLEDGE = "acknowledge"
    OPEN_CHECK = "open-check"
    ASK = "ask"
    CLOSE_ROUND = "close-round"
    REVISE = "revise"
    CHECK_AGAIN = "check-again"
    BEGIN_DRAFT = "begin-draft"
    ADOPT = "adopt"
    ISSUE = "issue"
    PRESENT = "present"
    GRANT = "grant"
    GRANT_SHORTER = "grant-shorter"
    REFUSE = "refuse"
    DEFER = "defer"
    BRING_AGAIN = "bring-again"
    FOLLOW = "follow"
    COMPLETE = "complete"
    SUPERSEDE = "supersede"
    FOLLOW_AGAIN = "follow-again"
    WITHDRAW = "withdraw"


class Who(StrEnum):
    """As what somebody acts. The State, and the meeting, act by what the ISU records of them with its source."""

    HOUSE = "the house itself"
    ISU = "ISU"
    CHAIR = "chair of the group"
    GROUP = "member of the group"


@dataclass(frozen=True)
class Transition:
    """source: who says so, beyond the sources of the whole table."""

    act: Act
    before: tuple[RequestState, ...]
    after: RequestState
    who: Who
    words: str
    source: str = "Office practice"


S, A = RequestState, Act
COMING = (S.ANTICIPATED, S.ANNOUNCED)
NOT_THERE = (S.NOT_SUBMITTED, S.LAPSED)
IN_ANALYSIS = (
    S.SUBMITTED,
    S.ACKNOWLEDGED,
    S.IN_COMPLETENESS,
    S.CLARIFYING,
    S.REVISED,
    S.DRAFTING,
    S.ADOPTED,
    S.ISSUED,
    S.PRESENTED,
)
OPEN = (*COMING, *NOT_THERE, *IN_ANALYSIS, S.DEFERRED)  # not decided: one for each obligation
ENDED = (S.NOT_GRANTED, S.COMPLETED, S.WITHDRAWN)  # nothing follows
CONSENSUS = "APMBC art. 5 (5), CCM art. 3 (5) and 4 (7)"

TRANSITIONS: tuple[Transition, ...] = (
    Transition(A.ANNOUNCE, (S.ANTICIPATED,), S.ANNOUNCED, Who.ISU, "Record that the State announced its request"),
    Transition(A.SUBMIT, (*COMING, *NOT_THERE, S.DEFERRED), S.SUBMITTED, Who.ISU, "Register the request"),
    Transition(A.NOTE_MISSING, COMING, S.NOT_SUBMITTED, Who.HOUSE, "Note that no request came by its day"),
    Transition(A.NOTE_LAPSE, (*COMING, S.NOT_SUBMITTED), S.LAPSED, Who.HOUSE, "Note that the deadline has passed"),
    Transition(A.WAIT_AGAIN, (S.NOT_SUBMITTED,), S.ANTICIPATED, Who.HOUSE, "Note that its day is still to come"),
    Transition(A.ACKNOWLEDGE, (S.SUBMITTED,), S.ACKNOWLEDGED, Who.ISU, "Record the acknowledgement"),
    Transition(A.OPEN_CHECK, (S.ACKNOWLEDGED,), S.IN_COMPLETENESS, Who.ISU, "Open the completeness check"),
    Transition(A.ASK, (S.IN_COMPLETENESS,), S.CLARIFYING, Who.CHAIR, "Send questions to the State", "CCM/MSP/2019/12"),
    Transition(A.CLOSE_ROUND, (S.CLARIFYING,), S.IN_COMPLETENESS, Who.ISU, "Close the round of questions"),
    Transition(A.REVISE, (S.IN_COMPLETENESS, S.CLARIFYING), S.REVISED, Who.ISU, "Register a revised request"),
    Transition(A.CHECK_AGAIN, (S.REVISED,), S.IN_COMPLETENESS, Who.HOUSE, "Check the new version"),
    Transition(
        A.BEGIN_DRAFT, (S.IN_COMPLETENESS,), S.DRAFTING, Who.CHAIR, "Begin the analysis", "Mandates of the groups"
    ),
    Transition(A.ADOPT, (S.DRAFTING,), S.ADOPTED, Who.GROUP, "Agree to the analysis", "Mandates of the groups"),
    Transition(A.ISSUE, (S.ADOPTED,), S.ISSUED, Who.ISU, "Record that the analysis is issued"),
    Transition(A.PRESENT, (S.ISSUED,), S.PRESENTED, Who.ISU, "Record that it was presented"),
    Transition(A.GRANT, (S.PRESENTED,), S.GRANTED, Who.ISU, "Record that it was granted", CONSENSUS),
    Transition(
        A.GRANT_SHORTER,
        (S.PRESENTED,),
        S.GRANTED_SHORTER,
        Who.ISU,
        "Record that less time was granted",
        "CCM art. 3 (5) and 4 (7)",
    ),
    Transition(A.REFUSE, (S.PRESENTED,), S.NOT_GRANTED, Who.ISU, "Record that it was not granted", CONSENSUS),
    Transition(A.DEFER, (S.PRESENTED,), S.DEFERRED, Who.ISU, "Record that the decision was deferred", CONSENSUS),
    Transition(A.BRING_AGAIN, (S.DEFERRED,), S.ISSUED, Who.ISU, "Bring it to the next meeting as it is"),
    Transition(A.FOLLOW, (S.GRANTED, S.GRANTED_SHORTER), S.FOLLOW_UP, Who.HOUSE, "Follow up the decision"),
    Transition(A.COMPLETE, (S.FOLLOW_UP,), S.COMPLETED, Who.ISU, "Record the declaration of completion"),
    Transition(A.SUPERSEDE, (S.FOLLOW_UP,), S.SUPERSEDED, Who.HOUSE, "Note that a new request follows"),
    Transition(A.FOLLOW_AGAIN, (S.SUPERSEDED,), S.FOLLOW_UP, Who.HOUSE, "Note that the new request led to no grant"),
    Transition(A.WITHDRAW, OPEN, S.WITHDRAWN, Who.ISU, "Record that there will be no request"),
)


def find_transition(state: RequestState, act: Act) -> Transition | None:
    return next((each for each in TRANSITIONS if each.act is act and state in each.before), None)


def possible(state: RequestState, who: Collection[Who]) -> list[Transition]:
    """What somebody of these capacities may do next, in the order of the table, guards apart."""
    return [each for each in TRANSITIONS if state in each.before and each.who in who]


def check_transition(state: RequestState, act: Act, who: Collection[Who]) -> Transition:
    """RuleViolation where the state does not allow the act, or the act belongs to somebody else."""
    found = find_transition(state, act)
    if found is None:
        words = next(each.words for each in TRANSITIONS if each.act is act)
        raise RuleViolation(f"“{words}” does not follow here: the request is {state.value}.", source="Office practice")
    if found.who not in who:
        raise RuleViolation(f"“{found.words}” is for {_told(found.who)}.", source=found.source)
    return found


def _told(who: Who) -> str:
    return {
        Who.HOUSE: "the house itself",
        Who.ISU: "the ISU",
        Who.CHAIR: "the chair of the group, or the State that leads",
        Who.GROUP: "the members of the group who take part",
    }[who]
