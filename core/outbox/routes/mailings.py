"""Mailings: what is held, leaves and has left; released, paused, taken up again, stopped."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from flask import Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from core.audit.queries import history_of
from core.clock import day_of, now
from core.db import Ref, transaction
from core.errors import RuleViolation
from core.forms import CountConfirmation, Form
from core.jobs.queue import wake
from core.look.acts import act_page
from core.outbox import queries
from core.outbox.forms import NoticeForm, ReasonForm
from core.outbox.jobs import SEND
from core.outbox.models import PENDING, Mailing, MailingState, MessageState, OutboxMessage
from core.outbox.notices import NOTICE, put_out_notice
from core.outbox.queries import Standing, standing_of
from core.outbox.routes.counter import address_of, address_of_message, blueprint, elsewhere, managed_at
from core.outbox.rules import parse_addresses
from core.outbox.words import MESSAGE_MEANINGS, MESSAGE_NAMES, STANDING_MEANINGS, STANDING_NAMES
from core.outbox.workflow.mailings import make_mailing, pause_mailing, release_mailing, resume_mailing, stop_mailing
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting

TYPED_FROM = 20  # Office practice: whoever releases more than that types their number
MOST_SHOWN = 2000
FIRST_SHOWN = 100  # of those that are to leave
NOT_SENT = (MessageState.REFUSED, MessageState.WITHDRAWN, MessageState.STOPPED, MessageState.EXPIRED)


class MailingRow(NamedTuple):
    mailing: Mailing
    counts: Mapping[MessageState, int]
    standing: Standing


@blueprint.get("/outbox")
@requires(Right.SEND_LETTERS)
def mailings() -> str | Response:
    table = _mailings_table(_rows(queries.mailings()))
    return export_response(table, _("Outbox")) or render_template(
        "outbox/mailings.html", page=table_page(table), unknown=queries.unknown_messages()
    )


@blueprint.route("/outbox/new", methods=["GET", "POST"])
@requires(Right.SEND_LETTERS)
def new_notice() -> ResponseReturnValue:
    """Writes drafts; nothing leaves before they are released."""
    form = NoticeForm()
    if form.validate_on_submit():
        try:
            with transaction():
                mailing = _drafted(form)
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            flash(_("The drafts are written. Nothing leaves before you release them."), "success")
            return redirect(address_of(mailing))
    page = render_template("outbox/new_notice.html", form=form)
    return (page, 422) if form.is_submitted() else page


@blueprint.get("/outbox/<int:mailing_id>")
@requires(Right.SEND_LETTERS)
def mailing(mailing_id: int) -> str | Response:
    (row,) = _rows([queries.get_mailing(mailing_id)])
    shown = queries.messages_to_look_at(row.mailing, most=MOST_SHOWN)
    table = _messages_table(row.mailing, shown)
    total = sum(row.counts.values())
    return export_response(table, row.mailing.title) or render_template(
        "outbox/mailing.html",
        row=row,
        page=table_page(table),
        unknown=queries.messages_of(row.mailing, MessageState.UNKNOWN, most=FIRST_SHOWN),
        total=total,
        left_out=total - len(shown),
        progress=queries.progress(row.mailing),
        names=MESSAGE_NAMES,
        standing=STANDING_NAMES[row.standing],
        meaning=STANDING_MEANINGS[row.standing],
        history=history_of(Ref("mailing", str(mailing_id))),
        State=MailingState,
        managed_at=managed_at(row.mailing),
    )


@blueprint.route("/outbox/<int:mailing_id>/release", methods=["GET", "POST"])
@requires(Right.SEND_LETTERS)
def release(mailing_id: int) -> ResponseReturnValue:
    """Says how many leave, and to whom; above twenty, their number is typed."""
    found = queries.get_mailing(mailing_id)
    if away := elsewhere(found):
        return away
    count = queries.counts_by_state([found.id])[found.id].get(MessageState.DUE, 0)
    many = count > TYPED_FROM
    form = CountConfirmation(count) if many else Form()
    if form.validate_on_submit():
        with transaction():
            release_mailing(found, acting())
        wake(SEND)
        flash(_("Released."), "success")
        return redirect(address_of(found))
    page = render_template(
        "outbox/release.html",
        mailing=found,
        count=count,
        first=queries.messages_of(found, MessageState.DUE, most=FIRST_SHOWN),
        form=form,
        typed=form["typed"] if many else None,
    )
    return (page, 422) if form.is_submitted() else page


@blueprint.route("/outbox/<int:mailing_id>/pause", methods=["GET", "POST"])
@requires(Right.SEND_LETTERS)
def pause(mailing_id: int) -> ResponseReturnValue:
    found, form = queries.get_mailing(mailing_id), ReasonForm()
    if away := elsewhere(found):
        return away
    return act_page(
        form,
        lambda: pause_mailing(found, form.reason.data, acting()),
        title=_("Pause “%(title)s”", title=found.title),
        lead=_("Nothing more is handed over until it is taken up again."),
        words=_("Pause"),
        done=_("Paused. A message that was being handed over at this moment is let finish."),
        back=address_of(found),
    )


@blueprint.post("/outbox/<int:mailing_id>/resume")
@requires(Right.SEND_LETTERS)
def resume(mailing_id: int) -> ResponseReturnValue:
    found = queries.get_mailing(mailing_id)
    if away := elsewhere(found):
        return away
    with transaction():
        resume_mailing(found, acting())
    wake(SEND)
    flash(_("It goes on."), "success")
    return redirect(address_of(found))


@blueprint.route("/outbox/<int:mailing_id>/stop", methods=["GET", "POST"])
@requires(Right.SEND_LETTERS)
def stop(mailing_id: int) -> ResponseReturnValue:
    found, form = queries.get_mailing(mailing_id), ReasonForm()
    if away := elsewhere(found):
        return away
    waiting = queries.counts_by_state([found.id])[found.id].get(MessageState.DUE, 0)
    return act_page(
        form,
        lambda: stop_mailing(found, form.reason.data, acting()),
        title=_("Stop “%(title)s” for good", title=found.title),
        lead=ngettext(
            "%(num)d message is withdrawn. This cannot be taken back.",
            "%(num)d messages are withdrawn. This cannot be taken back.",
            waiting,
        ),
        words=_("Stop for good"),
        done=_("Stopped."),
        back=address_of(found),
    )


def _drafted(form: NoticeForm) -> Mailing:
    by = acting()
    if not form.text.data.strip():
        raise RuleViolation("Write what the notice says.", field="text")
    made = make_mailing(NOTICE.name, form.title.data.strip(), None, by.at, None, True, by)
    for address, recipient in parse_addresses(form.addresses.data):
        put_out_notice(
            made,
            str(made.id),
            address,
            recipient,
            subject=form.subject.data.strip(),
            text=form.text.data.replace("\r\n", "\n"),
        )
    return made


def _rows(found: Sequence[Mailing]) -> list[MailingRow]:
    counts, at = queries.counts_by_state([each.id for each in found]), now()
    return [MailingRow(each, counts[each.id], standing_of(each, counts[each.id], at=at)) for each in found]


def _mailings_table(rows: Sequence[MailingRow]) -> Table:
    def count(*states: MessageState) -> Callable[[MailingRow], int | None]:
        return lambda row: sum(row.counts.get(state, 0) for state in states) or None

    return Table(
        "outbox",
        [
            Column("title", _("Mailing"), lambda row: row.mailing.title, href=lambda row: address_of(row.mailing)),
            Column(
                "standing",
                _("Where it stands"),
                lambda row: str(STANDING_NAMES[row.standing]),
                filter=True,
                meaning=lambda row: STANDING_MEANINGS[row.standing],
            ),
            Column("convention", _("Convention"), lambda row: row.mailing.convention, filter=True),
            Column("messages", _("Messages"), lambda row: sum(row.counts.values()), kind="number"),
            Column("sent", _("Sent"), count(MessageState.ACCEPTED), kind="number"),
            Column("waiting", _("Waiting"), count(*PENDING), kind="number"),
            Column("not_sent", _("Not sent"), count(*NOT_SENT), kind="number"),
            Column("unknown", _("Not known"), count(MessageState.UNKNOWN), kind="number"),
            Column("made", _("Made"), lambda row: day_of(row.mailing.made_at), kind="day"),
            Column("made_by", _("Made by"), lambda row: row.mailing.made_by, aside=True),
        ],
        rows,
        noun=(_("mailing"), _("mailings")),
        empty=(
            _("Nothing has been put out yet."),
            _("Letters come here when they are scheduled; a notice of the office you write yourself."),
        ),
    )


def _why(message: OutboxMessage) -> str:
    """Nothing where it would only repeat the last answer."""
    said = {message.answer, f"{message.code or ''} {message.answer}".strip()}
    return message.bounce_reason if message.reason in said else message.reason


def _messages_table(found: Mailing, messages: Sequence[OutboxMessage]) -> Table:
    return Table(
        f"outbox-{found.id}",
        [
            Column(
                "recipient",
                _("Recipient"),
                lambda message: message.recipient or message.address,
                href=address_of_message,
            ),
            Column(
                "state",
                _("Where it stands"),
                lambda message: str(MESSAGE_NAMES[message.state]),
                filter=True,
                meaning=lambda message: MESSAGE_MEANINGS[message.state],
            ),
            Column("attempts", _("Attempts"), lambda message: message.attempts, kind="number"),
            Column("address", _("Address"), lambda message: message.address),
            Column("answer", _("Last answer"), lambda message: f"{message.code or ''} {message.answer}".strip()),
            Column("reason", _("Why"), _why),
        ],
        messages,
        noun=(_("message"), _("messages")),
        empty=(_("It has no messages."), ""),
    )
