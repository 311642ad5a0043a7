"""The sections of an analysis, read from texts/sections.toml."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from extension_requests.rules.analysis import SectionPlan

SECTIONS = Path(__file__).parent / "texts" / "sections.toml"


def sections_of(convention: str, article: str) -> Sequence[SectionPlan]:
    """In their order, for an article under which more time can be asked for."""
    return [
        SectionPlan(each["key"], each["title"], tuple(each["items"]), each["hint"])
        for each in _read()[convention][article]["sections"]
    ]


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(SECTIONS.read_text(encoding="utf-8"))
