"""What a person does about an approved letter that did not reach its State: it is written anew, or withdrawn."""

from datetime import date
from typing import Any

from config import Config
from core.audit.workflow import Actor, record
from core.clock import day_of
from core.db import db
from core.errors import RuleViolation
from core.outbox.rules import checked_reason
from core.wording import day_in_words
from correspondence.approving.changes import context_of
from correspondence.catalogues import Catalogues
from correspondence.letters import compose
from correspondence.models.campaigns import Campaign, CampaignState, Letter, LetterState
from correspondence.papers.files import press_of
from correspondence.queries.approved import has_left, waiting_letters
from correspondence.queries.balance import fates_of, sent_of_letters, why_closed
from correspondence.queries.contacts import ways_of
from correspondence.rules.balance import Fate, Outcome
from correspondence.rules.bodies import TemplateContent
from correspondence.workflow.campaigns import hold_letter, letter_values, press_letter, ref_of
from correspondence.workflow.ending import LONGEST_FOR_A_MESSAGE, end_letter, name_of, taken_back
from states_parties.queries.facts import state_facts

BEFORE_APPROVAL = (CampaignState.DRAFT, CampaignState.CIRCULATED)


def redraft(letter: Letter, campaign: Campaign, catalogues: Catalogues, config: Config, *, on: date, by: Actor) -> None:
    """A letter that is void, did not leave, or came back is written anew as of that day; it needs its own approval.

    RuleViolation where it may still leave or has arrived, cannot be written, or would go to where it came back from.
    """
    hold_letter(letter, campaign)
    name = name_of(letter)
    if letter.state not in (LetterState.VOID, LetterState.APPROVED):
        raise RuleViolation(f"The letter to {name} is {letter.state}: there is nothing to write anew.")
    if closed := why_closed([campaign])[campaign.id]:
        raise RuleViolation(f"{closed} Nothing of “{campaign.title}” is written anew.")
    came_back = how_it_came_back(letter, campaign)
    if not came_back:
        _check_not_gone(letter, campaign, name)
    if letter.state is LetterState.APPROVED:
        end_letter(letter, LetterState.VOID, f"Written anew, as {came_back or 'it did not leave.'}", by=by)
    for column, value in written_on(letter, campaign, catalogues, config, on=on).items():
        setattr(letter, column, value)
    before = letter.reference
    letter.state, letter.reason, letter.reference = LetterState.DRAFT, "", ""
    db.session.flush()
    if came_back:
        _check_other_way(letter, campaign, name, on=on)
    details = {"state": name, "reference": before, "came_back": came_back or None}
    record("letter:redrafted", ref_of(campaign), campaign.title, by=by, **details)


def written_on(
    letter: Letter, campaign: Campaign, catalogues: Catalogues, config: Config, *, on: date
) -> dict[str, Any]:
    """The columns of the letter as it would be written from the registers of that day; nothing is changed by it."""
    content, press = TemplateContent.from_json(campaign.template_version.content), press_of(campaign)
    [facts] = state_facts(campaign.convention, on=on, iso3s=[letter.iso3])
    composed = compose(content, press, facts, context_of(campaign, config), catalogues)
    if letter.corrects_id and "subject" in letter.values:
        composed.values["subject"] = letter.values["subject"]
    return letter_values(press_letter(press, composed))


def withdraw_letter(
    letter: Letter, campaign: Campaign, *, reason: str, by: Actor, out_of_the_draft: bool = False
) -> None:
    """The State gets no letter of this campaign; what was approved of it is void.

    RuleViolation once it has left, unless every copy to the mission came back. Where the letter as it was approved
    before turned out to have left, only what was written anew is withdrawn: the State counts as written to.

    out_of_the_draft: the draft of the campaign may be changed, as whoever asks has checked.
    """
    reason = checked_reason(reason, why="Say why the letter is withdrawn.", longest=LONGEST_FOR_A_MESSAGE)
    hold_letter(letter, campaign)
    name = name_of(letter)
    if letter.state is LetterState.WITHDRAWN:
        raise RuleViolation(f"The letter to {name} is withdrawn already.")
    if letter.state is LetterState.DRAFT and campaign.state in BEFORE_APPROVAL and not out_of_the_draft:
        raise RuleViolation(f"The letter to {name} is a draft: take it out of the draft instead.")
    fate = _fate_of(letter, campaign)
    left_before = fate.outcome is Outcome.SENT and letter.state is not LetterState.APPROVED
    if not (left_before or fate.came_back) and not taken_back(letter, reason, by=by):
        raise RuleViolation(f"The letter to {name} has left, or may have: it cannot be withdrawn.")
    if letter.state is LetterState.APPROVED:
        end_letter(letter, LetterState.WITHDRAWN, reason, by=by)
    letter.state, letter.reason = LetterState.WITHDRAWN, reason
    db.session.flush()
    record("letter:withdrawn", ref_of(campaign), campaign.title, by=by, state=name, reason=letter.reason)


def how_it_came_back(letter: Letter, campaign: Campaign) -> str:
    """What was told when every copy to the mission came back, as a sentence; empty where it is otherwise."""
    if not _fate_of(letter, campaign).came_back:
        return ""
    last = [each for each in sent_of_letters([letter.id])[letter.id] if each.as_copy().came_back][-1]
    told = f" ({last.bounce_reason.rstrip('.')})" if last.bounce_reason else ""
    day = day_in_words(day_of(last.bounced_at), "EN") if last.bounced_at else ""
    return f"it came back from {last.address} on {day}{told}."


def _fate_of(letter: Letter, campaign: Campaign) -> Fate:
    return fates_of([(letter, campaign)], sent_of_letters([letter.id]))[letter.id]


def _check_not_gone(letter: Letter, campaign: Campaign, name: str) -> None:
    if _fate_of(letter, campaign).outcome is Outcome.UNKNOWN:
        raise RuleViolation(f"Nobody knows yet whether the letter to {name} has left: settle that first.")
    if has_left(letter.id) or waiting_letters(campaign.id, letter_ids=[letter.id]):
        raise RuleViolation(f"The letter to {name} has left or will: it is not written anew.")


def _check_other_way(letter: Letter, campaign: Campaign, name: str, *, on: date) -> None:
    if ways_of(campaign, [letter], on=on)[letter.iso3].blocked:
        raise RuleViolation(
            f"The letter to {name} came back, and no other address of the mission is on record. Put one on record"
            " first, or the lines of an envelope, by which it goes by post."
        )
