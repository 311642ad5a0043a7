"""What became of the letters: the sheet that adds up, and what a person decides about one of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from core.clock import today
from core.forms import Form
from core.look.acts import act_page
from core.outbox.forms import ReasonForm, SettleForm
from core.outbox.queries import get_message
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, link
from correspondence.catalogues import catalogues
from correspondence.forms.before_approval import WhyForm
from correspondence.forms.campaigns import ActForm
from correspondence.models.campaigns import Campaign, Letter
from correspondence.queries import campaigns as queries
from correspondence.queries.approved import get_dispatch
from correspondence.queries.balance import Line, Sent, balance, lines_of
from correspondence.queries.contacts import ways_of
from correspondence.reviewing.reading import read_letter
from correspondence.reviewing.written_today import as_of_today, what_differs
from correspondence.routes.counter import ONE, blueprint, campaign_address, to_change, to_read
from correspondence.routes.letters import LetterRow, letter_row
from correspondence.rules.balance import MEANINGS, Outcome
from correspondence.rules.bodies import TemplateContent
from correspondence.settings import settings
from correspondence.workflow.corrigenda import draft_corrigendum
from correspondence.workflow.sending import settle
from correspondence.workflow.writing_anew import how_it_came_back, redraft, withdraw_letter


@blueprint.get(f"{ONE}/balance")
@requires(Right.READ_LETTERS)
def sheet(convention: str, campaign_id: int) -> str | Response:
    """Every State of the snapshot with what became of its letter."""
    found = to_read(convention, campaign_id)
    lines = lines_of(found)
    table = Table(
        name=f"balance-{found.id}",
        columns=(
            Column("state", _("State"), lambda line: line.state, href=lambda line: _letter_of(found, line)),
            Column(
                "outcome",
                _("What became of it"),
                lambda line: line.fate.outcome.value,
                filter=True,
                meaning=lambda line: MEANINGS.get(line.fate.outcome, "neutral"),
            ),
            Column("came", _("What came of it"), _came, filter=True, meaning=_came_meaning),
            Column("act", _("To do"), lambda line: _to_do(line, found)[0], href=lambda line: _to_do(line, found)[1]),
            Column("reason", _("Reason"), lambda line: line.fate.reason),
            Column("reference", _("Reference"), lambda line: line.reference),
            Column("sent_on", _("Left"), _left_on, kind="day"),
            Column("to", _("To"), _to),
            Column("copies", _("Copies"), _copies, aside=True),
        ),
        rows=lines,
        noun=(_("State"), _("States")),
        sort="state",
        empty=(_("This campaign has no audience on record."), _("It was drafted before audiences were kept.")),
    )
    return export_response(table, _("Balance of “%(title)s”", title=found.title)) or render_template(
        "letters/sheet.html", convention=convention, campaign=found, sheet=balance(found, lines), page=table_page(table)
    )


@blueprint.route(f"{ONE}/outcomes/<int:dispatch_id>", methods=["GET", "POST"])
@requires(Right.SEND_LETTERS)
def settle_outcome(convention: str, campaign_id: int, dispatch_id: int) -> ResponseReturnValue:
    """Of a letter that may have left: a named person says how it counts."""
    found = to_read(convention, campaign_id)
    dispatch, state = get_dispatch(found, dispatch_id)
    form = SettleForm()
    return act_page(
        form,
        lambda: settle(found, dispatch, sent=form.sent.data == "yes", reason=form.reason.data, by=acting()),
        title=_("%(state)s: settle what became of the letter", state=state),
        lead=_(
            "The letter to %(address)s was being handed to the mail server when the connection broke: it may have left,"
            " and may not. Sent again, it may arrive twice, recognisable by its Message-ID: %(id)s",
            address=dispatch.address,
            id=get_message(dispatch.message_id).message_id if dispatch.message_id else _("none"),
        ),
        words=_("Settle it"),
        done=_("Settled. The history says by whom and why."),
        back=link("correspondence.sheet", convention=convention, campaign_id=campaign_id),
    )


@blueprint.route(f"{ONE}/states/<slug>/anew", methods=["GET", "POST"])
@requires(Right.DRAFT_LETTERS)
def write_anew(convention: str, campaign_id: int, slug: str) -> ResponseReturnValue:
    """A letter that is void, could not be delivered, or came back, from the registers of today."""
    found = to_change(convention, campaign_id)
    row = letter_row(found, slug)
    came_back = how_it_came_back(row.letter, found)
    written = as_of_today(row.letter, found, catalogues(), settings(), on=today())
    return _asked(
        found,
        ActForm(),
        lambda: redraft(row.letter, found, catalogues(), settings(), on=today(), by=acting()),
        title=_("Write the letter to %(state)s anew?", state=row.state),
        lead=_(
            "It says what the registers say today, needs an approval of its own and gets a new reference. %(kept)s"
            " %(way)s",
            kept=_kept_of(row, came_back),
            way=_where_it_goes(found, row, came_back),
        ),
        words=_("Write it anew"),
        done=_("The letter is written anew. It waits for its approval."),
        template="letters/write_anew.html",
        letter=written,
        read=read_letter(TemplateContent.from_json(found.template_version.content), written),
        dated_on=found.dated_on,
        day_passed=found.dated_on < today(),
    )


@blueprint.route(f"{ONE}/states/<slug>/hold-back", methods=["GET", "POST"])
@requires(Right.SEND_LETTERS)
def hold_back(convention: str, campaign_id: int, slug: str) -> ResponseReturnValue:
    """A letter that was approved and has not left, or came back, is withdrawn, with the reason."""
    found = to_read(convention, campaign_id)
    row = letter_row(found, slug)
    form = ReasonForm()
    return act_page(
        form,
        lambda: withdraw_letter(row.letter, found, reason=form.reason.data, by=acting()),
        title=_("Withdraw the letter to %(state)s", state=row.state),
        lead=_(
            "The State gets no letter of this campaign. Its reference stays in the register, void, with the reason."
        ),
        words=_("Withdraw the letter"),
        done=_("The letter is withdrawn."),
        back=campaign_address(found),
    )


@blueprint.route(f"{ONE}/states/<slug>/correct", methods=["GET", "POST"])
@requires(Right.DRAFT_LETTERS)
def correct_one(convention: str, campaign_id: int, slug: str) -> ResponseReturnValue:
    found = to_change(convention, campaign_id)
    row = letter_row(found, slug)
    return _correct(found, [row.letter], title=_("Correct the letter to %(state)s?", state=row.state))


@blueprint.route(f"{ONE}/correct", methods=["GET", "POST"])
@requires(Right.DRAFT_LETTERS)
def correct_all(convention: str, campaign_id: int) -> ResponseReturnValue:
    found = to_change(convention, campaign_id)
    sent = {line.iso3 for line in lines_of(found) if line.fate.outcome is Outcome.SENT and not line.fate.bounced}
    letters = [letter for letter, _state, _slug in queries.letters_of(found) if letter.iso3 in sent]
    title = ngettext("Correct the %(num)s letter sent?", "Correct all %(num)s letters sent?", len(letters))
    return _correct(found, letters, title=title)


def _kept_of(row: LetterRow, came_back: str) -> str:
    """What becomes of the reference it has."""
    return _(
        "%(reference)s stays in the register, void: %(reason)s",
        reference=row.letter.reference,
        reason=came_back or row.letter.reason or _("it did not leave."),
    )


def _where_it_goes(campaign: Campaign, row: LetterRow, came_back: str) -> str:
    """Where the new letter goes as the contacts stand today."""
    way = ways_of(campaign, [row.letter], on=today())[row.letter.iso3]
    if way.blocked and came_back:
        return _("No other address of the mission is on record: put one on record first.")
    if way.blocked:
        return _("No address of the mission is on record: put one on record first.")
    _role, channel, address = way.to[0]
    goes = _("by post") if channel == "post" else _("by e-mail, to %(address)s", address=address)
    return _("As the contacts stand today the new letter goes %(where)s.", where=goes)


@dataclass
class _Made:
    """What an act made, for the way back from it."""

    campaign: Campaign | None = None


def _correct(campaign: Campaign, letters: list[Letter], *, title: str) -> ResponseReturnValue:
    made, form = _Made(), WhyForm()

    def draft() -> None:
        made.campaign = draft_corrigendum(
            campaign, letters, catalogues(), settings(), reason=form.reason.data or "", on=today(), by=acting()
        )

    found = [what_differs(letter, campaign, catalogues(), settings(), on=today()) for letter in letters]
    answer = _asked(
        campaign,
        form,
        draft,
        title=title,
        lead=_(
            "What has left is not changed: a new campaign in draft has one letter for each, from the registers of"
            " today, with “Corrigendum to …” in its subject. Draft, review and approval are as for every campaign."
        ),
        words=_("Draft the corrigendum"),
        done=_("The corrigendum is drafted. Nothing has been sent."),
        template="letters/correct.html",
        letters=letters,
        parts=found[0] if len(letters) == 1 else [],
        otherwise=sum(1 for parts in found if parts or parts is None),
    )
    return redirect(campaign_address(made.campaign)) if made.campaign else answer


def _asked(campaign: Campaign, form: Form, act: Callable[[], object], **shown: Any) -> ResponseReturnValue:
    return act_page(form, act, back=campaign_address(campaign), **shown)


def _letter_of(campaign: Campaign, line: Line) -> str | None:
    if not line.has_letter:
        return link("desk.state", convention=campaign.convention, slug=line.slug)
    return link("correspondence.letter", convention=campaign.convention, campaign_id=campaign.id, slug=line.slug)


def _came(line: Line) -> str:
    if line.fate.replied:
        return _("replied")
    return _("bounced") if line.fate.bounced else ""


def _came_meaning(line: Line) -> str:
    return "done" if line.fate.replied else "late"


def _left_on(line: Line) -> date | None:
    left = [sent for sent in _to_mission(line) if sent.left_on]
    return left[-1].left_on if left else None


def _to(line: Line) -> str:
    return ", ".join(
        _("by post") if sent.channel == "post" else sent.address for sent in _to_mission(line) if not sent.void_reason
    )


def _copies(line: Line) -> str:
    return ", ".join(f"{sent.address}: {sent.message or _('waits')}" for sent in line.sent if sent.role == "copy")


def _to_mission(line: Line) -> list[Sent]:
    return [sent for sent in line.sent if sent.role == "to"]


def _to_do(line: Line, campaign: Campaign) -> tuple[str, str | None]:
    """What a person may have to do about the State, and where."""
    own = {"convention": campaign.convention, "campaign_id": campaign.id}
    if unsure := [sent for sent in line.sent if sent.message == "unknown"]:
        return _("settle"), link("correspondence.settle_outcome", dispatch_id=unsure[0].dispatch_id, **own)
    if not line.closed and (line.fate.came_back or line.fate.outcome in (Outcome.VOID, Outcome.FAILED)):
        return _("write anew"), link("correspondence.write_anew", slug=line.slug, **own)
    return "", None
