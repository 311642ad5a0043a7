"""Sequences of reminders: their days, their drafts, and what stops one at the last moment."""

from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from application import CATALOGUES
from core.audit.models import AuditEntry
from core.audit.workflow import Actor
from core.db import db, transaction
from core.errors import RuleViolation
from core.outbox.kinds import NotSent, Outgoing, outbox_kind
from core.outbox.models import MessageState
from core.outbox.workflow.evidence import note_bounce
from core.outbox.workflow.mailings import make_mailing
from core.outbox.workflow.messages import put_out
from correspondence.jobs.reminders import brief_of, draft_due_reminders
from correspondence.models.audiences import ReminderStep
from correspondence.models.campaigns import AudienceState, Campaign, CampaignState, Dispatch, Letter
from correspondence.models.templates import LetterTemplate, TemplateVersion
from correspondence.queries import campaigns
from correspondence.rules.reminders import check_time_to_draft, days_from, sequence
from correspondence.rules.working_days import why_not_a_working_day
from correspondence.shipped import shipped_templates
from correspondence.workflow.reminders import draft_step, drop_step, plan_reminders
from correspondence.workflow.sending import stop
from correspondence.workflow.templates import load_shipped_templates
from states_parties.facts import Sourcing
from states_parties.models import ReportKind, State
from states_parties.workflow.reports import record_report
from tests.committees.offices import on_day
from tests.correspondence.outgoing import acts, all_left, message_to
from tests.factories.letters import a_state_written_to, approved_campaign
from tests.factories.states import added
from tests.states_parties.pages import read, rows, signed_in, words
from tests.states_parties.refusals import refused

BY = Actor("Ana Lima", datetime(2026, 3, 3, 9, 0, tzinfo=UTC), 7)
DUE = date(2026, 4, 30)
AWAITED = "report_of_year_awaited"


# Days


def test_the_usual_sequence_falls_60_30_and_7_days_before_and_monthly_after() -> None:
    steps = sequence(DUE, days_before=[60, 30, 7], months_after=3, after=date(2026, 2, 1))
    assert [(step.falls_on, step.rule) for step in steps] == [
        (date(2026, 3, 2), "60 days before 30 April 2026, moved on: 1 March 2026 is a Sunday"),
        (date(2026, 3, 31), "30 days before 30 April 2026"),
        (date(2026, 4, 23), "7 days before 30 April 2026"),
        (date(2026, 6, 1), "1 month after 30 April 2026, moved on: 30 May 2026 is a Saturday"),
        (date(2026, 6, 30), "2 months after 30 April 2026"),
        (date(2026, 7, 30), "3 months after 30 April 2026"),
    ]


def test_what_has_passed_is_left_out() -> None:
    steps = sequence(DUE, days_before=[60, 30, 7], months_after=0, after=date(2026, 3, 31))
    assert [step.falls_on for step in steps] == [date(2026, 4, 23)]
    with pytest.raises(RuleViolation, match="No reminder is left"):
        sequence(DUE, days_before=[60], months_after=0, after=DUE)


@given(
    st.dates(date(2020, 1, 1), date(2050, 1, 1)),
    st.lists(st.integers(1, 365), max_size=6, unique=True),
    st.integers(0, 6),
)
def test_reminders_fall_on_working_days_in_order_each_day_once(due_on: date, before: list[int], months: int) -> None:
    if not before and not months:
        return
    steps = sequence(due_on, days_before=before, months_after=months, after=due_on - timedelta(days=500))
    days = [step.falls_on for step in steps]
    assert all(earlier < later for earlier, later in pairwise(days))
    assert [why_not_a_working_day(day) for day in days] == [""] * len(days)


def test_the_days_are_read_as_people_write_them() -> None:
    assert days_from("7, 30;60 30") == [60, 30, 7]
    for wrong in ("soon", "0", "400", "-7", "٣"):
        with pytest.raises(RuleViolation, match="is not a number of days"):
            days_from(wrong)


def test_too_many_reminders_are_refused() -> None:
    with pytest.raises(RuleViolation, match="At most 12 reminders; these are 13"):
        sequence(DUE, days_before=range(1, 11), months_after=3, after=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("falls_on", "on", "may"),
    [
        (date(2026, 3, 31), date(2026, 2, 28), False),
        (date(2026, 3, 31), date(2026, 3, 1), True),
        (date(2026, 3, 31), date(2026, 5, 1), True),
        (date(2027, 1, 8), date(2026, 12, 31), False),
        (date(2027, 1, 8), date(2027, 1, 1), True),
    ],
)
def test_a_reminder_is_drafted_neither_far_ahead_nor_from_the_registers_of_another_year(
    falls_on: date, on: date, may: bool
) -> None:
    if may:
        check_time_to_draft(falls_on, on=on)
    else:
        with pytest.raises(RuleViolation, match="can be drafted from"):
            check_time_to_draft(falls_on, on=on)


# The sequence of a campaign


@pytest.fixture
def chad(app: Flask) -> State:
    return a_state_written_to("Chad")


@pytest.fixture
def peru(app: Flask) -> State:
    return a_state_written_to("Peru", language="ES")


@pytest.fixture
def campaign(chad: State, peru: State) -> Campaign:
    """Tailored letters to Chad and Peru, which have left."""
    found = approved_campaign([chad, peru], title="Reports 2026", as_of=date(2026, 3, 3), dated_on=date(2026, 3, 3))
    mailing = make_mailing("letter", "Reports 2026", "APMBC", BY.at, None, False, BY)
    found.state, found.mailing_id = CampaignState.RELEASED, mailing.id
    all_left(found)
    return found


@pytest.fixture
def template(app: Flask) -> LetterTemplate:
    wanted = [each for each in shipped_templates() if each.content.slug == "report-reminder"]
    load_shipped_templates(wanted, CATALOGUES, by=BY)
    return campaigns.get_template("APMBC", "report-reminder", "note-verbale")


def plan(campaign: Campaign, template: LetterTemplate, *, condition: str = AWAITED) -> list[ReminderStep]:
    steps = sequence(DUE, days_before=[30, 7], months_after=1, after=date(2026, 3, 3))
    with transaction():
        return plan_reminders(campaign, steps, condition=condition, template=template, catalogues=CATALOGUES, by=BY)


def report_of(state: State, on: date) -> None:
    with transaction():
        record_report(
            "APMBC",
            state.iso3,
            kind=ReportKind.ANNUAL,
            year_covered=2025,
            received_on=on,
            on=on,
            sourcing=Sourcing("note verbale", "high"),
            by=BY,
        )


def draft(step: ReminderStep, campaign: Campaign, on: date) -> Campaign:
    with transaction():
        return draft_step(step, campaign, None, brief_of(campaign, on=on), CATALOGUES, on=on, by=BY)


def test_a_sequence_is_planned_with_its_days_and_rules(campaign: Campaign, template: LetterTemplate) -> None:
    steps = plan(campaign, template)
    assert [(step.number, step.falls_on) for step in steps] == [
        (1, date(2026, 3, 31)),
        (2, date(2026, 4, 23)),
        (3, date(2026, 6, 1)),
    ]
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "reminders:planned")).all()
    assert entry.details["days"] == "2026-03-31, 2026-04-23, 2026-06-01"


def test_the_same_days_are_not_planned_twice(campaign: Campaign, template: LetterTemplate) -> None:
    plan(campaign, template)
    assert "reminders on these days already" in refused(lambda: plan(campaign, template), field="days_before")


@pytest.mark.parametrize(("condition", "words"), [("", "still to be reminded"), ("nonsense_here", "no criterion")])
def test_a_sequence_needs_a_condition_that_exists(
    campaign: Campaign, template: LetterTemplate, condition: str, words: str
) -> None:
    with pytest.raises(RuleViolation, match=words):
        plan(campaign, template, condition=condition)


def test_a_reminder_becomes_a_campaign_to_those_who_still_owe_the_report(
    campaign: Campaign, template: LetterTemplate, chad: State, peru: State
) -> None:
    a_state_written_to("Togo")  # got no letter, so gets no reminder
    first = plan(campaign, template)[0]
    report_of(peru, date(2026, 3, 16))
    reminder = draft(first, campaign, date(2026, 3, 21))
    assert (reminder.parent_id, reminder.send_condition, reminder.state) == (campaign.id, AWAITED, CampaignState.DRAFT)
    assert (reminder.as_of, reminder.dated_on) == (date(2026, 3, 21), date(2026, 3, 31))
    assert reminder.title == "Reports 2026, reminder 1 of 31 March 2026"
    letters = db.session.scalars(select(Letter).where(Letter.campaign_id == reminder.id)).all()
    assert [letter.iso3 for letter in letters] == [chad.iso3]
    assert "30 April 2026" in letters[0].values["report_of_year_due_on"]
    why = {
        row.iso3: (row.included, row.reason)
        for row in db.session.scalars(select(AudienceState).where(AudienceState.campaign_id == reminder.id))
    }
    assert why[peru.iso3] == (False, "Report received on 16 March 2026, covering 2025.")
    assert why[chad.iso3][0] is True
    assert len(why) == 2


def test_the_text_changes_once_the_day_has_passed(campaign: Campaign, template: LetterTemplate) -> None:
    *_before, last = plan(campaign, template)
    reminder = draft(last, campaign, date(2026, 5, 22))
    letters = db.session.scalars(select(Letter).where(Letter.campaign_id == reminder.id)).all()
    ids = {each["id"] for letter in letters for each in letter.paragraphs}
    assert "opening-after" in ids
    assert "opening-before" not in ids


def test_a_report_registered_between_scheduling_and_sending_stops_that_state_only(
    campaign: Campaign, template: LetterTemplate, chad: State, peru: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shown by 4 of the issue; the clock of the tests stands on 20 November 2026."""
    reminder = approved_campaign(
        [chad, peru], title="Reminder", parent_id=campaign.id, send_condition=AWAITED, dated_on=date(2026, 11, 20)
    )
    mailing = make_mailing("letter", "Reminder", "APMBC", BY.at, None, False, BY)
    reminder.state, reminder.mailing_id = CampaignState.RELEASED, mailing.id
    messages = {}
    for dispatch in db.session.scalars(select(Dispatch).where(Dispatch.campaign_id == reminder.id)):
        message = put_out(mailing, str(dispatch.id), dispatch.address)
        dispatch.message_id = message.id
        messages[db.session.get(Letter, dispatch.letter_id).iso3] = message
    db.session.flush()
    report_of(peru, date(2026, 11, 19))
    prepared = outbox_kind("letter").prepare(list(messages.values()))
    assert isinstance(prepared[messages[chad.iso3].id], Outgoing)
    stopped = prepared[messages[peru.iso3].id]
    assert isinstance(stopped, NotSent)
    assert "Report received on 19 November 2026, covering 2025." in stopped.reason


def test_nobody_left_to_remind_is_told_and_nothing_drafted(
    campaign: Campaign, template: LetterTemplate, chad: State, peru: State
) -> None:
    first = plan(campaign, template)[0]
    for state in (chad, peru):
        report_of(state, date(2026, 3, 16))
    assert "No State Party" in refused(lambda: draft(first, campaign, date(2026, 3, 21)), field="audience")
    assert first.reminder_id is None


def test_a_step_is_dropped_with_a_reason_and_never_drafted(campaign: Campaign, template: LetterTemplate) -> None:
    first = plan(campaign, template)[0]
    refused(lambda: drop_step(first, campaign, reason=" ", by=BY), field="reason")
    with transaction():
        drop_step(first, campaign, reason="The reporting day was moved.", by=BY)
    assert "The reporting day was moved." in refused(lambda: draft(first, campaign, date(2026, 3, 21)), field="")
    refused(lambda: drop_step(first, campaign, reason="Again", by=BY), field="")


def test_a_drafted_step_is_neither_drafted_again_nor_dropped(campaign: Campaign, template: LetterTemplate) -> None:
    first = plan(campaign, template)[0]
    draft(first, campaign, date(2026, 3, 21))
    refused(lambda: draft(first, campaign, date(2026, 3, 22)), field="")
    assert "cancel its campaign" in refused(lambda: drop_step(first, campaign, reason="No", by=BY), field="")


def test_a_cancelled_campaign_has_nothing_to_remind_of(campaign: Campaign, template: LetterTemplate) -> None:
    steps = plan(campaign, template)
    campaign.state, campaign.cancelled_at = CampaignState.CANCELLED, BY.at
    assert "nothing to remind of" in refused(lambda: draft(steps[0], campaign, date(2026, 3, 21)), field="")
    assert "nothing to remind of" in refused(lambda: plan(campaign, template), field="")


def test_a_reminder_has_no_sequence_of_its_own(campaign: Campaign, template: LetterTemplate) -> None:
    reminder = draft(plan(campaign, template)[0], campaign, date(2026, 3, 21))
    assert "is a reminder itself" in refused(lambda: plan(reminder, template), field="")


# By themselves


def run(day: date) -> None:
    draft_due_reminders(lambda: datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC))


def drafted() -> list[str]:
    found = select(Campaign.title).where(Campaign.parent_id.is_not(None)).order_by(Campaign.id)
    return list(db.session.scalars(found))


def test_a_reminder_is_drafted_ten_days_before_its_day(campaign: Campaign, template: LetterTemplate) -> None:
    plan(campaign, template)
    run(date(2026, 3, 20))
    assert drafted() == []
    run(date(2026, 3, 21))
    assert drafted() == ["Reports 2026, reminder 1 of 31 March 2026"]


def test_the_next_waits_until_the_one_before_is_approved_or_cancelled(
    campaign: Campaign, template: LetterTemplate
) -> None:
    plan(campaign, template)
    run(date(2026, 3, 21))
    run(date(2026, 4, 15))
    assert len(drafted()) == 1
    [first] = db.session.scalars(select(Campaign).where(Campaign.parent_id.is_not(None))).all()
    first.state, first.cancelled_at = CampaignState.CANCELLED, BY.at
    db.session.flush()
    run(date(2026, 4, 15))
    assert drafted()[1:] == ["Reports 2026, reminder 2 of 23 April 2026"]


def test_after_a_long_stop_only_the_last_that_has_passed_is_drafted(
    campaign: Campaign, template: LetterTemplate
) -> None:
    plan(campaign, template)
    run(date(2026, 4, 24))
    assert drafted() == ["Reports 2026, reminder 1 of 23 April 2026"]
    first = db.session.scalars(select(ReminderStep).order_by(ReminderStep.number)).first()
    assert first.dropped_reason == "Its day passed undrafted; the reminder of 23 April 2026 takes its place."


def test_when_the_draft_fails_nothing_is_dropped_either(campaign: Campaign, template: LetterTemplate) -> None:
    """The reminder that would take the place of an earlier one cannot be written: both are as they were."""
    plan(campaign, template)
    content = deepcopy(template.versions[0].content)
    for code, text in content["paragraphs"][0]["texts"].items():
        content["paragraphs"][0]["texts"][code] = f"{text} {{{{retained_quantity}}}}"
    with transaction():
        added(TemplateVersion(template_id=template.id, number=99, content=content, made_at=BY.at, made_by=BY.name))
    run(date(2026, 4, 24))
    run(date(2026, 4, 25))
    assert drafted() == []
    assert acts().count("reminder:not-drafted") == 1
    db.session.expire_all()
    assert [step.dropped_reason for step in db.session.scalars(select(ReminderStep))] == ["", "", ""]
    assert "reminder:dropped" not in acts()


def test_a_condition_that_is_asked_no_more_is_told_and_drops_nothing(
    app: Flask, campaign: Campaign, template: LetterTemplate
) -> None:
    first = plan(campaign, template)[0]
    first.condition = f"{AWAITED} and asked_no_more"
    db.session.flush()
    run(date(2026, 3, 25))
    assert first.dropped_reason == ""
    with on_day(app, date(2026, 3, 25)):
        client = signed_in(app)
        [row, *_others] = rows(read(client, f"/apmbc/letters/{campaign.id}/reminders"))
        assert row["Not drafted because"] == "There is no criterion “asked_no_more”."
        assert "1 reminder could not be drafted · Reports 2026" in words(read(client, "/apmbc/"))


def test_who_never_got_the_letter_is_not_reminded_of_it(
    campaign: Campaign, template: LetterTemplate, chad: State, peru: State
) -> None:
    first = plan(campaign, template)[0]
    with transaction():
        note_bounce(message_to("Peru"), BY.at, "5.1.1 no such user")
    reminder = draft(first, campaign, date(2026, 3, 21))
    assert [letter.iso3 for letter in Letter.query.filter_by(campaign_id=reminder.id)] == [chad.iso3]


def test_where_no_letter_has_reached_anybody_the_reminder_waits(campaign: Campaign, template: LetterTemplate) -> None:
    first = plan(campaign, template)[0]
    for state in ("Chad", "Peru"):
        message = message_to(state)
        message.state, message.accepted_at, message.reason = MessageState.REFUSED, None, "No such user"
        db.session.flush()
    run(date(2026, 3, 25))
    assert (drafted(), first.dropped_reason) == ([], "")


def test_of_a_campaign_that_was_stopped_nobody_is_reminded(campaign: Campaign, template: LetterTemplate) -> None:
    steps = plan(campaign, template)
    with transaction():
        stop(campaign, reason="Wrong year", by=BY)
    assert [step.dropped_reason for step in steps] == ["The sending was stopped: Wrong year"] * 3
    run(date(2026, 3, 25))
    assert drafted() == []
    assert "nothing to remind of" in refused(lambda: plan(campaign, template), field="")


def test_where_nobody_is_left_the_step_is_dropped_and_says_so(
    campaign: Campaign, template: LetterTemplate, chad: State, peru: State
) -> None:
    plan(campaign, template)
    for state in (chad, peru):
        report_of(state, date(2026, 3, 16))
    run(date(2026, 3, 21))
    assert drafted() == []
    first = db.session.scalars(select(ReminderStep).order_by(ReminderStep.number)).first()
    assert first.dropped_reason == "Nobody was left to be reminded on 21 March 2026."


def test_a_campaign_that_has_not_left_reminds_nobody(campaign: Campaign, template: LetterTemplate) -> None:
    plan(campaign, template)
    campaign.state, campaign.mailing_id = CampaignState.APPROVED, None
    db.session.flush()
    run(date(2026, 3, 31))
    assert drafted() == []


def test_a_draft_that_the_reporting_day_stands_against_waits(campaign: Campaign, template: LetterTemplate) -> None:
    """Registers of a day before the reporting day do not fit a letter dated after it."""
    steps = sequence(date(2026, 5, 8), days_before=[2], months_after=0, after=date(2026, 3, 3))
    with transaction():
        plan_reminders(campaign, steps, condition=AWAITED, template=template, catalogues=CATALOGUES, by=BY)
    run(date(2026, 4, 27))
    assert drafted() == []
    run(date(2026, 5, 1))
    assert drafted() == ["Reports 2026, reminder 1 of 6 May 2026"]
