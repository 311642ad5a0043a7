"""The page of one campaign: where it stands, what comes next, and everything known of it in short."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from flask import render_template

from core.audit.queries import history_of
from core.clock import today
from core.permissions import Right, requires
from correspondence.catalogues import catalogues
from correspondence.models.campaigns import Campaign, CampaignState, LetterState
from correspondence.queries import campaigns as queries
from correspondence.queries.approvals import approvals_of
from correspondence.queries.audiences import audience_in_words
from correspondence.queries.counted import LettersCounted, balance_counted, letters_counted
from correspondence.queries.incoming import replies_to_settle
from correspondence.queries.sending import ToSeeTo, to_see_to
from correspondence.reviewing.reading import variants_among
from correspondence.reviewing.review import review
from correspondence.routes.before import Before, before_approval
from correspondence.routes.counter import CAMPAIGN_PAGE, ONE, blueprint, second_letters, to_read
from correspondence.routes.letters import IN_DRAFT, letter_rows
from correspondence.routes.next_act import next_before_approval
from correspondence.routes.next_on_its_way import next_from_approval
from correspondence.routes.sending import progress_of
from correspondence.rules.bodies import TemplateContent
from correspondence.rules.circulation import MEANINGS
from correspondence.rules.next_step import Waits
from correspondence.rules.standing import Standing
from correspondence.rules.stands import stands_in_words
from correspondence.workflow.campaigns import ref_of


@blueprint.get(ONE)
@requires(Right.READ_LETTERS)
def campaign(convention: str, campaign_id: int) -> str:
    """Its letters are counted by the database; they have a list of their own."""
    found = to_read(convention, campaign_id)
    content = TemplateContent.from_json(found.template_version.content)
    counted, before = letters_counted(found), before_approval(found)
    return render_template(
        "letters/campaign.html",
        **{
            "convention": convention,
            "campaign": found,
            "content": content,
            "counted": counted,
            "variants": list(variants_among(counted.languages).values()),
            "before": before,
            "audience_words": audience_in_words(found, catalogues().labels),
            "stage_meanings": MEANINGS,
            "approvals": approvals_of(found.id),
            "newer_version": queries.newest_version_number(found) - found.template_version.number,
            "history": history_of(ref_of(found)),
            "parent": queries.get_campaign(convention, found.parent_id) if found.parent_id else None,
            **(
                _in_draft(found, content, before) if found.state in IN_DRAFT else _from_approval(found, counted, before)
            ),
            **{name: value for add in CAMPAIGN_PAGE for name, value in add(found).items()},
        },
    )


def _in_draft(campaign: Campaign, content: TemplateContent, before: Before) -> Mapping[str, Any]:
    """A reviewer looks at every letter, so all are read."""
    rows = letter_rows(campaign)
    reviewed = review(campaign, content, [row.letter for row in rows], on=today())
    stage = before.stage if campaign.state is CampaignState.CIRCULATED else None
    return {
        "stands": stands_in_words(Standing(campaign.state) if stage is None else Standing.CIRCULATED, stage),
        "next": next_before_approval(campaign, before, reviewed),
        "review": reviewed,
        "doubts": Counter(note for letter in reviewed.letters for note in letter.notes),
        "withdrawn": [row for row in rows if row.letter.state is LetterState.WITHDRAWN],
        "sheet": None,
        "looks_again": None,
        **second_letters(campaign),
    }


def _from_approval(campaign: Campaign, counted: LettersCounted, before: Before) -> Mapping[str, Any]:
    told, see_to = progress_of(campaign), to_see_to(campaign)
    way = told["way"]
    waits = _waits(counted, see_to, way, replies_to_settle(campaign.convention, campaign_id=campaign.id))
    return {
        **told,
        "stands": (way.standing.value, told["standing_meaning"]),
        "next": next_from_approval(campaign, before, way.standing, waits),
        "see_to": see_to,
        "sheet": None if campaign.state is CampaignState.CANCELLED else balance_counted(campaign),
        "review": None,
    }


def _waits(counted: LettersCounted, see_to: ToSeeTo, way: Any, replies: int) -> Waits:
    return Waits(
        ready=counted.by_state.get(LetterState.APPROVED, 0),
        void=len(see_to.void),
        anew=counted.drafts,
        newly_approved=see_to.newly_approved,
        to_post=way.to_post,
        unknown=way.unknown,
        bounced=way.bounced,
        failed=way.failed,
        replies=replies,
        last_day_over=way.last_day_over,
    )
