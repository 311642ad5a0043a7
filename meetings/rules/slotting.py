"""When the papers of a meeting are due, how long they may be, and who owes what since when.

Days are counted from the meeting and never kept, so they follow it when it moves. Source of all of them: rules of the
United Nations Office at Geneva on the submission of documents, as it publishes them for meetings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.wording import counted, number_in_words

SOURCE = "United Nations Office at Geneva, rules on the submission of documents"


class Timing(StrEnum):
    """Before the meeting, during it, or the report that follows it."""

    BEFORE = "pre-session"
    DURING = "in-session"
    REPORT = "final report"


class Step(StrEnum):
    FORECAST = "forecast"
    DUE = "due"
    ISSUE = "issue"


class PaperState(StrEnum):
    RESERVED = "reserved"
    FORECAST = "forecast"
    RECEIVED = "received"
    PROCESSING = "in processing"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"


class Origin(StrEnum):
    """Who submits a paper: it decides how long it may be."""

    SECRETARIAT = "secretariat"
    STATE = "State"
    BODY = "body"
    ORGANISATION = "organisation"


NOT_YET_HERE = (PaperState.RESERVED, PaperState.FORECAST)
BEING_PROCESSED = (PaperState.RECEIVED, PaperState.PROCESSING)


@dataclass(frozen=True)
class Offset:
    """weeks: counted from the opening or the close of the meeting, negative before it; days are added to them."""

    at_close: bool
    weeks: int
    days: int = 0

    def day(self, opens_on: date | None, closes_on: date | None) -> date | None:
        anchor = closes_on if self.at_close else opens_on
        return anchor + timedelta(weeks=self.weeks, days=self.days) if anchor else None

    @property
    def in_words(self) -> str:
        anchor = "the close" if self.at_close else "the opening"
        if self.days:
            return f"the day before {anchor} of the meeting"
        side = "before" if self.weeks < 0 else "after"
        return f"{counted(abs(self.weeks), 'week', 'weeks')} {side} {anchor} of the meeting"


OFFSETS: dict[Timing, dict[Step, Offset]] = {
    Timing.BEFORE: {
        Step.FORECAST: Offset(False, -14),
        Step.DUE: Offset(False, -10),
        Step.ISSUE: Offset(False, -6),
    },
    # Nothing is processed on the last day.
    Timing.DURING: {Step.DUE: Offset(False, -3), Step.ISSUE: Offset(True, 0, -1)},
    Timing.REPORT: {Step.DUE: Offset(True, 2)},
}
STEP_WORDS = {Step.FORECAST: "forecast confirmed", Step.DUE: "text due", Step.ISSUE: "issued in all languages"}


@dataclass(frozen=True)
class DueDay:
    step: Step
    day: date
    counted_from: str  # "10 weeks before the opening of the meeting"


@dataclass(frozen=True)
class Owed:
    """who: a submitter by name, or the documents unit. since: the day from which it is late, or will be."""

    what: str
    who: str
    since: date
    late: bool


def due_days(timing: Timing, opens_on: date | None, closes_on: date | None) -> Sequence[DueDay]:
    """The days of a paper in their order; none while the meeting has no day."""
    return [
        DueDay(step, day, offset.in_words)
        for step, offset in OFFSETS[timing].items()
        if (day := offset.day(opens_on, closes_on)) is not None
    ]


def day_of_step(days: Sequence[DueDay], step: Step) -> date | None:
    return next((each.day for each in days if each.step is step), None)


def most_words(origin: Origin, timing: Timing) -> int:
    """8,500 words for the secretariat, 10,700 for everybody else; 3,300 for what is submitted during the meeting."""
    if timing is Timing.DURING:
        return 3_300
    return 8_500 if origin is Origin.SECRETARIAT else 10_700


def too_long(words: int | None, origin: Origin, timing: Timing) -> str:
    """The sentence for a paper above its limit; empty for one within it, or not counted."""
    limit = most_words(origin, timing)
    if words is None or words <= limit:
        return ""
    over = counted(words - limit, "word", "words").replace(str(words - limit), number_in_words(words - limit, "EN"))
    return (
        f"The paper has {number_in_words(words, 'EN')} words, {over} more than the {number_in_words(limit, 'EN')} that "
        "are processed."
    )


def owed(
    state: PaperState, days: Sequence[DueDay], *, submitter: str, languages_left: Sequence[str], on: date
) -> Owed | None:
    """What is still to come of a paper, and from whom; None where nothing is, or the meeting has no day.

    A text that is not here is owed by who submits it; one that is here, by the documents unit, in each language left.
    """
    if state in NOT_YET_HERE:
        day, what, who = day_of_step(days, Step.DUE), "the text", submitter
    elif state in BEING_PROCESSED:
        day, who = day_of_step(days, Step.ISSUE), "documents unit"
        what = f"issue in {', '.join(languages_left)}" if languages_left else "issue"
    elif state is PaperState.ISSUED and languages_left:
        day, what, who = day_of_step(days, Step.ISSUE), f"the text in {', '.join(languages_left)}", "documents unit"
    else:
        return None
    return Owed(what, who, day, day < on) if day else None
