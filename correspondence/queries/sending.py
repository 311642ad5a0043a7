"""A campaign on its way: what would leave, how far it is, what a person has to see to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select

from conventions.registry import get_convention
from core.db import db
from core.outbox.models import Mailing, MessageState, OutboxMessage
from core.outbox.queries import Progress, counts_by_state, progress
from core.periods import A_DAY
from core.wording import list_in_words
from correspondence.models.campaigns import Campaign, CampaignState, Channel, Dispatch, Letter, LetterState
from correspondence.queries.approved import is_live, live_dispatches, open_ends
from correspondence.queries.second_letters import pending_from
from correspondence.rules.bodies import TemplateContent, placeholders
from correspondence.rules.plans import USUAL_DAY_TIME, Plan, usual_last_day, warnings_about
from correspondence.rules.standing import MailingFacts, Standing, where_it_stands
from correspondence.rules.working_days import working_day_from
from states_parties.models import State

BEFORE_APPROVAL = (CampaignState.DRAFT, CampaignState.CIRCULATED)


@dataclass(frozen=True)
class WhatLeaves:
    """letters: one per State. by_mail, by_post: of them; copies: further addresses that get the same letter."""

    letters: int
    by_mail: int
    by_post: int
    copies: int


@dataclass(frozen=True)
class OnItsWay:
    """to_post: letters for the post that nobody has said were posted. bounced: letters that came back.

    failed: letters that did not leave and will not. unknown: those of which nobody knows. last_day_over: nothing more
    leaves by mail as it stands.
    """

    standing: Standing
    mailing: Mailing | None = None
    progress: Progress | None = None
    to_post: int = 0
    bounced: int = 0
    failed: int = 0
    unknown: int = 0
    last_day_over: bool = False


@dataclass(frozen=True)
class ToSeeTo:
    """newly_approved: letters whose approval came after the release. void: letters somebody has to see to.

    doubtful: letters in a printed batch that would be written otherwise today; nobody knows whether they are posted.
    """

    newly_approved: int
    void: Sequence[Row[Letter, str, str]]
    doubtful: Sequence[Row[Dispatch, str, str]]


def what_leaves(campaign: Campaign) -> WhatLeaves:
    """The approved letters that nothing carries yet."""
    return _counted([row for row in live_dispatches(campaign.id) if _is_free(row.Dispatch)])


def what_moves(campaign: Campaign) -> WhatLeaves:
    """The approved letters of a released campaign that have not begun to leave and are in no batch for the post."""
    waiting = select(OutboxMessage.id).where(
        OutboxMessage.mailing_id == campaign.mailing_id,
        OutboxMessage.state.in_((MessageState.DUE, MessageState.CLAIMED)),
    )
    messages = set(db.session.scalars(waiting))
    return _counted(
        [
            row
            for row in live_dispatches(campaign.id)
            if row.Dispatch.message_id in messages or (_is_free(row.Dispatch) and row.Dispatch.batch is None)
        ]
    )


def newly_approved(campaign: Campaign) -> int:
    """Of a released campaign: letters by e-mail that were approved afterwards and are not put out."""
    if campaign.state is not CampaignState.RELEASED:
        return 0
    statement = select(func.count(Dispatch.letter_id.distinct())).where(
        is_live(), Dispatch.campaign_id == campaign.id, Dispatch.channel == Channel.EMAIL, Dispatch.message_id.is_(None)
    )
    return db.session.scalar(statement) or 0


def on_its_way(campaign: Campaign, *, at: datetime) -> OnItsWay:
    """Where the campaign stands at that instant, and how far it is; before it is released nothing is under way."""
    mailing = db.session.get(Mailing, campaign.mailing_id) if campaign.mailing_id else None
    if mailing is None:
        return OnItsWay(where_it_stands(campaign.state.value, None, {}, to_post=0, at=at))
    counts = {state.value: count for state, count in counts_by_state([mailing.id])[mailing.id].items()}
    ends = open_ends([campaign.id])[campaign.id]
    facts = MailingFacts(mailing.state.value, mailing.not_before)
    return OnItsWay(
        standing=where_it_stands(campaign.state.value, facts, counts, **ends._asdict(), at=at),
        mailing=mailing,
        progress=progress(mailing),
        to_post=ends.to_post,
        bounced=ends.bounced,
        failed=ends.failed,
        unknown=counts.get("unknown", 0),
        last_day_over=mailing.not_after is not None and mailing.not_after <= at,
    )


def to_see_to(campaign: Campaign) -> ToSeeTo:
    """What of an approved campaign waits for somebody, besides what its messages tell."""
    if campaign.state in BEFORE_APPROVAL:
        return ToSeeTo(0, (), ())
    return ToSeeTo(newly_approved(campaign), void_letters(campaign), doubtful_letters(campaign))


def void_letters(campaign: Campaign) -> Sequence[Row[Letter, str, str]]:
    """The void letters of a campaign with the State's name and slug, in the order of names."""
    return db.session.execute(
        select(Letter, State.list_en, State.slug)
        .join(State, State.iso3 == Letter.iso3)
        .where(Letter.campaign_id == campaign.id, Letter.state == LetterState.VOID)
        .order_by(State.list_en)
    ).all()


def doubtful_letters(campaign: Campaign) -> Sequence[Row[Dispatch, str, str]]:
    """Printed letters that would be written otherwise today, with the State's name and slug."""
    return db.session.execute(
        select(Dispatch, State.list_en, State.slug)
        .join(Letter, Letter.id == Dispatch.letter_id)
        .join(State, State.iso3 == Letter.iso3)
        .where(Dispatch.campaign_id == campaign.id, Dispatch.doubt != "", Dispatch.posted_on.is_(None), is_live())
        .order_by(State.list_en)
    ).all()


def _is_free(dispatch: Dispatch) -> bool:
    return dispatch.message_id is None and dispatch.posted_on is None


def _counted(rows: Sequence[Any]) -> WhatLeaves:
    to = [row for row in rows if row.Dispatch.role == "to"]
    return WhatLeaves(
        letters=len({row.Letter.id for row in rows}),
        by_mail=sum(row.Dispatch.channel is Channel.EMAIL for row in to),
        by_post=sum(row.Dispatch.channel is Channel.POST for row in to),
        copies=len(rows) - len(to),
    )


def speaks_of_reports(campaign: Campaign) -> bool:
    """Whether its letters name the reporting day, so that it bounds them. campaign: with its template version."""
    content = TemplateContent.from_json(campaign.template_version.content)
    return any(
        "report_due_on" in placeholders(text) for paragraph in content.paragraphs for text in paragraph.texts.values()
    )


def usual_plan(campaign: Campaign, *, on: date, zone: str) -> Plan:
    """The next working day, not before the date on the letters, at an hour at which offices read."""
    send_on = working_day_from(max(on + A_DAY, campaign.dated_on))
    return Plan(send_on, USUAL_DAY_TIME, usual_last_day_of(campaign, send_on), zone)


def usual_last_day_of(campaign: Campaign, send_on: date) -> date:
    """The last day on which its letters still make sense, where nobody says another."""
    convention = get_convention(campaign.convention)
    return usual_last_day(convention, send_on, about_reports=speaks_of_reports(campaign))


def what_speaks_against(campaign: Campaign, plan: Plan) -> list[str]:
    """What a person should know before the letters leave at that time, each as a sentence."""
    convention, reports = get_convention(campaign.convention), speaks_of_reports(campaign)
    found = list(warnings_about(plan, convention=convention, dated_on=campaign.dated_on, about_reports=reports))
    if waiting := [state for state, _reply in pending_from(campaign)]:
        names = list_in_words(waiting, "EN")
        found.append(f"A reply is pending from {names}: no second letter before it is dealt with.")
    return found
