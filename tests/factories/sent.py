"""Letters that have left the house, for tests, with all that belongs to them. In the open session."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from core.files import store_file
from core.outbox.models import Mailing, MailingState, MessageState, OutboxMessage
from correspondence.models.approval import Approval, ApprovedLetter, Reference, ReferenceSeries
from correspondence.models.campaigns import Campaign, CampaignState, Channel, Dispatch, Letter, LetterState
from correspondence.models.templates import LetterTemplate, TemplateVersion
from states_parties.models import State
from tests.factories.states import added

SENT_AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
_numbers = count(1)


@dataclass
class SentLetter:
    campaign: Campaign
    letter: Letter
    dispatch: Dispatch
    message: OutboxMessage


def make_template(convention: str = "APMBC", slug: str = "", form: str = "letter", **content: Any) -> TemplateVersion:
    """A template with its first version."""
    slug = slug or f"template-{next(_numbers)}"
    template = added(LetterTemplate(convention=convention, slug=slug, form=form))
    text = {"EN": "Text", "FR": "Texte", "ES": "Texto"}
    usual = {
        "slug": slug,
        "convention": convention,
        "form": form,
        "name": slug.replace("-", " ").capitalize(),
        "signatory": "Implementation Support Unit",
        "subject": text,
        "paragraphs": [{"id": "opening", "when": "always", "texts": text, "part": "body"}],
    }
    return added(
        TemplateVersion(
            template_id=template.id, number=1, content={**usual, **content}, made_at=SENT_AT, made_by="Test"
        )
    )


def make_campaign(convention: str = "APMBC", **columns: Any) -> Campaign:
    usual = {
        "title": "Letters 2026",
        "state": CampaignState.DRAFT,
        "template_version_id": make_template(convention).id,
        "as_of": date(2026, 3, 3),
        "dated_on": date(2026, 3, 3),
        "audience": "always",
        "drafted_at": SENT_AT,
        "drafted_by": "Test",
    }
    return added(Campaign(**{"convention": convention, **usual, **columns}))


def make_letter(campaign: Campaign, to: State, **columns: Any) -> Letter:
    usual = {
        "language": "EN",
        "addressee": "Permanent Mission",
        "variant": "",
        "paragraphs": [],
        "values": {},
        "tables": {},
        "notes": [],
        "sha256": "0" * 64,
        "size_bytes": 1,
    }
    return added(Letter(**{"campaign_id": campaign.id, "iso3": to.iso3, **usual, **columns}))


def make_sent_letter(
    to: State, *, campaign: Campaign | None = None, reference: str = "", address: str = "", **message: Any
) -> SentLetter:
    """Accepted by the mail server on 3 March 2026 at 9 o'clock, unless told otherwise."""
    number = next(_numbers)
    reference = reference or f"CC/2026/{number:04}"
    address = address or f"mission{number}@{to.iso2.lower()}.example"
    mailing = added(
        Mailing(
            kind="letter",
            title="Letters",
            convention="APMBC",
            state=MailingState.OPEN,
            not_before=SENT_AT,
            made_at=SENT_AT,
            made_by="Test",
            released_at=SENT_AT,
            released_by="Test",
        )
    )
    if campaign is None:
        campaign = make_campaign(state=CampaignState.RELEASED, mailing_id=mailing.id)
    letter = make_letter(campaign, to, state=LetterState.APPROVED, reference=reference)
    dispatch = _dispatch(campaign, letter, reference, address, number)
    usual = {"state": MessageState.ACCEPTED, "accepted_at": SENT_AT, "began_at": SENT_AT, "due_at": SENT_AT}
    sent = added(
        OutboxMessage(
            **{
                "mailing_id": mailing.id,
                "kind": "letter",
                "subject_id": str(dispatch.id),
                "address": address,
                "message_id": f"<c{number}abc@chancery.example>",
                **usual,
                **message,
            }
        )
    )
    dispatch.message_id = sent.id
    return SentLetter(campaign, letter, dispatch, sent)


def _dispatch(campaign: Campaign, letter: Letter, reference: str, address: str, number: int) -> Dispatch:
    series = added(ReferenceSeries(convention=campaign.convention, prefix=f"T{number}", year=2026))
    given = added(Reference(series_id=series.id, number=1, text=reference, letter_id=letter.id, allocated_at=SENT_AT))
    approval = added(
        Approval(
            campaign_id=campaign.id,
            number=number,
            approved_at=SENT_AT,
            approved_by="Chair",
            office="Chair",
            manifest_sha256="0" * 64,
        )
    )
    stored = store_file(b"letter", at=SENT_AT)
    approved = added(
        ApprovedLetter(
            approval_id=approval.id,
            letter_id=letter.id,
            reference_id=given.id,
            file_name="letter.docx",
            sha256=stored,
            cover_sha256=stored,
        )
    )
    return added(
        Dispatch(
            campaign_id=campaign.id,
            letter_id=letter.id,
            approved_letter_id=approved.id,
            channel=Channel.EMAIL,
            address=address,
        )
    )
