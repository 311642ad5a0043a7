"""The organisations that come with the product as those whose view is asked for, read from texts/experts.toml."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

EXPERTS = Path(__file__).parent / "texts" / "experts.toml"


@dataclass(frozen=True)
class Organisation:
    """name: as it is known (ICRC). full: its whole name. email: "" where none is known."""

    name: str
    full: str
    email: str


@cache
def organisations() -> Sequence[Organisation]:
    kept = tomllib.loads(EXPERTS.read_text(encoding="utf-8"))
    return [Organisation(each["name"], each["full"], each["email"]) for each in kept["organisations"]]
