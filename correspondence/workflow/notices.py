"""Notices about drafts: to the members of a committee before which one lies, and to whoever is to approve it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app

from committees.queries.offices import Offices
from core.accounts.queries import get_account
from core.audit.workflow import Actor
from core.clock import at_the_office, day_of
from core.outbox.notices import NOTICE, put_out_notice
from core.outbox.workflow.mailings import make_mailing
from core.wording import day_in_words
from correspondence.models.approval import Circulation, Remark, RemarkKind
from correspondence.models.campaigns import Campaign, Signatory
from correspondence.queries.circulations import body_before
from correspondence.queries.people import Person, heads_with_address, hearing, members_with_address, whoever_said
from correspondence.queries.sight import admitted_to
from correspondence.queries.signing import body_signing

OF_USE = timedelta(days=14)  # after that an invitation to approve is no news any more. Office practice


def tell_members(campaign: Campaign, circulation: Circulation, *, by: Actor) -> int:
    """The members of the body are told by mail, until the time is over; how many persons."""
    offices = Offices(campaign.convention)
    body = body_before(offices, campaign, on=day_of(by.at))
    closes = _in_words(circulation.closes_at)
    text = (
        f"The draft “{campaign.title}” lies before the {offices.bodies[body].name_en}.\n\n"
        f"You can read every letter, and comment or object, until {closes}. Silence is consent.\n\n"
        f"{_address(campaign)}\n"
    )
    note = f"\nFrom the office:\n\n{circulation.note}\n" if circulation.note else ""
    day = day_of(by.at)
    people = members_with_address(offices, body, on=day, admitted=admitted_to(campaign, on=day))
    return _put_out(
        campaign,
        f"Before the committee until {closes}: {campaign.title}",
        text + note,
        people,
        f"circulation-{circulation.id}",
        until=circulation.closes_at,
        by=by,
    )


def tell_of_settlement(campaign: Campaign, said: Remark, *, by: Actor) -> int:
    """The State that objected learns by mail what came of it; nobody where whoever objected settled it themselves."""
    if said.kind is not RemarkKind.OBJECTION or said.made_by_id in (None, by.id):
        return 0
    offices = Offices(campaign.convention)
    body = body_before(offices, campaign, on=day_of(by.at))
    text = (
        f"Your objection to the draft “{campaign.title}”:\n\n{said.text}\n\n"
        f"was settled by {by.name}:\n\n{said.settlement}\n\n"
        f"If it still stands for you, object again while the draft lies before the committee.\n\n{_address(campaign)}\n"
    )
    day = day_of(by.at)
    of_them = whoever_said(offices, body, get_account(said.made_by_id), on=day)
    people = hearing(of_them, offices, body, admitted_to(campaign, on=day), on=day)
    subject = f"Your objection was settled: {campaign.title}"
    return _put_out(campaign, subject, text, people, f"settled-{said.id}", until=by.at + OF_USE, by=by)


def tell_of_end(campaign: Campaign, reason: str, *, by: Actor) -> int:
    """The members before whom the draft lay learn by mail that it goes no further, and why."""
    offices = Offices(campaign.convention)
    body = body_before(offices, campaign, on=day_of(by.at))
    if not body:
        return 0
    text = (
        f"“{campaign.title}”, which was circulated to the {offices.bodies[body].name_en}, was cancelled by {by.name}:"
        f"\n\n{reason}\n\nNothing of it is sent. You need not do anything.\n\n{_address(campaign)}\n"
    )
    day = day_of(by.at)
    people = members_with_address(offices, body, on=day, admitted=admitted_to(campaign, on=day))
    subject = f"Cancelled: {campaign.title}"
    return _put_out(campaign, subject, text, people, f"cancelled-{campaign.id}", until=by.at + OF_USE, by=by)


def tell_approvers(campaign: Campaign, *, by: Actor) -> int:
    """Silence has held: whoever may approve the letters is invited to; how many persons."""
    if campaign.signatory is Signatory.UNIT:
        return 0
    offices = Offices(campaign.convention)
    body = body_signing(offices, campaign.signatory, campaign.body)
    text = (
        f"“{campaign.title}” was accepted in silence and waits for your approval.\n\n"
        "You see every letter with its reference before you approve; nothing is sent by it.\n\n"
        f"{_address(campaign)}/approve\n"
    )
    day = day_of(by.at)
    heads = heads_with_address(offices, [body], on=day)[body]
    people = hearing(heads, offices, body, admitted_to(campaign, on=day), on=day)
    subject = f"For your approval: {campaign.title}"
    key = f"approval-{campaign.id}-{by.at:%Y%m%d%H%M}"
    return _put_out(campaign, subject, text, people, key, until=by.at + OF_USE, by=by)


def _put_out(
    campaign: Campaign, subject: str, text: str, people: Sequence[Person], key: str, *, until: datetime, by: Actor
) -> int:
    if not people:
        return 0
    mailing = make_mailing(NOTICE.name, subject[:200], campaign.convention, by.at, until, False, by)
    for person in people:
        put_out_notice(mailing, key, person.address, person.name, subject=subject, text=text)
    return len(people)


def _in_words(instant: datetime) -> str:
    there = at_the_office(instant)
    return f"{day_in_words(there.date(), 'EN')}, {there:%H:%M %Z}"


def _address(campaign: Campaign) -> str:
    house = current_app.config["CHANCERY"].base_url
    return f"{house}/{campaign.convention.lower()}/letters/{campaign.id}"
