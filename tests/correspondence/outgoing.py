"""A campaign on its way, for tests: scheduled, and what the outbox would be told of its messages."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from sqlalchemy import select, update

from core.audit.models import AuditEntry
from core.clock import now
from core.db import db, transaction
from core.outbox.kinds import NotSent, Outgoing, outbox_kind
from core.outbox.models import Mailing, MessageState, OutboxMessage
from core.outbox.workflow.messages import put_out
from correspondence.models.campaigns import Campaign, Dispatch, Letter
from correspondence.queries.approved import live_dispatches
from correspondence.rules.plans import Plan
from correspondence.workflow.sending import schedule
from states_parties.models import Article7Report, RegisterClosure, ReportKind
from tests.factories.letters import OFFICER

MISSING = "missing_report_years >= 1"
MONDAY = Plan(date(2026, 11, 23), time(10), date(2026, 12, 7))


def scheduled(campaign: Campaign, plan: Plan = MONDAY) -> Campaign:
    letters = len({row.Letter.id for row in live_dispatches(campaign.id)})
    with transaction():
        schedule(campaign, plan, letters=letters, by=OFFICER)
    return campaign


def message_to(state: str, *, role: str = "to") -> OutboxMessage:
    """The newest one to the State, by its name."""
    return db.session.scalars(
        select(OutboxMessage)
        .join(Dispatch, Dispatch.message_id == OutboxMessage.id)
        .where(Dispatch.letter_id == letter_to(state).id, Dispatch.role == role)
        .order_by(OutboxMessage.id.desc())
    ).first()


def letter_to(state: str) -> Letter:
    """The newest one to the State, by its name."""
    return db.session.scalars(
        select(Letter).where(Letter.values["the_state"].as_string() == state).order_by(Letter.id.desc())
    ).first()


def prepared() -> dict[str, Outgoing | NotSent]:
    """What the outbox would be told of every letter now, by address."""
    messages = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "letter")).all()
    with transaction():
        found: Mapping[int, Any] = outbox_kind("letter").prepare(messages)
    return {message.address: found[message.id] for message in messages}


def may_go() -> set[str]:
    """The addresses whose letters the outbox would claim now."""
    kind = outbox_kind("letter")
    return set(db.session.scalars(select(OutboxMessage.address).where(kind.may_go())))


def end(state: str, outcome: MessageState, **columns: Any) -> None:
    """The message to the State reaches that outcome, as the outbox tells it."""
    message = message_to(state)
    if outcome is MessageState.ACCEPTED:
        columns = {"accepted_at": now(), **columns}
    with transaction():
        db.session.execute(update(OutboxMessage).where(OutboxMessage.id == message.id).values(state=outcome, **columns))
        db.session.refresh(message)
        outbox_kind("letter").ended(message)
    db.session.expire_all()


def all_left(campaign: Campaign) -> None:
    """Every letter of a released campaign was accepted by the mail server."""
    mailing = db.session.get_one(Mailing, campaign.mailing_id)
    for dispatch in Dispatch.query.filter_by(campaign_id=campaign.id).order_by(Dispatch.id).all():
        message = put_out(mailing, str(dispatch.id), dispatch.address)
        dispatch.message_id = message.id
        message.state, message.began_at, message.accepted_at = MessageState.ACCEPTED, now(), now()
    db.session.flush()


def a_year_is_missing() -> None:
    """The register of reports covering 2025 is complete as of today."""
    sourced = {"source": "test", "confidence": "high", "notes": ""}
    db.session.add(
        RegisterClosure(
            convention="APMBC", subject="annual_reports", year_covered=2025, complete_as_of=now().date(), **sourced
        )
    )
    db.session.flush()


def report(iso3: str) -> None:
    sourced = {"source": "test", "confidence": "high", "notes": ""}
    db.session.add(
        Article7Report(
            convention="APMBC",
            iso3=iso3,
            kind=ReportKind.ANNUAL,
            year_covered=2025,
            received_on=now().date(),
            received_precision="day",
            **sourced,
        )
    )
    db.session.flush()


def acts(kind: str = "campaign") -> list[str]:
    return list(
        db.session.scalars(select(AuditEntry.act).where(AuditEntry.subject_kind == kind).order_by(AuditEntry.id))
    )


def details_of(act: str) -> dict[str, Any]:
    """Of the newest entry of that act."""
    return db.session.scalars(
        select(AuditEntry.details).where(AuditEntry.act == act).order_by(AuditEntry.id.desc())
    ).first()
