"""Letters about requests: which were drafted, and where each stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from core.db import db
from core.errors import NotFound
from correspondence.models.campaigns import Campaign, CampaignState
from correspondence.queries.sight import Admitted
from extension_requests.models.dossiers import Dossier
from extension_requests.models.letters import DossierLetter
from extension_requests.queries.group import members_of, taking_part
from extension_requests.rules.occasions import LETTERS, Occasion

CONFIDENTIAL = tuple(occasion for occasion, letter in LETTERS.items() if letter.confidential)


STANDS = {
    CampaignState.DRAFT: ("draft", "neutral"),
    CampaignState.CIRCULATED: ("before the committee", "soon"),
    CampaignState.APPROVED: ("approved", "soon"),
    CampaignState.RELEASED: ("released", "done"),
    CampaignState.CANCELLED: ("cancelled", "private"),
}


@dataclass(frozen=True)
class LetterOnDossier:
    """How far the office has brought it; what became of each copy stands on the page of the campaign."""

    occasion: Occasion
    mark: str
    campaign: Campaign
    filed: bool

    @property
    def to_file(self) -> bool:
        """Whether it may be put on file, as it left."""
        return self.released and not self.filed

    @property
    def released(self) -> bool:
        return self.campaign.state is CampaignState.RELEASED

    @property
    def was_shown(self) -> bool:
        """Whether others than those who write it have surely been shown it."""
        return self.campaign.state not in (CampaignState.DRAFT, CampaignState.CANCELLED)

    @property
    def stands(self) -> str:
        return STANDS[self.campaign.state][0]

    @property
    def meaning(self) -> str:
        return STANDS[self.campaign.state][1]


def letters_of_dossier(dossier: Dossier) -> Sequence[LetterOnDossier]:
    """Every letter drafted about the request, the newest first, with where it stands; one query."""
    rows = db.session.execute(
        select(DossierLetter, Campaign)
        .join(Campaign, Campaign.id == DossierLetter.campaign_id)
        .where(DossierLetter.dossier_id == dossier.id)
        .order_by(Campaign.id.desc())
    ).all()
    return [
        LetterOnDossier(letter.occasion, letter.mark, campaign, letter.document_id is not None)
        for letter, campaign in rows
    ]


def letter_on(dossier: Dossier, campaign_id: int) -> DossierLetter:
    """NotFound where the campaign is not about the request."""
    found = db.session.get(DossierLetter, campaign_id)
    if found is None or found.dossier_id != dossier.id:
        raise NotFound("There is no such letter about this request.")
    return found


def campaigns_on(dossier: Dossier, occasion: Occasion, mark: str | None = None) -> Sequence[Campaign]:
    """Those that were not cancelled, the newest first. mark: None for every one."""
    wanted = (
        select(Campaign)
        .join(DossierLetter, DossierLetter.campaign_id == Campaign.id)
        .where(
            DossierLetter.dossier_id == dossier.id,
            DossierLetter.occasion == occasion,
            Campaign.state != CampaignState.CANCELLED,
        )
        .order_by(Campaign.id.desc())
    )
    if mark is not None:
        wanted = wanted.where(DossierLetter.mark == mark)
    return db.session.scalars(wanted).all()


def marks_of(dossier: Dossier, occasion: Occasion) -> set[str]:
    """Also of letters that were cancelled: what was drafted once is not drafted by itself again."""
    return set(
        db.session.scalars(
            select(DossierLetter.mark).where(DossierLetter.dossier_id == dossier.id, DossierLetter.occasion == occasion)
        )
    )


def told_until(dossier: Dossier, *, before: date | None = None, cancelled: bool = False) -> date | None:
    """The last day of what letters have told was not received; None where none told of any.

    before: only of letters until an earlier day. cancelled: also of those.
    """
    wanted = (
        select(func.max(DossierLetter.told_until))
        .join(Campaign, Campaign.id == DossierLetter.campaign_id)
        .where(DossierLetter.dossier_id == dossier.id)
    )
    if before is not None:
        wanted = wanted.where(DossierLetter.told_until < before)
    if not cancelled:
        wanted = wanted.where(Campaign.state != CampaignState.CANCELLED)
    return db.session.scalar(wanted)


def admitted_to_letter(campaign: Campaign, *, on: date) -> Admitted | None:
    """The group of the request and its States that take part, for a letter that only the group reads."""
    dossier = confidential_among([campaign.id]).get(campaign.id)
    if dossier is None:
        return None
    members = members_of(dossier, on=on)
    taking = frozenset(each.iso3 for each in taking_part(members))
    return Admitted(dossier.body, taking, frozenset(each.iso3 for each in members) - taking | {dossier.iso3})


def confidential_among(campaign_ids: Collection[int]) -> dict[int, Dossier]:
    """Of these campaigns those that only the group of the request reads, each with its dossier; one query.

    A reminder or a corrigendum is read by those who read what it reminds of or corrects.
    """
    roots = select(Campaign.id, Campaign.id.label("of"), Campaign.parent_id).where(Campaign.id.in_(campaign_ids))
    line = roots.cte("line", recursive=True)
    parent = aliased(Campaign)
    line = line.union_all(select(line.c.id, parent.id, parent.parent_id).join(parent, parent.id == line.c.parent_id))
    rows = db.session.execute(
        select(line.c.id, Dossier)
        .join(DossierLetter, DossierLetter.campaign_id == line.c.of)
        .join(Dossier, Dossier.id == DossierLetter.dossier_id)
        .where(DossierLetter.occasion.in_(CONFIDENTIAL))
    )
    return dict(rows.tuples().all())
