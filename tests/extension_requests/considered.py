"""A request before its meeting, with the group that analysed it and its people, for tests of what comes of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from application import CATALOGUES
from committees.models.access import Recusal
from committees.models.work import BodyFile
from core.accounts.models import User
from core.audit.workflow import Actor
from core.db import db
from core.outbox.models import Mailing, MailingState, MessageState, OutboxMessage
from correspondence.models.campaigns import Campaign, CampaignState, Channel, Dispatch
from correspondence.queries.campaigns import get_campaign
from correspondence.shipped import shipped_templates, templates_of_all
from correspondence.workflow.templates import load_shipped_templates
from extension_requests.letters import TEMPLATES
from extension_requests.models.dossiers import Dossier
from extension_requests.rules.machine import RequestState
from states_parties.models import State
from tests.committees.offices import represented_by
from tests.factories.contacts import make_mission
from tests.factories.letters import approve_drafts
from tests.factories.offices import make_body, make_composition, make_meeting, make_term
from tests.factories.states import added, make_obligation, make_party, make_state

# The meeting closes on the day on which the clock of the tests stands, 20 November 2026.
OPENS, CLOSES = date(2026, 11, 16), date(2026, 11, 20)
DEADLINE, ASKED = date(2027, 3, 1), date(2032, 3, 1)
BY = Actor("Ada Officer", datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
MEETINGS = {"APMBC": ("22MSP", "23MSP", "24MSP"), "CCM": ("13MSP", "14MSP", "15MSP")}
GROUPS = {"5": "article-5-implementation", "3": "analysis-group-article-3", "4": "analysis-group-article-4"}


@dataclass(frozen=True)
class Case:
    """asks: the State. recused: account of a member of the group that is kept from the file. member: of another."""

    dossier: Dossier
    asks: State
    member: User
    recused: User


def make_case(state: RequestState = RequestState.PRESENTED, **columns: Any) -> Case:
    """A first request under APMBC Article 5, from 1 March 2027 until 1 March 2032, before the meeting of that day."""
    convention, article = columns.get("convention", "APMBC"), columns.get("article", "5")
    before, short, after = MEETINGS[convention]
    make_meeting(before, date(2025, 12, 5), convention, starts_on=date(2025, 12, 1))
    make_meeting(short, CLOSES, convention, starts_on=OPENS)
    make_meeting(after, date(2027, 11, 26), convention, starts_on=date(2027, 11, 22))
    body = make_body(GROUPS[article], convention)
    make_composition(body)
    members = {name: make_state(name) for name in ("Peru", "Chile")}
    for seat, member in enumerate(members.values(), 1):
        make_party(member, convention)
        make_term(body, seat, member.iso3, before)
    asks = make_state("Chad")
    make_party(asks, convention, in_force_on=date(2012, 3, 1))
    write_to(asks)
    make_obligation(asks, article, convention, initial_deadline=DEADLINE)
    file = added(
        BodyFile(convention=convention, body=body.slug, title="Chad", iso3=asks.iso3, opened_on=date(2026, 1, 1))
    )
    recusal = {"reason": "neighbour", "starts_on": date(2026, 1, 1), "ends_before": None}
    added(Recusal(file_id=file.id, iso3=members["Chile"].iso3, **recusal))
    dossier = added(
        Dossier(
            **{
                "convention": convention,
                "article": article,
                "iso3": asks.iso3,
                "number": 1,
                "state": state,
                "state_since": OPENS,
                "deadline": DEADLINE,
                "meeting": short,
                "opened_on": date(2024, 9, 1),
                "received_on": date(2026, 3, 20),
                "version": 1,
                "asked_until": ASKED,
                "asked_months": 60,
                "body": body.slug,
                "file_id": file.id,
                "created_at": BY.at,
                "created_by": BY.name,
                **columns,
            }
        )
    )
    return Case(dossier, asks, represented_by(body, members["Peru"]), represented_by(body, members["Chile"]))


def write_to(state: State) -> None:
    """The State has a mission in Geneva with an address, confirmed of late."""
    days = {"starts_on": date(2015, 1, 1), "confirmed_on": date(2026, 10, 1)}
    make_mission(state.iso3, language="EN", email=f"mission@{state.slug}.example", address_lines="Geneva", **days)


def letter_templates() -> None:
    """The letters about requests are there, as shipped."""
    shipped = [*templates_of_all(TEMPLATES), *(each for each in shipped_templates() if "heads-up" in each.content.slug)]
    load_shipped_templates(shipped, CATALOGUES, by=BY)


def address_of(case: Case, rest: str = "") -> str:
    dossier = case.dossier
    return f"/{dossier.convention.lower()}/requests/{dossier.article}/chad/{dossier.number}{rest}"


def send_off(campaign: Campaign) -> None:
    """Its letters are approved, and the mail server has accepted them."""
    found = get_campaign(campaign.convention, campaign.id)
    approve_drafts(found)
    usual = {"kind": "letter", "convention": found.convention, "title": "Letters", "made_by": "Test"}
    days = dict.fromkeys(("not_before", "made_at", "released_at"), BY.at)
    mailing = added(Mailing(**usual, **days, state=MailingState.OPEN, released_by="Test"))
    found.mailing_id, found.state = mailing.id, CampaignState.RELEASED
    for dispatch in Dispatch.query.filter_by(campaign_id=found.id).all():
        if dispatch.channel is Channel.POST:
            dispatch.posted_on, dispatch.posted_by = CLOSES, "Test"
            continue
        days = dict.fromkeys(("accepted_at", "began_at", "due_at"), BY.at)
        message = added(
            OutboxMessage(
                mailing_id=mailing.id,
                kind="letter",
                subject_id=str(dispatch.id),
                address=dispatch.address,
                message_id=f"<{dispatch.id}@chancery.example>",
                state=MessageState.ACCEPTED,
                **days,
            )
        )
        dispatch.message_id = message.id
    db.session.flush()
