"""What comes before an approval: whom a draft goes to, what they said of it, and whose letters they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_login import current_user

from committees.queries.offices import Offices
from committees.queries.rosters import roster
from core.clock import now, today
from core.permissions import Right, may
from correspondence.models.approval import Circulation, Remark, RemarkKind
from correspondence.models.campaigns import Campaign, CampaignState
from correspondence.queries.approvers import SigningOffice, signing_office
from correspondence.queries.circulations import body_before, circulations_of, remarks_of, stage_of
from correspondence.routes.counter import drafts_letters_of
from correspondence.rules.circulation import Stage


@dataclass(frozen=True)
class Before:
    """body: row of the body it is circulated to, None without one; members: its States of today. stage: of the last
    circulation. takes_remarks: whether members may still speak. may_change: whether the draft may be.
    """

    body: Any
    members: Sequence[str]
    circulations: Sequence[Circulation]
    stages: Mapping[int, Stage]
    remarks: Mapping[int, list[Any]]
    office: SigningOffice
    takes_remarks: bool
    may_change: bool

    @property
    def stage(self) -> Stage | None:
        return self.stages[self.circulations[0].id] if self.circulations else None

    @property
    def unsettled(self) -> list[Remark]:
        """Of the last circulation what nobody has answered, objections first."""
        said = [row[0] for row in self.remarks[self.circulations[0].id]] if self.circulations else []
        waiting = [remark for remark in said if remark.settled_at is None]
        return sorted(waiting, key=lambda remark: remark.kind is not RemarkKind.OBJECTION)


def before_approval(campaign: Campaign) -> Before:
    offices = Offices(campaign.convention)
    body = body_before(offices, campaign, on=today())
    row = offices.bodies.get(body)
    members = [each.name for each in roster(offices, body, on=today()).states] if row else []
    circulations = circulations_of(campaign.id)
    stages = {each.id: stage_of(each, at=now()) for each in circulations}
    remarks: dict[int, list[Any]] = {each.id: [] for each in circulations}
    for said in remarks_of(campaign.id):
        remarks[said[0].circulation_id].append(said)
    last = circulations[0] if circulations else None
    return Before(
        body=row,
        members=list(dict.fromkeys(members)),
        circulations=circulations,
        stages=stages,
        remarks=remarks,
        office=signing_office(offices, campaign, on=today()),
        takes_remarks=bool(last and last.outcome is None and now() < last.closes_at),
        may_change=campaign.state is CampaignState.DRAFT
        or (campaign.state is CampaignState.CIRCULATED and last is not None and stages[last.id] is Stage.ACCEPTED),
    )


def speaks(campaign: Campaign, before: Before) -> bool:
    """Whether the person of this request may comment or object now."""
    body = before.body.slug if before.body else None
    return before.takes_remarks and may(Right.COMMENT_COMMITTEE_WORK, convention=campaign.convention, body=body)


def settles(campaign: Campaign, remark: Remark) -> bool:
    """Whether the person of this request may say what came of a remark: who drafts the letters, or who made it."""
    return drafts_letters_of(campaign) or remark.made_by_id == current_user.id
