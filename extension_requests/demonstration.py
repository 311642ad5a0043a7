"""Requests that two meetings of the CCM decided on, as dossiers to look at in a house that is not in production.

Source: review of the Second Review Conference, paragraphs 30, 36, 39, 129 and 131; where sources differ, the dossier
says so. The dossiers stand as they would today: completed, or superseded by a later request.
"""

import csv
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from core.audit.workflow import Actor
from core.db import db
from core.periods import add_months
from extension_requests.groups import group_for
from extension_requests.models.decisions import RequestDecision, SilenceProcedure
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.dossiers import dossiers_of
from extension_requests.rules.decisions import Mode, Outcome
from extension_requests.rules.machine import RequestState
from extension_requests.workflow.transitions import tell

_ROWS = Path(__file__).parent / "registers" / "demo_dossiers.csv"
GENEVA = "Europe/Zurich"
OPENED_MONTHS = 30  # before the deadline, as the house would have done
DAYS_STAND_IN = (
    "The decision was put to silence, expected to be over by the end of February 2021; its days are not documented: "
    "1 and 28 February stand in for them."
)
SILENCE = (
    "Decisions on the extension requests before the Second Review Conference, expected by the end of February 2021;"
    " the days on which silence began and ended are not documented here."
)


def load_demonstration_dossiers(*, by: Actor) -> None:
    """Each is there once with its decision; one that is there, however it stands now, stays as it is."""
    with _ROWS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for convention in {row["convention"] for row in rows}:
        known = {(each.article, each.iso3, each.number) for each in dossiers_of(convention)}
        for row in rows:
            if row["convention"] == convention and (row["article"], row["iso3"], int(row["number"])) not in known:
                _take_over(row, by=by)


def _take_over(row: Mapping[str, str], *, by: Actor) -> None:
    dossier = _dossier(row, by=by)
    db.session.add(dossier)
    db.session.flush()
    db.session.add(_decision(dossier, row, by=by))
    db.session.flush()
    tell("request:taken-over", dossier, by=by, source=dossier.source)


def _dossier(row: Mapping[str, str], *, by: Actor) -> Dossier:
    deadline, received_on = date.fromisoformat(row["deadline"]), _day(row["received_on"])
    return Dossier(
        convention=row["convention"],
        article=row["article"],
        iso3=row["iso3"],
        number=int(row["number"]),
        state=RequestState(row["state"]),
        state_since=date.fromisoformat(row["state_since"]),
        deadline=deadline,
        meeting=row["meeting"],
        opened_on=add_months(deadline, -OPENED_MONTHS),
        received_on=received_on,
        version=1 if received_on else 0,
        asked_until=_day(row["asked_until"]),
        asked_months=int(row["asked_months"]),
        interim=row["interim"] == "yes",
        body=group_for(row["convention"], row["article"]),
        ended_because=row["ended_because"],
        source=row["source"],
        conflict=" ".join(filter(None, (row["conflict"], _stands_in(row)))),
        created_at=by.at,
        created_by=by.name,
    )


def _stands_in(row: Mapping[str, str]) -> str:
    return DAYS_STAND_IN if Mode(row["mode"]) is Mode.SILENCE else ""


def _decision(dossier: Dossier, row: Mapping[str, str], *, by: Actor) -> RequestDecision:
    mode, decided_on = Mode(row["mode"]), date.fromisoformat(row["decided_on"])
    silence = _silence(dossier, decided_on) if mode is Mode.SILENCE else None
    return RequestDecision(
        dossier_id=dossier.id,
        meeting=dossier.meeting,
        outcome=Outcome.GRANTED,
        mode=mode,
        decided_on=decided_on,
        granted_until=_day(row["granted_until"]),
        silence_id=silence.id if silence else None,
        recorded_at=by.at,
        recorded_by=by.name,
    )


def _silence(dossier: Dossier, closed_on: date) -> SilenceProcedure:
    """Over the month at whose end it is known to have been over."""
    opened = datetime(closed_on.year, closed_on.month, 1, 9, tzinfo=UTC)
    closed = datetime(closed_on.year, closed_on.month, closed_on.day, 17, tzinfo=UTC)
    silence = SilenceProcedure(
        dossier_id=dossier.id,
        meeting=dossier.meeting,
        text=SILENCE,
        opened_at=opened,
        closes_at=closed,
        zone=GENEVA,
    )
    db.session.add(silence)
    db.session.flush()
    return silence


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
