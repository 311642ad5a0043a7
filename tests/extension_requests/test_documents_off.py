"""A document that was filed by mistake: nobody reads it any more, and the right one takes its place."""

import re

import pytest
from flask import Flask

from core.db import db, transaction
from core.errors import RuleViolation
from core.permissions import Role
from extension_requests.models.analysis import AnalysisVersion
from extension_requests.models.documents import DossierDocument
from extension_requests.queries.documents import documents_of
from extension_requests.queries.situation import situation_of
from extension_requests.rules.documents import DocumentKind
from extension_requests.rules.machine import RequestState
from extension_requests.workflow.documents import take_off_file
from extension_requests.workflow.letters import take_over_sent
from tests.extension_requests.considered import BY, letter_templates, make_case, send_off
from tests.extension_requests.test_documents import DAY, browser, filed
from tests.extension_requests.test_letters import Occasion, drafted
from tests.factories.accounts import make_account
from tests.factories.requests import ISU, Group, address, make_dossier, make_group
from tests.factories.states import added
from tests.states_parties.pages import read, send, words

MADE = {"made_at": ISU.at, "made_by": ISU.name}
REASON = "It belongs to the request of Zambia."


@pytest.fixture
def group(app: Flask) -> Group:
    return make_group()


def off(document: DossierDocument, dossier: object, reason: str = REASON) -> None:
    with transaction():
        take_off_file(dossier, document, reason=reason, by=ISU)  # type: ignore[arg-type]


def test_nobody_reads_it_any_more_and_the_history_says_why(app: Flask, group: Group) -> None:
    dossier = make_dossier(group, RequestState.SUBMITTED)
    wrong = filed(dossier, DocumentKind.ANNEX, "Not for everybody", name="Annex B")
    officer = browser(app, make_account(Role.ISU_OFFICER))
    page = read(officer, address(dossier, group.asking))
    [way] = page.xpath("//a[text()='Filed by mistake…']/@href")
    assert "“Annex: Annex B”, version 1 in English: nobody reads it here any more." in words(read(officer, way))
    send(officer, way, {"reason": REASON})
    page = words(read(officer, address(dossier, group.asking)))
    assert "Annex B" not in page.partition("History")[0]
    [told] = re.findall(r"took a document off the file \((.*?\.)\)", page)
    assert {"document: annex", "name: Annex B", "version: 1", f"reason: {REASON}"} <= set(told.split("; "))
    for account in (make_account(Role.OBSERVER), make_account(Role.ISU_OFFICER)):
        gone = browser(app, account).get(address(dossier, group.asking, f"/documents/{wrong.id}/file"))
        assert (gone.status_code, b"PK" in gone.get_data()) == (404, False)


def test_the_right_file_takes_the_number_and_the_versions_before_stay(group: Group) -> None:
    dossier = make_dossier(group, RequestState.SUBMITTED)
    filed(dossier, DocumentKind.ANNEX, name="Annex B")
    off(filed(dossier, DocumentKind.ANNEX, name="Annex B"), dossier)
    right = filed(dossier, DocumentKind.ANNEX, name="Annex B")
    [card] = documents_of(dossier, inside=False)
    assert (right.version, card.newest.id, [each.version for each in card.older]) == (2, right.id, [1])


def test_what_is_off_the_file_meets_no_condition(group: Group) -> None:
    dossier = make_dossier(group, RequestState.SUBMITTED, received_on=DAY)
    off(filed(dossier, DocumentKind.ACKNOWLEDGEMENT), dossier)
    assert "acknowledgement" not in situation_of(dossier, on=DAY).documents
    filed(dossier, DocumentKind.ACKNOWLEDGEMENT)
    assert "acknowledgement" in situation_of(dossier, on=DAY).documents


def test_a_letter_that_left_can_be_put_on_file_again(app: Flask) -> None:
    letter_templates()
    case = make_case(RequestState.SUBMITTED)
    letter = drafted(case, Occasion.ACKNOWLEDGEMENT)
    send_off(letter)
    for _ in range(2):
        with transaction():
            document = take_over_sent(case.dossier, letter.id, by=BY)
        assert [each.newest.id for each in documents_of(case.dossier, inside=True)] == [document.id]
        off(document, case.dossier)
    assert documents_of(case.dossier, inside=True) == []


def test_the_issued_analysis_stays_and_nothing_goes_without_a_reason_or_twice(group: Group) -> None:
    dossier = make_dossier(group, RequestState.SUBMITTED)
    analysis = filed(dossier, DocumentKind.ANALYSIS)
    added(
        AnalysisVersion(dossier_id=dossier.id, number=1, request_version=1, document_id=analysis.id, text="{}", **MADE)
    )
    with pytest.raises(RuleViolation, match="has been issued: it stays on file"):
        off(analysis, dossier)
    with pytest.raises(RuleViolation, match="What a meeting decided stays on file"):
        off(filed(dossier, DocumentKind.DECISION), dossier)
    annex = filed(dossier, DocumentKind.ANNEX, name="Annex B")
    with pytest.raises(RuleViolation, match="Say why"):
        off(annex, dossier, " ")
    off(annex, dossier)
    with pytest.raises(RuleViolation, match="on file no longer"):
        off(annex, dossier)
    assert db.session.query(DossierDocument).filter_by(taken_off="").count() == 2
