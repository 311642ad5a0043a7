"""What a file is by its content, and what the office does not keep to open."""

import io
import struct
import zipfile

import pytest

from correspondence.rules.attachments import Inspected, inspect, safe_file_name
from correspondence.rules.mail import Part
from tests.factories.mails import a_word_file, zipped

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
ODT = "application/vnd.oasis.opendocument.text"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def looked_at(name: str, content: bytes, said: str = "application/octet-stream") -> Inspected:
    return inspect(Part(name, said, content), 1)


def utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("report.pdf", PDF, "application/pdf"),
        ("report.docx", a_word_file(), WORD),
        ("report.odt", zipped({"mimetype": ODT.encode()}), ODT),
        ("report.doc", OLE + utf16("WordDocument"), "application/msword"),
        ("annexes.zip", zipped({"form-a.pdf": PDF}), "application/zip"),
        ("scan.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("table.csv", b"a;b\n1;2\n", "text/csv"),
        ("note.txt", "Note à l’attention".encode("cp1252", "replace"), "text/plain"),
        ("session.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar"),
    ],
)  # fmt: skip
def test_a_file_is_what_its_content_says(name: str, content: bytes, kind: str) -> None:
    found = looked_at(name, content)
    assert (found.found_type, found.refused, found.file_name) == (kind, "", name)


def test_a_file_that_is_not_what_it_says_gets_the_name_of_what_it_is() -> None:
    found = looked_at("photo.png", PDF, said="image/png")
    assert (found.said_type, found.found_type, found.file_name) == ("image/png", "application/pdf", "photo.png.pdf")


def _swollen() -> bytes:
    return zipped({"bomb.txt": b"0" * 30_000_000})


def _overlapping() -> bytes:
    """Every entry of the directory points to the same packed bytes, as David Fifield's bombs do."""
    whole = zipped({"a.txt": bytes(range(256)) * 400}, method=zipfile.ZIP_STORED)
    at = whole.rindex(b"PK\x01\x02")
    entry = whole[at : whole.rindex(b"PK\x05\x06")]
    entries = b"".join(entry.replace(b"a.txt", b"%c.txt" % letter) for letter in b"bcdefghij")
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 10, 10, len(entry) + len(entries), at, 0)
    return whole[:at] + entry + entries + end


def _encrypted() -> bytes:
    raw = bytearray(zipped({"secret.txt": b"x"}))
    for start in (b"PK\x03\x04", b"PK\x01\x02"):
        raw[raw.index(start) + (6 if start.endswith(b"\x04") else 8)] |= 1
    return bytes(raw)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("report.pdf", b"MZ\x90\x00", "It is a program."),
        ("report.docx", a_word_file(word__vbaProject_dot_bin=b"x"), "It holds macros."),
        ("report.docm", a_word_file(), "Its name ends in .docm: such files can run programs."),
        ("report.xls", OLE + utf16("Workbook") + utf16("_VBA_PROJECT"), "It holds macros."),
        ("report.docx", OLE + utf16("EncryptedPackage"), "It is protected by a password."),
        ("a.zip", zipped({"run.exe": b"MZ"}), "It is an archive with a file that can run programs (run.exe)."),
        ("a.zip", zipped({"inner.zip": zipped({"a": b"b"})}), "It is an archive with another inside (inner.zip)."),
        ("a.zip", _encrypted(), "It is an archive protected by a password."),
        ("a.zip", _swollen(), "It unpacks to far more than it says: such archives are made to fill a disk."),
        ("a.zip", _overlapping(), "It unpacks to far more than it says: such archives are made to fill a disk."),
        ("a.zip", b"PK\x03\x04" + b"broken", "It is a damaged archive."),
        ("a.rar", b"Rar!\x1a\x07", "It is an archive that cannot be looked into (RAR)."),
        ("page.html", b"<html><script>alert(1)</script>", "It is a web page, which can run programs."),
        ("image.svg", b"<svg xmlns='x'></svg>", "It is a web page, which can run programs."),
        ("notes.txt", b"hello <script>alert(1)</script>", "It is a web page, which can run programs."),
        ("report.pdf.lnk", b"L\x00\x00\x00\x01\x14\x02\x00rest", "It is a shortcut to something else."),
        ("winmail.dat", b"\x78\x9f\x3e\x22", "Outlook packed it into a winmail.dat; ask for it as a PDF or Word file."),
        ("empty.pdf", b"", "It is empty."),
        ("what.bin", bytes(range(32)) * 4, "It is not a kind of file that the office opens."),
        ("large.pdf", PDF + b"0" * (26 * 1024 * 1024), "It is larger than 25 MB."),
    ],
)
def test_what_is_dangerous_or_not_to_be_opened_is_refused_with_its_reason(name: str, content: bytes, why: str) -> None:
    assert looked_at(name, content).refused == why


@pytest.mark.parametrize("said", ["application/pkcs7-signature", "application/pkcs7-mime"])
def test_signatures_and_encrypted_mails_are_told(said: str) -> None:
    assert looked_at("smime.p7s", b"0\x82", said=said).refused


@pytest.mark.parametrize(
    ("name", "kind", "safe"),
    [
        ("../../etc/passwd", "text/plain", "etc passwd.txt"),
        ("..\\..\\report.pdf", "application/pdf", "report.pdf"),
        ("re\u202efdp.exe", "application/pdf", "refdp.exe.pdf"),
        ("", "application/pdf", "attachment-3.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "application/pdf", "a Set-Cookie x.pdf"),
        ("photo.JPEG", "image/jpeg", "photo.JPEG"),
        ("é" * 300 + ".pdf", "application/pdf", "é" * 187 + ".pdf"),
    ],
)
def test_a_file_name_leads_nowhere_and_hides_nothing(name: str, kind: str, safe: str) -> None:
    assert safe_file_name(name, kind, 3) == safe


def test_an_archive_that_the_office_keeps_opens_again() -> None:
    content = zipped({"form-a.pdf": PDF})
    assert looked_at("a.zip", content).refused == ""
    assert zipfile.ZipFile(io.BytesIO(content)).namelist() == ["form-a.pdf"]
