"""A draft before its committee: circulated, commented, objected to, accepted in silence or taken back."""

from datetime import date, datetime

from sqlalchemy import func, select

from committees.queries.offices import Offices
from core.audit.workflow import Actor, record
from core.clock import day_of
from core.db import db
from core.errors import RuleViolation
from core.files import store_file
from correspondence.models.approval import Circulation, CirculationEnd, Remark, RemarkKind
from correspondence.models.campaigns import Campaign, CampaignState, Letter, LetterState
from correspondence.queries.campaigns import letters_of
from correspondence.queries.circulations import body_before, last_circulation, stage_of
from correspondence.queries.people import members_with_address, members_without_address
from correspondence.queries.sight import Admitted, admitted_to
from correspondence.rules.circulation import Stage, check_closing, checked_text
from correspondence.rules.manifest import written
from correspondence.workflow.campaigns import hold, ref_of
from correspondence.workflow.notices import tell_approvers, tell_of_settlement

SILENCE = "silence"


def circulate(
    campaign: Campaign, *, closes_at: datetime, note: str, untold_confirmed: bool = False, by: Actor
) -> Circulation:
    """The letters lie before the body until that instant; what it was shown is kept, and fixed by its SHA-256.

    untold_confirmed: somebody of the office answers for it that members learn of it where no address is on record.
    """
    hold(campaign)
    if campaign.state is not CampaignState.DRAFT:
        raise RuleViolation(f"“{campaign.title}” is {campaign.state}: only a draft is circulated.")
    check_closing(closes_at, at=by.at)
    offices = Offices(campaign.convention)
    body = body_before(offices, campaign, on=day_of(by.at))
    if not body:
        raise RuleViolation("There is no committee on record today that the draft could be circulated to.")
    day = day_of(by.at)
    untold = _untold(offices, body, untold_confirmed, admitted_to(campaign, on=day), on=day)
    content = what_is_shown(campaign)
    circulation = Circulation(
        campaign_id=campaign.id,
        number=_next_number(campaign),
        opened_at=by.at,
        opened_by=by.name,
        closes_at=closes_at,
        note=note.strip(),
        manifest_sha256=store_file(content, at=by.at),
    )
    campaign.state = CampaignState.CIRCULATED
    db.session.add(circulation)
    db.session.flush()
    record(
        "campaign:circulated",
        ref_of(campaign),
        campaign.title,
        by=by,
        body=body,
        closes_at=closes_at.isoformat(timespec="minutes"),
        manifest=circulation.manifest_sha256[:12],
        could_not_be_told="; ".join(untold) or None,
    )
    return circulation


def _untold(offices: Offices, body: str, confirmed: bool, admitted: Admitted | None, *, on: date) -> list[str]:
    """The members whom the house cannot tell. Where it can tell nobody, somebody answers for it."""
    untold = members_without_address(offices, body, on=on, admitted=admitted)
    if not confirmed and not members_with_address(offices, body, on=on, admitted=admitted):
        known = f", of {'; '.join(untold)}" if untold else ""
        raise RuleViolation(
            f"Nobody of the {offices.bodies[body].name_en} has an address on record{known}. Whoever does not know of"
            " the draft cannot object to it. Put an address on record, or tell them yourself and confirm it.",
            field="untold",
        )
    return untold


def what_is_shown(campaign: Campaign) -> bytes:
    """The letters that are in draft, word for word, as one text."""
    letters = [(letter, state) for letter, state, _slug in letters_of(campaign) if letter.state is LetterState.DRAFT]
    if not letters:
        raise RuleViolation("Every letter is withdrawn: there is nothing to circulate.")
    return written(
        {
            "campaign": campaign.id,
            "convention": campaign.convention,
            "title": campaign.title,
            "template_version": campaign.template_version_id,
            "dated_on": campaign.dated_on.isoformat(),
            "letters": [
                {
                    "iso3": letter.iso3,
                    "state": state,
                    "language": letter.language,
                    "paragraphs": [each["id"] for each in letter.paragraphs],
                    "values": letter.values,
                    "tables": letter.tables,
                    "sha256": letter.sha256,
                }
                for letter, state in letters
            ],
        }
    )


def remark(campaign: Campaign, kind: RemarkKind, text: str, *, letter: Letter | None, by: Actor) -> Remark:
    """A member comments or objects, on the whole or on one letter, while the draft lies before the body."""
    hold(campaign)
    circulation = _open_circulation(campaign)
    if circulation.closes_at <= by.at:
        raise RuleViolation("The time for remarks is over.", field="text")
    said = Remark(
        circulation_id=circulation.id,
        letter_id=letter.id if letter else None,
        kind=kind,
        text=checked_text(text, field="text", what="the comment, or what the objection is"),
        made_at=by.at,
        made_by=by.name,
        made_by_id=by.id,
    )
    db.session.add(said)
    db.session.flush()
    about = letter.iso3 if letter else None
    act = "campaign:objected" if kind is RemarkKind.OBJECTION else "campaign:commented"
    record(act, ref_of(campaign), campaign.title, by=by, letter=about)
    return said


def settle_remark(campaign: Campaign, said: Remark, words: str, *, by: Actor) -> None:
    """What came of a remark. Once no objection stands any more and the time is over, the silence has held."""
    hold(campaign)
    db.session.refresh(said)
    if said.settled_at is not None:
        raise RuleViolation(f"{said.settled_by} settled this already.")
    said.settlement = checked_text(words, field="settlement", what="how it was settled")
    said.settled_at, said.settled_by = by.at, by.name
    db.session.flush()
    record("campaign:remark-settled", ref_of(campaign), campaign.title, by=by, kind=said.kind.value)
    tell_of_settlement(campaign, said, by=by)
    close_if_due(campaign, at=by.at, by=by)


def withdraw_circulation(campaign: Campaign, *, reason: str, by: Actor) -> None:
    """The draft is the office's again and can be changed; what the body said of it stays on record."""
    hold(campaign)
    circulation = _open_circulation(campaign)
    why = checked_text(reason, field="reason", what="why the draft is taken back")
    _end(campaign, circulation, CirculationEnd.WITHDRAWN, at=by.at, by=by.name)
    campaign.state = CampaignState.DRAFT
    db.session.flush()
    record("campaign:circulation-withdrawn", ref_of(campaign), campaign.title, by=by, reason=why[:300])


def close_if_due(campaign: Campaign, *, at: datetime, by: Actor) -> bool:
    """Whether the silence has held to its end; then it is written down so."""
    circulation = last_circulation(campaign.id)
    if circulation is None or circulation.outcome is not None or stage_of(circulation, at=at) is not Stage.ACCEPTED:
        return False
    settled_late = db.session.scalar(
        select(func.max(Remark.settled_at)).where(
            Remark.circulation_id == circulation.id, Remark.kind == RemarkKind.OBJECTION
        )
    )
    ended_at = max(circulation.closes_at, settled_late or circulation.closes_at)
    _end(campaign, circulation, CirculationEnd.ACCEPTED, at=ended_at, by=SILENCE)
    record("campaign:silence-held", ref_of(campaign), campaign.title, by=by, circulation=circulation.number)
    tell_approvers(campaign, by=by)
    return True


def check_editable(campaign: Campaign, *, at: datetime) -> None:
    """A draft may be changed, but not while it lies before the committee."""
    if campaign.state is CampaignState.DRAFT:
        return
    if campaign.state is not CampaignState.CIRCULATED:
        raise RuleViolation(f"“{campaign.title}” is {campaign.state}: it is no draft any more.")
    circulation = last_circulation(campaign.id)
    if circulation is not None and stage_of(circulation, at=at) is not Stage.ACCEPTED:
        raise RuleViolation("The draft lies before the committee. Withdraw the circulation first, then change it.")


def _open_circulation(campaign: Campaign) -> Circulation:
    found = last_circulation(campaign.id)
    if campaign.state is not CampaignState.CIRCULATED or found is None or found.outcome is not None:
        raise RuleViolation(f"“{campaign.title}” does not lie before a committee.", field="text")
    return found


def _end(campaign: Campaign, circulation: Circulation, outcome: CirculationEnd, *, at: datetime, by: str) -> None:
    circulation.ended_at, circulation.ended_by, circulation.outcome = at, by, outcome
    db.session.flush()


def _next_number(campaign: Campaign) -> int:
    highest = db.session.scalar(select(func.max(Circulation.number)).where(Circulation.campaign_id == campaign.id))
    return 1 + (highest or 0)
