"""What of the timetable is done, late or next, and what comes next once a decision is followed up."""

from datetime import date

import pytest
from flask import Flask

from conventions.apmbc import APMBC
from conventions.ccm import CCM
from core.permissions import Role
from extension_requests.models.analysis import AnalysisVersion
from extension_requests.rules.ahead import Standing, standing
from extension_requests.rules.machine import RequestState as S
from extension_requests.rules.timetable import Days, timetable
from tests.factories.requests import ISU, Group, address, make_dossier, make_group
from tests.factories.states import added
from tests.states_parties.pages import read, signed_in, words

DAYS = Days(date(2027, 9, 13), date(2027, 9, 16), received_on=date(2026, 12, 1))


@pytest.fixture
def group(app: Flask) -> Group:
    return make_group()


def told(state: S, on: date, *, rounds: int = 0, convention: object = CCM) -> dict[str, str]:
    steps = timetable(convention, DAYS)  # type: ignore[arg-type]
    return {each.what: standing(each, state, rounds, on=on).value for each in steps}


def test_what_is_behind_the_request_is_done_and_what_follows_is_next_or_late() -> None:
    """The check should be open ten working days after 1 December 2026: on 15 December, the last day in time."""
    known = told(S.ACKNOWLEDGED, date(2026, 12, 15))
    assert (known["Request due"], known["Acknowledgement and circular"]) == ("done", "done")
    assert known["Completeness check opened"] == "next"
    assert known["Analysis adopted by the group"] == ""
    assert told(S.ACKNOWLEDGED, date(2026, 12, 16))["Completeness check opened"] == "late"


def test_questions_and_a_revised_request_are_no_duty_of_every_request() -> None:
    long_after = date(2027, 8, 1)
    assert told(S.IN_COMPLETENESS, long_after)["Questions to the State"] == "late"
    assert told(S.IN_COMPLETENESS, long_after, rounds=1)["Questions to the State"] == "done"
    assert told(S.DRAFTING, long_after)["Questions to the State"] == ""
    assert told(S.IN_COMPLETENESS, long_after)["Revised request"] == ""


def test_of_a_deferred_request_nothing_of_the_next_meeting_is_done_and_a_withdrawn_one_is_late_with_nothing() -> None:
    deferred = told(S.DEFERRED, date(2026, 10, 1), rounds=1)
    assert {what for what, stands in deferred.items() if stands} == {"Request due"}
    assert deferred["Request due"] == "next"
    assert set(told(S.WITHDRAWN, date(2027, 10, 1)).values()) == {""}


def test_a_revised_request_is_there_until_it_is_checked_again() -> None:
    assert told(S.REVISED, date(2027, 1, 2))["Revised request"] == "done"


def test_where_the_deadline_is_in_doubt_nothing_is_late_before_the_request_comes() -> None:
    long_after = date(2028, 1, 1)
    for state, late in ((S.ANTICIPATED, False), (S.SUBMITTED, True)):
        steps = [standing(each, state, 0, on=long_after, doubtful=True) for each in timetable(CCM, DAYS)]
        assert (Standing.LATE in steps) is late


@pytest.mark.parametrize("convention", [APMBC, CCM])
def test_every_state_and_step_has_a_standing(convention: object) -> None:
    for state in S:
        for on in (date(2026, 1, 1), date(2028, 1, 1)):
            assert set(told(state, on, convention=convention)) >= {"Request due", "Decision"}
    assert Standing.LATE.value in told(S.ANTICIPATED, date(2028, 1, 1)).values()


def test_a_version_that_the_state_has_not_seen_is_told(app: Flask, group: Group) -> None:
    dossier = make_dossier(group, S.DRAFTING, state_saw_version=1, state_saw_draft_on=date(2026, 11, 3))
    made = {"made_at": ISU.at, "made_by": ISU.name}
    for number in (1, 2):
        added(AnalysisVersion(dossier_id=dossier.id, number=number, request_version=1, text="{}", **made))
    page = words(read(signed_in(app), address(dossier, group.asking)))
    assert "The State has been shown version 1, not version 2. The Coordination Committee has not been shown" in page


def test_the_page_says_who_has_not_seen_the_draft(app: Flask, group: Group) -> None:
    dossier = make_dossier(group, S.DRAFTING)
    page = read(signed_in(app), address(dossier, group.asking))
    assert "The State has not been shown the draft." in words(page)
    outside = words(read(signed_in(app, Role.OBSERVER), address(dossier, group.asking)))
    assert "has not been shown the draft" not in outside
    [line] = page.xpath("//section[@aria-labelledby='days']//tr[th[text()='Request due']]")
    assert line.xpath("string(td[2])") == "done"


def test_a_request_that_came_after_its_day_says_so() -> None:
    [due] = [each for each in timetable(CCM, DAYS) if each.what == "Request due"]
    days, on = (due.due_on, date(2027, 1, 3)), date(2027, 1, 4)
    came = [standing(due, S.SUBMITTED, 0, on=on, received_on=each) for each in days]
    assert came == [Standing.DONE, Standing.CAME_LATE]
