from collections.abc import Callable

import pytest
from flask import Flask

from application import CATALOGUES
from core.audit.models import AuditEntry
from core.audit.workflow import record
from core.clock import now, today
from core.db import Ref, db, transaction
from core.errors import RuleViolation
from core.outbox.kinds import NotSent, outbox_kind
from core.outbox.models import MessageState, OutboxMessage
from core.outbox.workflow.evidence import note_reply
from correspondence.approving.prepared import prepare_approval
from correspondence.jobs.letters import compare_approved
from correspondence.models.approval import ApprovedLetter, Reference
from correspondence.models.campaigns import AudienceState, Campaign, Dispatch, Letter, LetterState
from correspondence.queries.balance import lines_of
from correspondence.rules.balance import Outcome
from correspondence.workflow.sending import send_newly_approved, settle, stop
from correspondence.workflow.voiding import void_what_changed
from correspondence.workflow.writing_anew import redraft, withdraw_letter
from states_parties.models import Membership, Mission, Office, State
from states_parties.workflow.missions import contact_of, correct_mission, end_mission
from tests.correspondence.outgoing import (
    MISSING,
    a_year_is_missing,
    acts,
    details_of,
    end,
    letter_to,
    may_go,
    message_to,
    prepared,
    report,
    scheduled,
)
from tests.factories.letters import OFFICER, a_focal_point, a_state_written_to, approve_drafts, approved_campaign
from tests.states_parties.pages import read, signed_in, words

CHAD, PERU, TOGO = (f"mission@{name}.example" for name in ("chad", "peru", "togo"))


def compared(app: Flask, campaign: Campaign) -> list[str]:
    """The States whose letters are void now."""
    with transaction():
        voided = void_what_changed(campaign, CATALOGUES, app.config["CHANCERY"], on=today(), by=OFFICER)
    return [letter.values["the_state"] for letter in voided]


def a_new_ambassador(state: str) -> None:
    change_contact(state, person_name="Bo Successor")


def change_contact(state: str, **changed: str) -> None:
    mission = (
        Mission.query.join(State, State.iso3 == Mission.iso3)
        .filter(State.list_en == state, Mission.office == Office.GENEVA)
        .one()
    )
    contact = contact_of(mission)
    with transaction():
        correct_mission(
            mission, type(contact)(**{**vars(contact), **changed}), ends_before=None, confirmed_on=None, by=OFFICER
        )


def written_anew(app: Flask, state: str, campaign: Campaign) -> Letter:
    letter = letter_to(state)
    with transaction():
        redraft(letter, campaign, CATALOGUES, app.config["CHANCERY"], on=today(), by=OFFICER)
    return letter


def test_a_new_ambassador_voids_the_letter_to_that_state_and_no_other(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    a_new_ambassador("Peru")
    assert compared(app, campaign) == ["Peru"]
    letter = letter_to("Peru")
    assert letter.state is LetterState.VOID
    assert letter.reason == "Addressee: “H.E. Ms Bo Successor”, not “H.E. Ms Ada Person”."
    [approved] = ApprovedLetter.query.filter_by(letter_id=letter.id).all()
    assert (approved.voided_at, approved.void_reason) == (OFFICER.at, letter.reason)
    [reference] = Reference.query.filter_by(letter_id=letter.id).all()
    assert (reference.text, reference.void_reason) == (letter.reference, letter.reason)
    message = message_to("Peru")
    assert (message.state, message.reason) == (MessageState.WITHDRAWN, letter.reason)
    assert may_go() == {CHAD, TOGO}
    assert letter_to("Chad").state is LetterState.APPROVED


def test_a_changed_contact_is_told_on_the_letter_before_anything_compares_it(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    change_contact("Peru", person_name="Bo Successor", email="other@peru.example")
    page = words(read(signed_in(app), f"/apmbc/letters/{campaign.id}/states/peru"))
    assert "The registers have changed since this letter was written" in page
    assert "Addressee: “H.E. Ms Bo Successor”, not “H.E. Ms Ada Person”." in page
    assert "The State is written to at other@peru.example, not at mission@peru.example." in page
    assert letter_to("Peru").state is LetterState.APPROVED
    assert "have changed since" not in words(read(signed_in(app), f"/apmbc/letters/{campaign.id}/states/chad"))


def test_a_letter_that_has_left_is_compared_with_nothing(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    end("Peru", MessageState.ACCEPTED)
    a_new_ambassador("Peru")
    assert "have changed since" not in words(read(signed_in(app), f"/apmbc/letters/{campaign.id}/states/peru"))


def test_the_log_names_the_fields_and_no_person(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    a_new_ambassador("Peru")
    compared(app, campaign)
    assert details_of("letter:voided") == {
        "state": "Peru",
        "reference": letter_to("Peru").reference,
        "changed": "addressee",
    }


def test_nothing_is_void_where_the_same_would_be_written(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    change_contact("Peru", person_function="Permanent Representative")  # no letter says it
    assert compared(app, campaign) == []
    assert acts() == ["campaign:scheduled"]


def test_another_address_voids_because_the_old_one_was_approved(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    change_contact("Peru", email="new@peru.example")
    assert compared(app, campaign) == ["Peru"]
    assert letter_to("Peru").reason == "The State is written to at new@peru.example, not at mission@peru.example."


def test_a_report_changes_what_the_letter_says(app: Flask) -> None:
    states = [a_state_written_to(name) for name in ("Chad", "Peru")]
    a_year_is_missing()
    campaign = scheduled(approved_campaign(states))
    report(states[0].iso3)
    assert compared(app, campaign) == ["Chad"]
    assert letter_to("Chad").reason == "The paragraph “missing years” is called for no more."


def test_a_state_that_left_the_audience_gets_no_letter_but_one_put_in_by_name_does(app: Flask) -> None:
    states = [a_state_written_to(name) for name in ("Chad", "Peru")]
    a_year_is_missing()
    campaign = scheduled(approved_campaign(states, audience=MISSING))
    AudienceState.query.filter_by(iso3=states[1].iso3).one().by_name = True
    for state in states:
        report(state.iso3)
    assert compared(app, campaign) == ["Chad", "Peru"]
    assert letter_to("Chad").reason.startswith("“missing_report_years >= 1” holds no more:")
    assert letter_to("Peru").reason == "The paragraph “missing years” is called for no more."


def test_a_state_that_is_no_party_any_more_is_not_written_to(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    bond = Membership.query.filter_by(iso3=letter_to("Togo").iso3).one()
    bond.withdrawal_notified_on, bond.withdrawal_effective_on = today().replace(month=5), today()
    db.session.flush()
    assert compared(app, campaign) == ["Togo"]
    assert letter_to("Togo").reason == "It is no State Party: withdrawn."


def test_where_nobody_lives_any_more_no_letter_goes(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    mission = Mission.query.filter_by(email=TOGO).one()
    with transaction():
        end_mission(mission, ends_before=today(), by=OFFICER)
    assert compared(app, campaign) == ["Togo"]
    assert "mission@togo.example is no address of the State any more." in letter_to("Togo").reason


def test_what_has_left_or_may_have_is_never_void(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    end("Chad", MessageState.ACCEPTED)
    end("Peru", MessageState.UNKNOWN, reason="The connection broke.")
    end("Togo", MessageState.STOPPED, reason="Its reason is gone.")
    for state in ("Chad", "Peru", "Togo"):
        a_new_ambassador(state)
    assert compared(app, campaign) == []
    assert [letter_to(state).state for state in ("Chad", "Peru", "Togo")] == [LetterState.APPROVED] * 3


def test_nothing_is_compared_again_until_a_register_or_the_day_changes(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    assert compared(app, campaign) == []
    mission = Mission.query.filter_by(email=PERU).one()
    mission.person_name = "Bo Successor"  # behind the back of the log
    db.session.flush()
    assert compared(app, campaign) == []
    record("campaign:paused", Ref("campaign", str(campaign.id)), campaign.title, by=OFFICER)
    db.session.flush()
    assert compared(app, campaign) == []
    record("contact:changed", Ref("state", "PER"), "Peru", by=OFFICER)
    db.session.flush()
    assert compared(app, campaign) == ["Peru"]


def test_an_entry_committed_after_a_later_one_is_not_missed(app: Flask) -> None:
    campaign = scheduled(approved_campaign())

    def entered(number: int) -> None:
        usual = {"at": now(), "actor_name": "Ana Lima", "act": "contact:changed", "subject_kind": "state"}
        db.session.add(AuditEntry(id=number, **usual, subject_id="PER", subject_name="Peru"))
        db.session.flush()

    entered(1_000_502)
    assert compared(app, campaign) == []
    version = outbox_kind("letter").version()
    Mission.query.filter_by(email=PERU).one().person_name = "Bo Successor"
    entered(1_000_501)
    assert outbox_kind("letter").version() != version
    assert compared(app, campaign) == ["Peru"]


def test_the_moment_before_it_leaves_a_letter_is_compared_once_more(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    compared(app, campaign)
    version = outbox_kind("letter").version()
    a_new_ambassador("Peru")
    assert outbox_kind("letter").version() != version
    outgoing = prepared()
    assert isinstance(outgoing[PERU], NotSent)
    assert outgoing[PERU].reason.startswith("The letter is void. Addressee: “H.E. Ms Bo Successor")
    assert not isinstance(outgoing[CHAD], NotSent)
    assert may_go() == {CHAD, TOGO}
    assert acts()[-1] == "letter:voided"


def in_hand(state: str) -> OutboxMessage:
    message = message_to(state)
    message.state, message.lease_token, message.lease_until = MessageState.CLAIMED, "t", now()
    db.session.flush()
    return message


def test_a_message_that_a_worker_has_is_taken_from_it(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    in_hand("Peru")
    a_new_ambassador("Peru")
    assert compared(app, campaign) == ["Peru"]
    assert message_to("Peru").state is MessageState.WITHDRAWN


def test_the_worker_itself_is_told_and_where_it_dies_the_message_is_taken_back_later(app: Flask) -> None:
    scheduled(approved_campaign())
    message = in_hand("Peru")
    a_new_ambassador("Peru")
    outgoing = prepared()
    assert isinstance(outgoing[PERU], NotSent)
    assert (message.state, may_go()) == (MessageState.CLAIMED, {CHAD, TOGO})
    message.state, message.lease_token, message.lease_until = MessageState.DUE, None, None  # its lease has ended
    db.session.flush()
    compare_approved()
    assert message_to("Peru").state is MessageState.WITHDRAWN


def test_the_job_compares_every_campaign_that_waits(app: Flask) -> None:
    scheduled(approved_campaign())
    a_new_ambassador("Peru")
    compare_approved()
    assert letter_to("Peru").state is LetterState.VOID
    assert details_of("letter:voided")["changed"] == "addressee"
    before = acts()
    compare_approved()
    assert acts() == before


def test_a_void_letter_is_written_anew_and_leaves_under_a_new_reference_once_approved(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    a_new_ambassador("Peru")
    compared(app, campaign)
    old = letter_to("Peru").reference
    letter = written_anew(app, "Peru", campaign)
    assert (letter.state, letter.reason, letter.reference) == (LetterState.DRAFT, "", "")
    assert "Bo Successor" in letter.addressee
    assert PERU not in may_go()
    approve_drafts(campaign)
    assert letter.reference not in ("", old)
    with transaction():
        assert send_newly_approved(campaign, letters=1, by=OFFICER) == 1
    assert may_go() == {CHAD, PERU, TOGO}
    assert [each.sequence for each in Dispatch.query.filter_by(letter_id=letter.id).order_by(Dispatch.id)] == [1, 2]
    assert "H.E. Ms Bo Successor" in letter.addressee
    assert compared(app, campaign) == []


def test_a_refused_letter_can_be_written_anew_to_the_right_address(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    end("Peru", MessageState.REFUSED, reason="550 no such user")
    change_contact("Peru", email="right@peru.example")
    assert compared(app, campaign) == []  # it ended; a person decides
    letter = written_anew(app, "Peru", campaign)
    assert letter.state is LetterState.DRAFT
    [approved] = ApprovedLetter.query.filter_by(letter_id=letter.id).all()
    assert approved.void_reason == "Written anew, as it did not leave."


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        (MessageState.DUE, "has left or will"),
        (MessageState.ACCEPTED, "has left or will"),
        (MessageState.UNKNOWN, "Nobody knows yet whether the letter to Peru has left: settle that first."),
    ],
)
def test_a_letter_that_leaves_or_has_left_is_not_written_anew(app: Flask, outcome: MessageState, sentence: str) -> None:
    campaign = scheduled(approved_campaign())
    if outcome is not MessageState.DUE:
        end("Peru", outcome)
    before = acts()
    with pytest.raises(RuleViolation, match=sentence):
        written_anew(app, "Peru", campaign)
    assert (letter_to("Peru").state, acts()) == (LetterState.APPROVED, before)


def test_a_void_letter_of_which_a_copy_has_left_after_all_is_not_written_anew(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    a_new_ambassador("Peru")
    compared(app, campaign)
    end("Peru", MessageState.UNKNOWN, reason="The connection broke.")
    with pytest.raises(RuleViolation, match="settle that first"):
        written_anew(app, "Peru", campaign)
    with pytest.raises(RuleViolation, match="has left, or may have"), transaction():
        withdraw_letter(letter_to("Peru"), campaign, reason="Asked to.", by=OFFICER)


def test_a_letter_written_anew_is_not_approved_once_the_first_is_known_to_have_left(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    end("Peru", MessageState.UNKNOWN, began_at=now(), reason="The connection broke.")
    [dispatch] = Dispatch.query.filter_by(message_id=message_to("Peru").id).all()
    with transaction():
        settle(campaign, dispatch, sent=False, reason="Nothing arrived.", by=OFFICER)
    a_new_ambassador("Peru")
    compared(app, campaign)
    written_anew(app, "Peru", campaign)
    assert prepare_approval(campaign, at=now()).obstacles == []
    with transaction():
        note_reply(message_to("Peru"), now())
    told = (
        "Peru: its letter as it was approved before has left, or may have; it gets no second one. Withdraw the new"
        " letter."
    )
    assert prepare_approval(campaign, at=now()).obstacles == [told]
    assert told in words(read(signed_in(app), f"/apmbc/letters/{campaign.id}/approve"))
    with transaction():
        withdraw_letter(letter_to("Peru"), campaign, reason="The first arrived.", by=OFFICER)
    assert [line.fate.outcome for line in lines_of(campaign) if line.state == "Peru"] == [Outcome.SENT]
    assert letter_to("Peru").state is LetterState.WITHDRAWN


def test_nothing_of_a_stopped_campaign_is_approved(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    a_new_ambassador("Peru")
    compared(app, campaign)
    written_anew(app, "Peru", campaign)
    with transaction():
        stop(campaign, reason="Wrong year", by=OFFICER)
    told = "The sending was stopped. Nothing of “Reports 2026” is approved any more."
    assert prepare_approval(campaign, at=now()).obstacles == [told]


def test_a_letter_is_withdrawn_with_a_reason_and_only_while_it_has_not_left(app: Flask) -> None:
    campaign = scheduled(approved_campaign())
    with transaction():
        withdraw_letter(letter_to("Peru"), campaign, reason=" The State asked for it. ", by=OFFICER)
    letter = letter_to("Peru")
    assert (letter.state, letter.reason) == (LetterState.WITHDRAWN, "The State asked for it.")
    assert message_to("Peru").state is MessageState.WITHDRAWN
    assert Reference.query.filter_by(letter_id=letter.id).one().void_reason == "The State asked for it."
    end("Chad", MessageState.ACCEPTED)
    for state, reason, sentence in [
        ("Chad", "Wrong.", "The letter to Chad has left, or may have: it cannot be withdrawn."),
        ("Peru", "Wrong.", "The letter to Peru is withdrawn already."),
        ("Togo", "  ", "Say why the letter is withdrawn."),
    ]:
        with pytest.raises(RuleViolation) as refusal, transaction():
            withdraw_letter(letter_to(state), campaign, reason=reason, by=OFFICER)
        assert refusal.value.message == sentence
    assert acts().count("letter:withdrawn") == 1


def test_a_copy_that_has_left_stays_what_it_is(app: Flask) -> None:
    chad = a_state_written_to("Chad")
    a_focal_point(chad, email="focal@chad.example")
    campaign = scheduled(approved_campaign([chad], copies=True))
    copy = message_to("Chad", role="copy")
    copy.state, copy.accepted_at = MessageState.ACCEPTED, now()
    db.session.flush()
    a_new_ambassador("Chad")
    assert compared(app, campaign) == ["Chad"]
    assert message_to("Chad", role="copy").state is MessageState.ACCEPTED
    assert [each.void_reason != "" for each in Dispatch.query.order_by(Dispatch.id)] == [True, False]


OLD, NEW = "focal@chad.example", "successor@chad.example"


def with_a_copy_to_the_capital() -> tuple[Campaign, Mission]:
    chad = a_state_written_to("Chad")
    focal_point = a_focal_point(chad, email=OLD)
    return scheduled(approved_campaign([chad], copies=True)), focal_point


def replaced(focal_point: Mission) -> None:
    contact = contact_of(focal_point)
    with transaction():
        changed = type(contact)(**{**vars(contact), "email": NEW})
        correct_mission(focal_point, changed, ends_before=None, confirmed_on=None, by=OFFICER)


def ended(focal_point: Mission) -> None:
    with transaction():
        end_mission(focal_point, ends_before=today(), by=OFFICER)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (replaced, f"The focal point of the State is written to at {NEW}, not at {OLD}."),
        (ended, f"{OLD} is no address of a focal point of the State any more."),
    ],
)
def test_no_copy_goes_to_who_is_focal_point_no_more_and_the_letter_leaves(
    app: Flask, change: Callable[[Mission], None], told: str
) -> None:
    campaign, focal_point = with_a_copy_to_the_capital()
    change(focal_point)
    assert compared(app, campaign) == []
    assert may_go() == {CHAD}
    copy = message_to("Chad", role="copy")
    assert (copy.state, copy.reason) == (MessageState.WITHDRAWN, told)
    assert [each.void_reason for each in Dispatch.query.order_by(Dispatch.id)] == ["", told]
    assert acts()[-1] == "letter:copy-voided"


def test_a_focal_point_replaced_at_the_last_minute_gets_no_copy(app: Flask) -> None:
    _campaign, focal_point = with_a_copy_to_the_capital()
    replaced(focal_point)
    told = prepared()
    assert isinstance(told[OLD], NotSent)
    assert not isinstance(told[CHAD], NotSent)


def test_a_copy_that_may_have_reached_who_was_focal_point_is_not_sent_a_second_time(app: Flask) -> None:
    campaign, focal_point = with_a_copy_to_the_capital()
    copy = message_to("Chad", role="copy")
    copy.state, copy.began_at = MessageState.UNKNOWN, now()
    db.session.flush()
    replaced(focal_point)
    compared(app, campaign)
    assert copy.state is MessageState.UNKNOWN
    copy.state = MessageState.DUE
    db.session.flush()
    assert may_go() == {CHAD}
