"""Before an election: what a meeting has to fill, and what a slate proposes, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from committees.rules.chairs import CHAIRED_BY_A_MEMBER
from committees.rules.composition import MIXES
from committees.rules.rotation import SeatThen, Situation
from conventions.meeting_order import FormalMeeting


@dataclass(frozen=True)
class StateThen:
    """A State on the first day of the new terms. not_party: its standing where it is no State Party, else "".

    roles: what it brings to a mix (committees.rules.composition). open: obligations it has still to fulfil, in words.
    withdraws_on: where it has notified a withdrawal.
    """

    iso3: str
    name: str
    region: str
    not_party: str = ""
    withdraws_on: date | None = None
    roles: frozenset[str] = frozenset()
    open: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class BodyThen:
    """A body at the close of the meeting. renewed: seats filled anew each time, None where no rule says so.

    served: who was a member by then, and the first day on which it no longer was. last_year: continuing members in the
    last year of their term. matter: the obligation its work is about. source: of the composition.
    """

    slug: str
    name: str
    role: str
    seats: Sequence[SeatThen]
    renewed: int | None
    term_meetings: int
    chair_rule: str
    mixes: Sequence[str]
    source: str
    matter: str = ""
    served: Mapping[str, date | None] = field(default_factory=dict)
    last_year: Sequence[str] = ()
    chaired: Mapping[str, int] = field(default_factory=dict)

    @property
    def leaving(self) -> list[SeatThen]:
        return [each for each in self.seats if each.situation is Situation.LEAVES]

    @property
    def continuing(self) -> list[SeatThen]:
        return [each for each in self.seats if each.situation is Situation.CONTINUES]

    @property
    def to_fill(self) -> list[SeatThen]:
        return [each for each in self.seats if each.to_fill]

    @property
    def unknown(self) -> list[SeatThen]:
        return [each for each in self.seats if each.unknown]

    @property
    def elected(self) -> list[str]:
        """Who begins with the close of the meeting."""
        return [each.elected.iso3 for each in self.seats if each.elected]

    @property
    def members_after(self) -> list[str]:
        """Who is in the body after the close, as far as it is decided already."""
        return [each.holding.iso3 for each in self.continuing if each.holding] + self.elected

    @property
    def chooses_chair(self) -> bool:
        return self.chair_rule in CHAIRED_BY_A_MEMBER


@dataclass(frozen=True)
class MeetingThen:
    """first_day: of the new terms; None while the meeting has no days. presides: who leads the year after it, or ""."""

    convention: str
    meeting: FormalMeeting
    following: FormalMeeting | None
    bodies: Sequence[BodyThen]
    states: Mapping[str, StateThen]
    presides: str = ""

    @property
    def first_day(self) -> date | None:
        return self.meeting.changes_on

    def body(self, slug: str) -> BodyThen | None:
        return next((each for each in self.bodies if each.slug == slug), None)

    @property
    def regions(self) -> list[str]:
        """The regional groups of the States Parties, by name."""
        return sorted({each.region for each in self.states.values() if each.region and not each.not_party})


@dataclass(frozen=True)
class Proposed:
    body: str
    seat: int
    iso3: str


@dataclass(frozen=True)
class Proposal:
    """The seats and the chairs of a slate. chairs: the State by body."""

    seats: Sequence[Proposed] = ()
    chairs: Mapping[str, str] = field(default_factory=dict)

    def of(self, body: str) -> list[Proposed]:
        return [each for each in self.seats if each.body == body]


def members_with(body: BodyThen, proposal: Proposal) -> list[str]:
    """Who would be in the body after the close; a State proposed twice stands twice."""
    return body.members_after + [each.iso3 for each in proposal.of(body.slug)]


def offices_of(plan: MeetingThen, proposal: Proposal, *, besides: str = "") -> Mapping[str, list[str]]:
    """The bodies each State would be in after the close, in words; the presidency among them."""
    held: dict[str, list[str]] = {}
    for body in plan.bodies:
        if body.slug != besides:
            for iso3 in members_with(body, proposal):
                held.setdefault(iso3, []).append(f"the {body.name}")
    if plan.presides:
        held.setdefault(plan.presides, []).append("the presidency")
    return held


def missing_roles(plan: MeetingThen, body: BodyThen, members: Sequence[str]) -> list[str]:
    """What the mixes of the body ask for and none of these members brings."""
    wanted = [role for mix in body.mixes for role in MIXES.get(mix, ())]
    return [role for role in wanted if not any(role in plan.states[iso3].roles for iso3 in members)]


def last_years(body: BodyThen, proposal: Proposal) -> list[str]:
    """Members whose last year begins with the close of the meeting."""
    new = [each.iso3 for each in proposal.of(body.slug)] if body.term_meetings == 1 else []
    return [*body.last_year, *new]
