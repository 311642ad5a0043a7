"""The blueprint that the files of this counter share, and what several of them need."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import Blueprint

from core.permissions import Right, may
from core.web import link
from correspondence.models.campaigns import Campaign
from correspondence.settings import settings
from correspondence.workflow.campaigns import Brief

blueprint = Blueprint("correspondence", __name__)

ONE = "/<convention:convention>/letters/<int:campaign_id>"

# What other files of the counter add to the page of a campaign: names for its partial templates.
CAMPAIGN_PAGE: list[Callable[[Campaign], Mapping[str, Any]]] = []


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
        reports_address=settings().reports_address,
        support_address=settings().house_address,
        **further,
    )


def settles_mail(convention: str) -> bool:
    """Whether the person signed in also sees what nobody has tied to a letter for sure."""
    return may(Right.SEND_LETTERS, convention=convention)


def campaign_address(campaign: Campaign) -> str:
    return link("correspondence.campaign", convention=campaign.convention, campaign_id=campaign.id)
