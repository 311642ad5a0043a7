"""The provisional and the annotated agenda and the programme of work, opened again as Word files."""

from datetime import time
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from flask import Flask

from core.docx.letterhead import default_house_style
from core.docx.papers import write_paper
from meetings.models.timetable import SlotKind
from meetings.papers.agenda import agenda_paper
from meetings.papers.programme import programme_paper
from meetings.queries.agenda import agenda_of
from meetings.queries.releases import agenda_entries, timetable_entries
from meetings.queries.timetable import timetable_of
from meetings.workflow.agenda import ItemText, add_item, change_item
from meetings.workflow.releases import release_agenda
from tests.factories.states import OFFICER
from tests.meetings.plans import item, make_planned_meeting, make_slot, make_speaker, two_sessions

ABOUT = {"convention_title": "Convention", "state": "version 1", "symbol": "APLC/MSP.19/2021/1"}


def opened(paper):  # type: ignore[no-untyped-def]
    return Document(BytesIO(write_paper(default_house_style(), paper)))


def paragraphs(document) -> list[str]:  # type: ignore[no-untyped-def]
    return [each.text for each in document.paragraphs if each.text]


def test_the_provisional_agenda_is_a_bare_list_under_its_symbol(app: Flask) -> None:
    meeting = make_planned_meeting()
    release_agenda(meeting, name="Provisional agenda", symbol="", seen=0, by=OFFICER)
    add_item(meeting, ItemText("Costs"), under=item(meeting, "Status").id, by=OFFICER)
    document = opened(agenda_paper(meeting, agenda_entries(agenda_of(meeting.id)), **ABOUT))
    assert paragraphs(document) == [
        "Provisional agenda",
        "Meeting 19MSP",
        "APLC/MSP.19/2021/1",
        "Geneva, 15 to 19 November 2021",
        "1.\tOpening",
        "2.\tStatus",
        "(a)\tVictims",
        "(b)\tClearance",
        "(c)\tCosts (added after the provisional agenda was issued)",
        "3.\tReport",
        "4.\tClosing",
    ]
    indents = {each.text: each.paragraph_format.left_indent for each in document.paragraphs}
    assert indents["(a)\tVictims"] == 2 * indents["1.\tOpening"]
    assert (
        document.sections[0]
        .footer.paragraphs[0]
        .text.startswith("APLC/MSP.19/2021/1 · Provisional agenda of the 19MSP · version 1")
    )


def test_the_annotated_agenda_says_under_each_item_what_is_known_of_it(app: Flask) -> None:
    meeting = make_planned_meeting(items="Opening\nReport")
    text = ItemText("Report", "The draft is read.\nThen it is adopted.", "President", 45, decision_expected=True)
    change_item(meeting, item(meeting, "Report"), text, revision=1, by=OFFICER)
    entries = agenda_entries(agenda_of(meeting.id))
    papers = {item(meeting, "Report").id: ("APLC/MSP.19/2021/CRP.1",)}
    document = opened(agenda_paper(meeting, entries, annotated=True, papers=papers, **ABOUT))
    assert paragraphs(document)[-5:] == [
        "2.\tReport",
        "\tThe draft is read.",
        "\tThen it is adopted.",
        "\tIntroduced by: President. A decision is expected. Time reckoned: 45 minutes.",
        "\tDocuments: APLC/MSP.19/2021/CRP.1.",
    ]
    bold = {each.text: any(run.bold for run in each.runs) for each in document.paragraphs}
    assert (bold["2.\tReport"], bold["\tThe draft is read."]) == (True, False)


def test_the_programme_has_days_sessions_and_their_pieces_with_people_and_papers(app: Flask) -> None:
    meeting = make_planned_meeting()
    morning, afternoon = two_sessions(meeting)
    morning.room = "Room XIX"
    victims = make_slot(morning, "Victims", time(10), 60)
    make_slot(morning, "Break", time(11), 15, kind=SlotKind.BREAK)
    make_slot(afternoon, "Report", time(15), 30)
    make_speaker(morning, "Ada Person", victims, title="H.E.", organisation="Ruritania", role="moderator")
    papers = {item(meeting, "Report").id: ("APLC/MSP.19/2021/CRP.1",)}
    entries = timetable_entries(timetable_of(meeting.id))
    document = opened(programme_paper(meeting, entries, papers=papers, **ABOUT))
    assert paragraphs(document)[2:] == [
        "APLC/MSP.19/2021/1",
        "Geneva, 15 to 19 November 2021",
        "Times are those of the clocks in Geneva.",
        "Monday, 15 November 2021",
        "10:00-13:00  Morning",
        "Room XIX. Interpretation in English and French.",
        "15:00-18:00  Afternoon",
        "Interpretation in English and French.",
    ]
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    header = ["Time", "Item", "Introduced by, speakers", "Documents"]
    assert tables == [
        [
            header,
            ["10:00-11:00", "2 (a) Victims", "H.E. Ada Person, Ruritania (moderator)", ""],
            ["11:00-11:15", "Break", "", ""],
        ],
        [header, ["15:00-15:30", "3 Report", "", "APLC/MSP.19/2021/CRP.1"]],
    ]


@pytest.mark.parametrize(
    ("command", "told", "found"),
    [
        (("agenda", "CCM/10MSP"), "Provisional agenda of the Tenth Meeting of States Parties (CCM), version 1", "(i)"),
        (("agenda", "19msp", "--annotated"), "Annotated provisional agenda of the Nineteenth Meeting", "decision"),
        (("programme", "19MSP"), "Programme of work of the Nineteenth Meeting", "Tuesday, 16 November 2021"),
    ],
)
def test_the_commands_write_what_was_issued(
    registers: Flask, tmp_path: Path, command: tuple[str, ...], told: str, found: str
) -> None:
    out = tmp_path / "paper.docx"
    result = registers.test_cli_runner().invoke(args=["meetings", *command, "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert told in result.output
    assert any(found in text for text in paragraphs(Document(str(out))))
    again = registers.test_cli_runner().invoke(args=["meetings", *command, "--out", str(out)])
    assert "is there already; nothing was written" in again.output


@pytest.mark.parametrize(
    ("ref", "sentence"),
    [
        ("10MSP", "Both Conventions have a meeting 10MSP: say --convention APMBC or --convention CCM."),
        ("99MSP", "“99MSP” is no meeting in the calendar of APMBC or CCM."),
        ("18MSP", "The agenda of the 18MSP (APMBC) is empty."),
    ],
)
def test_a_command_that_cannot_write_says_why_and_writes_nothing(
    registers: Flask, tmp_path: Path, ref: str, sentence: str
) -> None:
    out = tmp_path / "paper.docx"
    result = registers.test_cli_runner().invoke(args=["meetings", "agenda", ref, "--out", str(out)])
    assert (result.exit_code, sentence in result.output) == (2, True)
    assert not out.exists()
