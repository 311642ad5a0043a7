"""The analysis of a request: its sections as they stand, its versions, who agreed to which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.db import db
from core.errors import NotFound
from extension_requests.models.analysis import Agreement, AnalysisSection, AnalysisVersion
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.analysis_facts import analysis_facts
from extension_requests.rules.analysis import Content, content_of
from extension_requests.rules.analysis_facts import AnalysisFacts
from extension_requests.rules.drafting import drafts_of
from extension_requests.rules.fact_tables import tables_of
from extension_requests.sections import sections_of


@dataclass(frozen=True)
class AnalysisNow:
    """The text as it stands: rows of its sections by key, the facts of the day, and what they would draft."""

    rows: Mapping[str, AnalysisSection]
    facts: AnalysisFacts
    drafts: Mapping[str, str]
    content: Content

    @property
    def following(self) -> Sequence[str]:
        """Keys of sections that nobody changed by hand and that the facts would write otherwise today."""
        return [key for key, row in self.rows.items() if not row.changed and row.text != self.drafts.get(key, "")]


def analysis_now(dossier: Dossier, *, on: date) -> AnalysisNow:
    facts = analysis_facts(dossier, on=on)
    plans = sections_of(dossier.convention, dossier.article)
    rows = section_rows(dossier)
    texts = {key: row.text for key, row in rows.items()}
    content = content_of(plans, texts, tables_of(facts), version=dossier.version)
    return AnalysisNow(rows, facts, drafts_of(facts, plans), content)


def section_rows(dossier: Dossier) -> Mapping[str, AnalysisSection]:
    """By key, in their order; none before the analysis is begun."""
    found = (
        select(AnalysisSection)
        .where(AnalysisSection.dossier_id == dossier.id)
        .order_by(AnalysisSection.place)
        .execution_options(populate_existing=True)
    )
    return {row.key: row for row in db.session.scalars(found)}


def get_section(dossier: Dossier, key: str) -> AnalysisSection:
    """NotFound before the analysis is begun, and for a section it does not have."""
    found = section_rows(dossier).get(key)
    if found is None:
        raise NotFound("The analysis has no such section.")
    return found


def versions_of(dossier: Dossier) -> Sequence[AnalysisVersion]:
    """The newest first, those about earlier versions of the request among them."""
    found = select(AnalysisVersion).where(AnalysisVersion.dossier_id == dossier.id)
    return db.session.scalars(found.order_by(AnalysisVersion.number.desc())).all()


def newest_version(dossier: Dossier) -> AnalysisVersion | None:
    """Of those about the request as it is on file now; None where there is none about it."""
    found = select(AnalysisVersion).filter_by(dossier_id=dossier.id, request_version=dossier.version)
    return db.session.scalar(found.order_by(AnalysisVersion.number.desc()).limit(1))


def get_version(dossier: Dossier, number: int) -> AnalysisVersion:
    """NotFound where there is none of that number."""
    found = next((each for each in versions_of(dossier) if each.number == number), None)
    if found is None:
        raise NotFound(f"The analysis has no version {number}.")
    return found


def issued_version(dossier: Dossier) -> AnalysisVersion | None:
    """The one that was issued, and that everybody reads; None before."""
    if dossier.issued_on is None:
        return None
    return next((each for each in versions_of(dossier) if each.document_id is not None), None)


def agreements_to(version: AnalysisVersion) -> Mapping[str, Agreement]:
    """By the code of the State."""
    rows = db.session.scalars(select(Agreement).where(Agreement.version_id == version.id).order_by(Agreement.iso3))
    return {row.iso3: row for row in rows}
