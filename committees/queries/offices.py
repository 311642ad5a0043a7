"""All offices of one Convention, read as plain rows, each table once and when first asked for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Self

from sqlalchemy import select

from committees.models.bodies import Body, Composition, Mandate, Place
from committees.models.terms import Chairing, Representative, Term, TermBasis
from committees.rules.terms import BoundedTerm, ChairYear, Holding, holdings, overlap
from conventions.meeting_order import MeetingOrder
from conventions.queries import meeting_order
from core.db import db
from core.periods import Period, row_in_force
from states_parties.models import State
from states_parties.queries.bonds import party_periods_of_leavers


@dataclass(frozen=True)
class StateName:
    """name: for running text (Netherlands). with_article: the Netherlands. region: regional group, "" for none."""

    iso3: str
    name: str
    with_article: str
    slug: str
    region: str


class Offices:
    """Reads without a day; every question about offices takes `on`."""

    def __init__(self, convention: str) -> None:
        self.convention = convention

    @cached_property
    def order(self) -> MeetingOrder:
        return meeting_order(self.convention)

    @cached_property
    def bodies(self) -> Mapping[str, Any]:
        """Rows of all bodies ever, by slug."""
        return {row.slug: row for row in self._rows(Body)}

    @property
    def names(self) -> Mapping[str, str]:
        """In English, of all bodies ever, by slug."""
        return {slug: row.name_en for slug, row in self.bodies.items()}

    @cached_property
    def states(self) -> Mapping[str, StateName]:
        columns = (State.iso3, State.name_en, State.article_en, State.slug, State.un_regional_group)
        return {
            iso3: StateName(iso3, name, name if article == "-" else f"{article} {name}", slug, region)
            for iso3, name, article, slug, region in db.session.execute(select(*columns))
        }

    @cached_property
    def terms(self) -> Mapping[str, Sequence[Any]]:
        """Rows of all terms by the slug of their body."""
        return self._by_body(Term)

    @cached_property
    def newest_term(self) -> int:
        """The id of the term recorded last; 0 where there is none."""
        return max((row.id for rows in self.terms.values() for row in rows), default=0)

    def up_to_term(self, newest: int) -> Self:
        """The same offices as they stood on record when that term was the newest."""
        then = copy(self)
        then.terms = {slug: [row for row in rows if row.id <= newest] for slug, rows in self.terms.items()}
        then._holdings = {}
        return then

    def reckoned_by(self, order: MeetingOrder) -> Self:
        """The same offices as the calendar of meetings would have them if it were this one."""
        then = copy(self)
        then.order = order
        then._holdings = {}
        return then

    def bodies_on(self, on: date) -> list[Any]:
        return [row for row in self.bodies.values() if row_in_force(row, on)]

    def composition(self, body: str, *, on: date) -> Any | None:
        return next((row for row in self._compositions[body] if row_in_force(row, on)), None)

    def seats(self, body: str, *, on: date) -> int:
        """How many elected seats the body has."""
        composition = self.composition(body, on=on)
        return composition.seats if composition else 0

    def all_compositions(self, body: str) -> Sequence[Any]:
        """Of all days, the oldest first."""
        return self._compositions[body]

    def places(self, body: str, *, on: date) -> list[Any]:
        """None where the body itself is not there on the day."""
        return [row for row in self._places[body] if (days := self.days_of(row)) and days.contains(on)]

    def all_places(self, body: str) -> Sequence[Any]:
        """Of all days; on which they are there, `days_of` says."""
        return self._places[body]

    def days_of(self, place: Any) -> Period | None:
        """The days of a place on which its body is there too: with the body all places at its table end."""
        body = self.bodies[place.body]
        return overlap(Period(place.starts_on, place.ends_before), body.starts_on, body.ends_before)

    def mandate(self, body: str, *, on: date) -> Any | None:
        return next((row for row in self._mandates[body] if row_in_force(row, on)), None)

    def mandates(self, body: str, *, on: date) -> Sequence[Any]:
        """The versions that began by the day, the newest first."""
        return [row for row in reversed(self._mandates[body]) if row.starts_on <= on]

    def newest_mandate(self, body: str) -> Any | None:
        """The last version on record, whichever day it holds from."""
        return self._mandates[body][-1] if self._mandates[body] else None

    def representatives(self, body: str, *, on: date) -> list[Any]:
        return [row for row in self._representatives[body] if row_in_force(row, on)]

    def newest_composition(self, body: str) -> Any | None:
        return self._compositions[body][-1] if self._compositions[body] else None

    def all_representatives(self) -> list[Any]:
        """Of all bodies and all days."""
        return [row for rows in self._representatives.values() for row in rows]

    def holdings(self, body: str) -> list[Holding]:
        """The terms of a body in days, whatever the day."""
        if body not in self._holdings:
            self._holdings[body] = self._in_days(body, self._bounded_terms(body))
        return self._holdings[body]

    def with_term(self, body: str, term: BoundedTerm) -> list[Holding]:
        """The same, as it would be with one term more."""
        return self._in_days(body, [*self._bounded_terms(body), term])

    def chairs_of(self, body: str) -> Mapping[str, Sequence[str]]:
        """For each State, the meetings that close the years in which it chairs the body."""
        return {
            iso3: [year.until_at for year in years] for (slug, iso3), years in self._chairings.items() if slug == body
        }

    def standing_terms(self, body: str, *, besides: BoundedTerm | None = None) -> list[Holding]:
        """Each (other) term by its own bounds, as if nobody came after it and nobody stayed."""
        others = [term for term in self._bounded_terms(body) if besides is None or term.id != besides.id]
        return [
            holding for term in others for holding in holdings([term], self.order, holder_stays=False, bound=self.bound)
        ]

    def ever_in(self, body: str, iso3: str) -> bool:
        """Whether the State held, holds or will hold an office in the body: a seat, or because it presides."""
        if any(each.iso3 == iso3 for each in self.holdings(body)):
            return True
        follows = self.bodies[body].kind == "presidency" or any(place.of == "President" for place in self._places[body])
        return follows and any(meeting.presidency_state == iso3 for meeting in self.order.meetings)

    def _bounded_terms(self, body: str) -> list[BoundedTerm]:
        return [self._bounded(row) for row in self.terms.get(body, ())]

    def _in_days(self, body: str, terms: Sequence[BoundedTerm]) -> list[Holding]:
        """Whether holders stay until replaced is asked of the newest composition."""
        newest = self.newest_composition(body)
        stays = bool(newest and newest.holder_stays)
        return holdings(terms, self.order, holder_stays=stays, bound=self.bound)

    def term(self, term_id: int) -> Any:
        """The row of a term."""
        return self._terms_by_id[term_id]

    @cached_property
    def _terms_by_id(self) -> Mapping[int, Any]:
        return {row.id: row for rows in self.terms.values() for row in rows}

    @cached_property
    def _compositions(self) -> Mapping[str, list[Any]]:
        return self._by_body(Composition, Composition.starts_on)

    @cached_property
    def _places(self) -> Mapping[str, list[Any]]:
        return self._by_body(Place)

    @cached_property
    def _mandates(self) -> Mapping[str, list[Any]]:
        return self._by_body(Mandate, Mandate.version)

    @cached_property
    def _representatives(self) -> Mapping[str, list[Any]]:
        return self._by_body(Representative, Representative.starts_on)

    @cached_property
    def _chairings(self) -> Mapping[tuple[str, str], list[ChairYear]]:
        """By body and State."""
        years: dict[tuple[str, str], list[ChairYear]] = defaultdict(list)
        for row in self._rows(Chairing):
            years[row.body, row.iso3].append(ChairYear(row.until_at, row.starts_on, row.ended_before))
        return years

    @cached_property
    def bound(self) -> Mapping[str, Sequence[Period]]:
        """When the States that left the Convention were bound by it."""
        return party_periods_of_leavers(self.convention)

    @cached_property
    def _holdings(self) -> dict[str, list[Holding]]:
        return {}

    def _bounded(self, row: Any) -> BoundedTerm:
        return BoundedTerm(
            seat=row.seat,
            iso3=row.iso3,
            elected_at=row.elected_at,
            starts_on=row.starts_on,
            counted_from=row.counted_from,
            lasts_meetings=row.lasts_meetings,
            ends_at=row.ends_at,
            ended_before=row.ended_before,
            end_reason=row.end_reason,
            documented=row.basis is TermBasis.DOCUMENTED,
            chairs=tuple(self._chairings.get((row.body, row.iso3), ())),
            id=row.id,
        )

    def _rows(self, model: Any, *order: Any) -> Sequence[Any]:
        statement = select(*model.__table__.c).where(model.convention == self.convention)
        return db.session.execute(statement.order_by(*order, model.id)).all()

    def _by_body(self, model: Any, *order: Any) -> Mapping[str, list[Any]]:
        found: dict[str, list[Any]] = defaultdict(list)
        for row in self._rows(model, *order):
            found[row.body].append(row)
        return found
