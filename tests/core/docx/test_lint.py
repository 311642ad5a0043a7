"""A finished letter is read again, and each way of not saying what it should is found."""

import pytest

from core.docx.assemble import assemble
from core.docx.blocks import Block, Table
from core.docx.compile import compile_document
from core.docx.letterhead import default_house_style
from core.docx.lint import letter_shortcomings, read_back
from core.docx.package import read_package
from tests.core.docx.word_files import with_members, with_text_replaced

BLOCKS = [
    Block("opening", "I thank **{{the_state}}** for its report:\n- on mines\n- on {{year_covered}}"),
    Block("reminder", "No report is on record."),
    Block("record", table=Table(("Article", "Date"), ("article", "date"), "rows")),
    Block("closing", "Please accept the assurances of my highest consideration."),
]
COMPILED = compile_document(assemble(read_package(default_house_style()), {"body": BLOCKS}, "en-GB"))
VALUES = {
    "reference": "APMBC/2021/1",
    "place_and_date": "Geneva, 3 March 2021",
    "addressee": "H.E. Ms Aïssatou Dembélé\r\nGeneva",
    "subject": "Article 7 & <more>",
    "signature": "Hans Müller",
    "convention_title": "Convention on the Prohibition",
    "footer_text": "isu@example.org",
    "the_state": "Côte d'Ivoire",
    "year_covered": "2020",
}
CHOSEN = ["opening", "record", "closing"]
ROWS = {"rows": [{"article": "Article 5", "date": "1 March 2026"}]}
LETTER = COMPILED.render(VALUES, CHOSEN, ROWS)
DOCUMENT = "word/document.xml"


def shortcomings(data: bytes) -> list[str]:
    return letter_shortcomings(data, COMPILED, BLOCKS, VALUES, CHOSEN, ROWS)


def test_a_letter_as_it_should_be_has_no_shortcomings_and_reads_as_written() -> None:
    assert shortcomings(LETTER) == []
    read = read_back(LETTER)
    assert read.paragraphs == (
        "APMBC/2021/1\tGeneva, 3 March 2021",
        "H.E. Ms Aïssatou Dembélé\nGeneva",
        "Article 7 & <more>",
        "I thank Côte d'Ivoire for its report:",
        "on mines",
        "on 2020",
        "Article",
        "Date",
        "Article 5",
        "1 March 2026",
        "",
        "Please accept the assurances of my highest consideration.",
        "Hans Müller",
    )
    assert sorted(read.margins) == sorted(
        ["Convention on the Prohibition", "APMBC/2021/1\t1 / 1", "isu@example.org", "isu@example.org"]
    )
    assert read.title == "Article 7 & <more>"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("on mines", "on", "Paragraph “opening” does not say “on mines” in its place."),
        ("Hans Müller", "Hans", "The value of “signature” is not in the letter: “Hans Müller”."),
        ("1 March 2026", "1 March", "Paragraph “record” does not say “1 March 2026” in its place."),
        ("Geneva, 3", "{{ Geneva, 3", "“{{” is left over in “APMBC/2021/1\t{{ Geneva, 3 March 2021”."),
        ("my highest", "No report is on record.", "Paragraph “closing” does not say “Please accept"),
        ("on mines", "No report is on record.", "Paragraph “reminder” was not chosen but is in the letter."),
    ],
)
def test_each_change_of_the_text_is_found(old: str, new: str, found: str) -> None:
    assert found in "\n".join(shortcomings(with_text_replaced(LETTER, DOCUMENT, old, new)))


def test_paragraphs_out_of_order_are_found() -> None:
    swapped = with_text_replaced(LETTER, DOCUMENT, "on mines", "on XX")
    swapped = with_text_replaced(swapped, DOCUMENT, ">on 2020<", ">on mines<")
    swapped = with_text_replaced(swapped, DOCUMENT, "on XX", "on 2020")
    assert "Paragraph “opening” does not say “on 2020” in its place." in shortcomings(swapped)


def test_braces_in_a_value_are_no_leftover() -> None:
    values = {**VALUES, "signature": "Hans {{Müller}}"}
    letter = COMPILED.render(values, CHOSEN, ROWS)
    assert letter_shortcomings(letter, COMPILED, BLOCKS, values, CHOSEN, ROWS) == []


def test_a_damaged_letter_is_one_shortcoming() -> None:
    [damage] = shortcomings(LETTER[:-100])
    assert damage.startswith("The Word file is damaged")
    [damage] = shortcomings(with_members(LETTER, {DOCUMENT: b"<a>"}))
    assert damage.startswith("The part “word/document.xml” is not well-formed XML")
