"""The list of speakers: who comes before whom, what a move keeps, and when it would all be over."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleViolation
from meetings.rules.delegations import near_organisations, organisation_named
from meetings.rules.speakers_list import Asked, Standing, Turn, budget, limit_for, moved_by, rank, with_request

requests = st.lists(
    st.tuples(st.sampled_from(Standing), st.sampled_from(Turn), st.booleans()), min_size=1, max_size=12
).map(lambda rows: [Asked(id, *row) for id, row in enumerate(rows, start=1)])


def listed(*standings: Standing, of_a_committee: bool = False) -> list[Standing]:
    """The standings in the order in which the list has them, when asked for one after the other."""
    by_id: dict[int, Asked] = {}
    order: list[int] = []
    for id, standing in enumerate(standings):
        new = Asked(id, standing)
        order = with_request([by_id[each] for each in order], new, of_a_committee=of_a_committee)
        by_id[id] = new
    return [by_id[each].standing for each in order]


def test_groups_and_ministers_come_before_other_parties_and_rights_of_reply_last() -> None:
    asked = (Standing.REPLY, Standing.ICRC, Standing.PARTY, Standing.CAMPAIGN, Standing.NOT_PARTY, Standing.GROUP)
    asked += (Standing.OTHER, Standing.MINISTER, Standing.UNITED_NATIONS, Standing.GUEST)
    assert listed(*asked) == [
        Standing.GUEST,
        Standing.GROUP,
        Standing.MINISTER,
        Standing.PARTY,
        Standing.NOT_PARTY,
        Standing.UNITED_NATIONS,
        Standing.ICRC,
        Standing.CAMPAIGN,
        Standing.OTHER,
        Standing.REPLY,
    ]


def test_in_the_item_of_a_committee_the_state_concerned_speaks_first() -> None:
    asked = (Standing.GROUP, Standing.PARTY, Standing.CONCERNED)
    assert listed(*asked, of_a_committee=True)[0] is Standing.CONCERNED
    assert listed(*asked)[-1] is Standing.CONCERNED


@given(st.lists(st.sampled_from(Standing), max_size=15), st.booleans())
def test_a_list_made_by_rule_is_in_order_and_those_alike_stand_as_they_asked(
    standings: list[Standing], of_a_committee: bool
) -> None:
    found = [rank(each, of_a_committee=of_a_committee) for each in listed(*standings, of_a_committee=of_a_committee)]
    assert found == sorted(found)


@given(requests, st.sampled_from(Standing), st.booleans())
def test_a_new_request_changes_the_place_of_nobody_to_another(
    present: list[Asked], standing: Standing, of_a_committee: bool
) -> None:
    order = with_request(present, Asked(99, standing), of_a_committee=of_a_committee)
    assert [id for id in order if id != 99] == [each.id for each in present]
    assert order.count(99) == 1


@given(requests, st.integers(-3, 3))
def test_a_move_passes_only_those_who_wait(present: list[Asked], steps: int) -> None:
    waiting = [each.id for each in present if each.turn is Turn.WAITING]
    if not waiting:
        return
    place = len(waiting) // 2
    if not steps or not 0 <= place + steps < len(waiting):
        with pytest.raises(RuleViolation, match="Nobody waits before." if steps < 0 else "Nobody waits after."):
            moved_by(present, waiting[place], steps)
        return
    order = moved_by(present, waiting[place], steps)
    by_id = {each.id: each for each in present}
    assert [id if by_id[id].turn is not Turn.WAITING else 0 for id in order] == [
        each.id if each.turn is not Turn.WAITING else 0 for each in present
    ]
    assert [id for id in order if id in waiting].index(waiting[place]) == place + steps


def test_whoever_was_moved_by_hand_is_passed_over_when_another_asks() -> None:
    present = [Asked(1, Standing.ICRC, moved=True), Asked(2, Standing.PARTY)]
    assert with_request(present, Asked(3, Standing.GROUP), of_a_committee=False) == [1, 3, 2]


def test_only_who_waits_can_be_moved() -> None:
    present = [Asked(1, Standing.PARTY, Turn.SPOKEN), Asked(2, Standing.PARTY)]
    with pytest.raises(RuleViolation, match="Only who waits for the floor"):
        moved_by(present, 1, 1)
    with pytest.raises(RuleViolation, match="Nobody waits before"):
        moved_by(present, 2, -1)


def test_a_group_has_five_minutes_and_a_state_three() -> None:
    limits = {"national_seconds": 180, "group_seconds": 300}
    assert limit_for(Standing.GROUP, **limits) == 300
    assert limit_for(Standing.PARTY, **limits) == 180


@pytest.mark.parametrize(("minutes_left", "over"), [(15, 0), (14, 60), (13, 120)])
def test_the_session_is_over_time_by_what_speakers_and_later_pieces_take_more(minutes_left: int, over: int) -> None:
    at = datetime(2021, 11, 16, 9, 0, tzinfo=UTC)
    ends_at = at + timedelta(minutes=minutes_left)
    found = budget(at, [180, 300], left_of_speaker=120, later_minutes=5, session_ends_at=ends_at)
    assert found.list_ends_at == at + timedelta(minutes=10)
    assert found.session_ends_at == at + timedelta(minutes=15)
    assert found.over == over


def test_who_has_spoken_too_long_does_not_shorten_the_others() -> None:
    at = datetime(2021, 11, 16, 9, 0, tzinfo=UTC)
    found = budget(at, [180], left_of_speaker=-60, later_minutes=0, session_ends_at=at + timedelta(hours=1))
    assert found.list_ends_at == at + timedelta(minutes=3)


def test_organisations_go_by_their_letters_and_are_named_when_mistyped() -> None:
    found = organisation_named("icrc")
    assert found is not None
    assert found.name == "International Committee of the Red Cross"
    assert organisation_named("Republic of Nowhere") is None
    assert near_organisations("European Onion") == ["European Union"]
