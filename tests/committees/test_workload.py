"""How work falls on offices: what is counted where, the figures, and the table as a document."""

import io
from datetime import date

from docx import Document
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from committees.models.work import Activity, ActivityKind, Owner, TaskState
from committees.papers.workload import unevenness_in_words, workload_paper
from committees.queries.offices import Offices
from committees.queries.workload import YearOfWork, workload
from committees.rules.due import DueRule
from committees.rules.workload import Bearer, Load, Office, OfficeKey, Piece, Work, loads, unevenness
from committees.workflow.files import close_file, open_file
from committees.workflow.tasks import TaskPlan, add_task, settle_task
from core.docx.papers import write_paper
from core.web import parse_day
from correspondence.press import shipped_house_style
from states_parties.models import Confidence
from tests.committees.offices_of_work import BY, ON, committee
from tests.factories.states import added

CHAIR, FIRST, SECOND = (
    OfficeKey(Office.CHAIR, "a"),
    OfficeKey(Office.SEAT, "a", 1),
    OfficeKey(Office.SEAT, "a", 2),
)
BODY, ISU = OfficeKey(Office.BODY, "a"), OfficeKey(Office.ISU)
MARCH = date(2021, 3, 3)


def totals(pieces: list[Piece], *, chair_apart: bool = True) -> dict[str, int]:
    bearers = [Bearer(BODY), Bearer(CHAIR, apart=chair_apart), Bearer(FIRST), Bearer(SECOND), Bearer(ISU)]
    return {str(load.bearer.key): load.total for load in loads(bearers, pieces, year=2021)}


def test_a_task_falls_on_its_office_and_once_on_the_whole_body() -> None:
    assert totals([Piece("a", MARCH, Work.TASK, "t", FIRST)]) == {
        "a.all": 1,
        "a.chair": 0,
        "a.seat.1": 1,
        "a.seat.2": 0,
        "isu": 0,
    }


def test_an_activity_falls_on_chair_and_members_alike_and_once_on_the_whole_body() -> None:
    assert totals([Piece("a", MARCH, Work.MEETING, "m")]) == {
        "a.all": 1,
        "a.chair": 1,
        "a.seat.1": 1,
        "a.seat.2": 1,
        "isu": 0,
    }


def test_a_chair_who_is_a_member_bears_activities_in_its_seat() -> None:
    found = totals([Piece("a", MARCH, Work.MEETING, "m"), Piece("a", MARCH, Work.TASK, "t", CHAIR)], chair_apart=False)
    assert (found["a.chair"], found["a.seat.1"]) == (1, 1)


def test_tasks_of_the_isu_fall_on_it_from_all_bodies() -> None:
    assert totals([Piece("a", MARCH, Work.TASK, "t", ISU), Piece("b", MARCH, Work.TASK, "u", ISU)])["isu"] == 2


def test_only_the_year_counts_and_each_month_by_itself() -> None:
    days = [date(2020, 12, 31), date(2021, 1, 1), date(2021, 12, 31), date(2022, 1, 1)]
    [load] = loads([Bearer(BODY)], [Piece("a", day, Work.TASK, "t", hours=3) for day in days], year=2021)
    assert (load.months, load.total, load.hours) == ([1, *[0] * 10, 1], 2, 6)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 12), st.sampled_from([None, CHAIR, FIRST, SECOND])), max_size=30))
def test_months_add_up_and_offices_bear_together_what_was_laid_on_them(given_work: list) -> None:
    pieces = [Piece("a", date(2021, month, 1), Work.TASK, "t", key) for month, key in given_work]
    found = {str(load.bearer.key): load for load in loads(map(Bearer, [BODY, CHAIR, FIRST, SECOND]), pieces, year=2021)}
    assert all(sum(load.months) == load.total for load in found.values())
    assert found["a.all"].total == len(pieces)
    shared = sum(key is None for _, key in given_work)
    assert sum(found[str(key)].total for key in (CHAIR, FIRST, SECOND)) == len(pieces) + 2 * shared


def test_unevenness_is_the_largest_beside_the_mean_of_chairs_and_seats() -> None:
    pieces = [Piece("a", MARCH, Work.TASK, "t", FIRST)] * 3 + [Piece("a", MARCH, Work.TASK, "t", CHAIR)]
    bearers = [
        Bearer(BODY),
        Bearer(CHAIR),
        Bearer(FIRST),
        Bearer(SECOND),
        Bearer(OfficeKey(Office.SEAT, "a", 3)),
        Bearer(ISU),
    ]
    uneven = unevenness(loads(bearers, pieces, year=2021))
    assert uneven is not None
    assert (uneven.largest.bearer.key, uneven.offices, uneven.pieces, uneven.mean, uneven.ratio) == (FIRST, 4, 4, 1, 3)
    assert unevenness_in_words(uneven, 2021) == (
        "The largest load of one office is 3 pieces of work; the mean of all 4 chairs and seats is 1.0 "
        "(n = 4 offices, 4 pieces). The largest is 3.0 times the mean; 1.0 would be even."
    )


def test_without_work_nothing_is_compared() -> None:
    assert unevenness([Load(Bearer(FIRST), ())]) is None
    assert (
        unevenness_in_words(None, 2021)
        == "No work of a chair or a seat is on record in 2021: there is nothing to compare."
    )


def found_on(day: str = "2026-11-20", *, closed: tuple[int, ...] = (), year: int = 2026) -> YearOfWork:
    offices = Offices("APMBC")
    return workload(offices, year, on=parse_day(day, field="on"), bodies=set(offices.bodies), closed=closed)


def planned(title: str, owner: Owner, due_on: date, **more: object) -> object:
    return add_task("APMBC", "compliance", TaskPlan(title, owner, DueRule(due_on), **more), on=ON, by=BY)  # type: ignore[arg-type]


def acted(kind: ActivityKind, on: date, number: int, **columns: object) -> None:
    usual = {"starts_on": on, "ends_on": on, "what": kind.value, "source": "test", "confidence": Confidence.HIGH}
    added(Activity(convention="APMBC", body="compliance", number=number, kind=kind, **{**usual, **columns}))


def numbers(found: YearOfWork) -> dict[str, int]:
    return {str(line.key): line.load.total for line in found.lines}


def test_the_workload_is_read_from_tasks_and_the_log(app: Flask) -> None:
    committee()
    planned("by the chair", Owner.CHAIR, date(2026, 12, 1), hours=5)
    planned("by seat 2", Owner.SEAT, date(2026, 12, 2), seat=2, hours=3)
    planned("by the ISU", Owner.ISU, date(2026, 12, 3))
    planned("next year", Owner.CHAIR, date(2027, 1, 1))
    acted(ActivityKind.MEETING, date(2026, 3, 1), 1)
    acted(ActivityKind.PANEL, date(2026, 3, 2), 2)
    acted(ActivityKind.LETTERS, date(2026, 11, 21), 3)  # not yet, on the day asked about
    found = found_on()
    assert numbers(found) == {
        "compliance.all": 5,
        "compliance.chair": 1,
        "compliance.seat.1": 2,
        "compliance.seat.2": 3,
        "isu": 1,
    }
    whole = found.lines[0]
    assert [whole.load.number(work) for work in Work] == [3, 1, 0, 1, 0]
    assert (whole.load.hours, whole.load.months[2], whole.load.months[11]) == (8, 2, 3)


def test_a_seat_is_shown_with_its_holders_of_the_year(app: Flask) -> None:
    committee()
    held = {str(line.key): line.holder for line in found_on(year=2024).lines}
    assert held["compliance.seat.1"] == "Zeta until 30 June; Eta from 1 July"
    assert held["compliance.seat.2"] == "not documented"


def test_dropped_tasks_undated_ones_and_closed_files_do_not_count(app: Flask) -> None:
    committee()
    file = open_file(
        "APMBC", "compliance", title="A matter", iso3=None, notes="", opened_on=date(2026, 1, 5), on=ON, by=BY
    )
    planned("of the file", Owner.CHAIR, date(2026, 12, 1), file_id=file.id)
    dropped = planned("dropped", Owner.CHAIR, date(2026, 12, 1))
    settle_task(
        "APMBC",
        "compliance",
        dropped.id,  # type: ignore[attr-defined]
        state=TaskState.DROPPED,
        settled_on=ON,
        outcome="not needed",
        on=ON,
        by=BY,
    )
    add_task("APMBC", "compliance", TaskPlan("undated", Owner.CHAIR, DueRule(meeting="9MSP")), on=ON, by=BY)
    assert (numbers(found_on())["compliance.chair"], found_on().lines[0].files, found_on().undated) == (1, 1, 1)
    unseen = found_on(closed=(file.id,))
    assert (numbers(unseen)["compliance.chair"], unseen.lines[0].files) == (0, 0)


def test_a_file_counts_in_the_years_in_which_it_was_open(app: Flask) -> None:
    committee()
    file = open_file(
        "APMBC", "compliance", title="A matter", iso3=None, notes="", opened_on=date(2024, 6, 1), on=ON, by=BY
    )
    close_file("APMBC", "compliance", file.id, closed_on=date(2025, 2, 1), on=ON, by=BY)
    assert [found_on(year=year).lines[0].files for year in (2023, 2024, 2025, 2026)] == [0, 1, 1, 0]


def test_the_document_says_every_figure_with_its_number_and_day(app: Flask) -> None:
    committee()
    planned("by the chair", Owner.CHAIR, date(2026, 12, 1), hours=5)
    paper = workload_paper(found_on(), "Anti-Personnel Mine Ban Convention", readable=1, of_bodies=1)
    document = Document(io.BytesIO(write_paper(shipped_house_style(), paper)))
    texts = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert texts[:3] == [
        "Workload by office and month, 2026",
        "1 body, as of 20 November 2026",
        "The largest load of one office is 1 piece of work; the mean of all 3 chairs and seats is 0.3 "
        "(n = 3 offices, 1 piece). The largest is 3.0 times the mean; 1.0 would be even.",
    ]
    section = document.sections[0]
    assert section.page_width > section.page_height
    first = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert first[0][:3] == ["Office", "Held by", "Jan"]
    assert first[2] == ["Chair", "not documented", *["–"] * 11, "1", "1", "5"]
