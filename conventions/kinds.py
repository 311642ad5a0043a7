"""The kinds of meetings a Convention holds: which decide, what they are called, in which languages they are held.

The kinds and their languages of interpretation: practice of both Conventions, compare with the decision of each
meeting. CCM paper on the programme of meetings (2020), paras. 5 and 8: informal meetings in English, French and
Spanish, or without interpretation.
"""

from dataclasses import dataclass
from enum import StrEnum

from core.errors import RuleViolation

UN_LANGUAGES = ("AR", "ZH", "EN", "FR", "RU", "ES")
OF_INFORMAL_MEETINGS = ("EN", "FR", "ES")
LANGUAGE_TITLES = {
    "AR": "Arabic",
    "ZH": "Chinese",
    "EN": "English",
    "FR": "French",
    "RU": "Russian",
    "ES": "Spanish",
}


class Naming(StrEnum):
    """How a meeting gets its names.

    COUNTED: Nineteenth Meeting of the States Parties, 19MSP. OF_THE_YEAR: 2026 Intersessional Meetings, IM2026.
    OF_A_CONFERENCE: First Preparatory Meeting of the Third Review Conference, 3RC-PM1. WITHIN_THE_YEAR: Third Meeting
    of the Coordination Committee in 2026, CC2026-3.
    """

    COUNTED = "counted"
    OF_THE_YEAR = "of the year"
    OF_A_CONFERENCE = "of a conference"
    WITHIN_THE_YEAR = "within the year"


@dataclass(frozen=True)
class MeetingKind:
    """key: as the calendar keeps it. short: in short names. formal: it may decide. of_a_body: one body meets."""

    key: str
    title: str
    short: str
    naming: Naming
    formal: bool = False
    languages: tuple[str, ...] = ()
    of_a_body: bool = False


_INFORMAL = (
    ("committee", "Committee", "CM", True),
    ("coordination", "Coordination Committee", "CC", True),
    ("workshop", "Workshop", "WS", False),
    ("panel", "Panel", "PA", False),
    ("briefing", "Briefing", "BR", False),
    ("bilateral", "Bilateral Meeting", "BI", False),
    ("retreat", "Retreat", "RT", False),
    ("pledging conference", "Pledging Conference", "PC", False),
    ("experts", "Meeting of Experts", "EX", False),
)

MEETING_KINDS: dict[str, MeetingKind] = {
    kind.key: kind
    for kind in (
        MeetingKind("MSP", "Meeting of the States Parties", "MSP", Naming.COUNTED, True, UN_LANGUAGES),
        MeetingKind("RC", "Review Conference", "RC", Naming.COUNTED, True, UN_LANGUAGES),
        MeetingKind("preparatory", "Preparatory Meeting", "PM", Naming.OF_A_CONFERENCE, True, UN_LANGUAGES),
        MeetingKind("special", "Special Meeting of the States Parties", "SMSP", Naming.COUNTED, True, UN_LANGUAGES),
        MeetingKind("amendment conference", "Amendment Conference", "AC", Naming.COUNTED, True, UN_LANGUAGES),
        MeetingKind(
            "intersessional", "Intersessional Meetings", "IM", Naming.OF_THE_YEAR, languages=OF_INFORMAL_MEETINGS
        ),
        *(
            MeetingKind(key, title, short, Naming.WITHIN_THE_YEAR, of_a_body=of_a_body)
            for key, title, short, of_a_body in _INFORMAL
        ),
    )
}


def kind_of(key: str) -> MeetingKind:
    """RuleViolation for a kind the house does not know."""
    if kind := MEETING_KINDS.get(key):
        return kind
    raise RuleViolation(f"“{key[:40]}” is not a kind of meeting. Known are {', '.join(MEETING_KINDS)}.", field="kind")
