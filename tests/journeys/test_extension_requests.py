"""A request from the day the house foresees it to its renewal, once for each article, played by four people.

The officer of the ISU, whoever leads the analysis, a member of the group, and somebody who acts for the State that asks
and sits in the group too: that person sees at every stage what everybody sees.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docx import Document
from lxml import html
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from sqlalchemy import select

from committees.models.terms import Chairing
from committees.queries.bodies import get_body
from conventions.queries import find_meeting
from core.accounts.models import User
from core.clock import Clock
from core.db import db, transaction
from core.permissions import Role
from correspondence.models.campaigns import Campaign
from extension_requests.jobs import look_after_requests
from extension_requests.models.letters import DossierLetter
from extension_requests.queries.dossiers import open_dossier
from states_parties.models import Obligation
from tests.committees.offices import represented_by
from tests.extension_requests.considered import send_off
from tests.factories.accounts import make_account
from tests.factories.meetings import make_meeting_of_days
from tests.factories.offices import SOURCED, make_term
from tests.factories.requests import word_file
from tests.factories.states import added
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.house import House, house_with_registers
from tests.journeys.looking import assert_good_page, shot

pytestmark = pytest.mark.browser

GROUP_ONLY = (
    *("/completeness", "/completeness/reading", "/questions", "/questions/new", "/questions.docx", "/inputs"),
    *("/comments/request", "/analysis/begin", "/analysis/version", "/analysis/agree", "/decision/draft"),
)
UNTIL_PUBLISHED = ("/analysis", "/analysis.docx", "/decision", "/decision.docx")
ASIDE = "You act for a State that takes no part in this request: you see what everybody sees."
QUESTION, TEAMS = "How many teams work in the north?", "works with twelve teams in two shifts"


@dataclass(frozen=True)
class Case:
    """asks: (code, slug). deadline: as the register has it. until: what is asked for first, and in the revision.

    seats: in which body whom, of those that sit at the table of the group.
    """

    convention: str
    article: str
    asks: tuple[str, str]
    meeting: str
    elected_at: str
    deadline: str
    until: str
    seats: Sequence[tuple[str, int, str]]
    item: str

    @property
    def name(self) -> str:
        return f"{self.convention} {self.article}"


CASES = (
    Case(
        *("APMBC", "5", ("YEM", "yemen"), "23MSP", "22MSP", "1 March 2028", "1 March 2030"),
        [("article-5-implementation", seat, iso3) for seat, iso3 in enumerate(("YEM", "AUT", "PER"), start=1)],
        "A15",
    ),
    Case(
        *("CCM", "3", ("NGA", "nigeria"), "14MSP", "3RC", "1 March 2028", "1 March 2030"),
        [
            ("stockpile-destruction-and-retention", 1, "NGA"),
            *(("cooperation-and-assistance", seat, iso3) for seat, iso3 in ((1, "AUT"), (2, "PER"))),
        ],
        "B3",
    ),
    Case(
        *("CCM", "4", ("IRQ", "iraq"), "14MSP", "3RC", "1 November 2028", "1 November 2030"),
        [
            ("clearance-and-risk-reduction", 1, "IRQ"),
            *(("cooperation-and-assistance", seat, iso3) for seat, iso3 in ((1, "AUT"), (2, "PER"))),
        ],
        "C6",
    ),
)


@dataclass
class HandSetClock(Clock):
    instant: datetime = field(default=datetime(2026, 12, 1, 9, tzinfo=UTC))

    def now(self) -> datetime:
        return self.instant


@dataclass
class Play:
    """One request, the people around it and the house it is in. here: its address."""

    case: Case
    house: House
    clock: HandSetClock
    browser: Browser
    closing: ExitStack
    complaints: list[str] = field(default_factory=list)
    here: str = ""
    pages: dict[str, Page] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Page:
        """The page of one of the people: officer, lead, member, recused, everybody."""
        if name not in self.pages:
            raise AttributeError(name)
        return self.pages[name]

    def open_for(self, people: Mapping[str, User]) -> None:
        """Within an application context."""
        for name, account in people.items():
            size = {"width": DESK.width, "height": DESK.height}
            context = self.browser.new_context(base_url=self.house.address, viewport=size, locale="en-GB")
            self.closing.callback(context.close)
            context.add_cookies(self.house.cookies_of_account(account))
            self.pages[name] = context.new_page()
            self.pages[name].on("console", self._noted)
            self.pages[name].on("pageerror", lambda error: self.complaints.append(str(error)))

    def on(self, day: str) -> None:
        """It is that day."""
        self.clock.instant = datetime.fromisoformat(f"{day}T09:00:00+00:00")

    def house_looks_after_requests(self) -> None:
        """The daily job has run."""
        with self.house.app.app_context():
            look_after_requests(self.clock.now)

    def do(self, page: Page, below: str, button: str, **entries: Any) -> None:
        """The person opens that page of the request, fills it in and presses the button; it is not refused.

        entries: name of a field → what is written, chosen or put into it.
        """
        page.goto(f"{self.here}{below}")
        for name, value in entries.items():
            entry = page.locator(f"main [name='{name}']")
            if isinstance(value, Path):
                entry.set_input_files(value)
            elif entry.first.evaluate("each => each.type") in ("radio", "checkbox"):
                page.locator(f"main [name='{name}'][value='{value}']").check()
            elif entry.evaluate("each => each.tagName") == "SELECT":
                entry.select_option(value)
            else:
                entry.fill(value)
        page.get_by_role("button", name=button).click()
        refusals = page.locator("main [role=alert]").all_inner_texts()
        assert refusals == [], f"{below}: {refusals}"

    def looked_at(self, page: Page, below: str, name: str) -> None:
        """On a telephone, where it is hardest to be good, and on a desk."""
        page.goto(f"{self.here}{below}")
        kept = f"play-{self.case.name.lower().replace(' ', '-')}-{name}"
        page.set_viewport_size({"width": PHONE.width, "height": PHONE.height})
        assert_good_page(page, f"{kept}.phone")
        page.set_viewport_size({"width": DESK.width, "height": DESK.height})
        shot(page, f"{kept}.desk")

    def the_recused_sees_what_everybody_sees(self, *, published: Sequence[str] = ()) -> None:
        """The page of the request word for word, and nothing of what the group works on."""
        own, of_all = self.main_of("recused"), self.main_of("everybody")
        assert own.replace(ASIDE, "").split() == of_all.split()
        assert ASIDE in own
        closed = [*GROUP_ONLY, *(each for each in UNTIL_PUBLISHED if each not in published)]
        answers = {each: self.status_for("recused", each) for each in [*closed, *published]}
        assert {each: answers[each] for each in closed if answers[each] not in (403, 404)} == {}
        assert {each: answers[each] for each in published if answers[each] != 200} == {}

    def main_of(self, name: str) -> str:
        answer = self.pages[name].request.get(f"{self.house.address}{self.here}")
        return str(html.fromstring(answer.text()).xpath("//main")[0].text_content())

    def status_for(self, name: str, below: str) -> int:
        return self.pages[name].request.get(f"{self.house.address}{self.here}{below}").status

    def file_for(self, name: str, below: str, keep: Path) -> str:
        """The words of the Word file that the person takes away, kept at that place."""
        answer = self.pages[name].request.get(f"{self.house.address}{self.here}{below}")
        assert answer.status == 200
        keep.write_bytes(answer.body())
        return words_of(answer.body())

    def _noted(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            self.complaints.append(message.text)


@pytest.fixture(params=CASES, ids=lambda each: each.name)
def play(request: pytest.FixtureRequest, tmp_path: Path, browser: Browser) -> Iterator[Play]:
    clock = HandSetClock()
    with house_with_registers(tmp_path, clock=clock) as house, ExitStack() as closing:
        play = Play(request.param, house, clock, browser, closing)
        with house.app.app_context():
            play.open_for(people_around(play.case))
        yield play
        assert play.complaints == []


def people_around(case: Case) -> dict[str, User]:
    """The meetings are in the calendar, the seats of the group are taken; who acts in the play."""
    iso3, _slug = case.asks
    with transaction():
        calendar(case)
        for body, seat, member in case.seats:
            make_term(get_body(case.convention, body), seat, member, case.elected_at)
        if case.convention == "APMBC":
            chairs = {"convention": "APMBC", "body": "article-5-implementation", "iso3": "AUT"}
            added(Chairing(**chairs, until_at=case.meeting, **SOURCED))
        if case.name == "CCM 3":
            same = select(Obligation).filter_by(convention="CCM", article="3", iso3=iso3)
            db.session.scalars(same).one().initial_deadline = date(2028, 3, 1)
    names = {iso3: ("recused", "Rana Delegate"), "AUT": ("lead", "Lena Lead"), "PER": ("member", "Marco Member")}
    people = {"officer": make_account(Role.ISU_OFFICER, name="Ida Officer"), "everybody": make_account(Role.OBSERVER)}
    for body, _seat, member in case.seats:
        part, name = names[member]
        account = make_account(None, name=name)
        state: Any = SimpleNamespace(iso3=member)
        people[part] = represented_by(get_body(case.convention, body), state, account=account)
    return people


def calendar(case: Case) -> None:
    """The meeting that is to decide sits in November 2027; the next two in the Novembers after it."""
    number = int(case.meeting.removesuffix("MSP"))
    for year, short in enumerate((case.meeting, f"{number + 1}MSP", f"{number + 2}MSP"), start=2027):
        first, last = date(year, 11, 15), date(year, 11, 19)
        known: Any = find_meeting(case.convention, short)
        if known is None:
            name = f"{short.removesuffix('MSP')}th Meeting of the States Parties"
            make_meeting_of_days(short, first, last, case.convention, full_name=name)
        else:
            known.starts_on, known.ends_on = first, last


def test_a_request_is_played_from_its_anticipation_to_its_renewal(play: Play, tmp_path: Path) -> None:
    foreseen(play)
    registered(play, tmp_path)
    checked(play)
    asked_and_answered(play, tmp_path)
    the_meeting_is_moved(play)
    revised(play, tmp_path)
    analysed(play)
    issued(play, tmp_path)
    decided(play, tmp_path)
    followed_up(play, tmp_path)
    renewed(play, tmp_path)


def foreseen(play: Play) -> None:
    case, (iso3, slug) = play.case, play.case.asks
    play.on("2026-12-01")
    play.house_looks_after_requests()
    with play.house.app.app_context():
        found = open_dossier(case.convention, case.article, iso3)
        assert found is not None
        play.here = f"/{case.convention.lower()}/requests/{case.article}/{slug}/{found.number}"
    play.officer.goto(play.here)
    expect(play.officer.get_by_role("main")).to_contain_text(case.deadline)
    announced = {"announced_on": "2026-11-25", "source": "statement at the Meeting"}
    play.do(play.officer, "/announce", "Record it", **announced)
    stands(play, "announced")
    play.the_recused_sees_what_everybody_sees()


def registered(play: Play, folder: Path) -> None:
    play.on("2027-01-18")
    request, note = word_at(folder, "request", "We ask for more time."), word_at(folder, "note", "Note verbale.")
    came = {"months": "12", "file": request, "note_verbale": note, "annexes": note}
    play.do(play.officer, "/submit", "Register the request", received_on="2027-01-15", **came)
    play.the_recused_sees_what_everybody_sees()
    if play.case.convention == "APMBC":
        letters_leave(play)
        play.do(play.officer, "/acknowledge", "Record it")
    else:
        play.do(play.officer, "/acknowledge", "Record it", file=note, circular=note)
    stands(play, "acknowledged")
    play.do(play.officer, "/open-check", "Open the check")
    play.the_recused_sees_what_everybody_sees()


def letters_leave(play: Play) -> None:
    """Drafted from the dossier; approved and sent as every letter is; what left is on file."""
    for occasion in ("acknowledgement", "circular to all States Parties"):
        play.do(play.officer, "/letters/new", "Draft the letter", occasion=occasion)
        with play.house.app.app_context(), transaction():
            newest = select(DossierLetter.campaign_id).order_by(DossierLetter.campaign_id.desc()).limit(1)
            number = db.session.scalars(newest).one()
            send_off(db.session.get_one(Campaign, number))
        play.do(play.officer, f"/letters/{number}/file", "Put it on file")


def checked(play: Play) -> None:
    """The lead and a member read every item; on one they differ."""
    if play.case.convention == "CCM":
        assert play.status_for("lead", "/analysis/begin") == 403
        play.do(play.officer, "/group/assign", "Assign and tell them", lead="AUT", readers="PER")
    else:
        play.do(play.lead, "/group/assign", "Assign and tell them", readers="PER")
    item = play.case.item
    read_all(play, play.lead, **{f"{item}-finding": "met"})
    read_all(play, play.member, **{f"{item}-finding": "partly met", f"{item}-note": "No plan for the north."})
    expect(play.member.get_by_role("list", name="Where the check stands")).to_contain_text(f"readers differ {item}")
    play.looked_at(play.lead, "/completeness", "1-completeness")
    play.the_recused_sees_what_everybody_sees()


def read_all(play: Play, page: Page, **entries: str) -> None:
    """Every item is met, on page 4, but for what is said otherwise."""
    page.goto(f"{play.here}/completeness/reading")
    page.evaluate(
        """() => {
          document.querySelectorAll("main select[name$=-finding]").forEach((each) => { each.value = "met"; });
          document.querySelectorAll("main input[name$=-page]").forEach((each) => { each.value = "4"; });
        }"""
    )
    for name, value in entries.items():
        entry = page.locator(f"main [name='{name}']")
        entry.select_option(value) if name.endswith("-finding") else entry.fill(value)
    page.get_by_role("button", name="Save my findings").click()


def asked_and_answered(play: Play, folder: Path) -> None:
    play.do(play.member, "/questions/new", "Add the question", text=QUESTION, item=play.case.item)
    assert play.status_for("member", "/questions/ask") == 403
    play.do(play.lead, "/questions/ask", "Send the round", answer_due_on="2027-02-15")
    words = play.file_for("member", document_of(play.member, play.here, "Questions"), folder / "questions.docx")
    assert [each for each in (QUESTION, "15 February 2027", "Question 1") if each not in words] == []
    stands(play, "being clarified")
    answer = {"settled_as": "answered", "answered_on": "2027-01-18", "answer": "Twelve teams, in two shifts."}
    play.do(play.officer, "/questions/1/answer", "Record it", **answer)
    play.do(play.officer, "/questions/answers", "Put on file", file=word_at(folder, "answers", "Twelve teams."))
    play.do(play.officer, "/questions/close", "Close the round")
    assert QUESTION not in play.main_of("everybody")
    play.the_recused_sees_what_everybody_sees()


def the_meeting_is_moved(play: Play) -> None:
    """Every day that is counted from it is another one; the old one stays beside it."""
    play.on("2027-02-01")
    page, case = play.officer, play.case
    page.goto(f"/{case.convention.lower()}/meetings/{case.meeting.lower()}/move")
    page.get_by_label("New first day").fill("2027-11-22")
    page.get_by_label("New last day").fill("2027-11-26")
    page.get_by_role("button", name="Show what would follow").click()
    expect(page.get_by_role("main")).to_contain_text(f"under Article {case.article}: its days ahead")
    page.get_by_label("Reason").fill("The hall is taken.")
    page.get_by_role("button", name="Move the meeting").click()
    play.looked_at(play.recused, "", "2-moved")
    days = play.recused.get_by_role("region").filter(has=play.recused.get_by_role("heading", name="Days", exact=True))
    decision = days.get_by_role("row", name=re.compile("^Decision"))
    expect(decision).to_contain_text("26 November 2027")
    expect(decision.locator("s")).to_have_text("19 November 2027")
    expect(days).to_contain_text("The hall is taken.")
    play.the_recused_sees_what_everybody_sees()


def revised(play: Play, folder: Path) -> None:
    """A new version asks for more; it is checked anew, and its tables are taken in."""
    play.on("2027-05-10")
    file = word_at(folder, "revised", "We ask for two years more.")
    play.do(play.officer, "/revise", "Register it", received_on="2027-05-07", months="24", file=file)
    for page in (play.lead, play.member):
        play.do(page, "/completeness", "Take my findings over")
    seen = f"/completeness/{play.case.item}/settle"
    assert play.status_for("member", seen) == 403
    play.do(play.lead, seen, "Settle", finding="met", note="The revised plan has the north.")
    template = play.lead.request.get(f"{play.house.address}{play.here}/figures/template.xlsx")
    tables = folder / "tables.xlsx"
    tables.write_bytes(template.body())
    play.do(play.member, "/figures/import", "Read the file", file=tables)
    play.member.get_by_role("button", name="Take them in").click()
    play.looked_at(play.member, "/figures", "3-figures")
    play.the_recused_sees_what_everybody_sees()


def analysed(play: Play) -> None:
    play.do(play.member, "/decision/draft", "Draft it")
    play.do(play.lead, "/analysis/begin", "Begin the analysis")
    _iso3, slug = play.case.asks
    play.do(play.member, "/analysis/methods/edit", "Save the section", text=f"{slug.capitalize()} {TEAMS}.")
    play.do(play.lead, "/analysis/version", "Put it before the group")
    play.do(play.lead, "/analysis/shown-to-state", "Record it", shown_on="2027-05-10")
    if play.case.convention == "CCM":
        play.do(play.officer, "/analysis/shown-to-committee", "Record it", shown_on="2027-05-10")
    play.do(play.lead, "/analysis/agree", "Send the answer", answer="agrees")
    stands(play, "analysis being drafted")
    play.looked_at(play.member, "/analysis", "4-analysis")
    play.the_recused_sees_what_everybody_sees()
    play.do(play.member, "/analysis/agree", "Send the answer", answer="agrees")
    stands(play, "adopted by the group")


def issued(play: Play, folder: Path) -> None:
    case = play.case
    play.do(play.officer, "/analysis/symbol", "Give the symbol")
    play.do(play.officer, "/analysis/issue", "Issue it")
    words = play.file_for("recused", "/analysis.docx", folder / "analysis.docx")
    series = "APLC/MSP.23/2027/" if case.convention == "APMBC" else "CCM/MSP/2027/"
    facts = (TEAMS, case.until, case.deadline, series, "question 1", "Twelve teams, in two shifts", "Austria", "Peru")
    assert [each for each in facts if each not in words] == []
    play.the_recused_sees_what_everybody_sees(published=("/analysis", "/analysis.docx"))


def decided(play: Play, folder: Path) -> None:
    case, noted = play.case, "the Meeting noted that the plan is clear"
    play.on("2027-11-26")
    play.do(play.officer, "/present", "Record it", presented_on="2027-11-23")
    play.member.goto(f"{play.here}/decision")
    play.member.get_by_role("link", name="Change clause 2").click()
    play.member.get_by_label("Clause").fill(f"In granting the request, {noted}.")
    play.member.get_by_role("button", name="Change it").click()
    draft = play.file_for("lead", "/decision.docx", folder / "draft-decision.docx")
    assert [each for each in (noted, case.until, "members of the group") if each not in draft] == []
    play.looked_at(play.lead, "/decision", "5-draft-decision")
    play.the_recused_sees_what_everybody_sees(published=("/analysis", "/analysis.docx"))
    place = {"document": f"{case.convention}/MSP/2027/20", "paragraph": "31"}
    play.do(play.officer, "/grant", "Record the decision", decided_on="2027-11-26", **place)
    stands(play, "followed up")
    final = play.file_for("recused", "/decision.docx", folder / "decision.docx")
    facts = (noted, case.until, "26 November 2027", f"{case.convention}/MSP/2027/20", "30 April")
    assert [each for each in facts if each not in final] == []
    assert "members of the group" not in final
    play.the_recused_sees_what_everybody_sees(published=UNTIL_PUBLISHED)


def followed_up(play: Play, folder: Path) -> None:
    play.on("2028-04-20")
    play.officer.goto(play.here)
    play.officer.get_by_role("link", name="It came: updated work plan of 2028").click()
    play.officer.get_by_label("Came on").fill("2028-04-18")
    play.officer.get_by_label("What shows it").fill("Updated work plan of April 2028")
    play.officer.locator("main [name=file]").set_input_files(word_at(folder, "plan", "The plan."))
    play.officer.get_by_role("button", name="Record it as kept").click()
    row = play.officer.get_by_role("row", name=re.compile("^Updated work plan"))
    expect(row.first).to_contain_text("kept")
    expect(row.first).to_contain_text("18 April 2028: Updated work plan of April 2028")
    play.looked_at(play.officer, "", "6-kept")
    play.the_recused_sees_what_everybody_sees(published=UNTIL_PUBLISHED)


def renewed(play: Play, folder: Path) -> None:
    """The house foresees the next request; once it is there, the decision before is followed up no more."""
    play.on("2028-05-30")
    play.house_looks_after_requests()
    before, number = play.here.rpartition("/")[0], int(play.here.rpartition("/")[2])
    play.here = f"{before}/{number + 1}"
    stands(play, "anticipated")
    request, note = word_at(folder, "renewal", "We ask again."), word_at(folder, "note", "Note verbale.")
    play.do(play.officer, "/submit", "Register the request", months="12", file=request, note_verbale=note)
    expect(play.officer.get_by_role("main")).to_contain_text("kept 1, kept late 0, missed")
    play.the_recused_sees_what_everybody_sees()
    play.here = f"{before}/{number}"
    stands(play, "superseded")


def stands(play: Play, word: str) -> None:
    """So the page of the request says, to everybody."""
    play.everybody.goto(play.here)
    expect(play.everybody.locator("main header, main .page-head").first).to_contain_text(word)


def document_of(page: Page, here: str, title: str) -> str:
    """The newest document of that kind, as an address below that of the request."""
    page.goto(here)
    card = page.locator(".document-card").filter(has=page.locator(".document-title", has_text=title)).first
    return str(card.get_by_role("link", name="DOCX").get_attribute("href")).removeprefix(here)


def word_at(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.docx"
    path.write_bytes(word_file(text).content)
    return path


def words_of(file: bytes) -> str:
    document = Document(BytesIO(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])
