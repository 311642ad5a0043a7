"""Dossiers are opened, announced, aimed at a meeting, withdrawn."""

from datetime import date

from conventions.queries import meeting_order
from core.audit.workflow import Actor
from core.clock import day_of
from core.db import db
from core.errors import RuleViolation
from extension_requests.groups import group_for
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.dossiers import granted_before, next_number, open_dossier
from extension_requests.queries.doubts import doubt_about
from extension_requests.queries.obligations import obligation_to_extend
from extension_requests.rules.consideration import aimed_at, check_can_consider
from extension_requests.rules.machine import OPEN, Act, RequestState, Who
from extension_requests.workflow.transitions import HOUSE, advance, hold_dossier, tell, turn_to
from states_parties.workflow.subjects import state_of


def anticipate(
    convention: str, article: str, iso3: str, *, on: date, by: Actor, after_discovery: bool = False, source: str = ""
) -> Dossier:
    """A dossier is opened for the obligation, aimed at the meeting that would consider it.

    RuleViolation where nothing can be extended, or a dossier is open about it already.
    """
    state = state_of(iso3)
    obligation = obligation_to_extend(convention, article, iso3, on=on)
    if open_dossier(convention, article, iso3) is not None:
        raise RuleViolation(f"{state.list_en}: a dossier about Article {article} is open already.", field="state")
    if obligation.deadline is None:
        raise RuleViolation(f"{state.list_en}: no deadline under Article {article} is on record.", field="article")
    target = aimed_at(obligation.deadline, meeting_order(convention), on=on)
    doubt = doubt_about(obligation, convention, target, deadline=obligation.deadline, opened_on=on)
    dossier = Dossier(
        convention=convention,
        article=article,
        iso3=iso3,
        number=next_number(convention, article, iso3),
        state=RequestState.ANTICIPATED,
        state_since=on,
        deadline=obligation.deadline,
        meeting=target.short if target else "",
        opened_on=on,
        after_discovery=after_discovery,
        body=group_for(convention, article),
        source=source,
        conflict="" if after_discovery else doubt,
        created_at=by.at,
        created_by=by.name,
    )
    db.session.add(dossier)
    db.session.flush()
    tell(
        f"request:{Act.ANTICIPATE.value}",
        dossier,
        by=by,
        deadline=obligation.deadline.isoformat(),
        meeting=dossier.meeting,
        doubt=dossier.conflict,
    )
    return dossier


def announce(dossier: Dossier, *, announced_on: date, source: str, who: frozenset[Who], on: date, by: Actor) -> None:
    """The State said that it will ask: in a statement or a letter, which `source` names."""
    if not source.strip():
        raise RuleViolation("Say where the State announced it.", field="source")
    if announced_on > on:
        raise RuleViolation("It cannot have been announced on a day to come.", field="announced_on")
    dossier.announced_on, dossier.announced_source = announced_on, source.strip()
    advance(dossier, Act.ANNOUNCE, who=who, on=on, by=by, announced_on=announced_on.isoformat())


def aim_at(dossier: Dossier, meeting: str, *, reason: str, by: Actor) -> None:
    """Another formal meeting is to consider the request; the one before stays in the history with the reason.

    RuleViolation for a meeting that is over or cancelled, and once the request was presented: that meeting decides.
    """
    if dossier.state not in OPEN:
        raise RuleViolation(f"The request is {dossier.state.value}: no meeting is to consider it any more.")
    if dossier.state is RequestState.PRESENTED:
        raise RuleViolation(f"The request was presented to the {dossier.meeting}, which decides on it or defers it.")
    if not reason.strip():
        raise RuleViolation("Say why another meeting is to consider it.", field="reason")
    found = meeting_order(dossier.convention).get(meeting)
    if found.short == dossier.meeting:
        raise RuleViolation(f"The {found.short} is to consider it already.", field="meeting")
    check_can_consider(found, on=day_of(by.at))
    dossier.aimed_by_hand = True
    turn_to(dossier, found.short, reason=reason.strip(), by=by)


def withdraw(dossier: Dossier, *, reason: str, who: frozenset[Who], on: date, by: Actor) -> None:
    """The State withdraws its request, has completed, or leaves the Convention: `reason` says which, and its source."""
    dossier.ended_because = reason.strip()
    advance(dossier, Act.WITHDRAW, who=who, on=on, by=by, reason=reason)
    follow_the_one_before(dossier, on=on, by=by)


def follow_the_one_before(dossier: Dossier, *, on: date, by: Actor) -> None:
    """The request, which is held, ended without a grant: what was granted before is followed up as it was."""
    before = granted_before(dossier)
    if before is not None and before.state is RequestState.SUPERSEDED:
        advance(hold_dossier(before.id), Act.FOLLOW_AGAIN, who=HOUSE, on=on, by=by)
