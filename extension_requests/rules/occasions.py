"""On which occasions letters are written about a request, and when each may be drafted."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from extension_requests.rules.machine import COMING, IN_ANALYSIS, NOT_THERE, RequestState

HEADS_UP_MONTHS = (24, 18, 12)  # before the deadline. Source: Office practice


class Occasion(StrEnum):
    """Why a letter is written about a request."""

    HEADS_UP = "heads-up"
    ACKNOWLEDGEMENT = "acknowledgement"
    CIRCULAR = "circular to all States Parties"
    QUESTIONS = "questions to the State"
    DECISION = "letter on the decision"
    MISSED = "what was not received"


@dataclass(frozen=True)
class Correspondence:
    """template: its slug. states: in which it may be drafted. to_all: to every State Party, not only to the one asking.

    of_group: its body signs, where the template is signed by a chair. confidential: only the group reads it.
    """

    template: str
    title: str
    states: tuple[RequestState, ...]
    to_all: bool = False
    of_group: bool = False
    confidential: bool = False


S = RequestState
DECIDED = (S.GRANTED, S.GRANTED_SHORTER, S.NOT_GRANTED, S.DEFERRED, S.FOLLOW_UP)

LETTERS: Mapping[Occasion, Correspondence] = {
    Occasion.HEADS_UP: Correspondence("extension-heads-up", "Deadline ahead", (*COMING, *NOT_THERE)),
    Occasion.ACKNOWLEDGEMENT: Correspondence("request-acknowledgement", "Acknowledgement", IN_ANALYSIS),
    Occasion.CIRCULAR: Correspondence("request-circular", "Circular", IN_ANALYSIS, to_all=True),
    Occasion.QUESTIONS: Correspondence(
        "request-questions", "Questions", (S.IN_COMPLETENESS, S.CLARIFYING), of_group=True, confidential=True
    ),
    Occasion.DECISION: Correspondence("request-decision", "Letter on the decision", DECIDED),
    Occasion.MISSED: Correspondence("request-promise-missed", "Not received", (S.FOLLOW_UP,), of_group=True),
}


def usual_occasions(state: RequestState) -> list[Occasion]:
    """Those that a letter may be drafted on in that state."""
    return [occasion for occasion, letter in LETTERS.items() if state in letter.states]
