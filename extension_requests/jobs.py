"""Dossiers opened by themselves when a deadline comes near, and kept true to the calendar and the registers."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog
from flask import current_app

from conventions.meeting_order import MeetingOrder
from conventions.queries import meeting_order
from conventions.registry import get_convention
from core.audit.workflow import Actor
from core.clock import day_of
from core.db import transaction
from core.errors import NotFound, RuleViolation
from correspondence.outgoing import HOUSE
from extension_requests.queries.coming import coming_obligations, watched_dossiers
from extension_requests.queries.dossiers import dossiers_in
from extension_requests.rules.machine import RequestState
from extension_requests.workflow.agreement import adopt_where_all_agree
from extension_requests.workflow.coming import keep_watch
from extension_requests.workflow.dossiers import anticipate
from extension_requests.workflow.transitions import hold_dossier
from states_parties.queries.as_of import Registers

log = structlog.get_logger("chancery.requests")


def look_after_requests(now: Callable[[], datetime]) -> None:
    """Each dossier in a transaction of its own: one that cannot be opened or kept does not hold up the others."""
    by = Actor(HOUSE, now())
    for convention in current_app.config["CONVENTIONS"]:
        _open_coming(convention, by)
        _keep_watch(convention, by)
        _adopt(convention, by)


def _open_coming(convention: str, by: Actor) -> None:
    on, months = day_of(by.at), current_app.config["CHANCERY"].anticipate_months
    for each in coming_obligations(convention, on=on, months=months):
        if not each.dealt_with:
            article, iso3 = each.row.obligation.article, each.row.iso3
            source = f"register of deadlines ({each.row.obligation.sourcing.source})"[:200]
            _apart(partial(anticipate, convention, article, iso3, on=on, by=by, source=source), iso3, article)


def _keep_watch(convention: str, by: Actor) -> None:
    order, registers = meeting_order(convention), Registers(get_convention(convention), day_of(by.at))
    for number in watched_dossiers(convention):
        _apart(partial(_watch_one, number, order, registers, by), f"dossier {number}")


def _watch_one(number: int, order: MeetingOrder, registers: Registers, by: Actor) -> None:
    keep_watch(hold_dossier(number), order, registers, on=day_of(by.at), by=by)


def _adopt(convention: str, by: Actor) -> None:
    """What waited only for a State that takes no part any more, or has left the group, is adopted."""
    for number in dossiers_in(convention, RequestState.DRAFTING):
        _apart(partial(_adopt_one, number, by), f"dossier {number}")


def _adopt_one(number: int, by: Actor) -> None:
    adopt_where_all_agree(hold_dossier(number), on=day_of(by.at), by=by)


def _apart(act: Callable[[], object], *about: str) -> None:
    try:
        with transaction():
            act()
    except (RuleViolation, NotFound) as refusal:
        log.warning("a dossier was not looked after", about=" ".join(about), reason=str(refusal))
