"""Audiences: those saved under a name, and who was in and out when a campaign was drafted."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, exists, select

from core.db import db
from core.errors import NotFound
from correspondence.models.audiences import SavedAudience
from correspondence.models.campaigns import AudienceState, Campaign, Letter
from correspondence.rules.audience import Audience, NamedState
from correspondence.rules.groups import in_words
from states_parties.models import State


def saved_audiences(convention: str) -> Sequence[SavedAudience]:
    """Those in use, by name."""
    return db.session.scalars(
        select(SavedAudience)
        .where(SavedAudience.convention == convention, SavedAudience.retired_at.is_(None))
        .order_by(SavedAudience.name)
    ).all()


def find_saved(convention: str, audience_id: int | None) -> SavedAudience | None:
    """An audience of this Convention that is in use."""
    return next((each for each in saved_audiences(convention) if each.id == audience_id), None)


def get_saved(convention: str, audience_id: int) -> SavedAudience:
    """Also a retired one; NotFound for one of another Convention."""
    found = db.session.get(SavedAudience, audience_id)
    if found is None or found.convention != convention:
        raise NotFound(f"The {convention} has no saved audience {audience_id}.")
    return found


def audience_on_record(row: SavedAudience | Campaign) -> Audience:
    """What a saved audience or a campaign says of whom it is for."""
    condition = row.condition if isinstance(row, SavedAudience) else row.audience
    return Audience(condition, _named(row.also), _named(row.besides))


def audience_in_words(campaign: Campaign, labels: Mapping[str, str]) -> str:
    """For whom the campaign is. One that corrects or reminds is for some of the States that another was for."""
    condition = in_words(campaign.audience, labels)
    before = db.session.get(Campaign, campaign.parent_id) if campaign.parent_id else None
    if before is None:
        return _alone(campaign) or condition
    if is_corrigendum(campaign):
        return f"the States whose letters of “{before.title}” are corrected"
    return (
        f"those written to in “{before.title}” for which still: {condition}" if campaign.send_condition else condition
    )


def _alone(campaign: Campaign) -> str:
    """The State that a letter about something is for, where it is for that State alone; else empty."""
    names = [name for row, name, _slug in snapshot_of(campaign)] if campaign.about else []
    return f"{names[0]} alone" if len(names) == 1 else ""


def is_corrigendum(campaign: Campaign) -> bool:
    """Whether its letters correct those of another: it is for their States and no others, whatever a condition says."""
    corrects = exists().where(Letter.campaign_id == campaign.id, Letter.corrects_id.is_not(None))
    return bool(db.session.scalar(select(corrects)))


def snapshot_of(campaign: Campaign) -> Sequence[Row[AudienceState, str, str]]:
    """Every State Party of the day with list name and slug: in or out, and why; in the order of names."""
    return db.session.execute(
        select(AudienceState, State.list_en, State.slug)
        .join(State, State.iso3 == AudienceState.iso3)
        .where(AudienceState.campaign_id == campaign.id)
        .order_by(State.list_en)
    ).all()


def _named(rows: Sequence[Any]) -> tuple[NamedState, ...]:
    return tuple(NamedState(row["iso3"], row["reason"]) for row in rows)
