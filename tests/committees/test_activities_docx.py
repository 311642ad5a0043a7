"""The yearly paper of the demonstration year, opened again and read."""

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from flask import Flask

from committees.rules.paper import rewritten
from committees.workflow.papers import finalise
from core.db import transaction
from tests.committees.log import ADDRESS, drafted_paper, saved, text_of
from tests.core.docx.test_libreoffice import printed_texts
from tests.factories.states import OFFICER
from tests.states_parties.pages import signed_in

COMMAND = ["committees", "activities", "Committee on Cooperative Compliance", "--year", "2021", "--out"]


def written(app: Flask, folder: Path) -> Any:
    out = folder / "paper.docx"
    result = app.test_cli_runner().invoke(args=[*COMMAND, str(out)])
    assert result.exit_code == 0, result.output
    return Document(str(out))


def paragraphs(document: Any, style: str) -> list[Any]:
    return [paragraph for paragraph in document.paragraphs if paragraph.style.name == style]


def numbering(paragraph: Any) -> str:
    """The list that Word numbers the paragraph in, by itself or by its style."""
    found = paragraph._p.xpath("./w:pPr/w:numPr/w:numId/@w:val") or paragraph.style.element.xpath(
        "./w:pPr/w:numPr/w:numId/@w:val"
    )
    return str(found[0]) if found else ""


def test_the_paper_of_2021_has_nine_activities_and_five_priorities(registers: Flask, tmp_path: Path) -> None:
    document = written(registers, tmp_path)
    words = [paragraph.text for paragraph in document.paragraphs]
    assert words[:3] == [
        "Activities and Priorities for Implementation 2021-2022",
        "Committee on Cooperative Compliance",
        "Chile, the Netherlands (Chair), Panama, Poland and Spain",
    ]
    assert [run.text for run in document.paragraphs[2].runs if run.bold] == ["(Chair)"]
    headings, numbered = paragraphs(document, "Paper Heading"), paragraphs(document, "Paper Numbered")
    assert [each.text for each in headings] == ["Activities of the Committee", "Priorities for Implementation"]
    assert len(numbered) == 14
    places = [words.index(each.text) for each in (headings[0], *numbered[:9], headings[1], *numbered[9:])]
    assert places == sorted(places)
    assert len({numbering(each) for each in numbered} - {""}) == 1
    assert len({numbering(each) for each in headings} - {""}) == 1
    assert numbering(headings[0]) != numbering(numbered[0])
    assert numbered[1].text.startswith(
        "On 3 March 2021 the Committee, together with the Coordinating Committee, sent 164"
    )
    assert numbered[9].text.startswith("The Committee will give priority to its dialogue")


def test_a_draft_says_so_under_every_page_and_a_final_paper_does_not(registers: Flask, tmp_path: Path) -> None:
    def footers(document: Any) -> set[str]:
        section = document.sections[0]
        return {each.text for part in (section.footer, section.first_page_footer) for each in part.paragraphs}

    client, paper = signed_in(registers), drafted_paper()
    saved(paper, rewritten(text_of(paper), "activity-1", "Better."))
    answer = client.get(f"{ADDRESS}/papers/2021.docx")
    assert any("version 2 · draft" in text for text in footers(Document(io.BytesIO(answer.data))))
    assert "activities-cooperative-compliance-2021-2022-draft-2.docx" in answer.headers["Content-Disposition"]
    with transaction():
        finalise(paper, based_on=2, by=OFFICER)
    answer = client.get(f"{ADDRESS}/papers/2021.docx")
    assert not any("draft" in text for text in footers(Document(io.BytesIO(answer.data))))
    assert "activities-cooperative-compliance-2021-2022.docx" in answer.headers["Content-Disposition"]


def test_the_command_writes_the_newest_version_and_overwrites_nothing(registers: Flask, tmp_path: Path) -> None:
    paper = drafted_paper()
    saved(paper, rewritten(text_of(paper), "activity-1", "Written by hand."))
    assert paragraphs(written(registers, tmp_path), "Paper Numbered")[0].text == "Written by hand."
    before = (tmp_path / "paper.docx").read_bytes()
    result = registers.test_cli_runner().invoke(args=[*COMMAND, str(tmp_path / "paper.docx")])
    assert (result.exit_code, (tmp_path / "paper.docx").read_bytes()) == (2, before)
    assert "is there already" in result.output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["Comittee on Cooperative Compliance", "--year", "2021"], "Did you mean Committee on Cooperative Compliance"),
        (["cooperative-compliance", "--year", "2019"], "nothing is in the log for 2019"),
    ],
)
def test_a_refusal_is_a_sentence_and_no_file(
    registers: Flask, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    out = tmp_path / "paper.docx"
    result = registers.test_cli_runner().invoke(args=["committees", "activities", *arguments, "--out", str(out)])
    assert (result.exit_code, out.exists()) == (2, False)
    assert sentence in result.output


@pytest.mark.libreoffice
@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="NO LIBREOFFICE (soffice, pdftotext) HERE: the paper was not opened by a word processor",
)
def test_libreoffice_prints_the_numbers_1_to_14(registers: Flask, tmp_path: Path) -> None:
    written(registers, tmp_path)
    lines = [line.strip() for line in printed_texts(tmp_path, ["paper"])["paper"].splitlines()]
    found = [line.split(".")[0] for line in lines if line.split(".")[0].isdigit()]
    assert [int(number) for number in found] == list(range(1, 15))
    assert [line.split(".")[0] for line in lines if line.startswith(("I.", "II."))] == ["I", "II"]
