"""Placeholders are found wherever Word keeps text, however it cut them; anything not understood is named."""

from io import BytesIO
from itertools import pairwise
from random import Random
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from core.docx.compile import compile_document
from core.docx.lint import read_back
from core.docx.package import read_package
from core.docx.wordml import XML_SPACE
from core.errors import RuleViolation
from tests.core.docx.word_files import compiled, new_document, paragraphs_of, saved, with_members, word_file

TEXT = "Dear {{state}}, by {{ report_due_on }} under {{state}}."


def compile_saved(document: Any) -> Any:
    return compile_document(read_package(saved(document)))


def refusal(*paragraphs: str | list[str]) -> str:
    with pytest.raises(RuleViolation) as refused:
        compiled(*paragraphs)
    return refused.value.message


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, len(TEXT)), max_size=12))
def test_a_placeholder_is_found_however_word_cut_it(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(TEXT)]
    template = compiled([TEXT[start:end] for start, end in pairwise(places)])
    assert template.fields == {"state", "report_due_on"}
    letter = template.render({"state": "Chad", "report_due_on": "30 April 2021"})
    assert paragraphs_of(letter) == ["Dear Chad, by 30 April 2021 under Chad."]


def test_spelling_marks_and_bookmarks_between_the_pieces_do_not_matter() -> None:
    document = new_document()
    paragraph = document.add_paragraph()
    for piece in ("Of {", "{sta", "te", "}}!"):
        paragraph.add_run(piece)
        paragraph._p.append(parse_xml(f'<w:proofErr {nsdecls("w")} w:type="spellStart"/>'))
        paragraph._p.append(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="1" w:name="b"/>'))
    assert paragraphs_of(compile_saved(document).render({"state": "Chad"})) == ["Of Chad!"]


def test_the_value_has_the_format_of_the_run_where_the_placeholder_begins() -> None:
    document = new_document()
    paragraph = document.add_paragraph("The ")
    paragraph.add_run("{{st").bold = True
    paragraph.add_run("ate}} reports")
    letter = Document(BytesIO(compile_saved(document).render({"state": "Chad"})))
    assert [(run.text, run.bold) for run in letter.paragraphs[0].runs] == [
        ("The ", None),
        ("Chad", True),
        (" reports", None),
    ]


def test_runs_left_empty_are_gone_and_spaces_at_the_ends_are_kept() -> None:
    letter = compiled([" {", "{", "state", "}", "} "]).render({"state": " Chad "})
    assert [run.text for run in Document(BytesIO(letter)).paragraphs[0].runs] == ["  Chad ", " "]
    [text] = Document(BytesIO(compiled("{{state}}").render({"state": " Chad "}))).element.body.iter(qn("w:t"))
    assert (text.text, text.get(XML_SPACE)) == (" Chad ", "preserve")


def test_headers_footers_tables_text_boxes_and_the_title_are_filled() -> None:
    document = new_document()
    document.sections[0].different_first_page_header_footer = True
    document.sections[0].header.paragraphs[0].text = "Header {{reference}}"
    document.sections[0].first_page_header.paragraphs[0].text = "First {{reference}}"
    document.sections[0].footer.paragraphs[0].text = "Footer {{footer_text}}"
    document.add_table(1, 1).cell(0, 0).text = "Cell {{state}}"
    document.add_paragraph("Around the box: {{state}}")._p.append(parse_xml(TEXT_BOX))
    document.core_properties.title = "{{subject}} & more"
    values = {"reference": "R/1", "footer_text": "Geneva", "state": "Chad", "subject": "Report\nof <Chad>"}
    letter = compile_saved(document).render(values)
    section = Document(BytesIO(letter)).sections[0]
    assert section.header.paragraphs[0].text == "Header R/1"
    assert section.first_page_header.paragraphs[0].text == "First R/1"
    assert section.footer.paragraphs[0].text == "Footer Geneva"
    assert paragraphs_of(letter) == ["Cell Chad", "Around the box: Chad", "Box Chad", "Box Chad"]
    assert Document(BytesIO(letter)).core_properties.title == "Report of <Chad> & more"


TEXT_BOX = f"""<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
  xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
  xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><mc:AlternateContent>
  <mc:Choice Requires="wps w15"><wps:txbx><w:txbxContent><w:p><w:r><w:t>Box {{{{st</w:t></w:r>
  <w:r><w:t>ate}}}}</w:t></w:r>
  </w:p>  </w:txbxContent></wps:txbx></mc:Choice>
  <mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>Box {{{{state}}}}</w:t></w:r></w:p>
  </w:txbxContent></w:pict></mc:Fallback>
  </mc:AlternateContent></w:r>"""


def test_a_prefix_named_only_in_an_attribute_stays_declared() -> None:
    document = new_document()
    document.add_paragraph("{{state}}")._p.append(parse_xml(TEXT_BOX))
    with ZipFile(BytesIO(compile_saved(document).render({"state": "Chad"}))) as letter:
        content = letter.read("word/document.xml").decode()
    assert 'Requires="wps w15"' in content
    assert "xmlns:wps=" in content
    assert "xmlns:w15=" in content
    assert "xmlns:wne=" not in content


def test_a_text_box_is_not_part_of_the_paragraph_that_anchors_it() -> None:
    document = new_document()
    document.add_paragraph("{{")._p.append(parse_xml(TEXT_BOX))
    document.paragraphs[0].add_run("state}}")
    assert read_back(compile_saved(document).render({"state": "Chad"})).paragraphs == ("Chad", "Box Chad", "Box Chad")


@pytest.mark.parametrize(
    "wrong",
    ["{{ State }}", "{{state|upper}}", "{{state.name.first}}", "{{}}", "{{1st}}", "{{a b}}", "{{{state}}}", "{{état}}"],
)
def test_other_things_in_braces_are_not_understood(wrong: str) -> None:
    assert refusal(f"Dear {wrong}").startswith("word/document.xml: “{{")
    assert "is not understood; a placeholder is a name such as {{state}}" in refusal(f"Dear {wrong}")


@pytest.mark.parametrize("wrong", ["{{state", "state}}", "{{state} }", "}}{{"])
def test_braces_without_counterpart_are_named(wrong: str) -> None:
    assert (
        refusal(f"Dear {wrong}") == f"word/document.xml: {{{{ or }}}} stands without its counterpart in “Dear {wrong}”."
    )


def test_a_line_break_inside_a_placeholder_is_not_understood() -> None:
    assert "is not understood" in refusal("Dear {{sta\nte}}")


def test_single_braces_are_text() -> None:
    assert paragraphs_of(compiled("a {b} {{c}} }").render({"c": "C"})) == ["a {b} C }"]


def test_a_placeholder_where_word_shows_no_text_is_named() -> None:
    document = new_document()
    document.add_paragraph()._p.append(
        parse_xml(f'<w:r {nsdecls("w")}><w:instrText>HYPERLINK "{{{{link}}}}"</w:instrText></w:r>')
    )
    with pytest.raises(RuleViolation, match=r"^word/document.xml: .*cannot|where the letter cannot be filled in"):
        compile_saved(document)
    data = word_file("Dear {{state}}")
    other = with_members(data, {"word/webSettings.xml": b"<a>{{state}}</a>"})
    with pytest.raises(RuleViolation, match=r"^word/webSettings\.xml: "):
        compile_document(read_package(other))


def test_the_error_names_the_part() -> None:
    document = new_document()
    document.sections[0].header.paragraphs[0].text = "{{Wrong}}"
    with pytest.raises(RuleViolation, match=r"^word/header\d\.xml: “{{Wrong}}” is not understood"):
        compile_saved(document)


def test_columns_belong_in_table_rows_of_one_table() -> None:
    assert (
        refusal("{{rows.name}}")
        == "word/document.xml: “{{rows.name}}” belongs in a table row, with columns of one table."
    )
    document = new_document()
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "{{a.x}}", "{{b.x}}"
    with pytest.raises(RuleViolation, match="holds columns of both “a” and “b”"):
        compile_saved(document)


def test_a_repeated_row_inside_another_is_refused() -> None:
    document = new_document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "{{outer.x}}"
    cell.add_table(1, 1).cell(0, 0).text = "{{inner.y}}"
    with pytest.raises(RuleViolation, match="“inner” stands inside “outer”; blocks and repeated rows cannot be nested"):
        compile_saved(document)


def test_an_office_can_mark_a_block_with_a_content_control_of_word() -> None:
    document = new_document()
    document.element.body.insert(0, parse_xml(CONTROL.format(tag="block:thanks")))
    document.element.body.insert(1, parse_xml(CONTROL.format(tag="something else")))
    template = compile_saved(document)
    assert template.block_ids == {"thanks"}
    assert paragraphs_of(template.render({}, ["thanks"])) == ["Thank you", "Thank you"]
    assert paragraphs_of(template.render({})) == ["Thank you"]


@pytest.mark.parametrize("tag", ["block:", "block:Thank you", "block:?>"])
def test_a_content_control_with_a_tag_that_is_no_block_id_is_named(tag: str) -> None:
    document = new_document()
    document.element.body.insert(0, parse_xml(CONTROL.format(tag=tag)))
    with pytest.raises(RuleViolation, match="is no tag for a block"):
        compile_saved(document)


CONTROL = (
    f'<w:sdt {nsdecls("w")}><w:sdtPr><w:tag w:val="{{tag}}"/></w:sdtPr>'
    "<w:sdtContent><w:p><w:r><w:t>Thank you</w:t></w:r></w:p></w:sdtContent></w:sdt>"
)


def test_repeated_rows_do_not_repeat_the_ids_of_paragraphs() -> None:
    document = new_document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "{{rows.x}}"
    cell.paragraphs[0]._p.set(PARAGRAPH_ID, "1A2B3C4D")
    letter = compile_saved(document).render({}, (), {"rows": [{"x": "1"}, {"x": "2"}]})
    paragraphs = list(Document(BytesIO(letter)).element.body.iter(qn("w:p")))
    assert [paragraph.get(PARAGRAPH_ID) for paragraph in paragraphs] == [None, None]


PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"


def test_parts_without_placeholders_are_carried_over_to_the_byte() -> None:
    data = with_members(word_file("Dear {{state}}"), {"word/media/Büro.bin": b"x"})
    letter = compile_document(read_package(data)).render({"state": "Chad"})
    with ZipFile(BytesIO(data)) as before, ZipFile(BytesIO(letter)) as after:
        assert set(after.namelist()) == set(before.namelist())
        assert after.namelist()[:2] == ["[Content_Types].xml", "_rels/.rels"]
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert changed == ["word/document.xml"]


def test_a_file_by_a_program_with_other_prefixes_is_refused_with_advice() -> None:
    data = word_file("Dear {{state}}")
    with ZipFile(BytesIO(data)) as source:
        xml = (
            source.read("word/document.xml")
            .decode()
            .replace("xmlns:w=", "xmlns:x=")
            .replace("<w:", "<x:")
            .replace("</w:", "</x:")
            .replace(" w:", " x:")
        )
    with pytest.raises(RuleViolation, match="written by an unusual program; open it in Word and save it again"):
        compile_document(read_package(with_members(data, {"word/document.xml": xml.encode()})))


def test_many_placeholders_in_many_pieces_keep_their_order() -> None:
    random = Random(7)
    names = [f"field_{number}" for number in range(40)]
    text = " ".join(f"{name}={{{{{name}}}}}" for name in names)
    cuts = sorted(random.sample(range(len(text)), 200))
    runs = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    letter = compiled(runs).render({name: name.upper() for name in names})
    assert paragraphs_of(letter) == [" ".join(f"{name}={name.upper()}" for name in names)]
