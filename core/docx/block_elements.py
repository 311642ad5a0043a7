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

RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LINK_COLOUR = "1F3A5F"
_RULE = {"val": "single", "sz": "4", "space": "0", "color": "808080"}
_CELL_MARGINS = {"top": "40", "left": "85", "bottom": "40", "right": "85"}
_FULL_WIDTH = 5000
_TEXT_WIDTH_TWIPS = 9070


class BlockWriter:
    def __init__(self, styles: Mapping[str, str]) -> None:
        self.styles = styles
        self.control_ids = count(1)

    def block(self, block: Block) -> Any:
        control = new_element("sdt")
        properties = add_element(control, "sdtPr")
        add_element(properties, "tag", val=f"{BLOCK_TAG}{block.id}")
        add_element(properties, "id", val=str(next(self.control_ids)))
        content = add_element(control, "sdtContent")
        if block.table:
            content.append(self.table(block.table, block.id))
            content.append(self.divider())
        for paragraph in paragraphs_of(block):
            content.append(self.paragraph(paragraph))
        return control

    def paragraph(self, paragraph: Paragraph) -> Any:
        """A paragraph that ends with a colon stays on the page of what it announces."""
        element = new_element("p")
        properties = add_element(element, "pPr")
        add_element(properties, "pStyle", val=self.style_id(paragraph.style))
        if paragraph.text.endswith(":"):
            add_element(properties, "keepNext")
        for span in paragraph.spans:
            element.append(_run(span))
        return element

    def link(self, paragraph: Paragraph, relation: str) -> Any:
        """The paragraph as one link. relation: the id of where it leads, in the relations of the part it stands in."""
        element = self.paragraph(paragraph)
        around = new_element("hyperlink")
        around.set(RELATION_ID, relation)
        for run in element.findall(f"{W}r"):
            properties = run.find(f"{W}rPr")
            if properties is None:
                properties = new_element("rPr")
                run.insert(0, properties)
            add_element(properties, "color", val=_LINK_COLOUR)
            add_element(properties, "u", val="single")
            around.append(run)
        element.append(around)
        return element

    def divider(self) -> Any:
        """A flat paragraph under a table: Word joins two tables that touch, and sets no space under one."""
        element = self.paragraph(Paragraph(TABLE_STYLE))
        add_element(element.find(f"{W}pPr"), "spacing", before="0", after="0", line="160", lineRule="exact")
        return element

    def table(self, table: Table, block_id: str) -> Any:
        element, shares = self.empty_table(table.widths or (1,) * len(table.columns))
        header = [spans_of(cell, f"Paragraph “{block_id}”") for cell in table.header]
        element.append(self.row(header, shares, HEADING_STYLE, is_header=True))
        cells = [(Span(f"{{{{{table.rows}.{column}}}}}"),) for column in table.columns]
        element.append(self.row(cells, shares, TABLE_STYLE, is_header=False))
        return element

    def empty_table(self, widths: Sequence[int]) -> tuple[Any, Sequence[float]]:
        """A table without rows, and the share of the text's width that each column has."""
        element = _new_table()
        shares = [width / sum(widths) for width in widths]
        grid = add_element(element, "tblGrid")
        for share in shares:
            add_element(grid, "gridCol", w=str(int(_TEXT_WIDTH_TWIPS * share)))
        return element, shares

    def row(self, cells: Sequence[tuple[Span, ...]], shares: Sequence[float], style: str, *, is_header: bool) -> Any:
        element = new_element("tr")
        properties = add_element(element, "trPr")
        add_element(properties, "cantSplit")
        if is_header:
            add_element(properties, "tblHeader")
        for spans, share in zip(cells, shares, strict=True):
            cell = add_element(element, "tc")
            add_element(add_element(cell, "tcPr"), "tcW", w=str(int(_FULL_WIDTH * share)), type="pct")
            cell.append(self.paragraph(Paragraph(style, spans)))
        return element

    def style_id(self, name: str) -> str:
        if name not in self.styles:
            raise RuleViolation(f"The house style lacks the paragraph style “{name}”.")
        return self.styles[name]


def _new_table() -> Any:
    """A table as wide as the text, with thin rules between its rows and its first row marked as header."""
    element = new_element("tbl")
    properties = add_element(element, "tblPr")
    add_element(properties, "tblW", w=str(_FULL_WIDTH), type="pct")
    borders = add_element(properties, "tblBorders")
    for edge in ("top", "bottom", "insideH"):
        add_element(borders, edge, **_RULE)
    margins = add_element(properties, "tblCellMar")
    for side, width in _CELL_MARGINS.items():
        add_element(margins, side, w=width, type="dxa")
    add_element(properties, "tblLook", val="0020", firstRow="1")
    return element


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
