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


def test_where_no_other_group_helps_the_total_is_kept_back() -> None:
    found = figures((3, 9))
    assert (found.total.counted, found.total.said) == (None, 12)
    assert figures().total == Figure("", 0, 0)
