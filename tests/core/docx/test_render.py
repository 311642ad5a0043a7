"""Values arrive as they are; what is missing or unknown stops the letter; equal facts give equal bytes."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.docx.assemble import assemble
from core.docx.blocks import Block, Table
from core.docx.compile import compile_document
from core.docx.package import read_package
from core.docx.render import CompiledDocument
from core.errors import RuleViolation
from tests.core.docx.word_files import compiled, paragraphs_of, word_file

ONE_FIELD = compiled("[{{value}}]")
TWO_FIELDS = compiled("{{state}} {{reference}}")
BLOCKS = [
    Block("opening", "Dear {{state}}"),
    Block("retained", "Retains {{retained_quantity}}\n- first\n- second {{state}}"),
    Block("record", table=Table(("Article", "Date"), ("article", "date"), "on_record")),
    Block("closing", "Yours"),
]
ROWS = [{"article": "Article 4", "date": "1 March 2003"}, {"article": "Article 5", "date": "R&D <2026>"}]

xml_text = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\ufffe\uffff\r")).filter(
    lambda text: not any(ord(char) < 32 and char not in "\n\t" for char in text)
)


HOUSE_STYLE = read_package(word_file("Before", "{{body}}", "After"))


def letter_template() -> CompiledDocument:
    return compile_document(assemble(HOUSE_STYLE, {"body": BLOCKS}))


@settings(deadline=None)
@given(xml_text)
@example("R&D <Unit>")
@example("  leading and trailing  ")
@example("{{state}} }} {{")
@example("]]> &amp; &#10; <?chancery field state?> <!-- -->")
@example("\u2028\x85\u00a0\ufeff\U0001f4dc")
@example("")
def test_any_text_is_read_back_as_it_was(value: str) -> None:
    assert paragraphs_of(ONE_FIELD.render({"value": value})) == [f"[{value}]"]


@pytest.mark.parametrize(("given_as", "read_as"), [("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("a\tb\n", "a\tb\n")])
def test_line_ends_and_tabs_become_those_of_word(given_as: str, read_as: str) -> None:
    letter = ONE_FIELD.render({"value": given_as})
    assert paragraphs_of(letter) == [f"[{read_as}]"]
    body = Document(BytesIO(letter)).element.body
    assert len(list(body.iter(qn("w:br")))) == read_as.count("\n")
    assert len(list(body.iter(qn("w:tab")))) == read_as.count("\t")


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_a_control_character_is_refused_naming_the_field(control: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        ONE_FIELD.render({"value": f"before {control} after"})
    assert refused.value.message == (
        f"The value of “value” contains a control character (U+{ord(control):04X}) that Word cannot hold."
    )
    assert refused.value.field == "value"


def test_a_missing_field_is_named() -> None:
    with pytest.raises(RuleViolation, match="The letter lacks the field “reference”, “state”") as refused:
        TWO_FIELDS.render({})
    assert refused.value.field == "reference"


def test_an_unknown_field_is_named() -> None:
    with pytest.raises(RuleViolation, match="The letter template does not know the field “stat”"):
        TWO_FIELDS.render({"state": "Chad", "reference": "1", "stat": "x"})


def test_an_unknown_block_or_table_is_named() -> None:
    template = letter_template()
    with pytest.raises(RuleViolation, match="does not know the block “clearance”"):
        template.render({"state": "Chad"}, ["opening", "clearance"])
    with pytest.raises(RuleViolation, match="does not know the table “rows”"):
        template.render({"state": "Chad"}, ["opening"], {"rows": ROWS})


def test_chosen_blocks_stand_in_the_order_of_the_template_whatever_the_order_of_choice() -> None:
    letter = letter_template().render(
        {"state": "Chad", "retained_quantity": "1,634"}, ["closing", "retained", "opening"]
    )
    assert paragraphs_of(letter) == [
        "Before",
        "Dear Chad",
        "Retains 1,634",
        "first",
        "second Chad",
        "Yours",
        "After",
    ]


def test_a_block_not_chosen_leaves_nothing_behind() -> None:
    letter = letter_template().render({})
    assert paragraphs_of(letter) == ["Before", "After"]
    with ZipFile(BytesIO(letter)) as members:
        content = members.read("word/document.xml")
    for trace in (b"chancery", b"w:sdt", b"block:", b"Retains", b"w:tbl>"):
        assert trace not in content


def test_fields_of_blocks_not_chosen_are_not_asked_for() -> None:
    template = letter_template()
    assert template.fields == {"state", "retained_quantity"}
    assert template.fields_of(["opening"]) == {"state"}
    assert template.block_ids == {"opening", "retained", "record", "closing"}
    assert template.tables == {"on_record": {"article", "date"}}
    assert template.tables_of(["opening"]) == {}
    assert template.tables_of(["record"]) == {"on_record": {"article", "date"}}
    assert paragraphs_of(template.render({"state": "Chad"}, ["opening"])) == ["Before", "Dear Chad", "After"]
    with pytest.raises(RuleViolation, match="lacks the field “retained_quantity”"):
        template.render({"state": "Chad"}, ["opening", "retained"])


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 40))
def test_a_table_has_its_header_and_one_row_per_row(count: int) -> None:
    rows = [{"article": f"Article {number}", "date": f"<{number}> & more"} for number in range(count)]
    document = Document(BytesIO(letter_template().render({}, ["record"], {"on_record": rows})))
    [table] = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Article", "Date"],
        *[[row["article"], row["date"]] for row in rows],
    ]


def test_a_table_without_rows_is_an_error_naming_it() -> None:
    with pytest.raises(RuleViolation, match="The table “on_record” has no rows"):
        letter_template().render({}, ["record"], {"on_record": []})
    with pytest.raises(RuleViolation, match="The letter lacks the table “on_record”"):
        letter_template().render({}, ["record"])


def test_a_row_with_another_shape_is_named() -> None:
    template = letter_template()
    with pytest.raises(RuleViolation, match="lacks the column of row 2 of the table “on_record”: “date”"):
        template.render({}, ["record"], {"on_record": [ROWS[0], {"article": "5"}]})
    with pytest.raises(RuleViolation, match="does not know the column of row 1 of the table “on_record”: “dates”"):
        template.render({}, ["record"], {"on_record": [{**ROWS[0], "dates": ""}]})
    with pytest.raises(RuleViolation, match=r"The value of “on_record[.]article” contains") as refused:
        template.render({}, ["record"], {"on_record": [{**ROWS[0], "article": "\x07"}]})
    assert refused.value.field == "on_record.article"


def test_fields_of_the_letter_stand_in_repeated_rows_too() -> None:
    document: Any = Document(BytesIO(word_file("x")))
    document.add_table(1, 2).rows[0].cells[0].text = "{{state}}: {{on_record.article}}"
    written = BytesIO()
    document.save(written)
    template = compile_document(read_package(written.getvalue()))
    assert template.fields == {"state"}
    rows = [{"article": "4"}, {"article": "5"}]
    [table] = Document(BytesIO(template.render({"state": "Chad"}, (), {"on_record": rows}))).tables
    assert [row.cells[0].text for row in table.rows] == ["Chad: 4", "Chad: 5"]


def test_equal_facts_give_equal_bytes_and_other_facts_other_bytes() -> None:
    values = {"state": "Chad", "retained_quantity": "7"}
    chosen = ["opening", "retained", "record"]
    first = letter_template().render(values, chosen, {"on_record": ROWS})
    again = letter_template().render(dict(reversed(values.items())), [*reversed(chosen)], {"on_record": ROWS})
    assert first == again
    assert first != letter_template().render({**values, "state": "Tchad"}, chosen, {"on_record": ROWS})


def test_every_time_stamp_is_the_first_of_january_1980() -> None:
    with ZipFile(BytesIO(ONE_FIELD.render({"value": "x"}))) as letter:
        assert {entry.date_time for entry in letter.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert letter.testzip() is None


def test_threads_share_a_template() -> None:
    template = letter_template()
    states = [f"State {number}" for number in range(60)]
    with ThreadPoolExecutor(8) as threads:
        letters = list(threads.map(lambda state: template.render({"state": state}, ["opening"]), states))
    assert [paragraphs_of(letter)[1] for letter in letters] == [f"Dear {state}" for state in states]
