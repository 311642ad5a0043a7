"""The registers that come with the product: each file, its table, and how a row is read."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from core.periods import span_of
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
Row = Mapping[str, str]


def slug_of(name: str) -> str:
    """The State's name in an address: "Côte d'Ivoire" becomes cote-d-ivoire."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _day(row: Row, column: str) -> date | None:
    try:
        return date.fromisoformat(row[column]) if row[column] else None
    except ValueError:
        raise ValueError(f"column {column}: “{row[column]}” is not a day") from None


def _needed_day(row: Row, column: str) -> date:
    day = _day(row, column)
    if day is None:
        raise ValueError(f"column {column}: a day is needed")
    return day


def _number(row: Row, column: str) -> int | None:
    if row[column] and not row[column].isdigit():
        raise ValueError(f"column {column}: “{row[column]}” is not a whole number")
    return int(row[column]) if row[column] else None


def _sourced(row: Row) -> Values:
    return {"source": row["source"], "confidence": Confidence(row["confidence"]), "notes": row["notes"]}


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
        "language_confidence": Confidence(row["language_confidence"]),
        **_sourced(row),
    }


def _membership(row: Row) -> Values:
    return {
        **_texts(row, "convention", "iso3", "instrument"),
        **{
            column: _day(row, column)
            for column in (
                "signature_on",
                "deposited_on",
                "entry_into_force_on",
                "withdrawal_notified_on",
                "withdrawal_effective_on",
            )
        },
        "deposit_year": _number(row, "deposit_year"),
        **_sourced(row),
    }


def _obligation(row: Row) -> Values:
    if row["completed_on"]:
        span_of(row["completed_on"])
    return {
        **_texts(row, "convention", "iso3", "article", "completed_on", "status", "undecided_requests_at"),
        "initial_deadline": _day(row, "initial_deadline"),
        **_sourced(row),
    }


def _extension(row: Row) -> Values:
    return {
        **_texts(row, "convention", "iso3", "article", "granted_at"),
        "number": int(row["order"]),
        "extended_to": _needed_day(row, "extended_to"),
        **_sourced(row),
    }


def _retained(row: Row) -> Values:
    return {
        **_texts(row, "convention", "iso3"),
        "as_of_year": _number(row, "as_of_year"),
        "quantity": int(row["quantity"]),
        **_sourced(row),
    }


def _report(row: Row) -> Values:
    precision = Precision(row["received_precision"] or "year")
    return {
        **_texts(row, "convention", "iso3"),
        "kind": ReportKind(row["kind"]),
        "year_covered": _number(row, "year_covered"),
        "received_on": span_of(row["received_on"] or row["report_year"])[1],
        "received_precision": precision,
        **_sourced(row),
    }


def _closure(row: Row) -> Values:
    return {
        **_texts(row, "convention"),
        "subject": ClosureSubject(row["subject"]),
        "year_covered": _number(row, "year_covered"),
        "complete_as_of": _needed_day(row, "complete_as_of"),
        **_sourced(row),
    }


def _statement(row: Row) -> Values:
    return {
        **_texts(row, "convention", "iso3", "subject", "status"),
        "starts_on": _needed_day(row, "since_on"),
        "ends_before": _day(row, "until_on"),
        **_sourced(row),
    }


def _contact(row: Row) -> Values:
    return {
        **_texts(row, "iso3", "city", "email", "person_name", "head_kind", "honorific", "gender", "language"),
        "office": Office(row["office"]),
        "post_name": row["post_name_en"],
        "address_lines": row["address_lines"].replace(" | ", "\n"),
        "starts_on": _needed_day(row, "valid_from"),
        "confirmed_on": _day(row, "confirmed_on"),
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
