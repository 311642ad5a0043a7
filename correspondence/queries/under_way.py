"""The campaigns of a Convention that are not over, each with what of it waits for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select

from core.db import db
from correspondence.models.campaigns import Campaign, CampaignState, Letter, LetterState, Signatory
from correspondence.queries.balance import Outlook, outlooks
from correspondence.queries.circulations import BeforeItsBody, circulated_now
from correspondence.rules.circulation import Stage
from correspondence.rules.standing import OVER
from correspondence.rules.stands import stands_in_words

_TO_SEE = (LetterState.DRAFT, LetterState.APPROVED, LetterState.VOID)
_FROM_APPROVAL = (CampaignState.APPROVED, CampaignState.RELEASED)


@dataclass(frozen=True)
class UnderWay:
    """letters: in all. before: how it stands before its body, None where it is not circulated.

    Of an approved campaign, anew: letters written anew that wait for approval; ready: approved ones; void: those that
    somebody has to see to.
    """

    campaign: Campaign
    letters: int
    outlook: Outlook
    before: BeforeItsBody | None
    anew: int
    ready: int
    void: int

    @property
    def stands(self) -> tuple[str, str]:
        return stands_in_words(self.outlook.standing, self.before.stage if self.before else None)

    @property
    def newly_approved(self) -> int:
        """Letters approved after the release that nothing carries."""
        return max(self.outlook.unsettled - self.anew - self.void, 0)

    @property
    def waits_for_circulation(self) -> bool:
        return self.campaign.state is CampaignState.DRAFT and self.campaign.signatory is Signatory.CHAIR

    @property
    def waits_for_approval(self) -> bool:
        """As `step_before_approval` has it, addresses apart."""
        if self.campaign.state is CampaignState.CIRCULATED:
            return self.before is not None and self.before.stage is Stage.ACCEPTED
        return self.campaign.state is CampaignState.DRAFT and self.campaign.signatory is not Signatory.CHAIR


def under_way(convention: str, *, at: datetime) -> list[UnderWay]:
    """The newest first; five questions, however many campaigns there are."""
    in_state = [func.count(case((Letter.state == state, 1))) for state in _TO_SEE]
    rows: Sequence[Any] = db.session.execute(
        select(Campaign, func.count(Letter.id), *in_state)
        .outerjoin(Letter)
        .where(Campaign.convention == convention)
        .group_by(Campaign.id)
        .order_by(Campaign.id.desc())
    ).all()
    outlook = outlooks([row[0] for row in rows], at=at)
    circulated = [row[0].id for row in rows if row[0].state is CampaignState.CIRCULATED]
    before = circulated_now(circulated, at=at)
    found = [
        UnderWay(
            campaign,
            letters,
            outlook[campaign.id],
            before.get(campaign.id),
            anew=drafts if campaign.state in _FROM_APPROVAL else 0,
            ready=approved,
            void=void if campaign.state in _FROM_APPROVAL else 0,
        )
        for campaign, letters, drafts, approved, void in rows
    ]
    return [one for one in found if one.outlook.standing not in OVER]
