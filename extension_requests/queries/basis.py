"""What the clauses of a decision are drafted from."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from conventions.queries import meeting_order
from conventions.registry import get_convention
from core.db import db
from core.periods import add_months
from extension_requests.models.dossiers import Dossier
from extension_requests.models.figures import Figure, Sheet, Unit
from extension_requests.rules.clauses import Basis
from extension_requests.rules.consideration import considered_at, requests_due_on
from states_parties.models import State
from states_parties.rules.names import StateNames, the_state

UNITS = {
    Unit.SQUARE_METRES: "square metres released",
    Unit.MUNITIONS: "cluster munitions destroyed",
}
FULL_REQUEST_MONTHS = 9  # before the end of an interim extension, where no meeting with days follows


def basis_of(dossier: Dossier, *, until: date, on: date) -> Basis:
    """until: the day to be granted. on: the day of the decision, or today."""
    convention = get_convention(dossier.convention)
    order = meeting_order(dossier.convention)
    meeting = order.find(dossier.meeting) if dossier.meeting else None
    decided_on = max(on, meeting.opens_on) if meeting and meeting.opens_on else on
    unit, targets = _targets(dossier)
    return Basis(
        convention=dossier.convention,
        article=dossier.article,
        state=the_state(StateNames.of(db.session.get_one(State, dossier.iso3)), "EN"),
        deadline=dossier.deadline,
        until=until,
        decided_on=decided_on,
        reporting=(convention.reporting.annual_month, convention.reporting.annual_day),
        interim=dossier.interim,
        renewal=dossier.number > 1,
        full_request_on=_full_request_on(dossier, until, decided_on) if dossier.interim else None,
        targets=targets,
        unit=unit,
    )


def _full_request_on(dossier: Dossier, until: date, decided_on: date) -> date:
    """As requests to the meeting that considers the end of the extension are due. Failing that, nine months before."""
    found = considered_at(until, meeting_order(dossier.convention), on=decided_on)
    due = requests_due_on(get_convention(dossier.convention), found.meeting.opens_on) if found else None
    return due if due and decided_on < due <= until else add_months(until, -FULL_REQUEST_MONTHS)


def _targets(dossier: Dossier) -> tuple[str, Mapping[int, int]]:
    """Promised for each year, in the unit in which the request counts."""
    sums: dict[Unit, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in db.session.scalars(
        select(Figure).where(
            Figure.dossier_id == dossier.id,
            Figure.version == dossier.version,
            Figure.sheet == Sheet.TARGETS,
            Figure.year.is_not(None),
        )
    ):
        sums[row.unit][row.year or 0] += row.amount
    for unit, words in UNITS.items():
        if unit in sums:
            return words, sums[unit]
    return "", {}
