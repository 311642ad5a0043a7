"""As what the person signed in meets a dossier: what they may do, and whether they read what is the group's alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_login import current_user

from committees.queries.sight import files_closed_to, states_acted_for, states_kept_to
from core.clock import today
from core.permissions import Right
from correspondence.models.campaigns import Campaign
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.capacities import capacities, may_in_group
from extension_requests.queries.letters import confidential_among
from extension_requests.rules.machine import Who


@dataclass(frozen=True)
class Sight:
    """who: the capacities in which the person may act. inside: reads questions, inputs, drafts and comments.

    states: of the group, for which the person acts in it. recused: acts for a State that takes no part: such a person
    sees what the public sees.
    """

    who: frozenset[Who]
    inside: bool
    works: bool
    states: frozenset[str]
    recused: bool

    @property
    def keeps(self) -> bool:
        return Who.ISU in self.who

    @property
    def leads(self) -> bool:
        return Who.CHAIR in self.who


def sight_of(dossier: Dossier) -> Sight:
    """For the person signed in, today."""
    return sights_of([dossier])[dossier.id]


def sights_of(dossiers: Collection[Dossier]) -> dict[int, Sight]:
    """The same of several, by id; as many queries as of one, and one for a further Convention."""
    kept = states_kept_to(current_user.id, on=today()) if current_user.is_authenticated else frozenset()
    states = states_acted_for(current_user.id, on=today()) if kept else frozenset()
    conventions = {each.convention for each in dossiers if each.file_id is not None} if kept else set()
    closed = {each: files_closed_to(current_user.id, each, on=today()) for each in conventions}
    return {
        each.id: _sight(each, states, recused=each.iso3 in kept or each.file_id in closed.get(each.convention, ()))
        for each in dossiers
    }


def _sight(dossier: Dossier, states: frozenset[str], *, recused: bool) -> Sight:
    if recused:
        return Sight(frozenset(), inside=False, works=False, states=frozenset(), recused=True)
    who = capacities(dossier, states, on=today())
    return Sight(
        who,
        inside=Who.ISU in who or may_in_group(Right.READ_ANALYSIS, dossier, states),
        works=may_in_group(Right.WORK_ON_ANALYSIS, dossier, states),
        states=states if Who.GROUP in who else frozenset(),
        recused=False,
    )


def letters_closed(campaigns: Sequence[Campaign]) -> set[int]:
    """Ids of letters to the State that only the group reads, where the person signed in is not of it."""
    confidential = confidential_among([each.id for each in campaigns])
    seen = sights_of(confidential.values())
    return {id for id, dossier in confidential.items() if not seen[dossier.id].inside}
