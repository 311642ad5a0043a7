"""Several Word files as one, for the printer: each on pages of its own, with its own letterhead and page numbers.

docxcompose brings styles, lists and pictures together; headers and footers, which it drops, are brought along here.
"""

from collections.abc import Sequence
from copy import deepcopy
from hashlib import sha256
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docxcompose.composer import Composer

from core.docx.wordml import W
from core.errors import RuleViolation

_REFERENCES = (f"{W}headerReference", f"{W}footerReference")
_RELATION = qn("r:id")
_AFTER_PAGE_NUMBERS = ("w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:textDirection", "w:docGrid")
_TOTAL = b"NUMPAGES"
_END = "end_of_{}"  # a mark in its last paragraph, whose page number is the number of its pages


def join_documents(files: Sequence[bytes]) -> bytes:
    """The Word files one after the other. RuleViolation where a text of one of them would be lost."""
    opened = [Document(BytesIO(file)) for file in files]
    for number, document in enumerate(opened, start=1):
        _close_last_section(document, number)
    expected = [_text(document) for document in opened]
    first, *others = opened
    furniture = _Furniture(first)
    for section in _sections(first):
        furniture.bring(section, section, first.part, 1)
    composer = Composer(first)
    composer.first_section_properties_added = True  # what it would add to the first belongs to another letter
    for number, document in enumerate(others, start=2):
        before = len(_sections(first))
        composer.append(document, remove_property_fields=False)
        for section, source in zip(_sections(first)[before:], _sections(document), strict=True):
            furniture.bring(section, source, document.part, number)
    _open_last_section(first)
    written = BytesIO()
    first.save(written)
    if _text(Document(BytesIO(written.getvalue()))) != "".join(expected):
        raise RuleViolation("The letters could not be joined: a text would have been lost. Print them one by one.")
    return written.getvalue()


class _Furniture:
    """Headers and footers in the joined file; equal ones are kept once."""

    def __init__(self, document: Any) -> None:
        self.part = document.part
        self.kept: dict[str, Part] = {}

    def bring(self, section: Any, source: Any, part: Any, number: int) -> None:
        """The section has the headers and footers that the source has in its own part. number: of the file."""
        wanted = [deepcopy(each) for each in source if each.tag in _REFERENCES]
        for reference in [each for each in section if each.tag in _REFERENCES]:
            section.remove(reference)
        for place, reference in enumerate(wanted):
            relation = part.rels[reference.get(_RELATION)]
            reference.set(_RELATION, self.part.relate_to(self._copied(relation.target_part, number), relation.reltype))
            section.insert(place, reference)

    def _copied(self, part: Any, number: int) -> Part:
        content = part.blob.replace(_TOTAL, f"PAGEREF {_END.format(number)}".encode())
        relations = sorted(part.rels.values(), key=lambda each: each.rId)
        targets = [
            each.target_ref if each.is_external else self._copied(each.target_part, number) for each in relations
        ]
        names = [each if isinstance(each, str) else str(each.partname) for each in targets]
        key = sha256("\n".join([part.content_type, *names, sha256(content).hexdigest()]).encode()).hexdigest()
        if key not in self.kept:
            name = PackURI(f"/word/joined{len(self.kept) + 1}.{part.partname.ext}")
            copy = type(part).load(name, part.content_type, content, self.part.package)
            for relation, target in zip(relations, targets, strict=True):
                copy.rels.add_relationship(relation.reltype, target, relation.rId, relation.is_external)
            self.kept[key] = copy
        return self.kept[key]


def _sections(document: Any) -> list[Any]:
    return list(document.element.body.iter(f"{W}sectPr"))


def _close_last_section(document: Any, number: int) -> None:
    """Its properties stand in its last paragraph, so that another section can follow; it counts its own pages.

    number: of the file. "Page 2 of 3" counts to the end of the file's own last section.
    """
    body = document.element.body
    last = body.find(f"{W}sectPr")
    if last is None:
        raise RuleViolation("A letter has no page set-up and cannot be joined to others.")
    body.remove(last)
    if len(body) == 0 or body[-1].tag != f"{W}p":
        body.append(OxmlElement("w:p"))
    body[-1].get_or_add_pPr().append(last)
    mark = {qn("w:id"): str(number), qn("w:name"): _END.format(number)}
    body[-1].append(OxmlElement("w:bookmarkStart", mark))
    body[-1].append(OxmlElement("w:bookmarkEnd", {qn("w:id"): str(number)}))
    for section in _sections(document)[:1]:
        Section(section, document.part).start_type = WD_SECTION.NEW_PAGE
        for numbering in section.findall(f"{W}pgNumType"):
            section.remove(numbering)
        from_one = OxmlElement("w:pgNumType", {qn("w:start"): "1"})
        section.insert_element_before(from_one, *_AFTER_PAGE_NUMBERS)


def _open_last_section(document: Any) -> None:
    """The last properties stand at the end of the file again, where Word wants them."""
    last = _sections(document)[-1]
    last.getparent().remove(last)
    document.element.body.append(last)


def _text(document: Any) -> str:
    return "".join(node.text or "" for node in document.element.body.iter(f"{W}t"))
