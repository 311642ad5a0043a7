"""PDF of a Word file, where the machine has LibreOffice: one call with a profile of its own, and a look at the result.

Two calls on one profile lose files, and a failure may end well: so what comes out is read again.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from core.errors import RuleViolation

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 180


def libreoffice() -> str | None:
    """The program, where the machine has it."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def pdf_of(file: bytes, *, at_least_pages: int, must_say: Sequence[str] = ()) -> bytes:
    """The PDF. RuleViolation without LibreOffice, and for a result that is not whole."""
    program = libreoffice()
    if program is None:
        raise RuleViolation("This server has no LibreOffice, which makes the PDF. Take the Word file.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "batch.docx").write_bytes(file)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, "--headless", profile, "--convert-to", "pdf", "--outdir", name, str(folder / "batch.docx")]
        try:
            subprocess.run(command, capture_output=True, check=False, timeout=SECONDS)
        except subprocess.TimeoutExpired as error:
            raise RuleViolation("LibreOffice took too long to make the PDF. Take the Word file.") from error
        made = folder / "batch.pdf"
        content = made.read_bytes() if made.exists() else b""
    check_pdf(content, at_least_pages=at_least_pages, must_say=must_say)
    return content


def check_pdf(content: bytes, *, at_least_pages: int, must_say: Sequence[str] = ()) -> None:
    """Refuses what is no PDF, or lacks pages or one of the texts, in order."""
    try:
        pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    except (PyPdfError, ValueError) as error:
        raise RuleViolation("LibreOffice made no PDF of the letters. Take the Word file.") from error
    if len(pages) < at_least_pages:
        raise RuleViolation(f"The PDF has {len(pages)} pages, not {at_least_pages} or more. Take the Word file.")
    text, place = "\n".join(pages), 0
    for sought in must_say:
        place = text.find(sought, place)
        if place < 0:
            raise RuleViolation(f"The PDF lacks {sought}. Take the Word file.")
