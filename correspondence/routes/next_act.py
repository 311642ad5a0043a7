"""The next act of a campaign in words: what, by whom, by when and why; and the way to it for whoever may do it.

Here up to its approval.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from core.look.words import instant
from core.permissions import Right, may
from core.web import link
from correspondence.models.approval import Remark, RemarkKind
from correspondence.models.campaigns import Campaign
from correspondence.reviewing.review import Review
from correspondence.routes.before import Before, settles, speaks
from correspondence.routes.counter import drafts_letters_of
from correspondence.rules.next_step import Step, step_before_approval


@dataclass(frozen=True)
class Way:
    """The way to an act: words of its button, and its address. at_once: one press does it, no page comes between."""

    words: str
    href: str
    at_once: bool = False


@dataclass(frozen=True)
class NextAct:
    """main: the way to it, None for whoever may not do it. also: what else one would look at or do."""

    step: Step
    what: str
    who: str = ""
    why: str = ""
    when: str = ""
    main: Way | None = None
    also: Sequence[Way | None] = ()

    @property
    def ways(self) -> list[tuple[str, str]]:
        return [(way.words, way.href) for way in self.also if way]


def next_before_approval(campaign: Campaign, before: Before, review: Review) -> NextAct:
    step = step_before_approval(campaign.state, campaign.signatory, before.stage, blocked=review.blocked)
    match step:
        case Step.COMMENT:
            return _comment(campaign, before)
        case Step.SETTLE_OBJECTION:
            return _settle_objection(campaign, before)
        case Step.MEND_CONTACTS:
            return _mend_contacts(campaign, review)
        case Step.APPROVE:
            return approving(campaign, before, step, _("Approve the letters, byte for byte"))
    return _circulate(campaign, before, step)


def _comment(campaign: Campaign, before: Before) -> NextAct:
    waiting = before.unsettled if drafts_letters_of(campaign) else []
    speak = Way(_("Comment or object…"), page_of("new_remark", campaign)) if speaks(campaign, before) else None
    what = _("Members comment or object; silence is consent")
    if waiting:
        told = ngettext("%(num)s comment waits for an answer", "%(num)s comments wait for an answer", len(waiting))
        what = f"{what}; {told}"
    return NextAct(
        Step.COMMENT,
        what,
        before.body.name_en if before.body else "",
        _("What lies before a committee is not changed. An objection stands until it is settled with words."),
        _("silence until %(instant)s", instant=instant(before.circulations[0].closes_at)),
        main=_settle(campaign, waiting[0]) if waiting else speak,
        also=(speak if waiting else None,),
    )


def _settle_objection(campaign: Campaign, before: Before) -> NextAct:
    objection = before.unsettled[0]
    objections = sum(each.kind is objection.kind for each in before.unsettled)
    drafts = drafts_letters_of(campaign)
    return NextAct(
        Step.SETTLE_OBJECTION,
        ngettext(
            "Settle the objection with words, or take the draft back, change it and circulate it anew",
            "Settle the %(num)s objections with words, or take the draft back, change it and circulate it anew",
            objections,
        ),
        _("%(officer)s or %(office)s", officer=officer(), office=before.office.name),
        _("While an objection stands, the silence has not held, whatever the time."),
        main=_settle(campaign, objection) if settles(campaign, objection) else None,
        also=(
            Way(_("Read the objection"), f"#remark-{objection.id}"),
            Way(_("Take the draft back…"), page_of("withdraw_draft", campaign)) if drafts else None,
        ),
    )


def _mend_contacts(campaign: Campaign, review: Review) -> NextAct:
    [first, *_others] = [check for check in review.contacts if check.blocking]
    return NextAct(
        Step.MEND_CONTACTS,
        ngettext(
            "Mend the contacts of %(num)s letter, or withdraw it",
            "Mend the contacts of %(num)s letters, or withdraw them",
            review.blocked,
        ),
        officer(),
        _("A letter that can go nowhere cannot be approved."),
        main=_if_drafts(
            campaign, _("See the letters that can go nowhere"), page_of("campaign_letters", campaign, check=first.key)
        ),
        also=(Way(_("Contacts"), link("states_parties.contacts")),),
    )


def _circulate(campaign: Campaign, before: Before, step: Step) -> NextAct:
    members = before.body.name_en if before.body else _("committee")
    again = step is Step.CIRCULATE_ANEW
    return NextAct(
        step,
        _("Change the draft, then circulate it anew")
        if again
        else _("Read the variants and what is to be checked, then circulate the draft"),
        officer(),
        _("The %(members)s sees a chair’s letter before it is approved.", members=members),
        main=_if_drafts(
            campaign,
            _("Circulate anew…") if again else _("Circulate to the committee…"),
            page_of("circulate_campaign", campaign),
        ),
        also=(
            Way(_("What was said"), "#circulation") if again else None,
            _if_drafts(campaign, _("Write the draft anew…"), page_of("redraft", campaign)) if again else None,
        ),
    )


def approving(campaign: Campaign, before: Before, step: Step, what: str, *, also: Sequence[Way | None] = ()) -> NextAct:
    """The letters wait for whoever holds the office today."""
    heads = before.office.heads_in_words
    approves = may(Right.APPROVE_LETTERS, convention=campaign.convention)
    return NextAct(
        step,
        what,
        f"{before.office.name}{f', {heads}' if heads else ''}",
        _(
            "Whoever holds the office on the day approves a manifest with the SHA-256 of every letter. Nothing leaves"
            " by it: scheduling is an act of its own."
        ),
        main=Way(_("Approve…"), page_of("approve_campaign", campaign)) if approves else None,
        also=also,
    )


def page_of(name: str, campaign: Campaign, **further: Any) -> str:
    return link(f"correspondence.{name}", convention=campaign.convention, campaign_id=campaign.id, **further)


def officer() -> str:
    return _("ISU officer")


def _settle(campaign: Campaign, remark: Remark) -> Way:
    words = _("Settle the objection…") if remark.kind is RemarkKind.OBJECTION else _("Answer the comment…")
    return Way(words, page_of("settle", campaign, remark_id=remark.id))


def _if_drafts(campaign: Campaign, words: str, href: str) -> Way | None:
    return Way(words, href) if drafts_letters_of(campaign) else None
