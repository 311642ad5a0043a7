"""The blueprint that the files of this counter share, and what several of them need."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

from core.look.words import day, month
from core.web import link
from states_parties.facts import Sourcing
from states_parties.models import Confidence, Precision

blueprint = Blueprint("states_parties", __name__)
LEAST_CERTAIN_FIRST = (Confidence.LOW, Confidence.MEDIUM)


def state_address(convention: str, slug: str) -> str:
    """The page of a State under a Convention."""
    return link("desk.state", convention=convention, slug=slug)


def state_addresses(convention: str) -> Callable[[Any], str]:
    """The address of the State of a row (its slug), put together once for a list of many."""
    before, after = state_address(convention, "-state-").split("-state-")
    return lambda row: f"{before}{row.slug}{after}"


@blueprint.app_template_filter()
def known_day(last: date, precision: Precision) -> str:
    """As much of a day as is known: 30 April 2021, May 2022, 2024, by 28 September 2020. last: the latest it can be."""
    if precision is Precision.MONTH:
        return month(last)
    if precision is Precision.YEAR:
        return str(last.year)
    return _("by %(day)s", day=day(last)) if precision is Precision.NOT_LATER_THAN else day(last)


def doubt(*sourcings: Sourcing | None) -> str:
    """The least confidence in these facts where it is not high; empty where it is."""
    found = {each.confidence for each in sourcings if each is not None and each.uncertain}
    return next((word.value for word in LEAST_CERTAIN_FIRST if word in found), "")


def doubt_meaning(_row: Any) -> str:
    return "soon"
