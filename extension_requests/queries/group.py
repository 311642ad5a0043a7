"""Who takes part in the analysis of a request: the States of the group on a day, without those recused."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from committees.models.access import Recusal
from committees.models.bodies import Body, PlaceKind
from committees.queries.offices import Offices
from committees.queries.rosters import roster
from core.db import db
from core.periods import in_force
from extension_requests.models.dossiers import Dossier
from states_parties.models import State


@dataclass(frozen=True)
class Member:
    """A State of the group. chairs: by office. recused: why it takes no part, empty where it does."""

    iso3: str
    name: str
    slug: str
    chairs: bool
    office: str
    recused: str = ""


def members_of(dossier: Dossier, *, on: date) -> Sequence[Member]:
    """Every State of the group on the day, once, by name; none while no group is named.

    The State that asks takes no part. Source: office practice; for the CCM, CCM/MSP/2019/12.
    """
    if not dossier.body:
        return []
    offices = Offices(dossier.convention)
    if dossier.body not in offices.bodies:
        return []
    recused = _recused(dossier, on)
    found: dict[str, Member] = {}
    for holder in roster(offices, dossier.body, on=on).states:
        if holder.state is None or (holder.kind not in (PlaceKind.CHAIR, PlaceKind.MEMBER)):
            continue
        state, before = holder.state, found.get(holder.state.iso3)
        chairs = holder.chairs or (before is not None and before.chairs)
        reason = "it asks for the extension" if state.iso3 == dossier.iso3 else recused.get(state.iso3, "")
        found[state.iso3] = Member(state.iso3, state.name, state.slug, chairs, holder.office, reason)
    return list(found.values())


def group_name(dossier: Dossier) -> str:
    """As the body is called; "" where none is named."""
    found = select(Body.name_en).where(Body.convention == dossier.convention, Body.slug == dossier.body)
    return db.session.scalar(found) or ""


def assisting(dossier: Dossier, *, on: date) -> Sequence[str]:
    """Institutions that assist the group, or are invited to it, on the day."""
    offices = Offices(dossier.convention)
    if dossier.body not in offices.bodies:
        return []
    return [holder.name for holder in roster(offices, dossier.body, on=on).institutions]


def is_chaired(members: Collection[Member]) -> bool:
    """Whether a member that takes part chairs the group by office."""
    return any(each.chairs and not each.recused for each in members)


def taking_part(members: Collection[Member]) -> list[Member]:
    return [each for each in members if not each.recused]


def _recused(dossier: Dossier, on: date) -> dict[str, str]:
    rows = db.session.execute(
        select(State.iso3, Recusal.reason)
        .join(State, State.iso3 == Recusal.iso3)
        .where(Recusal.file_id == dossier.file_id, in_force(Recusal, on))
    )
    return {row.iso3: row.reason for row in rows}
