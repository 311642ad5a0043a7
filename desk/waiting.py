"""What of the letters waits for the person signed in: each with the way to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from committees.queries.offices import Offices
from core.look.words import instant
from core.permissions import Grant, Right, grants_by_office, may
from core.web import link
from correspondence.queries.approvers import approves_for, drafts_for
from correspondence.queries.circulations import body_before
from correspondence.queries.incoming import replies_to_settle
from correspondence.queries.reminders import NotReminded, campaigns_not_reminded
from correspondence.queries.under_way import UnderWay
from correspondence.rules.circulation import Stage
from correspondence.rules.standing import Standing


@dataclass(frozen=True)
class ForYou:
    """act: what to do; where it is counted, href opens the list. about: of which campaign. late: it blocks."""

    act: str
    about: str
    href: str
    late: bool = False


def letters_for_you(convention: str, campaigns: Sequence[UnderWay], offices: Offices, *, on: date) -> list[ForYou]:
    """Acts of the person, those that block something first."""
    found = [
        each for one in campaigns for each in (*_before(one, offices, on), *_to_approve(one, on), *_afterwards(one))
    ]
    if may(Right.DRAFT_LETTERS, convention=convention):
        found += [_not_reminded(each) for each in campaigns_not_reminded(convention, on=on)]
    if may(Right.SEND_LETTERS, convention=convention) and (replies := replies_to_settle(convention)):
        words = ngettext("%(num)s mail to settle", "%(num)s mails to settle", replies)
        found.append(ForYou(words, "", link("correspondence.replies", convention=convention, open=_("yes"))))
    return sorted(found, key=lambda each: not each.late)


def _before(one: UnderWay, offices: Offices, on: date) -> Iterator[ForYou]:
    """While a draft lies before its body: the office answers, members speak."""
    campaign, before = one.campaign, one.before
    if before is None or before.stage not in (Stage.OPEN, Stage.OBJECTED):
        return
    said = f"{_page('campaign', one)}#circulation"
    if drafts_for(_grants(), campaign.signatory, campaign.body, convention=campaign.convention, on=on):
        if before.objections:
            words = ngettext("%(num)s objection to settle", "%(num)s objections to settle", before.objections)
            yield ForYou(words, campaign.title, said, late=True)
        if before.comments:
            words = ngettext("%(num)s comment to answer", "%(num)s comments to answer", before.comments)
            yield ForYou(words, campaign.title, said)
    elif may(
        Right.COMMENT_COMMITTEE_WORK,
        convention=campaign.convention,
        body=body_before(offices, campaign, on=on),
    ):
        words = _("Comment until %(instant)s", instant=instant(before.closes_at))
        yield ForYou(words, campaign.title, _page("campaign", one))


def _to_approve(one: UnderWay, on: date) -> Iterator[ForYou]:
    """For whoever signs; not for the author, who does not approve their own."""
    if one.campaign.drafted_by_id == current_user.id or not approves_for(_grants(), one.campaign, on=on):
        return
    if one.waits_for_approval:
        yield ForYou(_("Approve"), one.campaign.title, _page("approve_campaign", one))
    if one.anew:
        words = ngettext("Approve %(num)s letter written anew", "Approve %(num)s letters written anew", one.anew)
        yield ForYou(words, one.campaign.title, _page("approve_campaign", one))


def _afterwards(one: UnderWay) -> Iterator[ForYou]:
    """For whoever sends, what the page of the campaign calls its next act, and what else waits beside it."""
    if not may(Right.SEND_LETTERS, convention=one.campaign.convention):
        return
    standing, unknown, bounced, failed, to_post, _unsettled = one.outlook
    title, campaign = one.campaign.title, _page("campaign", one)
    for waiting, words, href, late in (
        (
            unknown,
            ngettext("%(num)s unknown outcome to settle", "%(num)s unknown outcomes to settle", unknown),
            _page("sheet", one, outcome="unknown"),
            True,
        ),
        (
            failed,
            ngettext("%(num)s letter did not leave", "%(num)s letters did not leave", failed),
            _page("sheet", one, outcome="failed"),
            True,
        ),
        (
            bounced,
            ngettext("%(num)s bounced letter to settle", "%(num)s bounced letters to settle", bounced),
            _page("sheet", one, came=_("bounced")),
            True,
        ),
        (
            one.void,
            ngettext("%(num)s void letter to see to", "%(num)s void letters to see to", one.void),
            f"{campaign}#void",
            True,
        ),
        (standing is Standing.PAUSED, _("Resume or stop"), campaign, True),
        (one.waits_for_circulation, _("Circulate the draft"), campaign, False),
        (
            standing is Standing.APPROVED and one.ready,
            ngettext("Schedule %(num)s letter", "Schedule %(num)s letters", one.ready),
            _page("schedule_campaign", one),
            False,
        ),
        (
            one.newly_approved,
            ngettext(
                "%(num)s letter approved later to send", "%(num)s letters approved later to send", one.newly_approved
            ),
            campaign,
            False,
        ),
        (
            standing is not Standing.SCHEDULED and to_post,
            ngettext("%(num)s letter to post", "%(num)s letters to post", to_post),
            _page("post", one),
            False,
        ),
    ):
        if waiting:
            yield ForYou(words, title, href, late)


def _not_reminded(one: NotReminded) -> ForYou:
    words = ngettext("%(num)s reminder could not be drafted", "%(num)s reminders could not be drafted", one.reminders)
    page = link("correspondence.reminders", convention=one.campaign.convention, campaign_id=one.campaign.id)
    return ForYou(words, one.campaign.title, page, late=True)


def _grants() -> list[Grant]:
    return [*current_user.grants, *grants_by_office()]


def _page(name: str, one: UnderWay, **further: str) -> str:
    campaign = one.campaign
    return link(f"correspondence.{name}", convention=campaign.convention, campaign_id=campaign.id, **further)
