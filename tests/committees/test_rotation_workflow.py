"""Candidacies, proposals and the election: what each act leaves behind, and what is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from committees.models.rotation import Candidacy, ChairNomination, Nomination, Slate, SlateState
from committees.models.terms import Chairing, Term
from committees.queries.elections import meeting_lines
from committees.queries.offices import Offices
from committees.queries.rosters import roster
from committees.queries.rotation import meeting_then
from committees.queries.slates import candidacies_at, get_slate, slates_at, standing_offers
from committees.workflow.candidacies import receive_candidacy, withdraw_candidacy
from committees.workflow.elections import record_election
from committees.workflow.slates import (
    copy_slate,
    make_slate,
    mark_not_taken,
    nominate,
    propose_chair,
    put_forward,
    remove_nomination,
    suggest_into,
)
from core.audit.models import AuditEntry
from core.db import db, transaction
from states_parties.models import State
from tests.committees.rotations import BY, CLOSES, FIRST_DAY, Rotation, make_rotation
from tests.factories.states import NOTE, make_membership, make_state
from tests.states_parties.refusals import refused

AT = ("APMBC", "23MSP")


@pytest.fixture
def rotation(app: Flask) -> Rotation:
    return make_rotation()


def offered(rotation: Rotation, state: State, **given: object) -> Candidacy:
    with transaction():
        given = {"received_on": date(2026, 6, 1), "source": "note verbale", **given}
        return receive_candidacy(*AT, rotation.body.slug, iso3=state.iso3, by=BY, **given)  # type: ignore[arg-type]


def drafted(title: str = "First") -> Slate:
    with transaction():
        return make_slate(*AT, title=title, by=BY)


def proposed(rotation: Rotation, slate: Slate, seat: int, state: State) -> None:
    with transaction():
        nominate(*AT, slate.id, body=rotation.body.slug, seat=seat, iso3=state.iso3, by=BY)


def full_slate(rotation: Rotation) -> Slate:
    """Two of the others for seats 1 and 2, the member in seat 3 as chair."""
    slate = drafted()
    proposed(rotation, slate, 1, rotation.others[0])
    proposed(rotation, slate, 2, rotation.others[1])
    with transaction():
        propose_chair(*AT, slate.id, body=rotation.body.slug, iso3=rotation.members[2].iso3, by=BY)
    return slate


def elect(slate: Slate, **given: object) -> int:
    given = {"elected_on": CLOSES, "sourcing": NOTE, **given}
    return record_election(*AT, slate.id, by=BY, **given)  # type: ignore[arg-type]


def on_slate(slate: Slate) -> list[tuple[int, str]]:
    return [(row.seat, row.iso3) for row in get_slate(*AT, slate.id).nominations]


def acts() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def test_a_candidacy_is_received_once_and_withdrawn_once_and_may_come_again(rotation: Rotation) -> None:
    state = rotation.others[0]
    first = offered(rotation, state)
    again = refused(lambda: offered(rotation, state), field="state")
    assert again == f"{state.name_en} is a candidate for the The committee since 1 June 2026 already."
    with transaction():
        withdraw_candidacy(first, withdrawn_on=date(2026, 7, 1), by=BY)
    assert refused(lambda: withdraw_candidacy(first, withdrawn_on=date(2026, 7, 2), by=BY), field="withdrawn_on")
    early = refused(lambda: offered(rotation, state, received_on=date(2026, 6, 30)), field="received_on")
    assert "was a candidate for the The committee until 1 July 2026" in early
    offered(rotation, state, received_on=date(2026, 8, 1), source="note verbale of 1 August")
    assert [(row.received_on, row.withdrawn_on, row.source) for row in candidacies_at(*AT)] == [
        (date(2026, 6, 1), date(2026, 7, 1), "note verbale"),
        (date(2026, 8, 1), None, "note verbale of 1 August"),
    ]
    assert [each.received_on for each in standing_offers(candidacies_at(*AT))] == [date(2026, 8, 1)]
    assert acts() == ["candidacy:received", "candidacy:withdrawn", "candidacy:received"]


def test_a_candidacy_is_of_a_state_party_for_a_body_with_seats_and_not_from_the_future(rotation: Rotation) -> None:
    stranger = make_state("Strangeland")
    assert "was not bound by the APMBC" in refused(lambda: offered(rotation, stranger), field="state")
    late = refused(lambda: offered(rotation, rotation.others[0], received_on=date(2026, 11, 21)), field="received_on")
    assert late == "21 November 2026 has not come yet."
    assert refused(lambda: offered(rotation, rotation.others[0], source=" "), field="source")
    past = {"iso3": rotation.others[0].iso3, "source": "note", "by": BY}
    after = refused(
        lambda: receive_candidacy("APMBC", "22MSP", rotation.body.slug, received_on=date(2025, 12, 6), **past),
        field="received_on",
    )
    assert after == "The 22MSP closed on 5 December 2025: a candidacy for its election came by then."


def test_the_day_of_an_act_is_the_day_where_the_office_is(rotation: Rotation) -> None:
    """Half past eleven in the evening of the 19th in UTC is the 20th in Geneva."""
    late = replace(BY, at=datetime(2026, 11, 19, 23, 30, tzinfo=UTC))
    slate = full_slate(rotation)
    with transaction():
        candidacy = receive_candidacy(
            *AT, rotation.body.slug, iso3=rotation.others[2].iso3, received_on=CLOSES, source="note", by=late
        )
        withdraw_candidacy(candidacy, withdrawn_on=CLOSES, by=late)
        record_election(*AT, slate.id, elected_on=CLOSES, sourcing=NOTE, by=late)
    assert slate.elected_on == CLOSES


def test_a_nomination_replaces_the_one_before_it_and_a_removal_takes_the_chair_along(rotation: Rotation) -> None:
    slate = drafted()
    proposed(rotation, slate, 1, rotation.others[0])
    proposed(rotation, slate, 1, rotation.others[1])
    assert on_slate(slate) == [(1, rotation.others[1].iso3)]
    with transaction():
        propose_chair(*AT, slate.id, body=rotation.body.slug, iso3=rotation.others[1].iso3, by=BY)
    [row] = get_slate(*AT, slate.id).nominations
    with transaction():
        remove_nomination(*AT, slate.id, row.id, by=BY)
    found = get_slate(*AT, slate.id)
    assert (list(found.nominations), list(found.chairs)) == ([], [])


def test_a_nomination_needs_a_free_seat_and_a_state_that_can_be_elected(rotation: Rotation) -> None:
    slate, stranger = drafted(), make_state("Strangeland")
    held = refused(lambda: proposed(rotation, slate, 3, rotation.others[0]), field="seat")
    assert held == "Seat 3 of the The committee does not fall free at the 23MSP."
    assert refused(lambda: proposed(rotation, slate, 5, rotation.others[0]), field="seat")
    assert "is in the The committee then anyway" in refused(
        lambda: proposed(rotation, slate, 1, rotation.members[3]), field="state"
    )
    assert "not a State Party" in refused(lambda: proposed(rotation, slate, 1, stranger), field="state")
    no_member = refused(
        lambda: propose_chair(*AT, slate.id, body=rotation.body.slug, iso3=rotation.members[0].iso3, by=BY),
        field="state",
    )
    assert "would not be a member" in no_member


def test_a_copy_stands_beside_its_original_and_both_change_apart(rotation: Rotation) -> None:
    first = full_slate(rotation)
    with transaction():
        second = copy_slate(get_slate(*AT, first.id), title="Second", by=BY)
    proposed(rotation, second, 1, rotation.others[2])
    assert [(each.slate.title, len(each.nominations), len(each.chairs)) for each in slates_at(*AT)] == [
        ("First", 2, 1),
        ("Second", 2, 1),
    ]
    assert on_slate(first)[0] == (1, rotation.others[0].iso3)
    assert refused(lambda: copy_slate(get_slate(*AT, first.id), title="Second", by=BY), field="title")


def test_a_suggestion_fills_from_the_candidacies_and_leaves_what_stands(rotation: Rotation) -> None:
    slate = drafted()
    offered(rotation, rotation.others[2])
    proposed(rotation, slate, 2, rotation.others[3])
    with transaction():
        suggest_into(*AT, slate.id, others=False, unknown_too=False, by=BY)
    assert on_slate(slate) == [(1, rotation.others[2].iso3), (2, rotation.others[3].iso3)]
    assert get_slate(*AT, slate.id).nominations[0].reasons[0] == "Candidate since 1 June 2026."
    assert acts()[-1] == "slate:suggested"
    nothing = refused(lambda: suggest_into(*AT, slate.id, others=True, unknown_too=True, by=BY), field="")
    assert nothing == "There is nothing to suggest: no seat that is known to fall free is open."


def test_one_proposal_is_put_forward_at_a_time_and_what_is_decided_stays(rotation: Rotation) -> None:
    first, empty = full_slate(rotation), drafted("Empty")
    assert "names nobody" in refused(lambda: put_forward(*AT, empty.id, by=BY), field="")
    with transaction():
        second = copy_slate(get_slate(*AT, first.id), title="Second", by=BY)
        put_forward(*AT, first.id, by=BY)
        put_forward(*AT, second.id, by=BY)
        mark_not_taken(*AT, empty.id, by=BY)
    assert [each.slate.state for each in slates_at(*AT)] == [
        SlateState.DRAFT,
        SlateState.NOT_TAKEN,
        SlateState.PUT_FORWARD,
    ]
    assert refused(lambda: proposed(rotation, empty, 1, rotation.others[0]), field="") == (
        "The proposal “Empty” is not taken: it stays as it is."
    )


def test_an_election_begins_terms_and_chairs_with_the_close_and_closes_the_other_proposals(rotation: Rotation) -> None:
    slate, other = full_slate(rotation), drafted("Other")
    with transaction():
        assert elect(slate) == 2
    offices = Offices("APMBC")
    before, after = (roster(offices, rotation.body.slug, on=day) for day in (CLOSES, FIRST_DAY))
    assert {each.state.iso3 for each in before.states if each.state} == {each.iso3 for each in rotation.members}
    assert {each.state.iso3 for each in after.states if each.state} == {
        each.iso3 for each in (*rotation.others[:2], *rotation.members[2:])
    }
    assert after.chair is not None
    assert after.chair.name == rotation.members[2].name_en
    assert (slate.state, slate.elected_on, other.state) == (SlateState.ELECTED, CLOSES, SlateState.NOT_TAKEN)
    plan = meeting_then(offices, "23MSP", on=CLOSES)
    assert [each.elected.iso3 for each in plan.bodies[0].seats if each.elected] == [
        each.iso3 for each in rotation.others[:2]
    ]
    line = meeting_lines(offices, on=CLOSES)[0]
    assert (line.meeting.short, line.to_fill, line.elected) == ("23MSP", 0, 2)
    assert refused(lambda: elect(slate), field="") == "The proposal “First” is elected: it stays as it is."


def test_an_election_against_a_rule_of_the_office_needs_the_word_of_the_meeting(rotation: Rotation) -> None:
    slate = drafted()
    proposed(rotation, slate, 1, rotation.others[0])
    told = refused(lambda: elect(slate), field="")
    assert told.startswith("The election was not recorded: The The committee renews 2 of 4 seats each time; 1 would be")
    with transaction():
        assert elect(slate, decided_so="Only one State offered to serve.") == 1
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "slate:elected"))
    assert entry.details["decided_so"] == "Only one State offered to serve."


def test_a_chair_elected_too_early_is_on_record_with_the_word_of_the_meeting(rotation: Rotation) -> None:
    slate = full_slate(rotation)
    with transaction():
        propose_chair(*AT, slate.id, body=rotation.body.slug, iso3=rotation.others[0].iso3, by=BY)
    early = (
        f"{rotation.others[0].name_en} is not in the last year of its term: it would chair the The committee too early."
    )
    assert refused(lambda: elect(slate), field="") == f"The election was not recorded: {early}"
    with transaction():
        elect(slate, decided_so="It asked for it.")
    [chairing] = db.session.scalars(select(Chairing))
    assert (chairing.iso3, chairing.until_at) == (rotation.others[0].iso3, "24MSP")
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "chair:chosen"))
    assert entry.details["decided_so"] == "It asked for it."


def test_no_word_of_a_meeting_makes_a_state_party(rotation: Rotation) -> None:
    slate = full_slate(rotation)
    left = make_state("Leaverland")
    make_membership(
        left,
        instrument="accession",
        deposited_on=date(2001, 1, 1),
        entry_into_force_on=date(2001, 7, 1),
        withdrawal_notified_on=date(2026, 1, 1),
        withdrawal_effective_on=date(2026, 7, 1),
    )
    db.session.add(
        Nomination(slate_id=slate.id, convention="APMBC", body=rotation.body.slug, seat=4, iso3=left.iso3, reasons=[])
    )
    db.session.flush()
    told = refused(lambda: elect(slate, decided_so="We want it."), field="")
    assert "Leaverland is not a State Party on 21 November 2026: withdrawn." in told
    assert db.session.scalars(select(Chairing)).all() == []
    assert len(db.session.scalars(select(Term)).all()) == 4


def test_an_election_is_recorded_at_the_meeting_and_not_before_or_after(rotation: Rotation) -> None:
    slate = full_slate(rotation)
    assert "opens on 16 November" in refused(lambda: elect(slate, elected_on=date(2026, 11, 15)), field="elected_on")
    assert "has not come yet" in refused(lambda: elect(slate, elected_on=date(2026, 11, 21)), field="elected_on")
    assert len(db.session.scalars(select(ChairNomination)).all()) == 1


def test_a_postponed_meeting_moves_what_was_elected_at_it(rotation: Rotation) -> None:
    with transaction():
        elect(full_slate(rotation))
    meeting = Offices("APMBC").order.get("23MSP")
    assert meeting.closes_on == CLOSES
    db.session.execute(
        db.metadata.tables["meetings"]
        .update()
        .where(db.metadata.tables["meetings"].c.short == "23MSP")
        .values(starts_on=date(2027, 1, 18), ends_on=date(2027, 1, 22))
    )
    offices = Offices("APMBC")
    members = {
        each.state.iso3 for each in roster(offices, rotation.body.slug, on=date(2027, 1, 22)).states if each.state
    }
    assert members == {each.iso3 for each in rotation.members}
    plan = meeting_then(offices, "23MSP", on=CLOSES)
    assert [each.situation.value for each in plan.bodies[0].seats] == ["leaves", "leaves", "continues", "continues"]
