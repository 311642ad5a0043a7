"""Blocks of a letter written as WordprocessingML, in the paragraph styles of one house style."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from core.docx.blocks import Block, Paragraph, Span, Table, paragraphs_of, spans_of
from core.docx.wordml import XML_SPACE, W, add_element, new_element
from core.errors import RuleViolation

BLOCK_TAG = "block:"
TABLE_STYLE = "Letter Table"
HEADING_STYLE = "Letter Table Heading"

_RULE = {"val": "single", "sz": "4", "space": "0", "color": "808080"}
_CELL_MARGINS = {"top": "40", "left": "85", "bottom": "40", "right": "85"}
_FULL_WIDTH = 5000
_TEXT_WIDTH_TWIPS = 9070


class BlockWriter:
    def __init__(self, styles: Mapping[str, str]) -> None:
        self.styles = styles
        self.control_ids = count(1)

    def block(self, block: Block, *, tables_follow: bool) -> Any:
        control = new_element("sdt")
        properties = add_element(control, "sdtPr")
        add_element(properties, "tag", val=f"{BLOCK_TAG}{block.id}")
        add_element(properties, "id", val=str(next(self.control_ids)))
        content = add_element(control, "sdtContent")
        if block.table:
            content.append(self.table(block.table, block.id))
            if tables_follow:
                content.append(self.divider())
        for paragraph in paragraphs_of(block):
            content.append(self.paragraph(paragraph))
        return control

    def paragraph(self, paragraph: Paragraph) -> Any:
        element = new_element("p")
        add_element(add_element(element, "pPr"), "pStyle", val=self.style_id(paragraph.style))
        for span in paragraph.spans:
            element.append(_run(span))
        return element

    def divider(self) -> Any:
        """A flat paragraph: Word joins two tables that touch."""
        element = self.paragraph(Paragraph(TABLE_STYLE))
        add_element(element.find(f"{W}pPr"), "spacing", before="0", after="0", line="120", lineRule="exact")
        return element

    def table(self, table: Table, block_id: str) -> Any:
        element = new_element("tbl")
        properties = add_element(element, "tblPr")
        add_element(properties, "tblW", w=str(_FULL_WIDTH), type="pct")
        borders = add_element(properties, "tblBorders")
        for edge in ("top", "bottom", "insideH"):
            add_element(borders, edge, **_RULE)
        margins = add_element(properties, "tblCellMar")
        for side, width in _CELL_MARGINS.items():
            add_element(margins, side, w=width, type="dxa")
        add_element(
            properties,
            "tblLook",
            val="0020",
            firstRow="1",
            lastRow="0",
            firstColumn="0",
            lastColumn="0",
            noHBand="1",
            noVBand="1",
        )
        grid = add_element(element, "tblGrid")
        for _ in table.columns:
            add_element(grid, "gridCol", w=str(_TEXT_WIDTH_TWIPS // len(table.columns)))
        place = f"Paragraph “{block_id}”"
        element.append(self.row([spans_of(cell, place) for cell in table.header], HEADING_STYLE, is_header=True))
        cells = [(Span(f"{{{{{table.rows}.{column}}}}}"),) for column in table.columns]
        element.append(self.row(cells, TABLE_STYLE, is_header=False))
        return element

    def row(self, cells: Sequence[tuple[Span, ...]], style: str, *, is_header: bool) -> Any:
        element = new_element("tr")
        properties = add_element(element, "trPr")
        add_element(properties, "cantSplit")
        if is_header:
            add_element(properties, "tblHeader")
        for spans in cells:
            cell = add_element(element, "tc")
            add_element(add_element(cell, "tcPr"), "tcW", w=str(_FULL_WIDTH // len(cells)), type="pct")
            cell.append(self.paragraph(Paragraph(style, spans)))
        return element

    def style_id(self, name: str) -> str:
        if name not in self.styles:
            raise RuleViolation(f"The house style lacks the paragraph style “{name}”.")
        return self.styles[name]


def _run(span: Span) -> Any:
    element = new_element("r")
    if span.bold:
        properties = add_element(element, "rPr")
        add_element(properties, "b")
        add_element(properties, "bCs")
    for index, text in enumerate(span.text.split("\t")):
        if index:
            add_element(element, "tab")
        if text:
            content = add_element(element, "t")
            content.text = text
            content.set(XML_SPACE, "preserve")
    return element
