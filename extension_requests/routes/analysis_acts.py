"""Acts on the analysis: begun, written, put before the group, shown, agreed to, given a symbol, issued."""

from collections.abc import Callable

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from conventions.queries import find_meeting
from core.clock import today
from core.db import Ref, transaction
from core.errors import RuleViolation
from core.look.acts import act_page
from core.numbers import whole_number
from core.permissions import Right, requires
from core.seen.guard import WrittenMeanwhile
from core.seen.shared import shared
from core.seen.workflow import leave
from core.web import acting, link
from core.wording import list_in_words
from extension_requests.forms.analysis import AgreeForm, BeginForm, IssueForm, SectionForm, ShownForm, SymbolForm
from extension_requests.forms.questions import CloseForm
from extension_requests.models.dossiers import Dossier
from extension_requests.queries.analysis import analysis_now, get_section, newest_version
from extension_requests.queries.analysis_facts import notes_of_items
from extension_requests.queries.comments import comments_of
from extension_requests.queries.group import members_of, taking_part
from extension_requests.queries.situation import situation_of
from extension_requests.routes.analysis import ANALYSIS
from extension_requests.routes.counter import (
    acting_as,
    address_of,
    blueprint,
    dossier_of_page,
    working,
)
from extension_requests.rules.analysis import Content
from extension_requests.rules.guards import begin_draft as missing_before
from extension_requests.rules.machine import Who
from extension_requests.sections import sections_of
from extension_requests.workflow.agreement import adopt_where_all_agree, agree
from extension_requests.workflow.analysis import (
    begin_draft,
    digest_of_section,
    follow_facts,
    put_before_group,
    save_section,
    show_to_committee,
    show_to_state,
)
from extension_requests.workflow.issue import give_symbol, issue
from extension_requests.workflow.transitions import hold_dossier
from meetings.queries.agenda import agenda_of
from meetings.rules.symbols import SymbolKind
from states_parties.queries.states import get_state


@blueprint.route(f"{ANALYSIS}/begin", methods=["GET", "POST"])
@requires(Right.AGREE_TO_ANALYSIS)
def begin_analysis(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    """For the chair alone, or the State that leads."""
    found = dossier_of_page(convention, article, slug, number)
    seen, form = acting_as(found, Who.CHAIR), BeginForm()
    missing = missing_before(situation_of(found, on=today()))
    lead = _("Each section is drafted from what the dossier holds; the group writes on from there.")
    return act_page(
        form,
        lambda: begin_draft(
            hold_dossier(found.id),
            override_reason=form.override_reason.data or "",
            who=seen.who,
            on=today(),
            by=acting(),
        ),
        title=_("Begin the analysis"),
        lead=" ".join([lead, *missing]),
        words=_("Begin the analysis"),
        done=_("The analysis is begun."),
        back=analysis_address(found, slug),
    )


@blueprint.route(f"{ANALYSIS}/<section>/edit", methods=["GET", "POST"])
@requires(Right.WORK_ON_ANALYSIS)
def edit_section(convention: str, article: str, slug: str, number: int, section: str) -> ResponseReturnValue:
    """The text, and beside it what the facts would write today, what readers found, what was asked and answered."""
    found = dossier_of_page(convention, article, slug, number)
    seen = working(found)
    row = get_section(found, section)
    form, theirs = SectionForm(data={"text": row.text, "seen": digest_of_section(row)}), ""
    back, text = analysis_address(found, slug), Ref("analysis section", f"{found.id}-{section}")
    if form.validate_on_submit():
        try:
            with transaction():
                leave(text, by=acting())
                held = hold_dossier(found.id)
                save_section(held, section, form.text.data or "", seen=form.seen.data or "", on=today(), by=acting())
        except WrittenMeanwhile as refusal:
            row = get_section(found, section)
            theirs, form.seen.data = row.text, digest_of_section(row)
            form.refuse(refusal)
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            flash(_("The section is saved."), "success")
            return redirect(f"{back}#{section}")
    plan = next(each for each in sections_of(convention, article) if each.key == section)
    now = analysis_now(found, on=today())
    part = now.content.find(section)
    page = render_template(
        "extension_requests/edit_section.html",
        dossier=found,
        state=get_state(slug),
        seen=seen,
        form=form,
        plan=plan,
        theirs=theirs,
        shared=shared(text, by=acting()),
        draft=now.drafts[section],
        tables=part.tables if part else (),
        notes=[each for each in notes_of_items(found) if each.item in plan.items],
        questions=now.facts.questions_of(plan.items),
        comments=comments_of(found)[section],
        back=back,
        here_below=address_of(found, slug),
    )
    return (page, 422) if form.is_submitted() else page


@blueprint.post(f"{ANALYSIS}/follow")
@requires(Right.WORK_ON_ANALYSIS)
def follow_the_facts(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    working(found)
    try:
        with transaction():
            count = follow_facts(hold_dossier(found.id), on=today(), by=acting())
    except RuleViolation as refusal:
        flash(refusal.message, "danger")
    else:
        flash(ngettext("%(num)s section follows the facts.", "%(num)s sections follow the facts.", count), "success")
    return redirect(analysis_address(found, slug))


@blueprint.route(f"{ANALYSIS}/version", methods=["GET", "POST"])
@requires(Right.READ_ANALYSIS)
def put_version(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    """For the chair, the State that leads, and the ISU."""
    found = dossier_of_page(convention, article, slug, number)
    acting_as(found, Who.CHAIR, Who.ISU)
    members = [each.name for each in taking_part(members_of(found, on=today()))]
    told = _(
        "The text as it stands becomes a version, to which these States agree or not: %(names)s. A text that is "
        "changed afterwards makes the next version, and they agree anew.",
        names=list_in_words(members, "EN") or _("nobody is on record"),
    )
    return act_page(
        CloseForm(),
        lambda: put_before_group(hold_dossier(found.id), on=today(), by=acting()),
        title=_("Put the analysis before the group"),
        lead=" ".join(filter(None, (_left_empty(analysis_now(found, on=today()).content), told))),
        words=_("Put it before the group"),
        done=_("It is before the group."),
        back=analysis_address(found, slug),
    )


@blueprint.route(f"{ANALYSIS}/shown-to-state", methods=["GET", "POST"])
@requires(Right.READ_ANALYSIS)
def shown_to_state(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    return _shown(found, slug, show_to_state, _("The State has seen the draft"))


@blueprint.route(f"{ANALYSIS}/shown-to-committee", methods=["GET", "POST"])
@requires(Right.READ_ANALYSIS)
def shown_to_committee(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    return _shown(found, slug, show_to_committee, _("The Coordination Committee has seen the draft"))


@blueprint.route(f"{ANALYSIS}/agree", methods=["GET", "POST"])
@requires(Right.AGREE_TO_ANALYSIS)
def agree_to_analysis(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    """For a State that one acts for and that takes part, never for another."""
    found = dossier_of_page(convention, article, slug, number)
    seen = acting_as(found, Who.GROUP)
    own = [each for each in taking_part(members_of(found, on=today())) if each.iso3 in seen.states]
    form = AgreeForm(data={"version": _number(found)})
    form.state.choices = [(each.iso3, each.name) for each in own]
    return act_page(
        form,
        lambda: agree(
            hold_dossier(found.id),
            form.state.data,
            version=whole_number(str(form.version.data)) or 0,
            agrees=form.answer.data == "agrees",
            reason=form.reason.data or "",
            states=seen.states,
            on=today(),
            by=acting(),
        ),
        title=_("Agree to the analysis"),
        lead=_(
            "You answer on version %(number)s. The group adopts it when every State that takes part has agreed.",
            number=form.version.data,
        ),
        words=_("Send the answer"),
        done=_("The answer is recorded."),
        back=analysis_address(found, slug),
    )


@blueprint.route(f"{ANALYSIS}/symbol", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def symbol_of_analysis(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    acting_as(found, Who.ISU)
    form = SymbolForm()
    form.items.choices = _items(found)
    if not form.items.choices:
        del form.items
    return act_page(
        form,
        lambda: give_symbol(
            hold_dossier(found.id),
            SymbolKind(form.kind.data),
            symbol=form.symbol.data or "",
            items=tuple(form.items.data) if "items" in form else (),
            by=acting(),
        ),
        title=_("Symbol of the analysis"),
        lead=_("It stands among the papers of the meeting, where its way through the documents unit is kept."),
        words=_("Give the symbol"),
        done=_("The analysis has its symbol."),
        back=analysis_address(found, slug),
    )


@blueprint.route(f"{ANALYSIS}/issue", methods=["GET", "POST"])
@requires(Right.KEEP_REQUESTS)
def issue_analysis(convention: str, article: str, slug: str, number: int) -> ResponseReturnValue:
    found = dossier_of_page(convention, article, slug, number)
    seen, form = acting_as(found, Who.ISU), IssueForm(data={"issued_on": today()})
    newest = newest_version(found)
    told = _(
        "Version %(number)s, which the group adopted, is open to everybody from then on, as %(symbol)s.",
        number=newest.number if newest else 0,
        symbol=found.symbol or _("(no symbol yet)"),
    )
    return act_page(
        form,
        lambda: issue(hold_dossier(found.id), issued_on=form.issued_on.data, who=seen.who, on=today(), by=acting()),
        title=_("Issue the analysis"),
        lead=" ".join(filter(None, (_left_empty(Content.from_json(newest.text)) if newest else "", told))),
        words=_("Issue it"),
        done=_("The analysis is issued."),
        back=analysis_address(found, slug),
    )


def _shown(dossier: Dossier, slug: str, show: Callable[..., None], title: str) -> ResponseReturnValue:
    """Somebody outside the group has seen the draft; where all members agreed before, that adopts it."""
    acting_as(dossier, Who.ISU, Who.CHAIR)
    form = ShownForm(data={"shown_on": today()})

    def act() -> None:
        held = hold_dossier(dossier.id)
        show(held, shown_on=form.shown_on.data, on=today(), by=acting())
        adopt_where_all_agree(held, on=today(), by=acting())

    return act_page(
        form,
        act,
        title=title,
        lead=_("Version %(number)s was shown to it.", number=_number(dossier)),
        words=_("Record it"),
        done=_("It is recorded."),
        back=analysis_address(dossier, slug),
    )


def analysis_address(dossier: Dossier, slug: str) -> str:
    return link("extension_requests.analysis", **address_of(dossier, slug))


def _number(dossier: Dossier) -> int:
    """Of the newest version; 0 where there is none."""
    newest = newest_version(dossier)
    return newest.number if newest else 0


def _items(dossier: Dossier) -> list[tuple[int, str]]:
    meeting = find_meeting(dossier.convention, dossier.meeting) if dossier.meeting else None
    return [(line.item.id, line.label) for line in agenda_of(meeting.id).published] if meeting else []


def _left_empty(content: Content) -> str:
    """Which sections would not stand in the paper, in a sentence; empty where all of them say something."""
    titles = [each.title for each in content.sections if each.empty]
    if not titles:
        return ""
    return _(
        "Nothing is written under: %(titles)s. The paper leaves these sections out.", titles=list_in_words(titles, "EN")
    )
