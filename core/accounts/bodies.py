"""The bodies of the house, in which a role may be held. They are kept on a higher floor, which application.py names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app

from core.errors import RuleViolation


@dataclass(frozen=True)
class Bodies:
    """known: convention, slug and name of each, in the order of lists. named: the one meant by a slug or a name of it,
    within a Convention; RuleViolation names the nearest."""

    known: Callable[[], Sequence[tuple[str, str, str]]]
    named: Callable[..., Any]


def known_bodies() -> Sequence[tuple[str, str, str]]:
    return _bodies().known()


def body_meant(text: str, convention: str | None) -> str:
    """The slug, by which roles know a body."""
    if not convention:
        raise RuleViolation(f"“{text[:60]}” is a body of one Convention: choose which.", field="convention")
    return str(_bodies().named(text, convention=convention).slug)


def _bodies() -> Bodies:
    bodies: Bodies = current_app.extensions["bodies"]
    return bodies
