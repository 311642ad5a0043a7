"""Two people at one text: both see it, and nothing of either is lost; the log forgets the names of the erased."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.clock import StoppedClock
from core.db import db, transaction
from core.permissions import Role
from core.seen.models import OpenText
from meetings.models.papers import MeetingPaper
from meetings.models.people import Credentials, MeetingDelegation
from meetings.models.programmes import ProgrammeOption
from meetings.models.timetable import Speaker, SpeakerRole
from meetings.workflow.delegates import add_person, remove_person, withdraw_consent
from meetings.workflow.programmes import add_option, open_choice
from meetings.workflow.speakers import SpeakerFacts, add_speaker, remove_speaker
from tests.factories.accounts import make_account, sign_in
from tests.meetings.papers import BY, meeting_of_papers, reserved
from tests.meetings.people import delegation, party, person
from tests.meetings.sessions_of_2021 import address_of, planned
from tests.states_parties.pages import read, words

AT_TEN = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)  # 10:12 in Geneva


def officer(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    sign_in(client, account=make_account(Role.ISU_OFFICER, name=name))
    return client


def at(app: Flask, monkeypatch: pytest.MonkeyPatch, instant: datetime) -> None:
    monkeypatch.setitem(app.extensions, "clock", StoppedClock(instant))


def opens(client: FlaskClient, address: str) -> dict[str, str]:
    """The page says by itself that it is open, as a browser has it say; the values of its form."""
    page = read(client, address)
    [beat] = page.xpath("//*[@hx-post='/open-texts']")
    values = json.loads(beat.get("hx-vals"))
    assert client.post("/open-texts", data=values).status_code == 200
    return dict(page.forms[-1].form_values())


def sent(client: FlaskClient, address: str, form: dict[str, str], **fields: str) -> html.HtmlElement | None:
    """The page that comes back, None where it was saved."""
    answer = client.post(address, data={**form, **fields})
    return None if answer.status_code == 302 else html.fromstring(answer.get_data(as_text=True))


@pytest.fixture
def paper(app: Flask) -> str:
    meeting = meeting_of_papers()
    reserved(meeting)
    return "/apmbc/meetings/24msp/papers/1/change"


def test_who_opens_a_text_sees_since_when_another_has_it_open(
    app: Flask, paper: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bo = officer(app, "Ada Officer"), officer(app, "Bo Officer")
    at(app, monkeypatch, AT_TEN)
    form = opens(ada, paper)
    at(app, monkeypatch, AT_TEN + timedelta(seconds=30))
    opens(ada, paper)
    assert "Ada Officer has had this open since 10:12." in words(read(bo, paper))
    assert "has had this open" not in words(read(ada, paper))
    assert sent(ada, paper, form, title="Saved") is None
    assert "has had this open" not in words(read(bo, paper))
    opens(ada, paper)
    at(app, monkeypatch, AT_TEN + timedelta(minutes=3))
    assert "has had this open" not in words(read(bo, paper))
    opens(bo, paper)
    assert db.session.scalars(select(OpenText.name)).all() == ["Bo Officer"]


def test_a_page_opens_no_text_but_its_own(app: Flask, paper: str) -> None:
    ada, bo = officer(app, "Ada Officer"), officer(app, "Bo Officer")
    [beat] = read(ada, paper).xpath("//*[@hx-post='/open-texts']")
    sign = json.loads(beat.get("hx-vals"))["text"]
    token = read(bo, paper).xpath("string(//input[@name='csrf_token']/@value)")
    for text in (sign, "meeting-paper/1", ""):
        assert bo.post("/open-texts", data={"text": text, "csrf_token": token}).status_code == 404
    assert db.session.scalars(select(OpenText)).all() == []


def test_who_saves_a_paper_second_has_both_texts_before_them(app: Flask, paper: str) -> None:
    ada, bo = officer(app, "Ada Officer"), officer(app, "Bo Officer")
    hers, his = opens(ada, paper), opens(bo, paper)
    assert sent(ada, paper, hers, title="Report on mine clearance", source="Letter of 3 May") is None
    entries = db.session.query(AuditEntry).count()
    page = sent(bo, paper, his, title="Report on clearance in 2027")
    assert page is not None
    assert "Somebody changed APLC/MSP.24/2027/1 while you were writing." in words(page)
    beside = words(page, "//section[@class='theirs']")
    assert "Saved meanwhile by Ada Officer" in beside
    assert "Source taken over belowLetter of 3 May" in beside
    assert page.xpath("string(//section[@class='theirs']//ins)") == "mine clearance"
    form = page.forms[-1]
    assert (form.fields["title"], form.fields["source"]) == ("Report on clearance in 2027", "Letter of 3 May")
    row = db.session.scalars(select(MeetingPaper).execution_options(populate_existing=True)).one()
    assert (row.title, db.session.query(AuditEntry).count()) == ("Report on mine clearance", entries)
    assert sent(bo, paper, dict(form.form_values())) is None
    row = db.session.scalars(select(MeetingPaper).execution_options(populate_existing=True)).one()
    assert (row.title, row.source) == ("Report on clearance in 2027", "Letter of 3 May")


def test_credentials_that_another_recorded_are_not_taken_back_by_an_older_page(app: Flask) -> None:
    meeting = meeting_of_papers()
    row = delegation(meeting, party("Ruritania"))
    here = f"/apmbc/meetings/24msp/people/{row.id}/change"
    ada, bo = officer(app, "Ada Officer"), officer(app, "Bo Officer")
    hers, his = opens(ada, here), opens(bo, here)
    assert sent(ada, here, hers, credentials=Credentials.IN_ORDER.value, credentials_on="2026-11-19") is None
    page = sent(bo, here, his, notified_by="Note 7")
    assert page is not None
    assert "Credentials taken over belowfound in order" in words(page, "//section[@class='theirs']")
    assert sent(bo, here, dict(page.forms[-1].form_values())) is None
    row = db.session.scalars(select(MeetingDelegation).execution_options(populate_existing=True)).one()
    assert (row.credentials, row.notified_by) == (Credentials.IN_ORDER, "Note 7")


def test_two_who_change_a_speaker_both_see_it(registers: Flask) -> None:
    meeting, session = planned()
    with transaction():
        ann = add_speaker(meeting, session, SpeakerFacts(SpeakerRole.PANELLIST, "Ann Example"), by=BY)
    here = f"{address_of(meeting, session).replace('concept-note', 'panel')}/{ann.id}"
    ada, bo = officer(registers, "Ada Officer"), officer(registers, "Bo Officer")
    hers, his = opens(ada, here), opens(bo, here)
    assert sent(ada, here, hers, function="Director") is None
    page = sent(bo, here, his, function="Head of programme")
    assert page is not None
    assert "Somebody changed what is on record of Ann Example while you were writing." in words(page)
    assert "Head of programmeDirector" in words(page, "//section[@class='theirs']")
    assert db.session.scalars(select(Speaker.function).where(Speaker.id == ann.id)).one() == "Director"


def test_two_who_describe_an_option_both_see_it(app: Flask) -> None:
    with transaction():
        open_choice("CCM", title="Two ways", first_year=2027, background="", source="test", by=BY)
        add_option("CCM", "two-ways", title="Way", comments="", by=BY)
    here = "/ccm/meetings/choices/two-ways/1/describe"
    ada, bo = officer(app, "Ada Officer"), officer(app, "Bo Officer")
    hers, his = opens(ada, here), opens(bo, here)
    assert sent(ada, here, hers, comments="Cheaper") is None
    page = sent(bo, here, his, comments="Shorter")
    assert page is not None
    assert "ShorterCheaper" in words(page, "//section[@class='theirs']")
    assert db.session.scalars(select(ProgrammeOption.comments)).one() == "Cheaper"


def test_the_log_keeps_what_happened_and_not_who_was_erased(registers: Flask) -> None:
    meeting, session = planned()
    row = delegation(meeting, party("Ruritania"))
    with transaction():
        anna = add_person(row, person("Anna Example", survivor=True), by=BY)
        withdraw_consent(row, anna, by=BY)
        number = anna.id
        remove_person(row, anna, by=BY)
        ann = add_speaker(meeting, session, SpeakerFacts(SpeakerRole.PANELLIST, "Ann Example"), by=BY)
        remove_speaker(meeting, session, ann, by=BY)
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.act.startswith("delegate:"))).all()
    assert [(each.act, each.details) for each in told] == [
        (f"delegate:{act}", {"person": number}) for act in ("added", "consent-withdrawn", "removed")
    ]
    everything = " ".join(f"{each.subject_name} {each.details}" for each in db.session.scalars(select(AuditEntry)))
    assert "Example" not in everything
    with transaction():
        assert add_person(row, person("Ben Example"), by=BY).id > number
    history = words(read(officer(registers, "Ada"), f"/apmbc/meetings/{meeting.short}/people/{row.id}"))
    assert f"took a person off the delegation (person: number {number})" in history
    assert "added a person to the delegation (person: Ben Example)" in history
