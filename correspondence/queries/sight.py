"""Which campaigns a person may read: a draft is its author's office's own until a committee was shown it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from flask import current_app
from sqlalchemy import select, union

from core.db import db
from core.permissions import Grant
from correspondence.models.approval import Approval, Circulation
from correspondence.models.campaigns import Campaign, CampaignState
from correspondence.queries.approvers import drafts_for


@dataclass(frozen=True)
class Admitted:
    """Readers of a letter that others do not read. body: its slug. states, kept_from: ISO codes of States.

    Whoever acts for a State that it is kept from neither reads nor hears of it.
    """

    body: str
    states: frozenset[str]
    kept_from: frozenset[str]


def readable_by(
    campaigns: Collection[Campaign], given: Sequence[Grant], by_office: Callable[[], Sequence[Grant]], *, on: date
) -> set[int]:
    """Ids of those that a person may read that day, among campaigns of Conventions whose letters they read.

    given: roles of their account; by_office: those that come with an office, read only where it depends on them. What
    was circulated or approved at any time stays readable, also once it is withdrawn or cancelled. What a room keeps
    from the person signed in ("closed letters" in application.py) is read by nobody else but those whom it names.
    """
    drafts = [each for each in campaigns if each.state not in (CampaignState.APPROVED, CampaignState.RELEASED)]
    closed = _not_theirs(drafts, given, on=on)
    closed = _not_theirs(closed, by_office(), on=on) if closed else []
    return {each.id for each in campaigns} - ({each.id for each in closed} - _shown(closed)) - _kept_back(campaigns)


def _kept_back(campaigns: Collection[Campaign]) -> set[int]:
    """Those about something that a higher room shows to few; only campaigns about something can be."""
    about_something = [each for each in campaigns if each.about]
    rooms: Sequence[Callable[[Sequence[Campaign]], set[int]]] = current_app.extensions["closed letters"]
    return set().union(*(closed(about_something) for closed in rooms)) if about_something else set()


def admitted_to(campaign: Campaign, *, on: date) -> Admitted | None:
    """Who alone reads the campaign, where a higher room keeps it from others; None where nobody does."""
    rooms: Sequence[Callable[..., Admitted | None]] = current_app.extensions["letters of few"]
    found = (of_few(campaign, on=on) for of_few in rooms) if campaign.about else ()
    return next((each for each in found if each is not None), None)


def _not_theirs(campaigns: Collection[Campaign], grants: Sequence[Grant], *, on: date) -> list[Campaign]:
    return [
        each
        for each in campaigns
        if not drafts_for(grants, each.signatory, each.body, convention=each.convention, on=on)
    ]


def _shown(campaigns: Collection[Campaign]) -> set[int]:
    """Those that a committee or an approver was shown."""
    if not campaigns:
        return set()
    ids = [each.id for each in campaigns]
    shown = union(
        select(Circulation.campaign_id).where(Circulation.campaign_id.in_(ids)),
        select(Approval.campaign_id).where(Approval.campaign_id.in_(ids)),
    )
    return set(db.session.scalars(shown))
