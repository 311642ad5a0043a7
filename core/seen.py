"""What a form saw when it was opened, to be compared with what stands when it is sent."""

import hashlib
from collections.abc import Mapping
from typing import Any


def digest_of(values: Mapping[str, Any]) -> str:
    """Sixteen characters that are others once any of the values is another; lists and tuples of the same are one."""
    stable = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return hashlib.sha256(repr(sorted(stable.items())).encode()).hexdigest()[:16]
