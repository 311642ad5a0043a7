"""Acts on papers: reserved, changed, forecast, received, processed, issued, followed by another, withdrawn."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from conventions.kinds import MEETING_KINDS
from conventions.models import Meeting
from core.clock import today
from core.db import transaction
from core.forms import Form
from core.look.acts import act_page
from core.permissions import Right, requires
from core.seen.forms import EditedText
from core.web import acting, link
from meetings.forms.papers import (
    ForecastForm,
    IssueForm,
    PaperForm,
    ReceiveForm,
    ReviseForm,
    TextForm,
    WithdrawForm,
    language_choices,
)
from meetings.models.papers import LanguageState
from meetings.queries.meetings import get_meeting
from meetings.queries.papers import (
    PaperOfMeeting,
    get_paper,
    items_to_choose,
    next_number,
    seen_of_paper,
    series_of_papers,
)
from meetings.routes.counter import blueprint
from meetings.routes.papers import PAPER, PAPERS, paper_address
from meetings.rules.slotting import SOURCE, most_words
from meetings.rules.symbols import Added, SymbolKind
from meetings.workflow.paper_texts import add_text, issue_paper, process_paper, receive_paper
from meetings.workflow.papers import (
    change_paper,
    forecast_paper,
    ref_to_paper,
    reserve_paper,
    revise_paper,
    withdraw_paper,
)
from states_parties.queries.as_of import states_by_name


@blueprint.route(f"{PAPERS}/reserve", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def reserve_symbol(convention: str, meeting: str) -> ResponseReturnValue:
    of_meeting = get_meeting(convention, meeting)
    form = PaperForm(data={"languages": _usual_languages(of_meeting)})
    names = _offer(form, of_meeting)
    return act_page(
        form,
        lambda: reserve_paper(
            of_meeting, form.plan(names), SymbolKind(form.kind.data), symbol=form.symbol.data, by=acting()
        ),
        title=_("Reserve a symbol"),
        lead=_("%(meeting)s: symbols begin with %(series)s.", meeting=of_meeting.full_name, series=series)
        if (series := series_of_papers(of_meeting))
        else of_meeting.full_name,
        words=_("Reserve the symbol"),
        done=_("The symbol is reserved. It is not given to another paper, even if this one is withdrawn."),
        back=link("meetings.papers", convention=convention, meeting=of_meeting.short),
    )


@blueprint.route(f"{PAPER}/change", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def change_one_paper(convention: str, meeting: str, slug: str) -> ResponseReturnValue:
    found = _paper(convention, meeting, slug)
    form = PaperForm(data=_written(found))
    names = _offer(form, found.meeting)
    del form.kind, form.symbol
    return _act(
        found,
        form,
        lambda: change_paper(found.row, form.plan(names), by=acting(), seen=form.seen_before),
        title=_("Change the paper"),
        words=_("Change the paper"),
        done=_("The paper is changed."),
        text=EditedText(ref_to_paper(found.row), lambda: _written(_paper(convention, meeting, slug))),
    )


@blueprint.route(f"{PAPER}/forecast", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def forecast_one_paper(convention: str, meeting: str, slug: str) -> ResponseReturnValue:
    found = _paper(convention, meeting, slug)
    form = ForecastForm(data={"forecast_on": today()})
    return _act(
        found,
        form,
        lambda: forecast_paper(found.row, forecast_on=form.forecast_on.data, by=acting()),
        title=_("Confirm the forecast"),
        words=_("The paper will come"),
        done=_("The forecast is confirmed."),
    )


@blueprint.route(f"{PAPER}/receive", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def receive_one_paper(convention: str, meeting: str, slug: str) -> ResponseReturnValue:
    found = _paper(convention, meeting, slug)
    form = ReceiveForm(data={"received_on": today()})
    form.offer(found.row)
    limit = most_words(found.row.origin, found.row.timing)
    return _act(
        found,
        form,
        lambda: receive_paper(
            found,
            received_on=form.received_on.data,
            language=form.language.data,
            words=form.words.data,
            late_because=form.late_because.data,
            content=form.file.data.read(),
            file_name=form.file.data.filename,
            by=acting(),
        ),
        title=_("Receive the text"),
        more=_("Up to %(limit)s words are processed (%(source)s).", limit=f"{limit:,}", source=SOURCE),
        words=_("Receive the text"),
        done=_("The text is received. Only the secretariat reads it until the paper is issued."),
    )


@blueprint.post(f"{PAPER}/process")
@requires(Right.KEEP_MEETINGS)
def process_one_paper(convention: str, meeting: str, slug: str) -> ResponseReturnValue:
    found = _paper(convention, meeting, slug)
    with transaction():
        process_paper(found.row, on=today(), by=acting())
    flash(_("The paper is in processing; translation into the other languages has begun."), "success")
    return redirect(paper_address(found.meeting, found.row))


@blueprint.route(f"{PAPER}/add-text", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def add_paper_text(convention: str, meeting: str, slug: str) -> ResponseReturnValue:
    found = _paper(convention, meeting, slug)
    form = TextForm()
    form.offer(found.row)
    out = ", ".join(each.language for each in found.languages_out)
    return _act(
        found,
        form,
        lambda: add_text(
            found.row,
            form.language.data,
            form.file.data.read(),
            form.file.data.filename,
            note=form.note.data,
            by=acting(),
        ),
        title=_("Add a version of the text"),
        more=_("In %(languages)s everybody reads the new version at once: the paper is out there.", languages=out)
        if out
        else "",
        words=_("Add the version"),
        done=_("The version is kept; earlier ones stay."),
    )


@blueprint.route(f"{PAPER}/issue", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def issue_one_paper(convention: str, meeting: str, slug: str) -> ResponseReturnValue:
    found = _paper(convention, meeting, slug)
    here = [each for each in found.row.languages if each.state is not LanguageState.ISSUED]
    form = IssueForm(data={"issued_on": today(), "languages": _with_text(found)})
    form.languages.choices = language_choices(each.language for each in here)
    return _act(
        found,
        form,
        lambda: issue_paper(
            found.row,
            form.languages.data or (),
            issued_on=form.issued_on.data,
            advance=form.manner.data == "advance",
            by=acting(),
        ),
        title=_("Issue the paper"),
        more=_("From then on whoever reads the registers reads it in the languages chosen."),
        words=_("Issue it"),
        done=_("It is out in the languages chosen."),
    )


@blueprint.route(f"{PAPER}/revise", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def revise_one_paper(convention: str, meeting: str, slug: str) -> ResponseReturnValue:
    found = _paper(convention, meeting, slug)
    form = ReviseForm(data={"title": found.row.title})
    return _act(
        found,
        form,
        lambda: revise_paper(found.row, found.meeting, Added(form.added.data), title=form.title.data, by=acting()),
        title=_("Reserve what follows the paper"),
        more=_("It gets the next number below this symbol."),
        words=_("Reserve the symbol"),
        done=_("The symbol is reserved."),
    )


@blueprint.route(f"{PAPER}/withdraw", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def withdraw_one_paper(convention: str, meeting: str, slug: str) -> ResponseReturnValue:
    found = _paper(convention, meeting, slug)
    form = WithdrawForm()
    return _act(
        found,
        form,
        lambda: withdraw_paper(found.row, because=form.because.data, by=acting()),
        title=_("Withdraw the paper"),
        more=_("It stays on the list as withdrawn, with the reason. Its symbol is not given again."),
        words=_("Withdraw it"),
        done=_("The paper is withdrawn."),
    )


def _act(
    found: PaperOfMeeting,
    form: Form,
    act: Callable[[], object],
    *,
    title: str,
    words: str,
    done: str,
    more: str = "",
    text: EditedText | None = None,
) -> ResponseReturnValue:
    """A form about one paper, named above it. more: what the act brings with it."""
    lead = f"{found.row.symbol}: {found.row.title}. {more}".strip()
    back = paper_address(found.meeting, found.row)
    return act_page(form, act, title=title, lead=lead, words=words, done=done, back=back, text=text)


def _paper(convention: str, meeting: str, slug: str) -> PaperOfMeeting:
    return get_paper(get_meeting(convention, meeting), slug, on=today())


def _written(found: PaperOfMeeting) -> dict[str, Any]:
    """What is known of the paper as its form writes it."""
    slugs = {state.iso3: state.slug for state in states_by_name()}
    kept = ("title", "submitter", "email", "public_link", "source")
    return {
        **{name: getattr(found.row, name) for name in kept},
        "origin": found.row.origin.value,
        "timing": found.row.timing.value,
        "by_state": slugs.get(found.row.iso3 or "", ""),
        "languages": [each.language for each in found.row.languages],
        "items": [item.id for item in found.items],
        "seen": seen_of_paper(found.row),
    }


def _offer(form: PaperForm, meeting: Meeting) -> dict[str, tuple[str, str]]:
    """The choices of the form; of each State its code and name, by the name it has in addresses."""
    states = states_by_name()
    items = [(item.id, item.title) for item in items_to_choose(meeting)]
    form.offer([(state.slug, state.list_en) for state in states], items)
    return {state.slug: (state.iso3, state.list_en) for state in states}


def _usual_languages(meeting: Meeting) -> list[str]:
    """Those of its interpretation, else those usual for its kind."""
    kind = MEETING_KINDS.get(meeting.kind)
    return meeting.languages or list(kind.languages if kind else ()) or ["EN"]


def _with_text(found: PaperOfMeeting) -> list[str]:
    """The languages in which a text is in the house: those that can be read once they are out."""
    return [language for language in found.languages_left if next_number(found.row.id, language) > 1]
