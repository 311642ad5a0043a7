"""What a meeting may decide on a request, and how.

Source: APMBC art. 5 (3) and (5); CCM art. 3 (3) and (5), 4 (5) and (7): a majority of States Parties present and
voting, in practice consensus; only the CCM lets a meeting grant a shorter time than asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from conventions.days import Days
from conventions.definitions import Obligation
from conventions.registry import get_convention
from conventions.rules import check_extension
from core.errors import RuleViolation
from core.wording import day_in_words, list_in_words
from extension_requests.rules.machine import Act, RequestState
from extension_requests.rules.silence import SOURCE as OF_SILENCE
from extension_requests.rules.silence import Silence, SilenceState, where_it_stands
from meetings.rules.votes import SOURCE as OF_VOTES
from meetings.rules.votes import Count, Vote, count_of


class Outcome(StrEnum):
    GRANTED = "granted"
    GRANTED_SHORTER = "granted for less"
    NOT_GRANTED = "not granted"
    DEFERRED = "deferred"


class Mode(StrEnum):
    CONSENSUS = "consensus"
    VOTE = "vote"
    SILENCE = "silence procedure"


GRANTS = (Outcome.GRANTED, Outcome.GRANTED_SHORTER)
WITH_FINAL_TEXT = (
    *(RequestState.GRANTED, RequestState.GRANTED_SHORTER, RequestState.FOLLOW_UP),
    *(RequestState.COMPLETED, RequestState.SUPERSEDED),
)
ACTS: Mapping[Outcome, Act] = {
    Outcome.GRANTED: Act.GRANT,
    Outcome.GRANTED_SHORTER: Act.GRANT_SHORTER,
    Outcome.NOT_GRANTED: Act.REFUSE,
    Outcome.DEFERRED: Act.DEFER,
}


@dataclass(frozen=True)
class Sitting:
    """The meeting as the calendar has it. parts: the days of each part with days. cancelled: it was not held."""

    name: str
    opens_on: date | None
    closes_on: date | None
    cancelled: bool = False
    parts: Sequence[Days] = ()


@dataclass(frozen=True)
class Asked:
    """What is decided about. until: the day asked for. presented_on: the day on which the meeting heard the request."""

    convention: str
    obligation: Obligation
    deadline: date
    until: date | None
    presented_on: date | None = None


@dataclass(frozen=True)
class Decided:
    """A decision as it was taken. granted_until: of a grant. vote: on granting it, or on deferring it."""

    outcome: Outcome
    mode: Mode
    decided_on: date
    granted_until: date | None = None
    reason: str = ""
    vote: Vote | None = None
    document: str = ""
    paragraph: str = ""


def check_decision(
    decided: Decided,
    asked: Asked,
    sitting: Sitting | None,
    *,
    parties: int,
    silence: Silence | None,
    on: date,
    at: datetime,
) -> Count | None:
    """The figures of a vote, where there was one. RuleViolation, with the rule, for what cannot have been decided.

    sitting: None where the calendar has no such meeting. parties: States Parties on the day of the decision. on, at:
    when it is recorded.
    """
    count = _check_mode(decided, parties=parties, silence=silence, at=at)
    check_sitting(decided, sitting, on=on)
    if asked.presented_on and decided.decided_on < asked.presented_on:
        presented = day_in_words(asked.presented_on, "EN")
        raise RuleViolation(f"The request was presented on {presented}: it was not decided before.", field="decided_on")
    if decided.outcome in GRANTS:
        check_grant(decided, asked)
    elif decided.granted_until is not None:
        raise RuleViolation("Only a request that is granted has a new deadline.", field="granted_until")
    elif not decided.reason.strip():
        raise RuleViolation("Say what reason the meeting gave.", field="reason")
    return count


def check_sitting(decided: Decided, sitting: Sitting | None, *, on: date) -> None:
    """A decision is of a meeting that has opened; by silence it may also be taken while the meeting cannot sit."""
    day = decided.decided_on
    if sitting is None:
        raise RuleViolation("No meeting is named that considers the request: there is nobody to decide.")
    if sitting.cancelled:
        raise RuleViolation(f"The {sitting.name} was cancelled: it decides nothing. Name another meeting first.")
    if decided.mode is Mode.SILENCE:
        return
    if day > on:
        raise RuleViolation(f"{day_in_words(day, 'EN')} has not come yet.", field="decided_on")
    if sitting.opens_on is None or sitting.closes_on is None:
        raise RuleViolation(f"The {sitting.name} has no days yet.", field="decided_on")
    if day < sitting.opens_on:
        opens = day_in_words(sitting.opens_on, "EN")
        raise RuleViolation(f"The {sitting.name} opens on {opens}: it decides nothing before.", field="decided_on")
    if day > sitting.closes_on:
        closed = day_in_words(sitting.closes_on, "EN")
        raise RuleViolation(f"The {sitting.name} closed on {closed}: it decides nothing after.", field="decided_on")
    check_sat_on(sitting, day, field="decided_on")


def check_sat_on(sitting: Sitting, day: date, *, field: str) -> None:
    """The meeting sat on that day: of one in parts, not between them."""
    if sitting.parts and not any(each.contains(day) for each in sitting.parts):
        sat = list_in_words([each.in_words for each in sitting.parts], "EN")
        raise RuleViolation(f"Give a day of the {sitting.name}, which sat on {sat}.", field=field)


def check_grant(decided: Decided, asked: Asked) -> None:
    """As long as asked, or for less where the Convention lets the meeting shorten; within the cap of the article."""
    until = decided.granted_until
    if until is None:
        raise RuleViolation("Name the day until which the extension is granted.", field="granted_until")
    if asked.until is None:
        raise RuleViolation("The request does not say how long it asks for.", field="granted_until")
    shorter = decided.outcome is Outcome.GRANTED_SHORTER
    if shorter and not get_convention(asked.convention).grants_less:
        raise RuleViolation(
            f"The {asked.convention} lets a meeting grant a request or not, not for less time than was asked for.",
            source=asked.obligation.source,
            field="granted_until",
        )
    try:
        check_extension(asked.obligation, asked.deadline, until)
    except RuleViolation as refusal:
        raise RuleViolation(refusal.message, source=refusal.source, field="granted_until") from refusal
    told = day_in_words(asked.until, "EN")
    if shorter and until >= asked.until:
        raise RuleViolation(f"The request asks until {told}: that is not less.", field="granted_until")
    if not shorter and until != asked.until:
        raise RuleViolation(f"The request asks until {told}; another day is no grant of it.", field="granted_until")


def _check_mode(decided: Decided, *, parties: int, silence: Silence | None, at: datetime) -> Count | None:
    if decided.mode is not Mode.VOTE and decided.vote is not None:
        raise RuleViolation("Only a vote has figures. Choose “vote”, or leave them out.", field="votes_for")
    if decided.mode is Mode.VOTE:
        return check_vote_on(decided, parties=parties)
    if decided.mode is Mode.SILENCE:
        _check_silence(silence, at=at)
    return None


def check_vote_on(decided: Decided, *, parties: int) -> Count:
    """More in favour than against grants or defers, otherwise it is not granted; abstentions do not count."""
    count = count_of(decided.vote)
    if count.took_part > parties:
        raise RuleViolation(
            f"{count.took_part} took part, but there were {parties} States Parties on that day.",
            field="took_part",
            source=OF_VOTES,
        )
    refused = decided.outcome is Outcome.NOT_GRANTED
    if count.carried is refused:
        told = "it was granted" if refused else "it was not"
        raise RuleViolation(
            f"With {count.in_favour} in favour and {count.against} against, {told}.", field="votes_for", source=OF_VOTES
        )
    return count


def _check_silence(silence: Silence | None, *, at: datetime) -> None:
    if silence is None:
        raise RuleViolation("No silence procedure on this request is on record. Open one first.", field="mode")
    match where_it_stands(silence, at=at):
        case SilenceState.BROKEN:
            raise RuleViolation("Silence was broken: nothing was decided by it.", field="mode", source=OF_SILENCE)
        case SilenceState.RUNNING:
            raise RuleViolation("The silence procedure has not ended.", field="mode", source=OF_SILENCE)
