"""Which States of the group lead and read a request."""

from collections.abc import Mapping

from sqlalchemy import select

from core.db import db
from extension_requests.models.analysis import Assignment, Part
from extension_requests.models.dossiers import Dossier


def assignments_of(dossier: Dossier) -> Mapping[str, Part]:
    """By the code of the State."""
    rows = db.session.execute(select(Assignment.iso3, Assignment.part).where(Assignment.dossier_id == dossier.id))
    return {each.iso3: each.part for each in rows}
