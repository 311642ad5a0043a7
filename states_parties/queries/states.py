"""One State of the register, however its name is written."""

from difflib import get_close_matches
from typing import Any

from sqlalchemy import or_, select

from core.db import db
from core.errors import NotFound
from states_parties.models import State
from states_parties.rules.names import sort_key

NAMES = (State.list_en, State.name_en, State.name_fr, State.name_es, State.official_en)


def find_state(text: str) -> Any:
    """The row of a State by its code, by its name in addresses, or by a name in EN, FR or ES, accents ignored."""
    wanted = text.strip()
    state = db.session.execute(
        select(*State.__table__.c).where(or_(State.iso3 == wanted.upper(), State.slug == wanted.lower()))
    ).one_or_none()
    if state is None and (iso3 := _known_names().get(sort_key(wanted))):
        state = db.session.execute(select(*State.__table__.c).where(State.iso3 == iso3)).one()
    return state


def get_state(text: str) -> Any:
    """As find_state; NotFound with a sentence that gives the nearest names."""
    state = find_state(text)
    if state is None:
        raise NotFound(unknown_state(text))
    return state


def names_by_slug() -> list[tuple[str, str]]:
    """Slug and English list name of every State, by name: the choices of a form."""
    names = [(row.slug, row.list_en) for row in db.session.execute(select(State.slug, State.list_en))]
    return sorted(names, key=lambda each: sort_key(each[1]))


def unknown_state(text: str) -> str:
    """The sentence for a State that is not in the register, with the nearest names."""
    known = _known_names()
    matches = get_close_matches(sort_key(text.strip()), known, n=3, cutoff=0.75)
    nearest = dict.fromkeys(known[match] for match in matches)
    rows = db.session.execute(select(State.iso3, State.list_en).where(State.iso3.in_(nearest)))
    names = {row.iso3: row.list_en for row in rows}
    advice = f" Did you mean {' or '.join(names[iso3] for iso3 in nearest)}?" if nearest else ""
    return f"“{text[:60]}” is not a State of the register.{advice}"


def _known_names() -> dict[str, str]:
    rows = db.session.execute(select(State.iso3, *NAMES).order_by(State.iso3))
    return {sort_key(name): row.iso3 for row in rows for name in row[1:]}
