"""What the house notes and drafts by itself: heads-up letters, what was missed and letters about it.

Approval and sending are for people.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy import select

from core.audit.workflow import Actor
from core.clock import day_of
from core.db import db, transaction
from core.errors import NotFound, RuleViolation
from correspondence.outgoing import HOUSE
from extension_requests.models.dossiers import Dossier
from extension_requests.rules.machine import RequestState
from extension_requests.rules.occasions import LETTERS, Occasion
from extension_requests.workflow.letters import draft_about_missed, draft_heads_up
from extension_requests.workflow.promises import note_missed
from extension_requests.workflow.transitions import hold_dossier

log = structlog.get_logger("chancery.requests")


def draft_heads_ups(now: Callable[[], datetime]) -> None:
    """One draft for each dossier whose day has come; one that cannot be written does not stop the others."""
    by = Actor(HOUSE, now())
    for dossier_id in _in_states(*LETTERS[Occasion.HEADS_UP].states):
        _apart(partial(_heads_up, dossier_id, by), dossier_id)


def look_after_promises(now: Callable[[], datetime]) -> None:
    """What was due and did not come is missed; two months later a letter about it is drafted, once."""
    by = Actor(HOUSE, now())
    for dossier_id in _in_states(RequestState.FOLLOW_UP, RequestState.SUPERSEDED):
        _apart(partial(_missed, dossier_id, by), dossier_id)
        _apart(partial(_letter, dossier_id, by), dossier_id)


def _heads_up(dossier_id: int, by: Actor) -> None:
    draft_heads_up(hold_dossier(dossier_id), on=day_of(by.at), by=by)


def _missed(dossier_id: int, by: Actor) -> None:
    note_missed(hold_dossier(dossier_id), on=day_of(by.at), by=by)


def _letter(dossier_id: int, by: Actor) -> None:
    draft_about_missed(hold_dossier(dossier_id), on=day_of(by.at), by=by)


def _apart(act: Callable[[], object], dossier_id: int) -> None:
    """In a transaction of its own: what cannot be done for one does not hold up the others."""
    try:
        with transaction():
            act()
    except (NotFound, RuleViolation) as refusal:
        log.warning("a request was not looked after", dossier=dossier_id, reason=str(refusal))


def _in_states(*states: RequestState) -> Sequence[int]:
    return db.session.scalars(select(Dossier.id).where(Dossier.state.in_(states)).order_by(Dossier.id)).all()
