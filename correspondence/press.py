"""From a template version and a house style to the Word files of letters: compiled once, pressed per State."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from core.docx.assemble import BODY, ENCLOSURES, assemble
from core.docx.blocks import Block, Table
from core.docx.compile import compile_document
from core.docx.letterhead import default_house_style
from core.docx.lint import letter_shortcomings
from core.docx.package import read_package
from core.docx.render import CompiledDocument
from correspondence.rules.bodies import Paragraph, TemplateContent

LANGUAGE_TAGS = {"EN": "en-GB", "FR": "fr-FR", "ES": "es-ES"}


@dataclass(frozen=True)
class PressedLetter:
    """What goes into the Word file of one letter. blocks: ids of the paragraphs chosen for the State."""

    language: str
    blocks: Sequence[str]
    values: Mapping[str, str]
    tables: Mapping[str, Sequence[Mapping[str, str]]]


class Press:
    """One template version in one house style, ready to press letters in every language."""

    def __init__(self, content: TemplateContent, house_style: bytes) -> None:
        package = read_package(house_style)
        self.written = {code: _blocks(content, code) for code in LANGUAGE_TAGS}
        self.compiled: dict[str, CompiledDocument] = {
            code: compile_document(assemble(package, self.written[code], tag)) for code, tag in LANGUAGE_TAGS.items()
        }

    def fields_of(self, language: str, blocks: Sequence[str]) -> frozenset[str]:
        """The fields a letter with these paragraphs must bring, those of the house style included."""
        return self.compiled[language].fields_of(blocks)

    def press(self, letter: PressedLetter) -> bytes:
        """The Word file; equal letters give equal bytes. RuleViolation names the field that is missing or unknown."""
        return self.compiled[letter.language].render(letter.values, letter.blocks, letter.tables)

    def shortcomings(self, pressed: bytes, letter: PressedLetter) -> list[str]:
        """Reads the Word file again: sentences about what it does not say although it should."""
        slots = self.written[letter.language]
        return letter_shortcomings(
            pressed,
            self.compiled[letter.language],
            [*slots[BODY], *slots.get(ENCLOSURES, ())],
            letter.values,
            letter.blocks,
            letter.tables,
        )


def press_for(content: TemplateContent, house_style: bytes) -> Press:
    """The press of a template version and a house style; the newest sixteen are kept."""
    return _press(json.dumps(content.to_json(), sort_keys=True), house_style)


@cache
def shipped_house_style() -> bytes:
    return default_house_style()


@lru_cache(maxsize=16)
def _press(content: str, house_style: bytes) -> Press:
    return Press(TemplateContent.from_json(json.loads(content)), house_style)


def _blocks(content: TemplateContent, language: str) -> dict[str, list[Block]]:
    slots: dict[str, list[Block]] = {BODY: []}
    for paragraph in content.paragraphs:
        slot = ENCLOSURES if paragraph.part == "enclosures" else BODY
        slots.setdefault(slot, []).append(_block(paragraph, language))
    return slots


def _block(paragraph: Paragraph, language: str) -> Block:
    text = paragraph.texts[language]
    if not paragraph.table:
        return Block(paragraph.id, text)
    header = tuple(cell.strip() for cell in text.split("|"))
    return Block(paragraph.id, table=Table(header, paragraph.columns, paragraph.table, paragraph.widths))
