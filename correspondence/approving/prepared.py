"""What would be approved at this moment, by whom, and what stands in the way. Nothing is changed by asking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from committees.queries.offices import Offices
from core.audit.workflow import Actor
from core.clock import day_of
from core.db import db
from core.errors import RuleViolation
from core.files import read_file
from core.wording import day_in_words
from correspondence.approving.changes import what_changed
from correspondence.approving.finals import Final, finals, frame
from correspondence.catalogues import catalogues
from correspondence.models.approval import Circulation
from correspondence.models.campaigns import AudienceState, Campaign, CampaignState, Letter, LetterState, Signatory
from correspondence.queries.approved import have_left
from correspondence.queries.approvers import SigningOffice, authors_of, capacity_of, signing_office
from correspondence.queries.audiences import audience_on_record, is_corrigendum
from correspondence.queries.balance import why_closed
from correspondence.queries.campaigns import letters_of
from correspondence.queries.circulations import accepted_circulation, last_circulation, stage_of
from correspondence.queries.contacts import ways_of
from correspondence.rules.audience import weigh
from correspondence.rules.changes import Said, changes, in_words
from correspondence.rules.circulation import Stage
from correspondence.rules.gate import Way
from correspondence.rules.manifest import digest, read, written
from correspondence.rules.signatories import stranger_among
from correspondence.settings import settings
from states_parties.facts import StateFacts
from states_parties.queries.facts import state_facts

PRACTICE = "Office practice"


@dataclass(frozen=True)
class Prepared:
    """What would be approved at this moment. obstacles: why nothing can be. doubts: what the approver should know.

    since_circulation: what is otherwise than in what the committee was shown; empty also where it was shown nothing.
    """

    finals: Sequence[Final]
    manifest: bytes
    digest: str
    office: SigningOffice
    obstacles: Sequence[str]
    doubts: Sequence[str]
    since_circulation: Sequence[str]
    circulation: Circulation | None = None

    @property
    def marks(self) -> str:
        """What a form carries to tell, if need be, what changed since it was shown."""
        return " ".join(final.line.mark for final in self.finals)


def prepare_approval(campaign: Campaign, *, at: datetime) -> Prepared:
    """The letters with their references, from the registers of today; nothing is changed by it.

    campaign: with its template version and house style.
    """
    on = day_of(at)
    rows = [(letter, state, slug) for letter, state, slug in letters_of(campaign) if letter.state is LetterState.DRAFT]
    letters = [letter for letter, _state, _slug in rows]
    office = signing_office(Offices(campaign.convention), campaign, on=on)
    facts = {each.iso3: each for each in state_facts(campaign.convention, on=on)}
    ways = ways_of(campaign, letters, on=on)
    ready = finals(campaign, rows, ways, facts)
    manifest = written(frame(campaign) | {"letters": [final.line.to_json() for final in ready]})
    accepted = accepted_circulation(campaign.id, at=at)
    return Prepared(
        finals=ready,
        manifest=manifest,
        digest=digest(manifest),
        office=office,
        obstacles=[
            *_of_state(campaign, letters, accepted, at=at),
            *_of_office(office, campaign, on=on),
            *_of_what_left(rows),
            *_of_addresses(ready, ways),
            *_of_registers(campaign, rows, facts, on=on),
        ],
        doubts=_doubts(campaign, on=on),
        since_circulation=_since(accepted, rows, campaign),
        circulation=accepted,
    )


def approving_as(office: SigningOffice, campaign: Campaign, *, by: Actor) -> str:
    """In which capacity the person approves. RuleViolation names whose office it is today."""
    if by.id is None:
        raise RuleViolation("Letters are approved by a person with an account.", source=PRACTICE)
    capacity = capacity_of(office, campaign, by.id, on=day_of(by.at))
    if not capacity:
        today = (
            f"On {day_in_words(day_of(by.at), 'EN')} that is {office.heads_in_words}."
            if office.heads
            else ("The roster of today names nobody." if office.body else "It approves its own letters.")
        )
        raise RuleViolation(f"These are letters of the {office.name}. {today}", source=PRACTICE)
    if by.id in authors_of(campaign) and not settings().authors_approve:
        raise RuleViolation(
            "You drafted these letters: somebody else who holds the office approves them.", source=PRACTICE
        )
    return capacity


def _of_state(
    campaign: Campaign, letters: Sequence[Letter], accepted: Circulation | None, *, at: datetime
) -> list[str]:
    """What the life of the campaign has against an approval."""
    if closed := why_closed([campaign])[campaign.id]:
        return [f"{closed} Nothing of “{campaign.title}” is approved any more."]
    if not letters:
        return ["No letter waits for approval."]
    if campaign.state in (CampaignState.APPROVED, CampaignState.RELEASED):
        return []  # letters written anew; the committee has spoken before
    last = last_circulation(campaign.id)
    found = stage_of(last, at=at) if last else None
    if found is Stage.OPEN:
        return ["The draft lies before the committee; it is approved once the silence has held."]
    if found is Stage.OBJECTED:
        return ["An objection stands: settle it first, or withdraw the circulation."]
    if campaign.signatory is Signatory.CHAIR and accepted is None:
        return ["The committee has not seen the draft: circulate it first."]
    return []


def _of_office(office: SigningOffice, campaign: Campaign, *, on: date) -> list[str]:
    if stranger_among(campaign.signatory_name, office.people):
        return [
            f"The letters are signed “{campaign.signatory_name}”; on {day_in_words(on, 'EN')} the roster names"
            f" {office.heads_in_words}. Write the draft anew with that name."
        ]
    return []


def _of_what_left(rows: Sequence[Any]) -> list[str]:
    """Letters written anew of which the earlier wording is known by now to have left: no State gets a second one."""
    left = have_left([letter.id for letter, _state, _slug in rows])
    return [
        f"{state}: its letter as it was approved before has left, or may have; it gets no second one. Withdraw the"
        " new letter."
        for letter, state, _slug in rows
        if letter.id in left
    ]


def _of_addresses(finals: Sequence[Final], ways: Mapping[str, Way]) -> list[str]:
    return [
        f"{final.line.state}: {', '.join(ways[final.line.iso3].blocked_by)}."
        " Correct the contact, or withdraw the letter."
        for final in finals
        if ways[final.line.iso3].blocked
    ]


def _of_registers(campaign: Campaign, rows: Sequence[Any], facts: Mapping[str, StateFacts], *, on: date) -> list[str]:
    """Letters that would be written otherwise today, and States that would get one."""
    letters = [letter for letter, _state, _slug in rows]
    found = what_changed(campaign, letters, catalogues(), settings(), on=on, known=facts)
    told = [
        f"{state}: {in_words(found[letter.id], most=400)} Write the draft anew."
        for letter, state, _slug in rows
        if letter.id in found
    ]
    return told + _newly_in_audience(campaign, facts)


def _newly_in_audience(campaign: Campaign, facts: Mapping[str, StateFacts]) -> list[str]:
    if is_corrigendum(campaign):
        return []
    snapshot = {
        row.iso3: row.included
        for row in db.session.scalars(select(AudienceState).where(AudienceState.campaign_id == campaign.id))
    }
    weighed = weigh(list(facts.values()), audience_on_record(campaign), catalogues().criteria)
    return [
        f"{each.facts.list_name}: it belongs to the audience by now. {each.reason} Write the draft anew."
        for each in weighed
        if each.included and snapshot.get(each.facts.iso3, _was_no_party(each.facts, campaign)) is False
    ]


def _was_no_party(facts: StateFacts, campaign: Campaign) -> bool | None:
    """False, as for a State that was out, where the Convention came into force for it since."""
    since = facts.entry_into_force_on
    return False if since is not None and since > campaign.as_of else None


def _doubts(campaign: Campaign, *, on: date) -> list[str]:
    found = []
    if campaign.dated_on < on:
        found.append(f"The letters are dated {day_in_words(campaign.dated_on, 'EN')}, which has passed.")
    if not campaign.signatory_name and campaign.signatory is not Signatory.UNIT:
        found.append("The letters name the office that signs, but no person.")
    return found


def _since(accepted: Circulation | None, rows: Sequence[Any], campaign: Campaign) -> list[str]:
    """What is otherwise than in the last text that a committee accepted, letter by letter."""
    if accepted is None or campaign.state in (CampaignState.APPROVED, CampaignState.RELEASED):
        return []
    shown = read(read_file(accepted.manifest_sha256))
    before = {each["iso3"]: each for each in shown["letters"]}
    found = [
        f"{state}: {_told(before.get(letter.iso3), letter)}"
        for letter, state, _slug in rows
        if letter.iso3 not in before or before[letter.iso3]["sha256"] != letter.sha256
    ]
    present = {letter.iso3 for letter, _state, _slug in rows}
    gone = [each["state"] for each in before.values() if each["iso3"] not in present]
    return found + [f"{state}: it gets no letter any more." for state in gone]


def _told(before: Mapping[str, Any] | None, letter: Letter) -> str:
    if before is None:
        return "it gets a letter, and did not in what the committee was shown."
    old = Said(before["language"], before["paragraphs"], before["values"], before["tables"])
    new = Said(letter.language, [each["id"] for each in letter.paragraphs], letter.values, letter.tables)
    return in_words(changes(old, new), most=400) or "the wording of the template or the house style is another one."
