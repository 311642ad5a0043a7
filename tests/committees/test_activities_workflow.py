from datetime import date

from flask import Flask

from committees.models.work import Activity, ActivityKind
from committees.queries.activities import log_of
from committees.queries.bodies import get_body
from committees.workflow.activities import change_activity, record_activity, withdraw_activity
from committees.workflow.subjects import ref_to_body
from core.audit.queries import history_of
from core.db import Ref, db, transaction
from states_parties.facts import Sourcing
from tests.committees.log import BODY, CODE, recorded
from tests.factories.states import NOTE, OFFICER
from tests.states_parties.refusals import refused


def acts() -> list[str]:
    return [entry.act for entry in history_of(ref_to_body(get_body(CODE, BODY)))]


def test_an_activity_gets_the_next_number_of_the_log(registers: Flask) -> None:
    assert recorded().number == 10
    assert recorded(what="its third  meeting").number == 11
    assert acts() == ["activity:recorded", "activity:recorded"]


def test_what_records_itself_is_in_the_log_once(registers: Flask) -> None:
    campaign = Ref("campaign", "7")
    first = recorded(kind=ActivityKind.LETTERS, what="letters", count=3, subject=campaign)
    again = recorded(kind=ActivityKind.LETTERS, what="letters", count=4, subject=campaign)
    assert (again.id, again.count, len(log_of(CODE, BODY))) == (first.id, 4, 10)
    recorded(kind=ActivityKind.LETTERS, what="letters", count=4, subject=campaign)
    assert acts() == ["activity:told-again", "activity:recorded"]


def test_a_number_is_given_once_and_a_withdrawn_entry_keeps_its_own(registers: Flask) -> None:
    activity = recorded()
    with transaction():
        withdraw_activity(activity, reason="recorded twice", by=OFFICER)
    assert activity.withdrawn == "recorded twice"
    assert recorded().number == 11
    refused(lambda: withdraw_activity(activity, reason="again", by=OFFICER), field="reason")
    refused(lambda: change_activity(activity, what="else", sourcing=NOTE, by=OFFICER), field="")


def test_a_change_keeps_what_is_not_mentioned(registers: Flask) -> None:
    activity = recorded(purpose="to plan")
    with transaction():
        change_activity(activity, what="a long meeting", sourcing=NOTE, by=OFFICER)
    assert (activity.what, activity.purpose) == ("a long meeting", "to plan")
    assert refused(
        lambda: change_activity(activity, what="a long meeting", sourcing=NOTE, by=OFFICER), field=""
    ).startswith("Nothing differs")


def test_what_is_no_activity_is_refused_by_name_and_nothing_is_written(registers: Flask) -> None:
    cases = [
        ({"ends_on": date(2021, 6, 30)}, "ends_on", "The last day, 2021-06-30, lies before the first, 2021-07-01."),
        ({"what": " ."}, "what", "Say what was done."),
        ({"what": "a" * 301}, "what", "Too long, what was done: more than 300 characters."),
        ({"count": 0}, "count", "0 is no number of things that were done."),
        ({"iso3s": ("CHX",)}, "state", "“CHX”"),
        ({"file_id": 999}, "file_id", "This file is not one of the body’s."),
        ({"sourcing": Sourcing("", "high")}, "source", "Say where this comes from"),
    ]
    usual = {
        "kind": ActivityKind.MEETING, "starts_on": date(2021, 7, 1), "ends_on": date(2021, 7, 1),
        "what": "a meeting", "sourcing": NOTE, "by": OFFICER,
    }  # fmt: skip
    for wrong, field, sentence in cases:
        told = refused(lambda wrong=wrong: record_activity(CODE, BODY, **{**usual, **wrong}), field=field)
        assert told.startswith(sentence)
    told = refused(lambda: record_activity(CODE, "complience", **usual), field="body")
    assert told == "“complience” is no body of the APMBC."


def test_the_database_itself_keeps_numbers_apart(registers: Flask) -> None:
    def twice() -> None:
        first = db.session.query(Activity).filter_by(number=1).one()
        copy = {each.name: getattr(first, each.name) for each in Activity.__table__.c if each.name != "id"}
        db.session.add(Activity(**copy))
        db.session.flush()

    assert refused(twice, field="") == "Somebody wrote into the log at the same moment. Try again."
