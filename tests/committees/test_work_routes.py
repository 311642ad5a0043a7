"""The pages of the work of a body, as an officer, a member, the State concerned and an observer see them."""

import io
from datetime import date
from typing import Any

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select

from committees.models.access import Opened, Opening, Recusal
from committees.models.work import BodyDecision, BodyFile, Owner, Task, TaskState
from committees.rules.due import DueRule
from committees.workflow.decisions import record_decision
from committees.workflow.files import open_file
from committees.workflow.tasks import TaskPlan, add_task
from core.db import db, transaction
from core.permissions import Role
from tests.committees.offices import on_day
from tests.committees.offices_of_work import BY, ETA, ON, THETA, ZETA, committee, member_of
from tests.factories.accounts import make_account, sign_in
from tests.factories.statements import counted_statements
from tests.states_parties.pages import read, rows, saved_rows, send, signed_in, words

HERE = ("APMBC", "compliance")
WORK = "/apmbc/committees/compliance/work"


@pytest.fixture
def body(app: Flask) -> Any:
    with transaction():
        return committee()


def plan(title: str = "Write the report", owner: Owner = Owner.ISU, due: DueRule | None = None, **more: Any) -> Task:
    with transaction():
        return add_task(*HERE, TaskPlan(title, owner, due or DueRule(date(2026, 11, 30)), **more), on=ON, by=BY)


def file_about(iso3: str | None = ETA, title: str = "A matter") -> BodyFile:
    with transaction():
        return open_file(*HERE, title=title, iso3=iso3, notes="", opened_on=ON, on=ON, by=BY)


def decide(file: BodyFile | None = None, text: str = "The Committee writes.") -> BodyDecision:
    with transaction():
        return record_decision(
            *HERE,
            text=text,
            decided_on=ON,
            occasion="",
            file_id=file.id if file else None,
            follow_up=(),
            on=ON,
            by=BY,
        )


def as_account(app: Flask, account: Any) -> FlaskClient:
    client = app.test_client()
    sign_in(client, account=account)
    return client


def open_to_observers(opened: Opened, subject_id: int = 0) -> None:
    with transaction():
        db.session.add(
            Opening(
                convention="APMBC",
                body="compliance",
                opened=opened,
                subject_id=subject_id,
                starts_on=ON,
                opened_by="Ada",
            )
        )


def test_the_plan_shows_each_task_with_its_office_its_holder_and_its_rule(app: Flask, body: Any) -> None:
    plan("Report", Owner.SEAT, DueRule(meeting="8MSP", at_close=True, days=30), seat=1)
    plan("Circulate", Owner.ISU, DueRule(meeting="9MSP", days=-42))
    page = read(signed_in(app), WORK)
    assert rows(page) == [
        {
            "Task": "Report",
            "Due": "30 July 2026",
            "State": "overdue",
            "Owner": "Seat 1",
            "Held by": "Eta",
            "Due by rule": "30 days after the close of the 8MSP",
            "File": "",
        },
        {
            "Task": "Circulate",
            "Due": "",
            "State": "no day yet",
            "Owner": "ISU",
            "Held by": "",
            "Due by rule": "6 weeks before the opening of the 9MSP (not fixed yet)",
            "File": "",
        },
    ]
    assert words(page, "//div[@class='next-strip']/p").startswith("Next Report · Seat 1 (Eta) · 30 July 2026")
    assert words(page, "//ul[@class='counts']/li[1]") == "1 overdue"


def test_the_plan_is_filtered_and_saved_as_a_file(app: Flask, body: Any) -> None:
    plan("of the ISU")
    plan("of all", Owner.BODY)
    client = signed_in(app)
    assert [row["Task"] for row in rows(read(client, f"{WORK}?owner=ISU"))] == ["of the ISU"]
    saved = saved_rows(client, f"{WORK}?format=csv")
    assert [(row["Task"], row["Due"], row["Source of the rule"]) for row in saved] == [
        ("of the ISU", "2026-11-30", "Office practice"),
        ("of all", "2026-11-30", "Office practice"),
    ]


def test_a_task_is_planned_changed_settled_and_taken_up_again_in_the_browser(app: Flask, body: Any) -> None:
    client = signed_in(app)
    fields = {
        "title": "Report",
        "owner": "seat 2",
        "anchor": "opening of a meeting",
        "meeting": "8MPS",
        "days": "42",
        "direction": "before",
    }
    refused = send(client, f"{WORK}/tasks/new", fields)
    assert refused.status_code == 422
    assert "Did you mean 8MSP?" in refused.get_data(as_text=True)
    assert db.session.scalars(select(Task)).all() == []
    assert send(client, f"{WORK}/tasks/new", {**fields, "meeting": "8MSP"}).status_code == 200
    task = db.session.scalars(select(Task)).one()
    address = f"{WORK}/tasks/{task.id}"
    assert (task.offset_days, task.owner_seat) == (-42, 2)
    assert "The 8MSP opens on 30 June 2026; 6 weeks before" in words(read(client, address))
    send(client, f"{address}/change", {"direction": "after", "months": "1"})
    db.session.refresh(task)
    assert (task.offset_months, task.offset_days) == (1, 42)
    send(client, f"{address}/settle", {"state": "dropped", "outcome": "not needed"})
    db.session.refresh(task)
    assert (task.state, task.outcome) == (TaskState.DROPPED, "not needed")
    assert words(read(client, address), "//h1").startswith("Report dropped")
    send(client, address, {}, action=f"{address}/reopen")
    db.session.refresh(task)
    assert task.state is TaskState.OPEN
    history = words(read(client, address), "//ol")
    assert all(act in history for act in ("planned the task", "changed the task", "dropped the task", "took up"))


def test_a_decision_with_two_tasks_and_a_file_is_recorded_in_the_browser(app: Flask, body: Any) -> None:
    client = signed_in(app)
    send(client, f"{WORK}/files/new", {"title": "A matter", "state": ZETA, "opened_on": "2026-11-20"})
    file = db.session.scalars(select(BodyFile)).one()
    fields = {
        "text": "The Committee writes.",
        "file": str(file.id),
        "task_1": "Draft",
        "owner_1": "ISU",
        "task_3": "Read",
        "owner_3": "seat 1",
        "due_3": "2026-12-24",
    }
    missing = send(client, f"{WORK}/decisions/new", fields)
    assert (missing.status_code, db.session.scalars(select(BodyDecision)).all()) == (422, [])
    assert "First task due on: Give the day" in words(
        html.fromstring(missing.get_data(as_text=True)), "//div[@role='alert']"
    )
    send(client, f"{WORK}/decisions/new", {**fields, "due_1": "2026-12-01"})
    decision = db.session.scalars(select(BodyDecision)).one()
    page = read(client, f"{WORK}/decisions")
    assert [(row["Follow-up"], row["Tasks"], row["Open tasks"], row["File"]) for row in rows(page)] == [
        ("open", "2", "2", "A matter")
    ]
    assert "Seat 1 (Eta)" in words(read(client, f"{WORK}/decisions/{decision.id}"))
    told = words(read(client, f"{WORK}/files/{file.id}"))
    assert "Zeta: the file is about it" in told
    assert "Draft" in told
    closing = send(client, f"{WORK}/files/{file.id}/close", {})
    db.session.refresh(file)
    assert (closing.status_code, file.closed_on) == (422, None)


def test_tasks_are_copied_to_the_next_meeting_once_their_number_is_confirmed(app: Flask, body: Any) -> None:
    plan("every year", due=DueRule(meeting="8MSP", days=-14))
    client = signed_in(app)
    address = f"{WORK}/copy?meeting=8MSP"
    page = read(client, address)
    assert "1 task is planned again" in words(page, "//div[@class='confirmation']")
    answer = send(client, address, {})
    assert "1 task is planned again." in answer.get_data(as_text=True)
    assert db.session.scalars(select(Task.meeting).order_by(Task.id)).all() == ["8MSP", "9MSP"]


def test_a_member_sees_the_work_but_nothing_of_a_file_about_its_own_state(app: Flask, body: Any) -> None:
    own, other = file_about(ETA, "About Eta"), file_about(ZETA, "About Zeta")
    hidden = plan("ask Eta", file_id=own.id)
    plan("ask Zeta", file_id=other.id)
    decision, _seen = decide(own, "Eta is asked."), decide(other, "Zeta is asked.")
    client = as_account(app, member_of(body))
    assert [row["Task"] for row in rows(read(client, WORK))] == ["ask Zeta"]
    assert [row["Task"] for row in rows(read(client, "/apmbc/tasks"))] == ["ask Zeta"]
    assert [row["File"] for row in rows(read(client, f"{WORK}/files"))] == ["About Zeta"]
    assert [row["Decision"] for row in rows(read(client, f"{WORK}/decisions"))] == ["Zeta is asked."]
    for address in (f"files/{own.id}", f"tasks/{hidden.id}", f"decisions/{decision.id}"):
        for day in ("", "?on=2026-11-20", "?on=2100-01-01"):
            answer = client.get(f"{WORK}/{address}{day}")
            text = answer.get_data(as_text=True)
            assert answer.status_code == 403
            assert "The State you represent takes no part in this file." in text
            assert "Eta" not in text
    everywhere = [
        client.get(page).get_data(as_text=True)
        for page in (
            "/apmbc/",
            "/apmbc/workload",
            "/apmbc/workload?format=csv",
            "/apmbc/workload/pieces?office=compliance.all",
            f"{WORK}?format=csv",
        )
    ]
    assert [text for text in everywhere if "ask Eta" in text or "About Eta" in text] == []


def test_a_day_in_the_past_opens_nothing_to_somebody_who_did_not_represent_the_state_yet(app: Flask, body: Any) -> None:
    own = file_about(ETA)
    account = member_of(body)
    with transaction():
        own.opened_on = date(2019, 6, 1)  # before the account represented anybody
    answer = as_account(app, account).get(f"{WORK}/files/{own.id}?on=2019-06-02")
    assert answer.status_code == 403
    assert "The State you represent takes no part in this file." in answer.get_data(as_text=True)
    assert "A matter" not in answer.get_data(as_text=True)
    assert words(read(signed_in(app), f"{WORK}/files/{own.id}?on=2019-06-02"), "//h1").startswith("A matter")


def test_a_recused_state_takes_no_part_while_the_recusal_lasts(app: Flask, body: Any) -> None:
    file = file_about(None)
    with transaction():
        db.session.add(Recusal(file_id=file.id, iso3=ETA, reason="neighbour", starts_on=ON, ends_before=None))
    plan("ask the neighbour", file_id=file.id)
    client = as_account(app, member_of(body))
    answer = client.get(f"{WORK}/files/{file.id}").get_data(as_text=True)
    assert "The State you represent takes no part in this file." in answer
    assert "A matter" not in answer
    assert rows(read(client, WORK)) == []
    with transaction():
        db.session.scalars(select(Recusal)).one().ends_before = date(2026, 12, 1)
    with on_day(app, date(2026, 12, 1)):
        assert [row["Task"] for row in rows(read(client, WORK))] == ["ask the neighbour"]
        assert words(read(client, f"{WORK}/files/{file.id}"), "//h1").startswith("A matter")
    assert "Eta: neighbour" in words(read(signed_in(app), f"{WORK}/files/{file.id}"))


def test_a_member_reads_and_writes_nothing(app: Flask, body: Any) -> None:
    task = plan()
    client = as_account(app, member_of(body))
    assert words(read(client, f"{WORK}/tasks/{task.id}"), "//h1").startswith("Write the report")
    acts = [WORK, f"{WORK}/files", f"{WORK}/decisions", f"{WORK}/tasks/{task.id}"]
    offered = [
        read(client, page).xpath("//main//a[contains(@class, 'btn')] | //main//form[@method='post']") for page in acts
    ]
    assert offered == [[]] * len(acts)
    for page in ("tasks/new", "decisions/new", "files/new"):
        assert "This page is not open to you" in client.get(f"{WORK}/{page}").get_data(as_text=True)


def test_whoever_represents_a_state_outside_the_body_reads_nothing(app: Flask, body: Any) -> None:
    plan()
    client = as_account(app, member_of(body, THETA))
    answer = client.get(WORK)
    assert (answer.status_code, "Write the report" in answer.get_data(as_text=True)) == (403, False)
    pages = [
        words(read(client, page), "//body") for page in ("/apmbc/", "/apmbc/committees/compliance", "/apmbc/tasks")
    ]
    assert [page for page in pages if "Write the report" in page] == []


def test_an_observer_sees_what_is_opened_and_only_that(app: Flask, body: Any) -> None:
    opened, kept = file_about(ZETA, "Opened"), file_about(ETA, "Kept")
    of_the_body = plan("of the body")
    inside = plan("in the opened file", file_id=opened.id)
    other = plan("in the other file", file_id=kept.id)
    client = as_account(app, make_account(Role.OBSERVER))

    def seen() -> list[str]:
        return [row["Task"] for row in rows(read(client, WORK))]

    assert "The body has opened nothing of its work plan" in words(read(client, WORK))
    assert client.get(f"{WORK}/tasks/{of_the_body.id}").status_code == 403
    open_to_observers(Opened.FILE, opened.id)
    assert seen() == ["in the opened file"]
    assert client.get(f"{WORK}/tasks/{inside.id}").status_code == 200
    open_to_observers(Opened.WORK_PLAN)
    assert seen() == ["of the body", "in the opened file"]
    assert client.get(f"{WORK}/tasks/{other.id}").status_code == 403
    page = words(read(client, f"{WORK}/files/{opened.id}"))
    assert "Who takes no part" not in page
    assert "History" not in page


def test_the_workload_opens_the_work_behind_each_figure(app: Flask, body: Any) -> None:
    plan("by the chair", Owner.CHAIR, DueRule(date(2026, 12, 1)), hours=5)
    plan("by all", Owner.BODY, DueRule(date(2026, 12, 2)))
    client = signed_in(app)
    page = read(client, "/apmbc/workload?year=2026")
    [chair] = [row for row in rows(page) if row["Office"] == "Compliance: chair"]
    assert (chair["Dec"], chair["Year"], chair["Hours"], chair["Tasks due"]) == ("1", "1", "5", "1")
    assert "(n = 3 offices, 3 pieces)" in words(page)
    assert "as of 20 November 2026" in words(page)
    address = "/apmbc/workload/pieces?year=2026&office=compliance.seat.1&month=12"
    assert [(row["Work"], row["Kind"]) for row in rows(read(client, address))] == [("by all", "task")]
    everything = rows(read(client, "/apmbc/workload/pieces?year=2026"))
    assert sorted(row["Work"] for row in everything) == ["by all", "by the chair"]
    saved = saved_rows(client, "/apmbc/workload?year=2026&format=csv")
    assert [(row["Office"], row["Held by"], row["Year"]) for row in saved if row["Kind of office"] == "seat"] == [
        ("Compliance: seat 1", "Eta", "1"),
        ("Compliance: seat 2", "not documented", "1"),
    ]
    document = Document(io.BytesIO(client.get("/apmbc/workload.docx?year=2026").get_data()))
    assert document.tables[0].rows[2].cells[0].text == "Chair"


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/apmbc/workload?year=20x1", 422, "“20x1” is not a year from 1997 to 2199."),
        ("/apmbc/workload/pieces?office=compliance.seat.9", 404, "has no such office"),
        ("/apmbc/workload/pieces?office=compliance.all&month=13", 422, "“13” is not the number of a month."),
        (f"{WORK}/tasks/99", 404, "The body has no such task on this day."),
        (f"{WORK}/copy?meeting=8MPS", 422, "Did you mean 8MSP?"),
        ("/apmbc/committees/complianse/work", 404, "is no body of the APMBC"),
    ],
)
def test_a_wrong_address_is_answered_in_words(app: Flask, body: Any, address: str, status: int, sentence: str) -> None:
    answer = signed_in(app).get(address)
    assert (answer.status_code, sentence in answer.get_data(as_text=True)) == (status, True)


@pytest.mark.parametrize(
    ("address", "statements"),
    [(WORK, 15), (f"{WORK}/decisions", 14), (f"{WORK}/files", 4), ("/apmbc/tasks", 5), ("/apmbc/workload", 14)],
)
@pytest.mark.parametrize("many", [1, 3])
def test_a_list_asks_the_database_the_same_number_of_questions_however_long_it_is(
    app: Flask, body: Any, address: str, statements: int, many: int
) -> None:
    for number in range(many):
        file = file_about(None, f"File {number}")
        plan(f"Task {number}", file_id=file.id)
        decide(file)
    client = signed_in(app)
    client.get(address)
    with counted_statements() as sent:
        assert client.get(address).status_code == 200
    assert len(sent) == statements


@pytest.mark.parametrize("many", [1, 3, 12])
def test_the_desk_tells_what_waits_for_committees(app: Flask, body: Any, many: int) -> None:
    for number in range(many):
        plan(f"Task {number}")
    plan("much later", due=DueRule(date(2028, 1, 1)))
    client = signed_in(app)
    with counted_statements() as sent:
        page = read(client, "/apmbc/")
    lines = page.xpath("//section[@aria-labelledby='waiting']//li")
    assert len(lines) == min(many, 8)
    assert "Task 0 · Compliance, ISU · 30 November 2026" in words(page, "//section[@aria-labelledby='waiting']")
    assert f"All tasks, {many} of them" in words(page, "//section[@aria-labelledby='waiting']/p")
    assert len(sent) == 22  # one of them for the requests
