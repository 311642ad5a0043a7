"""Organisations asked for their view on a request, and where they were last written to."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from core.db import db
from core.errors import NotFound
from extension_requests.experts import organisations
from extension_requests.models.analysis import ExpertInput
from extension_requests.models.dossiers import Dossier


def inputs_of(dossier: Dossier) -> Sequence[ExpertInput]:
    """By organisation."""
    found = select(ExpertInput).where(ExpertInput.dossier_id == dossier.id).order_by(ExpertInput.organisation)
    return db.session.scalars(found).all()


def get_input(dossier: Dossier, input_id: int) -> ExpertInput:
    """As it stands now; NotFound, also for one of another dossier."""
    found = db.session.get(ExpertInput, input_id, populate_existing=True)
    if found is None or found.dossier_id != dossier.id:
        raise NotFound("Nobody was invited under this number.")
    return found


def known_addresses() -> Mapping[str, str]:
    """Organisation -> address: all shipped ones, and all ever invited; where they were last written to."""
    found = {each.name: each.email for each in organisations()}
    rows = db.session.execute(
        select(ExpertInput.organisation, ExpertInput.email).where(ExpertInput.email != "").order_by(ExpertInput.id)
    )
    return found | {each.organisation: each.email for each in rows}
