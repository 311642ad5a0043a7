"""The sections of a long page, each told by the subject it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Panel:
    """A section. key: its anchor on the page. template: what it shows, from `panel.shown`."""

    key: str
    title: Any
    template: str
    shown: Mapping[str, Any]
