"""What a letter template holds, and what must be true of it before a letter is written from it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from core.errors import RuleViolation
from correspondence.rules.conditions import ALWAYS, NONE_OF_THE_OTHERS, criteria_in, parse_condition

LANGUAGES = ("EN", "FR", "ES")
FORMS = {"letter": "letter", "note-verbale": "note verbale"}
PARTS = ("salutation", "body", "closing", "enclosures")
PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
_ID = re.compile(r"[a-z][a-z0-9-]{0,59}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph in all languages, or a table: then `texts` holds the header cells, separated by |.

    widths: relative widths of the table's columns; empty: all the same.
    """

    id: str
    when: str
    texts: Mapping[str, str]
    part: str = "body"
    table: str = ""
    columns: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    tailors: bool = True

    @property
    def tailored(self) -> bool:
        """Whether it answers to the State's own situation, and so excludes `none of the others`."""
        return self.tailors and self.when not in (ALWAYS, NONE_OF_THE_OTHERS)

    @cached_property
    def criteria(self) -> list[str]:
        """The names of the criteria its condition asks about."""
        return [] if self.when == NONE_OF_THE_OTHERS else criteria_in(parse_condition(self.when))


@dataclass(frozen=True)
class TemplateContent:
    """One version of a letter template: the subject and the paragraphs, in the order of the letter."""

    slug: str
    convention: str
    form: str
    name: str
    signatory: str
    subject: Mapping[str, str]
    paragraphs: tuple[Paragraph, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "TemplateContent":
        """Reads what `to_json` wrote, or a template file; RuleViolation names a key that is missing or unknown."""
        try:
            paragraphs = tuple(_paragraph(row) for row in raw.get("paragraphs", ()))
            return cls(**{**raw, "paragraphs": paragraphs})
        except TypeError as error:
            raise RuleViolation(f"The template “{raw.get('slug', '?')}” is not complete: {error}.") from error


def placeholders(text: str) -> list[str]:
    """The names between double braces, in order, each once."""
    return list(dict.fromkeys(name.strip() for name in PLACEHOLDER.findall(text)))


def shortcomings(
    content: TemplateContent,
    *,
    fields: Collection[str],
    criteria: Collection[str],
    tables: Mapping[str, Collection[str]],
) -> list[str]:
    """Every reason why no letter may be written from this content; each names the paragraph and the language.

    fields, criteria: the names the catalogues know. tables: name of a table -> its column keys.
    """
    found = _wrong_frame(content, fields)
    seen: set[str] = set()
    for paragraph in content.paragraphs:
        where = f"Paragraph “{paragraph.id}”"
        if paragraph.id in seen:
            found.append(f"{where} stands twice.")
        seen.add(paragraph.id)
        if not _ID.fullmatch(paragraph.id):
            found.append(f"{where}: an id has small letters, digits and hyphens only.")
        if paragraph.part not in PARTS:
            found.append(f"{where}: unknown part “{paragraph.part}”; use {', '.join(PARTS)}.")
        found += _wrong_condition(paragraph, where, criteria)
        found += _wrong_texts(paragraph.texts, where, fields)
        if paragraph.table:
            found += _wrong_table(paragraph, where, tables)
    return found


def _paragraph(row: Mapping[str, Any]) -> Paragraph:
    texts = row.get("texts") or {language: row[language] for language in LANGUAGES if language in row}
    rest = {key: value for key, value in row.items() if key not in ("texts", *LANGUAGES)}
    rest |= {key: tuple(rest.get(key, ())) for key in ("columns", "widths")}
    return Paragraph(texts={code: text.strip() for code, text in texts.items()}, **rest)


def _wrong_frame(content: TemplateContent, fields: Collection[str]) -> list[str]:
    found = []
    if content.form not in FORMS:
        found.append(f"Unknown form “{content.form}”; use {' or '.join(FORMS)}.")
    if not content.name.strip():
        found.append("The template has no name.")
    if not content.paragraphs:
        found.append("The template has no paragraph.")
    if any("\n" in text or "\r" in text for text in content.subject.values()):
        found.append("The subject must stand on one line.")
    return found + _wrong_texts(content.subject, "The subject", fields)


def _wrong_condition(paragraph: Paragraph, where: str, criteria: Collection[str]) -> list[str]:
    if paragraph.when == NONE_OF_THE_OTHERS:
        return []
    try:
        names = criteria_in(parse_condition(paragraph.when))
    except RuleViolation as refusal:
        return [f"{where}: {refusal.message}"]
    return [f"{where}: there is no criterion “{name}”." for name in names if name not in criteria]


def _wrong_texts(texts: Mapping[str, str], where: str, fields: Collection[str]) -> list[str]:
    found = [f"{where} is missing in {code}." for code in LANGUAGES if not texts.get(code, "").strip()]
    found += [f"{where}: unknown language {code}." for code in texts if code not in LANGUAGES]
    for code, text in texts.items():
        names = placeholders(text)
        left = PLACEHOLDER.sub("", text)
        if "{{" in left or "}}" in left:
            found.append(f"{where}, {code}: a placeholder is not closed.")
        for name in names:
            if not _NAME.fullmatch(name):
                found.append(
                    f"{where}, {code}: “{{{{{name}}}}}” is not a field; only a field's name may stand in braces."
                )
            elif name not in fields:
                found.append(f"{where}, {code}: there is no field “{name}”.")
    return found + _disparity(texts, where)


def _disparity(texts: Mapping[str, str], where: str) -> list[str]:
    asked = {code: set(placeholders(text)) for code, text in texts.items() if text.strip()}
    everywhere = set().union(*asked.values()) if asked else set()
    return [
        f"{where}: {code} lacks “{{{{{name}}}}}”, which another language has."
        for code, names in asked.items()
        for name in sorted(everywhere - names)
    ]


def _wrong_table(paragraph: Paragraph, where: str, tables: Mapping[str, Collection[str]]) -> list[str]:
    if paragraph.table not in tables:
        return [f"{where}: there is no table “{paragraph.table}”."]
    found = [
        f"{where}: the table “{paragraph.table}” has no column “{key}”."
        for key in paragraph.columns
        if key not in tables[paragraph.table]
    ]
    if paragraph.widths and len(paragraph.widths) != len(paragraph.columns):
        found.append(f"{where}: {len(paragraph.widths)} widths for {len(paragraph.columns)} columns.")
    for code, text in paragraph.texts.items():
        if text.count("|") + 1 != len(paragraph.columns):
            found.append(f"{where}, {code}: {text.count('|') + 1} header cells for {len(paragraph.columns)} columns.")
    return found
