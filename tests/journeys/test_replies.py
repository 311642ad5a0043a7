"""What comes back: from the mailbox to the reply settled, the report registered, the reminder planned."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from core.clock import now
from core.db import db, transaction
from core.permissions import Role
from correspondence.jobs.mailbox import fetch_mail
from correspondence.rules.reply_address import reply_address
from states_parties.models import State
from tests.factories import mails
from tests.factories.mailbox import MailServer
from tests.factories.mails import a_mail, a_word_file
from tests.factories.sent import SentLetter, make_sent_letter
from tests.journeys.conftest import DESK, PHONE, OpenAs
from tests.journeys.house import House
from tests.journeys.looking import assert_good_page

pytestmark = pytest.mark.browser

REPORT = b"%PDF-1.7 the report of 2025"


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


def sent_to(house: House, iso3: str, reference: str) -> tuple[SentLetter, str, str]:
    """The letter, the address to answer it at, and its Message-ID."""
    with house.app.app_context(), transaction():
        state = db.session.get_one(State, iso3)
        sent = make_sent_letter(state, reference=reference, address=f"mission.geneva@{state.iso2.lower()}.example")
        config = house.app.config["CHANCERY"]
        to = reply_address(sent.dispatch.id, config.house_address, config.secret_key)
        return sent, to, sent.message.message_id


def what_came(house: House, server: MailServer) -> int:
    """A report, a bounce, an automatic answer, a mail that names a reference, and one of a stranger."""
    chad, chad_address, _ = sent_to(house, "TCD", "CC/2026/0123")
    _, _, togo_id = sent_to(house, "TGO", "CC/2026/0124")
    _, _, peru_id = sent_to(house, "PER", "CC/2026/0125")
    server.put(
        a_mail(
            "Excellence,\n\nVeuillez trouver ci-joint le rapport annuel.\n\nAda Exemple\nPremière secrétaire\n\n"
            "Le mar. 3 mars 2026 à 10:15, Unité d’appui <isu@chancery.example> a écrit :\n> Excellence,",
            sender="Mission permanente du Tchad <mission.geneva@td.example>",
            to=chad_address,
            subject="Rapport annuel 2025 au titre de l’article 7",
            files=[
                ("Rapport-2025.pdf", "application/pdf", REPORT),
                ("annexe.docx", "application/msword", a_word_file()),
                ("facture.pdf", "application/pdf", b"MZ not a PDF"),
            ],
        ),
        mails.postfix_bounce("mission.geneva@tg.example", togo_id),
        mails.away_es(peru_id),
        a_mail(
            "With reference to CC/2026/0125: who can help us with Form D?",
            sender="Desk officer <officer@gmail.com>",
            subject="Question about your letter",
            message_id="<q@gmail.com>",
        ),
        a_mail("Win a prize", sender="x@nowhere.example", subject="You have won", message_id="<w@nowhere.example>"),
    )
    with house.app.app_context():
        config = replace(house.app.config["CHANCERY"], mailbox_url=server.url())
        assert fetch_mail(config, now).read == 5
    return chad.campaign.id


def test_what_comes_back_is_settled_and_a_report_registered(
    house: House, open_as: OpenAs, mail_server: MailServer
) -> None:
    campaign_id = what_came(house, mail_server)
    page = open_as(Role.ISU_OFFICER, "/apmbc/letters/replies")
    expect(page.get_by_text("3 mails to settle")).to_be_visible()
    on_both(page, "replies-1-list")
    register_the_report(page)
    settle_the_question(page)
    set_the_prize_aside(page)
    expect(page.get_by_text("mails to settle")).to_have_count(0)
    look_at_the_bounce(page)
    plan_reminders(page, campaign_id)
    page.goto("/apmbc/letters/calendar")
    on_both(page, "replies-8-calendar")


def register_the_report(page: Page) -> None:
    page.get_by_role("link", name="Rapport annuel 2025").click()
    expect(page.locator(".mail-text")).to_contain_text("Veuillez trouver ci-joint")
    expect(page.locator(".mail-text")).not_to_contain_text("a écrit")
    on_both(page, "replies-2-mail")
    with page.expect_download() as download:
        page.get_by_role("link", name="Rapport-2025.pdf").click()
    assert download.value.path().read_bytes() == REPORT
    page.get_by_role("link", name="Register as an Article 7 report").first.click()
    on_both(page, "replies-3-register")
    page.get_by_role("button", name="Register the report").click()
    expect(page.get_by_text("The report is on record.")).to_be_visible()


def settle_the_question(page: Page) -> None:
    page.goto("/apmbc/letters/replies?handling=to+settle")
    page.get_by_role("link", name="Question about your letter").click()
    on_both(page, "replies-4-likely")
    page.get_by_role("link", name="Settle…").click()
    expect(page.get_by_label("Letter")).to_have_value(re.compile(r"\d+"))
    page.get_by_label("What follows from it").fill("Form D sent on the same day.")
    on_both(page, "replies-5-settle")
    page.get_by_role("button", name="Settle it").click()
    expect(page.get_by_text("The mail is settled.")).to_be_visible()


def set_the_prize_aside(page: Page) -> None:
    page.goto("/apmbc/letters/replies?handling=to+settle")
    page.get_by_role("link", name="You have won").click()
    page.get_by_role("link", name="Set aside…").click()
    page.get_by_label("Why").fill("An advertisement.")
    page.get_by_role("button", name="Set it aside").click()
    page.goto("/apmbc/letters/replies")


def look_at_the_bounce(page: Page) -> None:
    page.get_by_role("link", name="Undelivered Mail Returned to Sender").click()
    expect(page.locator(".evidence")).to_contain_text("User unknown")
    on_both(page, "replies-6-bounce")


def plan_reminders(page: Page, campaign_id: int) -> None:
    page.goto(f"/apmbc/letters/{campaign_id}/reminders")
    on_both(page, "reminders-1-none")
    page.get_by_role("link", name="Plan reminders…").click()
    page.get_by_label("Days before it").fill("60, 30, 7")
    page.get_by_role("button", name="Show the days").click()
    on_both(page, "reminders-2-plan")
    page.get_by_role("button", name="Plan these reminders").click()
    expect(page.get_by_text("The reminders are planned.")).to_be_visible()
    on_both(page, "reminders-3-planned")


def on_both(page: Page, name: str) -> None:
    for look in (PHONE, DESK):
        page.set_viewport_size({"width": look.width, "height": look.height})
        assert_good_page(page, f"{name}-{look.name}")
