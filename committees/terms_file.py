"""Terms as one table: taken over whole or not at all, each error with its row and column.

A row is one term of one State in one body. Rows are taken in the order of the meetings that elected, chairs last; what
is on record already stays as it is.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from committees.queries.bodies import body_named
from committees.queries.offices import Offices
from committees.workflow.chairs import choose_chair
from committees.workflow.subjects import hold_body
from committees.workflow.terms import composition_for, import_term
from conventions.meeting_order import MeetingOrder
from conventions.registry import get_convention
from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import RuleViolation, Shortcomings
from core.sheets.reading import Row
from core.wording import counted
from states_parties.facts import Sourcing
from states_parties.queries.states import find_state, unknown_state

COLUMNS = ("convention", "body", "seat", "state", "role", "elected_at", "ends_at", "chair_in", "decided_so")
NEEDED = ("convention", "body", "state", "elected_at")


@dataclass(frozen=True)
class ReadTerm:
    """A row as values. seat 0: the first that is free. chair_in: meetings that close the years of its chair.

    decided_so: why it chairs before the year in which the body has a member chair.
    """

    row: int
    convention: str
    body: str
    seat: int
    iso3: str
    elected_at: str
    ends_at: str
    chair_in: tuple[str, ...]
    decided_so: str


@dataclass(frozen=True)
class ImportedTerms:
    """How many terms and chairs are new, and how many rows said what was on record.

    remarks: what is unusual in a new term, each with its row and column.
    """

    terms: int
    chairs: int
    unchanged: int
    remarks: tuple[str, ...] = ()

    @property
    def in_words(self) -> str:
        """5 new terms, 1 new chair, 2 on record already"""
        new = f"{counted(self.terms, 'new term', 'new terms')}, {counted(self.chairs, 'new chair', 'new chairs')}"
        return f"{new}, {self.unchanged} on record already"


def import_terms(rows: Iterable[Row], *, only: str = "", sourcing: Sourcing, by: Actor) -> ImportedTerms:
    """Every row is on record; Shortcomings names each row and column that is wrong, and nothing was taken over.

    only: the Convention whose terms are taken over, "" for all.
    """
    errors: list[tuple[int, str]] = []
    read = [term for row in rows if (term := _attempt(row.number, errors, _read, row, only)) is not None]
    for convention, body in sorted({(term.convention, term.body) for term in read}):
        hold_body(convention, body)
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
    new = [term for term, taken in seated if taken]
    remarks = tuple(remark for term in sorted(new, key=lambda term: term.row) if (remark := _remark(term)))
    found = ImportedTerms(len(new), sum(bool(taken) for taken in chaired), len(seated) - len(new), remarks)
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


def _read(row: Row, only: str) -> ReadTerm:
    cells = {column: row.cells.get(column, "").strip() for column in COLUMNS}
    for column in NEEDED:
        if not cells[column]:
            raise RuleViolation("This cell cannot be empty.", field=column)
    convention = get_convention(cells["convention"].upper()).code
    if only and convention != only:
        raise RuleViolation(
            f"Terms of the {only} are taken over here; those of the {convention} on its own page.", field="convention"
        )
    body = body_named(cells["body"], convention=convention)
    order = Offices(convention).order
    state = find_state(cells["state"])
    if state is None:
        raise RuleViolation(unknown_state(cells["state"]), field="state")
    elected_at = order.get(cells["elected_at"], field="elected_at").short
    term = ReadTerm(
        row=row.number,
        convention=convention,
        body=body.slug,
        seat=_seat_number(cells["seat"]),
        iso3=state.iso3,
        elected_at=elected_at,
        ends_at=_end(cells["ends_at"], order),
        chair_in=tuple(_chair_years(cells["chair_in"], order)),
        decided_so=cells["decided_so"],
    )
    _check_role(cells["role"], term)
    return term


def _seat_number(text: str) -> int:
    """0 where none is given."""
    if text.isascii() and text.isdecimal() and len(text) < 4:
        return int(text)
    numbers = re.findall(r"[0-9]{1,3}", text)
    if text:
        alone = f"the number alone: {numbers[0]}" if len(numbers) == 1 else "a number, such as 1"
        raise RuleViolation(f"“{text[:20]}” is not the number of a seat. Write {alone}.", field="seat")
    return 0


def _end(text: str, order: MeetingOrder) -> str:
    """The meeting with which the term ends; "" where none is given: then it ends by the rule of the body."""
    if re.fullmatch("[0-9]{1,3}(MSP|RC)", text.upper()) and order.find(text) is None:
        raise RuleViolation(
            f"The calendar of the {order.convention} does not reach to a {text.upper()}. Leave the cell empty: the end "
            "then follows from the rule of the body, with whatever meeting that will be.",
            field="ends_at",
        )
    return order.get(text, field="ends_at").short if text else ""


def _chair_years(text: str, order: MeetingOrder) -> Iterator[str]:
    """Meetings that close a year of the chair: "20MSP", or 2022 for the one meeting that closed in that year."""
    for part in (part.strip() for part in text.replace(",", ";").split(";")):
        if part.isascii() and part.isdecimal() and len(part) == 4:
            found = order.of_year(int(part))
            if not found:
                raise RuleViolation(f"No formal meeting of the {order.convention} closed in {part}.", field="chair_in")
            if len(found) > 1:
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


def _remark(term: ReadTerm) -> str:
    """What is to be said of a term that is longer or shorter than the rule of the body; "" for nothing."""
    if not term.ends_at:
        return ""
    offices = Offices(term.convention)
    composition = composition_for(offices, term.body, on=offices.order.changes_on(term.elected_at))
    lasts = offices.order.place(term.ends_at) - offices.order.place(term.elected_at)
    if lasts == composition.term_meetings:
        return ""
    name, body = offices.states[term.iso3].name, offices.bodies[term.body].name_en
    long = counted(lasts, "formal meeting", "formal meetings")
    return (
        f"row {term.row}, ends_at: {name} would be in the {body} for {long}, from the {term.elected_at} to the "
        f"{term.ends_at}; by its rule a term lasts for {composition.term_meetings}."
    )


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
            f"{'The one seat' if seats == 1 else f'All {seats} seats'} of the {name} {'is' if seats == 1 else 'are'} "
            f"held after the {term.elected_at}: its rule has no more.",
            field="seat",
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
        choose_chair(
            term.convention,
            term.body,
            iso3=term.iso3,
            until_at=until_at,
            decided_so=term.decided_so,
            sourcing=sourcing,
            by=by,
        )
    except RuleViolation as refusal:
        field = refusal.field if refusal.field in COLUMNS and refusal.field != "state" else "chair_in"
        raise RuleViolation(refusal.message, source=refusal.source, field=field) from refusal
    return True
