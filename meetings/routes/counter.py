"""The blueprint that the files of this counter share, and what several of them need."""

from flask import Blueprint, current_app

blueprint = Blueprint("meetings", __name__)


def most_a_day() -> int:
    """How often one State may speak on one day before a timetable warns: a setting."""
    return int(current_app.config["CHANCERY"].delegation_a_day)
