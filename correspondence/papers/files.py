"""Campaigns as files: the manifest, the Word files, the whole as one ZIP."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.files import read_file, read_files
from core.sheets.writing import csv_text
from correspondence.models.campaigns import Campaign, Letter
from correspondence.press import Press, PressedLetter, press_for, shipped_house_style
from correspondence.rules.bodies import TemplateContent

MANIFEST_COLUMNS = ("iso3", "state", "language", "addressee", "paragraph_ids", "reasons", "to_check", "file", "sha256")


@dataclass(frozen=True)
class ManifestRow:
    """One letter in the manifest. reasons: paragraph id and reason, in the order of the letter."""

    iso3: str
    state: str
    language: str
    addressee: str
    reasons: tuple[tuple[str, str], ...]
    to_check: tuple[str, ...]
    file: str
    sha256: str

    def cells(self) -> list[str]:
        return [
            self.iso3,
            self.state,
            self.language,
            self.addressee.replace("\n", " | "),
            " ".join(id for id, _ in self.reasons),
            " || ".join(f"{id}: {reason}" for id, reason in self.reasons),
            " || ".join(self.to_check),
            self.file,
            self.sha256,
        ]


def manifest_csv(rows: Iterable[ManifestRow]) -> str:
    """The manifest as CSV text: one line per letter, every paragraph with its reason."""
    return csv_text(MANIFEST_COLUMNS, (row.cells() for row in rows))


def file_name(slug: str, iso3: str, language: str) -> str:
    """chad-TCD-FR.docx"""
    return f"{slug}-{iso3}-{language}.docx"


def manifest_row(letter: Letter, state: str, slug: str) -> ManifestRow:
    return ManifestRow(
        iso3=letter.iso3,
        state=state,
        language=letter.language,
        addressee=letter.addressee,
        reasons=tuple((each["id"], each["reason"]) for each in letter.paragraphs),
        to_check=tuple(letter.notes),
        file=file_name(slug, letter.iso3, letter.language),
        sha256=letter.sha256,
    )


def press_of(campaign: Campaign) -> Press:
    content = TemplateContent.from_json(campaign.template_version.content)
    return press_for(content, campaign.house_style.file if campaign.house_style else shipped_house_style())


def pressed(letter: Letter) -> PressedLetter:
    return PressedLetter(letter.language, [each["id"] for each in letter.paragraphs], letter.values, letter.tables)


def word_file(press: Press, letter: Letter) -> bytes:
    """The Word file of a letter: the very bytes that were approved, once it has a reference."""
    return read_file(letter.sha256) if letter.reference else press.press(pressed(letter))


def zip_of(press: Press, letters: Sequence[tuple[Letter, str, str]]) -> Iterator[bytes]:
    """A ZIP of all letters and the manifest, piece by piece; equal campaigns give equal bytes.

    Approved files are read before the first piece: a damaged one is refused while there is still somebody to tell.
    """
    approved = [letter.sha256 for letter, _state, _slug in letters if letter.reference]
    kept = read_files(approved)
    files = {sha256: kept.get(sha256) or read_file(sha256) for sha256 in approved}
    return _zipped(press, letters, files)


def _zipped(press: Press, letters: Iterable[tuple[Letter, str, str]], files: Mapping[str, bytes]) -> Iterator[bytes]:
    buffer = _Pieces()
    rows = []
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for letter, state, slug in letters:
            row = manifest_row(letter, state, slug)
            rows.append(row)
            word = files[letter.sha256] if letter.reference else press.press(pressed(letter))
            archive.writestr(zipfile.ZipInfo(row.file), word)
            yield buffer.take()
        archive.writestr(zipfile.ZipInfo("manifest.csv"), manifest_csv(rows))
    yield buffer.take()


class _Pieces(io.RawIOBase):
    """A file that only goes forward and hands out what was written since the last time."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []
        self.position = 0

    def writable(self) -> bool:
        return True

    def write(self, piece: object) -> int:
        written = bytes(piece)  # type: ignore[call-overload]
        self.pieces.append(written)
        self.position += len(written)
        return len(written)

    def tell(self) -> int:
        return self.position

    def take(self) -> bytes:
        taken, self.pieces = b"".join(self.pieces), []
        return taken
