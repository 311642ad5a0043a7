"""Who reads a document of a dossier, and whether it may be opened to everybody.

Source: CCM/MSP/2019/12 and practice of both groups: requests, answers, analyses and decisions are public once issued;
questions, expert inputs and drafts stay with the group.
"""

from enum import StrEnum

from core.errors import RuleViolation

SOURCE = "CCM/MSP/2019/12; practice of the groups"


class DocumentKind(StrEnum):
    """request: the first and each revised one, by version."""

    REQUEST = "request"
    SUMMARY = "executive summary"
    ANNEX = "annex"
    NOTE_VERBALE = "note verbale"
    ACKNOWLEDGEMENT = "acknowledgement"
    CIRCULAR = "circular to all States Parties"
    QUESTIONS = "questions to the State"
    ANSWERS = "answers of the State"
    INPUT = "expert input"
    ANALYSIS = "analysis"
    DECISION = "decision"
    DECISION_LETTER = "letter on the decision"
    EVIDENCE = "follow-up"
    COMPLETION = "declaration of completion"
    OTHER = "other"


class Visibility(StrEnum):
    """group: those who take part in the analysis, and the ISU."""

    PUBLIC = "public"
    GROUP = "group only"


NEVER_PUBLIC = (DocumentKind.QUESTIONS, DocumentKind.INPUT)
ALWAYS_PUBLIC = (
    *(DocumentKind.REQUEST, DocumentKind.SUMMARY, DocumentKind.ANNEX, DocumentKind.ANSWERS),
    *(DocumentKind.CIRCULAR, DocumentKind.DECISION, DocumentKind.COMPLETION),
)


def first_visibility(kind: DocumentKind) -> Visibility:
    """Who reads a document of the kind until somebody decides otherwise."""
    return Visibility.PUBLIC if kind in ALWAYS_PUBLIC else Visibility.GROUP


def next_visibility(kind: DocumentKind, before: Visibility | None) -> Visibility:
    """Who reads the next version: whoever reads the one before. A further analysis is opened by being issued alone."""
    if before is None or kind is DocumentKind.ANALYSIS:
        return first_visibility(kind)
    return before


def check_way_back(kind: DocumentKind) -> None:
    """RuleViolation where what everybody reads is not taken back to the group."""
    if kind is DocumentKind.ANALYSIS:
        raise RuleViolation(
            "The analysis has been issued: it stays open to everybody.", source=SOURCE, field="visibility"
        )


def check_comes_off(kind: DocumentKind, *, issued: bool) -> None:
    """RuleViolation where a document stays on file though somebody takes it for a mistake.

    issued: it is an analysis that was issued at any time.
    """
    if issued:
        raise RuleViolation(
            "The analysis has been issued: it stays on file. Issue a further version of it.", source=SOURCE
        )
    if kind is DocumentKind.DECISION:
        raise RuleViolation("What a meeting decided stays on file. Put a corrected text beside it.", source=SOURCE)


def check_visibility(kind: DocumentKind, visibility: Visibility, *, issued: bool) -> None:
    """RuleViolation where a document of the kind is not open to them. issued: the analysis has been issued."""
    if visibility is Visibility.PUBLIC:
        if kind in NEVER_PUBLIC:
            raise RuleViolation(f"“{kind.value}” stays with the group.", source=SOURCE, field="visibility")
        if kind is DocumentKind.ANALYSIS and not issued:
            raise RuleViolation(
                "The analysis stays with the group until it is issued.", source=SOURCE, field="visibility"
            )
    elif kind in ALWAYS_PUBLIC:
        raise RuleViolation(f"“{kind.value}” is open to everybody.", source=SOURCE, field="visibility")
