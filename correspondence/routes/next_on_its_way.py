"""The next act of a campaign from its approval on, in words, and the way to it for whoever may do it."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from core.look.words import day
from core.permissions import Right, may
from core.web import link
from correspondence.models.campaigns import Campaign, CampaignState
from correspondence.routes.before import Before
from correspondence.routes.counter import drafts_letters_of
from correspondence.routes.next_act import NextAct, Way, approving, officer, page_of
from correspondence.rules.next_step import CLOSED, Step, Waits, step_from_approval
from correspondence.rules.standing import Standing


def next_from_approval(campaign: Campaign, before: Before, standing: Standing, waits: Waits) -> NextAct:
    step = step_from_approval(standing, waits)
    if step is Step.APPROVE_ANEW:
        return _approve_anew(campaign, before, waits)
    what, why = _said(campaign, waits)[step]
    return NextAct(
        step,
        f"{what}; {_by_post(waits)}" if step in _WHILE_IT_LEAVES and waits.to_post else what,
        {Step.WAIT: _("by themselves"), Step.NOTHING: ""}.get(step, officer()),
        why,
        _("not after %(day)s", day=day(campaign.not_after)) if step is Step.RESUME and campaign.not_after else "",
        main=_main(campaign, step),
        also=_also(campaign, step, waits if standing not in CLOSED else _of_what_is_closed(waits)),
    )


_WHILE_IT_LEAVES = (Step.SCHEDULE, Step.WAIT, Step.WATCH, Step.RESUME)


def _approve_anew(campaign: Campaign, before: Before, waits: Waits) -> NextAct:
    what = ngettext(
        "Approve the letter that was written anew", "Approve the %(num)s letters that were written anew", waits.anew
    )
    others = campaign.state is CampaignState.APPROVED and waits.ready and _sends(campaign)
    schedule = Way(_("Schedule the others…"), page_of("schedule_campaign", campaign)) if others else None
    besides = _also(campaign, Step.APPROVE_ANEW, waits)
    return approving(campaign, before, Step.APPROVE_ANEW, what, also=(schedule, *besides))


def _said(campaign: Campaign, waits: Waits) -> Mapping[Step, tuple[str, str]]:
    """What each step is called, and why it is so."""
    return {
        Step.SCHEDULE: (
            _("Schedule the letters for a working day"),
            _(
                "The letters leave as they were approved, byte for byte. What would be written otherwise by then does"
                " not leave."
            ),
        ),
        Step.WAIT: (
            _when_they_leave(campaign),
            _(
                "Where the machine is down at that time they leave later, until the end of the last day, and none after"
                " it."
            ),
        ),
        Step.WATCH: (
            _("Watch the letters go"),
            _(
                "Paused or stopped, nothing more is handed over; a letter that is being handed over at this moment goes"
                " to its end."
            ),
        ),
        Step.RESUME: (
            _("Find out why, then resume or stop"),
            _("What is not sent by the end of the last day expires."),
        ),
        Step.SETTLE_UNKNOWN: (
            _("Settle what became of letters that may have left"),
            _(
                "Where nobody knows whether a letter left it is not sent again by itself: a bounce or a reply tells, or"
                " a named person decides."
            ),
        ),
        Step.SEE_TO_VOID: (
            ngettext("See to %(num)s void letter", "See to %(num)s void letters", waits.void),
            _("What a void letter says is not so any more: it is written anew, or withdrawn."),
        ),
        Step.SEE_TO_FAILED: (
            ngettext(
                "%(num)s letter did not leave: write it anew, or withdraw it",
                "%(num)s letters did not leave: write them anew, or withdraw them",
                waits.failed,
            ),
            _("A letter that was refused, or was not sent by the last day, leaves no more by itself."),
        ),
        Step.MOVE: (
            ngettext(
                "Move the campaign to another time: %(num)s approved letter waits, and the last day has passed",
                "Move the campaign to another time: %(num)s approved letters wait, and the last day has passed",
                waits.newly_approved,
            ),
            _("Nothing leaves after the last day of a campaign."),
        ),
        Step.SEND_LATER: (
            ngettext(
                "Send the letter that was approved after the campaign was scheduled",
                "Send the %(num)s letters that were approved after the campaign was scheduled",
                waits.newly_approved,
            ),
            _("What is approved after the release does not leave by itself."),
        ),
        Step.POST: (
            ngettext(
                "Print %(num)s letter for the post, and record when it was posted",
                "Print %(num)s letters for the post, and record when they were posted",
                waits.to_post,
            ),
            _("A letter for the post has left once somebody says on which day."),
        ),
        Step.SETTLE_BOUNCED: (
            ngettext(
                "Settle %(num)s letter that came back: write it anew, send it by post, or withdraw it",
                "Settle %(num)s letters that came back: write them anew, send them by post, or withdraw them",
                waits.bounced,
            ),
            _("A State that no copy has reached has not been written to."),
        ),
        Step.SETTLE_REPLIES: (
            ngettext("Settle %(num)s mail", "Settle %(num)s mails", waits.replies),
            _("Nobody should get another letter while their answer lies unread."),
        ),
        Step.FOLLOW: (
            _("Follow the replies"),
            _("Replies, bounces and reports that come in are counted in the balance."),
        ),
        Step.NOTHING: (_("Nothing more leaves"), _("What has left stays as it is; what comes back of it is counted.")),
    }


def _when_they_leave(campaign: Campaign) -> str:
    if campaign.send_on is None or campaign.send_at is None or campaign.not_after is None:
        return ""
    return _(
        "The letters leave on %(day)s at %(time)s, not after %(last)s",
        day=day(campaign.send_on),
        time=f"{campaign.send_at:%H:%M}",
        last=day(campaign.not_after),
    )


def _by_post(waits: Waits) -> str:
    return ngettext(
        "%(num)s letter goes by post: print its batch", "%(num)s letters go by post: print their batch", waits.to_post
    )


def _main(campaign: Campaign, step: Step) -> Way | None:
    """The button, for whoever may press it."""
    drafts, sends = drafts_letters_of(campaign), _sends(campaign)
    ways = {
        Step.SCHEDULE: (sends, Way(_("Schedule…"), page_of("schedule_campaign", campaign))),
        Step.WAIT: (sends, Way(_("Pause"), page_of("pause_campaign", campaign), at_once=True)),
        Step.WATCH: (sends, Way(_("Pause"), page_of("pause_campaign", campaign), at_once=True)),
        Step.RESUME: (sends, Way(_("Resume"), page_of("resume_campaign", campaign), at_once=True)),
        Step.SETTLE_UNKNOWN: (sends, Way(_("Settle what is unknown"), page_of("sheet", campaign, outcome="unknown"))),
        Step.SEE_TO_VOID: (drafts or sends, Way(_("See the void letters"), "#void")),
        Step.SEE_TO_FAILED: (
            drafts or sends,
            Way(_("See what did not leave"), page_of("sheet", campaign, outcome="failed")),
        ),
        Step.MOVE: (sends, Way(_("Move…"), page_of("move_campaign", campaign))),
        Step.SEND_LATER: (sends, Way(_("Send them…"), page_of("send_those_approved_later", campaign))),
        Step.POST: (sends, Way(_("Letters for the post"), page_of("post", campaign))),
        Step.SETTLE_BOUNCED: (
            drafts or sends,
            Way(_("See what came back"), page_of("sheet", campaign, came=_("bounced"))),
        ),
        Step.SETTLE_REPLIES: (sends, Way(_("Settle the mail"), replies_to_settle(campaign))),
        Step.FOLLOW: (
            True,
            Way(_("Replies"), link("correspondence.replies", convention=campaign.convention, campaign=campaign.title)),
        ),
    }
    permitted, way = ways.get(step, (False, Way("", "")))
    return way if permitted else None


def _of_what_is_closed(waits: Waits) -> Waits:
    """Nothing more leaves: only what may have left, and what came back of it, is still somebody's."""
    return Waits(unknown=waits.unknown, replies=waits.replies)


def _also(campaign: Campaign, step: Step, waits: Waits) -> list[Way | None]:
    """Everything else that waits, shortly, each with the way to it."""
    sends, drafts = _sends(campaign), drafts_letters_of(campaign)
    by_post = waits.to_post and campaign.mailing_id
    seen = ngettext("%(num)s void letter", "%(num)s void letters", waits.void)
    not_left = ngettext("%(num)s letter did not leave", "%(num)s letters did not leave", waits.failed)
    came_back = ngettext("%(num)s letter came back", "%(num)s letters came back", waits.bounced)
    replied = ngettext("%(num)s mail to settle", "%(num)s mails to settle", waits.replies)
    unsure = ngettext("%(num)s unknown outcome", "%(num)s unknown outcomes", waits.unknown)
    anew = ngettext("%(num)s letter written anew", "%(num)s letters written anew", waits.anew)
    later = ngettext("%(num)s letter approved later", "%(num)s letters approved later", waits.newly_approved)
    others = (
        (Step.SETTLE_UNKNOWN, waits.unknown, Way(unsure, page_of("sheet", campaign, outcome="unknown"))),
        (Step.SEE_TO_VOID, waits.void and (drafts or sends), Way(seen, "#void")),
        (Step.SEE_TO_FAILED, waits.failed, Way(not_left, page_of("sheet", campaign, outcome="failed"))),
        (Step.APPROVE_ANEW, waits.anew, Way(anew, page_of("campaign_letters", campaign, stands="draft"))),
        (
            Step.MOVE if waits.last_day_over else Step.SEND_LATER,
            waits.newly_approved and sends,
            Way(later, page_of("move_campaign" if waits.last_day_over else "send_those_approved_later", campaign)),
        ),
        (Step.POST, by_post, Way(_("Letters for the post"), page_of("post", campaign))),
        (Step.SETTLE_BOUNCED, waits.bounced, Way(came_back, page_of("sheet", campaign, came=_("bounced")))),
        (Step.SETTLE_REPLIES, waits.replies and sends, Way(replied, replies_to_settle(campaign))),
    )
    found: list[Way | None] = [way for its_step, waiting, way in others if waiting and its_step is not step]
    contacts = step in (Step.SETTLE_BOUNCED, Step.SEE_TO_FAILED)
    return [*found, Way(_("Contacts"), link("states_parties.contacts")) if contacts else None]


def replies_to_settle(campaign: Campaign) -> str:
    """The list of what came in about the campaign and nobody has settled."""
    return link("correspondence.replies", convention=campaign.convention, campaign=campaign.title, open=_("yes"))


def _sends(campaign: Campaign) -> bool:
    return may(Right.SEND_LETTERS, convention=campaign.convention)
