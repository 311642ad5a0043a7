"""The letters of a campaign counted by the database: by variant, and by what became of each State."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, exists, func, or_, select
from sqlalchemy.sql.selectable import Subquery

from core.db import db
from core.outbox.models import OutboxMessage
from correspondence.models.approval import ApprovedLetter
from correspondence.models.campaigns import AudienceState, Campaign, Dispatch, Letter, LetterState
from correspondence.queries.balance import states_in_the_snapshot, why_closed
from correspondence.rules.balance import Balance, Copy, Outcome, StateInCampaign, fate_of


@dataclass(frozen=True)
class LettersCounted:
    """by_state: of every letter. languages: of each variant, without letters that are withdrawn unless all are."""

    by_state: Mapping[LetterState, int]
    languages: Mapping[str, Counter[str]]

    @property
    def written(self) -> int:
        """All of them, as the list of letters has them."""
        return sum(self.by_state.values())

    @property
    def withdrawn(self) -> int:
        return self.by_state.get(LetterState.WITHDRAWN, 0)

    @property
    def total(self) -> int:
        """Those that go: withdrawn ones do not."""
        return self.written - self.withdrawn

    @property
    def drafts(self) -> int:
        return self.by_state.get(LetterState.DRAFT, 0)

    @property
    def by_language(self) -> list[tuple[str, int]]:
        return sorted(sum(self.languages.values(), Counter()).items())


def letters_counted(campaign: Campaign) -> LettersCounted:
    """One read, however many letters there are."""
    rows: Sequence[Any] = db.session.execute(
        select(Letter.state, Letter.variant, Letter.language, func.count().label("letters"))
        .where(Letter.campaign_id == campaign.id)
        .group_by(Letter.state, Letter.variant, Letter.language)
    ).all()
    by_state: Counter[LetterState] = Counter()
    for row in rows:
        by_state[row.state] += row.letters
    going = [row for row in rows if row.state is not LetterState.WITHDRAWN] or rows
    languages: dict[str, Counter[str]] = {}
    for row in going:
        languages.setdefault(row.variant, Counter())[row.language] += row.letters
    return LettersCounted(by_state, languages)


def balance_counted(campaign: Campaign) -> Balance:
    """The same as of every State by itself: those in the same situation are counted together, then judged once."""
    closed = why_closed([campaign])[campaign.id]
    counts: Counter[Outcome] = Counter()
    bounced = replied = 0
    for row in _situations(campaign.id):
        copies = [_copy(words) for words in (row.copies or "").split(",") if words]
        letter = row.state.value if row.state else ""
        fate = fate_of(StateInCampaign("", bool(row.included), letter, copies=copies), closed=closed)
        counts[fate.outcome] += row.states
        bounced += row.states if fate.bounced else 0
        replied += row.states if fate.replied else 0
    return Balance(
        states_in_the_snapshot(campaign), {outcome: counts[outcome] for outcome in Outcome}, bounced, replied
    )


def _situations(campaign_id: int) -> list[Any]:
    """States by all that decides what became of them, counted: of the snapshot, and those with a letter besides."""
    copies = _copies(campaign_id)
    snapshot = (
        select(AudienceState.included, Letter.state, copies.c.copies, func.count().label("states"))
        .select_from(AudienceState)
        .outerjoin(Letter, (Letter.campaign_id == campaign_id) & (Letter.iso3 == AudienceState.iso3))
        .outerjoin(copies, copies.c.letter_id == Letter.id)
        .where(AudienceState.campaign_id == campaign_id)
        .group_by(AudienceState.included, Letter.state, copies.c.copies)
    )
    in_snapshot = exists().where(AudienceState.campaign_id == campaign_id, AudienceState.iso3 == Letter.iso3)
    included = case((Letter.id.is_not(None), 1)).label("included")
    besides = (
        select(included, Letter.state, copies.c.copies, func.count().label("states"))
        .select_from(Letter)
        .outerjoin(copies, copies.c.letter_id == Letter.id)
        .where(Letter.campaign_id == campaign_id, ~in_snapshot)
        .group_by(included, Letter.state, copies.c.copies)
    )
    return [*db.session.execute(snapshot), *db.session.execute(besides)]


def _copies(campaign_id: int) -> Subquery:
    """The copies of each letter in one text, as `_copy` reads them."""
    message = OutboxMessage
    words: ColumnElement[str] = cast(Dispatch.role, String)
    for part in (
        cast(Dispatch.channel, String),
        func.coalesce(cast(message.state, String), ""),
        _yes(Dispatch.posted_on.is_not(None)),
        _yes(message.bounced_at.is_not(None)),
        _yes(message.delivered_at.is_not(None)),
        _yes(message.replied_at.is_not(None)),
        _yes(or_(Dispatch.void_reason != "", ApprovedLetter.void_reason != "")),
    ):
        words = words + "/" + part
    return (
        select(Dispatch.letter_id, func.aggregate_strings(words, ",").label("copies"))
        .join(ApprovedLetter, ApprovedLetter.id == Dispatch.approved_letter_id)
        .outerjoin(message, message.id == Dispatch.message_id)
        .where(Dispatch.campaign_id == campaign_id)
        .group_by(Dispatch.letter_id)
        .subquery()
    )


def _yes(condition: ColumnElement[bool]) -> ColumnElement[str]:
    return case((condition, "1"), else_="")


def _copy(words: str) -> Copy:
    role, channel, message, *facts = words.split("/")
    posted, bounced, delivered, replied, void = map(bool, facts)
    return Copy(role, channel, message, posted, bounced, delivered, replied, void)
