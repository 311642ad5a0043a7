"""What happens to letters by itself.

Silence that has held is written down, approved letters are compared with the registers, the committee's log is told.
"""

from datetime import timedelta

from flask import current_app
from sqlalchemy import select

from config import Config
from core.audit.workflow import Actor
from core.clock import now, today
from core.db import db, transaction
from core.outbox.models import Mailing
from correspondence.catalogues import catalogues
from correspondence.models.campaigns import Campaign, CampaignState
from correspondence.outgoing import HOUSE
from correspondence.queries.approved import campaigns_to_compare
from correspondence.queries.circulations import campaigns_due_to_close
from correspondence.workflow.campaigns import hold
from correspondence.workflow.circulation import close_if_due
from correspondence.workflow.committee_log import tell_the_committee
from correspondence.workflow.ending import take_back_void_messages
from correspondence.workflow.voiding import void_what_changed

A_WHILE = timedelta(days=30)  # after its last day a campaign tells more only by an act of a person, which tells it too


def close_circulations() -> None:
    """Drafts whose time before a committee is over are accepted in silence, unless an objection stands."""
    by = Actor(HOUSE, now())
    for campaign_id in campaigns_due_to_close(at=now()):
        with transaction():
            campaign = db.session.scalars(select(Campaign).where(Campaign.id == campaign_id)).one()
            hold(campaign)
            close_if_due(campaign, at=now(), by=by)


def compare_approved() -> None:
    """Letters that would be written otherwise by now are void; their messages that wait again are taken back."""
    config: Config = current_app.config["CHANCERY"]
    by = Actor(HOUSE, now())
    for campaign_id in campaigns_to_compare():
        with transaction():
            campaign = db.session.scalars(select(Campaign).where(Campaign.id == campaign_id)).one()
            void_what_changed(campaign, catalogues(), config, on=today(), by=by)
    with transaction():
        take_back_void_messages(by=by)


def tell_committees() -> None:
    """The logs of bodies tell of their letters that have gone out; each in a transaction of its own."""
    by = Actor(HOUSE, now())
    lately = by.at - A_WHILE
    going_out = (
        select(Campaign.id)
        .join(Mailing, Mailing.id == Campaign.mailing_id)
        .where(Campaign.state == CampaignState.RELEASED, Campaign.body != "", Mailing.not_after > lately)
        .order_by(Campaign.id)
    )
    for campaign_id in db.session.scalars(going_out).all():
        with transaction():
            campaign = db.session.scalars(select(Campaign).where(Campaign.id == campaign_id)).one()
            tell_the_committee(campaign, at=by.at, by=by)
