"""ZIP archives: hostile ones read within limits, our own written with members compressed beforehand."""

import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Self

from core.errors import RuleViolation

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_MEMBERS = 400
MAX_MEMBER_BYTES = 20 * 1024 * 1024
MAX_TOTAL_BYTES = 60 * 1024 * 1024
MAX_RATIO = 200
RATIO_COUNTS_FROM_BYTES = 256 * 1024

_ENCRYPTED = 0x1 | 0x40 | 0x2000
_UTF8_NAME = 0x800
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError, OverflowError)
_OLE_START = bytes.fromhex("D0CF11E0A1B11AE1")


def read_members(data: bytes) -> dict[str, bytes]:
    """Every file of the archive, in its order; folders are left out.

    Raises RuleViolation for what is no ZIP, damaged or encrypted, has unsafe or repeated names, or passes a limit.
    """
    _check_start(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not (entry.is_dir() and entry.file_size == 0)]
            _check_entries(entries)
            return {entry.filename: _read_member(archive, entry) for entry in entries}
    except _DAMAGED as error:
        raise RuleViolation(f"The Word file is damaged and cannot be opened: {error}.") from error


def _check_start(data: bytes) -> None:
    if len(data) > MAX_FILE_BYTES:
        raise RuleViolation(f"The Word file is larger than {_megabytes(MAX_FILE_BYTES)}.")
    if data.startswith(_OLE_START):
        raise RuleViolation("The file is protected by a password or in the old .doc format; save it as plain .docx.")
    if not data.startswith(b"PK\x03\x04"):
        raise RuleViolation("The file is not a Word file (.docx): it is no ZIP archive.")


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_MEMBERS:
        raise RuleViolation(f"The Word file holds {len(entries)} parts; at most {MAX_MEMBERS} are accepted.")
    seen: set[str] = set()
    for entry in entries:
        _check_entry(entry)
        if entry.filename.lower() in seen:
            raise RuleViolation(f"The Word file holds the part “{entry.filename}” twice.")
        seen.add(entry.filename.lower())
    if sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
        raise RuleViolation(f"Unpacked, the Word file is larger than {_megabytes(MAX_TOTAL_BYTES)}.")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    if not _is_safe_name(entry.orig_filename):
        raise RuleViolation(f"The Word file holds a part with an unsafe name: {entry.orig_filename!a}.")
    if entry.flag_bits & _ENCRYPTED:
        raise RuleViolation(f"The part “{name}” of the Word file is encrypted.")
    if entry.compress_type not in _METHODS:
        raise RuleViolation(f"The part “{name}” is compressed as Word never does (method {entry.compress_type}).")
    if entry.file_size > MAX_MEMBER_BYTES:
        raise RuleViolation(f"Unpacked, the part “{name}” is larger than {_megabytes(MAX_MEMBER_BYTES)}.")
    if entry.file_size > RATIO_COUNTS_FROM_BYTES and entry.file_size > MAX_RATIO * entry.compress_size:
        raise RuleViolation(f"The part “{name}” unpacks to more than {MAX_RATIO} times its size.")


def _is_safe_name(name: str) -> bool:
    segments = name.split("/")
    return not (set(segments) & {"", ".", ".."} or "\\" in name or ":" in name or any(ord(char) < 32 for char in name))


def _read_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as member:
        content = member.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise RuleViolation(f"The part “{entry.filename}” is not as long as the Word file says.")
    return content


def _megabytes(size: int) -> str:
    return f"{size // 1024 // 1024} MB"


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive in its compressed form, ready to be copied."""

    name: bytes
    flags: int
    method: int
    crc: int
    compressed: bytes
    size: int

    @classmethod
    def compress(cls, name: str, content: bytes, level: int) -> Self:
        deflate = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
        compressed = deflate.compress(content) + deflate.flush()
        method = zipfile.ZIP_DEFLATED
        if len(compressed) >= len(content):
            compressed, method = content, zipfile.ZIP_STORED
        return cls(
            name.encode(), 0 if name.isascii() else _UTF8_NAME, method, zlib.crc32(content), compressed, len(content)
        )


@dataclass(frozen=True, slots=True)
class ArchiveHead:
    """The unchanging first members of many archives, joined once, with their share of the directory."""

    content: bytes
    directory: bytes
    count: int

    @classmethod
    def of(cls, members: Iterable[Member]) -> Self:
        content, directory, count = _write_members(members, 0)
        return cls(content, directory, count)

    def complete(self, members: Iterable[Member]) -> bytes:
        """A whole archive: this head, then the members; every time stamp is 1 January 1980."""
        content, directory, count = _write_members(members, len(self.content))
        count += self.count
        end = _END.pack(
            b"PK\5\6", 0, 0, count, count, len(self.directory) + len(directory), len(self.content) + len(content), 0
        )
        return b"".join((self.content, content, self.directory, directory, end))


_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION = 20
_MIDNIGHT, _FIRST_DAY = 0, (1 << 5) | 1


def _write_members(members: Iterable[Member], offset: int) -> tuple[bytes, bytes, int]:
    content: list[bytes] = []
    directory: list[bytes] = []
    for member in members:
        common = (_VERSION, member.flags, member.method, _MIDNIGHT, _FIRST_DAY, member.crc)
        sizes = (len(member.compressed), member.size, len(member.name), 0)
        local = _LOCAL.pack(b"PK\3\4", *common, *sizes)
        content += (local, member.name, member.compressed)
        directory += (_CENTRAL.pack(b"PK\1\2", _VERSION, *common, *sizes, 0, 0, 0, 0, offset), member.name)
        offset += len(local) + len(member.name) + len(member.compressed)
    return b"".join(content), b"".join(directory), len(directory) // 2


def write_archive(members: Iterable[Member]) -> bytes:
    return ArchiveHead.of(members).complete(())
