"""What of extension requests is due soon or waits for the person signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_login import current_user

from committees.queries.sight import files_closed_to, states_acted_for, states_kept_to
from conventions.meeting_order import MeetingOrder
from extension_requests.queries.capacities import capacities
from extension_requests.queries.dossiers import dossiers_of
from extension_requests.queries.lines import Line, lines_of
from extension_requests.rules.ahead import Phase
from extension_requests.rules.machine import OPEN

SOON = timedelta(days=30)  # Office practice, as for tasks of committees
MOST = 8


@dataclass(frozen=True)
class RequestsDue:
    """lines: the first of those whose day has passed or comes soon, the nearest first, each with whether it waits for
    the person. due: of how many that is so. open: all that are not decided.
    """

    lines: Sequence[tuple[Line, bool]]
    due: int
    open: int


def requests_due(convention: str, order: MeetingOrder, *, on: date, today: date) -> RequestsDue:
    """As of a day; what waits for the person waits today. One query, and two about the person where any is due."""
    rows = [row for row in dossiers_of(convention) if row.state in OPEN]
    found = lines_of(convention, rows, order, on=on)
    due = [each for each in found if each.next_on and each.next_on <= on + SOON]
    due.sort(key=lambda each: (each.phase is Phase.COMING, each.next_on or date.max))
    waiting = _waiting(convention, due, today)
    mine_first = sorted(due, key=lambda each: each.row.id not in waiting)
    return RequestsDue([(each, each.row.id in waiting) for each in mine_first[:MOST]], len(due), len(found))


def _waiting(convention: str, due: Sequence[Line], today: date) -> set[int]:
    """Ids of those whose next act is the person's; none of a State they act for, or from which they are recused.

    What a State has still to hand in waits for the State.
    """
    if not due:
        return set()
    kept = states_kept_to(current_user.id, on=today)
    states = states_acted_for(current_user.id, on=today) if kept else frozenset()
    closed = files_closed_to(current_user.id, convention, on=today)
    return {
        each.row.id
        for each in due
        if each.main
        and each.phase is not Phase.COMING
        and each.row.iso3 not in kept
        and each.row.file_id not in closed
        and each.main.who in capacities(each.row, states, on=today)
    }
