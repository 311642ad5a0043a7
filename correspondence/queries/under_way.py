"""The campaigns of a Convention that are not over, each with what of it waits for a person."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select

from core.db import db
from correspondence.models.campaigns import Campaign, CampaignState, Letter, LetterState, Signatory
from correspondence.queries.balance import Outlook, outlooks
from correspondence.queries.circulations import BeforeItsBody, circulated_now
from correspondence.rules.circulation import Stage
from correspondence.rules.standing import OVER


@dataclass(frozen=True)
class UnderWay:
    """letters: in all. before: how it stands before its body, None where it is not circulated.

    anew: of an approved campaign, letters written anew that wait for approval.
    """

    campaign: Campaign
    letters: int
    outlook: Outlook
    before: BeforeItsBody | None
    anew: int

    @property
    def waits_for_approval(self) -> bool:
        """As `step_before_approval` has it, addresses apart."""
        if self.campaign.state is CampaignState.CIRCULATED:
            return self.before is not None and self.before.stage is Stage.ACCEPTED
        return self.campaign.state is CampaignState.DRAFT and self.campaign.signatory is not Signatory.CHAIR


def under_way(convention: str, *, at: datetime) -> list[UnderWay]:
    """The newest first; five questions, however many campaigns there are."""
    rows = db.session.execute(
        select(Campaign, func.count(Letter.id), func.count(case((Letter.state == LetterState.DRAFT, 1))))
        .outerjoin(Letter)
        .where(Campaign.convention == convention)
        .group_by(Campaign.id)
        .order_by(Campaign.id.desc())
    ).all()
    outlook = outlooks([campaign for campaign, _letters, _drafts in rows], at=at)
    circulated = [campaign.id for campaign, _letters, _drafts in rows if campaign.state is CampaignState.CIRCULATED]
    before = circulated_now(circulated, at=at)
    found = [
        UnderWay(
            campaign,
            letters,
            outlook[campaign.id],
            before.get(campaign.id),
            anew=drafts if campaign.state in (CampaignState.APPROVED, CampaignState.RELEASED) else 0,
        )
        for campaign, letters, drafts in rows
    ]
    return [one for one in found if one.outlook.standing not in OVER]
