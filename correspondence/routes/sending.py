"""A campaign on its way: scheduled, moved, paused, stopped, tried out; and how far it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from core.clock import now, today
from core.db import transaction
from core.errors import RuleViolation
from core.look.acts import act_page
from core.numbers import whole_number
from core.outbox.forms import ReasonForm
from core.permissions import Right, requires
from core.web import acting, link
from correspondence.catalogues import catalogues
from correspondence.forms.sending import NewlyApprovedForm, PlanForm, TrialForm
from correspondence.models.campaigns import Campaign, LetterState
from correspondence.queries import campaigns as queries
from correspondence.queries.balance import balance, lines_of
from correspondence.queries.sending import (
    OnItsWay,
    WhatLeaves,
    newly_approved,
    on_its_way,
    usual_last_day_of,
    usual_plan,
    what_leaves,
    what_moves,
    what_speaks_against,
)
from correspondence.routes.counter import ONE, blueprint, campaign_address, to_change, to_read
from correspondence.rules.balance import Outcome
from correspondence.rules.plans import MANY, Plan, check_plan
from correspondence.rules.standing import Standing, meaning_of
from correspondence.settings import settings
from correspondence.workflow.sending import (
    move,
    pause,
    resume,
    schedule,
    send_newly_approved,
    send_on_trial,
    stop,
)
from correspondence.workflow.voiding import void_what_changed


@dataclass(frozen=True)
class PlanPage:
    """One page on which a time is chosen. act: what is done with it, and with the number of letters shown.

    words: of its button.
    """

    title: str
    words: str
    done: str
    leaves: WhatLeaves
    act: Callable[[Plan, int], object]


@blueprint.route(f"{ONE}/schedule", methods=["GET", "POST"])
@requires(Right.SEND_LETTERS)
def schedule_campaign(convention: str, campaign_id: int) -> ResponseReturnValue:
    """Says what leaves, when, to how many, and what speaks against it, before it is done."""
    found = to_read(convention, campaign_id)
    if request.method == "POST" and (gone := _void_now(found)):
        flash(_void_told(gone), "warning")
        return redirect(link("correspondence.schedule_campaign", convention=convention, campaign_id=campaign_id))
    leaves = what_leaves(found)
    return _plan_page(
        found,
        PlanPage(
            title=_("Schedule “%(title)s”", title=found.title),
            words=_("Schedule the letters"),
            done=_("The letters are scheduled. Until they leave they can be moved, paused or stopped."),
            leaves=leaves,
            act=lambda plan, told: schedule(found, plan, letters=told, by=acting()),
        ),
    )


@blueprint.route(f"{ONE}/move", methods=["GET", "POST"])
@requires(Right.SEND_LETTERS)
def move_campaign(convention: str, campaign_id: int) -> ResponseReturnValue:
    found = to_read(convention, campaign_id)
    return _plan_page(
        found,
        PlanPage(
            title=_("Move “%(title)s” to another time", title=found.title),
            words=_("Move the letters"),
            done=_("What has not left leaves at the new time."),
            leaves=what_moves(found),
            act=lambda plan, _told: move(found, plan, by=acting()),
        ),
    )


@blueprint.post(f"{ONE}/pause")
@requires(Right.SEND_LETTERS)
def pause_campaign(convention: str, campaign_id: int) -> ResponseReturnValue:
    """At once, without a question: whoever sees something wrong has no time to explain it."""
    found = to_read(convention, campaign_id)
    reason = request.form.get("reason", "").strip() or f"Paused on the page by {current_user.name}"
    with transaction():
        pause(found, reason=reason[:300], by=acting())
    flash(_("Paused. Nothing more leaves until the campaign is resumed."), "success")
    return redirect(campaign_address(found))


@blueprint.post(f"{ONE}/resume")
@requires(Right.SEND_LETTERS)
def resume_campaign(convention: str, campaign_id: int) -> ResponseReturnValue:
    found = to_read(convention, campaign_id)
    with transaction():
        resume(found, by=acting())
    flash(_("Resumed. What is due leaves now."), "success")
    return redirect(campaign_address(found))


@blueprint.route(f"{ONE}/stop", methods=["GET", "POST"])
@requires(Right.SEND_LETTERS)
def stop_campaign(convention: str, campaign_id: int) -> ResponseReturnValue:
    found = to_read(convention, campaign_id)
    form = ReasonForm()
    sheet = balance(found, lines_of(found))
    lead = _(
        "Nothing more leaves, by mail or by post, for good: %(pending)s. What has left stays sent, %(sent)s."
        " To go on later, pause the campaign instead.",
        pending=ngettext(
            "%(num)s letter that waits is withdrawn",
            "%(num)s letters that wait are withdrawn",
            sheet.counts[Outcome.PENDING],
        ),
        sent=ngettext("%(num)s letter", "%(num)s letters", sheet.counts[Outcome.SENT]),
    )
    return act_page(
        form,
        lambda: stop(found, reason=form.reason.data, by=acting()),
        title=_("Stop “%(title)s” for good", title=found.title),
        lead=lead,
        words=_("Stop the sending"),
        done=_("Stopped. Nothing more of this campaign leaves."),
        back=campaign_address(found),
    )


@blueprint.route(f"{ONE}/newly-approved", methods=["GET", "POST"])
@requires(Right.SEND_LETTERS)
def send_those_approved_later(convention: str, campaign_id: int) -> ResponseReturnValue:
    """Letters whose approval came after the release do not leave by themselves."""
    found = to_read(convention, campaign_id)
    form = NewlyApprovedForm()
    if form.validate_on_submit():
        if gone := _void_now(found):
            flash(_void_told(gone), "warning")
            return redirect(campaign_address(found))
        try:
            with transaction():
                send_newly_approved(found, letters=whole_number(form.letters.data or "") or 0, by=acting())
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            flash(_("They leave with the campaign."), "success")
            return redirect(campaign_address(found))
    form.letters.data = str(newly_approved(found))
    page = render_template(
        "letters/newly_approved.html", convention=convention, campaign=found, form=form, letters=newly_approved(found)
    )
    return (page, 422) if form.form_errors else page


@blueprint.route(f"{ONE}/trial", methods=["GET", "POST"])
@requires(Right.DRAFT_LETTERS)
def try_letter(convention: str, campaign_id: int) -> ResponseReturnValue:
    """One approved letter to the person's own address."""
    found = to_change(convention, campaign_id)
    letters = {slug: (letter, state) for letter, state, slug in queries.letters_of(found)}
    approved = {slug: each for slug, each in letters.items() if each[0].state is LetterState.APPROVED}
    form = TrialForm()
    form.state.choices = [(slug, state) for slug, (_letter, state) in approved.items()]

    def send() -> None:
        letter, state = approved[form.state.data]
        send_on_trial(found, letter, address=current_user.email, state=state, by=acting())

    return act_page(
        form,
        send,
        title=_("Send a test of one letter to yourself"),
        lead=_(
            "The approved letter goes to %(address)s, marked as a test. No State gets it, and it counts nowhere.",
            address=current_user.email,
        ),
        words=_("Send the test"),
        done=_("The test is on its way to %(address)s.", address=current_user.email),
        back=campaign_address(found),
    )


@blueprint.get(f"{ONE}/progress")
@requires(Right.READ_LETTERS)
def campaign_progress(convention: str, campaign_id: int) -> Response:
    """The part of the campaign's page that changes while it is sent; where more has changed, the page is read anew."""
    found = to_read(convention, campaign_id)
    told = progress_of(found)
    response = Response(
        render_template("letters/_progress.html", convention=convention, campaign=found, **told), mimetype="text/html"
    )
    if request.args.get("seen", "") not in ("", told["way"].standing.value):
        response.headers["HX-Refresh"] = "true"
    return response


def progress_of(campaign: Campaign) -> Mapping[str, Any]:
    """What the page tells of a campaign on its way."""
    at = now()
    way = on_its_way(campaign, at=at)
    return {
        "way": way,
        "at": at,
        "standing_meaning": meaning_of(way.standing),
        "looks_again": _looks_again(way),
        "left_in_words": _left_in_words(way),
    }


def _plan_page(campaign: Campaign, page: PlanPage) -> ResponseReturnValue:
    """Three times the same form: to choose, to see what speaks against it, to do it."""
    form = PlanForm(data=None if request.method == "POST" else _suggested(campaign))
    form.typed.flags.required = page.leaves.letters >= MANY
    at_once = request.form.get("act") == "now"
    if request.method == "POST" and at_once:
        _fill_with_now(form, campaign)
    plan = _plan_of(form) if at_once or request.method == "GET" or form.validate_on_submit() else None
    warnings = what_speaks_against(campaign, plan) if plan else []
    if plan and request.method == "POST":
        try:
            check_plan(plan, at=now())
            if request.form.get("act") != "look" and _confirmed(form, warnings, page):
                with transaction():
                    page.act(plan, whole_number(form.letters.data or "") or 0)
                flash(page.done, "success")
                return redirect(campaign_address(campaign))
        except RuleViolation as refusal:
            form.refuse(refusal)
    form.seen.data, form.letters.data = _mark(warnings), str(page.leaves.letters)
    shown = render_template(
        "letters/plan.html",
        convention=campaign.convention,
        campaign=campaign,
        form=form,
        page=page,
        warnings=warnings,
        many=page.leaves.letters >= MANY,
    )
    return (shown, 422) if form.errors or form.form_errors else shown


def _confirmed(form: PlanForm, warnings: Sequence[str], page: PlanPage) -> bool:
    """Whether these very warnings were confirmed, and the number of very many letters typed."""
    sure = not warnings or (form.confirmed.data and form.seen.data == _mark(warnings))
    if not sure:
        form.confirmed.data = False
        form.confirmed.errors = [*form.confirmed.errors, _("Read the warnings, and say that you have.")]
    return (page.leaves.letters < MANY or form.check_typed(page.leaves.letters)) and bool(sure)


def _suggested(campaign: Campaign) -> dict[str, Any]:
    """The time it has; else the next working day, at an hour at which offices read."""
    if campaign.send_on is not None and campaign.send_on >= today():
        return {"send_on": campaign.send_on, "send_at": campaign.send_at, "not_after": campaign.not_after}
    usual = usual_plan(campaign, on=today(), zone=_zone())
    return {"send_on": usual.send_on, "send_at": usual.send_at, "not_after": usual.not_after}


def _fill_with_now(form: PlanForm, campaign: Campaign) -> None:
    there = now().astimezone(ZoneInfo(_zone()))
    form.send_on.data, form.send_at.data = there.date(), there.time().replace(second=0, microsecond=0)
    if form.not_after.data is None or form.not_after.data < there.date():
        form.not_after.data = usual_last_day_of(campaign, there.date())


def _plan_of(form: PlanForm) -> Plan:
    return Plan(form.send_on.data, form.send_at.data, form.not_after.data, _zone())


def _zone() -> str:
    return str(current_app.config["OFFICE_ZONE"])


def _mark(warnings: Sequence[str]) -> str:
    return sha256("\n".join(warnings).encode()).hexdigest()[:16]


def _void_now(campaign: Campaign) -> Sequence[Any]:
    """The letters that turn out to be void at this moment; what was shown was another number."""
    with transaction():
        return void_what_changed(campaign, catalogues(), settings(), on=today(), by=acting())


def _void_told(gone: Sequence[Any]) -> str:
    return ngettext(
        "The registers have changed: %(num)s letter is void now and does not leave. Look again at what would.",
        "The registers have changed: %(num)s letters are void now and do not leave. Look again at what would.",
        len(gone),
    )


def _looks_again(way: OnItsWay) -> int | None:
    """After how many seconds the page looks again; None: nothing changes by itself."""
    if way.standing is Standing.SENDING:
        return 2
    if way.standing is Standing.SCHEDULED and way.mailing and way.mailing.not_before - now() < timedelta(hours=1):
        return 20
    return None


def _left_in_words(way: OnItsWay) -> str:
    if way.progress is None or way.progress.per_second is None:
        return ""
    speed = _("%(number)s per second", number=f"{way.progress.per_second:.1f}")
    seconds = round(way.progress.seconds_left or 0)
    minutes, rest = divmod(seconds, 60)
    left = (
        _("%(minutes)s min %(seconds)s s left", minutes=minutes, seconds=rest)
        if minutes
        else _("%(seconds)s s left", seconds=rest)
    )
    return f"{speed}, {left}"
