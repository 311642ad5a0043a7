"""The finished letter opened again: what it says, and where that is not what it was meant to say."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.docx.blocks import Block, fill, paragraphs_of, spans_of
from core.docx.package import MAIN_PART, read_package
from core.docx.render import NO_TABLES, CompiledDocument, Row
from core.docx.wordml import W, paragraph_text, parse_part
from core.errors import RuleViolation

_CORE_PART = "docProps/core.xml"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


@dataclass(frozen=True, slots=True)
class ReadLetter:
    """The texts of a Word file; in a text, a newline is a line break and a tab is a tab.

    paragraphs: of the document, in order, those in tables and text boxes included
    margins:    of headers, footers and notes
    title:      from the properties of the document
    """

    paragraphs: tuple[str, ...]
    margins: tuple[str, ...]
    title: str

    @property
    def texts(self) -> tuple[str, ...]:
        return (*self.paragraphs, *self.margins, self.title)


def read_back(data: bytes) -> ReadLetter:
    """Raises RuleViolation when the file is no Word document or a part of it is not well-formed."""
    package = read_package(data)
    paragraphs: list[str] = []
    margins: list[str] = []
    for name, content in package.parts.items():
        if package.content_types.get(name, "").endswith("+xml") and name.startswith("word/"):
            (paragraphs if name == MAIN_PART else margins).extend(_texts(parse_part(name, content)))
    core = package.parts.get(_CORE_PART)
    title = (parse_part(_CORE_PART, core).findtext(_TITLE) or "") if core else ""
    return ReadLetter(tuple(paragraphs), tuple(margins), title)


def letter_shortcomings(
    data: bytes,
    compiled: CompiledDocument,
    written: Sequence[Block],
    values: Mapping[str, str],
    blocks: Collection[str] = (),
    tables: Mapping[str, Sequence[Row]] = NO_TABLES,
) -> list[str]:
    """One sentence for each place where the rendered file does not say what it was asked to say.

    written: all blocks of the template; the other arguments as for CompiledDocument.render.
    """
    try:
        letter = read_back(data)
    except RuleViolation as refusal:
        return [refusal.message]
    cells = [cell for rows in tables.values() for row in rows for cell in row.values()]
    return [
        *_missing_values(letter, compiled.fields_of(blocks), values),
        *_missing_texts(letter, written, values, blocks, tables),
        *_unwanted_texts(letter, written, values, blocks),
        *_leftovers(letter, [*values.values(), *cells]),
    ]


def _texts(root: Any) -> Iterator[str]:
    return (paragraph_text(paragraph) for paragraph in root.iter(f"{W}p"))


def _missing_values(letter: ReadLetter, fields: Collection[str], values: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(fields):
        if not any(_as_read(values[name]) in text for text in letter.texts):
            yield f"The value of “{name}” is not in the letter: “{values[name]}”."


def _missing_texts(
    letter: ReadLetter,
    written: Sequence[Block],
    values: Mapping[str, str],
    blocks: Collection[str],
    tables: Mapping[str, Sequence[Row]],
) -> Iterator[str]:
    """Texts of chosen blocks that are not in the letter, or not in the order of the template."""
    at = 0
    for block in written:
        for text in _expected(block, values, tables) if block.id in blocks else ():
            if text in letter.paragraphs[at:]:
                at = letter.paragraphs.index(text, at) + 1
            else:
                yield f"Paragraph “{block.id}” does not say “{text}” in its place."


def _unwanted_texts(
    letter: ReadLetter, written: Sequence[Block], values: Mapping[str, str], blocks: Collection[str]
) -> Iterator[str]:
    chosen = {text for block in written if block.id in blocks for text in _expected(block, values, NO_TABLES)}
    for block in written:
        if block.id not in blocks:
            for paragraph in paragraphs_of(block):
                if "{{" not in paragraph.text and paragraph.text in letter.paragraphs and paragraph.text not in chosen:
                    yield f"Paragraph “{block.id}” was not chosen but is in the letter."


def _expected(block: Block, values: Mapping[str, str], tables: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    for paragraph in paragraphs_of(block):
        yield _as_read(fill(paragraph.text, values))
    if block.table and block.table.rows in tables:
        for cell in block.table.header:
            yield _as_read(fill("".join(span.text for span in spans_of(cell, block.id)), values))
        for row in tables[block.table.rows]:
            yield from (_as_read(row[column]) for column in block.table.columns)


def _leftovers(letter: ReadLetter, values: Collection[str]) -> Iterator[str]:
    for text in letter.texts:
        for braces in ("{{", "}}"):
            if braces in text and not any(braces in value for value in values):
                yield f"“{braces}” is left over in “{text}”."


def _as_read(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n")
