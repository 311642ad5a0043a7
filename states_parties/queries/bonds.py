"""When States that left a Convention were bound by it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from core.db import db
from core.periods import Period
from states_parties.models import Membership


def party_periods_of_leavers(convention: str) -> Mapping[str, Sequence[Period]]:
    """For each State with a withdrawal on record, the periods in which it is a State Party; one query."""
    left = select(Membership.iso3).where(
        Membership.convention == convention, Membership.withdrawal_effective_on.is_not(None)
    )
    rows = db.session.execute(
        select(Membership.iso3, Membership.entry_into_force_on, Membership.withdrawal_effective_on).where(
            Membership.convention == convention, Membership.iso3.in_(left)
        )
    )
    periods: dict[str, list[Period]] = defaultdict(list)
    for iso3, starts_on, ends_before in rows:
        if starts_on is not None:
            periods[iso3].append(Period(starts_on, ends_before))
    return periods
