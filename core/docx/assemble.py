"""A house style and the blocks of a letter become one uncompiled template, itself a Word file.

Each block stands in a content control tagged "block:<id>", the condition under which the compiled letter keeps it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from core.docx.block_elements import BlockWriter
from core.docx.blocks import Block
from core.docx.package import MAIN_PART, Package
from core.docx.wordml import W, add_element, new_element, paragraph_text, parse_part, serialise
from core.errors import RuleViolation

BODY = "body"
ENCLOSURES = "enclosures"
STYLES_PART = "word/styles.xml"
CORE_PART = "docProps/core.xml"

_DC = "{http://purl.org/dc/elements/1.1/}"


def assemble(house_style: Package, slots: Mapping[str, Sequence[Block]], language: str = "") -> Package:
    """The house style with the blocks of each slot in the place of the paragraph that holds nothing but {{slot}}.

    The slot "body" must exist in the house style. "enclosures" may: without it, enclosures come last in the body.
    language: a tag such as "fr-FR", set as the language of the text, for the spelling checker and for screen readers.
    Raises RuleViolation for a missing or repeated slot, a missing style, or a block id used twice.
    """
    _check_ids(slots)
    styles = parse_part(STYLES_PART, _part(house_style, STYLES_PART))
    root = parse_part(MAIN_PART, house_style.parts[MAIN_PART])
    write = BlockWriter(paragraph_styles(styles))
    for slot, blocks in _placed(root, slots).items():
        _put(write, find_slots(root, slot), slot, blocks)
    changed = {MAIN_PART: serialise(root)}
    if language:
        _set_language(styles, language)
        changed[STYLES_PART] = serialise(styles)
        if CORE_PART in house_style.parts:
            changed[CORE_PART] = _with_language(house_style.parts[CORE_PART], language)
    return house_style.with_parts(**changed)


def paragraph_styles(styles: Any) -> dict[str, str]:
    """Style ids by the name people see."""
    names = styles.iterfind(f"{W}style[@{W}type='paragraph'][@{W}styleId]/{W}name[@{W}val]")
    return {name.get(f"{W}val"): name.getparent().get(f"{W}styleId") for name in names}


def find_slots(root: Any, slot: str) -> list[Any]:
    """The paragraphs that hold nothing but {{slot}}."""
    return [paragraph for paragraph in root.iter(f"{W}p") if _is_slot(paragraph_text(paragraph).strip(), slot)]


def _is_slot(text: str, slot: str) -> bool:
    return text.startswith("{{") and text.endswith("}}") and text[2:-2].strip() == slot


def _check_ids(slots: Mapping[str, Sequence[Block]]) -> None:
    ids = [block.id for blocks in slots.values() for block in blocks]
    for id in ids:
        if ids.count(id) > 1:
            raise RuleViolation(f"The paragraph id “{id}” is used {ids.count(id)} times.")


def _placed(root: Any, slots: Mapping[str, Sequence[Block]]) -> dict[str, Sequence[Block]]:
    placed = {BODY: (), **slots}
    if ENCLOSURES in placed and not find_slots(root, ENCLOSURES):
        placed[BODY] = [*placed[BODY], *placed.pop(ENCLOSURES)]
    elif ENCLOSURES not in placed and find_slots(root, ENCLOSURES):
        placed[ENCLOSURES] = ()
    return placed


def _put(write: BlockWriter, places: list[Any], slot: str, blocks: Sequence[Block]) -> None:
    if len(places) != 1:
        problem = "has no paragraph that holds nothing but" if not places else f"has {len(places)} paragraphs with"
        raise RuleViolation(f"The house style {problem} {{{{{slot}}}}}; one is needed.")
    [place] = places
    for block in blocks:
        place.addprevious(write.block(block))
    if slot == BODY and blocks and blocks[-1].text:
        _keep_with_next(place.getprevious())
    if _ends_cell(place):
        place.addprevious(new_element("p"))
    place.getparent().remove(place)


def _keep_with_next(control: Any) -> None:
    """The closing formula stays on the page of the signature."""
    properties = control.findall(f".//{W}pPr")[-1]
    if properties.find(f"{W}keepNext") is None:
        add_element(properties, "keepNext")


def _ends_cell(place: Any) -> bool:
    return place.getparent().tag == f"{W}tc" and place.getnext() is None


def _set_language(styles: Any, language: str) -> None:
    for element in styles.iter(f"{W}lang"):
        element.set(f"{W}val", language)
    if styles.find(f".//{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang") is None:
        defaults = _child(styles, "docDefaults", first=True)
        add_element(_child(_child(defaults, "rPrDefault", first=True), "rPr"), "lang", val=language)


def _with_language(content: bytes, language: str) -> bytes:
    root = parse_part(CORE_PART, content)
    element = root.find(f"{_DC}language")
    if element is None:
        element = root.makeelement(f"{_DC}language")
        root.append(element)
    element.text = language
    return serialise(root)


def _part(package: Package, name: str) -> bytes:
    if name not in package.parts:
        raise RuleViolation(f"The house style has no styles: the part “{name}” is missing.")
    return package.parts[name]


def _child(parent: Any, name: str, *, first: bool = False) -> Any:
    found = parent.find(f"{W}{name}")
    if found is None:
        found = parent.makeelement(f"{W}{name}")
        parent.insert(0 if first else len(parent), found)
    return found
