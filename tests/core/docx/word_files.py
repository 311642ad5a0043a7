"""Word files made for tests, and letters read by python-docx, which knows nothing of our engine."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from core.docx.compile import compile_document
from core.docx.house_style import STYLES
from core.docx.package import read_package
from core.docx.render import CompiledDocument


def new_document() -> Any:
    document: Any = Document()
    for name in STYLES:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    return document


def saved(document: Any) -> bytes:
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def word_file(*paragraphs: str | list[str]) -> bytes:
    """A Word file of these paragraphs; one given as list is cut into that many runs."""
    document = new_document()
    for paragraph in paragraphs:
        element = document.add_paragraph()
        for run in [paragraph] if isinstance(paragraph, str) else paragraph:
            element.add_run(run)
    return saved(document)


def compiled(*paragraphs: str | list[str]) -> CompiledDocument:
    return compile_document(read_package(word_file(*paragraphs)))


def paragraphs_of(data: bytes) -> list[str]:
    """The texts of the document as python-docx reads them, tables included, in order."""
    body = Document(BytesIO(data)).element.body
    return [Paragraph(each, None).text for each in body.iter(qn("w:p"))]


def with_members(data: bytes, changed: Mapping[str, bytes | None]) -> bytes:
    """The file with members replaced, added or (None) left out."""
    written = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(written, "w", ZIP_DEFLATED) as target:
        members = {name: source.read(name) for name in source.namelist()} | dict(changed)
        for name, content in members.items():
            if content is not None:
                target.writestr(name, content)
    return written.getvalue()


def with_text_replaced(data: bytes, member: str, old: str, new: str) -> bytes:
    with ZipFile(BytesIO(data)) as source:
        content = source.read(member).decode()
    assert old in content
    return with_members(data, {member: content.replace(old, new).encode()})
