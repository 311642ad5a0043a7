"""What the house drafts about requests by itself: heads-up letters. Approval and sending are for people."""

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from sqlalchemy import select

from core.audit.workflow import Actor
from core.clock import day_of
from core.db import db, transaction
from core.errors import NotFound, RuleViolation
from correspondence.outgoing import HOUSE
from extension_requests.models.dossiers import Dossier
from extension_requests.rules.occasions import LETTERS, Occasion
from extension_requests.workflow.letters import draft_heads_up
from extension_requests.workflow.transitions import hold_dossier

log = structlog.get_logger("chancery.requests")


def draft_heads_ups(now: Callable[[], datetime]) -> None:
    """One draft for each dossier whose day has come; one that cannot be written does not stop the others."""
    at = now()
    for dossier_id in _awaited():
        try:
            with transaction():
                draft_heads_up(hold_dossier(dossier_id), on=day_of(at), by=Actor(HOUSE, at))
        except (NotFound, RuleViolation) as refusal:
            log.warning("a heads-up was not drafted", dossier=dossier_id, reason=str(refusal))


def _awaited() -> Sequence[int]:
    states = LETTERS[Occasion.HEADS_UP].states
    return db.session.scalars(select(Dossier.id).where(Dossier.state.in_(states)).order_by(Dossier.id)).all()
