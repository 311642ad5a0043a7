"""The board, the list, and where else requests are shown: State, meeting, desk, calendars, consequences of a move."""

from datetime import date

import pytest
from flask import Flask
from lxml import html

from conventions.days import Days
from conventions.models import Meeting
from conventions.queries import find_meeting, move_of
from core.db import db
from core.permissions import Role
from extension_requests.calendar_entries import request_entries
from extension_requests.queries.moved import requests_moved
from extension_requests.rules.machine import RequestState
from tests.factories.accounts import sign_in
from tests.factories.requests import Group, address, make_dossier, make_group
from tests.factories.statements import counted_statements
from tests.factories.states import make_party, make_state
from tests.states_parties.pages import read, rows, saved_rows, signed_in, words

S = RequestState


@pytest.fixture
def group(app: Flask) -> Group:
    return make_group()


def cards(page: html.HtmlElement) -> dict[str, list[str]]:
    """Phase -> the cards of its column, each in its words."""
    found = {}
    for column in page.xpath("//section[contains(@class, 'board-column')]"):
        phase = column.xpath("string(h2/text())").strip()
        found[phase] = [" ".join(card.text_content().split()) for card in column.xpath(".//li")]
    return found


def test_the_board_has_a_column_for_each_phase_and_a_card_for_each_request(app: Flask, group: Group) -> None:
    for number, state in enumerate((S.NOT_SUBMITTED, S.FOLLOW_UP, S.NOT_GRANTED), start=1):
        make_dossier(group, state, number=number)
    page = read(signed_in(app), "/ccm/requests")
    found = cards(page)
    assert list(found) == ["coming", "submitted", "in analysis", "issued", "decided"]
    assert [len(each) for each in found.values()] == [1, 0, 0, 0, 2]
    assert found["coming"] == [
        "Chad Article 4, request 1 · not submitted · 25MSP Register the request: 20 February 2027 · ISU"
    ]
    for link in page.xpath("//div[@class='board']//h2/a"):
        listed = read(signed_in(app), f"/ccm/requests{link.get('href').partition('#')[0]}")
        assert len(rows(listed)) == int(link.text_content())


def test_a_meeting_is_chosen_and_the_list_saved(app: Flask, group: Group) -> None:
    make_dossier(group, S.DRAFTING)
    make_dossier(group, S.FOLLOW_UP, number=2, meeting="23MSP")
    make_dossier(group, S.WITHDRAWN, number=3, meeting="")
    client = signed_in(app)
    chips = read(client, "/ccm/requests").xpath("//div[@aria-label='Considered at']/a")
    assert [" ".join(chip.text_content().split()) for chip in chips] == [
        *("all meetings 3", "23MSP 1", "25MSP 1", "no meeting yet 1"),
    ]
    page = read(client, "/ccm/requests?meeting=25MSP")
    assert [row["Stands"] for row in rows(page)] == ["analysis being drafted"]
    assert [len(each) for each in cards(page).values()] == [0, 0, 1, 0, 0]
    assert "Meeting 25MSP, 20 November 2027" in words(page)
    [saved] = saved_rows(client, "/ccm/requests?meeting=none&format=csv")
    assert (saved["State"], saved["Stands"], saved["Meeting"]) == ("Chad", "withdrawn", "none yet")
    assert len(rows(read(client, "/ccm/requests?meeting=unheard"))) == 3


@pytest.mark.parametrize("many", [1, 3])
def test_the_board_asks_as_many_questions_for_one_request_as_for_three(app: Flask, group: Group, many: int) -> None:
    for number in range(many):
        make_dossier(group, S.FOLLOW_UP if number else S.SUBMITTED, iso3=make_state(f"State {number}").iso3)
    client = signed_in(app, Role.ADMINISTRATOR)
    client.get("/ccm/requests")
    with counted_statements() as sent:
        page = client.get("/ccm/requests").get_data(as_text=True)
    assert page.count('board-card"') == many
    assert len([each for each in sent if each != "BEGIN"]) == 3, "\n".join(sent)


def test_what_is_uncertain_of_a_request_stands_on_the_board_and_in_the_list(app: Flask, group: Group) -> None:
    make_dossier(group, S.ANTICIPATED, conflict="Two registers differ.")
    client = signed_in(app)
    page = read(client, "/ccm/requests")
    assert "to be checked" in cards(page)["coming"][0]
    assert [row["Marked"] for row in rows(page)] == ["to be checked"]
    [link] = read(client, "/ccm/requests/4/chad/1").xpath(
        "//dl[@class='facts']//a[contains(@href, '/meetings/')]/@href"
    )
    assert link == "/ccm/meetings/25MSP"


def test_who_is_recused_sees_the_board_that_everybody_sees(app: Flask, group: Group) -> None:
    dossier = make_dossier(group, S.CLARIFYING)
    seen = []
    for account in (group.person(group.asking), group.person(group.member)):
        client = app.test_client()
        sign_in(client, account=account)
        seen.append(cards(read(client, "/ccm/requests")))
        page = read(client, address(dossier, group.asking))
        assert (page.xpath("//section[@aria-labelledby='history']") == []) is (account.id == 1 or len(seen) == 1)
    assert seen[0] == seen[1]


def test_a_state_and_a_meeting_show_their_requests(app: Flask, group: Group) -> None:
    make_dossier(group, S.CLARIFYING)
    client = signed_in(app)
    told = words(read(client, "/ccm/states/chad"), "//section[@aria-labelledby='requests']")
    assert "Article 4, request 1 being clarified · asked until 1 March 2030 · 25MSP" in told
    assert "Close the round of questions" in told
    meeting = words(read(client, "/ccm/meetings/25MSP"), "//section[@aria-labelledby='requests']")
    assert "Chad, Article 4 · being clarified · asked until 1 March 2030" in meeting
    assert "Chad" not in words(read(client, "/ccm/meetings/24MSP"))


def test_the_desk_tells_what_is_due_and_what_waits_for_the_person_alone(app: Flask, group: Group) -> None:
    """Received on 2 November 2026: to be acknowledged within five working days, by 9 November."""
    make_dossier(group, S.SUBMITTED)
    path = "//section[@aria-labelledby='requests']"
    officer = words(read(signed_in(app), "/ccm/"), path)
    assert "Chad, Article 4: Record the acknowledgement · ISU · 9 November 2026" in officer
    assert "waits for you" in officer
    observer = words(read(signed_in(app, Role.OBSERVER), "/ccm/"), path)
    assert "Record the acknowledgement" in observer
    assert "waits for you" not in observer


def test_what_waits_for_a_member_does_not_wait_for_one_who_acts_for_the_asking_state(app: Flask, group: Group) -> None:
    """Eleven weeks before the 24MSP of November 2026 the analyses should have been adopted."""
    make_dossier(group, S.DRAFTING, meeting="24MSP")
    make_dossier(group, S.DRAFTING, meeting="24MSP", iso3=group.member.iso3)
    client = app.test_client()
    sign_in(client, account=group.person(group.member))
    told = read(client, "/ccm/").xpath("//section[@aria-labelledby='requests']//li")
    said = {line.xpath("string(a)"): "waits for you" in line.text_content() for line in told}
    assert said == {"Chad, Article 4": True, "Zambia, Article 4": False}


def test_calendars_have_every_day_of_open_requests_under_lasting_names(app: Flask, group: Group) -> None:
    dossier = make_dossier(group, S.DRAFTING)
    make_dossier(group, S.FOLLOW_UP, number=2)
    with app.test_request_context():
        before = {each.uid: each.day for each in request_entries("CCM", on=date(2026, 11, 20))}
        meeting = find_meeting("CCM", "25MSP")
        assert meeting is not None
        meeting.starts_on = meeting.ends_on = date(2027, 11, 27)
        db.session.flush()
        after = {each.uid: each.day for each in request_entries("CCM", on=date(2026, 11, 20))}
    assert before.keys() == after.keys()
    issued = f"request-{dossier.id}-documents-issued@chancery"
    assert (before[issued], after[issued]) == (date(2027, 10, 9), date(2027, 10, 16))
    assert not any(uid.startswith(f"request-{dossier.id + 1}-") for uid in before)


def test_before_a_meeting_moves_each_open_request_says_what_would_follow(app: Flask, group: Group) -> None:
    make_dossier(group, S.ADOPTED)
    make_dossier(group, S.FOLLOW_UP, number=2)
    meeting = find_meeting("CCM", "25MSP")
    assert isinstance(meeting, Meeting)
    told = {
        each.what: (each.before, each.after)
        for each in requests_moved(move_of(meeting, Days(date(2028, 3, 6), date(2028, 3, 9)), on=date(2026, 11, 20)))
    }
    about = "Request 1 of Chad under Article 4"
    assert told[f"{about}: the deadline, 1 March 2028"] == (
        *("after the meeting closes", "passes before the meeting can decide"),
    )
    before, after = told[f"{about}: its days ahead"]
    assert before.startswith("documents issued 9 October 2027; request and analysis presented 20 November 2027")
    assert after.startswith("documents issued 24 January 2028; request and analysis presented 6 March 2028")
    assert not any(what.startswith("Request 2") for what in told)


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize("state", [S.CLARIFYING, S.DRAFTING, S.FOLLOW_UP])
def test_the_page_of_a_dossier_asks_few_questions_however_many_there_are(
    app: Flask, group: Group, state: S, many: int
) -> None:
    """At most 12, those about the person among them."""
    dossier = make_dossier(group, state)
    for number in range(many):
        other = make_state(f"State {number}")
        make_party(other, "CCM")
        make_dossier(group, state, iso3=other.iso3)
    client = signed_in(app)
    client.get(address(dossier, group.asking))
    with counted_statements() as sent:
        client.get(address(dossier, group.asking))
    asked = [each for each in sent if each != "BEGIN"]
    assert len(asked) <= 12, "\n".join(" ".join(each[each.rfind("FROM") :].split())[:90] for each in asked)
