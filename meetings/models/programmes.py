"""Programmes of meetings that are weighed against each other before one is adopted, and meetings of other treaties."""

import enum
from datetime import date

from sqlalchemy import JSON, CheckConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, constraint_sentences, one_of, word


class OptionState(enum.StrEnum):
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    NOT_ADOPTED = "not adopted"


class ProgrammeChoice(Model):
    """A question of which meetings to hold, from a year on. slug: its name in addresses."""

    __tablename__ = "programme_choices"
    __table_args__ = (UniqueConstraint("convention", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    slug: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    first_year: Mapped[int]
    background: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(200))


class ProgrammeOption(Model):
    """One answer to it, by its number. decided_on, decision: once it is adopted, or another is."""

    __tablename__ = "programme_options"
    __table_args__ = (
        UniqueConstraint("convention", "choice", "number"),
        one_of("state", OptionState),
        CheckConstraint("(state = 'proposed') = (decided_on IS NULL)", name="decided_has_day"),
        Index(
            "uq_programme_options_adopted",
            "convention",
            "choice",
            unique=True,
            sqlite_where=text("state = 'adopted'"),
            postgresql_where=text("state = 'adopted'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    choice: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    comments: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[OptionState] = mapped_column(word(OptionState), default=OptionState.PROPOSED)
    decided_on: Mapped[date | None]
    decision: Mapped[str] = mapped_column(String(300), default="")


class OptionMeeting(Model):
    """A meeting that an option foresees each year. opens_on: the day proposed for it in the first year.

    days_least, days_most: how long it lasts. sessions_a_day: 2 for mornings and afternoons. payer: who bears it.
    """

    __tablename__ = "option_meetings"
    __table_args__ = (
        UniqueConstraint("convention", "choice", "option", "position"),
        CheckConstraint("days_least BETWEEN 1 AND days_most AND days_most <= 31", name="days_counted"),
        CheckConstraint("sessions_a_day BETWEEN 1 AND 4", name="sessions_counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    choice: Mapped[str] = mapped_column(String(60))
    option: Mapped[int]
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    days_least: Mapped[int]
    days_most: Mapped[int]
    sessions_a_day: Mapped[int] = mapped_column(default=2)
    opens_on: Mapped[date | None]
    city: Mapped[str] = mapped_column(String(80), default="")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    payer: Mapped[str] = mapped_column(String(160), default="")


class OptionCost(Model):
    """A line of what an option costs each year. francs: Swiss francs, None while nobody has reckoned it."""

    __tablename__ = "option_costs"
    __table_args__ = (
        UniqueConstraint("convention", "choice", "option", "what"),
        CheckConstraint("francs >= 0", name="francs_counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention: Mapped[str] = mapped_column(String(10))
    choice: Mapped[str] = mapped_column(String(60))
    option: Mapped[int]
    what: Mapped[str] = mapped_column(String(200))
    payer: Mapped[str] = mapped_column(String(160))
    francs: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(200))


class OtherMeeting(Model):
    """A meeting of another treaty or office that the same delegations attend: seen behind one's own in the year."""

    __tablename__ = "other_meetings"
    __table_args__ = (
        UniqueConstraint("name", "starts_on"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    city: Mapped[str] = mapped_column(String(80), default="")
    source: Mapped[str] = mapped_column(String(200))
    confidence: Mapped[str] = mapped_column(String(10))


constraint_sentences["uq_programme_options_adopted"] = "Another option of this choice is adopted already."
constraint_sentences["uq_programme_choices_convention_slug"] = "There is a choice of this title already."
constraint_sentences["uq_option_costs_convention_choice_option_what"] = "The option has a line of this name already."
