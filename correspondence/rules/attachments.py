"""What a file that came with a mail is, by its content and not by its name, and whether the office keeps it to open.

What is refused stays in the mail as it came; nothing is unpacked here.
"""

import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from correspondence.rules.mail import Part
from correspondence.rules.mail_parts import tidy

LARGEST_MB = 25
MOST_ATTACHMENTS = 50
MOST_MEMBERS = 1_000
LARGEST_UNPACKED_MB = 200
MAX_RATIO = 100
RATIO_COUNTS_FROM_BYTES = 1024 * 1024

_MB = 1024 * 1024
OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "application/pdf": ".pdf",
    f"{OFFICE}.wordprocessingml.document": ".docx",
    f"{OFFICE}.spreadsheetml.sheet": ".xlsx",
    f"{OFFICE}.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/msword": ".doc",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-powerpoint": ".ppt",
    "application/rtf": ".rtf",
    "application/zip": ".zip",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "text/calendar": ".ics",
    "message/rfc822": ".eml",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/tiff": ".tif",
    "image/webp": ".webp",
}
DOCUMENTS = frozenset(each for each in TYPES if each.startswith("application/") and each != "application/zip")
_OTHER_ENDINGS = {"image/jpeg": (".jpeg", ".jpe"), "image/tiff": (".tiff",), "text/plain": (".text", ".md", ".log")}
_PROGRAMS = frozenset(
    {
        *("exe", "scr", "com", "bat", "cmd", "pif", "msi", "msp", "dll", "cpl", "js", "jse", "vbs", "vbe"),
        *("wsf", "wsh", "hta", "ps1", "psm1", "jar", "lnk", "reg", "chm", "iso", "img", "vhd", "vhdx", "app"),
        *("apk", "sh", "url", "html", "htm", "xhtml", "shtml", "svg", "mht", "mhtml", "xml", "xsl", "docm"),
        *("dotm", "xlsm", "xltm", "xlam", "pptm", "potm", "ppam", "one"),
    }
)
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
)
_REFUSED_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"MZ", "It is a program."),
    (b"\x7fELF", "It is a program."),
    (b"\xfe\xed\xfa", "It is a program."),
    (b"\xcf\xfa\xed\xfe", "It is a program."),
    (b"\xca\xfe\xba\xbe", "It is a program."),
    (b"#!", "It is a program."),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "It is a shortcut to something else."),
    (b"ITSF", "It is a program."),
    (b"Rar!", "It is an archive that cannot be looked into (RAR)."),
    (b"7z\xbc\xaf\x27\x1c", "It is an archive that cannot be looked into (7z)."),
    (b"\x1f\x8b", "It is an archive that cannot be looked into (gzip)."),
    (b"BZh", "It is an archive that cannot be looked into (bzip2)."),
    (b"\xfd7zXZ", "It is an archive that cannot be looked into (xz)."),
    (b"MSCF", "It is an archive that cannot be looked into (cab)."),
    (
        b"\x78\x9f\x3e\x22",
        "Outlook packed it into a winmail.dat; ask for it as a PDF or Word file.",
    ),
)
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ZIP = b"PK\x03\x04"
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, LookupError, NotImplementedError),
    *(OverflowError, RuntimeError),
)


@dataclass(frozen=True)
class Inspected:
    """found_type: the media type by content, empty where unknown. refused: why it is not kept to be opened."""

    file_name: str
    said_type: str
    found_type: str
    refused: str = ""


def inspect(part: Part, number: int) -> Inspected:
    """number: its place in the mail, for a file without a name."""
    found_type, refused = _what_it_is(part)
    if found_type == "text/plain" and _ending(part.file_name) == "csv":
        found_type = "text/csv"
    name = safe_file_name(part.file_name, found_type, number)
    if not refused and (ending := _ending(part.file_name)) in _PROGRAMS:
        refused = f"Its name ends in .{ending}: such files can run programs."
    return Inspected(name, part.said_type, found_type, refused)


def type_word(found_type: str) -> str:
    """PDF, DOCX, …: as people call a kind of file."""
    return TYPES.get(found_type, ".?")[1:].upper()


def safe_file_name(name: str, found_type: str, number: int) -> str:
    """A name that leads into no folder, hides no letter, and ends as its content does."""
    plain = re.sub(r'[/\\:*?"<>|\u202a-\u202e\u2066-\u2069\u200b-\u200f]', " ", tidy(name, 400).replace("\n", " "))
    plain = " ".join(plain.split()).strip(". ") or f"attachment-{number}"
    ending = TYPES.get(found_type, "")
    if ending and not plain.lower().endswith((ending, *_OTHER_ENDINGS.get(found_type, ()))):
        plain = f"{plain[:180]}{ending}"
    if len(plain) > 200:
        stem, dot, last = plain.rpartition(".")
        plain = f"{stem[: 190 - len(last)]}{dot}{last}" if dot and len(last) <= 10 else plain[:200]
    return plain


def _what_it_is(part: Part) -> tuple[str, str]:
    content = part.content
    if not content:
        return "", "It is empty."
    if len(content) > LARGEST_MB * _MB:
        return "", f"It is larger than {LARGEST_MB} MB."
    if part.said_type == "message/rfc822":
        return "message/rfc822", ""
    if part.said_type in ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"):
        return "", "It is a digital signature; there is nothing in it to read."
    if part.said_type in ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"):
        return "", "It is encrypted."
    for start, why in _REFUSED_STARTS:
        if content.startswith(start):
            return "", why
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind, ""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp", ""
    if b"%PDF-" in content[:1024]:
        return "application/pdf", ""
    if content.startswith(_OLE):
        return _old_office(content)
    if content.startswith(_ZIP):
        return _archive(content)
    return _text(content)


def _old_office(content: bytes) -> tuple[str, str]:
    if _utf16("EncryptedPackage") in content:
        return "", "It is protected by a password."
    if _utf16("_VBA_PROJECT") in content or _utf16("Macros") in content:
        return "", "It holds macros."
    kinds = {
        "WordDocument": "application/msword",
        "Workbook": "application/vnd.ms-excel",
        "PowerPoint Document": "application/vnd.ms-powerpoint",
    }
    for stream, kind in kinds.items():
        if _utf16(stream) in content:
            return kind, ""
    return "", "It is not a kind of file that the office opens."


def _archive(content: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            if refused := _wrong_entries(entries, len(content)):
                return "", refused
            return _office(archive, {entry.filename: entry for entry in entries})
    except _DAMAGED:
        return "", "It is a damaged archive."


def _wrong_entries(entries: list[zipfile.ZipInfo], size: int) -> str:
    if len(entries) > MOST_MEMBERS:
        return f"It is an archive of more than {MOST_MEMBERS} files."
    if any(entry.flag_bits & 0x1 for entry in entries):
        return "It is an archive protected by a password."
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    swollen = any(
        entry.file_size > RATIO_COUNTS_FROM_BYTES and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    if unpacked > LARGEST_UNPACKED_MB * _MB or swollen or packed > size:
        return "It unpacks to far more than it says: such archives are made to fill a disk."
    return ""


def _office(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> tuple[str, str]:
    names = list(entries)
    if "[Content_Types].xml" in entries:
        content_types = _read(archive, entries["[Content_Types].xml"]).lower()
        if b"macroenabled" in content_types or any(name.lower().endswith("vbaproject.bin") for name in names):
            return "", "It holds macros."
        for folder, kind in (("word/", "wordprocessingml.document"), ("xl/", "spreadsheetml.sheet")):
            if any(name.startswith(folder) for name in names):
                return f"{OFFICE}.{kind}", ""
        if any(name.startswith("ppt/") for name in names):
            return f"{OFFICE}.presentationml.presentation", ""
    if "mimetype" in entries:
        said = _read(archive, entries["mimetype"]).decode("ascii", "replace").strip()
        if any(name.startswith(("Basic/", "Scripts/")) for name in names):
            return "", "It holds macros."
        if said in DOCUMENTS:
            return said, ""
    for name in names:
        ending = _ending(name)
        if ending in _PROGRAMS:
            return "", f"It is an archive with a file that can run programs ({tidy(name, 60)})."
        if ending in ("zip", "rar", "7z", "gz", "bz2", "xz", "cab", "tar"):
            return "", f"It is an archive with another inside ({tidy(name, 60)})."
    return "application/zip", ""


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as member:
        return member.read(256 * 1024)


def _text(content: bytes) -> tuple[str, str]:
    start = content[: 256 * 1024]
    if b"\x00" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", "It is not a kind of file that the office opens."
    plain = start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if plain.startswith(b"begin:vcalendar"):
        return "text/calendar", ""
    if plain.startswith((b"<!doctype", b"<html", b"<?xml", b"<svg")) or b"<script" in plain:
        return "", "It is a web page, which can run programs."
    if any(byte < 9 or 13 < byte < 27 for byte in plain[:4096]):
        return "", "It is not a kind of file that the office opens."
    return "text/plain", ""


def _ending(name: str) -> str:
    return tidy(name, 400).rpartition(".")[2].strip().lower() if "." in name else ""


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")
