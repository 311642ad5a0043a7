"""A drafted letter as a reader sees it on the screen, and the few variants among many letters."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.docx.blocks import Block, Paragraph, fill, paragraphs_of
from correspondence.models import Letter
from correspondence.rules.bodies import TemplateContent


@dataclass(frozen=True)
class ReadSpan:
    text: str
    bold: bool


@dataclass(frozen=True)
class ReadParagraph:
    """One paragraph of the template in a letter: its lines as spans, or the rows of its table; and why it is there."""

    id: str
    reason: str
    lines: Sequence[tuple[bool, Sequence[ReadSpan]]]  # (is a bullet, spans)
    header: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    in_every_letter: bool = False


@dataclass(frozen=True)
class Variant:
    """Letters that have the same tailored paragraphs. first: the iso3 of its first letter."""

    ids: Sequence[str]
    name: str
    count: int
    languages: Sequence[tuple[str, int]]


def read_letter(content: TemplateContent, letter: Letter) -> list[ReadParagraph]:
    """The paragraphs of a letter with its values filled in, in order."""
    by_id = {paragraph.id: paragraph for paragraph in content.paragraphs}
    read = []
    for each in letter.paragraphs:
        paragraph = by_id[each["id"]]
        text = paragraph.texts[letter.language]
        everywhere = paragraph.when == "always"
        if paragraph.table:
            rows = [[row[key] for key in paragraph.columns] for row in letter.tables[paragraph.table]]
            header = [cell.strip() for cell in text.split("|")]
            read.append(ReadParagraph(each["id"], each["reason"], (), header, rows, everywhere))
        else:
            lines = [_line(line, letter) for line in paragraphs_of(Block(paragraph.id, text))]
            read.append(ReadParagraph(each["id"], each["reason"], lines, in_every_letter=everywhere))
    return read


def variants_of(letters: Sequence[Letter]) -> list[Variant]:
    """The variants, the most frequent first."""
    languages: dict[str, Counter[str]] = {}
    for letter in letters:
        languages.setdefault(letter.variant, Counter())[letter.language] += 1
    found = [
        Variant(variant.split(", "), variant.replace("-", " "), count.total(), sorted(count.items()))
        for variant, count in languages.items()
    ]
    return sorted(found, key=lambda variant: (-variant.count, variant.name))


def _line(paragraph: Paragraph, letter: Letter) -> tuple[bool, list[ReadSpan]]:
    spans = [ReadSpan(fill(span.text, letter.values), span.bold) for span in paragraph.spans]
    return paragraph.style.endswith("Bullet"), spans
