"""Reading dossiers: one, those of a State, those that a meeting considers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from core.db import db
from core.errors import NotFound
from extension_requests.models.dossiers import Dossier
from extension_requests.models.past import PastRequest
from extension_requests.rules.decisions import WITH_FINAL_TEXT
from extension_requests.rules.machine import OPEN, RequestState
from states_parties.models import State
from states_parties.queries.states import get_state


def get_dossier(convention: str, article: str, iso3: str, number: int) -> Dossier:
    """NotFound where the State has no such request under the article in this house."""
    found = db.session.scalars(
        select(Dossier).where(
            Dossier.convention == convention,
            Dossier.article == article,
            Dossier.iso3 == iso3,
            Dossier.number == number,
        )
    ).one_or_none()
    if found is None:
        raise NotFound(f"There is no dossier of request {number} under Article {article}.")
    return found


def dossier_and_state(convention: str, article: str, text: str, number: int) -> tuple[Dossier, Any]:
    """The dossier with the row of its State, which goes by its name in addresses or another name of it.

    NotFound. One query for the name in addresses.
    """
    found = db.session.execute(
        select(Dossier, State)
        .join(State, State.iso3 == Dossier.iso3)
        .where(
            Dossier.convention == convention,
            Dossier.article == article,
            Dossier.number == number,
            State.slug == text,
        )
    ).one_or_none()
    if found is not None:
        return found[0], found[1]
    state = get_state(text)
    return get_dossier(convention, article, state.iso3, number), state


def open_dossier(convention: str, article: str, iso3: str) -> Dossier | None:
    """The one that is not decided yet."""
    return _one(convention, article, iso3, *OPEN)


def followed_dossier(convention: str, article: str, iso3: str) -> Dossier | None:
    return _one(convention, article, iso3, RequestState.FOLLOW_UP)


def granted_before(dossier: Dossier) -> Dossier | None:
    """The last request before this one about the same obligation that was granted, whatever became of it since."""
    return db.session.scalars(
        select(Dossier)
        .where(
            Dossier.convention == dossier.convention,
            Dossier.article == dossier.article,
            Dossier.iso3 == dossier.iso3,
            Dossier.number < dossier.number,
            Dossier.state.in_(WITH_FINAL_TEXT),
        )
        .order_by(Dossier.number.desc())
        .limit(1)
    ).one_or_none()


def dossiers_of(convention: str, *, iso3: str | None = None, meeting: str | None = None) -> Sequence[Any]:
    """Rows of dossiers with the State's slug and English list name, by article, name and number; one query."""
    wanted: Select[Any] = (
        select(*Dossier.__table__.c, State.slug, State.list_en)
        .join(State, State.iso3 == Dossier.iso3)
        .where(Dossier.convention == convention)
        .order_by(Dossier.article, State.list_en, Dossier.number)
    )
    if iso3 is not None:
        wanted = wanted.where(Dossier.iso3 == iso3)
    if meeting is not None:
        wanted = wanted.where(Dossier.meeting == meeting)
    return db.session.execute(wanted).all()


def next_number(convention: str, article: str, iso3: str) -> int:
    """One more than the last request about the obligation, those that were decided before this house among them."""
    last = [
        db.session.scalar(
            select(func.max(number)).where(model.convention == convention, model.article == article, model.iso3 == iso3)
        )
        for model, number in ((Dossier, Dossier.number), (PastRequest, PastRequest.request_no))
    ]
    return max((each for each in last if each is not None), default=0) + 1


def _one(convention: str, article: str, iso3: str, *states: RequestState) -> Dossier | None:
    return db.session.scalars(
        select(Dossier).where(
            Dossier.convention == convention,
            Dossier.article == article,
            Dossier.iso3 == iso3,
            Dossier.state.in_(states),
        )
    ).one_or_none()
