"""LibreOffice opens the letters and prints every word of them."""

import shutil
import subprocess
from pathlib import Path

import pytest

from core.docx.assemble import assemble
from core.docx.compile import compile_document
from core.docx.letterhead import default_house_style
from core.docx.lint import read_back
from core.docx.package import read_package
from tests.core.docx.test_lint import BLOCKS, CHOSEN, ROWS, VALUES

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(
        not (shutil.which("soffice") and shutil.which("pdftotext")),
        reason="NO LIBREOFFICE (soffice, pdftotext) HERE: letters were not opened by a word processor",
    ),
]


def test_libreoffice_prints_every_word_of_the_letters(tmp_path: Path) -> None:
    compiled = compile_document(assemble(read_package(default_house_style()), {"body": BLOCKS}, "en-GB"))
    choices = {"all": [block.id for block in BLOCKS], "some": CHOSEN, "none": []}
    for name, chosen in choices.items():
        (tmp_path / f"{name}.docx").write_bytes(compiled.render(VALUES, chosen, ROWS))
    printed = printed_texts(tmp_path, list(choices))
    for name in choices:
        words = " ".join(read_back((tmp_path / f"{name}.docx").read_bytes()).paragraphs).split()
        assert [word for word in words if word not in printed[name]] == []


def printed_texts(folder: Path, names: list[str]) -> dict[str, str]:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    files = [str(folder / f"{name}.docx") for name in names]
    convert = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)
    show = [["pdftotext", "-layout", str(folder / f"{name}.pdf"), "-"] for name in names]
    shown = [subprocess.run(command, check=True, capture_output=True, text=True).stdout for command in show]
    return dict(zip(names, shown, strict=True))
