"""Past requests of a State, from the shipped register."""

from datetime import date

from flask import Flask
from sqlalchemy import select

from core.db import db
from extension_requests.models.past import PastRequest
from extension_requests.queries.past import requests_of
from states_parties.models import DeadlineExtension
from tests.factories.states import added, make_state


def test_requests_of_a_state_stand_by_article_and_number(registers: Flask) -> None:
    """Bosnia and Herzegovina asked at the 9MSP until 1 March 2019, and again until 2021 and 2027."""
    bosnia = requests_of("BIH", convention="APMBC")
    assert [request.request_no for request in bosnia] == list(range(1, len(bosnia) + 1))
    first = bosnia[0]
    assert (first.considered_at, first.submitted_on, first.decision) == ("9MSP", date(2008, 3, 26), "granted")
    assert (first.previous_deadline, first.granted_until) == (date(2009, 3, 1), date(2019, 3, 1))
    assert {request.article for request in requests_of("BIH", convention="CCM")} == {"4"}
    assert requests_of("MCO", convention="APMBC") == []


def test_requests_stand_in_their_order_whatever_the_order_of_the_rows(app: Flask) -> None:
    state = make_state()
    for article, number in (("5", 2), ("4", 1), ("5", 1)):
        added(
            PastRequest(
                convention="CCM",
                article=article,
                iso3=state.iso3,
                request_no=number,
                considered_at="9MSP",
                decision="unknown",
                source="page",
                confidence="high",
            )
        )
    asked = requests_of(state.iso3, convention="CCM")
    assert [(request.article, request.request_no) for request in asked] == [("4", 1), ("5", 1), ("5", 2)]
    assert requests_of(state.iso3, convention="APMBC") == []


def test_every_request_granted_is_an_extension_of_that_meeting_until_that_day(registers: Flask) -> None:
    granted = {
        (each.convention, each.article, each.iso3, each.considered_at, each.granted_until)
        for each in db.session.scalars(select(PastRequest).where(PastRequest.decision == "granted"))
    }
    extended = {
        (each.convention, each.article, each.iso3, each.granted_at, each.extended_to)
        for each in db.session.scalars(select(DeadlineExtension))
    }
    assert granted == extended
