"""Letters that go by post: batches to print, and on which day they were posted."""

from collections.abc import Callable, Sequence

from flask import Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from core.clock import now, today
from core.db import transaction
from core.docx.pdf import libreoffice
from core.look.acts import act_page
from core.permissions import Right, requires
from core.web import acting, link, saved_as
from correspondence.catalogues import catalogues
from correspondence.forms.sending import PostedForm, PrintedForm
from correspondence.models.campaigns import Campaign
from correspondence.papers.batch import address_list, batch_docx, batch_pdf
from correspondence.queries import campaigns as queries
from correspondence.queries.approved import get_dispatch
from correspondence.queries.post import ToPost, batch_of, by_post, get_unsettled
from correspondence.queries.sending import on_its_way
from correspondence.routes.counter import ONE, blueprint, to_read
from correspondence.rules.standing import Standing
from correspondence.settings import settings
from correspondence.workflow.post import make_batch, record_posted, settle_printed
from correspondence.workflow.voiding import void_what_changed

NOT_YET = (Standing.DRAFT, Standing.CIRCULATED, Standing.APPROVED)


@blueprint.get(f"{ONE}/post")
@requires(Right.READ_LETTERS)
def post(convention: str, campaign_id: int) -> str:
    found = to_read(convention, campaign_id)
    way = on_its_way(found, at=now())
    return render_template(
        "letters/post.html",
        convention=convention,
        campaign=found,
        by_post=by_post(found),
        scheduled=way.standing not in NOT_YET,
        last_day_over=way.last_day_over,
        makes_pdf=libreoffice() is not None,
    )


@blueprint.post(f"{ONE}/post/batches")
@requires(Right.SEND_LETTERS)
def new_batch(convention: str, campaign_id: int) -> ResponseReturnValue:
    """Letters that are void by now are left out, and said so."""
    found = to_read(convention, campaign_id)
    with transaction():
        gone = void_what_changed(found, catalogues(), settings(), on=today(), by=acting())
        made = make_batch(found, catalogues(), by=acting())
    if made.number is not None:
        flash(_("Batch %(number)s is ready to be printed.", number=made.number), "success")
    else:
        flash(_("There is no batch: no letter is left to be posted."), "warning")
    if made.ended:
        told = ngettext(
            "%(num)s letter is not posted: its condition holds no more.",
            "%(num)s letters are not posted: their condition holds no more.",
            made.ended,
        )
        flash(told, "warning")
    if gone:
        told = ngettext("%(num)s letter is void and not in it.", "%(num)s letters are void and not in it.", len(gone))
        flash(told, "warning")
    return redirect(_address(found))


@blueprint.get(f"{ONE}/post/<int:batch>.docx")
@requires(Right.READ_LETTERS)
def batch_file(convention: str, campaign_id: int, batch: int) -> Response:
    return _batch_as(convention, campaign_id, batch, batch_docx, "docx")


@blueprint.get(f"{ONE}/post/<int:batch>.pdf")
@requires(Right.READ_LETTERS)
def batch_as_pdf(convention: str, campaign_id: int, batch: int) -> Response:
    """Where the server has LibreOffice; else it says so."""
    return _batch_as(convention, campaign_id, batch, batch_pdf, "pdf")


@blueprint.get(f"{ONE}/post/<int:batch>.csv")
@requires(Right.READ_LETTERS)
def batch_addresses(convention: str, campaign_id: int, batch: int) -> Response:
    found = to_read(convention, campaign_id)
    return saved_as(f"addresses-{campaign_id}-{batch}.csv", address_list(batch_of(found, batch)))


@blueprint.route(f"{ONE}/post/<int:batch>/posted", methods=["GET", "POST"])
@requires(Right.SEND_LETTERS)
def posted(convention: str, campaign_id: int, batch: int) -> ResponseReturnValue:
    """The whole batch, or the letters chosen."""
    found = to_read(convention, campaign_id)
    waiting = [each for each in batch_of(found, batch) if each.posted_on is None]
    form = PostedForm(data={"letters": [each.dispatch_id for each in waiting], "posted_on": today()})
    form.letters.choices = [(each.dispatch_id, f"{each.number}. {each.state}, {each.reference}") for each in waiting]
    return act_page(
        form,
        lambda: record_posted(found, form.letters.data, posted_on=form.posted_on.data, by=acting()),
        title=_("Batch %(number)s was posted", number=batch),
        lead=_("From then on these letters count as sent."),
        words=_("Record it"),
        done=_("Recorded."),
        back=_address(found),
    )


@blueprint.route(f"{ONE}/post/printed/<int:dispatch_id>", methods=["GET", "POST"])
@requires(Right.SEND_LETTERS)
def printed(convention: str, campaign_id: int, dispatch_id: int) -> ResponseReturnValue:
    """What became of a letter that was withdrawn after it had been printed."""
    found = to_read(convention, campaign_id)
    dispatch, _state = get_dispatch(found, dispatch_id)
    letter = get_unsettled(found, dispatch_id)
    form = PrintedForm()
    return act_page(
        form,
        lambda: settle_printed(
            found, dispatch, posted=form.posted.data == "yes", posted_on=form.posted_on.data, by=acting()
        ),
        title=_("The printed letter to %(state)s", state=letter.state),
        lead=_(
            "%(reference)s was withdrawn after it had been printed: %(reason)s One that was posted all the same counts"
            " as sent, under its reference.",
            reference=letter.reference,
            reason=letter.ended,
        ),
        words=_("Record it"),
        done=_("Recorded."),
        back=_address(found),
    )


Writes = Callable[..., bytes]


def _batch_as(convention: str, campaign_id: int, batch: int, writes: Writes, ending: str) -> Response:
    found = to_read(convention, campaign_id)
    letters: Sequence[ToPost] = batch_of(found, batch)
    file = writes(found, letters, batch=batch, house_style=queries.house_style_file())
    return saved_as(f"batch-{campaign_id}-{batch}.{ending}", file)


def _address(campaign: Campaign) -> str:
    return link("correspondence.post", convention=campaign.convention, campaign_id=campaign.id)
