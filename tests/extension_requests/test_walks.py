"""Walks along the way of requests in a real database, by the acts themselves; and who reaches the page of which act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask, current_app
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from conventions.queries import meeting_order
from conventions.registry import get_convention
from core.audit.workflow import Actor
from core.db import db, transaction
from core.errors import RuleViolation
from core.permissions import Role
from extension_requests.models.decisions import RequestDecision
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.analysis import newest_version
from extension_requests.queries.group import members_of
from extension_requests.queries.questions import drafts_of, questions_of
from extension_requests.routes.counter import address_of
from extension_requests.routes.next_act import PAGES
from extension_requests.rules.ahead import main_act
from extension_requests.rules.decisions import GRANTS, Decided, Mode, Outcome
from extension_requests.rules.machine import ENDED, OPEN, TRANSITIONS, Act, RequestState, Who
from extension_requests.workflow.agreement import agree
from extension_requests.workflow.analysis import begin_draft, put_before_group, show_to_committee, show_to_state
from extension_requests.workflow.checks import open_check
from extension_requests.workflow.coming import keep_watch
from extension_requests.workflow.decisions import bring_again, decide, present
from extension_requests.workflow.dossiers import announce, anticipate, withdraw
from extension_requests.workflow.issue import give_symbol, issue
from extension_requests.workflow.promises import complete
from extension_requests.workflow.questions import QuestionState, ask, close_round, draft_question, settle_question
from extension_requests.workflow.requests import Submission, acknowledge, revise, submit
from meetings.rules.symbols import SymbolKind
from states_parties.models import DeadlineExtension, State
from states_parties.queries.as_of import Registers
from tests.committees.offices import browser_of
from tests.extension_requests.group import Group, isu, make_group
from tests.factories.accounts import make_account
from tests.factories.offices import make_body, make_composition, make_meeting, make_term
from tests.factories.requests import token_of, word_file
from tests.factories.states import make_obligation, make_party, make_state

ISU, CHAIR = frozenset({Who.ISU}), frozenset({Who.CHAIR})
GROUPS = {"APMBC": "article-5-implementation", "CCM": "analysis-group-article-4"}
ARTICLES = {"APMBC": "5", "CCM": "4"}
FIRST_DAY = date(2026, 11, 16)  # on which the first of the meetings opens; they sit for five days each November
FILE = word_file()
WHAT_FOLLOWS = "the main act that follows"
WATCH, ANTICIPATE, A_YEAR = "the daily job", "a dossier is opened", "a year passes"


@dataclass
class Walk:
    """One obligation, and what happens to the requests about it. on: the day of the walk."""

    convention: str
    state: State
    on: date = FIRST_DAY
    ended: dict[int, RequestState] = field(default_factory=dict)

    @property
    def by(self) -> Actor:
        return Actor("Ada Officer", datetime(self.on.year, self.on.month, self.on.day, 12, tzinfo=UTC), 7)

    @property
    def days(self) -> dict[str, Any]:
        return {"on": self.on, "by": self.by}

    def dossiers(self) -> list[Dossier]:
        return list(db.session.scalars(select(Dossier).filter_by(iso3=self.state.iso3).order_by(Dossier.number)))

    def current(self) -> Dossier | None:
        """The one that is open; else the one whose decision is followed up; else the last."""
        rows = self.dossiers()
        ranked = sorted(rows, key=lambda row: (row.state in OPEN, row.state is RequestState.FOLLOW_UP, row.number))
        return ranked[-1] if ranked else None


def anticipated(walk: Walk) -> None:
    anticipate(walk.convention, ARTICLES[walk.convention], walk.state.iso3, source="test", **walk.days)


def watched(walk: Walk) -> None:
    order, registers = meeting_order(walk.convention), Registers(get_convention(walk.convention), walk.on)
    for each in walk.dossiers():
        keep_watch(each, order, registers, **walk.days)


def announced(walk: Walk, row: Dossier) -> None:
    announce(row, announced_on=walk.on, source="statement", who=ISU, **walk.days)


def came(walk: Walk, months: int) -> Submission:
    return Submission(walk.on, "EN", request=FILE, note_verbale=FILE, months=months)


def submitted(walk: Walk, row: Dossier) -> None:
    submit(row, came(walk, 24), who=ISU, **walk.days)


def acknowledged(walk: Walk, row: Dossier) -> None:
    files = {"letter": FILE, "circular": FILE}
    acknowledge(row, acknowledged_on=walk.on, language="EN", who=ISU, **files, **walk.days)


def asked(walk: Walk, row: Dossier) -> None:
    if not drafts_of(row):
        draft_question(row, text="How many?", item="", by=walk.by)
    ask(row, answer_due_on=walk.on + timedelta(days=28), who=CHAIR, **walk.days)


def closed(walk: Walk, row: Dossier) -> None:
    for each in questions_of(row):
        if each.state is QuestionState.ASKED:
            settle_question(row, each, QuestionState.DECLINED, answered_on=None, answer="", **walk.days)
    close_round(row, who=ISU, **walk.days)


def begun(walk: Walk, row: Dossier) -> None:
    begin_draft(row, override_reason="The meeting sits.", who=CHAIR, **walk.days)


def adopted(walk: Walk, row: Dossier) -> None:
    """All agree to the version that is before the group; with the last the group has adopted it."""
    put_before_group(row, **walk.days)
    show_to_state(row, shown_on=walk.on, **walk.days)
    if walk.convention == "CCM":
        show_to_committee(row, shown_on=walk.on, **walk.days)
    version: Any = newest_version(row)
    for member in members_of(row, on=walk.on):
        states = {member.iso3}
        agree(row, member.iso3, version=version.number, agrees=True, reason="", states=states, **walk.days)


def issued(walk: Walk, row: Dossier) -> None:
    give_symbol(row, SymbolKind.MAIN, symbol="", items=(), by=walk.by)
    issue(row, issued_on=walk.on, who=ISU, **walk.days)


def decided(outcome: Outcome) -> Callable[[Walk, Dossier], None]:
    def act(walk: Walk, row: Dossier) -> None:
        until = row.asked_until if outcome is Outcome.GRANTED else None
        if outcome is Outcome.GRANTED_SHORTER and row.asked_until:
            until = row.asked_until - timedelta(days=100)
        reason = "" if outcome in GRANTS else "No plan."
        decide(row, Decided(outcome, Mode.CONSENSUS, walk.on, until, reason), who=ISU, **walk.days)

    return act


def completed(walk: Walk, row: Dossier) -> None:
    told = {"completed_on": walk.on, "declaration": FILE, "language": "EN"}
    complete(row, who=ISU, **told, **walk.days)


ACTS: Mapping[Act, Callable[[Walk, Dossier], object]] = {
    Act.ANNOUNCE: announced,
    Act.SUBMIT: submitted,
    Act.ACKNOWLEDGE: acknowledged,
    Act.OPEN_CHECK: lambda walk, row: open_check(row, who=ISU, **walk.days),
    Act.ASK: asked,
    Act.CLOSE_ROUND: closed,
    Act.REVISE: lambda walk, row: revise(row, came(walk, 30), who=ISU, **walk.days),
    Act.BEGIN_DRAFT: begun,
    Act.ADOPT: adopted,
    Act.ISSUE: issued,
    Act.PRESENT: lambda walk, row: present(row, presented_on=walk.on, who=ISU, **walk.days),
    Act.GRANT: decided(Outcome.GRANTED),
    Act.GRANT_SHORTER: decided(Outcome.GRANTED_SHORTER),
    Act.REFUSE: decided(Outcome.NOT_GRANTED),
    Act.DEFER: decided(Outcome.DEFERRED),
    Act.BRING_AGAIN: lambda walk, row: bring_again(row, row.meeting, who=ISU, **walk.days),
    Act.COMPLETE: completed,
    Act.WITHDRAW: lambda walk, row: withdraw(row, reason="It will complete.", who=ISU, **walk.days),
}
# Most steps lead on, so that walks come far; among them whatever else somebody may try.
STEPS = [*[WHAT_FOLLOWS] * 60, *ACTS, WATCH, ANTICIPATE, ANTICIPATE, A_YEAR, A_YEAR]


@pytest.fixture
def world(app: Flask) -> Flask:
    """Both Conventions with a meeting each November from 2026, and a group of two States that take part."""
    with transaction():
        members = [make_state("Peru"), make_state("Chile")]
        for convention, body in GROUPS.items():
            for number, year in enumerate(range(2025, 2036), start=22):
                days = {"starts_on": date(year, 11, 16)}
                make_meeting(f"{number}MSP", date(year, 11, 20), convention, **days)
            row = make_body(body, convention)
            make_composition(row)
            for seat, member in enumerate(members, start=1):
                make_party(member, convention)
                make_term(row, seat, member.iso3, "22MSP", lasts_meetings=10)
    return app


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(convention=st.sampled_from(sorted(GROUPS)), steps=st.lists(st.sampled_from(STEPS), min_size=12, max_size=20))
def test_whatever_is_tried_a_request_keeps_to_its_way(world: Flask, convention: str, steps: list[Any]) -> None:
    with transaction():
        state = make_state()
        make_party(state, convention, in_force_on=date(2017, 3, 1))
        make_obligation(state, ARTICLES[convention], convention, initial_deadline=date(2027, 3, 1))
    walk = Walk(convention, state)
    for step in [ANTICIPATE, *steps]:
        one_step(walk, step)
        one_is_open_and_what_ended_stays_so(walk)
        every_grant_is_in_the_register_once(walk)
    for each in walk.dossiers():
        event(each.state.value)
        if each.state in ENDED:
            nothing_follows(walk, each)


def one_step(walk: Walk, step: Any) -> None:
    if step is A_YEAR:
        walk.on = walk.on.replace(year=walk.on.year + 1)
        return
    before = {row.id: (row.state, row.meeting, row.version) for row in walk.dossiers()}
    try:
        with transaction():
            act_of(walk, step)
    except RuleViolation:
        db.session.expire_all()
        assert {row.id: (row.state, row.meeting, row.version) for row in walk.dossiers()} == before


def act_of(walk: Walk, step: Any) -> None:
    row = walk.current()
    if step in (WATCH, ANTICIPATE):
        watched(walk) if step is WATCH else anticipated(walk)
        return
    if step is WHAT_FOLLOWS:
        following = main_act(row.state, row.round) if row else None
        if following is None or following.who is Who.HOUSE:
            watched(walk)
            return
        step = following.act
    if row is not None:
        ACTS[step](walk, row)


def nothing_follows(walk: Walk, row: Dossier) -> None:
    """Whatever is tried once a request has ended."""
    for act in ACTS.values():
        with pytest.raises(RuleViolation), transaction():
            act(walk, row)
        db.session.refresh(row)


def one_is_open_and_what_ended_stays_so(walk: Walk) -> None:
    states = {row.id: row.state for row in walk.dossiers()}
    assert sum(state in OPEN for state in states.values()) <= 1
    assert sum(state is RequestState.FOLLOW_UP for state in states.values()) <= 1
    assert {number: states[number] for number in walk.ended} == walk.ended
    walk.ended |= {number: state for number, state in states.items() if state in ENDED}


def every_grant_is_in_the_register_once(walk: Walk) -> None:
    """As many extensions as grants, each until the day that was granted, and one grant at most to a request."""
    granted = (
        select(RequestDecision.dossier_id, RequestDecision.granted_until)
        .join(Dossier, Dossier.id == RequestDecision.dossier_id)
        .where(Dossier.iso3 == walk.state.iso3, RequestDecision.outcome.in_(GRANTS))
        .order_by(RequestDecision.id)
    )
    rows = db.session.execute(granted).all()
    extended = select(DeadlineExtension.extended_to).filter_by(iso3=walk.state.iso3).order_by(DeadlineExtension.number)
    assert list(db.session.scalars(extended)) == [row.granted_until for row in rows]
    assert len({row.dossier_id for row in rows}) == len(rows)


def test_the_page_of_each_act_is_reached_by_its_people_and_by_nobody_else(app: Flask) -> None:
    """Sent empty to a request that is only registered: refused to whoever may try, forbidden to all others."""
    with transaction():
        group = make_group(state=RequestState.SUBMITTED, file_id=None)
    accounts = {
        "ISU": isu(),
        "administrator": make_account(Role.ADMINISTRATOR),
        "chair": group.person_of(group.chile),
        "member": group.person_of(group.peru),
        "recused": group.person_of(group.zambia),
        "observer": make_account(Role.OBSERVER),
    }
    browsers = {name: browser_of(app, account) for name, account in accounts.items()}
    tokens = {name: token_of(browser) for name, browser in browsers.items()}
    reached: dict[Act, set[str]] = {}
    for act in PAGES:
        address = page_of(group, act)
        answers = {
            name: browser.post(address, data={"csrf_token": tokens[name]}).status_code
            for name, browser in browsers.items()
        }
        assert set(answers.values()) <= {403, 422}, (act, answers)
        reached[act] = {name for name, status in answers.items() if status != 403}
    assert reached == {act: people_of(act) for act in PAGES}
    db.session.expire_all()
    assert db.session.scalars(select(Dossier.state)).all() == [RequestState.SUBMITTED]
    assert db.session.scalar(select(func.count()).select_from(RequestDecision)) == 0


def page_of(group: Group, act: Act) -> str:
    return current_app.url_map.bind("house").build(PAGES[act], address_of(group.dossier, group.zambia.slug))


def people_of(act: Act) -> set[str]:
    """An administrator keeps requests as the ISU does; the chair's State agrees like every member."""
    [who] = {each.who for each in TRANSITIONS if each.act is act}
    return {Who.ISU: {"ISU", "administrator"}, Who.CHAIR: {"chair"}, Who.GROUP: {"chair", "member"}}[who]
