"""One letter from a compiled template: values joined with what never changes, other parts copied as compressed."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from core.docx.archive import ArchiveHead, Member
from core.docx.wordml import NOT_IN_XML, check_text
from core.errors import RuleViolation

LETTER_LEVEL = 3
"""zlib level of the parts that differ from letter to letter: as fast as 1, nearly as small as 6 (bench/letters.py)."""

Row = Mapping[str, str]
NO_TABLES: Mapping[str, Sequence[Row]] = MappingProxyType({})

_SPECIAL = re.compile(f"[&<>\t\n\r]|{NOT_IN_XML.pattern}")
_REPLACED_IN_RUN = {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord("\n"): '</w:t><w:br/><w:t xml:space="preserve">',
    ord("\t"): '</w:t><w:tab/><w:t xml:space="preserve">',
}
_REPLACED_IN_PLAIN_TEXT = {**_REPLACED_IN_RUN, ord("\n"): " ", ord("\t"): " "}


@dataclass(frozen=True, slots=True)
class Field:
    """The place of a value."""

    name: str


@dataclass(frozen=True, slots=True)
class Column:
    """The place of a cell of the current row."""

    name: str


@dataclass(frozen=True, slots=True)
class Rows:
    """What is repeated for each row of a table."""

    table: str
    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What is there only in letters that chose the block."""

    block_id: str
    nodes: tuple["Node", ...]


Node = bytes | Field | Column | Rows | Choice


@dataclass(frozen=True, slots=True)
class Needs:
    """What a letter must bring: fields, and tables with their columns."""

    fields: frozenset[str]
    tables: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class LetterPart:
    """A part that differs from letter to letter. is_plain: its values stand in elements that know no line breaks."""

    name: str
    nodes: tuple[Node, ...]
    is_plain: bool


@dataclass(frozen=True, slots=True)
class _Letter:
    """What one letter brings, checked, and its texts as they stand in a <w:t>."""

    values: Mapping[str, str]
    texts: Mapping[str, bytes]
    chosen: frozenset[str]
    rows: Mapping[str, list[dict[str, bytes]]]


@dataclass(frozen=True, slots=True)
class CompiledDocument:
    """A template version, compiled once and used by any number of threads.

    fields:     every field that stands anywhere in it
    block_ids:  the blocks a letter may choose
    tables:     the columns of each table with variable rows
    """

    fields: frozenset[str]
    block_ids: frozenset[str]
    tables: Mapping[str, frozenset[str]]
    head: ArchiveHead
    parts: tuple[LetterPart, ...]
    always_needs: Needs
    block_needs: Mapping[str, Needs]

    def fields_of(self, blocks: Collection[str]) -> frozenset[str]:
        """The fields a letter with these blocks must bring."""
        return self.always_needs.fields.union(*(self.block_needs[block].fields for block in blocks))

    def tables_of(self, blocks: Collection[str]) -> dict[str, frozenset[str]]:
        """The tables a letter with these blocks must bring, each with its columns."""
        needed = dict(self.always_needs.tables)
        for block in blocks:
            for table, columns in self.block_needs[block].tables.items():
                needed[table] = needed.get(table, columns) | columns
        return needed

    def render(
        self, values: Mapping[str, str], blocks: Collection[str] = (), tables: Mapping[str, Sequence[Row]] = NO_TABLES
    ) -> bytes:
        """The Word file of one letter: equal arguments give equal bytes.

        values: what the letter says in each field: data, never markup; a newline breaks the line. Fields that stand
        only in blocks not chosen may be left out. Anything else missing, and anything the template does not know, is a
        RuleViolation that names the field, table or block; so is a table without rows.
        """
        chosen = frozenset(blocks)
        _check_known("block", chosen, self.block_ids)
        _check_known("field", values.keys(), self.fields)
        _check_known("table", tables.keys(), self.tables.keys())
        needed = self.fields_of(chosen)
        _check_present("field", needed, values.keys())
        needed_tables = self.tables_of(chosen)
        _check_present("table", needed_tables.keys(), tables.keys())
        texts = {name: run_text(name, values[name]) for name in needed}
        rows = {name: _row_texts(name, tables[name], columns) for name, columns in needed_tables.items()}
        letter = _Letter(values, texts, chosen, rows)
        return self.head.complete(_render_part(part, letter) for part in self.parts)


def run_text(name: str, value: str) -> bytes:
    """The value as the content of a <w:t>. Raises RuleViolation, naming the field, for characters Word cannot hold."""
    return _encode(name, value, _REPLACED_IN_RUN)


def plain_text(name: str, value: str) -> bytes:
    """The value as the content of an element that holds one line of text."""
    return _encode(name, value, _REPLACED_IN_PLAIN_TEXT)


def _encode(name: str, value: str, replaced: Mapping[int, str]) -> bytes:
    if _SPECIAL.search(value):
        check_text(value, f"The value of “{name}”", name)
        value = value.replace("\r\n", "\n").replace("\r", "\n").translate(replaced)
    return value.encode()


def _row_texts(table: str, rows: Sequence[Row], columns: frozenset[str]) -> list[dict[str, bytes]]:
    if not rows:
        raise RuleViolation(f"The table “{table}” has no rows.", field=table)
    for number, row in enumerate(rows, start=1):
        if row.keys() != columns:
            _check_present(f"column of row {number} of the table “{table}”:", columns, row.keys())
            _check_known(f"column of row {number} of the table “{table}”:", row.keys(), columns)
    return [{column: run_text(f"{table}.{column}", cell) for column, cell in row.items()} for row in rows]


def _check_present(kind: str, needed: Collection[str], given: Collection[str]) -> None:
    if missing := sorted(set(needed).difference(given)):
        raise RuleViolation(f"The letter lacks the {kind} {_quote(missing)}.", field=missing[0])


def _check_known(kind: str, given: Collection[str], known: Collection[str]) -> None:
    if unknown := sorted(set(given).difference(known)):
        raise RuleViolation(f"The letter template does not know the {kind} {_quote(unknown)}.", field=unknown[0])


def _quote(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _render_part(part: LetterPart, letter: _Letter) -> Member:
    if part.is_plain:
        fields = [node.name for node in part.nodes if isinstance(node, Field)]
        letter = replace(letter, texts={name: plain_text(name, letter.values[name]) for name in fields})
    written: list[bytes] = []
    _write(part.nodes, letter, {}, written)
    return Member.compress(part.name, b"".join(written), LETTER_LEVEL)


def _write(nodes: Iterable[Node], letter: _Letter, row: Mapping[str, bytes], written: list[bytes]) -> None:
    for node in nodes:
        if isinstance(node, bytes):
            written.append(node)
        elif isinstance(node, Field):
            written.append(letter.texts[node.name])
        elif isinstance(node, Column):
            written.append(row[node.name])
        elif isinstance(node, Choice):
            if node.block_id in letter.chosen:
                _write(node.nodes, letter, row, written)
        else:
            for each in letter.rows[node.table]:
                _write(node.nodes, letter, each, written)
