"""Files kept as they are: once in the house under their SHA-256, in the database, where every machine finds them."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary, String, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, db
from core.errors import NotFound


class DamagedFile(Exception):
    """What is kept under a SHA-256 has another one: nothing may leave the house from it."""


class StoredFile(Model):
    """Bytes that are never changed. One row for equal bytes, however many letters or mails hold them."""

    __tablename__ = "stored_files"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="sha256_whole"),)

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size_bytes: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    stored_at: Mapped[datetime]


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def store_files(contents: list[bytes], *, at: datetime) -> list[str]:
    """Keeps them within the present transaction; the SHA-256 of each, in the order given."""
    rows = [{"sha256": sha256_of(each), "size_bytes": len(each), "content": each, "stored_at": at} for each in contents]
    if rows:
        dialect = sqlite if db.session.get_bind().dialect.name == "sqlite" else postgresql
        distinct = list({row["sha256"]: row for row in rows}.values())
        db.session.execute(dialect.insert(StoredFile).on_conflict_do_nothing(), distinct)
    return [str(row["sha256"]) for row in rows]


def store_file(content: bytes, *, at: datetime) -> str:
    return store_files([content], at=at)[0]


def read_files(sha256s: Collection[str]) -> dict[str, bytes]:
    """What is kept under each, asked for at once. Left out: what is not there, or damaged; read_file says which."""
    found = select(StoredFile.sha256, StoredFile.content).where(StoredFile.sha256.in_(set(sha256s)))
    rows = db.session.execute(found).tuples()
    return {sha256: content for sha256, content in rows if sha256_of(content) == sha256}


def read_file(sha256: str) -> bytes:
    """The bytes kept under that SHA-256. NotFound; DamagedFile where they are not what was kept."""
    content = db.session.scalar(select(StoredFile.content).where(StoredFile.sha256 == sha256))
    if content is None:
        raise NotFound(f"There is no file {sha256[:12]}… in the house.")
    if sha256_of(content) != sha256:
        raise DamagedFile(f"The file {sha256[:12]}… is damaged.")
    return content
