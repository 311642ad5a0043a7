from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from core.clock import now, today
from core.db import db, transaction
from core.files import sha256_of
from core.outbox.models import Mailing, MailingState, MessageState, OutboxMessage
from core.permissions import Role
from correspondence.jobs.letters import compare_approved
from correspondence.models.campaigns import Campaign, CampaignState, Dispatch, Letter, LetterState
from correspondence.models.incoming import Handling, IncomingKind, IncomingMail, MatchConfidence
from correspondence.queries.campaigns import get_campaign
from correspondence.workflow.sending import pause, stop
from tests.correspondence.outgoing import acts, details_of, end, letter_to, message_to, scheduled
from tests.correspondence.test_voiding import a_new_ambassador, compared
from tests.factories.accounts import make_account, sign_in
from tests.factories.letters import OFFICER, a_focal_point, a_state_written_to, approve_drafts, approved_campaign
from tests.factories.statements import counted_statements
from tests.states_parties.pages import counts, read, rows, saved_rows, send, signed_in, words


def page_of(campaign: Campaign, rest: str = "") -> str:
    return f"/apmbc/letters/{campaign.id}{rest}"


def alerts(page: html.HtmlElement) -> list[str]:
    return [" ".join(each.text_content().split()) for each in page.xpath("//div[@role='alert']//li")]


def facts(page: html.HtmlElement) -> dict[str, str]:
    return {
        " ".join(each.xpath("string(dt)").split()): " ".join(each.xpath("string(dd)").split())
        for each in page.xpath("//dl[@class='facts']/div")
    }


def again(campaign: Campaign) -> Campaign:
    """As it is in the database now."""
    return db.session.get(Campaign, campaign.id, populate_existing=True)  # type: ignore[return-value]


def fields(page: html.HtmlElement) -> dict[str, str]:
    [form] = page.xpath("//main//form[@method='post']")
    return {name: value for name, value in form.form_values() if name != "csrf_token"}


def sent_form(client: FlaskClient, address: str, **changed: str) -> html.HtmlElement:
    answer = send(client, address, changed)
    return html.fromstring(answer.get_data(as_text=True))


def test_the_page_of_moving_counts_letters_and_not_their_copies(app: Flask) -> None:
    states = [a_state_written_to(name) for name in ("Chad", "Peru", "Togo")]
    for state in states:
        a_focal_point(state, email=f"focal@{state.slug}.example")
    campaign = scheduled(approved_campaign(states, copies=True))
    for role in ("to", "copy"):
        message = message_to("Togo", role=role)
        message.state, message.began_at, message.accepted_at = MessageState.ACCEPTED, now(), now()
    db.session.flush()
    told = facts(read(signed_in(app), page_of(campaign, "/move")))
    assert (told["Letters that leave"], told["By e-mail"], told["Copies to capitals"]) == ("2", "2 States", "2")


def test_the_page_of_an_approved_campaign_leads_to_its_schedule(app: Flask) -> None:
    campaign = approved_campaign()
    page = read(signed_in(app), page_of(campaign))
    assert words(page, "//h1") == "Reports 2026 approved"
    assert page.xpath("//main//a[@class='btn btn-primary']/@href") == [page_of(campaign, "/schedule")]
    assert "Next Schedule the letters for a working day" in words(page)
    assert counts(page)["pending"] == (3, page_of(campaign, "/balance?outcome=pending"))
    assert "3 of 3 States of the audience’s snapshot" in words(page)


def test_the_form_suggests_the_next_working_day_at_ten(app: Flask) -> None:
    campaign = approved_campaign()  # on a Friday
    page = read(signed_in(app), page_of(campaign, "/schedule"))
    found = fields(page)
    assert (found["send_on"], found["send_at"], found["not_after"]) == ("2026-11-23", "10:00", "2026-12-07")
    assert alerts(page) == []
    assert facts(page)["Letters that leave"] == "3"


def test_scheduled_the_page_says_when_they_leave(app: Flask) -> None:
    campaign = approved_campaign()
    page = sent_form(signed_in(app), page_of(campaign, "/schedule"))
    assert words(page, "//h1") == "Reports 2026 scheduled"
    assert "The letters leave on 23 November 2026 at 10:00, not after 7 December 2026" in words(page)
    assert OutboxMessage.query.count() == 3
    assert details_of("campaign:scheduled")["letters"] == 3


def test_warnings_are_read_before_anything_is_scheduled(app: Flask) -> None:
    campaign, client = approved_campaign(), signed_in(app)
    address = page_of(campaign, "/schedule")
    page = sent_form(client, address, send_on="2026-11-28")
    assert alerts(page)[-1] == "28 November 2026 is a Saturday."
    assert again(campaign).state is CampaignState.APPROVED
    form = {**fields(page), "confirmed": "y", "send_on": "2026-11-29"}  # confirmed for another day than was shown
    page = sent_form(client, address, **form)
    assert "29 November 2026 is a Sunday." in alerts(page)
    assert OutboxMessage.query.count() == 0
    sent_form(client, address, **{**fields(page), "confirmed": "y"})
    assert OutboxMessage.query.count() == 3
    assert str(again(campaign).send_on) == "2026-11-29"


def test_looking_again_schedules_nothing(app: Flask) -> None:
    campaign = approved_campaign()
    page = sent_form(signed_in(app), page_of(campaign, "/schedule"), act="look", send_on="2026-11-25")
    assert fields(page)["send_on"] == "2026-11-25"
    assert OutboxMessage.query.count() == 0


def test_sent_at_once_they_are_due_now(app: Flask) -> None:
    campaign = approved_campaign()
    sent_form(signed_in(app), page_of(campaign, "/schedule"), act="now")
    assert {message.due_at for message in OutboxMessage.query.all()} == {now()}
    assert (again(campaign).send_on, str(again(campaign).send_at)) == (today(), "10:00:00")


def test_a_moment_that_has_passed_is_refused_beside_its_field(app: Flask) -> None:
    campaign = approved_campaign()
    page = sent_form(signed_in(app), page_of(campaign, "/schedule"), send_on="2026-11-19", not_after="2026-12-01")
    assert "19 November 2026, 10:00, has passed." in " ".join(alerts(page))
    assert page.xpath("//input[@name='send_on']/@aria-invalid") == ["true"]
    assert OutboxMessage.query.count() == 0


def test_the_number_of_many_letters_is_typed(app: Flask) -> None:
    campaign = approved_campaign([a_state_written_to(f"State {number}") for number in range(25)])
    client, address = signed_in(app), page_of(campaign, "/schedule")
    page = sent_form(client, address, typed="24")
    assert "Type 25, the number of letters that leave." in words(page)
    assert OutboxMessage.query.count() == 0
    sent_form(client, address, typed="25")
    assert OutboxMessage.query.count() == 25


def test_a_pending_reply_is_told(app: Flask) -> None:
    campaign = approved_campaign()
    mail = IncomingMail(
        mailbox="INBOX",
        uid_validity=1,
        uid=1,
        raw_sha256=letter_to("Peru").sha256,
        received_at=now() - timedelta(days=2),
        kind=IncomingKind.REPLY,
        confidence=MatchConfidence.LIKELY,
        iso3=letter_to("Peru").iso3,
        handling=Handling.WAITING,
    )
    db.session.add(mail)
    db.session.flush()
    client, address = signed_in(app), page_of(campaign, "/schedule")
    told = "A reply is pending from Peru: no second letter before it is dealt with."
    assert told in alerts(read(client, address))
    mail.handling, mail.settled_at = Handling.SETTLED, now()
    db.session.flush()
    assert told not in alerts(read(client, address))


def test_what_became_void_meanwhile_is_told_before_it_is_scheduled(app: Flask) -> None:
    campaign, client = approved_campaign(), signed_in(app)
    a_new_ambassador("Peru")
    page = sent_form(client, page_of(campaign, "/schedule"))
    assert "The registers have changed: 1 letter is void now and does not leave." in words(page, "//body")
    assert facts(page)["Letters that leave"] == "2"
    assert OutboxMessage.query.count() == 0
    assert letter_to("Peru").state is LetterState.VOID
    sent_form(client, page_of(campaign, "/schedule"))
    assert OutboxMessage.query.count() == 2


def test_void_letters_are_shown_with_what_changed_and_written_anew_or_withdrawn(app: Flask) -> None:
    campaign, client = scheduled(approved_campaign()), signed_in(app)
    for state in ("Peru", "Togo"):
        a_new_ambassador(state)
    compare_approved()
    from_void = "//section[@aria-labelledby='void']"
    page = read(client, page_of(campaign))
    assert "Peru · CC/2026/" in words(page, from_void)
    assert "Bo Successor" in words(page, from_void)
    send(client, page_of(campaign, "/states/peru/anew"), {})
    assert letter_to("Peru").state is LetterState.DRAFT
    send(client, page_of(campaign, "/states/togo/hold-back"), {"reason": "The State asked for it."})
    assert (letter_to("Togo").state, letter_to("Togo").reason) == (LetterState.WITHDRAWN, "The State asked for it.")
    assert read(client, page_of(campaign)).xpath(from_void) == []


def test_paused_at_once_and_resumed(app: Flask) -> None:
    campaign, client = scheduled(approved_campaign()), signed_in(app)
    page = read(client, page_of(campaign))
    [token] = page.xpath("(//main//form//input[@name='csrf_token']/@value)[1]")
    client.post(page_of(campaign, "/pause"), data={"csrf_token": token})
    page = read(client, page_of(campaign))
    assert words(page, "//h1") == "Reports 2026 paused"
    assert "Paused: Paused on the page by Person" in words(page)
    client.post(page_of(campaign, "/resume"), data={"csrf_token": token})
    assert words(read(client, page_of(campaign)), "//h1") == "Reports 2026 scheduled"


def test_stopped_for_good_with_a_reason(app: Flask) -> None:
    campaign, client = scheduled(approved_campaign()), signed_in(app)
    end("Chad", MessageState.ACCEPTED)
    page = read(client, page_of(campaign, "/stop"))
    assert "2 letters that wait are withdrawn. What has left stays sent, 1 letter." in words(page)
    page = sent_form(client, page_of(campaign, "/stop"), reason="The wrong year.")
    assert words(page, "//h1") == "Reports 2026 stopped"
    assert counts(page)["withdrawn"][0] == 2
    mailing = db.session.get(Mailing, campaign.mailing_id)
    assert mailing is not None
    db.session.refresh(mailing)
    assert mailing.state is MailingState.STOPPED


def test_moved_to_another_time(app: Flask) -> None:
    campaign, client = scheduled(approved_campaign()), signed_in(app)
    found = fields(read(client, page_of(campaign, "/move")))
    assert (found["send_on"], found["send_at"], found["not_after"]) == ("2026-11-23", "10:00", "2026-12-07")
    page = sent_form(client, page_of(campaign, "/move"), send_on="2026-11-25", send_at="09:15")
    assert "The letters leave on 25 November 2026 at 09:15" in words(page)


def test_a_test_goes_to_oneself(app: Flask) -> None:
    campaign = approved_campaign()
    client = app.test_client()
    account = sign_in(client, account=make_account(Role.ISU_OFFICER, email="chair@chancery.example"))
    page = sent_form(client, page_of(campaign, "/trial"), state="chad")
    assert "The test is on its way to chair@chancery.example." in words(page, "//body")
    [message] = OutboxMessage.query.all()
    assert (message.kind, message.address, message.recipient) == ("trial letter", account.email, account.name)
    assert again(campaign).state is CampaignState.APPROVED


def test_the_sheet_lists_every_state_and_each_number_opens_its_list(app: Flask) -> None:
    oman = a_state_written_to("Oman")
    states = [a_state_written_to(name) for name in ("Chad", "Peru", "Togo")]
    campaign = scheduled(approved_campaign(states, excluded=[(oman, "It is the host.")]))
    end("Chad", MessageState.ACCEPTED, replied_at=now())
    end("Peru", MessageState.UNKNOWN, reason="The connection broke.")
    client = signed_in(app)
    page = read(client, page_of(campaign, "/balance"))
    listed = {row["State"]: row["What became of it"] for row in rows(page)}
    assert listed == {"Chad": "sent", "Oman": "not written to", "Peru": "unknown", "Togo": "pending"}
    for link in page.xpath("//ul[@class='counts']//a[@class='count-link']"):
        assert str(len(rows(read(client, link.get("href"))))) == link.xpath("string(strong)")
    assert "4 of 4 States of the audience’s snapshot" in words(page)
    [reply] = [row for row in saved_rows(client, page_of(campaign, "/balance?format=csv")) if row["State"] == "Chad"]
    assert (reply["What came of it"], reply["Left"], reply["To"]) == ("replied", "2026-11-20", "mission@chad.example")


def test_what_is_unknown_is_settled_from_the_sheet(app: Flask) -> None:
    campaign, client = scheduled(approved_campaign()), signed_in(app)
    end("Peru", MessageState.UNKNOWN, reason="The connection broke.", began_at=now())
    page = read(client, page_of(campaign, "/balance?outcome=unknown"))
    [address] = page.xpath("//section[contains(@class, 'list')]//a[text()='settle']/@href")
    page = sent_form(client, address, sent="yes")
    assert "Say why you know." in words(page)
    sent_form(client, address, sent="yes", reason="The mission confirmed it.")
    assert message_to("Peru").state is MessageState.ACCEPTED
    assert details_of("letter:settled")["reason"] == "The mission confirmed it."
    assert client.get(page_of(campaign, f"/outcomes/{Dispatch.query.first().id + 999}")).status_code == 404


def test_a_letter_sent_is_corrected_by_a_campaign_of_its_own(app: Flask) -> None:
    campaign, client = scheduled(approved_campaign()), signed_in(app)
    end("Chad", MessageState.ACCEPTED)
    page = sent_form(client, page_of(campaign, "/states/chad/correct"), reason="The year was wrong.")
    assert words(page, "//h1").startswith("Corrigendum to Reports 2026: CC/2026/")
    assert Letter.query.filter(Letter.corrects_id.is_not(None)).count() == 1
    page = sent_form(client, page_of(campaign, "/states/peru/correct"), reason="The year was wrong.")
    assert "has not left: write it anew instead" in words(page)


def test_the_part_that_changes_looks_again_only_while_something_changes(app: Flask) -> None:
    campaign, client = scheduled(approved_campaign()), signed_in(app)
    part = client.get(page_of(campaign, "/progress")).get_data(as_text=True)
    assert "hx-get" not in part
    message = message_to("Chad")
    message.state, message.lease_token, message.lease_until = MessageState.CLAIMED, "t", now()
    db.session.flush()
    answer = client.get(page_of(campaign, "/progress?seen=sending"))
    assert 'hx-trigger="every 2s"' in answer.get_data(as_text=True)
    assert "HX-Refresh" not in answer.headers
    with transaction():
        pause(campaign, reason="The chair called.", by=OFFICER)
    assert client.get(page_of(campaign, "/progress?seen=sending")).headers["HX-Refresh"] == "true"
    assert "htmx.min.js" not in client.get(page_of(campaign)).get_data(as_text=True)


def test_the_list_of_campaigns_says_where_each_stands(app: Flask) -> None:
    scheduled(approved_campaign(title="First"))
    approved_campaign([a_state_written_to("Fiji")], title="Second")
    listed = rows(read(signed_in(app), "/apmbc/letters"))
    assert {row["Campaign"]: row["Where it stands"] for row in listed} == {"First": "scheduled", "Second": "approved"}


def test_the_correspondence_with_a_state_is_on_one_page(app: Flask) -> None:
    states = [a_state_written_to(name) for name in ("Chad", "Peru")]
    first = scheduled(approved_campaign(states, title="First"))
    end("Chad", MessageState.ACCEPTED, replied_at=now())
    approved_campaign(states, title="Second", parent_id=first.id)
    client = signed_in(app)
    listed = rows(read(client, "/apmbc/letters/states/chad"))
    assert [(row["Letter"], row["What became of it"], row["What came of it"]) for row in listed] == [
        ("Second", "pending", ""),
        ("First", "sent", "replied"),
    ]
    assert saved_rows(client, "/apmbc/letters/states/chad?format=csv")[1]["Left"] == "2026-11-20"
    state = words(read(client, "/apmbc/states/chad"), "//section[@aria-labelledby='letters']")
    assert "First · CC/2026/" in state
    assert "The whole correspondence: 2 letters" in state


@pytest.mark.parametrize("role", [Role.MEMBER, Role.CHAIR])
def test_who_may_only_read_sees_no_act(app: Flask, role: Role) -> None:
    campaign = scheduled(approved_campaign())
    page = read(signed_in(app, role), page_of(campaign))
    assert words(page, "//h1") == "Reports 2026 scheduled"
    assert not [
        href
        for href in page.xpath("//main//a/@href | //main//form/@action")
        if href.endswith(("/stop", "/pause", "/move"))
    ]
    assert acts() == ["campaign:scheduled"]


@pytest.mark.parametrize("many", [1, 3])
def test_pages_of_campaigns_ask_a_fixed_number_of_questions(app: Flask, many: int) -> None:
    """However many letters and campaigns there are; among them those of the person signed in."""
    states = [a_state_written_to(name) for name in ("Chad", "Peru", "Togo")[:many]]
    first = scheduled(approved_campaign(states, title="First"))
    for number in range(many - 1):
        approved_campaign(states, title=f"Further {number}", parent_id=first.id)
    client = signed_in(app)
    found = {}
    for address in (
        "/apmbc/letters/states/chad",
        page_of(first, "/progress"),
        page_of(first, "/balance"),
    ):
        client.get(address)
        with counted_statements() as sent:
            assert client.get(address).status_code == 200
        found[address.replace(str(first.id), "1")] = len([each for each in sent if each != "BEGIN"])
    assert found == {
        "/apmbc/letters/states/chad": 7,
        "/apmbc/letters/1/progress": 6,
        "/apmbc/letters/1/balance": 7,
    }


def test_the_desk_shows_campaigns_that_wait_for_somebody(app: Flask) -> None:
    scheduled(approved_campaign([a_state_written_to("Chad")], title="On its way"))
    scheduled(approved_campaign([a_state_written_to("Peru")], title="Over"))
    end("Peru", MessageState.ACCEPTED)
    desk = words(read(signed_in(app), "/apmbc/"), "//section[@aria-labelledby='under-way']")
    assert "On its way scheduled · 1 letter" in desk
    assert "Over" not in desk


def test_the_page_of_a_letter_tells_what_became_of_it_and_what_can_be_done(app: Flask) -> None:
    campaign, client = scheduled(approved_campaign()), signed_in(app)
    end("Chad", MessageState.ACCEPTED, replied_at=now())
    end("Peru", MessageState.UNKNOWN, reason="The connection broke.", began_at=now())

    def found(slug: str) -> tuple[str, list[str]]:
        [section] = read(client, page_of(campaign, f"/states/{slug}")).xpath("//section[@aria-labelledby='outcome']")
        return words(section, "."), [each.rpartition("/")[2] for each in section.xpath(".//p[@class='acts']/a/@href")]

    told, to_do = found("chad")
    assert "sent mission@chad.example · left 20 November 2026 · replied" in told
    assert to_do == ["correct", "chad"]
    told, to_do = found("peru")
    assert "unknown The connection broke." in told
    assert to_do == [message_to("Peru").subject_id, "peru"]
    assert found("togo")[1] == ["hold-back", "togo"]
    sent_form(client, page_of(campaign, "/states/chad/correct"), reason="The year was wrong.")
    assert "corrected by a draft" in found("chad")[0]


def test_all_letters_opens_the_list_of_letters(app: Flask) -> None:
    campaign, client = approved_campaign(), signed_in(app)
    [href] = read(client, page_of(campaign, "/states/chad")).xpath("//a[text()='All letters']/@href")
    assert [row["State"] for row in rows(read(client, href))] == ["Chad", "Peru", "Togo"]


def test_of_a_stopped_campaign_each_number_opens_a_list_of_as_many(app: Flask) -> None:
    campaign, client = scheduled(approved_campaign()), signed_in(app)
    end("Chad", MessageState.ACCEPTED)
    with transaction():
        stop(campaign, reason="The wrong year.", by=OFFICER)
    found = {
        words(each, "."): len(rows(read(client, each.get("href"))))
        for each in read(client, page_of(campaign)).xpath("//main//a[strong and contains(@href, '/states')]")
    }
    assert found == {"3 letters, each with its reasons": 3, "2 withdrawn": 2, "1 letter with": 1}


def test_a_variant_without_a_paragraph_of_its_own_is_told_in_words(app: Flask) -> None:
    campaign, client = approved_campaign(), signed_in(app)
    [variant] = read(client, page_of(campaign)).xpath("//ol[@class='variants']/li")
    assert words(variant, ".") == "1 3 letters with only what every letter has EN 3"
    assert variant.xpath(".//span[@class='tag']") == []


def test_the_word_file_of_an_approved_letter_is_the_approved_one(app: Flask) -> None:
    campaign, client = approved_campaign(), signed_in(app)
    assert sha256_of(client.get(page_of(campaign, "/states/chad.docx")).get_data()) == letter_to("Chad").sha256


def test_another_number_of_letters_than_was_shown_does_not_leave(app: Flask) -> None:
    campaign, client = approved_campaign(), signed_in(app)
    shown = fields(read(client, page_of(campaign, "/schedule")))
    assert shown["letters"] == "3"
    send(client, page_of(campaign, "/states/peru/hold-back"), {"reason": "The State asked for it."})
    refused = send(client, page_of(campaign, "/schedule"), shown)
    assert "2 letters would leave by now, not 3 as you were told." in refused.get_data(as_text=True)
    assert again(campaign).state is CampaignState.APPROVED
    sent_form(client, page_of(campaign, "/schedule"))
    assert OutboxMessage.query.count() == 2


def test_letters_approved_after_the_release_leave_only_when_somebody_says_so(app: Flask) -> None:
    campaign, client = scheduled(approved_campaign()), signed_in(app)
    a_new_ambassador("Peru")
    compare_approved()
    send(client, page_of(campaign, "/states/peru/anew"), {})
    approve_drafts(get_campaign("APMBC", campaign.id))
    page = read(client, page_of(campaign))
    assert "1 letter was approved after the campaign was scheduled and does not leave by itself." in words(page)
    assert message_to("Peru").state is MessageState.WITHDRAWN
    refused = send(client, page_of(campaign, "/newly-approved"), {"letters": "2"})
    assert "1 letter would leave by now, not 2 as you were told." in refused.get_data(as_text=True)
    page = sent_form(client, page_of(campaign, "/newly-approved"))
    assert "does not leave by itself" not in words(page)
    assert (message_to("Peru").state, OutboxMessage.query.count()) == (MessageState.DUE, 4)


def test_letters_are_stopped_and_settled_on_the_page_of_their_campaign_alone(app: Flask) -> None:
    campaign, client = scheduled(approved_campaign([a_state_written_to("Chad")])), signed_in(app)
    mailing, message = campaign.mailing_id, message_to("Chad").id
    for address in (f"/outbox/{mailing}", f"/outbox/messages/{message}"):
        page = read(client, address)
        assert page_of(campaign) in page.xpath("//main//a/@href")
        assert not page.xpath("//main//a[contains(@href, '/stop') or contains(@href, '/withdraw')]")
    for act in (f"{mailing}/stop", f"{mailing}/pause", f"messages/{message}/withdraw", f"messages/{message}/settle"):
        answer = client.get(f"/outbox/{act}")
        assert (answer.status_code, answer.location) == (302, page_of(campaign))
    assert message_to("Chad").state is MessageState.DUE


def test_a_letter_that_was_put_off_tells_its_next_try_and_one_to_settle_its_message_id(app: Flask) -> None:
    campaign, officer = scheduled(approved_campaign()), signed_in(app)
    end(
        "Chad",
        MessageState.DUE,
        attempts=1,
        code=451,
        answer="Try later",
        due_at=datetime(2026, 11, 23, 9, 15, tzinfo=UTC),
    )
    outcome = words(read(officer, page_of(campaign, "/states/chad")), "//section[@aria-labelledby='outcome']")
    assert "put off by the mail server; next try on 23 November 2026, 10:15 CET · 451 Try later" in outcome
    end("Peru", MessageState.UNKNOWN, reason="The connection broke.")
    page = read(officer, page_of(campaign, "/balance?outcome=unknown"))
    settle = page.xpath("//a[contains(@href, '/outcomes/')]/@href")[0]
    assert f"recognisable by its Message-ID: {message_to('Peru').message_id}" in words(read(officer, settle))


def test_a_corrigendum_asks_what_was_wrong_and_shows_what_would_differ(app: Flask) -> None:
    campaign, client = scheduled(approved_campaign()), signed_in(app)
    end("Chad", MessageState.ACCEPTED)
    address = page_of(campaign, "/states/chad/correct")
    assert "Nothing besides the subject: as the registers stand today" in words(read(client, address))
    assert "Say why." in words(sent_form(client, address, reason=""), "//*[@role='alert']")
    assert Letter.query.filter(Letter.corrects_id.is_not(None)).count() == 0
    a_new_ambassador("Chad")
    shown = words(read(client, address), "//section[@aria-labelledby='differences']")
    assert "addressee" in shown
    assert "Bo Successor" in shown
    sent_form(client, address, reason="The ambassador was another.")
    assert details_of("campaign:corrigendum-drafted")["reason"] == "The ambassador was another."
    corrected = Campaign.query.order_by(Campaign.id.desc()).first()
    assert "The ambassador was another." in words(read(client, page_of(corrected, "/audience")))


def test_before_a_letter_is_written_anew_its_text_its_way_and_the_end_of_its_reference_are_shown(app: Flask) -> None:
    campaign, client = approved_campaign(), signed_in(app)
    a_new_ambassador("Peru")
    compared(app, campaign)
    reference = letter_to("Peru").reference
    page = read(client, page_of(campaign, "/states/peru/anew"))
    assert f"{reference} stays in the register, void:" in words(page)
    assert "the new letter goes by e-mail, to mission@peru.example." in words(page)
    assert "Bo Successor" in words(page, "//*[@class='letter-address']")
    assert letter_to("Peru").state is LetterState.VOID
