"""Doors that open with an office and close with it, and what the page of access tells and does."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select

from committees.models.access import Delegation, Opened, Opening, Recusal
from committees.models.bodies import PlaceKind, PlaceOf
from committees.models.terms import Representative
from committees.models.work import ActivityKind, BodyFile
from committees.workflow.accounts import link_account, unlink_account
from committees.workflow.activities import record_activity
from committees.workflow.delegations import delegate, end_delegation
from committees.workflow.openings import close_again, open_to_observers
from committees.workflow.recusals import end_recusal, recuse
from core.accounts.models import User
from core.accounts.workflow.people import deactivate
from core.audit.models import AuditEntry
from core.audit.workflow import Actor
from core.clock import now
from core.db import db, transaction
from core.permissions import Role
from tests.committees.offices import (
    A_DAY,
    CLOSES,
    FIRST,
    ISU,
    LAST,
    Committee,
    browser_of,
    make_committee,
    make_place,
    on_day,
    represented_by,
)
from tests.factories.accounts import make_account
from tests.factories.offices import make_body, make_composition, make_term
from tests.factories.statements import counted_statements
from tests.factories.states import NOTE, added
from tests.states_parties.pages import read, rows, send, signed_in, words
from tests.states_parties.refusals import refused

BODY = "/apmbc/committees/cooperative-compliance"
ACCESS, PACK = f"{BODY}/access", f"{BODY}/briefing.zip"
IN_CHAIR = date(2028, 3, 1)


@pytest.fixture
def committee(app: Flask) -> Committee:
    return make_committee()


def make_file(committee: Committee, title: str = "Dialogue", **columns: object) -> BodyFile:
    usual = {"convention": "APMBC", "body": committee.body.slug, "opened_on": date(2026, 1, 1)}
    return added(BodyFile(**{**usual, "title": title, **columns}))


def lines(page: html.HtmlElement, label: str) -> list[list[str]]:
    """The cells of the table with that label, without its head."""
    found = page.xpath(f"//div[@aria-label='{label}']//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in line] for line in found]


def statuses(app: Flask, account: User, *addresses: str) -> list[int]:
    client = browser_of(app, account)
    return [client.get(address).status_code for address in addresses]


def test_doors_open_on_the_first_day_of_an_office_and_close_after_its_last(app: Flask, committee: Committee) -> None:
    account = represented_by(committee.body, committee.chile)
    seen = {}
    for day in (FIRST - A_DAY, FIRST, LAST, LAST + A_DAY):
        with on_day(app, day):
            seen[day] = statuses(app, account, ACCESS, PACK, f"{ACCESS}/open", "/apmbc/committees", "/apmbc/letters")
    assert seen == {
        FIRST - A_DAY: [403] * 5,
        FIRST: [200, 200, 403, 200, 200],
        LAST: [200] * 5,  # Chile chairs by then
        LAST + A_DAY: [403] * 5,
    }


def test_a_member_by_office_opens_nothing_of_another_committee_or_convention(app: Flask, committee: Committee) -> None:
    make_body("victim-assistance")
    account = represented_by(committee.body, committee.chile)
    with on_day(app, FIRST):
        assert statuses(
            app,
            account,
            "/apmbc/committees/victim-assistance",
            "/apmbc/committees/victim-assistance/access",
            "/ccm/committees",
            "/settings/people",
        ) == [200, 403, 403, 403]


def test_the_as_of_day_of_a_page_gives_no_right_of_another_day(app: Flask, committee: Committee) -> None:
    account = represented_by(committee.body, committee.chile)
    with on_day(app, LAST + A_DAY):
        assert statuses(app, account, f"{ACCESS}?on={LAST}") == [403]


def test_a_person_with_an_office_and_no_role_comes_in_by_the_front_door(app: Flask, committee: Committee) -> None:
    account = represented_by(committee.body, committee.chile)
    with on_day(app, FIRST):
        client = browser_of(app, account)
        arrived = client.get("/", follow_redirects=True)
        assert (arrived.status_code, arrived.request.path) == (200, "/apmbc/")
        rail = read(client, "/account").xpath("//nav[@aria-label='Areas']//a/@href")
        assert "/apmbc/committees" in rail
        assert read(client, BODY).xpath("//nav[@class='body-pages']//a/text()") == [
            "Roster",
            "Terms",
            "Mandate",
            "Regular meetings",
            "Work plan",
            "Activities",
            "Papers",
            "Access",
        ]


def test_an_office_under_the_ccm_alone_leads_to_the_ccm(app: Flask, committee: Committee) -> None:
    group = make_body("universalization", "CCM")
    make_composition(group)
    make_term(group, 1, committee.chile.iso3, "", starts_on=FIRST, counted_from="", lasts_meetings=None)
    client = browser_of(app, represented_by(group, committee.chile))
    with on_day(app, FIRST):
        assert "/ccm/committees" in read(client, "/account").xpath("//nav[@aria-label='Areas']//a/@href")
        assert client.get("/", follow_redirects=True).request.path == "/ccm/"


def test_whoever_held_an_office_is_told_that_it_has_ended(app: Flask, committee: Committee) -> None:
    account = represented_by(committee.body, committee.chile)
    with on_day(app, LAST + A_DAY):
        answer = browser_of(app, account).get("/")
        text = answer.get_data(as_text=True)
    assert answer.status_code == 403
    assert "Your office has ended" in text
    assert "20 November 2028" in text


def test_whoever_never_held_one_is_told_to_ask(app: Flask) -> None:
    text = browser_of(app, make_account(None)).get("/").get_data(as_text=True)
    assert "This page is not open to you" in text


def test_a_deactivated_account_has_no_rights_by_office_and_is_not_listed(app: Flask, committee: Committee) -> None:
    account = represented_by(committee.body, committee.chile)
    with on_day(app, FIRST):
        client = browser_of(app, account)
        assert client.get(ACCESS).status_code == 200
        assert account.name in words(read(signed_in(app), ACCESS), "//table[contains(@class, 'register')]")
        make_account(Role.ADMINISTRATOR)
        with transaction():
            deactivate(account, on=FIRST, by=ISU)
        assert client.get(ACCESS).status_code != 200
        assert account.name not in words(read(signed_in(app), ACCESS), "//table[contains(@class, 'register')]")


def test_the_page_tells_who_has_rights_why_and_until_when(app: Flask, committee: Committee) -> None:
    make_place(committee.body, PlaceOf.PRESIDENT, kind=PlaceKind.CHAIR)
    member = represented_by(committee.body, committee.chile)
    president = represented_by(committee.presidency, committee.zambia)
    observer = make_account(Role.OBSERVER, convention="APMBC", body=committee.body.slug)
    with on_day(app, CLOSES["25MSP"] - A_DAY * 30):
        found = rows(read(browser_of(app, member), ACCESS))
    assert [(row["Person"], row["Role"], row["Why"], row["Last day"], row["Hand-over"]) for row in found] == sorted(
        [
            (
                member.name,
                "Committee member",
                "representative of Chile, member of the Committee on Cooperative Compliance",
                "20 November 2028",
                "",
            ),
            (president.name, "President", "representative of Zambia, President", "20 November 2027", "within 60 days"),
            (
                president.name,
                "Chair",
                "representative of Zambia, President, Committee on Cooperative Compliance",
                "20 November 2027",
                "within 60 days",
            ),
            (observer.name, "Observer", "role given to the account, for cooperative-compliance", "", ""),
        ],
        key=lambda row: (row[0], ["President", "Chair", "Committee member", "Observer"].index(row[1])),
    )


def test_the_page_tells_which_offices_pass_on_and_to_whom(app: Flask, committee: Committee) -> None:
    make_term(committee.body, 1, committee.peru.iso3, "26MSP")
    with on_day(app, LAST - A_DAY * 59):
        found = lines(read(signed_in(app), ACCESS), "Hand-over")
    assert found == [
        ["chair", "Chile", "20 November 2028, in 59 days", "nobody elected yet"],
        ["seat 1", "Chile", "20 November 2028, in 59 days", "Peru"],
    ]
    with on_day(app, LAST - A_DAY * 60):
        assert "No office of this body passes on within 60 days." in words(read(signed_in(app), ACCESS))


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_of_access_asks_the_same_however_many_have_rights(
    app: Flask, committee: Committee, people: int
) -> None:
    for _ in range(people):
        represented_by(committee.body, committee.chile)
    client = signed_in(app)
    with on_day(app, FIRST):
        client.get(ACCESS)
        with counted_statements() as sent:
            assert client.get(ACCESS).status_code == 200
    assert len(sent) == 20


def test_rights_by_office_cost_a_member_eight_questions_of_a_page(app: Flask, committee: Committee) -> None:
    """Two find the person's offices, six the periods of one Convention; who holds a role that suffices costs none."""
    counts = {}
    with on_day(app, FIRST):
        by_office = represented_by(committee.body, committee.chile)
        for name, account in (("by office", by_office), ("role given", make_account(Role.MEMBER))):
            client = browser_of(app, account)
            client.get(BODY)
            with counted_statements() as sent:
                assert client.get(BODY).status_code == 200
            counts[name] = len(sent)
    assert counts["by office"] - counts["role given"] == 8


def test_the_chair_lets_somebody_act_and_ends_it(app: Flask, committee: Committee) -> None:
    chair, deputy = represented_by(committee.body, committee.chile), make_account(None)
    with on_day(app, IN_CHAIR):
        client = browser_of(app, chair)
        fields = {"email": deputy.email, "last_day": "2028-03-20", "reason": "at the General Assembly"}
        assert "acts for the Chair on these days" in words(read_after(client, f"{ACCESS}/delegate", fields))
        delegation = db.session.scalars(select(Delegation)).one()
        assert (delegation.chair_iso3, delegation.starts_on, delegation.ends_before) == (
            committee.chile.iso3,
            IN_CHAIR,
            date(2028, 3, 21),
        )
        assert statuses(app, deputy, f"{ACCESS}/open") == [200]
        assert "at the General Assembly" in words(read(client, ACCESS))
    with on_day(app, date(2028, 3, 10)):
        client = browser_of(app, chair)
        send(client, f"{ACCESS}/delegations/{delegation.id}/end", {})
        assert statuses(app, deputy, f"{ACCESS}/open") == [403]


def read_after(client: FlaskClient, address: str, fields: dict[str, str]) -> html.HtmlElement:
    return html.fromstring(send(client, address, fields).get_data(as_text=True))


def let(committee: Committee, **changed: object) -> Delegation:
    usual = {
        "iso3": committee.chile.iso3,
        "account": changed.pop("account", None) or make_account(None),
        "starts_on": date(2028, 1, 10),
        "ends_before": date(2028, 1, 21),
        "reason": "travel",
        "by": ISU,
    }
    return delegate("APMBC", committee.body.slug, **{**usual, **changed})  # type: ignore[arg-type]


def test_nobody_acts_longer_for_the_chair_than_there_is_one(app: Flask, committee: Committee) -> None:
    account = make_account(None)
    late = refused(lambda: let(committee, account=account, ends_before=LAST + A_DAY * 2), field="last_day")
    assert "ends on 20 November 2028" in late
    early = refused(lambda: let(committee, account=account, starts_on=date(2027, 11, 20)), field="starts_on")
    assert early == "On 20 November 2027 Chile does not lead the Committee on Cooperative Compliance."
    assert let(committee, account=account, ends_before=LAST + A_DAY).ends_before == LAST + A_DAY


def test_a_delegation_needs_a_reason_days_in_order_and_somebody_who_may_sign_in(
    app: Flask, committee: Committee
) -> None:
    account, out, _administrator = make_account(None), make_account(None), make_account(Role.ADMINISTRATOR)
    with transaction():
        deactivate(out, on=date(2026, 11, 20), by=ISU)
    for wrong, field, sentence in (
        ({"reason": " "}, "reason", "Say why."),
        ({"reason": "x" * 201}, "reason", "The reason is longer than 200 characters."),
        ({"ends_before": date(2028, 1, 10)}, "last_day", "The last day lies before the first day."),
        ({"iso3": "XXX"}, "leader", "“XXX” is no code of a State."),
        ({"account": out}, "email", f"{out.name} may no longer sign in."),
    ):
        given = {"account": account, **wrong}
        assert refused(lambda given=given: let(committee, **given), field=field) == sentence
    let(committee, account=account)
    assert refused(lambda: let(committee, account=account, starts_on=date(2028, 1, 20)), field="starts_on") == (
        f"{account.name} acts for the Chair from 10 January 2028 to 20 January 2028 already: end that first."
    )


def test_whoever_acts_for_the_chair_hands_nothing_on(app: Flask, committee: Committee) -> None:
    deputy, friend = make_account(None), make_account(None)
    let(committee, account=deputy)
    with on_day(app, date(2028, 1, 15)):
        by = Actor(deputy.name, now(), deputy.id)
        assert "act for the Chair yourself" in refused(lambda: let(committee, account=friend, by=by), field="")


HALF_PAST_MIDNIGHT = datetime(2028, 1, 9, 23, 30, tzinfo=UTC)  # 10 January in Geneva


def test_the_first_day_of_a_deputy_begins_at_midnight_in_the_office(app: Flask, committee: Committee) -> None:
    deputy, friend = make_account(None), make_account(None)
    let(committee, account=deputy)
    by = Actor(deputy.name, HALF_PAST_MIDNIGHT, deputy.id)
    assert "act for the Chair yourself" in refused(lambda: let(committee, account=friend, by=by), field="")


def test_whoever_represents_a_state_from_today_does_not_end_its_recusal_after_midnight(
    app: Flask, committee: Committee
) -> None:
    recusal = recuse(make_file(committee), committee.chile.iso3, reason="why", starts_on=FIRST, by=ISU)
    newcomer = represented_by(committee.body, committee.chile, starts_on=date(2028, 1, 10))
    by = Actor(newcomer.name, HALF_PAST_MIDNIGHT, newcomer.id)
    refusal = refused(lambda: end_recusal(recusal, ends_before=LAST, by=by), field="")
    assert refusal == "You act for the State that takes no part: that it does again is for others to say."


def test_a_delegation_that_has_not_begun_is_taken_back_whole(app: Flask, committee: Committee) -> None:
    delegation = let(committee)
    refused(lambda: end_delegation(delegation, ends_before=date(2028, 1, 21), by=ISU), field="ends_before")
    end_delegation(delegation, ends_before=date(2028, 1, 10), by=ISU)
    assert db.session.scalars(select(Delegation)).all() == []
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts[-2:] == ["delegation:given", "delegation:taken-back"]


def test_a_recusal_keeps_the_people_of_a_state_from_a_file(app: Flask, committee: Committee) -> None:
    file = make_file(committee)
    isu = signed_in(app)
    with on_day(app, FIRST):
        send(isu, f"{ACCESS}/recuse", {"reason": "supports the programme"})
        recusal = db.session.scalars(select(Recusal)).one()
        assert (recusal.iso3, recusal.file_id, recusal.starts_on) == (committee.chile.iso3, file.id, FIRST)
        assert "supports the programme" in words(read(isu, ACCESS))
        member = browser_of(app, represented_by(committee.body, committee.chile))
        assert "supports the programme" not in words(read(member, ACCESS))


def test_a_recusal_is_of_a_state_that_sits_there_once_and_for_a_reason(app: Flask, committee: Committee) -> None:
    file, own = make_file(committee), make_file(committee, "About Chile", iso3=committee.chile.iso3)
    chile, days = committee.chile.iso3, {"starts_on": FIRST, "by": ISU}
    refused(lambda: recuse(file, chile, reason="", **days), field="reason")
    refused(lambda: recuse(file, "XXX", reason="why", **days), field="state")
    assert "takes no part in it as it is" in refused(lambda: recuse(own, chile, reason="why", **days), field="state")
    assert "holds no office" in refused(lambda: recuse(file, committee.peru.iso3, reason="why", **days), field="state")
    recusal = recuse(file, chile, reason="why", **days)
    refused(lambda: recuse(file, chile, reason="why", **days), field="state")
    represented = represented_by(committee.body, committee.chile)
    theirs = Actor(represented.name, ISU.at, represented.id)
    refused(lambda: end_recusal(recusal, ends_before=LAST, by=theirs), field="")
    end_recusal(recusal, ends_before=LAST, by=ISU)
    refused(lambda: end_recusal(recusal, ends_before=LAST, by=ISU), field="ends_before")


def test_what_is_opened_to_observers_is_told_and_closed_again(app: Flask, committee: Committee) -> None:
    make_file(committee, "Dialogue with Peru")
    isu = signed_in(app)
    with on_day(app, FIRST):
        send(isu, f"{ACCESS}/open", {"what": "work plan/0"})
        opening = db.session.scalars(select(Opening)).one()
        assert "The whole work plan" in words(read(isu, ACCESS))
        refused(
            lambda: open_to_observers("APMBC", committee.body.slug, opened=Opened.WORK_PLAN, starts_on=FIRST, by=ISU),
            field="what",
        )
        send(isu, f"{ACCESS}/openings/{opening.id}/close", {})
        assert db.session.scalars(select(Opening)).all() == []
        assert "Nothing is open" in words(read(isu, ACCESS))


def as_a_recused_member(app: Flask, committee: Committee, *, chairs: bool = False) -> tuple[FlaskClient, BodyFile]:
    """A member whose State takes no part in a file that has an entry in the log and is opened to observers."""
    file = make_file(committee, "Dialogue with Peru")
    body = committee.body.slug
    recuse(file, committee.chile.iso3, reason="supports the programme", starts_on=FIRST, by=ISU)
    open_to_observers("APMBC", body, opened=Opened.FILE, subject_id=file.id, starts_on=FIRST, by=ISU)
    days = {"starts_on": FIRST, "ends_on": FIRST, "sourcing": NOTE, "by": ISU}
    kind = ActivityKind.MEETING
    record_activity("APMBC", body, kind=kind, what="a confidential dialogue", file_id=file.id, **days)
    return browser_of(app, represented_by(committee.body, committee.chile)), file


def test_the_history_of_a_body_tells_a_recused_member_nothing_of_the_file(app: Flask, committee: Committee) -> None:
    member, _file = as_a_recused_member(app, committee)
    let(committee)
    with on_day(app, FIRST):
        for page in (BODY, f"{BODY}/mandate"):
            office, theirs = (words(read(client, page)) for client in (signed_in(app), member))
            for told in ("a confidential dialogue", "supports the programme", "file “Dialogue with Peru”"):
                assert told in office
                assert told not in theirs
            assert "let somebody act for the Chair" in theirs
            for act in ("wrote into the log", "takes no part in a file", "opened something to observers"):
                assert act not in theirs


def test_a_recused_chair_neither_sees_nor_closes_what_is_opened_of_the_file(app: Flask, committee: Committee) -> None:
    with on_day(app, IN_CHAIR):
        chair, _file = as_a_recused_member(app, committee)
        opening = db.session.scalars(select(Opening)).one()
        address = f"{ACCESS}/openings/{opening.id}/close"
        assert "Dialogue with Peru" not in words(read(chair, ACCESS))
        token = read(chair, f"{ACCESS}/open").xpath("//main//input[@name='csrf_token']/@value")[0]
        for answer in (
            chair.get(address),
            chair.post(address, data={"ends_before": "2028-03-01", "csrf_token": token}),
        ):
            assert answer.status_code == 404
            assert "This concerns a file in which your State takes no part." in answer.get_data(as_text=True)
            assert "Dialogue with Peru" not in answer.get_data(as_text=True)
        db.session.refresh(opening)
        assert opening.ends_before is None
        send(signed_in(app), address, {"ends_before": "2028-03-01"})
        db.session.refresh(opening)
        assert opening.ends_before == date(2028, 3, 1)


def test_only_files_and_papers_of_the_body_are_opened(app: Flask, committee: Committee) -> None:
    other = make_file(committee, body=make_body("other").slug)

    def opened(kind: Opened, number: int) -> Opening:
        return open_to_observers("APMBC", committee.body.slug, opened=kind, subject_id=number, starts_on=FIRST, by=ISU)

    refused(lambda: opened(Opened.FILE, other.id), field="what")
    refused(lambda: opened(Opened.PAPER, 99), field="what")
    opening = opened(Opened.FILE, make_file(committee).id)
    close_again(opening, ends_before=LAST, by=ISU)
    assert opening.ends_before == LAST
    refused(lambda: close_again(opening, ends_before=LAST, by=ISU), field="ends_before")


def test_an_account_is_linked_to_a_representative_and_taken_away(app: Flask, committee: Committee) -> None:
    account = represented_by(committee.body, committee.chile)
    person = db.session.scalars(select(Representative)).one()
    refused(lambda: link_account(person, account, by=ISU), field="email")
    isu = signed_in(app)
    address = f"{ACCESS}/representatives/{person.id}"
    with on_day(app, FIRST):
        assert "Nobody has an account" in send(isu, address, {"email": "nobody@example.org"}).get_data(as_text=True)
        send(isu, address, {"email": ""})
        assert statuses(app, account, ACCESS) == [403]
        send(isu, address, {"email": account.email.upper()})
        assert statuses(app, account, ACCESS) == [200]
    unlink_account(person, by=ISU)
    refused(lambda: unlink_account(person, by=ISU), field="email")


def test_one_s_own_account_says_why_one_sees_what_one_sees(app: Flask, committee: Committee) -> None:
    account = represented_by(committee.body, committee.chile)
    with on_day(app, FIRST):
        mine = lines(read(browser_of(app, account), "/account"), "Roles by office")
        theirs = lines(read(signed_in(app, Role.ADMINISTRATOR), f"/settings/people/{account.id}"), "Roles by office")
    office = "representative of Chile, member of the Committee on Cooperative Compliance"
    where = "APMBC, cooperative-compliance"
    assert mine[-1] == [office, "Committee member", where, "21 November 2026", "20 November 2028", "in force"]
    assert theirs == mine
    assert [line[-1] for line in mine] == ["not yet", "in force"]
