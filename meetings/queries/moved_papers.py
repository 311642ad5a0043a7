"""What moving a meeting does to the days of its papers."""

from conventions.days import Days
from conventions.moving import Consequence, Move
from core.wording import day_in_words
from meetings.queries.meetings import get_meeting
from meetings.queries.papers import papers_in_short, series_of_meeting
from meetings.rules.slotting import SOURCE, STEP_WORDS, Step, Timing, due_days


def papers_moved(move: Move) -> list[Consequence]:
    """The days of papers before the meeting, where it has papers or their symbols can be given."""
    meeting = get_meeting(move.convention, move.short)
    papers = papers_in_short(meeting)
    if not papers and series_of_meeting(meeting) is None:
        return []
    before, after = _days(move.before), _days(move.after)
    told = [
        Consequence(f"Papers: {STEP_WORDS[step]}", before.get(step, "no day"), after.get(step, "no day"), why, SOURCE)
        for step, why in WHY.items()
        if before.get(step) != after.get(step)
    ]
    years = {days.starts_on.year for days in (move.before, move.after) if days.starts_on}
    if papers and len(years) > 1:
        symbol = papers[0].symbol
        told.append(
            Consequence(
                "Symbols of its papers",
                f"such as {symbol}",
                "as they are; new ones follow in the same series",
                "A symbol that was given stays, with its year.",
                "Office practice",
            )
        )
    return told


def _days(days: Days) -> dict[Step, str]:
    found = due_days(Timing.BEFORE, days.starts_on, days.ends_on)
    return {each.step: day_in_words(each.day, "EN") for each in found}


WHY = {
    Step.FORECAST: "Forecasts are confirmed 14 weeks before the opening.",
    Step.DUE: "Texts are due 10 weeks before the opening.",
    Step.ISSUE: "Papers are issued 6 weeks before the opening.",
}
