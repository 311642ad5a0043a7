"""Drafting a campaign: one letter per State of the audience, written from the registers of one day."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert

from conventions.registry import get_convention
from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import RuleViolation, Shortcomings
from correspondence.catalogues import Catalogues
from correspondence.letters import ComposedLetter, compose
from correspondence.models.campaigns import Campaign, CampaignState, Letter
from correspondence.models.templates import HouseStyle, LetterTemplate, TemplateVersion
from correspondence.press import Press, press_for, shipped_house_style
from correspondence.rules.audience import EVERYBODY, choose_audience
from correspondence.rules.bodies import TemplateContent
from correspondence.rules.days import check_days
from correspondence.shipped import wording
from states_parties.catalogues import LetterContext
from states_parties.queries.facts import state_facts


@dataclass(frozen=True)
class Brief:
    """What a campaign is to be: everything that decides its letters besides template and registers.

    audience: a condition over the criteria; `always` is every State Party in force on the as-of day, also one that has
    given notice of withdrawal.
    """

    convention: str
    as_of: date
    dated_on: date
    audience: str = EVERYBODY
    signatory_name: str = ""
    reports_address: str = ""
    support_address: str = ""
    only: tuple[str, ...] | None = None  # iso3 of the States to look at; None: all

    def context(self) -> LetterContext:
        return LetterContext(
            convention=get_convention(self.convention),
            language="EN",
            on=self.as_of,
            dated_on=self.dated_on,
            words=wording(),
            signatory_name=self.signatory_name,
            reports_address=self.reports_address,
            support_address=self.support_address,
        )


@dataclass(frozen=True)
class WrittenLetter:
    """A composed letter and its Word file."""

    composed: ComposedLetter
    file: bytes
    sha256: str


def compose_letters(
    content: TemplateContent, press: Press, brief: Brief, catalogues: Catalogues
) -> list[ComposedLetter]:
    """The letters of an audience, before they are pressed.

    Shortcomings names every State and field that stands in the way; then there is no letter at all.
    """
    if content.convention != brief.convention:
        raise RuleViolation(f"The template “{content.name}” is of the {content.convention}, not {brief.convention}.")
    check_days(get_convention(brief.convention), as_of=brief.as_of, dated_on=brief.dated_on)
    facts_of_all = state_facts(brief.convention, on=brief.as_of, iso3s=brief.only)
    audience = choose_audience(facts_of_all, brief.audience, catalogues.criteria)
    context = brief.context()
    composed, wrong = [], []
    for facts in audience:
        try:
            composed.append(compose(content, press, facts, context, catalogues))
        except RuleViolation as refusal:
            wrong.append(refusal.message)
    if wrong:
        raise Shortcomings(wrong, what="No letter was written")
    return composed


def press_letter(press: Press, composed: ComposedLetter) -> WrittenLetter:
    file = press.press(composed.pressed_letter)
    return WrittenLetter(composed, file, hashlib.sha256(file).hexdigest())


def draft_campaign(
    version: TemplateVersion,
    template: LetterTemplate,
    house_style: HouseStyle | None,
    brief: Brief,
    catalogues: Catalogues,
    *,
    title: str,
    by: Actor,
) -> Campaign:
    """A campaign in draft with one letter per State; nothing leaves the house."""
    if not title.strip():
        raise RuleViolation("Give the campaign a title.", field="title")
    content = TemplateContent.from_json(version.content)
    press = press_for(content, house_style.file if house_style else shipped_house_style())
    letters = [press_letter(press, each) for each in compose_letters(content, press, brief, catalogues)]
    campaign = Campaign(
        convention=template.convention,
        title=title.strip(),
        state=CampaignState.DRAFT,
        template_version_id=version.id,
        house_style_id=house_style.id if house_style else None,
        as_of=brief.as_of,
        dated_on=brief.dated_on,
        audience=brief.audience,
        signatory_name=brief.signatory_name,
        drafted_at=by.at,
        drafted_by=by.name,
    )
    db.session.add(campaign)
    db.session.flush()
    db.session.execute(insert(Letter), [{"campaign_id": campaign.id, **letter_values(letter)} for letter in letters])
    record("campaign:drafted", ref_of(campaign), campaign.title, by=by, letters=len(letters))
    return campaign


def cancel_campaign(campaign: Campaign, *, by: Actor) -> None:
    """The campaign will not be sent; its letters stay readable."""
    if campaign.state is not CampaignState.DRAFT:
        raise RuleViolation(f"“{campaign.title}” is {campaign.state} already.")
    campaign.state = CampaignState.CANCELLED
    campaign.cancelled_at = by.at
    record("campaign:cancelled", ref_of(campaign), campaign.title, by=by)
    db.session.flush()


def ref_of(campaign: Campaign) -> Ref:
    return Ref("campaign", str(campaign.id))


def letter_values(letter: WrittenLetter) -> dict[str, Any]:
    """The columns of a Letter, apart from its campaign."""
    composed = letter.composed
    return {
        "iso3": composed.facts.iso3,
        "language": composed.language,
        "addressee": composed.values["addressee"],
        "variant": composed.variant,
        "paragraphs": [{"id": each.id, "reason": each.reason} for each in composed.chosen],
        "values": composed.values,
        "tables": composed.tables,
        "notes": composed.doubts,
        "sha256": letter.sha256,
        "size_bytes": len(letter.file),
    }
