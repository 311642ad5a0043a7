"""Requests of the past give the deadlines of today, or the list says why not; what was asked and granted."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit.workflow import Actor
from core.db import db, transaction
from core.permissions import Role
from extension_requests.demonstration import load_demonstration_dossiers
from extension_requests.models.analysis import Reading
from extension_requests.models.dossiers import Dossier
from extension_requests.models.past import PastRequest
from extension_requests.queries.chains import chains
from extension_requests.queries.on_file import requests_on_file
from extension_requests.rules.chains import Agreement, Link, replay
from extension_requests.rules.decisions import Decided, Mode, Outcome
from extension_requests.rules.documents import DocumentKind
from extension_requests.rules.findings import Finding
from extension_requests.rules.machine import RequestState, Who
from extension_requests.workflow.decisions import decide
from extension_requests.workflow.documents import add_document
from extension_requests.workflow.requests import Submission, submit
from extension_requests.workflow.transitions import hold_dossier
from tests.extension_requests.considered import BY, CLOSES, make_case
from tests.factories.accounts import make_account
from tests.factories.requests import make_dossier, make_group, word_file
from tests.factories.states import added
from tests.states_parties.pages import read, rows, saved_rows, signed_in, words

ON = date(2026, 11, 20)
# The whole list of what does not simply agree, by State; the closing note of the work gives it too.
NOT_PLAIN = {
    "APMBC": {
        "ARG": "The 22MSP may have decided on a request; nothing about it is documented.",
        "BFA": "Request 1, 5RC: not documented.",
        "DEU": "Request 1, 13MSP: not documented.",
        "NGA": "The 22MSP may have decided on a request; nothing about it is documented.",
        "SEN": "Request 4, 22MSP: deferred. The 23MSP may have decided on a request; nothing about it is documented.",
        "SSD": "The 22MSP may have decided on a request; nothing about it is documented.",
        "TJK": "Request 3, 22MSP: deferred. The 23MSP may have decided on a request; nothing about it is documented.",
        "TUR": "The 22MSP may have decided on a request; nothing about it is documented.",
        "ZWE": "The 22MSP may have decided on a request; nothing about it is documented.",
    },
    "CCM": {
        "AFG": "Request 2, 13MSP: not documented.",
        "CHL": "Request 4, 13MSP: not documented.",
        "LBN": "Request 2, 13MSP: not documented.",
        "MRT": "Request 3, 13MSP: not documented.",
        "SOM": "Request 1, 13MSP: not documented.",
        "TCD": "The 3RC may have decided on a request; nothing about it is documented.",
    },
}


@pytest.mark.parametrize("convention", ["APMBC", "CCM"])
def test_the_requests_on_file_give_every_deadline_in_the_register(registers: Flask, convention: str) -> None:
    found = chains(convention, on=ON)
    asked = {(row.article, row.iso3) for row in db.session.scalars(_past(convention))}
    assert {(each.article, each.iso3) for each in found} == asked
    for each in found:
        assert each.obligation is not None
        assert each.replayed.gives == each.obligation.deadline, each
    said = {each.iso3: each.replayed for each in found if each.replayed.agreement is not Agreement.AGREES}
    assert {iso3: " ".join(each.remarks) for iso3, each in said.items()} == NOT_PLAIN[convention]
    assert {each.agreement for each in said.values()} == {Agreement.OPEN}


def test_a_grant_that_the_register_lacks_and_a_broken_chain_are_told() -> None:
    links = [
        Link(1, "9MSP", date(2011, 3, 1), "granted", date(2016, 3, 1)),
        Link(2, "15MSP", date(2017, 3, 1), "granted", date(2020, 3, 1)),
    ]
    found = replay(date(2011, 3, 1), links, date(2016, 3, 1))
    assert (found.gives, found.agreement) == (date(2020, 3, 1), Agreement.DIFFERS)
    assert found.remarks == [
        "Request 2 speaks of a deadline of 1 March 2017; the chain gives 1 March 2016.",
        "The chain gives 1 March 2020, the register 1 March 2016.",
    ]


def test_before_a_meeting_its_grants_do_not_count(registers: Flask) -> None:
    """Germany was granted five years at the 9MSP in September 2019 and five more at the 12MSP in 2024."""
    gave = {
        on: next(each.replayed.gives for each in chains("CCM", on=on) if each.iso3 == "DEU")
        for on in (date(2019, 9, 4), date(2024, 9, 12), date(2024, 9, 13))
    }
    assert list(gave.values()) == [date(2025, 8, 1), date(2025, 8, 1), date(2030, 8, 1)]


def test_the_page_of_deadlines_filters_and_saves(registers: Flask) -> None:
    client = signed_in(registers)
    page = read(client, "/ccm/requests/deadlines?on=2026-11-20&agreement=agrees, a decision is not documented")
    assert [row["State"] for row in rows(page)] == ["Afghanistan", "Chad", "Chile", "Lebanon", "Mauritania", "Somalia"]
    saved = saved_rows(client, "/ccm/requests/deadlines?format=csv")
    assert len(saved) == 12
    assert saved[0]["Why"] == ""


def test_every_number_of_the_overview_opens_the_list_it_counts(registers: Flask) -> None:
    client = signed_in(registers)
    for code in ("apmbc", "ccm"):
        page = read(client, f"/{code}/requests/overview")
        found = page.xpath("//section[@aria-labelledby='by-meeting']//tbody//a")
        assert len(found) > 20
        for link in found[:: max(1, len(found) // 12)]:
            listed = rows(read(client, f"{link.get('href').partition('#')[0]}&page=all"))
            assert len(listed) == int(link.text_content()), link.get("href")


def test_the_overview_tells_late_from_in_time_and_lengths_only_where_days_are_known(registers: Flask) -> None:
    """Three requests to the CCM's 9MSP, due on 2 December 2018: two came late, the day of the third is not known."""
    page = read(signed_in(registers), "/ccm/requests/overview")
    [line] = page.xpath("//section[@aria-labelledby='by-meeting']//tr[th='9MSP']")
    cells = [" ".join(cell.text_content().split()) for cell in line.xpath("td")]
    assert cells == ["2019", "3", "3", "0", "0", "0", "0", "0", "2", "1", *["18 to 60, median 60 (3 of 3)"] * 2]
    assert "Oslo Action Plan" not in words(page)


def test_a_deferral_counts_at_the_meeting_that_deferred_and_does_not_make_a_late_request_early(app: Flask) -> None:
    case = make_case(received_on=date(2026, 5, 20))
    isu = frozenset({Who.ISU})
    with transaction():
        decide(
            hold_dossier(case.dossier.id),
            Decided(Outcome.DEFERRED, Mode.CONSENSUS, CLOSES, reason="It came late."),
            who=isu,
            on=CLOSES,
            by=BY,
        )

    def on_file() -> list[tuple[str, str, bool | None]]:
        return [(each.meeting_short, each.outcome, each.late) for each in requests_on_file("APMBC")]

    assert on_file() == [("23MSP", "deferred", True), ("24MSP", "not decided yet", True)]
    came = {"request": word_file("again"), "note_verbale": word_file("note"), "months": 60}
    add_document(
        case.dossier,
        DocumentKind.REQUEST,
        word_file("first"),
        language="EN",
        dated_on=date(2026, 5, 20),
        name="",
        visibility=None,
        note="",
        by=BY,
    )
    with transaction():
        submit(
            hold_dossier(case.dossier.id),
            Submission(received_on=date(2027, 2, 1), language="EN", **came),
            who=isu,
            on=date(2027, 2, 1),
            by=replace(BY, at=datetime(2027, 2, 1, 9, tzinfo=UTC)),
        )
    assert on_file() == [("23MSP", "deferred", True), ("24MSP", "not decided yet", False)]


def test_indicators_count_what_readers_hold_and_leave_out_what_nobody_read(app: Flask) -> None:
    group = make_group("APMBC")
    issued = {"issued_on": date(2027, 9, 1), "symbol": "APLC/MSP.25/2027/4"}
    first = make_dossier(group, RequestState.ISSUED, received_on=date(2027, 3, 31), **issued)
    second = make_dossier(group, RequestState.FOLLOW_UP, number=2, received_on=date(2027, 4, 1), **issued)
    for dossier, item, findings in (
        (first, "A15", (Finding.MET, Finding.MET)),
        (first, "A18", (Finding.MET, Finding.PARTLY)),
        (second, "A15", (Finding.MISSING, Finding.MISSING)),
    ):
        for finding in findings:
            _read(dossier, item, finding)
    page = read(signed_in(app), "/apmbc/requests/overview")
    listed = page.xpath("//section[@aria-labelledby='indicators']//li")
    lines = [" ".join(each.text_content().split()) for each in listed]
    assert [line.partition(" requests")[0] for line in lines] == ["23.1 1 of 2", "23.2 1 of 2", "24.1 n/a"]
    assert lines[2].endswith("not known of 2")


def test_what_the_group_found_is_told_to_nobody_before_the_analysis_is_issued(app: Flask) -> None:
    group = make_group("APMBC")
    dossier = make_dossier(group, RequestState.IN_COMPLETENESS, received_on=date(2027, 3, 31))
    for _ in range(2):
        _read(dossier, "A15", Finding.MISSING)
    [line] = saved_rows(signed_in(app, Role.OBSERVER), "/apmbc/requests/overview?format=csv")
    assert line["Costed plan"] == "not read"
    dossier.issued_on, dossier.symbol = date(2027, 9, 1), "APLC/MSP.25/2027/4"
    db.session.flush()
    [line] = saved_rows(signed_in(app, Role.OBSERVER), "/apmbc/requests/overview?format=csv")
    assert line["Costed plan"] == "no"


def test_the_demonstration_has_the_requests_of_two_meetings_with_their_sources_and_conflicts(registers: Flask) -> None:
    found = {
        (each.iso3, each.article, each.meeting): each
        for each in db.session.scalars(select(Dossier).where(Dossier.convention == "CCM"))
    }
    at_2rc = {("BGR", "3"), ("PER", "3"), ("BIH", "4"), ("CHL", "4"), ("LBN", "4")}
    assert set(found) == {(*each, "2RC") for each in at_2rc} | {(iso3, "4", "9MSP") for iso3 in ("DEU", "LAO")}
    assert {each.state for each in found.values()} == {RequestState.SUPERSEDED, RequestState.COMPLETED}
    assert all(each.source for each in found.values())
    bulgaria = found["BGR", "3", "2RC"]
    assert "one-year interim extension" in bulgaria.conflict
    assert "18 months" in bulgaria.conflict
    client = signed_in(registers)
    assert "Sources differ." in words(read(client, "/ccm/requests/3/bulgaria/2"))
    assert "late" in words(read(client, "/ccm/requests/4/germany/1"), "//main//ul[@aria-label='Marked']")
    past = {(row.iso3, row.article, row.request_no): row for row in db.session.scalars(_past("CCM"))}
    for each in found.values():
        documented = past[each.iso3, each.article, each.number]
        assert (each.deadline, each.asked_until, each.received_on) == (
            *(documented.previous_deadline, documented.requested_until, documented.submitted_on),
        )


def test_the_demonstration_is_loaded_once_and_changes_nothing_that_is_there(registers: Flask) -> None:
    dossier = db.session.scalars(select(Dossier).where(Dossier.iso3 == "PER")).one()
    dossier.ended_because = "As the office found."
    load_demonstration_dossiers(by=Actor("Chancery", datetime(2026, 11, 20, 9, 0, tzinfo=UTC)))
    assert len(db.session.scalars(select(Dossier)).all()) == 7
    assert dossier.ended_because == "As the office found."


def _past(convention: str) -> object:
    return select(PastRequest).where(PastRequest.convention == convention)


def _read(dossier: Dossier, item: str, finding: Finding) -> None:
    reader = make_account(None)
    row = Reading(
        dossier_id=dossier.id,
        version=dossier.version,
        item=item,
        reader_id=reader.id,
        reader=reader.name,
        finding=finding,
        read_at=datetime(2027, 5, 1, 9, 0, tzinfo=UTC),
    )
    added(row)
