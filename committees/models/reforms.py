"""Proposals to change the machinery: amendments of mandates, mergers, changed composition; and scenarios of several."""

import enum
from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from committees.models.bodies import body_key
from core.db import Model, constraint_sentences, one_of, word
from states_parties.models import Sourced


class ProposalKind(enum.StrEnum):
    """amend: points added to or dropped from a mandate. merge: the body's mandate goes into another body's."""

    AMEND = "amend the mandate"
    MERGE = "merge into another body"
    DISCONTINUE = "discontinue"
    COMPOSITION = "change the composition"
    INVITE = "add a standing invitation"


class ProposalState(enum.StrEnum):
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    NOT_ADOPTED = "not adopted"


class Scenario(Sourced, Model):
    """A set of proposals looked at together: the machinery as it would be.

    highest_removed: of the numbers of proposals that were removed; numbers are given once.
    """

    __tablename__ = "scenarios"
    __table_args__ = (UniqueConstraint("convention", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    slug: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(160))
    description: Mapped[str] = mapped_column(Text, default="")
    highest_removed: Mapped[int] = mapped_column(default=0)


class ReformProposal(Sourced, Model):
    """One change proposed to one body; number: its place in the scenario.

    added, dropped: points of the mandate. seats, renewed_each_time: of a changed composition. into_body: of a merger.
    institution: of an invitation. document, paragraph: where it was proposed.
    """

    __tablename__ = "proposals"
    __table_args__ = (
        UniqueConstraint("convention", "scenario", "number"),
        ForeignKeyConstraint(["convention", "scenario"], ["scenarios.convention", "scenarios.slug"]),
        body_key(),
        one_of("kind", ProposalKind),
        one_of("state", ProposalState),
        CheckConstraint("number >= 1", name="number_positive"),
        CheckConstraint("(kind = 'merge into another body') = (into_body <> '')", name="merged_into_a_body"),
        CheckConstraint("(kind = 'add a standing invitation') = (institution <> '')", name="institution_invited"),
        CheckConstraint("(kind = 'change the composition') = (seats IS NOT NULL)", name="composition_with_seats"),
        CheckConstraint("(state = 'proposed') = (decided_on IS NULL)", name="decided_on_a_day"),
        CheckConstraint("into_body <> body", name="merged_into_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    scenario: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    kind: Mapped[ProposalKind] = mapped_column(word(ProposalKind))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(String(60))
    into_body: Mapped[str] = mapped_column(String(60), default="")
    added: Mapped[list[Any]] = mapped_column(JSON, default=list)
    dropped: Mapped[list[Any]] = mapped_column(JSON, default=list)
    seats: Mapped[int | None]
    renewed_each_time: Mapped[int | None]
    institution: Mapped[str] = mapped_column(String(80), default="")
    document: Mapped[str] = mapped_column(String(80), default="")
    paragraph: Mapped[str] = mapped_column(String(40), default="")
    state: Mapped[ProposalState] = mapped_column(word(ProposalState), default=ProposalState.PROPOSED)
    decided_at: Mapped[str] = mapped_column(String(20), default="")
    decided_on: Mapped[date | None]
    decision_document: Mapped[str] = mapped_column(String(80), default="")
    decision_paragraph: Mapped[str] = mapped_column(String(40), default="")


constraint_sentences.update(
    {
        "uq_scenarios_convention_slug": "Another scenario of this Convention has this name already.",
        "uq_proposals_convention_scenario_number": "Somebody added a proposal at the same moment.",
        "merged_into_another": "A body cannot be merged into itself.",
    }
)
