"""Approval of exact bytes: what was seen is what is approved, or nothing is.

All of it is one transaction: the references, the final Word files and mails, who approved them in which capacity, and
where each goes. Nothing leaves by it.
"""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import func, insert, select

from core.audit.workflow import Actor, record
from core.clock import day_of
from core.db import db
from core.errors import RuleViolation, Shortcomings
from core.files import store_file, store_files
from correspondence.approving.finals import Final, series_of, with_reference
from correspondence.approving.prepared import PRACTICE, Prepared, approving_as, prepare_approval
from correspondence.models.approval import Approval, ApprovedLetter, ReferenceSeries
from correspondence.models.campaigns import Campaign, CampaignState, Channel, Dispatch, LetterState
from correspondence.queries.approved import registers_at
from correspondence.queries.campaigns import get_campaign
from correspondence.rules.manifest import moved_since
from correspondence.workflow.campaigns import hold, note_compared, ref_of
from correspondence.workflow.circulation import close_if_due
from correspondence.workflow.register import give_references, hold_series


def approve(
    campaign: Campaign,
    *,
    manifest_sha256: str,
    by: Actor,
    seen: str = "",
    other_than_circulated: str = "",
    means: str = "",
) -> Approval:
    """The letters of the manifest are approved, with their references; each has somewhere to go.

    manifest_sha256: of the manifest that was seen; seen: its marks, to tell what is otherwise. other_than_circulated:
    why letters are approved that the committee was not shown as they are. means: by which the person acts, where not
    on the page. RuleViolation tells what stands in the way.
    """
    hold(campaign)
    registers = registers_at(day_of(by.at))
    close_if_due(campaign, at=by.at, by=by)
    prefix, year = series_of(campaign)
    series = hold_series(campaign.convention, prefix, year)
    whole = get_campaign(campaign.convention, campaign.id)
    prepared = prepare_approval(whole, at=by.at)
    capacity = ", ".join(filter(None, [approving_as(prepared.office, campaign, by=by), means]))
    if prepared.obstacles:
        raise Shortcomings(prepared.obstacles, what="The letters cannot be approved")
    if prepared.digest != manifest_sha256:
        moved = moved_since(seen, [final.line for final in prepared.finals]) or [
            "What would be approved now is not what was seen; look at the manifest of now."
        ]
        raise Shortcomings(moved, what="Nothing was approved: the manifest is another one by now")
    if prepared.since_circulation and not other_than_circulated.strip():
        raise RuleViolation(
            "These are not the letters that the committee was shown. Say why they are approved all the same.",
            field="other_than_circulated",
            source=PRACTICE,
        )
    approval = _write(whole, series, prepared, capacity, by=by)
    note_compared(campaign, registers)
    record(
        "campaign:approved",
        ref_of(campaign),
        campaign.title,
        by=by,
        office=capacity,
        letters=len(prepared.finals),
        manifest=prepared.digest[:12],
        references=f"{prepared.finals[0].line.reference} to {prepared.finals[-1].line.reference}",
        other_than_circulated=other_than_circulated.strip()[:300] or None,
    )
    return approval


def _write(campaign: Campaign, series: ReferenceSeries, prepared: Prepared, capacity: str, *, by: Actor) -> Approval:
    finals = prepared.finals
    given = give_references(series, [final.letter for final in finals], at=by.at)
    store_files([content for final in finals for content in (final.file, final.cover)], at=by.at)
    approval = Approval(
        campaign_id=campaign.id,
        number=_next_number(campaign),
        approved_at=by.at,
        approved_by=by.name,
        approved_by_id=by.id,
        office=capacity[:300],
        manifest_sha256=store_file(prepared.manifest, at=by.at),
    )
    db.session.add(approval)
    db.session.flush()
    approved = [
        ApprovedLetter(
            approval_id=approval.id,
            letter_id=final.letter.id,
            reference_id=reference.id,
            file_name=final.line.file_name,
            sha256=final.line.sha256,
            cover_sha256=final.line.cover_sha256,
        )
        for final, reference in zip(finals, given, strict=True)
    ]
    db.session.add_all(approved)
    db.session.flush()
    _send_where(campaign, finals, approved)
    for final in finals:
        letter, line = final.letter, final.line
        letter.values, letter.sha256, letter.size_bytes = (
            with_reference(letter, line.reference),
            line.sha256,
            len(final.file),
        )
        letter.state, letter.reason, letter.reference = LetterState.APPROVED, "", line.reference
    campaign.state = CampaignState.APPROVED if campaign.mailing_id is None else CampaignState.RELEASED
    db.session.flush()
    return approval


def _send_where(campaign: Campaign, finals: Sequence[Final], approved: Sequence[ApprovedLetter]) -> None:
    """One dispatch for each copy; a later one to the same address has the next number."""
    ids = [final.letter.id for final in finals]
    before = Counter(
        (row.letter_id, row.channel.value, row.address)
        for row in db.session.scalars(select(Dispatch).where(Dispatch.letter_id.in_(ids)))
    )
    db.session.execute(
        insert(Dispatch),
        [
            {
                "campaign_id": campaign.id,
                "letter_id": final.letter.id,
                "approved_letter_id": each.id,
                "channel": Channel(channel),
                "role": role,
                "address": address,
                "sequence": before[final.letter.id, channel, address] + 1,
            }
            for final, each in zip(finals, approved, strict=True)
            for role, channel, address in final.line.to
        ],
    )


def _next_number(campaign: Campaign) -> int:
    highest = db.session.scalar(select(func.max(Approval.number)).where(Approval.campaign_id == campaign.id))
    return 1 + (highest or 0)
