"""The work of a year by office: which offices there were, who held them, and what fell on them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from committees.models.bodies import ChairRule
from committees.models.work import ActivityKind, Owner, TaskState
from committees.queries.access import chair_days
from committees.queries.files import files_open_in
from committees.queries.offices import Offices
from committees.queries.work import activities_between, all_tasks, owner_in_words
from committees.rules.terms import overlap
from committees.rules.workload import Bearer, Load, Office, OfficeKey, Piece, Unevenness, Work, loads, unevenness
from core.periods import Period
from core.wording import day_in_words, span_in_words

KINDS = {
    ActivityKind.MEETING: Work.MEETING,
    ActivityKind.LETTERS: Work.LETTERS,
    ActivityKind.WORKSHOP: Work.WORKSHOP,
    ActivityKind.PANEL: Work.WORKSHOP,
}
OWNER_OF = {Office.CHAIR: Owner.CHAIR, Office.SEAT: Owner.SEAT}
ISU = OfficeKey(Office.ISU)


@dataclass(frozen=True)
class OfficeLoad:
    """One line: the office in words, the States that held it in the year, its load. files: of a whole body, open."""

    load: Load
    name: str
    body_name: str
    office: str
    holder: str
    files: int | None = None

    @property
    def key(self) -> OfficeKey:
        return self.load.bearer.key


@dataclass(frozen=True)
class YearOfWork:
    """The workload of a year as of a day. bodies: how many it speaks of. undated: open tasks that have no day yet."""

    year: int
    on: date
    lines: Sequence[OfficeLoad]
    bodies: int
    undated: int
    uneven: Unevenness | None

    def line(self, key: str) -> OfficeLoad | None:
        return next((line for line in self.lines if str(line.key) == key), None)

    @property
    def whole(self) -> Sequence[OfficeLoad]:
        """The lines of whole bodies, in which each piece of work stands once."""
        return [line for line in self.lines if line.key.office is Office.BODY]


def workload(offices: Offices, year: int, *, on: date, bodies: Collection[str], closed: Collection[int]) -> YearOfWork:
    """Of these bodies as far as they existed in the year. closed: ids of files that the reader takes no part in."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = [row for row in offices.bodies.values() if row.slug in bodies and _existed(row, first, last)]
    slugs = {row.slug for row in rows}
    tasks = [each for each in all_tasks(offices.convention, on=on) if each.row.body in slugs]
    tasks = [each for each in tasks if each.row.file_id not in closed and each.state is not TaskState.DROPPED]
    done = [
        each
        for each in activities_between(offices.convention, first, min(last, on), slugs)
        if each.file_id not in closed
    ]
    files = [each for each in files_open_in(offices.convention, first, min(last, on)) if each.id not in closed]
    pieces = [*(_of_task(task) for task in tasks if task.due_on), *map(_of_activity, done)]
    bearers = [bearer for row in rows for bearer in _bearers(offices, row, year, pieces)]
    found = loads([*bearers, Bearer(ISU)], pieces, year=year)
    return YearOfWork(
        year=year,
        on=on,
        lines=[_line(offices, load, year, files) for load in found],
        bodies=len(rows),
        undated=sum(task.is_open and task.due_on is None for task in tasks),
        uneven=unevenness(found),
    )


def _existed(row: Any, first: date, last: date) -> bool:
    return bool(row.starts_on <= last and (row.ends_before is None or row.ends_before > first))


def _of_task(task: Any) -> Piece:
    row = task.row
    borne_by = {
        Owner.CHAIR: OfficeKey(Office.CHAIR, row.body),
        Owner.SEAT: OfficeKey(Office.SEAT, row.body, row.owner_seat or 0),
        Owner.ISU: ISU,
        Owner.BODY: None,
    }[row.owner]
    return Piece(row.body, task.due_on, Work.TASK, row.title, borne_by, row.effort_hours, row.id, task.status)


def _of_activity(row: Any) -> Piece:
    return Piece(row.body, row.starts_on, KINDS.get(row.kind, Work.OTHER), row.what, id=row.id)


def _bearers(offices: Offices, row: Any, year: int, pieces: Sequence[Piece]) -> list[Bearer]:
    """The whole body, its chair where it has one, its seats; and any office that a task was given to besides."""
    days = [*(date(year, month, 1) for month in range(1, 13)), date(year, 12, 31)]
    compositions = [found for day in days if (found := offices.composition(row.slug, on=day)) is not None]
    given = [piece.borne_by for piece in pieces if piece.borne_by and piece.borne_by.body == row.slug]
    seats = max([*(each.seats for each in compositions), *(key.seat for key in given)], default=0)
    rule = compositions[-1].chair_rule if compositions else ChairRule.NONE
    chair = OfficeKey(Office.CHAIR, row.slug)
    chairs = [Bearer(chair, apart=rule is ChairRule.PRESIDENT)] if rule is not ChairRule.NONE or chair in given else []
    seated = [Bearer(OfficeKey(Office.SEAT, row.slug, seat)) for seat in range(1, seats + 1)]
    return [Bearer(OfficeKey(Office.BODY, row.slug)), *chairs, *seated]


def _line(offices: Offices, load: Load, year: int, files: Sequence[Any]) -> OfficeLoad:
    key = load.bearer.key
    if key.office is Office.ISU:
        isu = owner_in_words(Owner.ISU, None)
        return OfficeLoad(load, isu, "All bodies", isu, "")
    row = offices.bodies[key.body]
    office = "Whole body" if key.office is Office.BODY else owner_in_words(OWNER_OF[key.office], key.seat)
    return OfficeLoad(
        load,
        f"{row.short}: {office.lower()}",
        row.name_en,
        office,
        holders_in_words(_held(offices, key), offices, year) if key.office is not Office.BODY else "",
        sum(file.body == key.body for file in files) if key.office is Office.BODY else None,
    )


def _held(offices: Offices, key: OfficeKey) -> list[tuple[str, Period]]:
    if key.office is Office.CHAIR:
        return chair_days(offices, key.body)
    return [(each.iso3, each.period) for each in offices.holdings(key.body) if each.seat == key.seat and each.period]


def holders_in_words(held: Sequence[tuple[str, Period]], offices: Offices, year: int) -> str:
    """Chile until 19 November; Peru from 20 November. All of them in the year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    within = [(iso3, cut) for iso3, period in held if (cut := overlap(period, first, last + timedelta(days=1)))]
    told = [
        f"{offices.states[iso3].name} {_days_within(cut, first, last)}".strip()
        for iso3, cut in sorted(within, key=lambda each: each[1].starts_on)
    ]
    return "; ".join(told) or "not documented"


def _days_within(period: Period, first: date, last: date) -> str:
    """Without the year; nothing for the whole of it."""
    begins_on = period.starts_on if period.starts_on > first else None
    ends_on = period.last_day if period.last_day != last else None
    return span_in_words(begins_on, ends_on, day=lambda day: day_in_words(day, "EN").rpartition(" ")[0])
