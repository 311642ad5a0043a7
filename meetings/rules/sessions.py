"""What a session must be, and what is to be weighed about it before it is announced."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from core.civil import check_zone, instant_of, is_shown_twice
from core.errors import RuleViolation
from core.wording import day_in_words, ordinal_in_words

USUAL_HOURS = ((time(10), time(13)), (time(15), time(18)))  # of the United Nations Office at Geneva
LONGEST_WITHOUT_BREAK = 180  # minutes; interpreters work three hours at a time
SATURDAY = 5


@dataclass(frozen=True)
class SessionPlan:
    """A session as it is asked for: the words are those of the models. second_time: in an hour shown twice, the later.

    session_id: None for one that is not there yet.
    """

    title: str
    day: date
    starts: time
    ends: time
    kind: str = "plenary"
    zone: str = "Europe/Zurich"
    second_time: bool = False
    mode: str = "in-person"
    room: str = ""
    interpretation: tuple[str, ...] = ()
    body: str = ""
    session_id: int | None = None


@dataclass(frozen=True)
class Occasion:
    """What is known of the meeting a session belongs to. needs_interpretation: it is formal and has languages."""

    short: str
    starts_on: date | None
    ends_on: date | None
    needs_interpretation: bool = False


def check_session(plan: SessionPlan) -> SessionPlan:
    """The plan as it is kept. Refused: no title, an end not after the start, a time clocks never show."""
    if not plan.title.strip():
        raise RuleViolation("Give the session a title.", field="title")
    if len(plan.title.strip()) > 200:
        raise RuleViolation("A title has no more than 200 characters.", field="title")
    if plan.ends <= plan.starts:
        raise RuleViolation(
            f"The session would end at {plan.ends:%H:%M}, not after its start at {plan.starts:%H:%M}. "
            "What goes past midnight is two sessions.",
            field="ends",
        )
    check_zone(plan.zone)
    span_of(plan)
    return plan


def shifted_by(plan: SessionPlan, days: int) -> SessionPlan:
    """So many days later, at the same hours. RuleViolation where clocks do not show them that day."""
    try:
        return check_session(replace(plan, day=plan.day + timedelta(days=days)))
    except RuleViolation as refusal:
        raise RuleViolation(
            f"“{plan.title}” cannot move along. {refusal.message} "
            "Change its hours first, or leave the sessions where they are."
        ) from None


def minutes_of(plan: SessionPlan) -> int:
    """How long it lasts, counted on the clock that runs on when clocks are changed."""
    first, last = span_of(plan)
    return int((last - first).total_seconds() // 60)


def warnings_of(
    plan: SessionPlan, others: Sequence[SessionPlan], occasion: Occasion, *, breaks: Sequence[tuple[time, int]] = ()
) -> list[str]:
    """What is to be weighed, each a sentence. others: sessions that are not cancelled. breaks: start and minutes."""
    return [
        *_outside(plan, occasion),
        *_clashes(plan, others),
        *_long(plan, breaks),
        *_without_interpretation(plan, occasion),
        *_shown_twice(plan),
    ]


def to_be_asked(
    plan: SessionPlan, others: Sequence[SessionPlan], occasion: Occasion, *, before: SessionPlan | None = None
) -> list[str]:
    """What somebody is asked about before the session is planned so, a sentence each. before: how it stood, if it did.

    What stood against it already is not asked again.
    """

    def against(session: SessionPlan) -> list[str]:
        return [*_outside(session, occasion), *_clashes(session, others)]

    known = against(before) if before is not None else []
    return [each for each in against(plan) if each not in known]


def runs_into(plan: SessionPlan, until: time, others: Sequence[SessionPlan]) -> list[str]:
    """What the session would clash with only because it lasts until then, past its end; a sentence each."""
    clashing = list(_clashes(plan, others))
    return [each for each in _clashes(replace(plan, ends=until), others) if each not in clashing]


def overlap(one: SessionPlan, other: SessionPlan) -> bool:
    """Whether both are held at the same time, wherever their clocks are."""
    (a, b), (c, d) = span_of(one), span_of(other)
    return a < d and c < b


def usual_sessions(meeting: Occasion, like: SessionPlan, others: Sequence[SessionPlan]) -> list[SessionPlan]:
    """Mornings and afternoons of the working days of a meeting, as far as no other session is held then.

    like: zone, mode and languages of them. Source: Office practice, see USUAL_HOURS.
    """
    if meeting.starts_on is None or meeting.ends_on is None:
        return []
    days = [meeting.starts_on + timedelta(days=each) for each in range((meeting.ends_on - meeting.starts_on).days + 1)]
    found: list[SessionPlan] = []
    for day in days:
        for starts, ends in USUAL_HOURS if day.weekday() < SATURDAY else ():
            plan = replace(like, day=day, starts=starts, ends=ends)
            if not any(overlap(plan, other) for other in others):
                found.append(
                    replace(plan, title=f"{ordinal_in_words(len(others) + len(found) + 1)} session".capitalize())
                )
    return found


@lru_cache(maxsize=4096)  # a page compares each session with all others
def span_of(plan: SessionPlan) -> tuple[datetime, datetime]:
    """The instants at which it begins and is over: of an hour shown twice, the first that lies after the beginning."""
    begins = instant_of(plan.day, plan.starts, plan.zone, second_time=plan.second_time)
    over = instant_of(plan.day, plan.ends, plan.zone, field="ends")
    return begins, over if over > begins else instant_of(plan.day, plan.ends, plan.zone, second_time=True)


def _outside(plan: SessionPlan, occasion: Occasion) -> Iterator[str]:
    first, last = occasion.starts_on, occasion.ends_on
    if first and last and not first <= plan.day <= last:
        yield (
            f"{day_in_words(plan.day, 'EN')} is not a day of the {occasion.short}, which is held from "
            f"{day_in_words(first, 'EN')} to {day_in_words(last, 'EN')}."
        )


def _clashes(plan: SessionPlan, others: Sequence[SessionPlan]) -> Iterator[str]:
    for other in others:
        if (other.session_id == plan.session_id and plan.session_id is not None) or not overlap(plan, other):
            continue
        when = f"{other.starts:%H:%M} to {other.ends:%H:%M}"
        if plan.room and plan.room.casefold() == other.room.casefold():
            yield f"“{other.title}” is in the same room, {plan.room}, from {when}."
        elif plan.body and plan.body == other.body:
            yield f"The same committee leads “{other.title}” from {when}."
        elif "plenary" in (plan.kind, other.kind) and "side event" not in (plan.kind, other.kind):
            yield f"“{other.title}” is held at the same time, from {when}."


def _long(plan: SessionPlan, breaks: Sequence[tuple[time, int]]) -> Iterator[str]:
    at = _clock(plan.starts)
    longest = 0
    for start, minutes in sorted(breaks):
        longest = max(longest, _clock(start) - at)
        at = _clock(start) + minutes
    longest = max(longest, _clock(plan.ends) - at)
    if longest > LONGEST_WITHOUT_BREAK:
        yield f"It runs {longest // 60} h {longest % 60:02} without a break; interpreters work three hours at a time."


def _clock(at: time) -> int:
    return at.hour * 60 + at.minute


def _without_interpretation(plan: SessionPlan, occasion: Occasion) -> Iterator[str]:
    exempt = plan.kind in ("informal consultation", "side event", "closed")
    if occasion.needs_interpretation and not plan.interpretation and not exempt:
        yield f"The {occasion.short} is formal, and no interpretation is foreseen for this session."


def _shown_twice(plan: SessionPlan) -> Iterator[str]:
    if is_shown_twice(plan.day, plan.starts, plan.zone):
        which = "second" if plan.second_time else "first"
        yield (
            f"On {day_in_words(plan.day, 'EN')} the clocks in {plan.zone} show {plan.starts:%H:%M} twice; "
            f"the {which} is meant."
        )
