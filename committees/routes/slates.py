"""Slates: made, copied, filled by hand or by suggestion, put forward, not taken."""

from collections.abc import Callable

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from committees.forms.rotation import ChairNominationForm, CopyForm, NominationForm, SlateForm, SuggestForm
from committees.queries.offices import Offices
from committees.queries.rotation import formal_meeting, meeting_then, parties_by_name
from committees.queries.slates import SlateOnRecord, get_slate
from committees.routes.counter import blueprint
from committees.routes.rotation import IN_MEETING, IN_SLATE, meeting_address, slate_address
from committees.rules.chairs import too_early
from committees.rules.slates import MeetingThen, Proposal, last_years, members_with
from committees.workflow.slates import (
    copy_slate,
    make_slate,
    mark_not_taken,
    nominate,
    propose_chair,
    put_forward,
    remove_chair,
    remove_nomination,
    suggest_into,
)
from core.clock import today
from core.db import transaction
from core.look.acts import act_page
from core.permissions import Right, requires
from core.web import acting


@blueprint.route(f"{IN_MEETING}/new", methods=["GET", "POST"])
@requires(Right.PLAN_ROTATION)
def new_slate(convention: str, meeting: str) -> ResponseReturnValue:
    short = formal_meeting(Offices(convention), meeting).short
    form = SlateForm()
    return act_page(
        form,
        lambda: make_slate(convention, short, title=form.title.data, notes=form.notes.data, by=acting()),
        title=_("Make a proposal"),
        lead=_("For the election at the %(meeting)s. It begins empty; several can stand side by side.", meeting=short),
        words=_("Make the proposal"),
        done=_("The proposal is made: name States for the seats, or have the house suggest."),
        back=meeting_address(convention, short),
    )


@blueprint.route(f"{IN_SLATE}/copy", methods=["GET", "POST"])
@requires(Right.PLAN_ROTATION)
def slate_copy(convention: str, meeting: str, slate_id: int) -> ResponseReturnValue:
    found = _slate(convention, meeting, slate_id)
    form = CopyForm(data={"title": _("%(title)s, changed", title=found.slate.title)[:160]})
    return act_page(
        form,
        lambda: copy_slate(found, title=form.title.data, by=acting()),
        title=_("Copy a proposal"),
        lead=_("“%(title)s” stays as it is.", title=found.slate.title),
        words=_("Copy the proposal"),
        done=_("The copy stands beside it."),
        back=meeting_address(convention, found.slate.meeting),
    )


@blueprint.route(f"{IN_SLATE}/suggest", methods=["GET", "POST"])
@requires(Right.PLAN_ROTATION)
def slate_suggestion(convention: str, meeting: str, slate_id: int) -> ResponseReturnValue:
    found = _slate(convention, meeting, slate_id)
    form = SuggestForm()
    return act_page(
        form,
        lambda: suggest_into(
            convention,
            found.slate.meeting,
            slate_id,
            others=form.others.data,
            unknown_too=form.unknown_too.data,
            by=acting(),
        ),
        title=_("Have the house suggest"),
        lead=_(
            "What “%(title)s” leaves open is filled from the candidacies: mixes first, no second office, regions in "
            "balance, the longest without service. What stands on it stays; every name comes with its reasons.",
            title=found.slate.title,
        ),
        words=_("Fill what is open"),
        done=_("The proposal is filled as suggested: read the reasons, change what you like."),
        back=slate_address(found),
    )


@blueprint.route(f"{IN_SLATE}/nominate", methods=["GET", "POST"])
@requires(Right.PLAN_ROTATION)
def nomination(convention: str, meeting: str, slate_id: int) -> ResponseReturnValue:
    plan = meeting_then(Offices(convention), meeting, on=today())
    found = get_slate(convention, plan.meeting.short, slate_id)
    form = NominationForm(parties_by_name(plan), _seat_choices(plan))

    def act() -> None:
        body, _slash, seat = form.seat.data.partition("/")
        nominate(
            convention,
            plan.meeting.short,
            slate_id,
            body=body,
            seat=int(seat),
            iso3=form.state.data,
            reason=form.reason.data,
            by=acting(),
        )

    return act_page(
        form,
        act,
        title=_("Propose a State for a seat"),
        lead=_("On “%(title)s”. Whoever is proposed for the seat already is replaced.", title=found.slate.title),
        words=_("Propose the State"),
        done=_("The State is proposed."),
        back=slate_address(found),
    )


@blueprint.route(f"{IN_SLATE}/chair", methods=["GET", "POST"])
@requires(Right.PLAN_ROTATION)
def chair_nomination(convention: str, meeting: str, slate_id: int) -> ResponseReturnValue:
    plan = meeting_then(Offices(convention), meeting, on=today())
    found = get_slate(convention, plan.meeting.short, slate_id)
    form = ChairNominationForm(_chair_choices(plan, found.proposal))

    def act() -> None:
        body, _slash, iso3 = form.chair.data.partition("/")
        propose_chair(
            convention, plan.meeting.short, slate_id, body=body, iso3=iso3, reason=form.reason.data, by=acting()
        )

    return act_page(
        form,
        act,
        title=_("Propose a chair"),
        lead=_("For the year that begins with the close of the %(meeting)s.", meeting=plan.meeting.short),
        words=_("Propose the chair"),
        done=_("The chair is proposed."),
        back=slate_address(found),
    )


@blueprint.post(f"{IN_SLATE}/seats/<int:nomination_id>/remove")
@requires(Right.PLAN_ROTATION)
def nomination_removal(convention: str, meeting: str, slate_id: int, nomination_id: int) -> ResponseReturnValue:
    found = _slate(convention, meeting, slate_id)
    return _done(
        found,
        lambda: remove_nomination(convention, found.slate.meeting, slate_id, nomination_id, by=acting()),
        _("The State is not proposed any more."),
    )


@blueprint.post(f"{IN_SLATE}/chairs/<int:chair_id>/remove")
@requires(Right.PLAN_ROTATION)
def chair_removal(convention: str, meeting: str, slate_id: int, chair_id: int) -> ResponseReturnValue:
    found = _slate(convention, meeting, slate_id)
    return _done(
        found,
        lambda: remove_chair(convention, found.slate.meeting, slate_id, chair_id, by=acting()),
        _("Nobody is proposed to chair the body."),
    )


@blueprint.post(f"{IN_SLATE}/put-forward")
@requires(Right.PLAN_ROTATION)
def slate_put_forward(convention: str, meeting: str, slate_id: int) -> ResponseReturnValue:
    found = _slate(convention, meeting, slate_id)
    return _done(
        found,
        lambda: put_forward(convention, found.slate.meeting, slate_id, by=acting()),
        _("The proposal is the one put forward."),
    )


@blueprint.post(f"{IN_SLATE}/not-taken")
@requires(Right.PLAN_ROTATION)
def slate_not_taken(convention: str, meeting: str, slate_id: int) -> ResponseReturnValue:
    found = _slate(convention, meeting, slate_id)
    return _done(
        found,
        lambda: mark_not_taken(convention, found.slate.meeting, slate_id, by=acting()),
        _("The proposal is marked as not taken."),
    )


def _slate(convention: str, meeting: str, slate_id: int) -> SlateOnRecord:
    return get_slate(convention, formal_meeting(Offices(convention), meeting).short, slate_id)


def _done(found: SlateOnRecord, act: Callable[[], object], words: str) -> ResponseReturnValue:
    """An act of one button."""
    with transaction():
        act()
    flash(words, "success")
    return redirect(slate_address(found))


def _seat_choices(plan: MeetingThen) -> list[tuple[str, str]]:
    return [
        (f"{body.slug}/{each.seat}", _("%(body)s, seat %(number)s: %(why)s", body=body.name, number=each.seat, why=why))
        for body in plan.bodies
        for each in body.seats
        if each.takes_nominations and (why := each.situation.value)
    ]


def _chair_choices(plan: MeetingThen, proposal: Proposal) -> list[tuple[str, str]]:
    """The members of each body, those first of whom its rule wants one, the others named as what they are."""
    found = []
    for body in plan.bodies:
        if body.chooses_chair:
            last = last_years(body, proposal)
            members = dict.fromkeys(members_with(body, proposal))
            for iso3 in sorted(members, key=lambda each: each not in last):
                words = f"{body.name}: {plan.states[iso3].name}"
                if too_early(body.chair_rule, in_last_year=iso3 in last):
                    words = _("%(who)s, not yet in the last year of its term", who=words)
                found.append((f"{body.slug}/{iso3}", words))
    return found
