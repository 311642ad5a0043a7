"""Pieces of sessions: never one over another unnoticed, no minute lost, also in the night when clocks change."""

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import RuleViolation, Shortcomings
from meetings.rules.timetable import (
    Frame,
    Piece,
    check_apart,
    clock_at,
    exchanged,
    in_order,
    moved_besides,
    offset_of,
    over_the_end,
    overlapping,
    parted,
    put,
    reordered,
)
from meetings.rules.timetable_list import Line, pieces_in

MORNING = Frame(1, "First plenary", date(2021, 11, 15), time(10), time(13), "Europe/Amsterdam")
OPENING, PAUSE, VIEWS = Piece(1, 1, 0, 30, "Opening"), Piece(2, 1, 30, 15, "Break"), Piece(3, 1, 60, 60, "Views")
PIECES = (OPENING, PAUSE, VIEWS)


def starts(pieces: list[Piece]) -> dict[str, tuple[int, int]]:
    return {each.name: (each.starts, each.minutes) for each in pieces}


def test_a_piece_that_would_take_anothers_time_is_refused_with_both_names() -> None:
    with pytest.raises(RuleViolation) as refusal:
        put(PIECES, Piece(1, 1, 0, 40, "Opening"), shift=False)
    assert refusal.value.message == (
        "“Opening” would take 10 minutes of “Break”. Choose another time, or make one of them shorter. "
        "Or shift the later ones."
    )


def test_later_ones_are_shifted_as_far_as_they_must_and_told() -> None:
    laid = put(PIECES, Piece(1, 1, 0, 50, "Opening"), shift=True)
    assert starts(laid) == {"Opening": (0, 50), "Break": (50, 15), "Views": (65, 60)}
    assert moved_besides(PIECES, laid, but=1) == ["Break", "Views"]


def test_a_gap_is_used_up_before_anything_else_is_shifted() -> None:
    laid = put(PIECES, Piece(1, 1, 0, 40, "Opening"), shift=True)
    assert starts(laid) == {"Opening": (0, 40), "Break": (40, 15), "Views": (60, 60)}


def test_an_earlier_piece_is_never_shifted() -> None:
    with pytest.raises(RuleViolation, match="“Views” would take 50 minutes of “New”"):
        put(PIECES, Piece(9, 1, 70, 60, "New"), shift=True)


def test_what_passes_the_end_of_the_session_is_told() -> None:
    laid = put(PIECES, Piece(3, 1, 60, 140, "Views"), shift=False)
    assert over_the_end(MORNING, laid) == 20


def test_two_pieces_exchanged_fill_the_same_time() -> None:
    assert starts(exchanged(PIECES, 1, 3)) == {"Views": (0, 60), "Break": (60, 15), "Opening": (90, 30)}


def test_a_piece_put_last_leaves_the_others_in_their_order() -> None:
    assert starts(reordered(PIECES, 1, None)) == {"Break": (0, 15), "Views": (15, 60), "Opening": (90, 30)}


def test_a_piece_is_parted_within_its_length() -> None:
    first, rest = parted(VIEWS, 20)
    assert (first.minutes, rest.starts, rest.minutes) == (20, 80, 40)
    with pytest.raises(RuleViolation, match="“Views” lasts 60 minutes: part it after 1 to 59"):
        parted(VIEWS, 60)


@pytest.mark.parametrize("minutes", [0, -5, 721])
def test_a_piece_lasts_one_minute_to_twelve_hours(minutes: int) -> None:
    with pytest.raises(RuleViolation, match="lasts 1 to 720 minutes"):
        put((), Piece(1, 1, 0, minutes, "Opening"), shift=True)


def laid_out(minutes: list[tuple[int, int]]) -> list[Piece]:
    """Pieces with pauses between: (pause before, minutes)."""
    pieces, at = [], 0
    for id, (pause, length) in enumerate(minutes, start=1):
        pieces.append(Piece(id, 1, at + pause, length, f"Piece {id}"))
        at += pause + length
    return pieces


SESSIONS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 90)), min_size=1, max_size=10).map(laid_out)


@settings(deadline=None)
@given(SESSIONS, st.data())
def test_no_move_lets_pieces_overlap_or_loses_a_minute(pieces: list[Piece], data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(pieces))
    other = data.draw(st.sampled_from(pieces))
    at, length = data.draw(st.integers(0, 600)), data.draw(st.integers(1, 240))
    lengths = {each.id: each.minutes for each in pieces}
    how = data.draw(st.sampled_from(["put", "shift", "exchange", "reorder"]))
    try:
        if how in ("put", "shift"):
            laid = put(pieces, Piece(chosen.id, 1, at, length, chosen.name), shift=how == "shift")
            lengths[chosen.id] = length
        elif how == "exchange":
            laid = exchanged(pieces, chosen.id, other.id)
        else:
            laid = reordered(pieces, chosen.id, data.draw(st.sampled_from([None, *lengths])))
    except RuleViolation:
        laid = pieces
    assert overlapping(laid) == []
    check_apart(laid)
    assert {each.id: each.minutes for each in laid} == lengths
    if how in ("exchange", "reorder"):
        first, last = in_order(pieces)[0], in_order(pieces)[-1]
        assert (in_order(laid)[0].starts, in_order(laid)[-1].ends) == (first.starts, last.ends)
    if how == "put" and laid is not pieces:
        assert moved_besides(pieces, laid, but=chosen.id) == []


FORWARD = Frame(1, "Night", date(2021, 3, 28), time(1), time(5), "Europe/Zurich")
BACK = Frame(1, "Night", date(2021, 10, 31), time(1), time(5), "Europe/Zurich")


def test_the_night_when_clocks_go_forward_has_an_hour_less() -> None:
    assert FORWARD.minutes == 180
    assert clock_at(FORWARD, 60) == (time(3), False)
    assert offset_of(FORWARD, time(3, 30)) == 90
    with pytest.raises(RuleViolation, match="they never show 02:30"):
        offset_of(FORWARD, time(2, 30))


def test_the_night_when_clocks_go_back_has_an_hour_more() -> None:
    assert BACK.minutes == 300
    assert [clock_at(BACK, minutes) for minutes in (90, 150, 180)] == [
        (time(2, 30), False),
        (time(2, 30), True),
        (time(3), False),
    ]


@settings(max_examples=50, deadline=None)
@given(st.sampled_from([MORNING, FORWARD, BACK]), st.integers(0, 600))
def test_what_clocks_show_leads_back_to_the_same_minute(frame: Frame, minutes: int) -> None:
    at, second = clock_at(frame, minutes)
    assert offset_of(frame, at, second_time=second) == minutes


def test_a_piece_beyond_midnight_is_refused() -> None:
    with pytest.raises(RuleViolation, match="beyond the day of “First plenary”"):
        clock_at(MORNING, 14 * 60)


def test_a_pasted_timetable_is_read_with_times_lengths_and_breaks() -> None:
    text = "10:00 Opening 30\nGeneral exchange of views 45 min\n11.15-11.30 Coffee break\n9 (a) 60\nLunch 90'"
    read = pieces_in(text)
    assert read == [
        Line("Opening", 30, time(10)),
        Line("General exchange of views", 45, None),
        Line("Coffee break", 15, time(11, 15)),
        Line("9 (a)", 60, None),
        Line("Lunch", 90, None),
    ]
    assert [each.is_break for each in read] == [False, False, True, False, True]


def test_every_line_that_is_no_piece_is_named_and_a_long_list_refused() -> None:
    with pytest.raises(Shortcomings) as refusal:
        pieces_in("10:00 Opening\n25:00 Views 30\nAn eternity 9000")
    assert refusal.value.items == (
        "line 1: “10:00 Opening” does not say how many minutes it takes",
        "line 2: 25:00 is no time of the day",
        "line 3: “An eternity” would take 9,000 minutes; a piece takes 1 to 720",
    )
    with pytest.raises(RuleViolation, match="10,000 lines; up to 100 are taken over"):
        pieces_in("Opening 30\n" * 10_000)
