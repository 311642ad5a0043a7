"""The machinery with proposals applied: what follows, what contradicts, and what always holds."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from committees.rules.contradictions import AMEND, COMPOSITION, DISCONTINUE, INVITE, MERGE, Change
from committees.rules.machinery import Part, totals
from committees.rules.mandates import same_point
from committees.rules.outcomes import Outcome, outcome


def part(slug: str, seats: int = 2, *, hours: int = 0, **columns: object) -> Part:
    name = slug.capitalize()
    usual = {"points": (f"Look after {slug}",), "covers": (slug,) if seats else (), "open_tasks": 1 if hours else 0}
    kind = "coordinator" if seats == 1 else "working group"
    return Part(slug, name, name, **{"kind": kind, "role": "coordinator", "seats": seats, "effort_hours": hours,
                                     "renewed_each_time": 1, **usual, **columns})  # fmt: skip


STATUS, REPORTING, CLEARANCE = part("status", hours=20), part("reporting", 1, hours=10), part("clearance", hours=6)
TABLE = replace(part("table", 0), kind="coordination committee", role="member", points=(), invited=("CMC",))
MACHINERY = [STATUS, REPORTING, CLEARANCE, TABLE]
MERGER = Change(1, MERGE, "reporting", "status")


def after(found: Outcome) -> dict[str, Part]:
    return {each.slug: each for each in found.after}


def told(found: Outcome) -> list[str]:
    return [each.sentence for each in found.left_out]


def test_a_merger_hands_points_field_and_work_to_the_target_and_its_seats_are_gone() -> None:
    found = outcome(MACHINERY, [MERGER])
    assert list(after(found)) == ["status", "clearance", "table"]
    status = after(found)["status"]
    assert (status.seats, status.points, status.covers) == (
        2, ("Look after status", "Look after reporting"), ("status", "reporting")
    )  # fmt: skip
    assert (status.open_tasks, status.effort_hours, status.hours_per_seat) == (2, 30, 15.0)
    assert [each.slug for each in found.discontinued] == ["reporting"]
    assert {each.topic.slug: each.by and each.by.slug for each in found.covered} == {
        "status": "status", "reporting": "status", "clearance": "clearance"
    }  # fmt: skip
    now, then = totals(found.before), totals(found.after)
    assert (now.themes, then.themes) == (3, 2)
    assert (dict(now.seats), dict(then.seats)) == ({"coordinator": 5}, {"coordinator": 4})
    assert (now.hours_per_seat, then.hours_per_seat) == (7.2, 9.0)


def test_an_amendment_of_a_body_that_is_merged_goes_with_it() -> None:
    amendment = Change(2, AMEND, "reporting", added=("Consider gender",))
    assert after(outcome(MACHINERY, [MERGER, amendment]))["status"].points[-1] == "Consider gender"


def test_mergers_one_after_the_other_end_in_the_last_body() -> None:
    found = outcome(MACHINERY, [Change(2, MERGE, "status", "clearance"), MERGER])
    assert found.into == {"reporting": "clearance", "status": "clearance"}
    assert after(found)["clearance"].covers == ("clearance", "status", "reporting")
    assert found.applied == (1, 2)


def test_a_body_discontinued_leaves_its_field_uncovered_and_its_tasks_without_a_home() -> None:
    found = outcome(MACHINERY, [Change(1, DISCONTINUE, "reporting")])
    assert [each.topic.slug for each in found.covered if each.by is None] == ["reporting"]
    assert found.orphaned_tasks == 1


def test_seats_and_invitations_change() -> None:
    changes = [
        Change(1, COMPOSITION, "clearance", seats=3, renewed_each_time=1),
        Change(2, INVITE, "table", institution="GICHD"),
    ]
    found = outcome(MACHINERY, changes)
    assert after(found)["clearance"].seats == 3
    assert after(found)["table"].invited == ("CMC", "GICHD")


def test_contradictions_are_told_and_none_of_the_proposals_is_applied() -> None:
    cases = {
        "Proposals 1 and 2: the Reporting cannot be merged more than once: into the Status and into the Clearance.": [
            MERGER, Change(2, MERGE, "reporting", "clearance")
        ],
        "Proposals 1 and 2: nothing can be merged into the Status while it is discontinued.": [
            MERGER, Change(2, DISCONTINUE, "status")
        ],
        "Proposals 1 and 2: the Reporting is either merged or discontinued, not both.": [
            MERGER, Change(2, DISCONTINUE, "reporting")
        ],
        "Proposals 1 and 2: the Reporting and the Status are merged into each other, and none would be left.": [
            MERGER, Change(2, MERGE, "status", "reporting")
        ],
        "Proposals 1 and 2: the Reporting cannot be changed and cease to exist at once.": [
            MERGER, Change(2, COMPOSITION, "reporting", seats=2)
        ],
        "Proposals 1 and 2: the Clearance cannot have several compositions.": [
            Change(1, COMPOSITION, "clearance", seats=3), Change(2, COMPOSITION, "clearance", seats=4)
        ],
        "Proposal 1: “risk” is no body on this day.": [Change(1, MERGE, "reporting", "risk")],
        "Proposal 1, Status: The mandate has the point “Look after status” already.": [
            Change(1, AMEND, "status", added=("Look after status",))
        ],
        "Proposal 1, Clearance: It has this composition already.": [
            Change(1, COMPOSITION, "clearance", seats=2, renewed_each_time=1)
        ],
        "Proposal 1, Table: CMC has a standing invitation already.": [Change(1, INVITE, "table", institution="CMC")],
    }  # fmt: skip
    for sentence, changes in cases.items():
        found = outcome(MACHINERY, changes)
        assert told(found) == [sentence]
        assert (list(found.after), found.applied) == (MACHINERY, ())


def test_what_does_not_contradict_is_applied_all_the_same() -> None:
    contradiction = Change(2, MERGE, "reporting", "clearance")
    found = outcome(MACHINERY, [MERGER, contradiction, Change(3, AMEND, "status", added=("Consider gender",))])
    assert found.applied == (3,)


def test_a_comparison_says_who_took_over_and_what_changed() -> None:
    by_slug = {each.before.slug: each for each in outcome(MACHINERY, [MERGER]).comparisons}
    assert by_slug["reporting"].after is None
    assert by_slug["reporting"].into is by_slug["status"].after
    assert [each.slug for each in by_slug["status"].took_over] == ["reporting"]
    assert [each.kind for each in by_slug["status"].points] == ["kept", "added"]
    assert not by_slug["clearance"].differs


RELAXED = settings(deadline=None, max_examples=60)  # machines that test are often busy
SLUGS = ["status", "reporting", "clearance", "table"]
CHANGES = st.lists(
    st.one_of(
        st.builds(lambda b, i: (MERGE, b, {"into_body": i}), st.sampled_from(SLUGS), st.sampled_from(SLUGS)),
        st.builds(lambda b: (DISCONTINUE, b, {}), st.sampled_from(SLUGS)),
        st.builds(lambda b, n: (COMPOSITION, b, {"seats": n}), st.sampled_from(SLUGS), st.integers(1, 5)),
        st.builds(lambda b, n: (AMEND, b, {"added": (f"New point {n}",)}), st.sampled_from(SLUGS), st.integers(0, 3)),
        st.builds(lambda b: (INVITE, b, {"institution": "GICHD"}), st.sampled_from(SLUGS)),
    ),
    max_size=6,
).map(lambda drawn: [Change(n, kind, body, **more) for n, (kind, body, more) in enumerate(drawn, 1)])


def test_no_proposal_changes_nothing() -> None:
    found = outcome(MACHINERY, [])
    assert (list(found.after), found.left_out, found.applied) == (MACHINERY, (), ())
    assert totals(found.after) == totals(found.before)


@RELAXED
@given(CHANGES)
def test_every_proposal_is_either_applied_or_told_about(changes: list[Change]) -> None:
    found = outcome(MACHINERY, changes)
    left_out = {number for finding in found.left_out for number in finding.numbers}
    assert sorted({*found.applied} | left_out) == [change.number for change in changes]
    assert not {*found.applied} & left_out


@RELAXED
@given(CHANGES)
def test_totals_are_the_sum_of_the_bodies_and_work_is_lost_only_with_its_body(changes: list[Change]) -> None:
    found = outcome(MACHINERY, changes)
    then = totals(found.after)
    assert then.all_seats == sum(each.seats for each in found.after)
    assert then.bodies == len(found.before) - len(found.discontinued)
    assert then.open_tasks == totals(found.before).open_tasks - found.orphaned_tasks


@RELAXED
@given(CHANGES)
def test_mergers_keep_every_point_and_every_field_somewhere(changes: list[Change]) -> None:
    found = outcome(MACHINERY, [change for change in changes if change.kind in (MERGE, AMEND, INVITE)])
    before = {same_point(point) for each in found.before for point in each.points}
    then = {same_point(point) for each in found.after for point in each.points}
    assert before <= then
    assert sorted(topic for each in found.after for topic in each.covers) == ["clearance", "reporting", "status"]
    assert [each.topic.slug for each in found.covered if each.by is None] == []


@RELAXED
@given(CHANGES, st.randoms())
def test_the_order_of_the_proposals_does_not_matter(changes: list[Change], random: object) -> None:
    shuffled = list(changes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = outcome(MACHINERY, changes), outcome(MACHINERY, shuffled)
    assert (one.after, one.applied) == (other.after, other.applied)
