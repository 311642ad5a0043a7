"""The log of what a body did."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from committees.models.work import Activity, BodyFile
from committees.rules.sentences import Deed
from core.db import db
from core.errors import NotFound


def log_of(convention: str, body: str) -> Sequence[Any]:
    """All entries with the title of their file, the withdrawn ones too, the latest first."""
    return db.session.execute(
        select(*Activity.__table__.c, BodyFile.title.label("file"))
        .outerjoin(BodyFile, Activity.file_id == BodyFile.id)
        .where(Activity.convention == convention, Activity.body == body)
        .order_by(Activity.starts_on.desc(), Activity.number.desc())
    ).all()


def get_activity(convention: str, body: str, number: int) -> Activity:
    """The entry with that number in the log of the body; NotFound."""
    found = db.session.scalars(
        select(Activity).where(Activity.convention == convention, Activity.body == body, Activity.number == number)
    ).one_or_none()
    if found is None:
        raise NotFound(f"The log of this body has no entry {number}.")
    return found


def deed_of(row: Any) -> Deed:
    """The pieces of the sentence. row: a row or an object of activities."""
    return Deed(
        kind=str(row.kind),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        what=row.what,
        count=row.count,
        to_whom=row.to_whom,
        with_whom=row.with_whom,
        purpose=row.purpose,
        details=row.details,
        when_told=row.when_told,
    )


def years_of(rows: Sequence[Any]) -> list[int]:
    """The calendar years that a log tells about, the latest first. An activity belongs to the year it began in."""
    return sorted({row.starts_on.year for row in rows if not row.withdrawn}, reverse=True)
