"""The acts on a meeting in the calendar: added, described, confirmed, moved with a view of what follows, cancelled."""

from collections.abc import Collection, Sequence

from flask import current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from committees.queries.offices import Offices
from conventions.days import Days, check_days
from conventions.kinds import MEETING_KINDS, kind_of
from conventions.models import GENEVA, Meeting
from conventions.moving import Consequence, Move, Teller
from conventions.naming import CONFERENCE, next_name, whole_of
from conventions.queries import meetings_of, move_of
from conventions.registry import get_convention
from conventions.workflow import add_meeting, confirm_meeting
from core.clock import today
from core.db import transaction
from core.errors import RuleViolation
from core.forms import Form
from core.look.acts import act_page
from core.numbers import whole_number
from core.permissions import Right, requires
from core.web import acting, link, parse_day
from meetings.forms.meetings import DescriptionForm, KindForm, MoveForm, NewMeetingForm, written
from meetings.forms.sessions import CancelForm
from meetings.queries.called_off import cancellations, meeting_called_off
from meetings.queries.concerned import concerned_by
from meetings.queries.invitations import sessions_owed
from meetings.queries.sessions import held, sessions_of
from meetings.queries.year import entry_of, year_of
from meetings.routes.counter import MEETING, blueprint, meeting_address, meeting_of_page
from meetings.rules.year import clashes, one_journey
from meetings.workflow.calling_off import cancel_with_sessions
from meetings.workflow.moves import change_with_sessions, move_with_sessions
from states_parties.queries.as_of import states_by_name

FOUND = 302  # what a redirect says
STEPS = "/<convention:convention>/meetings/new"


@blueprint.route(STEPS, methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def new_meeting(convention: str) -> ResponseReturnValue:
    """The first step: of which kind. The names of the next one follow from it."""
    form = KindForm(data={"year": str(today().year + 1)})
    conferences = dict.fromkeys(whole_of(each.short) for each in reversed(meetings_of(convention)) if each.kind == "RC")
    form.offer(
        _conferences_to_prepare(conferences),
        [(row.slug, row.name_en) for row in Offices(convention).bodies_on(today())],
    )
    if form.validate_on_submit():
        asked = {"kind": form.kind.data, "year": form.year.data}
        more = {"conference": form.conference.data, "body": form.body.data}
        return redirect(link("meetings.describe_new_meeting", convention=convention, **asked, **more))
    page = render_template(
        "layout/act.html",
        form=form,
        title=_("Add a meeting"),
        lead="",
        words=_("Go on"),
        back=link("meetings.year", convention=convention),
    )
    return (page, 422) if form.is_submitted() else page


@blueprint.route(f"{STEPS}/described", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def describe_new_meeting(convention: str) -> ResponseReturnValue:
    """The second step: named by rule, described, with days or without. `?kind=`, `?year=` and so on from the first."""
    kind = kind_of(request.args.get("kind", "MSP"))
    body = request.args.get("body", "") if kind.of_a_body else ""
    form = NewMeetingForm(data=_proposed(convention, kind.key, body))
    form.offer(_states())
    short = (form.short.data or "").strip().upper()
    return act_page(
        form,
        lambda: add_meeting(convention, form.short.data, form.description(kind.key, body), form.days, by=acting()),
        title=_("Add a meeting"),
        lead=kind.title,
        words=_("Add it to the calendar"),
        done=_("The meeting is in the calendar, as planned."),
        back=link("meetings.meeting", convention=convention, meeting=short)
        if form.is_submitted()
        else link("meetings.year", convention=convention),
    )


@blueprint.route(f"{MEETING}/change", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def change(convention: str, meeting: str) -> ResponseReturnValue:
    row = meeting_of_page(convention, meeting)
    form = DescriptionForm(data=written(row))
    form.offer(_states())
    invited = concerned_by(held(sessions_of([row.id]))).reached
    page = act_page(
        form,
        lambda: change_with_sessions(
            convention, row.short, form.description(row.kind, row.body), by=acting(), seen=form.seen.data
        ),
        title=_("Change what is said of the meeting"),
        lead=" ".join((_("%(name)s. Its days change by a move.", name=row.full_name), _to_be_told(invited))),
        words=_("Change it"),
        done=_("The calendar says so now."),
        back=meeting_address(row),
    )
    return _or_tell(page, row)


@blueprint.route(f"{MEETING}/confirm", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def confirm(convention: str, meeting: str) -> ResponseReturnValue:
    row = meeting_of_page(convention, meeting)
    return act_page(
        Form(),
        lambda: confirm_meeting(convention, row.short, by=acting()),
        title=_("Confirm the meeting"),
        lead=_("%(name)s, %(days)s.", name=row.full_name, days=Days(row.starts_on, row.ends_on).in_words),
        words=_("Its days are certain"),
        done=_("The meeting is confirmed."),
        back=meeting_address(row),
    )


@blueprint.route(f"{MEETING}/cancel", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def cancel(convention: str, meeting: str) -> ResponseReturnValue:
    row = meeting_of_page(convention, meeting)
    form, sessions = CancelForm(), held(sessions_of([row.id]))
    now_told = cancellations(sessions)
    told = form.shown_before(now_told)
    mails = ngettext("Cancel the meeting and send %(num)d mail", "Cancel the meeting and send %(num)d mails", now_told)
    return act_page(
        form,
        lambda: cancel_with_sessions(convention, row.short, reason=form.reason.data, by=acting(), mails=told),
        title=_("Cancel the meeting"),
        lead=_("%(name)s stays in the calendar as cancelled.", name=row.full_name),
        words=mails if now_told else _("Cancel the meeting"),
        done=_("The meeting is cancelled."),
        back=meeting_address(row),
        template="meetings/cancel.html",
        consequences=meeting_called_off(row),
    )


@blueprint.route(f"{MEETING}/move", methods=["GET", "POST"])
@requires(Right.KEEP_MEETINGS)
def move(convention: str, meeting: str) -> ResponseReturnValue:
    """`?starts_on=&ends_on=` shows what would follow; only the confirmation below it moves anything."""
    row = meeting_of_page(convention, meeting)
    form = MoveForm()
    if form.validate_on_submit():
        try:
            with transaction():
                move_with_sessions(
                    convention,
                    row.short,
                    form.days,
                    was=form.was,
                    shift=form.with_sessions,
                    reason=form.reason.data,
                    by=acting(),
                )
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            flash(_("The meeting is moved, and what hangs on it with it."), "success")
            return _or_tell(redirect(meeting_address(row)), row)
    page = _move_page(row, form)
    return (page, 422) if form.is_submitted() else page


def _to_be_told(invited: int) -> str:
    """What a new place, name or zone means for those invited; nothing where nobody is."""
    if not invited:
        return ""
    return ngettext(
        "Its sessions have been mailed to %(num)d address: after a new name, place or time zone you see "
        "whom to tell, and send it.",
        "Its sessions have been mailed to %(num)d addresses: after a new name, place or time zone you see "
        "whom to tell, and send it.",
        invited,
    )


def _or_tell(page: ResponseReturnValue, row: Meeting) -> ResponseReturnValue:
    """Once it is done, the page of those who are invited and do not know of it, where there are any."""
    if isinstance(page, Response) and page.status_code == FOUND and sessions_owed(row.id):
        return redirect(link("meetings.tell_all_invited", convention=row.convention, meeting=row.short))
    return page


def _move_page(row: Meeting, form: MoveForm) -> str:
    """The days asked for, what would follow from them, and the confirmation."""
    present = Days(row.starts_on, row.ends_on)
    asked, wrong = _days_asked(form)
    moving = None
    if asked is not None and asked != present:
        shift = form.with_sessions if form.is_submitted() else request.args.get("shift", "yes") == "yes"
        moving = move_of(row, asked, on=today(), with_sessions=shift)
    return render_template(
        "meetings/move.html",
        meeting=row,
        form=form,
        present=present,
        asked=asked,
        wrong=wrong,
        unchanged=asked == present,
        moving=moving,
        consequences=consequences_of(moving) if moving else [],
        notes=notes_on(row, asked) if moving and asked else [],
    )


def _days_asked(form: MoveForm) -> tuple[Days | None, str]:
    """None while nothing is asked; and why what is asked cannot be."""
    if form.is_submitted():
        return form.days, ""
    if "starts_on" not in request.args:
        return None, ""
    try:
        first, last = (
            parse_day(text, field=name) if (text := request.args.get(name, "").strip()) else None
            for name in ("starts_on", "ends_on")
        )
        return check_days(Days(first, last)), ""
    except RuleViolation as refusal:
        return None, refusal.message


def consequences_of(moving: Move) -> list[Consequence]:
    """What every room says would follow, in the order of the rooms."""
    tellers: Sequence[Teller] = current_app.extensions["consequences of a move"]
    return [told for teller in tellers for told in teller(moving)]


def notes_on(row: Meeting, days: Days) -> list[str]:
    """What lies on the new days besides: other meetings, holidays; and what could be one journey."""
    if days.starts_on is None:
        return []
    around = year_of(days.starts_on.year, current_app.config["CONVENTIONS"])
    own = entry_of(row, days)
    others = [each for each in around.entries if each.name != own.name]
    told = [
        *clashes([own, *others], around.holidays, of=row.convention),
        *one_journey([own, *others], of=row.convention),
    ]
    return [each[0].upper() + each[1:] for each in told if own.name in each]


def _conferences_to_prepare(held: Collection[str]) -> list[str]:
    """The next Review Conference, which may not be in the calendar yet, then those that are, the newest first."""
    numbered = {short: int(match[1]) for short in held if (match := CONFERENCE.fullmatch(short))}
    return [f"{max(numbered.values(), default=0) + 1}RC", *numbered]


def _states() -> list[tuple[str, str]]:
    return [(state.iso3, state.list_en) for state in states_by_name()]


def _proposed(convention: str, kind_key: str, body: str) -> dict[str, object]:
    """What the form of a new meeting begins with: its names by rule, where and how the kind is usually held."""
    kind = MEETING_KINDS[kind_key]
    year = whole_number(request.args.get("year", "")) or today().year + 1
    meetings = meetings_of(convention)
    name = next_name(
        get_convention(convention),
        kind,
        [each.short for each in meetings],
        year=year,
        conference=request.args.get("conference", ""),
        body_name=Offices(convention).names.get(body, ""),
        body_meetings=sum(
            each.body == body and each.starts_on is not None and each.starts_on.year == year for each in meetings
        )
        if body
        else 0,
        names=[each.full_name for each in meetings],
    )
    return {
        "short": name.short,
        "full_name": name.full,
        "city": "Geneva",
        "host_state": "CHE",
        "format": "in-person",
        "zone": GENEVA,
        "languages": list(kind.languages),
        "source": "Office practice",
        "confidence": "high",
    }
