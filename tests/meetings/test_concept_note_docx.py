"""The concept note of 24 June 2021 as a Word file: opened again, and counted in pages."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from flask import Flask

from core.docx.letterhead import default_house_style
from core.docx.papers import write_paper
from core.docx.pdf import libreoffice
from meetings.papers.concept_note import concept_note, pages_of
from meetings.queries.concept_notes import get_note, newest_content
from meetings.queries.thematic import speaker_line
from meetings.rules.note_findings import estimated_pages
from tests.meetings.sessions_of_2021 import facts_of, past


@pytest.fixture
def file(registers: Flask) -> bytes:
    meeting, session = past()
    facts, content = facts_of(meeting, session), newest_content(get_note(session.id))
    return write_paper(
        default_house_style(),
        concept_note(facts, content, version=1, approved=True, convention_title="The Convention"),
    )


def test_the_note_of_24_june_2021_has_its_parts_people_and_hours(file: bytes) -> None:
    document = Document(BytesIO(file))
    texts = [(each.style.name, each.text) for each in document.paragraphs if each.text]
    assert texts[:3] == [
        ("Paper Title", "Thematic session – Strengthening compliance measures"),
        ("Paper Subtitle", "Thursday, 24 June 2021, 13:00-15:00 CEST (11:00-13:00 UTC)"),
        (
            "Letter Body",
            "Committee on Cooperative Compliance (Chile, the Netherlands (Chair), Panama, Poland and Spain)",
        ),
    ]
    headings = [text for style, text in texts if style == "Paper Heading"]
    assert headings == ["Background", "Objectives", "Format", "Discussion", "Background documents"]
    plain = [text for _, text in texts]
    objectives = plain[plain.index("The session is meant to:") + 1 : plain.index("Format")]
    assert len(objectives) == 7
    assert "Interventions from the floor: 3 to 5 minutes each." in plain
    panel = plain[plain.index("Panel:") + 1 : plain.index("Background documents")]
    assert [line.partition(",")[0] for line in panel] == [
        "Steve Goose",
        "Kelisiana Thynne",
        "Dr. Ágnes Vadai",
        "Piotr Dzwonek",
        "Diana Esperanza Castillo Castro",
    ]
    assert any(line.startswith("Moderator: H.E. Robbert Gabriëlse, Permanent Representative") for line in plain)


def test_names_are_bold_and_documents_are_links(file: bytes) -> None:
    document = Document(BytesIO(file))
    [goose] = [each for each in document.paragraphs if each.text.startswith("Steve Goose")]
    assert [run.text for run in goose.runs if run.bold] == ["Steve Goose"]
    links = [link for each in document.paragraphs for link in each.hyperlinks]
    assert len(links) == 3
    assert all(link.address.startswith("https://") for link in links)
    assert links[2].text == "Oslo Action Plan: Status of Implementation"


@pytest.mark.libreoffice
@pytest.mark.skipif(libreoffice() is None, reason="no LibreOffice on this machine")
def test_the_note_fills_no_more_than_two_pages(file: bytes, registers: Flask) -> None:
    meeting, session = past()
    content = newest_content(get_note(session.id))
    facts = facts_of(meeting, session)
    assert pages_of(file, facts, content) == (2, False)
    assert 1.4 < estimated_pages(content, [speaker_line(each) for each in facts.panel.people]) < 1.9  # it fills 1.6


def test_the_command_writes_the_note_and_says_what_to_look_at(registers: Flask, tmp_path: Path) -> None:
    runner = registers.test_cli_runner()
    out = tmp_path / "note.docx"
    done = runner.invoke(args=["meetings", "concept-note", "IM2021", "--out", str(out)])
    assert "Thematic session – Strengthening compliance measures: version 1, approved, is in" in done.output
    assert "Nothing of the session stands in the timetable yet." in done.output
    assert Document(str(out)).paragraphs[0].text == "Thematic session – Strengthening compliance measures"
    again = runner.invoke(args=["meetings", "concept-note", "IM2021", "--out", str(out)])
    assert "is there already; nothing was written." in again.output
    unknown = runner.invoke(args=["meetings", "concept-note", "IM2020", "--out", str(tmp_path / "x.docx")])
    assert "“IM2020” names no session, and no meeting, with a concept note." in unknown.output
    assert not (tmp_path / "x.docx").exists()
