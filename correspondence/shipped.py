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
    """Every template file of this room, in the order of their names."""
    return [_read(path) for path in sorted(TEXTS.glob("*.*.*.toml"))]


def templates_of_all(folder: Path) -> list[ShippedTemplate]:
    """Of a higher room: each file holds one wording for all Conventions, with a table of who signs in each."""
    return [
        ShippedTemplate(TemplateContent.from_json({**raw, "convention": code, "signatory": office}), sha256)
        for path in sorted(folder.glob("*.*.toml"))
        for raw, sha256 in [_raw(path)]
        for code, office in raw["signatory"].items()
    ]


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
    raw, sha256 = _raw(path)
    return ShippedTemplate(TemplateContent.from_json(raw), sha256)


def _raw(path: Path) -> tuple[dict[str, Any], str]:
    """What stands in the file, and its SHA-256."""
    written = path.read_bytes()
    return tomllib.loads(written.decode("utf-8")), hashlib.sha256(written).hexdigest()
