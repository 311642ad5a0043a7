"""What a meeting has to fill, and all that is weighed for it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from committees.models.rotation import Slate
from committees.queries.offices import Offices
from committees.rules.composition import AFFECTED, DONOR, MATTERS
from committees.rules.rotation import SeatThen, in_last_year_after, seats_at
from committees.rules.slates import BodyThen, MeetingThen, StateThen
from committees.rules.terms import Holding, chair_periods
from conventions.meeting_order import FormalMeeting
from core.errors import NotFound, RuleViolation
from core.wording import day_in_words
from states_parties.facts import StateFacts
from states_parties.queries.facts import state_facts
from states_parties.rules.names import sort_key
from states_parties.rules.standing import Standing


def formal_meeting(offices: Offices, short: str) -> FormalMeeting:
    """The meeting of an address; NotFound names the nearest ones."""
    try:
        return offices.order.get(short)
    except RuleViolation as unknown:
        raise NotFound(unknown.message) from unknown


def seats_of_bodies(offices: Offices, meeting: FormalMeeting, *, on: date) -> list[tuple[Any, Any, list[SeatThen]]]:
    """(body, composition, seats) of every body that has elected seats after the meeting; rows."""
    day = meeting.changes_on or on
    found = []
    for body in offices.bodies_on(day):
        composition = offices.composition(body.slug, on=day)
        if composition is not None and composition.seats:
            held = offices.holdings(body.slug)
            found.append((body, composition, seats_at(held, offices.order, meeting, composition.seats, on=on)))
    return found


def meeting_then(offices: Offices, short: str, *, on: date) -> MeetingThen:
    """Everything that is weighed for the election at a meeting. on: the day of the page."""
    meeting = formal_meeting(offices, short)
    following = offices.order.following(meeting.short)
    facts = state_facts(offices.convention, on=meeting.changes_on or on)
    return MeetingThen(
        convention=offices.convention,
        meeting=meeting,
        following=following,
        bodies=_bodies_then(offices, meeting, on=on),
        states={each.iso3: _state_then(each, offices) for each in facts},
        presides=following.presidency_state if following else "",
    )


def plan_of(offices: Offices, plan: MeetingThen, slate: Slate, *, on: date) -> MeetingThen:
    """What a slate of the meeting is weighed against: the present, or what was on record when it was decided."""
    if slate.decided_after_term is None:
        return plan
    then = offices.up_to_term(slate.decided_after_term)
    return replace(plan, bodies=_bodies_then(then, plan.meeting, on=slate.elected_on or on))


def parties_by_name(plan: MeetingThen) -> list[tuple[str, str]]:
    """Code and name of the States Parties of the first day: the choices of a form."""
    parties = [(each.iso3, each.name) for each in plan.states.values() if not each.not_party]
    return sorted(parties, key=lambda each: sort_key(each[1]))


def _bodies_then(offices: Offices, meeting: FormalMeeting, *, on: date) -> list[BodyThen]:
    return [
        _body_then(offices, body, composition, seats, meeting)
        for body, composition, seats in seats_of_bodies(offices, meeting, on=on)
    ]


def _body_then(
    offices: Offices, body: Any, composition: Any, seats: Sequence[SeatThen], meeting: FormalMeeting
) -> BodyThen:
    held = offices.holdings(body.slug)
    return BodyThen(
        slug=body.slug,
        name=body.name_en,
        role=composition.seat_role,
        seats=seats,
        renewed=composition.renewed_each_time,
        term_meetings=composition.term_meetings,
        chair_rule=composition.chair_rule.value,
        mixes=composition.mixes,
        source=composition.source,
        matter=MATTERS.get(body.slug, ""),
        served=_served(held, meeting),
        last_year=_in_last_year(seats, offices, meeting),
        chaired=Counter(
            each.iso3 for each in held for period in chair_periods(each, offices.order) if _begun(period, meeting)
        ),
    )


def _begun(period: Any, meeting: FormalMeeting) -> bool:
    return meeting.changes_on is None or period.starts_on < meeting.changes_on


def _served(held: Sequence[Holding], meeting: FormalMeeting) -> Mapping[str, date | None]:
    """Who was in the body before the close, and the first day on which it no longer was."""
    found: dict[str, date | None] = {}
    for each in held:
        if each.period is not None and _begun(each.period, meeting):
            found[each.iso3] = each.period.ends_before
    return found


def _in_last_year(seats: Sequence[SeatThen], offices: Offices, meeting: FormalMeeting) -> list[str]:
    after = [each.elected or each.holding for each in seats if each.elected or not each.takes_nominations]
    return [each.iso3 for each in after if each and in_last_year_after(each, offices.order, meeting)]


def _state_then(facts: StateFacts, offices: Offices) -> StateThen:
    responsible = bool(facts.statements_about("victim_assistance"))
    clearance = facts.obligation("clearance")
    affected = responsible or bool(clearance and clearance.open)
    roles = {AFFECTED} if affected else set()
    if facts.statements_about("assistance_provided"):
        roles.add(DONOR)
    is_party = facts.standing is Standing.STATE_PARTY
    return StateThen(
        iso3=facts.iso3,
        name=offices.states[facts.iso3].name,
        region=facts.region,
        not_party="" if is_party else facts.standing.value,
        withdraws_on=facts.withdrawal_effective_on if is_party else None,
        roles=frozenset(roles),
        open=_open_matters(facts, responsible),
    )


def _open_matters(facts: StateFacts, responsible: bool) -> dict[str, str]:
    """What it has still to fulfil, by the matter of committees.rules.composition.MATTERS."""
    found = {}
    for each in facts.obligations:
        if each.open:
            until = f", deadline {day_in_words(each.deadline, 'EN')}" if each.deadline else ""
            found[each.key] = f"open obligation under Article {each.article}{until}"
    if responsible:
        found["victim assistance"] = "responsible for victims in its own jurisdiction"
    if facts.statements_about("compliance"):
        found["compliance"] = "its own compliance is being looked into"
    return found
