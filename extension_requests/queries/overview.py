"""What was asked and granted, meeting by meeting, and the indicators of the Oslo Action Plan that requests answer."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from sqlalchemy import select

from conventions.meeting_order import FormalMeeting
from core.db import db
from extension_requests.checklists import checklist_of
from extension_requests.models.analysis import Reading, Settlement
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.on_file import RequestOnFile
from extension_requests.rules.checklists import ItemRead
from extension_requests.rules.findings import Finding

# Items of the checklist that answer an indicator. Source: Oslo Action Plan, indicators of actions 23 and 24.
WORK_PLAN, RISK_EDUCATION = "A15", "A18"


@dataclass(frozen=True)
class Share:
    """n of those that are known; unknown: of how many it is not known."""

    number: int
    known: int
    unknown: int


@dataclass(frozen=True)
class Lengths:
    """In months, of those requests of which both days are known."""

    shortest: int
    median: float
    longest: int
    known: int


@dataclass(frozen=True)
class MeetingTally:
    """requests: considered at the meeting, or to be. outcomes: how many of each. late: n late of those known."""

    meeting: FormalMeeting | None
    short: str
    requests: int
    outcomes: Mapping[str, int]
    late: int
    in_time: int
    time_unknown: int
    asked: Lengths | None
    granted: Lengths | None


def tallies(requests: Sequence[RequestOnFile]) -> Sequence[MeetingTally]:
    """One for each meeting, the latest first, before it those without days."""
    groups: dict[str, list[RequestOnFile]] = defaultdict(list)
    for each in requests:
        groups[each.meeting_short].append(each)
    found = [_tally(group) for group in groups.values()]
    return sorted(found, key=_closes_on, reverse=True)


def items_held(convention: str, article: str, codes: Sequence[str]) -> Mapping[int, Mapping[str, Finding | None]]:
    """For each dossier whose analysis is issued: what is held of the items. Two queries.

    Before that only the group knows what its members found.
    """
    reads: dict[tuple[int, str], dict[str, Finding]] = defaultdict(dict)
    settled: dict[tuple[int, str], Finding] = {}
    for model, found in ((Reading, None), (Settlement, settled)):
        rows = db.session.execute(
            select(model.dossier_id, model.item, model.finding, *([Reading.reader] if model is Reading else []))
            .join(Dossier, (Dossier.id == model.dossier_id) & (Dossier.version == model.version))
            .where(
                Dossier.convention == convention,
                Dossier.article == article,
                Dossier.issued_on.is_not(None),
                model.item.in_(codes),
            )
        )
        for row in rows:
            if found is None:
                reads[row.dossier_id, row.item][row.reader] = row.finding
            else:
                found[row.dossier_id, row.item] = row.finding
    checklist = checklist_of(convention, article, renewal=True)
    held: dict[int, dict[str, Finding | None]] = defaultdict(dict)
    for dossier, code in {*reads, *settled}:
        item = checklist.item(code)
        assert item is not None
        held[dossier][code] = ItemRead(item, reads[dossier, code], settled.get((dossier, code))).stands
    return held


def share(values: Sequence[bool | None]) -> Share:
    known = [each for each in values if each is not None]
    return Share(sum(known), len(known), len(values) - len(known))


def _tally(group: Sequence[RequestOnFile]) -> MeetingTally:
    outcomes: dict[str, int] = defaultdict(int)
    for each in group:
        outcomes[each.outcome] += 1
    return MeetingTally(
        group[0].meeting,
        group[0].meeting_short,
        len(group),
        outcomes,
        late=sum(each.late is True for each in group),
        in_time=sum(each.late is False for each in group),
        time_unknown=sum(each.late is None for each in group),
        asked=_lengths([each.asked_months for each in group]),
        granted=_lengths([each.granted_months for each in group]),
    )


def _closes_on(tally: MeetingTally) -> date:
    return tally.meeting.closes_on or date.max if tally.meeting else date.max


def _lengths(months: Sequence[int | None]) -> Lengths | None:
    known = [each for each in months if each is not None]
    return Lengths(min(known), median(known), max(known), len(known)) if known else None
