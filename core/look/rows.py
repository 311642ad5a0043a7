"""The rows of a list as HTML, written by hand: a list has thousands of cells, and templates take three times longer.

Every value is escaped; a word or day that comes again is written once.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from core.look.words import language_of_page
from core.wording import day_in_words, number_in_words

Line = Iterable[tuple[str, Any, str | None, str | None]]


def table_rows(lines: Iterable[Line], status: Callable[[Any, str], Markup]) -> Markup:
    """Lines of cells (kind, value, href, meaning; "" for nothing), the first of each the heading of its row.

    meaning: of a day or a number, the words that tell it instead. status: the macro that writes a word with its shape.
    """
    language = language_of_page().upper()
    written: dict[tuple[str, Any, str | None], str] = {}
    rows = []
    for line in lines:
        cells: list[str] = []
        for kind, value, href, meaning in line:
            text = written.get((kind, value, meaning))
            if text is None:
                text = written[kind, value, meaning] = _text(kind, value, meaning, language, status)
            tag = "td" if cells else 'th scope="row"'
            content = f'<a href="{escape(href)}">{text}</a>' if href else text
            cells.append(f'<{tag} class="cell-{kind}">{content}</{tag[:2]}>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return Markup("\n".join(rows))


def _text(kind: str, value: Any, meaning: str | None, language: str, status: Callable[[Any, str], Markup]) -> str:
    if kind == "day" and isinstance(value, date):
        return f'<time datetime="{value.isoformat()}">{escape(meaning or day_in_words(value, language))}</time>'
    if kind == "number" and value != "":
        return escape(meaning or number_in_words(value, language))
    return status(value, meaning) if meaning else escape(value)
