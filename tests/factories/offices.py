"""Bodies, their rules, terms and meetings for tests, in the open session."""

from datetime import date
from itertools import count
from typing import Any

from committees.models.bodies import Body, BodyKind, ChairRule, Composition
from committees.models.terms import Representative, RepresentativeKind, Term, TermBasis
from conventions.models import Meeting
from states_parties.models import Confidence
from tests.factories.states import added

SOURCED = {"source": "test", "confidence": Confidence.HIGH, "notes": ""}
_numbers = count(1)


def make_meeting(short: str, closes_on: date | None, convention: str = "APMBC", **columns: Any) -> Meeting:
    """A formal meeting of one day, its closing day; None: not fixed yet."""
    usual = {"full_name": f"Meeting {short}", "kind": "RC" if "RC" in short else "MSP", "source": "test"}
    days = {"starts_on": closes_on, "ends_on": closes_on, "confidence": "high"}
    return added(Meeting(**{"convention": convention, "short": short, **usual, **days, **columns}))


def make_body(slug: str = "", convention: str = "APMBC", **columns: Any) -> Body:
    """A committee from 2000 without end, without composition."""
    slug = slug or f"committee-{next(_numbers)}"
    name = slug.replace("-", " ").capitalize()
    names = {"name_en": name, "name_fr": name, "name_es": name, "short": name}
    usual = {"kind": BodyKind.COMMITTEE, "starts_on": date(2000, 1, 1), **names, **SOURCED}
    return added(Body(**{"convention": convention, "slug": slug, **usual, **columns}))


def make_composition(body: Body, **columns: Any) -> Composition:
    """Four members for two meetings, two of them renewed each time, a chair in its second year."""
    usual = {
        "seats": 4,
        "seat_role": "member",
        "term_meetings": 2,
        "renewed_each_time": 2,
        "chair_rule": ChairRule.SECOND_YEAR,
        "mixes": [],
        "starts_on": body.starts_on,
        **SOURCED,
    }
    return added(Composition(**{"convention": body.convention, "body": body.slug, **usual, **columns}))


def make_term(body: Body, seat: int, iso3: str, elected_at: str, **columns: Any) -> Term:
    """Elected at that meeting for the two that follow."""
    usual = {
        "basis": TermBasis.ELECTED,
        "elected_at": elected_at,
        "counted_from": elected_at,
        "lasts_meetings": 2,
        **SOURCED,
    }
    return added(
        Term(**{"convention": body.convention, "body": body.slug, "seat": seat, "iso3": iso3, **usual, **columns})
    )


def make_representative(body: Body, iso3: str, starts_on: date, **columns: Any) -> Representative:
    usual = {"kind": RepresentativeKind.REPRESENTATIVE, "person_name": "Ada Person", "starts_on": starts_on, **SOURCED}
    return added(Representative(**{"convention": body.convention, "body": body.slug, "iso3": iso3, **usual, **columns}))
