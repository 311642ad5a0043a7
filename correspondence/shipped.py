"""The wording that comes with the product: templates, worded constants and offices, read from texts/*.toml."""

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from correspondence.rules.bodies import TemplateContent
from correspondence.rules.kinds import LetterKind, kinds_from

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class ShippedTemplate:
    content: TemplateContent
    sha256: str


def shipped_templates() -> list[ShippedTemplate]:
    """Every template file, in the order of their names."""
    return [_read(path) for path in sorted(TEXTS.glob("*.*.*.toml"))]


@cache
def wording() -> dict[str, Any]:
    """Worded constants in the three languages: titles, ordinals, forms of address."""
    return tomllib.loads((TEXTS / "wording.toml").read_text(encoding="utf-8"))


@cache
def covers() -> dict[str, Any]:
    """The mails that carry letters: `subject`, and a text for each occasion, by language."""
    return tomllib.loads((TEXTS / "covers.toml").read_text(encoding="utf-8"))


@cache
def offices(convention: str) -> dict[str, dict[str, str]]:
    """`signing`: office of a template -> body it leads. `prefixes`: office or body -> beginning of its references."""
    read: dict[str, Any] = tomllib.loads((TEXTS / "offices.toml").read_text(encoding="utf-8"))
    return dict(read[convention])


@cache
def letter_kinds() -> tuple[LetterKind, ...]:
    """The calendar of correspondence, of all Conventions."""
    return tuple(kinds_from(tomllib.loads((TEXTS / "calendar.toml").read_text(encoding="utf-8"))["kinds"]))


def _read(path: Path) -> ShippedTemplate:
    raw = path.read_bytes()
    content = TemplateContent.from_json(tomllib.loads(raw.decode("utf-8")))
    return ShippedTemplate(content, hashlib.sha256(raw).hexdigest())
