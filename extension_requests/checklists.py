"""The checklists that come with the product, read from texts/checklists.toml."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from core.errors import RuleViolation
from extension_requests.rules.checklists import Checklist, Item

CHECKLISTS = Path(__file__).parent / "texts" / "checklists.toml"


def checklist_of(convention: str, article: str, *, renewal: bool) -> Checklist:
    """What a request under the article must contain. renewal: it is not the first about its obligation.

    RuleViolation for an article without extensions.
    """
    known = _read()
    if article not in known[convention]:
        raise RuleViolation(f"There are no extension requests under Article {article} of the {convention}.")
    one = known[convention][article]
    items = tuple(
        Item(each["code"], each["title"], each.get("asked", False), each.get("renewal", False))
        for each in one["items"]
        if renewal or not each.get("renewal", False)
    )
    return Checklist(items, one["source"], one["guidance"])


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(CHECKLISTS.read_text(encoding="utf-8"))
