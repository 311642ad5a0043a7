"""Rounds of the sponsorship programme with their contributions and sponsored delegates."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import select

from core.db import db
from core.errors import NotFound
from meetings.models.sponsorship import Contribution, SponsoredDelegate, SponsorshipRound
from meetings.rules.sponsorship import RoundFigures, round_shortcomings

R = TypeVar("R", Contribution, SponsoredDelegate)


@dataclass(frozen=True)
class Round:
    row: SponsorshipRound
    contributions: Sequence[Contribution]
    delegates: Sequence[SponsoredDelegate]

    @cached_property
    def figures(self) -> RoundFigures:
        """What is on record; where nothing is, what the report tells."""
        return self._figures(
            self.on_record.amount or self.row.told_amount,
            self.on_record.delegates or self.row.told_delegates,
            self.on_record.states or self.row.told_states,
            self.on_record.donors or self.row.told_donors,
        )

    @cached_property
    def on_record(self) -> RoundFigures:
        """Counted from contributions and delegates, 0 where there are none."""
        return self._figures(
            sum(each.amount for each in self.contributions),
            len(self.delegates),
            len({each.iso3 for each in self.delegates}),
            len({each.donor for each in self.contributions}),
        )

    @property
    def told(self) -> RoundFigures:
        row = self.row
        return self._figures(row.told_amount, row.told_delegates, row.told_states, row.told_donors)

    @property
    def shortcomings(self) -> Sequence[str]:
        return round_shortcomings(self.told, self.on_record)

    @property
    def spent(self) -> int:
        """On travel, lodging and allowances of the delegates on record."""
        return sum(cost_of(each) for each in self.delegates)

    @property
    def is_detailed(self) -> bool:
        return bool(self.contributions or self.delegates)

    def _figures(
        self, amount: int | None, delegates: int | None, states: int | None, donors: int | None
    ) -> RoundFigures:
        row = self.row
        return RoundFigures(
            row.title, row.first_year, row.last_year, row.meetings, row.currency, amount, delegates, states, donors
        )


def cost_of(delegate: SponsoredDelegate) -> int:
    return delegate.travel + delegate.lodging + delegate.allowance


def rounds_of(convention: str) -> Sequence[Round]:
    """The newest first; three queries, however many there are."""
    rows = db.session.scalars(
        select(SponsorshipRound)
        .where(SponsorshipRound.convention == convention)
        .order_by(SponsorshipRound.last_year.desc(), SponsorshipRound.first_year.desc(), SponsorshipRound.id.desc())
    ).all()
    return _whole(rows)


def get_round(convention: str, round_id: int) -> Round:
    """NotFound."""
    row = db.session.get(SponsorshipRound, round_id)
    if row is None or row.convention != convention:
        raise NotFound(f"The {convention} has no such round of sponsorship.")
    [found] = _whole([row])
    return found


def contribution_of(found: Round, contribution_id: int) -> Contribution:
    """NotFound."""
    given = next((each for each in found.contributions if each.id == contribution_id), None)
    if given is None:
        raise NotFound("The round has no such contribution.")
    return given


def sponsored_of(found: Round, delegate_id: int) -> SponsoredDelegate:
    """NotFound."""
    delegate = next((each for each in found.delegates if each.id == delegate_id), None)
    if delegate is None:
        raise NotFound("The round has no such delegate.")
    return delegate


def _whole(rows: Sequence[SponsorshipRound]) -> Sequence[Round]:
    ids = [row.id for row in rows]
    contributions = _by_round(Contribution, ids, Contribution.id)
    delegates = _by_round(SponsoredDelegate, ids, SponsoredDelegate.name, SponsoredDelegate.id)
    return [Round(row, contributions.get(row.id, ()), delegates.get(row.id, ())) for row in rows]


def _by_round(model: type[R], ids: Sequence[int], *order: Any) -> Mapping[int, Sequence[R]]:
    found: dict[int, list[R]] = defaultdict(list)
    for row in db.session.scalars(select(model).where(model.round_id.in_(ids)).order_by(*order)):
        found[row.round_id].append(row)
    return found
