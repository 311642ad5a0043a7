"""Terms as one table: taken over whole or not at all, each error with its row and column.

A row is one term of one State in one body. Rows are taken in the order of the meetings that elected, chairs last; what
is on record already stays as it is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from committees.queries.bodies import body_named
from committees.queries.offices import Offices
from committees.workflow.chairs import choose_chair
from committees.workflow.terms import composition_for, import_term
from conventions.meeting_order import MeetingOrder
from conventions.registry import get_convention
from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import RuleViolation, Shortcomings
from core.sheets.reading import Row
from states_parties.facts import Sourcing
from states_parties.queries.states import find_state, unknown_state

COLUMNS = ("convention", "body", "seat", "state", "role", "elected_at", "ends_at", "chair_in")
NEEDED = ("convention", "body", "state", "elected_at")


@dataclass(frozen=True)
class ReadTerm:
    """A row as values. seat 0: the first that is free. chair_in: meetings that close the years of its chair."""

    row: int
    convention: str
    body: str
    seat: int
    iso3: str
    elected_at: str
    ends_at: str
    chair_in: tuple[str, ...]


@dataclass(frozen=True)
class ImportedTerms:
    """How many terms and chairs are new, and how many rows said what was on record."""

    terms: int
    chairs: int
    unchanged: int


def import_terms(rows: Iterable[Row], *, sourcing: Sourcing, by: Actor) -> ImportedTerms:
    """Every row is on record; Shortcomings names each row and column that is wrong, and nothing was taken over."""
    errors: list[tuple[int, str]] = []
    read = [term for row in rows if (term := _attempt(row.number, errors, _read, row)) is not None]
    orders = {code: Offices(code).order for code in {term.convention for term in read}}
    read.sort(key=lambda term: (term.convention, orders[term.convention].place(term.elected_at), term.row))
    seated = [(term, _attempt(term.row, errors, _seat, term, sourcing, by)) for term in read]
    chaired = [
        _attempt(term.row, errors, _chair, term, until_at, sourcing, by)
        for term, taken in seated
        if taken is not None
        for until_at in term.chair_in
    ]
    if errors:
        told = [f"row {row}, {sentence}" for row, sentence in sorted(errors)]
        raise Shortcomings(told, what="Nothing was imported")
    new = sum(bool(taken) for _, taken in seated)
    found = ImportedTerms(new, sum(bool(taken) for taken in chaired), len(seated) - new)
    details = {"terms": found.terms, "chairs": found.chairs, "unchanged": found.unchanged, "source": sourcing.source}
    record("terms:imported", Ref("offices", "all"), "Terms of office", by=by, **details)
    return found


def _attempt(row: int, errors: list[tuple[int, str]], act: Callable[..., Any], *arguments: Any) -> Any:
    """What the act returns; None, with its refusal noted and undone, when it is refused."""
    try:
        with db.session.begin_nested():
            return act(*arguments)
    except RuleViolation as refusal:
        errors.append((row, f"{refusal.field or 'row'}: {refusal.message}"))
    return None


def _read(row: Row) -> ReadTerm:
    cells = {column: row.cells.get(column, "").strip() for column in COLUMNS}
    for column in NEEDED:
        if not cells[column]:
            raise RuleViolation("This cell cannot be empty.", field=column)
    convention = get_convention(cells["convention"].upper()).code
    body = body_named(cells["body"], convention=convention)
    order = Offices(convention).order
    state = find_state(cells["state"])
    if state is None:
        raise RuleViolation(unknown_state(cells["state"]), field="state")
    if cells["seat"] and not (cells["seat"].isascii() and cells["seat"].isdecimal() and len(cells["seat"]) < 4):
        raise RuleViolation(f"“{cells['seat'][:20]}” is not the number of a seat.", field="seat")
    term = ReadTerm(
        row=row.number,
        convention=convention,
        body=body.slug,
        seat=int(cells["seat"] or 0),
        iso3=state.iso3,
        elected_at=order.get(cells["elected_at"], field="elected_at").short,
        ends_at=order.get(cells["ends_at"], field="ends_at").short if cells["ends_at"] else "",
        chair_in=tuple(_chair_years(cells["chair_in"], order)),
    )
    _check_role(cells["role"], term)
    return term


def _chair_years(text: str, order: MeetingOrder) -> Iterator[str]:
    """Meetings that close a year of the chair: "20MSP", or 2022 for the one meeting that closed in that year."""
    for part in (part.strip() for part in text.replace(",", ";").split(";")):
        if part.isascii() and part.isdecimal() and len(part) == 4:
            found = order.of_year(int(part))
            if len(found) != 1:
                raise RuleViolation(f"{len(found)} formal meetings closed in {part}: name one.", field="chair_in")
            yield found[0].short
        elif part:
            yield order.get(part, field="chair_in").short


def _check_role(role: str, term: ReadTerm) -> None:
    offices = Offices(term.convention)
    composition = composition_for(offices, term.body, on=offices.order.changes_on(term.elected_at))
    if role and role.lower() != composition.seat_role:
        name = offices.bodies[term.body].name_en
        raise RuleViolation(f"The {name} has seats for a {composition.seat_role}, not for “{role[:40]}”.", field="role")


def _seat(term: ReadTerm, sourcing: Sourcing, by: Actor) -> bool:
    """Whether the term is new; False where it is on record already."""
    offices = Offices(term.convention)
    for row in offices.terms.get(term.body, ()):
        if row.iso3 == term.iso3 and row.elected_at == term.elected_at and row.starts_on is None:
            if term.seat not in (0, row.seat) or term.ends_at not in ("", row.ends_at):
                raise RuleViolation(
                    f"This election is on record with seat {row.seat}"
                    + (f" until the close of the {row.ends_at}." if row.ends_at else " and an end by rule.")
                    + " Correct it on the page of the body.",
                    field="elected_at",
                )
            return False
    _elect(term if term.seat else replace(term, seat=_free_seat(offices, term)), sourcing, by)
    return True


def _free_seat(offices: Offices, term: ReadTerm) -> int:
    """The first seat that nobody holds on the first day of the term; the last where all are held."""
    first = offices.order.changes_on(term.elected_at)
    seats: int = composition_for(offices, term.body, on=first).seats
    standing = offices.standing_terms(term.body)
    taken = {each.seat for each in standing if first is not None and each.holds(first)}
    later = {each.seat for each in standing if first is not None and each.period and each.period.starts_on >= first}
    free = [seat for seat in range(1, seats + 1) if seat not in taken]
    if not free:
        name = offices.bodies[term.body].name_en
        raise RuleViolation(
            f"All {seats} seats of the {name} are held after the {term.elected_at}: its rule has no more.", field="seat"
        )
    return next((seat for seat in free if seat not in later), free[0])


def _elect(term: ReadTerm, sourcing: Sourcing, by: Actor) -> None:
    import_term(
        term.convention,
        term.body,
        seat=term.seat,
        iso3=term.iso3,
        elected_at=term.elected_at,
        ends_at=term.ends_at,
        sourcing=sourcing,
        by=by,
    )


def _chair(term: ReadTerm, until_at: str, sourcing: Sourcing, by: Actor) -> bool:
    years: Mapping[str, Sequence[str]] = Offices(term.convention).chairs_of(term.body)
    if until_at in years.get(term.iso3, ()):
        return False
    try:
        choose_chair(term.convention, term.body, iso3=term.iso3, until_at=until_at, sourcing=sourcing, by=by)
    except RuleViolation as refusal:
        raise RuleViolation(refusal.message, source=refusal.source, field="chair_in") from refusal
    return True
