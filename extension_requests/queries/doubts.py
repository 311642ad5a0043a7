"""What the registers leave open about the deadline of a dossier, read on a day."""

from datetime import date

from conventions.meeting_order import FormalMeeting, MeetingOrder
from conventions.registry import get_convention
from core.errors import RuleViolation
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.obligations import obligation_to_extend
from extension_requests.rules.consideration import requests_due_on
from extension_requests.rules.doubts import doubts
from states_parties.facts import DatedObligation
from states_parties.queries.as_of import Registers


def doubt_about(
    obligation: DatedObligation, convention: str, target: FormalMeeting | None, *, deadline: date, opened_on: date
) -> str:
    """In sentences; empty where the deadline is certain. target: the meeting that is to consider the request."""
    due_on = requests_due_on(get_convention(convention), target.opens_on) if target else None
    return " ".join(doubts(obligation, deadline=deadline, opened_on=opened_on, due_on=due_on))


def doubt_of(dossier: Dossier, order: MeetingOrder, registers: Registers, *, on: date) -> str:
    """The same of a dossier that is there; where nothing can be extended any more, why that is so."""
    if dossier.after_discovery:
        return ""
    try:
        obligation = obligation_to_extend(dossier.convention, dossier.article, dossier.iso3, on=on, registers=registers)
    except RuleViolation as refusal:
        return f"{refusal.message} If no request is to come, close the dossier."
    return doubt_about(
        obligation,
        dossier.convention,
        order.find(dossier.meeting) if dossier.meeting else None,
        deadline=dossier.deadline,
        opened_on=dossier.opened_on,
    )
