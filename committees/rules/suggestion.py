"""A slate that the house suggests, the same for the same facts, with its reasons.

In this order: what a mix still needs; candidacies before others; no second office; the regional balance of the body;
no election again at once; the regional balance of all bodies; the longest without service in the body; no own
obligation in the matter of the body; the earlier candidacy; the name. Source: office practice (balance of regions, and
of implementing States, donors and others, as the President proposes office holders).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from committees.rules.chairs import SECOND_YEAR
from committees.rules.rotation import SeatThen
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

NEXT_BEST = 3  # how many of those not taken are told
NO_REGION = "no regional group"


@dataclass(frozen=True)
class Offer:
    """A candidacy that stands."""

    body: str
    iso3: str
    received_on: date


@dataclass(frozen=True)
class Suggested:
    """seat 0: who chairs. reasons: in sentences, why the State and why the next-best were not taken."""

    body: str
    seat: int
    iso3: str
    reasons: Sequence[str]


@dataclass(frozen=True)
class Skipped:
    body: str
    iso3: str
    why: str


@dataclass(frozen=True)
class Suggestion:
    """left_empty: (body, seat) for which nobody was found."""

    seats: Sequence[Suggested]
    chairs: Sequence[Suggested]
    skipped: Sequence[Skipped]
    left_empty: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class _Weight:
    """One State for one seat: `order` compares, `words` say the same, part by part."""

    state: StateThen
    order: tuple[int, ...]
    words: tuple[str, ...]
    received_on: date | None

    @property
    def key(self) -> tuple[tuple[int, ...], date, str]:
        return self.order, self.received_on or date.max, self.state.name


def suggest(
    plan: MeetingThen, taken: Proposal, offers: Sequence[Offer], *, others: bool = False, unknown_too: bool = False
) -> Suggestion:
    """Fills what the slate leaves open.

    others: States Parties that are no candidates too. unknown_too: also seats whose holder is not documented, as far
    as the part renewed each time is not reached otherwise.
    """
    proposal, seats, left = taken, [], []
    for body, seat in _in_order(plan, taken, offers, unknown_too=unknown_too):
        found = _choose(plan, body, seat, proposal, offers, others=others)
        if found is None:
            left.append((body.slug, seat.seat))
            continue
        seats.append(found)
        proposal = replace(proposal, seats=[*proposal.seats, Proposed(found.body, found.seat, found.iso3)])
    chairs = []
    for body in plan.bodies:
        if chair := _choose_chair(plan, body, proposal):
            chairs.append(chair)
            proposal = replace(proposal, chairs={**proposal.chairs, body.slug: chair.iso3})
    return Suggestion(seats, chairs, skipped_candidates(plan, offers), left)


def _in_order(
    plan: MeetingThen, taken: Proposal, offers: Sequence[Offer], *, unknown_too: bool
) -> list[tuple[BodyThen, SeatThen]]:
    """The seats to be filled; bodies with a mix first, then those with the fewest candidates for a seat."""
    open_seats = {body.slug: _open(body, taken, unknown_too=unknown_too) for body in plan.bodies}
    count = Counter(offer.body for offer in offers)

    def scarcity(place: int) -> tuple[int, float, int]:
        body = plan.bodies[place]
        return not body.mixes, count[body.slug] / max(1, len(open_seats[body.slug])), place

    places = sorted(range(len(plan.bodies)), key=scarcity)
    return [(plan.bodies[place], seat) for place in places for seat in open_seats[plan.bodies[place].slug]]


def _open(body: BodyThen, taken: Proposal, *, unknown_too: bool) -> list[SeatThen]:
    filled = {each.seat for each in taken.of(body.slug)}
    certain = [each for each in body.seats if each.to_fill and each.seat not in filled]
    if not unknown_too:
        return certain
    part = body.renewed if body.renewed is not None else len(body.seats)
    done = len(filled) + len(body.elected)
    unknown = [each for each in body.unknown if each.seat not in filled]
    return [*certain, *unknown[: max(0, part - len(certain) - done)]]


def cannot(plan: MeetingThen, body: BodyThen, state: StateThen, members: Sequence[str]) -> str:
    """Why the State cannot be proposed for the body, in words; empty: it can."""
    if state.not_party:
        return f"it is not a State Party: {state.not_party}"
    if state.withdraws_on:
        return f"it has notified its withdrawal, effective on {day_in_words(state.withdraws_on, 'EN')}"
    if state.iso3 in members:
        return f"it is in the {body.name} then anyway"
    return ""


def skipped_candidates(plan: MeetingThen, offers: Sequence[Offer]) -> list[Skipped]:
    """Candidates that cannot be elected, whoever else is; those that were elected are none."""
    found = []
    for offer in sorted(offers, key=lambda each: (each.body, plan.states[each.iso3].name)):
        body, state = plan.body(offer.body), plan.states[offer.iso3]
        why = cannot(plan, body, state, body.members_after) if body else "the body has no seats then"
        if why and not (body and offer.iso3 in body.elected):
            found.append(Skipped(offer.body, offer.iso3, f"{state.name}: {why}."))
    return found


def _choose(
    plan: MeetingThen, body: BodyThen, seat: SeatThen, proposal: Proposal, offers: Sequence[Offer], *, others: bool
) -> Suggested | None:
    received = {offer.iso3: offer.received_on for offer in offers if offer.body == body.slug}
    members = members_with(body, proposal)
    weighed = sorted(
        (
            _weigh(plan, body, state, proposal, received.get(state.iso3))
            for state in plan.states.values()
            if (others or state.iso3 in received) and not cannot(plan, body, state, members)
        ),
        key=lambda each: each.key,
    )
    if not weighed:
        return None
    best, *rest = weighed
    reasons = [*_why(plan, body, best, members, received), *_why_not(best, rest[:NEXT_BEST])]
    return Suggested(body.slug, seat.seat, best.state.iso3, reasons)


def _weigh(
    plan: MeetingThen, body: BodyThen, state: StateThen, proposal: Proposal, received_on: date | None
) -> _Weight:
    members = members_with(body, proposal)
    missing = missing_roles(plan, body, members)
    needed = bool(missing) and len(body.seats) - len(members) - _kept_open(body) <= len(missing)
    brings = [role for role in missing if role in state.roles]
    elsewhere = offices_of(plan, proposal, besides=body.slug).get(state.iso3, [])
    here = _of_region(plan, state, members)
    everywhere = _of_region(plan, state, [iso3 for each in plan.bodies for iso3 in members_with(each, proposal)])
    again = any(each.holding and each.holding.iso3 == state.iso3 for each in body.leaving)
    ended = body.served.get(state.iso3)
    own = bool(body.matter and body.matter in state.open)
    region = state.region or NO_REGION
    order = (
        int(needed and not brings),
        int(received_on is None),
        len(elsewhere),
        here,
        int(again),
        everywhere,
        ended.toordinal() if ended else 0,
        int(own),
    )
    words = (
        f"the body still needs {list_in_words([f'one {role}' for role in missing], 'EN')}",
        "it is no candidate",
        f"it holds {list_in_words(elsewhere, 'EN')} then",
        f"{region} has {here} of the members already",
        "it leaves the body at this very meeting",
        f"{region} has {counted(everywhere, 'seat', 'seats')} over all bodies",
        f"it was in the body until {day_in_words(ended, 'EN')}" if ended else "it was never in the body",
        f"it has an open obligation of its own ({state.open.get(body.matter, '')})",
    )
    return _Weight(state, order, words, received_on)


def _kept_open(body: BodyThen) -> int:
    """Seats without a documented holder: somebody may sit there."""
    return len(body.unknown)


def _of_region(plan: MeetingThen, state: StateThen, members: Sequence[str]) -> int:
    return sum(plan.states[iso3].region == state.region for iso3 in members)


def _why(
    plan: MeetingThen, body: BodyThen, best: _Weight, members: Sequence[str], received: dict[str, date]
) -> Iterator[str]:
    state = best.state
    if state.iso3 in received:
        yield f"Candidate since {day_in_words(received[state.iso3], 'EN')}."
    else:
        yield "No candidacy: proposed because no candidate is left, or none brings what is needed."
    brings = [role for role in missing_roles(plan, body, members) if role in state.roles]
    if brings:
        yield f"The body needs one {list_in_words(brings, 'EN')}: it is one."
    here, everywhere = best.order[3], best.order[5]
    others = counted(len(members), "other member", "other members")
    yield f"{state.region or NO_REGION}: {here} of {others} so far, {everywhere} over all bodies."
    yield f"{best.words[6][0].upper()}{best.words[6][1:]}."
    yield (
        f"It would hold another office as well: {best.words[2]}." if best.order[2] else "It holds no other office then."
    )
    if best.order[7]:
        yield f"{best.words[7][0].upper()}{best.words[7][1:]}: it would take no part when the body speaks of it."


def _why_not(best: _Weight, rest: Sequence[_Weight]) -> Iterator[str]:
    for each in rest:
        place = next((at for at, number in enumerate(each.order) if number != best.order[at]), None)
        if place is not None:
            yield f"Not {each.state.name}: {each.words[place]}."
        elif each.received_on != best.received_on and each.received_on:
            yield f"Not {each.state.name}: its candidacy came later, on {day_in_words(each.received_on, 'EN')}."
        else:
            yield f"Not {each.state.name}: nothing speaks against it; the order of names decided."


def _choose_chair(plan: MeetingThen, body: BodyThen, proposal: Proposal) -> Suggested | None:
    """Of the members in their last year, who has chaired the body least and chairs nothing else; then by region."""
    if not body.chooses_chair or body.slug in proposal.chairs:
        return None
    able = last_years(body, proposal) if body.chair_rule == SECOND_YEAR else members_with(body, proposal)
    able = [iso3 for iso3 in dict.fromkeys(able) if not plan.states[iso3].not_party]
    if not able:
        return None
    chairs = Counter(proposal.chairs.values())
    regions = Counter(plan.states[iso3].region for iso3 in proposal.chairs.values())

    def order(iso3: str) -> tuple[int, int, int, str]:
        state = plan.states[iso3]
        return chairs[iso3], body.chaired.get(iso3, 0), regions[state.region], state.name

    best, *rest = sorted(able, key=order)
    reasons = ["In the last year of its term." if body.chair_rule == SECOND_YEAR else "A member."]
    before = body.chaired.get(best, 0)
    reasons.append("It has not chaired the body before." if not before else "It has chaired the body before.")
    region = plan.states[best].region
    others = counted(regions[region], "other chair", "other chairs")
    reasons.append(f"{region or NO_REGION}: {others} on this proposal so far.")
    if rest:
        reasons.append(f"Also possible: {list_in_words([plan.states[iso3].name for iso3 in rest], 'EN')}.")
    return Suggested(body.slug, 0, best, reasons)
