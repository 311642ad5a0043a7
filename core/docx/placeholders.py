"""{{placeholders}} in Word paragraphs, wherever Word cut them into runs, turned into marks no text can be mistaken for.

A mark is an XML processing instruction: parts lose their own when they are read, and text cannot contain one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from core.docx.wordml import XML_SPACE, W, text_pieces
from core.errors import RuleViolation

NAME = re.compile(r"[a-z][a-z0-9_]*")
MARK = "chancery"

_PLACEHOLDER = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_GRAMMAR = re.compile(rf"(?:({NAME.pattern})\.)?({NAME.pattern})")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """{{name}}, or {{rows.name}} for a column of a table; start and end count characters of the paragraph."""

    rows: str | None
    name: str
    start: int
    end: int

    def mark(self) -> Any:
        return make_mark("column" if self.rows else "field", self.name)


def find_placeholders(text: str, place: str) -> list[Placeholder]:
    """The placeholders of the text in order. Raises RuleViolation, naming place and text, for any other {{ or }}."""
    found = [_parse(match, place) for match in _PLACEHOLDER.finditer(text)]
    rest = _PLACEHOLDER.sub(" ", text)
    if "{{" in rest or "}}" in rest:
        raise RuleViolation(f"{place}: {{{{ or }}}} stands without its counterpart in “{_shorten(text)}”.")
    return found


def make_mark(kind: str, name: str = "") -> Any:
    return etree.ProcessingInstruction(MARK, f"{kind} {name}".strip())


def mark_placeholders(paragraph: Any, place: str) -> list[Placeholder]:
    """Replaces the placeholders of a paragraph by marks, each in the run where it begins and so in its format."""
    pieces = list(text_pieces(paragraph))
    found = find_placeholders("".join(text for _, text in pieces), place)
    start = 0
    for element, text in pieces:
        end = start + len(text)
        if any(placeholder.start < end and start < placeholder.end for placeholder in found):
            _check_prefix(element, place)
            _rewrite(element, list(_contents(text, start, found)))
        start = end
    return found


def mark_plain_text(element: Any, place: str) -> list[Placeholder]:
    """The same for an element that holds nothing but text, such as the title of the document."""
    text = element.text or ""
    if found := find_placeholders(text, place):
        _fill(element, list(_contents(text, 0, found)))
    return found


def _parse(match: re.Match[str], place: str) -> Placeholder:
    inside = _GRAMMAR.fullmatch(match[1].strip())
    if not inside:
        raise RuleViolation(
            f"{place}: “{_shorten(match[0])}” is not understood; a placeholder is a name such as {{{{state}}}}, "
            "in lower-case letters, digits and underscores."
        )
    return Placeholder(inside[1], inside[2], match.start(), match.end())


def _contents(text: str, start: int, found: list[Placeholder]) -> Iterator[str | Placeholder]:
    """What remains of a piece of text that starts at `start`: its own text and the placeholders that begin in it."""
    at, end = start, start + len(text)
    for placeholder in found:
        if placeholder.end <= at or placeholder.start >= end:
            continue
        if placeholder.start >= at:
            yield text[at - start : placeholder.start - start]
            yield placeholder
        at = min(placeholder.end, end)
    yield text[at - start :]


def _rewrite(element: Any, contents: list[str | Placeholder]) -> None:
    if any(contents):
        _fill(element, contents)
        element.set(XML_SPACE, "preserve")
        return
    run = element.getparent()
    run.remove(element)
    if all(child.tag == f"{W}rPr" for child in run):
        run.getparent().remove(run)


def _fill(element: Any, contents: list[str | Placeholder]) -> None:
    element.text = ""
    last = None
    for content in contents:
        if isinstance(content, Placeholder):
            last = content.mark()
            element.append(last)
        elif last is None:
            element.text += content
        else:
            last.tail = content


def _check_prefix(element: Any, place: str) -> None:
    if element.prefix != "w":
        raise RuleViolation(f"{place}: the file was written by an unusual program; open it in Word and save it again.")


def _shorten(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}…"
