"""What happens when a proposal is adopted at a meeting: told before the act, and done by it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from committees.models.bodies import PlaceKind, PlaceOf
from committees.models.reforms import ProposalKind
from committees.queries.offices import Offices
from committees.queries.reforms import open_work
from committees.rules.mandates import amended, check_points, joined
from committees.rules.terms import Holding
from conventions.meeting_order import FormalMeeting
from core.errors import RuleViolation


@dataclass(frozen=True)
class Effects:
    """from_day: the day after the close of the meeting, the first on which all of it holds.

    mandate_of, points: the body with a new version of its mandate, "" for none. discontinued: slug, "" for none.
    cut: terms that end with the meeting, or never begin. mandate, composition: rows that end with a body, or are
    replaced. places_ended: rows, at this table and at others. open_tasks: they stay in the body's work plan.
    """

    meeting: FormalMeeting
    from_day: date
    mandate_of: str = ""
    points_before: Sequence[str] = ()
    points: Sequence[str] = ()
    version: int = 0
    discontinued: str = ""
    cut: Sequence[Holding] = ()
    mandate: Any = None
    composition: Any = None
    places_ended: Sequence[Any] = ()
    open_tasks: int = 0
    asked: Sequence[Any] = ()

    @property
    def fingerprint(self) -> str:
        """Changes when what would happen changes, so that nobody confirms what they have not seen."""
        ended = [row.id for row in (self.composition, *self.places_ended) if row is not None]
        terms = [each.term.id for each in self.cut]
        said = [list(self.points), *map(str, self.asked)]
        return f"{self.from_day}/{self.mandate_of}/{self.version}/{self.discontinued}/{terms}/{ended}/{digest_of(said)}"


def effects_of(offices: Offices, proposal: Any, meeting: str, *, on: date) -> Effects:
    """RuleViolation where the meeting has not opened by `on`, or the machinery has changed so that nothing follows."""
    decided, day = _decided(offices, meeting, on=on)
    _check_there(offices, proposal.body, day)
    if proposal.kind is ProposalKind.AMEND:
        before = _newest_mandate(offices, proposal.body, day)
        points = amended(before.points, added=proposal.added, dropped=proposal.dropped)
        check_points(points)
        return Effects(decided, day, proposal.body, before.points, points, before.version + 1)
    if proposal.kind is ProposalKind.MERGE:
        return _merger(offices, proposal, decided, day)
    if proposal.kind is ProposalKind.DISCONTINUE:
        return Effects(decided, day, **ending_of(offices, proposal.body, day))
    if proposal.kind is ProposalKind.COMPOSITION:
        return _composition(offices, proposal, decided, day)
    return _invitation(offices, proposal, decided, day)


def discontinuation(offices: Offices, body: str, meeting: str, *, on: date) -> Effects:
    """The same for a body that a meeting discontinued without a proposal on record."""
    decided, day = _decided(offices, meeting, on=on)
    _check_there(offices, body, day)
    return Effects(decided, day, **ending_of(offices, body, day))


def _decided(offices: Offices, meeting: str, *, on: date) -> tuple[FormalMeeting, date]:
    """The meeting that decides, and the first day of what it decided."""
    decided = offices.order.get(meeting)
    if decided.changes_on is None or decided.opens_on is None:
        raise RuleViolation(f"The {decided.short} has no days in the calendar yet.", field="meeting")
    if decided.opens_on > on:
        raise RuleViolation(
            f"The {decided.short} has not opened yet; a decision is recorded once it is taken.", field="meeting"
        )
    return decided, decided.changes_on


def _merger(offices: Offices, proposal: Any, meeting: FormalMeeting, day: date) -> Effects:
    _check_there(offices, proposal.into_body, day)
    taken = _newest_mandate(offices, proposal.body, day)
    target = _newest_mandate(offices, proposal.into_body, day)
    points = joined(target.points, taken.points)
    check_points(points)
    ending = ending_of(offices, proposal.body, day)
    return Effects(meeting, day, proposal.into_body, target.points, points, target.version + 1, **ending)


def ending_of(offices: Offices, body: str, day: date) -> dict[str, Any]:
    """What ends with a body on that day, as values of Effects."""
    name = offices.bodies[body].name_en
    mandate, composition = offices.newest_mandate(body), offices.newest_composition(body)
    elsewhere = [
        place
        for other in offices.bodies_on(day)
        for place in offices.places(other.slug, on=day)
        if other.slug != body and place.of is PlaceOf.BODY and place.name == body
    ]
    places = [*offices.places(body, on=day), *elsewhere]
    return {
        "discontinued": body,
        "cut": _cut(offices, body, day),
        "mandate": _started_before(mandate, day, name) if mandate else None,
        "composition": _started_before(composition, day, name) if composition else None,
        "places_ended": [_place_ended(place, day, name) for place in places],
        "open_tasks": open_work(offices.convention, on=day).get(body, (0, 0))[0],
    }


def _cut(offices: Offices, body: str, day: date, *, above: int = 0) -> list[Holding]:
    """The terms in seats above that number which would go on, or begin, on that day or later.

    Refused where one has a first day of its own that is not before it.
    """
    cut = [each for each in offices.holdings(body) if each.seat > above and _runs_past(each, day)]
    for each in cut:
        if each.term.starts_on is not None and each.term.starts_on >= day:
            raise RuleViolation(
                f"{offices.bodies[body].name_en}: the term of {offices.states[each.iso3].with_article} in seat "
                f"{each.seat} begins on {each.term.starts_on}, when the seat would be gone. Correct that term first.",
                field="meeting",
            )
    return cut


def _runs_past(holding: Holding, day: date) -> bool:
    """It would go on, or begin, on that day or later; a void term does neither."""
    if holding.period is None:
        return not holding.ended_by
    return holding.period.ends_before is None or holding.period.ends_before > day


def _composition(offices: Offices, proposal: Any, meeting: FormalMeeting, day: date) -> Effects:
    name = offices.bodies[proposal.body].name_en
    present = _started_before(offices.newest_composition(proposal.body), day, name)
    if (present.seats, present.renewed_each_time) == (proposal.seats, proposal.renewed_each_time):
        raise RuleViolation(f"The {name} has this composition already.")
    cut = _cut(offices, proposal.body, day, above=proposal.seats)
    return Effects(meeting, day, composition=present, cut=cut, asked=(proposal.seats, proposal.renewed_each_time))


def _invitation(offices: Offices, proposal: Any, meeting: FormalMeeting, day: date) -> Effects:
    places = [
        place
        for place in offices.places(proposal.body, on=day)
        if place.of is PlaceOf.INSTITUTION and place.name == proposal.institution
    ]
    if any(place.kind is PlaceKind.STANDING_INVITATION for place in places):
        raise RuleViolation(f"{proposal.institution} has a standing invitation to this body already.")
    ad_hoc = [place for place in places if place.kind is PlaceKind.AD_HOC_INVITATION]
    ended = [_place_ended(place, day, proposal.institution) for place in ad_hoc]
    return Effects(meeting, day, places_ended=ended, asked=(proposal.institution,))


def _check_there(offices: Offices, body: str, day: date) -> None:
    row = offices.bodies[body]
    if row.starts_on >= day or row.ends_before is not None:
        word = f"ends on {row.ends_before}" if row.ends_before else f"begins on {row.starts_on} only"
        raise RuleViolation(f"The {row.name_en} {word}; nothing can be decided about it from {day}.", field="meeting")


def _newest_mandate(offices: Offices, body: str, day: date) -> Any:
    """The version that the adoption replaces; refused where a later one is on record."""
    newest = offices.newest_mandate(body)
    name = offices.bodies[body].name_en
    if newest is None:
        raise RuleViolation(f"The {name} has no mandate on record. Record one first.")
    return _started_before(newest, day, name)


def digest_of(said: Sequence[Any]) -> str:
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def _place_ended(place: Any, day: date, name: str) -> Any:
    """A place that has an end already, later than the day, ends earlier; one that begins only then cannot."""
    if place.starts_on >= day:
        raise RuleViolation(f"{name}: a place begins on {place.starts_on}, when it would end.", field="meeting")
    return place


def _started_before(row: Any, day: date, name: str) -> Any:
    if row is None or row.starts_on >= day or row.ends_before is not None:
        since = f", which holds from {row.starts_on}" if row is not None else ""
        raise RuleViolation(
            f"{name}: what is on record{since} cannot be replaced from {day}. Choose the meeting that decided, "
            "or correct the register first.",
            field="meeting",
        )
    return row
