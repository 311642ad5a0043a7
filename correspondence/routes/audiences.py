"""Audiences under a name: who is in each on a day and why; saving, replacing, retiring them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.audit.queries import history_of
from core.db import transaction
from core.errors import RuleViolation
from core.numbers import whole_number
from core.permissions import Right, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, as_of, link
from correspondence.catalogues import catalogues
from correspondence.forms.audiences import SavedAudienceForm, shown
from correspondence.forms.campaigns import ActForm
from correspondence.models.audiences import SavedAudience
from correspondence.queries.audiences import audience_on_record, get_saved, saved_audiences
from correspondence.routes.counter import blueprint, to_read
from correspondence.rules.audience import EVERYBODY, Audience, Weighed, left_out_for_want_of, weigh
from correspondence.rules.groups import in_words
from correspondence.workflow.audiences import ref_to_audience, replace_audience, retire_audience, save_audience
from states_parties.facts import StateFacts
from states_parties.queries.facts import state_facts

BASE = "/<convention:convention>/letters/audiences"
ONE = f"{BASE}/<int:audience_id>"


@dataclass(frozen=True)
class AudienceRow:
    """states: how many are in it on the day; None where its condition can no longer be read."""

    saved: SavedAudience
    states: int | None


@blueprint.get(BASE)
@requires(Right.READ_LETTERS)
def audiences(convention: str) -> str | Response:
    states = state_facts(convention, on=as_of())
    table = Table(
        name=f"audiences-{convention.lower()}",
        columns=(
            Column("name", _("Audience"), lambda row: row.saved.name, href=lambda row: _address(row.saved)),
            Column("condition", _("Condition"), lambda row: in_words(row.saved.condition, catalogues().labels)),
            Column("also", _("Also by name"), lambda row: len(row.saved.also) or None, kind="number"),
            Column("besides", _("Left out by name"), lambda row: len(row.saved.besides) or None, kind="number"),
            Column("states", _("States"), lambda row: row.states, kind="number", href=lambda row: _address(row.saved)),
            Column("saved_by", _("Saved by"), lambda row: row.saved.saved_by),
        ),
        rows=[AudienceRow(each, _size(each, states)) for each in saved_audiences(convention)],
        noun=(_("audience"), _("audiences")),
        sort="name",
        empty=(
            _("No audience has been saved yet."),
            _("Save one that is used again, such as the States Parties that have not reported on Article 9."),
        ),
    )
    return export_response(table, _("Audiences")) or render_template(
        "letters/audiences.html", convention=convention, page=table_page(table)
    )


@blueprint.route(f"{BASE}/new", methods=["GET", "POST"])
@requires(Right.DRAFT_LETTERS)
def new_audience(convention: str) -> ResponseReturnValue:
    """`?campaign=` begins with the audience of a campaign."""
    number = whole_number(request.args.get("campaign", ""))
    begun = audience_on_record(to_read(convention, number)) if number else Audience(EVERYBODY)

    def save(form: SavedAudienceForm, audience: Audience) -> SavedAudience:
        return save_audience(
            convention, form.name.data, audience, catalogues(), by=acting(), notes=form.notes.data or ""
        )

    return _edit(
        convention,
        begun,
        {},
        save,
        title=_("Save an audience"),
        back=link("correspondence.audiences", convention=convention),
    )


@blueprint.get(ONE)
@requires(Right.READ_LETTERS)
def audience(convention: str, audience_id: int) -> ResponseReturnValue:
    """Every State Party of the day, in or out, and why."""
    saved = get_saved(convention, audience_id)
    weighed, refusal = _weighed(audience_on_record(saved), state_facts(convention, on=as_of()))
    table = Table(
        name=f"audience-{saved.id}",
        columns=(
            Column("state", _("State Party"), lambda each: each.facts.list_name, href=_state_address(convention)),
            Column("is", _("Audience"), _in_or_out, filter=True),
            Column("language", _("Language"), lambda each: each.facts.language, filter=True),
            Column("reason", _("Why"), lambda each: each.reason),
        ),
        rows=weighed,
        noun=(_("State Party"), _("States Parties")),
        sort="state",
        empty=(refusal, _("Change the condition, or look at another day.")),
    )
    return export_response(table, saved.name) or render_template(
        "letters/audience.html",
        convention=convention,
        saved=saved,
        condition=in_words(saved.condition, catalogues().labels),
        page=table_page(table),
        total=sum(1 for each in weighed if each.included),
        wanting=left_out_for_want_of(weighed),
        of=len(weighed),
        history=history_of(ref_to_audience(saved)),
    )


@blueprint.route(f"{ONE}/replace", methods=["GET", "POST"])
@requires(Right.DRAFT_LETTERS)
def change_audience(convention: str, audience_id: int) -> ResponseReturnValue:
    saved = get_saved(convention, audience_id)

    def replace(form: SavedAudienceForm, audience: Audience) -> SavedAudience:
        replace_audience(saved, form.name.data, audience, catalogues(), by=acting(), notes=form.notes.data or "")
        return saved

    named = {"name": saved.name, "notes": saved.notes}
    return _edit(
        convention, audience_on_record(saved), named, replace, title=_("Replace an audience"), back=_address(saved)
    )


@blueprint.route(f"{ONE}/retire", methods=["GET", "POST"])
@requires(Right.DRAFT_LETTERS)
def end_audience(convention: str, audience_id: int) -> ResponseReturnValue:
    saved = get_saved(convention, audience_id)
    if ActForm().validate_on_submit():
        with transaction():
            retire_audience(saved, by=acting())
        flash(_("The audience is retired. Campaigns drafted for it keep their States."), "success")
        return redirect(link("correspondence.audiences", convention=convention))
    return render_template("letters/retire_audience.html", convention=convention, saved=saved)


def _edit(
    convention: str,
    begun: Audience,
    named: dict[str, str],
    save: Callable[[SavedAudienceForm, Audience], SavedAudience],
    *,
    title: str,
    back: str,
) -> ResponseReturnValue:
    states = state_facts(convention, on=as_of())
    form = SavedAudienceForm(data=None if request.method == "POST" else {**shown(begun, states), **named})
    form.settle()
    counting = request.method == "GET" or request.form.get("act") == "count"
    weighed: Sequence[Weighed] = ()
    try:
        if counting:
            weighed = weigh(states, form.whom(states), catalogues().criteria)
        elif form.validate_on_submit():
            with transaction():
                saved = save(form, form.whom(states))
            flash(_saved_in_words(saved, states), "success")
            return redirect(_address(saved))
    except RuleViolation as refusal:
        form.refuse(refusal)
    page = render_template(
        "letters/edit_audience.html",
        convention=convention,
        form=form,
        title=title,
        back=back,
        criteria=catalogues().criteria.values(),
        weighed=weighed,
        wanting=left_out_for_want_of(weighed),
    )
    return (page, 422) if form.errors else page


def _saved_in_words(saved: SavedAudience, states: Sequence[StateFacts]) -> str:
    told = _("The audience is saved as “%(name)s”.", name=saved.name)
    if _size(saved, states):
        return told
    return told + " " + _("Nobody is known to be in it, as long as a register is not declared complete.")


def _weighed(audience: Audience, states: Sequence[StateFacts]) -> tuple[Sequence[Weighed], str]:
    """Every State Party; or none, and why it cannot be said."""
    try:
        return weigh(states, audience, catalogues().criteria), ""
    except RuleViolation as refusal:
        return (), refusal.message


def _size(saved: SavedAudience, states: Sequence[StateFacts]) -> int | None:
    weighed, refusal = _weighed(audience_on_record(saved), states)
    return None if refusal else sum(1 for each in weighed if each.included)


def _in_or_out(each: Weighed) -> str:
    return (_("in, by name") if each.included else _("out, by name")) if each.by_name else _in_words(each.included)


def _in_words(included: bool) -> str:
    return _("in") if included else _("out")


def _state_address(convention: str) -> Callable[[Weighed], str]:
    return lambda each: link("desk.state", convention=convention, slug=each.facts.slug)


def _address(saved: SavedAudience) -> str:
    return link("correspondence.audience", convention=saved.convention, audience_id=saved.id)
