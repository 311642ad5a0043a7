"""Members of the group agree to a version of the analysis, or do not; the group adopts it when all have agreed."""

from collections.abc import Collection
from datetime import date

from core.audit.workflow import Actor
from core.db import db
from core.errors import RuleViolation
from extension_requests.models.analysis import Agreement
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.analysis import newest_version
from extension_requests.queries.group import members_of, taking_part
from extension_requests.queries.situation import situation_of
from extension_requests.rules.guards import GUARDS
from extension_requests.rules.machine import Act, RequestState, Who
from extension_requests.workflow.analysis import check_written
from extension_requests.workflow.transitions import advance, tell

SOURCE = "Mandates of the groups"


def agree(
    dossier: Dossier,
    iso3: str,
    *,
    version: int,
    agrees: bool,
    reason: str,
    states: Collection[str],
    on: date,
    by: Actor,
) -> bool:
    """The State agrees to that version, or objects with its reason; True where the group has adopted it thereby.

    states: those for which the person acts in the group. RuleViolation for another State, one that takes no part, a
    version that is not the newest, and an objection without reason.
    """
    check_written(dossier)
    members = {each.iso3: each.name for each in taking_part(members_of(dossier, on=on))}
    if iso3 not in states or iso3 not in members:
        raise RuleViolation(
            "You agree only for a State that you act for and that takes part.", source=SOURCE, field="state"
        )
    newest = newest_version(dossier)
    if newest is None or newest.number != version:
        told = f"Version {newest.number} is before the group now." if newest else "There is no version yet."
        raise RuleViolation(f"{told} Read it first.")
    if not agrees and not reason.strip():
        raise RuleViolation("Say why the State does not agree.", field="reason")
    row = db.session.get(Agreement, (newest.id, iso3), populate_existing=True)
    if row is None:
        row = Agreement(version_id=newest.id, iso3=iso3, agrees=agrees)
        db.session.add(row)
    row.agrees, row.reason, row.said_at, row.said_by = agrees, "" if agrees else reason.strip(), by.at, by.name
    db.session.flush()
    act = "request:agreed" if agrees else "request:objected"
    tell(act, dossier, by=by, state=iso3, version=version, **({} if agrees else {"reason": reason.strip()}))
    return adopt_where_all_agree(dossier, on=on, by=by)


def adopt_where_all_agree(dossier: Dossier, *, on: date, by: Actor) -> bool:
    """The analysis is adopted once every member that takes part agrees, and whoever must see it has; True where it is.

    The group adopts by what its members said: nobody does it alone.
    """
    if dossier.state is not RequestState.DRAFTING or GUARDS[Act.ADOPT](situation_of(dossier, on=on)):
        return False
    newest = newest_version(dossier)
    advance(dossier, Act.ADOPT, who={Who.GROUP}, on=on, by=by, version=newest.number if newest else 0)
    return True
