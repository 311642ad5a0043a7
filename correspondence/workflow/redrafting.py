"""A draft written anew, because registers, template or signatory have changed; and single letters taken out of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert, select

from core.audit.workflow import Actor, record
from core.db import db
from core.errors import RuleViolation
from correspondence.catalogues import Catalogues
from correspondence.letters import ComposedLetter
from correspondence.models.approval import Remark
from correspondence.models.campaigns import AudienceState, Campaign, CampaignState, Letter, LetterState
from correspondence.models.templates import HouseStyle, TemplateVersion
from correspondence.press import press_for, shipped_house_style
from correspondence.queries.audiences import audience_on_record
from correspondence.queries.campaigns import letters_of
from correspondence.rules.audience import Weighed
from correspondence.rules.bodies import TemplateContent
from correspondence.rules.changes import Change, Said, changes
from correspondence.rules.manifest import digest, written
from correspondence.settings import office_addresses
from correspondence.workflow.campaigns import (
    Brief,
    WrittenLetter,
    audience_of,
    compose_for,
    hold,
    hold_letter,
    keep_audience,
    letter_values,
    press_letter,
    ref_of,
    weigh_states,
)
from correspondence.workflow.circulation import check_editable
from correspondence.workflow.writing_anew import withdraw_letter
from states_parties.models import State


@dataclass(frozen=True)
class LetterChange:
    """What a redraft does to one State's letter. kind: new, gone or changed."""

    iso3: str
    state: str
    kind: str
    found: Sequence[Change] = ()
    reason: str = ""


@dataclass(frozen=True)
class Redraft:
    """The same campaign as it would be written now. digest: stands for all of it, so that no other one is taken."""

    brief: Brief
    version: TemplateVersion
    house_style: HouseStyle | None
    weighed: Sequence[Weighed]
    letters: Sequence[WrittenLetter]
    changed: Sequence[LetterChange]
    digest: str

    @property
    def unchanged(self) -> int:
        return len(self.letters) - sum(1 for each in self.changed if each.kind != "gone")


def brief_of(campaign: Campaign, *, as_of: date, dated_on: date, signatory_name: str) -> Brief:
    """What the campaign is, from the registers of another day."""
    audience = audience_on_record(campaign)
    return Brief(
        campaign.convention,
        as_of=as_of,
        dated_on=dated_on,
        audience=audience.condition,
        also=audience.also,
        besides=audience.besides,
        signatory_name=signatory_name,
        **office_addresses(),
        signatory=campaign.signatory,
        body=campaign.body,
        copy_to_capital=campaign.copy_to_capital,
        kind=campaign.kind,
        about=campaign.about,
        parent_id=campaign.parent_id,
        send_condition=campaign.send_condition,
    )


def prepare_redraft(
    campaign: Campaign, version: TemplateVersion, house_style: HouseStyle | None, brief: Brief, catalogues: Catalogues
) -> Redraft:
    """Nothing is changed by it. Refusals as for drafting; a corrigendum is drafted again from what it corrects."""
    if db.session.scalar(select(Letter.id).where(Letter.campaign_id == campaign.id, Letter.corrects_id.is_not(None))):
        raise RuleViolation("These letters correct others: cancel this draft, and correct those letters again.")
    content = TemplateContent.from_json(version.content)
    press = press_for(content, house_style.file if house_style else shipped_house_style())
    weighed = weigh_states(brief, catalogues)
    letters = [
        press_letter(press, each) for each in compose_for(content, press, brief, catalogues, audience_of(weighed))
    ]
    frame = [version.id, house_style.id if house_style else 0, brief.as_of.isoformat(), brief.dated_on.isoformat()]
    lines = [[each.composed.facts.iso3, each.sha256] for each in letters]
    inside = [[each.facts.iso3, each.included, each.reason] for each in weighed]
    return Redraft(
        brief,
        version,
        house_style,
        weighed,
        letters,
        _changed(campaign, letters, weighed),
        digest(written({"frame": frame, "letters": lines, "audience": inside})),
    )


def redraft_campaign(campaign: Campaign, redraft: Redraft, *, seen: str, by: Actor) -> None:
    """The letters are those of the redraft; States that get none any more leave, those withdrawn stay withdrawn.

    seen: the digest of the redraft that the person saw. RuleViolation where it would be another one by now.
    """
    hold(campaign)
    check_editable(campaign, at=by.at)
    if redraft.digest != seen:
        raise RuleViolation("The registers or the template changed while you were looking. Look at what changes now.")
    present = {letter.iso3: letter for letter, _state, _slug in letters_of(campaign)}
    written_now = {each.composed.facts.iso3: each for each in redraft.letters}
    gone = [letter for iso3, letter in present.items() if iso3 not in written_now]
    _replace_audience(campaign, redraft, kept=_let_go(gone, redraft))
    for iso3, each in written_now.items():
        if iso3 in present:
            for name, value in letter_values(each).items():
                setattr(present[iso3], name, value)
    new = [
        {"campaign_id": campaign.id, **letter_values(each)} for iso3, each in written_now.items() if iso3 not in present
    ]
    if new:
        db.session.execute(insert(Letter), new)
    campaign.template_version, campaign.house_style = redraft.version, redraft.house_style
    campaign.as_of, campaign.dated_on = redraft.brief.as_of, redraft.brief.dated_on
    campaign.signatory_name, campaign.state = redraft.brief.signatory_name, CampaignState.DRAFT
    db.session.flush()
    kinds = [each.kind for each in redraft.changed]
    record(
        "campaign:redrafted",
        ref_of(campaign),
        campaign.title,
        by=by,
        as_of=campaign.as_of.isoformat(),
        template_version=redraft.version.number,
        letters=len(redraft.letters),
        **{kind: kinds.count(kind) for kind in ("changed", "new", "gone")},
    )


def withdraw_from_draft(letter: Letter, campaign: Campaign, *, reason: str, by: Actor) -> None:
    """The State gets no letter of this campaign, and the reason is kept. Refused for the last one."""
    hold_letter(letter, campaign)
    check_editable(campaign, at=by.at)
    others = select(Letter.id).where(
        Letter.campaign_id == campaign.id, Letter.id != letter.id, Letter.state == LetterState.DRAFT
    )
    if letter.state is LetterState.DRAFT and db.session.scalar(others.limit(1)) is None:
        raise RuleViolation("This is the last letter of the campaign: cancel the campaign instead.", field="reason")
    withdraw_letter(letter, campaign, reason=reason, by=by, out_of_the_draft=True)
    campaign.state = CampaignState.DRAFT
    db.session.flush()


def bring_back(letter: Letter, campaign: Campaign, *, by: Actor) -> None:
    """A letter that was withdrawn is part of the draft again."""
    hold_letter(letter, campaign)
    check_editable(campaign, at=by.at)
    name = db.session.scalars(select(State.list_en).where(State.iso3 == letter.iso3)).one()
    if letter.state is not LetterState.WITHDRAWN:
        raise RuleViolation(f"The letter to {name} is {letter.state}: there is nothing to bring back.")
    letter.state, letter.reason = LetterState.DRAFT, ""
    campaign.state = CampaignState.DRAFT
    db.session.flush()
    record("letter:brought-back", ref_of(campaign), campaign.title, by=by, state=name)


def _changed(
    campaign: Campaign, letters: Sequence[WrittenLetter], weighed: Sequence[Weighed]
) -> Sequence[LetterChange]:
    present = {letter.iso3: (letter, state) for letter, state, _slug in letters_of(campaign)}
    why = {each.facts.iso3: each for each in weighed}
    found = []
    for each in letters:
        facts = each.composed.facts
        if facts.iso3 not in present:
            found.append(LetterChange(facts.iso3, facts.list_name, "new", reason=why[facts.iso3].reason))
        elif each.sha256 != present[facts.iso3][0].sha256:
            told = changes(said_in(present[facts.iso3][0]), said_by(each.composed))
            found.append(LetterChange(facts.iso3, facts.list_name, "changed", told or [WORDING]))
    for iso3, (_letter, state) in present.items():
        if not any(each.composed.facts.iso3 == iso3 for each in letters):
            found.append(LetterChange(iso3, state, "gone", reason=why[iso3].reason if iso3 in why else NO_PARTY))
    return sorted(found, key=lambda each: each.state)


WORDING = Change("wording", "The wording of the template or the house style is another one.")
NO_PARTY = "It is no State Party in force any more."


def said_in(letter: Letter) -> Said:
    return Said(letter.language, [each["id"] for each in letter.paragraphs], letter.values, letter.tables)


def said_by(composed: ComposedLetter) -> Said:
    return Said(composed.language, [each.id for each in composed.chosen], composed.values, composed.tables)


def _let_go(gone: Sequence[Letter], redraft: Redraft) -> set[str]:
    """Letters nobody spoke of are no more; of those with a remark the letter stays, withdrawn. Returns their States."""
    ids = [letter.id for letter in gone]
    spoken_of = set(db.session.scalars(select(Remark.letter_id).where(Remark.letter_id.in_(ids))))
    why = {each.facts.iso3: each.reason for each in redraft.weighed}
    for letter in gone:
        if letter.id in spoken_of:
            letter.state = LetterState.WITHDRAWN
            letter.reason = f"Not in the audience any more. {why.get(letter.iso3, NO_PARTY)}"[:1000]
    db.session.flush()
    db.session.execute(delete(Letter).where(Letter.id.in_(set(ids) - spoken_of)))
    return {letter.iso3 for letter in gone if letter.id in spoken_of}


def _replace_audience(campaign: Campaign, redraft: Redraft, *, kept: set[str]) -> None:
    """kept: States whose letter stays, withdrawn; they stay in the snapshot, so that it tells of every letter."""
    others = delete(AudienceState).where(AudienceState.campaign_id == campaign.id, AudienceState.iso3.not_in(kept))
    db.session.execute(others)
    keep_audience(campaign, [each for each in redraft.weighed if each.facts.iso3 not in kept])
