"""The blueprint that the files of this counter share, and what several of them need."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from flask import Blueprint, abort
from flask_login import current_user

from core.clock import now, today
from core.permissions import Right, grants_by_office, may
from core.web import link
from correspondence.models.campaigns import Campaign
from correspondence.queries.approvers import drafts_for
from correspondence.queries.campaigns import campaigns_among, get_campaign
from correspondence.queries.second_letters import also_written_to, pending_from
from correspondence.queries.sight import readable_by
from correspondence.settings import office_addresses, settings
from correspondence.workflow.campaigns import Brief

blueprint = Blueprint("correspondence", __name__)

ONE = "/<convention:convention>/letters/<int:campaign_id>"

# What other files of the counter add to the page of a campaign: names for its partial templates.
CAMPAIGN_PAGE: list[Callable[[Campaign], Mapping[str, Any]]] = []


def to_read(convention: str, campaign_id: int) -> Campaign:
    """The campaign, for whoever may read it; a draft no committee was shown is for those who draft in that name."""
    found = get_campaign(convention, campaign_id)
    if not readable([found]):
        abort(403)
    return found


def readable(campaigns: Collection[Campaign]) -> set[int]:
    """Ids of those that the person of this request may read."""
    return readable_by(campaigns, current_user.grants, grants_by_office, on=today())


def readable_ids(campaign_ids: Collection[int]) -> set[int]:
    """The same, of campaigns of which only the ids are known."""
    return readable(campaigns_among(campaign_ids)) if campaign_ids else set()


def to_change(convention: str, campaign_id: int) -> Campaign:
    """The campaign, for whoever reads it and changes its letters; others are refused."""
    found = to_read(convention, campaign_id)
    if not drafts_letters_of(found):
        abort(403)
    return found


@blueprint.app_template_global()
def drafts_letters_of(campaign: Campaign) -> bool:
    """Whether the person of this request changes the letters of the campaign; templates hide what would be refused."""
    return drafts_in_the_name_of(campaign.convention, campaign.signatory, campaign.body)


def drafts_in_the_name_of(convention: str, signatory: str, body: str) -> bool:
    """Whether the person of this request writes letters that the head of that body, or that office, signs."""
    return drafts_for([*current_user.grants, *grants_by_office()], signatory, body, convention=convention, on=today())


def brief_for(
    convention: str, *, as_of: date, dated_on: date, audience: str, signatory_name: str, **further: Any
) -> Brief:
    """A brief with the office's own addresses from the settings."""
    return Brief(
        convention,
        as_of=as_of,
        dated_on=dated_on,
        audience=audience,
        signatory_name=signatory_name,
        **office_addresses(),
        **further,
    )


def second_letters(campaign: Campaign, *, iso3s: Collection[str] | None = None) -> Mapping[str, Any]:
    """Names for letters/_pending.html: what speaks against another letter now. iso3s: to these States alone."""
    days = settings().second_letter_days
    also_written = also_written_to(campaign, days=days, at=now(), iso3s=iso3s)
    read = readable_ids({each.campaign_id for each in also_written})
    return {
        "pending": pending_from(campaign, iso3s=iso3s),
        "also_written": [each for each in also_written if each.campaign_id in read],
        "second_letter_days": days,
    }


def settles_mail(convention: str) -> bool:
    """Whether the person signed in also sees what nobody has tied to a letter for sure."""
    return may(Right.SEND_LETTERS, convention=convention)


def campaign_address(campaign: Campaign) -> str:
    return link("correspondence.campaign", convention=campaign.convention, campaign_id=campaign.id)
