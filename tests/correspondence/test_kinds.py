"""The calendar of correspondence: usual days, audiences with a known answer, and this year's letters prepared."""

from datetime import date
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from application import CATALOGUES
from conventions.apmbc import APMBC
from conventions.ccm import CCM
from conventions.meeting_order import FormalMeeting, MeetingOrder
from core.db import db
from core.permissions import Role
from correspondence.models.campaigns import AudienceState, Campaign, Letter
from correspondence.queries.kinds import get_kind, kind_rows, kinds_of
from correspondence.rules.audience import check_condition
from correspondence.rules.kinds import LetterKind, usual_day
from correspondence.shipped import letter_kinds, shipped_templates
from correspondence.workflow.campaigns import Brief, weigh_states
from correspondence.workflow.templates import load_shipped_templates
from states_parties.models import ClosureSubject, RegisterClosure, RetainedItems, State
from tests.factories.contacts import BY
from tests.factories.offices import make_body, make_meeting
from tests.factories.states import added, make_membership, make_obligation, make_party, make_report, make_state
from tests.states_parties.pages import read, rows, signed_in, words

AUTUMN = date(2021, 9, 15)
KINDS = [(kind.convention, kind.slug) for kind in letter_kinds()]
SOURCED = {"source": "test", "confidence": "high", "notes": ""}


def day_of_kind(slug: str, year: int, *meetings: FormalMeeting, convention: str = "APMBC") -> tuple[date | None, str]:
    [kind] = [kind for kind in letter_kinds() if (kind.convention, kind.slug) == (convention, slug)]
    definition = {"APMBC": APMBC, "CCM": CCM}[convention]
    found = usual_day(kind, year, definition, MeetingOrder(convention, meetings))
    return found.day, found.rule


def test_the_autumn_letter_falls_61_days_before_the_meeting_opens() -> None:
    msp = FormalMeeting("19MSP", "Nineteenth Meeting", "MSP", date(2021, 11, 15), date(2021, 11, 19))
    assert day_of_kind("missing-years", 2021, msp) == (
        AUTUMN,
        "61 days before the day on which the 19MSP opens, 15 November 2021.",
    )


def test_when_the_meeting_moves_the_letter_moves_and_without_a_day_it_has_none() -> None:
    moved = FormalMeeting("19MSP", "Nineteenth Meeting", "MSP", date(2021, 12, 13), date(2021, 12, 17))
    assert day_of_kind("missing-years", 2021, moved)[0] == date(2021, 10, 13)
    day, rule = day_of_kind("missing-years", 2021)
    assert (day, rule) == (None, "61 days before the meeting of 2021 opens; no day of it is known yet.")


def test_usual_days_are_counted_from_the_reporting_day_or_fixed() -> None:
    assert day_of_kind("report-reminder", 2026) == (
        date(2026, 3, 31),
        "30 days before the reporting day, 30 April 2026.",
    )
    assert day_of_kind("report-overdue", 2026)[0] == date(2026, 5, 10)
    assert day_of_kind("article-7", 2021)[0] == date(2021, 3, 3)
    assert day_of_kind("report-received", 2021) == (None, "When a report is received.")


def test_each_kind_is_there_once_in_each_convention() -> None:
    assert len(KINDS) == len(set(KINDS))
    assert {convention for convention, _slug in KINDS} == {"APMBC", "CCM"}


@pytest.mark.parametrize("kind", letter_kinds(), ids=[f"{convention}-{slug}" for convention, slug in KINDS])
def test_each_kind_names_a_template_and_an_audience_that_exist_or_who_writes_it(kind: LetterKind) -> None:
    templates = {
        f"{each.content.slug}/{each.content.form}"
        for each in shipped_templates()
        if each.content.convention == kind.convention
    }
    assert kind.source
    assert bool(kind.template) != bool(kind.signed_by)
    if kind.template:
        assert kind.template in templates
        check_condition(kind.audience, CATALOGUES.criteria)
    if kind.reminders:
        assert kind.reminders.template in templates
        check_condition(kind.reminders.condition, CATALOGUES.criteria)


# The autumn letter: Shown by 5 of the issue


@pytest.fixture
def september(app: Flask) -> None:
    """States Parties with and without obligations and reports; the registers of 2018, 2019 and 2020 are complete."""
    for year in (2018, 2019, 2020):
        added(
            RegisterClosure(
                convention="APMBC",
                subject=ClosureSubject.ANNUAL_REPORTS,
                year_covered=year,
                complete_as_of=date(2021, 9, 1),
                **SOURCED,
            )
        )
    make_meeting("19MSP", date(2021, 11, 19))

    def party(name: str, *reported: int, article: str = "", **obligation: object) -> State:
        state = make_state(name)
        make_party(state, in_force_on=date(2001, 3, 1))
        for year in reported:
            make_report(state, year_covered=year, received_on=date(year + 1, 4, 20))
        if article:
            make_obligation(state, article, **obligation)
        return state

    party("Clearing and silent", 2018, article="5", initial_deadline=date(2022, 3, 1))
    party("Clearing and reporting", 2018, 2019, 2020, article="5")
    party("Nothing to do and silent")
    party("Stockpile and one year missing", 2018, 2020, article="4")
    party("Cleared and silent", article="5", status="completed", completed_on="2015")
    keeper = party("Keeper of mines", 2018, 2019)
    added(RetainedItems(convention="APMBC", iso3=keeper.iso3, as_of_year=2019, quantity=100, **SOURCED))
    late = party("Reported late but reported", 2018, 2019, article="5")
    make_report(late, year_covered=2020, received_on=date(2021, 9, 14))
    after = party("Reported after the day", 2018, 2019, article="5")
    make_report(after, year_covered=2020, received_on=date(2021, 9, 16))
    leaver = make_state("Leaving")
    make_membership(
        leaver,
        instrument="accession",
        deposited_on=date(2000, 9, 15),
        entry_into_force_on=date(2001, 3, 1),
        withdrawal_notified_on=date(2021, 6, 1),
        withdrawal_effective_on=date(2021, 12, 1),
    )
    make_obligation(leaver, "5")


def test_the_autumn_audience_is_who_implements_and_misses_a_year(september: None) -> None:
    kind = get_kind("APMBC", "missing-years")
    weighed = weigh_states(Brief("APMBC", AUTUMN, AUTUMN, kind.audience), CATALOGUES)
    found = {each.facts.list_name: (each.included, each.facts.reporting.missing_years) for each in weighed}
    assert found == {
        "Clearing and reporting": (False, ()),
        "Clearing and silent": (True, (2019, 2020)),
        "Cleared and silent": (False, (2018, 2019, 2020)),
        "Keeper of mines": (True, (2020,)),
        "Leaving": (False, (2018, 2019, 2020)),
        "Nothing to do and silent": (False, (2018, 2019, 2020)),
        "Reported after the day": (True, (2020,)),
        "Reported late but reported": (False, ()),
        "Stockpile and one year missing": (True, (2019,)),
    }
    why = {each.facts.list_name: each.reason for each in weighed}
    assert "No report covering 2019 and 2020." in why["Clearing and silent"]
    assert "Notice of withdrawal is on record" in why["Leaving"]


def test_this_years_autumn_letter_is_prepared_from_the_calendar(september: None, app: Flask) -> None:
    """From the form that the calendar fills in, as of the day, to one letter per State of the audience."""
    wanted = [each for each in shipped_templates() if each.content.slug == "missing-years"]
    load_shipped_templates(wanted, CATALOGUES, by=BY)
    make_body("cooperative-compliance")
    officer = signed_in(app)
    filled_in = {
        "on": "2021-09-15",
        "template": "missing-years/letter",
        "kind": "missing-years",
        "title": "Autumn letter 2021",
        "audience": get_kind("APMBC", "missing-years").audience,
    }
    address = f"/apmbc/letters/new?{urlencode(filled_in)}"
    [form] = read(officer, address).xpath("//main//form[@method='post']")
    fields: dict[str, list[str]] = {"act": ["draft"]}
    for name, value in form.form_values():  # several boxes have one name
        fields.setdefault(name, []).append(value)
    officer.post(address, data=fields)
    campaign = db.session.scalars(select(Campaign)).one()
    assert (campaign.kind, campaign.as_of, campaign.body) == ("missing-years", AUTUMN, "cooperative-compliance")
    assert len(db.session.scalars(select(Letter)).all()) == 4
    assert len(db.session.scalars(select(AudienceState)).all()) == 9
    [row] = [row for row in kind_rows("APMBC", 2021) if row.kind.slug == "missing-years"]
    assert [found.title for found, _letters in row.campaigns] == ["Autumn letter 2021"]


# The page


def test_the_page_tells_each_kind_with_its_day_and_leads_to_its_form(registers: Flask) -> None:
    page = read(signed_in(registers), "/apmbc/letters/calendar")
    found = {row["Letter"]: row for row in rows(page)}
    letters = found["Tailored Article 7 letters"]
    assert (letters["Usual day"], letters["Signed by"]) == (
        "3 March 2026",
        "Chair, Committee on Cooperative Compliance",
    )
    assert letters["Usual reminders"] == "30 and 7 days before the reporting day, then monthly after it, 3 times"
    assert found["Note convening the next meeting"]["Prepare"] == "no template"
    assert "whoever signs them writes them outside this system" in words(page)
    assert found["Note convening the next meeting"]["Signed by"].startswith("United Nations Office")
    [address] = page.xpath("//tr[contains(., 'Tailored Article 7')]//a[contains(., 'Prepare')]/@href")
    form = read(signed_in(registers), address)
    assert form.xpath("//input[@name='title']/@value") == ["Tailored Article 7 letters 2026"]
    assert form.xpath("//select[@name='template']/option[@selected]/@value") == ["article-7/letter"]
    assert form.xpath("//input[@name='kind']/@value") == ["article-7"]


def test_other_years_are_to_be_read_not_prepared(registers: Flask) -> None:
    page = read(signed_in(registers), "/apmbc/letters/calendar?year=2021")
    assert "Calendar of letters 2021" in words(page, "//h1")
    assert "Prepare…" not in words(page)
    found = {row["Letter"]: row["Usual day"] for row in rows(page)}
    assert found["Autumn letter: reports of earlier years"] == "15 September 2021"


def test_who_may_not_draft_sees_no_way_to_prepare(registers: Flask) -> None:
    assert "Prepare…" not in words(read(signed_in(registers, Role.MEMBER), "/ccm/letters/calendar"))


@pytest.mark.parametrize(("year", "shown"), [("x", 2026), ("0", 2026), ("99999", 2199), ("-1", 2026), ("1", 1999)])
def test_a_wrong_year_in_the_address_shows_the_nearest_there_is(registers: Flask, year: str, shown: int) -> None:
    page = read(signed_in(registers), f"/apmbc/letters/calendar?year={year}")
    assert words(page, "//h1") == f"Calendar of letters {shown}"


def test_each_convention_has_its_own_kinds() -> None:
    apmbc, ccm = ({kind.slug for kind in kinds_of(code)} for code in ("APMBC", "CCM"))
    assert {"two-years-silence", "compliance", "reporting-workshop"} == apmbc - ccm
    assert ccm - apmbc == set()
