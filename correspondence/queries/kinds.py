"""Reading the calendar of correspondence of a year: each kind with its day and what became of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, func, select

from conventions.queries import meeting_order
from conventions.registry import get_convention
from core.db import db
from core.errors import NotFound
from correspondence.models.campaigns import Campaign, CampaignState, Letter
from correspondence.queries.campaigns import templates_of
from correspondence.rules.kinds import LetterKind, UsualDay, usual_day
from correspondence.rules.working_days import why_not_a_working_day
from correspondence.shipped import letter_kinds


@dataclass(frozen=True)
class KindRow:
    """One kind in a year. signed_by: the office. not_working: why its day is no working day; empty otherwise."""

    kind: LetterKind
    usual: UsualDay
    not_working: str
    signed_by: str
    template_name: str
    campaigns: Sequence[Row[Campaign, int]]


def kinds_of(convention: str) -> list[LetterKind]:
    return [kind for kind in letter_kinds() if kind.convention == convention]


def find_kind(convention: str, slug: str) -> LetterKind | None:
    return next((kind for kind in kinds_of(convention) if kind.slug == slug), None)


def get_kind(convention: str, slug: str) -> LetterKind:
    kind = find_kind(convention, slug)
    if kind is None:
        raise NotFound(f"The calendar of letters of the {convention} has no kind “{slug[:60]}”.")
    return kind


def kind_rows(convention: str, year: int) -> list[KindRow]:
    """Every kind by its day in the year, those without a day last; three reads."""
    definition, meetings = get_convention(convention), meeting_order(convention)
    templates = {f"{each.slug}/{each.form}": each.versions[0].content for each in templates_of(convention)}
    drafted = campaigns_of_year(convention, year)
    rows = []
    for kind in kinds_of(convention):
        usual = usual_day(kind, year, definition, meetings)
        content = templates.get(kind.template)
        rows.append(
            KindRow(
                kind=kind,
                usual=usual,
                not_working=why_not_a_working_day(usual.day) if usual.day else "",
                signed_by=content["signatory"] if content else kind.signed_by,
                template_name=content["name"] if content else "",
                campaigns=drafted.get(kind.slug, ()),
            )
        )
    return sorted(rows, key=lambda row: (row.usual.day is None, row.usual.day or date.max))


def campaigns_of_year(convention: str, year: int) -> Mapping[str, list[Row[Campaign, int]]]:
    """By kind, with their number of letters: those dated in the year that remind of none, correct none, stand."""
    found: dict[str, list[Row[Campaign, int]]] = defaultdict(list)
    rows = db.session.execute(
        select(Campaign, func.count(Letter.id))
        .outerjoin(Letter)
        .where(
            Campaign.convention == convention,
            Campaign.kind != "",
            Campaign.parent_id.is_(None),
            Campaign.state != CampaignState.CANCELLED,
            Campaign.dated_on >= date(year, 1, 1),
            Campaign.dated_on <= date(year, 12, 31),
        )
        .group_by(Campaign.id)
        .order_by(Campaign.id)
    )
    for row in rows:
        found[row[0].kind].append(row)
    return found
