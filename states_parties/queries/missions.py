"""Where letters to a State go: its mission, and the focal point in the capital that gets copies."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from core.db import db
from core.periods import in_force
from states_parties.facts import MissionOnRecord
from states_parties.models import Mission, Office

PREFERRED_OFFICES = (Office.GENEVA, Office.NEW_YORK, Office.EMBASSY)


def mission_addressed(rows: Sequence[Any]) -> MissionOnRecord | None:
    """Geneva before New York before an embassy; a focal point in the capital gets copies only."""
    abroad = [row for row in rows if row.office in PREFERRED_OFFICES]
    if not abroad:
        return None
    row = min(abroad, key=lambda each: PREFERRED_OFFICES.index(each.office))
    return MissionOnRecord(
        office=str(row.office),
        post_name=row.post_name,
        city=row.city,
        address_lines=row.address_lines,
        email=row.email,
        person_name=row.person_name,
        head_kind=row.head_kind,
        honorific=row.honorific,
        gender=row.gender,
        language=row.language,
        confirmed_on=row.confirmed_on,
    )


def missions_addressed(iso3s: Collection[str], *, on: date) -> Mapping[str, MissionOnRecord]:
    """Of each State that has one in force on the day; one read."""
    rows = _in_force(iso3s, on)
    found = {iso3: mission_addressed(rows_of) for iso3, rows_of in rows.items()}
    return {iso3: mission for iso3, mission in found.items() if mission is not None}


def addresses_in_capitals(iso3s: Collection[str], *, on: date) -> Mapping[str, str]:
    """The e-mail address of the focal point in the capital, of each State that has one."""
    return {
        iso3: next(row.email for row in rows if _is_capital(row))
        for iso3, rows in _in_force(iso3s, on).items()
        if any(_is_capital(row) for row in rows)
    }


def _is_capital(row: Any) -> bool:
    return bool(row.office is Office.CAPITAL and row.email)


def _in_force(iso3s: Collection[str], on: date) -> dict[str, list[Any]]:
    statement = select(*Mission.__table__.c).where(Mission.iso3.in_(iso3s), in_force(Mission, on))
    found: dict[str, list[Any]] = {}
    for row in db.session.execute(statement.order_by(Mission.starts_on, Mission.id)):
        found.setdefault(row.iso3, []).append(row)
    return found
