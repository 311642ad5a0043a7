"""The election at a meeting: a slate becomes terms and chairs, as a whole or not at all."""

from datetime import date

from committees.models.rotation import SlateState
from committees.queries.offices import Offices
from committees.queries.rotation import meeting_then
from committees.queries.slates import SlateOnRecord
from committees.rules.findings import breaches, findings
from committees.rules.slates import MeetingThen
from committees.workflow.chairs import choose_chair
from committees.workflow.slates import check_open, decide_slate, hold_slate, other_open_slates, ref_to_slate
from committees.workflow.subjects import check_decided_so, hold_body
from committees.workflow.terms import elect_state
from core.audit.workflow import Actor, record
from core.clock import day_of
from core.db import db
from core.errors import RuleViolation, Shortcomings
from core.wording import day_in_words, list_in_words
from states_parties.facts import Sourcing


def record_election(
    convention: str,
    meeting: str,
    slate_id: int,
    *,
    elected_on: date,
    decided_so: str = "",
    sourcing: Sourcing,
    by: Actor,
) -> int:
    """Terms begin with the close of the meeting for everybody on the slate, chairs for the year after; how many terms.

    The other slates of the meeting are not taken. decided_so: why the meeting elected against a rule of the office.
    Shortcomings tell every breach; those of office rules only where `decided_so` is empty. RuleViolation before the
    meeting opens.
    """
    found = hold_slate(convention, meeting, slate_id)
    check_open(found.slate)
    for slug in sorted({row.body for row in (*found.nominations, *found.chairs)}):
        hold_body(convention, slug)
    offices = Offices(convention)
    plan = meeting_then(offices, meeting, on=elected_on)
    newest_before = offices.newest_term
    _check_day(plan, elected_on, day_of(by.at))
    _check_slate(plan, found, decided_so)
    for row in found.nominations:
        elect_state(
            convention, row.body, seat=row.seat, iso3=row.iso3, meeting=plan.meeting.short, sourcing=sourcing, by=by
        )
    for row in found.chairs:
        assert plan.following is not None
        choose_chair(
            convention,
            row.body,
            iso3=row.iso3,
            until_at=plan.following.short,
            decided_so=decided_so,
            sourcing=sourcing,
            by=by,
        )
    others = other_open_slates(found.slate)
    for other in others:
        decide_slate(other, SlateState.NOT_TAKEN, after_term=newest_before)
    decide_slate(found.slate, SlateState.ELECTED, after_term=newest_before, elected_on=elected_on)
    db.session.flush()
    record(
        "slate:elected",
        ref_to_slate(found.slate),
        found.slate.title,
        by=by,
        meeting=plan.meeting.short,
        terms=len(found.nominations),
        chairs=len(found.chairs),
        not_taken=list_in_words([f"“{other.title}”" for other in others], "EN") or None,
        decided_so=decided_so or None,
    )
    return len(found.nominations)


def _check_day(plan: MeetingThen, elected_on: date, today: date) -> None:
    meeting = plan.meeting
    if elected_on > today:
        raise RuleViolation(f"{day_in_words(elected_on, 'EN')} has not come yet.", field="elected_on")
    if meeting.opens_on and elected_on < meeting.opens_on:
        raise RuleViolation(
            f"The {meeting.short} opens on {day_in_words(meeting.opens_on, 'EN')}: what it elects is recorded then.",
            field="elected_on",
        )
    if meeting.closes_on and elected_on > meeting.closes_on:
        raise RuleViolation(
            f"The {meeting.short} closed on {day_in_words(meeting.closes_on, 'EN')}: it elected on one of its days.",
            field="elected_on",
        )


def _check_slate(plan: MeetingThen, found: SlateOnRecord, decided_so: str) -> None:
    """Nothing is recorded while something speaks against it that the meeting did not decide."""
    if not found.nominations:
        raise RuleViolation(f"The proposal “{found.slate.title}” names nobody yet.")
    check_decided_so(decided_so)
    told = findings(plan, found.proposal)
    hard, soft = breaches(told, hard=True), breaches(told, hard=False)
    sentences = [each.sentence for each in hard]
    if plan.following is None and found.chairs:
        sentences.append(
            f"The calendar shows no formal meeting after the {plan.meeting.short}: the year of the chairs cannot be "
            "bounded yet. Take the chairs from the proposal, or bring the calendar up to date."
        )
    if not decided_so.strip():
        sentences += [each.sentence for each in soft]
    if sentences:
        raise Shortcomings(sentences, what="The election was not recorded")
