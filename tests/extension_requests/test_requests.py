"""The request itself: registered, acknowledged, put before the group, revised; and what is refused on the way."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from committees.models.work import BodyFile
from core.audit.models import AuditEntry
from core.db import db, transaction
from core.errors import RuleViolation
from core.outbox.models import OutboxMessage
from core.permissions import Role
from extension_requests.models.decisions import Mode, Outcome, RequestDecision
from extension_requests.models.documents import DossierDocument
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.documents import documents_of
from extension_requests.rules.documents import DocumentKind
from extension_requests.rules.machine import RequestState, Who
from extension_requests.workflow.checks import open_check
from extension_requests.workflow.documents import file_upload
from extension_requests.workflow.requests import Submission, acknowledge, revise, submit
from states_parties.models import Membership, Obligation
from tests.factories.accounts import make_account, sign_in
from tests.factories.requests import ISU, ON, Group, address, make_dossier, make_group, token_of, word_file
from tests.factories.states import added

AS_ISU = {"who": frozenset({Who.ISU}), "on": ON, "by": ISU}
CAME = date(2026, 11, 2)


@pytest.fixture
def group(app: Flask) -> Group:
    return make_group()


def request_of(**other: Any) -> Submission:
    usual = Submission(
        received_on=CAME,
        language="EN",
        request=word_file("We ask for more time."),
        note_verbale=word_file("The Permanent Mission presents its compliments."),
        months=24,
    )
    return replace(usual, **other)


def refused(dossier: Dossier, came: Submission, **other: Any) -> RuleViolation:
    """The refusal; nothing has changed: neither the dossier nor what is on file nor the history."""
    with transaction():
        before = _whole(dossier)
    with pytest.raises(RuleViolation) as refusal, transaction():
        submit(dossier, came, **{**AS_ISU, **other})
    db.session.refresh(dossier)
    assert _whole(dossier) == before
    return refusal.value


def _whole(dossier: Dossier) -> Mapping[str, Any]:
    columns = {column.name: getattr(dossier, column.name) for column in Dossier.__table__.c}
    files = db.session.scalars(select(DossierDocument.id)).all()
    return {**columns, "files": list(files), "acts": db.session.query(AuditEntry).count()}


def kinds(dossier: Dossier) -> list[tuple[str, int]]:
    return [(each.newest.kind.value, each.newest.version) for each in documents_of(dossier, inside=True)]


@pytest.mark.parametrize(
    "state", [RequestState.ANTICIPATED, RequestState.ANNOUNCED, RequestState.NOT_SUBMITTED, RequestState.LAPSED]
)
def test_a_request_is_registered_with_its_files_and_what_it_asks_for(group: Group, state: RequestState) -> None:
    announced = {"announced_on": CAME, "announced_source": "statement"} if state is RequestState.ANNOUNCED else {}
    dossier = make_dossier(group, state, **announced)
    submit(dossier, request_of(annexes=[("Annex A", word_file())], interim=True), **AS_ISU)
    assert (dossier.state, dossier.received_on, dossier.version) == (RequestState.SUBMITTED, CAME, 1)
    assert (dossier.asked_until, dossier.asked_months, dossier.interim) == (date(2030, 3, 1), 24, True)
    assert kinds(dossier) == [("request", 1), ("annex", 1), ("note verbale", 1)]


def test_a_day_may_be_asked_for_instead_of_months(group: Group) -> None:
    dossier = make_dossier(group)
    submit(dossier, request_of(months=None, until=date(2029, 12, 31)), **AS_ISU)
    assert (dossier.asked_until, dossier.asked_months) == (date(2029, 12, 31), None)


@pytest.mark.parametrize(
    ("came", "sentence", "field"),
    [
        ({"months": 61}, "may run until 1 March 2033 at most, not until 1 April 2033", "months"),
        ({"months": None}, "Say how long", "months"),
        ({"months": 24, "until": date(2030, 3, 2)}, "24 months after 1 March 2028 is 1 March 2030", "until"),
        ({"months": None, "until": date(2028, 3, 1)}, "gains no time", "until"),
        ({"received_on": date(2026, 11, 21)}, "day to come", "received_on"),
        ({"received_on": date(2017, 1, 1)}, "Only a State Party", "state"),
        ({"note_verbale": None}, "note verbale", "note_verbale"),
        ({"note_verbale": word_file(name="virus.exe", field="note_verbale")}, "can run programs", "note_verbale"),
    ],
)
def test_a_request_that_cannot_be_is_refused_and_nothing_is_kept(
    group: Group, came: dict[str, Any], sentence: str, field: str
) -> None:
    refusal = refused(make_dossier(group), request_of(**came))
    assert sentence in refusal.message
    assert refusal.field == field


def test_the_cap_is_the_articles_own_with_its_source(group: Group) -> None:
    assert refused(make_dossier(group), request_of(months=61)).source == "CCM art. 4 (1a), (5) and (8)"


def test_after_completion_nothing_can_be_asked_for(group: Group) -> None:
    dossier = make_dossier(group)
    row = db.session.scalars(select(Obligation)).one()
    row.completed_on, row.status = "2026-11-10", "completed"
    assert "nothing to extend" in refused(dossier, request_of()).message


def test_a_state_that_has_left_cannot_ask_even_for_what_came_before(group: Group) -> None:
    dossier = make_dossier(group)
    row = db.session.scalars(select(Membership).where(Membership.iso3 == group.asking.iso3)).one()
    row.withdrawal_notified_on, row.withdrawal_effective_on = date(2026, 5, 1), date(2026, 11, 10)
    refusal = refused(dossier, request_of())
    assert "Only a State Party can ask for more time" in refusal.message
    assert refusal.source


def test_a_second_file_for_the_same_request_is_refused(group: Group) -> None:
    assert "does not follow here" in refused(make_dossier(group, RequestState.SUBMITTED), request_of()).message


def test_only_the_isu_registers_a_request(group: Group) -> None:
    assert "is for the ISU" in refused(make_dossier(group), request_of(), who=frozenset({Who.CHAIR, Who.GROUP})).message


def test_a_renewal_supersedes_the_request_before_in_the_same_moment(group: Group) -> None:
    before = make_dossier(group, RequestState.FOLLOW_UP)
    dossier = make_dossier(group, number=2)
    assert "came later" in refused(dossier, request_of(received_on=date(2026, 11, 2))).message
    submit(dossier, request_of(received_on=date(2026, 11, 19)), **AS_ISU)
    assert (before.state, dossier.state) == (RequestState.SUPERSEDED, RequestState.SUBMITTED)


def test_a_request_after_its_day_is_registered_and_marked_late(app: Flask, group: Group) -> None:
    """Nine months before the meeting of 20 November 2026 it was due: 20 February 2026."""
    dossier = make_dossier(group, RequestState.NOT_SUBMITTED, meeting="24MSP")
    submit(dossier, request_of(), **AS_ISU)
    client = app.test_client()
    sign_in(client, role=Role.OBSERVER)
    page = client.get(address(dossier, group.asking)).get_data(as_text=True)
    assert "It came after 20 February 2026, the day it was due." in page


def test_a_deferred_request_comes_again_for_the_next_meeting(group: Group) -> None:
    dossier = make_dossier(
        group, RequestState.DEFERRED, meeting="24MSP", state_since=date(2026, 11, 20), symbol="CCM/MSP/2026/1"
    )
    added(
        RequestDecision(
            **{"dossier_id": dossier.id, "meeting": "24MSP", "outcome": Outcome.DEFERRED, "mode": Mode.CONSENSUS},
            **{"decided_on": ON, "reason": "late", "recorded_at": ISU.at, "recorded_by": ISU.name},
        )
    )
    for kind in (DocumentKind.ACKNOWLEDGEMENT, DocumentKind.CIRCULAR):  # its day was 2 November
        file_upload(dossier, kind, word_file("of the first time"), language="EN", dated_on=CAME, by=ISU)
    assert "did not come again before" in refused(dossier, request_of()).message
    with transaction():
        submit(dossier, request_of(received_on=ON), **AS_ISU)
    assert (dossier.state, dossier.version, dossier.meeting) == (RequestState.SUBMITTED, 2, "25MSP")
    with pytest.raises(RuleViolation, match="circular to all States Parties"), transaction():
        acknowledge(dossier, acknowledged_on=ON, language="EN", letter=None, circular=None, **AS_ISU)
    assert dossier.symbol == ""


def test_it_is_acknowledged_once_both_letters_are_on_file(group: Group) -> None:
    dossier = make_dossier(group, RequestState.SUBMITTED)
    given = {"acknowledged_on": ON, "language": "EN", **AS_ISU}
    with pytest.raises(RuleViolation, match="Not on file yet: circular to all States Parties"), transaction():
        acknowledge(dossier, letter=word_file(), circular=None, **given)
    with pytest.raises(RuleViolation, match="not acknowledged before") as refusal, transaction():
        acknowledge(
            dossier, letter=word_file(), circular=word_file(), **{**given, "acknowledged_on": date(2026, 11, 1)}
        )
    assert refusal.value.field == "acknowledged_on"
    assert kinds(dossier) == []
    acknowledge(dossier, letter=word_file(), circular=word_file(), **given)
    assert (dossier.state, dossier.acknowledged_on) == (RequestState.ACKNOWLEDGED, ON)


def test_the_check_opens_a_file_of_the_group_and_tells_the_state_that_asks(group: Group) -> None:
    person = group.person(group.asking)
    group.person(group.chair)
    dossier = make_dossier(group, RequestState.ACKNOWLEDGED)
    assert open_check(dossier, **AS_ISU) == 1
    file = db.session.get_one(BodyFile, dossier.file_id)
    assert (file.body, file.iso3, file.subject_kind, file.subject_id) == (
        *(group.body.slug, group.asking.iso3, "request", str(dossier.id)),
    )
    message = db.session.scalars(select(OutboxMessage)).one()
    assert message.address == person.email
    assert "takes no part in its analysis" in message.content["subject"]
    assert f"/ccm/requests/4/{group.asking.slug}/1" in message.content["text"]


def test_without_a_group_no_check_is_opened(group: Group) -> None:
    dossier = make_dossier(group, RequestState.ACKNOWLEDGED, body="")
    with pytest.raises(RuleViolation, match="No group is named"), transaction():
        open_check(dossier, **AS_ISU)
    assert db.session.query(BodyFile).count() == 0


def test_a_revised_request_is_a_new_version_and_goes_back_to_the_readers_at_once(group: Group) -> None:
    dossier = make_dossier(group)
    submit(dossier, request_of(received_on=date(2026, 11, 2)), **AS_ISU)
    dossier.state = RequestState.CLARIFYING
    revise(dossier, request_of(received_on=ON, months=36, note_verbale=None), **AS_ISU)
    assert (dossier.state, dossier.version) == (RequestState.IN_COMPLETENESS, 2)
    assert (dossier.received_on, dossier.asked_until) == (date(2026, 11, 2), date(2031, 3, 1))
    request = next(each for each in documents_of(dossier, inside=False) if each.newest.kind is DocumentKind.REQUEST)
    assert [request.newest.version, *(each.version for each in request.older)] == [2, 1]


def test_the_whole_way_to_the_check_in_the_browser(app: Flask, group: Group) -> None:
    dossier, client = make_dossier(group), app.test_client()
    sign_in(client, account=make_account(Role.ISU_OFFICER))
    token = {"csrf_token": token_of(client)}
    here = address(dossier, group.asking)

    def file() -> tuple[BytesIO, str]:
        return BytesIO(word_file().content), "file.docx"

    asked = {**token, "received_on": "2026-11-02", "months": "61", "language": "EN"}
    too_long = client.post(f"{here}/submit", data={**asked, "file": file(), "note_verbale": file()})
    assert too_long.status_code == 422
    assert "may run until 1 March 2033 at most" in too_long.get_data(as_text=True)
    done = client.post(f"{here}/submit", data={**asked, "months": "60", "file": file(), "note_verbale": file()})
    assert done.status_code == 302
    letters = {**token, "acknowledged_on": "2026-11-20", "language": "EN", "file": file(), "circular": file()}
    assert client.post(f"{here}/acknowledge", data=letters).status_code == 302
    assert client.post(f"{here}/open-check", data=token).status_code == 302
    revised = {**token, "received_on": "2026-11-20", "language": "EN", "file": file()}
    assert client.post(f"{here}/revise", data=revised).status_code == 302
    db.session.refresh(dossier)
    assert (dossier.state, dossier.version) == (RequestState.IN_COMPLETENESS, 2)


def test_whoever_represents_the_state_that_asks_does_not_register_its_request(app: Flask, group: Group) -> None:
    """Not even with a role that could."""
    account = make_account(Role.ISU_OFFICER)
    from_chad = group.person(group.asking)
    dossier = make_dossier(group)
    for person, expected in ((account, 200), (from_chad, 403)):
        client = app.test_client()
        sign_in(client, account=person)
        assert client.get(address(dossier, group.asking, "/submit")).status_code == expected
