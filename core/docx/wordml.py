"""WordprocessingML: the names of its elements, its XML parsed safely, and the text a paragraph shows."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from core.errors import RuleViolation

W_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{W_NAMESPACE}}}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_SPECIAL_TEXT = {
    f"{W}tab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "\u2011",
    f"{W}softHyphen": "\u00ad",
}


def parse_part(name: str, content: bytes) -> Any:
    """The root of an XML part. Raises RuleViolation for a document type, entities, or XML that is not well-formed."""
    if b"<!DOCTYPE" in content.replace(b"\0", b""):
        raise RuleViolation(f"The part “{name}” declares a document type (DOCTYPE), which a Word file never needs.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RuleViolation(f"The part “{name}” is not well-formed XML: {error}.") from error
    facts = root.getroottree().docinfo
    if facts.doctype or (facts.encoding or "UTF-8").upper() not in {"UTF-8", "UTF-16", "US-ASCII", "ASCII"}:
        raise RuleViolation(f"The part “{name}” is not plain UTF-8 or UTF-16 XML.")
    return root


def serialise(root: Any) -> bytes:
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)


def new_element(name: str, **attributes: str) -> Any:
    """<w:name w:attribute="…"/>"""
    element = etree.Element(f"{W}{name}", nsmap={"w": W_NAMESPACE})
    for key, value in attributes.items():
        element.set(f"{W}{key}", value)
    return element


def add_element(parent: Any, name: str, **attributes: str) -> Any:
    """The new last child of the parent."""
    element = new_element(name, **attributes)
    parent.append(element)
    return element


def check_text(text: str, what: str, field: str = "") -> None:
    """Raises RuleViolation where the text holds a character that XML, and so Word, cannot hold."""
    if found := NOT_IN_XML.search(text):
        raise RuleViolation(
            f"{what} contains a control character (U+{ord(found[0]):04X}) that Word cannot hold.", field=field
        )


def text_pieces(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """The elements of a paragraph that show text, each with it; text boxes have paragraphs of their own."""
    for element in _own_elements(paragraph):
        if element.tag == f"{W}t":
            yield element, element.text or ""
        elif element.tag in _SPECIAL_TEXT and element.getparent().tag == f"{W}r":
            yield element, _SPECIAL_TEXT[element.tag]


def paragraph_text(paragraph: Any) -> str:
    """The text of the paragraph: tabs as tab, line breaks as newline."""
    return "".join(text for _, text in text_pieces(paragraph))


def _own_elements(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag != f"{W}txbxContent":
            yield child
            yield from _own_elements(child)
