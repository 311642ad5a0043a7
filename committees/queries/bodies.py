"""Bodies, however their names are written, and what is in force for them on a day."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from sqlalchemy import select

from committees.models.bodies import Body, Mandate
from core.db import db
from core.errors import NotFound, RuleViolation
from states_parties.rules.names import sort_key


def get_body(convention: str, slug: str) -> Any:
    """The row of a body by its name in addresses; NotFound."""
    row = db.session.execute(
        select(*Body.__table__.c).where(Body.convention == convention, Body.slug == slug)
    ).one_or_none()
    if row is None:
        raise NotFound(f"“{slug[:60]}” is no body of the {convention}.")
    return row


def bodies_by_slug(convention: str) -> dict[str, Any]:
    """The rows of all bodies of a Convention, whenever they existed."""
    rows = db.session.execute(select(*Body.__table__.c).where(Body.convention == convention).order_by(Body.id))
    return {row.slug: row for row in rows}


def names_of_bodies() -> list[tuple[str, str, str]]:
    """Convention, slug and name of every body, by Convention and name."""
    rows = db.session.execute(select(Body.convention, Body.slug, Body.name_en)).all()
    return sorted(((row.convention, row.slug, row.name_en) for row in rows), key=lambda row: (row[0], sort_key(row[2])))


def body_named(text: str, *, convention: str = "", field: str = "body") -> Any:
    """The row of the body meant by a slug, a name in EN, FR or ES, or a short name, accents ignored.

    RuleViolation names the nearest bodies where none has that name, and the Conventions where several have it.
    """
    rows = db.session.execute(select(*Body.__table__.c).order_by(Body.id)).all()
    mine = [row for row in rows if not convention or row.convention == convention]
    wanted = sort_key(text.strip())
    found = [row for row in mine if wanted in _names(row)]
    if len(found) == 1:
        return found[0]
    if found:
        codes = " and ".join(row.convention for row in found)
        raise RuleViolation(f"“{text[:60]}” is a body of the {codes}. Say which Convention.", field="convention")
    raise RuleViolation(
        f"“{text[:60]}” is no body{f' of the {convention}' if convention else ''}.{_nearest(wanted, mine)}", field=field
    )


def mandates_of(convention: str, body: str) -> Sequence[Any]:
    """All versions of a mandate, the newest first."""
    return db.session.execute(
        select(*Mandate.__table__.c)
        .where(Mandate.convention == convention, Mandate.body == body)
        .order_by(Mandate.version.desc())
    ).all()


def get_mandate(convention: str, body: str, version: int) -> Any:
    """One version of a mandate; NotFound."""
    for row in mandates_of(convention, body):
        if row.version == version:
            return row
    raise NotFound(f"There is no version {version} of the mandate of “{body[:60]}”.")


def _names(row: Any) -> set[str]:
    return {
        sort_key(name)
        for name in (row.slug, row.slug.replace("-", " "), row.name_en, row.name_fr, row.name_es, row.short)
    }


def _nearest(wanted: str, rows: Sequence[Any]) -> str:
    known = {name: row for row in rows for name in _names(row)}
    near = dict.fromkeys(known[name].name_en for name in get_close_matches(wanted, known, n=4, cutoff=0.6))
    return f" Did you mean {' or '.join(list(near)[:2])}?" if near else ""
