"""What a reader writes about an item of the checklist, and whether two people look at the same state of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from extension_requests.rules.findings import Finding


@dataclass(frozen=True)
class Found:
    """page: of the request, in the reader's words ("p. 12, table 3")."""

    finding: Finding
    page: str = ""
    note: str = ""


def fingerprint(found: Mapping[str, Found]) -> str:
    """The same text for the same findings, another one once anything differs."""
    told = [f"{key}\x1f{each.finding.value}\x1f{each.page}\x1f{each.note}" for key, each in sorted(found.items())]
    return sha256("\x1e".join(told).encode()).hexdigest()[:16]
