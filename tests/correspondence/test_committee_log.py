from datetime import date

from flask import Flask

from application import CATALOGUES
from committees.models.work import Activity
from committees.queries.activities import deed_of
from committees.rules.sentences import activity_sentences
from committees.workflow.activities import change_activity, withdraw_activity
from core.audit.models import AuditEntry
from core.clock import now, today
from core.db import db, transaction
from core.outbox.models import MessageState
from correspondence.jobs.letters import tell_committees
from correspondence.models.campaigns import Campaign, Dispatch, Signatory
from correspondence.workflow.committee_log import tell_the_committee
from correspondence.workflow.post import make_batch, record_posted
from states_parties.facts import Sourcing
from tests.correspondence.outgoing import MONDAY, end, scheduled
from tests.factories.letters import OFFICER, a_state_written_to, approved_campaign
from tests.factories.offices import make_body


def of_a_committee(*names: str, email: str | None = None) -> Campaign:
    make_body("cooperative-compliance")
    states = [a_state_written_to(name, email=email) for name in names]
    return approved_campaign(states, signatory=Signatory.CHAIR, body="cooperative-compliance")


def told() -> list[str]:
    return [activity_sentences(deed_of(activity), "the Committee") for activity in Activity.query.all()]


def log() -> list[str]:
    return [entry.act for entry in AuditEntry.query.filter_by(subject_kind="body").order_by(AuditEntry.id)]


def test_the_log_is_told_when_none_waits_for_the_mail(app: Flask) -> None:
    scheduled(of_a_committee("Chad", "Peru"))
    end("Chad", MessageState.ACCEPTED)
    tell_committees()
    assert told() == []
    end("Peru", MessageState.ACCEPTED)
    tell_committees()
    assert told() == ["On 20 November 2026 the Committee sent two letters to Chad and Peru."]
    [activity] = Activity.query.all()
    assert (activity.subject_kind, activity.source) == ("campaign", "campaign “Reports 2026”")


def test_many_letters_go_to_states_parties(app: Flask) -> None:
    names = ("Chad", "Peru", "Togo", "Mali", "Cuba", "Iraq", "Niue")
    scheduled(of_a_committee(*names))
    for name in names:
        end(name, MessageState.ACCEPTED)
    tell_committees()
    assert told() == ["On 20 November 2026 the Committee sent seven letters to States Parties."]


def test_it_is_told_once_and_again_only_where_more_has_left(app: Flask) -> None:
    campaign = scheduled(of_a_committee("Chad", "Peru"))
    end("Chad", MessageState.ACCEPTED)
    end("Peru", MessageState.REFUSED, reason="550")
    tell_committees()
    tell_committees()
    assert log() == ["activity:recorded"]
    end("Peru", MessageState.ACCEPTED, reason="")
    tell_committees()
    assert log() == ["activity:recorded", "activity:told-again"]
    assert [activity.count for activity in Activity.query.all()] == [2]
    assert campaign.id == int(Activity.query.one().subject_id)


def test_what_the_committee_edited_stays(app: Flask) -> None:
    scheduled(of_a_committee("Chad", "Peru"))
    end("Chad", MessageState.ACCEPTED)
    end("Peru", MessageState.REFUSED, reason="550")
    tell_committees()
    with transaction():
        change_activity(
            Activity.query.one(), sourcing=Sourcing("the chair", "high"), purpose="to encourage them", by=OFFICER
        )
    end("Peru", MessageState.ACCEPTED, reason="")
    tell_committees()
    activity = Activity.query.one()
    assert (activity.count, activity.purpose, activity.source) == (2, "to encourage them", "the chair")
    with transaction():
        withdraw_activity(activity, reason="Told elsewhere.", by=OFFICER)
    end("Peru", MessageState.REFUSED, reason="550", accepted_at=None)
    tell_committees()
    assert (activity.withdrawn, activity.count) == ("Told elsewhere.", 2)


def test_posted_letters_are_told_by_the_act_itself_also_long_afterwards(app: Flask) -> None:
    campaign = scheduled(of_a_committee("Chad", email=""))
    with transaction():
        make_batch(campaign, CATALOGUES, by=OFFICER)
        record_posted(campaign, [Dispatch.query.one().id], posted_on=today(), by=OFFICER)
    assert told() == ["On 20 November 2026 the Committee sent one letter to Chad."]


def test_a_campaign_of_the_unit_is_in_no_committees_log(app: Flask) -> None:
    campaign = scheduled(approved_campaign([a_state_written_to("Chad")]))
    end("Chad", MessageState.ACCEPTED)
    with transaction():
        assert tell_the_committee(campaign, at=now(), by=OFFICER) is None
    assert Activity.query.count() == 0


def test_where_nothing_left_nothing_is_told(app: Flask) -> None:
    campaign = scheduled(of_a_committee("Chad"))
    end("Chad", MessageState.REFUSED, reason="550")
    with transaction():
        assert tell_the_committee(campaign, at=MONDAY.until, by=OFFICER) is None
    db.session.flush()
    assert (Activity.query.count(), MONDAY.send_on) == (0, date(2026, 11, 23))
