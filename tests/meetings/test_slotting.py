"""When papers are due, counted from their meeting; how long they may be; who owes what."""

from datetime import date

from meetings.rules.passages import changed_passages
from meetings.rules.slotting import Origin, Owed, PaperState, Step, Timing, due_days, most_words, owed, too_long

OPENS, CLOSES = date(2025, 9, 16), date(2025, 9, 19)  # 13MSP of the CCM


def days(timing: Timing) -> dict[Step, date]:
    return {each.step: each.day for each in due_days(timing, OPENS, CLOSES)}


def test_papers_before_the_meeting_are_forecast_14_due_10_and_issued_6_weeks_before() -> None:
    """Source: backward plan of the 13MSP of the CCM: 10 June, 8 July, 5 August 2025."""
    assert days(Timing.BEFORE) == {
        Step.FORECAST: date(2025, 6, 10),
        Step.DUE: date(2025, 7, 8),
        Step.ISSUE: date(2025, 8, 5),
    }


def test_papers_of_the_session_are_due_three_weeks_before_and_never_out_on_the_last_day() -> None:
    assert days(Timing.DURING) == {Step.DUE: date(2025, 8, 26), Step.ISSUE: date(2025, 9, 18)}


def test_the_final_report_is_due_two_weeks_after_the_close() -> None:
    assert days(Timing.REPORT) == {Step.DUE: date(2025, 10, 3)}


def test_days_follow_the_meeting_and_are_none_while_it_has_none() -> None:
    moved = due_days(Timing.BEFORE, date(2025, 11, 25), date(2025, 11, 28))
    assert [each.day for each in moved] == [date(2025, 8, 19), date(2025, 9, 16), date(2025, 10, 14)]
    assert moved[1].counted_from == "10 weeks before the opening of the meeting"
    assert due_days(Timing.BEFORE, None, None) == []


def test_a_paper_above_its_limit_is_told_by_how_much() -> None:
    assert [most_words(origin, Timing.BEFORE) for origin in (Origin.SECRETARIAT, Origin.STATE)] == [8_500, 10_700]
    assert most_words(Origin.STATE, Timing.DURING) == 3_300
    assert too_long(8_500, Origin.SECRETARIAT, Timing.BEFORE) == ""
    assert too_long(None, Origin.SECRETARIAT, Timing.BEFORE) == ""
    assert too_long(8_501, Origin.SECRETARIAT, Timing.BEFORE) == (
        "The paper has 8,501 words, 1 word more than the 8,500 that are processed."
    )
    assert "1,300 words more than the 3,300" in too_long(4_600, Origin.STATE, Timing.DURING)


def told(state: PaperState, on: date, left: tuple[str, ...] = ("FR", "ES")) -> Owed | None:
    plan = due_days(Timing.BEFORE, OPENS, CLOSES)
    return owed(state, plan, submitter="Norway", languages_left=left, on=on)


def test_the_submitter_owes_the_text_until_it_is_here_and_is_late_from_the_day_after() -> None:
    assert told(PaperState.RESERVED, date(2025, 7, 8)) == Owed("the text", "Norway", date(2025, 7, 8), False)
    assert told(PaperState.FORECAST, date(2025, 7, 9)) == Owed("the text", "Norway", date(2025, 7, 8), True)


def test_the_documents_unit_owes_every_language_until_all_are_out() -> None:
    assert told(PaperState.PROCESSING, date(2025, 8, 6)) == Owed(
        "issue in FR, ES", "documents unit", date(2025, 8, 5), True
    )
    assert told(PaperState.ISSUED, date(2025, 8, 6), ("ES",)) == Owed(
        "the text in ES", "documents unit", date(2025, 8, 5), True
    )
    assert told(PaperState.ISSUED, date(2025, 8, 6), ()) is None
    assert told(PaperState.WITHDRAWN, date(2025, 8, 6)) is None


def test_only_what_changed_between_two_versions_is_shown() -> None:
    old = ["The Meeting took note.", "It decided to meet in Geneva.", "It closed."]
    new = ["The Meeting took note.", "It decided to meet in Lusaka.", "It closed.", "Annex"]
    changed = changed_passages(old, new)
    assert [piece for piece in changed[0] if piece[0] != "kept"] == [("removed", "Geneva."), ("added", "Lusaka.")]
    assert changed[1] == [("added", "Annex")]
    assert changed_passages(old, old) == []
