"""Two plan the same election at the same moment: nobody waits forever, and nothing is true twice."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest
from flask import Flask
from flask_migrate import upgrade

from committees.models.rotation import Candidacy, Slate, SlateState
from committees.queries.slates import get_candidacy
from committees.workflow.candidacies import receive_candidacy, withdraw_candidacy
from committees.workflow.elections import record_election
from committees.workflow.slates import hold_slate, make_slate, nominate, put_forward
from core.db import db, transaction
from core.errors import RuleViolation
from tests.committees.rotations import BY, CLOSES, Rotation, make_rotation
from tests.factories.states import NOTE

AT = ("APMBC", "23MSP")
SOON = 10  # seconds: longer than any wait for a lock


@pytest.fixture
def office(bare_office: Flask) -> Flask:
    upgrade()
    return bare_office


@pytest.fixture
def rotation(office: Flask) -> Rotation:
    with transaction():
        return make_rotation()


def slate_of(rotation: Rotation, title: str) -> int:
    """A proposal that fills both seats."""
    with transaction():
        slate = make_slate(*AT, title=title, by=BY)
        for seat, state in enumerate(rotation.others[:2], 1):
            nominate(*AT, slate.id, body=rotation.body.slug, seat=seat, iso3=state.iso3, by=BY)
    return slate.id


def both(office: Flask, *acts: Callable[[], object]) -> list[str]:
    """Both at once, each on a connection of its own: what each was refused with, "" where it was done."""

    def alone(act: Callable[[], object]) -> str:
        with office.app_context():
            try:
                act()
            except RuleViolation as refusal:
                return refusal.message
            finally:
                db.session.remove()
        return ""

    with ThreadPoolExecutor(len(acts)) as threads:
        return [told.result(timeout=3 * SOON) for told in [threads.submit(alone, act) for act in acts]]


def states() -> list[SlateState]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Slate.state).order_by(Slate.id)))


def test_two_proposals_put_forward_at_once_do_not_wait_for_each_other(office: Flask, rotation: Rotation) -> None:
    first, second = slate_of(rotation, "First"), slate_of(rotation, "Second")
    held = {first: Event(), second: Event()}

    def forward(own: int, other: int) -> Callable[[], object]:
        def act() -> None:
            with transaction():
                hold_slate(*AT, own)
                held[own].set()
                held[other].wait(1)  # in vain where both take the proposals in the same order
                put_forward(*AT, own, by=BY)

        return act

    assert both(office, forward(first, second), forward(second, first)) == ["", ""]
    assert sorted(states()) == [SlateState.DRAFT, SlateState.PUT_FORWARD]


def test_a_proposal_put_forward_while_another_is_elected_stays_as_decided(office: Flask, rotation: Rotation) -> None:
    first, second = slate_of(rotation, "First"), slate_of(rotation, "Second")
    elected = Event()

    def elect() -> None:
        with transaction():
            record_election(*AT, first, elected_on=CLOSES, sourcing=NOTE, by=BY)
            elected.set()
            time.sleep(0.3)

    def forward() -> None:
        assert db.session.get_one(Slate, second).state is SlateState.DRAFT  # as its page has read it
        elected.wait(SOON)
        with transaction():
            put_forward(*AT, second, by=BY)

    told = both(office, elect, forward)
    assert told == ["", "The proposal “Second” is not taken: it stays as it is."]
    assert states() == [SlateState.ELECTED, SlateState.NOT_TAKEN]


def test_the_database_itself_keeps_one_proposal_put_forward(office: Flask, rotation: Rotation) -> None:
    first, second = (db.session.get_one(Slate, slate_of(rotation, title)) for title in ("First", "Second"))
    with transaction():
        first.state = SlateState.PUT_FORWARD
    refused = "Another proposal is put forward for this meeting already"
    with pytest.raises(RuleViolation, match=refused), transaction():
        second.state = SlateState.PUT_FORWARD
    assert states() == [SlateState.PUT_FORWARD, SlateState.DRAFT]


def test_a_candidacy_is_withdrawn_once_whatever_was_read_before(office: Flask, rotation: Rotation) -> None:
    offer = {"iso3": rotation.others[0].iso3, "received_on": date(2026, 6, 1), "source": "note verbale"}
    with transaction():
        candidacy = receive_candidacy(*AT, rotation.body.slug, by=BY, **offer)  # type: ignore[arg-type]
    with office.app_context(), transaction():
        withdraw_candidacy(get_candidacy(*AT, candidacy.id), withdrawn_on=date(2026, 7, 1), by=BY)
    with pytest.raises(RuleViolation, match="was withdrawn on 1 July 2026 already"), transaction():
        withdraw_candidacy(candidacy, withdrawn_on=date(2026, 7, 2), by=BY)
    assert [row.withdrawn_on for row in db.session.scalars(db.select(Candidacy))] == [date(2026, 7, 1)]


def test_one_of_two_candidacies_received_at_once_stands(office: Flask, rotation: Rotation) -> None:
    offer = {"iso3": rotation.others[0].iso3, "received_on": date(2026, 6, 1), "source": "note verbale"}

    def receive() -> None:
        with transaction():
            receive_candidacy(*AT, rotation.body.slug, by=BY, **offer)  # type: ignore[arg-type]

    told = both(office, receive, receive)
    assert sorted(told)[0] == ""
    assert "is a candidate for the The committee since 1 June 2026 already" in sorted(told)[1]
    assert db.session.scalar(db.select(db.func.count(Candidacy.id))) == 1
