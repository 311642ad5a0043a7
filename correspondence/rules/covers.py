"""The mail that carries an approved letter: subject, plain text and HTML in the language of the letter."""

import html
from collections.abc import Mapping
from typing import Any

from correspondence.rules.bodies import PLACEHOLDER

LONGEST_SUBJECT = 200


def cover(texts: Mapping[str, Any], occasion: str, language: str, values: Mapping[str, str]) -> dict[str, str]:
    """occasion: letter, note-verbale or copy. A value is one line: nothing in it can begin a line of its own."""
    one_line = {name: " ".join(value.split()) for name, value in values.items()}
    subject = _filled(texts["subject"][language], one_line)
    text = _filled(texts[occasion][language].strip(), one_line)
    return {
        "subject": subject if len(subject) <= LONGEST_SUBJECT else f"{subject[: LONGEST_SUBJECT - 1]}…",
        "text": f"{text}\n",
        "html": _as_html(text, language),
    }


def _filled(text: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: values[found.group(1).strip()], text)


def _as_html(text: str, language: str) -> str:
    paragraphs = [html.escape(part, quote=False).replace("\n", "<br>\n") for part in text.split("\n\n")]
    body = "\n".join(f"<p>{part}</p>" for part in paragraphs)
    head = f'<!doctype html>\n<html lang="{language.lower()}"><head><meta charset="utf-8"></head>'
    return f"{head}\n<body>\n{body}\n</body></html>\n"
