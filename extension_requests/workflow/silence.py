"""A decision on a request is put to silence, and objected to."""

from datetime import datetime

from core.audit.workflow import Actor
from core.civil import day_at
from core.clock import day_of
from core.db import db
from core.errors import RuleViolation
from extension_requests.models.decisions import SilenceProcedure
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.decisions import newest_silence, silence_of, sitting_of
from extension_requests.rules.machine import Act, RequestState, Who
from extension_requests.rules.silence import Silence, SilenceState, check_objection, check_opening, where_it_stands
from extension_requests.workflow.transitions import advance, tell


def open_silence(
    dossier: Dossier, silence: Silence, *, text: str, zone: str, who: frozenset[Who], by: Actor
) -> SilenceProcedure:
    """The text is before all States Parties; what was not presented at a meeting is presented in writing by it.

    The dossier is held. zone: of the clock by which the end was told. RuleViolation where it is not before a meeting
    yet, another procedure runs, or the last one ended unbroken and its decision is not recorded.
    """
    if Who.ISU not in who:
        raise RuleViolation("A silence procedure is recorded by the ISU.")
    if dossier.state not in (RequestState.ISSUED, RequestState.PRESENTED):
        raise RuleViolation(f"The request is {dossier.state.value}: there is nothing to decide on it now.")
    if not text.strip():
        raise RuleViolation("Write the text that is put to silence.", field="text")
    check_opening(silence, at=by.at)
    sitting = sitting_of(dossier)
    if sitting is None or sitting.cancelled:
        raise RuleViolation("The procedure is one of a meeting: name the meeting that considers the request first.")
    before = newest_silence(dossier)
    if before is not None and where_it_stands(silence_of(before), at=by.at) is not SilenceState.BROKEN:
        raise RuleViolation("A silence procedure on this request is on record; its end comes first.")
    row = SilenceProcedure(
        dossier_id=dossier.id,
        meeting=dossier.meeting,
        text=text.strip(),
        opened_at=silence.opened_at,
        closes_at=silence.closes_at,
        zone=zone,
    )
    db.session.add(row)
    db.session.flush()
    tell("request:silence-opened", dossier, by=by, closes_at=row.closes_at.isoformat())
    if dossier.state is RequestState.ISSUED:
        dossier.presented_on = day_at(silence.opened_at, row.zone)
        advance(dossier, Act.PRESENT, who=who, on=day_of(by.at), by=by, how="in writing")
    return row


def note_objection(dossier: Dossier, *, objector: str, said_at: datetime, text: str, by: Actor) -> None:
    """Silence is broken by a State. The dossier is held. RuleViolation once the decision is on record."""
    if dossier.state is not RequestState.PRESENTED:
        raise RuleViolation(f"The request is {dossier.state.value}: no silence procedure on it can be broken now.")
    row = newest_silence(dossier)
    if row is None:
        raise RuleViolation("No silence procedure on this request is on record.")
    if not objector.strip():
        raise RuleViolation("Say which State objected.", field="state")
    check_objection(silence_of(row), said_at=said_at, at=by.at)
    row.broken_at, row.broken_by, row.objection = said_at, objector.strip(), text.strip()
    db.session.flush()
    tell("request:silence-broken", dossier, by=by, objector=row.broken_by)
