"""The blueprint that the files of this counter share, and what several of them need."""

from typing import Any

from flask import Blueprint, abort, request

from core.web import link
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.dossiers import get_dossier
from extension_requests.routes.sight import Sight, sight_of
from extension_requests.rules.machine import Who
from states_parties.queries.states import get_state

blueprint = Blueprint("extension_requests", __name__)
DOSSIER = "/<convention:convention>/requests/<article>/<slug>/<int:number>"


def dossier_of_page(convention: str, article: str, slug: str, number: int) -> Dossier:
    """The dossier in the address; NotFound."""
    return get_dossier(convention, article, get_state(slug).iso3, number)


def dossier_address(dossier: Dossier, slug: str) -> str:
    """The page of a dossier."""
    return link("extension_requests.dossier", **address_of(dossier, slug))


def address_of(dossier: Any, slug: str) -> dict[str, Any]:
    """The values of the address of a dossier, and of every page below it."""
    return {"convention": dossier.convention, "article": dossier.article, "slug": slug, "number": dossier.number}


def slug_here() -> str:
    """The State in the address of this page: panels link to what lies below it."""
    return str((request.view_args or {})["slug"])


def inside(dossier: Dossier) -> Sight:
    """How the person meets the dossier; 403 for whoever does not read what is the group's alone."""
    seen = sight_of(dossier)
    if not seen.inside:
        abort(403)
    return seen


def acting_as(dossier: Dossier, *who: Who) -> Sight:
    """How the person meets the dossier; 403 for whoever has none of these capacities in it."""
    seen = sight_of(dossier)
    if not seen.who & set(who):
        abort(403)
    return seen


def working(dossier: Dossier) -> Sight:
    """How the person meets the dossier; 403 for whoever does not check and analyse it for the group."""
    seen = sight_of(dossier)
    if not (seen.inside and seen.works):
        abort(403)
    return seen
