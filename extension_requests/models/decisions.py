"""What a meeting decided on a request, what the decision asks for, and whether it was kept."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, constraint_sentences, one_of, word
from extension_requests.rules.clauses import ClauseKind
from extension_requests.rules.decisions import Mode, Outcome
from extension_requests.rules.promises import PromiseState


class SilenceProcedure(Model):
    """A decision of a meeting put to silence: unbroken, it is taken when it closes; any objection breaks it.

    meeting: the one whose decision it is. zone: of the clock by which its end was told.
    """

    __tablename__ = "silence_procedures"
    __table_args__ = (
        Index("ix_silence_procedures_dossier_id", "dossier_id"),
        CheckConstraint("closes_at > opened_at", name="closes_after_opening"),
        CheckConstraint("text <> ''", name="has_text"),
        CheckConstraint("(broken_at IS NULL) = (broken_by = '')", name="broken_by_somebody"),
        CheckConstraint("broken_at IS NULL OR broken_at <= closes_at", name="broken_in_time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"))
    meeting: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(40))
    broken_at: Mapped[datetime | None]
    broken_by: Mapped[str] = mapped_column(String(200), default="")
    objection: Mapped[str] = mapped_column(Text, default="")


class RequestDecision(Model):
    """One decision; a deferred request has another one later. yes, no, abstained: States Parties present and voting.

    register_id: the same decision in the meeting's own register.
    """

    __tablename__ = "request_decisions"
    __table_args__ = (
        UniqueConstraint("dossier_id", "meeting"),
        one_of("outcome", Outcome),
        one_of("mode", Mode),
        CheckConstraint("(outcome IN ('granted', 'granted for less')) = (granted_until IS NOT NULL)", name="has_day"),
        CheckConstraint("outcome IN ('granted', 'granted for less') OR reason <> ''", name="has_reason"),
        CheckConstraint("(mode = 'vote') = (yes IS NOT NULL AND no IS NOT NULL)", name="votes_counted"),
        CheckConstraint("yes >= 0 AND no >= 0 AND abstained >= 0", name="votes_not_negative"),
        CheckConstraint("(mode = 'silence procedure') = (silence_id IS NOT NULL)", name="silence_named"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"))
    meeting: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[Outcome] = mapped_column(word(Outcome))
    mode: Mapped[Mode] = mapped_column(word(Mode))
    decided_on: Mapped[date]
    granted_until: Mapped[date | None]
    yes: Mapped[int | None]
    no: Mapped[int | None]
    abstained: Mapped[int | None]
    silence_id: Mapped[int | None] = mapped_column(ForeignKey("silence_procedures.id"))
    document: Mapped[str] = mapped_column(String(80), default="")
    paragraph: Mapped[str] = mapped_column(String(40), default="")
    register_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_decisions.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(200))


class Clause(Model):
    """One clause of the decision, drafted with the analysis and final with the decision.

    due_month, due_day: of each year from first_year to last_year; both years the same where it is due once.
    """

    __tablename__ = "decision_clauses"
    __table_args__ = (
        UniqueConstraint("dossier_id", "place"),
        one_of("kind", ClauseKind),
        CheckConstraint("text <> ''", name="has_text"),
        CheckConstraint("(kind = 'terms') = (first_year IS NULL)", name="followed_has_years"),
        CheckConstraint(
            "(first_year IS NULL) = (last_year IS NULL) AND (first_year IS NULL) = (due_month IS NULL)"
            " AND (first_year IS NULL) = (due_day IS NULL)",
            name="due_whole",
        ),
        CheckConstraint("last_year >= first_year", name="years_in_order"),
        CheckConstraint("due_month BETWEEN 1 AND 12 AND due_day BETWEEN 1 AND 31", name="day_possible"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"))
    place: Mapped[int]
    kind: Mapped[ClauseKind] = mapped_column(word(ClauseKind))
    text: Mapped[str] = mapped_column(Text)
    due_month: Mapped[int | None]
    due_day: Mapped[int | None]
    first_year: Mapped[int | None]
    last_year: Mapped[int | None]


class Promise(Model):
    """What a clause asks for by one day. evidence: what kept it (a report, a paper), or why it is dropped."""

    __tablename__ = "decision_promises"
    __table_args__ = (
        UniqueConstraint("clause_id", "due_on"),
        one_of("state", PromiseState),
        CheckConstraint("(state IN ('kept', 'kept late')) = (kept_on IS NOT NULL)", name="kept_on_a_day"),
        CheckConstraint("state IN ('due', 'missed') OR evidence <> ''", name="has_evidence"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    clause_id: Mapped[int] = mapped_column(ForeignKey("decision_clauses.id"))
    due_on: Mapped[date]
    state: Mapped[PromiseState] = mapped_column(word(PromiseState), default=PromiseState.DUE)
    kept_on: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(Text, default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("dossier_documents.id"))
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(String(200), default="")


constraint_sentences.update(
    {
        "uq_request_decisions_dossier_id_meeting": "The decision of this meeting is on record already.",
        "uq_decision_clauses_dossier_id_place": "Somebody added a clause at the same moment. Try again.",
        "ck_silence_procedures_closes_after_opening": "A silence procedure closes after it is opened.",
        "ck_silence_procedures_broken_in_time": "Silence can be broken until the procedure closes.",
    }
)
