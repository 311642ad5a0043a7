"""Small campaigns in draft, with a committee whose chair is known, for tests of what comes before approval."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from application import CATALOGUES
from core.accounts.models import User
from core.audit.workflow import Actor
from core.clock import day_of
from core.db import transaction
from correspondence.approving.prepared import Prepared, prepare_approval
from correspondence.models.approval import Circulation
from correspondence.models.campaigns import Campaign, Letter
from correspondence.models.templates import LetterTemplate, TemplateVersion
from correspondence.queries.campaigns import get_campaign, get_letter
from correspondence.rules.bodies import Paragraph, TemplateContent
from correspondence.workflow.campaigns import Brief, draft_campaign
from correspondence.workflow.circulation import circulate
from states_parties.models import State
from tests.committees.offices import Committee, make_committee, represented_by
from tests.factories.accounts import make_account
from tests.factories.contacts import make_mission
from tests.factories.letters import in_all, short_letter
from tests.factories.states import added, make_party, make_state

# In 2028 Chile chairs the Committee on Cooperative Compliance; Peru presides from 21 November 2027.
DAY = date(2028, 3, 1)
NOON = datetime(2028, 3, 1, 12, tzinfo=UTC)


LETTER = short_letter(
    "reports", Paragraph("retained", "retains_items", in_all("Items retained: {{retained_quantity}}."))
)
NOTE = replace(LETTER, form="note-verbale", signatory="Implementation Support Unit", paragraphs=LETTER.paragraphs[1:])


@dataclass(frozen=True)
class Office:
    """Accounts: an ISU officer who drafts, another who may approve the Unit's own, the chair's representative."""

    committee: Committee
    officer: User
    colleague: User
    chair: User


def make_office() -> Office:
    committee = make_committee()
    for state in (committee.chile, committee.zambia, committee.peru):
        write_to(state)
    carla = make_account(None, name="Carla Rojas")
    return Office(
        committee,
        make_account(name="Ana Lima"),
        make_account(name="Ben Osei"),
        represented_by(committee.body, committee.chile, account=carla, honorific="H.E."),
    )


def write_to(state: State, **columns: Any) -> None:
    """The State has a mission in Geneva with an address, confirmed of late."""
    usual: dict[str, Any] = {"address_lines": "1 Rue des Missions\n1202 Geneva", "confirmed_on": date(2028, 1, 10)}
    make_mission(state.iso3, language="EN", **{**usual, "email": f"mission@{state.slug}.example", **columns})


def another_party(name: str, **columns: Any) -> State:
    state = make_state(name)
    make_party(state)
    write_to(state, **columns)
    return state


def acting_as(account: User, at: datetime = NOON) -> Actor:
    return Actor(account.name, at, account.id)


def template_version(content: TemplateContent) -> tuple[LetterTemplate, TemplateVersion]:
    """The template in that wording; where it is there already, as its next version."""
    template = LetterTemplate.query.filter_by(slug=content.slug, form=content.form).one_or_none()
    template = template or added(LetterTemplate(convention="APMBC", slug=content.slug, form=content.form))
    number = TemplateVersion.query.filter_by(template_id=template.id).count() + 1
    version = TemplateVersion(
        template_id=template.id, number=number, content=content.to_json(), made_at=NOON, made_by="Ana Lima"
    )
    return template, added(version)


def brief(day: date = DAY, **further: Any) -> Brief:
    usual: dict[str, Any] = {"reports_address": "reports@chancery.example", "support_address": "isu@chancery.example"}
    return Brief("APMBC", day, day, **{"audience": "always", **usual, **further})


def drafted(office: Office, content: TemplateContent = NOTE, *, at: datetime = NOON, **further: Any) -> Campaign:
    """One letter to each State Party, drafted by the officer on that day."""
    template, version = template_version(content)
    with transaction():
        campaign = draft_campaign(
            version,
            template,
            None,
            brief(day_of(at), **further),
            CATALOGUES,
            title="Reports",
            by=acting_as(office.officer, at),
        )
    return get_campaign("APMBC", campaign.id)


def chairs_letter(office: Office, **further: Any) -> Campaign:
    return drafted(office, LETTER, **{"signatory_name": "H.E. Carla Rojas", **further})


def circulated(office: Office, campaign: Campaign, *, at: datetime = NOON, hours: int = 48) -> Circulation:
    with transaction():
        return circulate(
            campaign, closes_at=at + timedelta(hours=hours), note="For silence", by=acting_as(office.officer, at)
        )


def prepared(campaign: Campaign, at: datetime = NOON) -> Prepared:
    return prepare_approval(get_campaign(campaign.convention, campaign.id), at=at)


def letter_to(campaign: Campaign, state: State) -> Letter:
    return get_letter(campaign, state.slug)[0]


def names_of(letters: Sequence[Letter]) -> set[str]:
    return {letter.iso3 for letter in letters}


AT_TEN = time(10)
