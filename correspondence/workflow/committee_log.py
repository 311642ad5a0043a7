"""What a campaign of a body did, in the log of that body: told once when it has gone out, and again when more has."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from committees.models.work import Activity, ActivityKind
from committees.workflow.activities import record_activity
from core.audit.workflow import Actor
from core.clock import day_of
from core.db import Ref, db
from core.wording import list_in_words
from correspondence.models.campaigns import Campaign, Letter
from correspondence.queries.balance import Line, lines_of, standing_of
from correspondence.queries.sight import admitted_to
from correspondence.rules.balance import Outcome
from correspondence.rules.standing import Standing
from correspondence.workflow.campaigns import ref_of
from states_parties.facts import Sourcing

GONE_OUT = (Standing.TO_POST, Standing.TO_SETTLE, Standing.FINISHED, Standing.STOPPED)
NAMED_UP_TO = 6  # States; more are called States Parties
KEPT_AS_EDITED = ("what", "to_whom", "with_whom", "purpose", "details", "when_told", "iso3s", "private", "file_id")


def tell_the_committee(campaign: Campaign, *, at: datetime, by: Actor) -> Activity | None:
    """The log of the body tells of the letters that have left, once none waits for the mail; None: not told.

    What the body has edited in the entry, or withdrawn, stays as it is: only number and days follow. A letter that is
    kept from some of its members is not told there: all of them read the log.
    """
    if not campaign.body or standing_of(campaign, at=at) not in GONE_OUT or admitted_to(campaign, on=day_of(at)):
        return None
    lines = [line for line in lines_of(campaign) if line.fate.outcome is Outcome.SENT]
    days = sorted(day for line in lines for day in _days(line))
    before = _told_before(ref_of(campaign), campaign)
    if not lines or not days or (before is not None and before.withdrawn):
        return before
    return record_activity(
        campaign.convention,
        campaign.body,
        kind=ActivityKind.LETTERS,
        starts_on=days[0],
        ends_on=days[-1],
        count=len(lines),
        subject=ref_of(campaign),
        sourcing=_sourcing(campaign, before),
        by=by,
        **(_as_edited(before) if before else _told(campaign, lines)),
    )


def _days(line: Line) -> list[date]:
    return [sent.left_on for sent in line.sent if sent.role == "to" and sent.left_on]


def _told(campaign: Campaign, lines: Sequence[Line]) -> dict[str, Any]:
    few = len(lines) <= NAMED_UP_TO
    variants = db.session.scalars(select(Letter.variant).where(Letter.campaign_id == campaign.id).distinct()).all()
    tailored = "tailored " if len(variants) > 1 else ""
    return {
        "what": f"{tailored}letter{'s' if len(lines) != 1 else ''}",
        "to_whom": list_in_words([line.state for line in lines], "EN") if few else "States Parties",
        "iso3s": [line.iso3 for line in lines] if few else [],
    }


def _sourcing(campaign: Campaign, before: Activity | None) -> Sourcing:
    if before is not None:
        return Sourcing(before.source, before.confidence, before.notes)
    return Sourcing(f"campaign “{campaign.title}”"[:200], "high")


def _as_edited(before: Activity) -> dict[str, Any]:
    return {name: getattr(before, name) for name in KEPT_AS_EDITED}


def _told_before(ref: Ref, campaign: Campaign) -> Activity | None:
    return db.session.scalars(
        select(Activity).where(
            Activity.convention == campaign.convention,
            Activity.body == campaign.body,
            Activity.subject_kind == ref.kind,
            Activity.subject_id == ref.id,
        )
    ).one_or_none()
