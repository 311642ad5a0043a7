"""The manifest of letters: one text that names them all, so that its SHA-256 stands for every byte of them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

SHORT = 12


@dataclass(frozen=True)
class Line:
    """One letter to be approved. to: role, channel and address of each copy. cover_sha256: of the mail around it."""

    iso3: str
    state: str
    language: str
    reference: str
    file_name: str
    sha256: str
    cover_sha256: str
    to: tuple[tuple[str, str, str], ...]

    @property
    def channel(self) -> str:
        """How it goes to the mission: e-mail or post; empty: it goes nowhere."""
        return self.to[0][1] if self.to else ""

    @property
    def mark(self) -> str:
        """What tells this line from another version of itself, short enough to be carried by a form."""
        return ":".join((self.iso3, self.reference, self.sha256[:SHORT], digest(written({"to": self.to}))[:SHORT]))

    def to_json(self) -> dict[str, Any]:
        return {**vars(self), "to": [list(each) for each in self.to]}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        return cls(**{**raw, "to": tuple((role, channel, address) for role, channel, address in raw["to"])})


def written(manifest: Mapping[str, Any]) -> bytes:
    """The same manifest is always the same bytes."""
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{text}\n".encode()


def read(content: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(content)
    return found


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def moved_since(seen: str, now: Sequence[Line]) -> list[str]:
    """What is otherwise in a manifest than in the one that was seen; seen: the marks of its lines, parted by blanks."""
    before = {mark.partition(":")[0]: mark.split(":") for mark in seen.split() if mark.count(":") == 3}
    if not before:
        return []
    found = _of_references(before, now)
    found += [f"{line.state}: it gets a letter now." for line in now if line.iso3 not in before]
    present = {line.iso3 for line in now}
    found += [f"{iso3}: it gets no letter any more." for iso3 in before if iso3 not in present]
    for line in now:
        if (old := before.get(line.iso3)) and old[1] == line.reference and old[2] != line.sha256[:SHORT]:
            found.append(f"{line.state}: the letter says something else now.")
        if (old := before.get(line.iso3)) and old[3] != line.mark.split(":")[3]:
            found.append(f"{line.state}: it goes to {', '.join(_in_words(each) for each in line.to) or 'nobody'} now.")
    return found


def _of_references(before: Mapping[str, Sequence[str]], now: Sequence[Line]) -> list[str]:
    others = [(before[line.iso3][1], line.reference) for line in now if line.iso3 in before]
    moved = [(old, new) for old, new in others if old != new]
    if not moved:
        return []
    old, new = moved[0]
    return [f"The references begin at {new} now, not at {old}: that number was given to another letter meanwhile."]


def _in_words(to: Sequence[str]) -> str:
    _role, channel, address = to
    return address if channel == "e-mail" else f"{address.splitlines()[0] if address else 'no address'} (by post)"
