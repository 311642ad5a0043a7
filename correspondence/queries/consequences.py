"""What would follow for letters if a meeting had other days."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from conventions.moving import NO_DAY, Consequence, Move
from conventions.registry import get_convention
from core.db import db
from core.wording import day_in_words
from correspondence.models.campaigns import Campaign, CampaignState
from correspondence.queries.kinds import kinds_of
from correspondence.rules.kinds import MEETING_CLOSES, MEETING_OPENS, LetterKind, usual_day


def letters_moved(move: Move) -> list[Consequence]:
    """Usual days of kinds counted from a meeting, and campaigns of these kinds that have not left yet."""
    kinds = [kind for kind in kinds_of(move.convention) if kind.day.get("anchor") in (MEETING_OPENS, MEETING_CLOSES)]
    moved = [told for kind in kinds for told in _usual_days(kind, move)]
    return [*(consequence for _, consequence in moved), *_campaigns({slug for slug, _ in moved}, move)]


def _usual_days(kind: LetterKind, move: Move) -> Iterator[tuple[str, Consequence]]:
    """In each year that the meeting leaves or comes to, with the slug of the kind."""
    definition = get_convention(move.convention)
    years = {day.year for days in (move.before, move.after) for day in (days.starts_on, days.ends_on) if day}
    for year in sorted(years):
        before, after = (usual_day(kind, year, definition, order) for order in (move.order_before, move.order_after))
        if before.day != after.day:
            consequence = Consequence(
                f"Letters “{kind.name}” of {year} usually leave",
                _told(before.day),
                _told(after.day),
                after.rule if after.day else before.rule,
                kind.source,
            )
            yield kind.slug, consequence


def _campaigns(slugs: set[str], move: Move) -> Iterator[Consequence]:
    if not slugs or move.before.starts_on is None:
        return
    rows = db.session.scalars(
        select(Campaign)
        .where(
            Campaign.convention == move.convention,
            Campaign.kind.in_(slugs),
            Campaign.state.in_((CampaignState.DRAFT, CampaignState.CIRCULATED, CampaignState.APPROVED)),
            Campaign.dated_on >= date(move.before.starts_on.year, 1, 1),
        )
        .order_by(Campaign.id)
    )
    for row in rows:
        yield Consequence(
            f"The campaign “{row.title}” ({row.state.value})",
            f"dated {day_in_words(row.dated_on, 'EN')}",
            "stays as it is: read whether it names the old days",
            "What a letter says is not changed by the calendar; a person draws it up again.",
            "Office practice",
        )


def _told(day: date | None) -> str:
    return day_in_words(day, "EN") if day else NO_DAY
