"""A Word file opened with suspicion: one plain WordprocessingML document in its archive, and nothing that acts."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from core.docx.archive import read_members
from core.docx.wordml import W, parse_part
from core.errors import RuleViolation

CONTENT_TYPES = "[Content_Types].xml"
MAIN_PART = "word/document.xml"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEMPLATE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
LINK_SCHEMES = {"http", "https", "mailto"}

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_DEFAULT, _OVERRIDE = f"{_TYPES}Default", f"{_TYPES}Override"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MACROS = re.compile(r"macroenabled|vbaproject|vbadata", re.IGNORECASE)
_EMBEDDED = re.compile(r"activex|oleobject|^word/embeddings/", re.IGNORECASE)
_FORBIDDEN_RELATIONS = {
    "aFChunk": "an imported document (altChunk)",
    "control": "an ActiveX control",
    "activeXControlBinary": "an ActiveX control",
    "oleObject": "an embedded object",
    "package": "an embedded object",
    "subDocument": "a subdocument",
    "vbaProject": "macros",
    "wordVbaData": "macros",
}
_FORBIDDEN_FIELDS = {
    "DDE",
    "DDEAUTO",
    "INCLUDETEXT",
    "INCLUDEPICTURE",
    "INCLUDE",
    "IMPORT",
    "LINK",
    "DATABASE",
    "MACROBUTTON",
    "RD",
}


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word file, by name and in the order of the file, with the content type of each."""

    parts: Mapping[str, bytes]
    content_types: Mapping[str, str]

    def with_parts(self, **changed: bytes) -> "Package":
        return Package({**self.parts, **changed}, self.content_types)


def read_package(data: bytes) -> Package:
    """Raises RuleViolation, naming the part, for anything but a plain Word document that can be sent to a State."""
    parts = read_members(data)
    for required in (CONTENT_TYPES, "_rels/.rels", MAIN_PART):
        if required not in parts:
            raise RuleViolation(f"The file is not a Word document: the part “{required}” is missing.")
    package = Package(parts, _read_content_types(parts))
    _check_types(package)
    for name, content in parts.items():
        if is_xml(name, package.content_types.get(name, "")):
            _check_xml_part(name, parse_part(name, content), parts)
    return package


def is_xml(name: str, content_type: str) -> bool:
    return name.lower().endswith((".xml", ".rels")) or content_type.endswith(("+xml", "/xml"))


def _read_content_types(parts: Mapping[str, bytes]) -> dict[str, str]:
    root = parse_part(CONTENT_TYPES, parts[CONTENT_TYPES])
    by_extension = {
        item.get("Extension", "").lower(): item.get("ContentType", "") for item in root.iter(f"{_TYPES}Default")
    }
    by_name = {item.get("PartName", "").lstrip("/"): item.get("ContentType", "") for item in root.iter(_OVERRIDE)}
    default = {name: by_extension.get(name.rpartition(".")[2].lower(), "") for name in parts if name != CONTENT_TYPES}
    return {**default, **{name: kind for name, kind in by_name.items() if name in parts}}


def _check_types(package: Package) -> None:
    for name, content_type in package.content_types.items():
        if _MACROS.search(name) or _MACROS.search(content_type):
            raise RuleViolation(f"The Word file holds macros (“{name}”); save it as .docx without macros.")
        if _EMBEDDED.search(name) or _EMBEDDED.search(content_type):
            raise RuleViolation(f"The Word file holds an embedded object or ActiveX control (“{name}”).")
    main_type = package.content_types[MAIN_PART]
    if main_type == TEMPLATE_TYPE:
        raise RuleViolation(f"The file is a Word template (“{MAIN_PART}” says so); save it as a Word document (.docx).")
    if main_type != MAIN_TYPE:
        raise RuleViolation(f"The part “{MAIN_PART}” is no Word document but “{main_type}”.")


def _check_xml_part(name: str, root: Any, parts: Mapping[str, bytes]) -> None:
    if name == MAIN_PART and root.tag != f"{W}document":
        raise RuleViolation(f"The part “{name}” is not as Word writes it; save it again as Word document (.docx).")
    if name.endswith(".rels"):
        for relation in root.iter(_RELATION):
            _check_relation(name, relation, parts)
    if root.find(f".//{W}altChunk") is not None:
        raise RuleViolation(f"The part “{name}” imports another document (altChunk).")
    for instruction in _field_instructions(root):
        command = instruction.split(maxsplit=1)[0].upper() if instruction.strip() else ""
        if command in _FORBIDDEN_FIELDS:
            raise RuleViolation(f"The part “{name}” holds the Word field {command}, which loads or runs something.")


def _check_relation(name: str, relation: Any, parts: Mapping[str, bytes]) -> None:
    kind = relation.get("Type", "").rpartition("/")[2]
    target = relation.get("Target", "")
    if kind in _FORBIDDEN_RELATIONS:
        raise RuleViolation(f"The part “{name}” refers to {_FORBIDDEN_RELATIONS[kind]}: “{target}”.")
    if relation.get("TargetMode") == "External":
        if kind != "hyperlink" or _scheme(target) not in LINK_SCHEMES:
            raise RuleViolation(f"The part “{name}” refers to something outside the file ({kind}): “{target}”.")
    elif not target.startswith("#") and _resolve(name, target) not in parts:
        raise RuleViolation(f"The Word file is damaged: “{name}” refers to “{target}”, which is not in it.")


def _scheme(target: str) -> str:
    try:
        return urlsplit(target.strip()).scheme.lower()
    except ValueError:
        return ""


def _resolve(name: str, target: str) -> str:
    """The part a relation of the relations part `name` means."""
    folder = posixpath.dirname(posixpath.dirname(name))
    return posixpath.normpath(posixpath.join("/", folder, unquote(target.partition("#")[0]))).lstrip("/")


def _field_instructions(root: Any) -> Iterator[str]:
    """What each Word field of the part does, however many runs Word spread the instruction over."""
    open_fields: list[list[str]] = []
    for element in root.iter(f"{W}fldSimple", f"{W}fldChar", f"{W}instrText"):
        if element.tag == f"{W}fldSimple":
            yield element.get(f"{W}instr", "")
        elif element.tag == f"{W}instrText" and open_fields:
            open_fields[-1].append(element.text or "")
        elif element.get(f"{W}fldCharType") == "begin":
            open_fields.append([])
        elif element.get(f"{W}fldCharType") == "end" and open_fields:
            yield "".join(open_fields.pop())
    yield from ("".join(field) for field in open_fields)
