"""A template compiled: placeholders become places between bytes that never change, other parts are compressed once."""

import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

from core.docx.archive import ArchiveHead, Member
from core.docx.block_elements import BLOCK_TAG
from core.docx.blocks import BLOCK_ID
from core.docx.package import CONTENT_TYPES, Package, is_xml
from core.docx.placeholders import MARK, Placeholder, make_mark, mark_placeholders, mark_plain_text
from core.docx.render import Choice, Column, CompiledDocument, Field, LetterPart, Needs, Node, Rows
from core.docx.wordml import W, parse_part, serialise
from core.errors import RuleViolation

STATIC_LEVEL = 9
"""zlib level of what is compressed once and copied into every letter."""

_TEXT_TYPES = re.compile(r"wordprocessingml\.(document\.main|header|footer|footnotes|endnotes)\+xml$")
_PROPERTIES_FOLDER = "docProps/"
_UNREAD_FOLDER = "customXml/"
_MARK = re.compile(rf"<\?{MARK} (\w+) ?([\w-]*)\?>".encode())
_MAY_STAND_IN = {"block": {"part"}, "rows": {"part", "block"}}
_FIRST_PARTS = (CONTENT_TYPES, "_rels/.rels")
_PARAGRAPH_IDS = tuple(
    f"{{http://schemas.microsoft.com/office/word/2010/wordml}}{name}" for name in ("paraId", "textId")
)


def compile_document(template: Package) -> CompiledDocument:
    """Raises RuleViolation, naming part and text, for a placeholder not understood or where none can be filled in."""
    letter_parts: list[LetterPart] = []
    static: dict[str, bytes] = {}
    for name, content in template.parts.items():
        part = _compile_part(name, content, template.content_types.get(name, ""))
        if part:
            letter_parts.append(part)
        else:
            static[name] = content
    return _collect(letter_parts, _head_of(static))


def _head_of(static: dict[str, bytes]) -> ArchiveHead:
    ordered = [
        *(name for name in _FIRST_PARTS if name in static),
        *(name for name in static if name not in _FIRST_PARTS),
    ]
    return ArchiveHead.of(Member.compress(name, static[name], STATIC_LEVEL) for name in ordered)


def _collect(parts: list[LetterPart], head: ArchiveHead) -> CompiledDocument:
    nodes = [node for part in parts for node in part.nodes]
    choices = [node for node in nodes if isinstance(node, Choice)]
    ids = sorted({choice.block_id for choice in choices})
    block_needs = {
        id: _needs(node for choice in choices if choice.block_id == id for node in choice.nodes) for id in ids
    }
    everything = _needs(node for nested in (nodes, *(choice.nodes for choice in choices)) for node in nested)
    return CompiledDocument(
        everything.fields, frozenset(ids), everything.tables, head, tuple(parts), _needs(nodes), block_needs
    )


def _needs(nodes: Iterable[Node]) -> Needs:
    """What the nodes need, apart from the choices among them."""
    fields: set[str] = set()
    tables: dict[str, frozenset[str]] = {}
    for node in nodes:
        if isinstance(node, Field):
            fields.add(node.name)
        elif isinstance(node, Rows):
            fields.update(inner.name for inner in node.nodes if isinstance(inner, Field))
            columns = {inner.name for inner in node.nodes if isinstance(inner, Column)}
            tables[node.table] = tables.get(node.table, frozenset()) | columns
    return Needs(frozenset(fields), tables)


def _compile_part(name: str, content: bytes, content_type: str) -> LetterPart | None:
    """The part with its places, or None when it is the same in every letter."""
    is_plain = name.startswith(_PROPERTIES_FOLDER) and is_xml(name, content_type)
    if not is_plain and not _TEXT_TYPES.search(content_type):
        if is_xml(name, content_type) and not name.startswith(_UNREAD_FOLDER):
            _check_no_braces(name, content)
        return None
    root = parse_part(name, content)
    if is_plain:
        marked = [bool(mark_plain_text(element, name)) for element in root.iter()]
    else:
        marked = [_mark_rows(name, paragraph) for paragraph in list(root.iter(f"{W}p"))]
        marked += [_mark_block(control, name) for control in list(root.iter(f"{W}sdt"))]
    if not any(marked):
        _check_no_braces(name, content)
        return None
    _drop_unused_namespaces(root)
    serialised = serialise(root)
    _check_no_braces(name, serialised)
    return LetterPart(name, _nodes(serialised, name), is_plain)


def _drop_unused_namespaces(root: Any) -> None:
    """Word declares two dozen namespaces in each part; only those in use are written into every letter.

    Prefixes also stand in values of attributes (mc:Ignorable, Requires, xsi:type), unknown to an XML library.
    """
    values = (value for element in root.iter() for value in element.attrib.values())
    words = {word for value in values for word in re.split(r"[\s:]", value)}
    etree.cleanup_namespaces(root, keep_ns_prefixes=[word for word in words if word.isalnum()])


def _check_no_braces(name: str, content: bytes) -> None:
    at = content.find(b"{{")
    if at >= 0:
        text = content[at : at + 60].decode(errors="replace")
        raise RuleViolation(f"{name}: a placeholder stands where the letter cannot be filled in: “{text}…”.")


def _mark_rows(name: str, paragraph: Any) -> bool:
    """Marks the placeholders of the paragraph, and the table row around it where they are columns."""
    found = mark_placeholders(paragraph, name)
    tables = {placeholder.rows for placeholder in found if placeholder.rows}
    if tables:
        row = next(paragraph.iterancestors(f"{W}tr"), None)
        if row is None or len(tables) > 1:
            raise RuleViolation(f"{name}: “{_written(found)}” belongs in a table row, with columns of one table.")
        _repeat(row, tables.pop(), name)
    return bool(found)


def _repeat(row: Any, table: str, name: str) -> None:
    before = row.getprevious()
    if before is not None and before.tag is etree.ProcessingInstruction:
        already = before.text.partition(" ")[2]
        if already == table:
            return
        if before.text != "end":
            raise RuleViolation(f"{name}: one table row holds columns of both “{already}” and “{table}”.")
    row.addprevious(make_mark("rows", table))
    row.addnext(make_mark("end"))
    for element in row.iter():
        for attribute in _PARAGRAPH_IDS:
            element.attrib.pop(attribute, None)


def _written(found: list[Placeholder]) -> str:
    return " ".join(f"{{{{{placeholder.rows}.{placeholder.name}}}}}" for placeholder in found if placeholder.rows)


def _mark_block(control: Any, name: str) -> bool:
    """Replaces a content control that holds a block by its content between two marks."""
    tag = control.find(f"{W}sdtPr/{W}tag")
    value = tag.get(f"{W}val", "") if tag is not None else ""
    if not value.startswith(BLOCK_TAG):
        return False
    block_id = value.removeprefix(BLOCK_TAG)
    if not BLOCK_ID.fullmatch(block_id):
        raise RuleViolation(
            f"{name}: “{value}” is no tag for a block; its id is lower-case letters, digits and hyphens."
        )
    control.addprevious(make_mark("block", block_id))
    for element in control.findall(f"{W}sdtContent/*"):
        control.addprevious(element)
    control.addprevious(make_mark("end"))
    control.getparent().remove(control)
    return True


def _nodes(xml: bytes, name: str) -> tuple[Node, ...]:
    """The bytes between the marks, and the marks as places; from an opening mark to its end is one node."""
    levels: list[tuple[str, str, list[Node]]] = [("part", name, [])]
    at = 0
    for mark in _MARK.finditer(xml):
        kind, text = mark[1].decode(), mark[2].decode()
        nodes = levels[-1][2]
        nodes += filter(None, [xml[at : mark.start()]])
        at = mark.end()
        if kind == "end":
            opening, opened_as, inner = levels.pop()
            make = Choice if opening == "block" else Rows
            levels[-1][2].append(make(opened_as, tuple(inner)))
        elif kind in _MAY_STAND_IN:
            _check_nesting(kind, text, levels[-1], name)
            levels.append((kind, text, []))
        else:
            nodes.append(Field(text) if kind == "field" else Column(text))
    return (*levels[0][2], xml[at:])


def _check_nesting(kind: str, text: str, outer: tuple[str, str, list[Node]], name: str) -> None:
    if outer[0] not in _MAY_STAND_IN[kind]:
        raise RuleViolation(f"{name}: “{text}” stands inside “{outer[1]}”; blocks and repeated rows cannot be nested.")
