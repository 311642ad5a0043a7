"""What a meeting has to fill, what is in for it, and when that is due."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select

from committees.models.rotation import Candidacy, ChairNomination, Nomination, Slate
from committees.queries.offices import Offices
from committees.rules.composition import AFFECTED, DONOR, MATTERS
from committees.rules.rotation import SeatThen, Situation, in_last_year_after, nominations_due_on, seats_at
from committees.rules.slates import BodyThen, MeetingThen, Proposal, Proposed, StateThen
from committees.rules.suggestion import Offer
from committees.rules.terms import Holding, chair_periods
from conventions.meeting_order import FormalMeeting
from core.db import db
from core.errors import NotFound, RuleViolation
from core.periods import add_months
from core.wording import day_in_words
from states_parties.facts import StateFacts
from states_parties.queries.facts import state_facts
from states_parties.rules.names import sort_key
from states_parties.rules.standing import Standing

WARNED_MONTHS = 3  # how long before it something that ends or is due stands on the desk. Office practice


@dataclass(frozen=True)
class MeetingLine:
    """A meeting in the list of elections. due_on: of the nominations."""

    meeting: FormalMeeting
    leaving: int
    to_fill: int
    unknown: int
    elected: int
    due_on: date | None
    candidacies: int
    slates: int
    past: bool


@dataclass(frozen=True)
class TermEnding:
    """A term that ends with the close of a meeting; state: its name."""

    body: str
    body_name: str
    role: str
    seat: int
    iso3: str
    state: str
    meeting: str
    ends_on: date


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
        bodies=[
            _body_then(offices, body, composition, seats, meeting)
            for body, composition, seats in seats_of_bodies(offices, meeting, on=on)
        ],
        states={each.iso3: _state_then(each, offices) for each in facts},
        presides=following.presidency_state if following else "",
    )


def meeting_lines(offices: Offices, *, on: date) -> list[MeetingLine]:
    """All formal meetings: those to come in their order, then the past ones, the newest first."""
    candidacies = _counts(Candidacy, offices, Candidacy.withdrawn_on.is_(None))
    slates = _counts(Slate, offices)
    lines = [_line(offices, meeting, candidacies, slates, on=on) for meeting in offices.order.meetings]
    return [each for each in lines if not each.past] + [each for each in reversed(lines) if each.past]


def next_election(offices: Offices, *, on: date) -> MeetingLine | None:
    """The formal meeting that comes next, without its candidacies and slates; None where the calendar shows none."""
    meeting = offices.order.leading_to(on)
    return _line(offices, meeting, Counter(), Counter(), on=on) if meeting else None


def terms_ending(offices: Offices, *, first: date, last: date) -> list[TermEnding]:
    """Terms whose last day, by the calendar, is one of these days, both included; by day, body and seat."""
    found = []
    for slug, body in offices.bodies.items():
        for holding in offices.holdings(slug):
            meeting = offices.order.find(holding.ends_with)
            if meeting is None or meeting.closes_on is None or not first <= meeting.closes_on <= last:
                continue
            if holding.holds(meeting.closes_on) and not holding.term.documented:
                found.append(_ending(offices, body, holding, meeting))
    return sorted(found, key=lambda each: (each.ends_on, each.body_name, each.seat))


def ending_soon(offices: Offices, *, on: date) -> list[TermEnding]:
    return terms_ending(offices, first=on, last=add_months(on, WARNED_MONTHS))


def candidacies_at(convention: str, meeting: str) -> Sequence[Any]:
    """Rows, the withdrawn ones among them, by body and day of receipt."""
    return db.session.execute(
        select(*Candidacy.__table__.c)
        .where(Candidacy.convention == convention, Candidacy.meeting == meeting)
        .order_by(Candidacy.body, Candidacy.received_on, Candidacy.id)
    ).all()


def standing_offers(rows: Iterable[Any]) -> list[Offer]:
    """Of the rows of candidacies, those that were not withdrawn."""
    return [Offer(row.body, row.iso3, row.received_on) for row in rows if row.withdrawn_on is None]


def get_candidacy(convention: str, meeting: str, candidacy_id: int) -> Candidacy:
    """NotFound for a candidacy of another meeting."""
    row = db.session.get(Candidacy, candidacy_id)
    if row is None or (row.convention, row.meeting) != (convention, meeting):
        raise NotFound(f"There is no candidacy {candidacy_id} for the {meeting}.")
    return row


@dataclass(frozen=True)
class SlateOnRecord:
    """A slate with its nominations and chairs as rows, by body and seat."""

    slate: Slate
    nominations: Sequence[Any]
    chairs: Sequence[Any]

    @property
    def proposal(self) -> Proposal:
        return Proposal(
            [Proposed(row.body, row.seat, row.iso3) for row in self.nominations],
            {row.body: row.iso3 for row in self.chairs},
        )

    def nominated(self, body: str, seat: int) -> Any | None:
        return next((row for row in self.nominations if (row.body, row.seat) == (body, seat)), None)

    def chair(self, body: str) -> Any | None:
        return next((row for row in self.chairs if row.body == body), None)


def slates_at(convention: str, meeting: str) -> list[SlateOnRecord]:
    """The slates of a meeting in the order they were made; three queries."""
    slates = db.session.scalars(
        select(Slate).where(Slate.convention == convention, Slate.meeting == meeting).order_by(Slate.id)
    ).all()
    return _with_nominations(slates)


def get_slate(convention: str, meeting: str, slate_id: int) -> SlateOnRecord:
    """NotFound for a slate of another meeting."""
    slate = db.session.get(Slate, slate_id)
    if slate is None or (slate.convention, slate.meeting) != (convention, meeting):
        raise NotFound(f"There is no proposal {slate_id} for the {meeting}.")
    return _with_nominations([slate])[0]


def _with_nominations(slates: Sequence[Slate]) -> list[SlateOnRecord]:
    ids = [slate.id for slate in slates]
    nominations = _rows_of(Nomination, ids, Nomination.body, Nomination.seat)
    chairs = _rows_of(ChairNomination, ids, ChairNomination.body)
    return [
        SlateOnRecord(
            slate,
            [row for row in nominations if row.slate_id == slate.id],
            [row for row in chairs if row.slate_id == slate.id],
        )
        for slate in slates
    ]


def _rows_of(model: Any, ids: Sequence[int], *order: Any) -> Sequence[Row[Any]]:
    return db.session.execute(select(*model.__table__.c).where(model.slate_id.in_(ids)).order_by(*order)).all()


def _line(
    offices: Offices, meeting: FormalMeeting, candidacies: Counter[str], slates: Counter[str], *, on: date
) -> MeetingLine:
    seats = [seat for _, _, seats in seats_of_bodies(offices, meeting, on=on) for seat in seats]
    return MeetingLine(
        meeting,
        leaving=sum(each.situation is Situation.LEAVES for each in seats),
        to_fill=sum(each.still_to_fill for each in seats),
        unknown=sum(each.unknown and each.elected is None for each in seats),
        elected=sum(each.elected is not None for each in seats),
        due_on=nominations_due_on(meeting),
        candidacies=candidacies[meeting.short],
        slates=slates[meeting.short],
        past=meeting.closes_on is not None and meeting.closes_on < on,
    )


def _counts(model: Any, offices: Offices, *where: Any) -> Counter[str]:
    """How many rows there are for each meeting."""
    counted = select(model.meeting, func.count()).where(model.convention == offices.convention, *where)
    return Counter({row[0]: row[1] for row in db.session.execute(counted.group_by(model.meeting))})


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


def _ending(offices: Offices, body: Any, holding: Holding, meeting: FormalMeeting) -> TermEnding:
    assert meeting.closes_on is not None
    composition = offices.composition(body.slug, on=meeting.closes_on)
    return TermEnding(
        body=body.slug,
        body_name=body.name_en,
        role=composition.seat_role if composition else "member",
        seat=holding.seat,
        iso3=holding.iso3,
        state=offices.states[holding.iso3].name,
        meeting=meeting.short,
        ends_on=meeting.closes_on,
    )


def parties_by_name(plan: MeetingThen) -> list[tuple[str, str]]:
    """Code and name of the States Parties of the first day: the choices of a form."""
    parties = [(each.iso3, each.name) for each in plan.states.values() if not each.not_party]
    return sorted(parties, key=lambda each: sort_key(each[1]))
