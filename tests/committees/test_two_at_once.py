"""Two do the same act at the same moment: what the second had read before is checked again, and it is refused."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from threading import Event
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade

from committees.models.access import Delegation, Opened, Opening, Recusal
from committees.models.papers import Paper, PaperComment, PaperState, PaperVersion
from committees.models.terms import Representative
from committees.models.work import Activity, ActivityKind, BodyFile
from committees.workflow.accounts import link_account, unlink_account
from committees.workflow.activities import change_activity, withdraw_activity
from committees.workflow.delegations import end_delegation
from committees.workflow.openings import close_again
from committees.workflow.papers import settle_comment
from committees.workflow.recusals import end_recusal
from committees.workflow.representatives import end_representative
from core.accounts.models import User
from core.audit.models import AuditEntry
from core.db import db, transaction
from core.errors import RuleViolation
from tests.committees.offices import ISU, Committee, make_committee
from tests.factories.accounts import make_account
from tests.factories.offices import SOURCED, make_representative
from tests.factories.states import NOTE, added

FIRST, LATER, LATEST = date(2026, 12, 1), date(2027, 2, 1), date(2027, 3, 1)


@pytest.fixture
def office(bare_office: Flask) -> Flask:
    """A committee with one of everything that these acts are about, written for good."""
    upgrade()
    with transaction():
        committee = make_committee()
    account = make_account(None, email="linked@chancery.example")
    make_account(None, email="other@chancery.example")
    with transaction():
        _work_of(committee, account)
    db.session.remove()
    return bare_office


def _work_of(committee: Committee, account: User) -> None:
    here: dict[str, Any] = {"convention": "APMBC", "body": committee.body.slug}
    file = added(BodyFile(**here, title="A matter", opened_on=date(2026, 1, 1)))
    added(Recusal(file_id=file.id, iso3=committee.chile.iso3, reason="neighbour", starts_on=FIRST, ends_before=None))
    given = {"reason": "travel", "given_at": ISU.at, "given_by": "Ada", "starts_on": FIRST, "ends_before": LATEST}
    added(Delegation(**here, account_id=account.id, chair_iso3=committee.chile.iso3, **given))
    added(Opening(**here, opened=Opened.WORK_PLAN, subject_id=0, starts_on=FIRST, ends_before=None, opened_by="Ada"))
    make_representative(committee.body, committee.chile.iso3, FIRST, account_id=account.id)
    days = {"starts_on": date(2026, 3, 1), "ends_on": date(2026, 3, 1)}
    added(Activity(**here, number=1, kind=ActivityKind.MEETING, what="a meeting", **days, **SOURCED))
    paper = added(Paper(**here, year=2026, label="2026-2027", state=PaperState.CIRCULATED, versions=[]))
    added(PaperVersion(paper_id=paper.id, number=1, content={}, written_at=ISU.at, written_by="Ada"))
    said = {"author_name": "Ada", "made_at": ISU.at}
    added(PaperComment(paper_id=paper.id, paragraph="paper", text="Which tools?", **said))


def the(model: Any) -> Any:
    """The only row of its kind, as an object of this session."""
    return db.session.scalars(db.select(model)).one()


def account(email: str) -> User:
    return db.session.scalars(db.select(User).filter_by(email=f"{email}@chancery.example")).one()


ACTS: dict[str, tuple[type[Any], Callable[[Any], Any], Callable[[Any], Any], str]] = {
    "recusal ended": (
        Recusal,
        lambda row: end_recusal(row, ends_before=LATER, by=ISU),
        lambda row: end_recusal(row, ends_before=LATEST, by=ISU),
        "It has an end already",
    ),
    "delegation ended": (
        Delegation,
        lambda row: end_delegation(row, ends_before=date(2027, 1, 1), by=ISU),
        lambda row: end_delegation(row, ends_before=LATER, by=ISU),
        "it can only be made shorter",
    ),
    "delegation taken back": (
        Delegation,
        lambda row: end_delegation(row, ends_before=FIRST, by=ISU),
        lambda row: end_delegation(row, ends_before=LATER, by=ISU),
        "Somebody took this back in the meantime",
    ),
    "opening closed": (
        Opening,
        lambda row: close_again(row, ends_before=LATER, by=ISU),
        lambda row: close_again(row, ends_before=LATEST, by=ISU),
        "closed to observers already",
    ),
    "representative ended": (
        Representative,
        lambda row: end_representative(row, ends_before=LATER, by=ISU),
        lambda row: end_representative(row, ends_before=LATEST, by=ISU),
        "is named to 31 January 2027 only",
    ),
    "account linked": (
        Representative,
        lambda row: link_account(row, account("other"), by=ISU),
        lambda row: link_account(row, account("other"), by=ISU),
        "has this account already",
    ),
    "account taken away": (
        Representative,
        lambda row: unlink_account(row, by=ISU),
        lambda row: unlink_account(row, by=ISU),
        "has no account here",
    ),
    "entry withdrawn": (
        Activity,
        lambda row: withdraw_activity(row, reason="recorded twice", by=ISU),
        lambda row: withdraw_activity(row, reason="no meeting", by=ISU),
        "was withdrawn already: recorded twice",
    ),
    "withdrawn entry changed": (
        Activity,
        lambda row: withdraw_activity(row, reason="recorded twice", by=ISU),
        lambda row: change_activity(row, what="a long meeting", sourcing=NOTE, by=ISU),
        "It stays as it was",
    ),
    "comment settled": (
        PaperComment,
        lambda row: settle_comment(the(Paper), row, by=ISU),
        lambda row: settle_comment(the(Paper), row, by=ISU),
        "settled this comment already",
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_what_another_did_since_one_read_is_not_overwritten(office: Flask, name: str) -> None:
    model, first, second, sentence = ACTS[name]
    row = the(model)
    with ThreadPoolExecutor(1) as other:
        other.submit(done_by_another, office, model, first).result()
    after_the_first = everything_of(office, model)
    with pytest.raises(RuleViolation) as refusal, transaction():
        second(row)
    assert sentence in refusal.value.message
    assert everything_of(office, model) == after_the_first


def done_by_another(office: Flask, model: Any, act: Callable[[Any], Any]) -> None:
    """On a connection of its own."""
    with office.app_context():
        row = the(model)
        with transaction():
            act(row)


def everything_of(office: Flask, model: Any) -> list[Any]:
    """The rows and the acts on record, as a new connection finds them."""
    with office.app_context():
        rows = db.session.execute(db.select(model.__table__)).all()
        return [*rows, *db.session.scalars(db.select(AuditEntry.act).order_by(AuditEntry.id))]


def test_the_second_of_two_waits_for_the_first_and_then_sees_what_it_did(office: Flask) -> None:
    read = Event()
    with ThreadPoolExecutor(1) as other:
        with transaction():
            end_recusal(the(Recusal), ends_before=LATER, by=ISU)
            second: Future[None] = other.submit(end_it_too, office, read)
            assert read.wait(5)
            with pytest.raises(TimeoutError):  # the body is held: nobody else decides anything about it
                second.result(timeout=0.5)
        with pytest.raises(RuleViolation, match="It has an end already: 1 February 2027"):
            second.result(timeout=10)
    with office.app_context():
        assert the(Recusal).ends_before == LATER


def end_it_too(office: Flask, read: Event) -> None:
    with office.app_context():
        recusal = the(Recusal)
        read.set()
        with transaction():
            end_recusal(recusal, ends_before=LATEST, by=ISU)
