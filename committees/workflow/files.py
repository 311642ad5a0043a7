"""The files of a body: opened, closed when nothing in them is left to do, and opened again."""

from datetime import date

from sqlalchemy import func, select

from committees.models.work import BodyFile, Task, TaskState
from committees.queries.files import is_open
from committees.workflow.subjects import hold_body
from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import NotFound, RuleViolation
from states_parties.workflow.subjects import state_of

OFFICE_PRACTICE = "Office practice"


def open_file(
    convention: str,
    body: str,
    *,
    title: str,
    iso3: str | None,
    notes: str,
    opened_on: date,
    on: date,
    by: Actor,
) -> BodyFile:
    """A matter of the body, perhaps about one State, open from `opened_on`, which is not after `on`."""
    held = hold_body(convention, body)
    if iso3:
        state_of(iso3)
    title = title_of(title, what="file")
    if opened_on > on:
        raise RuleViolation(f"{opened_on} has not come yet: a file is opened on a day that has.", field="opened_on")
    if opened_on < held.starts_on:
        raise RuleViolation(
            f"The {held.name_en} exists from {held.starts_on}: it had no files before.", field="opened_on"
        )
    file = BodyFile(
        convention=convention, body=body, title=title, iso3=iso3 or None, notes=notes.strip(), opened_on=opened_on
    )
    db.session.add(file)
    db.session.flush()
    record("file:opened", ref_to_file(file), title, by=by, body=body, state=iso3 or "", first_day=opened_on.isoformat())
    return file


def close_file(convention: str, body: str, file_id: int, *, closed_on: date, on: date, by: Actor) -> BodyFile:
    """From that day nothing is added to it; refused while tasks in it are open."""
    file = hold_file(convention, body, file_id)
    if file.closed_on is not None:
        raise RuleViolation(f"“{file.title}” was closed on {file.closed_on} already.", field="closed_on")
    if not file.opened_on <= closed_on <= on:
        raise RuleViolation(
            f"“{file.title}” can be closed on a day from {file.opened_on}, when it was opened, to {on}.",
            field="closed_on",
        )
    left = db.session.scalar(
        select(func.count()).select_from(Task).where(Task.file_id == file.id, Task.state == TaskState.OPEN)
    )
    if left:
        tasks = "1 task of it is" if left == 1 else f"{left} tasks of it are"
        raise RuleViolation(
            f"“{file.title}” cannot be closed: {tasks} open. Settle them first.", source=OFFICE_PRACTICE
        )
    file.closed_on = closed_on
    db.session.flush()
    record("file:closed", ref_to_file(file), file.title, by=by, body=body, closed_on=closed_on.isoformat())
    return file


def reopen_file(convention: str, body: str, file_id: int, *, by: Actor) -> BodyFile:
    file = hold_file(convention, body, file_id)
    if file.closed_on is None:
        raise RuleViolation(f"“{file.title}” is open already.")
    before, file.closed_on = file.closed_on, None
    db.session.flush()
    record("file:reopened", ref_to_file(file), file.title, by=by, body=body, was_closed_on=before.isoformat())
    return file


def hold_file(convention: str, body: str, file_id: int) -> BodyFile:
    """The file, as nobody else changes it until this transaction ends; NotFound."""
    hold_body(convention, body)
    file = db.session.get(BodyFile, file_id, populate_existing=True)
    if file is None or (file.convention, file.body) != (convention, body):
        raise NotFound("The body has no such file.")
    return file


def check_file(
    convention: str, body: str, file_id: int | None, *, on: date, before: int | None = None, field: str = "file"
) -> None:
    """What belongs to a file belongs to one of the same body that is open; the one from `before` may be closed by now.

    The body is held.
    """
    if file_id is None or file_id == before:
        return
    file = db.session.get(BodyFile, file_id, populate_existing=True)
    if file is None or (file.convention, file.body) != (convention, body):
        raise RuleViolation("This file is not one of the body’s.", field=field)
    if not is_open(file, on=on):
        raise RuleViolation(
            f"The file “{file.title}” was closed on {file.closed_on}. Open it again first.", field=field
        )


def title_of(text: str, *, what: str) -> str:
    """The title without blanks around it; RuleViolation for none, or one too long."""
    title = " ".join(text.split())
    if not title or len(title) > 200:
        raise RuleViolation(f"Give the {what} a title of up to 200 characters.", field="title")
    return title


def ref_to_file(file: BodyFile) -> Ref:
    return Ref("file", str(file.id))
