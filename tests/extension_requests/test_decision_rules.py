"""What a meeting may decide on a request, by vote, by silence, and until when."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.days import Days
from conventions.registry import get_convention
from core.errors import RuleViolation
from extension_requests.rules.clauses import Basis, ClauseKind, ClauseText, check_clause, draft_clauses, due_days
from extension_requests.rules.decisions import Asked, Decided, Mode, Outcome, Sitting, check_decision, check_vote_on
from extension_requests.rules.promises import PromiseState, letter_until, settled, standing_on
from extension_requests.rules.silence import Silence, SilenceState, check_objection, where_it_stands
from meetings.rules.votes import Vote

OPENS, CLOSES = date(2026, 11, 16), date(2026, 11, 20)
SITTING = Sitting("23MSP", OPENS, CLOSES)
PARTS = (Days(date(2020, 11, 25), date(2020, 11, 27)), Days(date(2021, 9, 20), date(2021, 9, 21)))
IN_PARTS = Sitting("2RC", date(2020, 11, 25), date(2021, 9, 21), parts=PARTS)
DEADLINE, UNTIL = date(2027, 3, 1), date(2032, 3, 1)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
FIGURES = st.integers(0, 200)


def asked(convention: str = "APMBC", article: str = "5", until: date = UNTIL) -> Asked:
    return Asked(convention, get_convention(convention).by_article(article), DEADLINE, until)


def refusal(decided: Decided, what: Asked | None = None, sitting: Sitting | None = SITTING, **more: object) -> str:
    """The sentence of the refusal; empty where it is none."""
    usual = {"parties": 164, "silence": None, "on": CLOSES, "at": NOON}
    try:
        check_decision(decided, what or asked(), sitting, **{**usual, **more})  # type: ignore[arg-type]
    except RuleViolation as refused:
        return refused.message
    return ""


def grant(until: date | None = UNTIL, outcome: Outcome = Outcome.GRANTED, **more: object) -> Decided:
    return Decided(outcome, **{"mode": Mode.CONSENSUS, "decided_on": CLOSES, "granted_until": until, **more})  # type: ignore[arg-type]


def test_a_request_is_granted_as_long_as_it_asks() -> None:
    assert refusal(grant()) == ""
    assert "another day is no grant" in refusal(grant(date(2031, 3, 1)))
    assert "Name the day" in refusal(grant(None))


def test_less_than_asked_is_granted_under_the_ccm_alone() -> None:
    shorter = grant(date(2029, 3, 1), Outcome.GRANTED_SHORTER)
    assert "not for less time than was asked for" in refusal(shorter)
    assert refusal(shorter, asked("CCM", "4")) == ""
    assert "that is not less" in refusal(grant(UNTIL, Outcome.GRANTED_SHORTER), asked("CCM", "4"))


@pytest.mark.parametrize(
    ("convention", "article", "last"),
    [("APMBC", "5", date(2037, 3, 1)), ("CCM", "4", date(2032, 3, 1)), ("CCM", "3", date(2031, 3, 1))],
)
def test_no_grant_exceeds_the_cap_of_its_article(convention: str, article: str, last: date) -> None:
    assert refusal(grant(last), asked(convention, article, last)) == ""
    beyond = last + timedelta(days=1)
    assert "at most" in refusal(grant(beyond), asked(convention, article, beyond))


def test_a_grant_gains_time() -> None:
    assert "gains no time" in refusal(grant(DEADLINE), asked(until=DEADLINE))


def test_what_is_not_granted_has_a_reason_and_no_day() -> None:
    refused = Decided(Outcome.NOT_GRANTED, Mode.CONSENSUS, CLOSES)
    assert "Say what reason" in refusal(refused)
    assert "Only a request that is granted" in refusal(grant(outcome=Outcome.DEFERRED))
    assert refusal(Decided(Outcome.DEFERRED, Mode.CONSENSUS, CLOSES, reason="It came late.")) == ""


@pytest.mark.parametrize(
    ("sitting", "day", "said"),
    [
        (None, CLOSES, "No meeting is named"),
        (Sitting("23MSP", OPENS, CLOSES, cancelled=True), CLOSES, "was cancelled"),
        (Sitting("23MSP", None, None), CLOSES, "has no days yet"),
        (SITTING, OPENS - timedelta(days=1), "decides nothing before"),
        (Sitting("22MSP", date(2025, 12, 1), date(2025, 12, 5)), CLOSES, "decides nothing after"),
        (SITTING, CLOSES + timedelta(days=1), "has not come yet"),
        (IN_PARTS, date(2021, 3, 1), "which sat on 25 to 27 November 2020 and 20 to 21 September 2021"),
    ],
)
def test_a_decision_needs_a_meeting_that_sits(sitting: Sitting | None, day: date, said: str) -> None:
    assert said in refusal(grant(decided_on=day), sitting=sitting)


def test_silence_decides_where_the_meeting_cannot_sit() -> None:
    """As in 2020 and 2021: neither before its opening, nor cancelled, but unbroken."""
    later = Sitting("24MSP", date(2027, 11, 22), date(2027, 11, 26))
    unbroken = Silence(NOON - timedelta(days=9), NOON - timedelta(hours=1))
    by_silence = grant(mode=Mode.SILENCE)
    assert refusal(by_silence, sitting=later, silence=unbroken) == ""
    assert "No silence procedure" in refusal(by_silence, sitting=later)
    running = Silence(unbroken.opened_at, NOON + timedelta(hours=1))
    assert "has not ended" in refusal(by_silence, sitting=later, silence=running)
    broken = Silence(unbroken.opened_at, unbroken.closes_at, unbroken.closes_at)
    assert "Silence was broken" in refusal(by_silence, sitting=later, silence=broken)


@given(FIGURES, FIGURES, FIGURES, FIGURES, st.integers(1, 200))
def test_a_vote_grants_only_by_a_majority_of_figures_that_add_up(
    yes: int, no: int, abstaining: int, took_part: int, parties: int
) -> None:
    """Abstentions neither help nor hinder."""
    decided = grant(mode=Mode.VOTE, vote=Vote(yes, no, abstaining, took_part))
    possible = yes + no + abstaining == took_part <= parties
    try:
        count = check_vote_on(decided, parties=parties)
    except RuleViolation:
        assert not (possible and yes > no)
    else:
        assert possible
        assert yes > no
        assert (count.in_favour, count.against) == (yes, no)


@given(FIGURES, FIGURES, FIGURES)
def test_the_same_figures_never_grant_and_refuse(yes: int, no: int, abstaining: int) -> None:
    vote = Vote(yes, no, abstaining, yes + no + abstaining)
    found = []
    for outcome in (Outcome.GRANTED, Outcome.NOT_GRANTED):
        try:
            check_vote_on(grant(outcome=outcome, mode=Mode.VOTE, vote=vote), parties=600)
            found.append(outcome)
        except RuleViolation:
            pass
    assert found == [Outcome.GRANTED if yes > no else Outcome.NOT_GRANTED]


def test_figures_stand_beside_a_vote_alone() -> None:
    assert "Only a vote has figures" in refusal(grant(vote=Vote(2, 1, 0, 3)))
    assert "four figures" in refusal(grant(mode=Mode.VOTE))


MINUTES = st.integers(-60 * 24 * 30, 60 * 24 * 30).map(lambda minutes: NOON + timedelta(minutes=minutes))


@given(MINUTES, MINUTES, MINUTES, MINUTES)
def test_one_objection_in_time_breaks_silence_and_none_later(
    opened: datetime, closes: datetime, said: datetime, at: datetime
) -> None:
    silence = Silence(min(opened, closes), max(opened, closes) + timedelta(minutes=1))
    try:
        check_objection(silence, said_at=said, at=at)
    except RuleViolation:
        assert not silence.opened_at <= said <= min(silence.closes_at, at)
        assert where_it_stands(silence, at=at) is not SilenceState.BROKEN
    else:
        broken = Silence(silence.opened_at, silence.closes_at, said)
        assert where_it_stands(broken, at=at) is SilenceState.BROKEN
        with pytest.raises(RuleViolation):
            check_objection(broken, said_at=said, at=at)


def basis(**more: object) -> Basis:
    usual = {"convention": "APMBC", "article": "5", "state": "Chad", "deadline": DEADLINE, "until": UNTIL}
    return Basis(**{**usual, "decided_on": CLOSES, **more})  # type: ignore[arg-type]


def drafted(kind: ClauseKind, **more: object) -> list[date]:
    return [day for each in draft_clauses(basis(**more)) if each.kind is kind for day in due_days(each)]


def test_a_long_grant_asks_for_plans_at_its_beginning_and_mid_term_and_reports_each_year() -> None:
    assert drafted(ClauseKind.WORK_PLAN) == [date(2027, 4, 30), date(2029, 4, 30)]
    assert drafted(ClauseKind.YEARLY_REPORT) == [date(year, 4, 30) for year in range(2027, 2032)]
    assert drafted(ClauseKind.WORK_PLAN, until=date(2029, 3, 1)) == [date(2027, 4, 30)]


def test_an_interim_grant_asks_for_the_full_request_and_no_plan() -> None:
    full = date(2027, 2, 22)
    more = {"interim": True, "until": date(2028, 3, 1), "full_request_on": full}
    assert drafted(ClauseKind.FULL_REQUEST, **more) == [full]
    assert drafted(ClauseKind.WORK_PLAN, **more) == []


def test_benchmarks_are_of_the_ccm_alone() -> None:
    targets = {2027: 1_200_000, 2028: 900_000, 2025: 5}
    assert drafted(ClauseKind.BENCHMARK, targets=targets, unit="square metres released") == []
    of_ccm = draft_clauses(basis(convention="CCM", article="4", targets=targets, unit="square metres released"))
    benchmarks = [each.text for each in of_ccm if each.kind is ClauseKind.BENCHMARK]
    assert benchmarks == [
        "Benchmark for 2027: 1,200,000 square metres released.",
        "Benchmark for 2028: 900,000 square metres released.",
    ]


@given(st.dates(date(2026, 11, 21), date(2037, 1, 1)), st.booleans(), st.sampled_from(["APMBC", "CCM"]))
def test_nothing_that_is_drafted_is_due_after_the_extension(until: date, interim: bool, convention: str) -> None:
    full = until - timedelta(days=90)
    for each in draft_clauses(basis(convention=convention, until=until, interim=interim, full_request_on=full)):
        check_clause(each, until=until)
        assert all(CLOSES < day <= until for day in due_days(each))


def test_a_clause_says_when_it_is_due_and_terms_do_not() -> None:
    for clause, said in (
        (ClauseText(ClauseKind.WORK_PLAN, "Send a plan."), "Say when"),
        (ClauseText(ClauseKind.WORK_PLAN, "Send a plan.", 4, 30, 2030, 2028), "last year"),
        (ClauseText(ClauseKind.WORK_PLAN, "Send a plan.", 4, 30, 2032, 2032), "after the extension"),
        (ClauseText(ClauseKind.TERMS, "It is granted.", 4, 30, 2027, 2027), "Terms are due on no day"),
        (ClauseText(ClauseKind.TERMS, " "), "Write the clause"),
    ):
        with pytest.raises(RuleViolation, match=said):
            check_clause(clause, until=UNTIL)
    assert due_days(ClauseText(ClauseKind.BENCHMARK, "x", 2, 29, 2027, 2028)) == [date(2027, 2, 28), date(2028, 2, 29)]


def test_a_promise_is_kept_in_time_late_or_missed() -> None:
    due = date(2027, 4, 30)
    kept = [
        settled(PromiseState.DUE, due, kept_on=day, decided_on=CLOSES, on=date(2027, 6, 1))
        for day in (due, due + timedelta(days=1))
    ]
    assert kept == [PromiseState.KEPT, PromiseState.KEPT_LATE]
    assert standing_on(PromiseState.DUE, due, on=due) is PromiseState.DUE
    assert standing_on(PromiseState.DUE, due, on=due + timedelta(days=1)) is PromiseState.MISSED
    with pytest.raises(RuleViolation, match="settled already"):
        settled(PromiseState.KEPT, due, kept_on=due, decided_on=CLOSES, on=date(2027, 6, 1))
    with pytest.raises(RuleViolation, match="before it was decided"):
        settled(PromiseState.DUE, due, kept_on=OPENS, decided_on=CLOSES, on=date(2027, 6, 1))


def test_the_group_writes_two_months_after_the_day() -> None:
    missed = [date(2027, 4, 30), date(2027, 12, 31), date(2028, 4, 30)]
    assert letter_until(missed, on=date(2027, 6, 29)) is None
    assert letter_until(missed, on=date(2027, 6, 30)) == date(2027, 4, 30)
    assert letter_until(missed, on=date(2028, 5, 1)) == date(2027, 12, 31)
