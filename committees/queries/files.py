"""The files of bodies: when one is open, which there were by a day, and who takes no part in one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from committees.models.access import Recusal
from committees.models.work import Activity, BodyFile
from core.db import db
from core.errors import NotFound
from core.periods import in_force
from states_parties.models import State


@dataclass(frozen=True)
class OpenedFile:
    """A file as it stands on a day. state: the name of the State it is about, "" for none."""

    row: Any
    state: str
    is_open: bool


def is_open(file: Any, *, on: date) -> bool:
    """From the day it was opened to the day before it was closed: on its closing day it is closed.

    Source: Office practice; a task that is done on a day is no open task on it either.
    """
    return bool(file.opened_on <= on and (file.closed_on is None or on < file.closed_on))


def open_between(first: date, last: date) -> ColumnElement[bool]:
    """The same as a condition: on at least one of the days, both included."""
    closed_later = and_(BodyFile.closed_on > first, BodyFile.closed_on > BodyFile.opened_on)
    return and_(BodyFile.opened_on <= last, or_(BodyFile.closed_on.is_(None), closed_later))


def open_files(convention: str, body: str, *, on: date, besides: int | None = None) -> Sequence[Any]:
    """Rows of the files of the body that are open on the day, and of the one besides, by title."""
    return db.session.execute(
        select(*BodyFile.__table__.c)
        .where(
            BodyFile.convention == convention,
            BodyFile.body == body,
            or_(open_between(on, on), BodyFile.id == besides),
        )
        .order_by(BodyFile.title)
    ).all()


def files_by(convention: str, body: str, *, on: date) -> list[OpenedFile]:
    """The files a body had opened by the day, open ones first, the newest of them first."""
    rows = db.session.execute(
        select(*BodyFile.__table__.c, State.name_en)
        .outerjoin(State, State.iso3 == BodyFile.iso3)
        .where(BodyFile.convention == convention, BodyFile.body == body, BodyFile.opened_on <= on)
        .order_by(BodyFile.opened_on.desc(), BodyFile.id.desc())
    ).all()
    files = [OpenedFile(row, row.name_en or "", is_open(row, on=on)) for row in rows]
    return sorted(files, key=lambda file: not file.is_open)


def get_file(convention: str, body: str, file_id: int, *, on: date) -> OpenedFile:
    """NotFound for one that the body does not have, or had not opened yet on the day."""
    found = next((file for file in files_by(convention, body, on=on) if file.row.id == file_id), None)
    if found is None:
        raise NotFound("The body has no such file on this day.")
    return found


def files_open_in(convention: str, first: date, last: date) -> Sequence[Any]:
    """The files of all bodies that were open on one of the days, both included."""
    return db.session.execute(
        select(BodyFile.id, BodyFile.body, BodyFile.title).where(
            BodyFile.convention == convention, open_between(first, last)
        )
    ).all()


def activities_of_file(file_id: int, *, on: date) -> Sequence[Any]:
    """What the log of the body has about the file, the newest first."""
    return db.session.execute(
        select(*Activity.__table__.c)
        .where(Activity.file_id == file_id, Activity.starts_on <= on)
        .order_by(Activity.starts_on.desc(), Activity.id.desc())
    ).all()


def taking_no_part(file: Any, *, on: date) -> list[tuple[str, str]]:
    """The States that take no part in the file, each with the reason."""
    about = select(State.name_en).where(State.iso3 == file.iso3)
    own = [(name, "the file is about it") for name in db.session.scalars(about)]
    rows = db.session.execute(
        select(State.name_en, Recusal.reason)
        .join(State, State.iso3 == Recusal.iso3)
        .where(Recusal.file_id == file.id, in_force(Recusal, on))
        .order_by(State.name_en)
    )
    return own + [(name, reason) for name, reason in rows]
