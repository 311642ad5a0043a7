"""Readers say of each item of the checklist what they found; the chair settles what they differ on."""

from collections.abc import Mapping

from sqlalchemy import delete

from committees.queries.sight import states_acted_for
from core.audit.workflow import Actor
from core.clock import day_of
from core.db import db
from core.errors import RuleViolation
from extension_requests.models.analysis import Reading, Settlement
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.group import members_of
from extension_requests.queries.readings import (
    checklist_for,
    detailed_items,
    own_findings,
    version_read_before,
)
from extension_requests.rules.findings import Finding
from extension_requests.rules.machine import RequestState
from extension_requests.rules.readings import Found, fingerprint
from extension_requests.workflow.transitions import tell

READ_IN = (RequestState.IN_COMPLETENESS, RequestState.CLARIFYING)


def save_readings(dossier: Dossier, found: Mapping[str, Found | None], *, version: int, seen: str, by: Actor) -> int:
    """What the person found stands beside each item; None: not read, or no longer held. How many items changed.

    version, seen: the version read, and the fingerprint of the person's own findings as the page showed them.
    RuleViolation where a new version has come since, or the person saved something else meanwhile.
    """
    reader_id = _reader(by)
    _check_state(dossier)
    _check_version(dossier, version)
    before = own_findings(dossier, reader_id, version=version)
    if fingerprint(before) != seen:
        raise RuleViolation("You saved other findings since you opened this page. Look at them first.")
    known = {item.code for item in checklist_for(dossier).items}
    if unknown := sorted(set(found) - known):
        raise RuleViolation(f"“{unknown[0][:10]}” is no item of this checklist.")
    changed = {code: each for code, each in found.items() if before.get(code) != each}
    _replace(dossier, version, reader_id, changed, by=by)
    if changed:
        tell("request:read", dossier, by=by, version=version, items=", ".join(sorted(changed, key=_place)))
    return len(changed)


def take_over_readings(dossier: Dossier, *, version: int, by: Actor) -> int:
    """What the reader found in the version read before holds for the present one, where they have not read it yet."""
    reader_id = _reader(by)
    _check_state(dossier)
    _check_version(dossier, version)
    earlier = version_read_before(dossier, reader_id)
    if earlier is None:
        raise RuleViolation("You have read no earlier version of this request.")
    present = own_findings(dossier, reader_id, version=dossier.version)
    known = {item.code for item in checklist_for(dossier).items}
    before = own_findings(dossier, reader_id, version=earlier)
    taken: dict[str, Found | None] = {
        code: each for code, each in before.items() if code in known and code not in present
    }
    if not taken:
        raise RuleViolation("You have read every item of the new version already: there is nothing to take over.")
    _replace(dossier, dossier.version, reader_id, taken, by=by)
    tell("request:reading-taken-over", dossier, by=by, version=[earlier, dossier.version], items=len(taken))
    return len(taken)


def settle(dossier: Dossier, code: str, finding: Finding, *, note: str, version: int, seen: str, by: Actor) -> None:
    """The group holds this of the item, whatever its readers found. seen: the fingerprint of what they found."""
    _check_state(dossier)
    _check_version(dossier, version)
    item = next((each for each in detailed_items(dossier) if each.read.item.code == code), None)
    if item is None:
        raise RuleViolation(f"“{code[:10]}” is no item of this checklist.")
    if not item.readings:
        raise RuleViolation("Nobody has read this item yet: there is nothing to settle.")
    if fingerprint(item.found) != seen:
        raise RuleViolation("A reader has changed their finding since you opened this page. Look at it first.")
    settlement = db.session.get(Settlement, (dossier.id, version, code))
    if settlement is None:
        settlement = Settlement(dossier_id=dossier.id, version=version, item=code)
        db.session.add(settlement)
    settlement.finding, settlement.note = finding, note.strip()
    settlement.settled_at, settlement.settled_by = by.at, by.name
    db.session.flush()
    tell("request:settled", dossier, by=by, version=version, item=code, finding=finding.value)


def _replace(dossier: Dossier, version: int, reader_id: int, found: Mapping[str, Found | None], *, by: Actor) -> None:
    iso3 = _state_of_reader(dossier, by)
    which = {"dossier_id": dossier.id, "version": version, "reader_id": reader_id}
    db.session.execute(delete(Reading).filter_by(**which).where(Reading.item.in_(list(found))))
    db.session.add_all(
        Reading(
            **which,
            item=code,
            reader=by.name,
            iso3=iso3,
            finding=each.finding,
            page=each.page.strip()[:60],
            note=each.note.strip(),
            read_at=by.at,
        )
        for code, each in found.items()
        if each is not None
    )
    db.session.flush()


def _state_of_reader(dossier: Dossier, by: Actor) -> str | None:
    """The State of the group for which the person reads; None for the ISU and its analysts."""
    on = day_of(by.at)
    of_group = {each.iso3 for each in members_of(dossier, on=on)}
    return min(states_acted_for(by.id, on=on) & of_group, default=None)


def _reader(by: Actor) -> int:
    if by.id is None:
        raise RuleViolation("A request is read by a person who has signed in.")
    return by.id


def _check_state(dossier: Dossier) -> None:
    if dossier.state not in READ_IN:
        raise RuleViolation(
            f"The request is {dossier.state.value}: its checklist is open while it is checked or clarified.",
            source="Office practice",
        )


def _check_version(dossier: Dossier, version: int) -> None:
    if version != dossier.version:
        raise RuleViolation(
            f"Version {dossier.version} of the request has come since you opened this page. Nothing was saved; what "
            "you found in the version before can be taken over."
        )


def _place(code: str) -> tuple[str, int]:
    return code[:1], int(code[1:])
