"""Uploads: what is not a plain Word document is refused with a sentence that names the place.

Sources: ECMA-376 part 2 (names, content types, relationships); the limits are office practice (core/docx/archive.py).
"""

import struct
from io import BytesIO
from zipfile import ZIP_BZIP2, ZipFile, ZipInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.docx import archive
from core.docx.letterhead import default_house_style
from core.docx.package import read_package
from core.errors import RuleViolation
from tests.core.docx.word_files import with_members, with_text_replaced, word_file

OURS = default_house_style()
PLAIN = word_file("Dear {{state}}")
RELS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def refusal(data: bytes) -> str:
    with pytest.raises(RuleViolation) as refused:
        read_package(data)
    return refused.value.message


def with_relation(kind: str, target: str, mode: str = 'TargetMode="External"') -> bytes:
    relation = f'<Relationship Id="rId99" Type="{OFFICE}/{kind}" Target="{target}" {mode}/></Relationships>'
    return with_text_replaced(PLAIN, RELS, "</Relationships>", relation)


def with_body(xml: str) -> bytes:
    return with_text_replaced(PLAIN, "word/document.xml", "<w:body>", f"<w:body>{xml}")


def test_a_plain_word_file_opens_with_its_parts_in_their_order() -> None:
    package = read_package(PLAIN)
    with ZipFile(BytesIO(PLAIN)) as source:
        assert list(package.parts) == source.namelist()
        assert dict(package.parts) == {name: source.read(name) for name in source.namelist()}
    assert package.content_types["word/document.xml"].endswith("document.main+xml")


def test_our_own_house_style_and_folder_entries_are_accepted() -> None:
    read_package(default_house_style())
    written = BytesIO(PLAIN)
    with ZipFile(written, "a") as target:
        target.writestr(ZipInfo("word/media/"), b"")
    assert "word/media/" not in read_package(written.getvalue()).parts


def test_a_text_file_named_docx_is_no_zip() -> None:
    assert refusal(b"Dear State Party,") == "The file is not a Word file (.docx): it is no ZIP archive."


def test_an_empty_file_is_no_zip() -> None:
    assert refusal(b"") == "The file is not a Word file (.docx): it is no ZIP archive."


def test_a_file_with_password_is_recognised() -> None:
    assert "password" in refusal(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(500))


@pytest.mark.parametrize("share", [0.02, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_damaged(share: float) -> None:
    assert refusal(PLAIN[: int(len(PLAIN) * share)]).startswith("The Word file is damaged and cannot be opened: ")


def test_a_flipped_byte_is_damaged() -> None:
    with ZipFile(BytesIO(PLAIN)) as source:
        entry = source.getinfo("word/styles.xml")
    at = entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2
    assert "damaged" in refusal(PLAIN[:at] + bytes([PLAIN[at] ^ 0xFF]) + PLAIN[at + 1 :])


def test_a_zip_of_something_else_lacks_the_parts_of_a_word_file() -> None:
    written = BytesIO()
    with ZipFile(written, "w") as target:
        target.writestr("report.txt", "text")
    assert refusal(written.getvalue()) == "The file is not a Word document: the part “[Content_Types].xml” is missing."
    assert refusal(with_members(PLAIN, {"word/document.xml": None})).endswith(
        "the part “word/document.xml” is missing."
    )


def test_a_part_that_unpacks_to_hundreds_of_times_its_size_is_a_bomb() -> None:
    bomb = with_members(PLAIN, {"word/media/image1.bin": bytes(5 * 1024 * 1024)})
    assert refusal(bomb) == f"The part “word/media/image1.bin” unpacks to more than {archive.MAX_RATIO} times its size."


def test_limits_of_size_and_number_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(archive, "MAX_MEMBERS", 3)
        assert refusal(PLAIN).endswith("parts; at most 3 are accepted.")
    with monkeypatch.context() as patch:
        patch.setattr(archive, "MAX_MEMBER_BYTES", 100 * 1024)
        assert refusal(PLAIN).startswith("Unpacked, the part “word/styles.xml” is larger")
    with monkeypatch.context() as patch:
        patch.setattr(archive, "MAX_TOTAL_BYTES", 100 * 1024)
        assert refusal(PLAIN).startswith("Unpacked, the Word file is larger")
    with monkeypatch.context() as patch:
        patch.setattr(archive, "MAX_FILE_BYTES", len(PLAIN) - 1)
        assert refusal(PLAIN).startswith("The Word file is larger")


def test_a_size_that_lies_is_found_out() -> None:
    """The directory claims ten bytes where the member holds a hundred thousand."""
    content = b"<a>" + b"x" * 100_000 + b"</a>"
    data = bytearray(with_members(PLAIN, {"word/x.xml": content}))
    size = struct.pack("<I", len(content))
    assert data.count(size) == 2
    data = bytearray(bytes(data).replace(size, struct.pack("<I", 10)))
    assert "damaged" in refusal(bytes(data)) or "not as long" in refusal(bytes(data))


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/etc/passwd", "word/../../x.xml", "word\\x.xml", "C:/x.xml", "word//x.xml"]
)
def test_a_name_that_leaves_the_archive_is_unsafe(name: str) -> None:
    assert "unsafe name" in refusal(with_members(PLAIN, {name: b"x"}))


def test_a_name_that_appears_twice_is_refused_whatever_its_capitals() -> None:
    assert refusal(with_members(PLAIN, {"WORD/Document.xml": b"<a/>"})) == (
        "The Word file holds the part “WORD/Document.xml” twice."
    )


def test_an_encrypted_member_is_refused() -> None:
    data = bytearray(PLAIN)
    with ZipFile(BytesIO(PLAIN)) as source:
        [name] = [info for info in source.infolist() if info.filename == "word/settings.xml"]
    directory = data.rindex(b"word/settings.xml") - 46
    for at in (name.header_offset + 6, directory + 8):
        data[at] |= 1
    assert refusal(bytes(data)) == "The part “word/settings.xml” of the Word file is encrypted."


def test_a_member_compressed_in_another_way_is_refused() -> None:
    written = BytesIO(PLAIN)
    with ZipFile(written, "a") as target:
        target.writestr("word/x.bin", b"x" * 100, compress_type=ZIP_BZIP2)
    assert "compressed as Word never does" in refusal(written.getvalue())


def test_another_main_content_type_is_named() -> None:
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    assert refusal(with_text_replaced(PLAIN, "[Content_Types].xml", word, sheet)) == (
        f"The part “word/document.xml” is no Word document but “{sheet}”."
    )
    template = word.replace("document.main", "template.main")
    assert "Word template" in refusal(with_text_replaced(PLAIN, "[Content_Types].xml", word, template))


@pytest.mark.parametrize("namespace", ["http://purl.oclc.org/ooxml/wordprocessingml/main", "http://example.org/other"])
def test_a_main_part_in_another_vocabulary_is_refused(namespace: str) -> None:
    xml = f'<w:document xmlns:w="{namespace}"><w:body/></w:document>'.encode()
    assert "is not as Word writes it" in refusal(with_members(PLAIN, {"word/document.xml": xml}))


def test_macros_are_refused_by_name_and_by_type() -> None:
    assert "macros (“word/vbaProject.bin”)" in refusal(with_members(PLAIN, {"word/vbaProject.bin": b"x"}))
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    enabled = "application/vnd.ms-word.document.macroEnabled.main+xml"
    assert "macros (“word/document.xml”)" in refusal(with_text_replaced(PLAIN, "[Content_Types].xml", word, enabled))


@pytest.mark.parametrize(
    "name", ["word/embeddings/oleObject1.bin", "word/activeX/activeX1.bin", "word/embeddings/book.xlsx"]
)
def test_embedded_objects_are_refused(name: str) -> None:
    assert refusal(with_members(PLAIN, {name: b"x"})) == (
        f"The Word file holds an embedded object or ActiveX control (“{name}”)."
    )


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "https://example.org/letter.dotm"),
        ("image", "http://example.org/pixel.png"),
        ("hyperlink", "file:///etc/passwd"),
        ("hyperlink", "javascript:alert(1)"),
        ("hyperlink", r"\\server\share"),
        ("frame", "http://example.org"),
    ],
)
def test_a_relation_to_the_outside_is_refused(kind: str, target: str) -> None:
    assert refusal(with_relation(kind, target)) == (
        f"The part “{RELS}” refers to something outside the file ({kind}): “{target}”."
    )


@pytest.mark.parametrize("target", ["https://example.org/report", "HTTP://example.org", "mailto:isu@example.org"])
def test_a_link_to_the_web_or_an_address_is_accepted(target: str) -> None:
    read_package(with_relation("hyperlink", target))


def test_a_link_to_a_place_in_the_file_is_accepted() -> None:
    read_package(with_relation("hyperlink", "#bookmark", ""))


@pytest.mark.parametrize("kind", ["oleObject", "package", "control", "aFChunk", "subDocument", "vbaProject"])
def test_relations_to_what_acts_are_refused_inside_the_file_too(kind: str) -> None:
    assert refusal(with_relation(kind, "styles.xml", "")).startswith(f"The part “{RELS}” refers to ")


def test_an_imported_document_is_refused() -> None:
    assert "imports another document (altChunk)" in refusal(with_body("<w:altChunk/>"))


def test_a_relation_to_a_part_that_is_not_there_is_damage() -> None:
    assert "refers to “media/gone.png”, which is not in it" in refusal(with_relation("image", "media/gone.png", ""))


@pytest.mark.parametrize("command", ["DDEAUTO", "INCLUDEPICTURE", "includetext", "LINK", "DDE"])
def test_a_word_field_that_loads_something_is_refused_however_it_is_cut(command: str) -> None:
    cut = f'<w:r><w:instrText> {command[:2]}</w:instrText></w:r><w:r><w:instrText>{command[2:]} "x"</w:instrText></w:r>'
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    assert f"the Word field {command.upper()}" in refusal(with_body(f"<w:p>{begin}{cut}{end}</w:p>"))
    simple = f'<w:p><w:fldSimple w:instr=" {command} x"/></w:p>'
    assert f"the Word field {command.upper()}" in refusal(with_body(simple))


def test_page_numbers_and_links_are_fields_like_any_other() -> None:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    link = '<w:r><w:instrText>HYPERLINK "https://example.org/link"</w:instrText></w:r>'
    read_package(with_body(f'<w:p>{begin}{link}{end}<w:fldSimple w:instr="PAGE"/></w:p>'))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(encoding: str) -> None:
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    assert refusal(with_members(PLAIN, {"word/settings.xml": bomb.encode(encoding)})) == (
        "The part “word/settings.xml” declares a document type (DOCTYPE), which a Word file never needs."
    )


def test_an_encoding_that_could_hide_something_is_refused() -> None:
    xml = '<?xml version="1.0" encoding="utf-7"?><a/>'
    assert "word/settings.xml" in refusal(with_members(PLAIN, {"word/settings.xml": xml.encode()}))


def test_xml_that_is_not_well_formed_is_named() -> None:
    assert refusal(with_members(PLAIN, {"word/settings.xml": b"<a><b></a>"})).startswith(
        "The part “word/settings.xml” is not well-formed XML: "
    )


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, len(OURS) - 1), st.integers(0, 255)), min_size=1, max_size=20))
def test_whatever_happened_to_the_bytes_the_answer_is_a_package_or_a_sentence(changes: list[tuple[int, int]]) -> None:
    data = bytearray(OURS)
    for at, value in changes:
        data[at] = value
    try:
        parts = read_package(bytes(data)).parts
    except RuleViolation:
        return
    assert "word/document.xml" in parts
