"""Who leaves at a meeting, what speaks against a slate, and what the house suggests: values only."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from committees.rules.candidacies import candidacy_state
from committees.rules.findings import Severity, breaches, findings
from committees.rules.rotation import Situation, in_last_year_after, nominations_due_on, seat_in_words, seats_at
from committees.rules.slates import BodyThen, MeetingThen, Proposal, Proposed, StateThen
from committees.rules.suggestion import Offer, Skipped, skipped_candidates, suggest
from committees.rules.terms import BoundedTerm, Holding, holdings
from conventions.meeting_order import FormalMeeting, MeetingOrder

CLOSES = {
    "1MSP": date(2001, 11, 30),
    "2MSP": date(2002, 11, 29),
    "1RC": date(2003, 11, 28),
    "3MSP": date(2005, 1, 14),  # postponed into the next year
    "4MSP": date(2005, 11, 25),
    "5MSP": None,
    "6MSP": None,
}


def meeting(short: str, closes_on: date | None) -> FormalMeeting:
    opens_on = closes_on - timedelta(days=4) if closes_on else None
    return FormalMeeting(short, f"Meeting {short}", "RC" if "RC" in short else "MSP", opens_on, closes_on)


def order_of(closes: dict[str, date | None]) -> MeetingOrder:
    return MeetingOrder("APMBC", [meeting(short, day) for short, day in closes.items()])


ORDER = order_of(CLOSES)


def term(seat: int, iso3: str, elected_at: str, **columns: object) -> BoundedTerm:
    given = {"elected_at": elected_at, "counted_from": elected_at, "lasts_meetings": 2, "id": seat * 100, **columns}
    return BoundedTerm(seat, iso3, **given)  # type: ignore[arg-type]


def held(*terms: BoundedTerm, stays: bool = False, order: MeetingOrder = ORDER) -> list[Holding]:
    return holdings(terms, order, holder_stays=stays, bound={})


def situations(at: str, *terms: BoundedTerm, seats: int = 4, on: date = date(2006, 1, 1), **more: bool) -> list[str]:
    found = seats_at(held(*terms, **more), ORDER, ORDER.get(at), seats, on=on)
    return [each.situation.value for each in found]


def test_the_outgoing_leave_the_others_go_on_and_what_nobody_held_is_a_doubt() -> None:
    terms = [
        term(1, "AAA", "1MSP"),
        term(2, "BBB", "2MSP"),
        term(3, "CCC", "1MSP", ended_before=date(2003, 2, 1), end_reason="withdrew"),
    ]
    assert situations("1RC", *terms) == ["leaves", "continues", "vacant", "holder not documented"]


def test_a_review_conference_counts_like_a_meeting_and_a_postponed_one_extends_the_term() -> None:
    assert situations("3MSP", term(1, "AAA", "2MSP"), seats=1) == ["leaves"]
    assert situations("1RC", term(1, "AAA", "2MSP"), seats=1) == ["continues"]


def test_a_holder_of_whom_only_a_source_tells_is_a_doubt_and_not_a_seat_to_fill() -> None:
    documented = term(
        1, "AAA", "", starts_on=date(2003, 12, 1), ends_at="3MSP", documented=True, counted_from="", lasts_meetings=None
    )
    [at_its_end] = seats_at(held(documented), ORDER, ORDER.get("3MSP"), 1, on=date(2006, 1, 1))
    [later] = seats_at(held(documented), ORDER, ORDER.get("4MSP"), 1, on=date(2006, 1, 1))
    assert (at_its_end.situation, later.situation) == (Situation.DOUBT, Situation.DOUBT)
    assert (at_its_end.to_fill, at_its_end.takes_nominations) == (False, True)
    assert "neither its election nor the end" in seat_in_words(later, ORDER.get("4MSP"), "Aland")


def test_who_stays_until_replaced_has_a_seat_to_be_filled() -> None:
    terms = [term(1, "AAA", "1MSP", lasts_meetings=1)]
    assert situations("2MSP", *terms, seats=1, stays=True) == ["leaves"]
    assert situations("1RC", *terms, seats=1, stays=True) == ["leaves"]


def test_a_past_meeting_shows_who_followed() -> None:
    terms = [term(1, "AAA", "1MSP"), term(1, "BBB", "1RC", id=7)]
    [seat] = seats_at(held(*terms), ORDER, ORDER.get("1RC"), 1, on=date(2006, 1, 1))
    assert (seat.situation, seat.holding.iso3, seat.elected.iso3, seat.to_fill) == ("leaves", "AAA", "BBB", False)


def test_a_meeting_without_days_is_told_from_the_meetings_that_bound_the_terms() -> None:
    terms = [term(1, "AAA", "3MSP"), term(2, "BBB", "4MSP"), term(3, "CCC", "2MSP"), term(1, "DDD", "5MSP", id=9)]
    found = seats_at(held(*terms), ORDER, ORDER.get("5MSP"), 3, on=date(2006, 1, 1))
    assert [each.situation.value for each in found] == ["leaves", "continues", "vacant"]
    assert found[0].elected.iso3 == "DDD"
    at_the_next = seats_at(held(*terms), ORDER, ORDER.get("6MSP"), 3, on=date(2006, 1, 1))
    assert [each.situation.value for each in at_the_next] == ["continues", "leaves", "vacant"]


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 3), st.integers(0, 3), st.integers(1, 3)), max_size=8, unique_by=lambda each: each[:2]
    )
)
def test_days_that_are_fixed_later_change_nothing_in_what_was_planned(drawn: list[tuple[int, int, int]]) -> None:
    """The last meeting told without days, from the day after the one before it, as it is told with days."""
    shorts = list(CLOSES)[:5]
    dated = order_of({short: CLOSES[short] for short in shorts})
    undated = order_of({**{short: CLOSES[short] for short in shorts[:4]}, "4MSP": None})
    terms = [
        term(seat, chr(65 + number) * 3, shorts[at], lasts_meetings=lasts, id=number + 1)
        for number, (seat, at, lasts) in enumerate(drawn)
    ]
    planned = seats_at(held(*terms, order=undated), undated, undated.get("4MSP"), 3, on=date(2005, 1, 15))
    fixed = seats_at(held(*terms, order=dated), dated, dated.get("4MSP"), 3, on=date(2005, 1, 15))
    assert [(each.seat, each.situation) for each in planned] == [(each.seat, each.situation) for each in fixed]
    assert len(planned) == 3


@settings(deadline=None)
@given(st.integers(0, 3), st.integers(1, 2))
def test_the_four_days_around_the_close_agree_with_the_seat(at: int, lasts: int) -> None:
    shorts = list(CLOSES)[:5]
    [holding] = held(term(1, "AAA", shorts[at], lasts_meetings=lasts))
    if at + lasts > 4:
        return
    closing = CLOSES[shorts[at + lasts]]
    days = [closing - timedelta(days=1), closing, closing + timedelta(days=1), closing + timedelta(days=2)]
    assert [holding.holds(day) for day in days] == [True, True, False, False]
    assert situations(shorts[at + lasts], holding.term, seats=1) == ["leaves"]


def test_the_last_year_is_known_where_the_calendar_does_not_reach_the_end() -> None:
    [first, second] = held(term(1, "AAA", "5MSP"), term(2, "BBB", "6MSP"))
    assert in_last_year_after(first, ORDER, ORDER.get("6MSP"))
    assert not in_last_year_after(second, ORDER, ORDER.get("6MSP"))


def test_nominations_are_due_three_months_before_the_meeting_opens() -> None:
    assert nominations_due_on(FormalMeeting("9MSP", "", "MSP", date(2021, 11, 15), date(2021, 11, 19))) == date(
        2021, 8, 15
    )
    assert nominations_due_on(ORDER.get("5MSP")) is None


# Slates. Two committees of four at the 4MSP: seats 1 and 2 leave, 3 and 4 go on.

REGIONS = {"A": "Africa", "E": "Asia-Pacific", "L": "GRULAC", "W": "WEOG"}
TODAY = date(2005, 9, 1)


def state(iso3: str, **columns: object) -> StateThen:
    return StateThen(iso3, f"Name {iso3}", REGIONS.get(iso3[0], "WEOG"), **columns)  # type: ignore[arg-type]


def committee(slug: str, leaving: str, staying: str, **columns: object) -> BodyThen:
    terms = [term(n, iso3, "1RC") for n, iso3 in enumerate(leaving.split(), 1)]
    terms += [term(n, iso3, "3MSP") for n, iso3 in enumerate(staying.split(), 3)]
    seats = seats_at(held(*terms), ORDER, ORDER.get("4MSP"), 4, on=TODAY)
    usual = {
        "role": "member",
        "renewed": 2,
        "term_meetings": 2,
        "chair_rule": "a member in its second year",
        "mixes": (),
        "source": "rule",
        "last_year": staying.split(),
        "served": dict.fromkeys([*leaving.split(), *staying.split()], date(2005, 11, 26)),
    }
    return BodyThen(slug=slug, name=f"Committee {slug}", seats=seats, **{**usual, **columns})  # type: ignore[arg-type]


STATES = [state(f"{region}{number}{number}") for region in REGIONS for number in range(1, 7)]


def plan(*bodies: BodyThen, states: list[StateThen] | None = None, **columns: object) -> MeetingThen:
    bodies = bodies or (committee("one", "A11 E11", "L11 W11"), committee("two", "A22 E22", "L22 W22"))
    known = {each.iso3: each for each in (*STATES, *(states or []))}
    usual = {"convention": "APMBC", "meeting": ORDER.get("4MSP"), "following": ORDER.get("5MSP")}
    return MeetingThen(bodies=bodies, states=known, **{**usual, **columns})  # type: ignore[arg-type]


def slate(text: str, **chairs: str) -> Proposal:
    """one/1 A33, two/2 E33"""
    seats = [each.split() for each in text.split(",") if each.strip()]
    return Proposal([Proposed(*_place(place), iso3) for place, iso3 in seats], chairs)


def _place(text: str) -> tuple[str, int]:
    body, number = text.split("/")
    return body, int(number)


GOOD = "one/1 A33, one/2 E33, two/1 A44, two/2 E44"


def told(proposal: Proposal, then: MeetingThen | None = None) -> list[tuple[str, bool, str]]:
    return [(each.severity.value, each.hard, each.sentence) for each in findings(then or plan(), proposal)]


def test_a_good_slate_has_only_notes() -> None:
    assert told(slate(GOOD, one="L11", two="W22")) == [
        ("note", False, "Over all bodies, by regional group: Africa 2, Asia-Pacific 2, GRULAC 2 and WEOG 2.")
    ]


@pytest.mark.parametrize(
    ("text", "chairs", "sentence"),
    [
        ("one/1 L11, one/2 E33", {}, "Name L11 would be in the Committee one twice."),
        ("one/3 A33, one/2 E33", {}, "Name A33: seat 3 of the Committee one is held by Name L11 then."),
        ("one/9 A33, one/2 E33", {}, "Name A33: the Committee one has no seat 9 then."),
        ("one/1 X99, one/2 E33", {}, "Name X99 is not a State Party on 26 November 2005: signatory."),
        (GOOD, {"one": "A11"}, "Name A11 cannot chair the Committee one: it would not be a member."),
    ],
)
def test_what_no_meeting_can_wish_away_is_a_hard_breach(text: str, chairs: dict[str, str], sentence: str) -> None:
    then = plan(states=[state("X99", not_party="signatory")])
    assert sentence in [each.sentence for each in breaches(findings(then, slate(text, **chairs)), hard=True)]


def test_exactly_the_part_renewed_is_filled() -> None:
    [only_one] = breaches(findings(plan(committee("one", "A11 E11", "L11 W11")), slate("one/1 A33")), hard=False)
    assert only_one.sentence == (
        "The Committee one renews 2 of 4 seats each time; 1 would be filled; seat 2 would stay empty."
    )
    assert only_one.source == "rule"


def test_a_seat_that_fell_vacant_in_mid_term_is_filled_besides_and_told() -> None:
    terms = [
        term(1, "A11", "1RC"),
        term(2, "E11", "1RC"),
        term(3, "L11", "3MSP", ended_before=date(2005, 5, 1), end_reason="withdrew"),
    ]
    seats = seats_at(held(*terms, term(4, "W11", "3MSP")), ORDER, ORDER.get("4MSP"), 4, on=TODAY)
    then = plan(replace(committee("one", "A11 E11", "L11 W11"), seats=seats, last_year=["W11"]))
    found = findings(then, slate("one/1 A33, one/2 E33, one/3 L33"))
    assert breaches(found, hard=False) == []
    assert [each.sentence for each in found if "fell vacant" in each.sentence] == [
        "The Committee one: 3 of 4 seats would be filled, 2 by rule each time; 1 of them fell vacant, and the terms "
        "will no longer be evenly staggered."
    ]


def test_a_mix_needs_one_of_each_kind() -> None:
    body = committee("one", "A11 E11", "L11 W11", mixes=("affected-and-donor",))
    donor, affected = state("W33", roles=frozenset({"donor"})), state("A33", roles=frozenset({"affected State"}))
    then = plan(body, states=[donor, affected])
    assert [each.sentence for each in breaches(findings(then, slate("one/1 A33, one/2 E33")), hard=False)] == [
        "The Committee one would be without a donor."
    ]
    both = findings(then, slate("one/1 A33, one/2 W33"))
    assert breaches(both, hard=False) == []
    assert "The Committee one has an affected State (Name A33) and a donor (Name W33)." in [
        each.sentence for each in both
    ]
    nobody = findings(plan(body), slate("one/1 A33, one/2 E33"))
    assert breaches(nobody, hard=False) == []
    assert any("no State is on record as affected State" in each.sentence for each in nobody)


def test_what_is_to_be_weighed_is_told() -> None:
    body = committee("one", "A11 E11", "L11 W11", matter="clearance")
    own = state("W33", open={"clearance": "open obligation under Article 5"}, withdraws_on=date(2006, 5, 1))
    then = plan(body, committee("two", "A22 E22", "L22 W22"), states=[own], presides="E33")
    found = told(slate("one/1 W33, one/2 A11, two/1 E33, two/2 W33"), then)
    warnings = [sentence for severity, _, sentence in found if severity == "warning"]
    assert (
        "Name W33: open obligation under Article 5. It would take no part when the Committee one speaks of it."
        in warnings
    )
    assert "Name A11 leaves the Committee one at this very meeting: it would be elected again at once." in warnings
    assert "Name W33 would be in the Committee one and hold the Committee two at the same time." in warnings
    assert "Name E33 would be in the Committee two and hold the presidency at the same time." in warnings
    assert (
        "breach",
        False,
        "Name W33 has notified its withdrawal, effective on 1 May 2006: its seat in the Committee one would fall "
        "vacant.",
    ) in found


def test_a_body_of_one_region_and_a_region_without_anybody_are_told() -> None:
    bodies = committee("one", "A11 E11", "W11 W22")
    found = [
        sentence for severity, _, sentence in told(slate("one/1 W33, one/2 L33"), plan(bodies)) if severity == "warning"
    ]
    assert "The Committee one: 3 of 4 members would be of one regional group, WEOG." in found
    assert "The regional groups Africa and Asia-Pacific would have no State in any body." in found


def test_a_chair_before_its_last_year_breaks_the_rule_of_the_office() -> None:
    [early] = breaches(findings(plan(), slate(GOOD, one="A33", two="L22")), hard=False)
    assert early.sentence == "Name A33 is not in the last year of its term: it would chair the Committee one too early."


def test_findings_stand_with_breaches_first() -> None:
    severities = [each.severity for each in findings(plan(), slate("one/1 L11, two/1 W33"))]
    assert severities == sorted(severities, key=list(Severity).index)


def test_a_seat_filled_at_the_meeting_already_counts_for_the_part_renewed_whoever_held_it() -> None:
    documented = term(
        1, "AAA", "", starts_on=date(2003, 12, 1), ends_at="4MSP", documented=True, counted_from="", lasts_meetings=None
    )
    terms = [documented, term(2, "E11", "1RC"), term(3, "L11", "3MSP"), term(4, "W11", "3MSP"), term(1, "A33", "4MSP")]
    seats = seats_at(held(*terms), ORDER, ORDER.get("4MSP"), 4, on=TODAY)
    body = replace(committee("one", "A11 E11", "L11 W11"), seats=seats)
    assert ([each.seat for each in body.to_fill], body.unknown, body.elected) == ([2], [], ["A33"])
    assert breaches(findings(plan(body), slate("one/2 E33")), hard=False) == []


@pytest.mark.parametrize(
    ("iso3", "withdrawn_on", "over", "became"),
    [
        ("E33", None, False, "elected"),
        ("E33", date(2005, 8, 1), True, "withdrawn"),
        ("L33", None, False, "not elected"),
        ("L33", None, True, "not elected"),
    ],
)
def test_what_became_of_a_candidacy_follows_from_the_terms(
    iso3: str, withdrawn_on: date | None, over: bool, became: str
) -> None:
    terms = [term(1, "A11", "1RC"), term(1, "E33", "4MSP", id=9)]
    body = replace(committee("one", "A11", ""), seats=seats_at(held(*terms), ORDER, ORDER.get("4MSP"), 1, on=TODAY))
    assert candidacy_state(body, iso3, withdrawn_on, over=over) == became
    half = replace(body, seats=[*body.seats, *committee("one", "A11 E11", "").seats[1:2]])
    assert candidacy_state(half, "L33", None, over=False) == "stands"
    assert candidacy_state(half, "L33", None, over=True) == "election not documented"


def test_who_was_elected_is_no_candidate_that_cannot_be() -> None:
    terms = [term(1, "A11", "1RC"), term(1, "E33", "4MSP", id=9), term(2, "L11", "3MSP")]
    body = replace(committee("one", "A11", ""), seats=seats_at(held(*terms), ORDER, ORDER.get("4MSP"), 2, on=TODAY))
    told = skipped_candidates(plan(body), [offer("one", "E33"), offer("one", "L11")])
    assert [each.why for each in told] == ["Name L11: it is in the Committee one then anyway."]


# Suggestions.


def offer(body: str, iso3: str, day: int = 1) -> Offer:
    return Offer(body, iso3, date(2005, 8, day))


def test_the_suggestion_balances_regions_and_gives_nobody_two_offices() -> None:
    offers = [offer("one", iso3) for iso3 in ("W33", "L33", "A33", "E33")] + [
        offer("two", iso3) for iso3 in ("A33", "W44", "E44")
    ]
    found = suggest(plan(), Proposal(), offers)
    assert sorted((each.body, each.seat, each.iso3) for each in found.seats) == [
        ("one", 1, "E33"),
        ("one", 2, "L33"),
        ("two", 1, "A33"),
        ("two", 2, "E44"),
    ]
    assert breaches(findings(plan(), as_slate(found)), hard=False) == []


def as_slate(found: object) -> Proposal:
    return Proposal(
        [Proposed(each.body, each.seat, each.iso3) for each in found.seats],  # type: ignore[attr-defined]
        {each.body: each.iso3 for each in found.chairs},  # type: ignore[attr-defined]
    )


def test_the_suggestion_says_why_and_why_not_the_next_best() -> None:
    found = suggest(
        plan(committee("one", "A11 E11", "L11 W11")),
        Proposal(),
        [offer("one", "W33"), offer("one", "A33", 2), offer("one", "E33", 3)],
    )
    first, second = found.seats
    assert (first.iso3, second.iso3) == ("A33", "E33")
    assert first.reasons == [
        "Candidate since 2 August 2005.",
        "Africa: 0 of 2 other members so far, 0 over all bodies.",
        "It was never in the body.",
        "It holds no other office then.",
        "Not Name E33: its candidacy came later, on 3 August 2005.",
        "Not Name W33: WEOG has 1 of the members already.",
    ]
    assert [(each.body, each.iso3) for each in found.chairs] == [("one", "L11")]


def test_a_mix_is_kept_before_a_balance() -> None:
    donor = state("W33", roles=frozenset({"donor"}))
    affected = state("L33", roles=frozenset({"affected State"}))
    then = plan(committee("one", "A11 E11", "L11 W11", mixes=("affected-and-donor",)), states=[donor, affected])
    offers = [offer("one", iso3) for iso3 in ("A33", "E33", "L33", "W33")]
    assert {each.iso3 for each in suggest(then, Proposal(), offers).seats} == {"L33", "W33"}


def test_who_cannot_be_elected_is_skipped_and_named() -> None:
    states = [state("X99", not_party="withdrawn"), state("W55", withdraws_on=date(2006, 3, 1))]
    offers = [offer("one", "X99"), offer("one", "W55"), offer("one", "L11"), offer("one", "A33")]
    found = suggest(plan(committee("one", "A11 E11", "L11 W11"), states=states), Proposal(), offers)
    assert [each.iso3 for each in found.seats] == ["A33"]
    assert found.left_empty == [("one", 2)]
    assert found.skipped == [
        Skipped("one", "L11", "Name L11: it is in the Committee one then anyway."),
        Skipped("one", "W55", "Name W55: it has notified its withdrawal, effective on 1 March 2006."),
        Skipped("one", "X99", "Name X99: it is not a State Party: withdrawn."),
    ]


def test_other_states_parties_only_when_asked_for_and_after_the_candidates() -> None:
    then, offers = plan(committee("one", "A11 E11", "L11 W11")), [offer("one", "W33")]
    assert [each.iso3 for each in suggest(then, Proposal(), offers).seats] == ["W33"]
    first, second = suggest(then, Proposal(), offers, others=True).seats
    assert (first.iso3, second.iso3[0]) == ("W33", "A")
    assert second.reasons[0].startswith("No candidacy")


def test_seats_without_a_documented_holder_are_filled_only_when_asked_for_and_up_to_the_part() -> None:
    empty = replace(
        committee("one", "A11 E11", "L11 W11"), seats=seats_at([], ORDER, ORDER.get("4MSP"), 4, on=TODAY), last_year=[]
    )
    offers = [offer("one", iso3) for iso3 in ("A33", "E33", "L33", "W33")]
    assert suggest(plan(empty), Proposal(), offers).seats == []
    assert [each.seat for each in suggest(plan(empty), Proposal(), offers, unknown_too=True).seats] == [1, 2]


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["one", "two"]), st.sampled_from(STATES)), max_size=12),
    st.booleans(),
    st.randoms(),
)
def test_a_suggestion_breaks_no_hard_rule_and_does_not_depend_on_the_order_of_candidacies(
    drawn: list[tuple[str, StateThen]], others: bool, chance: object
) -> None:
    offers = list(dict.fromkeys(Offer(body, each.iso3, date(2005, 8, 1)) for body, each in drawn))
    shuffled = list(offers)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    found = suggest(plan(), Proposal(), offers, others=others)
    assert found == suggest(plan(), Proposal(), shuffled, others=others)
    assert breaches(findings(plan(), as_slate(found)), hard=True) == []
    assert len(found.seats) + len(found.left_empty) == 4
