"""A drafted letter as a reader sees it on the screen, and the few variants among many letters."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.differences import Piece, words
from core.docx.blocks import Block, Paragraph, fill, paragraphs_of
from correspondence.models.campaigns import Letter
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
    """Letters that have the same paragraphs. number: 1 is the most frequent; ids: what not every letter has."""

    number: int
    ids: Sequence[str]
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


def texts_of(content: TemplateContent, letter: Letter) -> dict[str, str]:
    """What a letter says, part by part: address, subject, each paragraph by its id, signature; tables cell by cell."""
    told = {"addressee": letter.addressee, "subject": letter.values.get("subject", "")}
    for paragraph in read_letter(content, letter):
        lines = ["".join(span.text for span in spans) for _bullet, spans in paragraph.lines]
        lines += [" | ".join(cells) for cells in (paragraph.header, *paragraph.rows) if cells]
        told[paragraph.id] = "\n".join(lines)
    return {**told, "signature": letter.values.get("signature", "")}


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> list[tuple[str, str, Sequence[Piece]]]:
    """The parts that differ, in the order of the new text, those that are gone last: id, kind and pieces.

    kind: added, removed or changed.
    """
    found: list[tuple[str, str, Sequence[Piece]]] = []
    for id, text in new.items():
        if id not in old:
            found.append((id, "added", words("", text)))
        elif old[id] != text:
            found.append((id, "changed", words(old[id], text)))
    return found + [(id, "removed", words(text, "")) for id, text in old.items() if id not in new]


def variants_of(letters: Sequence[Letter]) -> dict[str, Variant]:
    """The variants by the name that letters carry, the most frequent first."""
    languages: dict[str, Counter[str]] = {}
    for letter in letters:
        languages.setdefault(letter.variant, Counter())[letter.language] += 1
    return variants_among(languages)


def variants_among(languages: Mapping[str, Counter[str]]) -> dict[str, Variant]:
    """The same of letters that are counted: for the name of each variant, in which languages they are."""
    ids = {variant: [id for id in variant.split(", ") if id] for variant in languages}
    common = set.intersection(*map(set, ids.values())) if len(languages) > 1 else set()
    ordered = sorted(languages.items(), key=lambda item: (-item[1].total(), item[0]))
    return {
        variant: Variant(number, [id for id in ids[variant] if id not in common], count.total(), sorted(count.items()))
        for number, (variant, count) in enumerate(ordered, start=1)
    }


def _line(paragraph: Paragraph, letter: Letter) -> tuple[bool, list[ReadSpan]]:
    spans = [ReadSpan(fill(span.text, letter.values), span.bold) for span in paragraph.spans]
    return paragraph.style.endswith("Bullet"), spans
