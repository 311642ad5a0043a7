"""Files that come into a dossier: a Word file or a PDF, a table as an annex, and nothing hostile; and their text."""

import re
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from core.docx.lint import read_back
from core.errors import RuleViolation
from correspondence.rules.attachments import TYPES, Inspected, inspect
from correspondence.rules.mail import Part
from extension_requests.rules.documents import DocumentKind

WORD, PDF, TABLE = ({ending: kind for kind, ending in TYPES.items()}[each] for each in (".docx", ".pdf", ".xlsx"))
WITH_TABLES = (DocumentKind.ANNEX, DocumentKind.INPUT, DocumentKind.EVIDENCE, DocumentKind.ANSWERS)
MOST_PAGES = 400  # of a PDF whose text is read, for differences
_SENTENCE_ENDS = re.compile(r"[.:;?!]$")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


@dataclass(frozen=True)
class Upload:
    """A file as it came: under whatever name, with whatever content. field: of the form it came in."""

    content: bytes
    file_name: str
    field: str = "file"


def check_document_file(upload: Upload, kind: DocumentKind) -> Inspected:
    """What it is by its content, under a safe name. RuleViolation for a hostile file, or one of another kind."""
    found = inspect(Part(upload.file_name, "", upload.content), 1)
    name = f"“{found.file_name[:60]}”"
    if found.refused:
        raise RuleViolation(f"{name} is not kept. {found.refused}", field=upload.field)
    taken = (WORD, PDF, TABLE) if kind in WITH_TABLES else (WORD, PDF)
    if found.found_type not in taken:
        also = " or an Excel workbook (.xlsx)" if TABLE in taken else ""
        raise RuleViolation(f"{name} is neither a Word file (.docx) nor a PDF{also}.", field=upload.field)
    if found.found_type == WORD:
        _word_text(upload)
    return found


def text_of(upload: Upload, media_type: str) -> str:
    """Its text, a paragraph to a line; empty where none can be read out of it (a table, a scan)."""
    text = _word_text(upload) if media_type == WORD else _pdf_text(upload.content) if media_type == PDF else ""
    return _NOT_TEXT.sub("", text)


def _word_text(upload: Upload) -> str:
    try:
        return "\n".join(each for each in read_back(upload.content).paragraphs if each.strip())
    except RuleViolation as refusal:
        raise RuleViolation(f"“{upload.file_name[:60]}”: {refusal.message}", field=upload.field) from refusal


def _pdf_text(content: bytes) -> str:
    """Lines that go on are joined: where a line breaks in print says nothing."""
    try:
        pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages[:MOST_PAGES]]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, IndexError):
        return ""  # kept as it is; only its differences cannot be shown
    paragraphs: list[str] = [""]
    for line in "\n".join(pages).splitlines():
        if not line.strip() or _SENTENCE_ENDS.search(paragraphs[-1]):
            paragraphs.append("")
        paragraphs[-1] = f"{paragraphs[-1]} {line.strip()}".strip()
    return "\n".join(each for each in paragraphs if each)
