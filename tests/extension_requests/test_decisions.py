"""A meeting decides on a request: what is written then, once, and what is refused with nothing changed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from committees.models.access import Recusal
from committees.models.work import Anchor, BodyFile, Owner, Task
from conventions.models import Meeting, MeetingState
from core.clock import day_of
from core.db import db, transaction
from core.errors import RuleViolation
from core.permissions import Role
from extension_requests.models.decisions import Clause, Promise, RequestDecision, SilenceProcedure
from extension_requests.models.documents import DossierDocument
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.decisions import seen_of_clause
from extension_requests.rules.clauses import ClauseKind, ClauseText
from extension_requests.rules.decisions import Decided, Mode, Outcome
from extension_requests.rules.documents import DocumentKind, Visibility
from extension_requests.rules.machine import RequestState, Who
from extension_requests.rules.silence import Silence
from extension_requests.workflow.clauses import add_clause, change_clause, draft_anew, remove_clause
from extension_requests.workflow.decisions import bring_again, decide, present
from extension_requests.workflow.dossiers import aim_at
from extension_requests.workflow.silence import note_objection, open_silence
from extension_requests.workflow.transitions import hold_dossier
from meetings.models.decisions import MeetingDecision
from meetings.rules.votes import Vote
from states_parties.models import DeadlineExtension, Obligation
from tests.committees.offices import browser_of
from tests.extension_requests.considered import ASKED, BY, CLOSES, DEADLINE, OPENS, Case, address_of, make_case
from tests.factories.accounts import make_account
from tests.factories.offices import make_meeting
from tests.factories.states import added, make_extension
from tests.states_parties.pages import send

ISU = frozenset({Who.ISU})
GRANT = Decided(Outcome.GRANTED, Mode.CONSENSUS, CLOSES, ASKED, document="APLC/MSP.23/2026/9", paragraph="31")
REFUSE = Decided(Outcome.NOT_GRANTED, Mode.CONSENSUS, CLOSES, reason="It came late.")
DEFER = Decided(Outcome.DEFERRED, Mode.CONSENSUS, CLOSES, reason="It came late.")


def taken(case: Case, decided: Decided = GRANT, **more: Any) -> RequestDecision:
    with transaction():
        return decide(hold_dossier(case.dossier.id), decided, who=ISU, on=CLOSES, by=BY, **more)


def extensions() -> list[tuple[date, str]]:
    rows = db.session.execute(select(DeadlineExtension.extended_to, DeadlineExtension.granted_at))
    return [(row.extended_to, row.granted_at) for row in rows]


def written() -> list[int]:
    """How much there is of all that a decision writes."""
    tables = (RequestDecision, DeadlineExtension, Promise, DossierDocument, MeetingDecision)
    return [db.session.scalar(select(func.count()).select_from(each)) or 0 for each in tables]


@pytest.mark.parametrize(
    ("decided", "task", "closed"),
    [(GRANT, False, True), (REFUSE, False, True), (DEFER, False, False), (GRANT, True, False)],
)
def test_the_file_of_the_group_is_closed_by_the_decision_unless_something_is_left_to_do(
    app: Flask, decided: Decided, task: bool, closed: bool
) -> None:
    case = make_case()
    if task:
        of_group = {"convention": "APMBC", "body": case.dossier.body, "file_id": case.dossier.file_id}
        due = {"anchor": Anchor.DAY, "due_on": CLOSES, "created_at": BY.at, "created_by": "Ada"}
        added(Task(**of_group, **due, title="Thank the experts", owner=Owner.CHAIR))
    taken(case, decided)
    file = db.session.get_one(BodyFile, case.dossier.file_id, populate_existing=True)
    assert file.closed_on == (CLOSES if closed else None)


def test_a_grant_writes_the_deadline_the_text_and_the_promises_and_begins_the_follow_up(app: Flask) -> None:
    case = make_case()
    decision = taken(case, in_register=True)
    assert case.dossier.state is RequestState.FOLLOW_UP
    assert extensions() == [(ASKED, "23MSP")]
    source = db.session.scalar(select(DeadlineExtension.source))
    assert source == "APLC/MSP.23/2026/9, para. 31"
    document = db.session.scalars(select(DossierDocument)).one()
    assert (document.kind, document.visibility) == (DocumentKind.DECISION, Visibility.PUBLIC)
    assert "decided to grant the request for an extension until 1 March 2032" in document.words
    plans = db.session.scalars(
        select(Promise.due_on).join(Clause).where(Clause.kind == ClauseKind.WORK_PLAN).order_by(Promise.due_on)
    ).all()
    assert plans == [date(2027, 4, 30), date(2029, 4, 30)]
    entered = db.session.get_one(MeetingDecision, decision.register_id)
    assert entered.number == 1
    assert "until 1 March 2032" in entered.text


def cancelled(case: Case) -> None:
    for meeting in db.session.scalars(select(Meeting).where(Meeting.short == "23MSP")):
        meeting.state = MeetingState.CANCELLED


def completed(case: Case) -> None:
    obligation = db.session.scalars(select(Obligation)).one()
    obligation.status, obligation.completed_on = "completed", "2026-10-01"


def withdrawn(case: Case) -> None:
    db.session.execute(
        db.text("UPDATE memberships SET withdrawal_effective_on = '2026-11-01', withdrawal_notified_on = '2026-05-01'")
    )


def extended_meanwhile(case: Case) -> None:
    make_extension(db.session.scalars(select(Obligation)).one(), 1, date(2028, 3, 1), "22MSP")


def text_of_another_day(case: Case) -> None:
    draft_anew(case.dossier, until=date(2030, 3, 1), on=CLOSES, by=BY)


def nothing(case: Case) -> None:
    """As it is."""


REFUSED: dict[str, tuple[Callable[[Case], None], Decided, str]] = {
    "another day": (nothing, replace(GRANT, granted_until=date(2031, 3, 1)), "no grant of it"),
    "beyond the cap": (nothing, replace(GRANT, granted_until=date(2040, 3, 1)), "at most"),
    "less, not in the APMBC": (
        nothing,
        replace(GRANT, outcome=Outcome.GRANTED_SHORTER, granted_until=date(2029, 3, 1)),
        "not for less time than was asked for",
    ),
    "before the meeting": (nothing, replace(GRANT, decided_on=OPENS - timedelta(days=1)), "decides nothing before"),
    "a day to come": (nothing, replace(GRANT, decided_on=CLOSES + timedelta(days=1)), "has not come yet"),
    "a vote that does not add up": (
        nothing,
        replace(GRANT, mode=Mode.VOTE, vote=Vote(2, 1, 0, 4)),
        "are 3, not 4",
    ),
    "more votes than States Parties": (
        nothing,
        replace(GRANT, mode=Mode.VOTE, vote=Vote(4, 0, 0, 4)),
        "there were 3 States Parties",
    ),
    "no majority": (nothing, replace(GRANT, mode=Mode.VOTE, vote=Vote(1, 1, 1, 3)), "it was not"),
    "silence that nobody opened": (nothing, replace(GRANT, mode=Mode.SILENCE), "No silence procedure"),
    "no reason": (nothing, replace(REFUSE, reason=" "), "Say what reason"),
    "a cancelled meeting": (cancelled, GRANT, "was cancelled"),
    "a completed obligation": (completed, GRANT, "nothing to extend"),
    "a State that has left": (withdrawn, GRANT, "Only a State Party"),
    "another deadline by now": (extended_meanwhile, GRANT, "as the deadline by now"),
    "a text that says another day": (text_of_another_day, GRANT, "does not say that it is granted until 1 March 2032"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_cannot_have_been_decided_is_refused_and_nothing_is_written(app: Flask, why: str) -> None:
    before, decided, said = REFUSED[why]
    case = make_case()
    before(case)
    db.session.commit()
    there = written()
    with pytest.raises(RuleViolation, match=said):
        taken(case, decided)
    db.session.refresh(case.dossier)
    assert (case.dossier.state, written()) == (RequestState.PRESENTED, there)


def test_no_meeting_no_decision(app: Flask) -> None:
    case = make_case(meeting="")
    with pytest.raises(RuleViolation, match="No meeting is named"):
        taken(case)
    assert written() == [0, 0, 0, 0, 0]


def test_only_the_isu_records_a_decision_and_only_once_presented(app: Flask) -> None:
    case = make_case(RequestState.ISSUED)
    with pytest.raises(RuleViolation, match="does not follow here"):
        taken(case)
    with transaction():
        present(case.dossier, presented_on=OPENS, who=ISU, on=CLOSES, by=BY)
    with pytest.raises(RuleViolation, match="is for the ISU"), transaction():
        decide(case.dossier, GRANT, who=frozenset({Who.CHAIR, Who.GROUP}), on=CLOSES, by=BY)
    assert extensions() == []


def test_the_ccm_may_grant_less(app: Flask) -> None:
    case = make_case(convention="CCM", article="4")
    shorter = replace(GRANT, outcome=Outcome.GRANTED_SHORTER, granted_until=date(2029, 3, 1))
    taken(case, shorter)
    assert extensions() == [(date(2029, 3, 1), "14MSP")]


def test_a_vote_keeps_its_figures(app: Flask) -> None:
    case = make_case()
    decision = taken(case, replace(GRANT, mode=Mode.VOTE, vote=Vote(2, 0, 1, 3)))
    assert (decision.yes, decision.no, decision.abstained) == (2, 0, 1)


def test_what_is_not_granted_ends_the_dossier_and_leaves_the_deadline(app: Flask) -> None:
    case = make_case()
    taken(case, REFUSE)
    assert (case.dossier.state, extensions()) == (RequestState.NOT_GRANTED, [])
    with pytest.raises(RuleViolation, match="does not follow"):
        taken(case)


def test_a_deferred_request_goes_to_the_next_meeting_and_is_decided_there(app: Flask) -> None:
    case = make_case()
    taken(case, DEFER)
    assert (case.dossier.state, case.dossier.meeting) == (RequestState.DEFERRED, "24MSP")
    with pytest.raises(RuleViolation, match="has dealt with the request already"), transaction():
        bring_again(case.dossier, "23MSP", who=ISU, on=CLOSES, by=BY)
    with transaction():
        bring_again(case.dossier, "24MSP", who=ISU, on=CLOSES, by=BY)
    assert (case.dossier.state, case.dossier.presented_on) == (RequestState.ISSUED, None)
    at_next = date(2027, 11, 26)
    by = replace(BY, at=datetime(2027, 11, 26, 12, tzinfo=UTC))
    with transaction():
        present(case.dossier, presented_on=at_next, who=ISU, on=at_next, by=by)
        decide(case.dossier, replace(GRANT, decided_on=at_next), who=ISU, on=at_next, by=by)
    assert extensions() == [(ASKED, "24MSP")]
    outcomes = db.session.scalars(select(RequestDecision.outcome).order_by(RequestDecision.id)).all()
    assert outcomes == [Outcome.DEFERRED, Outcome.GRANTED]


def test_silence_kept_for_the_meeting_that_deferred_decides_nothing_at_the_next(app: Flask) -> None:
    case = make_case()
    put_to_silence(case, BY.at - timedelta(days=3))
    taken(case, DEFER)
    with transaction():
        bring_again(case.dossier, "24MSP", who=ISU, on=CLOSES, by=BY)
    with pytest.raises(RuleViolation, match="it is presented there"), transaction():
        present(case.dossier, presented_on=CLOSES, who=ISU, on=CLOSES, by=BY)
    put_to_silence(case, BY.at + timedelta(days=3))  # the next meeting has a procedure of its own
    with pytest.raises(RuleViolation, match="has not ended"), transaction():
        taken(case, replace(GRANT, mode=Mode.SILENCE))
    assert (case.dossier.state, extensions()) == (RequestState.PRESENTED, [])


def put_to_silence(case: Case, closes_at: datetime) -> SilenceProcedure:
    silence = Silence(BY.at - timedelta(days=10), closes_at)
    with transaction():
        return open_silence(case.dossier, silence, text="Granted.", zone="Europe/Zurich", who=ISU, by=BY)


def test_unbroken_silence_decides_on_the_day_it_closes_although_the_meeting_never_sat(app: Flask) -> None:
    case = make_case(RequestState.ISSUED, meeting="24MSP")  # opens a year later
    with pytest.raises(RuleViolation, match="it is presented there"):
        present(case.dossier, presented_on=CLOSES, who=ISU, on=CLOSES, by=BY)
    put_to_silence(case, BY.at - timedelta(days=3))
    assert case.dossier.state is RequestState.PRESENTED
    decision = taken(case, replace(GRANT, mode=Mode.SILENCE, decided_on=CLOSES))
    assert decision.decided_on == CLOSES - timedelta(days=3)
    assert extensions() == [(ASKED, "24MSP")]


def test_one_objection_breaks_silence_and_nothing_is_decided_by_it(app: Flask) -> None:
    case = make_case()
    closes_at = BY.at - timedelta(days=3)
    row = put_to_silence(case, closes_at)
    with pytest.raises(RuleViolation, match="its end comes first"):
        put_to_silence(case, closes_at)
    with pytest.raises(RuleViolation, match="does not break silence"), transaction():
        note_objection(case.dossier, objector="Peru", said_at=closes_at + timedelta(minutes=1), text="", by=BY)
    with transaction():
        note_objection(case.dossier, objector="Peru", said_at=closes_at, text="Too long.", by=BY)
    db.session.refresh(row)
    assert (row.broken_by, row.objection) == ("Peru", "Too long.")
    with pytest.raises(RuleViolation, match="Silence was broken"):
        taken(case, replace(GRANT, mode=Mode.SILENCE))
    assert extensions() == []
    put_to_silence(case, BY.at + timedelta(days=3))  # another may follow
    with pytest.raises(RuleViolation, match="has not ended"):
        taken(case, replace(GRANT, mode=Mode.SILENCE))


def test_once_the_decision_is_on_record_nobody_objects_any_more(app: Flask) -> None:
    case = make_case()
    closes_at = BY.at - timedelta(days=3)
    row = put_to_silence(case, closes_at)
    officer = browser_of(app, make_account(Role.ISU_OFFICER))
    assert "Record an objection" in officer.get(address_of(case)).get_data(as_text=True)
    taken(case, replace(GRANT, mode=Mode.SILENCE))
    with pytest.raises(RuleViolation, match="can be broken now"), transaction():
        note_objection(case.dossier, objector="Peru", said_at=closes_at, text="Too long.", by=BY)
    db.session.refresh(row)
    assert (row.broken_by, extensions()) == ("", [(ASKED, "23MSP")])
    assert "Record an objection" not in officer.get(address_of(case)).get_data(as_text=True)


def test_silence_decides_on_the_day_that_the_clock_it_was_told_by_shows(app: Flask) -> None:
    case = make_case(RequestState.ISSUED)
    opened_at, closes_at = (datetime(2026, 11, day, 4, 30, tzinfo=UTC) for day in (7, 17))
    with transaction():
        silence = Silence(opened_at, closes_at)  # 23.30 of the day before in New York
        open_silence(case.dossier, silence, text="Granted.", zone="America/New_York", who=ISU, by=BY)
    assert case.dossier.presented_on == date(2026, 11, 6)
    assert taken(case, replace(GRANT, mode=Mode.SILENCE)).decided_on == date(2026, 11, 16)


def test_the_final_text_names_the_very_day_that_was_granted(app: Flask) -> None:
    case = make_case(convention="CCM", article="4", asked_until=date(2028, 12, 31), asked_months=None)
    draft_anew(case.dossier, until=None, on=CLOSES, by=BY)
    for each in db.session.scalars(select(Clause).where(Clause.last_year > 2027)):
        each.last_year = 2027
    before = written()
    with pytest.raises(RuleViolation, match="does not say that it is granted until 1 December 2028"):
        taken(case, replace(GRANT, outcome=Outcome.GRANTED_SHORTER, granted_until=date(2028, 12, 1)))
    assert (case.dossier.state, written()) == (RequestState.PRESENTED, before)


def test_the_register_has_the_decision_on_the_day_it_was_taken_however_late_it_is_recorded(app: Flask) -> None:
    case = make_case()
    later = date(2026, 12, 4)
    by = replace(BY, at=datetime(2026, 12, 4, 9, tzinfo=UTC))
    with transaction():
        decide(hold_dossier(case.dossier.id), GRANT, who=ISU, on=later, by=by, in_register=True)
    assert day_of(db.session.scalars(select(MeetingDecision.taken_at)).one()) == CLOSES


def test_nothing_is_decided_before_it_was_presented_nor_presented_after_the_meeting(app: Flask) -> None:
    case = make_case(presented_on=CLOSES)
    with pytest.raises(RuleViolation, match="was not decided before"):
        taken(case, replace(GRANT, decided_on=OPENS))
    case.dossier.state = RequestState.ISSUED
    db.session.commit()
    later = CLOSES + timedelta(days=1)
    with pytest.raises(RuleViolation, match="sat on 16 to 20 November 2026"), transaction():
        present(hold_dossier(case.dossier.id), presented_on=later, who=ISU, on=later, by=BY)
    assert (case.dossier.state, extensions()) == (RequestState.ISSUED, [])


def test_a_cancelled_meeting_is_passed_over_and_one_that_heard_the_request_keeps_it(app: Flask) -> None:
    case = make_case()
    with pytest.raises(RuleViolation, match="which decides on it"), transaction():
        aim_at(hold_dossier(case.dossier.id), "24MSP", reason="Full agenda.", by=BY)
    make_meeting("25MSP", date(2028, 11, 24), starts_on=date(2028, 11, 20))
    db.session.scalars(select(Meeting).where(Meeting.short == "24MSP")).one().state = MeetingState.CANCELLED
    taken(case, DEFER)
    assert case.dossier.meeting == "25MSP"
    with pytest.raises(RuleViolation, match="24MSP was cancelled"), transaction():
        bring_again(hold_dossier(case.dossier.id), "24MSP", who=ISU, on=CLOSES, by=BY)
    for meeting, why in (("22MSP", "is over"), ("24MSP", "was cancelled")):
        with pytest.raises(RuleViolation, match=why), transaction():
            aim_at(hold_dossier(case.dossier.id), meeting, reason="Full agenda.", by=BY)
    assert case.dossier.meeting == "25MSP"


def test_clauses_are_changed_until_the_decision_and_final_after_it(app: Flask) -> None:
    case = make_case()
    clauses = draft_anew(case.dossier, until=None, on=CLOSES, by=BY)
    last = clauses[-1]
    plan = ClauseText(ClauseKind.WORK_PLAN, "Send a plan.", 4, 30, 2030, 2030)
    with pytest.raises(RuleViolation, match="Somebody changed this clause while"):
        change_clause(case.dossier, last.id, plan, seen="what I saw", by=BY)
    seen = seen_of_clause(last)
    change_clause(case.dossier, last.id, replace(plan, text=last.text), seen=seen, by=BY)
    with pytest.raises(RuleViolation, match="Somebody changed this clause while"):  # its days alone
        change_clause(case.dossier, last.id, plan, seen=seen, by=BY)
    change_clause(case.dossier, last.id, plan, seen=seen_of_clause(last), by=BY)
    with pytest.raises(RuleViolation, match="after the extension"):
        add_clause(case.dossier, replace(plan, first_year=2032, last_year=2032), by=BY)
    remove_clause(case.dossier, clauses[1].id, by=BY)
    places = db.session.scalars(select(Clause.place).order_by(Clause.place)).all()
    assert places == list(range(1, len(clauses)))
    taken(case)
    with pytest.raises(RuleViolation, match="is final"):
        add_clause(case.dossier, plan, by=BY)
    assert date(2030, 4, 30) in db.session.scalars(select(Promise.due_on)).all()


def test_two_who_record_the_grant_at_once_write_one_deadline(bare_office: Flask) -> None:
    upgrade()
    with transaction():
        number = make_case().dossier.id
    db.session.remove()

    def grant() -> str:
        with bare_office.app_context():
            try:
                with transaction():
                    decide(hold_dossier(number), GRANT, who=ISU, on=CLOSES, by=BY)
            except RuleViolation as refusal:
                return refusal.message
            return ""

    with ThreadPoolExecutor(2) as pool:
        said = [each.result() for each in [pool.submit(grant) for _ in range(2)]]
    assert extensions() == [(ASKED, "23MSP")]
    assert sorted(map(bool, said)) == [False, True]
    assert "does not follow here" in "".join(said)
    assert db.session.get_one(Dossier, number).state is RequestState.FOLLOW_UP


def test_the_draft_is_for_the_group_alone_and_the_final_text_for_everybody(app: Flask) -> None:
    case = make_case()
    draft_anew(case.dossier, until=None, on=CLOSES, by=BY)
    db.session.commit()
    people = {"member": case.member, "recused": case.recused, "officer": make_account(), "observer": _observer()}

    def read(rest: str) -> dict[str, int]:
        return {who: browser_of(app, each).get(address_of(case, rest)).status_code for who, each in people.items()}

    kept = {"member": 200, "recused": 404, "officer": 200, "observer": 404}
    assert read("/decision") == kept
    assert read("/decision.docx") == kept
    clause = db.session.scalars(select(Clause)).first()
    assert clause is not None
    for rest in ("/decision/draft", "/decision/clauses/new", f"/decision/clauses/{clause.id}"):
        assert read(rest) == {"member": 200, "recused": 403, "officer": 200, "observer": 403}, rest
    page = browser_of(app, case.recused).get(address_of(case)).get_data(as_text=True)
    assert "Draft decision" not in page
    taken(case)
    db.session.commit()
    assert set(read("/decision").values()) == {200}
    assert "Granted</strong> until" in browser_of(app, case.recused).get(address_of(case)).get_data(as_text=True)


def test_a_withdrawn_request_keeps_its_draft_within_the_group(app: Flask) -> None:
    case = make_case(RequestState.WITHDRAWN)
    db.session.commit()
    assert browser_of(app, case.recused).get(address_of(case, "/decision")).status_code == 404


@pytest.mark.parametrize(
    "rest",
    ["/present", "/grant", "/grant-less", "/refuse", "/defer", "/bring-again", "/silence/new", "/silence/objection"],
)
def test_a_recused_officer_records_nothing(app: Flask, rest: str) -> None:
    """An account of the ISU that also represents a recused State, however that came about."""
    case = make_case()
    officer = make_account()
    db.session.execute(
        db.text("UPDATE representatives SET account_id = :id WHERE account_id = :was"),
        {"id": officer.id, "was": case.recused.id},
    )
    assert db.session.scalar(select(func.count(Recusal.id))) == 1
    db.session.commit()
    assert browser_of(app, officer).get(address_of(case, rest)).status_code == 403


def test_the_page_records_the_grant(app: Flask) -> None:
    case = make_case()
    db.session.commit()
    officer = browser_of(app, make_account())
    page = send(officer, address_of(case, "/grant"), {"document": "APLC/MSP.23/2026/9"}).get_data(as_text=True)
    assert "The new deadline is in the register" in page
    assert "What the decision asks for" in page
    assert extensions() == [(ASKED, "23MSP")]


def test_what_a_person_typed_wrongly_is_told_beside_its_field(app: Flask) -> None:
    case = make_case()
    db.session.commit()
    officer = browser_of(app, make_account())
    answer = send(officer, address_of(case, "/grant"), {"granted_until": "2040-03-01"})
    assert answer.status_code == 422
    assert "at most" in answer.get_data(as_text=True)
    assert extensions() == []
    assert db.session.get_one(Dossier, case.dossier.id).deadline == DEADLINE


def _observer() -> Any:
    return make_account(Role.OBSERVER)
