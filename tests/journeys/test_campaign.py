"""A campaign of 164 letters from the audience to the last reply, by a real mail server and a real mailbox."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from committees.models.bodies import Body
from core.clock import Clock
from core.clock import now as the_clock
from core.db import db, transaction
from core.files import sha256_of
from core.outbox.jobs import PATIENCE, expire_what_is_over
from core.outbox.sending import send_what_is_due
from core.outbox.sweeping import sweep
from core.permissions import Role
from correspondence.jobs.letters import close_circulations, compare_approved, tell_committees
from correspondence.jobs.mailbox import fetch_mail
from correspondence.models.approval import ApprovedLetter
from tests.factories.accounts import make_account
from tests.factories.mailbox import MailServer as Mailbox
from tests.factories.mails import a_mail, a_word_file, postfix_bounce
from tests.factories.offices import make_representative
from tests.journeys.conftest import DESK, PHONE, Look
from tests.journeys.house import House, house_with_registers
from tests.journeys.looking import assert_good_page
from tests.outbox.mail_server import DROP, MailServer, Misbehaviour, mail_server
from tests.outbox.workers import station

pytestmark = pytest.mark.browser

MONDAY = datetime(2021, 3, 1, 8, tzinfo=UTC)
CHAD, PERU, TOGO, YEMEN = (f"mission.geneva@{code}.example" for code in ("td", "pe", "tg", "ye"))


@dataclass
class HandSetClock(Clock):
    instant: datetime = field(default=MONDAY)

    def now(self) -> datetime:
        return self.instant


@dataclass
class Office:
    """The house with its clock, its mail server and its mailbox, and the people of the journey."""

    house: House
    clock: HandSetClock
    server: MailServer
    mailbox: Mailbox
    browser: Browser

    def person(self, role: Role | None, name: str, *, represents: str = "") -> Page:
        """The page of a new account: of the office, or of the State that it represents in the committee."""
        with self.house.app.app_context():
            account = make_account(role, name=name)
            if represents:
                body = db.session.scalars(select(Body).filter_by(slug="cooperative-compliance")).one()
                with transaction():
                    make_representative(body, represents, date(2021, 1, 4), person_name=name, account_id=account.id)
            cookies = self.house.cookies_of_account(account)
        context = self.browser.new_context(
            base_url=self.house.address, viewport={"width": DESK.width, "height": DESK.height}, locale="en-GB"
        )
        context.add_cookies(cookies)
        return context.new_page()

    def jobs(self, at: datetime) -> None:
        """Everything that the house does by itself when it is that late."""
        self.clock.instant = at
        with self.house.app.app_context():
            close_circulations()
            compare_approved()
            with transaction():
                sweep(at=at, patience=PATIENCE)
            expire_what_is_over()
            send_what_is_due(station(self.house.app))
            fetch_mail(self.house.app.config["CHANCERY"], the_clock)
            tell_committees()


@pytest.fixture
def office(tmp_path: Path, browser: Browser) -> Iterator[Office]:
    clock = HandSetClock()
    with mail_server() as server, Mailbox() as mailbox:
        settings = {"mail_url": server.url, "mail_mode": "live", "mailbox_url": mailbox.url()}
        with house_with_registers(tmp_path, clock=clock, **settings) as house:
            yield Office(house, clock, server, mailbox, browser)


def test_164_letters_from_the_audience_to_the_last_reply(office: Office) -> None:
    officer = office.person(Role.ISU_OFFICER, "Ana Lima")
    campaign = draft(officer)
    read_one(officer, campaign)
    circulate(officer, office.person(None, "A Member", represents="CHL"), campaign)
    office.jobs(datetime(2021, 3, 3, 8, 15, tzinfo=UTC))
    chair = office.person(None, "Robbert Gabriëlse", represents="NLD")
    approve(chair, campaign)
    schedule(officer, campaign)
    leave(office, officer, campaign)
    every_letter_is_what_was_approved(office)
    settle(officer, campaign)
    answer(office, officer, campaign)
    write_anew_what_came_back(office, officer, chair, campaign)
    the_log_of_the_committee_tells_it(officer)


def draft(page: Page) -> str:
    page.goto("/apmbc/letters/calendar")
    page.get_by_role("row", name=re.compile("Tailored Article 7 letters")).get_by_role("link").first.click()
    page.get_by_label("Date on the letters").fill("2021-03-03")
    page.get_by_role("button", name="Count again").click()
    expect(page.locator("#counted")).to_contain_text("164 letters will be drafted")
    expect(page.locator("#counted")).to_contain_text("Netherlands")
    looked_at(page, "campaign-1-new")
    page.get_by_role("button", name="Draft the letters").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2021")
    counts = [int(text) for text in page.locator("ol.variants strong").all_text_contents()]
    assert sum(counts) == 164
    looked_at(page, "campaign-2-draft")
    return page.url.partition("#")[0]


def read_one(page: Page, campaign: str) -> None:
    page.goto(f"{campaign}/states/chad")
    expect(page.get_by_role("complementary", name=re.compile("clearance-extension"))).to_contain_text(
        "deadline 1 January 2025"
    )
    looked_at(page, "campaign-3-letter")


def circulate(officer: Page, member: Page, campaign: str) -> None:
    officer.goto(f"{campaign}/circulate")
    assert_good_page(officer, "campaign-4-circulate")
    officer.get_by_role("button", name="Circulate the draft").click()
    expect(officer.locator(".next-strip")).to_contain_text("silence until 3 March 2021, 09:00")
    member.goto(f"{campaign}/remarks/new")
    member.get_by_label("Comment: the letters may go").check()
    member.get_by_label("In words").fill("Chile has nothing to add.")
    member.get_by_role("button", name="Say it").click()
    expect(member.get_by_role("main")).to_contain_text("Chile has nothing to add.")
    looked_at(officer, "campaign-5-before-the-committee", address=campaign)


def approve(chair: Page, campaign: str) -> None:
    chair.goto(campaign)
    chair.get_by_role("link", name=re.compile("^Approve")).first.click()
    expect(chair.get_by_role("main")).to_contain_text("CC/2021/0001 to CC/2021/0164")
    looked_at(chair, "campaign-6-approve")
    chair.get_by_role("button", name="Approve these 164 letters").click()
    expect(chair.get_by_role("heading", level=1)).to_contain_text("approved")


def schedule(officer: Page, campaign: str) -> None:
    officer.goto(f"{campaign}/schedule")
    officer.get_by_label("Day").fill("2021-03-06")
    officer.get_by_label("Time").fill("10:00")
    officer.get_by_role("button", name="Look again").click()
    expect(officer.get_by_role("alert")).to_contain_text("Saturday")
    looked_at(officer, "campaign-7-on-a-saturday")
    officer.get_by_label("Day").fill("2021-03-03")
    officer.get_by_role("button", name="Look again").click()
    if officer.get_by_label("I have read the warnings").count():
        officer.get_by_label("I have read the warnings").check()
    if officer.get_by_label("How many letters").count():
        officer.get_by_label("How many letters").fill("164")
    officer.get_by_role("button", name=re.compile("^Schedule")).click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text("scheduled")
    looked_at(officer, "campaign-8-scheduled", address=campaign)


def leave(office: Office, officer: Page, campaign: str) -> None:
    """One is put off at first; one is taken in although the answer is lost, which nobody here can know."""
    office.server.misbehaviours[TOGO] = Misbehaviour(at_recipient=["451 try again later"])
    office.server.misbehaviours[PERU] = Misbehaviour(at_end=[DROP])
    office.jobs(datetime(2021, 3, 3, 8, 59, tzinfo=UTC))
    assert office.server.received == []
    office.jobs(datetime(2021, 3, 3, 9, tzinfo=UTC))
    officer.goto(campaign)
    expect(officer.locator(".balance")).to_contain_text("162 sent")
    expect(officer.locator(".balance")).to_contain_text("1 pending")
    expect(officer.locator(".balance")).to_contain_text("1 unknown")
    looked_at(officer, "campaign-9-sending")
    office.jobs(datetime(2021, 3, 3, 9, 30, tzinfo=UTC))
    assert set(office.server.counts().values()) == {1}
    assert len(office.server.received) == 164


def every_letter_is_what_was_approved(office: Office) -> None:
    with office.house.app.app_context():
        approved = {each.file_name: each.sha256 for each in db.session.scalars(select(ApprovedLetter))}
    arrived = {}
    for _, raw in office.server.received:
        [enclosed] = mail_of(raw).iter_attachments()
        arrived[enclosed.get_filename()] = sha256_of(enclosed.get_content())
    assert len(approved) == 164
    assert arrived == approved


def settle(officer: Page, campaign: str) -> None:
    officer.goto(f"{campaign}/balance?outcome=unknown")
    looked_at(officer, "campaign-10-unknown")
    officer.get_by_role("row", name=re.compile("Peru")).get_by_role("link", name=re.compile("ettle")).click()
    officer.get_by_label("It counts as sent").check()
    officer.get_by_label("How you know, or why it is sent again").fill("The mission says that it has it.")
    officer.locator("main form button[type=submit]").last.click()
    officer.goto(campaign)
    expect(officer.locator(".balance")).to_contain_text("164 sent")


def answer(office: Office, officer: Page, campaign: str) -> None:
    """Chad replies with its report, a letter to Yemen comes back, and somebody nobody knows writes too."""
    sent = {address: mail_of(raw) for address, raw in office.server.received}
    chad, yemen = sent[CHAD], sent[YEMEN]
    report = ("report.docx", "application/octet-stream", a_word_file())
    office.mailbox.put(
        a_mail(sender=CHAD, to=str(chad["Reply-To"]), answers=chad["Message-ID"], files=[report]),
        postfix_bounce(YEMEN, yemen["Message-ID"]),
        a_mail("Is this the right address?", sender="somebody@elsewhere.example", message_id="<9@elsewhere>"),
    )
    office.jobs(datetime(2021, 3, 4, 9, tzinfo=UTC))
    officer.goto(campaign)
    expect(officer.locator(".balance")).to_contain_text("1 replied, 1 bounced")
    looked_at(officer, "campaign-11-finished")
    officer.goto("/apmbc/letters/replies")
    looked_at(officer, "campaign-12-replies")
    officer.get_by_role("main").get_by_role("link", name=re.compile("Report of Chad")).first.click()
    looked_at(officer, "campaign-13-reply")


def write_anew_what_came_back(office: Office, officer: Page, chair: Page, campaign: str) -> None:
    """The mission of Yemen has no address but the one it came back from: its letter goes by post."""
    officer.goto("/apmbc/")
    officer.get_by_role("link", name="1 bounced letter to settle").click()
    looked_at(officer, "campaign-14-bounced")
    officer.get_by_role("row", name=re.compile("Yemen")).get_by_role("link", name="write anew").click()
    expect(officer.get_by_role("main")).to_contain_text("the new letter goes by post")
    looked_at(officer, "campaign-15-anew")
    officer.get_by_role("button", name="Write it anew").click()
    expect(officer.locator(".balance")).to_contain_text("163 sent")
    expect(officer.locator(".balance")).to_contain_text("1 pending")
    chair.goto("/apmbc/")
    looked_at(chair, "campaign-16-desk-of-the-chair")
    chair.get_by_role("link", name="Approve 1 letter written anew").click()
    chair.get_by_role("button", name="Approve this letter").click()
    officer.goto(campaign)
    expect(officer.locator(".next-strip")).to_contain_text("Print 1 letter for the post")
    looked_at(officer, "campaign-17-by-post")
    assert len(office.server.received) == 164


def the_log_of_the_committee_tells_it(officer: Page) -> None:
    officer.goto("/apmbc/committees/cooperative-compliance/activities")
    expect(officer.get_by_role("main")).to_contain_text("164")


def mail_of(raw: bytes) -> EmailMessage:
    mail = message_from_bytes(raw, policy=policy.SMTP)
    assert isinstance(mail, EmailMessage)
    return mail


def looked_at(page: Page, name: str, *, address: str = "") -> None:
    """At a desk and on a telephone."""
    if address:
        page.goto(address)
    assert_good_page(page, f"{name}.{DESK.name}")
    resize(page, PHONE)
    assert_good_page(page, f"{name}.{PHONE.name}")
    resize(page, DESK)


def resize(page: Page, look: Look) -> None:
    page.set_viewport_size({"width": look.width, "height": look.height})
