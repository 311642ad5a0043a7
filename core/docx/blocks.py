"""The blocks of a letter template: a paragraph with its bullets, or a table; what **bold** and "- " mean in them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from core.docx.placeholders import NAME, find_placeholders
from core.docx.wordml import check_text
from core.errors import RuleViolation

BODY_STYLE = "Letter Body"
BULLET_STYLE = "Letter Bullet"
BLOCK_ID = re.compile(r"[a-z0-9-]+")

_BULLET = "- "


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row and one row per row of data.

    rows:   the name under which the letter brings its rows; each row is a mapping with exactly the keys `columns`
    widths: the columns' shares of the width of the text, as in (1, 3, 2); equal when empty
    """

    header: tuple[str, ...]
    columns: tuple[str, ...]
    rows: str
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the letter that is there or not there as a whole: text, or a table."""

    id: str
    text: str = ""
    table: Table | None = None
    style: str = BODY_STYLE

    def __post_init__(self) -> None:
        check_block(self)


@dataclass(frozen=True, slots=True)
class Span:
    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    style: str
    spans: tuple[Span, ...] = field(default=())

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


def check_block(block: Block) -> None:
    """Raises RuleViolation, naming the block, for an id, a placeholder, a ** or a table that cannot be understood."""
    place = _place(block)
    if not BLOCK_ID.fullmatch(block.id):
        raise RuleViolation(f"{place}: a paragraph id is made of lower-case letters, digits and hyphens.")
    if bool(block.text.strip()) == (block.table is not None):
        raise RuleViolation(f"{place} needs either a text or a table.")
    if block.table:
        _check_table(block.table, place)
    for text in (block.text, *(block.table.header if block.table else ())):
        check_text(text, place)
        if any(found.rows for found in find_placeholders(text, place)):
            raise RuleViolation(f"{place}: {{{{rows.column}}}} is for the rows of a table, not for text.")
    list(paragraphs_of(block))


def paragraphs_of(block: Block) -> Iterator[Paragraph]:
    """The paragraphs of the text; none for a table."""
    for text, is_point in pieces_of(block.text):
        yield Paragraph(BULLET_STYLE if is_point else block.style, spans_of(text, _place(block)))


def pieces_of(text: str) -> Iterator[tuple[str, bool]]:
    """The paragraphs and points of a text: lines are joined, a blank line or "- " begins a new piece. True: a point."""
    lines: list[str] = []
    for line in [*(line.strip() for line in text.splitlines()), ""]:
        if lines and (not line or line.startswith(_BULLET)):
            piece = " ".join(lines)
            yield piece.removeprefix(_BULLET).strip(), piece.startswith(_BULLET)
            lines = []
        if line:
            lines.append(line)


def spans_of(text: str, place: str) -> tuple[Span, ...]:
    """The text cut at its ** marks."""
    pieces = text.split("**")
    if len(pieces) % 2 == 0:
        raise RuleViolation(f"{place}: a ** is opened but not closed in “{text}”.")
    return tuple(Span(piece, bold=bool(index % 2)) for index, piece in enumerate(pieces) if piece)


def check_paper_text(text: str, place: str, *, field: str = "") -> None:
    """Refuses what cannot stand in a paper: control characters, double braces, a ** that is not closed."""
    check_text(text, place, field)
    if "{{" in text or "}}" in text:
        raise RuleViolation(f"{place}: double braces cannot stand in a paper.", field=field)
    try:
        spans_of(text, place)
    except RuleViolation as refusal:
        raise RuleViolation(refusal.message, field=field) from refusal


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders replaced, as a reader sees it."""
    shown, at = "", 0
    for placeholder in find_placeholders(text, "text"):
        shown += text[at : placeholder.start] + values[placeholder.name]
        at = placeholder.end
    return shown + text[at:]


def _check_table(table: Table, place: str) -> None:
    if not table.columns or len(table.header) != len(table.columns):
        raise RuleViolation(
            f"{place}: the table has {len(table.header)} header cells and {len(table.columns)} columns."
        )
    if table.widths and (len(table.widths) != len(table.columns) or min(table.widths) < 1):
        raise RuleViolation(f"{place}: the table needs one width above 0 for each of its {len(table.columns)} columns.")
    for name in (table.rows, *table.columns):
        if not NAME.fullmatch(name):
            raise RuleViolation(f"{place}: “{name}” is no name for the rows or a column of a table.")
    if len(set(table.columns)) != len(table.columns):
        raise RuleViolation(f"{place}: a column appears twice in the table.")


def _place(block: Block) -> str:
    return f"Paragraph “{block.id}”"
