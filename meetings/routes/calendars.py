"""Calendars to subscribe to: one's own links, and what calendar programs read under them."""

from datetime import date, datetime
from typing import Any

from flask import Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.http import http_date

from committees.queries.bodies import bodies_by_slug
from core.accounts.queries import get_account
from core.clock import day_of, now, today
from core.db import transaction
from core.errors import RuleViolation
from core.files import sha256_of
from core.forms import Form
from core.periods import row_in_force
from core.permissions import Right, may, public, signed_in
from core.tables import Column, Table, export_response, table_page
from core.web import KINDS_OF_FILES, acting
from meetings.calendars import Wanted, wanted_from
from meetings.forms.calendars import CalendarLinkForm
from meetings.models.calendar import CalendarLink, Scope
from meetings.queries.calendar_links import LinkFound, find_open_link, get_link, links_of, wanted_of
from meetings.queries.feeds import calendar_file, reader_of
from meetings.routes.counter import blueprint
from meetings.workflow.calendar_links import (
    make_calendar_link,
    note_reading_of_calendar,
    revoke_calendar_link,
    use_is_to_be_noted,
)

WRONG_LINKS = "60 per hour"  # Office practice: from one network address
READ_AGAIN_AFTER = 15 * 60  # seconds


@blueprint.get("/account/calendar")
@signed_in
def calendar_links() -> str | Response:
    table = _table(links_of(current_user.id))
    return export_response(table, _("Calendars")) or render_template("meetings/calendars.html", page=table_page(table))


@blueprint.route("/account/calendar/new", methods=["GET", "POST"])
@signed_in
def new_calendar_link() -> ResponseReturnValue:
    form = CalendarLinkForm(_choices())
    if form.validate_on_submit():
        try:
            with transaction():
                token = make_calendar_link(
                    current_user._get_current_object(),
                    wanted_from(form.wanted.data),
                    name=form.name.data or "",
                    by=acting(),
                )
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            return _shown_once(token, wanted_from(form.wanted.data))
    page = render_template("meetings/new_calendar.html", form=form)
    return (page, 422) if form.is_submitted() else page


@blueprint.route("/account/calendar/<int:link_id>/revoke", methods=["GET", "POST"])
@signed_in
def revoke_link(link_id: int) -> ResponseReturnValue:
    link = get_link(current_user.id, link_id)
    if not Form().validate_on_submit():
        return render_template("meetings/revoke_calendar.html", calendar=link, holds=in_words(wanted_of(link)))
    with transaction():
        revoke_calendar_link(link, by=acting())
    flash(_("The calendar is revoked. Programs that read it find nothing any more."), "success")
    return redirect(url_for("meetings.calendar_links"))


@blueprint.get("/calendar/<token>.ics")
@public
def feed(token: str) -> Response:
    """Whoever holds the link reads what its person may read today; a revoked one is not there."""
    found = find_open_link(token)
    link, at = found.link, now()
    told_as = f"{found.newest_act} {day_of(at)}"
    if link.told_as == told_as and request.if_none_match.contains(link.etag):
        return _answer(b"", link.etag, link.told_at, status=304)
    reader = reader_of(get_account(link.account_id))
    file = calendar_file(wanted_of(link), reader, on=day_of(at), stamp=link.made_at)
    etag = sha256_of(file)
    told_at = link.told_at if link.etag == etag and link.told_at else at
    _note_reading(found, etag, told_as, at)
    answer = _answer(file, etag, told_at)
    answer.make_conditional(request)
    return answer


@blueprint.record
def throttle_guessing(state: BlueprintSetupState) -> None:
    """Somebody who tries links is stopped; whoever has a good one may read it as often as they like."""
    (limiter,) = state.app.extensions["limiter"]
    view: Any = state.app.view_functions["meetings.feed"]
    limited = limiter.limit(WRONG_LINKS, deduct_when=lambda response: response.status_code == 404)(view)
    limited.guard = view.guard
    state.app.view_functions["meetings.feed"] = limited


def in_words(wanted: Wanted) -> str:
    """What a calendar holds, as the form offers it."""
    return {value: label for there in _choices().values() for value, label in there}.get(str(wanted), str(wanted))


def _note_reading(found: LinkFound, etag: str, told_as: str, at: datetime) -> None:
    """Told as of an act only once every act before it is surely written; nothing is written where all is the same."""
    told_as = told_as if found.is_settled(at) else ""
    known = found.link
    if (known.etag, known.told_as) == (etag, told_as) and not use_is_to_be_noted(known, at):
        return
    with transaction():
        note_reading_of_calendar(known.id, etag=etag, told_as=told_as, at=at)


def _answer(file: bytes, etag: str, told_at: Any, status: int = 200) -> Response:
    response = Response(file, status=status, content_type=KINDS_OF_FILES["ics"])
    response.set_etag(etag)
    response.headers["Last-Modified"] = http_date(told_at)
    response.headers["Cache-Control"] = f"private, max-age={READ_AGAIN_AFTER}"
    return response


def _choices() -> dict[str, list[tuple[str, str]]]:
    """By group: what the person may subscribe to today."""
    found = {str(_("Mine")): [(str(Wanted(Scope.OWN)), str(_("My offices and sessions")))]}
    readable = [code for code in current_app.config["CONVENTIONS"] if may(Right.READ_REGISTERS, convention=code)]
    if len(readable) > 1:
        found[str(_("Both Conventions"))] = _of_a_convention(None)
    for code in readable:
        there = [body for body in bodies_by_slug(code).values() if row_in_force(body, today())]
        bodies = ((str(Wanted(Scope.BODY, code, body.slug)), body.name_en) for body in there)
        found[code] = [*_of_a_convention(code), *sorted(bodies, key=lambda choice: choice[1])]
    return found


def _of_a_convention(code: str | None) -> list[tuple[str, str]]:
    whose = code or _("APMBC and CCM")
    return [
        (str(Wanted(Scope.ALL, code)), str(_("%(whose)s: meetings, sessions, letters and deadlines", whose=whose))),
        (str(Wanted(Scope.DEADLINES, code)), str(_("%(whose)s: deadlines only", whose=whose))),
    ]


def _shown_once(token: str, wanted: Wanted) -> Response:
    """The link on a page that nobody keeps: it cannot be shown again."""
    base = current_app.config["CHANCERY"].base_url.rstrip("/")
    address = base + url_for("meetings.feed", token=token)
    page = make_response(render_template("meetings/calendar_made.html", address=address, holds=in_words(wanted)))
    page.headers["Cache-Control"] = "no-store"
    return page


def _table(links: Any) -> Table:
    def used_on(link: CalendarLink) -> date | None:
        return day_of(link.last_used_at) if link.last_used_at else None

    def revoking(link: CalendarLink) -> str | None:
        return url_for("meetings.revoke_link", link_id=link.id) if link.revoked_at is None else None

    return Table(
        "calendars",
        [
            Column("holds", _("What it holds"), lambda link: in_words(wanted_of(link))),
            Column("name", _("Used on"), lambda link: link.name),
            Column("made", _("Made"), lambda link: day_of(link.made_at), kind="day"),
            Column("used", _("Last read"), used_on, kind="day"),
            Column(
                "state",
                _("State"),
                lambda link: _("in use") if link.revoked_at is None else _("revoked"),
                filter=True,
                meaning=lambda link: "done" if link.revoked_at is None else "neutral",
            ),
            Column("act", _("Act"), lambda link: _("Revoke…") if link.revoked_at is None else None, href=revoking),
        ],
        links,
        noun=(_("calendar"), _("calendars")),
        empty=(
            _("You subscribe to no calendar yet."),
            _("A calendar is a link that your calendar program reads again and again; make one for each program."),
        ),
    )
