"""What happens to approved letters by itself: they are compared with the registers, and the committee's log is told."""

from flask import current_app
from sqlalchemy import select

from config import Config
from core.audit.workflow import Actor
from core.clock import now, today
from core.db import db, transaction
from correspondence.catalogues import catalogues
from correspondence.models.campaigns import Campaign
from correspondence.outgoing import HOUSE
from correspondence.queries.approved import campaigns_to_compare
from correspondence.workflow.voiding import take_back_void_messages, void_what_changed


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
