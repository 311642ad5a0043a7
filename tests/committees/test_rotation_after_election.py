"""After an election: proposals say what they said before it, and the page of the meeting says what is done."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from committees.models.bodies import Body
from committees.models.rotation import Candidacy, Slate
from committees.models.terms import Term
from committees.workflow.candidacies import receive_candidacy, withdraw_candidacy
from committees.workflow.elections import record_election
from committees.workflow.slates import make_slate, mark_not_taken, nominate, propose_chair, put_forward
from committees.workflow.terms import elect_state
from core.db import db, transaction
from states_parties.models import State
from tests.committees.offices import on_day
from tests.committees.rotations import BY, CLOSES, FIRST_DAY, Rotation, make_rotation
from tests.factories.offices import make_body, make_composition, make_term
from tests.factories.states import NOTE
from tests.states_parties.pages import read, rows, send, signed_in, words

AT = "/apmbc/rotation/23MSP"


@pytest.fixture
def rotation(app: Flask) -> Rotation:
    return make_rotation()


@pytest.fixture
def other(rotation: Rotation) -> Body:
    """A second committee of the same States, seat by seat in another order."""
    body = make_body("other-committee")
    make_composition(body)
    for seat, each in enumerate(reversed(rotation.members), 1):
        make_term(body, seat, each.iso3, "5RC" if seat < 3 else "22MSP")
    return body


@pytest.fixture
def officer(app: Flask, rotation: Rotation) -> FlaskClient:
    return signed_in(app)


def slate_of(body: Body, states: list[State], title: str = "First", meeting: str = "23MSP") -> Slate:
    """The States in seats 1, 2, … of the body."""
    with transaction():
        slate = make_slate("APMBC", meeting, title=title, by=BY)
        for seat, state in enumerate(states, 1):
            nominate("APMBC", meeting, slate.id, body=body.slug, seat=seat, iso3=state.iso3, by=BY)
    return slate


def elect(slate: Slate, decided_so: str = "") -> None:
    with transaction():
        record_election(
            "APMBC", slate.meeting, slate.id, elected_on=CLOSES, decided_so=decided_so, sourcing=NOTE, by=BY
        )


def offered(body: Body, state: State) -> None:
    with transaction():
        day = date(2026, 6, 1)
        receive_candidacy("APMBC", "23MSP", body.slug, iso3=state.iso3, received_on=day, source="note", by=BY)


def checks_of(officer: FlaskClient, slate: Slate) -> str:
    return words(read(officer, f"/apmbc/rotation/{slate.meeting}/{slate.id}"), "//section[@aria-labelledby='checks']")


def table_of(officer: FlaskClient, slate: Slate) -> tuple[list[list[str]], list[str]]:
    """The cells of the nomination table and the lines below it."""
    document = Document(BytesIO(officer.get(f"{AT}/{slate.id}.docx").data))
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    subtitles = ("(draft)", "(elected)", "(not taken)")
    return cells, [each.text for each in document.paragraphs if not each.text.endswith(subtitles)]


def facts_of(page: html.HtmlElement) -> dict[str, str]:
    terms = page.xpath("//dl[@class='facts']/div")
    return {words(each, "dt"): words(each, "dd") for each in terms}


def test_proposals_say_after_the_election_what_they_said_before(
    officer: FlaskClient, rotation: Rotation, other: Body
) -> None:
    taken = slate_of(rotation.body, rotation.others[:2])
    lost = slate_of(rotation.body, [rotation.others[1], rotation.members[0]], "Second")
    with transaction():
        propose_chair("APMBC", "23MSP", taken.id, body=rotation.body.slug, iso3=rotation.members[2].iso3, by=BY)
    before = [(checks_of(officer, each), table_of(officer, each)) for each in (taken, lost)]
    assert "The Other committee renews 2 of 4 seats each time; 0 would be filled" in before[0][0]
    elect(taken, "The other committee is left for later.")
    assert [(checks_of(officer, each), table_of(officer, each)) for each in (taken, lost)] == before
    in_short = read(officer, AT).xpath("//tfoot/tr[1]/td")
    assert [words(each, ".") for each in in_short] == ["1 breach", "1 breach 3 to be weighed"]


def test_a_second_election_at_the_same_meeting_is_weighed_against_the_first_then_and_later(
    officer: FlaskClient, rotation: Rotation, other: Body
) -> None:
    first = slate_of(rotation.body, rotation.others[:2])
    elect(first, "The other committee is left for later.")
    told = checks_of(officer, first)
    second = slate_of(other, rotation.others[2:4], "Second")
    taken_seat = slate_of(other, rotation.others[2:4], "Third")
    before = checks_of(officer, second)
    assert "renews" not in before
    elect(second)
    assert (checks_of(officer, first), checks_of(officer, second)) == (told, before)
    assert checks_of(officer, taken_seat) == before


def test_terms_recorded_on_the_page_of_a_body_stand_against_an_open_proposal(
    officer: FlaskClient, rotation: Rotation
) -> None:
    slate = slate_of(rotation.body, rotation.others[:2])
    with transaction():
        elect_state(
            "APMBC", rotation.body.slug, seat=1, iso3=rotation.others[3].iso3, meeting="23MSP", sourcing=NOTE, by=BY
        )
    held = f"{rotation.others[0].name_en}: seat 1 of the The committee is held by {rotation.others[3].name_en} then."
    assert held in checks_of(officer, slate)
    with transaction():
        mark_not_taken("APMBC", "23MSP", slate.id, by=BY)
    assert held in checks_of(officer, slate)


def test_the_page_of_the_meeting_says_who_was_elected_and_that_nothing_is_to_fill(
    officer: FlaskClient, rotation: Rotation
) -> None:
    gone = rotation.others[3]
    for state in (*rotation.others[:3], gone):
        offered(rotation.body, state)
    with transaction():
        withdraw_candidacy(
            db.session.scalars(db.select(Candidacy).filter_by(iso3=gone.iso3)).one(),
            withdrawn_on=date(2026, 7, 1),
            by=BY,
        )
    slate = slate_of(rotation.body, rotation.others[:2])
    page = read(officer, AT)
    assert (facts_of(page)["To fill"], facts_of(page)["Begin with its close"]) == ("2", "0")
    elect(slate)
    page = read(officer, AT)
    assert (facts_of(page)["Leave"], facts_of(page)["To fill"], facts_of(page)["Begin with its close"]) == (
        "2",
        "0",
        "2",
    )
    assert "2 leave, 2 go on, 0 to fill, 2 begin with its close" in words(page)
    assert "Cannot be elected" not in words(page)
    assert {row["State"]: (row["Standing"], row["Act"]) for row in rows(page)} == {
        rotation.others[0].name_en: ("elected", ""),
        rotation.others[1].name_en: ("elected", ""),
        rotation.others[2].name_en: ("not elected", ""),
        gone.name_en: ("withdrawn on 1 July 2026", ""),
    }


def next_act(page: html.HtmlElement) -> str:
    return words(page, "//div[contains(@class, 'next-strip')]/p")


def test_the_next_act_says_whether_the_new_terms_run(app: Flask, officer: FlaskClient, rotation: Rotation) -> None:
    slate = slate_of(rotation.body, rotation.others[:2])
    elect(slate)
    recorded = "The election is recorded: “First”."
    assert next_act(read(officer, AT)) == (f"Next Nothing: {recorded} The new terms begin on 21 November 2026.")
    again = officer.get(f"{AT}/{slate.id}/election")
    assert again.status_code == 422
    assert "The proposal “First” is elected: it stays as it is." in words(html.fromstring(again.text))
    with on_day(app, FIRST_DAY):
        page = read(officer, AT)
        assert next_act(page) == (
            f"Next Nothing: The meeting is over. {recorded} The new terms run since 21 November 2026."
        )
        assert "Make a proposal" not in words(page)


def test_a_meeting_that_is_over_says_so_and_offers_no_planning(
    app: Flask, officer: FlaskClient, rotation: Rotation
) -> None:
    with on_day(app, FIRST_DAY):
        page = read(officer, AT)
        assert next_act(page) == (
            "Next Nothing: the meeting is over. Whom it elected is not documented here. · closed on 20 November 2026"
        )
        assert page.xpath("//header//a[contains(@class, 'btn')]") == []
        slate = slate_of(rotation.body, rotation.others[:2])
        assert next_act(read(officer, AT)).startswith("Next The meeting is over and its election is not on record:")
        with transaction():
            put_forward("APMBC", "23MSP", slate.id, by=BY)
        told = "Next Record the election · ISU officer · the meeting closed on 20 November 2026"
        assert [next_act(read(officer, each)) for each in (AT, f"{AT}/{slate.id}")] == [told, told]


def test_a_past_meeting_whose_followers_are_only_documented_says_that_and_no_more(registers: Flask) -> None:
    officer = signed_in(registers)
    assert next_act(read(officer, "/apmbc/rotation/18MSP")) == (
        "Next Nothing: The meeting is over. 5 States are on record from the day after its close; their election is "
        "not documented here."
    )
    third = read(officer, "/ccm/rotation/3RC")
    assert "Whom it elected is not documented here. · closed on 18 September 2026" in next_act(third)


def test_an_election_at_a_meeting_without_days_warns_before_and_says_afterwards_that_nothing_runs(
    officer: FlaskClient, rotation: Rotation
) -> None:
    with transaction():
        elect_state(
            "APMBC", rotation.body.slug, seat=1, iso3=rotation.others[2].iso3, meeting="23MSP", sourcing=NOTE, by=BY
        )
        elect_state(
            "APMBC", rotation.body.slug, seat=2, iso3=rotation.others[3].iso3, meeting="23MSP", sourcing=NOTE, by=BY
        )
    slate = slate_of(rotation.body, [], meeting="24MSP")
    with transaction():
        for seat, state in ((3, rotation.others[0]), (4, rotation.others[1])):
            nominate("APMBC", "24MSP", slate.id, body=rotation.body.slug, seat=seat, iso3=state.iso3, by=BY)
    address = f"/apmbc/rotation/24MSP/{slate.id}"
    assert "The calendar has no days for the 24MSP. The terms are put on record, but they do not run yet" in words(
        read(officer, f"{address}/election"), "//main//*[contains(@class, 'alert-warning')]"
    )
    answer = send(officer, f"{address}/election", {"source": "Final report"})
    not_yet = "The new terms do not run yet: they begin once the calendar has the days of the 24MSP."
    assert f"The election is recorded: 2 terms are on record. {not_yet}" in words(html.fromstring(answer.text))
    assert not_yet in next_act(read(officer, "/apmbc/rotation/24MSP"))
    assert not_yet in next_act(read(officer, address))
    assert db.session.scalars(db.select(Term.elected_at).where(Term.elected_at == "24MSP")).all() == ["24MSP"] * 2
