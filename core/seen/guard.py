"""What a form saw when it was opened, to be compared with what stands when it is sent."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from core.errors import RuleViolation


class WrittenMeanwhile(RuleViolation):
    """Somebody saved the text while another was writing it; nothing was saved, and both texts are there."""


def digest_of(values: Mapping[str, Any]) -> str:
    """Sixteen characters that are others once any of the values is another; lists and tuples of the same are one."""
    stable = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return hashlib.sha256(repr(sorted(stable.items())).encode()).hexdigest()[:16]


def seen_of(row: object, names: Iterable[str], **more: Any) -> str:
    """A row as a form saw it: another once any of the columns is, or of what is told of it besides."""
    return digest_of({**{name: getattr(row, name) for name in names}, **more})


def check_seen(seen: object, present: object, what: str) -> None:
    """seen: as it was read, None where nobody read it before. WrittenMeanwhile where it is another now."""
    if seen is not None and seen != present:
        raise WrittenMeanwhile(
            f"Somebody changed {what} while you were writing. Their text stands beside yours: put the two together "
            "and save again."
        )
