"""Papers in house style: a title, headings, numbered paragraphs, lists and tables, written into the office's Word file.

The house style brings letterhead, fonts and footers; what only papers need (headings, the numbering) is added to it.
Numbers are Word's own, so they follow when somebody edits the file. Equal papers give equal bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE

from core.docx.block_elements import HEADING_STYLE, TABLE_STYLE, BlockWriter
from core.docx.blocks import BODY_STYLE, BULLET_STYLE, Paragraph, Span, check_paper_text, spans_of
from core.docx.compile import compile_document
from core.docx.package import read_package
from core.docx.paper_styles import HEADING_LIST, HEADINGS, NUMBERED, SUBTITLE, TITLE, add_paper_styles
from core.docx.wordml import W, add_element, new_element

_OUTLINE_STEP, _OUTLINE_AFTER = 567, 100  # twips: a centimetre for each level, and the space under a line
_LINE_AFTER = 20
TWIPS_IN_A_MILLIMETRE = 1440 / 25.4


@dataclass(frozen=True)
class Heading:
    """numbered: I., II., … counted by Word; only for headings of level 1."""

    text: str
    level: int = 1
    numbered: bool = False


@dataclass(frozen=True)
class Numbered:
    """A paragraph with the next number: 1., 2., … through the whole paper."""

    text: str


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Line:
    """One of several that stand close under each other, such as names."""

    text: str


@dataclass(frozen=True)
class Bullet:
    """address: where a click on it leads; "" for no link."""

    text: str
    address: str = ""


@dataclass(frozen=True)
class Outlined:
    """A line of an outline, set in as deep as its level; its number is written, because papers refer to it.

    announces: it stays on the page of the line that follows.
    """

    number: str
    text: str
    level: int = 1
    announces: bool = False


@dataclass(frozen=True)
class Grid:
    """A table. widths: shares of the width of the text; equal when empty. Each row has as many cells as the header."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int] = ()


@dataclass(frozen=True)
class Placed:
    """Lines at a fixed place of the page: millimetres from its left and upper edge. inset: kept free around them."""

    lines: Sequence[str]
    left: int
    top: int
    width: int
    style: str = BODY_STYLE
    inset: int = 0


Part = Heading | Numbered | Text | Line | Bullet | Outlined | Grid


@dataclass(frozen=True)
class PaperDocument:
    """**bold** is understood in texts. letterhead: over the first page; running: over the others; footer: under all.

    language: a tag such as "en-GB". wide: landscape, for broad tables. placed: of a sheet that is no running text; then
    nothing else stands on it, and the title is only in its properties.
    """

    title: str
    parts: Sequence[Part]
    subtitle: str = ""
    letterhead: str = ""
    running: str = ""
    footer: str = ""
    language: str = "en-GB"
    wide: bool = False
    placed: Sequence[Placed] = ()


def write_paper(house_style: bytes, paper: PaperDocument) -> bytes:
    """The Word file. RuleViolation for a text that Word cannot hold, braces in it, or a ** that is not closed."""
    document = Document(BytesIO(house_style))
    body = document.element.body
    for element in list(body):
        if element.tag != f"{W}sectPr":
            body.remove(element)
    add_paper_styles(document)
    if paper.wide:
        _turn(document.sections[0])
    styles = {style.name: style.style_id for style in document.styles if style.type == WD_STYLE_TYPE.PARAGRAPH}
    writer = BlockWriter(styles)
    for element in _elements(writer, paper, document.part):
        body.insert(len(body) - 1, element)
    document.core_properties.title, document.core_properties.language = paper.title, paper.language
    written = BytesIO()
    document.save(written)
    compiled = compile_document(read_package(written.getvalue()))
    margins = {"convention_title": paper.letterhead, "reference": paper.running, "footer_text": paper.footer}
    return compiled.render({field: margins.get(field, "") for field in compiled.fields})


def _elements(writer: BlockWriter, paper: PaperDocument, part_of_file: Any) -> Sequence[Any]:
    if paper.placed:
        return [*(element for each in paper.placed for element in _placed(writer, each)), writer.divider()]
    found = [_paragraph(writer, TITLE, paper.title)]
    if paper.subtitle:
        found.append(_paragraph(writer, SUBTITLE, paper.subtitle))
    for part in paper.parts:
        if isinstance(part, Grid):
            _keep_with_next(found[-1])
        found += _part(writer, part, part_of_file)
    if paper.parts and isinstance(paper.parts[-1], Grid):
        _flatten(found[-1])
    return found


def _keep_with_next(paragraph: Any) -> None:
    """What announces a table stands on the page on which it begins."""
    properties = paragraph.find(f"{W}pPr")
    if properties.find(f"{W}keepNext") is None:
        properties.find(f"{W}pStyle").addnext(new_element("keepNext"))


def _flatten(paragraph: Any) -> None:
    """A file cannot end with a table; what must follow one takes no room, so that it begins no page of its own."""
    paragraph.find(f"{W}pPr/{W}spacing").set(f"{W}line", "20")


def _part(writer: BlockWriter, part: Part, part_of_file: Any) -> Sequence[Any]:
    if isinstance(part, Heading):
        heading = _paragraph(writer, HEADINGS[part.level], part.text)
        if part.numbered:
            numbering = add_element(heading.find(f"{W}pPr"), "numPr")
            add_element(numbering, "ilvl", val="0")
            add_element(numbering, "numId", val=str(HEADING_LIST))
        return [heading]
    if isinstance(part, Grid):
        return [_table(writer, part), writer.divider()]
    if isinstance(part, Outlined):
        return [_outlined(writer, part)]
    if isinstance(part, Line):
        element = _paragraph(writer, BODY_STYLE, part.text)
        add_element(element.find(f"{W}pPr"), "spacing", before="0", after=str(_LINE_AFTER))
        return [element]
    if isinstance(part, Bullet) and part.address:
        relation = part_of_file.relate_to(part.address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return [writer.link(Paragraph(BULLET_STYLE, _spans(part.text)), relation)]
    style = {Numbered: NUMBERED, Text: BODY_STYLE, Bullet: BULLET_STYLE}[type(part)]
    return [_paragraph(writer, style, text) for text in part.text.split("\n") if text.strip()]


def _outlined(writer: BlockWriter, part: Outlined) -> Any:
    paragraph = _paragraph(writer, BODY_STYLE, f"{part.number}\t{part.text}")
    properties = paragraph.find(f"{W}pPr")
    if part.announces:
        _keep_with_next(paragraph)
    add_element(properties, "spacing", before="0", after=str(_OUTLINE_AFTER))
    add_element(properties, "ind", left=str(_OUTLINE_STEP * part.level), hanging=str(_OUTLINE_STEP))
    return paragraph


def _placed(writer: BlockWriter, placed: Placed) -> Sequence[Any]:
    """Paragraphs of one frame: they share its place, so Word and LibreOffice keep them together."""
    place = {"x": _twips(placed.left), "y": _twips(placed.top), "w": _twips(placed.width)}
    found = []
    for number, line in enumerate(placed.lines):
        element = _paragraph(writer, placed.style, line)
        properties = element.find(f"{W}pPr")
        add_element(properties, "framePr", **place, wrap="around", hAnchor="page", vAnchor="page")
        add_element(properties, "spacing", before="0" if number else _twips(placed.inset), after="0")
        add_element(properties, "ind", left=_twips(placed.inset))
        found.append(element)
    return found


def _twips(millimetres: int) -> str:
    return str(round(millimetres * TWIPS_IN_A_MILLIMETRE))


def _paragraph(writer: BlockWriter, style: str, text: str) -> Any:
    return writer.paragraph(Paragraph(style, _spans(text)))


def _spans(text: str) -> tuple[Span, ...]:
    place = f"“{text[:40]}”"
    check_paper_text(text, place)
    return spans_of(text, place)


def _table(writer: BlockWriter, grid: Grid) -> Any:
    table, shares = writer.empty_table(grid.widths or (1,) * len(grid.header))
    for place, cells in enumerate((grid.header, *grid.rows)):
        style = TABLE_STYLE if place else HEADING_STYLE
        table.append(writer.row([_spans(cell) for cell in cells], shares, style, is_header=not place))
    return table


def _turn(section: Any) -> None:
    """To landscape."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
