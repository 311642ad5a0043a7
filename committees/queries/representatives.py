"""One person who represents a State in a body."""

from sqlalchemy import select

from committees.models.terms import Representative
from core.db import db
from core.errors import NotFound


def get_representative(convention: str, body: str, person_id: int) -> Representative:
    """NotFound, also for a person of another body."""
    person = db.session.scalars(
        select(Representative).where(
            Representative.id == person_id, Representative.convention == convention, Representative.body == body
        )
    ).one_or_none()
    if person is None:
        raise NotFound(f"No person {person_id} represents a State there.")
    return person
