"""The blocks of a letter stand where the house style says {{body}}, in its styles."""

from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from core.docx.assemble import assemble
from core.docx.blocks import Block, Table
from core.docx.compile import compile_document
from core.docx.package import read_package
from core.errors import RuleViolation
from tests.core.docx.word_files import new_document, paragraphs_of, saved, word_file

TABLE = Table(("Article", "**Date** of {{state}}"), ("article", "date"), "rows")
ROWS = {"rows": [{"article": "4", "date": "2003"}]}


def letter(house_style: bytes, slots: dict[str, list[Block]], **facts: Any) -> bytes:
    template = compile_document(assemble(read_package(house_style), slots))
    return template.render(facts.pop("values", {}), template.block_ids, **facts)


def test_body_is_found_though_word_cut_it() -> None:
    data = letter(word_file("Before", ["{{", " bo", "dy }", "}"], "After"), {"body": [Block("a", "Text")]})
    assert paragraphs_of(data) == ["Before", "Text", "After"]


def test_enclosures_stand_in_their_place_or_last_in_the_body() -> None:
    slots = {"body": [Block("a", "Text")], "enclosures": [Block("b", "Enclosure")]}
    assert paragraphs_of(letter(word_file("{{body}}", "Name", "{{enclosures}}"), slots)) == [
        "Text",
        "Name",
        "Enclosure",
    ]
    assert paragraphs_of(letter(word_file("{{body}}", "Name"), slots)) == ["Text", "Enclosure", "Name"]
    without = {"body": slots["body"]}
    assert paragraphs_of(letter(word_file("{{body}}", "Name", "{{enclosures}}"), without)) == ["Text", "Name"]


@pytest.mark.parametrize(
    ("paragraphs", "problem"),
    [
        (("Dear {{body}}",), "has no paragraph that holds nothing but {{body}}; one is needed."),
        (("{{body}}", "{{body}}"), "has 2 paragraphs with {{body}}; one is needed."),
    ],
)
def test_body_must_stand_once_and_alone(paragraphs: tuple[str, ...], problem: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        assemble(read_package(word_file(*paragraphs)), {"body": [Block("a", "Text")]})
    assert refused.value.message == f"The house style {problem}"


def test_lines_bullets_and_bold_are_word_paragraphs_in_the_styles_of_the_house() -> None:
    text = "One line\nand **bold {{state}}** words:\n- first\n  goes on\n- **second**\n\nAnother paragraph"
    read = Document(BytesIO(letter(word_file("{{body}}"), {"body": [Block("a", text)]}, values={"state": "Chad"})))
    assert [(each.style.name, each.text) for each in read.paragraphs] == [
        ("Letter Body", "One line and bold Chad words:"),
        ("Letter Bullet", "first goes on"),
        ("Letter Bullet", "second"),
        ("Letter Body", "Another paragraph"),
    ]
    assert [(run.text, run.bold) for run in read.paragraphs[0].runs] == [
        ("One line and ", None),
        ("bold Chad", True),
        (" words:", None),
    ]
    assert [each.paragraph_format.keep_with_next for each in read.paragraphs] == [True, None, None, True]


def test_a_table_has_a_marked_header_row_that_repeats_and_the_styles_of_the_house() -> None:
    data = letter(word_file("{{body}}"), {"body": [Block("t", table=TABLE)]}, values={"state": "Chad"}, tables=ROWS)
    [table] = Document(BytesIO(data)).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["Article", "Date of Chad"], ["4", "2003"]]
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [True, False]
    assert [row.cells[0].paragraphs[0].style.name for row in table.rows] == ["Letter Table Heading", "Letter Table"]


def test_two_tables_never_touch_and_go_with_their_blocks() -> None:
    blocks = [Block("t", table=TABLE), Block("u", table=TABLE)]
    template = compile_document(assemble(read_package(word_file("{{body}}")), {"body": blocks}))
    both = Document(BytesIO(template.render({"state": "Chad"}, ["t", "u"], ROWS))).element.body
    assert [child.tag for child in both][:4] == [qn("w:tbl"), qn("w:p"), qn("w:tbl"), qn("w:p")]
    one = Document(BytesIO(template.render({"state": "Chad"}, ["u"], ROWS))).element.body
    assert [child.tag for child in one][:3] == [qn("w:tbl"), qn("w:p"), qn("w:sectPr")]


def test_columns_share_the_width_as_asked() -> None:
    table = Table(("A", "B"), ("a", "b"), "rows", (1, 3))
    data = letter(word_file("{{body}}"), {"body": [Block("t", table=table)]}, tables={"rows": [{"a": "", "b": ""}]})
    grid = Document(BytesIO(data)).tables[0]._tbl.tblGrid
    widths = [int(column.get(qn("w:w"))) for column in grid]
    assert widths[1] == pytest.approx(3 * widths[0], abs=3)


def test_a_cell_that_holds_the_body_stays_valid_when_the_body_is_empty() -> None:
    document = new_document()
    document.add_table(1, 1).cell(0, 0).text = "{{body}}"
    template = compile_document(assemble(read_package(saved(document)), {"body": [Block("a", "Text")]}))
    [table] = Document(BytesIO(template.render({}))).tables
    assert [each.text for each in table.cell(0, 0).paragraphs] == [""]


def test_a_missing_style_is_named() -> None:
    document = new_document()
    document.styles["Letter Bullet"].delete()
    document.add_paragraph("{{body}}")
    house_style = read_package(saved(document))
    assemble(house_style, {"body": [Block("a", "Text")]})
    with pytest.raises(RuleViolation, match="lacks the paragraph style “Letter Bullet”"):
        assemble(house_style, {"body": [Block("a", "- Bullet")]})


def test_an_id_used_twice_is_named() -> None:
    slots = {"body": [Block("a", "Text")], "enclosures": [Block("a", "More")]}
    with pytest.raises(RuleViolation, match="The paragraph id “a” is used 2 times"):
        assemble(read_package(word_file("{{body}}")), slots)


def test_the_language_of_the_text_is_told_to_word_and_to_screen_readers() -> None:
    template = assemble(read_package(word_file("{{body}}")), {"body": [Block("a", "Texte")]}, "fr-FR")
    document = Document(BytesIO(compile_document(template).render({}, ["a"])))
    languages = [element.get(qn("w:val")) for element in document.styles.element.iter(qn("w:lang"))]
    assert set(languages) == {"fr-FR"}
    assert document.core_properties.language == "fr-FR"


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        (
            {"id": "A b", "text": "x"},
            "Paragraph “A b”: a paragraph id is made of lower-case letters, digits and hyphens.",
        ),
        ({"id": "a"}, "Paragraph “a” needs either a text or a table."),
        ({"id": "a", "text": "x", "table": TABLE}, "Paragraph “a” needs either a text or a table."),
        ({"id": "a", "text": "is **bold"}, "Paragraph “a”: a ** is opened but not closed in “is **bold”."),
        ({"id": "a", "text": "**one\n\ntwo**"}, "Paragraph “a”: a ** is opened but not closed in “**one”."),
        ({"id": "a", "text": "{{rows.x}}"}, "Paragraph “a”: {{rows.column}} is for the rows of a table, not for text."),
        ({"id": "a", "text": "\x07"}, "Paragraph “a” contains a control character (U+0007) that Word cannot hold."),
        (
            {"id": "a", "table": Table(("A",), ("a", "b"), "rows")},
            "Paragraph “a”: the table has 1 header cells and 2 columns.",
        ),
        (
            {"id": "a", "table": Table(("A",), ("a b",), "rows")},
            "Paragraph “a”: “a b” is no name for the rows or a column of a table.",
        ),
        (
            {"id": "a", "table": Table(("A", "B"), ("a", "a"), "rows")},
            "Paragraph “a”: a column appears twice in the table.",
        ),
        (
            {"id": "a", "table": Table(("A",), ("a",), "rows", (1, 2))},
            "Paragraph “a”: the table needs one width above 0 for each of its 1 columns.",
        ),
        (
            {"id": "a", "text": "{{Wrong}}"},
            "Paragraph “a”: “{{Wrong}}” is not understood; a placeholder is a name such as ",
        ),
    ],
)
def test_a_block_that_cannot_be_understood_is_named(block: dict[str, Any], problem: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        Block(**block)
    assert refused.value.message.startswith(problem)
