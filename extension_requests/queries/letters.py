"""Letters about requests: which were drafted, and where each stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.db import db
from core.errors import NotFound
from correspondence.models.campaigns import Campaign, CampaignState
from correspondence.queries.balance import standings
from correspondence.rules.standing import MEANINGS, Standing
from extension_requests.models.dossiers import Dossier
from extension_requests.models.letters import DossierLetter
from extension_requests.rules.occasions import LETTERS, Occasion

CONFIDENTIAL = tuple(occasion for occasion, letter in LETTERS.items() if letter.confidential)


@dataclass(frozen=True)
class LetterOnDossier:
    """meaning: the shape its standing is shown with."""

    occasion: Occasion
    mark: str
    campaign: Campaign
    standing: Standing

    @property
    def has_left(self) -> bool:
        return self.standing in (Standing.FINISHED, Standing.TO_SETTLE)

    @property
    def meaning(self) -> str:
        return MEANINGS.get(self.standing, "neutral")


def letters_of_dossier(dossier: Dossier, *, at: datetime) -> Sequence[LetterOnDossier]:
    """Every letter drafted about the request, the newest first, with where it stands."""
    rows = db.session.execute(
        select(DossierLetter, Campaign)
        .join(Campaign, Campaign.id == DossierLetter.campaign_id)
        .where(DossierLetter.dossier_id == dossier.id)
        .order_by(Campaign.id.desc())
    ).all()
    stands = standings([campaign for _letter, campaign in rows], at=at) if rows else {}
    return [LetterOnDossier(letter.occasion, letter.mark, each, stands[each.id]) for letter, each in rows]


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


def confidential_among(campaign_ids: Collection[int]) -> dict[int, Dossier]:
    """Of these campaigns those that only the group of the request reads, each with its dossier; one query."""
    rows = db.session.execute(
        select(DossierLetter.campaign_id, Dossier)
        .join(Dossier, Dossier.id == DossierLetter.dossier_id)
        .where(DossierLetter.campaign_id.in_(campaign_ids), DossierLetter.occasion.in_(CONFIDENTIAL))
    )
    return dict(rows.tuples().all())
