"""What a calendar is made of: the sources that application.py lists, and what one calendar asks of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import current_app

from core.errors import RuleViolation
from core.ical.entries import CalendarEntry
from core.permissions import Right
from meetings.models.calendar import Scope


@dataclass(frozen=True)
class CalendarSource:
    """One kind of entries. right: whoever does not hold it sees none of them. deadlines: they are deadlines.

    of_bodies: some of them concern a committee; others stand in no calendar of a body or a person.
    entries: of one Convention, as known on a day; with `body` where they concern one committee.
    """

    name: str
    right: Right
    entries: Callable[..., Sequence[CalendarEntry]]
    deadlines: bool = False
    of_bodies: bool = False


@dataclass(frozen=True)
class Wanted:
    """What a calendar holds. convention: None for both. As text: own, all, all/APMBC, deadlines/CCM, body/CCM/slug."""

    scope: Scope
    convention: str | None = None
    body: str = ""

    def __str__(self) -> str:
        return "/".join(filter(None, (self.scope.value, self.convention, self.body)))


def wanted_from(text: str) -> Wanted:
    """The reverse of its text; RuleViolation says how it is written."""
    scope, _, rest = text.strip().partition("/")
    convention, _, body = rest.partition("/")
    convention = convention.upper()
    known = convention in current_app.config["CONVENTIONS"]
    if scope == Scope.BODY and known and body and "/" not in body:
        return Wanted(Scope.BODY, convention, body)
    if scope in (Scope.ALL, Scope.DEADLINES) and (known or not convention) and not body:
        return Wanted(Scope(scope), convention or None)
    if scope == Scope.OWN and not rest:
        return Wanted(Scope.OWN)
    raise RuleViolation(
        f"“{text[:60]}” is not a calendar. Write own, all, all/APMBC, deadlines, deadlines/CCM,"
        " or body/CCM/ and the short name of a body.",
        field="wanted",
    )


def calendar_sources() -> Sequence[CalendarSource]:
    sources: Sequence[CalendarSource] = current_app.extensions["calendar sources"]
    return sources
