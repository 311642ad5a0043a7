"""Documents of a dossier: what is taken, who reads them, what changed between two versions."""

from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from committees.models.access import Recusal
from committees.models.work import BodyFile
from core.accounts.models import User
from core.db import db, transaction
from core.errors import RuleViolation
from core.permissions import Role
from extension_requests.document_files import Upload, text_of
from extension_requests.models.documents import DossierDocument
from extension_requests.models.dossiers import Dossier
from extension_requests.rules.documents import DocumentKind, Visibility
from extension_requests.rules.machine import RequestState
from extension_requests.workflow.documents import add_document, file_upload, show_to
from tests.factories.accounts import make_account, sign_in
from tests.factories.requests import ISU, Group, address, make_dossier, make_group, token_of, word_file
from tests.factories.states import added

DAY = date(2026, 11, 2)


@pytest.fixture
def group(app: Flask) -> Group:
    return make_group()


def filed(dossier: Dossier, kind: DocumentKind, *paragraphs: str, **more: object) -> DossierDocument:
    with transaction():
        given = {"language": "EN", "dated_on": DAY, **more}
        return file_upload(dossier, kind, word_file(*paragraphs), by=ISU, **given)


def browser(app: Flask, account: User) -> FlaskClient:
    client = app.test_client()
    sign_in(client, account=account)
    return client


def test_every_version_stays_and_the_next_one_is_counted(group: Group) -> None:
    dossier = make_dossier(group, RequestState.SUBMITTED)
    versions = [filed(dossier, DocumentKind.ANNEX, name="Annex B").version for _ in range(2)]
    assert versions == [1, 2]
    assert filed(dossier, DocumentKind.ANNEX, name="Annex C").version == 1
    assert db.session.query(DossierDocument).count() == 3


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (Upload(b"MZ\x90", "request.docx"), "It is a program"),
        (Upload(b"", "request.docx"), "It is empty"),
        (Upload(b"just words", "request.txt"), "neither a Word file"),
        (Upload(b"PK\x03\x04broken", "request.docx"), "damaged archive"),
    ],
)
def test_a_file_that_is_no_text_is_refused_and_nothing_is_kept(group: Group, upload: Upload, sentence: str) -> None:
    dossier = make_dossier(group, RequestState.SUBMITTED)
    with pytest.raises(RuleViolation, match=sentence) as refusal, transaction():
        file_upload(dossier, DocumentKind.OTHER, upload, language="EN", dated_on=DAY, by=ISU)
    assert refusal.value.field == "file"
    assert db.session.query(DossierDocument).count() == 0


def test_a_file_dated_on_a_day_to_come_is_refused(group: Group) -> None:
    dossier = make_dossier(group, RequestState.SUBMITTED)
    with pytest.raises(RuleViolation, match="21 November 2026 has not come yet"):
        file_upload(dossier, DocumentKind.OTHER, word_file(), language="EN", dated_on=date(2026, 11, 21), by=ISU)


def test_questions_and_inputs_never_leave_the_group_and_drafts_not_before_they_are_issued(group: Group) -> None:
    dossier = make_dossier(group, RequestState.DRAFTING)
    for kind in (DocumentKind.QUESTIONS, DocumentKind.INPUT):
        with pytest.raises(RuleViolation, match="stays with the group"):
            show_to(dossier, filed(dossier, kind), Visibility.PUBLIC, by=ISU)
    draft = filed(dossier, DocumentKind.ANALYSIS)
    with pytest.raises(RuleViolation, match="until it is issued"):
        show_to(dossier, draft, Visibility.PUBLIC, by=ISU)
    dossier.issued_on = DAY
    show_to(dossier, draft, Visibility.PUBLIC, by=ISU)
    assert draft.visibility is Visibility.PUBLIC


def test_opening_a_paper_opens_it_and_no_other_language_nor_earlier_version(app: Flask, group: Group) -> None:
    dossier = make_dossier(group, RequestState.FOLLOW_UP)
    first, newest = (filed(dossier, DocumentKind.OTHER, name="Note") for _ in range(2))
    french = filed(dossier, DocumentKind.OTHER, name="Note", language="FR")
    with pytest.raises(RuleViolation, match="Version 2 is on file too"):
        show_to(dossier, first, Visibility.PUBLIC, by=ISU)
    show_to(dossier, newest, Visibility.PUBLIC, by=ISU)
    readers = {each: each.visibility for each in (first, newest, french)}
    assert [each for each, who in readers.items() if who is Visibility.PUBLIC] == [newest]
    page = browser(app, make_account(Role.ISU_OFFICER)).get(
        address(dossier, group.asking, f"/documents/{newest.id}/readers")
    )
    assert "all 2 versions in English" in page.get_data(as_text=True)


def test_the_next_version_is_read_by_whoever_read_the_one_before(group: Group) -> None:
    dossier = make_dossier(group, RequestState.FOLLOW_UP)
    show_to(dossier, filed(dossier, DocumentKind.OTHER, name="Note"), Visibility.PUBLIC, by=ISU)
    newest = filed(dossier, DocumentKind.OTHER, name="Note")
    assert (newest.version, newest.visibility) == (2, Visibility.PUBLIC)
    show_to(dossier, newest, Visibility.GROUP, by=ISU)
    assert {each.visibility for each in db.session.query(DossierDocument)} == {Visibility.GROUP}


def test_the_issued_analysis_stays_open_and_a_draft_filed_beside_it_does_not(group: Group) -> None:
    dossier = make_dossier(group, RequestState.ISSUED, issued_on=DAY)
    issued = filed(dossier, DocumentKind.ANALYSIS, visibility=Visibility.PUBLIC)
    draft = filed(dossier, DocumentKind.ANALYSIS)
    with pytest.raises(RuleViolation, match="it stays open to everybody"):
        show_to(dossier, issued, Visibility.GROUP, by=ISU)
    assert (issued.visibility, draft.visibility) == (Visibility.PUBLIC, Visibility.GROUP)


def test_a_paper_of_no_kind_needs_a_name(group: Group) -> None:
    dossier = make_dossier(group, RequestState.FOLLOW_UP)
    given = {"language": "EN", "dated_on": DAY, "visibility": None, "note": "", "by": ISU}
    with pytest.raises(RuleViolation, match="Say what it is"):
        add_document(dossier, DocumentKind.OTHER, word_file(), name=" ", **given)
    assert db.session.query(DossierDocument).count() == 0


def test_a_request_by_hand_is_a_further_language_of_the_version_on_file(group: Group) -> None:
    dossier = make_dossier(group, RequestState.SUBMITTED, version=2)
    given = {"dated_on": DAY, "name": "", "visibility": None, "note": "", "by": ISU}
    assert add_document(dossier, DocumentKind.REQUEST, word_file(), language="FR", **given).version == 2
    with pytest.raises(RuleViolation, match="Register a revised request instead"):
        add_document(dossier, DocumentKind.REQUEST, word_file(), language="FR", **given)


def test_what_is_the_groups_alone_is_not_there_for_anybody_else(app: Flask, group: Group) -> None:
    """Not in the list, not by its number: for observers, for the State that asks, for a member recused."""
    dossier = make_dossier(group, RequestState.IN_COMPLETENESS)
    file = added(BodyFile(convention="CCM", body=group.body.slug, title="Request", opened_on=DAY, iso3=dossier.iso3))
    dossier.file_id = file.id
    added(Recusal(file_id=file.id, iso3=group.member.iso3, reason="a neighbour", starts_on=DAY, ends_before=None))
    public = filed(dossier, DocumentKind.REQUEST, version=1)
    inner = filed(dossier, DocumentKind.INPUT, "Confidential", name="An organisation")
    pages = {
        account: [
            browser(app, account).get(address(dossier, group.asking, f"/documents/{each.id}/file")).status_code
            for each in (public, inner)
        ]
        for account in (
            make_account(Role.OBSERVER),
            group.person(group.asking),
            group.person(group.member),
            group.person(group.chair),
            make_account(Role.ISU_OFFICER),
        )
    }
    assert list(pages.values()) == [[200, 404], [200, 404], [200, 404], [200, 200], [200, 200]]
    for account, (_, there) in pages.items():
        page = browser(app, account).get(address(dossier, group.asking)).get_data(as_text=True)
        assert ("An organisation" in page) is (there == 200)


def test_a_document_is_not_found_through_another_dossier(app: Flask, group: Group) -> None:
    dossier = make_dossier(group, RequestState.FOLLOW_UP)
    other = make_dossier(group, RequestState.SUBMITTED, number=2)
    document = filed(dossier, DocumentKind.REQUEST, version=1)
    client = browser(app, make_account(Role.ISU_OFFICER))
    assert client.get(address(other, group.asking, f"/documents/{document.id}/file")).status_code == 404


def test_two_versions_stand_beside_each_other(app: Flask, group: Group) -> None:
    dossier = make_dossier(group, RequestState.IN_COMPLETENESS, version=2)
    filed(dossier, DocumentKind.REQUEST, "Chad asks for 24 months.", "The rest stays.", version=1)
    newer = filed(dossier, DocumentKind.REQUEST, "Chad asks for 36 months.", "The rest stays.", version=2)
    page = browser(app, make_account(Role.OBSERVER)).get(
        address(dossier, group.asking, f"/documents/{newer.id}/changes")
    )
    text = page.get_data(as_text=True)
    assert "<del>24 </del>" in text
    assert "<ins>36 </ins>" in text
    assert "The rest stays." not in text


def test_a_document_comes_in_by_the_form_and_its_words_are_kept(app: Flask, group: Group) -> None:
    dossier = make_dossier(group, RequestState.SUBMITTED)
    client = browser(app, make_account(Role.ISU_OFFICER))
    upload = word_file("Article 1 of the law")
    form = {"kind": "annex", "name": "Annex A", "language": "FR", "dated_on": "2026-11-02", "visibility": ""}
    answer = client.post(
        address(dossier, group.asking, "/documents/new"),
        data={**form, "csrf_token": token_of(client), "file": (BytesIO(upload.content), "loi.docx")},
    )
    assert answer.status_code == 302
    kept = db.session.query(DossierDocument).one()
    assert (kept.name, kept.language, kept.visibility, kept.words) == (
        *("Annex A", "FR", Visibility.PUBLIC, "Article 1 of the law"),
    )


def test_a_damaged_pdf_is_kept_without_its_words() -> None:
    assert text_of(Upload(b"%PDF-1.7 nothing more", "scan.pdf"), "application/pdf") == ""
