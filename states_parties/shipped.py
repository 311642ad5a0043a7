"""The registers that come with the product: each file, its table, and how a row is read."""

import re
import unicodedata
from pathlib import Path
from typing import Any

from core.registers import cells
from core.registers.cells import Row
from core.registers.loading import Register, Values
from states_parties.models import (
    Article7Report,
    ClosureSubject,
    Confidence,
    DeadlineExtension,
    Membership,
    Mission,
    Obligation,
    Office,
    Precision,
    RegisterClosure,
    ReportKind,
    RetainedItems,
    State,
    Statement,
)

FOLDER = Path(__file__).parent / "registers"


def slug_of(name: str) -> str:
    """The State's name in an address: "Côte d'Ivoire" becomes cote-d-ivoire."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _sourced(row: Row) -> Values:
    return {"source": row["source"], "confidence": cells.word(row, "confidence", Confidence), "notes": row["notes"]}


def _texts(row: Row, *columns: str) -> dict[str, Any]:
    return {column: row[column] for column in columns}


_STATE_TEXTS = [
    column.name
    for column in State.__table__.columns
    if column.name not in ("slug", "language_confidence", "confidence")
]


def _state(row: Row) -> Values:
    return {
        **_texts(row, *_STATE_TEXTS),
        "slug": slug_of(row["name_en"]),
        "language_confidence": cells.word(row, "language_confidence", Confidence),
        **_sourced(row),
    }


def _membership(row: Row) -> Values:
    return {
        **_texts(row, "convention", "iso3", "instrument"),
        **{
            column: cells.day(row, column)
            for column in (
                "signature_on",
                "deposited_on",
                "entry_into_force_on",
                "withdrawal_notified_on",
                "withdrawal_effective_on",
            )
        },
        "deposit_year": cells.number(row, "deposit_year"),
        **_sourced(row),
    }


def _obligation(row: Row) -> Values:
    if row["completed_on"]:
        cells.last_day(row, "completed_on")
    return {
        **_texts(row, "convention", "iso3", "article", "completed_on", "status", "undecided_requests_at"),
        "initial_deadline": cells.day(row, "initial_deadline"),
        **_sourced(row),
    }


def _extension(row: Row) -> Values:
    return {
        **_texts(row, "convention", "iso3", "article", "granted_at"),
        "number": cells.needed_number(row, "order"),
        "extended_to": cells.needed_day(row, "extended_to"),
        **_sourced(row),
    }


def _retained(row: Row) -> Values:
    return {
        **_texts(row, "convention", "iso3"),
        "as_of_year": cells.number(row, "as_of_year"),
        "quantity": cells.needed_number(row, "quantity"),
        **_sourced(row),
    }


def _report(row: Row) -> Values:
    return {
        **_texts(row, "convention", "iso3"),
        "kind": cells.word(row, "kind", ReportKind),
        "year_covered": cells.number(row, "year_covered"),
        "received_on": cells.last_day(row, "received_on" if row["received_on"] else "report_year"),
        "received_precision": cells.word(row, "received_precision", Precision, otherwise=Precision.YEAR),
        **_sourced(row),
    }


def _closure(row: Row) -> Values:
    return {
        **_texts(row, "convention"),
        "subject": cells.word(row, "subject", ClosureSubject),
        "year_covered": cells.number(row, "year_covered"),
        "complete_as_of": cells.needed_day(row, "complete_as_of"),
        **_sourced(row),
    }


def _statement(row: Row) -> Values:
    return {
        **_texts(row, "convention", "iso3", "subject", "status"),
        "starts_on": cells.needed_day(row, "since_on"),
        "ends_before": cells.day(row, "until_on"),
        **_sourced(row),
    }


def _contact(row: Row) -> Values:
    return {
        **_texts(row, "iso3", "city", "email", "person_name", "head_kind", "honorific", "gender", "language"),
        "office": cells.word(row, "office", Office),
        "post_name": row["post_name_en"],
        "address_lines": row["address_lines"].replace(" | ", "\n"),
        "starts_on": cells.needed_day(row, "valid_from"),
        "confirmed_on": cells.day(row, "confirmed_on"),
        **_sourced(row),
    }


_BOND = ("convention", "iso3", "deposited_on")
REGISTERS = (
    Register("states", FOLDER / "states.csv", State, ("iso3",), _state),
    Register("memberships", FOLDER / "memberships.csv", Membership, _BOND, _membership),
    Register("deadlines", FOLDER / "deadlines.csv", Obligation, ("convention", "iso3", "article"), _obligation),
    Register(
        "deadline extensions",
        FOLDER / "deadline_extensions.csv",
        DeadlineExtension,
        ("convention", "iso3", "article", "number"),
        _extension,
    ),
    Register("retained", FOLDER / "retained.csv", RetainedItems, ("convention", "iso3", "as_of_year"), _retained),
    Register(
        "article 7 reports",
        FOLDER / "article7_reports.csv",
        Article7Report,
        ("convention", "iso3", "kind", "received_on", "year_covered"),
        _report,
    ),
    Register(
        "register closures",
        FOLDER / "closures.csv",
        RegisterClosure,
        ("convention", "subject", "year_covered"),
        _closure,
    ),
    Register(
        "statements",
        FOLDER / "obligations.csv",
        Statement,
        ("convention", "iso3", "subject", "status", "starts_on"),
        _statement,
    ),
)
DEMONSTRATION_CONTACTS = Register(
    "demonstration contacts", FOLDER / "demo_contacts.csv", Mission, ("iso3", "office", "starts_on"), _contact
)
