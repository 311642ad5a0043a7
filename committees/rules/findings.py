"""What is to be said of a slate: what breaks a rule, what is to be weighed, what is to be known."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from committees.rules.chairs import too_early, too_early_in_words
from committees.rules.composition import MIXES
from committees.rules.rotation import OFFICE_PRACTICE, Situation
from committees.rules.slates import (
    BodyThen,
    MeetingThen,
    Proposal,
    Proposed,
    StateThen,
    last_years,
    members_with,
    missing_roles,
    offices_of,
)
from core.wording import counted, day_in_words, list_in_words


class Severity(StrEnum):
    """breach: against a rule. warning: to be weighed. note: to be known."""

    BREACH = "breach"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """hard: a breach that no meeting can wish away. body: the slug of the body it is about, "" for the whole slate."""

    severity: Severity
    sentence: str
    source: str = OFFICE_PRACTICE
    body: str = ""
    hard: bool = False


def findings(plan: MeetingThen, proposal: Proposal) -> list[Finding]:
    """What is to be said of a slate: breaches first, then warnings, then notes, each in the order of the bodies."""
    found = [*_out_of_place(plan, proposal)]
    for body in plan.bodies:
        if proposal.of(body.slug) or body.to_fill:
            found += _of_body(plan, body, proposal)
        found += _chair(plan, body, proposal)
    found += _whole_spread(plan, proposal)
    return sorted(found, key=lambda each: (list(Severity).index(each.severity), not each.hard))


def breaches(found: Sequence[Finding], *, hard: bool) -> list[Finding]:
    return [each for each in found if each.severity is Severity.BREACH and each.hard is hard]


def _out_of_place(plan: MeetingThen, proposal: Proposal) -> Iterator[Finding]:
    for each in proposal.seats:
        body = plan.body(each.body)
        seats = {seat.seat: seat for seat in body.seats} if body else {}
        name = plan.states[each.iso3].name
        if body is None or each.seat not in seats:
            where = body.name if body else each.body
            yield _hard(f"{name}: the {where} has no seat {each.seat} then.", each.body)
        elif not seats[each.seat].takes_nominations:
            holding = seats[each.seat].elected or seats[each.seat].holding
            holder = plan.states[holding.iso3].name if holding else "somebody"
            yield _hard(f"{name}: seat {each.seat} of the {body.name} is held by {holder} then.", each.body)


def _of_body(plan: MeetingThen, body: BodyThen, proposal: Proposal) -> Iterator[Finding]:
    proposed = proposal.of(body.slug)
    members = members_with(body, proposal)
    yield from _twice(plan, body, members)
    for each in proposed:
        yield from _one_state(plan, body, plan.states[each.iso3], proposal)
    yield from _part_renewed(body, proposed)
    yield from _mixes(plan, body, members)
    if proposed:
        yield from _spread(plan, body, members)


def _twice(plan: MeetingThen, body: BodyThen, members: Sequence[str]) -> Iterator[Finding]:
    for iso3, count in Counter(members).items():
        if count > 1:
            yield _hard(f"{plan.states[iso3].name} would be in the {body.name} twice.", body.slug)


def _one_state(plan: MeetingThen, body: BodyThen, state: StateThen, proposal: Proposal) -> Iterator[Finding]:
    if state.not_party:
        when = f" on {day_in_words(plan.first_day, 'EN')}" if plan.first_day else ""
        yield Finding(
            Severity.BREACH,
            f"{state.name} is not a State Party{when}: {state.not_party}.",
            "States Parties hold offices",
            body.slug,
            hard=True,
        )
    elif state.withdraws_on:
        yield _breach(
            f"{state.name} has notified its withdrawal, effective on {day_in_words(state.withdraws_on, 'EN')}: "
            f"its seat in the {body.name} would fall vacant.",
            body.slug,
        )
    yield from _former_service(plan, body, state)
    if body.matter and (what := state.open.get(body.matter)):
        yield Finding(
            Severity.WARNING,
            f"{state.name}: {what}. It would take no part when the {body.name} speaks of it.",
            body=body.slug,
        )
    elsewhere = offices_of(plan, proposal, besides=body.slug).get(state.iso3, [])
    if elsewhere:
        yield Finding(
            Severity.WARNING,
            f"{state.name} would be in the {body.name} and hold {list_in_words(elsewhere, 'EN')} at the same time.",
            body=body.slug,
        )


def _former_service(plan: MeetingThen, body: BodyThen, state: StateThen) -> Iterator[Finding]:
    if state.iso3 not in body.served:
        return
    ended = body.served[state.iso3]
    if any(each.holding and each.holding.iso3 == state.iso3 for each in body.leaving):
        severity = Severity.NOTE if body.term_meetings == 1 else Severity.WARNING
        yield Finding(
            severity,
            f"{state.name} leaves the {body.name} at this very meeting: it would be elected again at once.",
            body=body.slug,
        )
    elif ended is not None:
        yield Finding(
            Severity.NOTE,
            f"{state.name} was in the {body.name} before, until {day_in_words(ended, 'EN')}.",
            body=body.slug,
        )


def _part_renewed(body: BodyThen, proposed: Sequence[Proposed]) -> Iterator[Finding]:
    """Exactly the part renewed each time; a seat that fell vacant in mid-term is filled besides."""
    filled = {each.seat for each in proposed}
    empty = [each.seat for each in body.seats if each.to_fill and each.seat not in filled]
    if body.renewed is None:
        if empty:
            yield Finding(Severity.WARNING, f"The {body.name}: {_seats(empty)} would stay empty.", body=body.slug)
        return
    number = len(proposed) + len(body.elected)
    vacant = sum(each.situation is Situation.VACANT and each.seat in filled for each in body.seats)
    left = f"; {_seats(empty)} would stay empty" if empty else ""
    if number == body.renewed and empty:
        yield Finding(Severity.WARNING, f"The {body.name}: {_seats(empty)} would stay empty.", body.source, body.slug)
    elif number - vacant <= body.renewed < number and not empty:
        yield Finding(
            Severity.WARNING,
            f"The {body.name}: {number} of {_all_seats(body)} would be filled, {body.renewed} "
            f"by rule each time; {vacant} of them fell vacant, and the terms will no longer be evenly staggered.",
            body.source,
            body.slug,
        )
    elif number != body.renewed:
        if body.unknown:
            left += f"; of {counted(len(body.unknown), 'seat', 'seats')} the holder is not documented"
        yield Finding(
            Severity.BREACH,
            f"The {body.name} renews {body.renewed} of {_all_seats(body)} each time; {number} would be filled{left}.",
            body.source,
            body.slug,
        )


def _all_seats(body: BodyThen) -> str:
    return counted(len(body.seats), "seat", "seats")


def _seats(numbers: Sequence[int]) -> str:
    words = list_in_words([str(number) for number in numbers], "EN")
    return f"seat {words}" if len(numbers) == 1 else f"seats {words}"


def _mixes(plan: MeetingThen, body: BodyThen, members: Sequence[str]) -> Iterator[Finding]:
    missing = missing_roles(plan, body, members)
    if not missing:
        for mix in body.mixes:
            roles = [f"{_one(role)} ({_who_brings(plan, role, members)})" for role in MIXES.get(mix, ())]
            yield Finding(Severity.NOTE, f"The {body.name} has {list_in_words(roles, 'EN')}.", body.source, body.slug)
        return
    words = list_in_words([_one(role) for role in missing], "EN")
    unknown = len(body.seats) - len(members)
    nowhere = [role for role in missing if not any(role in state.roles for state in plan.states.values())]
    if nowhere:
        yield Finding(
            Severity.WARNING,
            f"The {body.name} needs {words}; no State is on record as {nowhere[0]}, so it cannot be told.",
            body.source,
            body.slug,
        )
    elif unknown > 0:
        yield Finding(
            Severity.WARNING,
            f"The {body.name} needs {words}; {counted(unknown, 'seat is', 'seats are')} open or not documented, so it "
            "cannot be told.",
            body.source,
            body.slug,
        )
    else:
        yield Finding(Severity.BREACH, f"The {body.name} would be without {words}.", body.source, body.slug)


def _one(role: str) -> str:
    return f"an {role}" if role[0] in "aeiou" else f"a {role}"


def _who_brings(plan: MeetingThen, role: str, members: Sequence[str]) -> str:
    return list_in_words([plan.states[iso3].name for iso3 in members if role in plan.states[iso3].roles], "EN")


def _spread(plan: MeetingThen, body: BodyThen, members: Sequence[str]) -> Iterator[Finding]:
    """No regional group holds more than half of the seats of a body."""
    if len(body.seats) < 2:
        return
    count = Counter(plan.states[iso3].region for iso3 in members)
    for region, number in sorted(count.items()):
        if region and number > len(body.seats) / 2:
            yield Finding(
                Severity.WARNING,
                f"The {body.name}: {number} of {len(body.seats)} members would be of one regional group, {region}.",
                body=body.slug,
            )


def _whole_spread(plan: MeetingThen, proposal: Proposal) -> Iterator[Finding]:
    """Every regional group of States Parties has somebody in some body."""
    members = [iso3 for body in plan.bodies for iso3 in members_with(body, proposal)]
    if not proposal.seats or not members:
        return
    count = Counter(plan.states[iso3].region for iso3 in members if plan.states[iso3].region)
    told = list_in_words([f"{region} {count[region]}" for region in plan.regions], "EN")
    yield Finding(Severity.NOTE, f"Over all bodies, by regional group: {told}.")
    absent = [region for region in plan.regions if not count[region]]
    if absent:
        groups = "group" if len(absent) == 1 else "groups"
        yield Finding(
            Severity.WARNING, f"The regional {groups} {list_in_words(absent, 'EN')} would have no State in any body."
        )


def _chair(plan: MeetingThen, body: BodyThen, proposal: Proposal) -> Iterator[Finding]:
    iso3 = proposal.chairs.get(body.slug)
    if iso3 is None:
        if body.chooses_chair and body.last_year and proposal.of(body.slug):
            yield Finding(Severity.WARNING, f"The {body.name}: nobody is proposed to chair it.", body.source, body.slug)
        return
    name = plan.states[iso3].name
    if not body.chooses_chair:
        yield _hard(f"The {body.name} chooses no chair: {body.chair_rule}.", body.slug)
    elif iso3 not in members_with(body, proposal):
        yield _hard(f"{name} cannot chair the {body.name}: it would not be a member.", body.slug)
    elif too_early(body.chair_rule, in_last_year=iso3 in last_years(body, proposal)):
        yield _breach(too_early_in_words(name, body.name), body.slug)


def _hard(sentence: str, body: str) -> Finding:
    return Finding(Severity.BREACH, sentence, body=body, hard=True)


def _breach(sentence: str, body: str) -> Finding:
    return Finding(Severity.BREACH, sentence, body=body)
