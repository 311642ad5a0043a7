"""What was approved of a campaign, by whom and in which capacity."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from core.db import db
from correspondence.models.approval import Approval, ApprovedLetter, Reference


@dataclass(frozen=True)
class Approved:
    """One approval with its letters counted. first, last: of its references."""

    approval: Approval
    letters: int
    void: int
    first: str
    last: str


def approvals_of(campaign_id: int) -> Sequence[Approved]:
    """The newest first; two reads."""
    approvals = db.session.scalars(
        select(Approval).where(Approval.campaign_id == campaign_id).order_by(Approval.number.desc())
    ).all()
    counted = {
        row.approval_id: row
        for row in db.session.execute(
            select(
                ApprovedLetter.approval_id,
                func.count(ApprovedLetter.id).label("letters"),
                func.count(ApprovedLetter.voided_at).label("void"),
                func.min(Reference.text).label("first"),
                func.max(Reference.text).label("last"),
            )
            .join(Reference, Reference.id == ApprovedLetter.reference_id)
            .where(ApprovedLetter.approval_id.in_([each.id for each in approvals]))
            .group_by(ApprovedLetter.approval_id)
        )
    }
    found = []
    for each in approvals:
        row = counted.get(each.id)
        found.append(
            Approved(each, row.letters, row.void, row.first, row.last) if row else Approved(each, 0, 0, "", "")
        )
    return found


def find_approval(campaign_id: int, number: int) -> Approval | None:
    return db.session.scalar(select(Approval).where(Approval.campaign_id == campaign_id, Approval.number == number))
