"""Figures about persons never let anybody be found, not even by subtraction."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from meetings.rules.small_groups import SMALLEST, Figure, Figures, Group, protected

PERSONS = st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.booleans()), max_size=120)


def divided(persons: Sequence[tuple[int, bool, bool]]) -> dict[str, list[Group]]:
    """By region (0-5) and by whether their State is affected; the last value says who is counted."""

    def group(label: str, of: list[bool]) -> Group:
        return Group(label, sum(of), len(of) - sum(of))

    return {
        "region": [group(str(region), [w for r, _, w in persons if r == region]) for region in range(6)],
        "affected": [group(str(yes), [w for _, a, w in persons if a == yes]) for yes in (True, False)],
    }


def hidden(figures: Sequence[Figure], groups: Sequence[Group]) -> list[Group]:
    return [group for figure, group in zip(figures, groups, strict=True) if figure.counted is None]


@given(PERSONS)
def test_what_is_shown_counts_five_or_more_on_either_side_or_nobody(persons: list[tuple[int, bool, bool]]) -> None:
    groups = divided(persons)
    found = protected(groups)
    shown = [found.total, *(each for figures in found.breakdowns.values() for each in figures)]
    for each in shown:
        if each.counted is not None:
            assert not 0 < each.counted < SMALLEST
            assert not 0 < each.said - each.counted < SMALLEST
            assert not 0 < each.said < SMALLEST


@given(PERSONS)
def test_subtraction_from_the_total_leads_to_five_or_more_in_two_groups(persons: list[tuple[int, bool, bool]]) -> None:
    groups = divided(persons)
    found = protected(groups)
    if found.total.counted is None:
        return
    for name, figures in found.breakdowns.items():
        if kept := hidden(figures, groups[name]):
            assert len(kept) > 1
            assert sum(each.counted for each in kept) >= SMALLEST
            assert sum(each.others for each in kept) >= SMALLEST


@given(PERSONS)
def test_a_total_that_is_kept_back_cannot_be_added_up(persons: list[tuple[int, bool, bool]]) -> None:
    found = protected(divided(persons))
    if found.total.counted is None:
        assert all(any(each.counted is None for each in figures) for figures in found.breakdowns.values())


@given(PERSONS)
def test_what_is_shown_is_true(persons: list[tuple[int, bool, bool]]) -> None:
    groups = divided(persons)
    found = protected(groups)
    for name, figures in found.breakdowns.items():
        for figure, group in zip(figures, groups[name], strict=True):
            assert figure.counted in (None, group.counted)
            assert figure.said == group.said


def figures(*groups: tuple[int, int]) -> Figures:
    return protected({"region": [Group(str(place), *each) for place, each in enumerate(groups)]})


def test_large_groups_are_told_as_they_are() -> None:
    found = figures((10, 10), (5, 15))
    assert [each.counted for each in found.breakdowns["region"]] == [10, 5]
    assert (found.total.counted, found.total.percent, found.keeps_back) == (15, 38, False)


def test_a_small_group_takes_another_along_so_that_it_cannot_be_subtracted() -> None:
    found = figures((20, 20), (3, 9), (8, 8), (30, 30))
    assert [each.counted for each in found.breakdowns["region"]] == [20, None, None, 30]
    assert found.total.counted == 61


def shown(*groups: tuple[int, int]) -> tuple[list[int | None], int | None]:
    """Of each group, and of all."""
    found = figures(*groups)
    return [each.counted for each in found.breakdowns["region"]], found.total.counted


def test_groups_kept_back_are_enough_once_they_are_five_together_on_either_side() -> None:
    assert shown((2, 9), (3, 20), (30, 30)) == ([None, None, 30], 35)
    assert shown((1, 9), (3, 20), (30, 30)) == ([None, None, None], 34)
    assert shown((9, 2), (20, 3), (30, 30)) == ([None, None, 30], 59)
    assert shown((9, 1), (20, 3), (30, 30)) == ([None, None, None], 59)


def test_of_the_others_the_smallest_is_kept_back_and_none_without_persons() -> None:
    assert shown((40, 40), (8, 8), (3, 9), (0, 0)) == ([40, None, None, 0], 51)
    assert shown((3, 9), (0, 0), (8, 8)) == ([None, 0, None], 11)


def test_a_total_kept_back_takes_every_breakdown_along() -> None:
    found = protected({"region": [Group("", 10, 3)], "affected": [Group("yes", 5, 0), Group("no", 5, 3)]})
    assert found.total.counted is None
    assert [each.counted for each in found.breakdowns["affected"]] == [None, None]


def test_shares_are_rounded_and_none_is_told_of_nobody() -> None:
    assert [Figure("", *each).percent for each in ((5, 8), (None, 8), (0, 0), (5, 11))] == [62, None, None, 45]


def test_that_something_is_kept_back_is_told() -> None:
    assert [figures(*each).keeps_back for each in (((10, 10),), ((20, 20), (3, 9), (8, 8)), ((3, 9),))] == [
        False,
        True,
        True,
    ]


def test_where_no_other_group_helps_the_total_is_kept_back() -> None:
    found = figures((3, 9))
    assert (found.total.counted, found.total.said) == (None, 12)
    assert figures().total == Figure("", 0, 0)
