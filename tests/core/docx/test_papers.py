"""Papers in house style: opened again with python-docx, and by LibreOffice in tests of whole papers."""

from io import BytesIO

import pytest
from docx import Document

from core.docx.letterhead import default_house_style
from core.docx.papers import Bullet, Grid, Heading, Numbered, Outlined, PaperDocument, Text, write_paper
from core.docx.wordml import W
from core.errors import RuleViolation

PAPER = PaperDocument(
    "Activities and priorities",
    [
        Text("Chile and **the Netherlands (Chair)**"),
        Heading("Activities", numbered=True),
        Numbered("First."),
        Numbered("Second."),
        Heading("Priorities", numbered=True),
        Numbered("Third."),
        Bullet("A point"),
        Grid(("Seat", "State"), [("1", "Chile"), ("2", "Panama & others <sic>")], (1, 3)),
    ],
    subtitle="Committee",
    letterhead="Convention",
    running="Committee, draft",
    footer="As of 24 June 2021",
)


def test_a_line_of_an_outline_is_set_in_as_deep_as_its_level() -> None:
    outline = [Outlined("1.", "Opening"), Outlined("(a)", "Words of welcome", level=2)]
    lines = [each for each in opened(PaperDocument("Agenda", outline)).paragraphs if "\t" in each.text]
    assert [each.text for each in lines] == ["1.\tOpening", "(a)\tWords of welcome"]
    first, second = (each.paragraph_format for each in lines)
    assert second.left_indent == 2 * first.left_indent
    assert first.first_line_indent == second.first_line_indent == -first.left_indent


def test_what_announces_a_table_stays_on_its_page() -> None:
    paper = PaperDocument("Programme", [Text("Before."), Text("Room XIX."), Grid(("Time",), [("10:00",)])])
    kept = {each.text: each.paragraph_format.keep_with_next for each in opened(paper).paragraphs}
    assert (kept["Before."], kept["Room XIX."]) == (None, True)


def opened(paper: PaperDocument = PAPER):  # type: ignore[no-untyped-def]
    return Document(BytesIO(write_paper(default_house_style(), paper)))


def test_every_part_is_there_in_its_style_and_order() -> None:
    assert [(each.style.name, each.text) for each in opened().paragraphs if each.text] == [
        ("Paper Title", "Activities and priorities"),
        ("Paper Subtitle", "Committee"),
        ("Letter Body", "Chile and the Netherlands (Chair)"),
        ("Paper Heading", "Activities"),
        ("Paper Numbered", "First."),
        ("Paper Numbered", "Second."),
        ("Paper Heading", "Priorities"),
        ("Paper Numbered", "Third."),
        ("Letter Bullet", "A point"),
    ]
    [table] = opened().tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Seat", "State"],
        ["1", "Chile"],
        ["2", "Panama & others <sic>"],
    ]


def test_numbers_are_words_own_and_run_through_all_sections() -> None:
    document = opened()
    style = document.styles["Paper Numbered"].element
    assert [each.get(f"{W}val") for each in style.iter(f"{W}numId")] == ["8102"]
    headings = [each for each in document.paragraphs if each.style.name == "Paper Heading"]
    assert [[each.get(f"{W}val") for each in heading._p.iter(f"{W}numId")] for heading in headings] == [["8101"]] * 2


def test_bold_is_bold() -> None:
    line = next(each for each in opened().paragraphs if "Netherlands" in each.text)
    assert [(run.text, bool(run.bold)) for run in line.runs] == [
        ("Chile and ", False),
        ("the Netherlands (Chair)", True),
    ]


def test_letterhead_running_line_and_footer_are_filled() -> None:
    section = opened().sections[0]
    assert section.first_page_header.paragraphs[0].text == "Convention"
    assert section.header.paragraphs[0].text.startswith("Committee, draft\t")
    assert section.footer.paragraphs[0].text == "As of 24 June 2021"
    assert opened().core_properties.title == "Activities and priorities"


def test_equal_papers_give_equal_bytes() -> None:
    assert write_paper(default_house_style(), PAPER) == write_paper(default_house_style(), PAPER)


def test_a_wide_paper_lies_on_its_side() -> None:
    section = opened(PaperDocument("Workload", [], wide=True)).sections[0]
    assert section.page_width > section.page_height


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("a {{field}}", "double braces"), ("a **bold", "opened but not closed"), ("a\x0bb", "control character")],
)
def test_a_text_that_word_cannot_hold_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(RuleViolation, match=sentence.replace("*", r"\*")):
        opened(PaperDocument("Title", [Numbered(text)]))
