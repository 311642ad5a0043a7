"""Our own house style: a calm A4 letterhead, built in code, that a secretariat may replace by its own Word file.

It says nothing in any language: every word on the page comes from the letter.
"""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.shared import Cm, Pt, RGBColor

from core.docx.archive import Member, write_archive
from core.docx.compile import STATIC_LEVEL
from core.docx.package import CONTENT_TYPES, read_package
from core.docx.wordml import W_NAMESPACE, W, add_element, new_element, parse_part, serialise

BODY_FONT, BODY_FONT_ELSEWHERE = "Times New Roman", "Liberation Serif"
ACCENT = RGBColor(0x1F, 0x3A, 0x5F)
QUIET = RGBColor(0x55, 0x5B, 0x66)
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = Cm(21), Cm(29.7), Cm(2.5)
TEXT_WIDTH = Cm(16)

_UNUSED_PARTS = (
    "docProps/thumbnail.jpeg",
    "word/stylesWithEffects.xml",
    "word/webSettings.xml",
    "word/theme/",
    "customXml/",
)
_BUILT_IN_STYLES = {"Normal", "Default Paragraph Font", "Normal Table", "No List", "header", "footer"}
_BULLETS = "1"


def default_house_style() -> bytes:
    """The Word file; the same bytes at every call."""
    document = Document()
    _define_styles(document)
    _set_up_pages(document.sections[0])
    _write_letterhead(document.sections[0])
    _write_letter(document)
    _set_properties(document.core_properties)
    written = BytesIO()
    document.save(written)
    return _cleaned(written.getvalue())


def _define_styles(document: Any) -> None:
    _strip_styles(document.styles.element)
    _format(document.styles["Normal"], size=11.5, after=0, line=1.15)
    _format(document.styles["Header"], size=9, colour=QUIET)
    _format(document.styles["Footer"], size=8.5, colour=QUIET)
    _style(document, "Letterhead", size=12.5, colour=ACCENT, line=1.1)
    _style(document, "Letter Reference", after=22)
    _style(document, "Letter Address", after=22, together=True)
    _style(document, "Letter Subject", bold=True, colour=ACCENT, after=12, with_next=True, together=True)
    _style(document, "Letter Body", after=8)
    _style(document, "Letter Bullet", after=6)
    _style(document, "Letter Signature", before=30, after=18, together=True)
    _style(document, "Letter Table", size=10, line=1.05)
    _style(document, "Letter Table Heading", size=10, bold=True, colour=ACCENT, line=1.05, with_next=True)
    for name in ("Letter Body", "Letter Bullet"):
        document.styles[name].paragraph_format.widow_control = True
    _tabs(document.styles["Letter Reference"], TEXT_WIDTH)
    _tabs(document.styles["Header"], TEXT_WIDTH)
    _number(document.styles["Letter Bullet"])


def _style(document: Any, name: str, **look: Any) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    _format(style, **look)


def _format(
    style: Any,
    *,
    size: float | None = None,
    bold: bool | None = None,
    colour: RGBColor | None = None,
    before: float | None = None,
    after: float | None = None,
    line: float | None = None,
    with_next: bool | None = None,
    together: bool | None = None,
) -> None:
    style.font.size = Pt(size) if size else None
    style.font.bold = bold
    if colour is not None:
        style.font.color.rgb = colour
    paragraph = style.paragraph_format
    paragraph.space_before = None if before is None else Pt(before)
    paragraph.space_after = None if after is None else Pt(after)
    if line:
        paragraph.line_spacing_rule, paragraph.line_spacing = WD_LINE_SPACING.MULTIPLE, line
    paragraph.keep_with_next = with_next
    paragraph.keep_together = together


def _tabs(style: Any, right: Cm) -> None:
    for tabs in list(style.element.iter(f"{W}tabs")):
        tabs.getparent().remove(tabs)
    style.paragraph_format.tab_stops.add_tab_stop(right, WD_TAB_ALIGNMENT.RIGHT)


def _number(style: Any) -> None:
    numbering = add_element(style.element.get_or_add_pPr(), "numPr")
    add_element(numbering, "numId", val=_BULLETS)


def _strip_styles(styles: Any) -> None:
    """Leaves the styles every Word file has, in our font."""
    for style in styles.findall(f"{W}style"):
        if style.find(f"{W}name").get(f"{W}val") not in _BUILT_IN_STYLES:
            styles.remove(style)
    fonts = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(f"{W}{script}", BODY_FONT)
    for linked in styles.findall(f"{W}style/{W}link"):
        linked.getparent().remove(linked)


def _set_up_pages(section: Any) -> None:
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    section.left_margin = section.right_margin = section.bottom_margin = MARGIN
    section.top_margin = Cm(2.7)
    section.header_distance, section.footer_distance = Cm(1.4), Cm(1.2)
    section.different_first_page_header_footer = True


def _write_letterhead(section: Any) -> None:
    """First page: the Convention over one accent line. Later pages: the reference and "page / pages"."""
    first = section.first_page_header.paragraphs[0]
    first.style = "Letterhead"
    first.add_run("{{convention_title}}")
    first.paragraph_format.space_after = Pt(30)
    borders = new_element("pBdr")
    add_element(borders, "bottom", val="single", sz="8", space="9", color=str(ACCENT))
    first._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
    running = section.header.paragraphs[0]
    running.add_run("{{reference}}\t")
    _add_field(running, "PAGE")
    running.add_run(" / ")
    _add_field(running, "NUMPAGES")
    for footer in (section.first_page_footer, section.footer):
        footer.paragraphs[0].add_run("{{footer_text}}")


def _add_field(paragraph: Any, instruction: str) -> None:
    field = new_element("fldSimple", instr=f" {instruction} ")
    add_element(add_element(field, "r"), "t").text = "1"
    paragraph._p.append(field)


def _write_letter(document: Any) -> None:
    document.add_paragraph("{{reference}}\t{{place_and_date}}", "Letter Reference")
    document.add_paragraph("{{addressee}}", "Letter Address")
    document.add_paragraph("{{subject}}", "Letter Subject")
    document.add_paragraph("{{body}}", "Letter Body")
    document.add_paragraph("{{signature}}", "Letter Signature")
    document.add_paragraph("{{enclosures}}", "Letter Body")


def _set_properties(properties: Any) -> None:
    properties.title = "{{subject}}"
    properties.author = properties.comments = properties.last_modified_by = ""
    properties.created = properties.modified = datetime(1980, 1, 1, tzinfo=UTC)
    properties.language = "en-GB"


def _cleaned(data: bytes) -> bytes:
    """Without what python-docx brings along, with our own lists, fonts and settings, and without time stamps."""
    parts = dict(read_package(data).parts)
    for name in [name for name in parts if name.startswith(_UNUSED_PARTS)]:
        del parts[name]
    for name in [name for name in parts if name == CONTENT_TYPES or name.endswith(".rels")]:
        parts[name] = _without_unused(name, parts[name])
    parts |= {
        name: f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'.encode()
        for name, xml in _OWN_PARTS.items()
    }
    return write_archive(Member.compress(name, content, STATIC_LEVEL) for name, content in parts.items())


def _without_unused(name: str, content: bytes) -> bytes:
    root = parse_part(name, content)
    for entry in list(root):
        target = entry.get("PartName", "").lstrip("/") or entry.get("Target", "").removeprefix("../")
        if target.startswith(_UNUSED_PARTS) or f"word/{target}".startswith(_UNUSED_PARTS):
            root.remove(entry)
    return serialise(root)


_XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_XMLNS = f'xmlns:w="{W_NAMESPACE}"'
_OWN_PARTS = {
    "word/numbering.xml": f"""<w:numbering {_XMLNS}>\
<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>\
<w:numFmt w:val="bullet"/><w:pStyle w:val="LetterBullet"/><w:lvlText w:val="–"/><w:lvlJc w:val="left"/>\
<w:pPr><w:tabs><w:tab w:val="num" w:pos="397"/></w:tabs><w:ind w:left="397" w:hanging="284"/></w:pPr></w:lvl>\
</w:abstractNum>\
<w:num w:numId="{_BULLETS}"><w:abstractNumId w:val="0"/></w:num></w:numbering>""",
    "word/fontTable.xml": f"""<w:fonts {_XMLNS}><w:font w:name="{BODY_FONT}"><w:altName w:val="{BODY_FONT_ELSEWHERE}"/>\
<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>""",
    "word/settings.xml": f"""<w:settings {_XMLNS}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>\
<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" \
w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>""",
    "docProps/app.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
}
