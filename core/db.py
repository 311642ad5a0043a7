"""The database: one metadata with named constraints, portable types, and the only place that commits."""

import enum
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Flask, has_request_context, request
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Index,
    MetaData,
    TypeDecorator,
    UniqueConstraint,
    event,
)
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm import DeclarativeBase, registry

from core.errors import RuleViolation

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant; SQLite forgets zones, so they are put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Base(DeclarativeBase):
    registry = registry(metadata=MetaData(naming_convention=NAMES), type_annotation_map={datetime: Instant()})


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate(db=db, render_as_batch=True, compare_type=True)

if TYPE_CHECKING:

    class Model(Base):
        __abstract__ = True

else:
    Model = db.Model

# Last in __table_args__ where rows are taken away and their id is remembered elsewhere: SQLite would give it again.
ID_GIVEN_ONCE = {"sqlite_autoincrement": True}

E = TypeVar("E", bound=enum.StrEnum)


def word(kind: type[E], *, length: int = 40) -> Enum:
    """A column type that stores a StrEnum by its value, as plain text on every database."""
    return Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        length=length,
        create_constraint=False,
        validate_strings=True,
    )


def one_of(column: str, kind: type[enum.StrEnum]) -> CheckConstraint:
    """The CHECK that a word column holds one of its words."""
    words = ", ".join(f"'{member.value}'" for member in kind)
    return CheckConstraint(f"{column} IN ({words})", name=f"{column}_known")


@dataclass(frozen=True)
class Ref:
    """Any object of the house, named by kind and id: what an audit entry or a letter is about."""

    kind: str
    id: str


# What a broken constraint means to the user: constraint name -> sentence. Filled by the packages' models.
constraint_sentences: dict[str, str] = {}

_acting: ContextVar[bool] = ContextVar("acting", default=False)  # inside transaction()
DATABASE_AWAY = (OperationalError, InterfaceError)  # locked, full, restarted: what was asked may be asked again
READING_METHODS = {"GET", "HEAD", "OPTIONS"}


@contextmanager
def transaction() -> Iterator[None]:
    """Everything inside happens, or nothing does. A broken constraint becomes a RuleViolation."""
    began = _acting.set(True)
    try:
        _begin_anew_to_write()
        yield
        db.session.commit()
    except IntegrityError as error:
        db.session.rollback()
        raise _as_violation(error) from error
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _acting.reset(began)


def _begin_anew_to_write() -> None:
    """On SQLite what began by reading could not write once another has written: what was read is let go of."""
    session = db.session()
    if session.new or session.dirty or session.deleted or not session.in_transaction():
        return
    connection = session.connection()
    if connection.dialect.name == "sqlite" and not connection.info.get("began to write"):
        session.commit()


def _as_violation(error: IntegrityError) -> Exception:
    text = str(error.orig)
    for name, sentence in constraint_sentences.items():
        if name in text or _in_sqlite_words(name, text):
            return RuleViolation(sentence)
    return error


def _in_sqlite_words(name: str, text: str) -> bool:
    """SQLite names the columns of a broken UNIQUE constraint or index, not the constraint."""
    for table in db.metadata.tables.values():
        unique: list[UniqueConstraint | Index] = [
            each for each in table.constraints if isinstance(each, UniqueConstraint)
        ]
        unique += [index for index in table.indexes if index.unique]
        for each in unique:
            if each.name == name:
                columns = ", ".join(f"{table.name}.{column.name}" for column in each.columns)
                return text == f"UNIQUE constraint failed: {columns}"
    return False


def init_database(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, directory=str(app.config["MIGRATIONS_DIR"]))


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # BEGIN is emitted below: the driver's own would come too late for reads
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Any) -> None:
    """Whoever is going to write waits for the writer before; whoever only reads waits for nobody."""
    if connection.dialect.name == "sqlite":
        to_write = _acting.get() or (has_request_context() and request.method not in READING_METHODS)
        connection.info["began to write"] = to_write
        connection.exec_driver_sql("BEGIN IMMEDIATE" if to_write else "BEGIN")
