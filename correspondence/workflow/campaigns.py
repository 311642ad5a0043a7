"""Drafting a campaign: one letter per State of the audience, written from the registers of one day."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, update

from committees.queries.bodies import bodies_by_slug
from conventions.registry import get_convention
from core.addresses import has_control_characters
from core.audit.workflow import Actor, record
from core.db import Ref, db
from core.errors import RuleViolation, Shortcomings
from core.periods import row_in_force
from core.wording import day_in_words
from correspondence.catalogues import Catalogues
from correspondence.letters import ComposedLetter, compose
from correspondence.models.approval import Circulation, CirculationEnd
from correspondence.models.campaigns import AudienceState, Campaign, CampaignState, Letter, Signatory
from correspondence.models.templates import HouseStyle, LetterTemplate, TemplateVersion
from correspondence.press import Press, press_for, shipped_house_style
from correspondence.queries.approved import RegistersAt
from correspondence.queries.circulations import last_circulation
from correspondence.rules.audience import (
    EVERYBODY,
    Audience,
    NamedState,
    Weighed,
    check_condition,
    check_somebody,
    weigh,
)
from correspondence.rules.bodies import TemplateContent
from correspondence.rules.days import check_days
from correspondence.rules.signatories import settled_signatory
from correspondence.shipped import offices, wording
from correspondence.workflow.notices import tell_of_end
from correspondence.workflow.register import void_approved
from states_parties.catalogues import LetterContext
from states_parties.facts import StateFacts
from states_parties.queries.facts import state_facts


@dataclass(frozen=True)
class Brief:
    """What a campaign is to be: everything that decides its letters besides template and registers.

    audience: a condition over the criteria; `always` is every State Party in force on the as-of day, also one that has
    given notice of withdrawal. signatory: unit, president or chair (with body); None: as the template says.
    """

    convention: str
    as_of: date
    dated_on: date
    audience: str = EVERYBODY
    signatory_name: str = ""
    reports_address: str = ""
    support_address: str = ""
    only: tuple[str, ...] | None = None  # iso3 of the States to look at; None: all
    also: tuple[NamedState, ...] = ()
    besides: tuple[NamedState, ...] = ()
    signatory: str | None = None
    body: str = ""
    copy_to_capital: bool = False
    kind: str = ""
    parent_id: int | None = None
    send_condition: str = ""
    about: str = ""

    @property
    def whom(self) -> Audience:
        return Audience(self.audience, self.also, self.besides)

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
            about=self.about,
        )


@dataclass(frozen=True)
class WrittenLetter:
    """A composed letter and its Word file."""

    composed: ComposedLetter
    file: bytes
    sha256: str


def weigh_states(brief: Brief, catalogues: Catalogues) -> list[Weighed]:
    """Every State Party of the day, in the audience or not, and why.

    RuleViolation for an audience without any State, and for two days that do not go together.
    """
    check_days(get_convention(brief.convention), as_of=brief.as_of, dated_on=brief.dated_on)
    facts = state_facts(brief.convention, on=brief.as_of, iso3s=brief.only)
    weighed = weigh(facts, brief.whom, catalogues.criteria)
    check_somebody(weighed)
    return weighed


def compose_letters(
    content: TemplateContent, press: Press, brief: Brief, catalogues: Catalogues
) -> list[ComposedLetter]:
    """The letters of an audience, before they are pressed; refusals as for `compose_for`."""
    return compose_for(content, press, brief, catalogues, audience_of(weigh_states(brief, catalogues)))


def compose_for(
    content: TemplateContent, press: Press, brief: Brief, catalogues: Catalogues, audience: Sequence[StateFacts]
) -> list[ComposedLetter]:
    """The letters to these States.

    Shortcomings names every State and field that stands in the way; then there is no letter at all.
    """
    if content.convention != brief.convention:
        raise RuleViolation(f"The template “{content.name}” is of the {content.convention}, not {brief.convention}.")
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


def audience_of(weighed: Sequence[Weighed]) -> list[StateFacts]:
    return [each.facts for each in weighed if each.included]


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
    """A campaign in draft with one letter per State, and who is in the audience and why; nothing leaves the house."""
    if not title.strip():
        raise RuleViolation("Give the campaign a title.", field="title")
    if has_control_characters(title):
        raise RuleViolation("A title has no line breaks or other control characters.", field="title")
    content = TemplateContent.from_json(version.content)
    signatory, body = _signing(content, brief)
    _check_parent(brief)
    if brief.send_condition:
        check_condition(brief.send_condition, catalogues.criteria)
    press = press_for(content, house_style.file if house_style else shipped_house_style())
    weighed = weigh_states(brief, catalogues)
    composed = compose_for(content, press, brief, catalogues, audience_of(weighed))
    letters = [press_letter(press, each) for each in composed]
    campaign = Campaign(
        convention=template.convention,
        kind=brief.kind,
        about=brief.about,
        title=title.strip(),
        state=CampaignState.DRAFT,
        template_version_id=version.id,
        house_style_id=house_style.id if house_style else None,
        as_of=brief.as_of,
        dated_on=brief.dated_on,
        audience=brief.audience,
        also=[asdict(each) for each in brief.also],
        besides=[asdict(each) for each in brief.besides],
        signatory=Signatory(signatory),
        body=body,
        signatory_name=brief.signatory_name,
        copy_to_capital=brief.copy_to_capital,
        parent_id=brief.parent_id,
        send_condition=brief.send_condition,
        drafted_at=by.at,
        drafted_by=by.name,
        drafted_by_id=by.id,
    )
    db.session.add(campaign)
    db.session.flush()
    db.session.execute(insert(Letter), [{"campaign_id": campaign.id, **letter_values(letter)} for letter in letters])
    keep_audience(campaign, weighed)
    record("campaign:drafted", ref_of(campaign), campaign.title, by=by, letters=len(letters))
    return campaign


def cancel_campaign(campaign: Campaign, *, by: Actor, reason: str = "") -> None:
    """The campaign will not be sent; its letters stay readable, numbers already given stay in the register, void."""
    hold(campaign)
    if campaign.state not in (CampaignState.DRAFT, CampaignState.CIRCULATED, CampaignState.APPROVED):
        raise RuleViolation(f"“{campaign.title}” is {campaign.state} already.")
    why, shown = reason.strip(), last_circulation(campaign.id) is not None
    if shown and not why:
        raise RuleViolation("Say why: the members to whom the draft was circulated are told.", field="reason")
    if campaign.state is CampaignState.APPROVED:
        if not why:
            raise RuleViolation("Say why letters that are approved are not to be sent.", field="reason")
        void_approved(campaign, f"The campaign was cancelled: {why}", at=by.at)
    db.session.execute(
        update(Circulation)
        .where(Circulation.campaign_id == campaign.id, Circulation.ended_at.is_(None))
        .values(ended_at=by.at, ended_by=by.name, outcome=CirculationEnd.WITHDRAWN)
    )
    campaign.state = CampaignState.CANCELLED
    campaign.cancelled_at = by.at
    record("campaign:cancelled", ref_of(campaign), campaign.title, by=by, reason=why or None)
    db.session.flush()
    if shown:
        tell_of_end(campaign, why, by=by)


def keep_audience(campaign: Campaign, weighed: Sequence[Weighed]) -> None:
    """Who is in and out, and why, stays on record with the campaign."""
    db.session.execute(
        insert(AudienceState),
        [
            {
                "campaign_id": campaign.id,
                "iso3": each.facts.iso3,
                "included": each.included,
                "by_name": each.by_name,
                "reason": each.reason,
            }
            for each in weighed
        ],
    )


def hold(campaign: Campaign) -> None:
    """Nobody else acts on the campaign until the transaction ends; its row is as it stands now."""
    _hold_row(campaign)


def hold_letter(letter: Letter, campaign: Campaign) -> None:
    """The same, and the letter is as it stands now."""
    hold(campaign)
    _hold_row(letter)


def note_compared(campaign: Campaign, registers: RegistersAt) -> None:
    """The approved letters are as those registers have them."""
    campaign.checked_entry, campaign.checked_of_late, campaign.checked_on = registers
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


def _hold_row(row: Campaign | Letter) -> None:
    columns = [column.key for column in type(row).__table__.columns]
    db.session.refresh(row, attribute_names=columns, with_for_update=True)


def _signing(content: TemplateContent, brief: Brief) -> tuple[str, str]:
    """Signatory and body; the body exists on the date of the letters."""
    signing = offices(brief.convention)["signing"]
    signatory, body = settled_signatory(content.signatory, brief.signatory, brief.body, signing)
    row = bodies_by_slug(brief.convention).get(body) if body else None
    if body and (row is None or not row_in_force(row, brief.dated_on)):
        raise RuleViolation(
            f"The {brief.convention} has no body “{body[:60]}” on {day_in_words(brief.dated_on, 'EN')}.",
            field="signatory",
        )
    return signatory, body


def _check_parent(brief: Brief) -> None:
    parent = db.session.get(Campaign, brief.parent_id) if brief.parent_id else None
    if brief.parent_id and (parent is None or parent.convention != brief.convention):
        raise RuleViolation(f"The {brief.convention} has no campaign {brief.parent_id} that this one could follow.")
