"""Approved letters compared with what would be written today: in the campaign's own context, from today's registers."""

from collections.abc import Mapping, Sequence
from datetime import date

from config import Config
from conventions.registry import get_convention
from core.errors import RuleViolation
from correspondence.catalogues import Catalogues
from correspondence.letters import compose
from correspondence.models.campaigns import Campaign, Channel, Dispatch, Letter
from correspondence.papers.files import press_of
from correspondence.press import Press
from correspondence.queries.approved import addresses_of, by_name
from correspondence.rules.bodies import TemplateContent
from correspondence.rules.changes import Change, Said, changes
from correspondence.rules.holding import why_it_does_not_hold, why_no_party
from correspondence.shipped import wording
from states_parties.catalogues import LetterContext
from states_parties.facts import StateFacts
from states_parties.queries.facts import state_facts


def what_changed(
    campaign: Campaign,
    letters: Sequence[Letter],
    catalogues: Catalogues,
    config: Config,
    *,
    on: date,
    known: Mapping[str, StateFacts] | None = None,
) -> dict[int, list[Change]]:
    """For each letter that would be written otherwise on that day, or not at all, what changed; by its id.

    A letter that its condition stops is not among them: it is told so when its turn comes, and needs no new wording.
    campaign: with its template version and house style. known: the facts of that day by State, where they are read.
    """
    if not letters:
        return {}
    iso3s = [letter.iso3 for letter in letters]
    facts = known or {each.iso3: each for each in state_facts(campaign.convention, on=on, iso3s=iso3s)}
    dispatches = addresses_of([letter.id for letter in letters])
    named = by_name(campaign.id, iso3s)
    today = _Today(campaign, catalogues, context_of(campaign, config))
    found = {
        letter.id: _outside(campaign, facts[letter.iso3], catalogues, named=letter.iso3 in named)
        or today.compared(letter, facts[letter.iso3], dispatches[letter.id])
        for letter in letters
        if not why_it_does_not_hold(campaign.send_condition, facts[letter.iso3], catalogues.criteria)
    }
    return {id: what for id, what in found.items() if what}


def why_not_sent(campaign: Campaign, iso3s: Sequence[str], catalogues: Catalogues, *, on: date) -> dict[str, str]:
    """iso3 -> why the letter is not sent for anything any more; only the States of which that is so."""
    if not campaign.send_condition:
        return {}
    facts = state_facts(campaign.convention, on=on, iso3s=iso3s)
    why = {each.iso3: why_it_does_not_hold(campaign.send_condition, each, catalogues.criteria) for each in facts}
    return {iso3: reason for iso3, reason in why.items() if reason}


def context_of(campaign: Campaign, config: Config) -> LetterContext:
    """What its letters say besides the facts of a State."""
    return LetterContext(
        convention=get_convention(campaign.convention),
        language="EN",
        on=campaign.as_of,
        dated_on=campaign.dated_on,
        words=wording(),
        signatory_name=campaign.signatory_name,
        reports_address=config.reports_address,
        support_address=config.house_address,
        about=campaign.about,
    )


class _Today:
    """The letters of a campaign as they would be written."""

    def __init__(self, campaign: Campaign, catalogues: Catalogues, context: LetterContext) -> None:
        self.catalogues, self.context = catalogues, context
        self.content = TemplateContent.from_json(campaign.template_version.content)
        self.press: Press = press_of(campaign)

    def compared(self, letter: Letter, facts: StateFacts, dispatches: Sequence[Dispatch]) -> list[Change]:
        try:
            composed = compose(self.content, self.press, facts, self.context, self.catalogues)
        except RuleViolation as refusal:
            return [Change("facts", f"It could not be written today. {refusal.message}")]
        paragraphs = [each.id for each in composed.chosen]
        address = facts.mission.email if facts.mission else ""
        values = {**composed.values, **_kept(letter)}
        return changes(_said(letter, dispatches), Said(composed.language, paragraphs, values, composed.tables, address))


def _outside(campaign: Campaign, facts: StateFacts, catalogues: Catalogues, *, named: bool) -> list[Change]:
    """Why the State would not be written to at all; whoever was put in by name stays."""
    if named:
        return []
    if why := why_no_party(facts):
        return [Change("standing", why)]
    why = why_it_does_not_hold(campaign.audience, facts, catalogues.criteria)
    return [Change("audience", why)] if why else []


def _said(letter: Letter, dispatches: Sequence[Dispatch]) -> Said:
    to = [each.address for each in dispatches if each.role == "to" and each.channel is Channel.EMAIL]
    paragraphs = [each["id"] for each in letter.paragraphs]
    return Said(letter.language, paragraphs, letter.values, letter.tables, to[-1] if to else "")


def _kept(letter: Letter) -> Mapping[str, str]:
    """A corrigendum says in its subject what it corrects: given when it was drafted, not by the registers."""
    return {"subject": letter.values["subject"]} if letter.corrects_id and "subject" in letter.values else {}
