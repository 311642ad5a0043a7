"""Our letterhead, and what is asked of a Word file that shall replace it."""

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from core.docx.house_style import STYLES, house_style_fields, house_style_shortcomings
from core.docx.letterhead import default_house_style
from core.docx.package import read_package
from core.errors import RuleViolation
from tests.core.docx.word_files import new_document, saved, word_file

COMPLETE = ("{{reference}}", "{{place_and_date}}", "{{addressee}}", "{{subject}}", "{{body}}", "{{signature}}")


def test_ours_lacks_nothing_and_is_the_same_bytes_every_time() -> None:
    ours = default_house_style()
    assert house_style_shortcomings(read_package(ours)) == []
    assert ours == default_house_style()


def test_ours_asks_every_letter_for_these_fields() -> None:
    fields = {"reference", "place_and_date", "addressee", "subject", "signature", "convention_title", "footer_text"}
    assert house_style_fields(read_package(default_house_style())) == fields


def test_ours_is_a4_with_another_first_page_and_says_nothing_in_any_language() -> None:
    document = Document(BytesIO(default_house_style()))
    [section] = document.sections
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert round(section.left_margin.cm, 1) == round(section.right_margin.cm, 1) == 2.5
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == "{{convention_title}}"
    running = section.header.paragraphs[0]._p
    assert [field.get(qn("w:instr")) for field in running.iter(qn("w:fldSimple"))] == [" PAGE ", " NUMPAGES "]
    assert section.header.paragraphs[0].text == "{{reference}}\t / "


def test_ours_carries_no_name_no_time_and_none_of_the_parts_letters_do_not_need() -> None:
    properties = Document(BytesIO(default_house_style())).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.title == "{{subject}}"
    assert properties.created == properties.modified == datetime(1980, 1, 1, tzinfo=UTC)
    with ZipFile(BytesIO(default_house_style())) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "customXml" in name or "thumbnail" in name]


def test_the_subject_stays_with_the_letter_and_the_signature_in_one_piece() -> None:
    styles = Document(BytesIO(default_house_style())).styles
    assert styles["Letter Subject"].paragraph_format.keep_with_next is True
    assert styles["Letter Signature"].paragraph_format.keep_together is True


def test_a_complete_file_of_an_office_lacks_nothing() -> None:
    assert house_style_shortcomings(read_package(word_file(*COMPLETE))) == []


@pytest.mark.parametrize("missing", COMPLETE)
def test_each_missing_placeholder_is_named(missing: str) -> None:
    shortcomings = house_style_shortcomings(read_package(word_file(*[each for each in COMPLETE if each != missing])))
    body = "{{body}} must stand exactly once, alone in a paragraph of the letter."
    assert shortcomings == [body if missing == "{{body}}" else f"The placeholder {missing} is missing."]


@pytest.mark.parametrize("missing", STYLES)
def test_each_missing_style_is_named(missing: str) -> None:
    document = new_document()
    document.styles[missing].delete()
    for text in COMPLETE:
        document.add_paragraph(text)
    assert house_style_shortcomings(read_package(saved(document))) == [f"The paragraph style “{missing}” is missing."]


def test_a_style_counts_under_the_name_people_see() -> None:
    document = new_document()
    document.styles["Letter Body"].element.set(qn("w:styleId"), "LettreCorps")
    for text in COMPLETE:
        document.add_paragraph(text)
    assert house_style_shortcomings(read_package(saved(document))) == []


def test_traces_of_drafting_are_named() -> None:
    document = new_document()
    for text in COMPLETE:
        document.add_paragraph(text)
    tracked = parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="A"><w:r><w:t>new</w:t></w:r></w:ins>')
    document.paragraphs[0]._p.append(tracked)
    document.add_comment(document.paragraphs[1].runs, text="Is this right?", author="A", initials="A")
    assert house_style_shortcomings(read_package(saved(document))) == [
        "The Word file holds tracked changes; accept or reject them first.",
        "The Word file holds comments; delete them first.",
    ]


def test_a_placeholder_that_cannot_be_understood_is_refused() -> None:
    with pytest.raises(RuleViolation, match=r"“{{Reference}}” is not understood"):
        house_style_shortcomings(read_package(word_file("{{Reference}}", *COMPLETE)))
