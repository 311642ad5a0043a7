"""One meeting of the demonstration is whole: each of its six documents is made, opened again and read."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from flask import Flask

from core.docx.lint import read_back
from meetings.queries.agenda import agenda_of
from meetings.queries.reference import meeting_named
from meetings.usual_agendas import usual_agenda
from meetings.workflow.agenda import begin_with
from tests.factories.states import OFFICER
from tests.one_database import ON_SQLITE_ALONE
from tests.states_parties.pages import read, saved_rows, send, signed_in, words

pytestmark = ON_SQLITE_ALONE
PAGES = "/ccm/meetings/10MSP"


@pytest.fixture
def written(registers: Flask, tmp_path: Path):  # type: ignore[no-untyped-def]
    """A document as the command writes it."""

    def write(*command: str) -> bytes:
        out = tmp_path / "paper.docx"
        result = registers.test_cli_runner().invoke(args=["meetings", *command, "CCM/10MSP", "--out", str(out)])
        assert result.exit_code == 0, result.output
        return out.read_bytes()

    return write


def tables(file: bytes) -> list[list[str]]:
    """Every row of every table, without the headings."""
    return [[cell.text for cell in row.cells] for table in Document(BytesIO(file)).tables for row in table.rows[1:]]


def test_the_provisional_agenda_has_its_symbol_and_numbers(written) -> None:  # type: ignore[no-untyped-def]
    found = [each.replace("\t", " ") for each in read_back(written("agenda")).paragraphs]
    assert found[:5] == [
        "Provisional agenda",
        "Tenth Meeting of States Parties",
        "CCM/MSP/2022/1",
        "Geneva, 30 August to 2 September 2022",
        "1. Opening of the Meeting",
    ]
    assert "(i) Implementation support" in found
    assert found[-1] == "15. Closing of the Meeting"


def test_the_annotated_agenda_names_the_papers_of_each_item(written) -> None:  # type: ignore[no-untyped-def]
    found = [each.strip() for each in read_back(written("agenda", "--annotated")).paragraphs]
    requests = found.index("10.\tRequests under Articles 3 and 4")
    assert found[requests + 1 : requests + 4] == [
        "The analysis groups present their work; the Meeting decides on each request.",
        "Introduced by: President. A decision is expected. Time reckoned: 60 minutes.",
        "Documents: CCM/MSP/2022/4, CCM/MSP/2022/5, CCM/MSP/2022/6.",
    ]


def test_the_annotated_programme_has_hours_items_notes_and_papers(written) -> None:  # type: ignore[no-untyped-def]
    file = written("programme", "--annotated")
    assert [
        "10:00-11:00",
        "10 Requests under Articles 3 and 4. The analysis groups present their work; the Meeting decides on each "
        "request. A decision is expected.",
        "President",
        "CCM/MSP/2022/4, CCM/MSP/2022/5, CCM/MSP/2022/6",
    ] in tables(file)
    assert "Interpretation in Arabic, Chinese, English, French, Russian and Spanish." in read_back(file).paragraphs


def test_the_list_of_participants_has_its_symbol_delegations_and_heads(written) -> None:  # type: ignore[no-untyped-def]
    found = read_back(written("participants")).paragraphs
    assert found[2:6] == (
        "CCM/MSP/2022/INF.1",
        "27 delegations with 87 persons, as notified to the secretariat.",
        "States Parties",
        "Austria",
    )
    head = "H.E. Lou Example, Permanent Representative to the Conference on Disarmament, Head of delegation"
    assert found[found.index("Bulgaria") + 1] == head
    assert sum(each.endswith("Head of delegation") for each in found) == 27


def test_the_papers_stand_under_their_symbols_and_beside_their_items(registers: Flask) -> None:
    client = signed_in(registers)
    papers = {row["Symbol"]: row for row in saved_rows(client, f"{PAGES}/papers?format=csv")}
    assert len(papers) == 16
    assert papers["CCM/MSP/2022/7"]["Title"] == "Progress report on the Lausanne Action Plan"
    for page in ("agenda", "programme"):
        links = read(client, f"{PAGES}/{page}").xpath("//*[contains(@class, 'papers-of-item')]/a/text()")
        assert set(papers) - set(links) == {"CCM/MSP/2022/WP.2", "CCM/MSP/2022/INF.1", *NOT_PLACED[page]}, page


NOT_PLACED = {"agenda": (), "programme": ("CCM/MSP/2022/7",)}  # an item with others below it has no time of its own


def test_the_decisions_are_numbered_and_say_under_which_item(registers: Flask) -> None:
    rows = saved_rows(signed_in(registers), f"{PAGES}/decisions?format=csv")
    assert [row["Number"] for row in rows] == [str(number) for number in range(1, 14)]
    chad = next(row for row in rows if "Chad" in row["Decision"])
    assert (chad["Item"], chad["Taken"]) == ("10 Requests under Articles 3 and 4", "by consensus")


def test_the_final_document_leaves_nothing_to_be_written(registers: Flask) -> None:
    file = signed_in(registers).get(f"{PAGES}/final-document.docx").get_data()
    found = read_back(file)
    assert not [each for each in found.texts if "To be written" in each]
    assert found.paragraphs[:4] == (
        "Final document",
        "Tenth Meeting of States Parties",
        "CCM/MSP/2022/11",
        "Introduction",
    )
    for sentence in (
        "The Tenth Meeting of States Parties met in Geneva from 30 August to 2 September 2022.",
        "Signatories (2): Angola and Haiti.",
        "Their delegations, with 87 persons, are in the list of participants, CCM/MSP/2022/INF.1.",
        "The meeting elected Nicaragua, Sri Lanka and Switzerland as its Vice-Presidents (demonstration). (Decision 5, "
        "by consensus.)",
        "President of the meeting: Aidan Liddle (United Kingdom of Great Britain and Northern Ireland).",
        "President of the Eleventh Meeting of States Parties: Abdul-Karim Hashim Mostafa (Iraq).",
    ):
        assert sentence in found.paragraphs
    assert ["13", "14", "The meeting adopted its final report (demonstration)."] in tables(file)
    assert ["CCM/MSP/2022/INF.1", "List of participants"] in tables(file)


def test_a_meeting_with_nothing_on_record_offers_no_minutes(registers: Flask) -> None:
    client = signed_in(registers)
    assert "Minutes (DOCX)" in words(read(client, f"{PAGES}/minutes"))
    begin_with(meeting_named("CCM/11MSP"), usual_agenda("CCM"), by=OFFICER)
    page = words(read(client, "/ccm/meetings/11MSP/minutes"))
    assert "Final document (DOCX)" in page
    assert "Minutes (DOCX)" not in page


def test_an_agenda_begins_with_a_meeting_that_has_something_to_take_over(registers: Flask) -> None:
    client = signed_in(registers)
    first = read(client, "/ccm/meetings/12MSP/agenda/begin").xpath("//select[@name='source']/option")[0]
    assert first.text == "Tenth Meeting of States Parties, 24 items that recur"
    send(client, "/ccm/meetings/12MSP/agenda/begin", {"source": first.get("value")})
    assert [line.label for line in agenda_of(meeting_named("CCM/12MSP").id).lines][-1] == "15 Closing of the Meeting"
