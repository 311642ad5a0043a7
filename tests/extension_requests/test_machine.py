"""The way of a request: the table held against what the office agreed on, and walks along it."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleViolation
from extension_requests.rules.guards import GUARDS
from extension_requests.rules.machine import (
    ENDED,
    OPEN,
    TRANSITIONS,
    Act,
    RequestState,
    Who,
    check_transition,
    find_transition,
    possible,
)

# What the office wants, written down a second time on purpose: from, act, to, who.
AGREED = """
anticipated              announce       announced              ISU
anticipated              submit         submitted              ISU
announced                submit         submitted              ISU
not submitted            submit         submitted              ISU
lapsed                   submit         submitted              ISU
deferred                 submit         submitted              ISU
anticipated              note-missing   not submitted          house
announced                note-missing   not submitted          house
anticipated              note-lapse     lapsed                 house
announced                note-lapse     lapsed                 house
not submitted            note-lapse     lapsed                 house
not submitted            wait-again     anticipated            house
submitted                acknowledge    acknowledged           ISU
acknowledged             open-check     in completeness check  ISU
in completeness check    ask            being clarified        chair
being clarified          close-round    in completeness check  ISU
in completeness check    revise         revised                ISU
being clarified          revise         revised                ISU
revised                  check-again    in completeness check  house
in completeness check    begin-draft    analysis being drafted chair
analysis being drafted   adopt          adopted by the group   group
adopted by the group     issue          issued                 ISU
issued                   present        presented              ISU
presented                grant          granted                ISU
presented                grant-shorter  granted for less       ISU
presented                refuse         not granted            ISU
presented                defer          deferred               ISU
deferred                 bring-again    issued                 ISU
granted                  follow         followed up            house
granted for less         follow         followed up            house
followed up              complete       completed              ISU
followed up              supersede      superseded             house
superseded               follow-again   followed up            house
""".strip().splitlines()
WHO = {"ISU": Who.ISU, "house": Who.HOUSE, "chair": Who.CHAIR, "group": Who.GROUP}
DECIDED = {RequestState.GRANTED, RequestState.GRANTED_SHORTER, RequestState.FOLLOW_UP, RequestState.SUPERSEDED}


def agreed() -> dict[tuple[RequestState, Act], tuple[RequestState, Who]]:
    rows = {}
    for line in AGREED:
        before, act, after, who = (line[:25], line[25:40], line[40:63], line[63:])
        rows[RequestState(before.strip()), Act(act.strip())] = RequestState(after.strip()), WHO[who.strip()]
    undecided = [state for state in RequestState if state not in DECIDED and state not in ENDED]
    return rows | {(state, Act.WITHDRAW): (RequestState.WITHDRAWN, Who.ISU) for state in undecided}


def test_the_table_says_what_the_office_agreed_on_and_nothing_else() -> None:
    table = {(before, each.act): (each.after, each.who) for each in TRANSITIONS for before in each.before}
    assert table == agreed()


@pytest.mark.parametrize("state", list(RequestState))
def test_an_act_is_for_its_state_and_its_person_alone(state: RequestState) -> None:
    for act, who in product([act for act in Act if act is not Act.ANTICIPATE], Who):
        wanted = agreed().get((state, act))
        if wanted is not None and wanted[1] is who:
            assert check_transition(state, act, {who}).after is wanted[0]
            continue
        with pytest.raises(RuleViolation) as refused:
            check_transition(state, act, {who})
        assert (" is for " if wanted else "does not follow here") in refused.value.message


def test_whoever_has_no_capacity_in_a_dossier_may_do_nothing() -> None:
    assert [possible(state, ()) for state in RequestState] == [[] for _ in RequestState]


def test_every_act_of_the_table_has_a_guard() -> None:
    assert {each.act for each in TRANSITIONS} == set(GUARDS)


def test_a_request_is_open_decided_or_ended_and_never_two_of_them() -> None:
    assert set(OPEN) | DECIDED | set(ENDED) == set(RequestState)
    assert not set(OPEN) & set(ENDED)
    assert not DECIDED & (set(OPEN) | set(ENDED))


@given(st.lists(st.sampled_from(list(Act)), max_size=80))
def test_walks_end_where_they_should_and_grant_once(acts: list[Act]) -> None:
    """Whatever is tried in whatever order: nothing leaves an ended state, and no request is granted twice."""
    state, granted = RequestState.ANTICIPATED, 0
    for act in acts:
        found = find_transition(state, act)
        if found is None:
            continue
        assert state not in ENDED
        granted += found.after in (RequestState.GRANTED, RequestState.GRANTED_SHORTER)
        state = found.after
    assert granted <= 1
    assert (granted == 1) == (state in DECIDED or state is RequestState.COMPLETED)


def test_every_state_can_be_reached_and_leads_to_an_end() -> None:
    after: dict[RequestState, set[RequestState]] = {state: set() for state in RequestState}
    for each in TRANSITIONS:
        for before in each.before:
            after[before].add(each.after)

    def reach(start: RequestState) -> set[RequestState]:
        found, to_do = {start}, [start]
        while to_do:
            new = after[to_do.pop()] - found
            found |= new
            to_do += new
        return found

    assert reach(RequestState.ANTICIPATED) == set(RequestState)
    assert [state for state in RequestState if not reach(state) & set(ENDED)] == []
    assert [state for state in ENDED if after[state]] == []
