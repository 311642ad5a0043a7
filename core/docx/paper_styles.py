"""What a paper needs and a letter does not: styles of title and headings, and the numbering of its paragraphs.

A house style that defines these styles itself keeps its own.
"""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.parts.numbering import NumberingPart
from docx.shared import Pt, RGBColor

from core.docx.blocks import BODY_STYLE
from core.docx.wordml import W_NAMESPACE, add_element

TITLE, SUBTITLE = "Paper Title", "Paper Subtitle"
HEADINGS = {1: "Paper Heading", 2: "Paper Subheading"}
NUMBERED = "Paper Numbered"
HEADING_LIST, PARAGRAPH_LIST = 8101, 8102  # numbers that no other list of a file has

_ACCENT = RGBColor(0x1F, 0x3A, 0x5F)
_NUMBERING = f'<w:numbering xmlns:w="{W_NAMESPACE}"/>'
_LISTS = {HEADING_LIST: ("upperRoman", 0, 794), PARAGRAPH_LIST: ("decimal", 0, 567)}


def add_paper_styles(document: Any) -> None:
    """The document has the styles and lists of papers; outline levels let readers jump from heading to heading."""
    _add_lists(document)
    _style(document, TITLE, size=16, bold=True, colour=_ACCENT, after=4, with_next=True)
    _style(document, SUBTITLE, size=12.5, after=18, colour=_ACCENT)
    _style(document, HEADINGS[1], size=13, bold=True, colour=_ACCENT, before=14, after=8, with_next=True, level=0)
    _style(document, HEADINGS[2], size=11.5, bold=True, before=8, after=4, with_next=True, level=1)
    numbered = _style(document, NUMBERED, after=8, based_on=BODY_STYLE)
    if numbered is not None:
        numbering = add_element(numbered.element.get_or_add_pPr(), "numPr")
        add_element(numbering, "numId", val=str(PARAGRAPH_LIST))


def _style(
    document: Any,
    name: str,
    *,
    size: float | None = None,
    bold: bool | None = None,
    colour: RGBColor | None = None,
    before: float | None = None,
    after: float | None = None,
    with_next: bool | None = None,
    level: int | None = None,
    based_on: str = "Normal",
) -> Any | None:
    """The new style, or None where the house style has one of this name."""
    if name in (style.name for style in document.styles):
        return None
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles[based_on]
    style.quick_style = True
    style.font.size = Pt(size) if size else None
    style.font.bold = bold
    if colour is not None:
        style.font.color.rgb = colour
    paragraph = style.paragraph_format
    paragraph.space_before = None if before is None else Pt(before)
    paragraph.space_after = None if after is None else Pt(after)
    paragraph.keep_with_next = with_next
    if level is not None:
        add_element(style.element.get_or_add_pPr(), "outlineLvl", val=str(level))
    return style


def _add_lists(document: Any) -> None:
    numbering = _numbering(document)
    for place, (number, (kind, left, hanging)) in enumerate(_LISTS.items()):
        abstract = (
            f'<w:abstractNum xmlns:w="{W_NAMESPACE}" w:abstractNumId="{number}"><w:multiLevelType '
            f'w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText '
            f'w:val="%1."/><w:lvlJc w:val="left"/><w:pPr><w:tabs><w:tab w:val="num" w:pos="{hanging}"/></w:tabs>'
            f'<w:ind w:left="{left}" w:firstLine="0"/></w:pPr></w:lvl></w:abstractNum>'
        )
        instance = f'<w:num xmlns:w="{W_NAMESPACE}" w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        numbering.insert(place, parse_xml(abstract))
        numbering.append(parse_xml(instance))


def _numbering(document: Any) -> Any:
    """The part that holds the lists of the file; made where a house style has none."""
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            return relation.target_part.element
    part = NumberingPart(
        PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, parse_xml(_NUMBERING), document.part.package
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    return part.element
