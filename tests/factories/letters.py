"""Campaigns whose letters are approved, for tests, in the open session: rows as an approval leaves them."""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from flask import current_app

from application import CATALOGUES
from config import Config
from conventions.registry import get_convention
from core.audit.workflow import Actor
from core.clock import now, today
from core.files import store_file
from correspondence.letters import compose
from correspondence.models.approval import Approval, ApprovedLetter, Reference, ReferenceSeries
from correspondence.models.campaigns import (
    AudienceState,
    Campaign,
    CampaignState,
    Channel,
    Dispatch,
    Letter,
    LetterState,
)
from correspondence.models.templates import LetterTemplate, TemplateVersion
from correspondence.press import Press, press_for, shipped_house_style
from correspondence.queries.campaigns import get_campaign
from correspondence.rules.audience import EVERYBODY
from correspondence.rules.bodies import Paragraph, TemplateContent
from correspondence.shipped import wording
from correspondence.workflow.campaigns import letter_values, press_letter
from states_parties.catalogues import LetterContext
from states_parties.models import Mission, Office, State
from states_parties.queries.facts import state_facts
from tests.factories.contacts import make_mission
from tests.factories.states import added, make_party, make_state

OFFICER = Actor("Ana Lima", datetime(2026, 11, 20, 9, 0, tzinfo=UTC), 7)
_numbers = count(1)


def in_all(text: str) -> dict[str, str]:
    return dict.fromkeys(("EN", "FR", "ES"), text)


def short_letter(slug: str, tailored: Paragraph) -> TemplateContent:
    """A letter of the committee's chair: a greeting, one sentence for every State, and one that is tailored."""
    return TemplateContent(
        slug=slug,
        convention="APMBC",
        form="letter",
        name="Short letter about reports",
        signatory="Chair, Committee on Cooperative Compliance",
        subject=in_all("Report {{of_state}}"),
        paragraphs=(
            Paragraph("salutation", "always", in_all("{{salutation}}"), part="salutation"),
            Paragraph("opening", "always", in_all("The report of {{the_state}} is due on {{report_due_on}}.")),
            tailored,
        ),
    )


CONTENT = short_letter(
    "article-7", Paragraph("missing-years", "missing_report_years", in_all("No report covers {{missing_years}}."))
)


def a_state_written_to(name: str, *, email: str | None = None, language: str = "EN", **columns: Any) -> State:
    """A State Party with a mission in Geneva. email: "" where letters go by post."""
    state = make_state(name)
    make_party(state)
    address = f"mission@{state.slug}.example" if email is None else email
    lines = {"address_lines": f"1 Rue de {name}\n1202 Geneva", "person_name": "Ada Person", "honorific": "H.E. Ms"}
    make_mission(state.iso3, email=address, language=language, **{**lines, **columns})
    return state


def a_focal_point(state: State, *, email: str) -> Mission:
    """Of the State, in its capital: it gets copies."""
    return make_mission(state.iso3, Office.CAPITAL, email=email, language="EN")


def approved_campaign(
    states: Sequence[State] = (),
    *,
    convention: str = "APMBC",
    title: str = "Reports 2026",
    excluded: Collection[tuple[State, str]] = (),
    copies: bool = False,
    **columns: Any,
) -> Campaign:
    """One approved letter per State, with reference, stored files and where each goes; nothing is put out yet.

    excluded: States of the snapshot that are not written to, each with the reason. columns: of the campaign.
    """
    states = states or [a_state_written_to(name) for name in ("Chad", "Peru", "Togo")]
    version = _template_version(convention)
    campaign = added(
        Campaign(
            **{
                "convention": convention,
                "title": title,
                "state": CampaignState.APPROVED,
                "template_version_id": version.id,
                "as_of": today(),
                "dated_on": today(),
                "audience": EVERYBODY,
                "signatory_name": "Ambassador Jan de Vries",
                "copy_to_capital": copies,
                "drafted_at": now(),
                "drafted_by": "Ana Lima",
                **columns,
            }
        )
    )
    for state in states:
        added(AudienceState(campaign_id=campaign.id, iso3=state.iso3, included=True, reason="A State Party."))
    for state, reason in excluded:
        added(AudienceState(campaign_id=campaign.id, iso3=state.iso3, included=False, by_name=True, reason=reason))
    found = get_campaign(convention, campaign.id)
    for state in states:
        draft_letter(found, state)
    approve_drafts(found)
    return found


def draft_letter(campaign: Campaign, state: State) -> Letter:
    """As drafting leaves it."""
    press, content = _press(campaign)
    config: Config = current_app.config["CHANCERY"]
    context = LetterContext(
        convention=get_convention(campaign.convention),
        language="EN",
        on=campaign.as_of,
        dated_on=campaign.dated_on,
        words=wording(),
        signatory_name=campaign.signatory_name,
        reports_address=config.reports_address,
        support_address=config.house_address,
    )
    [facts] = state_facts(campaign.convention, on=campaign.as_of, iso3s=[state.iso3])
    written = press_letter(press, compose(content, press, facts, context, CATALOGUES))
    return added(Letter(campaign_id=campaign.id, **letter_values(written)))


def approve_drafts(campaign: Campaign) -> Approval:
    """The letters still in draft are approved: with references, stored bytes and dispatches, as the contract has it."""
    press, _content = _press(campaign)
    number = next(_numbers)
    approval = added(
        Approval(
            campaign_id=campaign.id,
            number=number,
            approved_at=now(),
            approved_by="Jan de Vries",
            office="Chair of the Committee",
            manifest_sha256=f"{number:064}",
        )
    )
    series = _series(campaign.convention)
    drafts = Letter.query.filter_by(campaign_id=campaign.id, state=LetterState.DRAFT).order_by(Letter.id).all()
    for letter in drafts:
        _approve(campaign, approval, series, letter, press)
    campaign.state = CampaignState.APPROVED if campaign.mailing_id is None else CampaignState.RELEASED
    return approval


def _approve(campaign: Campaign, approval: Approval, series: ReferenceSeries, letter: Letter, press: Press) -> None:
    text = f"{series.prefix}/{series.year}/{series.next_number:04}"
    reference = added(
        Reference(series_id=series.id, number=series.next_number, text=text, letter_id=letter.id, allocated_at=now())
    )
    series.next_number += 1
    letter.values = {**letter.values, "reference": text}
    ids = [each["id"] for each in letter.paragraphs]
    file = press.compiled[letter.language].render(letter.values, ids, letter.tables)
    letter.state, letter.reference, letter.reason = LetterState.APPROVED, text, ""
    letter.sha256, letter.size_bytes = store_file(file, at=now()), len(file)
    cover = {"subject": f"{letter.values['subject']} ({text})", "text": f"Please find {text}.\n", "html": ""}
    approved = added(
        ApprovedLetter(
            approval_id=approval.id,
            letter_id=letter.id,
            reference_id=reference.id,
            file_name=f"{text.replace('/', '-')}.docx",
            sha256=letter.sha256,
            cover_sha256=store_file(json.dumps(cover).encode(), at=now()),
        )
    )
    _dispatch(campaign, letter, approved)


def _dispatch(campaign: Campaign, letter: Letter, approved: ApprovedLetter) -> None:
    [facts] = state_facts(campaign.convention, on=campaign.as_of, iso3s=[letter.iso3])
    to = [("to", facts.mission.email if facts.mission else "")]
    if campaign.copy_to_capital:
        capital = Mission.query.filter_by(iso3=letter.iso3, office=Office.CAPITAL).one_or_none()
        to += [("copy", capital.email)] if capital else []
    for role, email in to:
        channel, address = (Channel.EMAIL, email) if email else (Channel.POST, letter.addressee)
        before = Dispatch.query.filter_by(letter_id=letter.id, channel=channel, address=address).count()
        added(
            Dispatch(
                campaign_id=campaign.id,
                letter_id=letter.id,
                approved_letter_id=approved.id,
                channel=channel,
                role=role,
                address=address,
                sequence=before + 1,
            )
        )


def _template_version(convention: str) -> TemplateVersion:
    found = LetterTemplate.query.filter_by(convention=convention, slug=CONTENT.slug, form=CONTENT.form).one_or_none()
    if found is not None:
        return TemplateVersion.query.filter_by(template_id=found.id).order_by(TemplateVersion.number.desc()).first()
    template = added(LetterTemplate(convention=convention, slug=CONTENT.slug, form=CONTENT.form))
    content = replace(CONTENT, convention=convention).to_json()
    return added(TemplateVersion(template_id=template.id, number=1, content=content, made_at=now(), made_by="Ana Lima"))


def _series(convention: str) -> ReferenceSeries:
    found = ReferenceSeries.query.filter_by(prefix="CC", year=today().year).one_or_none()
    return found or added(ReferenceSeries(convention=convention, prefix="CC", year=today().year))


def _press(campaign: Campaign) -> tuple[Press, TemplateContent]:
    content = TemplateContent.from_json(campaign.template_version.content)
    return press_for(content, shipped_house_style()), content
