"""The briefing pack and the rosters as files: opened again and read."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from docx import Document
from flask import Flask
from sqlalchemy import select

from committees.models.access import Recusal
from committees.models.bodies import Mandate
from committees.models.papers import Paper, PaperState, PaperVersion
from committees.models.work import Activity, ActivityKind, Anchor, BodyDecision, BodyFile, Owner, Task, TaskState
from core.db import db
from core.permissions import Role
from tests.committees.offices import FIRST, Committee, browser_of, make_committee, on_day, represented_by
from tests.factories.offices import SOURCED
from tests.factories.states import added
from tests.states_parties.pages import signed_in

BODY = "/apmbc/committees/cooperative-compliance"
DAY = date(2027, 3, 1)


@pytest.fixture
def committee(app: Flask) -> Committee:
    found = make_committee()
    own = {"convention": "APMBC", "body": found.body.slug}
    mandate = {"version": 1, "points": ["Weigh concerns."], "decided_at": "23MSP", "starts_on": date(2020, 1, 1)}
    added(Mandate(**own, **mandate, **SOURCED))
    file = added(BodyFile(**own, title="Dialogue with Peru", opened_on=date(2026, 1, 1)))
    counted = {"anchor": Anchor.OPENS, "meeting": "25MSP", "offset_months": -2, "offset_days": -5}
    made = {"created_at": datetime(2026, 1, 1, tzinfo=UTC), "created_by": "Ada"}
    added(Task(**own, title="Write to Peru", owner=Owner.CHAIR, file_id=file.id, **counted, **made))
    given = {"anchor": Anchor.DAY, "due_on": date(2027, 4, 30)}
    added(Task(**own, title="Circulate the draft", owner=Owner.SEAT, owner_seat=1, **given, **made))
    done = {"state": TaskState.DONE, "settled_on": date(2026, 12, 1)}
    added(Task(**own, title="Long done", owner=Owner.ISU, **given, **done, **made))
    for day, text in ((date(2027, 2, 1), "Agreed to meet monthly."), (date(2025, 2, 1), "Too long ago.")):
        added(BodyDecision(**own, decided_on=day, text=text))
    added(BodyDecision(**own, decided_on=date(2027, 2, 2), text="On the dialogue.", file_id=file.id))
    days = {"starts_on": date(2027, 2, 10), "ends_on": date(2027, 2, 12)}
    added(Activity(**own, number=1, kind=ActivityKind.WORKSHOP, what="a workshop", **days, **SOURCED))
    paper = added(Paper(**own, year=2026, label="2026-2027", state=PaperState.CIRCULATED))
    for number, text in ((1, "An older text."), (2, "The Committee met twice.")):
        written = {"written_at": datetime(2027, 1, number, tzinfo=UTC), "written_by": "Ada"}
        added(PaperVersion(paper_id=paper.id, number=number, content=_content(text), **written))
    return found


def _content(text: str) -> dict[str, object]:
    return {
        "title": "Activities and Priorities for Implementation",
        "body": "Committee on Cooperative Compliance",
        "members": "Chile",
        "members_drafted": "Chile",
        "paragraphs": [
            {"id": "a", "section": "activities", "text": text, "drafted": "", "number": 1, "left_out": ""},
            {"id": "b", "section": "activities", "text": "Not printed.", "drafted": "", "number": 2, "left_out": "no"},
            {"id": "c", "section": "priorities", "text": "Go on.", "drafted": "", "number": 1, "left_out": ""},
        ],
    }


def opened(pack: bytes) -> dict[str, str]:
    """File name -> all words of the Word file, headers and tables among them."""
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        assert archive.testzip() is None
        return {name: text_of(archive.read(name)) for name in archive.namelist()}


def text_of(file: bytes) -> str:
    document = Document(io.BytesIO(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    margins = [part.text for section in document.sections for part in section.footer.paragraphs]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells, *margins])


def test_the_pack_holds_a_briefing_the_roster_the_mandate_and_the_newest_papers(
    app: Flask, committee: Committee
) -> None:
    account = represented_by(committee.body, committee.chile)
    with on_day(app, DAY):
        answer = browser_of(app, account).get(f"{BODY}/briefing.zip")
        sheet = browser_of(app, account).get(f"{BODY}/mandate.docx").data
    assert "apmbc-briefing-cooperative-compliance-2027-03-01.zip" in answer.headers["Content-Disposition"]
    found = opened(answer.data)
    assert list(found) == [
        "1-briefing.docx",
        "2-roster.docx",
        "3-mandate.docx",
        "4-activities-and-priorities-2026.docx",
    ]
    text = found["1-briefing.docx"]
    lines = text.splitlines()
    assert [line for line in lines if line in HEADINGS] == HEADINGS
    assert "Weigh concerns." in lines
    assert "Write to Peru" in lines
    assert "15 September 2027" in lines  # five days and two months before the 25MSP opens on 20 November
    assert "Circulate the draft" in lines
    assert "Long done" not in text
    assert "1 February 2027: Agreed to meet monthly." in lines
    assert "2 February 2027: On the dialogue." in lines
    assert "Too long ago." not in text
    assert "From 10 to 12 February 2027 the Committee held a workshop." in lines
    assert "Chile, member: Elected at the 24MSP, until the close of the 26MSP." in lines
    assert found["3-mandate.docx"] == text_of(sheet)
    assert "The Committee met twice." in found["4-activities-and-priorities-2026.docx"]
    assert "older" not in found["4-activities-and-priorities-2026.docx"]
    assert "Not printed." not in found["4-activities-and-priorities-2026.docx"]


HEADINGS = [
    "Mandate in force",
    "Composition",
    "Who holds office, and who comes",
    "Open files and tasks",
    "Decisions of the last twelve months",
    "Activities of the last twelve months",
    "Letters under the Convention",
]


def test_the_pack_leaves_out_the_files_in_which_the_state_of_the_reader_takes_no_part(
    app: Flask, committee: Committee
) -> None:
    account = represented_by(committee.body, committee.chile)
    file = db.session.scalars(select(BodyFile)).one()
    added(Recusal(file_id=file.id, iso3=committee.chile.iso3, reason="test", starts_on=FIRST, ends_before=None))
    with on_day(app, DAY):
        theirs = opened(browser_of(app, account).get(f"{BODY}/briefing.zip").data)["1-briefing.docx"]
        office = opened(signed_in(app).get(f"{BODY}/briefing.zip").data)["1-briefing.docx"]
    for told in ("Dialogue with Peru", "Write to Peru", "On the dialogue."):
        assert told in office
        assert told not in theirs
    assert "Circulate the draft" in theirs


def test_equal_packs_have_equal_bytes(app: Flask, committee: Committee) -> None:
    client = signed_in(app)
    with on_day(app, DAY):
        assert client.get(f"{BODY}/briefing.zip").data == client.get(f"{BODY}/briefing.zip").data


def test_a_body_of_which_nothing_is_known_has_a_pack_too(registers: Flask) -> None:
    client = signed_in(registers)
    for slug in ("presidency", "gender-focal-points", "article-5-implementation"):
        found = opened(client.get(f"/apmbc/committees/{slug}/briefing.zip").data)
        assert "No task is open." in found["1-briefing.docx"]


def test_coming_deadlines_in_the_field_of_the_body_are_told(registers: Flask) -> None:
    text = opened(
        signed_in(registers).get("/apmbc/committees/article-5-implementation/briefing.zip?on=2021-06-24").data
    )
    assert "Deadlines of States within two years" in text["1-briefing.docx"]
    other = opened(signed_in(registers).get("/apmbc/committees/victim-assistance/briefing.zip?on=2021-06-24").data)
    assert "Deadlines of States within two years" not in other["1-briefing.docx"]


def test_the_roster_names_states_days_reasons_and_persons(registers: Flask) -> None:
    client = signed_in(registers, Role.ANALYST)
    answer = client.get("/apmbc/committees/cooperative-compliance/roster.docx?on=2021-06-24")
    document = Document(io.BytesIO(answer.data))
    names = [row.cells[0].text for row in document.tables[0].rows]
    assert names == ["State", "Chile", "Netherlands (Chair)", "Panama", "Poland", "Spain"]
    presiding = [cell.text for cell in document.tables[0].rows[2].cells]
    assert presiding[1:3] == ["President", "21 November 2020"]
    assert presiding[3] == "close of the 19MSP, 19 November 2021"
    assert "H.E. Robbert Gabriëlse" in presiding[4]
    assert "roster as of 24 June 2021" in text_of(answer.data)


def test_the_rosters_of_all_bodies_stand_in_one_document(registers: Flask) -> None:
    document = Document(io.BytesIO(signed_in(registers, Role.ANALYST).get("/ccm/rosters.docx?on=2020-06-01").data))
    text = [paragraph.text for paragraph in document.paragraphs]
    assert "Working Group on Universalization" in text
    assert "Coordination Committee" in text
    assert text[:2] == ["Committees and offices", "Roster as of 1 June 2020"]
