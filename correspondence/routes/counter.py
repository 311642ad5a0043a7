"""The blueprint that the files of this counter share, and what several of them need."""

from datetime import date

from flask import Blueprint, current_app

from config import Config
from correspondence.workflow.campaigns import Brief

blueprint = Blueprint("correspondence", __name__)


def brief_for(convention: str, *, as_of: date, dated_on: date, audience: str, signatory_name: str) -> Brief:
    """A brief with the office's own addresses from the settings."""
    config: Config = current_app.config["CHANCERY"]
    return Brief(
        convention,
        as_of=as_of,
        dated_on=dated_on,
        audience=audience,
        signatory_name=signatory_name,
        reports_address=config.reports_address,
        support_address=config.house_address,
    )
