"""What a reviewer should look at first: letters unlike the others of their campaign. Office practice throughout."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

UNUSUAL_SHARE = 0.25  # longer or shorter than the middle one of its variant and language by more than this
ENOUGH_TO_COMPARE = 4
ADDRESS_LINES = (2, 8)
_ODD = (
    (re.compile(r"[{}]"), "has a brace in it"),
    (re.compile(r"\bNone\b|\bnan\b|\bnull\b|\?\?"), "looks like a missing value"),
    (re.compile(r"  |\n\n"), "has a double blank"),
    (re.compile(r" [,.](\s|$)"), "has a blank before a point or comma"),
    (re.compile(r"\bexample\b|\bxxx\b|\btbc\b", re.IGNORECASE), "looks like a placeholder"),
)
_ANY = re.compile("|".join(pattern.pattern for pattern, _words in _ODD), re.IGNORECASE)
NOT_LOOKED_AT = {"reporting_address", "support_address", "footer_text", "signatory_name"}  # the office's own


@dataclass(frozen=True)
class Seen:
    """What is compared of a letter. words: how many it has. language_before: of the last letter to the State, or ""."""

    iso3: str
    variant: str
    language: str
    words: int
    addressee: str
    values: Mapping[str, str]
    language_before: str = ""


@dataclass(frozen=True)
class Outlier:
    """kind: length, lone, language or value."""

    iso3: str
    kind: str
    sentence: str


KINDS = {
    "length": "unusual length",
    "lone": "alone in its variant",
    "language": "other language than last time",
    "value": "value that looks odd",
}


def outliers(letters: Sequence[Seen]) -> list[Outlier]:
    """In the order of the letters; a letter may be there for several reasons."""
    variants = Counter(letter.variant for letter in letters)
    lengths: dict[tuple[str, str], list[int]] = {}
    for letter in letters:
        lengths.setdefault((letter.variant, letter.language), []).append(letter.words)
    return [
        Outlier(letter.iso3, kind, sentence)
        for letter in letters
        for kind, sentence in (
            *_length(letter, lengths[letter.variant, letter.language]),
            *_lone(letter, variants),
            *_language(letter),
            *_values(letter),
        )
    ]


def _length(letter: Seen, others: Sequence[int]) -> list[tuple[str, str]]:
    middle = median(others)
    if len(others) < ENOUGH_TO_COMPARE or abs(letter.words - middle) <= UNUSUAL_SHARE * middle:
        return []
    than = "longer" if letter.words > middle else "shorter"
    return [("length", f"{letter.words} words, {than} than usual for its variant and language ({middle:.0f}).")]


def _lone(letter: Seen, variants: Mapping[str, int]) -> list[tuple[str, str]]:
    lone = variants[letter.variant] == 1 and len(variants) > 1
    return [("lone", "No other letter has the same paragraphs.")] if lone else []


def _language(letter: Seen) -> list[tuple[str, str]]:
    if letter.language_before in ("", letter.language):
        return []
    return [("language", f"Written in {letter.language}; the last letter was in {letter.language_before}.")]


def _values(letter: Seen) -> list[tuple[str, str]]:
    found = [
        ("value", f"{name.replace('_', ' ').capitalize()} {words}: “{value.splitlines()[0][:80] if value else ''}”.")
        for name, value in letter.values.items()
        if name not in NOT_LOOKED_AT and _ANY.search(value)
        for pattern, words in _ODD
        if pattern.search(value)
    ]
    least, most = ADDRESS_LINES
    lines = len(letter.addressee.splitlines())
    if not least <= lines <= most:
        found.append(("value", f"The address has {lines} {'line' if lines == 1 else 'lines'}."))
    return found
