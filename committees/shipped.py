"""The registers of offices that come with the product: each file, its table, and how a row is read."""

from pathlib import Path

from committees.models.bodies import Body, BodyKind, ChairRule, Composition, Mandate, Place, PlaceKind, PlaceOf
from committees.models.papers import Priority
from committees.models.reforms import ProposalKind, ProposalState, ReformProposal, Scenario
from committees.models.terms import Chairing, Representative, RepresentativeKind, Term, TermBasis
from committees.models.work import Activity, ActivityKind
from core.registers import cells
from core.registers.cells import Row
from core.registers.loading import Register, Values
from states_parties.models import Confidence

FOLDER = Path(__file__).parent / "registers"
BETWEEN_POINTS = "|"


def _texts(row: Row, *columns: str) -> Values:
    return {column: row[column] for column in columns}


def _sourced(row: Row) -> Values:
    return {"source": row["source"], "confidence": cells.word(row, "confidence", Confidence), "notes": row["notes"]}


def _period(row: Row) -> Values:
    return {"starts_on": cells.needed_day(row, "starts_on"), "ends_before": cells.day(row, "ends_before")}


def _points(row: Row, column: str) -> list[str]:
    return [point.strip() for point in row[column].split(BETWEEN_POINTS) if point.strip()]


def _body(row: Row) -> Values:
    return {
        **_texts(row, "convention", "slug", "name_en", "name_fr", "name_es", "short", "established_at"),
        "kind": cells.word(row, "kind", BodyKind),
        "discontinued_at": "",
        **_period(row),
        **_sourced(row),
    }


def _composition(row: Row) -> Values:
    return {
        **_texts(row, "convention", "body", "seat_role", "decided_at", "document", "paragraph"),
        "seats": cells.needed_number(row, "seats"),
        "term_meetings": cells.needed_number(row, "term_meetings"),
        "renewed_each_time": cells.number(row, "renewed_each_time"),
        "chair_rule": cells.word(row, "chair_rule", ChairRule),
        "holder_stays": row["holder_stays"] == "yes",
        "mixes": _points(row, "mixes"),
        **_period(row),
        **_sourced(row),
    }


def _place(row: Row) -> Values:
    return {
        **_texts(row, "convention", "body", "name"),
        "kind": cells.word(row, "kind", PlaceKind),
        "of": cells.word(row, "of", PlaceOf),
        **_period(row),
        **_sourced(row),
    }


def _mandate(row: Row) -> Values:
    return {
        **_texts(row, "convention", "body", "decided_at", "document", "paragraph"),
        "version": cells.needed_number(row, "version"),
        "points": _points(row, "points"),
        **_period(row),
        **_sourced(row),
    }


def _term(row: Row) -> Values:
    return {
        **_texts(row, "convention", "body", "iso3", "elected_at", "counted_from", "ends_at"),
        "seat": cells.needed_number(row, "seat"),
        "basis": cells.word(row, "basis", TermBasis),
        "starts_on": cells.day(row, "starts_on"),
        "lasts_meetings": cells.number(row, "lasts_meetings"),
        "ended_before": None,
        "end_reason": "",
        **_sourced(row),
    }


def _chairing(row: Row) -> Values:
    own = _texts(row, "convention", "body", "iso3", "until_at")
    return {**own, "starts_on": None, "ended_before": None, **_sourced(row)}


def _representative(row: Row) -> Values:
    return {
        **_texts(row, "convention", "body", "iso3", "person_name", "honorific", "function"),
        "kind": cells.word(row, "kind", RepresentativeKind),
        "email": "",
        "account_id": None,
        **_period(row),
        **_sourced(row),
    }


def _scenario(row: Row) -> Values:
    return {**_texts(row, "convention", "slug", "title", "description"), **_sourced(row)}


_PROPOSAL_TEXTS = (
    *("convention", "scenario", "title", "body", "into_body", "institution"),
    *("document", "paragraph", "decided_at"),
)


def _proposal(row: Row) -> Values:
    return {
        **_texts(row, *_PROPOSAL_TEXTS),
        "number": cells.needed_number(row, "number"),
        "kind": cells.word(row, "kind", ProposalKind),
        "added": _points(row, "added"),
        "dropped": _points(row, "dropped"),
        "seats": cells.number(row, "seats"),
        "renewed_each_time": cells.number(row, "renewed_each_time"),
        "state": cells.word(row, "state", ProposalState),
        "decided_on": cells.day(row, "decided_on"),
        "decision_document": "",
        "decision_paragraph": "",
        **_sourced(row),
    }


_ACTIVITY_TEXTS = ("convention", "body", "when_told", "what", "to_whom", "with_whom", "purpose", "details")


def _activity(row: Row) -> Values:
    return {
        **_texts(row, *_ACTIVITY_TEXTS),
        "number": cells.needed_number(row, "number"),
        "kind": cells.word(row, "kind", ActivityKind),
        "starts_on": cells.needed_day(row, "starts_on"),
        "ends_on": cells.needed_day(row, "ends_on"),
        "count": cells.number(row, "count"),
        "iso3s": row["iso3s"].split(),
        "private": False,
        "withdrawn": "",
        "file_id": None,
        "subject_kind": "",
        "subject_id": "",
        **_sourced(row),
    }


def _priority(row: Row) -> Values:
    return {
        **_texts(row, "convention", "body", "text"),
        "year": cells.needed_number(row, "year"),
        "number": cells.needed_number(row, "number"),
        **_sourced(row),
    }


REGISTERS = (
    Register("bodies", FOLDER / "bodies.csv", Body, ("convention", "slug"), _body),
    Register(
        "compositions", FOLDER / "compositions.csv", Composition, ("convention", "body", "starts_on"), _composition
    ),
    Register("places", FOLDER / "places.csv", Place, ("convention", "body", "of", "name", "starts_on"), _place),
    Register("mandates", FOLDER / "mandates.csv", Mandate, ("convention", "body", "version"), _mandate),
    Register(
        "terms", FOLDER / "terms.csv", Term, ("convention", "body", "seat", "iso3", "elected_at", "starts_on"), _term
    ),
    Register("chairings", FOLDER / "chairings.csv", Chairing, ("convention", "body", "iso3", "until_at"), _chairing),
    Register(
        "representatives",
        FOLDER / "representatives.csv",
        Representative,
        ("convention", "body", "iso3", "kind", "person_name", "starts_on"),
        _representative,
    ),
    Register("scenarios", FOLDER / "scenarios.csv", Scenario, ("convention", "slug"), _scenario),
    Register("proposals", FOLDER / "proposals.csv", ReformProposal, ("convention", "scenario", "number"), _proposal),
)

DEMONSTRATION_WORK = (
    Register(
        "demonstration activities",
        FOLDER / "demo_activities.csv",
        Activity,
        ("convention", "body", "number"),
        _activity,
    ),
    Register(
        "demonstration priorities",
        FOLDER / "demo_priorities.csv",
        Priority,
        ("convention", "body", "year", "number"),
        _priority,
    ),
)
