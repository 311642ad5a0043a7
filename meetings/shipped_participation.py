"""What comes with the product about papers and people: sponsorship of past years, and a meeting to look at.

The papers and participants of the meeting are a demonstration: invented persons, and symbols as of a later meeting.
"""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from conventions.models import Meeting
from conventions.registry import get_convention
from core.db import Model, db
from core.registers import cells
from core.registers.cells import Row
from core.registers.loading import Register, Values
from meetings.models.papers import LanguageState, MeetingPaper, PaperLanguage
from meetings.models.people import Credentials, Delegate, Invitation, MeetingDelegation, OrganisationKind
from meetings.models.sponsorship import SponsorshipRound
from meetings.models.timetable import Gender
from meetings.rules.slotting import Origin, PaperState, Timing
from meetings.rules.symbols import parse_symbol
from states_parties.models import Confidence

FOLDER = Path(__file__).parent / "registers"
FIGURES = ("told_amount", "told_delegates", "told_states", "told_donors")


def _meeting_id(row: Row) -> int:
    found = db.session.scalar(
        select(Meeting.id).where(Meeting.convention == row["convention"], Meeting.short == row["meeting"])
    )
    if found is None:
        raise ValueError(f"column meeting: {row['meeting']} is not in the calendar")
    return found


def _round(row: Row) -> Values:
    return {
        **{name: row[name] for name in ("convention", "title", "currency", "source", "notes")},
        **{name: cells.number(row, name) for name in FIGURES},
        **{name: cells.needed_number(row, name) for name in ("first_year", "last_year", "meetings")},
        "meeting_id": _meeting_id(row) if row["meeting"] else None,
        "confidence": cells.word(row, "confidence", Confidence),
    }


def _paper(row: Row) -> Values:
    symbol = parse_symbol(get_convention(row["convention"]), row["symbol"])
    parent = db.session.scalar(select(MeetingPaper.id).where(MeetingPaper.symbol == str(symbol.parent)))
    texts = ("symbol", "title", "submitter", "late_because", "withdrawn_because", "source")
    return {
        **{name: row[name] for name in texts},
        "meeting_id": _meeting_id(row),
        "parent_id": parent,
        "slug": symbol.slug,
        "kind": symbol.kind,
        "timing": cells.word(row, "timing", Timing),
        "origin": cells.word(row, "origin", Origin),
        "iso3": row["iso3"] or None,
        "email": "",
        "state": cells.word(row, "state", PaperState),
        "forecast_on": None,
        "received_on": cells.day(row, "received_on"),
        "issued_on": cells.day(row, "issued_on"),
        "words": cells.number(row, "words"),
        "public_link": "",
    }


def _language(row: Row) -> Values:
    return {
        "paper_id": db.session.scalars(select(MeetingPaper.id).where(MeetingPaper.symbol == row["symbol"])).one(),
        "language": row["language"],
        "state": cells.word(row, "state", LanguageState),
        "since": cells.needed_day(row, "since"),
    }


def _delegation(row: Row) -> Values:
    kind = cells.word(row, "organisation_kind", OrganisationKind) if row["organisation_kind"] else None
    return {
        "meeting_id": _meeting_id(row),
        "iso3": row["iso3"] or None,
        "organisation": row["organisation"] or None,
        "organisation_kind": kind,
        "invitation": cells.word(row, "invitation", Invitation),
        "notified_on": cells.day(row, "notified_on"),
        "notified_by": row["notified_by"],
        "credentials": cells.word(row, "credentials", Credentials),
        "credentials_on": cells.day(row, "credentials_on"),
    }


def _delegate(row: Row) -> Values:
    of, kept = MeetingDelegation, row["delegation"]
    delegation = select(of.id).where(of.meeting_id == _meeting_id(row), (of.iso3 == kept) | (of.organisation == kept))
    return {
        **{name: row[name] for name in ("title", "name", "function")},
        "delegation_id": db.session.scalars(delegation).one(),
        "position": cells.needed_number(row, "position"),
        "head": row["head"] == "yes",
        "gender": cells.word(row, "gender", Gender) if row["gender"] else None,
        "survivor": row["survivor"] == "yes" if row["survivor"] else None,
        "consent_on": cells.day(row, "consent_on"),
        "first_day": None,
        "last_day": None,
    }


def _register(
    name: str, file: str, model: type[Model], key: tuple[str, ...], read: Callable[[Row], Values]
) -> Register:
    return Register(name, FOLDER / file, model, key, read)


SPONSORSHIP = _register("sponsorship", "sponsorship.csv", SponsorshipRound, ("convention", "title"), _round)

_DEMONSTRATION: tuple[tuple[str, type[Model], tuple[str, ...], Callable[[Row], Values]], ...] = (
    ("papers", MeetingPaper, ("symbol",), _paper),
    ("revised papers", MeetingPaper, ("symbol",), _paper),
    ("paper languages", PaperLanguage, ("paper_id", "language"), _language),
    ("delegations", MeetingDelegation, ("meeting_id", "iso3", "organisation"), _delegation),
    ("delegates", Delegate, ("delegation_id", "name"), _delegate),
)
# Revisions after what they revise, persons after their delegations: rows are found by what was loaded before.
DEMONSTRATION_PAPERS_AND_PEOPLE = tuple(
    Register(f"demonstration {name}", FOLDER / f"demo_{name.replace(' ', '_')}.csv", model, key, read)
    for name, model, key, read in _DEMONSTRATION
)
