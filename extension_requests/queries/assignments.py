"""Which States of the group lead and read a request."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from core.db import db
from extension_requests.models.analysis import Assignment, Part
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.group import Member, taking_part


def assignments_of(dossier: Dossier, members: Collection[Member]) -> Mapping[str, Part]:
    """By the code of the State; of these members only those that take part, wherever they were recused."""
    there = {each.iso3 for each in taking_part(members)}
    rows = db.session.execute(select(Assignment.iso3, Assignment.part).where(Assignment.dossier_id == dossier.id))
    return {each.iso3: each.part for each in rows if each.iso3 in there}
