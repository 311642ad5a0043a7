"""A letter that has left is not changed: what was wrong in it is put right by another, under its own reference."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from config import Config
from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from core.outbox.rules import checked_reason
from core.wording import day_in_words
from correspondence.approving.changes import context_of
from correspondence.catalogues import Catalogues
from correspondence.letters import compose
from correspondence.models.campaigns import AudienceState, Campaign, CampaignState, Letter
from correspondence.papers.files import press_of
from correspondence.queries.approved import has_left
from correspondence.queries.balance import fates_of, sent_of_letters
from correspondence.queries.campaigns import get_campaign
from correspondence.rules.balance import Outcome
from correspondence.rules.bodies import TemplateContent
from correspondence.shipped import wording
from correspondence.workflow.campaigns import hold, letter_values, press_letter, ref_of
from states_parties.models import State
from states_parties.queries.facts import state_facts

LONGEST_REASON = 300
NOT_ENDED = (Outcome.PENDING, Outcome.VOID, Outcome.UNKNOWN)


def draft_corrigendum(
    campaign: Campaign,
    letters: Sequence[Letter],
    catalogues: Catalogues,
    config: Config,
    *,
    reason: str,
    on: date,
    by: Actor,
) -> Campaign:
    """A campaign in draft that corrects these letters of another: one each, from the registers of that day.

    reason: what was wrong; it is kept with each letter and in the history of both campaigns. The subject says
    what is corrected. RuleViolation for a letter that has not left, or is being corrected already.
    """
    if not letters:
        raise RuleViolation("Choose at least one letter to correct.", field="states")
    why = checked_reason(reason, why="Say what was wrong in the letters.", longest=LONGEST_REASON)
    hold(campaign)
    names = _names([letter.iso3 for letter in letters])
    for letter in letters:
        _check_correctable(letter, campaign, names[letter.iso3])
    found = Campaign(
        convention=campaign.convention,
        kind=campaign.kind,
        about=campaign.about,
        title=_title(campaign, letters, names),
        state=CampaignState.DRAFT,
        template_version_id=campaign.template_version_id,
        house_style_id=campaign.house_style_id,
        as_of=on,
        dated_on=on,
        audience=campaign.audience,
        signatory=campaign.signatory,
        body=campaign.body,
        signatory_name=campaign.signatory_name,
        copy_to_capital=campaign.copy_to_capital,
        parent_id=campaign.id,
        drafted_at=by.at,
        drafted_by=by.name,
        drafted_by_id=by.id,
    )
    db.session.add(found)
    db.session.flush()
    _write(get_campaign(found.convention, found.id), campaign, letters, catalogues, config, why, on=on)
    record(
        "campaign:drafted", ref_of(found), found.title, by=by, letters=len(letters), corrects=campaign.title, reason=why
    )
    corrected = ", ".join(letter.reference for letter in letters[:20])
    record("campaign:corrigendum-drafted", ref_of(campaign), campaign.title, by=by, letters=corrected, reason=why)
    return found


def _write(
    corrigendum: Campaign,
    campaign: Campaign,
    letters: Sequence[Letter],
    catalogues: Catalogues,
    config: Config,
    why: str,
    *,
    on: date,
) -> None:
    content, press = TemplateContent.from_json(corrigendum.template_version.content), press_of(corrigendum)
    context = context_of(corrigendum, config)
    by_state = {letter.iso3: letter for letter in letters}
    for facts in state_facts(corrigendum.convention, on=on, iso3s=list(by_state)):
        letter = by_state[facts.iso3]
        composed = compose(content, press, facts, context, catalogues)
        subject = composed.values.get("subject", "")
        composed.values["subject"] = corrected_subject(subject, letter, campaign.dated_on, composed.language)
        written = press_letter(press, composed)
        reason = f"Corrects {letter.reference}: {why}"
        db.session.add(
            AudienceState(campaign_id=corrigendum.id, iso3=facts.iso3, included=True, by_name=True, reason=reason)
        )
        db.session.add(Letter(campaign_id=corrigendum.id, corrects_id=letter.id, **letter_values(written)))
    db.session.flush()


def corrected_subject(subject: str, letter: Letter, dated_on: date, language: str) -> str:
    """ "Corrigendum to CC/2026/0123 of 3 March 2026: Report of Chad"."""
    words = str(wording()["corrigendum"][language])
    slots = {"reference": letter.reference, "date": day_in_words(dated_on, language), "subject": subject}
    for name, value in slots.items():
        words = words.replace(f"{{{{{name}}}}}", value)
    return words


def _check_correctable(letter: Letter, corrected: Campaign, name: str) -> None:
    if not has_left(letter.id):
        raise RuleViolation(f"The letter to {name} has not left: write it anew instead.", field="states")
    fate = fates_of([(letter, corrected)], sent_of_letters([letter.id]))[letter.id]
    if fate.came_back:
        raise RuleViolation(f"The letter to {name} came back: write it anew instead.", field="states")
    corrections = [
        (other, campaign)
        for other, campaign in db.session.execute(
            select(Letter, Campaign)
            .join(Campaign, Campaign.id == Letter.campaign_id)
            .where(Letter.corrects_id == letter.id)
            .order_by(Letter.id)
        )
    ]
    fates = fates_of(corrections, sent_of_letters([other.id for other, _campaign in corrections]))
    for other, campaign in corrections:
        if fates[other.id].outcome in NOT_ENDED:
            raise RuleViolation(
                f"The letter to {name} is being corrected already, in “{campaign.title}”.", field="states"
            )


def _title(campaign: Campaign, letters: Sequence[Letter], names: dict[str, str]) -> str:
    what = f"{letters[0].reference}, {names[letters[0].iso3]}" if len(letters) == 1 else f"{len(letters)} letters"
    return f"Corrigendum to {campaign.title[:120]}: {what}"[:200]


def _names(iso3s: Sequence[str]) -> dict[str, str]:
    rows = db.session.execute(select(State.iso3, State.list_en).where(State.iso3.in_(iso3s)))
    return {row.iso3: row.list_en for row in rows}
