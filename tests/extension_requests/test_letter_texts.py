"""The wording of letters about requests keeps the words and marks of the field, as all shipped wording does."""

import re
import tomllib
from pathlib import Path

import pytest

from extension_requests.letters import TEMPLATES, TEXTS
from tests.correspondence.test_texts import LANGUAGES, blocks, every_text, fields, shape

FILES = [*sorted(TEMPLATES.glob("*.toml")), TEXTS / "letter-words.toml"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_words_marks_and_spaces(path: Path) -> None:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    for where, text in every_text(content):
        assert re.search(r"\b(country|countries|pays|pa[ií]s(es)?)\b", text, re.IGNORECASE) is None, where
        assert "'" not in text, where
        assert "  " not in text, where
    for where, text in every_text(content, only="FR"):
        assert re.search(r"(?<!\u202f)[;?!]", text) is None, where
        assert re.search(r"(?<!\u00a0):", text) is None, where
        assert re.search(r"États? Parties?\b", text) is None, where


@pytest.mark.parametrize("path", FILES[:-1], ids=lambda path: path.name)
def test_the_three_languages_say_the_same(path: Path) -> None:
    for where, block in blocks(tomllib.loads(path.read_text(encoding="utf-8"))):
        assert [code for code in LANGUAGES if block.get(code)] == list(LANGUAGES), where
        assert shape(block["EN"]) == shape(block["FR"]) == shape(block["ES"]), where
        assert fields(block["EN"]) == fields(block["FR"]) == fields(block["ES"]), where
