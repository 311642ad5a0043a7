"""Which campaigns a person may read: a draft is its author's office's own until a committee was shown it."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select, union

from core.db import db
from core.permissions import Grant
from correspondence.models.approval import Approval, Circulation
from correspondence.models.campaigns import Campaign, CampaignState
from correspondence.queries.approvers import drafts_for


def readable_by(grants: Sequence[Grant], campaigns: Collection[Campaign], *, on: date) -> set[int]:
    """Ids of those that whoever holds these grants may read that day, among campaigns of Conventions they read.

    What was circulated or approved at any time stays readable, also once it is withdrawn or cancelled.
    """
    found = {
        each.id
        for each in campaigns
        if each.state in (CampaignState.APPROVED, CampaignState.RELEASED)
        or drafts_for(grants, each.signatory, each.body, convention=each.convention, on=on)
    }
    others = {each.id for each in campaigns} - found
    if not others:
        return found
    shown = union(
        select(Circulation.campaign_id).where(Circulation.campaign_id.in_(others)),
        select(Approval.campaign_id).where(Approval.campaign_id.in_(others)),
    )
    return found | set(db.session.scalars(shown))
