"""The agenda as a tree: numbers, moves, lists that are pasted."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import RuleViolation, Shortcomings
from meetings.rules.agenda import (
    DEEPEST,
    Node,
    Place,
    Tree,
    check_whole,
    in_order,
    indented,
    lowered,
    numbers_of,
    outdented,
    placed,
    places_of,
    raised,
    removed,
    taken_over,
    tree_of,
)
from meetings.rules.agenda_list import Written, items_in

TREE: Tree = {None: [1, 2, 3], 2: [4, 5], 5: [6, 7]}
TITLES = {1: "Opening", 2: "Status", 3: "Closing", 4: "Victims", 5: "Clearance", 6: "Land", 7: "People"}


def shape(tree: Tree) -> list[str]:
    numbers = numbers_of(tree)
    return [f"{numbers[id]} {TITLES[id]}" for id, _level in in_order(tree)]


def test_numbers_follow_from_places() -> None:
    assert shape(TREE) == [
        "1 Opening",
        "2 Status",
        "2 (a) Victims",
        "2 (b) Clearance",
        "2 (b) (i) Land",
        "2 (b) (ii) People",
        "3 Closing",
    ]


def test_letters_go_on_after_z_and_romans_are_written_out() -> None:
    tree: Tree = {None: [1], 1: list(range(2, 30)), 2: list(range(100, 110))}
    numbers = numbers_of(tree)
    assert [numbers[id] for id in (27, 28, 29)] == ["1 (z)", "1 (aa)", "1 (bb)"]
    assert [numbers[id] for id in (103, 108, 109)] == ["1 (a) (iv)", "1 (a) (ix)", "1 (a) (x)"]


def test_the_chairs_own_items_have_no_number_and_take_none() -> None:
    assert numbers_of(TREE, [2]) == {1: "1", 3: "2"}


@pytest.mark.parametrize(
    ("move", "told"),
    [
        (lambda: raised(TREE, 5), ["2 (a) Clearance", "2 (a) (i) Land"]),
        (lambda: lowered(TREE, 1), ["1 Status", "2 Opening"]),
        (lambda: indented(TREE, 3, TITLES), ["2 (c) Closing"]),
        (lambda: outdented(TREE, 4, TITLES), ["3 Victims", "4 Closing", "2 (a) Clearance"]),
        (lambda: placed(TREE, 7, None, 1, TITLES), ["1 People", "2 Opening"]),
        (lambda: placed(TREE, 1, 2, 99, TITLES), ["1 (c) Opening", "2 Closing"]),
    ],
)
def test_a_move_takes_along_what_hangs_on_the_item(move: Callable[[], Tree], told: list[str]) -> None:
    assert set(told) <= set(shape(move()))


@pytest.mark.parametrize(
    ("move", "sentence"),
    [
        (lambda: placed(TREE, 2, 2, 1, TITLES), "“Status” cannot stand under itself."),
        (
            lambda: placed(TREE, 2, 6, 1, TITLES),
            "“Status” cannot stand under “Land”, which itself stands under “Status”.",
        ),
        (lambda: placed(TREE, 1, 6, 1, TITLES), "“Opening” would stand on level 4"),
        (lambda: indented(TREE, 1, TITLES), "“Opening” is the first of its level"),
        (lambda: outdented(TREE, 3, TITLES), "“Closing” is an item of its own already"),
        (lambda: raised(TREE, 1), "It is the first of its level already."),
        (lambda: lowered(TREE, 3), "It is the last of its level already."),
    ],
)
def test_a_move_that_would_leave_no_tree_is_refused_by_name(move: Callable[[], Tree], sentence: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        move()
    assert refusal.value.message.startswith(sentence)


def test_items_that_hang_on_each_other_are_no_agenda() -> None:
    nodes = [Node(1, Place(2, 1), "One"), Node(2, Place(1, 1), "Two"), Node(3, Place(None, 1), "Three")]
    with pytest.raises(RuleViolation, match="“One” would hang on itself"):
        check_whole(tree_of(nodes), nodes)


def test_what_hangs_on_an_item_goes_with_it_the_lowest_first() -> None:
    tree, gone = removed(TREE, 2)
    assert tree == {None: [1, 3]}
    assert gone == [7, 6, 5, 4, 2]


def test_what_recurs_is_taken_over_under_the_parents_that_recur() -> None:
    nodes = [Node(id, place, TITLES[id]) for id, place in places_of(TREE).items()]
    assert taken_over(nodes, {1, 2, 4, 6}) == [(1, 1), (2, 1), (4, 2), (6, 2)]


def trees() -> st.SearchStrategy[Tree]:
    """Up to thirty items on up to three levels."""
    return st.lists(st.integers(1, DEEPEST), min_size=1, max_size=30).map(tree_from_levels)


def tree_from_levels(levels: list[int]) -> Tree:
    tree: Tree = {}
    above: list[int | None] = [None]
    for id, level in enumerate(levels, start=1):
        del above[level:]
        tree.setdefault(above[-1], []).append(id)
        above.append(id)
    return tree


@settings(max_examples=60, deadline=None)
@given(trees(), st.data())
def test_after_any_moves_numbers_are_in_the_order_of_the_tree(tree: Tree, data: st.DataObject) -> None:
    """And the places of each level are counted without a gap."""
    ids = sorted(places_of(tree))
    titles = {id: f"Item {id}" for id in ids}
    for _ in range(data.draw(st.integers(1, 6))):
        try:
            tree = moved_somehow(tree, data, ids, titles)
        except RuleViolation:
            continue
    assert sorted(id for id, _level in in_order(tree)) == ids
    numbers = numbers_of(tree)
    read = [sorting_key(numbers[id]) for id, _level in in_order(tree)]
    assert all(one < other for one, other in pairwise(read))
    for children in tree.values():
        assert [places_of(tree)[id].position for id in children] == list(range(1, len(children) + 1))


def moved_somehow(tree: Tree, data: st.DataObject, ids: list[int], titles: dict[int, str]) -> Tree:
    id = data.draw(st.sampled_from(ids))
    target, position = data.draw(st.sampled_from([None, *ids])), data.draw(st.integers(-2, 40))
    moves: list[Callable[[], Tree]] = [
        lambda: raised(tree, id),
        lambda: lowered(tree, id),
        lambda: indented(tree, id, titles),
        lambda: outdented(tree, id, titles),
        lambda: placed(tree, id, target, position, titles),
    ]
    return data.draw(st.sampled_from(moves))()


ROMANS = [number.split("(")[-1][:-1] for number in numbers_of({None: [1], 1: [2], 2: list(range(3, 60))}).values()][2:]


def sorting_key(number: str) -> tuple[int, ...]:
    """2 (b) (iv) as (2, 2, 4)."""
    first, *deeper = number.replace(")", "").replace("(", "").split()
    key = [int(first)]
    if deeper:
        key.append((len(deeper[0]) - 1) * 26 + ord(deeper[0][0]) - 96)
    if len(deeper) > 1:
        key.append(ROMANS.index(deeper[1]) + 1)
    return tuple(key)


def test_a_list_is_read_with_its_indents_and_without_its_own_numbers() -> None:
    text = "1. Opening\n2) Status\n  (a) Victims\n\t- Land  release\n  (b) Clearance\n\n• Closing of the 5th session\n"
    assert items_in(text) == [
        Written("Opening", 1),
        Written("Status", 1),
        Written("Victims", 2),
        Written("Land  release", 3),
        Written("Clearance", 2),
        Written("Closing of the 5th session", 1),
    ]


def test_a_list_of_ten_thousand_lines_is_refused_by_its_length() -> None:
    with pytest.raises(RuleViolation, match=r"10,000 lines; up to 300 items are taken over at a time\. Nothing"):
        items_in("An item\n" * 10_000)


def test_every_line_that_is_no_item_is_named() -> None:
    with pytest.raises(Shortcomings) as refusal:
        items_in(f"Opening\n 1\n  2\n   Too deep\n(a) \n{'x' * 301}")
    assert refusal.value.items == (
        "line 4: it is indented to level 4; an agenda has 3",
        "line 6: a title has up to 300 characters, this one 301",
    )
