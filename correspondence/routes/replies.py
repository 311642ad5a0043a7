"""What came in: the list, one mail with the evidence of its match, settling by hand, reports registered from it."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from flask import Response, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from conventions.registry import get_convention
from core.audit.queries import history_of
from core.clock import day_of, today
from core.errors import RuleViolation
from core.files import read_file
from core.look.acts import act_page
from core.numbers import whole_number
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, link
from correspondence.forms.incoming import ReceivedReportForm, SetAsideForm, SettleForm
from correspondence.jobs.mailbox import house_of
from correspondence.models.campaigns import Letter
from correspondence.models.incoming import Handling
from correspondence.queries.incoming import (
    MailRow,
    attachments_of,
    get_attachment,
    get_mail,
    letter_by_id,
    letters_to_choose_from,
    mail_rows,
    mailbox_marks,
    replies_to_settle,
)
from correspondence.routes.counter import blueprint, readable_ids, settles_mail
from correspondence.rules.attachments import DOCUMENTS, type_word
from correspondence.rules.incoming import IncomingKind
from correspondence.rules.matching import MatchConfidence
from correspondence.rules.received_reports import looks_initial, suggested_year
from correspondence.settings import settings
from correspondence.workflow.mail_evidence import ref_to_mail
from correspondence.workflow.settling_mail import register_report, set_aside_mail, settle_mail
from states_parties.models import ReportKind
from states_parties.queries.facts import state_facts
from states_parties.queries.states import get_state, names_by_slug

BASE = "/<convention:convention>/letters/replies"
ONE = f"{BASE}/<int:mail_id>"
MEANINGS = {
    Handling.MATCHED: "neutral",
    Handling.WAITING: "soon",
    Handling.SETTLED: "done",
    Handling.SET_ASIDE: "private",
}


@blueprint.get(BASE)
@requires(Right.READ_LETTERS)
def replies(convention: str) -> str | Response:
    settles = settles_mail(convention)
    rows = _read(mail_rows(convention, all_mail=settles))
    table = Table(
        name=f"replies-{convention.lower()}",
        columns=(
            *(
                [Column("subject", _("Subject"), _subject, href=lambda row: _address(convention, row))]
                if settles
                else []
            ),
            Column("state", _("State"), lambda row: row.state, href=_state_address(convention)),
            Column("received", _("Received"), lambda row: day_of(row.mail.received_at), kind="day"),
            Column("kind", _("Kind"), lambda row: str(row.mail.kind), filter=True),
            Column("confidence", _("Match"), _confidence, filter=True),
            Column("handling", _("Handling"), lambda row: str(row.mail.handling), filter=True, meaning=_meaning),
            Column("open", _("To settle"), lambda row: _("yes") if row.to_settle else "", filter=True, aside=True),
            Column("campaign", _("Campaign"), lambda row: row.campaign, href=_campaign_address, filter=True),
            Column("reference", _("Reference"), lambda row: row.reference),
            Column("files", _("Files"), lambda row: row.attachments or None, kind="number"),
            *(_who_wrote() if settles else []),
        ),
        rows=rows,
        noun=(_("mail"), _("mails")),
        sort="-received",
        empty=(
            _("Nothing has come in yet."),
            _("Replies, bounces and reports appear here once the mailbox has been read."),
        ),
    )
    return export_response(table, _("Replies")) or render_template(
        "letters/replies.html",
        convention=convention,
        page=table_page(table),
        waiting=replies_to_settle(convention) if settles else 0,
        marks=mailbox_marks() if settles else (),
        has_mailbox=bool(settings().mailbox_url),
        settles=settles,
    )


@blueprint.get(ONE)
@requires(Right.SEND_LETTERS)
def reply(convention: str, mail_id: int) -> str:
    row = _mail(convention, mail_id)
    return render_template(
        "letters/reply.html",
        convention=convention,
        row=row,
        mail=row.mail,
        meaning=MEANINGS[row.mail.handling],
        attachments=attachments_of(mail_id),
        documents=DOCUMENTS,
        type_word=type_word,
        history=history_of(ref_to_mail(row.mail)),
        settles=settles_mail(convention),
        is_waiting=row.mail.handling is Handling.WAITING,
        is_reply=row.mail.kind is IncomingKind.REPLY,
        is_settled=row.mail.settled_at is not None,
    )


@blueprint.get(f"{ONE}/files/<int:number>")
@requires(Right.SEND_LETTERS)
def reply_file(convention: str, mail_id: int, number: int) -> Response:
    """Always to be saved, never opened by the browser, whatever it is."""
    row = _mail(convention, mail_id)
    attachment = get_attachment(row.mail.id, number)
    if attachment.sha256 is None:
        raise RuleViolation(f"“{attachment.file_name}” was not kept: {attachment.refused}")
    return _saved(read_file(attachment.sha256), attachment.found_type, attachment.file_name)


@blueprint.get(f"{ONE}/mail.eml")
@requires(Right.SEND_LETTERS)
def reply_as_it_came(convention: str, mail_id: int) -> Response:
    """The mail as it came, with whatever was refused in it."""
    row = _mail(convention, mail_id)
    return _saved(read_file(row.mail.raw_sha256), "message/rfc822", f"mail-{row.mail.id}.eml")


@blueprint.route(f"{ONE}/settle", methods=["GET", "POST"])
@requires(Right.SEND_LETTERS)
def settle_reply(convention: str, mail_id: int) -> ResponseReturnValue:
    row = _mail(convention, mail_id)
    form = SettleForm(data={"letter": _suggested_letter(convention, row), "state": row.slug, "note": row.mail.note})
    form.letter.choices = [("", _("no letter in particular")), *_letter_choices(convention)]
    form.state.choices = [("", _("the State of the letter")), *names_by_slug()]

    def settle() -> None:
        letter = _chosen_letter(convention, form.letter.data)
        iso3 = get_state(form.state.data).iso3 if form.state.data else None
        if letter is not None and row.mail.iso3 == iso3 and iso3 != letter.iso3:
            iso3 = None  # the suggestion was left standing beside another letter
        house = house_of(settings())
        settle_mail(row.mail, letter=letter, iso3=iso3, note=form.note.data or "", house=house, by=acting())

    return act_page(
        form,
        settle,
        title=_("Settle the mail"),
        lead=_subject(row),
        words=_("Settle it"),
        done=_("The mail is settled."),
        back=_address(convention, row),
    )


@blueprint.route(f"{ONE}/set-aside", methods=["GET", "POST"])
@requires(Right.SEND_LETTERS)
def set_reply_aside(convention: str, mail_id: int) -> ResponseReturnValue:
    row = _mail(convention, mail_id)
    form = SetAsideForm()
    return act_page(
        form,
        lambda: set_aside_mail(row.mail, note=form.note.data or "", by=acting()),
        title=_("Set the mail aside"),
        lead=_("It stays readable; no letter is told of it."),
        words=_("Set it aside"),
        done=_("The mail is set aside."),
        back=_address(convention, row),
    )


@blueprint.route(f"{ONE}/files/<int:number>/report", methods=["GET", "POST"])
@requires(Right.KEEP_REGISTERS)
def register_received_report(convention: str, mail_id: int, number: int) -> ResponseReturnValue:
    """What can be known is filled in: one looks at it and presses the button."""
    row = _mail(convention, mail_id)
    attachment = get_attachment(row.mail.id, number)
    form = ReceivedReportForm(data=_suggested_report(convention, row, attachment.file_name))
    form.state.choices = [("", _("Choose a State")), *names_by_slug()]
    code = get_convention(convention).code
    return act_page(
        form,
        lambda: register_report(
            attachment,
            row.mail,
            code,
            get_state(form.state.data).iso3,
            kind=form.report_kind,
            year_covered=form.year_covered.data if form.report_kind is ReportKind.ANNUAL else None,
            received_on=form.received_on.data,
            language=form.language.data,
            forwarded_by=(form.forwarded_by.data or "").strip(),
            on=today(),
            by=acting(),
        ),
        title=_("Register a report"),
        lead=_(
            "“%(file)s” as an Article 7 report under the %(convention)s.", file=attachment.file_name, convention=code
        ),
        words=_("Register the report"),
        done=_("The report is on record. Reminders of it stop."),
        back=_address(convention, row),
    )


def _mail(convention: str, mail_id: int) -> MailRow:
    return get_mail(convention, mail_id, all_mail=settles_mail(convention))


def _letter_choices(convention: str) -> list[tuple[str, str]]:
    return [
        (str(row.id), f"{row.list_en}: {row.reference}, {row.title}")
        for row in sorted(letters_to_choose_from(convention), key=lambda row: (row.list_en, -row.id))
    ]


def _suggested_letter(convention: str, row: MailRow) -> str:
    """The letter matched, else the newest that the State got before."""
    if row.mail.letter_id is not None:
        return str(row.mail.letter_id)
    letters = [each.id for each in letters_to_choose_from(convention) if each.iso3 == row.mail.iso3]
    return str(letters[0]) if letters else ""


def _chosen_letter(convention: str, text: str) -> Letter | None:
    number = whole_number(text or "")
    return letter_by_id(convention, number) if number is not None else None


def _suggested_report(convention: str, row: MailRow, file_name: str) -> dict[str, Any]:
    received_on = day_of(row.mail.received_at)
    [facts] = state_facts(convention, on=received_on, iso3s=[row.mail.iso3]) if row.mail.iso3 else [None]
    texts = [file_name, row.mail.subject, row.mail.text[:2000]]
    initial = looks_initial(texts) and not (facts and facts.reporting.initial_received)
    years = facts.reporting.years_on_record if facts else ()
    return {
        "state": row.slug,
        "kind": (ReportKind.INITIAL if initial else ReportKind.ANNUAL).value,
        "year_covered": None if initial else suggested_year(texts, received_on, years),
        "received_on": received_on,
        "language": facts.language if facts else "",
    }


def _saved(content: bytes, kind: str, name: str) -> Response:
    response = send_file(BytesIO(content), kind or "application/octet-stream", as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _read(rows: Sequence[MailRow]) -> list[MailRow]:
    """Without what answers letters that a room keeps from the person of this request."""
    read = readable_ids({row.campaign_id for row in rows if row.campaign_id is not None})
    return [row for row in rows if row.campaign_id is None or row.campaign_id in read]


def _subject(row: MailRow) -> str:
    return row.mail.subject or str(_("(no subject)"))


def _who_wrote() -> list[Column]:
    return [
        Column("sender", _("Sender"), lambda row: row.mail.sender_address, aside=True),
        Column("evidence", _("Evidence"), lambda row: row.mail.matched_by, aside=True),
    ]


def _confidence(row: MailRow) -> str:
    return "" if row.mail.confidence is MatchConfidence.NONE else str(row.mail.confidence)


def _meaning(row: MailRow) -> str:
    return MEANINGS[row.mail.handling]


def _address(convention: str, row: MailRow) -> str:
    return link("correspondence.reply", convention=convention, mail_id=row.mail.id)


def _state_address(convention: str) -> Any:
    return lambda row: link("desk.state", convention=convention, slug=row.slug) if row.slug else None


def _campaign_address(row: MailRow) -> str | None:
    if row.campaign_id is None:
        return None
    return link("correspondence.campaign", convention=row.convention, campaign_id=row.campaign_id)
