"""Loading a shipped register: new facts come in, the office's own edits stay, and every difference is told."""

import csv
import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from core.db import Model, db
from core.errors import RuleViolation, Shortcomings
from core.registers.models import ShippedFile, ShippedRow

Values = dict[str, Any]


@dataclass(frozen=True)
class Register:
    """One shipped file and the table it fills. `read` turns a row of text into column values; key: columns."""

    name: str
    path: Path
    model: type[Model]
    key: tuple[str, ...]
    read: Callable[[Mapping[str, str]], Values]


@dataclass(frozen=True)
class Difference:
    """Where the office's register and the shipped one disagree. `field` is empty when it is about the whole row.

    shipped_before: what was shipped until now, where this very load brought a correction of it.
    """

    register: str
    key: str
    field: str
    shipped: str
    yours: str
    shipped_before: str = ""


def load_register(register: Register, *, at: datetime) -> list[Difference]:
    """The table holds every shipped row, except where the office has edited or removed it; returns those differences.

    A row that is no longer shipped goes, unless the office has edited it. A file already loaded is skipped.
    Shortcomings names file, line and column of every row that cannot be read; then nothing is loaded.
    """
    raw = register.path.read_bytes()
    sha256 = hashlib.sha256(raw).hexdigest()
    loaded = db.session.get(ShippedFile, register.name)
    if loaded is not None and loaded.sha256 == sha256:
        return []
    rows = read_rows(register, raw)
    differences = _merge(register, rows)
    if loaded is None:
        db.session.add(ShippedFile(register=register.name, sha256=sha256, rows=len(rows), loaded_at=at))
    else:
        loaded.sha256, loaded.rows, loaded.loaded_at = sha256, len(rows), at
    db.session.flush()
    return differences


def differences_of(register: Register) -> list[Difference]:
    """Where the office's rows differ from what was shipped last, without loading anything."""
    present = _present(register)
    found: list[Difference] = []
    for shipped in _shipped(register).values():
        row = present.get(shipped.key)
        found += [_gone(register, shipped.key)] if row is None else _compare(register, shipped.key, shipped.values, row)
    return found


def read_rows(register: Register, raw: bytes) -> dict[str, Values]:
    """The rows of a register file by key, in the order of the file."""
    rows: dict[str, Values] = {}
    wrong = []
    lines = csv.DictReader(io.StringIO(_text(register, raw), newline=""))
    for text in lines:
        line = lines.line_num
        try:
            values = register.read(text)
        except KeyError as error:
            wrong.append(f"{register.path.name}: the column {error.args[0]} is missing")
            break
        except (ValueError, RuleViolation) as error:
            wrong.append(f"{register.path.name}, line {line}: {error}")
            continue
        key = _key(register, values)
        if key in rows:
            wrong.append(f"{register.path.name}, line {line}: {key} stands twice")
        rows[key] = values
    if wrong:
        raise Shortcomings(wrong, what=f"The register {register.name} was not loaded")
    return rows


def _text(register: Register, raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        wrong = [f"{register.path.name}, line {line}: not UTF-8"]
        raise Shortcomings(wrong, what=f"The register {register.name} was not loaded") from error


def _merge(register: Register, rows: Mapping[str, Values]) -> list[Difference]:
    present, shipped = _present(register), _shipped(register)
    new: list[Values] = []
    recorded: list[Values] = []
    differences: list[Difference] = []
    for key, values in rows.items():
        plain = {name: plain_value(value) for name, value in values.items()}
        known, row = shipped.get(key), present.get(key)
        if row is None and known is None:
            new.append(values)
        elif row is None:
            differences.append(_gone(register, key))
        else:
            before = known.values if known else {}
            _take_over(row, values, before)
            differences += _compare(register, key, plain, row, before)
        if known is None:
            recorded.append({"register": register.name, "key": key, "values": plain})
        else:
            known.values = plain
    differences += _drop(register, [known for key, known in shipped.items() if key not in rows], present)
    db.session.flush()
    for model, inserted in ((register.model, new), (ShippedRow, recorded)):
        if inserted:
            db.session.execute(insert(model), inserted)
    return differences


def _take_over(row: Model, values: Values, shipped_before: Values) -> None:
    for name, value in values.items():
        untouched = name in shipped_before and plain_value(getattr(row, name)) == shipped_before[name]
        if untouched and getattr(row, name) != value:
            setattr(row, name, value)


def _drop(register: Register, no_longer: Sequence[ShippedRow], present: Mapping[str, Model]) -> list[Difference]:
    """Rows no longer shipped go, and are forgotten as shipped; one the office has edited stays and is told."""
    differences = []
    for known in no_longer:
        row = present.get(known.key)
        if row is not None and _compare(register, known.key, known.values, row):
            differences.append(Difference(register.name, known.key, "", "no longer a row", "edited"))
        elif row is not None:
            db.session.delete(row)
        db.session.delete(known)
    return differences


def _compare(
    register: Register, key: str, plain: Values, row: Model, before: Mapping[str, Any] | None = None
) -> list[Difference]:
    return [
        Difference(
            register.name,
            key,
            name,
            str(value),
            str(plain_value(getattr(row, name))),
            str(before[name]) if before and before.get(name, value) != value else "",
        )
        for name, value in plain.items()
        if plain_value(getattr(row, name)) != value
    ]


def _gone(register: Register, key: str) -> Difference:
    return Difference(register.name, key, "", "a row", "removed")


def _present(register: Register) -> dict[str, Model]:
    rows: Sequence[Model] = db.session.scalars(select(register.model)).all()
    return {" ".join(_plain_text(getattr(row, name)) for name in register.key): row for row in rows}


def _shipped(register: Register) -> dict[str, ShippedRow]:
    rows = db.session.scalars(select(ShippedRow).where(ShippedRow.register == register.name))
    return {row.key: row for row in rows}


def _key(register: Register, values: Values) -> str:
    return " ".join(_plain_text(values[name]) for name in register.key)


def _plain_text(value: Any) -> str:
    return "-" if value is None else str(plain_value(value))


def plain_value(value: Any) -> Any:
    """As it is kept in JSON: days, times and instants as text, words by their value."""
    return value.isoformat() if isinstance(value, date | time) else value
