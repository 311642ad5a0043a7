"""Regular meetings of a committee: their days, one of them moved or left out, their end."""

from datetime import date, time

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from committees.queries.bodies import get_body
from conventions.models import GENEVA
from core.civil import zone_short
from core.clock import today
from core.forms import Form
from core.look.acts import act_page
from core.look.words import day as day_words
from core.permissions import Right, may, requires
from core.tables import Column, Table, export_response, table_page
from core.web import acting, link, parse_day
from meetings.forms.series import EndForm, LeftOutForm, MovedDayForm, SeriesForm
from meetings.queries.series import Occurrence, get_series, occurrences_of, series_of
from meetings.routes.counter import blueprint
from meetings.rules.series import in_words
from meetings.workflow.series import end_series, leave_out_day, move_day, plan_series, put_back_day

OF_A_BODY = "/<convention:convention>/committees/<body>/series"
ONE = f"{OF_A_BODY}/<int:series_id>"


@blueprint.get(OF_A_BODY)
@requires(Right.READ_COMMITTEE_WORK)
def series(convention: str, body: str) -> str | Response:
    row = get_body(convention, body)
    found = series_of(convention, body)
    plans = may(Right.PLAN_SESSIONS, convention=convention, body=body)
    table = _table(convention, body, occurrences_of(found), plans=plans)
    return export_response(table, _("Regular meetings")) or render_template(
        "meetings/series.html",
        body=row,
        rules=[(each, in_words(each.first_on, each.unit, each.every, last=each.last_on)) for each in found],
        plans=plans,
        page=table_page(table),
    )


@blueprint.route(f"{OF_A_BODY}/new", methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def new_series(convention: str, body: str) -> ResponseReturnValue:
    row = get_body(convention, body)
    form = SeriesForm(
        data={"title": row.name_en, "starts": time(15), "ends": time(17), "zone": GENEVA, "unit": "month", "every": 1}
    )
    return act_page(
        form,
        lambda: plan_series(convention, body, form.plan, by=acting()),
        title=_("Plan regular meetings"),
        lead=row.name_en,
        words=_("Plan the meetings"),
        done=_("The meetings are planned; the calendars of the members show them."),
        back=_address(convention, body),
    )


@blueprint.route(f"{ONE}/<day>/move", methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def move_series_day(convention: str, body: str, series_id: int, day: str) -> ResponseReturnValue:
    found, on = get_series(convention, body, series_id), parse_day(day, field="day")
    form = MovedDayForm(data={"to_day": on, "starts": found.starts, "ends": found.ends})
    return act_page(
        form,
        lambda: move_day(
            found,
            on,
            to_day=form.to_day.data,
            starts=form.starts.data,
            ends=form.ends.data,
            reason=form.reason.data,
            by=acting(),
        ),
        title=_("Move the meeting of %(day)s", day=day_words(on)),
        lead=_("%(title)s. The other meetings stay as they are.", title=found.title),
        words=_("Move it"),
        done=_("It is moved; calendars show it on its new day."),
        back=_address(convention, body),
    )


@blueprint.route(f"{ONE}/<day>/leave-out", methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def leave_out_series_day(convention: str, body: str, series_id: int, day: str) -> ResponseReturnValue:
    found, on = get_series(convention, body, series_id), parse_day(day, field="day")
    form = LeftOutForm()
    return act_page(
        form,
        lambda: leave_out_day(found, on, reason=form.reason.data, by=acting()),
        title=_("Leave out the meeting of %(day)s", day=day_words(on)),
        lead=_("%(title)s. The other meetings stay as they are.", title=found.title),
        words=_("Leave it out"),
        done=_("It is not held; calendars show it no more."),
        back=_address(convention, body),
    )


@blueprint.route(f"{ONE}/<day>/put-back", methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def put_back_series_day(convention: str, body: str, series_id: int, day: str) -> ResponseReturnValue:
    found, on = get_series(convention, body, series_id), parse_day(day, field="day")
    return act_page(
        Form(),
        lambda: put_back_day(found, on, by=acting()),
        title=_("Put back the meeting of %(day)s", day=day_words(on)),
        lead=_(
            "%(title)s. It is held on that day, %(starts)s-%(ends)s, as all the others.",
            title=found.title,
            starts=f"{found.starts:%H:%M}",
            ends=f"{found.ends:%H:%M}",
        ),
        words=_("Put it back"),
        done=_("It is held on its usual day again; calendars show it so."),
        back=_address(convention, body),
    )


@blueprint.route(f"{ONE}/end", methods=["GET", "POST"])
@requires(Right.PLAN_SESSIONS)
def end_of_series(convention: str, body: str, series_id: int) -> ResponseReturnValue:
    found = get_series(convention, body, series_id)
    form = EndForm(data={"last_on": today()})
    return act_page(
        form,
        lambda: end_series(found, last_on=form.last_on.data, by=acting()),
        title=_("End the regular meetings"),
        lead=found.title,
        words=_("End them"),
        template="meetings/end_series.html",
        later=[each.held_on for each in occurrences_of([found]) if each.held_on and each.held_on > today()],
        done=_("They end; calendars show none after that day."),
        back=_address(convention, body),
    )


def _address(convention: str, body: str) -> str:
    return link("meetings.series", convention=convention, body=body)


def _table(convention: str, body: str, rows: list[Occurrence], *, plans: bool) -> Table:
    def act(endpoint: str, row: Occurrence) -> str | None:
        values = {"convention": convention, "body": body, "series_id": row.series.id, "day": row.day.isoformat()}
        return link(endpoint, **values) if plans else None

    def moved(row: Occurrence) -> str | None:
        return act("meetings.move_series_day", row)

    def left_out(row: Occurrence) -> str | None:
        return act("meetings.leave_out_series_day", row) if row.held_on else None

    def otherwise(row: Occurrence) -> str | None:
        return act("meetings.put_back_series_day", row) if row.otherwise else None

    return Table(
        f"series-{convention.lower()}-{body}",
        [
            Column("day", _("Day"), lambda row: row.held_on or row.day, kind="day"),
            Column("hours", _("Hours"), _hours),
            Column("state", _("State"), _state, filter=True, meaning=_meaning),
            Column("usual", _("Usual day"), _usual_day, kind="day"),
            Column("why", _("Why"), lambda row: row.otherwise.reason if row.otherwise else None),
            Column("move", _("Move"), lambda row: _("Move…") if moved(row) else None, href=moved),
            Column("leave_out", _("Leave out"), lambda row: _("Leave out…") if left_out(row) else None, href=left_out),
            Column("back", _("Put back"), lambda row: _("Put back…") if otherwise(row) else None, href=otherwise),
            Column("title", _("Meeting"), lambda row: row.series.title, filter=True),
        ],
        rows,
        noun=(_("meeting"), _("meetings")),
        empty=(
            _("No regular meetings are planned."),
            _("Plan them by a rule, such as the second Tuesday of each month; single days can be moved or left out."),
        ),
    )


def _hours(row: Occurrence) -> str:
    moved = row.otherwise if row.otherwise and row.otherwise.to_day else None
    starts, ends = (moved.starts, moved.ends) if moved else (row.series.starts, row.series.ends)
    assert starts is not None
    return f"{starts:%H:%M}-{ends:%H:%M} {zone_short(row.held_on or row.day, starts, row.series.zone)}"


def _state(row: Occurrence) -> str:
    if row.otherwise is None:
        return _("as usual")
    return _("moved") if row.otherwise.to_day else _("left out")


def _meaning(row: Occurrence) -> str:
    if row.otherwise is None:
        return "done"
    return "soon" if row.otherwise.to_day else "late"


def _usual_day(row: Occurrence) -> date | None:
    return row.day if row.otherwise is not None else None
