"""What a body was shown of a campaign, until when, and what its members said."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Row, and_, case, func, select

from committees.queries.offices import Offices
from core.db import db
from core.errors import NotFound
from correspondence.models.approval import Circulation, Remark, RemarkKind
from correspondence.models.campaigns import Campaign, Letter, Signatory
from correspondence.queries.sight import admitted_to
from correspondence.queries.signing import coordinating_body
from correspondence.rules.circulation import Stage, stage
from states_parties.models import State


def body_before(offices: Offices, campaign: Campaign, *, on: date) -> str:
    """The body a draft is circulated to: the one whose head signs, else the Coordinating or Coordination Committee.

    A letter that only one body reads is circulated to that body.
    """
    if (admitted := admitted_to(campaign, on=on)) and admitted.body in offices.bodies:
        return admitted.body
    return campaign.body if campaign.signatory is Signatory.CHAIR else coordinating_body(offices, on=on)


def circulations_of(campaign_id: int) -> Sequence[Circulation]:
    """The newest first, as they stand now, whatever was read of them before."""
    return db.session.scalars(
        select(Circulation)
        .where(Circulation.campaign_id == campaign_id)
        .order_by(Circulation.number.desc())
        .execution_options(populate_existing=True)
    ).all()


def last_circulation(campaign_id: int) -> Circulation | None:
    """As it stands now."""
    return next(iter(circulations_of(campaign_id)), None)


def accepted_circulation(campaign_id: int, *, at: datetime) -> Circulation | None:
    """The last one that the body accepted in silence, whether or not the house has written that down yet."""
    found = circulations_of(campaign_id)
    return next((each for each in found if stage_of(each, at=at) is Stage.ACCEPTED), None)


def remarks_of(campaign_id: int) -> Sequence[Row[Remark, str, str]]:
    """Every remark with list name and slug of the State whose letter it is about ("" for the whole), as they came."""
    return db.session.execute(
        select(Remark, func.coalesce(State.list_en, ""), func.coalesce(State.slug, ""))
        .join(Circulation, Circulation.id == Remark.circulation_id)
        .outerjoin(Letter, Letter.id == Remark.letter_id)
        .outerjoin(State, State.iso3 == Letter.iso3)
        .where(Circulation.campaign_id == campaign_id)
        .order_by(Remark.id)
    ).all()


def get_remark(campaign: Campaign, remark_id: int) -> Remark:
    """NotFound also for one on another campaign."""
    found = db.session.scalar(
        select(Remark)
        .join(Circulation, Circulation.id == Remark.circulation_id)
        .where(Remark.id == remark_id, Circulation.campaign_id == campaign.id)
    )
    if found is None:
        raise NotFound(f"“{campaign.title}” has no remark {remark_id}.")
    return found


def objections_standing(circulation: Circulation) -> int:
    """Objections that nobody has settled."""
    return (
        db.session.scalar(
            select(func.count(Remark.id)).where(
                Remark.circulation_id == circulation.id,
                Remark.kind == RemarkKind.OBJECTION,
                Remark.settled_at.is_(None),
            )
        )
        or 0
    )


def stage_of(circulation: Circulation, *, at: datetime) -> Stage:
    standing = objections_standing(circulation) if circulation.outcome is None else 0
    return stage(circulation.outcome, circulation.closes_at, standing, at=at)


class BeforeItsBody(NamedTuple):
    """How the last circulation of a campaign stands. objections, comments: those that nobody has settled."""

    stage: Stage
    closes_at: datetime
    objections: int
    comments: int


def circulated_now(campaign_ids: Collection[int], *, at: datetime) -> dict[int, BeforeItsBody]:
    """Of campaigns that are circulated, how that stands; one read, however many there are."""
    if not campaign_ids:
        return {}
    last = select(func.max(Circulation.id)).where(Circulation.campaign_id.in_(campaign_ids))
    rows = db.session.execute(
        select(
            Circulation.campaign_id,
            Circulation.outcome,
            Circulation.closes_at,
            func.count(case((Remark.kind == RemarkKind.OBJECTION, 1))),
            func.count(case((Remark.kind == RemarkKind.COMMENT, 1))),
        )
        .outerjoin(Remark, and_(Remark.circulation_id == Circulation.id, Remark.settled_at.is_(None)))
        .where(Circulation.id.in_(last.group_by(Circulation.campaign_id)))
        .group_by(Circulation.id)
    )
    return {
        id: BeforeItsBody(stage(outcome, closes_at, objections, at=at), closes_at, objections, comments)
        for id, outcome, closes_at, objections, comments in rows
    }


def campaigns_due_to_close(*, at: datetime) -> Sequence[int]:
    """Those before a body whose time is over and which nobody has ended; objections may still stand."""
    return db.session.scalars(
        select(Circulation.campaign_id)
        .where(Circulation.ended_at.is_(None), Circulation.closes_at <= at)
        .order_by(Circulation.id)
    ).all()
