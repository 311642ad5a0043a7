"""States and what is registered about them, for tests. Nothing is committed."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from core.audit.workflow import Actor
from core.db import db
from states_parties.facts import Sourcing
from states_parties.models import Article7Report, Confidence, DeadlineExtension, Membership, Obligation, State

OFFICER = Actor("Ada Officer", datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
NOTE = Sourcing("note verbale of 1 March", "high")
_SOURCED = {"source": "page", "confidence": Confidence.HIGH, "notes": ""}
_letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_numbers = count()


def make_state(name: str = "", **columns: Any) -> State:
    """A State with an invented code (Z..) and the grammar of a name without article."""
    number = next(_numbers)
    iso3 = f"Z{_letters[number // 26 % 26]}{_letters[number % 26]}"
    name = name or f"State {iso3}"
    names = {f"{form}_{language}": name for form in ("name", "list", "official") for language in ("en", "fr", "es")}
    articles = dict.fromkeys(
        ("article_en", "article_fr", "article_es", "official_article_fr", "official_article_es"), "-"
    )
    state = State(
        **{
            **names,
            **articles,
            "iso3": iso3,
            "iso2": iso3[:2],
            "m49": "999",
            "slug": name.lower().replace(" ", "-"),
            "in_fr": "à",
            "un_status": "member",
            "un_regional_group": "WEOG",
            "m49_region": "Europe",
            "m49_subregion": "Western Europe",
            "language": "EN",
            "language_basis": "default",
            "language_confidence": Confidence.MEDIUM,
            **_SOURCED,
            **columns,
        }
    )
    return added(state)


def make_membership(state: State, convention: str = "APMBC", **columns: Any) -> Membership:
    return added(Membership(**{"convention": convention, "iso3": state.iso3, "instrument": "", **_SOURCED, **columns}))


def make_party(state: State, convention: str = "APMBC", *, in_force_on: date = date(2001, 3, 1)) -> Membership:
    """Bound by accession in the sixth month before `in_force_on`, the first of a month."""
    month = in_force_on.month - 6
    deposited_on = date(in_force_on.year + (month < 1) * -1, (month - 1) % 12 + 1, 15)
    return make_membership(
        state, convention, instrument="accession", deposited_on=deposited_on, entry_into_force_on=in_force_on
    )


def make_obligation(state: State, article: str = "5", convention: str = "APMBC", **columns: Any) -> Obligation:
    columns = {"initial_deadline": date(2011, 3, 1), "status": "open", **_SOURCED, **columns}
    return added(Obligation(convention=convention, iso3=state.iso3, article=article, **columns))


def make_extension(obligation: Obligation, number: int, extended_to: date, granted_at: str) -> DeadlineExtension:
    return added(
        DeadlineExtension(
            convention=obligation.convention,
            iso3=obligation.iso3,
            article=obligation.article,
            number=number,
            extended_to=extended_to,
            granted_at=granted_at,
            **_SOURCED,
        )
    )


def make_report(state: State, convention: str = "APMBC", **columns: Any) -> Article7Report:
    columns = {"received_precision": "day", "kind": "annual", **_SOURCED, **columns}
    return added(Article7Report(convention=convention, iso3=state.iso3, **columns))


def added(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row
