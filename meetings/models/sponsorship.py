"""The sponsorship programme: what was given for which meeting, and whose participation it paid for."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import ID_GIVEN_ONCE, Model, constraint_sentences
from states_parties.models import Sourced


class SponsorshipRound(Sourced, Model):
    """One round of the programme, for a meeting or for several. currency: of all its amounts, such as CHF; amounts are
    whole units of it.

    The told_ figures are what a report says, where the contributions and delegates themselves are not on record;
    meetings: how many meetings they are the average of, 1 for one meeting.
    """

    __tablename__ = "sponsorship_rounds"
    __table_args__ = (
        UniqueConstraint("convention", "title"),
        CheckConstraint("last_year >= first_year", name="years_in_order"),
        CheckConstraint("meetings >= 1", name="meetings_counted"),
        CheckConstraint("told_states <= told_delegates", name="states_within_delegates"),
        CheckConstraint("length(currency) = 3", name="currency_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(160))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    first_year: Mapped[int]
    last_year: Mapped[int]
    meetings: Mapped[int] = mapped_column(default=1)
    currency: Mapped[str] = mapped_column(String(3), default="CHF")
    told_amount: Mapped[int | None]
    told_delegates: Mapped[int | None]
    told_states: Mapped[int | None]
    told_donors: Mapped[int | None]


class Contribution(Model):
    """What one donor gave to a round, in its currency."""

    __tablename__ = "sponsorship_contributions"
    __table_args__ = (
        Index("ix_sponsorship_contributions_round_id", "round_id"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("donor <> ''", name="has_donor"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("sponsorship_rounds.id"))
    donor: Mapped[str] = mapped_column(String(160))
    amount: Mapped[int]
    received_on: Mapped[date | None]


class SponsoredDelegate(Model):
    """A person whose participation a round pays for, with what it cost, in the currency of the round."""

    __tablename__ = "sponsored_delegates"
    __table_args__ = (
        UniqueConstraint("round_id", "iso3", "name"),
        CheckConstraint("travel >= 0 AND lodging >= 0 AND allowance >= 0", name="costs_counted"),
        CheckConstraint("name <> ''", name="has_name"),
        ID_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("sponsorship_rounds.id"))
    iso3: Mapped[str] = mapped_column(ForeignKey("states.iso3"))
    name: Mapped[str] = mapped_column(String(120))
    travel: Mapped[int] = mapped_column(default=0)
    lodging: Mapped[int] = mapped_column(default=0)
    allowance: Mapped[int] = mapped_column(default=0)


constraint_sentences.update(
    {
        "uq_sponsorship_rounds_convention_title": "The Convention has a round of this title.",
        "uq_sponsored_delegates_round_id_iso3_name": "This person is sponsored in this round already.",
    }
)
