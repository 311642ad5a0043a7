"""After a grant: what was asked for is kept, kept late or missed; completion; what a renewal is told of it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.audit.workflow import Actor
from core.db import db, transaction
from core.errors import NotFound, RuleViolation
from core.permissions import Role
from correspondence.models.campaigns import Campaign, Letter
from correspondence.workflow.campaigns import cancel_campaign
from extension_requests.letter_jobs import draft_heads_ups, look_after_promises
from extension_requests.models.decisions import Clause, Promise
from extension_requests.models.documents import DossierDocument
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.promises import promises_around, promises_of
from extension_requests.rules.clauses import ClauseKind
from extension_requests.rules.decisions import Decided, Mode, Outcome
from extension_requests.rules.documents import DocumentKind
from extension_requests.rules.machine import RequestState, Who
from extension_requests.rules.promises import Kept, PromiseState
from extension_requests.workflow.decisions import decide
from extension_requests.workflow.dossiers import anticipate, withdraw
from extension_requests.workflow.promises import complete, drop_promise, settle_promise
from extension_requests.workflow.requests import Submission, submit
from extension_requests.workflow.transitions import hold_dossier
from states_parties.models import Obligation, ReportKind
from tests.committees.offices import browser_of, on_day
from tests.extension_requests.considered import ASKED, BY, CLOSES, Case, address_of, letter_templates, make_case
from tests.factories.accounts import make_account
from tests.factories.requests import word_file
from tests.factories.states import added, make_report
from tests.states_parties.pages import read, rows, saved_rows, send

ISU = frozenset({Who.ISU})
REPORT_DUE, JULY = date(2027, 4, 30), date(2027, 7, 1)


def granted() -> Case:
    case = make_case()
    with transaction():
        decide(
            hold_dossier(case.dossier.id),
            Decided(Outcome.GRANTED, Mode.CONSENSUS, CLOSES, ASKED),
            who=ISU,
            on=CLOSES,
            by=BY,
        )
    return case


def by(day: date) -> Actor:
    return replace(BY, at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def promise(kind: ClauseKind, due_on: date) -> Promise:
    return db.session.scalars(select(Promise).join(Clause).where(Clause.kind == kind, Promise.due_on == due_on)).one()


def kept(case: Case, which: Promise, day: date, *, on: date = JULY) -> None:
    with transaction():
        settle_promise(case.dossier, which.id, kept_on=day, evidence="Report of Chad", upload=None, on=on, by=by(on))


def job(day: date) -> None:
    look_after_promises(lambda: by(day).at)


def test_a_report_is_kept_in_time_late_or_missed_and_late_after_it_was_missed(app: Flask) -> None:
    case = granted()
    first, plan = promise(ClauseKind.YEARLY_REPORT, REPORT_DUE), promise(ClauseKind.WORK_PLAN, REPORT_DUE)
    kept(case, first, date(2027, 4, 12))
    assert (first.state, first.kept_on) == (PromiseState.KEPT, date(2027, 4, 12))
    job(date(2027, 4, 30))
    assert plan.state is PromiseState.DUE
    job(date(2027, 5, 1))
    assert (first.state, plan.state) == (PromiseState.KEPT, PromiseState.MISSED)
    kept(case, plan, date(2027, 6, 20))
    assert plan.state is PromiseState.KEPT_LATE


def test_what_cannot_have_kept_it_is_refused(app: Flask) -> None:
    case = granted()
    which = promise(ClauseKind.YEARLY_REPORT, REPORT_DUE)
    for kept_on, evidence, said in (
        (date(2027, 7, 2), "Report", "has not come yet"),
        (date(2026, 11, 1), "Report", "before it was decided"),
        (date(2027, 4, 1), "  ", "Say what shows"),
    ):
        with pytest.raises(RuleViolation, match=said), transaction():
            settle_promise(
                case.dossier, which.id, kept_on=kept_on, evidence=evidence, upload=None, on=JULY, by=by(JULY)
            )
        db.session.refresh(which)
        assert (which.state, which.kept_on, which.settled_at) == (PromiseState.DUE, None, None)
    other = Dossier(
        **{
            column.key: getattr(case.dossier, column.key)
            for column in Dossier.__table__.columns
            if column.key not in ("id", "number", "state")
        },
        number=2,
        state=RequestState.ANTICIPATED,
    )
    with pytest.raises(NotFound):
        drop_promise(added(other), which.id, reason="Of another request", by=BY)


def test_a_report_in_the_register_is_offered_as_evidence_and_taken_by_one_click(app: Flask) -> None:
    case = granted()
    make_report(case.asks, kind=ReportKind.ANNUAL, year_covered=2026, received_on=date(2027, 4, 12))
    db.session.commit()
    offered = [(each.due_on, each.offered) for each in promises_of(case.dossier, on=JULY) if each.offered]
    assert offered == [(REPORT_DUE, "Article 7 report covering 2026")]
    assert not [each for each in promises_of(case.dossier, on=date(2027, 4, 1)) if each.offered]
    which = promise(ClauseKind.YEARLY_REPORT, REPORT_DUE)
    with on_day(app, JULY):
        officer = browser_of(app, make_account())
        send(officer, address_of(case, f"/promises/{which.id}"), {})
    db.session.refresh(which)
    assert (which.state, which.evidence) == (
        PromiseState.KEPT,
        "Article 7 report covering 2026, received on 12 April 2027",
    )


def test_a_document_shows_it_and_is_on_file(app: Flask) -> None:
    case = granted()
    which = promise(ClauseKind.WORK_PLAN, REPORT_DUE)
    with transaction():
        settle_promise(
            case.dossier,
            which.id,
            kept_on=date(2027, 4, 29),
            evidence="Work plan",
            upload=word_file("What is to be done", name="plan.docx"),
            on=JULY,
            by=by(JULY),
        )
    document = db.session.get_one(DossierDocument, which.document_id)
    assert (document.kind, document.name) == (DocumentKind.EVIDENCE, "Updated work plan 2027")


def test_the_state_is_written_to_once_two_months_after_what_it_missed(app: Flask) -> None:
    letter_templates()
    case = granted()
    job(date(2027, 6, 29))
    assert db.session.scalar(select(func.count(Campaign.id))) == 0
    job(date(2027, 6, 30))
    job(date(2027, 6, 30))
    [campaign] = db.session.scalars(select(Campaign)).all()
    [letter] = db.session.scalars(select(Letter)).all()
    assert letter.iso3 == case.asks.iso3
    assert letter.tables["request_missed"] == [
        {"what": "Updated work plan", "day": "30 April 2027"},
        {"what": "Yearly report on progress", "day": "30 April 2027"},
    ]
    assert "granted the request of Chad" in letter.values["request_outcome"]
    with transaction():
        cancel_campaign(campaign, by=BY)
    job(date(2027, 7, 30))
    assert db.session.scalar(select(func.count(Campaign.id))) == 1


def test_each_letter_tells_only_what_is_two_months_old_and_no_letter_told_before(app: Flask) -> None:
    letter_templates()
    granted()
    told = []
    for day in (date(2027, 6, 30), date(2028, 2, 28), date(2028, 2, 29), date(2028, 5, 1), date(2028, 6, 30)):
        before = db.session.scalar(select(func.max(Campaign.id))) or 0
        job(day)
        for letter in db.session.scalars(select(Letter).where(Letter.campaign_id > before)):
            told.append(
                (
                    day,
                    sorted({row["day"] for row in letter.tables["request_missed"]}),
                    db.session.get_one(Campaign, letter.campaign_id).title,
                )
            )
    about = "Not received: Chad, Article 5, request 1"
    assert told == [
        (date(2027, 6, 30), ["30 April 2027"], f"{about} (until 30 April 2027)"),
        (date(2028, 2, 29), ["31 December 2027"], f"{about} (until 31 December 2027)"),
        (date(2028, 6, 30), ["30 April 2028"], f"{about} (until 30 April 2028)"),
    ]


def test_nothing_is_written_about_what_came(app: Flask) -> None:
    letter_templates()
    case = granted()
    for kind in (ClauseKind.WORK_PLAN, ClauseKind.YEARLY_REPORT):
        kept(case, promise(kind, REPORT_DUE), date(2027, 5, 20))
    job(date(2027, 7, 30))
    assert db.session.scalar(select(func.count(Campaign.id))) == 0


def test_completion_fulfils_the_obligation_and_ends_what_was_to_come(app: Flask) -> None:
    case = granted()
    job(date(2027, 5, 1))
    with pytest.raises(RuleViolation, match="Not on file yet: declaration of completion"), transaction():
        _complete(case, declared=False)
    obligation = db.session.scalars(select(Obligation)).one()
    db.session.refresh(case.dossier)
    assert (obligation.status, case.dossier.state, case.dossier.completed_on) == ("open", RequestState.FOLLOW_UP, None)
    with transaction():
        _complete(case, declared=True)
    assert (obligation.status, obligation.completed_on) == ("completed", "2027-06-15")
    assert case.dossier.state is RequestState.COMPLETED
    states = set(db.session.scalars(select(Promise.state)))
    assert states == {PromiseState.MISSED, PromiseState.DROPPED}


@pytest.mark.parametrize("refused", [False, True])
def test_a_renewal_that_ends_without_a_grant_leaves_the_decision_before_followed_up(app: Flask, refused: bool) -> None:
    letter_templates()
    case = granted()
    day = date(2027, 1, 10)
    with transaction():
        renewal = anticipate("APMBC", "5", case.asks.iso3, on=day, by=by(day))
    came = Submission(
        received_on=day, language="EN", request=word_file("again"), note_verbale=word_file("note"), months=60
    )
    with transaction():
        submit(hold_dossier(renewal.id), came, who=ISU, on=day, by=by(day))
    assert case.dossier.state is RequestState.SUPERSEDED
    if refused:
        renewal.state, renewal.meeting = RequestState.PRESENTED, "24MSP"
        db.session.commit()
        closes = date(2027, 11, 26)
        with transaction():
            decide(
                hold_dossier(renewal.id),
                Decided(Outcome.NOT_GRANTED, Mode.CONSENSUS, closes, reason="too vague"),
                who=ISU,
                on=closes,
                by=by(closes),
            )
    else:
        with transaction():
            withdraw(hold_dossier(renewal.id), reason="The State took it back.", who=ISU, on=day, by=by(day))
    assert case.dossier.state is RequestState.FOLLOW_UP
    job(date(2027, 12, 1))
    assert db.session.scalar(select(func.count(Campaign.id))) == 1
    with transaction():
        _complete(case, declared=True, on=date(2027, 12, 2))
    assert case.dossier.state is RequestState.COMPLETED


def test_completion_closes_the_next_request_that_has_not_come_and_nobody_is_warned_of_its_deadline(app: Flask) -> None:
    letter_templates()
    case = granted()
    opened, done = date(2029, 10, 1), date(2030, 1, 10)
    with transaction():
        following = anticipate("APMBC", "5", case.asks.iso3, on=opened, by=by(opened))
    with transaction():
        _complete(case, declared=True, on=done)
    assert (following.state, following.ended_because) == (
        RequestState.WITHDRAWN,
        "The State declared completion.",
    )
    draft_heads_ups(lambda: by(date(2030, 3, 2)).at)
    assert db.session.scalar(select(func.count(Campaign.id))) == 0


@pytest.mark.parametrize("doubtful", [False, True])
def test_nobody_is_warned_of_a_deadline_that_is_in_doubt_or_no_longer_stands(app: Flask, doubtful: bool) -> None:
    letter_templates()
    case = granted()
    opened = date(2029, 10, 1)
    with transaction():
        following = anticipate("APMBC", "5", case.asks.iso3, on=opened, by=by(opened))
    if doubtful:
        following.conflict = "The 24MSP may have decided on the deadline."
    else:
        db.session.scalars(select(Obligation)).one().status = "completed"
    db.session.commit()
    draft_heads_ups(lambda: by(date(2030, 3, 2)).at)
    assert db.session.scalar(select(func.count(Campaign.id))) == 0
    following.conflict = ""
    db.session.scalars(select(Obligation)).one().status = "open"
    db.session.commit()
    draft_heads_ups(lambda: by(date(2030, 3, 2)).at)
    assert db.session.scalar(select(func.count(Campaign.id))) == 1


def _complete(case: Case, *, declared: bool, on: date = JULY) -> None:
    complete(
        hold_dossier(case.dossier.id),
        completed_on=date(2027, 6, 15),
        declaration=word_file("We have completed", name="declaration.docx") if declared else None,
        language="EN",
        who=ISU,
        on=on,
        by=by(on),
    )


def test_a_renewal_is_told_how_the_promises_before_were_kept(app: Flask) -> None:
    case = granted()
    kept(case, promise(ClauseKind.YEARLY_REPORT, REPORT_DUE), date(2027, 4, 12))
    kept(case, promise(ClauseKind.WORK_PLAN, REPORT_DUE), date(2027, 5, 12))
    renewal = added(
        Dossier(
            **{
                column.key: getattr(case.dossier, column.key)
                for column in Dossier.__table__.columns
                if column.key not in ("id", "number", "state", "deadline", "asked_until")
            },
            number=2,
            state=RequestState.SUBMITTED,
            deadline=ASKED,
            asked_until=date(2034, 3, 1),
        )
    )
    assert promises_around(renewal, on=date(2028, 5, 1))[1] == Kept(kept=1, kept_late=1, missed=2, due=8)
    assert promises_around(case.dossier, on=JULY)[1] is None
    db.session.commit()
    page = browser_of(app, case.recused).get(f"/apmbc/requests/5/chad/{renewal.number}").get_data(as_text=True)
    assert "kept 1, kept late 1, missed" in page


def test_the_year_shows_all_promises_filters_and_saves_them(app: Flask) -> None:
    case = granted()
    kept(case, promise(ClauseKind.YEARLY_REPORT, REPORT_DUE), date(2027, 4, 12))
    db.session.commit()
    with on_day(app, JULY):
        observer = browser_of(app, make_account(Role.OBSERVER))
        address = "/apmbc/requests/promises?year=2027"
        page = read(observer, address)
        shown = {row["What"]: row["Stands"] for row in rows(page)}
        assert shown == {"yearly report": "kept", "updated work plan": "missed", "update at meetings": "due"}
        assert len(saved_rows(observer, f"{address}&format=csv")) == 3


def test_the_next_promise_that_is_open_comes_next_on_the_page(app: Flask) -> None:
    """The first one by day is kept; later a missed one gives way to what is still to come."""
    case = granted()
    first, second = promises_of(case.dossier, on=REPORT_DUE)[:2]
    assert (first.due_on, second.due_on) == (REPORT_DUE, REPORT_DUE)
    kept(case, db.session.get_one(Promise, first.id), date(2027, 4, 12), on=REPORT_DUE)
    db.session.commit()
    with on_day(app, date(2029, 1, 10)):
        page = read(browser_of(app, make_account(Role.ADMINISTRATOR)), address_of(case))
        assert "· 30 April 2029" in page.xpath("string(//div[@class='next-strip']/p)")
    with on_day(app, REPORT_DUE):
        page = read(browser_of(app, make_account(Role.ADMINISTRATOR)), address_of(case))
        [strip] = page.xpath("//div[@class='next-strip']/p")
        assert f"Record what the State sends: {second.what} · ISU · 30 April 2027" in strip.text_content()
        [way] = page.xpath("//div[@class='page-acts']/a[contains(@class, 'btn-primary')]/@href")
        assert way.endswith(f"/promises/{second.id}")


@pytest.mark.parametrize("rest", ["/complete", "/promises/{id}", "/promises/{id}/drop"])
def test_only_the_isu_settles(app: Flask, rest: str) -> None:
    case = granted()
    which = promise(ClauseKind.WORK_PLAN, REPORT_DUE)
    db.session.commit()
    address = address_of(case, rest.format(id=which.id))
    answers = [browser_of(app, each).get(address).status_code for each in (case.member, case.recused, make_account())]
    assert answers == [403, 403, 200]
