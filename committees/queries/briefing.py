"""What the next holder of an office finds: everything about one body that a colleague would ask on the first day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from committees.models.papers import Paper, PaperState, PaperVersion
from committees.models.work import Activity, BodyDecision, BodyFile, Task, TaskState
from committees.queries.body_access import HandOver, hand_overs
from committees.queries.files import is_open
from committees.queries.offices import Offices
from committees.queries.rosters import Roster, roster
from committees.queries.work import due_rule_of, owner_in_words
from committees.rules.composition import MATTERS
from committees.rules.due import due_day
from core.db import db
from core.periods import add_months
from states_parties.queries.registers import DeadlineRow, deadline_rows

A_YEAR, AHEAD_MONTHS, MOST_PAPERS = 366, 24, 2


@dataclass(frozen=True)
class OpenTask:
    """owner: the office that answers for it. file: its title, "" for none. due None: the calendar does not say yet."""

    title: str
    owner: str
    due: date | None
    file: str
    details: str


@dataclass(frozen=True)
class LatestPaper:
    """A yearly paper and the number of its newest version."""

    year: int
    label: str
    state: PaperState
    number: int


@dataclass(frozen=True)
class Briefing:
    """decisions, activities: rows of the twelve months before the day. files: rows that are open.

    versions: of the mandate, those that began by the day, the newest first. names: of bodies by their slug.
    """

    body: Any
    on: date
    roster: Roster
    places: Sequence[Any]
    mandate: Any | None
    versions: Sequence[Any]
    names: Mapping[str, str]
    hand_overs: Sequence[HandOver]
    files: Sequence[Any]
    tasks: Sequence[OpenTask]
    deadlines: Sequence[DeadlineRow]
    decisions: Sequence[Any]
    activities: Sequence[Any]
    papers: Sequence[LatestPaper]


def briefing(offices: Offices, body: str, *, on: date, closed: Collection[int]) -> Briefing:
    """As of the day, tasks as they stand at present; without files in `closed`, in which the reader takes no part."""
    convention, since = offices.convention, add_months(on, -12)
    files = {row.id: row for row in _rows(BodyFile, convention, body, BodyFile.title) if row.id not in closed}
    return Briefing(
        body=offices.bodies[body],
        on=on,
        roster=roster(offices, body, on=on),
        places=offices.places(body, on=on),
        mandate=offices.mandate(body, on=on),
        versions=offices.mandates(body, on=on),
        names=offices.names,
        hand_overs=hand_overs(offices, body, on=on, within=A_YEAR),
        files=[row for row in files.values() if is_open(row, on=on)],
        tasks=_tasks(offices, body, files),
        deadlines=_deadlines(convention, body, on=on),
        decisions=[
            row
            for row in _rows(BodyDecision, convention, body, BodyDecision.decided_on)
            if since < row.decided_on <= on and _seen(row, files)
        ],
        activities=[
            row
            for row in _rows(Activity, convention, body, Activity.starts_on, Activity.number)
            if row.ends_on > since and row.starts_on <= on and not row.withdrawn and _seen(row, files)
        ],
        papers=_papers(convention, body),
    )


def _tasks(offices: Offices, body: str, files: dict[int, Any]) -> list[OpenTask]:
    """Open ones, the soonest first, those without a day last."""
    found = [
        OpenTask(
            title=row.title,
            owner=owner_in_words(row.owner, row.owner_seat),
            due=due_day(due_rule_of(row), offices.order),
            file=files[row.file_id].title if row.file_id else "",
            details=row.details,
        )
        for row in _rows(Task, offices.convention, body)
        if row.state is TaskState.OPEN and _seen(row, files)
    ]
    return sorted(found, key=lambda task: (task.due or date.max, task.title))


def _deadlines(convention: str, body: str, *, on: date) -> list[DeadlineRow]:
    """Of States in the matter of the body, within two years, the soonest first."""
    key = MATTERS.get(body)
    if key is None:
        return []
    until = add_months(on, AHEAD_MONTHS)
    rows = [
        row
        for row in deadline_rows(convention, on=on)
        if row.obligation.key == key and row.obligation.deadline and on <= row.obligation.deadline <= until
    ]
    return sorted(rows, key=lambda row: (row.obligation.deadline or date.max, row.name))


def _papers(convention: str, body: str) -> list[LatestPaper]:
    """The newest yearly papers, each in its newest text."""
    newest = select(func.max(PaperVersion.number)).where(PaperVersion.paper_id == Paper.id)
    of_the_paper = newest.correlate(Paper).scalar_subquery()
    rows = db.session.execute(
        select(Paper.year, Paper.label, Paper.state, PaperVersion.number)
        .join(PaperVersion, (PaperVersion.paper_id == Paper.id) & (PaperVersion.number == of_the_paper))
        .where(Paper.convention == convention, Paper.body == body)
        .order_by(Paper.year.desc())
        .limit(MOST_PAPERS)
    )
    return [LatestPaper(*row) for row in rows]


def _seen(row: Any, files: dict[int, Any]) -> bool:
    return row.file_id is None or row.file_id in files


def _rows(model: Any, convention: str, body: str, *order: Any) -> Sequence[Any]:
    statement = select(*model.__table__.c).where(model.convention == convention, model.body == body)
    return db.session.execute(statement.order_by(*order, model.id)).all()
